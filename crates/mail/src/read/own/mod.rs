//! What of a text its author said: own words told from quotes, signatures, footers and armour.
//!
//! Quotes are told by their marks (RFC 3676 4.5) or, where a mail program sets none, by the form of
//! what stands above them: an attribution, a divider, or header fields of the quoted mail, in any
//! language. Below such a line nothing is the author's, since nothing there tells who speaks.

mod attribution;
mod footer;
mod header_block;
mod literal;
mod marks;
mod words;

use std::borrow::Cow;

use self::footer::{Limits, Tail, tail};
use self::literal::Hunk;
pub use self::literal::item_text;
use self::marks::is_marked;

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
    /// What programs read: `OpenPGP` armour (RFC 9580 6.2), header fields above a patch.
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
    /// Whether there is text, and nothing in it but perhaps a greeting is taken for the author's words.
    pub uncertain: bool,
}

impl OwnWords {
    /// Tells the lines of a text apart. A text `from_html` has no quote marks.
    #[must_use]
    pub fn of(lines: &[&str], from_html: bool) -> Self {
        let mut reader = Reader::of(lines, from_html);
        while reader.kinds.len() < lines.len() {
            reader.step();
        }
        let mut kinds = reader.kinds;
        literal::mark(lines, &mut kinds);
        let uncertain = says_nothing(lines, &kinds);
        Self { kinds, uncertain }
    }
}

/// Whether nothing but a greeting is the author's in a text that says more.
fn says_nothing(lines: &[&str], kinds: &[LineKind]) -> bool {
    let mut own = lines.iter().zip(kinds).filter(|(_, kind)| kind.is_own());
    kinds.iter().any(|kind| !kind.is_own() && *kind != LineKind::Blank) && own.all(|(line, _)| greets(line))
}

/// Whether a line is a greeting.
fn greets(line: &str) -> bool {
    /// Words of a greeting, at most.
    const MOST: usize = 4;
    let line = line.trim();
    let hello = ["hi", "hello", "hey", "dear", "good"];
    let first = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    line.split_whitespace().take(MOST + 1).count() <= MOST
        && !line.contains('?')
        && (hello.iter().any(|it| first.eq_ignore_ascii_case(it)) || line.ends_with(','))
}

/// Octets of an author's own words that are read: nobody writes as many in a letter.
const LONGEST: usize = 128 * 1024;

/// Whether the author says something in the beginning of a text.
pub(super) fn says_something(text: &str) -> bool {
    /// No quote above the author's first words has more lines.
    const BEGINNING: usize = 2000;
    let lines: Vec<_> = text.lines().take(BEGINNING).collect();
    OwnWords::of(&lines, false).kinds.iter().any(|kind| kind.is_own())
}

/// The lines of `text` that its author wrote, without blank lines around them and with one for a run of them: of very many
/// the first.
#[must_use]
pub fn own_text(text: &str, from_html: bool) -> String {
    let lines: Vec<_> = text.lines().collect();
    let kinds = OwnWords::of(&lines, from_html).kinds;
    squeezed(lines.into_iter().map(Cow::Borrowed).zip(kinds))
}

/// The author's lines of these, as far as they are read.
pub(super) fn squeezed<'t>(lines: impl Iterator<Item = (Cow<'t, str>, LineKind)>) -> String {
    let mut words = String::new();
    for (line, kind) in lines {
        if words.len() >= LONGEST {
            break;
        }
        let gap = kind == LineKind::Blank && !(words.is_empty() || words.ends_with("\n\n"));
        if kind.is_own() {
            words.push_str(line.trim_end());
        }
        if kind.is_own() || gap {
            words.push('\n');
        }
    }
    words.truncate(words.floor_char_boundary(LONGEST));
    words.truncate(words.trim_end().len());
    words.shrink_to_fit();
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

/// Goes over a text, line by line.
struct Reader<'t> {
    lines: &'t [&'t str],
    from_html: bool,
    kinds: Vec<LineKind>,
    part: Part,
    hunk: Hunk,
    limits: Limits,
    /// Whether a line of a quote was broken, and its end stood without a mark.
    broken: bool,
    /// Whether the author has said more than a greeting.
    says: bool,
}

impl<'t> Reader<'t> {
    fn of(lines: &'t [&'t str], from_html: bool) -> Self {
        let (kinds, limits) = (Vec::with_capacity(lines.len()), Limits::of(lines));
        let (part, hunk) = (Part::Own, Hunk::default());
        Self { lines, from_html, kinds, part, hunk, limits, broken: false, says: false }
    }

    /// Takes the next line, and those that belong to it.
    fn step(&mut self) {
        let at = self.kinds.len();
        let (kind, length) = match self.part {
            _ if self.lines[at].trim().is_empty() => {
                self.hunk.takes_blank();
                (LineKind::Blank, 1)
            }
            Part::Quoted => (LineKind::Quote, 1),
            Part::Footer => (LineKind::Footer, 1),
            Part::Own | Part::Signature => self.filled(at),
        };
        for line in &self.lines[at..at + length] {
            self.says |= kind.is_own() && !greets(line);
            self.kinds.push(if line.trim().is_empty() { LineKind::Blank } else { kind });
        }
    }

    /// What begins at a filled line of a part that is not over, and how many lines it has.
    fn filled(&mut self, at: usize) -> (LineKind, usize) {
        let (lines, own) = (self.lines, self.part == Part::Own);
        // A line that a patch leaves as it was begins with a blank, and may have a mark behind it.
        if own && self.hunk.is_open() && lines[at].starts_with([' ', '\t']) && self.hunk.takes(lines[at]) {
            return (LineKind::Prose, 1);
        }
        if let Some((length, ends)) = marks::tagged(lines, at) {
            self.below_quote(ends);
            return (LineKind::Quote, length);
        }
        if let Some(marked) = attribution::framed(lines, at) {
            self.below_quote(marked);
            return (LineKind::QuoteIntro, 1);
        }
        if is_marked(lines[at]) || self.is_tail(at) {
            self.hunk = Hunk::default();
            self.below_quote(true);
            return (LineKind::Quote, 1);
        }
        if own && self.hunk.takes(lines[at]) {
            return (LineKind::Prose, 1);
        }
        let armor = footer::armor(lines, at, &self.limits).or_else(|| footer::uuencoded(lines, at));
        if let Some(length) = armor.or_else(|| header_block::above_patch(lines, at).filter(|_| own)) {
            return (LineKind::Armor, length);
        }
        // Header fields alone may be an attribution; below words of the author they are the whole of an older mail.
        let marked = |at| next_filled(lines, at).is_some_and(|below| is_marked(lines[below]));
        let introduced = header_block::introduces(lines, at)
            .map(|(length, bare)| (length, bare && !self.says && marked(at + length)));
        if let Some((length, marked)) =
            introduced.or_else(|| attribution::at(lines, at, &self.limits, self.from_html))
        {
            self.below_quote(marked);
            return (LineKind::QuoteIntro, length);
        }
        match tail(lines, at, &self.limits) {
            Some(Tail::Footer) => {
                self.part = Part::Footer;
                (LineKind::Footer, 1)
            }
            Some(Tail::Signature) if own => {
                self.part = Part::Signature;
                (LineKind::Delimiter, 1)
            }
            Some(Tail::Rule) if own => (LineKind::Delimiter, 1),
            _ => (if own { LineKind::Prose } else { LineKind::Signature }, 1),
        }
    }

    /// Whether a line is the end of a quoted one that was longer than a program lets lines be: below a full line, in the
    /// middle of a sentence, with the quote going on below.
    fn is_tail(&mut self, at: usize) -> bool {
        /// Characters of a line that is full with the next word.
        const FULL: usize = 68;
        /// Characters of an end, at most.
        const LONGEST: usize = 50;
        let Some(above) = at.checked_sub(1).map(|at| self.lines[at]).filter(|it| is_marked(it)) else {
            return false;
        };
        let line = self.lines[at].trim_end();
        let first = line.split(' ').next().unwrap_or_default().chars().count();
        let goes_on = line.starts_with(char::is_lowercase)
            && !above.trim_end().ends_with(['.', '?', '!', ':', ';', '>'])
            && above.chars().count() + 1 + first >= FULL
            && line.chars().count() <= LONGEST;
        let below = self.lines.get(at + 1).is_none_or(|line| line.trim().is_empty());
        let quoted = self.lines.get(at + 1).is_some_and(|line| is_marked(line));
        let is = goes_on && (quoted || below && self.broken);
        self.broken |= is;
        is
    }

    /// A quote begins: without marks nothing below it is the author's, nor is it below a signature.
    fn below_quote(&mut self, marked: bool) {
        if !marked || self.part == Part::Signature {
            self.part = Part::Quoted;
        }
    }
}

/// The next filled line from `at` on.
fn next_filled(lines: &[&str], at: usize) -> Option<usize> {
    (at..lines.len()).take(3).find(|at| !lines[*at].trim().is_empty())
}

#[cfg(test)]
mod tests;
