//! The line editor: `rustyline`, with the keys that leave a question.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use console::Term;
use onlist_mail::text::is_forbidden;
use rustyline::config::{BellStyle, Configurer};
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{
    Behavior, Cmd, ColorMode, ConditionalEventHandler, Config, Editor, Event, EventContext, EventHandler,
    Helper, KeyCode, KeyEvent, Modifiers, RepeatCount,
};
use unicode_width::UnicodeWidthChar;

use super::AskError;
use super::interrupt::{END_OF_QUESTION, Open, Reading, ends_question, is_ended};
use super::pasted::{Behind, Pasted};
use super::raw;

/// Milliseconds after which Esc is a key of its own, and not the beginning of another one.
const ESC_ALONE: u16 = 40;

/// How a question was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Left {
    /// With an answer.
    Enter,
    /// For the question before.
    Back,
    /// For the editor.
    Editor,
    /// For good.
    Interrupt,
}

/// Watches the size of the terminal, which breaks its lines anew when it is resized: nobody knows then where they are.
#[derive(Debug, Default)]
pub(super) struct Size(Mutex<Option<(u16, u16)>>);

impl Size {
    /// Rows and columns. A screen of another size than before is cleared, if what is on it `spreads` over rows.
    pub(super) fn watch(&self, spreads: impl Fn(usize) -> bool) -> (usize, usize) {
        let term = Term::stderr();
        let size = term.size();
        let before = self.0.lock().unwrap_or_else(PoisonError::into_inner).replace(size);
        if before.is_some_and(|before| before != size && spreads(before.1.min(size.1).into())) {
            // A terminal that has gone away needs no clearing.
            let _ = term.clear_screen();
        }
        (size.0.into(), size.1.into())
    }
}

/// A question that is open on the terminal.
pub(super) struct Question<H: Helper> {
    editor: Editor<H, DefaultHistory>,
    left: Arc<AtomicU8>,
    text: String,
    pasted: Arc<Pasted>,
    typed: Typed,
}

/// What stands on the line of a question.
#[derive(Debug, Default, Clone)]
pub(super) struct Typed(Arc<Mutex<String>>);

impl Typed {
    pub(super) fn set(&self, line: &str) {
        line.clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether there is nothing that ^D would end: with text on the line, the input ends with its terminal alone.
    fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a question was answered with.
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) left: Left,
    /// Lines that came with it behind its end.
    pub(super) rest: String,
}

impl<H: Helper> Question<H> {
    /// A question with `text` in it, whose helper says what is `typed`.
    pub(super) fn open(helper: H, text: &str, typed: Typed) -> Result<Self, AskError> {
        let pasted = Pasted::begin()?;
        let config = Config::builder()
            .behavior(Behavior::Stdio)
            .bell_style(BellStyle::None)
            .keyseq_timeout(Some(ESC_ALONE))
            .build();
        let mut editor = Editor::with_config(config).map_err(failed)?;
        // The helper keeps what could move the terminal from it, with and without colour.
        editor.set_color_mode(ColorMode::Forced);
        editor.set_helper(Some(helper));
        let left = Arc::new(AtomicU8::new(Left::Enter as u8));
        let mut question = Self { editor, left, text: text.to_owned(), pasted, typed };
        question.leave_on(KeyEvent::ctrl('C'), Left::Interrupt, When::Always);
        // Nothing is kept of other answers, and a control character is no part of one.
        for key in ['R', 'S', 'Q', 'V', 'Z'] {
            question.bind(KeyEvent::ctrl(key), Cmd::Noop);
        }
        question.bind(KeyEvent(KeyCode::Enter, Modifiers::ALT), Cmd::Newline);
        Ok(question)
    }

    /// Makes a key do something.
    pub(super) fn bind(&mut self, key: impl Into<Event>, what: impl Into<EventHandler>) {
        self.editor.bind_sequence(key, what);
    }

    /// Lets Esc leave for the question before, and Up where it would not move the cursor.
    pub(super) fn allow_back(&mut self) {
        self.allow_escape();
        let unchanged = When::FirstRowOf(self.text.clone());
        self.leave_on(KeyEvent(KeyCode::Up, Modifiers::NONE), Left::Back, unchanged);
    }

    /// Lets Esc leave.
    pub(super) fn allow_escape(&mut self) {
        self.leave_on(KeyEvent(KeyCode::Esc, Modifiers::NONE), Left::Back, When::Always);
    }

    /// Lets ^X^E leave for the editor, as in a shell.
    pub(super) fn allow_editor(&mut self) {
        let keys = Event::KeySeq(vec![KeyEvent::ctrl('X'), KeyEvent::ctrl('E')]);
        self.leave_on(keys, Left::Editor, When::Always);
    }

    /// Reads the lines that come with an answer behind its end.
    pub(super) fn read_on(&mut self) {
        for (key, what) in self.pasted.keys() {
            self.bind(key, what);
        }
    }

    /// Lets a key leave the question.
    fn leave_on(&mut self, key: impl Into<Event>, how: Left, when: When) {
        let leave = LeaveKey { how, when, left: Arc::clone(&self.left) };
        self.bind(key, EventHandler::Conditional(Box::new(leave)));
    }

    /// Asks; gives the text and how it was left.
    pub(super) fn ask(mut self, prompt: &str) -> Result<Answer, AskError> {
        let _open = Open::new(Reading::Keys)?;
        if is_ended() {
            return Err(AskError::Interrupted(String::new()));
        }
        let _before = raw::remember()?;
        let read = self.editor.readline_with_initial(prompt, (&self.text, ""));
        let behind = self.pasted.end();
        if behind.is_none()
            && let Err(error) = &read
            && ends_question(has_failed(error) || !self.typed.is_empty())
        {
            raw::restore();
            // A terminal that has gone away shows nothing.
            let _ = Term::stderr().write_str(END_OF_QUESTION);
            return Err(AskError::Interrupted(self.typed.take()));
        }
        if let (Err(ReadlineError::Eof), Some(Behind { text, rest })) = (&read, behind) {
            // The line editor could not set a terminal again that was taken from it.
            raw::restore();
            Term::stderr().write_str(END_OF_QUESTION)?;
            return Ok(Answer { text, left: Left::Enter, rest });
        }
        let text = read.map_err(failed)?;
        let left = [Left::Back, Left::Editor, Left::Interrupt];
        let how = self.left.load(Ordering::SeqCst);
        match left.into_iter().find(|it| *it as u8 == how).unwrap_or(Left::Enter) {
            Left::Interrupt => Err(AskError::Interrupted(text)),
            left => Ok(Answer { text, left, rest: String::new() }),
        }
    }
}

/// Whether the terminal cannot be read any more.
fn has_failed(error: &ReadlineError) -> bool {
    match error {
        ReadlineError::Io(error) => error.kind() != ErrorKind::InvalidData,
        #[cfg(unix)]
        ReadlineError::Errno(_) => true,
        _ => false,
    }
}

fn failed(error: ReadlineError) -> AskError {
    match error {
        ReadlineError::Eof => AskError::EndOfInput,
        ReadlineError::Interrupted | ReadlineError::Signal(_) => AskError::Interrupted(String::new()),
        ReadlineError::Io(error) if error.kind() == ErrorKind::InvalidData => AskError::NotText,
        ReadlineError::Io(error) => AskError::Io(error),
        error => AskError::Io(std::io::Error::other(error)),
    }
}

/// When a key leaves the question.
enum When {
    Always,
    /// While nothing is typed, or nothing but this, and the cursor is on its first row.
    FirstRowOf(String),
}

struct LeaveKey {
    how: Left,
    when: When,
    left: Arc<AtomicU8>,
}

impl ConditionalEventHandler for LeaveKey {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        if let When::FirstRowOf(text) = &self.when {
            let line = context.line();
            let first_row = !line[..context.pos()].contains('\n');
            if !line.is_empty() && (line != text || !first_row) {
                return None;
            }
        }
        self.left.store(self.how as u8, Ordering::SeqCst);
        Some(Cmd::AcceptLine)
    }
}

/// Text without what could move the terminal, as wide as the line editor takes it to be.
pub(super) fn escaped(line: &str) -> Cow<'_, str> {
    let moves = |c: char| is_forbidden(c) && !matches!(c, '\n' | '\t');
    if !line.contains(moves) {
        return Cow::Borrowed(line);
    }
    let shown = |c: char| if moves(c) { "\u{fffd}".repeat(c.width().unwrap_or(0)) } else { c.to_string() };
    Cow::Owned(line.chars().map(shown).collect())
}
