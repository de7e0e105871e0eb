//! The lists and the mentors of a project, each with the rule that gave it.

use chrono::NaiveDate;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

use super::age::{contact_age, entries_with, line_in};
use super::{Error, Recipient, Role, Why};
use crate::catalog::{Catalog, Lines, List, Person, Project, Season};

pub(super) fn to_list(list: &List, rule: String, lines: Option<Lines>, is_default: bool) -> Recipient {
    let mut recipient = to_address(&list.address, rule, lines);
    recipient.why.is_default = is_default;
    recipient
}

/// A list that may be no list of the catalog.
pub(super) fn to_address(address: &Address, rule: String, lines: Option<Lines>) -> Recipient {
    let why = Why { about: address.to_string(), rule, basis: None, lines, is_default: false, age: None };
    Recipient { mailbox: address.clone().into(), role: Role::List, why }
}

pub(super) fn list_of(catalog: &Catalog, project: &Project) -> Result<Recipient, Error> {
    let no_mail = |instead: &Line| Error::no_mail(&project.title, Some(instead));
    if let Some(list) = project.list.as_ref().and_then(|id| catalog.list(id.as_str())) {
        let lines = project.list_lines.or(project.lines);
        return Ok(to_list(list, "the project's own entry names this list".to_owned(), lines, false));
    }
    if let Some(instead) = &project.instead {
        return Err(no_mail(instead));
    }
    let season = catalog.season_of(project);
    let Some(area) = catalog.area_of(project) else {
        let rule = match &project.heading {
            Some(heading) => format!("its heading `{heading}` belongs to no area"),
            None => "the project has no list and no area".to_owned(),
        };
        return fallback(catalog, season, &project.title, &rule);
    };
    if let Some(list) = area.list.as_ref().and_then(|id| catalog.list(id.as_str())) {
        let heading = area.headings.iter().find(|heading| Some(&heading.title) == project.heading.as_ref());
        let rule = match heading {
            Some(heading) => format!("projects under `{}` go to this list", heading.title),
            None => format!("projects of the area `{}` go to this list", area.title),
        };
        let mut recipient = to_list(list, rule, area.lines, false);
        recipient.why.basis = heading.and_then(|heading| heading.basis.as_ref()).map(Line::to_string);
        return Ok(recipient);
    }
    match &area.instead {
        Some(instead) => Err(no_mail(instead)),
        None => fallback(catalog, season, &project.title, "its area has no list"),
    }
}

/// The season's fall-back list, or the only list there is, for the reason given.
pub(super) fn fallback(
    catalog: &Catalog,
    season: Option<&Season>,
    about: &Line,
    reason: &str,
) -> Result<Recipient, Error> {
    let own = season.filter(|season| season.fallback_list.is_some());
    let Some(list) = catalog.fallback_list(season) else {
        let instead = season.and_then(|season| season.instead.as_ref());
        let instead = instead.or(catalog.community.instead.as_ref());
        let chat = || chat(catalog, season);
        return Err(Error::NoMail { about: about.clone(), instead: instead.cloned().or_else(chat) });
    };
    Ok(match own {
        Some(season) => to_list(
            list,
            format!("{reason}: sent to the list for everything that fits no other"),
            season.fallback_lines,
            false,
        ),
        None => to_list(list, format!("{reason}: the only list of the community"), list.lines, false),
    })
}

/// Where people talk, as the place to go to where nothing else is said.
fn chat(catalog: &Catalog, season: Option<&Season>) -> Option<Line> {
    let season = season.into_iter().flat_map(|season| season.chat.iter());
    let chat = season.chain(catalog.chat.iter()).find(|chat| !chat.place().is_empty())?;
    Some(Line::sanitize(&format!("ask there: {}, {}", chat.called(), chat.place())))
}

pub(super) fn mentor(
    catalog: &Catalog,
    project: &Project,
    person: &Person,
    today: NaiveDate,
) -> Option<Recipient> {
    let mailbox = person.mailbox()?;
    let lent = || {
        let entry = entries_with(catalog, person).next()?;
        let line = line_in(person, entry)?;
        Some((format!("mentor of the project; address taken from the entry `{}`", entry.id), line))
    };
    let (rule, line) = match line_in(person, project) {
        Some(line) => ("mentor of the project; its entry prints this address".to_owned(), Some(line)),
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
