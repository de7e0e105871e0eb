//! The next move of a contact, in words.

use chrono::{DateTime, FixedOffset};
use onlist_core::ledger::{Actor, ContactState, ContactStatus, LedgerOwner, Step};
use onlist_mail::words::days;

/// Whether the owner of the ledger is to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Own,
    Others,
    Nobody,
}

impl Turn {
    pub(super) fn of(status: &ContactStatus) -> Self {
        match (status.next.who, status.owner) {
            (Actor::Nobody, _) => Self::Nobody,
            (Actor::Student, LedgerOwner::Student) | (Actor::Mentor, LedgerOwner::Mentor) => Self::Own,
            _ => Self::Others,
        }
    }
}

/// Who is to do what, and since when.
pub(super) fn next_move(status: &ContactStatus) -> String {
    let what = what(status);
    if Turn::of(status) == Turn::Nobody {
        return what;
    }
    let who = match (Turn::of(status), status.next.who) {
        (Turn::Own, _) => "you",
        (_, Actor::Moderator) => "the list's moderators",
        (_, Actor::Student) => "the student",
        _ => "the mentors",
    };
    format!("next: {who}, since {}: {what}", status.since.format("%Y-%m-%d"))
}

/// What is to be done, in words.
pub(super) fn what(status: &ContactStatus) -> String {
    let until = |until: &DateTime<FixedOffset>| until.format("%Y-%m-%d").to_string();
    let own = Turn::of(status) == Turn::Own;
    match &status.next.step {
        Step::Nothing => format!("closed on {}", status.since.format("%Y-%m-%d")),
        Step::Wait { until: Some(day) } => format!("answer; ask again from {}", until(day)),
        Step::Wait { .. } if status.next.who == Actor::Moderator => "let the letter through".to_owned(),
        Step::Wait { .. } if own => "wait".to_owned(),
        Step::Wait { .. } => "answer".to_owned(),
        Step::Send if status.state == ContactState::Refused => "try again: nobody got it".to_owned(),
        Step::Send => "see whether it went out, and send it".to_owned(),
        Step::Find => "look for the letter in the archive; do not send it again before".to_owned(),
        Step::SayWhetherSent => "say whether you sent it".to_owned(),
        Step::CorrectList => "look up the list's address: the letter did not reach it".to_owned(),
        Step::Confirm => "answer the list's mail that asks you to confirm".to_owned(),
        Step::FollowUp => "ask again, as a reply to your own letter".to_owned(),
        Step::AskElsewhere => "ask in the chat, or write about another project".to_owned(),
        Step::Answer => "read the answer, and answer on the list".to_owned(),
        Step::WriteTo(Some(to)) => format!("write to {to}, as the answer says"),
        Step::WriteTo(None) => "write to where the answer points".to_owned(),
        Step::Reply(_) => "answer the student".to_owned(),
    }
}

/// How long it is from one time to another, as in `for 3 days`.
pub(super) fn waited(from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> String {
    let past = to.signed_duration_since(from).num_days();
    if past <= 0 { "for less than a day".to_owned() } else { format!("for {}", days(past)) }
}
