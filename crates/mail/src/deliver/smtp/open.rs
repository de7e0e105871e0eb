//! From a name to a connection that can be used: TCP, TLS, EHLO.

use std::time::{Duration, Instant};

use lettre::transport::smtp::commands::{Ehlo, Starttls};
use lettre::transport::smtp::extension::ClientId;

use super::connection::Connection;
use super::{Capabilities, Cause, Error, Limits, Phase};
use crate::connection::{self, Security, Server, Stream, Tls, addresses_of, first_of};
use crate::text::Line;

/// Opens a connection to the server, and greets.
pub(super) fn open(server: &Server, limits: Limits) -> Result<(Connection, Capabilities), Error> {
    let started = Instant::now();
    let hello = hello(server).map_err(Phase::Greeting.failed())?;
    let addresses = addresses_of(server, limits.step)?;
    let tls = Tls::of(server).map_err(Phase::Tls.failed())?;
    let way = Way { security: server.security, tls, hello, limits };
    first_of(&addresses, (limits.step, limits.whole), started, Error::is_transient, |stream, step, left| {
        way.go(stream, step, left)
    })
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
    /// Goes on from a connection: to its greeting, each step may take `step`.
    fn go(
        &self,
        stream: Stream,
        step: Duration,
        left: Duration,
    ) -> Result<(Connection, Capabilities), Error> {
        let mut connection = self.greeted(stream, step, left)?.with(self.limits);
        let mut capabilities = greet(&mut connection, &self.hello).map_err(Phase::Greeting.failed())?;
        if let Some(tls) = self.tls.as_ref().filter(|_| self.security == Security::StartTls) {
            connection = start_tls(connection, &capabilities, tls).map_err(Phase::Tls.failed())?;
            capabilities = greet(&mut connection, &self.hello).map_err(Phase::Greeting.failed())?;
        }
        Ok((connection, capabilities))
    }

    /// A connection whose server has greeted, encrypted where it is so from the first byte.
    fn greeted(&self, stream: Stream, step: Duration, left: Duration) -> Result<Connection, Error> {
        let mut connection = Connection::new(stream, Limits { step, ..self.limits }, left);
        if let Some(tls) = self.tls.as_ref().filter(|_| self.security == Security::Tls) {
            connection = connection.secure(tls).map_err(Phase::Tls.failed())?;
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
    tls: &Tls,
) -> Result<Connection, Cause> {
    if !capabilities.start_tls {
        return Err(connection::Error::NoStartTls.into());
    }
    connection.command(&Starttls.to_string())?.expect(2)?;
    connection.secure(tls).map_err(|error| match error {
        // Somebody on the way may have put it there (RFC 3207 4.2).
        connection::Error::NoTls => connection::Error::InClear.into(),
        error => error.into(),
    })
}

/// EHLO, or HELO where a server does not know that (RFC 5321 3.2).
fn greet(connection: &mut Connection, hello: &ClientId) -> Result<Capabilities, Cause> {
    let answer = connection.command(&Ehlo::new(hello.clone()).to_string())?;
    if answer.code / 10 == 50 {
        connection.command(&format!("HELO {hello}\r\n"))?.expect(2)?;
        return Ok(Capabilities::default());
    }
    let answer = answer.expect(2)?;
    Ok(Capabilities::read(answer.lines.iter().map(String::as_str)))
}
