//! The list and the mentors of a project, each with the rule that gave it.

use chrono::NaiveDate;

use super::age::{contact_age, entries_with};
use super::{Recipient, Role, Why};
use crate::catalog::{Catalog, Lines, List, Person, Project};

pub(super) fn to_list(list: &List, rule: String, lines: Option<Lines>, is_default: bool) -> Recipient {
    let why = Why { about: list.address.to_string(), rule, basis: None, lines, is_default, age: None };
    Recipient { mailbox: list.address.clone().into(), role: Role::List, why }
}

pub(super) fn list_of(catalog: &Catalog, project: &Project) -> Recipient {
    if let Some(list) = project.list.as_ref().and_then(|id| catalog.list(id.as_str())) {
        let lines = project.list_lines.or(Some(project.lines));
        return to_list(list, "the project's own entry names this list".to_owned(), lines, false);
    }
    let Some(area) = catalog.area_of(project) else {
        let rule = match &project.heading {
            Some(heading) => format!("its heading `{heading}` belongs to no area"),
            None => "the project has no list and no area".to_owned(),
        };
        return fallback(catalog, &rule);
    };
    let list = catalog.list(area.list.as_str()).map(|list| {
        let heading = area.headings.iter().find(|heading| Some(&heading.title) == project.heading.as_ref());
        let rule = match heading {
            Some(heading) => format!("projects under `{}` go to this list", heading.title),
            None => format!("projects of the area `{}` go to this list", area.title),
        };
        let mut recipient = to_list(list, rule, Some(area.lines), false);
        recipient.why.basis = heading.map(|heading| heading.basis.to_string());
        recipient
    });
    list.unwrap_or_else(|| fallback(catalog, "its area has no list"))
}

/// The season's fall-back list, for the reason given.
///
/// # Panics
/// Never: a catalog whose fall-back list is missing is not loaded.
#[expect(clippy::expect_used, reason = "a catalog whose fall-back list is missing is refused when loaded")]
pub(super) fn fallback(catalog: &Catalog, reason: &str) -> Recipient {
    let season = &catalog.season;
    let list =
        catalog.list(season.fallback_list.as_str()).expect("loading checks that the fall-back list exists");
    to_list(
        list,
        format!("{reason}: sent to the list for everything that fits no other"),
        season.fallback_lines,
        false,
    )
}

pub(super) fn mentor(
    catalog: &Catalog,
    project: &Project,
    person: &Person,
    today: NaiveDate,
) -> Option<Recipient> {
    let mailbox = person.mailbox()?;
    let own = person.address_lines.iter().find(|line| project.lines.contains(**line));
    let lent = || {
        let entry = entries_with(catalog, person).next()?;
        let line = person.address_lines.iter().find(|line| entry.lines.contains(**line))?;
        Some((format!("mentor of the project; address taken from the entry `{}`", entry.id), *line))
    };
    let (rule, line) = match own {
        Some(line) => ("mentor of the project; its entry prints this address".to_owned(), Some(*line)),
        None => match lent() {
            Some((rule, line)) => (rule, Some(line)),
            None => ("mentor of the project".to_owned(), person.address_lines.first().copied()),
        },
    };
    let why = Why {
        about: mailbox.address.to_string(),
        rule,
        basis: None,
        lines: line.map(|line| Lines { first: line, last: line }),
        is_default: false,
        age: contact_age(catalog, project, person, today),
    };
    Some(Recipient { mailbox, role: Role::Mentor, why })
}
