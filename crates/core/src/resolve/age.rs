//! How old the knowledge of an address is.

use chrono::{Datelike, NaiveDate};

use crate::catalog::{Catalog, Date, Person, Project};

/// The entries that print the address of `person`.
pub(super) fn entries_with<'c>(
    catalog: &'c Catalog,
    person: &'c Person,
) -> impl Iterator<Item = &'c Project> {
    let prints = |entry: &&Project| line_in(person, entry).is_some();
    // Most catalogs say of nobody where the address stands.
    let all = (!person.address_lines.is_empty()).then(|| catalog.projects.iter());
    all.into_iter().flatten().filter(prints)
}

/// The line of the entry of `project` that prints the address of `person`.
pub(super) fn line_in(person: &Person, project: &Project) -> Option<u32> {
    let lines = project.lines.filter(|_| person.source == project.source)?;
    person.address_lines.iter().copied().find(|line| lines.contains(*line))
}

/// How old the knowledge of an address is: by what is said of the person, else by the project's entry
/// when that prints it, else by the newest that does.
pub(super) fn contact_age(
    catalog: &Catalog,
    project: &Project,
    person: &Person,
    today: NaiveDate,
) -> Option<String> {
    let newest =
        || entries_with(catalog, person).max_by_key(|entry| dated(entry).and_then(|(_, date)| date.latest()));
    let (verified, date) = match &person.verified {
        Some(date) => (true, date),
        None if line_in(person, project).is_some() => dated(project)?,
        None => dated(newest()?)?,
    };
    let how = if verified { "address last confirmed" } else { "address not confirmed since it was added" };
    let when = match date {
        Date::Exact(day) => format!("in {}", day.format("%B %Y")),
        Date::Ambiguous(_) => format!("on {date}"),
    };
    if date.latest().is_some_and(|latest| latest > today) {
        return Some(format!("{how} {when}"));
    }
    let years = date.latest().map_or(0, |latest| years_between(latest, today));
    let ago = match years {
        ..=0 => "less than a year ago".to_owned(),
        1 => "a year ago".to_owned(),
        years => format!("{years} years ago"),
    };
    Some(format!("{how} {when} ({ago})"))
}

/// When somebody last looked at an entry: whether it was verified then, or only written.
fn dated(project: &Project) -> Option<(bool, &Date)> {
    project
        .verified
        .as_ref()
        .map(|date| (true, date))
        .or_else(|| project.inserted.as_ref().map(|date| (false, date)))
}

fn years_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let before = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i32::from(before)
}
