//! Entries that begin with a line in a dress and go on over headings, as where a tracker prints the issues of each of
//! its components.

use std::collections::{BTreeMap, BTreeSet};

use super::super::fields::labels;
use super::super::page::{Block, Kind, Section, TextLine};
use super::super::values::lower_words;
use super::super::words::{Meaning, Words};

/// A heading or a block, in the order of the page.
enum Part {
    Heading(Section),
    Block(Block),
}

/// Where an entry begins and where it ends.
type Piece = (usize, usize);

/// Gives each of those entries a section, with the headings inside of it below.
pub(super) fn apart(sections: Vec<Section>, words: &Words) -> Vec<Section> {
    let base = sections.iter().map(|section| section.level).max().unwrap_or_default() + 1;
    let parts: Vec<_> = sections
        .into_iter()
        .flat_map(|mut section| {
            let blocks = std::mem::take(&mut section.blocks);
            [Part::Heading(section)].into_iter().chain(blocks.into_iter().map(Part::Block))
        })
        .collect();
    let mut pieces = of_issues(&parts, words);
    if pieces.is_empty() {
        pieces = of_bold_lines(&parts, words);
    }
    put_together(parts, &pieces, base)
}

fn put_together(parts: Vec<Part>, pieces: &[Piece], base: usize) -> Vec<Section> {
    let (mut sections, mut pieces): (Vec<Section>, _) = (Vec::new(), pieces.iter().peekable());
    let mut inside = None;
    for (at, part) in parts.into_iter().enumerate() {
        inside = inside.filter(|to| at < *to);
        match part {
            Part::Block(block) if pieces.peek().is_some_and(|piece| piece.0 == at) => {
                inside = pieces.next().map(|piece| piece.1);
                let title = title(&block);
                sections.push(Section { level: base, title, entry: true, ..Section::default() });
            }
            Part::Heading(section) if inside.is_some() => {
                sections.push(Section { level: base + section.level.max(1), ..section });
            }
            Part::Heading(section) => sections.push(section),
            Part::Block(block) => {
                if let Some(section) = sections.last_mut() {
                    section.blocks.push(block);
                }
            }
        }
    }
    sections
}

/// Whether a part holds a field that shows that a project is there.
fn is_field(part: &Part, words: &Words) -> bool {
    let core = |it: &Meaning| matches!(it, Meaning::Mentors | Meaning::Difficulty | Meaning::Size);
    match part {
        Part::Heading(section) => words.meanings(&section.title()).iter().any(core),
        Part::Block(block) => labels(block, words).iter().flat_map(|label| &label.meanings).any(core),
    }
}

/// The entries that begin at `starts`: of those before the first field, the first one. An entry ends where the next one
/// begins, and behind its fields, or without any, at a heading that `ends` one.
fn pieces(parts: &[Part], starts: &[usize], words: &Words, ends: impl Fn(&Section) -> bool) -> Vec<Piece> {
    let heading = |at: usize| matches!(&parts[at], Part::Heading(section) if ends(section));
    let (mut found, mut begun): (Vec<Piece>, Option<usize>) = (Vec::new(), None);
    for (nth, start) in starts.iter().enumerate() {
        let next = starts.get(nth + 1).copied().unwrap_or(parts.len());
        if let Some(begun) = begun.take_if(|_| heading(start - 1)) {
            let end = (begun..*start).find(|at| heading(*at)).unwrap_or(*start);
            found.push((begun, end));
        }
        let from = begun.unwrap_or(*start);
        let last = (*start..next).rev().find(|at| is_field(&parts[*at], words));
        begun = last.is_none().then_some(from);
        if let Some(last) = last {
            found.push((from, (last..next).find(|at| heading(*at)).unwrap_or(next)));
        }
    }
    if let Some(begun) = begun {
        found.push((begun, (begun..parts.len()).find(|at| heading(*at)).unwrap_or(parts.len())));
    }
    found
}

/// Entries that begin with a link to an issue, below the headings of components.
fn of_issues(parts: &[Part], words: &Words) -> Vec<Piece> {
    let starts: Vec<_> = (1..parts.len())
        .filter(|at| matches!(&parts[*at], Part::Block(block) if issue(block).is_some()))
        .collect();
    // `Tracking issue` in every entry is no title.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let text = |at: usize| match &parts[at] {
        Part::Block(block) => block.text(),
        Part::Heading(_) => String::new(),
    };
    for at in &starts {
        *counts.entry(text(*at)).or_default() += 1;
    }
    let starts: Vec<_> = starts.into_iter().filter(|at| counts[&text(*at)] < 3).collect();
    let found = pieces(parts, &starts, words, |section| !words.knows(&section.title()));
    let whole = |piece: &Piece| parts[piece.0..piece.1].iter().any(|part| is_field(part, words));
    // Below the heading of a component stand several.
    let below = |piece: &Piece| matches!(&parts[piece.0 - 1], Part::Heading(_));
    let several = found.windows(2).any(|pair| pair[0].1 == pair[1].0 && whole(&pair[0]) && whole(&pair[1]));
    if several && found.first().is_some_and(below) { found } else { Vec::new() }
}

/// Entries that begin with a line in bold right above the first of their headings, which are all labels.
fn of_bold_lines(parts: &[Part], words: &Words) -> Vec<Piece> {
    let known = |part: Option<&Part>| match part {
        Some(Part::Heading(section)) if words.knows(&section.title()) => Some(section.level),
        _ => None,
    };
    let is_start = |at: &usize| {
        known(parts.get(at + 1)).is_some()
            && matches!(&parts[*at], Part::Block(block) if bold_title(block).is_some_and(|it| !words.knows(&it.text())))
            && matches!(&parts[at - 1], Part::Block(_))
    };
    let starts: Vec<_> = (1..parts.len()).filter(is_start).collect();
    let Some(level) = starts.iter().filter_map(|at| known(parts.get(at + 1))).min() else {
        return Vec::new();
    };
    let found = pieces(parts, &starts, words, |section| section.level < level);
    let all = found.windows(2).all(|pair| pair[0].1 == pair[1].0);
    let titles: BTreeSet<_> = found
        .iter()
        .filter_map(|(from, _)| match &parts[*from] {
            Part::Block(block) => Some(block.text()),
            Part::Heading(_) => None,
        })
        .collect();
    if found.len() >= 2 && all && titles.len() == found.len() { found } else { Vec::new() }
}

/// The title in a line that begins with a link to an issue: the link's words, or what stands behind the issue's key.
fn issue(block: &Block) -> Option<Vec<TextLine>> {
    let [line] = block.lines.as_slice() else { return None };
    let (first, rest) = line.spans.split_first()?;
    if block.kind != Kind::Paragraph || !is_issue(first.link.as_deref()?) {
        return None;
    }
    let behind: String = rest.iter().map(|span| span.text.as_str()).collect();
    let words = first.text.trim();
    let says = |text: &str| text.len() >= 3 && lower_words(text).len() >= 2 && !text.contains("://");
    let title = if behind.trim().is_empty() {
        says(words).then(|| line.clone())?
    } else {
        (!words.contains(' ')
            && says(behind.trim())
            && !behind.trim_start().starts_with([',', ';', ':', '.']))
        .then(|| line.split_at(first.text.len()).1)?
    };
    Some(vec![title])
}

/// A line in bold, behind which at most a link to the editor stands; blanks inside of the stars undo the dress.
fn bold_title(block: &Block) -> Option<TextLine> {
    let [line] = block.lines.as_slice() else { return None };
    let text = line.text();
    let strong = line.spans.iter().take_while(|span| span.strong).map(|span| span.text.len()).sum();
    let (from, to) = match text.strip_prefix("** ").and_then(|rest| rest.split_once(" **")) {
        Some((title, _)) => (3, 3 + title.len()),
        None => (0, strong),
    };
    let rest = text[to..].trim_start_matches([' ', '*']).trim_end();
    let title = text[from..to].trim();
    let dressed = rest.is_empty() || rest.starts_with('[') && rest.ends_with(']');
    (dressed && (3..=160).contains(&title.len()) && !title.ends_with(':'))
        .then(|| line.split_at(to).0.split_at(from).1)
}

fn title(block: &Block) -> Vec<TextLine> {
    issue(block).or_else(|| Some(vec![bold_title(block)?])).unwrap_or_else(|| block.lines.clone())
}

/// Whether a link leads to one issue of a tracker.
fn is_issue(link: &str) -> bool {
    let page = link.split(['#', '&']).next().unwrap_or_default().trim_end_matches('/');
    let last = page.rsplit(['/', '=']).next().unwrap_or_default();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let key = last.rsplit_once('-').is_some_and(|(key, id)| {
        number(id) && key.starts_with(|c: char| c.is_ascii_uppercase()) && !key.contains(char::is_lowercase)
    });
    let place = ["/issues/", "/ticket/", "/tickets/", "/work_items/", "/bugs/", "show_bug.cgi?id=", "/bug/"];
    key && page.contains("/browse/")
        || number(last) && place.iter().any(|it| page.contains(it))
        || page.contains("phabricator.") && last.strip_prefix('T').is_some_and(number)
}
