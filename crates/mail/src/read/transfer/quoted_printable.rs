//! Quoted-printable (RFC 2045 6.7), as programs write it.

use std::borrow::Cow;

use super::lines;

/// Undoes escapes and soft line breaks; 8-bit octets and what is no escape stay, blanks before a line end go.
pub(super) fn decode(body: &[u8], mut told: impl FnMut(usize, usize)) -> Cow<'_, [u8]> {
    let trailing = |pair: &[u8]| matches!(pair, [b' ' | b'\t', b'\r' | b'\n']);
    if !body.contains(&b'=')
        && !body.windows(2).any(trailing)
        && !body.ends_with(b" ")
        && !body.ends_with(b"\t")
    {
        return body.into();
    }
    let mut octets = Vec::with_capacity(body.len());
    let mut at = 0;
    for line in lines(body) {
        told(octets.len(), at);
        at += line.len();
        let words = line.trim_ascii_end();
        let end =
            &line[line.iter().rposition(|octet| !matches!(octet, b'\r' | b'\n')).map_or(0, |it| it + 1)..];
        let soft = words.strip_suffix(b"=");
        unescape(soft.unwrap_or(words), &mut octets);
        octets.extend_from_slice(if soft.is_some() { b"" } else { end });
    }
    octets.into()
}

/// Undoes `=41`; a `=` without two digits stays.
fn unescape(text: &[u8], octets: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((&octet, after)) = rest.split_first() {
        rest = after;
        match (octet, after) {
            (b'=', [high, low, after @ ..]) => {
                if let Some(escaped) = hexadecimal(*high, *low) {
                    octets.push(escaped);
                    rest = after;
                } else {
                    octets.push(b'=');
                }
            }
            _ => octets.push(octet),
        }
    }
}

/// The octet that two hexadecimal digits, in either case, stand for.
pub(in crate::read) fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_as_programs_write_it() {
        for (body, expected) in [
            (&b"Which branch=2C Zo\xc3\xab?\n"[..], &b"Which branch, Zo\xc3\xab?\n"[..]),
            (b"Zo=c3=AB\r\n", b"Zo\xc3\xab\r\n"),
            (b"one =\ntwo=  \r\nthree=\t\nfour=", b"one twothreefour"),
            (b"kept = 4 =ZZ =4 =\nx=", b"kept = 4 =ZZ =4 x"),
            (b"x =4", b"x =4"),
            (b"blanks  \t\r\nend ", b"blanks\r\nend"),
            (b"-- \n", b"--\n"),
            (b"=3D=3D\n\n\n", b"==\n\n\n"),
            (b"a=\rb=41\rc\r\r\n", b"abA\rc\r\r\n"),
            (b"==41\n=\n\n", b"=A\n\n"),
            (b"", b""),
        ] {
            assert_eq!(decode(body, |_, _| ()), expected, "{:?}", String::from_utf8_lossy(body));
        }
        assert!(matches!(decode(b"plain\ntext\n", |_, _| ()), Cow::Borrowed(_)));
    }

    #[test]
    fn each_line_is_told() {
        let mut lines = Vec::new();
        decode(b"=41=42=\nc\nd\n", |decoded, own| lines.push((decoded, own)));
        assert_eq!(lines, [(0, 0), (2, 8), (4, 10)]);
    }
}
