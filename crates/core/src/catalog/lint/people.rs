//! People: whether a letter can reach them, and whether they are who they seem.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::document::{Document, Entry, Text};
use crate::catalog::advice;
use crate::diagnostics::Diagnostic;

/// An entry of this age is to be looked at again.
const OLD: Days = Days::new(365);

pub(super) fn addresses<'d>(person: &Entry<'d>) -> Vec<Text<'d>> {
    let mut addresses = person.texts("addresses");
    addresses.extend(person.text("address"));
    addresses
}

/// The people of the file and its profile, by their ids.
fn people<'d>(document: &Document<'d>) -> HashMap<&'d str, Entry<'d>> {
    document.all("person").into_iter().map(|person| (person.id(), person)).collect()
}

pub(super) fn no_mentor_address(document: &Document<'_>) -> Vec<Diagnostic> {
    let people = people(document);
    let hit = |project: Entry<'_>| {
        let mentors = project.texts("mentors");
        let reached = |id: &Text<'_>| people.get(id.text).is_none_or(|person| !addresses(person).is_empty());
        if mentors.iter().any(reached) {
            return None;
        }
        let message = match mentors.as_slice() {
            [] => format!("`{}` has no mentor", project.id()),
            _ => format!("no mentor of `{}` has an address", project.id()),
        };
        let place = project.place_of("mentors");
        Some(Diagnostic::new(place, message).hint("add `address` to the `[[person]]` of a mentor"))
    };
    document
        .own("project")
        .into_iter()
        .filter(|it| it.text("state").is_none_or(|it| it.text != "finished"))
        .filter_map(hit)
        .collect()
}

/// Whether a part of an address stands for what a page hides.
fn is_mask(part: &str) -> bool {
    let marks = |c: char| matches!(c, 'x' | 'X' | '*' | '.' | '#' | '_');
    part.len() > 2 && part.chars().all(marks)
}

pub(super) fn masked_address(document: &Document<'_>) -> Vec<Diagnostic> {
    let people = document.own("person");
    let hit = |address: Text<'_>| {
        let (local, domain) = address.text.rsplit_once('@')?;
        let masked = is_mask(local) || is_mask(domain) || domain.split('.').next().is_some_and(is_mask);
        let message = format!("`{}` is masked", address.text);
        masked.then(|| {
            Diagnostic::new(address.span, message)
                .hint("ask for the address, or leave it out: the list reaches them")
        })
    };
    people.iter().flat_map(addresses).filter_map(hit).collect()
}

pub(super) fn old_entry(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |entry: Entry<'_>| {
        let newest = entry.days("verified").into_iter().max().filter(|newest| *newest <= document.today)?;
        let old = newest.checked_add_days(OLD).is_some_and(|limit| limit < document.today);
        let message = format!("`{}` was last verified on {newest}", entry.id());
        let hint = format!("look whether it still holds, and write `verified = {}`", document.today);
        old.then(|| Diagnostic::new(entry.place_of("verified"), message).hint(hint))
    };
    let entries = ["person", "list", "project"].into_iter().flat_map(|kind| document.own(kind));
    let mut hits: Vec<_> = entries.filter_map(hit).collect();
    hits.extend(still_to_come(document));
    hits
}

/// Days of what has been done already that are yet to come.
fn still_to_come(document: &Document<'_>) -> Vec<Diagnostic> {
    let kinds = ["source", "person", "list", "area", "project", "task", "season"];
    let entries = kinds.into_iter().flat_map(|kind| document.own(kind));
    let with_origins = entries.flat_map(|entry| [entry.tables("origin"), vec![entry]].concat());
    let days = with_origins.flat_map(|entry| {
        ["verified", "inserted", "read"].map(|key| (key, entry.days(key), entry.place_of(key)))
    });
    let hit = |(key, days, place): (&str, Vec<NaiveDate>, _)| {
        // A date with two readings is one that is over, where either is.
        let day = days.into_iter().min().filter(|day| *day > document.today)?;
        let message = format!("`{key}` is {day}, a day to come");
        let hint = format!("write the day on which it was, as in `{key} = {}`", document.today);
        Some(Diagnostic::new(place, message).hint(hint))
    };
    days.filter_map(hit).collect()
}

pub(super) fn student_as_mentor(document: &Document<'_>) -> Vec<Diagnostic> {
    let hits = |project: Entry<'_>| {
        let students: HashSet<_> = project.texts("students").into_iter().map(|it| it.text).collect();
        let both = project.texts("mentors").into_iter().filter(move |mentor| students.contains(mentor.text));
        both.map(|mentor| {
            let message = format!("`{}` is a student and a mentor of the same project", mentor.text);
            Diagnostic::new(mentor.span, message).hint("leave them in one of the two")
        })
        .collect::<Vec<_>>()
    };
    document.own("project").into_iter().flat_map(hits).collect()
}

pub(super) fn person_twice(document: &Document<'_>) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut hits = Vec::new();
    for person in document.own("person") {
        let Some(name) = person.text("name") else { continue };
        let folded = name.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match seen.get(&folded) {
            Some(other) => {
                let message = format!("`{other}` and `{}` have the same name", person.id());
                let hint = "keep one, with all addresses: `addresses = [\"first\", \"second\"]`";
                hits.push(Diagnostic::new(name.span, message).hint(hint));
            }
            None => drop(seen.insert(folded, person.id())),
        }
    }
    for project in document.own("project") {
        let mentors = project.texts("mentors");
        for (at, mentor) in mentors.iter().enumerate() {
            if mentors[..at].iter().any(|it| it.text == mentor.text) {
                let message = format!("`{}` is a mentor of `{}` twice", mentor.text, project.id());
                hits.push(Diagnostic::new(mentor.span.clone(), message).hint("remove one of the two"));
            }
        }
    }
    hits
}

pub(super) fn address_as_name(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |person: Entry<'_>| {
        let name = person.text("name")?;
        let message = format!("the name of `{}` is an address", person.id());
        let hint = "write the name in `name`, and the address in `address`";
        advice::is_address(name.text).then(|| Diagnostic::new(name.span, message).hint(hint))
    };
    document.own("person").into_iter().filter_map(hit).collect()
}

pub(super) fn list_as_person(document: &Document<'_>) -> Vec<Diagnostic> {
    let lists = document.all("list");
    let known: HashMap<_, _> = lists
        .iter()
        .flat_map(|list| {
            let all = list.texts("aliases").into_iter().chain(list.text("address"));
            all.map(|address| (address.text.to_lowercase(), list.id()))
        })
        .collect();
    let people = document.own("person");
    let hit = |address: Text<'_>| {
        let list = known.get(&address.text.to_lowercase())?;
        let message = format!("`{}` is the address of the list `{list}`", address.text);
        Some(Diagnostic::new(address.span, message).hint("remove it: letters go to the list anyway"))
    };
    people.iter().flat_map(addresses).filter_map(hit).collect()
}

pub(super) fn shared_address(document: &Document<'_>) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut hits = Vec::new();
    for person in document.own("person") {
        for address in addresses(&person) {
            let first = *seen.entry(address.text.to_lowercase()).or_insert(person.id());
            if first != person.id() {
                let message = format!("`{}` is the address of `{first}` too", address.text);
                let hint = "correct one of them, or make it a `[[list]]` when it reaches a team";
                hits.push(Diagnostic::new(address.span, message).hint(hint));
            }
        }
    }
    hits
}
