//! The name servers that the system asks.

use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::path::Path;

use resolv_conf::{Config, ScopedIp};

use crate::file;

/// Where Unix says whom to ask (resolv.conf(5)).
const FILE: &str = "/etc/resolv.conf";

/// The largest such file that is read, in octets.
const LIMIT: u64 = 64 << 10;

/// The name servers of the system (resolv.conf(5)); none where that cannot be told, as on Windows.
#[must_use]
pub fn system_name_servers() -> Vec<SocketAddr> {
    file::read(Path::new(FILE), LIMIT).map(|text| listed(&text)).unwrap_or_default()
}

/// Those that a file names; lines that cannot be read are passed over, as the system does.
fn listed(text: &[u8]) -> Vec<SocketAddr> {
    let address = |server: ScopedIp| match server {
        ScopedIp::V4(address) => Some(SocketAddr::new(IpAddr::V4(address), 53)),
        ScopedIp::V6(address, None) => Some(SocketAddr::new(IpAddr::V6(address), 53)),
        // The scope is a number, or the name of a network card, which only the system knows.
        ScopedIp::V6(address, Some(scope)) => {
            Some(SocketAddr::V6(SocketAddrV6::new(address, 53, 0, scope.parse().ok()?)))
        }
    };
    Config::parse_with_errors(text).0.nameservers.into_iter().filter_map(address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_those_that_the_file_names() {
        for (text, expected) in [
            ("", &[][..]),
            ("# none\nsearch x.test\n", &[]),
            ("nameserver 192.0.2.1\nnameserver ::1\n", &["192.0.2.1:53", "[::1]:53"]),
            ("nonsense here\nnameserver 192.0.2.1 # mine\n", &["192.0.2.1:53"]),
            ("nameserver fe80::1%2\nnameserver fe80::1%eth0\nnameserver x", &["[fe80::1%2]:53"]),
        ] {
            let listed: Vec<_> = listed(text.as_bytes()).iter().map(ToString::to_string).collect();
            assert_eq!(listed, expected, "{text:?}");
        }
    }
}
