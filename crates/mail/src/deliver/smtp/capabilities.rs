//! What a server says that it can do.

use std::collections::BTreeSet;

use super::Cause;
use super::dot_stuffing::Content;
use crate::write::Envelope;

/// What a server offers in its answer to EHLO, by the keywords that matter here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Capabilities {
    /// Whether TLS may begin (RFC 3207).
    pub(super) start_tls: bool,
    /// The largest letter it takes in bytes, 0 for no fixed limit (RFC 1870 3).
    pub(super) size: Option<usize>,
    /// Names of the ways to log in (RFC 4954 3), sorted.
    pub(super) auth: BTreeSet<String>,
    /// Whether texts may have other characters than ASCII (RFC 6152).
    pub(super) eight_bit: bool,
    /// Whether headers may have them too (RFC 6531).
    pub(super) utf8: bool,
}

impl Capabilities {
    /// Reads the lines of an answer to EHLO, the first of which is a greeting.
    pub(super) fn read<'l>(lines: impl Iterator<Item = &'l str>) -> Self {
        let mut found = Self::default();
        for line in lines.skip(1) {
            // `AUTH=LOGIN` is how servers wrote it before the RFC, and some still do for old clients.
            let line = line.to_ascii_uppercase().replacen("AUTH=", "AUTH ", 1);
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("SIZE") => found.size = Some(words.next().and_then(|it| it.parse().ok()).unwrap_or(0)),
                Some("AUTH") => found.auth.extend(words.filter(|it| is_mechanism(it)).map(str::to_owned)),
                Some("STARTTLS") => found.start_tls = true,
                Some("8BITMIME") => found.eight_bit = true,
                Some("SMTPUTF8") => found.utf8 = true,
                _ => {}
            }
        }
        found
    }

    /// The parameters of MAIL that a letter needs, each with a blank before it.
    ///
    /// # Errors
    /// The letter is too large, or needs what the server does not offer.
    pub(super) fn parameters(&self, content: &Content, envelope: &Envelope) -> Result<String, Cause> {
        let mut parameters = String::new();
        let (in_header, in_text) = content.eight_bit();
        let Envelope { reverse_path, forward_paths } = envelope;
        let in_envelope =
            forward_paths.iter().chain([reverse_path]).any(|address| !address.as_str().is_ascii());
        match self.size {
            Some(most) if most > 0 && content.size() > most => {
                return Err(Cause::TooLarge { size: content.size(), most });
            }
            Some(_) => parameters = format!(" SIZE={}", content.size()),
            None => {}
        }
        if in_text && !self.eight_bit {
            return Err(Cause::NoEightBit);
        }
        if (in_header || in_envelope) && !self.utf8 {
            return Err(Cause::NoUtf8);
        }
        if (in_header || in_text) && self.eight_bit {
            parameters.push_str(" BODY=8BITMIME");
        }
        if in_header || in_envelope {
            parameters.push_str(" SMTPUTF8");
        }
        Ok(parameters)
    }
}

/// Whether `name` can be that of a mechanism (RFC 4422 3.1).
fn is_mechanism(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    (1..=20).contains(&name.len()) && name.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_in_any_case_and_old_form() {
        let lines = ["SIZE.test 8BITMIME", "size 42", "AUTH plain X\u{1b}[2J", "AUTH=LOGIN", "smtputf8", ""];
        let found = Capabilities::read(lines.into_iter());
        let auth = ["LOGIN", "PLAIN"].map(str::to_owned).into();
        let expected = Capabilities { size: Some(42), auth, utf8: true, ..Capabilities::default() };
        assert_eq!(found, expected);
        for (line, size) in [("SIZE", 0), ("SIZE 0", 0), ("SIZE 99999999999999999999999", 0)] {
            assert_eq!(Capabilities::read(["x", line].into_iter()).size, Some(size), "{line}");
        }
    }
}
