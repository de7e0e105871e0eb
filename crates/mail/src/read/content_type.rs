//! What the fields of a part say about it (RFC 2045 5, RFC 2183, RFC 2231).

use super::charset;
use super::tokens::{Token, Tokens};

/// Octets of a field that are read.
const LONGEST: usize = 8192;

/// Parameters that are read.
const MOST: usize = 50;

/// A media type with its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ContentType {
    /// Type and subtype in lower case; nothing where they cannot be read.
    pub(super) media: Option<String>,
    parameters: Vec<(String, String)>,
}

impl ContentType {
    pub(super) fn read(raw: &[u8]) -> Self {
        let raw = &raw[..raw.len().min(LONGEST)];
        // Comments may stand anywhere, blanks around `/` and `=` too.
        let mut sections = vec![Vec::new()];
        for token in Tokens::of(raw) {
            match token {
                Token::Special(b';') => sections.push(Vec::new()),
                Token::Comment(_) | Token::Space(_) => {}
                Token::Quoted(quoted) => {
                    sections.last_mut().into_iter().for_each(|it| it.push(quoted.to_vec()));
                }
                Token::Word(word) => sections.last_mut().into_iter().for_each(|it| it.push(word.to_vec())),
                Token::Special(mark) => sections.last_mut().into_iter().for_each(|it| it.push(vec![mark])),
            }
        }
        let mut sections = sections.into_iter().filter(|it| !it.is_empty()).take(MOST).peekable();
        let is_parameter = |words: &Vec<Vec<u8>>| {
            words[0].contains(&b'=') || words.get(1).is_some_and(|it| it.starts_with(b"="))
        };
        let first = sections.next_if(|words| !is_parameter(words));
        let media = first.and_then(|words| media(&words.concat()));
        Self { media, parameters: sections.filter_map(|words| parameter(&words)).collect() }
    }

    /// The value of a parameter, its pieces joined (RFC 2231 3) and decoded.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let plain = self.parameters.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone());
        plain.or_else(|| self.continued(name)).map(|value| value.trim_end().to_owned())
    }

    fn continued(&self, name: &str) -> Option<String> {
        let piece = |suffix: &str| {
            let whole = format!("{name}{suffix}");
            self.parameters.iter().find(|(it, _)| *it == whole).map(|(_, value)| value.as_str())
        };
        if let Some(value) = piece("*") {
            return Some(extended(value));
        }
        let mut joined = String::new();
        for nth in 0..MOST {
            match (piece(&format!("*{nth}")), piece(&format!("*{nth}*"))) {
                (Some(value), _) => joined.push_str(value),
                (None, Some(value)) => joined.push_str(&extended(value)),
                (None, None) => break,
            }
        }
        Some(joined).filter(|it| !it.is_empty())
    }
}

/// `type/subtype` of tokens only.
fn media(octets: &[u8]) -> Option<String> {
    let text = str::from_utf8(octets).ok()?.to_ascii_lowercase();
    let (kind, subtype) = text.split_once('/')?;
    let token = |it: &str| {
        !it.is_empty() && it.bytes().all(|b| b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&b))
    };
    (token(kind) && token(subtype)).then_some(text)
}

fn parameter(words: &[Vec<u8>]) -> Option<(String, String)> {
    // Folds go, blanks stay (RFC 5322 2.2.3).
    let whole: Vec<u8> = words.iter().flatten().copied().filter(|octet| !b"\r\n".contains(octet)).collect();
    let equals = whole.iter().position(|byte| *byte == b'=')?;
    let name = str::from_utf8(&whole[..equals]).ok()?.trim().to_ascii_lowercase();
    let value = &whole[equals + 1..];
    let quoted = value.len() > 1 && value.starts_with(b"\"") && value.ends_with(b"\"");
    let value = if quoted { super::tokens::unquoted(value) } else { value.to_vec() };
    Some((name, charset::decode(None, &value).text.into_owned()))
}

/// `utf-8'en'na%C3%AFve` (RFC 2231 4).
fn extended(value: &str) -> String {
    let (label, text) = match value.split_once('\'') {
        Some((label, rest)) => (Some(label), rest.split_once('\'').map_or(rest, |(_, text)| text)),
        None => (None, value),
    };
    let octets: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
    charset::decode(label, &octets).text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_parameters_are_read_as_mail_programs_write_them() {
        for (raw, media, name, value) in [
            (" text/plain; charset=utf-8", Some("text/plain"), "charset", Some("utf-8")),
            (" TEXT/Markdown ;\r\n CharSet = \"UTF-8\" (x)", Some("text/markdown"), "charset", Some("UTF-8")),
            (" (x) text / (y) plain ; format=flowed", Some("text/plain"), "format", Some("flowed")),
            (
                " multipart/mixed; boundary=\"a;b \\\"c\\\" \"",
                Some("multipart/mixed"),
                "boundary",
                Some("a;b \"c\""),
            ),
            (" multipart/mixed; boundary=\"a\r\n b\"", Some("multipart/mixed"), "boundary", Some("a b")),
            (
                " multipart/mixed;\n boundary=\"a\n\tb\n c\"",
                Some("multipart/mixed"),
                "boundary",
                Some("a\tb c"),
            ),
            (" multipart/mixed; boundary=--=_a(b", Some("multipart/mixed"), "boundary", Some("--=_a(b")),
            (" multipart/mixed; boundary=a:b=c?d", Some("multipart/mixed"), "boundary", Some("a:b=c?d")),
            (" x/y; boundary*0=\"a\"; boundary*1=b", Some("x/y"), "boundary", Some("ab")),
            (" x/y; name*=utf-8'en'Zo%C3%AB", Some("x/y"), "name", Some("Zoë")),
            (" charset=utf-8", None, "charset", Some("utf-8")),
            (" ; charset=utf-8", None, "charset", Some("utf-8")),
            (" text; charset=x", None, "charset", Some("x")),
            (" text/plain/x", None, "charset", None),
            (" text/plain charset=utf-8", None, "charset", None),
            ("", None, "charset", None),
        ] {
            let read = ContentType::read(raw.as_bytes());
            assert_eq!((read.media.as_deref(), read.parameter(name).as_deref()), (media, value), "{raw:?}");
        }
    }
}
