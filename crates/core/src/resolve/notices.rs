//! What a writer is to know before a letter goes out.

use chrono::{Datelike, NaiveDate};

use super::age::contact_age;
use super::{MOST_GREETED, Notice};
use crate::catalog::{
    Catalog, Conventions, CopyPolicy, Eligibility, Person, Project, Redirect, Season, State, Status,
};
use onlist_mail::words::count;

/// The kind of the notices that name other places to go to.
pub const ELSEWHERE: &str = "elsewhere";

/// The kind of the notice that a season is over.
pub const OVER: &str = "over";

/// The kind of the notices that tell how old the knowledge of an address is.
pub const AGE: &str = "contact-age";

/// The kind of the notice of what a newcomer does before a first letter.
pub const DO_FIRST: &str = "do-first";

/// That a season is over `today`, for how long, and what that means; none while it runs or when it has no end.
#[must_use]
pub fn season_over(season: Option<&Season>, today: NaiveDate) -> Option<Notice> {
    let season = season.filter(|season| season.is_over(today))?;
    let text = format!("{} is over, {}: mentors may not answer", season.called(), over_since(season, today)?);
    Some(Notice { kind: OVER, text })
}

/// How long ago a season ended: by the day where one is known, else by the year.
fn over_since(season: &Season, today: NaiveDate) -> Option<String> {
    let last = season.last_day()?;
    let days = usize::try_from((today - last).num_days()).ok()?;
    let months = (today.year() - last.year()) * 12 + today.month().cast_signed()
        - last.month().cast_signed()
        - i32::from(today.day() < last.day());
    let years = if season.states_last_day() { months / 12 } else { today.year() - last.year() };
    let ago =
        |number: i32, unit: &str| usize::try_from(number).ok().map(|it| format!("{} ago", count(it, unit)));
    match (years, months) {
        (1, _) if !season.states_last_day() => Some("since last year".to_owned()),
        (1.., _) => ago(years, "year"),
        (_, 1..) => ago(months, "month"),
        _ => Some(format!("{} ago", count(days, "day"))),
    }
}

/// What is to be known of a season before anything else: nothing while it is open and runs.
#[must_use]
pub fn season_notices(season: Option<&Season>, today: NaiveDate) -> Vec<Notice> {
    season_over(season, today)
        .into_iter()
        .chain(too_late(season, today))
        .chain(status_notices(season))
        .collect()
}

/// That a season runs to which one cannot apply any more.
fn too_late(season: Option<&Season>, today: NaiveDate) -> Option<Notice> {
    let season = season.filter(|season| season.is_open() && !season.is_over(today))?;
    let last = season.apply_until.filter(|last| last.0 < today)?;
    let text =
        format!("the time to apply for {} ended on {last}: ask what can be done without it", season.called());
    Some(Notice { kind: "season", text })
}

/// What the status of a season means, in its own words, and where else to go.
fn status_notices(season: Option<&Season>) -> Vec<Notice> {
    let Some(season) = season.filter(|season| !season.is_open()) else { return Vec::new() };
    let text = status_notice(season).unwrap_or_default();
    let elsewhere = |it: &Redirect| Notice { kind: ELSEWHERE, text: format!("{}: {}", it.name, it.how) };
    let season_notice = Notice { kind: "season", text };
    std::iter::once(season_notice).chain(season.redirects.iter().map(elsewhere)).collect()
}

/// What is said of a season before anything else: its own notice, else its status in words where it is not open.
#[must_use]
pub fn status_notice(season: &Season) -> Option<String> {
    let said = || (!season.is_open()).then(|| format!("{} {}", season.called(), status(season)));
    season.notice.as_ref().map(ToString::to_string).or_else(said)
}

/// A status in words.
fn status(season: &Season) -> &'static str {
    match season.status {
        None | Some(Status::Open) => "is open",
        Some(Status::Planned) => "is planned: it has not begun",
        Some(Status::Applied) => "is not sure yet: the community waits for an answer",
        Some(Status::NotAccepted) => "did not accept this community",
        Some(Status::Closed) => "is closed for new students",
        Some(Status::Archived) => "is archived: this is an old page",
    }
}

/// That the project is of another season than the one that was asked for.
pub(super) fn other_season(catalog: &Catalog, project: &Project) -> Option<Notice> {
    let (asked, own) = (catalog.chosen_season()?, catalog.season_of(project)?);
    let text = format!("this project is not of `{asked}`: the letter is for `{}`", own.id);
    (*asked != own.id).then_some(Notice { kind: "other-season", text })
}

/// What the community wants done before a first letter.
pub(super) fn do_first(conventions: &Conventions) -> Option<Notice> {
    let steps: Vec<_> = conventions.do_first().value.iter().map(ToString::to_string).collect();
    let text = format!("do this first, and tell in your letter what came of it: {}", steps.join("; "));
    (!steps.is_empty()).then_some(Notice { kind: DO_FIRST, text })
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
            Some(Notice { kind: AGE, text: format!("{} <{address}>: {age}", person.name) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn nobody_applies_for_a_season_past_its_day() {
        let notices = |today: &str| {
            let text = "schema = 2\n[community]\nid = \"x\"\nname = \"X\"\n[season]\nid = \"s\"\nprogramme = \"P\"\n\
                        token = \"GSoC 2015\"\napply-until = 2015-03-27\nends = 2015-08-24\n[[list]]\nid = \"l\"\n\
                        address = \"l@lists.example.org\"\n";
            let catalog = Catalog::parse("catalog.toml", text).expect("valid");
            let found = season_notices(catalog.season(), today.parse().expect("a day"));
            found.into_iter().map(|it| it.text).collect::<Vec<_>>()
        };
        let late = "the time to apply for GSoC 2015 ended on 2015-03-27: ask what can be done without it";
        assert_eq!(notices("2015-03-27"), [""; 0]);
        assert_eq!(notices("2015-03-28"), [late]);
        assert_eq!(notices("2015-08-24"), [late]);
        assert!(notices("2015-08-25").iter().all(|it| it.starts_with("GSoC 2015 is over")));
    }

    #[test]
    fn a_season_is_over_past_its_end_and_for_how_long() {
        let catalog = |keys: &str| {
            let text = format!(
                "schema = 2\n[community]\nid = \"x\"\nname = \"X\"\n[season]\nid = \"s\"\nprogramme = \"P\"\n\
                 token = \"GSoC 2015\"\n{keys}\n[[list]]\nid = \"l\"\naddress = \"l@lists.example.org\"\n"
            );
            Catalog::parse("catalog.toml", &text).expect("valid")
        };
        for (keys, today, expected) in [
            ("", "2026-11-26", None),
            ("status = 'archived'", "2026-11-26", None),
            ("year = 2015", "2015-12-31", None),
            ("year = 2015", "2016-01-01", Some("since last year")),
            ("year = 2015", "2026-01-01", Some("11 years ago")),
            ("year = 2015\nstatus = 'open'", "2026-12-31", Some("11 years ago")),
            ("apply-until = 2015-03-27\nyear = 2016", "2015-03-27", None),
            ("apply-until = 2015-03-27\nyear = 2016", "2015-03-28", Some("1 day ago")),
            ("apply-until = 2015-03-27\nends = 2015-08-24", "2015-08-24", None),
            ("ends = 2015-08-24", "2015-09-23", Some("30 days ago")),
            ("ends = 2015-08-24", "2015-09-24", Some("1 month ago")),
            ("ends = 2015-08-24", "2016-08-23", Some("11 months ago")),
            ("ends = 2015-08-24", "2016-08-24", Some("1 year ago")),
        ] {
            let catalog = catalog(keys);
            let over = season_over(catalog.season(), today.parse().expect("a day")).map(|it| it.text);
            let expected = expected.map(|it| format!("GSoC 2015 is over, {it}: mentors may not answer"));
            assert_eq!(over, expected, "{keys} on {today}");
        }
    }
}
