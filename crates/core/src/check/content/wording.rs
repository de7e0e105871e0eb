//! In whose words, how many of them, and on which tree.

use unicode_width::UnicodeWidthStr;

use crate::catalog::Disclosure;
use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::check::words::{Word, says, words};
use crate::subject::fold;
use onlist_mail::read::own::LineKind;
use onlist_mail::text::Line;
use onlist_mail::words::{and, count, or};

pub(in crate::check) const RULES: &[&Rule] =
    &[&FORMAL_TITLE, &LETTER_LENGTH, &COPIED_DESCRIPTION, &COMMUNITY_NOTE, &NO_DISCLOSURE];

const FORMAL_TITLE: Rule = Rule {
    code: "C09",
    name: "formal-title",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "people on lists call each other by name, and `Sir` misses half of them",
    source: "GSoC student guide, chapter 11; git.github.io, General Microproject Information",
    bad: "\nRespected Sir,",
    good: "\nHello Grace,",
    check: formal_title,
    fix: None,
};

fn formal_title(input: &CheckInput<'_>) -> Vec<Violation> {
    let abbreviated = ["mr", "mrs", "ms"];
    let title = input.limits.titles.iter().find_map(|title| input.own.find(title));
    let greeting = input.own_lines().next().map_or(0, |(at, _)| at + 2);
    let is_short = |word: &Word<'_>| abbreviated.iter().any(|it| word.text.eq_ignore_ascii_case(it));
    let mut first = words(&input.mail.text, LineKind::Prose).take_while(|word| word.line <= greeting);
    let short = first.position(|word| is_short(&word));
    let Some(found) = title.or_else(|| short.map(|at| at..at + 1)) else { return Vec::new() };
    let place = input.at_words(&found);
    let said = place.text.as_deref().and_then(|text| text.get(place.span.clone())).unwrap_or_default();
    let message = format!("`{said}` is a form of address that lists do not use");
    let mentors: Vec<_> = input.mentors().iter().map(|person| person.name.to_string()).collect();
    let fix = match mentors.as_slice() {
        [] => "write `Hello all`".to_owned(),
        names => format!("write `Hello {}`, or `Hello all`", and(names)),
    };
    vec![Violation::new(place, message, fix)]
}

const LETTER_LENGTH: Rule = Rule {
    code: "C10",
    name: "letter-length",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "too little gives nobody anything to answer, and too much is put off until later",
    source: "39 first contacts on two lists, 2020 to 2026: median 172 words, nine in ten under 312",
    bad: "\nHi, I am Ada. Bye.",
    good: "\nHello Grace and all,\n\nI am Ada, and write about the faster parser. Last year I wrote a small one\nfor log \
        files, and it became slow as the files grew: I would like to\nsee how a big one is measured, and what can be done \
        about it.\n\nI have built core-next and run its benchmark on a trace of 2 GB: half of\nthe time goes into copying \
        strings in src/parse.c.\n\nDoes the parser have to keep the order of events of the same time?",
    check: letter_length,
    fix: None,
};

fn letter_length(input: &CheckInput<'_>) -> Vec<Violation> {
    // Words of scripts without blanks between them cannot be counted like this.
    let wide = input
        .prose_lines()
        .flat_map(|(_, line)| line.chars())
        .filter(|c| c.len_utf8() > 2 && c.to_string().width() > 1);
    if wide.count() > 20 {
        return Vec::new();
    }
    let counted =
        || input.prose_lines().skip(ours(input)).map(|(_, line)| line.split_whitespace().count()).sum();
    let words: usize = input.context.own_words.unwrap_or_else(counted);
    let (least, most) = (usize::from(input.limits.words.min), usize::from(input.limits.words.max));
    let fix = match words {
        words if words < least => "say what you have done so far, and what you would like to know",
        words if words > most => "cut it: what is left out can be said in the next mail",
        _ => return Vec::new(),
    };
    let own = if input.is_composed() { " of your own" } else { "" };
    let message = format!("the letter has {}{own}; {least} to {most} are usual", count(words, "word"));
    vec![Violation::new(input.mail.at_text(), message, fix)]
}

/// What the paragraph says that the templates put below the greeting.
const TEMPLATES: [&str; 3] =
    [" I am writing about ", " I would like to mentor ", " I would like to report a bug."];

/// More words than that paragraph has with a long title.
const LONGEST_TEMPLATE: usize = 60;

/// How many lines come from a template of this program, and are not the writer's words: a text of their own has none.
fn ours(input: &CheckInput<'_>) -> usize {
    let (greeting, end) = (paragraphs_end(input, 1), paragraphs_end(input, 2));
    let lines: Vec<_> = input.prose_lines().map(|(_, line)| line.trim()).collect();
    let second = lines[greeting..end].join(" ");
    let is_ours = input.is_composed()
        && second.starts_with("I am ")
        && second.split_whitespace().count() <= LONGEST_TEMPLATE
        && TEMPLATES.iter().any(|it| second.contains(it));
    if is_ours { end } else { 0 }
}

/// How many lines stand in the first paragraphs.
fn paragraphs_end(input: &CheckInput<'_>, paragraphs: usize) -> usize {
    let lines: Vec<_> = input.prose_lines().collect();
    let begins = lines.windows(2).enumerate().filter(|(_, pair)| pair[1].0 > pair[0].0 + 1);
    begins.map(|(at, _)| at + 1).nth(paragraphs - 1).unwrap_or(lines.len())
}

const COPIED_DESCRIPTION: Rule = Rule {
    code: "C11",
    name: "copied-description",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "the mentors know their description: they want to know how its reader understands it",
    source: "GSoC student guide, chapter 5",
    bad: "\nReading a long trace takes minutes today, and most of that time goes\ninto copying strings that nobody needs.",
    good: "\nThe parser copies each string twice. I would use them where they are.",
    check: copied_description,
    fix: None,
};

fn copied_description(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(project) = input.topic.project() else { return Vec::new() };
    let size = input.limits.copied_words.max(1);
    let lines = project.summary.iter().chain(&project.outcomes).chain(&project.extras);
    let mut texts = lines.map(Line::as_str).chain(project.description.as_deref());
    let title = format!(" {} ", fold(&project.title));
    let copied = texts.find_map(|text| {
        let folded = fold(text);
        let words: Vec<_> = folded.split(' ').collect();
        let runs = words.windows(size).map(|run| run.join(" "));
        runs.filter(|run| !title.contains(&format!(" {run} "))).find_map(|run| input.own.find(&run))
    });
    let Some(found) = copied else { return Vec::new() };
    let message = "these words are the project's own description";
    vec![Violation::new(input.at_words(&found), message, "say in your own words what you would do")]
}

const COMMUNITY_NOTE: Rule = Rule {
    code: "C14",
    name: "community-note",
    severities: &[Severity::Info],
    scope: Scope::Introduction,
    reason: "what a community says about the words of a letter is good to read before it goes out",
    source: "git.github.io, General Application Information; ideas pages of QEMU, Libreswan and GCC, 2026",
    bad: "\nHello Grace,",
    good: "\nHello Grace,",
    check: community_note,
    fix: None,
};

fn community_note(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(policy) = input.conventions().generated_text().value else { return Vec::new() };
    let own = input.mail.text.lines.iter().any(|line| line.kind.is_own());
    let message = format!("{} says: {policy}", input.catalog.community.name);
    let violation = || Violation::new(input.mail.at_text(), message, "read it, and write by it");
    own.then(violation).into_iter().collect()
}

const NO_DISCLOSURE: Rule = Rule {
    code: "C17",
    name: "no-disclosure",
    severities: &[Severity::Error, Severity::Info],
    scope: Scope::Introduction,
    reason: "some communities read no letter that does not say, in one of their sentences, what a machine has written",
    source: "the EROFS project's ideas page, 2026",
    bad: "\nHello Grace,\nI wrote this myself.",
    good: "\nHello Grace,\nI wrote this without a machine.",
    check: no_disclosure,
    fix: None,
};

fn no_disclosure(input: &CheckInput<'_>) -> Vec<Violation> {
    let community = &input.catalog.community.name;
    let asked = format!("{community} asks for a sentence on what a machine has written");
    let sentences = match input.conventions().disclosure().value {
        None => return Vec::new(),
        Some(Disclosure::Free) if input.own.has_any(MACHINES) => return Vec::new(),
        Some(Disclosure::Free) => {
            let hint = "say it in your own words, or that there is nothing to say";
            return vec![Violation::new(input.mail.at_text(), asked, hint).with(Severity::Info)];
        }
        Some(Disclosure::OneOf(sentences)) => sentences,
    };
    let said: Vec<_> = sentences.iter().filter(|it| input.own.has(&fold(it))).collect();
    // A sentence may be a part of another.
    let whole = |it: &&&Line| !said.iter().any(|other| other != *it && says(&fold(other), &fold(it)));
    let quoted = |sentences: &[&Line]| sentences.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
    let (message, hint) = match said.iter().filter(whole).copied().collect::<Vec<_>>().as_slice() {
        [] => (
            asked,
            format!("add the one that is true: {}", or(&quoted(&sentences.iter().collect::<Vec<_>>()))),
        ),
        [_] => return Vec::new(),
        several => (
            format!(
                "{community} asks for one sentence on what a machine has written, and here are {}",
                several.len()
            ),
            format!("keep the one that is true: {}", or(&quoted(several))),
        ),
    };
    vec![Violation::new(input.mail.at_text(), message, hint)]
}

/// Words of which a sentence on what a machine has written has one.
const MACHINES: &[&str] = &[
    "machine",
    "machines",
    "ai",
    "llm",
    "llms",
    "gpt",
    "chatgpt",
    "claude",
    "copilot",
    "gemini",
    "deepl",
    "generated",
    "language model",
    "language models",
    "assistant",
    "assistants",
    "translator",
    "grammar checker",
    "by hand",
    "myself",
    "own words",
    "without help",
    "no help",
    "no tool",
    "no tools",
];
