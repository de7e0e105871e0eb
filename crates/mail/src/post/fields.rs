//! A message cut into header fields and body (RFC 5322 2.1), byte for byte.

/// More fields of the names that are asked for are not read: nobody sends as many.
const MOST_FIELDS: usize = 64;

/// Fields of a header, as they stand, and what follows the header.
pub(super) struct Fields<'a> {
    kept: Vec<(&'static str, &'a [u8])>,
    /// Everything after the line that ends the header.
    pub(super) body: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Reads the fields whose lower-case names are `wanted`.
    ///
    /// An mbox `From ` line among the fields is passed over. Any other line that
    /// is no field ends the header and belongs to the body.
    pub(super) fn split(message: &'a [u8], wanted: &[&'static str]) -> Self {
        let mut fields = Self { kept: Vec::new(), body: &[] };
        let mut open: Option<(&'static str, usize)> = None;
        let mut at = 0;
        while at < message.len() {
            let line = line_at(message, at);
            let folded = matches!(line, [b' ' | b'\t', ..]) && at > 0;
            if folded {
                at += line.len();
                continue;
            }
            if let Some((name, start)) = open.take() {
                fields.keep(name, &message[start..at]);
            }
            match field_name(line) {
                _ if matches!(line, b"\n" | b"\r\n") => {
                    fields.body = &message[at + line.len()..];
                    return fields;
                }
                Some(name) => {
                    let known = wanted.iter().find(|it| name.eq_ignore_ascii_case(it.as_bytes()));
                    open = known.map(|it| (*it, at + colon(line) + 1));
                }
                None if line.starts_with(b"From ") || line.starts_with(b">From ") => {}
                None => {
                    fields.body = &message[at..];
                    return fields;
                }
            }
            at += line.len();
        }
        if let Some((name, start)) = open {
            fields.keep(name, &message[start..]);
        }
        fields
    }

    fn keep(&mut self, name: &'static str, value: &'a [u8]) {
        if self.kept.len() < MOST_FIELDS {
            self.kept.push((name, value));
        }
    }

    /// Whether none of the wanted fields is there.
    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// What stands behind the colon of the first field with this name, folds included.
    pub(super) fn first(&self, name: &str) -> Option<&'a [u8]> {
        self.all(name).next()
    }

    /// What stands behind the colon of every field with this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.kept.iter().filter(move |(it, _)| *it == name).map(|(_, value)| *value)
    }
}

/// The line that starts at `at`, its end included.
pub(super) fn line_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = &bytes[at..];
    let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    &rest[..end]
}

fn colon(line: &[u8]) -> usize {
    line.iter().position(|byte| *byte == b':').unwrap_or(line.len())
}

/// The name of a field (RFC 5322 2.2), also with blanks before the colon as old mail has it.
fn field_name(line: &[u8]) -> Option<&[u8]> {
    let name = line.get(..colon(line))?.trim_ascii_end();
    let whole = colon(line) < line.len();
    (whole && !name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_ends_where_its_fields_end() {
        for (message, subject, body) in [
            ("Subject: a\nX: y\n\nbody\n", Some(" a\n"), "body\n"),
            ("SUBJECT : a\r\n b\r\n\r\nbody", Some(" a\r\n b\r\n"), "body"),
            ("From ada Tue Mar 10\nSubject: a\n>From b\n\nbody", Some(" a\n"), "body"),
            ("Subject: a\nno field\nbody", Some(" a\n"), "no field\nbody"),
            ("Subject: a", Some(" a"), ""),
            ("\nSubject: a", None, "Subject: a"),
            ("", None, ""),
        ] {
            let fields = Fields::split(message.as_bytes(), &["subject"]);
            assert_eq!(fields.first("subject"), subject.map(str::as_bytes), "{message:?}");
            assert_eq!(fields.body, body.as_bytes(), "{message:?}");
        }
    }
}
