//! A letter's bytes as they are sent: CRLF alone ends lines, and dots are doubled (RFC 5321 4.5.2).

use crate::read::with_crlf;

/// The bytes of a letter with CRLF at the end of each line, the last one too, and no CR or LF elsewhere.
///
/// A server may take a lone LF or CR for a line's end, and then a lone dot
/// behind it for the letter's end and what follows for commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content(Vec<u8>);

impl Content {
    /// Takes for a line's end what readers of mail take for one ([`with_crlf`]).
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(with_crlf(if bytes.is_empty() { b"\n" } else { bytes }))
    }

    /// What SIZE counts: not the dots that are added, nor the last line (RFC 1870 3).
    pub(super) fn size(&self) -> usize {
        self.0.len()
    }

    /// Whether the header, the text, have other characters than ASCII.
    pub(super) fn eight_bit(&self) -> (bool, bool) {
        let end = self.0.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(self.0.len());
        let (header, text) = self.0.split_at(end);
        (!header.is_ascii(), !text.is_ascii())
    }

    /// All that follows the answer to DATA: a dot before each line that begins with one (RFC 5321 4.5.2), and the
    /// final dot.
    pub(super) fn block(&self) -> Vec<u8> {
        let mut block = Vec::with_capacity(self.0.len() + 3);
        let mut at_start = true;
        for byte in &self.0 {
            if at_start && *byte == b'.' {
                block.push(b'.');
            }
            block.push(*byte);
            at_start = *byte == b'\n';
        }
        block.extend(b".\r\n");
        block
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_ends_and_dots() {
        for (bytes, expected) in [
            (&b"a\r\nb\r\n"[..], &b"a\r\nb\r\n.\r\n"[..]),
            (b"a\nb", b"a\r\nb\r\n.\r\n"),
            (b"a\rb\n\rc\r\r\n", b"a\r\nb\r\n\r\nc\r\n.\r\n"),
            (
                b"bare\n.\nMAIL FROM:<evil@x.test>\r.\r\n.",
                b"bare\r\n..\r\nMAIL FROM:<evil@x.test>\r\n..\r\n..\r\n.\r\n",
            ),
            (b"..a\r\n", b"...a\r\n.\r\n"),
            (b"", b"\r\n.\r\n"),
        ] {
            let block = Content::new(bytes).block();
            assert_eq!(block.escape_ascii().to_string(), expected.escape_ascii().to_string());
        }
    }

    #[test]
    fn where_the_eighth_bit_is() {
        for (bytes, expected) in [
            ("A: b\n\nc", (false, false)),
            ("A: é\n\nc", (true, false)),
            ("A: b\r\n\r\né", (false, true)),
            ("A: é", (true, false)),
            ("\né", (true, false)),
        ] {
            assert_eq!(Content::new(bytes.as_bytes()).eight_bit(), expected, "{bytes:?}");
        }
    }

    /// Bytes in which what matters is frequent.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'.'), Just(b'a'), any::<u8>()];
        prop::collection::vec(byte, 0..64)
    }

    /// A server's view of a block, by RFC 5321 4.5.2: the lines before the final dot, their own dots taken away.
    fn received(block: &[u8]) -> Vec<Vec<u8>> {
        let lines = block.strip_suffix(b"\r\n.\r\n").expect("it ends in a dot").split(|byte| *byte == b'\n');
        lines
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .map(|line| line.strip_prefix(b".").unwrap_or(line).to_vec())
            .collect()
    }

    proptest! {
        #[test]
        fn nothing_ends_a_letter_but_its_end(bytes in bytes()) {
            let block = Content::new(&bytes).block();
            let ends = block.windows(5).filter(|five| five == b"\r\n.\r\n").count();
            prop_assert_eq!(ends, 1);
            prop_assert!(!block.starts_with(b".\r\n"));
            for (at, byte) in block.iter().enumerate() {
                match byte {
                    b'\r' => prop_assert_eq!(block.get(at + 1), Some(&b'\n')),
                    b'\n' => prop_assert_eq!(at.checked_sub(1).map(|before| block[before]), Some(b'\r')),
                    _ => {}
                }
            }
        }

        #[test]
        fn a_server_gets_the_lines_that_were_given(bytes in bytes()) {
            let mut text = bytes.clone();
            let mut lines = Vec::new();
            while let Some(end) = text.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
                let returns = text[end..].iter().take_while(|byte| **byte == b'\r').count();
                let length = if text.get(end + returns) == Some(&b'\n') { returns + 1 } else { 1 };
                lines.push(text[..end].to_vec());
                text.drain(..end + length);
            }
            if !text.is_empty() || lines.is_empty() {
                lines.push(text);
            }
            prop_assert_eq!(received(&Content::new(&bytes).block()), lines);
        }
    }
}
