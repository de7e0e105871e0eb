//! Keys of which nothing is shown: a password being typed, not even its length, and a single key.

use std::io::ErrorKind;

use console::{Key, Term};
use onlist_mail::secret::Secret;
use onlist_mail::text::escape_for_terminal;
use zeroize::Zeroizing;

use super::raw::{self, Before};
use super::{AskError, Terminal};

/// More than anybody types; a text that outgrows its memory would leave a copy behind.
const ROOM: usize = 4096;

/// Asks until there is at least one character.
pub(super) fn read(terminal: &Terminal, prompt: &str) -> Result<Secret, AskError> {
    // Nothing is echoed any more before anybody can know that a password is wanted, nor between two tries.
    let _before = Before::enter_raw()?;
    // Nothing is said of it: it may be the password.
    raw::take_typed();
    loop {
        terminal.print(&escape_for_terminal(prompt));
        let typed = keys();
        terminal.print("\n");
        let secret = typed?;
        if !secret.expose().is_empty() {
            return Ok(secret);
        }
        terminal.error("please type a password");
    }
}

/// Waits for a key: whether it is Enter or a blank, and not `q` or Esc. Other keys do nothing.
pub(super) fn goes_on(terminal: &Terminal, prompt: &str) -> Result<bool, AskError> {
    let _before = Before::enter_raw()?;
    raw::take_typed();
    terminal.print(&escape_for_terminal(prompt));
    let goes_on = loop {
        match key(&Term::stderr(), false) {
            Ok(Key::Enter | Key::Char(' ')) => break Ok(true),
            Ok(Key::Escape | Key::Char('q' | 'Q')) => break Ok(false),
            Ok(_) => {}
            Err(error) => break Err(error),
        }
    };
    terminal.print("\n");
    goes_on
}

/// Reads keys until Enter. Backspace and ^U delete; other keys that are no text change nothing.
fn keys() -> Result<Secret, AskError> {
    let terminal = Term::stderr();
    let mut typed = Zeroizing::new(String::with_capacity(ROOM));
    loop {
        match key(&terminal, typed.is_empty())? {
            Key::Enter => return Ok(Secret::new(typed.to_string())),
            Key::Backspace => drop(typed.pop()),
            Key::Char('\u{15}') => typed.clear(),
            Key::Char(c) if !c.is_control() && typed.len() < ROOM - 4 => typed.push(c),
            _ => {}
        }
    }
}

/// Waits for a key. ^C ends the question, and so does ^D when `empty`: nothing was typed that it could lose.
fn key(terminal: &Term, empty: bool) -> Result<Key, AskError> {
    match terminal.read_key_raw() {
        Ok(Key::CtrlC) => Err(AskError::Interrupted(String::new())),
        Ok(Key::Char('\u{4}')) if empty => Err(AskError::EndOfInput),
        Ok(key) => Ok(key),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Err(AskError::EndOfInput),
        Err(e) => Err(e.into()),
    }
}
