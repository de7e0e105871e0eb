//! The header of a mail, field by field, each with its place in the file.

/// More fields are not looked at: nobody sends as many.
const MOST_FIELDS: usize = 500;

/// A header field where it stands (RFC 5322 2.2).
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

/// A header, and where the body begins.
#[derive(Debug, Clone)]
pub(super) struct Header<'m> {
    pub(super) fields: Vec<Field<'m>>,
    pub(super) body: usize,
}

impl<'m> Header<'m> {
    /// Reads the fields of `bytes` from `start` on, up to `end`.
    ///
    /// An mbox `From ` line is passed over; any other line that is no field ends the header.
    pub(super) fn read(bytes: &'m [u8], start: usize, end: usize) -> Self {
        let mut header = Self { fields: Vec::new(), body: end };
        let mut at = start;
        while at < end {
            let line = line_at(bytes, at, end);
            if matches!(line, b"\n" | b"\r\n") {
                header.body = at + line.len();
                break;
            }
            let Some(name) = field_name(line) else {
                if line.starts_with(b"From ") || line.starts_with(b">From ") {
                    at += line.len();
                    continue;
                }
                header.body = at;
                break;
            };
            let field = at..unfolded_end(bytes, at + line.len(), end);
            at = field.end;
            if header.fields.len() < MOST_FIELDS {
                let colon = line.iter().position(|byte| *byte == b':').unwrap_or(0);
                let value = without_line_end(&bytes[field.start + colon + 1..field.end]);
                header.fields.push(Field { name, value, start: field.start, end: field.end });
            }
        }
        header
    }

    /// The first field with this name.
    pub(super) fn first(&self, name: &str) -> Option<&Field<'m>> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }
}

/// The line that starts at `at`, its end included.
pub(super) fn line_at(bytes: &[u8], at: usize, end: usize) -> &[u8] {
    let rest = &bytes[at..end];
    let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    &rest[..length]
}

/// Drops one line end.
pub(super) fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Where a field ends whose first line ends at `at`.
fn unfolded_end(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && matches!(bytes[at], b' ' | b'\t') {
        at += line_at(bytes, at, end).len();
    }
    at
}

/// The name of a field, also with blanks before the colon as old mail has it.
fn field_name(line: &[u8]) -> Option<&str> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let clean = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    clean.then(|| std::str::from_utf8(name).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_know_their_place() {
        for (mail, names, body) in [
            ("Subject: a\nX-Y: b\n\nbody\n", &["Subject", "X-Y"][..], "body\n"),
            ("SUBJECT : a\r\n b\r\n\r\nbody", &["SUBJECT"], "body"),
            ("From ada Tue\nTo: a\n>From b\n\nbody", &["To"], "body"),
            ("Subject: a\nno field\nbody", &["Subject"], "no field\nbody"),
            ("Subject: a", &["Subject"], ""),
            ("", &[], ""),
        ] {
            let header = Header::read(mail.as_bytes(), 0, mail.len());
            assert_eq!(header.fields.iter().map(|it| it.name).collect::<Vec<_>>(), names, "{mail:?}");
            assert_eq!(&mail[header.body..], body, "{mail:?}");
            for field in &header.fields {
                assert!(mail[field.start..field.end].starts_with(field.name), "{mail:?}");
            }
        }
        let folded = Header::read(b"To: a,\n\tb\nCc: c\n", 0, 16);
        assert_eq!(folded.fields[0].value, b" a,\n\tb");
    }
}
