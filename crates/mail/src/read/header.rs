//! The header of a message or of a part, field by field, each with its place (RFC 5322 2.2).

use super::lines::{is_empty, line_at, without_end};

/// More fields are not looked at: nobody sends as many.
const MOST_FIELDS: usize = 1000;

/// Where a field stands.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    colon: usize,
    end: usize,
}

/// A header, and where the body begins.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    spans: Vec<Span>,
    /// Octets before the body.
    pub(super) body: usize,
    /// Octets before the first line that is neither a field that is read nor the empty line behind the last one.
    pub(super) stray: Option<usize>,
}

/// A header field where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Field<'m> {
    /// Its name, as it is written.
    pub name: &'m str,
    /// What stands behind the colon, folds included, without the last line end.
    pub value: &'m [u8],
    /// Octets of the mail before it.
    pub start: usize,
    /// Octets of the mail up to its end, line end included.
    pub end: usize,
}

impl Header {
    /// Reads the fields of `octets` from `start` on, up to `end`.
    ///
    /// Lines `From ` and `>From ` of an mbox are passed over; any other line that is no field ends the header.
    pub(super) fn read(octets: &[u8], start: usize, end: usize) -> Self {
        let mut header = Self { spans: Vec::new(), body: end, stray: None };
        let mut at = start;
        while at < end {
            let line = line_at(octets, at, end);
            if is_empty(line) {
                header.body = at + line.len();
                break;
            }
            if let Some(colon) = colon(line) {
                let field_end = unfolded_end(octets, at + line.len(), end);
                if header.spans.len() < MOST_FIELDS {
                    header.spans.push(Span { start: at, colon: at + colon, end: field_end });
                } else {
                    header.stray = header.stray.or(Some(at));
                }
                at = field_end;
                continue;
            }
            let separator = line.starts_with(b"From ");
            if !(separator && at == start) {
                header.stray = header.stray.or(Some(at));
            }
            if !separator && !line.starts_with(b">From ") {
                header.body = at;
                break;
            }
            at += line.len();
        }
        header
    }

    /// The fields, in their order.
    pub(super) fn fields<'m>(&self, octets: &'m [u8]) -> impl Iterator<Item = Field<'m>> {
        self.spans.iter().map(|span| span.field(octets))
    }

    /// The fields with this name.
    pub(super) fn all<'m>(&self, octets: &'m [u8], name: &str) -> impl Iterator<Item = Field<'m>> {
        let named = |span: &&Span| span.name(octets).eq_ignore_ascii_case(name.as_bytes());
        self.spans.iter().filter(named).map(|span| span.field(octets))
    }

    /// The first field with this name.
    pub(super) fn first<'m>(&self, octets: &'m [u8], name: &str) -> Option<Field<'m>> {
        self.all(octets, name).next()
    }
}

impl Span {
    fn name<'m>(&self, octets: &'m [u8]) -> &'m [u8] {
        octets[self.start..self.colon].trim_ascii_end()
    }

    fn field<'m>(&self, octets: &'m [u8]) -> Field<'m> {
        Field {
            name: str::from_utf8(self.name(octets)).unwrap_or_default(),
            value: without_end(&octets[self.colon + 1..self.end]),
            start: self.start,
            end: self.end,
        }
    }
}

/// Where a field ends whose first line ends at `at`.
pub(super) fn unfolded_end(octets: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && matches!(octets[at], b' ' | b'\t') {
        at += line_at(octets, at, end).len();
    }
    at
}

/// Where the colon of a field stands, also with blanks before it as old mail has it.
pub(super) fn colon(line: &[u8]) -> Option<usize> {
    let end = line.iter().position(|byte| !byte.is_ascii_graphic() || *byte == b':')?;
    let blanks = line[end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    (end > 0 && line.get(end + blanks) == Some(&b':')).then_some(end + blanks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_know_their_place() {
        for (mail, names, body, stray) in [
            ("Subject: a\nX-Y: b\n\nbody\n", &["Subject", "X-Y"][..], "body\n", None),
            ("SUBJECT : a\r\n b\r\n\r\nbody", &["SUBJECT"], "body", None),
            ("From ada Tue\nTo: a\n>From b\n\nbody", &["To"], "body", Some(19)),
            ("Subject: a\nno field\nbody", &["Subject"], "no field\nbody", Some(11)),
            ("Subject: a", &["Subject"], "", None),
            ("\nSubject: a", &[], "Subject: a", None),
            ("", &[], "", None),
        ] {
            let header = Header::read(mail.as_bytes(), 0, mail.len());
            let fields: Vec<_> = header.fields(mail.as_bytes()).collect();
            assert_eq!(fields.iter().map(|it| it.name).collect::<Vec<_>>(), names, "{mail:?}");
            assert_eq!((&mail[header.body..], header.stray), (body, stray), "{mail:?}");
            for field in fields {
                assert!(mail[field.start..field.end].starts_with(field.name), "{mail:?}");
            }
        }
        let folded = b"To: a,\n\tb\nCc: c\n";
        let field = Header::read(folded, 0, 16).first(folded, "to").expect("there");
        assert_eq!(field.value, b" a,\n\tb");
    }
}
