//! Whom of a letter's recipients the server takes, and whether that will do.

use onlist_core::outbox::{Outgoing, Refusal};
use onlist_core::resolve::Role;
use onlist_mail::deliver::RcptStatus;
use onlist_mail::deliver::smtp::{Phase, Reply};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::words::count;
use onlist_mail::write::Envelope;

use super::confirm;
use super::consent::Consent;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What a server answers to each recipient of a letter.
pub(crate) struct RecipientReplies {
    /// Whom it takes.
    pub(crate) accepted: Vec<Address>,
    /// Whom it does not.
    pub(crate) refused: Vec<Refusal>,
    /// Those of them without whom there is nothing to send.
    needed: Vec<Address>,
    hints: Vec<&'static str>,
}

impl RecipientReplies {
    /// Puts statuses beside those whom they are about.
    pub(crate) fn of(outgoing: &Outgoing, envelope: &Envelope, statuses: Vec<RcptStatus>) -> Self {
        let mut replies =
            Self { accepted: Vec::new(), refused: Vec::new(), needed: Vec::new(), hints: Vec::new() };
        for (address, status) in envelope.forward_paths.iter().zip(statuses) {
            match status {
                RcptStatus::Accepted => replies.accepted.push(address.clone()),
                RcptStatus::Refused(reply) => replies.refuse(outgoing, address, &reply),
            }
        }
        replies
    }

    fn refuse(&mut self, outgoing: &Outgoing, address: &Address, reply: &Reply) {
        if outgoing.recipient(address).is_some_and(|it| it.role == Role::List) {
            self.needed.push(address.clone());
        }
        self.hints.extend(reply.hint(Phase::Recipient));
        self.refused.push(Refusal {
            address: address.clone(),
            reply: Line::sanitize(&reply.to_string()),
            permanent: !reply.is_transient(),
        });
    }

    /// Why nothing is to be sent, if so: the list is refused, or somebody else is and nobody agrees to do without.
    pub(crate) fn abort_reason(
        &self,
        outgoing: &Outgoing,
        context: &Context,
        consent: &Consent,
    ) -> Result<Option<Failure>, Failure> {
        if self.refused.is_empty() {
            return Ok(None);
        }
        if !self.needed.is_empty() || self.accepted.is_empty() {
            return Ok(Some(self.refusal(outgoing)));
        }
        if consent.allow_partial {
            return Ok(None);
        }
        if !context.terminal.can_ask() {
            let hint = "send it only to the others with `--allow-partial`";
            return Ok(Some(self.refusal(outgoing).hint(hint)));
        }
        for refusal in &self.refused {
            context.terminal.warning(&described(outgoing, refusal));
        }
        let others = count(self.accepted.len(), "other recipient");
        let sure = context.terminal.confirm(&format!("Send it to the {others} anyway"), false)?;
        Ok((!sure).then(|| self.refusal(outgoing)))
    }

    /// Names those who were refused. One that is for good makes it so for all; where the list is refused, it decides.
    fn refusal(&self, outgoing: &Outgoing) -> Failure {
        let mut telling =
            self.refused.iter().filter(|it| self.needed.is_empty() || self.needed.contains(&it.address));
        let status = if telling.any(|it| it.permanent) { Status::Unavailable } else { Status::TryLater };
        let who: Vec<_> = self.refused.iter().map(|it| described(outgoing, it)).collect();
        let failure = Failure::new(status, format!("nothing was sent: {}", who.join("; ")));
        match self.hints.first() {
            Some(hint) => failure.hint(*hint),
            None => failure,
        }
    }
}

/// Who was refused, what they are there for, and in which words.
fn described(outgoing: &Outgoing, refusal: &Refusal) -> String {
    let role = outgoing.recipient(&refusal.address).map_or("recipient", |it| confirm::role(it.role));
    format!("{} ({role}) was refused: {}", refusal.address, refusal.reply)
}
