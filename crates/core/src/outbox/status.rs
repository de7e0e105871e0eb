//! How a letter stands, read out of its journal.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::Recipient;
use super::journal::{Outcome, Refusal, Step};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// Why it is not known whether a letter arrived whose attempt has no end in the journal.
const STOPPED: &str = "sending was interrupted";

/// How a letter stands as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// It was not tried yet.
    Ready,
    /// A run is at work on it, and the body may be on its way.
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
pub enum RecipientStatus {
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

/// What a journal comes to when its steps are taken one after the other.
#[derive(Debug, Clone)]
pub(super) struct Replay {
    statuses: Vec<RecipientStatus>,
    /// Where each address stands among them.
    places: HashMap<Address, usize>,
    open: Option<Open>,
    /// The last time that the body went out and no answer came.
    doubt: Option<(DateTime<FixedOffset>, Line)>,
    /// Whether what may have arrived is to be sent once more.
    asked: bool,
    last: Option<Attempt>,
    /// The Message-ID that a server gave the letter.
    server_id: Option<MessageId>,
}

/// A body that may be on its way.
#[derive(Debug, Clone)]
struct Open {
    since: DateTime<FixedOffset>,
    route: Line,
    to: HashSet<Address>,
}

impl Replay {
    /// Of a letter that was not tried yet.
    pub(super) fn of(recipients: &[Recipient]) -> Self {
        Self {
            statuses: vec![RecipientStatus::Waiting; recipients.len()],
            places: recipients.iter().enumerate().map(|(at, it)| (it.address.clone(), at)).collect(),
            open: None,
            doubt: None,
            asked: false,
            last: None,
            server_id: None,
        }
    }

    /// Takes the next step in.
    pub(super) fn apply(&mut self, step: Step) {
        match step {
            Step::Body { at, route, to } => {
                self.lose_sight();
                self.asked = false;
                self.open = Some(Open { since: at, route, to: to.into_iter().collect() });
            }
            Step::Settled { at, outcome } => self.settle(at, outcome),
            Step::Stopped => drop(self.lose_sight()),
            Step::Again { .. } => {
                self.lose_sight();
                self.asked = true;
            }
        }
    }

    /// Ends an attempt whose end nobody wrote down; whether there is one.
    pub(super) fn lose_sight(&mut self) -> bool {
        let open = self.open.take();
        if let Some(open) = &open {
            self.doubt(&open.to, open.since, &Line::sanitize(STOPPED));
        }
        open.is_some()
    }

    fn settle(&mut self, at: DateTime<FixedOffset>, outcome: Outcome) {
        self.asked = false;
        let (since, route, mut unsaid) = match (self.open.take(), &outcome) {
            (Some(open), _) => (open.since, Some(open.route), open.to),
            (None, Outcome::Unknown { .. }) => (at, None, self.outstanding().cloned().collect()),
            (None, _) => (at, None, HashSet::new()),
        };
        for Refusal { address, reply, permanent } in outcome.refusals() {
            unsaid.remove(address);
            self.refuse(address, reply, *permanent);
        }
        match &outcome {
            Outcome::Accepted { to, reply, server_id, .. } => {
                for address in to {
                    unsaid.remove(address);
                    if let Some(at) = self.places.get(address) {
                        self.statuses[*at] = RecipientStatus::Accepted;
                    }
                }
                self.server_id = server_id.clone().or(self.server_id.take());
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
        let Some(at) = self.places.get(refused) else { return };
        if !matches!(self.statuses[*at], RecipientStatus::Accepted | RecipientStatus::Unknown) {
            self.statuses[*at] = RecipientStatus::Refused { reply: reply.clone(), permanent };
        }
    }

    fn doubt(&mut self, about: &HashSet<Address>, since: DateTime<FixedOffset>, why: &Line) {
        for at in about.iter().filter_map(|address| self.places.get(address)) {
            if self.statuses[*at] != RecipientStatus::Accepted {
                self.statuses[*at] = RecipientStatus::Unknown;
                self.doubt = Some((since, why.clone()));
            }
        }
    }

    pub(super) fn status(&self) -> DeliveryStatus {
        let any = |wanted: &RecipientStatus| self.statuses.iter().any(|it| it == wanted);
        if self.outstanding().next().is_none() {
            return DeliveryStatus::Accepted;
        }
        if let Some(open) = &self.open {
            return DeliveryStatus::Sending { since: open.since };
        }
        match (&self.doubt, &self.last) {
            (Some((since, why)), _) if any(&RecipientStatus::Unknown) => {
                DeliveryStatus::Unknown { since: *since, why: why.clone() }
            }
            _ if any(&RecipientStatus::Accepted) => DeliveryStatus::Partly,
            (_, Some(Attempt { outcome: Outcome::Refused { permanent, .. }, .. })) => {
                DeliveryStatus::Refused { permanent: *permanent }
            }
            _ => DeliveryStatus::Ready,
        }
    }

    /// What became of it for one recipient, those with a body on its way included.
    pub(super) fn recipient(&self, address: &Address) -> RecipientStatus {
        let status = self.places.get(address).map_or(&RecipientStatus::Waiting, |at| &self.statuses[*at]);
        let under_way = self.open.as_ref().is_some_and(|open| open.to.contains(address));
        match status {
            RecipientStatus::Accepted => RecipientStatus::Accepted,
            _ if under_way => RecipientStatus::Unknown,
            status => status.clone(),
        }
    }

    /// Whether the letter is still to go to this address.
    pub(super) fn is_outstanding(&self, address: &Address) -> bool {
        self.places.get(address).is_some_and(|at| self.statuses[*at] != RecipientStatus::Accepted)
    }

    /// Those who are not known to have got it, in no order.
    fn outstanding(&self) -> impl Iterator<Item = &Address> {
        let missing = |at: &usize| self.statuses[*at] != RecipientStatus::Accepted;
        self.places.iter().filter(move |(_, at)| missing(at)).map(|(address, _)| address)
    }

    /// Whether the body may go out now.
    pub(super) fn may_go(&self) -> bool {
        let doubtful =
            matches!(self.status(), DeliveryStatus::Sending { .. } | DeliveryStatus::Unknown { .. });
        self.asked || !doubtful
    }

    pub(super) fn last(&self) -> Option<&Attempt> {
        self.last.as_ref()
    }

    pub(super) fn server_id(&self) -> Option<&MessageId> {
        self.server_id.as_ref()
    }
}
