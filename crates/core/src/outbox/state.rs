//! How a letter stands, read out of its journal.

use chrono::{DateTime, FixedOffset};

use super::journal::{Outcome, Refusal, Step};
use super::outgoing::Recipient;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

/// Why it is not known whether a letter arrived whose attempt has no end in the journal.
const STOPPED: &str = "sending was interrupted";

/// How a letter stands as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was not tried yet.
    Ready,
    /// The body may be on its way. Found when no run is at work on the letter, it is as [`State::Unknown`].
    Sending {
        /// When the body was to go out.
        since: DateTime<FixedOffset>,
    },
    /// It may have arrived. It stays so when sending it again is refused.
    Unknown {
        /// When the body went out.
        since: DateTime<FixedOffset>,
        /// What happened then.
        why: Line,
    },
    /// A server has taken it for everybody.
    Accepted,
    /// A server has taken it for some, and for nobody else.
    Partly,
    /// Nobody got it.
    Refused {
        /// Whether the last attempt was refused for good (RFC 5321 4.2.1).
        permanent: bool,
    },
}

/// What became of the letter for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// No server has said anything.
    Waiting,
    /// A server has taken it.
    Accepted,
    /// The server refused it.
    Refused {
        /// In which words.
        reply: Line,
        /// Whether it would again (RFC 5321 4.2.1).
        permanent: bool,
    },
    /// They may have got it.
    Unknown,
}

/// An attempt to send a letter that came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it ended, by the clock of that day.
    pub at: DateTime<FixedOffset>,
    /// The way it took; none when it came to nothing before the body.
    pub route: Option<Line>,
    /// How it ended.
    pub outcome: Outcome,
}

/// The fold of a journal.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    fates: Vec<(Address, Fate)>,
    open: Option<Open>,
    /// The last time that the body went out and no answer came.
    doubt: Option<(DateTime<FixedOffset>, Line)>,
    /// Whether what may have arrived is to be sent once more.
    asked: bool,
    last: Option<Attempt>,
}

/// A body that may be on its way.
#[derive(Debug, Clone)]
struct Open {
    since: DateTime<FixedOffset>,
    route: Line,
    to: Vec<Address>,
}

impl Standing {
    /// Of a letter that was not tried yet.
    pub(super) fn of(recipients: &[Recipient]) -> Self {
        let fates = recipients.iter().map(|it| (it.address.clone(), Fate::Waiting)).collect();
        Self { fates, open: None, doubt: None, asked: false, last: None }
    }

    /// Takes the next step in.
    pub(super) fn apply(&mut self, step: Step) {
        match step {
            Step::Frozen { .. } => {}
            Step::Body { at, route, to } => {
                self.lose_sight();
                self.asked = false;
                self.open = Some(Open { since: at, route, to });
            }
            Step::Settled { at, outcome } => self.settle(at, outcome),
            Step::Again { .. } => {
                self.lose_sight();
                self.asked = true;
            }
        }
    }

    /// Ends an attempt whose end nobody wrote down.
    fn lose_sight(&mut self) {
        if let Some(open) = self.open.take() {
            self.doubt(&open.to, open.since, &Line::sanitize(STOPPED));
        }
    }

    fn settle(&mut self, at: DateTime<FixedOffset>, outcome: Outcome) {
        self.asked = false;
        let (since, route, mut unsaid) = match (self.open.take(), &outcome) {
            (Some(open), _) => (open.since, Some(open.route), open.to),
            (None, Outcome::Unknown { .. }) => (at, None, self.outstanding()),
            (None, _) => (at, None, Vec::new()),
        };
        unsaid.retain(|address| !outcome.refusals().iter().any(|it| it.address == *address));
        for Refusal { address, reply, permanent } in outcome.refusals() {
            self.refuse(address, reply, *permanent);
        }
        match &outcome {
            Outcome::Accepted { to, reply, .. } => {
                unsaid.retain(|address| !to.contains(address));
                for (_, fate) in self.fates.iter_mut().filter(|(address, _)| to.contains(address)) {
                    *fate = Fate::Accepted;
                }
                self.doubt(&unsaid, since, reply);
            }
            Outcome::Refused { reply, permanent, .. } => {
                for address in &unsaid {
                    self.refuse(address, reply, *permanent);
                }
            }
            Outcome::Unknown { why, .. } => self.doubt(&unsaid, since, why),
        }
        self.last = Some(Attempt { at, route, outcome });
    }

    /// Who got it, or may have, is not refused by what comes later.
    fn refuse(&mut self, refused: &Address, reply: &Line, permanent: bool) {
        for (address, fate) in &mut self.fates {
            if address == refused && !matches!(fate, Fate::Accepted | Fate::Unknown) {
                *fate = Fate::Refused { reply: reply.clone(), permanent };
            }
        }
    }

    fn doubt(&mut self, about: &[Address], since: DateTime<FixedOffset>, why: &Line) {
        let about = |address: &Address| about.contains(address);
        let doubtful =
            self.fates.iter_mut().filter(|(address, fate)| about(address) && *fate != Fate::Accepted);
        for (_, fate) in doubtful {
            *fate = Fate::Unknown;
            self.doubt = Some((since, why.clone()));
        }
    }

    pub(super) fn state(&self) -> State {
        let any = |wanted: &Fate| self.fates.iter().any(|(_, fate)| fate == wanted);
        if self.outstanding().is_empty() {
            return State::Accepted;
        }
        if let Some(open) = &self.open {
            return State::Sending { since: open.since };
        }
        match (&self.doubt, &self.last) {
            (Some((since, why)), _) if any(&Fate::Unknown) => {
                State::Unknown { since: *since, why: why.clone() }
            }
            _ if any(&Fate::Accepted) => State::Partly,
            (_, Some(Attempt { outcome: Outcome::Refused { permanent, .. }, .. })) => {
                State::Refused { permanent: *permanent }
            }
            _ => State::Ready,
        }
    }

    /// What became of it for each, those with a body on its way included.
    pub(super) fn fates(&self) -> Vec<Fate> {
        let under_way = |address: &Address| self.open.as_ref().is_some_and(|open| open.to.contains(address));
        let seen = |(address, fate): &(Address, Fate)| match fate {
            Fate::Accepted => Fate::Accepted,
            _ if under_way(address) => Fate::Unknown,
            fate => fate.clone(),
        };
        self.fates.iter().map(seen).collect()
    }

    /// Those who are not known to have got it.
    pub(super) fn outstanding(&self) -> Vec<Address> {
        let others = self.fates.iter().filter(|(_, fate)| *fate != Fate::Accepted);
        others.map(|(address, _)| address.clone()).collect()
    }

    /// Whether the body may go out now.
    pub(super) fn may_go(&self) -> bool {
        self.asked || !matches!(self.state(), State::Sending { .. } | State::Unknown { .. })
    }

    pub(super) fn last(&self) -> Option<&Attempt> {
        self.last.as_ref()
    }
}

impl Outcome {
    /// Those whom the server refused by name.
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        match self {
            Self::Accepted { refused, .. }
            | Self::Refused { refused, .. }
            | Self::Unknown { refused, .. } => refused,
        }
    }
}
