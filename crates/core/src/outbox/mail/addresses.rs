//! Addresses of a header field (RFC 5322 3.4), each of them or an error: nobody is left out of an envelope in silence.

use onlist_mail::mailbox::{Address, Error};
use onlist_mail::text::Line;

/// Longer texts are no address, whatever else they are (RFC 5321 4.5.3.1.3).
const LONGEST: usize = 320;

/// Characters that are shown of such a text.
const SHOWN: usize = 60;

/// One mailbox while it is read.
#[derive(Default)]
struct Piece {
    /// A display name, or the address itself.
    phrase: String,
    /// What stands in angle brackets.
    angle: Option<String>,
    /// Whether its angle brackets are open.
    open: bool,
}

/// Reads the addresses of a field whose value is unfolded. Comments go, groups are taken apart.
pub(super) fn read(value: &str) -> Result<Vec<Address>, Error> {
    let (mut addresses, mut piece) = (Vec::new(), Piece::default());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '(' => {
                skip_comment(&mut chars).ok_or_else(|| shape(value))?;
                piece.push(' ', value)?;
            }
            '"' => piece.push_all(&quoted(&mut chars).ok_or_else(|| shape(value))?, value)?,
            '<' if piece.angle.is_none() => (piece.angle, piece.open) = (Some(String::new()), true),
            '>' if piece.open => piece.open = false,
            ',' | ';' if !piece.open => addresses.extend(std::mem::take(&mut piece).address()?),
            // The name of a group.
            ':' if piece.angle.is_none() => piece.phrase.clear(),
            c => piece.push(c, value)?,
        }
    }
    if piece.open {
        return Err(shape(value));
    }
    addresses.extend(piece.address()?);
    Ok(addresses)
}

impl Piece {
    fn push(&mut self, c: char, value: &str) -> Result<(), Error> {
        match &mut self.angle {
            None => self.phrase.push(c),
            Some(angle) if self.open => angle.push(c),
            Some(_) if c.is_whitespace() => {}
            Some(_) => return Err(shape(value)),
        }
        Ok(())
    }

    fn push_all(&mut self, text: &str, value: &str) -> Result<(), Error> {
        text.chars().try_for_each(|c| self.push(c, value))
    }

    /// The address; none where nothing stands between two commas.
    fn address(self) -> Result<Option<Address>, Error> {
        if self.angle.is_none() && self.phrase.trim().is_empty() {
            return Ok(None);
        }
        let text = self.angle.unwrap_or(self.phrase);
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(Error::Address(shown(text)));
        }
        text.parse().map(Some)
    }
}

/// Passes over a comment whose first parenthesis was read; none when it has no end.
fn skip_comment(chars: &mut std::str::Chars<'_>) -> Option<()> {
    let mut depth = 1;
    while depth > 0 {
        match chars.next()? {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\\' => _ = chars.next(),
            _ => {}
        }
    }
    Some(())
}

/// A quoted-string with its quotes, the first of which was read; none when it has no end.
fn quoted(chars: &mut std::str::Chars<'_>) -> Option<String> {
    let mut text = String::from('"');
    loop {
        let c = chars.next()?;
        text.push(c);
        match c {
            '"' => return Some(text),
            '\\' => text.push(chars.next()?),
            _ => {}
        }
    }
}

fn shape(value: &str) -> Error {
    Error::Shape(shown(value))
}

/// Enough of a text to find it.
fn shown(text: &str) -> Line {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Line::sanitize(&format!("{}…", &text[..end])),
        None => Line::sanitize(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_left_out() {
        for (value, expected) in [
            ("a@b.test", Ok("a@b.test")),
            ("Ada Example <a@b.test>, c@d.test", Ok("a@b.test c@d.test")),
            ("\"Example, Ada\" <a@b.test>", Ok("a@b.test")),
            ("\"a <x@y.test>\\\"\" <a@b.test>", Ok("a@b.test")),
            ("a@b.test (Ada (the \\) one), c@d.test), e@f.test", Ok("a@b.test e@f.test")),
            ("Team: a@b.test, C <c@d.test>; e@f.test", Ok("a@b.test c@d.test e@f.test")),
            ("undisclosed-recipients:;", Ok("")),
            (",, a@b.test ,", Ok("a@b.test")),
            ("=?utf-8?q?Zo=C3=AB?= <z@b.test>", Ok("z@b.test")),
            ("Zoë <z@bücher.example>", Ok("z@xn--bcher-kva.example")),
            ("", Ok("")),
            ("ada at b.test", Err("`ada at b.test` is not a valid email address")),
            ("Ada a@b.test", Err("`Ada a@b.test` is not a valid email address")),
            ("Ada <>", Err("`` is not a valid email address")),
            ("<a@b.test> <c@d.test>", Err("`<a@b.test> <c@d.test>` is not `address` or `Name <address>`")),
            ("<a@b.test> Ada", Err("`<a@b.test> Ada` is not `address` or `Name <address>`")),
            ("<a@b.test", Err("`<a@b.test` is not `address` or `Name <address>`")),
            ("a@b.test (c, d@e.test", Err("`a@b.test (c, d@e.test` is not `address` or `Name <address>`")),
            ("\"a@b.test, c@d.test", Err("`\"a@b.test, c@d.test` is not `address` or `Name <address>`")),
            ("<@x.test:a@b.test>", Err("`@x.test:a@b.test` is not a valid email address")),
            ("<a@b.test, c@d.test>", Err("`a@b.test, c@d.test` is not a valid email address")),
            ("é@b.test", Err("`é@b.test` has characters before the `@` that not every mail server accepts")),
        ] {
            let read = read(value).map_err(|e| e.to_string());
            let read = read.map(|all| all.iter().map(Address::as_str).collect::<Vec<_>>().join(" "));
            assert_eq!(read.as_deref().map_err(String::as_str), expected, "{value:?}");
        }
    }
}
