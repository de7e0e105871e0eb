//! Where a conversation with a newcomer stands.

use std::collections::{HashMap, HashSet};

use onlist_mail::thread::{Node, Threads};

use super::is_machine;
use super::words::Said;
use crate::people::{People, PersonIndex};

/// Where a conversation with a newcomer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nobody answered.
    Waiting,
    /// The newcomer wrote again after an answer, and not to give thanks.
    LastWordNewcomer,
    /// Others answered, and nobody who is known to mentor or maintain.
    OthersOnly,
    /// They were sent elsewhere: to another list, to another person, off the list.
    Moved,
    /// They were answered.
    Answered,
    /// They were taken by a programme already, and say hello.
    Accepted,
}

impl State {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::LastWordNewcomer,
        Self::OthersOnly,
        Self::Moved,
        Self::Answered,
        Self::Accepted,
    ];

    /// Its name in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::LastWordNewcomer => "last-word-newcomer",
            Self::OthersOnly => "others-only",
            Self::Moved => "moved",
            Self::Answered => "answered",
            Self::Accepted => "accepted",
        }
    }

    /// Whether an answer is waited for.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::LastWordNewcomer | Self::OthersOnly)
    }
}

/// The first answer to an introduction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The post.
    pub node: Node,
    /// Whether whoever wrote it mentors or maintains; nothing where nobody is known to.
    pub mentor: Option<bool>,
    /// Hours after the introduction.
    pub hours: f64,
}

/// What the states of conversations are told from.
pub(super) struct Conversations<'a> {
    pub(super) threads: &'a Threads,
    pub(super) people: &'a People<'a>,
    pub(super) said: &'a HashMap<Node, Said>,
    /// Everybody who introduced themselves.
    pub(super) applicants: HashSet<PersonIndex>,
}

/// Who wrote a post, seen from a newcomer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writer {
    Newcomer,
    /// Somebody whose answer counts.
    Guide,
    Other,
    Machine,
}

impl Conversations<'_> {
    /// How a newcomer's conversation stands, whose posts are `nodes`, in the order of time; and since when they wait.
    pub(super) fn state(&self, newcomer: Option<PersonIndex>, nodes: &[Node]) -> (State, Option<i64>) {
        let time = |node: &Node| self.threads.entry(*node).time;
        let writers: Vec<_> = nodes.iter().map(|node| self.writer(newcomer, *node)).collect();
        let Some(last_answer) = writers.iter().rposition(|it| *it == Writer::Guide) else {
            let others = writers.contains(&Writer::Other);
            let state = if others { State::OthersOnly } else { State::Waiting };
            return (state, nodes.first().and_then(time));
        };
        let said = |node: &Node| self.said.get(node).copied().unwrap_or_default();
        let behind = nodes[last_answer..].iter().zip(&writers[last_answer..]);
        let mut wanting = behind.filter(|(node, writer)| **writer == Writer::Newcomer && !said(node).thanks);
        if let Some((node, _)) = wanting.next() {
            return (State::LastWordNewcomer, time(node));
        }
        let state = if said(&nodes[last_answer]).moved { State::Moved } else { State::Answered };
        (state, None)
    }

    /// The first answer that was written by neither the newcomer, another applicant nor a program.
    pub(super) fn first_answer(
        &self,
        newcomer: Option<PersonIndex>,
        root: Node,
        below: &[Node],
    ) -> Option<Answer> {
        let answers = |node: &&Node| self.is_answer(newcomer, **node);
        let node = *below.iter().find(answers)?;
        let guides = self.people.author(node).is_some_and(|it| self.people.role(it).guides());
        let mentor = self.people.guides_known().then_some(guides);
        let time = |node| self.threads.entry(node).time;
        let hours = time(node).zip(time(root)).map_or(0.0, |(then, asked)| hours(then - asked));
        Some(Answer { node, mentor, hours })
    }

    fn is_answer(&self, newcomer: Option<PersonIndex>, node: Node) -> bool {
        let writer = self.writer(newcomer, node);
        let applies = |person: PersonIndex| self.applicants.contains(&person);
        writer == Writer::Guide || writer == Writer::Other && !self.people.author(node).is_some_and(applies)
    }

    fn writer(&self, newcomer: Option<PersonIndex>, node: Node) -> Writer {
        let person = self.people.author(node);
        if newcomer.is_some() && person == newcomer {
            return Writer::Newcomer;
        }
        if is_machine(&self.threads.entry(node)) {
            return Writer::Machine;
        }
        let guides = person.is_some_and(|it| self.people.role(it).guides());
        let applies = person.is_some_and(|it| self.applicants.contains(&it));
        // Where nobody is known to mentor, anybody may.
        let may_guide = !self.people.guides_known() && !applies;
        if guides || may_guide { Writer::Guide } else { Writer::Other }
    }
}

/// Seconds as hours, none below 0.
#[expect(clippy::cast_precision_loss, reason = "hours of a human's wait")]
pub(super) fn hours(seconds: i64) -> f64 {
    let tenths = (seconds.max(0) as f64 / 360.0).round();
    tenths / 10.0
}
