//! What a writer is to know before a letter goes out.

use chrono::NaiveDate;

use super::age::contact_age;
use super::{MOST_GREETED, Notice};
use crate::catalog::{Catalog, CopyPolicy, Eligibility, Person, Project, Redirect, Season, State};

/// What is to be known of a season before anything else: nothing when it is open.
#[must_use]
pub fn season_notices(season: Option<&Season>) -> Vec<Notice> {
    let Some(season) = season.filter(|season| !season.is_open()) else { return Vec::new() };
    let text = match &season.notice {
        Some(notice) => notice.to_string(),
        None => format!("{} is not open", season.called()),
    };
    let elsewhere = |it: &Redirect| Notice { kind: "elsewhere", text: format!("{}: {}", it.name, it.how) };
    let season_notice = Notice { kind: "season", text };
    std::iter::once(season_notice).chain(season.redirects.iter().map(elsewhere)).collect()
}

pub(super) fn project_notices(project: &Project) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut add = |kind, text: String| notices.push(Notice { kind, text });
    if project.state == Some(State::NeedsWork) {
        add("needs-work", "the description of this project still needs work: ask before you plan".to_owned());
    }
    match project.eligible {
        None | Some(Eligibility::Yes) => {}
        Some(Eligibility::No) => add("eligibility", "this project does not fit the programme".to_owned()),
        Some(Eligibility::Unknown) => {
            add("eligibility", "unknown whether this project fits the programme".to_owned());
        }
    }
    if let Some(condition) = &project.condition {
        add("check-first", condition.to_string());
    }
    notices
}

pub(super) fn contact_notices(
    catalog: &Catalog,
    project: &Project,
    mentors: &[&Person],
    today: NaiveDate,
) -> Vec<Notice> {
    let greeted = if mentors.len() <= MOST_GREETED { "greeted by name, " } else { "" };
    let copied = catalog.conventions_of(Some(project)).copy().value != CopyPolicy::ListOnly;
    let notice = |person: &&Person| match person.address() {
        Some(_) if !copied => None,
        Some(address) => {
            let age = contact_age(catalog, project, person, today)?;
            Some(Notice { kind: "contact-age", text: format!("{} <{address}>: {age}", person.name) })
        }
        None => Some(Notice {
            kind: "no-address",
            text: format!("no address known for {}: {greeted}reached through the list", person.name),
        }),
    };
    let mut notices: Vec<_> = mentors.iter().filter_map(notice).collect();
    if mentors.is_empty() {
        let text = "no mentor is named: the letter goes only to the list".to_owned();
        notices.push(Notice { kind: "no-mentor", text });
    }
    notices
}
