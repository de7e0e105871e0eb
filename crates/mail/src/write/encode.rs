//! From a content to bytes: one part, plain text in UTF-8, never base64.

use std::collections::HashSet;

use super::{Content, Envelope, Message, header};
use crate::text::with_crlf;

/// The longest line a message may have, without its CRLF (RFC 5322 2.1.1).
const LONGEST_LINE: usize = 998;

impl Content {
    /// Makes the bytes and the envelope.
    ///
    /// The text goes as 7bit where it is ASCII with lines that fit, else as
    /// quoted-printable (RFC 2045 6.7): list servers that add a footer corrupt
    /// base64, and archives of it cannot be searched.
    #[must_use]
    pub fn encode(&self) -> Message {
        let (content, body) = encode_text(&self.body);
        let mut head = vec![
            header::mailboxes("From", std::slice::from_ref(&self.from)),
            header::mailboxes("To", &self.to),
            header::mailboxes("Cc", &self.cc),
            header::unstructured("Subject", &self.subject),
            format!("Date: {}\r\n", self.date.format("%a, %-d %b %Y %H:%M:%S %z")),
            header::message_ids("Message-ID", std::slice::from_ref(&self.message_id)),
            header::message_ids("In-Reply-To", self.in_reply_to.as_slice()),
            header::message_ids("References", &self.references),
        ];
        head.push("MIME-Version: 1.0\r\n".to_owned());
        head.push(format!("{content}\r\n"));
        head.push(body);
        let bytes = head.concat().into_bytes();
        Message { envelope: self.envelope(), bytes }
    }

    fn envelope(&self) -> Envelope {
        let mut known = HashSet::new();
        let all = self.to.iter().chain(&self.cc).map(|it| &it.address);
        let forward_paths = all.filter(|address| known.insert(*address)).cloned().collect();
        Envelope { reverse_path: self.from.address.clone(), forward_paths }
    }
}

/// The content fields of a text (RFC 2045), and the text as they say, lines ending in CRLF.
#[must_use]
pub fn encode_text(text: &str) -> (String, String) {
    let text = with_crlf(&format!("{}\n", text.trim_end_matches('\n')));
    let fits = |line: &str| line.len() <= LONGEST_LINE;
    let (encoding, body) = if text.is_ascii() && text.split("\r\n").all(fits) {
        ("7bit", text)
    } else {
        ("quoted-printable", quoted_printable::encode_to_str(text))
    };
    let fields =
        format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n");
    (fields, body)
}
