//! A list to choose from with the arrow keys, narrowed down by typing.
//!
//! The search is a line of the line editor, and the list is the hint below it: the editor draws both anew with
//! every key, and when the terminal is resized.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use anstyle::AnsiColor;
use console::Term;
use onlist_mail::text::escape_for_terminal;
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::Validator;
use rustyline::{
    Cmd, ConditionalEventHandler, Context, Event, EventContext, EventHandler, Helper, KeyCode, KeyEvent,
    Modifiers, RepeatCount,
};
use unicode_width::UnicodeWidthStr;

use super::choice::{self, Choice};
use super::readline::{Answer, Left, Question, Size, Typed, escaped};
use super::{AskError, menu};

/// A list of more items says that it can be searched.
const SHORT: usize = 11;

/// Rows that stay for what was said before the list.
const ABOVE: usize = 8;

/// A list has as many rows at least, however low the terminal is.
const FEWEST: usize = 4;

/// The mark of the row that Enter takes, and what stands before the others.
const MARKS: [&str; 2] = ["❯ ", "  "];

/// What is said beside the question of a list of so many choices.
pub(super) fn searched(choices: usize) -> &'static str {
    if choices > SHORT { " (type to search)" } else { "" }
}

/// Lets one of `choices` be chosen; nothing on Esc. The list leaves no trace on the screen.
pub(super) fn pick(
    question: &str,
    choices: &[Choice],
    default: usize,
    colour: bool,
) -> Result<Option<usize>, AskError> {
    let prompt = format!("{question} ");
    let state = Arc::new(Mutex::new(State { marked: default, ..State::default() }));
    let list = List { choices: choices.to_vec(), state: Arc::clone(&state), size: Size::default(), colour };
    let mut question = Question::open(list, "", Typed::default())?;
    question.allow_back();
    for (key, step) in [
        (KeyCode::Up, Step::By(-1)),
        (KeyCode::BackTab, Step::By(-1)),
        (KeyCode::Down, Step::By(1)),
        (KeyCode::Tab, Step::By(1)),
        (KeyCode::PageUp, Step::Page(-1)),
        (KeyCode::PageDown, Step::Page(1)),
    ] {
        let moves = Move { step, state: Arc::clone(&state) };
        question.bind(KeyEvent(key, Modifiers::NONE), EventHandler::Conditional(Box::new(moves)));
    }
    let only_found = OnlyFound(choices.to_vec());
    question.bind(KeyEvent(KeyCode::Enter, Modifiers::NONE), EventHandler::Conditional(Box::new(only_found)));
    let end = question.ask(&prompt);
    erase(&prompt, end.as_ref().map_or("", |it| &it.text));
    let Answer { text: search, left, .. } = end?;
    let marked = lock(&state).marked;
    Ok((left == Left::Enter).then(|| menu::offered(choices, &search).get(marked).copied()).flatten())
}

/// Rows that a list of so many choices takes on a terminal of this height, its question among them.
pub(super) fn rows(choices: usize, height: usize) -> usize {
    let shown = height.saturating_sub(ABOVE + 2).max(FEWEST);
    choices.min(shown + 1) + 1
}

/// Takes the line of the search from the screen.
fn erase(prompt: &str, search: &str) {
    let term = Term::stderr();
    let columns = usize::from(term.size().1).max(1);
    let (above, prompt) = prompt.rsplit_once('\n').unwrap_or(("", prompt));
    // A terminal that has gone away needs no cleaning.
    let _ = term.clear_last_lines(above.lines().count() + (prompt.width() + search.width()) / columns + 1);
}

/// Where the mark is.
#[derive(Debug, Default)]
struct State {
    marked: usize,
    search: String,
    first: usize,
    rows: usize,
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone, Copy)]
enum Step {
    By(isize),
    Page(isize),
}

/// Enter, which takes nothing where a search has found nothing.
struct OnlyFound(Vec<Choice>);

impl ConditionalEventHandler for OnlyFound {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        menu::offered(&self.0, context.line()).is_empty().then_some(Cmd::Noop)
    }
}

/// A key that moves the mark.
struct Move {
    step: Step,
    state: Arc<Mutex<State>>,
}

impl ConditionalEventHandler for Move {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext) -> Option<Cmd> {
        let mut state = lock(&self.state);
        let marked = state.marked;
        state.marked = match self.step {
            // Beyond either end is the other one: the list knows how long it is.
            Step::By(by) => marked.checked_add_signed(by).unwrap_or(usize::MAX),
            Step::Page(pages) => {
                let rows = isize::try_from(state.rows.max(1)).unwrap_or(1);
                marked.saturating_add_signed(pages * rows).min(usize::MAX - 1)
            }
        };
        Some(Cmd::Repaint)
    }
}

/// The list as it helps the line editor.
struct List {
    choices: Vec<Choice>,
    state: Arc<Mutex<State>>,
    size: Size,
    colour: bool,
}

impl Helper for List {}
impl Validator for List {}

impl Completer for List {
    type Candidate = String;
}

/// The rows below the search.
struct Rows(String);

impl Hint for Rows {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Hinter for List {
    type Hint = Rows;

    fn hint(&self, line: &str, _: usize, _: &Context<'_>) -> Option<Rows> {
        let mut state = lock(&self.state);
        let size = self.size.watch(|_| true);
        let found = menu::offered(&self.choices, line);
        state.follow(line, found.len());
        Some(Rows(self.draw(&mut state, &found, size)))
    }
}

impl State {
    /// Keeps the mark on the list: on its first row when the search is another one.
    fn follow(&mut self, search: &str, found: usize) {
        if self.search != search {
            search.clone_into(&mut self.search);
            self.marked = 0;
        }
        self.marked = match self.marked {
            usize::MAX => found.saturating_sub(1),
            marked if marked == found => 0,
            marked => marked.min(found.saturating_sub(1)),
        };
    }

    /// Keeps the mark among the rows that are shown.
    fn scroll(&mut self, rows: usize, found: usize) {
        self.rows = rows;
        self.first = self.first.clamp((self.marked + 1).saturating_sub(rows), self.marked);
        self.first = self.first.min(found.saturating_sub(rows));
    }
}

impl List {
    fn draw(&self, state: &mut State, found: &[usize], (height, width): (usize, usize)) -> String {
        // One column stays free: some terminals break a row that is full.
        let width = width.saturating_sub(MARKS[0].width() + 1).max(8);
        // The search, and where rows are left out, which of them is marked.
        let free = height.saturating_sub(ABOVE + 2);
        let tells = self.choices.iter().any(|it| !it.about.is_empty());
        let told = if tells { free / 3 } else { 0 };
        let about = self.about(found.get(state.marked).copied(), width, told);
        state.scroll(free.saturating_sub(told + usize::from(tells)).max(FEWEST), found.len());
        let columns = choice::columns(&self.choices, width);
        // A search that ends with the row is followed by a new row at the next character, and not before.
        let mut text = " ".to_owned();
        for (at, choice) in found.iter().enumerate().skip(state.first).take(state.rows) {
            let mark = if at == state.marked { MARKS[0] } else { MARKS[1] };
            let row = choice::row(&self.choices[*choice], &columns);
            // A string can always be written to.
            let _ = write!(text, "\n{mark}{row}");
        }
        match found.len() {
            0 => text.push_str("\n  nothing matches"),
            all if all > state.rows => {
                let _ = write!(text, "\n  ({} of {all})", state.marked + 1);
            }
            _ => {}
        }
        if !about.is_empty() {
            text.push('\n');
        }
        for line in about {
            let _ = write!(text, "\n  {line}");
        }
        text
    }

    /// What is told of the marked choice, in as many rows as there are.
    fn about(&self, marked: Option<usize>, width: usize, rows: usize) -> Vec<String> {
        let Some(choice) = marked.map(|at| &self.choices[at]) else { return Vec::new() };
        let about = escape_for_terminal(&choice.about);
        let mut lines: Vec<String> =
            about.lines().flat_map(|line| textwrap::wrap(line, width)).map(Cow::into_owned).collect();
        if lines.len() > rows {
            lines.truncate(rows);
            if let Some(last) = lines.last_mut() {
                let cut = choice::cut(last, width.saturating_sub(4));
                *last = if cut.ends_with("...") { cut } else { format!("{cut} ...") };
            }
        }
        lines
    }
}

impl Highlighter for List {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        escaped(line)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if !self.colour {
            return Cow::Borrowed(hint);
        }
        let bold = AnsiColor::Cyan.on_default().bold();
        let marked = |row: &str| {
            if row.starts_with(MARKS[0]) { format!("{bold}{row}{bold:#}") } else { row.to_owned() }
        };
        Cow::Owned(hint.split('\n').map(marked).collect::<Vec<_>>().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(count: usize) -> List {
        let choice = |at: usize| Choice {
            about: format!("About number {at}. ").repeat(20),
            ..Choice::of(&format!("item-{at}"))
        };
        List {
            choices: (0..count).map(choice).collect(),
            state: Arc::default(),
            size: Size::default(),
            colour: false,
        }
    }

    #[test]
    fn the_marked_row_is_shown_whatever_the_size_of_the_terminal() {
        let list = list(40);
        let found: Vec<_> = (0..40).collect();
        let mut state = State::default();
        for (height, marked) in [(24, 0), (24, 39), (10, 20), (5, 3), (40, 25), (1, 39), (24, 0)] {
            state.marked = marked;
            let drawn = list.draw(&mut state, &found, (height, 40));
            assert!(drawn.contains(&format!("❯ item-{marked}\n")), "{height}:\n{drawn}");
            assert!(drawn.lines().count() <= (height.max(FEWEST + 2)), "{height}:\n{drawn}");
            assert!(drawn.lines().all(|line| line.width() < 40), "{drawn}");
        }
    }

    #[test]
    fn beyond_an_end_is_the_other_one() {
        let mut state = State::default();
        for (marked, found, expected) in [(usize::MAX, 5, 4), (5, 5, 0), (7, 5, 4), (3, 0, 0), (2, 5, 2)] {
            state.marked = marked;
            state.follow("", found);
            assert_eq!(state.marked, expected);
        }
        state.marked = 3;
        state.follow("a", 5);
        assert_eq!(state.marked, 0, "another search begins at its best");
    }
}
