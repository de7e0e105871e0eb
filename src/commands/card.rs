//! The mail that a mentor is about to answer, at a glance.

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

/// Lines of a mail that are shown, at most.
const MOST_LINES: usize = 24;

/// What is shown of a subject of a mail's questions, at most.
const MOST_QUESTIONS: usize = 6;

/// The card of a mail: about the project that is `named`, else the one that it names itself.
pub(crate) fn of(context: &Context, catalog: &Catalog, post: &Post<'_>, named: Option<&str>) -> Card {
    let project = answer::project(catalog, post, named).ok().flatten();
    Card::of(catalog, post, project, None, context.now.date_naive())
}

/// Shows who wrote what, when, and about what, what is asked, and what an answer quotes.
pub(crate) fn show(context: &Context, catalog: &Catalog, post: &Post<'_>, named: Option<&str>) {
    show_card(context, post, &of(context, catalog, post, named), &project(catalog, post, named));
}

/// The same of a mail that is about the project with these words.
pub(crate) fn show_card(context: &Context, post: &Post<'_>, card: &Card, project: &str) {
    let terminal = context.terminal;
    let mut page = Page::new(terminal.width());
    page.heading("The mail");
    let from = post.from.first().map(ToString::to_string);
    let from = from.or_else(|| post.from_name.as_deref().map(str::to_owned));
    page.row("From", &from.unwrap_or_else(|| "unknown".to_owned()));
    let date = post.date.map(|date| date.format("%a, %-d %B %Y at %H:%M").to_string());
    page.row("Date", &date.unwrap_or_else(|| "unknown".to_owned()));
    page.row("Subject", &post.subject);
    page.row("Project", project);
    page.row("List", &list(card));
    if !card.questions.is_empty() {
        page.heading("What is asked");
        for question in card.questions.iter().take(MOST_QUESTIONS) {
            page.item("-", question);
        }
    }
    terminal.say("");
    terminal.say(page.finish().trim_end());
    show_words(context, post);
    if !card.quoted.is_empty() {
        terminal.say("");
        terminal.heading("What your answer quotes");
        terminal.say(&card.quoted);
    } else if !card.private {
        terminal.say("");
        terminal.explain("Your answer quotes nothing of it.");
    }
}

/// Shows what its author wrote, without what is quoted, or the beginning of it.
fn show_words(context: &Context, post: &Post<'_>) {
    let terminal = context.terminal;
    let words = report::own_words(&ThreadPost::of(post), terminal.width());
    let lines: Vec<_> = words.trim().lines().collect();
    if lines.is_empty() {
        return;
    }
    terminal.say("");
    terminal.heading("What was written");
    terminal.say(&lines[..lines.len().min(MOST_LINES)].join("\n"));
    if lines.len() > MOST_LINES {
        terminal.explain(&format!("(and {} more)", count(lines.len() - MOST_LINES, "line")));
    }
}

fn project(catalog: &Catalog, post: &Post<'_>, named: Option<&str>) -> String {
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

/// Asks how a private mail is to be answered; whether in public. The other way is a text for the mentor's own mail
/// program. Nothing on Esc.
pub(crate) fn answers_in_public(
    context: &Context,
    catalog: &Catalog,
    post: &Post<'_>,
    card: &Card,
) -> Result<Option<bool>, Failure> {
    let terminal = context.terminal;
    let name = post.from_name.as_deref().unwrap_or("somebody");
    terminal.say("");
    terminal.warning(&format!(
        "this makes it public that {name} wrote to you; neither the text nor the subject of this mail goes to the list"
    ));
    let ways = ["answer on the list".to_owned(), format!("ask {name} to write there")];
    let chosen = terminal.choose("How do you answer", &ways, Some(0))?;
    if chosen == Some(1) {
        terminal.note("send this from your mail program:");
        terminal.say("");
        terminal.say(&request(catalog, card, context.settings().identity.name.as_deref()));
    }
    Ok(chosen.map(|at| at == 0))
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
