//! Lines that are pasted where the terminal does not mark what is pasted: they come as if they were typed.
//!
//! The line editor reads ahead, and shows nobody what it has. So the Enter that ends an answer takes standard input from
//! it instead of ending it: it goes on with what it has read, which is gathered here, and then finds the end of the input.

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
    behind: Option<Behind>,
}

/// An answer, and what came with it behind its end.
pub(super) struct Behind {
    pub(super) text: String,
    pub(super) rest: String,
}

/// A question that may be given several lines at once.
#[derive(Default)]
pub(super) struct Pasted(Mutex<Reading>);

impl Pasted {
    /// Takes standard input and output for a question.
    pub(super) fn begin() -> std::io::Result<Arc<Self>> {
        let reading = Reading { input: Some(Input::hold()?), behind: None };
        Ok(Arc::new(Self(Mutex::new(reading))))
    }

    /// The keys that end an answer, and all that may come behind it.
    pub(super) fn keys(self: &Arc<Self>) -> [(Event, EventHandler); 3] {
        let key = |event| (event, EventHandler::Conditional(Box::new(Keys(Arc::clone(self)))));
        [key(ENTER.into()), key(KeyEvent::ctrl('J').into()), key(Event::Any)]
    }

    /// Gives standard input and output back; what was read, where Enter was typed.
    pub(super) fn end(&self) -> Option<Behind> {
        let mut reading = self.lock();
        reading.input = None;
        reading.behind.take()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const ENTER: KeyEvent = KeyEvent(KeyCode::Enter, Modifiers::NONE);

struct Keys(Arc<Pasted>);

impl ConditionalEventHandler for Keys {
    fn handle(&self, event: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let Event::KeySeq(keys) = event else { return None };
        let [key] = keys[..] else { return None };
        let is_enter = key == ENTER || key == KeyEvent::ctrl('J');
        let Reading { input: Some(input), behind } = &mut *self.0.lock() else { return None };
        match behind {
            Some(Behind { rest, .. }) => match key {
                _ if is_enter => rest.push('\n'),
                KeyEvent(KeyCode::Tab, _) => rest.push('\t'),
                KeyEvent(KeyCode::Char(c), modifiers) if (modifiers - Modifiers::SHIFT).is_empty() => {
                    rest.push(c);
                }
                _ => {}
            },
            // Elsewhere in the line it ends the answer at once, as it does where reading cannot be ended.
            None if !is_enter || context.pos() < context.line().len() || !Input::CAN_END => return None,
            None => *behind = Some(Behind { text: context.line().to_owned(), rest: String::new() }),
        }
        input.wait_no_more();
        Some(Cmd::Noop)
    }
}
