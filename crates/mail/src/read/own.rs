//! A writer's own words: without quotes, signature and what the list added.

/// How mailers end the line that introduces a quote.
const ATTRIBUTIONS: [&str; 14] = [
    "wrote:",
    "writes:",
    "wrote :",
    "schrieb:",
    "geschrieben:",
    "a écrit :",
    "a écrit:",
    "a ecrit :",
    "escribió:",
    "escreveu:",
    "ha scritto:",
    "schreef:",
    "написал:",
    "写道：",
];

/// An attribution that was broken has this many lines at most.
const ATTRIBUTION_LINES: usize = 3;

/// A footer has this many lines at most, and a signature without the blank of its delimiter too.
const FOOTER_LINES: usize = 8;

/// Returns the lines of `text` that its writer wrote, without blank lines around them.
///
/// Quotes (`>`) go, and the attribution above them; then everything from the
/// signature delimiter on (RFC 3676 4.3), and a list's footer. In text `from_html`
/// quotes have no mark, so everything below an attribution goes.
pub(super) fn words(text: &str, from_html: bool) -> String {
    let lines: Vec<_> = text.lines().collect();
    let lines = &lines[..end(&lines)];
    let mut kept: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('>') {
            continue;
        }
        if attributes(line) && (from_html || dated(line) || quote_follows(&lines[at + 1..])) {
            forget_attribution(&mut kept);
            if from_html {
                break;
            }
            continue;
        }
        kept.push(line);
    }
    squeezed(&kept)
}

/// Where the writer's own part ends.
fn end(lines: &[&str]) -> usize {
    let ends = |(at, line): (usize, &&str)| {
        let filled = || lines[at + 1..].iter().filter(|line| !line.trim().is_empty());
        let short = || filled().take(FOOTER_LINES + 1).count() <= FOOTER_LINES;
        let forwarded = || filled().next().is_some_and(|next| next.starts_with("From:"));
        *line == "-- "
            || (line.trim_end() == "--" && short())
            || (line.len() >= 30
                && line.trim_end().bytes().all(|byte| byte == b'_')
                && (short() || forwarded()))
            || (line.starts_with("-----") && line.to_ascii_lowercase().contains("original message"))
            || line.starts_with("You received this message because you are subscribed to the Google Groups")
    };
    lines.iter().enumerate().position(ends).unwrap_or(lines.len())
}

fn attributes(line: &str) -> bool {
    let line = line.trim_end();
    let verb_inside =
        line.ends_with(':') && [" schrieb ", " skrev ", " napisał "].iter().any(|it| line.contains(it));
    verb_inside || ATTRIBUTIONS.iter().any(|end| line.ends_with(end))
}

fn starts_attribution(line: &str) -> bool {
    ["On ", "Am ", "Le ", "El ", "Em ", "Il ", "Op "].iter().any(|it| line.starts_with(it))
}

/// Whether an attribution is one beyond doubt, though its quote was cut away.
fn dated(line: &str) -> bool {
    starts_attribution(line) && line.contains(|c: char| c.is_ascii_digit()) && line.contains(',')
}

fn quote_follows(lines: &[&str]) -> bool {
    lines.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with('>'))
}

/// Drops the lines of an attribution that stand above its last one.
fn forget_attribution(kept: &mut Vec<&str>) {
    let above = kept.iter().rev().take(ATTRIBUTION_LINES - 1).take_while(|line| !line.trim().is_empty());
    if let Some(lines) = above.into_iter().position(|line| starts_attribution(line)) {
        kept.truncate(kept.len() - lines - 1);
    }
}

/// Joins lines, with one empty line for a run of them.
fn squeezed(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines.iter().map(|line| line.trim_end()) {
        if !line.is_empty() || !(text.is_empty() || text.ends_with("\n\n")) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words() {
        let line = "_".repeat(47);
        for (text, expected) in [
            ("Hi\n\nHow?\n", "Hi\n\nHow?"),
            ("On Tue, Ada wrote:\n> old\n\nnew\n", "new"),
            (
                "Hi.\n\nOn Tue, 10 Mar 2015 at 12:00, Ada Example\n<a@b.test> wrote:\n\n> old\n>> older\nnew",
                "Hi.\n\nnew",
            ),
            ("Am Di., schrieb Ada:\n> alt\nneu", "neu"),
            ("As Ada wrote:\nit works", "As Ada wrote:\nit works"),
            ("On 10.03.15 08:01, Ada wrote:\n\nHi", "Hi"),
            ("new\n-- \nAda\n", "new"),
            ("new\n--\nAda\n", "new"),
            (&format!("new\n{line}\nIntro mailing list\nTo unsubscribe\n"), "new"),
            ("new\n-- \nIntro mailing list\nIntro@lists.test\n", "new"),
            (
                "new\n\nYou received this message because you are subscribed to the Google Groups \"x\".\nTo",
                "new",
            ),
            ("new\n-----Original Message-----\nFrom: x\nold", "new"),
            ("a\n\n\n> q\n\n\nb", "a\n\nb"),
            ("> only a quote\n", ""),
            ("-- \nonly a signature", ""),
        ] {
            assert_eq!(words(text, false), expected, "{text:?}");
        }
        assert_eq!(words("new\n\nOn Tue, Ada wrote:\nold", true), "new");
    }
}
