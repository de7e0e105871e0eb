//! Quotes without marks: header fields of the quoted mail, and dividers above them.

use super::attribution::{has_time, is_dated};
use super::marks::is_marked;
use super::{next_filled, words};

/// Fields of a block that are looked at.
const MOST_FIELDS: usize = 12;

/// Labels of what writers say of themselves, of changes, and of reports: none of a mail's header.
const NO_FIELDS: [&str; 34] = [
    "name",
    "full name",
    "email",
    "e-mail",
    "mail",
    "phone",
    "university",
    "college",
    "institution",
    "github",
    "gitlab",
    "irc",
    "nick",
    "timezone",
    "time zone",
    "location",
    "country",
    "website",
    "linkedin",
    "degree",
    "major",
    "author",
    "authordate",
    "commit",
    "commitdate",
    "commit-id",
    "merge",
    "version",
    "fixes",
    "link",
    "closes",
    "commit message",
    "project",
    "title",
];

/// What stands above header fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Nothing,
    /// A rule, which divides letters too.
    Rule,
    /// Dashes with words between them, or words that say that a letter follows.
    Words,
}

/// How many lines at `at` introduce a quote without marks, a divider, header fields, or both; and whether they are nothing
/// but header fields.
pub(super) fn introduces(lines: &[&str], at: usize) -> Option<(usize, bool)> {
    let said = says_divider(lines[at]);
    let above = above(lines[at]);
    if above != Above::Nothing || said {
        let below = next_filled(lines, at + 1).unwrap_or(at + 1);
        let above = if said { Above::Words } else { above };
        let length = block(lines, below, above).map(|length| below + length - at);
        return length.or(said.then_some(1)).map(|length| (length, false));
    }
    if lines[at].trim_end().ends_with([':', '：']) && lines[at].len() < 80 {
        // `Begin forwarded message:`, in any language.
        let below = next_filled(lines, at + 1)?;
        if field(lines[at]).is_none_or(|(_, value)| value.is_empty())
            && let Some(length) = block(lines, below, Above::Nothing)
        {
            return Some((below + length - at, false));
        }
    }
    block(lines, at, Above::Nothing).map(|length| (length, true))
}

/// How many lines at the top of a text are the header fields that stand above a patch (git-am).
pub(super) fn above_patch(lines: &[&str], at: usize) -> Option<usize> {
    // From below, as most lines have a filled one right above.
    if !lines[at].starts_with("From: ") || lines[..at].iter().rev().any(|line| !line.trim().is_empty()) {
        return None;
    }
    let is = |line: &&&str| {
        field(line).is_some_and(|(label, _)| ["from", "date", "subject"].contains(&label.as_str()))
    };
    let length = lines[at..].iter().take_while(is).count();
    let patch = || lines.iter().any(|line| line.starts_with("diff --git ") || line.starts_with("+++ "));
    let alone = || length == 1 && lines.get(at + 1).is_none_or(|line| line.trim().is_empty());
    (length > 0 && (alone() || patch())).then_some(length)
}

fn is_dash(c: char) -> bool {
    "-_=*—–─━~".contains(c)
}

/// Whether a line has dashes as a divider has them.
fn above(line: &str) -> Above {
    let text = line.trim();
    let words = text.trim_matches(is_dash);
    let dashes = text.chars().take_while(|c| is_dash(*c)).count();
    match (words.is_empty(), dashes) {
        (true, 5..) => Above::Rule,
        (false, 3..) => Above::Words,
        _ => Above::Nothing,
    }
}

/// Whether a line says that a letter of somebody follows: between dashes, or with nothing else on the line.
fn says_divider(line: &str) -> bool {
    /// Octets of the longest one.
    const LONGEST: usize = 200;
    /// Octets that may stand beside the words, as a name and a date do.
    const MOST_BESIDE: usize = 60;
    if line.len() > LONGEST {
        return false;
    }
    let lower = line.trim().to_lowercase().replace('’', "'");
    let words = lower.trim_matches(|c: char| is_dash(c) || c.is_whitespace());
    let dashed = lower.chars().take_while(|c| is_dash(*c)).count() >= 2;
    let bare = words.trim_end_matches([':', '：', ' ', '\u{a0}']);
    words::DIVIDERS.iter().any(|it| {
        let beside = bare.len() - it.len().min(bare.len());
        bare == *it
            || dashed && beside < MOST_BESIDE && words.contains(it)
            || bare.len() < words.len() && beside < MOST_BESIDE / 2 && bare.starts_with(it)
    }) || words::DIGESTS.iter().any(|it| words.starts_with(it))
        || [" digest, vol ", " mailing list submissions to"].iter().any(|it| words.contains(it))
}

/// The label of a header field, in lower case, and its value.
fn field(line: &str) -> Option<(String, &str)> {
    const MOST_BEFORE: usize = 3;
    labelled(line).filter(|_| line.len() - bare(line).len() <= MOST_BEFORE)
}

/// A line without what may stand before a label.
fn bare(line: &str) -> &str {
    line.trim_start_matches(|c: char| c == '*' || c == '\u{feff}' || c.is_whitespace())
}

/// A field with any blanks before it.
fn labelled(line: &str) -> Option<(String, &str)> {
    let (label, value) = bare(line).split_once([':', '：'])?;
    let label = label.trim_end_matches(['*', ' ', '\u{a0}']);
    let plain = label.chars().all(|c| c.is_alphabetic() || " -'’.".contains(c) || is_vowel_sign(c))
        && label.starts_with(char::is_alphabetic);
    let short = label.chars().count() <= 25 && label.split(' ').count() <= 3;
    let value = value.trim_start_matches('*').trim();
    (plain && short && !value.starts_with("//")).then(|| (label.to_lowercase(), value))
}

/// Whether a character is one of the signs above and below letters: of Hebrew, Arabic, the scripts of India, and Thai.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{670}' | '\u{900}'..='\u{eff}')
}

/// How many lines at `at` are header fields of a mail.
fn block(lines: &[&str], at: usize, above: Above) -> Option<usize> {
    let (first, value) = first_field(lines, at)?;
    // A block begins with its first field, and that one says something.
    let says = |line: &str| field(line).is_some_and(|(_, value)| !value.is_empty());
    let inside = || at > 0 && says(lines[at - 1]) && !words::is_from(&first);
    if value.is_empty() || inside() {
        return None;
    }
    let (fields, length) = fields(lines, at);
    let divided = above != Above::Nothing;
    let number = fields.iter().filter(|(label, _)| words::is_field(label)).count();
    let from = fields.iter().take(3).any(|(label, _)| words::is_from(label));
    let titled = fields.iter().take(3).any(|(label, _)| words::is_date_or_subject(label));
    let dated = fields.iter().any(|(_, value)| is_dated(value) && has_time(value));
    let address = fields.iter().any(|(_, value)| value.contains('@'));
    let alone = || {
        let blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
        let marked = lines[at].starts_with('*') && lines[at].contains(":*");
        words::is_from(&first) && (address || marked) && at > 0 && blank(at - 1) && blank(at + length)
    };
    let by_words = match number {
        0 => false,
        1 => from && (above == Above::Words || above == Above::Rule && address) || alone(),
        // Short labels are words of other texts too.
        2 => from && (divided || dated || address || titled || first.len() > 6),
        _ => from,
    };
    let by_form = fields.len() >= 3 && dated && (address || divided) && !fields.iter().any(is_foreign);
    // In a language whose other words nobody knows here; in English they are known.
    let foreign_from = first != "from" && words::is_from(&first);
    let by_first = foreign_from && fields.len() >= 3 && !fields.iter().any(is_foreign);
    let trailers = first == "cc" || is_foreign(&fields[0]);
    ((by_words || by_form || by_first) && !trailers).then_some(length)
}

/// The field at a line. `From` may stand further in than the fields below it, where these are a mail's.
fn first_field<'t>(lines: &[&'t str], at: usize) -> Option<(String, &'t str)> {
    let line = lines.get(at)?;
    let below =
        || lines.get(at + 1).and_then(|line| field(line)).is_some_and(|(label, _)| words::is_field(&label));
    field(line).or_else(|| labelled(line).filter(|(label, _)| words::is_from(label) && below()))
}

/// Whether a field is none of a mail's header.
fn is_foreign((label, _): &(String, &str)) -> bool {
    NO_FIELDS.contains(&label.as_str())
        || label.ends_with("-by")
        || label.ends_with("-to") && label != "reply-to"
}

/// The fields from a line on, and the number of their lines: broken ones, and with single blank lines between them.
fn fields<'t>(lines: &[&'t str], at: usize) -> (Vec<(String, &'t str)>, usize) {
    let mut fields: Vec<(String, &str)> = Vec::new();
    let (mut here, mut end) = (at, at);
    while let Some(line) = lines.get(here).filter(|line| fields.len() < MOST_FIELDS && !is_marked(line)) {
        let blank = line.trim().is_empty();
        let broken = || fields.last().is_some_and(|(_, value)| here == end && continues(value, line));
        let field = if here == at { first_field(lines, at) } else { field(line) };
        if let Some(field) = field.filter(|_| !blank) {
            fields.push(field);
            end = here + 1;
        } else if !blank && broken() {
            end = here + 1;
        } else if !(blank && here == end && fields.len() < 4) {
            break;
        }
        here += 1;
    }
    (fields, end - at)
}

/// Whether a line goes on with the value of the field above it.
fn continues(value: &str, line: &str) -> bool {
    line.starts_with([' ', '\t'])
        || ((value.contains('@') || line.starts_with('<'))
            && (line.contains('@') || line.trim_end().ends_with(';')))
}
