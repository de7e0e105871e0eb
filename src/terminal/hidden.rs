//! A password being typed: nothing of it is shown, not even its length.

use console::Key;
use onlist::secret::Secret;
use zeroize::Zeroizing;

use super::AskError;
use super::screen::Screen;

/// More than anybody types; a text that outgrows its memory would leave a copy behind.
const ROOM: usize = 4096;

/// Reads keys until Enter. Backspace and ^U delete; other keys that are no text change nothing.
pub(super) fn read() -> Result<Secret, AskError> {
    let screen = Screen::new()?;
    let mut typed = Zeroizing::new(String::with_capacity(ROOM));
    loop {
        match screen.key(typed.is_empty())? {
            Key::Enter => return Ok(Secret::new(typed.to_string())),
            Key::Backspace => drop(typed.pop()),
            Key::Char('\u{15}') => typed.clear(),
            Key::Char(c) if !c.is_control() && typed.len() < ROOM - 4 => typed.push(c),
            _ => {}
        }
    }
}
