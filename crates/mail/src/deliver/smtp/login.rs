//! AUTH (RFC 4954): PLAIN, else LOGIN, for passwords; XOAUTH2 for tokens.

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::Auth;

use super::wire::Wire;
use super::{Capabilities, Cause, Login};

/// The server took the login.
const WELCOME: u16 = 235;

/// The server wants to hear more.
const GO_ON: u16 = 334;

/// Logs in.
pub(super) fn log_in(wire: &mut Wire, capabilities: &Capabilities, login: &Login) -> Result<(), Cause> {
    let (Login::Password { user, secret } | Login::Token { user, secret }) = login;
    let known: &[_] = match login {
        Login::Password { .. } => &["PLAIN", "LOGIN"],
        Login::Token { .. } => &["XOAUTH2"],
    };
    let mechanism = capabilities.mechanism(login, known)?;
    let credentials = Credentials::new(user.clone(), secret.expose().to_owned());
    let line = |mechanism, challenge: Option<&str>| {
        let auth = Auth::new(mechanism, credentials.clone(), challenge.map(str::to_owned));
        auth.map(|it| it.to_string()).map_err(|_| Cause::NoLogin)
    };
    match mechanism {
        "PLAIN" => wire.say(line(Mechanism::Plain, None)?)?.expect(&[WELCOME])?,
        // What servers ask in differs in words, never in order.
        "LOGIN" => {
            wire.say(line(Mechanism::Login, None)?)?.expect(&[GO_ON])?;
            wire.say(line(Mechanism::Login, Some("Username"))?)?.expect(&[GO_ON])?;
            wire.say(line(Mechanism::Login, Some("Password"))?)?.expect(&[WELCOME])?
        }
        _ => {
            let reply = wire.say(line(Mechanism::Xoauth2, None)?)?;
            // The reason comes in Base64 and JSON; who answers it with nothing gets the words.
            let reply = if reply.code == GO_ON { wire.say("\r\n".to_owned())? } else { reply };
            reply.expect(&[WELCOME])?
        }
    };
    Ok(())
}
