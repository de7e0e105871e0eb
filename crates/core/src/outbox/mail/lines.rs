//! A mail cut into its lines, whatever ends them, and its header into fields.

use super::Error;

/// The longest line of a message, without its CRLF (RFC 5322 2.1.1).
const LONGEST: usize = 998;

const CRLF: &[u8] = b"\r\n";

/// A header field: its name as it stands, and its lines without their ends.
pub(super) struct Field<'m> {
    pub(super) name: &'m str,
    pub(super) lines: Vec<&'m [u8]>,
}

/// A mail in lines.
pub(super) struct Lines<'m> {
    pub(super) header: Vec<Field<'m>>,
    /// The empty line that ends the header, and all that follows.
    pub(super) rest: Vec<&'m [u8]>,
}

impl<'m> Lines<'m> {
    /// Cuts a mail whose lines end in CRLF. A byte order mark, blanks before the header and the `From ` line of a mailbox file
    /// (RFC 4155) are no part of it.
    pub(super) fn cut(mail: &'m [u8]) -> Result<Self, Error> {
        let unmarked = mail.strip_prefix(b"\xef\xbb\xbf").unwrap_or(mail);
        let message = unmarked.trim_ascii_start();
        let mut number = split(&unmarked[..unmarked.len() - message.len()]).count();
        let (mut header, mut rest): (Vec<Field<'m>>, _) = (Vec::new(), Vec::new());
        for (nth, line) in split(message).enumerate() {
            number += 1;
            fits(line, number)?;
            match header.last_mut() {
                _ if !rest.is_empty() || line.is_empty() => rest.push(line),
                Some(field) if matches!(line, [b' ' | b'\t', ..]) => field.lines.push(line),
                _ => match field_name(line) {
                    Some(name) => header.push(Field { name, lines: vec![line] }),
                    None if nth == 0 && line.starts_with(b"From ") => {}
                    None => return Err(Error::NoField { line: number }),
                },
            }
        }
        Ok(Self { header, rest })
    }

    /// All fields with this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Field<'m>> {
        self.header.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }

    /// The one field with this name, where there is one.
    pub(super) fn one(&self, name: &'static str) -> Result<Option<&Field<'m>>, Error> {
        let mut all = self.all(name);
        let first = all.next();
        if all.next().is_some() { Err(Error::Twice { field: name }) } else { Ok(first) }
    }

    /// The bytes of the mail, with more fields at the end of its header.
    pub(super) fn bytes(&self, added: &[String]) -> Vec<u8> {
        let header = self.header.iter().flat_map(|field| field.lines.iter().copied());
        let lines = header.chain(added.iter().map(String::as_bytes)).chain(self.rest.iter().copied());
        lines.flat_map(|line| [line, CRLF]).collect::<Vec<_>>().concat()
    }
}

impl Field<'_> {
    /// What stands behind the colon, unfolded (RFC 5322 2.2.3).
    pub(super) fn value(&self) -> String {
        let unfolded = self.lines.concat();
        let colon = unfolded.iter().position(|byte| *byte == b':').map_or(0, |at| at + 1);
        String::from_utf8_lossy(&unfolded[colon..]).trim().to_owned()
    }
}

/// Ends each line with CRLF, whatever ended it: CRLF, LF, a lone CR or nothing.
pub(super) fn with_crlf(mail: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(mail.len() + mail.len() / 16);
    let mut rest = mail;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        text.extend_from_slice(&rest[..end]);
        text.extend_from_slice(CRLF);
        let after = if rest[end..].starts_with(CRLF) { end + 2 } else { end + 1 };
        rest = rest.get(after..).unwrap_or_default();
    }
    text
}

/// The lines without their ends.
fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = text.split_inclusive(|byte| *byte == b'\n');
    whole.map(|line| line.strip_suffix(CRLF).unwrap_or(line))
}

fn fits(line: &[u8], number: usize) -> Result<(), Error> {
    if line.contains(&0) {
        return Err(Error::Nul { line: number });
    }
    if line.len() > LONGEST {
        return Err(Error::LongLine { line: number, length: line.len() });
    }
    Ok(())
}

/// The name of a field (RFC 5322 2.2), also with blanks before the colon as old mail has it.
fn field_name(line: &[u8]) -> Option<&str> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let clean = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    str::from_utf8(name).ok().filter(|_| clean)
}
