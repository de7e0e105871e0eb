//! What stands below a letter: signatures, footers of lists; and armour around it.

use super::attribution;

/// A footer has this many lines at most, and a signature without the blank of its delimiter too.
const MOST_LINES: usize = 8;

/// What begins below a letter.
pub(super) enum Tail {
    /// The line above a signature.
    Signature,
    /// A footer.
    Footer,
    /// Nothing: a rule within the letter.
    Rule,
}

/// What is asked of every line and needs the whole text.
pub(super) struct Limits {
    /// The first line behind which at most [`MOST_LINES`] filled ones stand.
    short: usize,
    /// Armour is open up to this line at most.
    last_end: Option<usize>,
    /// Whether a line can be the last of an attribution.
    pub(super) attributes: Vec<bool>,
}

impl Limits {
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut filled = (0..lines.len()).rev().filter(|at| !lines[*at].trim().is_empty());
        let short = filled.nth(MOST_LINES).unwrap_or(0);
        let attributes = lines.iter().map(|line| attribution::ends(line)).collect();
        Self { short, attributes, last_end: lines.iter().rposition(|line| line.starts_with("-----END PGP ")) }
    }
}

/// How footers of list software begin.
const FOOTERS: [&str; 8] = [
    "You received this message because you are subscribed to the Google Groups",
    "To unsubscribe from this list: send the line",
    "To unsubscribe from this group",
    "To unsubscribe, e-mail:",
    "To unsubscribe, send an email to",
    "To unsubscribe send an email to",
    "-=-=-=-=-=-=-=-=-=-=-=-",
    "List-Unsubscribe:",
];

/// What begins at a filled line, if it is no more of the letter.
pub(super) fn tail(lines: &[&str], at: usize, limits: &Limits) -> Option<Tail> {
    let line = lines[at].trim_end();
    let below = || lines[at + 1..].iter().find(|line| !line.trim().is_empty());
    let short = at >= limits.short;
    if FOOTERS.iter().any(|it| line.starts_with(it)) {
        return Some(Tail::Footer);
    }
    // Without its blank it divides a letter too, from what asks below an empty line.
    let divides = || {
        lines.get(at + 1).is_some_and(|line| line.trim().is_empty())
            && lines[at + 1..].iter().any(|line| line.trim_end().ends_with(['?', '？']))
    };
    if line == "--" && lines[at] != "-- " && (!short || divides()) {
        return short.then_some(Tail::Rule);
    }
    if line == "--" {
        let footer = below().is_some_and(|line| FOOTERS.iter().any(|it| line.starts_with(it)));
        return Some(if footer { Tail::Footer } else { Tail::Signature });
    }
    (short && dashes(line) > 1 && is_footer(lines, at)).then_some(Tail::Footer)
}

/// How many dashes of one kind a line is made of, and nothing else.
fn dashes(line: &str) -> usize {
    let line = line.trim_end();
    let only = |mark: &str| line.trim_start_matches(mark).is_empty();
    if ["-", "=", "_"].into_iter().any(only) { line.len() } else { 0 }
}

/// Whether a line divides a text.
fn is_rule(line: &str) -> bool {
    const SHORTEST: usize = 30;
    dashes(line) >= SHORTEST
}

/// Whether a footer begins at a line of dashes. The paragraph below it is a list's, or an advertisement right above one, or
/// ends the letter; where it asks, it is the author's.
fn is_footer(lines: &[&str], at: usize) -> bool {
    let is_blank = |line: &str| line.trim().is_empty();
    let below = &lines[at + 1..];
    let first = below.iter().position(|line| !is_blank(line)).unwrap_or(below.len());
    let length = below[first..].iter().take_while(|line| !is_blank(line) && !is_rule(line)).count();
    let (paragraph, rest) = below[first..].split_at(length);
    let has = |words: &[&str]| {
        paragraph.iter().any(|line| {
            let lower = line.to_ascii_lowercase();
            words.iter().any(|it| lower.contains(it))
        })
    };
    let asks = paragraph.iter().any(|line| line.trim_end().ends_with(['?', '？']));
    let ends = rest.iter().all(|line| is_blank(line));
    let addressed = has(&["@", "://"]);
    let listed = has(&["unsubscribe", "/listinfo/", "/mailman"]);
    let advertises = || {
        first == 0
            && has(&["://"])
            && rest.first().is_some_and(|line| is_rule(line))
            && is_footer(lines, at + 1 + length)
    };
    let signs = has(&["mailing list"]) && addressed || first == 0 && lines[at].starts_with('_');
    let ruled = listed && (addressed || ends) || ends && signs || advertises();
    !asks && if is_rule(lines[at]) { ruled } else { listed && addressed && ends }
}

/// How many lines of a file in a text begin at a line: `begin 644 a.txt` up to `end` (POSIX uuencode).
pub(super) fn uuencoded(lines: &[&str], at: usize) -> Option<usize> {
    let (mode, name) = lines[at].strip_prefix("begin ")?.split_once(' ')?;
    let octal = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    let coded = |line: &&&str| {
        let first = line.bytes().next().unwrap_or(b' ');
        let letters = usize::from(first.wrapping_sub(b' ') & 63).div_ceil(3) * 4 + 1;
        (b' '..=b'`').contains(&first) && line.len() <= letters + 1 && line.len() + 3 >= letters
    };
    let length = 1 + lines[at + 1..].iter().take_while(coded).count();
    let ends = lines.get(at + length).is_some_and(|line| line.trim_end() == "end");
    (octal && !name.trim().is_empty() && (ends || length > 1)).then_some(length + usize::from(ends))
}

/// How many lines of `OpenPGP` armour begin at a line (RFC 9580 6.2 and 7).
pub(super) fn armor(lines: &[&str], at: usize, limits: &Limits) -> Option<usize> {
    let what = lines[at].strip_prefix("-----BEGIN PGP ")?.trim_end().strip_suffix("-----")?;
    if what == "SIGNED MESSAGE" {
        let header = lines[at..].iter().take(5).position(|line| line.trim().is_empty());
        return Some(header.unwrap_or(1).max(1));
    }
    limits.last_end.filter(|end| *end > at)?;
    let end = lines[at..].iter().position(|line| line.starts_with("-----END PGP "))?;
    Some(end + 1)
}
