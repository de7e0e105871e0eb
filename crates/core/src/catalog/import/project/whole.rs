//! What can only be said when all pages are read.

use std::collections::{BTreeMap, BTreeSet};

use super::super::people::{Contact, SHARED, key};
use super::super::result::{Doubt, Import, Project, Source};
use super::super::struck::Struck;
use super::super::values::state::ProjectState;
use super::super::vocabulary;
use super::super::words::{Words, normal};

/// Drops the rows of a table of contents: what is a section of its own as well, and is given where its row says so.
pub(in crate::catalog::import) fn drop_repeated(projects: &mut Vec<Project>, first: usize) {
    let key = |project: &Project| project.title.to_lowercase();
    let whole: BTreeSet<_> =
        projects[first..].iter().filter(|it| it.source.lines[0] < it.source.lines[1]).map(key).collect();
    let row = |it: &&Project| it.source.lines[0] == it.source.lines[1];
    let given = |it: &&Project| it.state == ProjectState::Finished;
    let given: BTreeMap<_, _> = projects[first..]
        .iter()
        .filter(row)
        .filter(given)
        .map(|project| (key(project), project.students.clone()))
        .collect();
    for project in &mut projects[first..] {
        if let Some(students) = given.get(&key(project)).filter(|_| project.state == ProjectState::Open) {
            project.state = ProjectState::Finished;
            project.students.extend(students.iter().cloned());
        }
    }
    let mut at = 0;
    projects.retain(|project| {
        at += 1;
        at <= first || project.source.lines[0] < project.source.lines[1] || !whole.contains(&key(project))
    });
}

/// Tells what is struck out, at the project that it stands in.
pub(in crate::catalog::import) fn tell_struck(
    import: &mut Import,
    first: usize,
    struck: Vec<Struck>,
    source: &impl Fn([usize; 2]) -> Source,
) {
    for (raw, line) in struck {
        let holds = |it: &&Project| (it.source.lines[0]..=it.source.lines[1]).contains(&line);
        let project = import.projects[first..].iter().rev().find(holds).map(|it| it.title.clone());
        let reason = "struck out: not read".to_owned();
        import.doubts.push(Doubt {
            field: "text".to_owned(),
            project,
            raw,
            reason,
            source: source([line, line]),
        });
    }
}

/// Gives mentors the address that the pages print for the same name elsewhere, and tells who has none.
///
/// `named` are those whom the pages name beside the projects.
pub(in crate::catalog::import) fn complete(import: &mut Import, named: &[Contact]) {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mentor in import.projects.iter().flat_map(|project| &project.mentors).chain(named) {
        let addresses = known.entry(key(&mentor.name)).or_default();
        addresses.extend(
            mentor
                .address
                .iter()
                .filter(|it| !addresses.iter().any(|own| own.eq_ignore_ascii_case(it)))
                .cloned()
                .collect::<Vec<_>>(),
        );
    }
    let shared: BTreeSet<_> =
        import.doubts.iter().filter(|it| it.reason == SHARED).filter_map(|it| it.project.clone()).collect();
    let mut doubts = Vec::new();
    for project in &mut import.projects {
        for mentor in &mut project.mentors {
            let addresses = known.get(&key(&mentor.name)).map(Vec::as_slice).unwrap_or_default();
            let reason = match (&mentor.address, addresses) {
                (None, [one]) => {
                    mentor.address = Some(one.clone());
                    continue;
                }
                // It is told where it stands.
                (None, []) if shared.contains(&project.title) => continue,
                (None, []) => "no address on the page",
                (None, _) => "several addresses stand elsewhere; none is taken",
                (Some(_), [_]) => continue,
                (Some(_), _) => "another address stands elsewhere for the same name",
            };
            doubts.push(Doubt {
                field: "mentors".to_owned(),
                project: Some(project.title.clone()),
                raw: mentor.raw.clone(),
                reason: reason.to_owned(),
                source: project.source.clone(),
            });
        }
    }
    import.doubts.extend(doubts);
}

/// Tells titles that stand above several projects of a file: a heading for a part of each may be one.
pub(in crate::catalog::import) fn tell_same_titles(import: &mut Import, first: usize) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for project in &import.projects[first..] {
        *counts.entry(project.title.to_lowercase()).or_default() += 1;
    }
    let often = |it: &&Project| counts.get(&it.title.to_lowercase()).is_some_and(|count| *count > 1);
    let doubts = import.projects[first..].iter().filter(often).map(|project| Doubt {
        field: "title".to_owned(),
        project: Some(project.title.clone()),
        raw: project.title.clone(),
        reason: "the same title stands above another project".to_owned(),
        source: project.source.clone(),
    });
    let doubts: Vec<_> = doubts.collect();
    import.doubts.extend(doubts);
}

/// Tells where a page says, before its projects, that its community takes no part.
pub(in crate::catalog::import) fn tell_absent(
    import: &mut Import,
    first: usize,
    text: &str,
    source: &impl Fn([usize; 2]) -> Source,
) {
    let Some(begin) = import.projects[first..].iter().map(|it| it.source.lines[0]).min() else { return };
    let says = |line: &str| {
        let line = line.to_lowercase();
        vocabulary::headings().absent.iter().any(|it| line.contains(it.as_str()))
    };
    if let Some((at, line)) = text.lines().take(begin).enumerate().find(|(_, line)| says(line)) {
        import.doubts.push(Doubt {
            field: "state".to_owned(),
            project: None,
            raw: line.trim().to_owned(),
            reason: "the page says that its community takes no part".to_owned(),
            source: source([at + 1, at + 1]),
        });
    }
}

/// Tells the labels that are not known, each once: what stands below them was not read.
pub(in crate::catalog::import) fn tell_labels(import: &mut Import, words: &Words) {
    let mut told = BTreeSet::new();
    for project in &import.projects {
        for raw in project.raw.iter().filter(|raw| raw.field == "none" && !words.knows(&raw.label)) {
            // A label with a number stands in a text: `Week 1`.
            if raw.label.contains(|c: char| c.is_ascii_digit()) || !told.insert(normal(&raw.label)) {
                continue;
            }
            import.doubts.push(Doubt {
                field: "label".to_owned(),
                project: Some(project.title.clone()),
                raw: raw.label.clone(),
                reason: "an unknown label: what stands below it is not read".to_owned(),
                source: Source { file: project.source.file.clone(), lines: raw.lines },
            });
        }
    }
}
