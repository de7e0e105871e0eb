//! What a server answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Cause, Phase, known};
use crate::text::Line;

/// The most characters of an answer that are kept: the long ones repeat links.
const LONGEST: usize = 300;

/// A server's answer (RFC 5321 4.2): its code, and its lines as one tame line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// What it says, at most a few hundred characters.
    pub text: Line,
}

impl Reply {
    /// Takes `text` from outside: breaks and controls become blanks, what is too long is cut and ends in `…`.
    #[must_use]
    pub fn new(code: u16, text: &str) -> Self {
        let text = Line::sanitize(text);
        let text = match text.char_indices().nth(LONGEST) {
            Some((end, _)) => Line::sanitize(&format!("{}…", &text[..end])),
            None => text,
        };
        Self { code, text }
    }

    /// Whether the same may work later (4yz).
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.code / 100 == 4
    }

    /// Whether the same will not work later either (5yz).
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.code / 100 == 5
    }

    /// The next step, for the `hint:` line, where the refusal is a known one. Some mean different things by phase.
    #[must_use]
    pub fn hint(&self, phase: Phase) -> Option<&'static str> {
        known::hint(self, phase)
    }

    /// Takes the answer if it has one of the codes that belong there.
    pub(super) fn expect(self, wanted: &[u16]) -> Result<Self, Cause> {
        match wanted.first() {
            _ if wanted.contains(&self.code) => Ok(self),
            Some(wanted) if !self.is_transient() && !self.is_permanent() => {
                Err(Cause::Unexpected { wanted: *wanted, reply: self })
            }
            _ => Err(Cause::Refused(self)),
        }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if self.text.is_empty() { Ok(()) } else { write!(f, " {}", self.text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_words_are_tame_and_short() {
        let reply = Reply::new(550, "5.1.1 \u{1b}[2Jno\r\nsuch\u{202e} user");
        assert_eq!(reply.to_string(), "550 5.1.1 [2Jno such user");
        let long = Reply::new(550, &"é".repeat(5000));
        assert_eq!(long.text.chars().count(), LONGEST + 1);
        assert_eq!(Reply::new(250, "").to_string(), "250");
    }
}
