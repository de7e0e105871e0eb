//! Contacts for scripts.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::contacts::{ContactView, SeasonDate, answer_view, reason};
use super::next_move::what;
use onlist_core::ledger::{ContactState, Event, Step, Topic};
use onlist_mail::message_id::MessageId;

/// What `contacts` shows. Times are in RFC 3339, with the offsets that they were written down with.
#[must_use]
pub(crate) fn contacts_json(contacts: &[ContactView<'_>], now: DateTime<FixedOffset>) -> Value {
    json!({"schema": 1, "contacts": contacts.iter().map(|it| value(it, now)).collect::<Vec<_>>()})
}

fn value(view: &ContactView<'_>, now: DateTime<FixedOffset>) -> Value {
    let (status, letter) = (view.status, &view.status.letter);
    let contact = &status.contact;
    let (project, idea) = match &contact.project {
        Topic::Project(id) => (Some(id), None),
        Topic::Idea(title) | Topic::Mentoring(title) | Topic::Bug(title) => (None, Some(title)),
    };
    let waits = matches!(status.state, ContactState::Due | ContactState::Archived | ContactState::Sent);
    let answer = status.answer.as_ref().map(|it| (it, answer_view(status, it)));
    let until = match &status.next.step {
        Step::Wait { until } => *until,
        _ => None,
    };
    let archived = status.archived.as_ref();
    json!({
        "community": contact.community,
        "season": contact.season,
        "project": project,
        "idea": idea,
        "person": contact.person,
        "list": letter.list,
        "subject": letter.subject,
        "state": status.state.name(),
        "since": if status.state == ContactState::Due { letter.at } else { status.since },
        "ask_again": status.ask_again.filter(|_| waits),
        "message_id": (!letter.left_by_hand()).then(|| letter.message_id.bare()),
        "first": status.first.at,
        "last": status.last.at,
        "letters": status.letters.iter().map(MessageId::bare).collect::<Vec<_>>(),
        "next": {"who": status.next.who.name(), "what": what(status), "since": status.since, "until": until, "command": view.command},
        "answered_by": answer.as_ref().and_then(|(_, it)| it.by),
        "answered_by_name": answer.as_ref().and_then(|(_, it)| it.name),
        "answered_by_mentor": answer.as_ref().and_then(|(_, it)| it.is_mentor),
        "answered_at": answer.as_ref().map(|(it, _)| it.at),
        "answered_after_hours": answer.as_ref().map(|(it, _)| (it.at - letter.at).num_hours()),
        "answered_in_private": answer.as_ref().map(|(_, it)| it.private),
        "answered_elsewhere": answer.as_ref().map(|(_, it)| it.elsewhere),
        "url": archived.and_then(|it| it.url.as_ref()),
        "archived_for_sure": archived.map(|it| !it.is_in_doubt()),
        "held": status.held.as_ref().map(notice),
        "bounced": status.bounced.as_ref().map(|it| {
            let mut value = notice(it);
            value["addresses"] = json!(status.bounced_addresses);
            value
        }),
        "follow_ups": status.follow_ups,
        "dates": view.dates.iter().map(|it| date(*it, now)).collect::<Vec<_>>(),
    })
}

fn notice(event: &Event) -> Value {
    json!({"at": event.at, "kind": event.kind.name(), "reason": reason(event)})
}

fn date(it: SeasonDate, now: DateTime<FixedOffset>) -> Value {
    let left = it.day.signed_duration_since(now.date_naive()).num_days();
    json!({"what": it.what, "date": it.day.to_string(), "days_left": left})
}
