//! Letters that were found by author, list, subject and time alone: their writer knows whether they are the ones.

use onlist_core::ledger::{Event, Kind};
use onlist_mail::message_id::MessageId;

use crate::context::Context;
use crate::messages::Failure;

/// What the writer said of posts that may be letters.
#[derive(Debug, Default)]
pub(super) struct Said {
    own: Vec<MessageId>,
    others: Vec<MessageId>,
}

impl Said {
    /// Asks, each post once.
    pub(super) fn ask(context: &Context, events: &[Event]) -> Result<Self, Failure> {
        let mut said = Self::default();
        for (event, id) in events.iter().filter_map(uncertain) {
            if said.own.contains(id) || said.others.contains(id) {
                continue;
            }
            let (terminal, day) = (context.terminal, event.at.format("%-d %B %Y"));
            let place = event.url.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
            terminal.explain(&format!(
                "\"{}\" of {day} is in the archive under another Message-ID, {}{place}",
                event.subject,
                id.bare()
            ));
            let answers =
                if terminal.confirm("Is this your letter", true)? { &mut said.own } else { &mut said.others };
            answers.push(id.clone());
        }
        Ok(said)
    }

    /// Leaves out what is about posts of others, and is certain of those that are the writer's.
    pub(super) fn apply(&self, events: Vec<Event>) -> Vec<Event> {
        let is_others = |event: &Event| {
            let id = uncertain(event).map(|(_, id)| id).or(event.in_reply_to.as_ref());
            id.is_some_and(|id| self.others.contains(id))
        };
        let known = |mut event: Event| {
            if uncertain(&event).is_some_and(|(_, id)| self.own.contains(id)) {
                event.detail = None;
            }
            event
        };
        events.into_iter().filter(|it| !is_others(it)).map(known).collect()
    }
}

/// The identifier of the post that an event takes for a letter, where that is not certain.
fn uncertain(event: &Event) -> Option<(&Event, &MessageId)> {
    let is = event.kind == Kind::Archived && event.detail.as_ref().is_some_and(|it| it["certain"] == false);
    event.server_id.as_ref().filter(|_| is).map(|id| (event, id))
}
