//! AUTH (RFC 4954): PLAIN, LOGIN and XOAUTH2.
//!
//! A server may repeat what it was sent, so nothing of its words is kept here but codes.

use super::connection::Connection;
use super::reply::ReplyLines;
use super::{Capabilities, Cause, Phase, Reply};
use crate::connection::Error::Dropped;
use crate::connection::{Login, Mechanism};
use crate::secret::Secret;
use crate::text::Line;

/// The server took the login.
const WELCOME: u16 = 2;

/// The server wants to hear more.
const GO_ON: u16 = 3;

/// The one code that says that user and password do not fit (RFC 4954 6).
pub(super) const WRONG: u16 = 535;

/// The server leaves.
pub(super) const CLOSING: u16 = 421;

/// The most octets of a command, with its CRLF (RFC 5321 4.5.3.1.4).
const LONGEST: usize = 512;

/// Logs in, by the first of the login's mechanisms that the server offers. Where that is refused, and not because the
/// password is wrong, the next one is tried. The last refusal is the one that is told.
pub(super) fn log_in(
    connection: &mut Connection,
    capabilities: &Capabilities,
    login: &Login,
) -> Result<(), Cause> {
    let (mut refusal, mut said) = (None, Vec::new());
    for (at, mechanism) in login.mechanisms.iter().enumerate() {
        // The same again would be refused again, and be counted against the account.
        let is_tried = login.mechanisms[..at].contains(mechanism);
        if is_tried || !capabilities.auth.contains(&mechanism.to_string()) {
            continue;
        }
        let (command, responses) = lines(login, *mechanism);
        let begun = match connection.command(command.expose()) {
            // A server that leaves after a refusal has said what there is to say.
            Err(Cause::Connection(Dropped)) if refusal.is_some() => break,
            begun => begun,
        };
        let ended = begun.and_then(|answer| go_on(connection, answer, &responses)).map_err(without_words);
        said.push(command);
        said.extend(responses);
        match ended {
            Ok(()) => {
                connection.logged_in(said);
                return Ok(());
            }
            Err(Cause::LoginRefused { code, .. }) if !matches!(code, WRONG | CLOSING) => {
                refusal = ended.err();
            }
            Err(cause) => return Err(cause),
        }
    }
    Err(refusal.unwrap_or_else(|| no_mechanism(capabilities, login)))
}

/// Responds for as long as the server wants to hear more.
fn go_on(connection: &mut Connection, begun: ReplyLines, responses: &[Secret]) -> Result<(), Cause> {
    let mut answer = begun;
    for response in responses {
        if answer.code / 100 != GO_ON {
            break;
        }
        answer = connection.command(response.expose())?;
    }
    // What still comes may repeat the password, and would be taken for an answer to what is said next. A server that has
    // left behind its answer has said it.
    match connection.nothing_unasked() {
        Ok(()) | Err(Cause::Connection(Dropped)) => answer.expect(WELCOME).map(drop),
        Err(cause) => Err(cause),
    }
}

fn no_mechanism(capabilities: &Capabilities, login: &Login) -> Cause {
    if capabilities.auth.is_empty() {
        return Cause::NoLogin;
    }
    Cause::NoMechanism {
        wanted: login.mechanisms.clone(),
        offered: capabilities.auth.iter().cloned().collect(),
    }
}

/// What is said for a mechanism: the command, and a line for each time that the server wants to hear more. The first
/// response goes with the command where that keeps it a line that every server takes (RFC 4954 4).
fn lines(login: &Login, mechanism: Mechanism) -> (Secret, Vec<Secret>) {
    let Login { user, secret, .. } = login;
    let secret = secret.expose();
    let line = |words: &[&str]| Secret::joined(&[words, &["\r\n"]].concat());
    let name = mechanism.to_string();
    let command = line(&["AUTH ", &name]);
    let (response, last) = match mechanism {
        // What servers ask in differs in words, never in order.
        Mechanism::Login => {
            return (command, [user, secret].map(|it| line(&[Secret::base64(&[it]).expose()])).into());
        }
        // Some servers do not read what comes with the command, and ask for it.
        Mechanism::Plain => {
            let response = Secret::base64(&["\0", user, "\0", secret]);
            let again = line(&[response.expose()]);
            (response, again)
        }
        // The reason of a refusal comes in Base64 and JSON; who answers it with nothing gets the code.
        Mechanism::Xoauth2 => {
            (Secret::base64(&["user=", user, "\u{1}auth=Bearer ", secret, "\u{1}\u{1}"]), line(&[]))
        }
    };
    let whole = line(&["AUTH ", &name, " ", response.expose()]);
    if whole.expose().len() > LONGEST {
        return (command, vec![line(&[response.expose()]), last]);
    }
    (whole, vec![last])
}

/// The same without anything that the server said but its codes.
fn without_words(cause: Cause) -> Cause {
    match cause {
        Cause::Refused(reply) => Cause::LoginRefused {
            code: reply.code,
            status: reply.enhanced_status(),
            known: reply.known_refusal(Phase::Auth),
        },
        Cause::Unexpected(reply) => Cause::Unexpected(Reply { text: Line::default(), ..reply }),
        cause => cause,
    }
}
