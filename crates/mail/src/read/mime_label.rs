//! Tokens of MIME fields as mail programs write them, with all that they put around a word.

/// `value` up to the first `;`, `,` or `*`, in lower case, without comments, quotes and outer blanks.
///
/// So `"UTF-8" (see RFC)`, `utf-8*en` and `utf-8;` are all `utf-8` (RFC 2045 5.1, RFC 2231 5).
pub(super) fn bare(value: &str) -> String {
    let (mut bare, mut begun, mut depth) = (String::new(), false, 0_usize);
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ';' | ',' | '*' if begun => break,
            '"' | '\'' | ';' | ',' | '*' => {}
            _ => {
                begun |= c.is_alphanumeric();
                bare.push(c.to_ascii_lowercase());
            }
        }
    }
    bare.trim().to_owned()
}

/// The letters and digits of a [`bare`] token before any `:`, as `iso885915` for `iso_8859-15:1998`.
pub(super) fn squeezed(bare: &str) -> String {
    bare.split(':').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_token_is_left_out() {
        for (value, expected) in [
            ("utf-8", "utf-8"),
            (" \"UTF-8\" ", "utf-8"),
            ("'utf-8'", "utf-8"),
            ("(Unicode (8 bit)) utf-8 (see RFC)", "utf-8"),
            ("utf-8*en", "utf-8"),
            ("base64;", "base64"),
            ("; base64; x=y", "base64"),
            ("base64, base64", "base64"),
            ("base64) x", "base64 x"),
            ("(open", ""),
            ("", ""),
        ] {
            assert_eq!(bare(value), expected, "{value:?}");
        }
        assert_eq!(squeezed("iso_8859-15:1998"), "iso885915");
    }
}
