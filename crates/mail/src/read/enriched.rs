//! Plain text from `text/enriched` (RFC 1896).

/// Returns the words of a text: formatting commands go, `<<` is `<`, and one line end is a blank.
pub(super) fn to_text(enriched: &str) -> String {
    let mut text = String::with_capacity(enriched.len());
    let mut rest = enriched;
    // Whether lines stay as they are, and whether the text is a parameter, which is not shown.
    let (mut literal, mut parameter, mut excerpt) = (0_usize, 0_usize, 0_usize);
    while let Some(c) = rest.chars().next() {
        let begins = text.is_empty() || text.ends_with('\n');
        let mark = if excerpt > 0 && begins { "> " } else { "" };
        if let Some(after) = rest.strip_prefix("<<") {
            text.push_str(mark);
            text.push('<');
            rest = after;
        } else if let Some((command, after)) = command(rest) {
            match command.to_ascii_lowercase().as_str() {
                "nofill" => literal += 1,
                "/nofill" => literal = literal.saturating_sub(1),
                "param" => parameter += 1,
                "/param" => parameter = parameter.saturating_sub(1),
                "excerpt" | "/excerpt" => {
                    // What is taken from somebody else stands on lines of its own.
                    text.truncate(text.trim_end_matches(' ').len());
                    text.push_str(if text.is_empty() || text.ends_with('\n') { "" } else { "\n" });
                    let opens = command.eq_ignore_ascii_case("excerpt");
                    excerpt = if opens { excerpt + 1 } else { excerpt.saturating_sub(1) };
                }
                _ => {}
            }
            rest = after;
        } else if c == '\n' && literal == 0 {
            let ends = rest.bytes().take_while(|byte| *byte == b'\n').count();
            let blank = if begins { "" } else { " " };
            text.push_str(if ends == 1 { blank } else { &rest[..ends - 1] });
            rest = &rest[ends..];
        } else {
            if parameter == 0 {
                text.push_str(if c == '\n' { "" } else { mark });
                text.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    text
}

/// A formatting command that `text` begins with, and what follows it.
fn command(text: &str) -> Option<(&str, &str)> {
    /// Letters of the longest one (RFC 1896).
    const LONGEST: usize = 62;
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let name = inner[..end].strip_prefix('/').unwrap_or(&inner[..end]);
    let clean = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    clean.then(|| (&inner[..end], &inner[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_go() {
        for (enriched, expected) in [
            ("<bold>Hello</bold> all,\n\nwhich\nbranch?\n\n\nBye", "Hello all,\nwhich branch?\n\nBye"),
            ("a << b <color><param>red</param>c</color>", "a < b c"),
            ("<nofill>a\nb</nofill>\nc", "a\nb c"),
            ("<excerpt>old?</excerpt>new", "> old?\nnew"),
            ("new\n<Excerpt>old\nold\n\nold?\n</Excerpt>\nnew", "new\n> old old\n> old?\nnew"),
            ("<excerpt><nofill>old\n\n<<old</nofill></excerpt>new", "> old\n\n> <old\nnew"),
            ("</excerpt>new", "new"),
            ("a <b@c.test> < d", "a <b@c.test> < d"),
            ("", ""),
        ] {
            assert_eq!(to_text(enriched), expected, "{enriched:?}");
        }
    }
}
