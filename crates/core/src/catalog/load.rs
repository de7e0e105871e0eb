//! From a file's text to a valid catalog.

use std::ops::Range;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::lookup::Catalog;
use super::model::File;
use super::names::{self, Names, Sources};
use super::page::{kind_of_page, no_catalog};
use super::places::Person;
use super::projects::Projects;
use super::syntax;
use super::walk::Walk;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// The newest version of the format that this program reads.
const SCHEMA: u32 = 2;

/// A file is read in parts of about this many octets, so that memory holds the tables of one part at a time.
const PART: usize = 1 << 14;

/// So many parts are worth more than one thread.
const MANY_PARTS: usize = 8;

/// Lines, values and brackets in a part, at most: the TOML reader keeps some fifty octets for each.
const MOST_TOKENS: usize = 4_000_000;

/// A text, and what the user calls it.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The file's name.
    pub origin: &'a str,
    /// What it holds.
    pub text: &'a str,
}

impl Named<'_> {
    fn unread(self, error: &toml::de::Error) -> Diagnostics {
        if let Some(page) = kind_of_page(self.origin, self.text) {
            return self.refused(vec![page]);
        }
        let faults = match syntax::correct(self.text) {
            Some(corrected) if corrected.is_nothing() => vec![no_catalog(self.origin, self.text)],
            corrected => corrected.map(syntax::Corrected::faults).unwrap_or_default(),
        };
        self.refused(match faults.as_slice() {
            [] => vec![Diagnostic::from_toml(error, self.text.len())],
            _ => faults,
        })
    }

    fn refused(self, diagnostics: Vec<Diagnostic>) -> Diagnostics {
        Diagnostics { origin: self.origin.to_owned(), text: self.text.to_owned(), diagnostics }
    }
}

/// The file that the catalog in `text` is built upon, as it names it.
#[must_use]
pub fn profile_of(text: &str) -> Option<String> {
    // Keys of the file itself stand before its first table.
    let head = text.split("\n[").next()?;
    let table = DeTable::parse(head).ok()?;
    Some(table.get_ref().get("profile")?.get_ref().as_str()?.to_owned())
}

impl Catalog {
    /// Reads a catalog from the text of the file called `origin`.
    ///
    /// # Errors
    /// Everything that is wrong in it, each with its place.
    pub fn parse(origin: &str, text: &str) -> Result<Self, Diagnostics> {
        Self::parse_with(Named { origin, text }, None)
    }

    /// Reads a catalog together with the profile that it is built upon.
    ///
    /// # Errors
    /// Everything that is wrong in the profile, else in the catalog.
    pub fn parse_with(file: Named<'_>, profile: Option<Named<'_>>) -> Result<Self, Diagnostics> {
        let base = profile.map(|profile| Read::of(profile, Layer::Profile)).transpose()?;
        let own = Read::of(file, base.as_ref().map_or(Layer::Whole, Layer::Over))?;
        let Read { mut head, mut projects, mut people, .. } = own;
        if let Some(mut base) = base {
            base.projects.append(projects);
            projects = base.projects;
            people.splice(0..0, base.people);
            merge(&mut head, base.head);
        }
        let missing = Walk::new(file.text).required(&head);
        if !missing.is_empty() {
            return Err(file.refused(missing));
        }
        let head = Deserializer::from(Spanned::new(0..file.text.len(), head));
        let mut catalog = File::deserialize(head).map_err(|error| file.unread(&error))?;
        catalog.projects = projects;
        catalog.people = people;
        Ok(catalog.into())
    }
}

/// A file that was read, before it is one catalog.
struct Read<'i> {
    /// All of its tables but those of projects and people, of which there may be many.
    head: DeTable<'i>,
    projects: Projects,
    people: Vec<Person>,
    /// Of each part that was read.
    names: Vec<Names<'i>>,
}

/// What a file is to others.
#[derive(Clone, Copy)]
enum Layer<'b, 'i> {
    /// It is the whole catalog.
    Whole,
    /// It is the profile of another.
    Profile,
    /// It is built upon this profile.
    Over(&'b Read<'i>),
}

/// Why a text is not read in parts.
enum NotInParts {
    /// The part that begins here is no TOML.
    Broken(usize, Box<toml::de::Error>),
    /// What stands in two parts is one table.
    Mixed,
}

/// A part of a file that was read.
struct Part<'i> {
    read: Read<'i>,
    diagnostics: Vec<Diagnostic>,
}

impl<'i> Part<'i> {
    /// Reads a part of `text`, with what is known of the sources of the whole.
    fn of(text: &'i str, place: Range<usize>, sources: &Sources) -> Result<Self, toml::de::Error> {
        let mut table = DeTable::parse(&text[place.clone()])?.into_inner();
        let mut walk = Walk::new(text);
        walk.names.sources = sources.clone();
        walk.part(&table, place.start);
        let valid = walk.diagnostics.is_empty();
        let projects = take(&mut table, "project", valid)?.unwrap_or_default();
        let people = take(&mut table, "person", valid)?.unwrap_or_default();
        let Walk { names, diagnostics, .. } = walk;
        Ok(Self { read: Read { head: table, projects, people, names: vec![names] }, diagnostics })
    }

    /// Both as one.
    fn and(mut self, later: Self) -> Result<Self, NotInParts> {
        append(&mut self.read.head, later.read.head)?;
        self.read.projects.append(later.read.projects);
        put_behind(&mut self.read.people, later.read.people);
        self.read.names.extend(later.read.names);
        self.diagnostics.extend(later.diagnostics);
        Ok(self)
    }
}

/// Puts `later` behind `first`, without moving it where there is nothing before it.
fn put_behind<T>(first: &mut Vec<T>, mut later: Vec<T>) {
    if first.is_empty() {
        *first = later;
    } else {
        first.append(&mut later);
    }
}

impl<'i> Read<'i> {
    fn of(file: Named<'i>, layer: Layer<'_, '_>) -> Result<Self, Diagnostics> {
        let parts = parts(file.text);
        if let Some(diagnostic) = places(file.text, &parts).find_map(|place| too_large(&file.text[place])) {
            return Err(Named { text: "", ..file }.refused(vec![diagnostic]));
        }
        let (read, mut diagnostics) = match Self::in_parts(file.text, &parts) {
            Ok(read) => read,
            Err(NotInParts::Broken(start, error)) if too_large(file.text).is_some() => {
                let mut diagnostic = Diagnostic::from_toml(&error, file.text.len());
                diagnostic.span = diagnostic.span.start + start..diagnostic.span.end + start;
                return Err(file.refused(vec![diagnostic]));
            }
            // What is wrong, and where, is seen in the whole alone.
            Err(_) => {
                let whole = Part::of(file.text, 0..file.text.len(), &Sources::default());
                let Part { read, diagnostics } = whole.map_err(|error| file.unread(&error))?;
                (read, diagnostics)
            }
        };
        if let Some(diagnostic) = other_schema(&read.head) {
            return Err(file.refused(vec![diagnostic]));
        }
        let base = match layer {
            Layer::Over(base) => base.names.as_slice(),
            Layer::Whole | Layer::Profile => &[],
        };
        diagnostics.extend(names::diagnostics(&read.names, base));
        if matches!(layer, Layer::Whole) {
            diagnostics.extend(Walk::new(file.text).required(&read.head));
        }
        if diagnostics.is_empty() {
            return Ok(read);
        }
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        Err(file.refused(diagnostics))
    }

    /// Reads the parts side by side, after the first, in which the sources stand.
    fn in_parts(text: &'i str, starts: &[usize]) -> Result<(Self, Vec<Diagnostic>), NotInParts> {
        let part = |place: Range<usize>, sources: &Sources| {
            let start = place.start;
            Part::of(text, place, sources).map_err(|error| NotInParts::Broken(start, Box::new(error)))
        };
        let mut places = places(text, starts);
        let first = places.next().ok_or(NotInParts::Mixed)?;
        let mut whole = part(first, &Sources::default())?;
        let places: Vec<_> = places.collect();
        let sources = whole.read.names.first().map(|first| first.sources.clone()).unwrap_or_default();
        let threads = if places.len() < MANY_PARTS {
            1
        } else {
            std::thread::available_parallelism().map_or(1, usize::from)
        };
        let share = places.len().div_ceil(threads).max(1);
        let read_all = |places: &[Range<usize>]| {
            let mut parts = places.iter().map(|place| part(place.clone(), &sources));
            let Some(first) = parts.next() else { return Err(NotInParts::Mixed) };
            parts.try_fold(first?, |whole, part| whole.and(part?))
        };
        let mut shares = places.chunks(share);
        let last = shares.next_back();
        let shares: Vec<_> = std::thread::scope(|scope| {
            let read_all = &read_all;
            let running: Vec<_> = shares.map(|share| scope.spawn(move || read_all(share))).collect();
            let last = last.map(read_all);
            let ended = running.into_iter().map(|it| it.join().unwrap_or(Err(NotInParts::Mixed)));
            ended.chain(last).collect()
        });
        for share in shares {
            whole = whole.and(share?)?;
        }
        Ok((whole.read, whole.diagnostics))
    }
}

/// The parts of a text that begin at `starts`.
fn places(text: &str, starts: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end)
}

/// Says that a text has more lines, values and brackets than are read at a time.
pub(super) fn too_large(text: &str) -> Option<Diagnostic> {
    if text.len() <= MOST_TOKENS {
        return None;
    }
    let tokens = text.bytes().filter(|byte| b"\n[]{},=.".contains(byte)).count();
    (tokens > MOST_TOKENS).then(|| Diagnostic::new(0..0, "this file has too many lines and values"))
}

/// Takes the entries of a kind out of `table`, and reads them where the part is `valid`.
fn take<'i, T: Deserialize<'i>>(
    table: &mut DeTable<'i>,
    kind: &str,
    valid: bool,
) -> Result<Option<T>, toml::de::Error> {
    let entries = table.remove(kind).filter(|_| valid);
    entries.map(|entries| T::deserialize(entries.into_deserializer())).transpose()
}

/// Where the parts of a text begin: at headers of projects and people, which no table goes across.
fn parts(text: &str) -> Vec<usize> {
    let mut parts = vec![0];
    // What stands before them is a part of its own.
    let mut next = 0;
    let header = |rest: &str| {
        let mut headers = rest.match_indices("\n[[p").map(|(at, _)| at + 1);
        headers.find(|at| ["[[project]]", "[[person]]"].iter().any(|it| rest[*at..].starts_with(it)))
    };
    while let Some(found) = text.get(next..).and_then(header) {
        parts.push(next + found);
        next = text.floor_char_boundary(next + found + PART);
    }
    parts
}

/// Adds the tables of a later part.
fn append<'i>(head: &mut DeTable<'i>, part: DeTable<'i>) -> Result<(), NotInParts> {
    for (key, value) in part {
        match (head.get_mut(&key), value.into_inner()) {
            (Some(known), DeValue::Array(more)) => match known.get_mut() {
                DeValue::Array(values) => more.into_iter().for_each(|value| values.push(value)),
                _ => return Err(NotInParts::Mixed),
            },
            (Some(_), _) => return Err(NotInParts::Mixed),
            (None, value) => drop(head.insert(key, Spanned::new(0..0, value))),
        }
    }
    Ok(())
}

/// Puts what `base` has below what `own` has: entries together, of tables each key that is not there.
fn merge<'i>(own: &mut DeTable<'i>, base: DeTable<'i>) {
    for (key, value) in base {
        let Some(known) = own.get_mut(&key) else {
            own.insert(key, value);
            continue;
        };
        match (known.get_mut(), value.into_inner()) {
            (DeValue::Array(values), DeValue::Array(mut more)) => {
                std::mem::swap(values, &mut more);
                more.into_iter().for_each(|value| values.push(value));
            }
            (DeValue::Table(table), DeValue::Table(below)) => merge(table, below),
            _ => {}
        }
    }
}

pub(super) fn other_schema(table: &DeTable<'_>) -> Option<Diagnostic> {
    let schema = table.get("schema")?;
    let version: u32 = schema.get_ref().as_integer()?.as_str().parse().ok()?;
    let diagnostic =
        || Diagnostic::new(schema.span(), format!("unknown schema: this version reads schema 1 to {SCHEMA}"));
    (!(1..=SCHEMA).contains(&version)).then(|| diagnostic().hint("use a newer `onlist`"))
}

#[cfg(test)]
mod tests {
    use crate::shipped::shipped;

    #[test]
    fn the_shipped_catalog_loads() {
        let catalog = shipped();
        assert_eq!(catalog.projects.len(), 19);
    }
}
