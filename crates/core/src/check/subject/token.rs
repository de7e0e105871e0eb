//! The season's words in the subject.

use super::read::{at, whole};
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::place::Place;
use crate::check::rule::{Rule, Scope};

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "S01",
        name: "token-missing",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "mentors find newcomers among hundreds of mails by the season's words in the subject",
        source: "Xen Project, GSoC 2015 page, line 42; git.github.io, General Microproject Information",
        run: token_missing,
    },
    Rule {
        code: "S02",
        name: "token-form",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "filters and searches know the one form that the community asks for",
        source: "forms asked for by Git, Jitsi, InVesalius and others",
        run: token_form,
    },
    Rule {
        code: "S03",
        name: "token-year",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "a subject with last year's season is sorted under last year",
        source: "Xen Project, GSoC 2015 page, line 42",
        run: token_year,
    },
];

/// The form that the community asks for, with a title to show.
pub(in crate::check) fn in_form(case: &Case<'_>, title: &str) -> String {
    let pattern = case.catalog.conventions.subject().value;
    pattern.replace("{token}", &case.catalog.season.token).replace("{title}", title)
}

fn token_missing(case: &Case<'_>) -> Vec<Hit> {
    if case.parsed.is_some() {
        return Vec::new();
    }
    let title = case.subject;
    let title = if title.is_empty() { case.topic.title().unwrap_or("a short title") } else { title };
    let message = format!("the subject does not name `{}`", case.catalog.season.token);
    vec![Hit::new(whole(case), message, format!("write `{}`", in_form(case, title)))]
}

/// Whether the subject has the community's form, or the season's words where it asks for no form.
pub(in crate::check) fn has_form(case: &Case<'_>) -> bool {
    let subject = case.subject.to_lowercase();
    let token = case.catalog.season.token.to_lowercase();
    let form = case.catalog.conventions.subject();
    if form.is_default {
        return subject.contains(&token);
    }
    let (before, after) = form.value.split_once("{title}").unwrap_or((&form.value, ""));
    let filled = |part: &str| part.to_lowercase().replace("{token}", &token);
    subject.starts_with(filled(before).trim_end()) && subject.ends_with(filled(after).trim_start())
}

/// A title without the season's year, as `GSoC proposal 2015` has it apart from the token.
pub(in crate::check) fn without_year(case: &Case<'_>, title: &str) -> String {
    let year = case.catalog.season.year.to_string();
    title.split(' ').filter(|word| *word != year).collect::<Vec<_>>().join(" ")
}

fn token_form(case: &Case<'_>) -> Vec<Hit> {
    let Some(parsed) = case.parsed.as_ref().filter(|_| !has_form(case)) else { return Vec::new() };
    if parsed.year.is_some_and(|year| year != case.catalog.season.year) {
        return Vec::new();
    }
    let form = case.catalog.conventions.subject();
    let whose = if form.is_default { "the season's words are" } else { "the community's form is" };
    let wanted = if form.is_default { case.catalog.season.token.to_string() } else { in_form(case, "title") };
    let title = without_year(case, &parsed.title);
    let title = if title.is_empty() { "a short title" } else { &title };
    let message = format!("{whose} `{wanted}`");
    vec![Hit::new(whole(case), message, format!("write `{}`", in_form(case, title)))]
}

fn token_year(case: &Case<'_>) -> Vec<Hit> {
    let season = &case.catalog.season;
    let Some(year) = case.parsed.as_ref().and_then(|it| it.year).filter(|year| *year != season.year) else {
        return Vec::new();
    };
    let message = format!("the subject names {year}, but the season is `{}`", season.token);
    vec![Hit::new(at_year(case, year), message, format!("write `{}`", season.token))]
}

/// Where the year stands, in four digits or two.
fn at_year(case: &Case<'_>, year: u16) -> Place {
    let subject = case.mail.post.subject.as_str();
    let long = year.to_string();
    let short = &long[long.len().saturating_sub(2)..];
    let found = [long.as_str(), short]
        .into_iter()
        .find_map(|it| subject.find(it).map(|at| &subject[at..at + it.len()]));
    found.map_or_else(|| whole(case), |part| at(case, part))
}
