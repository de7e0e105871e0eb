//! Plain text from HTML, for mail that brings nothing else.

mod elements;

use mail_parser::decoders::html::html_to_text;

use self::elements::{Effect, Elements, LONGEST};

/// Elements that start a line or a cell, and what stands for their start.
const BLOCKS: [(&str, &str); 18] = [
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
    ("td", "\u{fdd2}"),
    ("th", "\u{fdd2}"),
];

/// Stand in a text for the start and the end of a quote, and for a blank: no mail has them (Unicode, noncharacters).
const QUOTES: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];
const BLANK: char = '\u{fdd2}';

/// Returns the words of `html`, with paragraphs and list items on lines of their own, `> ` before what is quoted, and
/// below the rest what mail programs mark as a signature. What nobody sees is left out.
pub(super) fn to_text(html: &str) -> String {
    let ours = |c: char| QUOTES.contains(&c) || c == BLANK;
    let plain = html.contains(ours).then(|| html.replace(ours, ""));
    let html = plain.as_deref().unwrap_or(html);
    let last_quote = last_quote(html);
    let mut elements = Elements::default();
    let (mut letter, mut signature) = (String::with_capacity(html.len()), String::new());
    let mut rest = html;
    let first = rest.find('<').unwrap_or(rest.len());
    letter.push_str(&rest[..first]);
    rest = &rest[first..];
    while let Some(inner) = rest.strip_prefix('<') {
        if let Some(comment) = inner.strip_prefix("!--") {
            // What stands behind it is text again.
            let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
            let text = &comment[end..];
            let next = text.find('<').unwrap_or(text.len());
            if !elements.has(Effect::Hide) {
                let marked = if elements.has(Effect::Sign) { &mut signature } else { &mut letter };
                push_text(marked, &text[..next], &elements);
            }
            rest = &text[next..];
            continue;
        }
        let before = elements.quotes();
        let (tag, behind) = inner.split_at(tag_end(inner));
        elements.take(tag, html.len() - rest.len() < last_quote);
        let after = elements.quotes();
        let mark = QUOTES[usize::from(after < before)];
        let marked = if elements.has(Effect::Sign) { &mut signature } else { &mut letter };
        for _ in 0..before.abs_diff(after) {
            marked.push_str("<br>");
            marked.push(mark);
        }
        let text = behind.strip_prefix('>').unwrap_or(behind);
        let (text, next) = text.split_at(text.find('<').unwrap_or(text.len()));
        if !elements.has(Effect::Hide) {
            marked.push_str(block_at(inner).unwrap_or_default());
            marked.push('<');
            marked.push_str(&tag.replace(['<', '>'], ""));
            if behind.starts_with('>') {
                marked.push('>');
                push_text(marked, text, &elements);
            }
        }
        rest = next;
    }
    let read = |marked: &str| tidy(&html_to_text(marked).replace('\u{a0}', " "));
    let (letter, signature) = (read(&letter), read(&signature));
    let signature = signature.strip_prefix("--").unwrap_or(&signature).trim_start();
    match (letter.is_empty(), signature.is_empty()) {
        (_, true) => letter,
        (true, _) => signature.to_owned(),
        _ => format!("{letter}\n-- \n{signature}"),
    }
}

/// Where a tag ends that `text` begins with, behind its `<`: at a `>` outside the values of its attributes. Where one has no
/// second quotation mark nearby, no mark counts, so that the text behind it is read.
fn tag_end(text: &str) -> usize {
    let (mut quote, mut before) = (None, b' ');
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match (quote, byte) {
            (None, b'>' | b'<') => return at,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(mark), _) if byte == mark => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    text.find(['>', '<']).unwrap_or(text.len())
}

/// Where the last quote of a page begins.
fn last_quote(html: &str) -> usize {
    const NAME: &[u8] = b"<blockquote";
    html.as_bytes().windows(NAME.len()).rposition(|it| it.eq_ignore_ascii_case(NAME)).unwrap_or(0)
}

/// Puts text behind a tag, with its lines where they stay.
fn push_text(marked: &mut String, text: &str, elements: &Elements) {
    if elements.has(Effect::Lines) {
        // The line end behind the tag is none of the text.
        marked.push_str(&text.strip_prefix('\n').unwrap_or(text).replace('\n', "<br>"));
        return;
    }
    let words = text.trim_start_matches([' ', '\t', '\r', '\n']);
    if words.len() < text.len() {
        marked.push(BLANK);
    }
    marked.push_str(words);
}

/// The charset that a page names for itself, in `<meta charset="…">` or `<meta http-equiv="Content-Type" …>`.
pub(super) fn charset(octets: &[u8]) -> Option<String> {
    /// As far as browsers look (WHATWG HTML, prescan).
    const BEGINNING: usize = 1024;
    let head = String::from_utf8_lossy(&octets[..octets.len().min(BEGINNING)]).to_ascii_lowercase();
    head.split("<meta").skip(1).find_map(|rest| {
        let tag = &rest[..tag_end(rest)];
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
    // With an attribute the library does not know it.
    let plain = || text[name.len()..].trim_start_matches(['/', ' ']).starts_with('>');
    if name.eq_ignore_ascii_case("br") {
        return (!plain()).then_some("<br>");
    }
    let (_, mark) = BLOCKS.iter().find(|(block, _)| name.eq_ignore_ascii_case(block))?;
    Some(if closes && mark.starts_with('<') { "<br>" } else { mark })
}

/// Drops blanks around lines and all but one of a run of empty lines, and marks those of a quote.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for line in text.lines() {
        for mark in line.chars().filter(|c| QUOTES.contains(c)) {
            depth = if mark == QUOTES[0] { depth + 1 } else { depth.saturating_sub(1) };
        }
        let line = with_blanks(&line.replace(QUOTES, ""));
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

/// A line with one blank for each that stands for one, where there is none.
fn with_blanks(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            BLANK | ' ' if text.is_empty() || text.ends_with(' ') && c == BLANK => {}
            BLANK => text.push(' '),
            _ => text.push(c),
        }
    }
    text
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
            ("<meta content='>' charset=koi8-r>", Some("koi8-r")),
            ("<p>charset=x</p>", None),
            ("", None),
        ] {
            assert_eq!(charset(html.as_bytes()).as_deref(), expected, "{html}");
        }
    }

    fn hold(cases: &[(&str, &str)]) {
        let read = cases.iter().map(|(html, expected)| (*html, to_text(html), *expected));
        let wrong: Vec<_> = read.filter(|(_, found, expected)| found != expected).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn quotes_are_marked_and_what_nobody_sees_is_left_out() {
        hold(&[
            ("new<blockquote>old</blockquote>new", "new\n\n> old\n\nnew"),
            ("<blockquote style='border-left: 1px solid'>old</blockquote>new", "> old\n\nnew"),
            ("<blockquote style=\"margin:0 0 0 40px; border: none\">mine</blockquote>", "mine"),
            ("<blockquote class=gmail_quote style=\"border:none\">old</blockquote>", "> old"),
            (
                "new<div class=\"gmail_quote\">old<div>old</div>old</div>new",
                "new\n\n> old\n> old\n> old\n\nnew",
            ),
            (
                "<div class=gmail_quote>Bob wrote:<BLOCKQUOTE>old</BLOCKQUOTE><div>new</div><blockquote>old</blockquote></div>",
                "Bob wrote:\n\n> old\n\nnew\n\n> old",
            ),
            ("<div style=\"color:red; DISPLAY : none\">no<div>no</div>no</div><p>yes</p>", "yes"),
            ("<p hidden>no</p><p class=\"a hidden b\">yes</p><span hidden=''>no</span>", "yes"),
            ("<p>yes</p><!-- no <blockquote> --> yes<!-->no-->", "yes\n\nyes"),
            (
                "yes<div class=\"x_gmail_signature\" dir=ltr>Ada<br>why?</div><p>yes</p>",
                "yes\n\nyes\n-- \nAda\nwhy?",
            ),
            ("<p>yes</p><pre class=\"moz-signature\">-- \nAda</pre>", "yes\n-- \nAda"),
            ("<div id=\"Signature\"><p>all of it</p></div>", "all of it"),
            ("<div style='display:none'>never closed", ""),
            (
                "yes<div style='font-size:0px'>no</div><div style='font-size: 0.9em; opacity:1'>yes</div>",
                "yes\n\nyes",
            ),
            ("<p>new</p><div style=\"border:none; border-left: solid blue 1.5pt\">old</div>", "new\n\n> old"),
            (
                "<p>new</p><div style=\"border-left:0\">new</div><section id=email-quote>old</section>",
                "new\n\nnew\n\n> old",
            ),
            ("<p hidden>no<p>yes", "yes"),
            ("<img hidden>yes<br style='display:none'/>yes", "yes\nyes"),
        ]);
    }

    #[test]
    fn paragraphs_and_lists_keep_their_lines() {
        hold(&[
            ("<p>Hello,</p><p>I am <b>Ada</b>.</p>", "Hello,\n\nI am Ada."),
            ("<div>one</div><div>two<br>three</div>", "one\n\ntwo\nthree"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"),
            ("<html><head><style>p{}</style><title>t</title></head><body>x&nbsp;&lt;y&gt;</body>", "x <y>"),
            (
                "<p>new</p><blockquote type=\"cite\"><div>old</div>old</blockquote><p>new</p>",
                "new\n\n> old\n> old\n\nnew",
            ),
            ("<p>new</p><div class=\"yahoo_quoted\"><div>old</div></div>new", "new\n\n> old\n\nnew"),
            ("<b>Which<p>should</i> I build?", "Which\n\nshould I build?"),
            ("<p><b>Hi</b> <i>Ada</i> Example,</p>\n <b>a</b>\n<i> <u> b</u></i>", "Hi Ada Example,\n\na b"),
            ("<pre>a ? b : c\nd?</pre>e\nf", "a ? b : c\nd?\ne f"),
            ("<div style=\"white-space: pre-wrap\">a\nb</div>c\nd", "a\nb\nc d"),
            (
                "<BLOCKQUOTE TYPE=cite>old<blockquote type=cite>older</blockquote>old",
                "> old\n\n> older\n\n> old",
            ),
            ("<p>a<a title=\"1 > 0 <b>\" href='>'>b</a>c</p>", "abc"),
            ("<p title = '>'>a</p>", "a"),
            ("<p title=\">a</p><p>b</p>", "a\n\nb"),
            ("<p title=it's>don't</p>", "don't"),
            (
                "<table><tr><td>Which branch</td><td>is\n<b>it</b>?</td></tr><tr><th>a</th><th class=x>b</th></tr></table>",
                "Which branch is it?\n\na b",
            ),
            ("</blockquote></div>x", "x"),
            ("a < b & c", "a"),
            ("<!-- never ends", ""),
            ("", ""),
        ]);
    }
}
