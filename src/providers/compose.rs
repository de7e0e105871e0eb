//! A provider's window for a new mail, whose address takes fields.

use chrono::NaiveDate;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::text::with_crlf;
use onlist_mail::write::Content;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// What stands for itself in a URI: the unreserved characters (RFC 3986 2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The window, and what its fields are called.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Compose {
    /// Its address, with a query already.
    pub(super) url: String,
    to: String,
    cc: String,
    subject: String,
    body: String,
    /// The longest address that is opened, in octets.
    pub(crate) safe_length: usize,
    /// When that was read.
    #[serde(deserialize_with = "super::day")]
    pub(crate) read: NaiveDate,
}

impl Compose {
    /// The address that opens the window with a letter in it: the whole of it where that is short enough, else all but its
    /// text, which is to be pasted. Says whether the text is in it; nothing where not even the rest is short enough.
    pub(crate) fn window(&self, letter: &Content) -> Option<(String, bool)> {
        let whole = self.address(letter, true);
        if whole.len() <= self.safe_length {
            return Some((whole, true));
        }
        let rest = self.address(letter, false);
        (rest.len() <= self.safe_length).then_some((rest, false))
    }

    fn address(&self, letter: &Content, with_text: bool) -> String {
        let list = |mailboxes: &[Mailbox]| {
            let addresses: Vec<_> = mailboxes.iter().map(|it| it.address.as_str()).collect();
            addresses.join(",")
        };
        let text = if with_text { with_crlf(&letter.body) } else { String::new() };
        let fields = [
            (&self.to, list(&letter.to)),
            (&self.cc, list(&letter.cc)),
            (&self.subject, letter.subject.to_string()),
            (&self.body, text),
        ];
        let encoded = fields.iter().filter(|(_, value)| !value.is_empty());
        let encoded = encoded.map(|(name, value)| format!("&{name}={}", utf8_percent_encode(value, ENCODED)));
        format!("{}{}", self.url, encoded.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use onlist_mail::message_id::MessageId;
    use onlist_mail::text::Line;

    use super::*;
    use crate::providers::Provider;

    fn letter(body: &str, subject: &str) -> Content {
        let from: Mailbox = "ada@gmail.com".parse().expect("valid");
        let date = chrono::DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid");
        Content {
            to: vec!["a+b@lists.test".parse().expect("valid")],
            cc: vec!["Bob <bob@x.test>".parse().expect("valid"), "c@x.test".parse().expect("valid")],
            subject: Line::sanitize(subject),
            in_reply_to: None,
            references: Vec::new(),
            message_id: MessageId::derive(&from.address, date, &[]),
            from,
            date,
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_letter_is_in_the_address_as_far_as_that_is_safe() {
        let gmail = Provider::of_domain("gmail.com").expect("known");
        let compose = gmail.web_mail.compose.as_ref().expect("it takes fields");
        let head =
            "https://mail.google.com/mail/?view=cm&to=a%2Bb%40lists.test&cc=bob%40x.test%2Cc%40x.test&su=";
        let (url, whole) = compose.window(&letter("é & so\non\n", "[GSoC] a&b")).expect("short");
        assert_eq!(url, format!("{head}%5BGSoC%5D%20a%26b&body=%C3%A9%20%26%20so%0D%0Aon%0D%0A"));
        assert!(whole);
        let (url, whole) = compose.window(&letter(&"é ".repeat(400), "s")).expect("all but the text");
        assert_eq!((url, whole), (format!("{head}s"), false));
        assert_eq!(compose.window(&letter("text", &"é".repeat(500))), None);
    }
}
