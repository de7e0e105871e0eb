//! The thread that a mail belongs to.

use std::collections::HashSet;

use super::input::CheckInput;
use super::kind::is_threaded;
use super::rule::{Rule, Scope};
use super::violation::{Severity, Violation};
use crate::catalog::Introductions;
use crate::diagnostics::Hint;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::read::Post;
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[&Rule] = &[&FOREIGN_THREAD, &THREAD_LOST, &ANSWER_NARROWED];

const FOREIGN_THREAD: Rule = Rule {
    code: "T01",
    name: "foreign-thread",
    severities: &[Severity::Error, Severity::Warning],
    scope: Scope::Introduction,
    reason: "an introduction inside another thread is read by those who follow that thread, if at all",
    source: "git.github.io, General Microproject Information",
    bad: "Subject: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <another@example.org>",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: foreign_thread,
    fix: None,
};

fn foreign_thread(input: &CheckInput<'_>) -> Vec<Violation> {
    let wanted = input.conventions().introductions();
    if !is_threaded(input.mail) || wanted.value != Introductions::OwnThread {
        return Vec::new();
    }
    let field = if input.mail.post.in_reply_to.is_empty() { "References" } else { "In-Reply-To" };
    let message = format!("this new topic stands in somebody else's thread ({field})");
    let fix = "write a new mail to the list instead of answering one";
    let severity = if wanted.is_default { Severity::Warning } else { Severity::Error };
    vec![Violation::new(input.mail.at_field(field, ""), message, fix).with(severity)]
}

const THREAD_LOST: Rule = Rule {
    code: "T02",
    name: "thread-lost",
    severities: &[Severity::Error],
    scope: Scope::Reply,
    reason: "without these fields an answer starts a thread of its own, and nobody finds it below the question",
    source: "RFC 5322, 3.6.4; Linux kernel, email-clients",
    bad: "Subject: Re: [GSoC 2015] A faster parser for traces\n\n> Which tree do you use?\nThe core-next tree.",
    good: "Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <1@example.org>\n\n> Which tree do you use?\nThe core-next tree.",
    check: thread_lost,
    fix: None,
};

fn thread_lost(input: &CheckInput<'_>) -> Vec<Violation> {
    // What has no usable identifier cannot be named.
    let unnamed = input.context.parent.is_some_and(|it| it.message_id.is_none());
    if is_threaded(input.mail) || unnamed {
        return Vec::new();
    }
    let message = "this answer has neither In-Reply-To nor References";
    let fix = "answer the mail itself, from a mail program";
    vec![Violation::new(input.mail.at_field("Subject", ""), message, fix).or(Hint::Reply)]
}

const ANSWER_NARROWED: Rule = Rule {
    code: "T03",
    name: "answer-narrowed",
    severities: &[Severity::Error],
    scope: Scope::Reply,
    reason: "an answer that leaves the list, or somebody who got the mail, ends the conversation for them",
    source: "git.github.io, General Microproject Information; Xen Project, GSoC 2015 page, line 67",
    bad: "To: Grace Example <grace@example.org>\nCc:\nSubject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <1@example.org>",
    good: "To: Grace Example <grace@example.org>\nCc: devel@lists.example.org\nSubject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <1@example.org>",
    check: answer_narrowed,
    fix: None,
};

fn answer_narrowed(input: &CheckInput<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    let known = input.mail.recipients().any(|it| input.catalog.list_at(&it.address).is_some());
    if !known && !input.mail.travelled() {
        let message = "no mailing list of the community gets this answer";
        violations.push(Violation::new(
            input.mail.at_field("To", ""),
            message,
            "use reply-all, and keep the list",
        ));
    }
    let Some(parent) = input.context.parent else { return violations };
    let from = &input.mail.post.from;
    let canonical = |it: &Mailbox| {
        input.catalog.list_at(&it.address).map_or(it.address.clone(), |list| list.address.clone())
    };
    let recipients: HashSet<_> = input.mail.recipients().map(canonical).collect();
    let got = |it: &&Mailbox| {
        let writer = from.iter().any(|from| from.address == it.address);
        writer || recipients.contains(&canonical(it))
    };
    let wanted = parent.followup_to().map(|all| all.into_iter().map(|it| it.address).collect::<HashSet<_>>());
    let wanted = |it: &&Mailbox| wanted.as_ref().is_none_or(|all| all.contains(&it.address));
    let copied = parent.to.iter().chain(&parent.cc).filter(wanted);
    let writers = writers(input, parent);
    let reached = parent.from.iter().any(|it| got(&it));
    let earlier = writers.iter().filter(|_| !reached).chain(copied);
    let mut lost: Vec<_> = earlier.filter(|it| !got(it)).map(|it| it.address.to_string()).collect();
    lost.dedup();
    if !lost.is_empty() {
        let message = format!("{} got the mail that this answers, but not the answer", and(&lost));
        violations.push(Violation::new(input.mail.at_field("Cc", ""), message, "use reply-all"));
    }
    violations
}

/// Where answers to a mail reach who wrote it: Reply-To without lists (RFC 5322 3.6.2), else From, else the author
/// whose From a list rewrote.
fn writers(input: &CheckInput<'_>, parent: &Post<'_>) -> Vec<Mailbox> {
    let known = input.catalog.lists.iter().flat_map(|it| std::iter::once(&it.address).chain(&it.aliases));
    let lists: Vec<_> = known.chain(&parent.list_post).cloned().collect();
    let asked = parent.reply_to.iter().filter(|it| !lists.contains(&it.address));
    let asked: Vec<_> = asked.cloned().collect();
    if !asked.is_empty() {
        return asked;
    }
    let author = parent.author(&lists);
    if author.munged { author.mailbox.into_iter().collect() } else { parent.from.clone() }
}
