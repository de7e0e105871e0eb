//! From a file's text to a valid catalog.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::lint::kind_of_page;
use super::lookup::Catalog;
use super::model::File;
use super::names::Names;
use super::project::Project;
use super::walk::Walk;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// The newest version of the format that this program reads.
const SCHEMA: u32 = 2;

/// A file is read in parts of about this many octets, so that memory holds the tables of one part at a time.
const PART: usize = 1 << 20;

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
        let diagnostic = kind_of_page(self).unwrap_or_else(|| Diagnostic::from_toml(error, self.text.len()));
        self.refused(vec![diagnostic])
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
        let base = profile.map(|profile| Read::of(profile, Standing::Below)).transpose()?;
        let own = Read::of(file, base.as_ref().map_or(Standing::Alone, Standing::Upon))?;
        let Read { mut head, projects, .. } = own;
        let mut all = Vec::new();
        if let Some(base) = base {
            all = base.projects;
            merge(&mut head, base.head);
        }
        all.extend(projects);
        let missing = Walk::new(file.text).required(&head);
        if !missing.is_empty() {
            return Err(file.refused(missing));
        }
        let head = Deserializer::from(Spanned::new(0..file.text.len(), head));
        let mut catalog = File::deserialize(head).map_err(|error| file.unread(&error))?;
        catalog.projects = all;
        Ok(catalog.into())
    }
}

/// A file that was read, before it is one catalog.
struct Read<'i> {
    /// All of its tables but those of projects.
    head: DeTable<'i>,
    projects: Vec<Project>,
    names: Names<'i>,
}

/// What a file is to others.
#[derive(Clone, Copy)]
enum Standing<'b, 'i> {
    /// It is the whole catalog.
    Alone,
    /// It is the profile of another.
    Below,
    /// It is built upon this profile.
    Upon(&'b Read<'i>),
}

/// Why a text is not read in parts.
struct NotInParts;

impl<'i> Read<'i> {
    fn of(file: Named<'i>, standing: Standing<'_, '_>) -> Result<Self, Diagnostics> {
        let parts = parts(file.text);
        if parts.len() > 1
            && let Ok(read) = Self::in_parts(file, &parts, standing)
        {
            return read;
        }
        DeTable::parse(file.text).map_err(|error| file.unread(&error))?;
        let whole = Self::in_parts(file, &[0], standing);
        whole.unwrap_or_else(|NotInParts| Err(file.refused(Vec::new())))
    }

    fn in_parts(
        file: Named<'i>,
        parts: &[usize],
        standing: Standing<'_, '_>,
    ) -> Result<Result<Self, Diagnostics>, NotInParts> {
        let mut walk = Walk::new(file.text);
        let (mut head, mut projects) = (DeTable::new(), Vec::new());
        let ends = parts.iter().skip(1).copied().chain([file.text.len()]);
        for (start, end) in parts.iter().copied().zip(ends) {
            let part = file.text.get(start..end).ok_or(NotInParts)?;
            let mut table = DeTable::parse(part).map_err(|_| NotInParts)?.into_inner();
            if start == 0 {
                if let Some(diagnostic) = other_schema(&table) {
                    return Ok(Err(file.refused(vec![diagnostic])));
                }
            }
            walk.part(&table, start);
            if let Some(tables) = table.remove("project").filter(|_| walk.diagnostics.is_empty()) {
                let read = Vec::<Project>::deserialize(tables.into_deserializer());
                match read {
                    Ok(read) => projects.extend(read),
                    Err(error) if start == 0 => return Ok(Err(file.unread(&error))),
                    Err(_) => return Err(NotInParts),
                }
            }
            append(&mut head, table)?;
        }
        let Walk { names, mut diagnostics, .. } = walk;
        let base = match standing {
            Standing::Upon(base) => Some(&base.names),
            Standing::Alone | Standing::Below => None,
        };
        diagnostics.extend(names.diagnostics(base));
        if matches!(standing, Standing::Alone) {
            diagnostics.extend(Walk::new(file.text).required(&head));
        }
        if diagnostics.is_empty() {
            return Ok(Ok(Self { head, projects, names }));
        }
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        Ok(Err(file.refused(diagnostics)))
    }
}

/// Where the parts of a text begin: at headers of projects, which no table goes across.
fn parts(text: &str) -> Vec<usize> {
    let mut parts = vec![0];
    let mut next = PART;
    while let Some(found) = text.get(next..).and_then(|rest| rest.find("\n[[project]]")) {
        parts.push(next + found + 1);
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
                _ => return Err(NotInParts),
            },
            (Some(_), _) => return Err(NotInParts),
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
