//! Header fields as bytes: folded at white space (RFC 5322 2.2.3), other than ASCII in encoded words (RFC 2047).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::mailbox::Mailbox;
use crate::message_id::MessageId;
use crate::text::Line;

/// Where lines are folded: 78 columns with CRLF left out (RFC 5322 2.1.1), less one for a comma.
const FOLD_AT: usize = 76;

/// The longest word that is written in one piece, encoded or not: it fits beside the name of its field.
/// RFC 2047 2 would allow encoded words of 75.
const LONGEST_WORD: usize = 64;

/// A header field under construction.
struct Field {
    text: String,
    column: usize,
    /// Whether nothing but the name stands there: a value never begins on the second line.
    empty: bool,
}

impl Field {
    fn new(name: &str) -> Self {
        Self { text: format!("{name}:"), column: name.len() + 1, empty: true }
    }

    /// Adds a blank and `token`, on a new line when it would not fit this one.
    fn push(&mut self, token: &str) {
        let width = token.chars().count() + 1;
        if self.column + width > FOLD_AT && !self.empty {
            self.text.push_str("\r\n");
            self.column = 0;
        }
        self.text.push(' ');
        self.text.push_str(token);
        self.column += width;
        self.empty = false;
    }

    fn push_all(&mut self, tokens: &[impl AsRef<str>]) {
        for token in tokens {
            self.push(token.as_ref());
        }
    }

    fn end(mut self) -> String {
        self.text.push_str("\r\n");
        self.text
    }
}

/// A field of free text: `Subject`.
#[must_use]
pub fn unstructured(name: &str, value: &Line) -> String {
    let mut field = Field::new(name);
    let words: Vec<_> = value.split(' ').collect();
    field.push_all(&encode_runs(&words, plain));
    field.end()
}

/// A field of mailboxes: `From`, `To`, `Cc`. Folded between mailboxes and the words of a name. None give no field.
#[must_use]
pub fn mailboxes(name: &str, mailboxes: &[Mailbox]) -> String {
    if mailboxes.is_empty() {
        return String::new();
    }
    let mut field = Field::new(name);
    for (at, Mailbox { name, address }) in mailboxes.iter().enumerate() {
        let comma = if at + 1 < mailboxes.len() { "," } else { "" };
        match name {
            Some(name) => {
                field.push_all(&phrase(name));
                field.push(&format!("<{address}>{comma}"));
            }
            None => field.push(&format!("{address}{comma}")),
        }
    }
    field.end()
}

/// A field of message identifiers: `Message-ID`, `In-Reply-To`, `References`. None give no field.
#[must_use]
pub fn message_ids(name: &str, ids: &[MessageId]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let mut field = Field::new(name);
    for id in ids {
        field.push(id.as_str());
    }
    field.end()
}

/// Whether a word of free text can stand as it is: ASCII, not too long to fold,
/// and nothing that a reader would take for an encoded word.
fn plain(word: &str) -> bool {
    word.is_ascii() && word.len() <= LONGEST_WORD && !word.contains("=?")
}

/// A display name: atoms, a quoted-string (RFC 5322 3.2.4), or atoms and encoded words.
fn phrase(name: &str) -> Vec<String> {
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let atom = |word: &str| plain(word) && !word.is_empty() && word.chars().all(is_atext);
    let words: Vec<_> = name.split(' ').collect();
    let quoted = format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
    if !words.iter().all(|word| atom(word))
        && words.iter().all(|word| plain(word))
        && quoted.len() <= LONGEST_WORD
    {
        return vec![quoted];
    }
    encode_runs(&words, atom)
}

/// Keeps the words that `stays` and encodes each run of others.
///
/// A blank between an encoded word and another word counts, between two encoded
/// words it does not (RFC 2047 6.2): so a run is encoded with its blanks, and
/// split only where it is too long. Python's `email` counts that blank in names
/// all the same, which is one more reason not to encode what can stay.
fn encode_runs(words: &[&str], stays: impl Fn(&str) -> bool) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in words.chunk_by(|one, next| !stays(one) && !stays(next)) {
        match run {
            [word] if stays(word) => tokens.push((*word).to_owned()),
            run => tokens.extend(encoded_words(&run.join(" "))),
        }
    }
    tokens
}

/// Splits `text` between characters into encoded words (RFC 2047 2): in Q where
/// at least half of it is ASCII, so that it stays readable, else in B.
fn encoded_words(text: &str) -> Vec<String> {
    let ascii = text.chars().filter(char::is_ascii).count();
    let (mark, encode): (_, fn(&str) -> String) = if 2 * ascii >= text.chars().count() {
        ('q', in_q)
    } else {
        ('b', |part| BASE64_STANDARD.encode(part))
    };
    let room = LONGEST_WORD - "=?utf-8?q??=".len();
    let mut words = Vec::new();
    let mut part = String::new();
    for c in text.chars() {
        part.push(c);
        if encode(&part).len() > room {
            part.pop();
            words.push(format!("=?utf-8?{mark}?{}?=", encode(&part)));
            part = c.to_string();
        }
    }
    words.push(format!("=?utf-8?{mark}?{}?=", encode(&part)));
    words
}

/// A character in Q, with the few marks that are safe in a phrase too (RFC 2047 5, rule 3).
fn q(c: char) -> String {
    match c {
        ' ' => "_".to_owned(),
        c if c.is_ascii_alphanumeric() || "!*+-/".contains(c) => c.to_string(),
        c => c.to_string().bytes().fold(String::new(), |hex, byte| format!("{hex}={byte:02X}")),
    }
}

fn in_q(text: &str) -> String {
    text.chars().map(q).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line::new(text).expect("one line")
    }

    #[test]
    fn display_names() {
        for (name, expected) in [
            ("Ada Example", "From: Ada Example <a@b.test>\r\n"),
            ("Roger Pau Monné", "From: Roger Pau =?utf-8?q?Monn=C3=A9?= <a@b.test>\r\n"),
            ("Tülin İZER", "From: =?utf-8?q?T=C3=BClin_=C4=B0ZER?= <a@b.test>\r\n"),
            ("Cooper, Andrew", "From: \"Cooper, Andrew\" <a@b.test>\r\n"),
            ("J. \"Jo\" \\ Doe", "From: \"J. \\\"Jo\\\" \\\\ Doe\" <a@b.test>\r\n"),
            ("=?utf-8?q?fake?=", "From: =?utf-8?q?=3D=3Futf-8=3Fq=3Ffake=3F=3D?= <a@b.test>\r\n"),
            ("山田太郎", "From: =?utf-8?b?5bGx55Sw5aSq6YOO?= <a@b.test>\r\n"),
        ] {
            let mailbox = Mailbox::new(Some(line(name)), "a@b.test".parse().expect("valid"));
            assert_eq!(mailboxes("From", &[mailbox]), expected);
        }
    }

    #[test]
    fn subjects() {
        for (subject, expected) in [
            ("[GSoC 2015] CPU/RAM/PCI diagram tool", "Subject: [GSoC 2015] CPU/RAM/PCI diagram tool\r\n"),
            ("[GSoC 2015] Täst it", "Subject: [GSoC 2015] =?utf-8?q?T=C3=A4st?= it\r\n"),
            (
                "[GSoC 2015] Improve PCIe Advanced Error Reporting (AER) handling for passed",
                "Subject: [GSoC 2015] Improve PCIe Advanced Error Reporting (AER) handling\r\n for passed\r\n",
            ),
            (
                "[GSoC 2015] A word that ends in a colon where its line does, as so: folded",
                "Subject: [GSoC 2015] A word that ends in a colon where its line does, as so:\r\n folded\r\n",
            ),
        ] {
            assert_eq!(unstructured("Subject", &line(subject)), expected);
        }
    }
}
