//! Letters over one connection.

use super::block::Content;
use super::login::log_in;
use super::open::open;
use super::trouble::heard;
use super::wire::Wire;
use super::{Capabilities, Cause, Failure, Limits, Login, Phase, Reply, Server};
use crate::write::Message;

/// A connection to a server that letters can be handed to, one after the other.
///
/// Each letter is offered first ([`Session::offer`]), which tells who will get
/// it, then submitted or withdrawn. A session that is dropped without
/// [`Session::close`] just closes its connection.
pub struct Session {
    /// Nothing after a failure that leaves it unclear what the server would answer next.
    wire: Option<Wire>,
    capabilities: Capabilities,
    limits: Limits,
}

/// What a server says to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It will get the letter, if the server takes the text.
    Accepted,
    /// It will not.
    Refused(Reply),
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission {
    /// The server answers for it now.
    Accepted(Reply),
    /// Nothing was delivered: 4yz or 5yz to DATA or to the text.
    Refused(Reply),
    /// Nothing was delivered: it failed before the text went out.
    NotSent(Failure),
    /// It failed after the text began to go out: it may have been delivered.
    Unknown(Failure),
}

impl Session {
    /// Connects, secures the connection, greets and logs in.
    ///
    /// # Errors
    /// [`Failure`]: nothing was delivered.
    pub fn open(server: &Server, login: Option<&Login>, limits: Limits) -> Result<Self, Failure> {
        let (mut wire, capabilities) = open(server, limits)?;
        if let Some(login) = login {
            let failed = |cause| Failure { phase: Phase::Auth, cause };
            log_in(&mut wire, &capabilities, login).map_err(failed)?;
        }
        Ok(Self { wire: Some(wire), capabilities, limits })
    }

    /// What the server offers.
    #[must_use]
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Whether another letter can be offered. Not after a connection broke or a server answered what makes no sense.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.wire.is_some()
    }

    /// Names the sender and the recipients of a letter; gives a verdict for each forward path, in their order.
    ///
    /// After this the letter is submitted or withdrawn.
    ///
    /// # Errors
    /// [`Failure`]: the server takes no such letter, or not from this sender, or no answer was had. Nothing was
    /// delivered, and there is nothing to withdraw.
    pub fn offer(&mut self, message: &Message) -> Result<Vec<Verdict>, Failure> {
        if let Some(wire) = &mut self.wire {
            wire.renew();
        }
        let parameters = self.capabilities.parameters(&Content::new(&message.bytes));
        let parameters = parameters.map_err(|cause| Failure { phase: Phase::Data, cause })?;
        let envelope = &message.envelope;
        self.say(Phase::Sender, &[250], format!("MAIL FROM:<{}>{parameters}\r\n", envelope.reverse_path))?;
        let mut verdicts = Vec::with_capacity(envelope.forward_paths.len());
        for path in &envelope.forward_paths {
            match self.say(Phase::Recipient, &[250, 251], format!("RCPT TO:<{path}>\r\n")) {
                Ok(_) => verdicts.push(Verdict::Accepted),
                Err(Failure { cause: Cause::Refused(reply), .. }) if self.is_open() => {
                    verdicts.push(Verdict::Refused(reply));
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok(verdicts)
    }

    /// Takes back the letter that was offered (RSET).
    ///
    /// # Errors
    /// [`Failure`]: the connection cannot be used any more. Nothing was delivered all the same.
    pub fn withdraw(&mut self) -> Result<(), Failure> {
        if let Some(wire) = &mut self.wire {
            wire.renew();
        }
        self.say(Phase::Sender, &[250], "RSET\r\n".to_owned()).map(drop)
    }

    /// Sends the text of the letter that was offered, to those recipients that were accepted.
    pub fn submit(&mut self, message: &Message) -> Submission {
        match self.say(Phase::Data, &[354], "DATA\r\n".to_owned()) {
            Ok(_) => {}
            Err(Failure { cause: Cause::Refused(reply), .. }) => {
                // The next letter would find this one half done. A server that takes no RSET ends the session.
                let _ = self.withdraw();
                return Submission::Refused(reply);
            }
            Err(failure) => return Submission::NotSent(failure),
        }
        let content = Content::new(&message.bytes);
        let limit = self.limits.after_dot;
        let send = move |wire: &mut Wire| {
            // A write in one piece waits for nobody's acknowledgement (Nagle); lettre writes a command so, a message
            // in two.
            wire.ask_for_long(move |connection| match String::from_utf8(content.block()) {
                Ok(block) => heard(connection.command(block), limit),
                Err(_) => heard(connection.message(content.without_last_end()), limit),
            })?
        };
        match self.step(Phase::AfterData, &[250], send) {
            Ok(reply) => Submission::Accepted(reply),
            Err(Failure { cause: Cause::Refused(reply), .. }) => Submission::Refused(reply),
            Err(failure) => Submission::Unknown(failure),
        }
    }

    /// Takes leave (QUIT) and closes the connection. Whatever the server says to it, letters are where they are.
    pub fn close(self) {
        if let Some(wire) = self.wire {
            wire.leave();
        }
    }

    fn say(&mut self, phase: Phase, wanted: &[u16], line: String) -> Result<Reply, Failure> {
        self.step(phase, wanted, |wire| wire.say(line))
    }

    /// Takes a step that must be answered with one of the codes `wanted`. Another refusal than 421 leaves the
    /// session open, all else ends it.
    fn step(
        &mut self,
        phase: Phase,
        wanted: &[u16],
        step: impl FnOnce(&mut Wire) -> Result<Reply, Cause>,
    ) -> Result<Reply, Failure> {
        let Some(wire) = &mut self.wire else { return Err(Failure { phase, cause: Cause::Closed }) };
        let outcome = step(wire).and_then(|reply| reply.expect(wanted));
        outcome.map_err(|cause| {
            if !matches!(&cause, Cause::Refused(reply) if reply.code != 421) {
                self.wire = None;
            }
            Failure { phase, cause }
        })
    }
}
