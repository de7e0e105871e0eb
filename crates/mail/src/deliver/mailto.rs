//! The letter as a mailto URI (RFC 6068), for whatever mail program the desktop has.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::mailbox::Mailbox;
use crate::text::with_crlf;
use crate::write::Content;

/// More than this and some programs cut the text without a word (about 2,000 bytes in Chrome, Firefox and Windows).
pub const SAFE_LENGTH: usize = 2000;

/// What stands for itself in a URI: the unreserved characters (RFC 3986 2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What stands for itself in an address besides (RFC 6068 2).
const IN_ADDRESS: &AsciiSet = &ENCODED.remove(b'@').remove(b'+');

/// Returns the URI: addresses without names, lines broken by `%0D%0A`, no Message-ID, which no program would take.
#[must_use]
pub fn uri(content: &Content) -> String {
    let addresses = |mailboxes: &[Mailbox]| {
        let encoded =
            mailboxes.iter().map(|it| utf8_percent_encode(it.address.as_str(), IN_ADDRESS).to_string());
        encoded.collect::<Vec<_>>().join(",")
    };
    let text = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let mut fields = Vec::new();
    if !content.cc.is_empty() {
        fields.push(format!("cc={}", addresses(&content.cc)));
    }
    fields.push(format!("subject={}", text(&content.subject)));
    if let Some(parent) = &content.in_reply_to {
        fields.push(format!("in-reply-to={}", text(parent.as_str())));
    }
    fields.push(format!("body={}", text(&with_crlf(&content.body))));
    format!("mailto:{}?{}", addresses(&content.to), fields.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message_id::MessageId;
    use crate::text::Line;

    #[test]
    fn every_field_is_encoded() {
        let from: Mailbox = "ada@example.org".parse().expect("valid");
        let date = chrono::DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid");
        let content = Content {
            to: vec!["a+b%c@lists.test".parse().expect("valid")],
            cc: vec!["Bob <bob@x.test>".parse().expect("valid")],
            subject: Line::sanitize("[GSoC 2015] a & b"),
            in_reply_to: MessageId::parse("<x@y>"),
            references: Vec::new(),
            message_id: MessageId::derive(&from.address, date, &[]),
            from,
            date,
            body: "é?\n.\n".to_owned(),
        };
        let expected = "mailto:a+b%25c@lists.test?cc=bob@x.test&subject=%5BGSoC%202015%5D%20a%20%26%20b\
                        &in-reply-to=%3Cx%40y%3E&body=%C3%A9%3F%0D%0A.%0D%0A";
        assert_eq!(uri(&content), expected);
    }
}
