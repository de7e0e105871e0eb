//! The fields of a header that threading needs, found in one pass over it.

use memchr::memchr;

/// What a header says, field by field as it stands there; empty where there is no such field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Envelope<'m> {
    pub(super) message_id: &'m [u8],
    pub(super) in_reply_to: &'m [u8],
    pub(super) references: &'m [u8],
    pub(super) from: &'m [u8],
    pub(super) subject: &'m [u8],
    pub(super) date: &'m [u8],
    /// The topmost, which the last server wrote.
    pub(super) received: &'m [u8],
    pub(super) list_id: &'m [u8],
    pub(super) list_post: &'m [u8],
    pub(super) auto_submitted: &'m [u8],
    /// Whether a field speaks of an author other than From does.
    pub(super) other_author: bool,
}

impl<'m> Envelope<'m> {
    /// Reads the header of a post, up to the first empty line. Of fields that stand twice the first counts.
    pub(super) fn read(octets: &'m [u8]) -> Self {
        let mut envelope = Self::default();
        let mut rest = octets;
        if rest.starts_with(b"From ") {
            rest = &rest[line(rest)..];
        }
        while !matches!(rest, [] | [b'\n', ..] | [b'\r', b'\n', ..]) {
            let end = field(rest);
            let (field, behind) = rest.split_at(end);
            rest = behind;
            if let Some(colon) = memchr(b':', field) {
                envelope.take(field[..colon].trim_ascii_end(), field[colon + 1..].trim_ascii());
            }
        }
        envelope
    }

    fn take(&mut self, name: &[u8], value: &'m [u8]) {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
        let field = match name.len() {
            4 if is("From") => &mut self.from,
            4 if is("Date") => &mut self.date,
            7 if is("Subject") => &mut self.subject,
            7 if is("List-Id") => &mut self.list_id,
            8 if is("Received") => &mut self.received,
            9 if is("List-Post") => &mut self.list_post,
            10 if is("Message-ID") => &mut self.message_id,
            10 if is("References") => &mut self.references,
            11 if is("In-Reply-To") => &mut self.in_reply_to,
            14 if is("Auto-Submitted") => &mut self.auto_submitted,
            6 if is("Author") => return self.other_author = true,
            13 if is("Original-From") => return self.other_author = true,
            15 if is("X-Original-From") => return self.other_author = true,
            22 if is("X-Google-Original-From") => return self.other_author = true,
            _ => return,
        };
        if field.is_empty() {
            *field = value;
        }
    }
}

/// The length of the first line, its end included.
fn line(octets: &[u8]) -> usize {
    memchr(b'\n', octets).map_or(octets.len(), |end| end + 1)
}

/// The length of the first field, with the lines that are folded.
fn field(octets: &[u8]) -> usize {
    let mut end = line(octets);
    while matches!(octets.get(end), Some(b' ' | b'\t')) {
        end += line(&octets[end..]);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_as_they_are_written() {
        let mail = b"From ada Tue\nReceived: by a;\n Tue\nreceived: by b\nFROM : Ada\r\nSubject: a\r\n b\n\nDate: c\n";
        let envelope = Envelope::read(mail);
        assert_eq!(envelope.received, b"by a;\n Tue");
        assert_eq!(
            (envelope.from, envelope.subject, envelope.date),
            (&b"Ada"[..], &b"a\r\n b"[..], &b""[..])
        );
        for mail in [&b""[..], b"\n", b"no field", b":", b" folded\nFrom: a"] {
            assert!(Envelope::read(mail).subject.is_empty());
        }
    }
}
