//! What a server answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Cause, KnownRefusal, Phase, known_refusals};
use crate::text::Line;

/// The most characters of an answer that are kept: the long ones repeat links.
const LONGEST: usize = 300;

/// The most bytes of one answer. RFC 5321 4.5.3.1.5 has 512 for a line, and nothing for all lines.
const MOST: usize = 64 * 1024;

/// A server's answer (RFC 5321 4.2): its code, and its lines as one without controls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Three digits, the first of which says what the answer comes to (RFC 5321 4.2.1).
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

    /// What the server means, where the refusal is a known one. Some mean different things by phase.
    #[must_use]
    pub fn known_refusal(&self, phase: Phase) -> Option<KnownRefusal> {
        known_refusals::meaning(self, phase)
    }

    /// The enhanced status code that the text begins with (RFC 3463 2), empty where there is none.
    pub(super) fn enhanced_status(&self) -> Line {
        let first = self.text.split(' ').next().unwrap_or_default();
        let numbers: Vec<_> = first.split('.').collect();
        let is_number =
            |it: &&str| (1..=3).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit());
        let is_status = numbers.len() == 3 && numbers.iter().all(is_number);
        if is_status { Line::sanitize(first) } else { Line::default() }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if self.text.is_empty() { Ok(()) } else { write!(f, " {}", self.text) }
    }
}

/// An answer with its lines apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReplyLines {
    pub(super) code: u16,
    /// What stands behind the code in each line.
    pub(super) lines: Vec<String>,
}

impl ReplyLines {
    /// Reads the answer that `bytes` begin with, and gives its length too; nothing where its end has not come yet.
    ///
    /// Lines end with LF, whatever stands before it; a code without text is a line, and text need not be UTF-8. The
    /// lines may have different codes of one kind: the first digit tells what the answer comes to (RFC 5321 4.2.1).
    ///
    /// # Errors
    /// [`Cause::Garbled`]: a line without a code, codes that contradict each other, more than 64 KiB.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, Cause> {
        let mut lines = Vec::new();
        let mut class = None;
        let mut length = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            length += line.len();
            if length > MOST {
                return Err(Cause::Garbled);
            }
            let Some(line) = line.strip_suffix(b"\n") else { break };
            let (code, is_last, text) = split(line.trim_ascii_end()).ok_or(Cause::Garbled)?;
            if *class.get_or_insert(code / 100) != code / 100 {
                return Err(Cause::Garbled);
            }
            lines.push(String::from_utf8_lossy(text).into_owned());
            if is_last {
                return Ok(Some((Self { code, lines }, length)));
            }
        }
        Ok(None)
    }

    /// The answer as it is kept. The enhanced status code stands in each line (RFC 2034 4); once is enough.
    pub(super) fn reply(&self) -> Reply {
        let first = self.lines.first().map(String::as_str).unwrap_or_default();
        let status = Reply::new(self.code, first).enhanced_status();
        let again = |line: &str| line.strip_prefix(&*status).unwrap_or(line).trim_start().to_owned();
        let rest = self.lines.iter().skip(1).map(|line| again(line));
        Reply::new(self.code, &std::iter::once(first.to_owned()).chain(rest).collect::<Vec<_>>().join(" "))
    }

    /// Takes the answer if its first digit is `wanted`.
    pub(super) fn expect(self, wanted: u16) -> Result<Self, Cause> {
        match self.code / 100 {
            class if class == wanted => Ok(self),
            4 | 5 => Err(Cause::Refused(self.reply())),
            _ => Err(Cause::Unexpected(self.reply())),
        }
    }
}

/// A line's code, whether the line is the last one, and its text.
fn split(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let (code, rest) = line.split_at_checked(3)?;
    let code = std::str::from_utf8(code).ok().filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))?;
    let code = code.parse().ok().filter(|code| (200..600).contains(code))?;
    match rest.split_first() {
        None => Some((code, true, rest)),
        Some((b' ', text)) => Some((code, true, text)),
        Some((b'-', text)) => Some((code, false, text)),
        Some((byte, _)) => (!byte.is_ascii_digit()).then_some((code, true, rest)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_kept_of_an_answer_is_short_and_without_controls() {
        let reply = Reply::new(550, "5.1.1 \u{1b}[2Jno\r\nsuch\u{202e} user");
        assert_eq!(reply.to_string(), "550 5.1.1 [2Jno such user");
        let long = Reply::new(550, &"é".repeat(5000));
        assert_eq!(long.text.chars().count(), LONGEST + 1);
        assert_eq!(Reply::new(250, "").to_string(), "250");
    }

    #[test]
    fn enhanced_status_codes() {
        for (text, expected) in
            [("5.7.8 bad", "5.7.8"), ("5.7.139", "5.7.139"), ("5.7 x", ""), ("", ""), ("bad 5.7.8", "")]
        {
            assert_eq!(&*Reply::new(535, text).enhanced_status(), expected, "{text}");
        }
    }

    /// An answer, as `CODE TEXT` and what is left, or why there is none.
    fn parsed(bytes: &[u8]) -> String {
        match ReplyLines::parse(bytes) {
            Ok(Some((lines, length))) => format!("{} + {}", lines.reply(), bytes.len() - length),
            Ok(None) => "more".to_owned(),
            Err(cause) => cause.to_string(),
        }
    }

    #[test]
    fn answers_of_real_servers_are_read() {
        let unreadable = "the server's answer cannot be read";
        for (bytes, expected) in [
            (&b"250 ok\r\n"[..], "250 ok + 0"),
            (b"250\r\n", "250 + 0"),
            (b"250\n", "250 + 0"),
            (b"250 \r\n", "250 + 0"),
            (b"250 ok\n", "250 ok + 0"),
            (b"250 ok\r\r\n", "250 ok + 0"),
            (b"250ok\r\n", "250 ok + 0"),
            (b"250 angenommen f\xfcr\r\n", "250 angenommen f\u{fffd}r + 0"),
            (b"250-one\r\n250 two\r\n", "250 one two + 0"),
            (b"250-one\n250-\n250\n", "250 one + 0"),
            (b"550-5.1.1 No such user\r\n550 5.1.1 here\r\n", "550 5.1.1 No such user here + 0"),
            (b"250-one\r\n251 two\r\n", "251 one two + 0"),
            (b"334 \r\n", "334 + 0"),
            (b"354 go\r\n250 early\r\n", "354 go + 11"),
            (b"", "more"),
            (b"2", "more"),
            (b"250 ok", "more"),
            (b"250-ok\r\n", "more"),
            (b"250-yes\r\n550 no\r\n", unreadable),
            (b"\r\n", unreadable),
            (b"25\r\n", unreadable),
            (b"2500 ok\r\n", unreadable),
            (b"199 ok\r\n", unreadable),
            (b"999 ok\r\n", unreadable),
            (b"+50 ok\r\n", unreadable),
            (b"SSH-2.0-OpenSSH_9.9\r\n", unreadable),
            (b"250-ok\r\nwhat\r\n", unreadable),
        ] {
            assert_eq!(parsed(bytes), expected, "{}", bytes.escape_ascii());
        }
        assert_eq!(parsed(&b"550-x\r\n".repeat(20_000)), unreadable);
        assert_eq!(parsed(&b"5".repeat(MOST + 1)), unreadable);
        assert!(parsed(&[b"550 ", &b"x".repeat(5000)[..], b"\r\n"].concat()).starts_with("550 xxx"));
    }

    #[test]
    fn the_first_digit_counts() {
        let of = |code| ReplyLines { code, lines: vec!["hm".to_owned()] };
        assert_eq!(of(252).expect(2), Ok(of(252)));
        assert_eq!(of(451).expect(2), Err(Cause::Refused(Reply::new(451, "hm"))));
        assert_eq!(of(299).expect(3), Err(Cause::Unexpected(Reply::new(299, "hm"))));
    }

    /// Bytes in which what matters is frequent.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            Just(b"250".to_vec()),
            Just(b"250-".to_vec()),
            Just(b"251 ".to_vec()),
            Just(b"550-".to_vec()),
            Just(b"\r\n".to_vec()),
            Just(b"\n".to_vec()),
            prop::collection::vec(any::<u8>(), 0..4),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn it_does_not_matter_in_which_pieces_an_answer_comes(bytes in bytes()) {
            let whole = ReplyLines::parse(&bytes);
            let first = (0..=bytes.len()).map(|end| ReplyLines::parse(&bytes[..end])).find(|it| *it != Ok(None));
            prop_assert_eq!(first.unwrap_or(Ok(None)), whole);
        }

        #[test]
        fn what_is_shown_of_an_answer_is_one_line_without_controls(bytes in bytes()) {
            if let Ok(Some((lines, length))) = ReplyLines::parse(&bytes) {
                prop_assert!(length <= bytes.len() && (200..600).contains(&lines.code));
                let text = lines.reply().text;
                prop_assert!(!text.chars().any(crate::text::is_forbidden) && !text.contains('\n'));
            }
        }
    }
}
