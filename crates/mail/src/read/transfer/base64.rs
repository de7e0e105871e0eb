//! Base64 (RFC 2045 6.8), as programs write it: without padding, in padded pieces, with foreign octets, and with
//! the footer of a list in clear behind it.

use super::lines;

/// A line of code that is as long as this is no word of a footer.
const LONG: usize = 40;

/// The octets of the code in `body`, and what follows the code in clear.
pub(super) fn decode(body: &[u8], mut told: impl FnMut(usize, usize)) -> Vec<u8> {
    let mut decoder = Decoder { octets: Vec::with_capacity(body.len() / 4 * 3 + 3), ..Decoder::default() };
    let mut at = 0;
    let mut all = lines(body).peekable();
    while let Some(line) = all.next() {
        told(decoder.octets.len(), at);
        let next = all.peek().copied().unwrap_or_default();
        if is_clear(line, decoder.padded, decoder.count) && !(next.len() >= LONG && is_code(next)) {
            decoder.end_piece();
            decoder.octets.extend_from_slice(line);
            at += line.len();
            for line in all {
                told(decoder.octets.len(), at);
                decoder.octets.extend_from_slice(line);
                at += line.len();
            }
            return decoder.octets;
        }
        decoder.push(line);
        at += line.len();
    }
    decoder.end_piece();
    decoder.octets
}

/// The octets of letters of base64 as they stand in an encoded word: other octets count for nothing.
pub(in crate::read) fn letters(code: &[u8], octets: Vec<u8>) -> Vec<u8> {
    let mut decoder = Decoder { octets, ..Decoder::default() };
    decoder.push(code);
    decoder.end_piece();
    decoder.octets
}

fn is_code(line: &[u8]) -> bool {
    line.trim_ascii().iter().all(|octet| sextet(*octet).is_some() || *octet == b'=')
}

/// Whether a line is text in clear and no code: `padded` tells whether the code before it has been ended, `open` how many
/// letters of it are left over.
fn is_clear(line: &[u8], padded: bool, open: u8) -> bool {
    let line = line.trim_ascii();
    if is_code(line) {
        return padded && line.len() < LONG && !line.len().is_multiple_of(4);
    }
    let foreign = line.iter().filter(|it| sextet(**it).is_none() && !it.is_ascii_whitespace()).count();
    let words = || line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let code = line.iter().filter(|octet| sextet(**octet).is_some() || **octet == b'=').count();
    let whole = !padded && (usize::from(open) + code).is_multiple_of(4);
    let mixed: usize = words().filter(|word| is_mixed(word)).map(<[u8]>::len).sum();
    let blanks_in_code = whole && mixed * 2 > line.len();
    let loose = words().count() > 1 && words().any(|word| !word.len().is_multiple_of(4)) && !blanks_in_code;
    foreign * 4 > line.len() || loose || line.windows(3).any(|it| it == b"://")
}

/// Whether a word is as code looks, and no language: a capital or a digit behind a small letter, or one or two letters.
fn is_mixed(word: &[u8]) -> bool {
    word.len() < 3
        || word.windows(2).any(|it| {
            it[0].is_ascii_lowercase() && !it[1].is_ascii_lowercase()
                || it[0].is_ascii_digit() && it[1].is_ascii_alphabetic()
        })
}

/// Takes letters, and knows what has been left over by them.
#[derive(Default)]
struct Decoder {
    octets: Vec<u8>,
    held: u32,
    count: u8,
    /// Signs of padding since the last letter.
    pads: u8,
    /// Whether the last piece ended in padding.
    padded: bool,
}

impl Decoder {
    fn push(&mut self, code: &[u8]) {
        for octet in code {
            if let Some(value) = sextet(*octet) {
                (self.padded, self.pads) = (false, 0);
                self.held = self.held << 6 | u32::from(value);
                self.count += 1;
                if self.count == 4 {
                    let [_, group @ ..] = self.held.to_be_bytes();
                    self.octets.extend(group);
                    (self.held, self.count) = (0, 0);
                }
            } else if *octet == b'=' && self.count > 1 {
                self.pads += 1;
                if self.count + self.pads == 4 {
                    self.end_piece();
                    self.padded = true;
                }
            }
        }
    }

    /// Takes what two or three letters hold.
    fn end_piece(&mut self) {
        let [_, group @ ..] = (self.held << (6 * (4 - u32::from(self.count)).min(4))).to_be_bytes();
        let whole = usize::from(self.count).saturating_sub(1);
        self.octets.extend_from_slice(&group[..whole]);
        (self.held, self.count, self.pads) = (0, 0, 0);
    }
}

/// What a letter stands for. Those of the alphabet for URLs are none in mail.
pub(in crate::read) fn sextet(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_programs_write_it() {
        for (body, expected) in [
            ("aGVsbG8K\n", "hello\n"),
            ("aGVs\r\nbG8K\r\n", "hello\n"),
            ("aGVsbG8", "hello"),
            ("aGVsbG8gYWxs\nPz8", "hello all??"),
            ("a", ""),
            ("aG=Vs=bG8=\n", "hello"),
            ("aGVsbG8=\nIGFsbA==\n", "hello all"),
            ("aGVsbG8=IGFsbA==", "hello all"),
            ("aGVsbG8=\nZm9v\n", "hellofoo"),
            ("aG!Vs\nbG*8K\n", "hello\n"),
            ("a\nG\nV\ns\nb\nG\n8\n", "hello"),
            ("aGVs bG8g\taGVsbG8K\n", "hello hello\n"),
            ("  aGVsbG8K  \n\n\n", "hello\n"),
            ("aGVs bG8gYWxsCg\t==\n", "hello all\n"),
            ("aGVsb G8gYWxsLCB \t3aGljaCB icmFuY2g/Cg==\n", "hello all, which branch?\n"),
            ("a GVsbG8gYWxs\nIGFnYWlu Cg==\n", "hello all again\n"),
            ("aG Vs bG 8K\n", "hello\n"),
            ("aGVsbG8K\nThis list is for students\n", "hello\nThis list is for students\n"),
            ("aGVsbG8=\n-- \nIntro list\n", "hello-- \nIntro list\n"),
            ("aGVsbG8\n-- \nIntro list\n", "hello-- \nIntro list\n"),
            ("aGVsbG8=\nfooter\n", "hellofooter\n"),
            (
                "aGVsbG8K\n____________\nengine-devel mailing list\n",
                "hello\n____________\nengine-devel mailing list\n",
            ),
            ("aGVsbG8K\nhttps://lists.example.org/x\n", "hello\nhttps://lists.example.org/x\n"),
            ("not base64\n", "not base64\n"),
            ("", ""),
        ] {
            let read = decode(body.as_bytes(), |_, _| ());
            assert_eq!(String::from_utf8_lossy(&read), expected, "{body:?}");
        }
    }

    #[test]
    fn letters_for_urls_are_foreign() {
        assert_eq!(letters(b"_-8_", Vec::new()), letters(b"8", Vec::new()));
    }

    #[test]
    fn each_line_is_told() {
        let mut lines = Vec::new();
        decode(b"aGVs\nbG8=\n-- \nx\n", |decoded, own| lines.push((decoded, own)));
        assert_eq!(lines, [(0, 0), (3, 5), (5, 10), (9, 14)]);
    }
}
