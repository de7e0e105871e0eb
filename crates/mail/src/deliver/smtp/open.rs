//! From a name to a connection that can be used: TCP, TLS, EHLO.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::vec;

use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::Ehlo;
use lettre::transport::smtp::extension::ClientId;

use super::trouble::{cause, heard};
use super::wire::Wire;
use super::{Capabilities, Cause, Failure, Limits, Phase, Security, Server};
use crate::text::Line;

/// How long a server has to betray an answer that was there before TLS began. What is there already takes no time.
const MOMENT: Duration = Duration::from_millis(1);

/// Opens a connection and greets.
pub(super) fn open(server: &Server, limits: Limits) -> Result<(Wire, Capabilities), Failure> {
    let hello = hello(server).map_err(|cause| Failure { phase: Phase::Greeting, cause })?;
    if server.security == Security::None && !server.is_loopback() {
        let cause = Cause::NotLoopback(Line::sanitize(&server.host));
        return Err(Failure { phase: Phase::Connect, cause });
    }
    let reached = Arc::new(AtomicBool::new(false));
    let connecting = {
        let (server, hello, reached) = (server.clone(), hello.clone(), Arc::clone(&reached));
        move || connect(&server, &hello, Wire::beyond(limits.step), reached)
    };
    let mut wire = Wire::open(limits, connecting).map_err(|cause| {
        let phase = match cause {
            Cause::NoTls | Cause::Certificate(_) | Cause::Tls(_) | Cause::Roots(_) => Phase::Tls,
            _ if reached.load(Ordering::Relaxed) => Phase::Greeting,
            _ => Phase::Connect,
        };
        Failure { phase, cause }
    })?;
    if server.security == Security::StartTls {
        secure(&mut wire, server, &hello, limits).map_err(|cause| Failure { phase: Phase::Tls, cause })?;
    }
    let capabilities = greet(&mut wire, hello, limits.step);
    let capabilities = capabilities.map_err(|cause| Failure { phase: Phase::Greeting, cause })?;
    Ok((wire, capabilities))
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

fn connect(
    server: &Server,
    hello: &ClientId,
    limit: Duration,
    reached: Arc<AtomicBool>,
) -> Result<SmtpConnection, Cause> {
    let tls = if server.security == Security::Tls { Some(parameters(server)?) } else { None };
    let mut addresses: Vec<_> =
        (&*server.host, server.port).to_socket_addrs().map_err(|_| Cause::Unresolved)?.collect();
    if server.security == Security::None {
        // Whoever answers for names may say anything of `mail.localhost`.
        addresses.retain(|address| address.ip().is_loopback());
    }
    if addresses.is_empty() {
        return Err(Cause::Unresolved);
    }
    let watched = Watched { addresses, reached };
    SmtpConnection::connect(watched, Some(limit), hello, tls.as_ref(), None).map_err(|e| cause(&e, limit))
}

fn parameters(server: &Server) -> Result<TlsParameters, Cause> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(path) = &server.roots {
        let pem = std::fs::read(path).map_err(|_| Cause::Roots(path.clone()))?;
        let certificate = Certificate::from_pem(&pem).map_err(|_| Cause::Roots(path.clone()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|e| Cause::Tls(Line::sanitize(&e.to_string())))
}

/// STARTTLS (RFC 3207).
///
/// lettre keeps what follows the answer to STARTTLS in clear, and takes it for
/// answers given under TLS. So nothing may be there to read once its own EHLO
/// is answered: that finds two or more. One alone was taken for the answer to
/// that EHLO, and from there each of the server's answers comes a step late;
/// none to EHLO has the 235 of AUTH, and none to RCPT the 354 of DATA.
fn secure(wire: &mut Wire, server: &Server, hello: &ClientId, limits: Limits) -> Result<(), Cause> {
    let (server, hello, limit) = (server.clone(), hello.clone(), Wire::beyond(limits.step));
    wire.ask(move |connection| {
        if !connection.can_starttls() {
            return Err(Cause::NoStartTls);
        }
        connection.starttls(&parameters(&server)?, &hello).map_err(|e| cause(&e, limit))?;
        let network = |e: io::Error| Cause::Network(e.kind());
        connection.set_timeout(Some(MOMENT)).map_err(network)?;
        let found = heard(connection.read_response(), limit);
        connection.set_timeout(Some(limit)).map_err(network)?;
        match found {
            Err(Cause::Silent(_)) => Ok(()),
            Ok(_) | Err(Cause::Garbled) => Err(Cause::OutOfTurn),
            Err(cause) => Err(cause),
        }
    })?
}

/// EHLO, once more: lettre keeps SIZE to itself.
fn greet(wire: &mut Wire, hello: ClientId, limit: Duration) -> Result<Capabilities, Cause> {
    wire.ask(move |connection| {
        let answer = connection.command(Ehlo::new(hello));
        let lines: Vec<String> = answer.iter().flat_map(|it| it.message().map(str::to_owned)).collect();
        heard(answer, limit)?.expect(&[250])?;
        Ok(Capabilities::read(connection.is_encrypted(), lines.iter().map(String::as_str)))
    })?
}

/// Addresses that know whether one of them was reached: who connects stops asking for more then.
struct Watched {
    addresses: Vec<SocketAddr>,
    reached: Arc<AtomicBool>,
}

impl ToSocketAddrs for Watched {
    type Iter = Watch;

    fn to_socket_addrs(&self) -> io::Result<Watch> {
        let rest = self.addresses.clone().into_iter();
        Ok(Watch { rest, exhausted: false, reached: Arc::clone(&self.reached) })
    }
}

struct Watch {
    rest: vec::IntoIter<SocketAddr>,
    exhausted: bool,
    reached: Arc<AtomicBool>,
}

impl Iterator for Watch {
    type Item = SocketAddr;

    fn next(&mut self) -> Option<SocketAddr> {
        let next = self.rest.next();
        self.exhausted = next.is_none();
        next
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.reached.store(!self.exhausted, Ordering::Relaxed);
    }
}
