//! Files that mail programs append mails to (RFC 4155), in the forms that are met: mboxo, mboxrd, mboxcl, mboxcl2.
//!
//! This is the one place that tells where a mail begins in such a file. An empty line before it is no sign: many
//! archives have none, and texts are full of them. A forwarded mail whose `From ` line nobody quoted begins a mail here too:
//! nothing tells it from one.

use memchr::memmem;

use super::field_names::is_known;
use super::lines::line_at;

/// Begins the line that stands before each mail.
const SEPARATOR: &[u8] = b"From ";

/// Longer lines are no separators.
const LONGEST: usize = 1000;

/// Octets behind a separator that are enough to see a field's name.
const ENOUGH: usize = 128;

/// Whether a file is an mbox: no other mail begins so.
pub(crate) fn is_mbox(file: &[u8]) -> bool {
    file.starts_with(SEPARATOR)
}

/// Whether a file is an mbox that has another separator in it.
pub(super) fn holds_several(file: &[u8]) -> bool {
    is_mbox(file) && matches!(Separators::of(file).next(file, 0, true), Search::Found(_))
}

/// What there is to say about separators in the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// The next mail begins here.
    Found(usize),
    /// None begins before this place; to go on from there takes more of the text.
    None(usize),
}

/// What separates the mails of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Separators {
    /// Whether the file is one of patches, as git writes them.
    patches: bool,
}

impl Separators {
    /// The separators of a file that begins so.
    pub(crate) fn of(file: &[u8]) -> Self {
        Self { patches: is_patch(line_at(file, 0, file.len())) }
    }

    /// The next separator in `text` behind the line that holds `from`; `whole` says that no more of the text will come.
    ///
    /// A separator is a line that begins with `From ` and has a field that mails begin with, or `>From `, on the next line.
    /// Behind `From ` stands nothing, an address in one word or as `a at b`, or anything with a time of day: a
    /// paragraph of text has neither. The line before a patch, as git writes it, is one among patches alone: posts have such
    /// lines in their text.
    pub(crate) fn next(self, text: &[u8], from: usize, whole: bool) -> Search {
        let mut at = from;
        for found in memmem::find_iter(&text[from..], b"\nFrom ") {
            at = from + found;
            match self.begins_a_mail(&text[at + 1..], whole) {
                Some(true) => return Search::Found(at + 1),
                Some(false) => {}
                None => return Search::None(at),
            }
        }
        // What is searched for may be cut by the end.
        Search::None(text.len().saturating_sub(SEPARATOR.len()).max(at))
    }

    /// Whether a separator stands at the beginning of `text`; nothing where that takes more of it.
    pub(crate) fn begins_a_mail(self, text: &[u8], whole: bool) -> Option<bool> {
        if !is_mbox(text) {
            return Some(false);
        }
        let line = line_at(text, 0, text.len().min(LONGEST));
        if !line.ends_with(b"\n") {
            return (whole || text.len() >= LONGEST).then_some(false);
        }
        if !is_dated_or_address(&line[SEPARATOR.len()..]) || (is_patch(line) && !self.patches) {
            return Some(false);
        }
        let next = &text[line.len()..];
        let next = line_at(next, 0, next.len().min(ENOUGH));
        let seen = whole || next.len() == ENOUGH || next.ends_with(b"\n");
        seen.then(|| next.starts_with(b">From ") || next.starts_with(b"From: ") || is_known(name(next)))
    }
}

/// Whether this is the line before a patch (git-format-patch(1)): its date is always the same.
fn is_patch(line: &[u8]) -> bool {
    let rest = line.strip_prefix(SEPARATOR).unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    digits >= 40 && rest[digits..].trim_ascii_end() == b" Mon Sep 17 00:00:00 2001"
}

/// What stands before the colon of a line; nothing where there is none.
fn name(line: &[u8]) -> &[u8] {
    let colon = line.iter().position(|byte| *byte == b':').unwrap_or_default();
    line[..colon].trim_ascii_end()
}

/// Whether this can stand behind `From `: nothing, one word, `a at b`, or anything with a time of day.
fn is_dated_or_address(rest: &[u8]) -> bool {
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (_, second, third) = (words.next(), words.next(), words.next());
    match (second, third, words.next()) {
        (None, ..) | (Some(b"at"), Some(_), None) => true,
        _ => rest.windows(3).any(|it| it[1] == b':' && it[0].is_ascii_digit() && it[2].is_ascii_digit()),
    }
}

/// The text of an mbox with the `>` taken away that was put before lines which begin with `From `.
pub(super) fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let line = line_at(text, at, text.len());
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let quoted = marks > 0 && line[marks..].starts_with(SEPARATOR);
        plain.extend_from_slice(if quoted { &line[1..] } else { line });
        at += line.len();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separator_has_a_field_behind_it() {
        for (text, expected) in [
            ("From ada@students.test Tue Mar 10 12:00:00 2015\nSubject: a\n", true),
            ("From ada@students.test Tue Mar 10 12:00:00 2015\r\nsubject: a\r\n", true),
            ("From - Tue Mar  3 02:00:00 2015\nX-Mozilla-Status: 0001\n", true),
            ("From ada at students.test  Tue Mar 10 12:00 2015\nFrom: ada at students.test (Ada)\n", true),
            ("From ada at students.test\nFrom: ada at students.test (Ada)\n", true),
            ("From 0123456789abcdef Mon Sep 17 00:00:00 2001\nFrom: Ada <ada@students.test>\n", true),
            ("From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: Ada\n", false),
            ("From 0123456789abcdef0123456789abcdef01234567 Tue Mar 10 12:00:00 2015\nFrom: Ada\n", true),
            ("From a@b.test Tue, 10 Mar 2015 12:00:00 +0100\nDate: x\n", true),
            ("From a@b.test 2015-03-10 12:00\nReceived : from x\n", true),
            ("From a@b.test Tue Mar 10 12:00:00 2015\n>From c@d.test Tue Mar 10 12:00:00 2015\n", true),
            ("From \nReturn-Path: <a@b.test>\n", true),
            ("From -\nMIME-Version: 1.0", true),
            ("From a@b.test Tue Mar 10 12:00:00 2015\n\nSubject: none\n", false),
            ("From a@b.test Tue Mar 10 12:00:00 2015\nit worked at 12:00\n", false),
            ("From a@b.test Tue Mar 10 12:00:00 2015\n", false),
            ("From a@b.test Tue Mar 10 12:00:00 2015", false),
            ("From the manual I copied this line:\nDate: the day of the build\n", false),
            ("From Tue Mar 10 on\nit works: yes\n", false),
            ("From\nSubject: a\n", false),
        ] {
            let file = format!("From x\nTo: y\n\nHello\n{text}");
            let found =
                matches!(Separators::of(b"From x\n").next(file.as_bytes(), 0, true), Search::Found(20));
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn the_end_of_a_piece_decides_nothing() {
        let file =
            b"From x\nTo: y\n\nHello\nFrom here\nFrom a@b.test Tue Mar 10 12:00:00 2015\nSubject: a\n\nb\n";
        let separators = Separators::of(file);
        let whole = separators.next(file, 0, true);
        assert_eq!(whole, Search::Found(30));
        for cut in 0..file.len() {
            let (mut piece, mut from) = (cut, 0);
            while let Search::None(at) = separators.next(&file[..piece], from, piece == file.len()) {
                assert!(from <= at && at <= piece, "{cut}");
                (from, piece) = (at, piece + 1);
            }
            assert_eq!(separators.next(&file[..piece], from, piece == file.len()), whole, "{cut}");
        }
    }

    #[test]
    fn a_file_of_patches_is_split_before_each() {
        let patch =
            |n| format!("From {n:040x} Mon Sep 17 00:00:00 2001\nFrom: Ada <ada@students.test>\n\n---\n");
        assert!(holds_several((patch(1) + &patch(2)).as_bytes()));
        let post = format!("From x\nTo: y\n\n{}", patch(1));
        assert!(!holds_several(post.as_bytes()));
    }

    #[test]
    fn several_mails_are_told_from_one() {
        const ONE: &str = "From ada@students.test Tue Mar 10 12:00:00 2015\nSubject: a\n\nHello\n";
        for (file, expected) in [
            (ONE.to_owned(), false),
            (format!("{ONE}\n{ONE}"), true),
            (format!("{ONE}\n{ONE}").replace('\n', "\r\n"), true),
            (format!("{ONE}{ONE}"), true),
            (format!("{ONE}\n>{ONE}"), false),
            (format!("{ONE}\nFrom here on\nit works: yes\n"), false),
            (format!("{ONE}\nFrom the manual:\nDate: the day of the build\n"), false),
            (format!("{ONE}\nFrom x Tue Mar 10 12:00:00 2015\n\nSubject: none\n"), false),
            (format!("Subject: a\n\n{ONE}"), false),
            (String::new(), false),
        ] {
            assert_eq!(holds_several(file.as_bytes()), expected, "{file:?}");
        }
    }

    #[test]
    fn marks_of_an_mbox_go() {
        for (text, expected) in [
            (">From here\n", "From here\n"),
            (">>From here\r\n> From there\n>from\n", ">From here\r\n> From there\n>from\n"),
            ("From\n>", "From\n>"),
        ] {
            assert_eq!(unquoted(text.as_bytes()), expected.as_bytes(), "{text:?}");
        }
    }
}
