//! The thread that a mail belongs to.

use super::case::Case;
use super::finding::{Hit, Severity};
use super::rule::{Rule, Scope};
use super::topic::is_threaded;
use crate::catalog::Introductions;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::words::and;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "T01",
        name: "foreign-thread",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "an introduction inside another thread is read by those who follow that thread, if at all",
        source: "git.github.io, General Microproject Information",
        run: foreign_thread,
    },
    Rule {
        code: "T02",
        name: "thread-lost",
        severity: Severity::Error,
        scope: Scope::Reply,
        reason: "without these fields an answer starts a thread of its own, and nobody finds it below the question",
        source: "RFC 5322, 3.6.4; Linux kernel, email-clients",
        run: thread_lost,
    },
    Rule {
        code: "T03",
        name: "answer-narrowed",
        severity: Severity::Error,
        scope: Scope::Reply,
        reason: "an answer that leaves the list, or somebody who got the mail, ends the conversation for them",
        source: "git.github.io, General Microproject Information; Xen Project, GSoC 2015 page, line 67",
        run: answer_narrowed,
    },
];

fn foreign_thread(case: &Case<'_>) -> Vec<Hit> {
    let own_threads = case.catalog.conventions.introductions().value == Introductions::OwnThread;
    if !is_threaded(case.mail) || !own_threads {
        return Vec::new();
    }
    let field = if case.mail.post.in_reply_to.is_empty() { "References" } else { "In-Reply-To" };
    let message = format!("this new topic stands in somebody else's thread ({field})");
    let fix = "write a new mail to the list instead of answering one";
    vec![Hit::new(case.mail.at_field(field, ""), message, fix)]
}

fn thread_lost(case: &Case<'_>) -> Vec<Hit> {
    if is_threaded(case.mail) {
        return Vec::new();
    }
    let message = "this answer has neither In-Reply-To nor References";
    let fix = "answer from a mail program, or with `onlist reply`, which write them";
    vec![Hit::new(case.mail.at_field("Subject", ""), message, fix)]
}

fn answer_narrowed(case: &Case<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let known = case.mail.recipients().any(|it| case.catalog.list_at(&it.address).is_some());
    if !known && !case.mail.travelled() {
        let message = "no mailing list of the community gets this answer";
        hits.push(Hit::new(case.mail.at_field("To", ""), message, "use reply-all, and keep the list"));
    }
    let Some(parent) = case.situation.parent else { return hits };
    let from = &case.mail.post.from;
    let canonical = |it: &Mailbox| {
        case.catalog.list_at(&it.address).map_or(it.address.clone(), |list| list.address.clone())
    };
    let got = |it: &&Mailbox| {
        let writer = from.iter().any(|from| from.address == it.address);
        writer || case.mail.recipients().any(|to| canonical(to) == canonical(it))
    };
    let copied = parent.to.iter().chain(&parent.cc).filter(|it| parent.followup_includes(&it.address));
    let earlier = parent.from.iter().chain(copied);
    let mut lost: Vec<_> = earlier.filter(|it| !got(it)).map(|it| it.address.to_string()).collect();
    lost.dedup();
    if !lost.is_empty() {
        let message = format!("{} got the mail that this answers, but not the answer", and(&lost));
        hits.push(Hit::new(case.mail.at_field("Cc", ""), message, "use reply-all"));
    }
    hits
}
