//! A password being typed: nothing of it is shown, not even its length.

use console::Key;
use onlist_mail::secret::Secret;
use onlist_mail::text::escape_for_terminal;
use zeroize::Zeroizing;

use super::screen::Screen;
use super::{AskError, Terminal};

/// More than anybody types; a text that outgrows its memory would leave a copy behind.
const ROOM: usize = 4096;

/// Asks until there is at least one character.
pub(super) fn read(terminal: &Terminal, prompt: &str) -> Result<Secret, AskError> {
    // Nothing is echoed any more before anybody can know that a password is wanted, nor between two tries.
    let screen = Screen::new()?;
    loop {
        terminal.print(&escape_for_terminal(prompt));
        let typed = keys(&screen);
        terminal.print("\n");
        let secret = typed?;
        if !secret.expose().is_empty() {
            return Ok(secret);
        }
        terminal.error("please type a password");
    }
}

/// Reads keys until Enter. Backspace and ^U delete; other keys that are no text change nothing.
fn keys(screen: &Screen) -> Result<Secret, AskError> {
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
