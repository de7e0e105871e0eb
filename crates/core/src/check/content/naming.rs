//! Who writes, about what, and what was done already.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::check::words::words;
use crate::compose::closes;
use crate::diagnostics::Hint;
use crate::introduction::{Names, Topic};
use crate::subject::fold;
use onlist_mail::read::own::LineKind;

pub(in crate::check) const RULES: &[&Rule] =
    &[&PROJECT_UNNAMED, &WRITER_UNNAMED, &PROGRAMME_UNNAMED, &ELIGIBILITY_UNSAID];

const PROJECT_UNNAMED: Rule = Rule {
    code: "C01",
    name: "project-unnamed",
    severities: &[Severity::Warning, Severity::Info],
    scope: Scope::Introduction,
    reason: "a mentor of nineteen projects cannot tell which one a letter is about",
    source: "Xen Project, GSoC 2015 page, line 37",
    bad: "\nI would like to work on your project.",
    good: "\nI would like to work on \"A faster parser for traces\".",
    check: project_unnamed,
    fix: None,
};

fn project_unnamed(input: &CheckInput<'_>) -> Vec<Violation> {
    // The subject names it where the community wants the writer's words alone.
    if input.wants_bare() && !matches!(input.topic, Topic::Unknown) {
        return Vec::new();
    }
    let fix = |title: &str| format!("name it by its title: \"{title}\"");
    let unnamed = |what: &str, title: &str| {
        let message = format!("the text does not name the {what}, \"{title}\"");
        vec![Violation::new(input.mail.at_text(), message, fix(title))]
    };
    match &input.topic {
        Topic::Unknown if input.named.names_any(input.catalog) => Vec::new(),
        Topic::Unknown => {
            let message =
                "neither subject nor text names a project of the catalog, or an idea of the writer's own";
            let fix = "name it by its title, or say that the idea is your own";
            // A letter that names no programme need not belong to a project.
            let severity = if input.in_season { Severity::Warning } else { Severity::Info };
            let violation =
                Violation::new(input.mail.at_field("Subject", ""), message, fix).or(Hint::Projects);
            vec![violation.with(severity)]
        }
        Topic::Project(project) if !input.named.names(&Names::of(input.catalog, project)) => {
            unnamed("project", &project.title)
        }
        Topic::Idea(title) if !input.named.has_title(title) => unnamed("idea", title),
        Topic::Project(_) | Topic::Idea(_) => Vec::new(),
    }
}

const WRITER_UNNAMED: Rule = Rule {
    code: "C02",
    name: "writer-unnamed",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "people answer a person: say what to call you",
    source: "git.github.io, General Microproject Information",
    bad: "\nI am a student of chemistry.",
    good: "\nI am Ada Example, a student of chemistry.",
    check: writer_unnamed,
    fix: None,
};

fn writer_unnamed(input: &CheckInput<'_>) -> Vec<Violation> {
    let name = fold(input.mail.post.from_name.as_deref().unwrap_or_default());
    let mut names = name.split(' ').filter(|word| word.chars().count() > 1).peekable();
    let says = |word: &str| input.own.has(word) || input.signature.has(word);
    let known = names.peek().is_some();
    let introduces = input.own.has_any(&["call me", "my name is", "name s", "myself"]) || names_itself(input);
    if names.any(says) || introduces || input.own.is_empty() || !(known || input.own.is_english()) {
        return Vec::new();
    }
    let fix = "say who you are and what you want to be called";
    vec![Violation::new(input.mail.at_text(), "the text does not say the writer's name", fix)]
}

/// `I am Ada`, `I'm Ada`, or a name below the closing of the letter: a capitalised word.
fn names_itself(input: &CheckInput<'_>) -> bool {
    let mut last = input.own_lines().skip_while(|(_, line)| !closes(line)).skip(1);
    if last.next().is_some_and(|(_, line)| line.len() < 40 && line.trim().starts_with(char::is_uppercase)) {
        return true;
    }
    let (mut before, mut i_am) = ("", false);
    words(&input.mail.text, LineKind::Prose).any(|word| {
        let itself = i_am && word.text.starts_with(char::is_uppercase);
        i_am = before.eq_ignore_ascii_case("i") && matches!(word.text, "am" | "AM" | "Am" | "m" | "M");
        before = word.text;
        itself
    })
}

const PROGRAMME_UNNAMED: Rule = Rule {
    code: "C03",
    name: "programme-unnamed",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "readers of the text alone do not know for which programme it asks",
    source: "git.github.io, General Microproject Information",
    bad: "\nI would like to take part with you.",
    good: "\nI would like to take part in GSoC 2015 with you.",
    check: programme_unnamed,
    fix: None,
};

fn programme_unnamed(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(season) = input.season() else { return Vec::new() };
    // A letter that names no programme need not belong to one, and a bare one names it in its subject.
    if !input.in_season
        || input.wants_bare()
        || input.names_season
        || input.own.has(&fold(&season.programme))
        || input.own.is_empty()
    {
        return Vec::new();
    }
    let message = format!("the text does not name the programme, {}", season.programme);
    vec![Violation::new(
        input.mail.at_text(),
        message,
        format!("say that you write because of {}", season.called()),
    )]
}

const ELIGIBILITY_UNSAID: Rule = Rule {
    code: "C04",
    name: "eligibility-unsaid",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "this community asks newcomers to make sure that they may take part before it spends time on them",
    source: "git.github.io, General Microproject Information",
    bad: "\nI would like to take part in it with you.",
    good: "\nI have read the rules, and I am eligible to take part in it.",
    check: eligibility_unsaid,
    fix: None,
};

fn eligibility_unsaid(input: &CheckInput<'_>) -> Vec<Violation> {
    let wanted = input.conventions().eligibility().value;
    let says = ["eligible", "eligibility", "18 years", "over 18", "above 18", "years old", "requirements"];
    if !wanted || !input.own.is_english() || input.own.has_any(&says) {
        return Vec::new();
    }
    let message = "nothing is said about whether you may take part";
    let programme = input.season().map_or("the programme", |season| &season.programme);
    let fix = format!("read the rules of {programme} and say that you meet them");
    vec![Violation::new(input.mail.at_text(), message, fix)]
}
