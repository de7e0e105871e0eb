//! Projects: whether somebody can decide for one, and find the right list for it.

use std::collections::{HashMap, HashSet};

use super::document::{Document, Entry};
use crate::diagnostics::{Diagnostic, nearest};
use onlist_mail::words::and;

/// Projects that somebody may still pick up.
fn free<'d>(document: &Document<'d>) -> Vec<Entry<'d>> {
    let finished = |project: &Entry<'_>| project.text("state").is_some_and(|state| state.text == "finished");
    document.own("project").into_iter().filter(|project| !finished(project)).collect()
}

pub(super) fn ambiguous_date(document: &Document<'_>) -> Vec<Diagnostic> {
    let mut hits = Vec::new();
    for project in document.own("project") {
        for key in ["inserted", "verified"] {
            let days: Vec<_> = project.days(key).iter().map(ToString::to_string).collect();
            if days.len() > 1 {
                let message = format!("`{key}` of `{}` may be {}", project.id(), days.join(" or "));
                let hint = "write the one day when you know which it is";
                hits.push(Diagnostic::new(project.place_of(key), message).hint(hint));
            }
        }
    }
    hits
}

pub(super) fn unknown_date(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |project: Entry<'_>| {
        let dated = project.has("verified") || project.has("inserted");
        let message = format!("nobody knows how old `{}` is", project.id());
        let hint = format!("write `verified = {}` when you have looked at it", document.today);
        (!dated).then(|| Diagnostic::new(project.place(), message).hint(hint))
    };
    free(document).into_iter().filter_map(hit).collect()
}

pub(super) fn unused_heading(document: &Document<'_>) -> Vec<Diagnostic> {
    let used: HashSet<_> =
        document.all("project").iter().filter_map(|it| it.text("heading")).map(|it| it.text).collect();
    let headings = document.own("area").into_iter().flat_map(|area| area.texts("headings"));
    let unused = headings.filter(|heading| !used.contains(heading.text));
    unused
        .map(|it| {
            let message = format!("no project stands under the heading `{}`", it.text);
            Diagnostic::new(it.span, message).hint("correct it, or remove it")
        })
        .collect()
}

pub(super) fn empty_area(document: &Document<'_>) -> Vec<Diagnostic> {
    let projects = document.all("project");
    let named: HashSet<_> = projects.iter().filter_map(|it| it.text("area")).map(|it| it.text).collect();
    let headings: HashSet<_> =
        projects.iter().filter_map(|it| it.text("heading")).map(|it| it.text).collect();
    let empty = |area: &Entry<'_>| {
        !named.contains(area.id()) && area.texts("headings").iter().all(|it| !headings.contains(it.text))
    };
    let hit = |area: Entry<'_>| {
        let message = format!("the area `{}` has no project", area.id());
        Diagnostic::new(area.place(), message).hint(format!("give a project `area = \"{}\"`", area.id()))
    };
    document.own("area").into_iter().filter(empty).map(hit).collect()
}

pub(super) fn heading_without_area(document: &Document<'_>) -> Vec<Diagnostic> {
    headings(document, |heading, meant| match meant {
        None => Some(format!("add it to an area: `headings = [\"{heading}\"]`")),
        Some(Meant { title, id: Some(id) }) if title == heading => {
            Some(format!("write `area = \"{id}\"`, or add `headings = [\"{heading}\"]` to that area"))
        }
        Some(_) => None,
    })
}

pub(super) fn heading_misspelt(document: &Document<'_>) -> Vec<Diagnostic> {
    headings(document, |heading, meant| match meant {
        Some(Meant { title, id: None }) => Some(format!("did you mean `{title}`?")),
        Some(Meant { title, id: Some(id) }) if title != heading => {
            Some(format!("did you mean the area `{title}`? write `area = \"{id}\"`"))
        }
        _ => None,
    })
}

/// What a heading that no area knows may mean: a heading that one knows, or the title of the area with that id.
#[derive(Clone, Copy)]
struct Meant<'d> {
    title: &'d str,
    id: Option<&'d str>,
}

impl<'d> Meant<'d> {
    fn by(heading: &str, areas: &[Entry<'d>], known: &HashSet<&'d str>) -> Option<Self> {
        if let Some(title) = nearest(heading, known.iter().copied()) {
            return Some(Self { title, id: None });
        }
        // Titles are not made to be headings: only a slip means one.
        let slip = |word: &str| {
            let (heading, word) = (heading.to_lowercase(), word.to_lowercase());
            strsim::osa_distance(&heading, &word) <= 1 + word.len() / 8
        };
        areas.iter().find_map(|area| {
            let title = area.text("title").map_or(area.id(), |title| title.text);
            (slip(title) || slip(area.id())).then_some(Self { title, id: Some(area.id()) })
        })
    }
}

/// Headings of projects that go nowhere because no area knows them, each with the hint that `advice` gives for it and for
/// what it may mean.
fn headings(
    document: &Document<'_>,
    advice: impl Fn(&str, Option<Meant<'_>>) -> Option<String>,
) -> Vec<Diagnostic> {
    let areas = document.all("area");
    let known: HashSet<_> = areas.iter().flat_map(|area| area.texts("headings")).map(|it| it.text).collect();
    if areas.is_empty() {
        return Vec::new();
    }
    let (mut meant, mut hits) = (HashMap::new(), Vec::new());
    for project in document.own("project") {
        let routed = ["area", "list", "instead"].iter().any(|key| project.has(key));
        let Some(heading) = project.text("heading").filter(|it| !routed && !known.contains(it.text)) else {
            continue;
        };
        let meant = meant.entry(heading.text).or_insert_with(|| Meant::by(heading.text, &areas, &known));
        if let Some(hint) = advice(heading.text, *meant) {
            let message = format!("the heading `{}` belongs to no area", heading.text);
            hits.push(Diagnostic::new(heading.span, message).hint(hint));
        }
    }
    hits
}

/// How many sentences a text has, roughly.
fn sentences(text: &str) -> usize {
    let ends = |word: &&str| word.trim_end_matches(['"', ')', '\'']).ends_with(['.', '!', '?', '。']);
    let words: Vec<_> = text.split_whitespace().collect();
    let closed = words.iter().filter(|word| ends(word)).count();
    closed + usize::from(words.last().is_some_and(|last| !ends(last)))
}

pub(super) fn thin_description(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |project: Entry<'_>| {
        let text = [project.text("summary"), project.text("description")];
        let short = text.iter().flatten().map(|it| sentences(it.text)).sum::<usize>() < 2;
        let lacks = [
            (short, "two sentences of description"),
            (!project.has("skills"), "skills"),
            (!project.has("outcomes"), "outcomes"),
        ];
        let lacks: Vec<_> = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect();
        let message = format!("`{}` lacks {}", project.id(), and(&lacks));
        (!lacks.is_empty())
            .then(|| Diagnostic::new(project.place(), message).hint("add what a student needs to decide"))
    };
    free(document).into_iter().filter_map(hit).collect()
}

pub(super) fn no_size(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |project: Entry<'_>| {
        let message = format!("`{}` has no size", project.id());
        Diagnostic::new(project.place(), message).hint("add hours: `size = { hours = [175, 350] }`")
    };
    free(document).into_iter().filter(|project| !project.has("size")).map(hit).collect()
}

pub(super) fn one_mentor(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |project: Entry<'_>| {
        let message = format!("`{}` has one mentor", project.id());
        let hint = "name a second one: `mentors = [\"first\", { id = \"second\", role = \"backup\" }]`";
        Diagnostic::new(project.place_of("mentors"), message).hint(hint)
    };
    free(document).into_iter().filter(|project| project.texts("mentors").len() == 1).map(hit).collect()
}

pub(super) fn same_title(document: &Document<'_>) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, Vec<Entry<'_>>> = HashMap::new();
    let mut hits = Vec::new();
    for project in document.own("project") {
        let Some(title) = project.text("title") else { continue };
        let folded = title.text.trim_end_matches('.').to_lowercase();
        let others = seen.entry(folded).or_default();
        if let Some(other) = others.iter().find(|other| share_season(other, &project)) {
            let message = format!("`{}` and `{}` have the same title", other.id(), project.id());
            hits.push(Diagnostic::new(title.span, message).hint("say in the titles how they differ"));
        }
        others.push(project);
    }
    hits
}

fn share_season(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let (ones, others) = (one.texts("season"), other.texts("season"));
    let empty = ones.is_empty() || others.is_empty();
    empty || ones.iter().any(|it| others.iter().any(|other| other.text == it.text))
}

pub(super) fn open_review(document: &Document<'_>) -> Vec<Diagnostic> {
    let hits = |project: Entry<'_>| {
        project
            .tables("reviews")
            .into_iter()
            .map(move |review| {
                let by = review.text("by").map_or("a reviewer", |by| by.text);
                let message = format!("a remark of {by} on `{}` is still open", project.id());
                Diagnostic::new(review.place_of("text"), message)
                    .hint("change the entry, then remove the remark")
            })
            .collect::<Vec<_>>()
    };
    document.own("project").into_iter().flat_map(hits).collect()
}

pub(super) fn only_a_link(document: &Document<'_>) -> Vec<Diagnostic> {
    let is_link = |text: &str| text.split_whitespace().count() == 1 && text.contains("://");
    let hit = |project: Entry<'_>| {
        let texts = [project.text("summary"), project.text("description")];
        let texts: Vec<_> = texts.into_iter().flatten().collect();
        let linked = project.has("references") || project.has("links");
        let bare = if texts.is_empty() { linked } else { texts.iter().all(|it| is_link(it.text)) };
        let message = format!("`{}` is nothing but a link", project.id());
        let place = texts.first().map_or_else(|| project.place(), |text| text.span.clone());
        bare.then(|| Diagnostic::new(place, message).hint("say in two sentences what it is about"))
    };
    document.own("project").into_iter().filter_map(hit).collect()
}
