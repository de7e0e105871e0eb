//! Who writes, about what, and what was done already.

use super::steps;
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::rule::{Rule, Scope};
use crate::check::topic::Topic;
use crate::check::words::telling_words;
use crate::subject::{Convention, fold};

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "C01",
        name: "project-unnamed",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "a mentor of nineteen projects cannot tell which one a letter is about",
        source: "Xen Project, GSoC 2015 page, line 37",
        run: project_unnamed,
    },
    Rule {
        code: "C02",
        name: "writer-unnamed",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "people answer a person: say what to call you",
        source: "git.github.io, General Microproject Information",
        run: writer_unnamed,
    },
    Rule {
        code: "C03",
        name: "programme-unnamed",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "readers of the text alone do not know for which programme it asks",
        source: "git.github.io, General Microproject Information",
        run: programme_unnamed,
    },
    Rule {
        code: "C04",
        name: "eligibility-unsaid",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "this community asks newcomers to make sure that they may take part before it spends time on them",
        source: "git.github.io, General Microproject Information",
        run: eligibility_unsaid,
    },
    Rule {
        code: "C05",
        name: "no-step-taken",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "something that was read, built or sent shows that the writer means it, and where help must start",
        source: "git.github.io, General Microproject Information; University of Alaska, ideas page of 2026",
        run: steps::no_step_taken,
    },
];

fn project_unnamed(case: &Case<'_>) -> Vec<Hit> {
    let fix = |title: &str| format!("name it by its title: \"{title}\"");
    match &case.topic {
        Topic::Unknown if names_some_project(case) => Vec::new(),
        Topic::Unknown => {
            let message =
                "neither subject nor text names a project of the catalog, or an idea of the writer's own";
            let fix = "name it by its title, as `onlist projects` shows it, or say that the idea is your own";
            vec![Hit::new(case.mail.at_field("Subject", ""), message, fix)]
        }
        Topic::Project(project) if !names(case, &project.title, Some(project.id.as_str())) => {
            let message = format!("the text does not name the project, \"{}\"", project.title);
            vec![Hit::new(case.mail.at_text(), message, fix(&project.title))]
        }
        Topic::Idea(title) if !names(case, title, None) => {
            let message = format!("the text does not name the idea, \"{title}\"");
            vec![Hit::new(case.mail.at_text(), message, fix(title))]
        }
        Topic::Project(_) | Topic::Idea(_) => Vec::new(),
    }
}

/// Whether the text has a title, three of its words, or the id.
fn names(case: &Case<'_>, title: &str, id: Option<&str>) -> bool {
    let telling = telling_words(title);
    let words: Vec<_> = case.own_lines().map(|(_, line)| line).collect();
    // The address of the project's page names it too.
    let text = format!(" {} ", fold(&words.join("\n")));
    let whole = |name: &str| text.contains(&format!(" {} ", fold(name)));
    let found = telling.iter().filter(|word| case.own.has(word)).count();
    found >= 3.min(telling.len()).max(1) || whole(title) || id.is_some_and(whole)
}

/// Whether the text has the title of any project, as a letter about two has both.
fn names_some_project(case: &Case<'_>) -> bool {
    let title = |title: &str| title.contains(' ') && case.own.find(title).is_some();
    case.catalog.projects.iter().any(|project| title(&fold(&project.title)))
}

fn writer_unnamed(case: &Case<'_>) -> Vec<Hit> {
    let name = fold(case.mail.post.from_name.as_deref().unwrap_or_default());
    let mut names = name.split(' ').filter(|word| word.chars().count() > 1).peekable();
    let says = |word: &str| case.own.has(word) || case.signature.has(word);
    let known = names.peek().is_some();
    let introduces = case.own.has_any(&["call me", "my name is", "name s", "myself"]) || names_itself(case);
    if names.any(says) || introduces || case.own.0.is_empty() || !(known || case.english) {
        return Vec::new();
    }
    let fix = "say who you are and what you want to be called";
    vec![Hit::new(case.mail.at_text(), "the text does not say the writer's name", fix)]
}

/// `I am Ada`, `I'm Ada`, or a name below the closing of the letter: a capitalised word.
fn names_itself(case: &Case<'_>) -> bool {
    let mut last = case.own_lines().skip_while(|(_, line)| !crate::check::form::closes(line)).skip(1);
    if last.next().is_some_and(|(_, line)| line.len() < 40 && line.trim().starts_with(char::is_uppercase)) {
        return true;
    }
    case.own.0.windows(3).any(|words| {
        let i_am = words[0].folded == "i" && matches!(words[1].folded.as_str(), "am" | "m");
        let line = &case.mail.text.lines[words[2].line].text;
        i_am && line[words[2].span.clone()].starts_with(char::is_uppercase)
    })
}

fn programme_unnamed(case: &Case<'_>) -> Vec<Hit> {
    let Some(season) = case.season() else { return Vec::new() };
    let text: Vec<_> = case.own_lines().map(|(_, line)| line).collect();
    let short = Convention::of(case.catalog).parse(&text.join("\n")).is_some();
    if short || case.own.find(&fold(&season.programme)).is_some() || case.own.0.is_empty() {
        return Vec::new();
    }
    let message = format!("the text does not name the programme, {}", season.programme);
    vec![Hit::new(case.mail.at_text(), message, format!("say that you write because of {}", season.called()))]
}

fn eligibility_unsaid(case: &Case<'_>) -> Vec<Hit> {
    let wanted = case.conventions().eligibility().value;
    let says = ["eligible", "eligibility", "18 years", "over 18", "above 18", "years old", "requirements"];
    if !wanted || !case.english || case.own.has_any(&says) {
        return Vec::new();
    }
    let message = "nothing is said about whether you may take part";
    let programme = case.season().map_or("the programme", |season| &season.programme);
    let fix = format!("read the rules of {programme} and say that you meet them");
    vec![Hit::new(case.mail.at_text(), message, fix)]
}
