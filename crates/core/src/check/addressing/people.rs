//! The people that a mail goes to, and whether it should go out at all.

use crate::catalog::{Person, Posting};
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::rule::{Rule, Scope};
use crate::check::situation::Subscribed;
use crate::check::topic::Topic;
use crate::subject::fold;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "A02",
        name: "mentor-missing",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "busy lists are skimmed: a mentor who is not copied may never see the mail; of the first contacts \
            that were counted, those that copied nobody were left unanswered more often",
        source: "Xen Project, GSoC 2015 page, line 67; 39 first contacts on two lists, 2020 to 2026",
        run: mentor_missing,
    },
    Rule {
        code: "A03",
        name: "co-mentor-missing",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "mentors share a project so that one can answer while the other is away",
        source: "git.github.io, General Microproject Information",
        run: co_mentor_missing,
    },
    Rule {
        code: "A04",
        name: "mentor-address",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "a guessed address bounces or reaches a stranger; the list reaches the mentor without one",
        source: "Xen Project, GSoC 2015 page, line 252",
        run: mentor_address,
    },
    Rule {
        code: "A13",
        name: "not-open",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "a letter about a project that is done, or in a season that is not open, costs its writer a hope",
        source: "Xen Project, GSoC 2015 page, line 5",
        run: not_open,
    },
    Rule {
        code: "A14",
        name: "student-copied",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "who once did a project as a student is named beside it, but is no contact for it",
        source: "Xen Project, GSoC 2015 page, line 344",
        run: student_copied,
    },
    Rule {
        code: "A21",
        name: "maybe-held",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "most lists hold posts of strangers until a moderator looks at them, and some drop them silently",
        source: "Mailman 2.1, Hold.py (post by non-member)",
        run: maybe_held,
    },
    Rule {
        code: "A22",
        name: "nobody-named",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "an idea without a mentor on a list that was picked for want of a better one waits for nobody",
        source: "Xen Project, GSoC 2015 page, line 42",
        run: nobody_named,
    },
];

/// The mentors with an address who get the mail, and those who do not.
fn mentors<'a>(case: &Case<'a>) -> (Vec<&'a Person>, Vec<&'a Person>) {
    let known = case.mentors().into_iter().filter(|person| person.address().is_some());
    known.partition(|person| person.addresses.iter().any(|address| case.goes_to(address)))
}

fn missing(case: &Case<'_>, people: &[&Person]) -> Vec<Hit> {
    let mailboxes: Vec<_> = people.iter().filter_map(|it| it.mailbox()).map(|it| it.to_string()).collect();
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    let (who, get) = if names.len() == 1 { ("mentor", "does") } else { ("mentors", "do") };
    let message = format!("{}, {who} of the project, {get} not get this mail", and(&names));
    let field = if case.mail.field("Cc").is_some() { "Cc" } else { "To" };
    vec![Hit::new(case.mail.at_field(field, ""), message, format!("copy {}", and(&mailboxes)))]
}

fn mentor_missing(case: &Case<'_>) -> Vec<Hit> {
    match mentors(case) {
        (copied, absent) if copied.is_empty() && !absent.is_empty() => missing(case, &absent),
        _ => Vec::new(),
    }
}

fn co_mentor_missing(case: &Case<'_>) -> Vec<Hit> {
    match mentors(case) {
        (copied, absent) if !copied.is_empty() && !absent.is_empty() => missing(case, &absent),
        _ => Vec::new(),
    }
}

fn mentor_address(case: &Case<'_>) -> Vec<Hit> {
    let unknown = case.mentors().into_iter().filter(|person| person.address().is_none());
    let hit = |person: &Person| {
        let named = |it: &&Mailbox| it.name.as_ref().is_some_and(|name| fold(name) == fold(&person.name));
        if let Some(mailbox) = case.mail.recipients().find(named) {
            let message = format!("no address of {} is known: {} is a guess", person.name, mailbox.address);
            let fix = "leave it out; the list reaches them, and the greeting can name them";
            return Hit::new(case.mail.at_recipient(mailbox.address.as_str()), message, fix);
        }
        let message = format!("no address of {}, mentor of the project, is known", person.name);
        let fix = "write to the list and greet them by name";
        Hit::new(case.mail.at_field("To", ""), message, fix).with(Severity::Info)
    };
    unknown.map(hit).collect()
}

fn not_open(case: &Case<'_>) -> Vec<Hit> {
    let place = || case.mail.at_field("Subject", "");
    let mut hits = Vec::new();
    if let Some(project) = case.topic.project().filter(|it| it.is_finished()) {
        let why = project.state_note.as_ref().map_or("it is among past projects", |note| note.as_str());
        let message = format!("`{}` is finished: {why}", project.id);
        let hit = Hit::new(place(), message, "pick another project, or ask on the list what is left to do");
        // This program composes such a letter only when its writer insists.
        hits.push(if case.composed { hit.with(Severity::Warning) } else { hit });
    }
    if let Some(season) = case.season().filter(|season| !season.is_open()) {
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
        hits.push(Hit::new(place(), notice, fix).with(Severity::Info));
    }
    hits
}

fn student_copied(case: &Case<'_>) -> Vec<Hit> {
    let Some(project) = case.topic.project() else { return Vec::new() };
    let students = project.students.iter().filter_map(|id| case.catalog.person(id.as_str()));
    let wrote = |person: &Person| {
        let name = case.mail.post.from_name.as_ref();
        case.is_writer(person) || name.is_some_and(|name| fold(name) == fold(&person.name))
    };
    let hit = |person: &Person| {
        let is = |it: &&Mailbox| {
            let named = it.name.as_ref().is_some_and(|name| fold(name) == fold(&person.name));
            named || person.has(&it.address)
        };
        let mailbox = case.mail.recipients().find(is)?;
        let message = format!("{} was a student of this project and is no contact for it", person.name);
        let place = case.mail.at_recipient(mailbox.address.as_str());
        Some(Hit::new(place, message, format!("leave out {}", mailbox.address)))
    };
    students.filter(|person| !wrote(person)).filter_map(hit).collect()
}

fn maybe_held(case: &Case<'_>) -> Vec<Hit> {
    let mut lists = case.mail.recipients().filter_map(|it| case.catalog.list_at(&it.address));
    let strangers_post = |posting| posting == Some(Posting::Anyone);
    let Some(list) = lists.find(|list| !strangers_post(list.posting)) else { return Vec::new() };
    if case.situation.subscribed == Subscribed::Yes || case.mail.travelled() {
        return Vec::new();
    }
    let known = match case.situation.subscribed {
        Subscribed::No => "you are not subscribed to",
        _ => "nobody knows here whether you are subscribed to",
    };
    let message = format!("{known} {}: a stranger's post may be held", list.address);
    let fix = match &list.subscribe {
        Some(address) => format!("subscribe first by an empty mail to {address}, or be patient"),
        None => "subscribe first, or be patient until a moderator lets it through".to_owned(),
    };
    let hit = Hit::new(case.mail.at_recipient(list.address.as_str()), message, fix);
    vec![if case.composed { hit.with(Severity::Info) } else { hit }]
}

fn nobody_named(case: &Case<'_>) -> Vec<Hit> {
    let fallback = case.catalog.fallback_list(case.season());
    let Some(list) =
        fallback.filter(|list| matches!(case.topic, Topic::Idea(_)) && case.goes_to(&list.address))
    else {
        return Vec::new();
    };
    let others = case.mail.recipients().any(|it| case.catalog.list_at(&it.address).is_none());
    let asks =
        ["redirect", "right list", "right place", "wrong list", "better list", "which list", "best list"];
    if others || !case.english || case.own.has_any(&asks) {
        return Vec::new();
    }
    let message = format!("an idea of your own goes to {} without anybody in particular", list.address);
    let fix = "ask to be redirected if another list is the right one";
    let hit = Hit::new(case.mail.at_recipient(list.address.as_str()), message, fix);
    vec![if case.composed { hit.with(Severity::Info) } else { hit }]
}
