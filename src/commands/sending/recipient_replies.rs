//! Whom of a letter's recipients the server takes, and whether that will do.

use onlist_core::outbox::{QueuedLetter, Refusal};
use onlist_core::resolve::Role;
use onlist_mail::deliver::RcptStatus;
use onlist_mail::deliver::smtp::{self, KnownRefusal, Phase, Reply};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::words::count;
use onlist_mail::write::Envelope;

use super::confirm;
use super::consent::Consent;
use crate::context::Context;
use crate::messages::{Advice, Failure, Status};

/// What a server answers to each recipient of a letter.
#[derive(Default)]
pub(crate) struct RecipientReplies {
    /// Whom it takes.
    pub(crate) accepted: Vec<Address>,
    /// Whom it does not.
    pub(crate) refused: Vec<Refusal>,
    /// Those of them without whom there is nothing to send.
    needed: Vec<Address>,
    /// Why the server did not answer to all.
    ended: Option<smtp::Error>,
    known: Vec<KnownRefusal>,
}

impl RecipientReplies {
    /// Puts statuses beside those whom they are about.
    pub(crate) fn of(letter: &QueuedLetter, envelope: &Envelope, statuses: Vec<RcptStatus>) -> Self {
        let mut replies = Self::default();
        for (address, status) in envelope.forward_paths.iter().zip(statuses) {
            match status {
                RcptStatus::Accepted => replies.accepted.push(address.clone()),
                RcptStatus::Refused(reply) => replies.refuse(letter, address, &reply),
                RcptStatus::Unanswered(error) => replies.ended = Some(error),
            }
        }
        replies
    }

    fn refuse(&mut self, letter: &QueuedLetter, address: &Address, reply: &Reply) {
        if letter.recipient(address).is_some_and(|it| it.role == Role::List) {
            self.needed.push(address.clone());
        }
        self.known.extend(reply.known_refusal(Phase::Recipient));
        self.refused.push(Refusal {
            address: address.clone(),
            reply: Line::sanitize(&reply.to_string()),
            permanent: !reply.is_transient(),
        });
    }

    /// Why nothing is to be sent, if so: the list is refused, or somebody else is and nobody agrees to do without.
    pub(crate) fn abort_reason(
        &self,
        letter: &QueuedLetter,
        context: &Context,
        consent: &Consent,
    ) -> Result<Option<Failure>, Failure> {
        if self.refused.is_empty() {
            return Ok(None);
        }
        if !self.needed.is_empty() || self.accepted.is_empty() || self.ended.is_some() {
            return Ok(Some(self.refusal(letter)));
        }
        if consent.allow_partial {
            return Ok(None);
        }
        if !consent.can_ask(context) {
            let hint = "send it only to the others with `--allow-partial`";
            return Ok(Some(self.refusal(letter).hint(hint)));
        }
        for refusal in &self.refused {
            context.terminal.warning(&described(letter, refusal));
        }
        let others = count(self.accepted.len(), "other recipient");
        let sure = context.terminal.confirm(&format!("Send it to the {others} anyway"), false)?;
        Ok((!sure).then(|| self.refusal(letter)))
    }

    /// Why it is not known whether the letter may go, where those who were refused do not decide that.
    fn undecided(&self) -> Option<&smtp::Error> {
        self.ended.as_ref().filter(|_| self.needed.is_empty())
    }

    /// Who was refused, each with the server's words.
    pub(crate) fn reasons(&self, letter: &QueuedLetter) -> String {
        let undecided = self.undecided().map(ToString::to_string);
        self.refused.iter().map(|it| described(letter, it)).chain(undecided).collect::<Vec<_>>().join("; ")
    }

    /// Names those who were refused. One that is for good makes it so for all; where the list is refused, it decides.
    fn refusal(&self, letter: &QueuedLetter) -> Failure {
        let mut telling =
            self.refused.iter().filter(|it| self.needed.is_empty() || self.needed.contains(&it.address));
        let is_for_good = self.undecided().is_none() && telling.any(|it| it.permanent);
        let status = if is_for_good { Status::Unavailable } else { Status::TryLater };
        Failure::new(status, format!("nothing was sent: {}", self.reasons(letter)))
            .hinted(self.known.first().and_then(Advice::hint))
    }
}

/// Who was refused, what they are there for, and in which words.
fn described(letter: &QueuedLetter, refusal: &Refusal) -> String {
    let role = letter.recipient(&refusal.address).map_or("recipient", |it| confirm::role(it.role));
    format!("{} ({role}) was refused: {}", refusal.address, refusal.reply)
}
