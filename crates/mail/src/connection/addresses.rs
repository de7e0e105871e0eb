//! From a server's name to its addresses, in the order in which they are tried.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{Error, Security, Server};
use crate::text::Line;

/// The addresses of a server, in the order in which they are tried; its name is looked up no longer than `limit`.
///
/// # Errors
/// [`Error`]: also where the connection would lead to another machine in clear.
pub(crate) fn addresses_of(server: &Server, limit: Duration) -> Result<Vec<SocketAddr>, Error> {
    let in_clear = server.security == Security::None;
    if in_clear && !server.is_loopback() {
        return Err(Error::NotLoopback(Line::sanitize(&server.host)));
    }
    let mut addresses = match &server.addresses[..] {
        [] => in_order(&look_up(&server.host, server.port, limit)?),
        given => in_order(given),
    };
    // Whoever answers for names may say anything of `mail.localhost`.
    addresses.retain(|address| !in_clear || address.ip().is_loopback());
    Ok(addresses)
}

/// Asks the system for the addresses of `host`, no longer than `limit`.
///
/// The system's look-up has no limit of its own, so it has a thread, which is left behind when it takes too long.
fn look_up(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, Error> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let name = idna::domain_to_ascii(host).map_err(|_| Error::Unresolved)?;
    let (sender, found) = mpsc::channel();
    let work = move || {
        let addresses = (&*name, port).to_socket_addrs().map(Vec::from_iter);
        // Who asked may have left.
        let _ = sender.send(addresses);
    };
    thread::Builder::new().name("look-up".to_owned()).spawn(work).map_err(|e| Error::Network(e.kind()))?;
    match found.recv_timeout(limit) {
        Ok(Ok(addresses)) => Ok(addresses),
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Error::Unresolved),
        Err(RecvTimeoutError::Timeout) => Err(Error::Silent(limit)),
    }
}

/// The order of RFC 8305 4: the system's, but the two families by turns, as one of them may be broken here.
fn in_order(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let first_family = addresses.first().map(SocketAddr::is_ipv6);
    let (ours, others): (Vec<_>, Vec<_>) =
        addresses.iter().partition(|address| Some(address.is_ipv6()) == first_family);
    let longest = ours.len().max(others.len());
    let by_turns = (0..longest).flat_map(|at| [ours.get(at), others.get(at)]).flatten();
    let mut ordered = Vec::new();
    for address in by_turns {
        if !ordered.contains(address) {
            ordered.push(*address);
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns() {
        for (found, expected) in [
            (&[][..], &[][..]),
            (&["[::1]:25", "[::2]:25", "1.1.1.1:25"], &["[::1]:25", "1.1.1.1:25", "[::2]:25"]),
            (&["1.1.1.1:25", "[::1]:25", "[::2]:25"], &["1.1.1.1:25", "[::1]:25", "[::2]:25"]),
            (&["1.1.1.1:25", "1.1.1.1:25", "2.2.2.2:25"], &["1.1.1.1:25", "2.2.2.2:25"]),
        ] {
            let addresses =
                |texts: &[&str]| texts.iter().map(|it| it.parse().expect("valid")).collect::<Vec<_>>();
            assert_eq!(in_order(&addresses(found)), addresses(expected));
        }
    }
}
