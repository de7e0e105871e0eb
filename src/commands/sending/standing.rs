//! How each kept letter stands, in a few words.

use onlist_core::drafts::{Id, Kind, Record, Store};
use onlist_core::outbox::{Entry, Fate, Outbox, Outcome, Recipient, State};
use onlist_mail::words::and;

use crate::context::Context;
use crate::messages::Failure;

/// Letters that could be sent now, those that are frozen first, each with how it stands.
pub(crate) fn waiting(context: &Context) -> Result<Vec<(Id, String)>, Failure> {
    let state = context.state()?;
    let listing = Outbox::at(&state).list()?;
    for error in listing.broken {
        Failure::from(error).report(context.terminal);
    }
    let frozen: Vec<_> = listing.entries.iter().map(|entry| entry.id().clone()).collect();
    let unsent = listing.entries.iter().filter(|entry| entry.state() != State::Accepted);
    let mut waiting: Vec<_> = unsent.map(|entry| (entry.id().clone(), describe(entry))).collect();
    let drafts = Store::at(&state).list()?.drafts;
    let complete = |record: &Record| record.asking.is_none() && record.kind != Kind::Mail;
    for (id, record) in drafts {
        if complete(&record) && !frozen.contains(&id) {
            waiting.push((id, "not sent yet".to_owned()));
        }
    }
    Ok(waiting)
}

/// What became of a letter, in a few words.
pub(crate) fn describe(entry: &Entry) -> String {
    let last = entry.last().map(|last| last.at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    match entry.state() {
        State::Ready => "ready to send".to_owned(),
        State::Sending { since } => {
            format!("may have been delivered: sending was interrupted on {}", since.format("%Y-%m-%d %H:%M"))
        }
        State::Unknown { since, why } => {
            format!("may have been delivered on {}: {why}", since.format("%Y-%m-%d %H:%M"))
        }
        State::Accepted => format!("sent on {last}"),
        State::Partly => format!("sent on {last}, but not to {}", and(&refused(entry))),
        State::Refused { permanent: true } => format!("not sent on {last}{}", words(entry)),
        State::Refused { permanent: false } => {
            format!("not sent on {last}, can be tried again{}", words(entry))
        }
    }
}

/// The last words of whoever refused it.
fn words(entry: &Entry) -> String {
    match entry.last().map(|last| &last.outcome) {
        Some(Outcome::Refused { reply, .. }) => {
            format!(": {}", reply.strip_prefix("nothing was sent: ").unwrap_or(reply))
        }
        _ => String::new(),
    }
}

fn refused(entry: &Entry) -> Vec<String> {
    let fates = entry.fates().into_iter();
    fates.filter(|(_, fate)| *fate != Fate::Accepted).map(|(it, _)| it.address.to_string()).collect()
}

/// The name of a state in JSON.
pub(crate) fn name(state: &State) -> &'static str {
    match state {
        State::Ready => "ready",
        State::Sending { .. } => "sending",
        State::Unknown { .. } => "unknown",
        State::Accepted => "accepted",
        State::Partly => "partly",
        State::Refused { .. } => "refused",
    }
}

/// What became of a letter for each recipient, in JSON.
pub(crate) fn recipients(entry: &Entry) -> serde_json::Value {
    let one = |(recipient, fate): (&Recipient, Fate)| {
        let (state, reply, permanent) = match fate {
            Fate::Waiting => ("waiting", None, None),
            Fate::Accepted => ("accepted", None, None),
            Fate::Refused { reply, permanent } => ("refused", Some(reply), Some(permanent)),
            Fate::Unknown => ("unknown", None, None),
        };
        serde_json::json!({
            "address": recipient.address, "name": recipient.name, "role": recipient.role,
            "state": state, "reply": reply, "permanent": permanent,
        })
    };
    entry.fates().into_iter().map(one).collect()
}
