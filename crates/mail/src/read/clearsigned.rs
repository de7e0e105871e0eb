//! Text that is signed as it stands (RFC 9580 7): what was put before its lines for the signature is taken away.

/// Goes over the lines of a text.
#[derive(Default)]
pub(super) struct ClearSigned {
    /// Between the first line of such a text and its signature.
    inside: bool,
}

impl ClearSigned {
    /// The next line without the `- ` of a line that begins with a dash (RFC 9580 7.2).
    pub(super) fn line<'t>(&mut self, line: &'t str) -> &'t str {
        if line.starts_with("-----BEGIN PGP ") {
            self.inside = line.starts_with("-----BEGIN PGP SIGNED MESSAGE-----");
        }
        line.strip_prefix("- ").filter(|_| self.inside).unwrap_or(line)
    }
}

/// A whole text without them.
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("-----BEGIN PGP SIGNED MESSAGE-----") {
        return text;
    }
    let mut signed = ClearSigned::default();
    text.split_inclusive('\n').map(|line| signed.line(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_are_as_they_were_before_the_signature() {
        let signed = |text: &str| {
            format!(
                "- before\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{text}-----BEGIN PGP SIGNATURE-----\n\n- x\n"
            )
        };
        for (text, expected) in [
            ("- - one?\n- - two?\n", "- one?\n- two?\n"),
            ("- -----Original Message-----\n", "-----Original Message-----\n"),
            ("- -- \nAda\n", "-- \nAda\n"),
            ("- From here\n-no escape\n", "From here\n-no escape\n"),
            ("> - - quoted\n", "> - - quoted\n"),
        ] {
            assert_eq!(unescaped(signed(text)), signed(expected), "{text}");
        }
        assert_eq!(unescaped("- - one\n".to_owned()), "- - one\n");
    }
}
