//! A mail in its context, with what several rules ask about it.

use std::borrow::Cow;
use std::ops::Range;

use super::context::CheckContext;
use super::kind::Kind;
use super::limits::Limits;
use super::mail::Mail;
use super::place::Place;
use super::words::{Words, tokens, words};
use crate::asking;
use crate::catalog::{Catalog, Conventions, CopyPolicy, Person, Season, Style};
use crate::introduction::{Named, Topic, bare_subject, recognise};
use crate::resolve;
use crate::subject::{Convention, Parsed, fold};
use onlist_mail::mailbox::Address;
use onlist_mail::read::own::LineKind;

/// What the rules look at.
pub(super) struct CheckInput<'a> {
    pub(super) mail: &'a Mail<'a>,
    pub(super) context: &'a CheckContext<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) limits: &'a Limits,
    pub(super) kind: Kind,
    pub(super) topic: Topic<'a>,
    /// The writer's own words.
    pub(super) own: Words,
    /// The words of the signature.
    pub(super) signature: Words,
    /// The questions in the writer's own words.
    pub(super) questions: Vec<Question>,
    /// The writer's own words, to look for names in.
    pub(super) named: Named,
    /// Whether the mail belongs to a programme, as far as it says so.
    pub(super) in_season: bool,
    /// Whether the text names the season as subjects do.
    pub(super) names_season: bool,
    /// Whether its writer offers to mentor.
    pub(super) mentors: bool,
    /// The subject without reply marks and lists' tags.
    pub(super) subject: &'a str,
    /// The subject as the season's convention reads it.
    pub(super) parsed: Option<Parsed>,
}

/// The lines of a mail that `wanted` names, with their indices.
fn lines<'m>(
    mail: &'m Mail<'_>,
    wanted: impl Fn(LineKind) -> bool,
) -> impl Iterator<Item = (usize, &'m str)> {
    let lines = mail.text.lines.iter().enumerate();
    let beginning = |text: &'m str| &text[..text.floor_char_boundary(LONGEST)];
    lines.filter(move |(_, line)| wanted(line.kind)).map(move |(at, line)| (at, beginning(&line.text)))
}

/// A question in the writer's own words.
pub(super) struct Question {
    /// The index of the line that ends it.
    pub(super) line: usize,
    /// The octets of its sentence in that line.
    pub(super) span: Range<usize>,
    /// Its sentence, in folded words.
    pub(super) words: String,
}

impl<'a> CheckInput<'a> {
    /// Whether this program composed the mail.
    pub(super) fn is_composed(&self) -> bool {
        self.context.has_composed(self.mail)
    }

    pub(super) fn new(mail: &'a Mail<'a>, context: &'a CheckContext<'a>, limits: &'a Limits) -> Self {
        let subject = bare_subject(context.catalog, &mail.post);
        let recognised = recognise(context.catalog, &mail.post);
        let topic = context.topic.clone().unwrap_or_else(|| recognised.topic());
        let convention = Convention::of(context.catalog);
        let names_season = convention.parse(&mail.post.own_text()).is_some();
        let named = recognised.named;
        let own = Words::of(&mail.text, LineKind::Prose);
        let parsed = convention.parse(subject);
        let programme = |season: &Season| named.says(&season.programme);
        let in_text = || names_season || context.catalog.seasons.iter().any(programme);
        let in_season = context.topic.is_some() || parsed.is_some() || in_text();
        Self {
            mail,
            context,
            catalog: context.catalog,
            limits,
            kind: Kind::of(mail),
            topic,
            signature: Words::of(&mail.text, LineKind::Signature),
            questions: questions(mail),
            mentors: recognised.mentors,
            subject,
            parsed,
            named,
            in_season,
            names_season,
            own,
        }
    }

    /// The writer's own lines, with their indices.
    pub(super) fn own_lines(&self) -> impl Iterator<Item = (usize, &'a str)> {
        lines(self.mail, LineKind::is_own)
    }

    /// The writer's own lines but for code and the like.
    pub(super) fn prose_lines(&self) -> impl Iterator<Item = (usize, &'a str)> {
        lines(self.mail, |kind| kind == LineKind::Prose)
    }

    /// Whether the mail goes to this address, as readers see it.
    pub(super) fn goes_to(&self, address: &Address) -> bool {
        self.mail.recipients().any(|it| it.address == *address)
    }

    /// The season that the mail is written in, inside a programme.
    pub(super) fn season(&self) -> Option<&'a Season> {
        let project = self.topic.project();
        project.map_or_else(|| self.catalog.season(), |project| self.catalog.season_of(project))
    }

    /// The rules for letters about the topic.
    pub(super) fn conventions(&self) -> Cow<'a, Conventions> {
        self.catalog.conventions_of(self.topic.project())
    }

    /// Whether the community wants first letters of the writer's own words alone.
    pub(super) fn wants_bare(&self) -> bool {
        self.conventions().style().value != Style::Full
    }

    /// Whether this is who writes.
    pub(super) fn is_writer(&self, person: &Person) -> bool {
        self.mail.post.from.iter().any(|it| person.has(&it.address))
    }

    /// The project's mentors who are to get the mail, where the community copies them: those who do
    /// not write it themselves and never were its students.
    pub(super) fn mentors(&self) -> Vec<&'a Person> {
        let copied = self.conventions().copy().value != CopyPolicy::ListOnly;
        let project = self.topic.project().filter(|_| copied);
        let mentors = project.into_iter().flat_map(|project| {
            let mentors = self.catalog.mentors(project);
            mentors.filter(|person| !project.students.contains(&person.id))
        });
        mentors.filter(|person| !self.is_writer(person)).collect()
    }

    /// The list that a letter about the topic goes to; none where any list of the community will do.
    pub(super) fn list(&self) -> Option<Address> {
        let project = self.topic.project()?;
        let today = self.context.now.date_naive();
        let routing = resolve::for_project(self.catalog, project, today, true).ok()?;
        Some(routing.list.mailbox.address)
    }

    /// The place of words that [`Words::find`] has found among the writer's own.
    pub(super) fn at_words(&self, found: &Range<usize>) -> Place {
        let mut found = words(&self.mail.text, LineKind::Prose).skip(found.start).take(found.len());
        let Some(first) = found.next() else { return self.mail.at_text() };
        let last = found.last().unwrap_or_else(|| first.clone());
        let end = if first.line == last.line { last.span.end } else { usize::MAX };
        self.mail.in_line(first.line, first.span.start..end)
    }
}

/// Questions that are looked at.
const MOST_QUESTIONS: usize = 1000;

/// Octets of a line and of a sentence that are looked at: more than anybody writes in one.
const LONGEST: usize = 64 * 1024;

/// The questions in the writer's own words; `I was wondering whether` asks without a mark.
fn questions(mail: &Mail<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    let mut sentence = Sentence::default();
    for (line, text) in lines(mail, |kind| kind == LineKind::Prose) {
        if line > sentence.last + 1 {
            sentence.end(false, &mut questions);
        }
        let chooses = !asking::asks(text);
        for (span, token) in tokens(text) {
            let bare = token.trim_end_matches(|c| "\"')”’*_".contains(c));
            let asks = !chooses && asking::ends_question(token);
            sentence.take(line, (span, token), text.len() - text.trim_start().len());
            if asks || bare.ends_with(['.', '!', '。', ':']) {
                sentence.end(asks, &mut questions);
            }
        }
    }
    sentence.end(false, &mut questions);
    questions
}

/// A sentence that is being read.
#[derive(Default)]
struct Sentence {
    text: String,
    /// Line and offset of its first word.
    begins: (usize, usize),
    /// The line that it has come to, its indent, and where its last word ends.
    last: usize,
    indent: usize,
    ends: usize,
}

impl Sentence {
    fn take(&mut self, line: usize, (span, token): (Range<usize>, &str), indent: usize) {
        if self.text.is_empty() {
            self.begins = (line, span.start);
        }
        (self.last, self.indent, self.ends) = (line, indent, span.end);
        if self.text.len() + token.len() <= LONGEST {
            self.text.push_str(token);
            self.text.push(' ');
        }
    }

    /// Ends here: with a question mark, with another mark, or with its paragraph.
    fn end(&mut self, asks: bool, questions: &mut Vec<Question>) {
        if questions.len() < MOST_QUESTIONS && (asks || asking::asks_indirectly(&self.text)) {
            let start = if self.begins.0 == self.last { self.begins.1 } else { self.indent };
            let words = fold(&self.text);
            questions.push(Question { line: self.last, span: start..self.ends, words });
        }
        self.text.clear();
    }
}
