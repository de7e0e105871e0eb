//! In whose words, how many of them, and on which tree.

use unicode_width::UnicodeWidthStr;

use super::steps;
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::text::Author;
use crate::check::rule::{Rule, Scope};
use crate::subject::fold;
use onlist_mail::words::{and, count};

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "C09",
        name: "formal-title",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "people on lists call each other by name, and `Sir` misses half of them",
        source: "GSoC student guide, chapter 11; git.github.io, General Microproject Information",
        run: formal_title,
    },
    Rule {
        code: "C10",
        name: "letter-length",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "too little gives nobody anything to answer, and too much is put off until later",
        source: "39 first contacts on two lists, 2020 to 2026: median 172 words, nine in ten under 312",
        run: letter_length,
    },
    Rule {
        code: "C11",
        name: "copied-description",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "the mentors know their description: they want to know how its reader understands it",
        source: "GSoC student guide, chapter 5",
        run: copied_description,
    },
    Rule {
        code: "C12",
        name: "tree-unnamed",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "a patch can only be looked at on the tree that it was made for",
        source: "Xen Project, GSoC 2015 page, line 51",
        run: steps::tree_unnamed,
    },
    Rule {
        code: "C14",
        name: "generated-text",
        severity: Severity::Info,
        scope: Scope::Introduction,
        reason: "many communities refuse machine-written letters; nobody can prove where a text is from, so this only asks",
        source: "git.github.io, General Application Information; ideas pages of QEMU, Libreswan and GCC, 2026",
        run: generated_text,
    },
];

fn formal_title(case: &Case<'_>) -> Vec<Hit> {
    let abbreviated = ["mr", "mrs", "ms"];
    let title = case.judge.titles.iter().find_map(|title| case.own.find(title));
    let greeting = case.own_lines().next().map_or(0, |(at, _)| at + 2);
    let short = case
        .own
        .0
        .iter()
        .position(|word| word.line <= greeting && abbreviated.contains(&word.folded.as_str()));
    let Some(found) = title.or_else(|| short.map(|at| at..at + 1)) else { return Vec::new() };
    let place = case.at_words(&found);
    let said = place.text.as_deref().and_then(|text| text.get(place.span.clone())).unwrap_or_default();
    let message = format!("`{said}` is a form of address that lists do not use");
    let mentors: Vec<_> = case.mentors().iter().map(|person| person.name.to_string()).collect();
    let fix = match mentors.as_slice() {
        [] => "write `Hello all`".to_owned(),
        names => format!("write `Hello {}`, or `Hello all`", and(names)),
    };
    vec![Hit::new(place, message, fix)]
}

fn letter_length(case: &Case<'_>) -> Vec<Hit> {
    let lines: Vec<_> =
        case.own_lines().filter(|(_, line)| !crate::check::form::stands_as_it_is(line)).collect();
    // Words of scripts without blanks between them cannot be counted like this.
    let wide = lines
        .iter()
        .flat_map(|(_, line)| line.chars())
        .filter(|c| c.len_utf8() > 2 && c.to_string().width() > 1);
    if wide.count() > 20 {
        return Vec::new();
    }
    let words: usize = lines.iter().map(|(_, line)| line.split_whitespace().count()).sum();
    let (least, most) = (usize::from(case.judge.words.min), usize::from(case.judge.words.max));
    let fix = match words {
        words if words < least => {
            "say who you are, what you have done so far, and what you would like to know"
        }
        words if words > most => "cut it: what is left out can be said in the next mail",
        _ => return Vec::new(),
    };
    let message = format!("the letter has {}; {least} to {most} are usual", count(words, "word"));
    vec![Hit::new(case.mail.at_text(), message, fix)]
}

fn copied_description(case: &Case<'_>) -> Vec<Hit> {
    let Some(project) = case.topic.project() else { return Vec::new() };
    let size = case.judge.copied_words.max(1);
    let texts = std::iter::once(&project.summary).chain(&project.outcomes).chain(&project.extras);
    let title = format!(" {} ", fold(&project.title));
    let copied = texts.into_iter().find_map(|text| {
        let folded = fold(text);
        let words: Vec<_> = folded.split(' ').collect();
        let runs = words.windows(size).map(|run| run.join(" "));
        runs.filter(|run| !title.contains(&format!(" {run} "))).find_map(|run| case.own.find(&run))
    });
    let Some(found) = copied else { return Vec::new() };
    let message = "these words are the project's own description";
    vec![Hit::new(case.at_words(&found), message, "say in your own words what you would do")]
}

fn generated_text(case: &Case<'_>) -> Vec<Hit> {
    let Some(policy) = case.catalog.conventions.generated_text().value else { return Vec::new() };
    let own = case.mail.text.lines.iter().any(|line| line.author == Author::Own);
    let message = format!("about machine-written text, {} says: {policy}", case.catalog.community.name);
    let hit = || Hit::new(case.mail.at_text(), message, "make sure that these words are your own");
    own.then(hit).into_iter().collect()
}
