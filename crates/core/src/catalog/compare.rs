//! A catalog held against another, such as the import of the page that it was made of.
//!
//! Compared is what pages state: projects, people, lists and areas, found by their titles, names and addresses. What
//! is written in a catalog's own words, and what no import reads (seasons, rules, guide, tasks), is not.

use std::collections::HashMap;

use onlist_mail::text::Line;
use serde::Deserialize;

use super::lookup::Catalog;
use super::places::{Area, Person};
use super::project::{Difficulty, Project};

/// Something that two catalogs say differently.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Difference {
    /// What it is about: `project A faster parser`, `person Grace Example`, `list …`, `area …`.
    pub entry: Line,
    /// The key; `entry` where one of the two has no such entry.
    pub key: Line,
    /// What the catalog says; empty when it says nothing.
    #[serde(default)]
    pub catalog: String,
    /// What the other says; empty when it says nothing.
    #[serde(default)]
    pub source: String,
}

/// A difference that was reviewed, and stays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Decision {
    /// The difference.
    #[serde(flatten)]
    pub difference: Difference,
    /// Why it stays.
    pub reason: Line,
}

/// A file of decisions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// All of them.
    #[serde(default, rename = "decision")]
    pub all: Vec<Decision>,
}

impl Decisions {
    /// The differences that were not reviewed, and the decisions that decide nothing any more.
    #[must_use]
    pub fn left<'d>(&'d self, found: &'d [Difference]) -> (Vec<&'d Difference>, Vec<&'d Decision>) {
        let decided = |it: &&Difference| self.all.iter().any(|decision| decision.difference == **it);
        let undecided = found.iter().filter(|it| !decided(it)).collect();
        (undecided, self.all.iter().filter(|it| !found.contains(&it.difference)).collect())
    }
}

/// What is said of an entry that a catalog has.
const THERE: &str = "is there";

/// What is said of an entry, by key.
type Facts = Vec<(&'static str, String)>;

/// What a catalog says of an entry under a key; nothing where it has no such entry.
#[must_use]
pub fn said(catalog: &Catalog, entry: &str, key: &str) -> Option<String> {
    let (kind, name) = entry.split_once(' ')?;
    let found =
        |all: Vec<(String, Facts)>| all.into_iter().find(|(it, _)| it == name).map(|(_, facts)| facts);
    let facts = match kind {
        "project" => found(projects(catalog)),
        "person" => found(people(catalog)),
        "area" => found(areas(catalog)),
        _ => name.parse().ok().and_then(|address| catalog.list_at(&address)).map(|_| Facts::new()),
    }?;
    if key == "entry" {
        return Some(THERE.to_owned());
    }
    facts.into_iter().find(|(it, _)| *it == key).map(|(_, value)| value)
}

/// What `catalog` and `source` say differently, in the order of the catalog.
#[must_use]
pub fn differences(catalog: &Catalog, source: &Catalog) -> Vec<Difference> {
    let mut all = compare("project", projects(catalog), projects(source));
    all.extend(compare("person", people(catalog), people(source)));
    all.extend(lists(catalog, source));
    all.extend(compare("area", areas(catalog), areas(source)));
    all
}

fn projects(catalog: &Catalog) -> Vec<(String, Facts)> {
    catalog.projects.iter().map(|it| (title(it), project(catalog, it))).collect()
}

fn people(catalog: &Catalog) -> Vec<(String, Facts)> {
    catalog.people.iter().map(|it| (it.name.to_string(), person(it))).collect()
}

fn areas(catalog: &Catalog) -> Vec<(String, Facts)> {
    catalog.areas.iter().map(|it| (it.title.to_string(), area(catalog, it))).collect()
}

fn compare(kind: &str, here: Vec<(String, Facts)>, there: Vec<(String, Facts)>) -> Vec<Difference> {
    let mut others: HashMap<String, (String, Facts)> =
        there.into_iter().map(|(name, facts)| (name.to_lowercase(), (name, facts))).collect();
    let mut all = Vec::new();
    for (name, facts) in here {
        let entry = Line::sanitize(&format!("{kind} {name}"));
        match others.remove(&name.to_lowercase()) {
            Some((_, theirs)) => {
                let pairs = facts.into_iter().zip(theirs).filter(|((_, own), (_, other))| own != other);
                all.extend(pairs.map(|((key, catalog), (_, source))| Difference {
                    entry: entry.clone(),
                    key: Line::sanitize(key),
                    catalog,
                    source,
                }));
            }
            None => all.push(presence(entry, THERE, "")),
        }
    }
    let mut missing: Vec<_> = others.into_values().map(|(name, _)| name).collect();
    missing.sort();
    let entry = |name: String| Line::sanitize(&format!("{kind} {name}"));
    all.extend(missing.into_iter().map(|name| presence(entry(name), "", THERE)));
    all
}

fn presence(entry: Line, catalog: &str, source: &str) -> Difference {
    let (catalog, source) = (catalog.to_owned(), source.to_owned());
    Difference { entry, key: Line::sanitize("entry"), catalog, source }
}

/// Lists are compared by their addresses: an alias of one is that list.
fn lists(catalog: &Catalog, source: &Catalog) -> Vec<Difference> {
    let missing = |here: &Catalog, there: &Catalog| {
        let addresses = here.lists.iter().map(|list| &list.address);
        let missing = addresses.filter(|it| there.list_at(it).is_none());
        missing.map(|it| Line::sanitize(&format!("list {it}"))).collect::<Vec<_>>()
    };
    let own = missing(catalog, source).into_iter().map(|entry| presence(entry, THERE, ""));
    own.chain(missing(source, catalog).into_iter().map(|entry| presence(entry, "", THERE))).collect()
}

fn title(project: &Project) -> String {
    project.title.trim_end_matches('.').to_owned()
}

fn project(catalog: &Catalog, project: &Project) -> Facts {
    let names = |ids: Vec<&str>| {
        let names = ids.into_iter().filter_map(|id| catalog.person(id)).map(|it| it.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let hours =
        project.size.as_ref().map(|size| size.hours.iter().map(ToString::to_string).collect::<Vec<_>>());
    let days =
        |date: &Option<super::values::Date>| date.as_ref().map(ToString::to_string).unwrap_or_default();
    let difficulty = project.difficulty();
    let remarks = project.reviews.iter().map(|it| format!("{} ({})", it.by, it.when));
    vec![
        ("state", project.state.map_or("", |it| it.as_str()).to_owned()),
        ("heading", project.heading.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("list", catalog.list_of(project).map(|it| it.address.to_string()).unwrap_or_default()),
        ("mentors", names(project.mentors.iter().map(|it| it.id.as_str()).collect())),
        ("students", names(project.students.iter().map(super::values::Id::as_str).collect())),
        (
            "difficulty",
            if difficulty == Difficulty::Unknown { String::new() } else { difficulty.as_str().to_owned() },
        ),
        ("size", hours.unwrap_or_default().join(" or ")),
        ("eligible", project.eligible.map_or("", |it| it.as_str()).to_owned()),
        ("inserted", days(&project.inserted)),
        ("verified", days(&project.verified)),
        ("reviews", remarks.collect::<Vec<_>>().join(", ")),
        ("lines", project.lines.map(|it| it.to_string()).unwrap_or_default()),
    ]
}

fn person(person: &Person) -> Facts {
    let mut addresses: Vec<_> = person.addresses.iter().map(ToString::to_string).collect();
    addresses.sort();
    vec![("addresses", addresses.join(", "))]
}

fn area(catalog: &Catalog, area: &Area) -> Facts {
    let list = area.list.as_ref().and_then(|id| catalog.list(id.as_str()));
    let mut headings: Vec<_> = area.headings.iter().map(|it| it.title.to_string()).collect();
    headings.sort();
    vec![
        ("list", list.map(|it| it.address.to_string()).unwrap_or_default()),
        ("headings", headings.join(", ")),
    ]
}
