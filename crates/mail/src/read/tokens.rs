//! The words of a structured field (RFC 5322 3.2), cut without losing one, in time linear in its length.

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks or a comment.
    Blank,
    /// A line end, with a blank behind it (RFC 5322 2.2.3).
    Fold,
}

/// A word, and what stands before it.
pub(super) type Word<'m> = (Gap, &'m [u8]);

/// A piece of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'m> {
    /// Blanks.
    Space(Gap),
    /// What stands in parentheses, without them.
    Comment(&'m [u8]),
    /// A quoted-string, with its quotes.
    Quoted(&'m [u8]),
    /// Any other word: an atom, an addr-spec, an encoded word, a domain literal.
    Word(&'m [u8]),
    /// One of `<>,;:`; a comma also for the wide one of Chinese and Japanese text.
    Special(u8),
}

/// Octets of U+FF0C.
const WIDE_COMMA: &[u8] = "，".as_bytes();

/// Octets that may end a word.
const STOPS: [bool; 256] = {
    let marks = b" \t\r\n()<>,;:\"[\\\xef";
    let mut stops = [false; 256];
    let mut at = 0;
    while at < marks.len() {
        stops[marks[at] as usize] = true;
        at += 1;
    }
    stops
};

/// After as many parentheses or quotes without their other half, such a mark is a letter.
const MOST_OPEN: usize = 8;

/// Cuts a field into tokens.
pub(super) struct Tokens<'m> {
    raw: &'m [u8],
    /// Octets before the next token.
    pub(super) at: usize,
    open: usize,
    after_at: bool,
}

impl<'m> Tokens<'m> {
    pub(super) fn of(raw: &'m [u8]) -> Self {
        Self { raw, at: 0, open: 0, after_at: false }
    }

    /// What the mark at the beginning of `rest` encloses, up to `close`; nothing where its other half is missing.
    fn enclosed(&mut self, rest: &'m [u8], close: u8, nests: bool) -> Option<usize> {
        if self.open >= MOST_OPEN {
            return None;
        }
        let (mut depth, mut at) = (0_usize, 0);
        while at < rest.len() {
            match rest[at] {
                b'\\' => at += 1,
                byte if byte == close && at > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                byte if at == 0 || (nests && byte == rest[0]) => depth += 1,
                _ => {}
            }
            at += 1;
        }
        self.open += 1;
        None
    }

    fn word(&self, rest: &[u8]) -> usize {
        if self.after_at && rest[0] == b'[' {
            return rest.iter().position(|byte| *byte == b']').map_or(rest.len(), |end| end + 1);
        }
        if let Some(length) = encoded_word(rest) {
            return length;
        }
        let mut length = 0;
        while let Some(found) = rest[length..].iter().position(|byte| STOPS[usize::from(*byte)]) {
            length += found;
            let ends = match rest[length] {
                b'[' => length > 0 && rest[length - 1] == b'@',
                byte if byte == WIDE_COMMA[0] => length > 0 && rest[length..].starts_with(WIDE_COMMA),
                b'\\' => false,
                _ => length > 0,
            };
            if ends {
                return length;
            }
            length += if rest[length] == b'\\' { 2 } else { 1 };
            if length >= rest.len() {
                break;
            }
        }
        rest.len()
    }
}

impl<'m> Iterator for Tokens<'m> {
    type Item = Token<'m>;

    fn next(&mut self) -> Option<Token<'m>> {
        let rest = &self.raw[self.at..];
        let (token, length) = match rest.first()? {
            b' ' | b'\t' | b'\r' | b'\n' => {
                let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                let fold = rest[..blank].contains(&b'\n');
                (Token::Space(if fold { Gap::Fold } else { Gap::Blank }), blank.max(1))
            }
            byte @ (b'<' | b'>' | b',' | b';' | b':') => (Token::Special(*byte), 1),
            _ if rest.starts_with(WIDE_COMMA) => (Token::Special(b','), WIDE_COMMA.len()),
            b'(' => match self.enclosed(rest, b')', true) {
                Some(length) => (Token::Comment(&rest[1..length - 1]), length),
                None => (Token::Word(&rest[..1]), 1),
            },
            b'"' => match self.enclosed(rest, b'"', false) {
                Some(length) => (Token::Quoted(&rest[..length]), length),
                None => (Token::Word(&rest[..1]), 1),
            },
            _ => {
                let length = self.word(rest).max(1);
                (Token::Word(&rest[..length]), length)
            }
        };
        if !matches!(token, Token::Space(_) | Token::Comment(_)) {
            self.after_at = matches!(token, Token::Word(word) if word.ends_with(b"@"));
        }
        self.at += length;
        Some(token)
    }
}

/// The length of the encoded word (RFC 2047) that `rest` begins with, in which any mark may stand.
fn encoded_word(rest: &[u8]) -> Option<usize> {
    /// Far more than the 75 octets of the RFC: programs write longer ones.
    const LONGEST: usize = 1000;
    let rest = rest.strip_prefix(b"=?")?;
    let word = rest.iter().take(LONGEST).take_while(|byte| !byte.is_ascii_whitespace());
    let mut marks = word.enumerate().filter(|(_, byte)| **byte == b'?').map(|(at, _)| at);
    let (charset, encoding) = (marks.next()?, marks.next()?);
    if encoding != charset + 2 || !b"bBqQ".contains(&rest[charset + 1]) {
        return None;
    }
    let end = marks.find(|at| rest.get(at + 1) == Some(&b'='))?;
    Some(2 + end + 2)
}

/// What a quoted-string means (RFC 5322 3.2.4).
pub(super) fn unquoted(quoted: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(quoted.len());
    let mut octets = quoted[1..quoted.len() - 1].iter();
    while let Some(byte) = octets.next() {
        plain.push(if *byte == b'\\' { *octets.next().unwrap_or(byte) } else { *byte });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &str) -> String {
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        let shown = Tokens::of(raw.as_bytes()).map(|token| match token {
            Token::Space(Gap::Fold) => "/".to_owned(),
            Token::Space(_) => "_".to_owned(),
            Token::Comment(it) => format!("({})", text(it)),
            Token::Quoted(it) | Token::Word(it) => format!("[{}]", text(it)),
            Token::Special(it) => char::from(it).to_string(),
        });
        shown.collect()
    }

    #[test]
    fn words_of_a_field() {
        for (raw, expected) in [
            ("Ada <a@b.test>, c", "[Ada]_<[a@b.test]>,_[c]"),
            ("\"A, \\\"B\" (x (y) \\) z)<a>", "[\"A, \\\"B\"]_(x (y) \\) z)<[a]>"),
            ("a @ b\r\n .test", "[a]_[@]_[b]/[.test]"),
            ("=?utf-8?Q?Example,_(Ada)?= <a>", "[=?utf-8?Q?Example,_(Ada)?=]_<[a]>"),
            ("=?utf-8?x?a,b?=", "[=?utf-8?x?a],[b?=]"),
            ("=?utf-8?q?a,b c?=", "[=?utf-8?q?a],[b]_[c?=]"),
            ("a@[IPv6:2001:db8::1]", "[a@][[IPv6:2001:db8::1]]"),
            ("[list] Ada: x", "[[list]]_[Ada]:_[x]"),
            ("a (b", "[a]_[(]_[b]".replace("(]_[b", "(][b").as_str()),
            ("\"a", "[\"][a]"),
            ("a，b", "[a],[b]"),
            ("\\", "[\\]"),
            ("", ""),
        ] {
            assert_eq!(shown(raw), expected, "{raw:?}");
        }
    }
}
