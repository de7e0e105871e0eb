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

/// Stand in a text for the start and the end of a quote: no mail has them (Unicode, noncharacters).
const QUOTES: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];

/// Returns the words of `html`, with paragraphs and list items on lines of their own, and `> ` before what mail programs
/// mark as quoted.
pub(super) fn to_text(html: &str) -> String {
    let mut marked = String::with_capacity(html.len());
    let mut open = Vec::new();
    let plain = html.contains(QUOTES).then(|| html.replace(QUOTES, ""));
    let mut rest = plain.as_deref().unwrap_or(html);
    while let Some(at) = rest.find('<') {
        marked.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(quote) = quote_at(rest, &mut open) {
            marked.push_str("<br>");
            marked.push(quote);
        }
        marked.push_str(block_at(rest).unwrap_or_default());
        marked.push('<');
    }
    marked.push_str(rest);
    tidy(&html_to_text(&marked).replace('\u{a0}', " "))
}

/// What marks the start or the end of a quote, where the tag that `text` begins with is one; `open` are the elements
/// that a quote may be, each with whether it is one.
fn quote_at(text: &str, open: &mut Vec<(bool, bool)>) -> Option<char> {
    /// Elements in elements that are told apart.
    const DEEPEST: usize = 1000;
    /// Octets of a tag that are looked at.
    const LONGEST: usize = 500;
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let closes = text.starts_with('/');
    let tag = text.strip_prefix('/').unwrap_or(text).split('>').next()?;
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let is_div = name.eq_ignore_ascii_case("div");
    if !is_div && !name.eq_ignore_ascii_case("blockquote") {
        return None;
    }
    if closes {
        let (was_div, quoted) = open.pop_if(|(div, _)| *div == is_div)?;
        return (quoted && was_div == is_div).then_some(QUOTES[1]);
    }
    let lower = tag.to_ascii_lowercase();
    let cited = !is_div && lower.contains("type") && lower.contains("cite");
    let class = lower.split_once("class").map(|(_, rest)| rest).unwrap_or_default();
    let quoted =
        cited || ["yahoo_quoted", "protonmail_quote", "tutanota_quote"].iter().any(|it| class.contains(it));
    if open.len() < DEEPEST {
        open.push((is_div, quoted));
    }
    quoted.then_some(QUOTES[0])
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

/// Drops blanks around lines and all but one of a run of empty lines, and marks those of a quote.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for line in text.lines() {
        for mark in line.chars().filter(|c| QUOTES.contains(c)) {
            depth = if mark == QUOTES[0] { depth + 1 } else { depth.saturating_sub(1) };
        }
        let line = line.replace(QUOTES, "");
        let line = line.trim();
        if !line.is_empty() || !(tidied.is_empty() || tidied.ends_with("\n\n")) {
            if depth > 0 && !line.is_empty() {
                tidied.push_str("> ");
            }
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
    fn pages_name_their_charset() {
        for (html, expected) in [
            ("<html><head><meta charset=\"windows-1251\"></head>", Some("windows-1251")),
            ("<META charset=koi8-r>", Some("koi8-r")),
            (
                "<meta name=x><meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">",
                Some("koi8-r"),
            ),
            ("<p>charset=x</p>", None),
            ("", None),
        ] {
            assert_eq!(charset(html.as_bytes()).as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn paragraphs_and_lists_keep_their_lines() {
        for (html, expected) in [
            ("<p>Hello,</p><p>I am <b>Ada</b>.</p>", "Hello,\n\nI am Ada."),
            ("<div>one</div><div>two<br>three</div>", "one\n\ntwo\nthree"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"),
            ("<html><head><style>p{}</style><title>t</title></head><body>x&nbsp;&lt;y&gt;</body>", "x <y>"),
            (
                "<p>new</p><blockquote type=\"cite\"><div>old</div>old</blockquote><p>new</p>",
                "new\n\n> old\n> old\n\nnew",
            ),
            ("<p>new</p><div class=\"yahoo_quoted\"><div>old</div></div>new", "new\n\n> old\n\nnew"),
            ("<blockquote>mine</blockquote>", "mine"),
            (
                "<BLOCKQUOTE TYPE=cite>old<blockquote type=cite>older</blockquote>old",
                "> old\n\n> older\n\n> old",
            ),
            ("</blockquote></div>x", "x"),
            ("a < b & c", "a"),
            ("<!-- never ends", ""),
            ("", ""),
        ] {
            assert_eq!(to_text(html), expected, "{html:?}");
        }
    }
}
