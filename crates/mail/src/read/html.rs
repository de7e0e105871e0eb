//! Plain text from HTML, for mail that brings nothing else.

use mail_parser::decoders::html::html_to_text;

/// Elements that start a line, and what stands for their start.
const BLOCKS: [(&str, &str); 16] = [
    ("p", "<br><br>"),
    ("h1", "<br><br>"),
    ("h2", "<br><br>"),
    ("h3", "<br><br>"),
    ("h4", "<br><br>"),
    ("ul", "<br>"),
    ("ol", "<br>"),
    ("pre", "<br><br>"),
    ("table", "<br><br>"),
    ("blockquote", "<br><br>"),
    ("hr", "<br><br>"),
    ("div", "<br>"),
    ("tr", "<br>"),
    ("dt", "<br>"),
    ("dd", "<br>"),
    ("li", "<br>- "),
];

/// Returns the words of `html`, with paragraphs and list items on lines of their own.
pub(super) fn to_text(html: &str) -> String {
    let mut marked = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        marked.push_str(&rest[..at]);
        marked.push_str(block_at(&rest[at + 1..]).unwrap_or_default());
        marked.push('<');
        rest = &rest[at + 1..];
    }
    marked.push_str(rest);
    tidy(&html_to_text(&marked).replace('\u{a0}', " "))
}

/// The charset that a page names for itself, in `<meta charset="…">` or `<meta http-equiv="Content-Type" …>`.
pub(super) fn charset(octets: &[u8]) -> Option<String> {
    /// As far as browsers look (WHATWG HTML, prescan).
    const BEGINNING: usize = 1024;
    let head = String::from_utf8_lossy(&octets[..octets.len().min(BEGINNING)]).to_ascii_lowercase();
    head.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once("charset")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let label = value.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c))).next()?;
        (!label.is_empty()).then(|| label.to_owned())
    })
}

/// What stands for the tag whose name `text` begins with.
fn block_at(text: &str) -> Option<&'static str> {
    let closes = text.starts_with('/');
    let text = text.strip_prefix('/').unwrap_or(text);
    let name = text.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let (_, mark) = BLOCKS.iter().find(|(block, _)| name.eq_ignore_ascii_case(block))?;
    Some(if closes { "<br>" } else { mark })
}

/// Drops blanks around lines and all but one of a run of empty lines.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if !line.is_empty() || !(tidied.is_empty() || tidied.ends_with("\n\n")) {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_lists_keep_their_lines() {
        for (html, expected) in [
            ("<p>Hello,</p><p>I am <b>Ada</b>.</p>", "Hello,\n\nI am Ada."),
            ("<div>one</div><div>two<br>three</div>", "one\n\ntwo\nthree"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"),
            ("<html><head><style>p{}</style><title>t</title></head><body>x&nbsp;&lt;y&gt;</body>", "x <y>"),
            ("a < b & c", "a"),
            ("<!-- never ends", ""),
            ("", ""),
        ] {
            assert_eq!(to_text(html), expected, "{html:?}");
        }
    }
}
