//! Letters that were found by author, list, subject and time alone: their writer knows whether they are the ones.

use chrono::{DateTime, FixedOffset};
use onlist_core::ledger::{Event, in_doubt};

use crate::context::Context;
use crate::messages::Failure;

/// What the writer said of posts that may be letters, which are told by events.
#[derive(Debug, Default)]
pub(super) struct Said {
    own: Vec<Event>,
    others: Vec<Event>,
}

impl Said {
    /// Asks about all that is in doubt, each post once.
    pub(super) fn ask(context: &Context, events: &[Event]) -> Result<Self, Failure> {
        let mut said = Self::default();
        for event in in_doubt(events) {
            let Some(id) = event.perhaps() else { continue };
            let is_same = |it: &&Event| it.perhaps() == Some(id);
            if said.own.iter().any(|it| is_same(&it)) {
                said.own.push(event.clone());
                continue;
            }
            if said.others.iter().any(|it| is_same(&it)) {
                said.others.push(event.clone());
                continue;
            }
            let (terminal, day) = (context.terminal, event.at.format("%-d %B %Y"));
            let place = event.url.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
            terminal.explain(&format!(
                "\"{}\" of {day} is in the archive under another Message-ID, {}{place}",
                event.subject,
                id.bare()
            ));
            let Some(is_own) = terminal.confirm_or_leave("Is this your letter", true)? else { continue };
            if is_own { &mut said.own } else { &mut said.others }.push(event.clone());
        }
        Ok(said)
    }

    /// Leaves out what is about posts of others.
    pub(super) fn apply(&self, mut events: Vec<Event>) -> Vec<Event> {
        let others: Vec<_> = self.others.iter().filter_map(Event::perhaps).collect();
        events.retain(|it| it.perhaps().or(it.in_reply_to.as_ref()).is_none_or(|id| !others.contains(&id)));
        events
    }

    /// Whether a post was another one.
    pub(super) fn disowns(&self) -> bool {
        !self.others.is_empty()
    }

    /// What was said, as events.
    pub(super) fn events(&self, now: DateTime<FixedOffset>) -> Vec<Event> {
        let own = self.own.iter().map(|it| it.confirmed(now));
        own.chain(self.others.iter().map(|it| it.disowned(now))).collect()
    }
}
