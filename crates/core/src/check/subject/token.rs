//! The season's words in the subject.

use super::read::{at, whole};
use crate::check::edit;
use crate::check::input::CheckInput;
use crate::check::place::Place;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::subject::Convention;
use onlist_mail::text::Line;

pub(in crate::check) const RULES: &[&Rule] = &[&TOKEN_MISSING, &TOKEN_FORM, &TOKEN_YEAR];

/// The form that the community asks for, with a title to show.
pub(in crate::check) fn in_form(input: &CheckInput<'_>, title: &str) -> String {
    let convention = Convention::about(input.catalog, input.topic.project());
    convention.form().replace("{title}", &without_season(input, title))
}

/// The words that the subject is to carry, where the season has any.
fn token<'a>(input: &CheckInput<'a>) -> Option<&'a Line> {
    input.season()?.token.as_ref()
}

/// The year of the subject, when it is another than the season's.
fn other_year(input: &CheckInput<'_>) -> Option<u16> {
    let wanted = input.season()?.year?;
    input.parsed.as_ref()?.year.filter(|year| *year != wanted)
}

const TOKEN_MISSING: Rule = Rule {
    code: "S01",
    name: "token-missing",
    severities: &[Severity::Error, Severity::Warning],
    scope: Scope::Introduction,
    reason: "mentors find newcomers among hundreds of mails by the season's words in the subject",
    source: "Xen Project, GSoC 2015 page, line 42; git.github.io, General Microproject Information",
    bad: "Subject: A faster parser for traces",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: token_missing,
    fix: Some(add_token),
};

/// A title without any season's words, of which the form brings its own.
fn without_season(input: &CheckInput<'_>, title: &str) -> String {
    let convention = Convention::of(input.catalog);
    let mut title = title.to_owned();
    while let Some(shorter) = convention.parse(&title).map(|it| it.title).filter(|it| it.len() < title.len())
    {
        title = shorter;
    }
    without_foreign_season(&title).to_owned()
}

/// A title without a tag in brackets that names another programme's season: `[GSoC 2015]`, `[Outreachy'26]`.
fn without_foreign_season(title: &str) -> &str {
    let Some((tag, rest)) = title.trim_start().strip_prefix('[').and_then(|it| it.split_once(']')) else {
        return title;
    };
    let name = tag.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = &tag[name.len()..];
    let is_year = (year.len() == 4 && year.starts_with("20")) || (year.len() == 2 && name.ends_with('\''));
    let named = name.trim_end_matches([' ', '\'', '-']);
    let is_name = named.len() > 2 && named.chars().all(|c| c.is_alphabetic() || c == ' ');
    if is_year && is_name && !rest.trim().is_empty() { rest.trim_start() } else { title }
}

/// An error where the community asks for what is missing.
fn asked_for(input: &CheckInput<'_>) -> Severity {
    if input.conventions().subject().is_default { Severity::Warning } else { Severity::Error }
}

fn token_missing(input: &CheckInput<'_>) -> Vec<Violation> {
    // A letter that names no programme need not belong to one.
    let wanted = token(input).filter(|_| input.parsed.is_none() && input.in_season);
    let Some(token) = wanted else { return Vec::new() };
    let title = input.subject;
    let title = if title.is_empty() { input.topic.title().unwrap_or("a short title") } else { title };
    let message = format!("the subject does not name `{token}`");
    vec![
        Violation::new(whole(input), message, format!("write `{}`", in_form(input, title)))
            .with(asked_for(input)),
    ]
}

/// The subject in the community's form, with what stands there for its title.
fn add_token(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    let title =
        if input.subject.is_empty() { input.topic.title().unwrap_or_default() } else { input.subject };
    edit::with_subject(input.mail, &in_form(input, title))
}

/// The subject in the community's form, with its own title.
fn reform(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    let title = &input.parsed.as_ref()?.title;
    edit::with_subject(input.mail, &in_form(input, &without_year(input, title)))
}

/// Whether the subject has the community's form, or the season's words where it asks for no form.
pub(in crate::check) fn has_form(input: &CheckInput<'_>) -> bool {
    let subject = input.subject.to_lowercase();
    let Some(token) = token(input).map(|token| token.as_str().to_lowercase()) else { return true };
    let form = input.conventions().subject();
    if form.is_default {
        return subject.contains(&token);
    }
    let (before, after) = form.value.split_once("{title}").unwrap_or((&form.value, ""));
    let filled = |part: &str| part.to_lowercase().replace("{token}", &token);
    subject.starts_with(filled(before).trim_end()) && subject.ends_with(filled(after).trim_start())
}

/// A title without the season's year, as `GSoC proposal 2015` has it apart from the token.
pub(in crate::check) fn without_year(input: &CheckInput<'_>, title: &str) -> String {
    let year = input.season().and_then(|season| season.year).map(|year| year.to_string());
    title.split(' ').filter(|word| Some(*word) != year.as_deref()).collect::<Vec<_>>().join(" ")
}

const TOKEN_FORM: Rule = Rule {
    code: "S02",
    name: "token-form",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "filters and searches know the one form that the community asks for",
    source: "forms asked for by Git, Jitsi, InVesalius and others",
    bad: "Subject: A faster parser for traces (GSoC'15)",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: token_form,
    fix: Some(reform),
};

fn token_form(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(parsed) = input.parsed.as_ref().filter(|_| !has_form(input)) else { return Vec::new() };
    if other_year(input).is_some() {
        return Vec::new();
    }
    let form = input.conventions().subject();
    let whose = if form.is_default { "the season's words are" } else { "the community's form is" };
    let wanted = match token(input).filter(|_| form.is_default) {
        Some(token) => token.to_string(),
        None => in_form(input, "title"),
    };
    let title = without_year(input, &parsed.title);
    let title = if title.is_empty() { "a short title" } else { &title };
    let message = format!("{whose} `{wanted}`");
    vec![Violation::new(whole(input), message, format!("write `{}`", in_form(input, title)))]
}

const TOKEN_YEAR: Rule = Rule {
    code: "S03",
    name: "token-year",
    severities: &[Severity::Error, Severity::Warning],
    scope: Scope::Introduction,
    reason: "a subject with last year's season is sorted under last year",
    source: "Xen Project, GSoC 2015 page, line 42",
    bad: "Subject: [GSoC 2014] A faster parser for traces",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: token_year,
    fix: None,
};

fn token_year(input: &CheckInput<'_>) -> Vec<Violation> {
    let (Some(year), Some(season)) = (other_year(input), input.season()) else { return Vec::new() };
    let called = season.called();
    let message = format!("the subject names {year}, but the season is `{called}`");
    vec![Violation::new(at_year(input, year), message, format!("write `{called}`")).with(asked_for(input))]
}

/// Where the year stands, in four digits or two.
fn at_year(input: &CheckInput<'_>, year: u16) -> Place {
    let subject = input.mail.post.subject.as_str();
    let long = year.to_string();
    let short = &long[long.len().saturating_sub(2)..];
    let found = [long.as_str(), short]
        .into_iter()
        .find_map(|it| subject.find(it).map(|at| &subject[at..at + it.len()]));
    found.map_or_else(|| whole(input), |part| at(input, part))
}
