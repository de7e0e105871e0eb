//! How each kept letter stands, in a few words.

use onlist_core::drafts::{Draft, Id};
use onlist_core::outbox::{DeliveryStatus, Entry, Outcome, QueuedLetter, Recipient, RecipientStatus};
use onlist_mail::words::and;

use crate::commands::open_draft;
use crate::context::Context;
use crate::messages::{Failure, LOOK_FOR_IT, Status};

/// Letters that could be sent now, those that are queued first, each with how it stands.
pub(crate) fn waiting(context: &Context) -> Result<Vec<(Id, String)>, Failure> {
    let outbox = context.outbox()?;
    let listing = outbox.list()?;
    for error in listing.broken {
        Failure::from(error).report(context.terminal);
    }
    let unsent = listing.entries.iter().filter(|entry| !entry.is_settled() && !entry.is_held());
    let mut waiting: Vec<_> = unsent.map(|entry| (entry.id().clone(), describe(entry))).collect();
    let index = outbox.index()?;
    let drafts = open_draft::store(context)?.list()?.drafts;
    let complete = |id: &Id, draft: &Draft| draft.asking.is_none() && !index.has(id);
    let drafts = drafts.into_iter().filter(|(id, draft)| complete(id, draft));
    waiting.extend(drafts.map(|(id, _)| (id, "not sent yet".to_owned())));
    Ok(waiting)
}

/// What became of a letter, in a few words.
pub(crate) fn describe(entry: &Entry) -> String {
    let last = entry.last().map(|last| last.at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    match entry.status() {
        _ if entry.is_held() => "being sent by another run".to_owned(),
        DeliveryStatus::Ready => "ready to send".to_owned(),
        DeliveryStatus::Sending { since } => format!("being sent since {}", since.format("%Y-%m-%d %H:%M")),
        DeliveryStatus::Unknown { since, why } => {
            format!("may have been delivered on {}: {why}", since.format("%Y-%m-%d %H:%M"))
        }
        DeliveryStatus::Accepted => format!("sent on {last}"),
        DeliveryStatus::Partly => format!("sent on {last}, but not to {}", and(&refused(entry))),
        DeliveryStatus::Refused { permanent: true } => format!("not sent on {last}{}", words(entry)),
        DeliveryStatus::Refused { permanent: false } => {
            format!("not sent on {last}, can be tried again{}", words(entry))
        }
    }
}

/// The last words of whoever refused it.
fn words(entry: &Entry) -> String {
    match entry.last().map(|last| &last.outcome) {
        Some(Outcome::Refused { reply, .. }) => {
            format!(": {reply}")
        }
        _ => String::new(),
    }
}

fn refused(entry: &Entry) -> Vec<String> {
    let missing = entry.recipients().filter(|(_, status)| *status != RecipientStatus::Accepted);
    missing.map(|(it, _)| it.address.to_string()).collect()
}

/// When a letter was taken, as it follows "was sent before".
pub(crate) fn when(entry: &Entry) -> String {
    entry.last().map_or(String::new(), |last| format!(" on {}", last.at.format("%Y-%m-%d %H:%M")))
}

/// A letter that may have been delivered although its own record does not say so.
pub(crate) fn doubtful(letter: &QueuedLetter, id: Option<&Id>, why: &str) -> Failure {
    match id {
        Some(id) => Failure::unknown(id, why),
        None => {
            Failure::new(Status::Unknown, format!("{} may have been delivered: {why}", letter.message_id))
                .hint(LOOK_FOR_IT)
        }
    }
}

/// The name of a status in JSON.
pub(crate) fn name(status: &DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Ready => "ready",
        DeliveryStatus::Sending { .. } => "sending",
        DeliveryStatus::Unknown { .. } => "unknown",
        DeliveryStatus::Accepted => "accepted",
        DeliveryStatus::Partly => "partly",
        DeliveryStatus::Refused { .. } => "refused",
    }
}

/// What became of a letter for each recipient, in JSON.
pub(crate) fn recipients(entry: &Entry) -> serde_json::Value {
    let one = |(recipient, status): (&Recipient, RecipientStatus)| {
        let (state, reply, permanent) = match status {
            RecipientStatus::Waiting => ("waiting", None, None),
            RecipientStatus::Accepted => ("accepted", None, None),
            RecipientStatus::Refused { reply, permanent } => ("refused", Some(reply), Some(permanent)),
            RecipientStatus::Unknown => ("unknown", None, None),
        };
        serde_json::json!({
            "address": recipient.address, "name": recipient.name, "role": recipient.role,
            "state": state, "reply": reply, "permanent": permanent,
        })
    };
    entry.recipients().map(one).collect()
}
