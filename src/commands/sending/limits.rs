//! How soon and how often one writes: reminders of one contact, first letters of one season.

use chrono::{DateTime, FixedOffset};
use onlist_core::ledger::{Contact, ContactState, ContactStatus, Event, LedgerOwner, replay};
use onlist_mail::words::count;

use super::command_line;
use super::obstacles::{Name, Obstacle};
use crate::commands::contact::next_call;
use crate::context::Context;
use crate::messages::LOOK_FOR_IT;

/// How many projects one writes about at a time where no catalog says it.
const MOST_OPEN: u16 = 3;

/// What stands against a reminder, if anything. `name` is what other calls know the contact by.
pub(crate) fn follow_up(context: &Context, status: &ContactStatus, name: &str) -> Option<Obstacle> {
    let about = status.contact.project.in_words();
    if let Some(answer) = status.open_answer() {
        let reason = format!("`{about}` was answered on {}", answer.at.format("%Y-%m-%d"));
        let instead = match next_call(context, status, name) {
            Some(call) => format!("answer on the list with `{call}`"),
            None => "wait for an answer to your latest letter".to_owned(),
        };
        return Some(obstacle(Name::Answered, reason, instead));
    }
    let (reason, instead) = too_early(context, status, name)?;
    Some(obstacle(Name::TooEarly, reason, instead))
}

/// Why it is too early for a reminder, if it is, and what to do instead.
fn too_early(context: &Context, status: &ContactStatus, name: &str) -> Option<(String, String)> {
    let about = status.contact.project.in_words();
    if let Some(held) = &status.held {
        let since = held.at.format("%Y-%m-%d");
        let reason = format!("the list holds your letter about `{about}` since {since}");
        return Some((reason, "wait until its moderators let it through".to_owned()));
    }
    if matches!(status.state, ContactState::Sending | ContactState::Unknown) {
        let reason = format!("a letter about `{about}` may be on its way");
        let instead = next_call(context, status, name).map(|it| format!("see what became of it with `{it}`"));
        return Some((reason, instead.unwrap_or_else(|| LOOK_FOR_IT.to_owned())));
    }
    match status.ask_again {
        Some(day) if day > context.now => {
            let waits = day.date_naive() - status.last_sent().date_naive();
            let (days, day) = (usize::try_from(waits.num_days()).unwrap_or_default(), day.format("%Y-%m-%d"));
            let reason = format!(
                "it is early to ask again about `{about}`: the community waits {} for an answer",
                count(days, "day")
            );
            Some((reason, format!("ask again from {day}")))
        }
        None if status.follow_ups > 0 => {
            let often = count(status.follow_ups, "time");
            let reason = format!("you asked again {often} about `{about}`, and the community wants no more");
            let call = next_call(context, status, name)?;
            Some((reason, format!("ask in the chat, or another mentor: `{call}`")))
        }
        _ => None,
    }
}

/// What stands against one more introduction in its season, if anything. `events` are all of the ledger, `beside` are
/// the contacts that letters of this run are to begin too.
pub(crate) fn introductions(
    context: &Context,
    contact: &Contact,
    events: &[Event],
    beside: &[Contact],
) -> Option<Obstacle> {
    let limit = most_open(context, contact);
    let same = |it: &Contact| {
        (&it.community, &it.season, &it.person) == (&contact.community, &contact.season, &contact.person)
            && it.project != contact.project
    };
    let known = replay(events, latest(context, events));
    let others: Vec<_> =
        known.iter().filter(|it| same(&it.contact) && it.owner == LedgerOwner::Student).collect();
    let unknown = beside.iter().filter(|it| same(it) && !others.iter().any(|other| other.contact == **it));
    let beside = unknown.count();
    let open = others.iter().filter(|it| it.is_open()).count() + beside;
    if open >= limit {
        let reason = format!(
            "you wrote about {} in this season that nobody has answered yet: at most {limit} at a time",
            count(open, "project")
        );
        let call = command_line::call(context, &["contacts"]);
        return Some(obstacle(Name::TooMany, reason, format!("see whose turn it is with `{call}`")));
    }
    let today = |at: DateTime<FixedOffset>| (context.now - at).num_hours() < 24;
    let fresh = others.iter().filter(|it| it.letter.kind.is_introduction() && today(it.letter.at)).count();
    if fresh + beside >= limit {
        let reason = format!("you wrote about {} within a day", count(fresh + beside, "project"));
        return Some(obstacle(
            Name::TooEarly,
            reason,
            "wait a day before you write about another".to_owned(),
        ));
    }
    None
}

/// Now, or when the last of these events was: of what another run did since this one began, it counts that it happened.
pub(super) fn latest(context: &Context, events: &[Event]) -> DateTime<FixedOffset> {
    events.iter().map(|it| it.at).fold(context.now, DateTime::max)
}

/// How many projects the community wants one to write about at a time.
fn most_open(context: &Context, contact: &Contact) -> usize {
    let catalogs = context.catalogs().unwrap_or_default();
    let catalog = catalogs.iter().map(|it| &it.catalog).find(|it| it.community.id == contact.community);
    let most = catalog.map_or(MOST_OPEN, |it| {
        let project = contact.project.id().and_then(|id| it.project(id.as_str()));
        it.conventions_of(project).most_open_introductions().value
    });
    most.into()
}

fn obstacle(name: Name, reason: String, instead: String) -> Obstacle {
    Obstacle { name, letter: None, reason, instead: instead.into(), season: None }
}
