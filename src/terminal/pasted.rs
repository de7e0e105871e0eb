//! Lines that are pasted where the terminal does not mark what is pasted: they come as if they were typed.
//!
//! The line editor reads ahead, and shows nobody what it has. So the Enter that ends an answer takes standard input from
//! it instead of ending it: it goes on with what it has read, and then finds the end of the input.

use std::sync::{Arc, Mutex, PoisonError};

use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, EventHandler, KeyCode, KeyEvent, Modifiers,
    RepeatCount,
};

use super::raw::Input;

/// What is read behind the end of an answer.
#[derive(Default)]
struct Reading {
    /// Standard input and output, as long as the question is open.
    input: Option<Input>,
    /// How long the answer is, once Enter was typed.
    ended: Option<usize>,
    /// Ends of lines that stand before what comes next.
    breaks: usize,
    /// All that is on the line.
    line: String,
}

/// A question that may be given several lines at once.
#[derive(Default)]
pub(super) struct Pasted(Mutex<Reading>);

/// An answer, and what came with it behind its end.
pub(super) struct Behind {
    pub(super) text: String,
    pub(super) rest: String,
}

impl Pasted {
    /// Takes standard input and output for a question.
    pub(super) fn begin() -> std::io::Result<Arc<Self>> {
        let reading = Reading { input: Some(Input::hold()?), ..Reading::default() };
        Ok(Arc::new(Self(Mutex::new(reading))))
    }

    /// The keys that end an answer, and all that may come behind it.
    pub(super) fn keys(self: &Arc<Self>) -> [(Event, EventHandler); 3] {
        let key = |event| (event, EventHandler::Conditional(Box::new(Keys(Arc::clone(self)))));
        [
            key(KeyEvent(KeyCode::Enter, Modifiers::NONE).into()),
            key(KeyEvent::ctrl('J').into()),
            key(Event::Any),
        ]
    }

    /// Sees what is on the line, before the line editor reads on.
    pub(super) fn watch(&self, line: &str) {
        let mut reading = self.lock();
        line.clone_into(&mut reading.line);
        reading.read_no_further();
    }

    /// Gives standard input and output back; what was read, where Enter was typed.
    pub(super) fn end(&self) -> Option<Behind> {
        let mut reading = self.lock();
        reading.input = None;
        let mut text = std::mem::take(&mut reading.line);
        let mut rest = reading.ended.filter(|at| text.is_char_boundary(*at)).map(|at| text.split_off(at))?;
        rest.push_str(&"\n".repeat(reading.breaks));
        // The first of them ended the answer.
        Some(Behind { text, rest: rest.strip_prefix('\n').unwrap_or(&rest).to_owned() })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reading {
    fn read_no_further(&self) {
        if let (Some(_), Some(input)) = (self.ended, &self.input) {
            input.wait_no_more();
        }
    }

    /// Enter, at the end of the line; elsewhere it ends the answer at once.
    fn enter(&mut self, line: &str, at: usize) -> Option<Cmd> {
        if self.ended.is_none() && (at < line.len() || !Input::CAN_END) {
            return None;
        }
        self.ended.get_or_insert(line.len());
        line.clone_into(&mut self.line);
        self.breaks += 1;
        self.read_no_further();
        Some(Cmd::Noop)
    }

    /// A key that is text, behind the ends of lines before it.
    fn text(&mut self, key: KeyEvent) -> Option<Cmd> {
        self.ended?;
        let c = match key {
            KeyEvent(KeyCode::Char(c), modifiers) if (modifiers - Modifiers::SHIFT).is_empty() => c,
            KeyEvent(KeyCode::Tab, Modifiers::NONE) => '\t',
            _ => return None,
        };
        let breaks = "\n".repeat(std::mem::take(&mut self.breaks));
        Some(Cmd::Insert(1, format!("{breaks}{c}")))
    }
}

struct Keys(Arc<Pasted>);

impl ConditionalEventHandler for Keys {
    fn handle(&self, event: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let Event::KeySeq(keys) = event else { return None };
        let [key] = keys[..] else { return None };
        let mut reading = self.0.lock();
        if key == KeyEvent(KeyCode::Enter, Modifiers::NONE) || key == KeyEvent::ctrl('J') {
            reading.enter(context.line(), context.pos())
        } else {
            reading.text(key)
        }
    }
}
