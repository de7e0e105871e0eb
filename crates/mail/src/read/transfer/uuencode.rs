//! uuencode, as POSIX describes it; what stands around `begin` and `end` is text and stays.

use std::borrow::Cow;

use super::lines;

pub(super) fn decode(body: &[u8], mut told: impl FnMut(usize, usize)) -> Cow<'_, [u8]> {
    if !body.windows(6).any(|it| it == b"begin ") {
        return body.into();
    }
    let (mut octets, mut at, mut inside) = (Vec::with_capacity(body.len()), 0, false);
    for line in lines(body) {
        told(octets.len(), at);
        at += line.len();
        let words = line.trim_ascii_end();
        match (inside, words) {
            (true, b"end") => inside = false,
            (true, [length, code @ ..]) => group(*length, code, &mut octets),
            (true, []) => {}
            (false, _) if begins(words) => inside = true,
            (false, _) => octets.extend_from_slice(line),
        }
    }
    octets.into()
}

/// `begin 644 name`
fn begins(line: &[u8]) -> bool {
    let mode = line.strip_prefix(b"begin ").and_then(|rest| rest.split(|octet| *octet == b' ').next());
    mode.is_some_and(|mode| {
        (3..=4).contains(&mode.len()) && mode.iter().all(|octet| (b'0'..=b'7').contains(octet))
    })
}

/// One line of code, whose first letter says how many octets it holds; trailing blanks may have been lost.
fn group(length: u8, code: &[u8], octets: &mut Vec<u8>) {
    let value = |letter: Option<&u8>| letter.map_or(0, |letter| letter.wrapping_sub(b' ') & 0x3f);
    let length = usize::from(value(Some(&length)));
    let start = octets.len();
    for four in code.chunks(4).take(length.div_ceil(3)) {
        let [a, b, c, d] = [0, 1, 2, 3].map(|at| value(four.get(at)));
        octets.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
    }
    octets.truncate(start + length);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_read_and_text_around_it_stays() {
        for (body, expected) in [
            ("begin 644 hello.txt\n&:&5L;&\\*\n`\nend\n", "hello\n"),
            ("begin 644 hello.txt\r\n&:&5L;&\\*\r\n \r\nend\r\n", "hello\n"),
            ("See:\nbegin 644 x\n#0V%T\n`\nend\nBye\n", "See:\nCatBye\n"),
            ("begin with this\n", "begin with this\n"),
            ("plain\n", "plain\n"),
        ] {
            assert_eq!(decode(body.as_bytes(), |_, _| ()), expected.as_bytes(), "{body:?}");
        }
    }
}
