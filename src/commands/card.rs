//! The mail that a mentor is about to answer, at a glance.

use std::fmt::Write as _;

use onlist_core::catalog::Catalog;
use onlist_core::compose::reply::Card;
use onlist_core::introduction::recognise;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::count;

use super::answer;
use crate::context::Context;
use crate::messages::Failure;
use crate::report::{self, Page, ThreadPost};

/// Lines of a mail that are printed, at most, where nothing is drawn anew.
const MOST_LINES: usize = 24;

/// What is offered where something of a mail is left out.
const OFFERED: [&str; 2] = ["Answer it", "Read the whole mail"];

/// The menu that comes next where nothing is asked of the mail: of tasks, with what is said before it.
const MENU: (usize, usize) = (7, 4);

/// Fields of a mail.
const FIELDS: usize = 5;

/// What is shown of a subject of a mail's questions, at most.
const MOST_QUESTIONS: usize = 6;

/// The card of a mail: about the project that is `named`, else the one that it names itself.
pub(crate) fn of(context: &Context, catalog: &Catalog, post: &Post<'_>, named: Option<&str>) -> Card {
    let project = answer::project(catalog, post, named).ok().flatten();
    Card::of(catalog, post, project, None, context.now.date_naive())
}

/// What an answer's writer is to know before the first question.
pub(crate) struct Glance<'g> {
    pub(crate) post: &'g Post<'g>,
    pub(crate) card: &'g Card,
    /// What it is about, in words.
    pub(crate) project: &'g str,
}

/// Shows who wrote what, when, and about what, what is asked, and what an answer quotes; whether its reader goes on.
pub(crate) fn show(
    context: &Context,
    catalog: &Catalog,
    post: &Post<'_>,
    named: Option<&str>,
) -> Result<bool, Failure> {
    let (card, project) = (of(context, catalog, post, named), project(catalog, post, named));
    Glance { post, card: &card, project: &project }.show(context)
}

impl Glance<'_> {
    /// Shows it; whether its reader goes on. On a screen that has no room for all, the head stays, and the whole is offered.
    pub(crate) fn show(&self, context: &Context) -> Result<bool, Failure> {
        while self.show_above(context, MENU, (OFFERED.len(), 0)) {
            match context.terminal.choose("What now", &OFFERED.map(str::to_owned), Some(0))? {
                Some(0) => break,
                Some(_) => self.read(context)?,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Shows it to somebody who has read the mail.
    pub(crate) fn show_again(&self, context: &Context) {
        self.show_above(context, MENU, MENU);
    }

    /// Shows it above a menu of so many options with so many rows between, or what there is room for above a `smaller` one;
    /// whether it is the latter.
    fn show_above(&self, context: &Context, menu: (usize, usize), smaller: (usize, usize)) -> bool {
        let terminal = context.terminal;
        let room = |(options, between): (usize, usize)| {
            terminal.rows_above(options).map(|rows| rows.saturating_sub(between + 1))
        };
        let whole = self.whole(terminal.width(), if terminal.is_plain() { MOST_LINES } else { usize::MAX });
        terminal.say("");
        if let (Some(room), Some(larger)) = (room(menu), room(smaller))
            && terminal.rows_of(&whole) > room
        {
            return self.show_head(context, room, larger);
        }
        terminal.say(&whole);
        false
    }

    /// Reads the whole mail, a screen at a time.
    fn read(&self, context: &Context) -> Result<(), Failure> {
        Ok(context.terminal.page(&self.whole(context.terminal.width(), usize::MAX), &[])?)
    }

    /// The fields of the mail.
    fn head(&self) -> [(&'static str, String); 5] {
        let post = self.post;
        let from = post.from.first().map(ToString::to_string);
        let from = from.or_else(|| post.from_name.as_deref().map(str::to_owned));
        let date = post.date.map(|date| date.format("%a, %-d %B %Y at %H:%M %z").to_string());
        let unknown = |text: Option<String>| text.unwrap_or_else(|| "unknown".to_owned());
        [
            ("From", unknown(from)),
            ("Date", unknown(date)),
            ("Subject", post.subject.to_string()),
            ("Project", self.project.to_owned()),
            ("List", list(self.card)),
        ]
    }

    /// All of it, with so many lines of the mail at most.
    fn whole(&self, width: usize, most: usize) -> String {
        let mut page = Page::new(width);
        page.heading("The mail");
        for (label, text) in self.head() {
            page.row(label, &text);
        }
        if !self.card.questions.is_empty() {
            page.heading("What is asked");
            for question in self.card.questions.iter().take(MOST_QUESTIONS) {
                page.item("-", question);
            }
            if let Some(more) = self.more_questions() {
                page.item("-", &more);
            }
        }
        let mut whole = page.finish().trim_end().to_owned();
        let words = self.words(width);
        let more = words.trim().lines().count().saturating_sub(most);
        let mut words = words.trim().lines().take(most).collect::<Vec<_>>().join("\n");
        if more > 0 {
            let _ = write!(words, "\n(and {})", count(more, "more line"));
        }
        for (heading, text) in [("What was written", &words), ("What your answer quotes", &self.card.quoted)]
        {
            if !text.is_empty() {
                let _ = write!(whole, "\n\n{heading}\n{text}");
            }
        }
        if self.card.quoted.is_empty() && !self.card.private {
            whole.push_str("\n\nYour answer quotes nothing of it.");
        }
        whole
    }

    /// How many more questions there are than those that are shown; nothing where there are none.
    fn more_questions(&self) -> Option<String> {
        let more = self.card.questions.len().saturating_sub(MOST_QUESTIONS);
        (more > 0).then(|| format!("and {}", count(more, "more question")))
    }

    /// What its author wrote, without what is quoted.
    fn words(&self, width: usize) -> String {
        report::own_words(&ThreadPost::of(self.post), width)
    }

    /// Shows the fields, each in a row, what is asked and the mail, if there is `room`, else its beginning in the `larger`
    /// one; whether it is the latter.
    fn show_head(&self, context: &Context, room: usize, larger: usize) -> bool {
        let terminal = context.terminal;
        let fields = self.head().into_iter().filter(|(_, text)| !text.is_empty());
        let mut head: Vec<_> =
            fields.map(|(label, text)| terminal.cut(&format!("{label}: {text}"))).collect();
        let questions = self.card.questions.iter().take(MOST_QUESTIONS);
        head.extend(questions.map(|it| terminal.cut(&format!("- {it}"))));
        head.extend(self.more_questions().map(|it| format!("- {it}")));
        let words = self.words(terminal.width());
        let lines: Vec<_> = words.trim().lines().collect();
        let is_short = head.len() + 1 + terminal.rows_of(words.trim()) <= room;
        if !is_short {
            head.truncate(larger.saturating_sub(1).max(FIELDS));
        }
        // An empty row, and how much more there is.
        let mut left = if is_short { usize::MAX } else { larger.saturating_sub(head.len() + 2) };
        // A row that would say that there is one more line shows it.
        if terminal.rows_of(words.trim()) <= left.saturating_add(1) {
            left = usize::MAX;
        }
        let fits = |line: &&&str| {
            let taken = terminal.rows_of(line).max(1);
            let fits = taken <= left;
            left = left.saturating_sub(taken);
            fits
        };
        let shown = lines.iter().take_while(fits).count();
        terminal.say(&head.join("\n"));
        if shown > 0 {
            terminal.say(&format!("\n{}", lines[..shown].join("\n").trim_end()));
        }
        if shown < lines.len() {
            terminal.say(&format!("(and {})", count(lines.len() - shown, "more line")));
        }
        !is_short
    }
}

/// What a mail is about, in words.
pub(crate) fn project(catalog: &Catalog, post: &Post<'_>, named: Option<&str>) -> String {
    match answer::project(catalog, post, named) {
        Ok(Some(project)) => project.title.to_string(),
        Ok(None) => match recognise(catalog, post).title {
            Some(title) => format!("their own idea, \"{}\"", Line::sanitize(&title)),
            None => "none of the catalog".to_owned(),
        },
        Err(_) => "not known: you are asked".to_owned(),
    }
}

fn list(card: &Card) -> String {
    match (&card.list, card.private) {
        (Some(list), false) => list.to_string(),
        (Some(list), true) => format!("none: this mail was private. Answers go to {list}"),
        (None, true) => "none: this mail was private. You are asked for the list".to_owned(),
        (None, false) => "not known: you are asked".to_owned(),
    }
}

/// Shows a private mail and asks how it is to be answered; whether in public. The other way is a text for the mentor's own
/// mail program. Nothing on Esc.
pub(crate) fn answers_in_public(
    context: &Context,
    catalog: &Catalog,
    glance: &Glance<'_>,
) -> Result<Option<bool>, Failure> {
    let terminal = context.terminal;
    let name = glance.post.from_name.as_deref().unwrap_or("somebody");
    let warning = format!(
        "this makes it public that {name} wrote to you; neither the text nor the subject of this mail goes to the list"
    );
    let mut ways = vec!["answer on the list".to_owned(), format!("ask {name} to write there")];
    loop {
        let menu = (ways.len() + 1, terminal.rows_of_note(&warning) + 1);
        if glance.show_above(context, menu, menu) && ways.len() == 2 {
            ways.push("read the whole mail".to_owned());
        }
        terminal.say("");
        terminal.warning(&warning);
        let chosen = terminal.choose("How do you answer", &ways, Some(0))?;
        match chosen {
            Some(2) => glance.read(context)?,
            Some(1) => {
                terminal.note("send this from your mail program:");
                terminal.say("");
                let settings = context.settings();
                terminal.say(&request(catalog, glance.card, settings.identity.name.as_deref()));
                return Ok(Some(false));
            }
            chosen => return Ok(chosen.map(|_| true)),
        }
    }
}

/// Asks the author of a private mail to write to the list.
fn request(catalog: &Catalog, card: &Card, me: Option<&str>) -> String {
    let name = card.call_me.as_deref().map_or(String::new(), |name| format!(" {name}"));
    let list = card.list.as_ref().map_or_else(|| "our mailing list".to_owned(), ToString::to_string);
    format!(
        "Hello{name},\n\nthank you for your mail. We talk about {} in public, so that others\ncan help, and can read \
         the answer later. Could you please send it to\n\n  {list}\n\nand copy me? I will answer you there.\n\n{}",
        catalog.community.name,
        me.unwrap_or_default()
    )
    .trim_end()
    .to_owned()
}
