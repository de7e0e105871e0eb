//! The people that a mail goes to, and whether it should go out at all.

use super::lists::looks_like_list;
use crate::catalog::{Person, Posting};
use crate::check::context::Subscribed;
use crate::check::edit;
use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::diagnostics::Hint;
use crate::introduction::Topic;
use crate::resolve;
use crate::subject::fold;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::words::and;
use onlist_mail::write::header;

pub(in crate::check) const RULES: &[&Rule] = &[
    &MENTOR_MISSING,
    &CO_MENTOR_MISSING,
    &MENTOR_ADDRESS,
    &UNKNOWN_ADDRESS,
    &NOT_OPEN,
    &STUDENT_COPIED,
    &MAYBE_HELD,
    &NOBODY_NAMED,
];

/// The mentors with an address who get the mail, and those who do not.
fn mentors<'a>(input: &CheckInput<'a>) -> (Vec<&'a Person>, Vec<&'a Person>) {
    let known = input.mentors().into_iter().filter(|person| person.address().is_some());
    known.partition(|person| gets(input, person))
}

/// Whether somebody gets the mail, at any of their addresses: the same name is the same person.
fn gets(input: &CheckInput<'_>, person: &Person) -> bool {
    let name = fold(&person.name);
    let named = |it: &Mailbox| name.contains(' ') && it.name.as_ref().is_some_and(|it| fold(it) == name);
    input.mail.recipients().any(|it| person.has(&it.address) || named(it))
}

fn missing(input: &CheckInput<'_>, people: &[&Person]) -> Vec<Violation> {
    let mailboxes: Vec<_> = people.iter().filter_map(|it| it.mailbox()).map(|it| it.to_string()).collect();
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    let (who, get) = if names.len() == 1 { ("mentor", "does") } else { ("mentors", "do") };
    let message = format!("{}, {who} of the project, {get} not get this mail", and(&names));
    let field = if input.mail.field("Cc").is_some() { "Cc" } else { "To" };
    vec![Violation::new(input.mail.at_field(field, ""), message, format!("copy {}", and(&mailboxes)))]
}

const MENTOR_MISSING: Rule = Rule {
    code: "A02",
    name: "mentor-missing",
    severities: &[Severity::Error, Severity::Warning],
    scope: Scope::Introduction,
    reason: "busy lists are skimmed: a mentor who is not copied may never see the mail",
    source: "Xen Project, GSoC 2015 page, line 67; 39 first contacts on two lists, 2020 to 2026",
    bad: "Cc: Carol Example <carol@example.org>",
    good: "Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
    check: mentor_missing,
    fix: Some(copy_mentors),
};

fn mentor_missing(input: &CheckInput<'_>) -> Vec<Violation> {
    match mentors(input) {
        (copied, absent) if copied.is_empty() && !absent.is_empty() => {
            // An error where the community's own page asks for copies.
            let asked = !input.conventions().copy().is_default;
            let severity = if asked { Severity::Error } else { Severity::Warning };
            missing(input, &absent).into_iter().map(|it| it.with(severity)).collect()
        }
        _ => Vec::new(),
    }
}

/// The mail with the mentors in Cc who do not get it yet.
fn copy_mentors(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    let (_, absent) = mentors(input);
    let absent: Vec<_> = absent.into_iter().filter_map(Person::mailbox).collect();
    if absent.is_empty() {
        return None;
    }
    let (mail, end) = (input.mail, edit::line_end(input.mail.bytes()));
    let new = edit::with_line_end(&header::mailboxes("Cc", &absent), end);
    let edit = match mail.field("Cc") {
        Some(cc) if cc.value.trim_ascii().is_empty() => (cc.start..cc.end, new),
        Some(cc) => {
            let old = std::str::from_utf8(&mail.bytes()[cc.start..cc.end]).ok()?;
            let old = old.trim_end().trim_end_matches(',').to_owned();
            (cc.start..cc.end, format!("{old},{end}{}", new.strip_prefix("Cc:").unwrap_or(&new)))
        }
        None => {
            let after = mail.field("To").or(mail.field("From")).or(mail.fields().next())?.end;
            (after..after, new)
        }
    };
    edit::replaced(mail, vec![(edit.0, edit.1.into_bytes())])
}

const CO_MENTOR_MISSING: Rule = Rule {
    code: "A03",
    name: "co-mentor-missing",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "mentors share a project so that one can answer while the other is away",
    source: "git.github.io, General Microproject Information",
    bad: "Cc: Grace Example <grace@example.org>",
    good: "Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
    check: co_mentor_missing,
    fix: Some(copy_mentors),
};

fn co_mentor_missing(input: &CheckInput<'_>) -> Vec<Violation> {
    match mentors(input) {
        (copied, absent) if !copied.is_empty() && !absent.is_empty() => missing(input, &absent),
        _ => Vec::new(),
    }
}

const MENTOR_ADDRESS: Rule = Rule {
    code: "A04",
    name: "mentor-address",
    severities: &[Severity::Error, Severity::Info],
    scope: Scope::Introduction,
    reason: "a guessed address bounces or reaches a stranger; the list reaches the mentor without one",
    source: "Xen Project, GSoC 2015 page, line 252",
    bad: "Cc: Grace Example <a.guess@example.org>",
    good: "Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
    check: mentor_address,
    fix: None,
};

fn mentor_address(input: &CheckInput<'_>) -> Vec<Violation> {
    let unknown = input.mentors().into_iter().filter(|person| person.address().is_none());
    let violation = |person: &Person| {
        let named = |it: &&Mailbox| it.name.as_ref().is_some_and(|name| fold(name) == fold(&person.name));
        if let Some(mailbox) = input.mail.recipients().find(named) {
            let message = format!("no address of {} is known: {} is a guess", person.name, mailbox.address);
            let fix = "leave it out; the list reaches them, and the greeting can name them";
            return Violation::new(input.mail.at_recipient(mailbox.address.as_str()), message, fix);
        }
        let message = format!("no address of {}, mentor of the project, is known", person.name);
        let fix = "write to the list and greet them by name";
        Violation::new(input.mail.at_field("To", ""), message, fix).with(Severity::Info)
    };
    unknown.map(violation).collect()
}

const UNKNOWN_ADDRESS: Rule = Rule {
    code: "A12",
    name: "unknown-address",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "an address that was made up from a name bounces or reaches a stranger, and is taken for the sign of a \
             letter that nobody wrote",
    source: "15 first letters of one season, 6 of them with such an address",
    bad: "Cc: Grace Example <g.example@engine.example>",
    good: "Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
    check: unknown_address,
    fix: None,
};

fn unknown_address(input: &CheckInput<'_>) -> Vec<Violation> {
    let unknown = input.mail.recipients().filter(|it| !is_known(input, &it.address));
    let violation = |it: &Mailbox| {
        let message =
            format!("{} stands in no catalog, MAINTAINERS file, archive or ledger at hand", it.address);
        let known = it.name.as_ref().and_then(|name| of_name(input, name));
        let fix = match known {
            Some(address) => format!(
                "the address that is known of {} is {address}",
                it.name.as_deref().unwrap_or_default()
            ),
            None => {
                "look it up where its owner has written it, or leave it out: the list reaches them".to_owned()
            }
        };
        Violation::new(input.mail.at_recipient(it.address.as_str()), message, fix)
    };
    // A mentor of whom no address is known has a rule of their own.
    let told = mentor_address(input).into_iter().any(|it| it.severity != Some(Severity::Info));
    if told || input.mail.travelled() { Vec::new() } else { unknown.map(violation).collect() }
}

/// The address that is known of somebody with this name.
fn of_name(input: &CheckInput<'_>, name: &str) -> Option<Address> {
    let name = fold(name);
    let named = input.catalog.people.iter().filter(|it| fold(&it.name) == name);
    let background = input.context.background.into_iter().flat_map(|it| &it.people);
    let seen = background.filter(|it| it.name.as_ref().is_some_and(|it| fold(it) == name));
    named.filter_map(Person::address).chain(seen.map(|it| &it.address)).next().cloned()
}

/// Whether an address stands in anything that is at hand. A list is known by other rules.
fn is_known(input: &CheckInput<'_>, address: &Address) -> bool {
    let catalog = input.catalog;
    let seasons = || catalog.seasons.iter();
    let redirected = || seasons().flat_map(|it| &it.redirects).any(|it| it.address.as_ref() == Some(address));
    let coordinator = || seasons().any(|it| it.coordinator.as_ref().is_some_and(|it| it.address == *address));
    input.mail.post.from.iter().any(|it| it.address == *address)
        || catalog.list_at(address).is_some()
        || catalog.person_at(address).is_some()
        || looks_like_list(address)
        || redirected()
        || coordinator()
        || input.context.background.is_some_and(|it| it.knows(address))
}

const NOT_OPEN: Rule = Rule {
    code: "A13",
    name: "not-open",
    severities: &[Severity::Error, Severity::Warning, Severity::Info],
    scope: Scope::Introduction,
    reason: "a letter about a project that is done, or in a season that is not open, will probably get no answer",
    source: "Xen Project, GSoC 2015 page, line 5",
    bad: "Subject: [GSoC 2015] A faster parser for traces",
    good: "Subject: [GSoC 2015] Trace viewer",
    check: not_open,
    fix: None,
};

fn not_open(input: &CheckInput<'_>) -> Vec<Violation> {
    let place = || input.mail.at_field("Subject", "");
    let mut violations = Vec::new();
    if let Some(project) = input.topic.project().filter(|it| it.is_finished()) {
        let why = project.state_note.as_ref().map_or("it is among past projects", |note| note.as_str());
        let message = format!("`{}` is finished: {why}", project.id);
        let violation =
            Violation::new(place(), message, "pick another project, or ask on the list what is left to do");
        // This program composes such a letter only when its writer insists.
        violations.push(if input.is_composed() { violation.with(Severity::Warning) } else { violation });
    }
    if let Some(over) = resolve::season_over(input.season(), input.context.now.date_naive()) {
        let violation = Violation::new(place(), over.text, "look for this year's ideas").or(Hint::Rehearse);
        violations.push(violation.with(Severity::Info));
    }
    if let Some(season) = input.season().filter(|season| !season.is_open()) {
        let notice = season
            .notice
            .as_ref()
            .map_or_else(|| format!("{} is not open", season.called()), ToString::to_string);
        let elsewhere: Vec<_> =
            season.redirects.iter().map(|it| format!("{}: {}", it.name, it.how)).collect();
        let fix = match elsewhere.as_slice() {
            [] => "ask on the list whether letters are expected now".to_owned(),
            some => format!("other places: {}", some.join("; ")),
        };
        violations.push(Violation::new(place(), notice, fix).with(Severity::Info));
    }
    violations
}

const STUDENT_COPIED: Rule = Rule {
    code: "A14",
    name: "student-copied",
    severities: &[Severity::Error],
    scope: Scope::Introduction,
    reason: "who once did a project as a student is named beside it, but is no contact for it",
    source: "Xen Project, GSoC 2015 page, line 344",
    bad: "Cc: Grace Example <grace@example.org>, Bob Student <bob@example.org>",
    good: "Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
    check: student_copied,
    fix: None,
};

fn student_copied(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(project) = input.topic.project() else { return Vec::new() };
    let students = project.students.iter().filter_map(|id| input.catalog.person(id.as_str()));
    let wrote = |person: &Person| {
        let name = input.mail.post.from_name.as_ref();
        input.is_writer(person) || name.is_some_and(|name| fold(name) == fold(&person.name))
    };
    let violation = |person: &Person| {
        let is = |it: &&Mailbox| {
            let named = it.name.as_ref().is_some_and(|name| fold(name) == fold(&person.name));
            named || person.has(&it.address)
        };
        let mailbox = input.mail.recipients().find(is)?;
        let message = format!("{} was a student of this project and is no contact for it", person.name);
        let place = input.mail.at_recipient(mailbox.address.as_str());
        Some(Violation::new(place, message, format!("leave out {}", mailbox.address)))
    };
    students.filter(|person| !wrote(person)).filter_map(violation).collect()
}

const MAYBE_HELD: Rule = Rule {
    code: "A21",
    name: "maybe-held",
    severities: &[Severity::Warning, Severity::Info],
    scope: Scope::Introduction,
    reason: "most lists hold posts of strangers until a moderator looks at them, and some drop them silently",
    source: "Mailman 2.1, Hold.py (post by non-member)",
    bad: "To: devel@lists.example.org",
    good: "To: tools@lists.example.org",
    check: maybe_held,
    fix: None,
};

fn maybe_held(input: &CheckInput<'_>) -> Vec<Violation> {
    let mut lists = input.mail.recipients().filter_map(|it| input.catalog.list_at(&it.address));
    let strangers_post = |posting| posting == Some(Posting::Anyone);
    let Some(list) = lists.find(|list| !strangers_post(list.posting)) else { return Vec::new() };
    if input.context.subscribed == Subscribed::Yes || input.mail.travelled() {
        return Vec::new();
    }
    let known = match input.context.subscribed {
        Subscribed::No => "you are not subscribed to",
        _ => "nobody knows here whether you are subscribed to",
    };
    let message = format!("{known} {}: a stranger's post may be held", list.address);
    let fix = match &list.subscribe {
        Some(address) => {
            format!("subscribe first by a mail to {address} with the subject `subscribe`, or be patient")
        }
        None => "subscribe first, or be patient until a moderator lets it through".to_owned(),
    };
    let violation = Violation::new(input.mail.at_recipient(list.address.as_str()), message, fix);
    vec![if input.is_composed() { violation.with(Severity::Info) } else { violation }]
}

const NOBODY_NAMED: Rule = Rule {
    code: "A22",
    name: "nobody-named",
    severities: &[Severity::Warning, Severity::Info],
    scope: Scope::Introduction,
    reason: "an idea without a mentor on a list that was picked for want of a better one waits for nobody",
    source: "Xen Project, GSoC 2015 page, line 42",
    bad: "Cc:\nSubject: [GSoC 2015] Cool colours\n\nCool colours is an idea of my own, and I would like to do it.",
    good: "Cc:\nSubject: [GSoC 2015] Cool colours\n\nCool colours is an idea of my own. If this is not the right list for it,\nplease tell me.",
    check: nobody_named,
    fix: None,
};

fn nobody_named(input: &CheckInput<'_>) -> Vec<Violation> {
    let fallback = input.catalog.fallback_list(input.season());
    let Some(list) =
        fallback.filter(|list| matches!(input.topic, Topic::Idea(_)) && input.goes_to(&list.address))
    else {
        return Vec::new();
    };
    let others = input.mail.recipients().any(|it| input.catalog.list_at(&it.address).is_none());
    let asks =
        ["redirect", "right list", "right place", "wrong list", "better list", "which list", "best list"];
    if others || !input.own.is_english() || input.own.has_any(&asks) {
        return Vec::new();
    }
    let message = format!("an idea of your own goes to {} without anybody in particular", list.address);
    let fix = "ask to be redirected if another list is the right one";
    let violation = Violation::new(input.mail.at_recipient(list.address.as_str()), message, fix);
    vec![if input.is_composed() { violation.with(Severity::Info) } else { violation }]
}
