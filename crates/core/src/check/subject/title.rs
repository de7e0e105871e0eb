//! What else stands in the subject.

use unicode_width::UnicodeWidthStr;

use super::read::{at, whole};
use super::token::in_form;
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::rule::{Rule, Scope};
use crate::check::topic::{is_threaded, reply_mark, says_something};
use crate::introduction::bare_subject;
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[Rule] = &[
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

fn subject_title(case: &Case<'_>) -> Vec<Hit> {
    let Some(parsed) = &case.parsed else { return Vec::new() };
    if says_something(case.catalog, case.mail, &parsed.title) {
        return Vec::new();
    }
    let title = case.topic.title().unwrap_or("a short title");
    let fix = format!("write what it is about: `{}`", in_form(case, title));
    vec![Hit::new(whole(case), "the subject does not say what this is about", fix)]
}

/// The marks before the subject that have no business there: `Subject:`, and in a new thread `Re:` and `Fwd:`.
pub(in crate::check) fn misplaced_marks(case: &Case<'_>) -> Vec<String> {
    /// Nobody writes more.
    const MOST_MARKS: usize = 10;
    let mut marks = Vec::new();
    let mut rest = case.mail.post.subject.trim_start();
    while let Some((mark, after)) = rest.split_once(':').filter(|_| marks.len() < MOST_MARKS) {
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

/// The subject without those marks, and without the list's tag before one of them.
pub(in crate::check) fn without_marks(case: &Case<'_>) -> String {
    let mut post = case.mail.post.clone();
    for mark in misplaced_marks(case) {
        if let Some((_, rest)) = post.subject.split_once(mark.as_str()) {
            post.subject = onlist_mail::text::Line::sanitize(rest);
        }
    }
    bare_subject(case.catalog, &post).to_owned()
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
    let subject = case.subject;
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
    let subject = case.subject;
    let in_title = |part: &str| case.topic.title().is_some_and(|title| title.contains(part));
    let hit = |part: &str, message: &str| Hit::new(at(case, part), message, "use plain words in ASCII");
    let mut hits = Vec::new();
    if subject.contains("!!") {
        hits.push(hit("!!", "the subject shouts"));
    } else if let Some(title) =
        case.parsed.as_ref().map(|it| it.title.as_str()).filter(|title| is_shouted(title) && !in_title(title))
    {
        hits.push(hit(title, "the subject is all in capitals"));
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
    let stripped = subject.len() - case.subject.len();
    let tag = subject[..stripped].trim();
    let Some((start, _)) = tag.split_once(']').filter(|_| tag.starts_with('[') && !case.mail.travelled())
    else {
        return Vec::new();
    };
    let tag = &tag[..=start.len()];
    vec![Hit::new(at(case, tag), format!("`{tag}` is the list's own tag"), "leave it out")]
}
