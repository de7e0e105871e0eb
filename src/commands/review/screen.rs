//! A letter above its menu, so that both are on one screen: where there is no room for all, its head, its beginning and
//! what is found in it.

use onlist_core::check::{Finding, Severity};
use onlist_core::compose::Letter;
use onlist_core::resolve::{ELSEWHERE, OVER};
use onlist_mail::words::count;

use crate::commands::letter;
use crate::commands::sending::check_result;
use crate::context::Context;
use crate::messages::Failure;

/// Rows that a letter needs besides its head, at least, to be shown with all that is beside it.
const TIGHT: usize = 6;

/// Shows a letter above a menu of so many `options`; whether something of it, or of what was found, is left out.
pub(crate) fn show(context: &Context, letter: &Letter, found: &[Finding], options: usize) -> bool {
    let terminal = context.terminal;
    let whole = terminal.fitted(&letter::shown(letter, terminal.width()));
    let frames = check_result::frames(context, "letter", found);
    let above = terminal.rows_above(options);
    let mut head = letter::head(letter, terminal.width());
    // Where the head alone fills the screen, its fields and what is beside it take a row each.
    let is_tight = above.is_some_and(|rows| rows < terminal.rows_of(&head) + TIGHT);
    if is_tight {
        let fields = letter::head(letter, usize::MAX);
        head = fields.lines().map(|field| terminal.cut(field)).collect::<Vec<_>>().join("\n");
    }
    let fitted = |text: &str| if is_tight { terminal.in_a_row(text) } else { text.to_owned() };
    let over: Vec<_> =
        letter.notices.iter().filter(|it| it.kind == OVER).map(|it| fitted(&it.text)).collect();
    let mut notices: Vec<_> = untold(context, letter).into_iter().map(fitted).collect();
    let mut found = sorted(found);
    if let Some(rows) = above.filter(|_| is_tight) {
        // Beside the head a row of the text is shown, and how much more there is. What is left out stands on another
        // screen.
        let room = rows.saturating_sub(terminal.rows_of(&head) + over.len() + 2);
        found.drain(..found.len().saturating_sub(room));
        notices.truncate(room.saturating_sub(found.len()));
    }
    let beside: usize = over.iter().chain(&notices).map(|it| terminal.rows_of_note(it)).sum();
    // Around the text there are a heading and three empty rows.
    let full = terminal.rows_of(&whole) + frames.iter().map(|it| terminal.rows_of(it)).sum::<usize>() + 4;
    let short = above.map(|rows| rows.saturating_sub(beside)).filter(|room| full > *room);
    if !is_tight {
        terminal.say("");
    }
    for text in &over {
        terminal.warning(text);
    }
    if !is_tight {
        terminal.heading("Your letter");
        terminal.say("");
    }
    if let Some(room) = short {
        show_beginning(context, (&head, letter), &found, (room, is_tight));
    } else {
        terminal.say(whole.trim_end());
        terminal.say("");
    }
    for notice in &notices {
        // A note that is cut is said again on another screen.
        if is_tight { terminal.note(notice) } else { context.tell_once(notice) }
    }
    if short.is_some() {
        return true;
    }
    if !notices.is_empty() && !frames.is_empty() {
        terminal.say("");
    }
    for frame in &frames {
        terminal.styled(frame);
    }
    false
}

/// Shows in so many rows who writes to whom about what, the beginning of the text, and what was found in a line each.
fn show_beginning(
    context: &Context,
    (head, letter): (&str, &Letter),
    found: &[&Finding],
    (room, is_tight): (usize, bool),
) {
    let terminal = context.terminal;
    let found: Vec<_> = found
        .iter()
        .map(|it| (it.severity, format!("{} ({})", it.message, it.rule.name)))
        .map(|(severity, text)| (severity, if is_tight { terminal.in_a_row(&text) } else { text }))
        .collect();
    let taken: usize = found.iter().map(|(_, text)| terminal.rows_of_note(text)).sum();
    terminal.say(head.trim_end());
    if !is_tight {
        terminal.say("");
    }
    // A heading, two empty rows, and how much more there is.
    let around = if is_tight { 1 } else { 4 };
    let mut left = room.saturating_sub(terminal.rows_of(head) + taken + around).max(1);
    let lines: Vec<_> = letter.content().body.trim_end().lines().map(|line| terminal.fitted(line)).collect();
    let fits = |line: &&String| {
        let taken = terminal.rows_of(line).max(1);
        let fits = taken <= left;
        left = left.saturating_sub(taken);
        fits
    };
    let shown = lines.iter().take_while(fits).count().max(1).min(lines.len());
    terminal.say(lines[..shown].join("\n").trim_end());
    if shown < lines.len() {
        terminal.explain(&format!("(and {})", more(lines.len() - shown)));
    }
    for (severity, text) in &found {
        match severity {
            Severity::Error => terminal.error(text),
            Severity::Warning => terminal.warning(text),
            Severity::Info => terminal.note(text),
        }
    }
}

/// `3 more lines`.
fn more(lines: usize) -> String {
    count(lines, "more line")
}

/// Shows all of a letter a screen at a time, and what is found in it.
pub(crate) fn read(context: &Context, letter: &Letter, found: &[Finding]) -> Result<(), Failure> {
    let whole = context.terminal.fitted(&letter::shown(letter, context.terminal.width()));
    let frames = check_result::frames(context, "letter", found);
    Ok(context.terminal.page(&whole, &frames)?)
}

/// Worst last, next to the question of what to do.
fn sorted(found: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<_> = found.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    sorted
}

/// What is to be known of the letter and was not said in this run; where else to go is for those who have no letter yet.
fn untold<'l>(context: &Context, letter: &'l Letter) -> Vec<&'l str> {
    let notices =
        letter.notices.iter().filter(|it| ![OVER, ELSEWHERE].contains(&it.kind)).map(|it| it.text.as_str());
    notices.filter(|it| !context.was_told(it)).collect()
}
