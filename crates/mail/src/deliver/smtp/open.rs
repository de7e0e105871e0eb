//! From a name to a connection that can be used: TCP, TLS, EHLO.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lettre::transport::smtp::commands::{Ehlo, Starttls};
use lettre::transport::smtp::extension::ClientId;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;

use super::connection::Connection;
use super::lookup::{in_order, look_up};
use super::stream::Stream;
use super::tls::{cause, parameters};
use super::{Capabilities, Cause, Error, Limits, Phase, Security, Server};
use crate::text::Line;

/// The longest that each step to a greeting may take at an address that is not the last one. RFC 8305 8 waits two
/// seconds at most before it tries the next one too.
const SHARE: Duration = Duration::from_secs(5);

/// What TLS needs: whom to trust, and the name to find in the certificate.
type Tls = (Arc<ClientConfig>, ServerName<'static>);

/// Opens a connection to one of `addresses`, or of those that the server's name has, and greets.
pub(super) fn open(
    server: &Server,
    addresses: Option<&[SocketAddr]>,
    limits: Limits,
) -> Result<(Connection, Capabilities), Error> {
    let started = Instant::now();
    let hello = hello(server).map_err(Phase::Greeting.failed())?;
    if server.security == Security::None && !server.is_loopback() {
        return Err(Phase::Connect.failed()(Cause::NotLoopback(Line::sanitize(&server.host))));
    }
    let addresses = match addresses {
        Some(addresses) => addresses.to_owned(),
        None => look_up(&server.host, server.port, limits.step).map_err(Phase::Connect.failed())?,
    };
    let mut addresses = in_order(&addresses);
    if server.security == Security::None {
        // Whoever answers for names may say anything of `mail.localhost`.
        addresses.retain(|address| address.ip().is_loopback());
    }
    let tls = match server.security {
        Security::None => None,
        Security::Tls | Security::StartTls => Some(parameters(server).map_err(Phase::Tls.failed())?),
    };
    let way = Way { security: server.security, tls, hello, limits };
    way.first_of(&addresses, started)
}

fn hello(server: &Server) -> Result<ClientId, Cause> {
    match &server.hello {
        None => Ok(ClientId::default()),
        Some(name) if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Ok(ClientId::Domain(name.clone()))
        }
        Some(name) => Err(Cause::Hello(Line::sanitize(name))),
    }
}

/// How each address of a server is gone to.
struct Way {
    security: Security,
    tls: Option<Tls>,
    hello: ClientId,
    limits: Limits,
}

impl Way {
    /// The first of `addresses` that can be used: the next one is tried after all that may be better there (RFC 5321 5.1).
    /// Each but the last has a share of the time, so that one that answers nothing does not take it all; where none can
    /// be used, the error is of the one that came furthest.
    fn first_of(
        &self,
        addresses: &[SocketAddr],
        started: Instant,
    ) -> Result<(Connection, Capabilities), Error> {
        let mut furthest: Option<Error> = None;
        for (at, address) in addresses.iter().enumerate() {
            let left = self.limits.whole.saturating_sub(started.elapsed());
            let others = u32::try_from(addresses.len() - at - 1).unwrap_or(u32::MAX);
            let share = SHARE.min(self.limits.step / 2).min(left / others.saturating_add(1));
            let step = if others == 0 { self.limits.step } else { share };
            let error = match self.go(*address, step, left) {
                Ok(opened) => return Ok(opened),
                Err(error) if !error.is_transient() => return Err(error),
                Err(error) => error,
            };
            if furthest.as_ref().is_none_or(|it| it.phase == Phase::Connect) {
                furthest = Some(error);
            }
        }
        Err(furthest.unwrap_or(Error { phase: Phase::Connect, cause: Cause::Unresolved }))
    }

    /// Goes to `address`: to its greeting, each step may take `step`.
    fn go(
        &self,
        address: SocketAddr,
        step: Duration,
        left: Duration,
    ) -> Result<(Connection, Capabilities), Error> {
        let mut connection = self.greeted(address, step, left)?.with(self.limits);
        let mut capabilities = greet(&mut connection, &self.hello).map_err(Phase::Greeting.failed())?;
        if let Some(tls) = self.tls.as_ref().filter(|_| self.security == Security::StartTls) {
            connection = start_tls(connection, &capabilities, tls).map_err(Phase::Tls.failed())?;
            capabilities = greet(&mut connection, &self.hello).map_err(Phase::Greeting.failed())?;
        }
        Ok((connection, capabilities))
    }

    /// A connection whose server has greeted, encrypted where it is so from the first byte.
    fn greeted(&self, address: SocketAddr, step: Duration, left: Duration) -> Result<Connection, Error> {
        let slow = || Phase::Connect.failed()(Cause::Slow(self.limits.whole));
        let started = Instant::now();
        let limit = Some(step.min(left)).filter(|limit| !limit.is_zero()).ok_or_else(slow)?;
        let stream = Stream::connect(address, limit);
        let stream = stream.map_err(|error| Phase::Connect.failed()(cause(&error, limit)))?;
        let limits = Limits { step, ..self.limits };
        let mut connection = Connection::new(stream, limits, left.saturating_sub(started.elapsed()));
        if let Some((config, name)) = self.tls.as_ref().filter(|_| self.security == Security::Tls) {
            connection = connection.secure(Arc::clone(config), name.clone()).map_err(Phase::Tls.failed())?;
        }
        let greeting = connection.greeting().and_then(|reply| reply.expect(2));
        greeting.map_err(Phase::Greeting.failed())?;
        Ok(connection)
    }
}

/// STARTTLS (RFC 3207).
fn start_tls(
    mut connection: Connection,
    capabilities: &Capabilities,
    (config, name): &Tls,
) -> Result<Connection, Cause> {
    if !capabilities.start_tls {
        return Err(Cause::NoStartTls);
    }
    connection.command(&Starttls.to_string())?.expect(2)?;
    connection.secure(Arc::clone(config), name.clone()).map_err(|cause| match cause {
        // Somebody on the way may have put it there (RFC 3207 4.2).
        Cause::NoTls => Cause::InClear,
        cause => cause,
    })
}

/// EHLO, or HELO where a server does not know that (RFC 5321 3.2).
fn greet(connection: &mut Connection, hello: &ClientId) -> Result<Capabilities, Cause> {
    let answer = connection.command(&Ehlo::new(hello.clone()).to_string())?;
    if answer.code / 10 == 50 {
        connection.command(&format!("HELO {hello}\r\n"))?.expect(2)?;
        return Ok(Capabilities::read(connection.is_encrypted(), [].into_iter()));
    }
    let answer = answer.expect(2)?;
    Ok(Capabilities::read(connection.is_encrypted(), answer.lines.iter().map(String::as_str)))
}
