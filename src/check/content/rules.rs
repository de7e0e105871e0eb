//! Who writes, about what, and in whose words.

use unicode_width::UnicodeWidthStr;

use super::steps;
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::mail::Author;
use crate::check::rule::{Rule, Scope};
use crate::check::topic::Topic;
use crate::check::words::telling_words;
use crate::subject::{Convention, fold};
use crate::words::and;

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
    case.own.shared(&telling) >= 3.min(telling.len()).max(1) || whole(title) || id.is_some_and(whole)
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
    let season = &case.catalog.season;
    let text: Vec<_> = case.own_lines().map(|(_, line)| line).collect();
    let short = Convention::of(case.catalog).parse(&text.join("\n")).is_some();
    if short || case.own.find(&fold(&season.programme)).is_some() || case.own.0.is_empty() {
        return Vec::new();
    }
    let message = format!("the text does not name the programme, {}", season.programme);
    vec![Hit::new(case.mail.at_text(), message, format!("say that you write because of {}", season.token))]
}

fn eligibility_unsaid(case: &Case<'_>) -> Vec<Hit> {
    let wanted = case.catalog.conventions.eligibility().value;
    let says = ["eligible", "eligibility", "18 years", "over 18", "above 18", "years old", "requirements"];
    if !wanted || !case.english || case.own.has_any(&says) {
        return Vec::new();
    }
    let message = "nothing is said about whether you may take part";
    let fix = format!("read the rules of {} and say that you meet them", case.catalog.season.programme);
    vec![Hit::new(case.mail.at_text(), message, fix)]
}

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
    let message = format!("the letter has {words} words; {least} to {most} are usual");
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
