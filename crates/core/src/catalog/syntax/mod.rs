//! What is meant by a file that is no TOML, so that the rest of it can be judged in the same run.
//!
//! Each line that cannot be read is told once, with the line as it should be, and read as that. A line that nobody
//! understands is left out, and what it may have said is not missing.

mod edits;
mod lines;
mod scan;
mod values;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml::de::DeTable;

use self::edits::{Edit, Edited};
use self::scan::{Open, Statement};
use super::format::{self, Type};
use crate::diagnostics::{Diagnostic, Hint, Lines};

/// A text that was no TOML, as it is read.
#[derive(Debug)]
pub(super) struct Corrected<'t> {
    original: &'t str,
    edited: Edited,
    /// What is wrong with its syntax, in the places of the original.
    faults: Vec<Diagnostic>,
    /// What was left out.
    lost: Vec<Lost>,
    /// The words of that.
    words: HashSet<&'t str>,
    /// How many lines, or several that belong together, it has.
    statements: usize,
}

/// A part of the text that was left out.
#[derive(Debug)]
struct Lost {
    range: Range<usize>,
    key: Option<String>,
    /// The table that it stands in.
    section: Range<usize>,
}

/// Rules about what is not there: of a file that parts were left out of, nobody knows.
const ABSENT: [&str; 12] =
    ["K01", "K03", "K06", "K07", "K15", "K16", "K17", "K41", "K42", "K43", "K46", "K47"];

/// What says which line would be right.
const VALUE: [&str; 7] = ["K04", "K05", "K10", "K27", "K29", "K30", "K36"];

/// Whether some table of the format has a key of this name, or is called so.
fn is_known(name: &str) -> bool {
    let mut known = false;
    format::each_table(&mut Vec::new(), format::file(), &mut |_, table| {
        known = known || table.key(name).is_some();
    });
    known
}

/// Longer texts are left to the TOML reader.
const MOST: usize = 8 << 20;

/// Reads `text` as it is meant; nothing where that would take too long.
pub(super) fn correct(text: &str) -> Option<Corrected<'_>> {
    let statements = scan::statements(text).filter(|_| text.len() <= MOST)?;
    let mut reader = Reader::new(text, &statements);
    for statement in &statements {
        reader.read(statement);
    }
    reader.end_section(text.len());
    let Reader { edits, faults, lost, .. } = reader;
    let edited = Edited::new(text, edits);
    let inner = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let words = lost.iter().flat_map(|it| text[it.range.clone()].split(inner)).collect();
    Some(Corrected { original: text, edited, faults, lost, words, statements: statements.len() })
}

impl Corrected<'_> {
    /// The text as it is read.
    pub(super) fn text(&self) -> &str {
        &self.edited.text
    }

    /// What is wrong with the syntax alone.
    pub(super) fn faults(self) -> Vec<Diagnostic> {
        self.faults
    }

    /// Whether next to nothing of the text could be read.
    pub(super) fn is_nothing(&self) -> bool {
        self.lost.len() > 5 && self.lost.len() * 3 > self.statements * 2
    }

    /// What is wrong with the text as it stands, where `found` is wrong with it as it is read.
    pub(super) fn with(self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let sure: Vec<_> = found
            .into_iter()
            .map(|it| Diagnostic { span: self.edited.place(self.original, &it.span), ..it })
            .filter(|it| self.is_sure(it))
            .collect();
        // Whoever follows the hint for a value follows the one for its syntax too.
        let hinted = |it: &Diagnostic| match &it.hint {
            Some(Hint::Text(hint)) => {
                it.code == Some("K29") || ["write `", "remove it"].iter().any(|it| hint.starts_with(it))
            }
            _ => false,
        };
        let is_value = |it: &&Diagnostic| it.code.is_some_and(|code| VALUE.contains(&code)) && hinted(it);
        let values = sure.iter().filter(is_value).map(|it| it.span.clone());
        let mut values: Vec<_> = values.filter(|it| self.edited.is_at(it)).collect();
        values.sort_by_key(|it| it.start);
        let told = |fault: &&Diagnostic| {
            let next = values.partition_point(|it| it.end < fault.span.start);
            values.get(next).is_some_and(|it| it.start <= fault.span.end)
        };
        let mut all: Vec<_> = self.faults.iter().filter(|it| !told(it)).cloned().collect();
        all.extend(sure);
        all
    }

    /// Whether what was left out cannot make it right.
    fn is_sure(&self, found: &Diagnostic) -> bool {
        let Some(code) = found.code else { return true };
        if self.lost.is_empty() {
            return true;
        }
        match code {
            "K28" => {
                let at = found.span.start;
                let first = self.lost.partition_point(|lost| lost.section.end <= at);
                let mut here = self.lost[first..].iter().take_while(|lost| lost.section.start <= at);
                let named = |key: &String| found.message.ends_with(&format!(" has no `{key}`"));
                !here.any(|lost| lost.key.as_ref().is_none_or(named))
            }
            "K32" => {
                let text = self.original.get(found.span.clone()).unwrap_or_default();
                !self.words.contains(text.trim_matches(['"', '\'']))
            }
            _ => !ABSENT.contains(&code),
        }
    }
}

/// One way through the statements of a file.
struct Reader<'t> {
    text: &'t str,
    places: Lines<'t>,
    edits: Vec<Edit>,
    faults: Vec<Diagnostic>,
    lost: Vec<Lost>,
    /// How many headers there are of each name.
    headers: HashMap<&'t str, usize>,
    /// Where tables stand of which there is one.
    single: HashMap<String, usize>,
    section: Section,
}

/// The table at hand.
#[derive(Default)]
struct Section {
    start: usize,
    /// Its header, where there may be any number of it.
    many: Option<String>,
    /// Whether its header was left out, and it with it.
    is_lost: bool,
    first: Option<String>,
    /// Where its keys stand.
    keys: HashMap<String, usize>,
}

/// What closes a bracket or quotes.
fn closing_of(opening: &str) -> &str {
    match opening {
        "[" => "]",
        "{" => "}",
        quotes => quotes,
    }
}

/// Whether there may be any number of the tables that these keys lead to.
fn may_be_many(path: &[&str]) -> bool {
    let (mut table, mut many) = (Some(format::file()), false);
    for name in path {
        let Some(key) = table.and_then(|table| table.key(name)) else { return false };
        many = matches!(key.of, Type::List(_) | Type::OneOrMany(_));
        table = key.of.table();
    }
    many
}

/// The name in a sound header, and whether there may be any number of it.
fn header(statement: &str) -> Option<(&str, bool)> {
    let many = statement.starts_with("[[");
    let inner = statement.strip_prefix('[')?;
    let name = inner.trim_start_matches('[').split(']').next()?.trim();
    Some((name, many))
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, statements: &[Statement]) -> Self {
        let mut headers = HashMap::new();
        for (name, _) in statements.iter().filter_map(|it| header(&text[it.range.clone()])) {
            *headers.entry(name).or_default() += 1;
        }
        Self {
            text,
            places: Lines::of(text),
            edits: Vec::new(),
            faults: Vec::new(),
            lost: Vec::new(),
            headers,
            single: HashMap::new(),
            section: Section::default(),
        }
    }

    fn fault(&mut self, place: Range<usize>, message: impl Into<String>, hint: Option<String>) {
        let fault = Diagnostic::new(place, message).code("K26");
        self.faults.push(Diagnostic { hint: hint.map(Into::into), ..fault });
    }

    /// Leaves a part out, but for its line breaks.
    fn lose(&mut self, range: Range<usize>, key: Option<String>) {
        let with = "\n".repeat(self.text[range.clone()].matches('\n').count());
        self.edits.push(Edit { range: range.clone(), with });
        self.lost.push(Lost { range, key, section: self.section.start..0 });
    }

    fn end_section(&mut self, at: usize) {
        let start = self.section.start;
        let inner = self.lost.iter_mut().rev().take_while(|it| it.section.start == start);
        inner.for_each(|it| it.section.end = at);
    }

    fn read(&mut self, statement: &Statement) {
        let range = statement.range.clone();
        let line = &self.text[range.clone()];
        let mut sound = line.to_owned();
        if let Some(open) = &statement.open {
            sound = self.close(open, &range);
        } else if DeTable::parse(line).is_err() {
            let slip = lines::slip(line);
            let place = range.start + slip.place.start..range.start + slip.place.end;
            if !self.section.is_lost {
                self.fault(place, slip.message, slip.hint);
            }
            sound = slip.with.filter(|with| DeTable::parse(with).is_ok()).unwrap_or_default();
            if !sound.is_empty() {
                self.edits.push(Edit { range: range.clone(), with: sound.clone() });
            }
        }
        match header(&sound) {
            Some((name, many)) => self.header(&range, name, many),
            None if self.section.is_lost || sound.is_empty() => {
                let is_header = line.starts_with('[');
                if is_header {
                    self.begin(range.start, None, true);
                }
                self.lose(range, lines::key(line).filter(|_| !is_header).map(str::to_owned));
            }
            None => self.key(&range, &sound),
        }
    }

    /// Names what is not closed, and closes it. Gives the statement as it is then, nothing where it is lost.
    fn close(&mut self, open: &Open, range: &Range<usize>) -> String {
        let Open { before, closing, .. } = open;
        let whole = &self.text[range.start..*before];
        let sound = |text: &str| DeTable::parse(text).is_ok();
        let mut closed = Some(format!("{whole}{closing}")).filter(|it| sound(it));
        let (mut at, mut opening) = (open.at, open.opening.to_owned());
        if closed.is_some() {
            self.edits.push(Edit { range: *before..*before, with: closing.clone() });
        } else if let Some(it) = values::balanced(whole).filter(|it| sound(&it.text)) {
            (at, opening) = (range.start + it.at, it.opening.to_string());
            self.edits.push(Edit { range: range.start..*before, with: it.text.clone() });
            closed = Some(it.text);
        }
        let line = self.places.place(&(*before..*before)).line;
        let hint = match closed.as_deref() {
            Some(closed) if !closed.contains(['\n', '`']) && closed.len() <= 100 => {
                format!("write `{closed}`")
            }
            Some(_) if opening != open.opening => format!("close it with `{}`", closing_of(&opening)),
            _ if opening.len() == 1 => format!("add `{closing}` at the end of line {line}"),
            _ => format!("add `{closing}` behind the text, at the end of line {line}"),
        };
        if !self.section.is_lost {
            self.fault(at..at + opening.len(), format!("`{opening}` is not closed"), Some(hint));
        }
        closed.unwrap_or_default()
    }

    fn begin(&mut self, start: usize, many: Option<String>, is_lost: bool) {
        self.end_section(start);
        self.section = Section { start, many, is_lost, ..Section::default() };
    }

    fn header(&mut self, range: &Range<usize>, name: &str, many: bool) {
        let path: Vec<_> = name.split('.').collect();
        let several = self.headers.get(name).is_some_and(|count| *count > 1);
        if !many && several && may_be_many(&path) {
            let message = format!("`[{name}]` stands here, and there are several of them");
            self.fault(range.clone(), message, Some(format!("write `[[{name}]]`")));
            self.edits.push(Edit { range: range.clone(), with: format!("[[{name}]]") });
        } else if !many {
            if let Some(at) = self.single.get(name).copied() {
                let line = self.places.place(&(at..at)).line;
                let message = format!("`[{name}]` is there already, in line {line}");
                self.fault(
                    range.clone(),
                    message,
                    Some("put its lines there, and remove this one".to_owned()),
                );
                self.begin(range.start, None, true);
                self.lose(range.clone(), None);
                return;
            }
            self.begin(range.start, None, false);
            self.single.insert(name.to_owned(), range.start);
            return;
        }
        // Tables below this one begin anew.
        let below = format!("{name}.");
        self.single.retain(|it, _| !it.starts_with(&below));
        self.begin(range.start, Some(name.to_owned()), false);
    }

    fn key(&mut self, range: &Range<usize>, statement: &str) {
        let Some(key) = scan::key_of(statement).map(str::to_owned) else { return };
        let place = range.start..range.start + key.len();
        let Some(at) = self.section.keys.get(&key).copied() else {
            self.section.first.get_or_insert_with(|| key.clone());
            self.section.keys.insert(key, range.start);
            return;
        };
        let (section, line) = (&self.section, self.places.place(&(at..at)).line);
        let message = format!("`{key}` is there already, in line {line}");
        match &section.many {
            // A new entry begins as the one before did.
            Some(name) if section.first.as_ref() == Some(&key) && section.keys.len() > 1 => {
                let name = name.clone();
                self.fault(
                    place,
                    message,
                    Some(format!("a new entry begins with `[[{name}]]`: write it above this line")),
                );
                self.edits.push(Edit { range: range.start..range.start, with: format!("[[{name}]]\n") });
                self.begin(range.start, Some(name), false);
                self.key(range, statement);
            }
            _ => {
                self.faults.retain(|it| it.span.start < range.start);
                self.fault(place, message, Some("remove one of the two lines".to_owned()));
                self.edits.retain(|it| it.range.start < range.start);
                self.lose(range.clone(), Some(key));
            }
        }
    }
}
