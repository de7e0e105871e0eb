//! A file that mail programs append mails to (RFC 4155).

use super::fields::{Fields, line_at};

/// Begins the line that stands before each mail.
const SEPARATOR: &[u8] = b"From ";

/// Whether `file` begins with a separator and has another one in it.
///
/// A separator stands behind an empty line, and the header of a mail behind
/// it: a sentence that begins with `From` is none.
pub(super) fn holds_several(file: &[u8]) -> bool {
    if !file.starts_with(SEPARATOR) {
        return false;
    }
    let mut at = 0;
    let mut behind_empty = false;
    while at < file.len() {
        let line = line_at(file, at);
        at += line.len();
        if behind_empty && line.starts_with(SEPARATOR) && begins_a_mail(&file[at..]) {
            return true;
        }
        behind_empty = matches!(line, b"\n" | b"\r\n");
    }
    false
}

/// Whether there are fields that every mail has some of.
fn begins_a_mail(text: &[u8]) -> bool {
    const OF_A_MAIL: [&str; 7] = ["from", "to", "subject", "date", "message-id", "received", "return-path"];
    !Fields::split(text, &OF_A_MAIL).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_mails_are_told_from_one() {
        const ONE: &str = "From ada@students.test Tue Mar 10 12:00:00 2015\nSubject: a\n\nHello\n";
        for (file, expected) in [
            (ONE.to_owned(), false),
            (format!("{ONE}\n{ONE}"), true),
            (format!("{ONE}\n{ONE}").replace('\n', "\r\n"), true),
            (format!("{ONE}\n>{ONE}"), false),
            (format!("{ONE}{ONE}"), false),
            (format!("{ONE}\nFrom here on\nit works: yes\n"), false),
            (format!("{ONE}\nFrom here on\nNote: it works\n"), false),
            (format!("{ONE}\nFrom here on\n\nSubject: none\n"), false),
            (format!("Subject: a\n\n{ONE}"), false),
            (String::new(), false),
        ] {
            assert_eq!(holds_several(file.as_bytes()), expected, "{file:?}");
        }
    }
}
