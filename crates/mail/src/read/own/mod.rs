//! What of a text its author said: own words told from quotes, signatures, footers and armour.
//!
//! Quotes are told by their marks (RFC 3676 4.5) or, where a mail program sets none, by the form of
//! what stands above them: an attribution, a divider, or header fields of the quoted mail, in any
//! language. Below such a line nothing is the author's, since nothing there tells who speaks.

mod attribution;
mod footer;
mod header_block;
mod literal;

use self::footer::{Tail, tail};

/// What a line of a text is, and whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing but blanks.
    Blank,
    /// The author's own prose.
    Prose,
    /// The author's own, and to be kept as it stands: code, a diff, a log, a transcript, a table.
    Literal,
    /// Somebody else's words.
    Quote,
    /// What introduces a quote: an attribution, a divider, header fields of the quoted mail.
    QuoteIntro,
    /// The line above a signature (RFC 3676 4.3).
    Delimiter,
    /// Below that line.
    Signature,
    /// What list software added.
    Footer,
    /// What programs read: OpenPGP armour (RFC 9580 6.2), header fields above a patch.
    Armor,
}

impl LineKind {
    /// Whether the author said it.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(self, Self::Prose | Self::Literal)
    }
}

/// A text whose lines are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnWords {
    /// What each line is, in the order of the text.
    pub kinds: Vec<LineKind>,
    /// Whether the author's words could not be told from a quote without marks, so that none is taken for theirs.
    pub uncertain: bool,
}

impl OwnWords {
    /// Tells the lines of a text apart. A text `from_html` has no quote marks.
    #[must_use]
    pub fn of(lines: &[&str], from_html: bool) -> Self {
        let mut kinds = kinds(lines, from_html);
        let unmarked = (1..lines.len()).any(|at| {
            kinds[at] == LineKind::Quote && kinds[at - 1] == LineKind::QuoteIntro && !is_marked(lines[at])
        }) || unmarked_after_blank(lines, &kinds);
        literal::mark(lines, &mut kinds);
        let uncertain = unmarked && !kinds.iter().any(|kind| kind.is_own());
        Self { kinds, uncertain }
    }
}

/// Whether a quote without marks follows its introduction behind blank lines.
fn unmarked_after_blank(lines: &[&str], kinds: &[LineKind]) -> bool {
    let mut filled = (0..lines.len()).filter(|at| kinds[*at] != LineKind::Blank);
    let mut before = None;
    filled.any(|at| {
        let found = before.replace(kinds[at]) == Some(LineKind::QuoteIntro);
        found && kinds[at] == LineKind::Quote && !is_marked(lines[at])
    })
}

/// Returns the lines of `text` that its author wrote, without blank lines around them and with one for a run of them.
#[must_use]
pub fn own_text(text: &str, from_html: bool) -> String {
    let lines: Vec<_> = text.lines().collect();
    let own = OwnWords::of(&lines, from_html);
    let mut words = String::new();
    for (line, kind) in lines.iter().map(|line| line.trim_end()).zip(own.kinds) {
        let gap = kind == LineKind::Blank && !(words.is_empty() || words.ends_with("\n\n"));
        if kind.is_own() || gap {
            words.push_str(line);
            words.push('\n');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// Where the author's part of the text goes on, or has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Own,
    Signature,
    Quoted,
    Footer,
}

fn kinds(lines: &[&str], from_html: bool) -> Vec<LineKind> {
    let mut kinds = Vec::with_capacity(lines.len());
    let mut part = Part::Own;
    let mut limits = footer::Limits::of(lines);
    while let Some(line) = lines.get(kinds.len()) {
        let at = kinds.len();
        let (kind, length, next) = match part {
            _ if line.trim().is_empty() => (LineKind::Blank, 1, part),
            Part::Quoted => (LineKind::Quote, 1, part),
            Part::Footer => (LineKind::Footer, 1, part),
            Part::Own | Part::Signature => step(lines, at, part, from_html, &mut limits),
        };
        kinds.extend(std::iter::repeat_n(kind, length));
        part = next;
    }
    for (kind, line) in kinds.iter_mut().zip(lines) {
        if line.trim().is_empty() {
            *kind = LineKind::Blank;
        }
    }
    kinds
}

/// What begins at a filled line, how many lines it has, and what follows it.
fn step(
    lines: &[&str],
    at: usize,
    part: Part,
    from_html: bool,
    limits: &mut footer::Limits,
) -> (LineKind, usize, Part) {
    let below_quote = if part == Part::Signature { Part::Quoted } else { part };
    if is_marked(lines[at]) {
        return (LineKind::Quote, 1, below_quote);
    }
    if let Some(length) = footer::armor(lines, at, limits) {
        return (LineKind::Armor, length, part);
    }
    if part == Part::Own
        && let Some(length) = header_block::above_patch(lines, at)
    {
        return (LineKind::Armor, length, part);
    }
    if let Some(length) = header_block::introduces(lines, at) {
        return (LineKind::QuoteIntro, length, Part::Quoted);
    }
    if let Some((length, marked)) = attribution::at(lines, at, from_html) {
        return (LineKind::QuoteIntro, length, if marked { below_quote } else { Part::Quoted });
    }
    match tail(lines, at, limits) {
        Some(Tail::Footer) => (LineKind::Footer, 1, Part::Footer),
        Some(Tail::Signature) if part == Part::Own => (LineKind::Delimiter, 1, Part::Signature),
        _ if part == Part::Signature => (LineKind::Signature, 1, part),
        _ => (LineKind::Prose, 1, part),
    }
}

/// Whether a line has a quote mark: `>`, up to three blanks before it, or initials as in `AE>`.
pub(crate) fn is_marked(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\u{feff}']);
    let indent = line.len() - text.len();
    let initials = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &text[if initials <= 3 { initials } else { 0 }..];
    indent <= 3 && rest.starts_with(['>', '＞']) && !(initials > 0 && rest.starts_with(">>"))
}

/// The next filled line from `at` on.
fn next_filled(lines: &[&str], at: usize) -> Option<usize> {
    (at..lines.len()).take(3).find(|at| !lines[*at].trim().is_empty())
}

#[cfg(test)]
mod tests;
