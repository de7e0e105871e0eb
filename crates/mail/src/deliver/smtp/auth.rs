//! AUTH (RFC 4954): PLAIN, LOGIN and XOAUTH2.
//!
//! A server may repeat what it was sent, so nothing of its words is kept here but codes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lettre::transport::smtp::authentication::Mechanism;
use zeroize::Zeroizing;

use super::connection::Connection;
use super::reply::ReplyLines;
use super::{Capabilities, Cause, Login, Phase, Reply};
use crate::secret::Secret;
use crate::text::Line;

/// The server took the login.
const WELCOME: u16 = 2;

/// The server wants to hear more.
const GO_ON: u16 = 3;

/// The one code that says that user and password do not fit (RFC 4954 6).
pub(super) const WRONG: u16 = 535;

/// The server leaves.
const CLOSING: u16 = 421;

/// Logs in, by the first of the login's mechanisms that the server offers. Where that is refused, and not because the
/// password is wrong, the next one is tried. The last refusal is the one that is told.
pub(super) fn log_in(
    connection: &mut Connection,
    capabilities: &Capabilities,
    login: &Login,
) -> Result<(), Cause> {
    let mut refusal = None;
    for mechanism in &login.mechanisms {
        if !capabilities.auth.contains(&mechanism.to_string()) {
            continue;
        }
        match attempt(connection, login, *mechanism) {
            Err(cause @ Cause::LoginRefused { code: WRONG | CLOSING, .. }) => return Err(cause),
            Err(cause @ Cause::LoginRefused { .. }) => refusal = Some(cause),
            // A server that leaves after a refusal has said what there is to say.
            Err(cause) => return Err(refusal.unwrap_or(cause)),
            Ok(()) => return Ok(()),
        }
    }
    Err(refusal.unwrap_or_else(|| no_mechanism(capabilities, login)))
}

fn attempt(connection: &mut Connection, login: &Login, mechanism: Mechanism) -> Result<(), Cause> {
    let answer = exchange(connection, login, mechanism).and_then(|answer| {
        // What still comes may repeat the password, and would be taken for an answer to what is said next. A server that
        // has left behind its answer has said it.
        match connection.nothing_unasked() {
            Ok(()) | Err(Cause::Dropped) => answer.expect(WELCOME),
            Err(cause) => Err(cause),
        }
    });
    answer.map(drop).map_err(without_words)
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

/// Goes through the steps of one mechanism, to the server's last answer.
fn exchange(connection: &mut Connection, login: &Login, mechanism: Mechanism) -> Result<ReplyLines, Cause> {
    let Login { user, secret, .. } = login;
    let secret = secret.expose();
    match mechanism {
        Mechanism::Plain => {
            let response = encoded(&["\0", user, "\0", secret]);
            let answer = say(connection, ["AUTH PLAIN ", &response])?;
            // Some servers do not read what comes with the command, and ask for it.
            if answer.code / 100 == GO_ON { say(connection, [&response, ""]) } else { Ok(answer) }
        }
        // What servers ask in differs in words, never in order.
        Mechanism::Login => {
            let answer = say(connection, ["AUTH LOGIN", ""])?;
            if answer.code / 100 != GO_ON {
                return Ok(answer);
            }
            let answer = say(connection, [&encoded(&[user]), ""])?;
            if answer.code / 100 != GO_ON {
                return Ok(answer);
            }
            say(connection, [&encoded(&[secret]), ""])
        }
        Mechanism::Xoauth2 => {
            let response = encoded(&["user=", user, "\u{1}auth=Bearer ", secret, "\u{1}\u{1}"]);
            let answer = say(connection, ["AUTH XOAUTH2 ", &response])?;
            // The reason comes in Base64 and JSON; who answers it with nothing gets the code.
            if answer.code / 100 == GO_ON { say(connection, ["", ""]) } else { Ok(answer) }
        }
    }
}

/// Base64 of `parts` together, wiped like them. Room is made first, as what grows leaves copies behind.
fn encoded(parts: &[&str]) -> Zeroizing<String> {
    let text = Secret::joined(parts);
    let mut encoded = Zeroizing::new(String::with_capacity(text.expose().len().div_ceil(3) * 4));
    BASE64_STANDARD.encode_string(text.expose(), &mut encoded);
    encoded
}

fn say(connection: &mut Connection, parts: [&str; 2]) -> Result<ReplyLines, Cause> {
    let line = Secret::joined(&[parts[0], parts[1], "\r\n"]);
    connection.command(line.expose())
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
