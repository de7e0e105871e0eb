//! The subject.

use unicode_width::UnicodeWidthStr;

use super::case::Case;
use super::finding::{Hit, Severity};
use super::place::Place;
use super::rule::{Rule, Scope};
use super::topic::{is_threaded, reply_mark, says_something};
use crate::introduction::bare_subject;
use crate::subject::{Convention, Parsed};
use crate::words::and;

pub(super) const RULES: &[Rule] = &[
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
    Rule {
        code: "S04",
        name: "subject-title",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "a subject without a topic is opened by nobody who knows the topic",
        source: "39 first contacts on two lists, 2020 to 2026",
        run: subject_title,
    },
    Rule {
        code: "S05",
        name: "subject-mark",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "the mark of an answer on a new mail hides it in other threads, and a second `Subject:` is a slip",
        source: "39 first contacts on two lists, 2020 to 2026",
        run: subject_mark,
    },
    Rule {
        code: "S06",
        name: "subject-length",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "archives and mail programs cut long subjects",
        source: "Xen Project, sending-patches; Linux kernel, submitting-patches",
        run: subject_length,
    },
    Rule {
        code: "S07",
        name: "subject-marks",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "shouting, pictures and marks beyond ASCII look like advertising and break searches",
        source: "39 first contacts on two lists, 2020 to 2026",
        run: subject_marks,
    },
    Rule {
        code: "S08",
        name: "command-subject",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "list software takes such a subject for a command and holds the mail",
        source: "Mailman 2.1, Hold.py (administrivia)",
        run: command_subject,
    },
    Rule {
        code: "S09",
        name: "list-tag-typed",
        severity: Severity::Info,
        scope: Scope::Introduction,
        reason: "the list's server adds its tag by itself, or does without",
        source: "tags that list servers put before subjects",
        run: list_tag_typed,
    },
];

/// The place of a part of the subject, which may be encoded in the file.
fn at(case: &Case<'_>, part: &str) -> Place {
    let subject = case.mail.post.subject.as_str();
    let Some(field) = case.mail.field("Subject") else { return case.mail.at_start() };
    let offset = subject.find(part).unwrap_or(0);
    let name = field.name.len() + 2;
    let shown = format!("{}: {subject}", field.name);
    Place::within(case.mail.number(field.start), &shown, name + offset..name + offset + part.len())
}

fn whole(case: &Case<'_>) -> Place {
    at(case, case.mail.post.subject.as_str())
}

/// The subject without reply marks and lists' tags.
fn bare<'a>(case: &Case<'a>) -> &'a str {
    bare_subject(case.catalog, &case.mail.post)
}

fn parsed(case: &Case<'_>) -> Option<Parsed> {
    Convention::of(case.catalog).parse(bare(case))
}

/// The form that the community asks for, with a title to show.
pub(super) fn in_form(case: &Case<'_>, title: &str) -> String {
    let pattern = case.catalog.conventions.subject().value;
    pattern.replace("{token}", &case.catalog.season.token).replace("{title}", title)
}

fn token_missing(case: &Case<'_>) -> Vec<Hit> {
    if parsed(case).is_some() {
        return Vec::new();
    }
    let title = bare(case);
    let title = if title.is_empty() { case.topic.title().unwrap_or("a short title") } else { title };
    let message = format!("the subject does not name `{}`", case.catalog.season.token);
    vec![Hit::new(whole(case), message, format!("write `{}`", in_form(case, title)))]
}

/// Whether the subject has the community's form, or the season's words where it asks for no form.
pub(super) fn has_form(case: &Case<'_>) -> bool {
    let subject = bare(case).to_lowercase();
    let token = case.catalog.season.token.to_lowercase();
    let form = case.catalog.conventions.subject();
    if form.ours {
        return subject.contains(&token);
    }
    let (before, after) = form.value.split_once("{title}").unwrap_or((&form.value, ""));
    let filled = |part: &str| part.to_lowercase().replace("{token}", &token);
    subject.starts_with(filled(before).trim_end()) && subject.ends_with(filled(after).trim_start())
}

fn token_form(case: &Case<'_>) -> Vec<Hit> {
    let Some(parsed) = parsed(case).filter(|_| !has_form(case)) else { return Vec::new() };
    if parsed.year.is_some_and(|year| year != case.catalog.season.year) {
        return Vec::new();
    }
    let form = case.catalog.conventions.subject();
    let whose = if form.ours { "the season's words are" } else { "the community's form is" };
    let wanted = if form.ours { case.catalog.season.token.to_string() } else { in_form(case, "title") };
    // `GSoC proposal 2015` has its year elsewhere.
    let year = case.catalog.season.year.to_string();
    let words: Vec<_> = parsed.title.split(' ').filter(|word| *word != year).collect();
    let title = if words.is_empty() { "a short title".to_owned() } else { words.join(" ") };
    let message = format!("{whose} `{wanted}`");
    vec![Hit::new(whole(case), message, format!("write `{}`", in_form(case, &title)))]
}

fn token_year(case: &Case<'_>) -> Vec<Hit> {
    let season = &case.catalog.season;
    let Some(year) = parsed(case).and_then(|it| it.year).filter(|year| *year != season.year) else {
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

fn subject_title(case: &Case<'_>) -> Vec<Hit> {
    let Some(parsed) = parsed(case) else { return Vec::new() };
    if says_something(case.catalog, case.mail, &parsed.title) {
        return Vec::new();
    }
    let title = case.topic.title().unwrap_or("a short title");
    let fix = format!("write what it is about: `{}`", in_form(case, title));
    vec![Hit::new(whole(case), "the subject does not say what this is about", fix)]
}

/// The marks before the subject that have no business there: `Subject:`, and in a new thread `Re:` and `Fwd:`.
pub(super) fn misplaced_marks(case: &Case<'_>) -> Vec<String> {
    let mut marks = Vec::new();
    let mut rest = case.mail.post.subject.trim_start();
    while let Some((mark, after)) = rest.split_once(':') {
        let word = mark.trim().to_ascii_lowercase();
        let answers = reply_mark(rest).is_some_and(|it| it.starts_with(mark)) && !is_threaded(case.mail);
        let forwards = ["fwd", "fw", "wg", "tr", "rv"].contains(&word.as_str());
        if !(word == "subject" || answers || forwards) {
            break;
        }
        marks.push(format!("{}:", mark.trim()));
        rest = after.trim_start();
    }
    if marks.is_empty() && !is_threaded(case.mail) {
        marks.extend(reply_mark(&case.mail.post.subject).map(str::to_owned));
    }
    marks
}

fn subject_mark(case: &Case<'_>) -> Vec<Hit> {
    let marks = misplaced_marks(case);
    let Some(first) = marks.first() else { return subject_in_text(case) };
    let named: Vec<_> = marks.iter().map(|mark| format!("`{mark}`")).collect();
    let message = format!("a new subject begins with {}", and(&named));
    let place = at(case, first);
    vec![Hit::new(place, message, "remove it; to answer a mail, use `reply` of your mail program")]
}

/// A `Subject:` that slid from the header into the text.
fn subject_in_text(case: &Case<'_>) -> Vec<Hit> {
    let first = case.own_lines().next();
    let slid = first.filter(|(_, line)| line.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("subject:")));
    let hit = |(at, _)| {
        let message = "the text begins with a subject of its own";
        Hit::new(case.mail.in_line(at, 0..8), message, "move it to the subject, or delete it")
    };
    slid.map(hit).into_iter().collect()
}

fn subject_length(case: &Case<'_>) -> Vec<Hit> {
    /// What no mail program shows whole.
    const FAR_TOO_WIDE: usize = 120;
    let subject = bare(case);
    let width = subject.width();
    if width <= case.judge.widest_subject {
        return Vec::new();
    }
    let message = format!("the subject has {width} columns");
    let fix = format!("shorten the title: {} columns are shown whole", case.judge.widest_subject);
    let hit = Hit::new(at(case, subject), message, fix);
    vec![if width > FAR_TOO_WIDE { hit.with(Severity::Error) } else { hit }]
}

fn subject_marks(case: &Case<'_>) -> Vec<Hit> {
    let subject = bare(case);
    let in_title = |part: &str| case.topic.title().is_some_and(|title| title.contains(part));
    let hit = |part: &str, message: &str| Hit::new(at(case, part), message, "use plain words in ASCII");
    let mut hits = Vec::new();
    if subject.contains("!!") {
        hits.push(hit("!!", "the subject shouts"));
    } else if let Some(title) =
        parsed(case).map(|it| it.title).filter(|title| is_shouted(title) && !in_title(title))
    {
        hits.push(hit(&title, "the subject is all in capitals"));
    }
    let odd = subject.chars().find(|c| is_picture(*c) || "–—―…“”‘’".contains(*c));
    if let Some(c) = odd.filter(|c| !in_title(&c.to_string())) {
        hits.push(hit(&c.to_string(), &format!("the subject has `{c}` in it")));
    }
    hits
}

/// Three words or more, none of which has a small letter: fewer may be names.
fn is_shouted(title: &str) -> bool {
    let long = title.split_whitespace().filter(|word| word.chars().filter(|c| c.is_uppercase()).count() > 2);
    long.count() >= 3 && !title.contains(char::is_lowercase)
}

/// Whether a character is one of the pictures that are used as emoji (Unicode TR 51).
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{1f000}'..='\u{1faff}')
}

fn command_subject(case: &Case<'_>) -> Vec<Hit> {
    const COMMANDS: [&str; 9] =
        ["subscribe", "unsubscribe", "help", "confirm", "join", "leave", "signoff", "remove", "set"];
    let subject = case.mail.post.subject.trim();
    let command = COMMANDS.iter().find(|it| subject.eq_ignore_ascii_case(it));
    let Some(command) = command else { return Vec::new() };
    let message = format!("the whole subject is the command `{command}`");
    vec![Hit::new(whole(case), message, "send commands to the list's address for them, such as LIST-request")]
}

fn list_tag_typed(case: &Case<'_>) -> Vec<Hit> {
    let subject = case.mail.post.subject.as_str();
    let stripped = subject.len() - bare(case).len();
    let tag = subject[..stripped].trim();
    let Some((start, _)) = tag.split_once(']').filter(|_| tag.starts_with('[') && !case.mail.travelled())
    else {
        return Vec::new();
    };
    let tag = &tag[..=start.len()];
    vec![Hit::new(at(case, tag), format!("`{tag}` is the list's own tag"), "leave it out")]
}
