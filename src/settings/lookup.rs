//! The `[lookup]` table of the config file: whom to ask in place of the system, and where servers are reached.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};

use onlist_mail::lookup::{Network, system_name_servers};
use serde::Deserialize;

/// The port of name servers (RFC 1035 4.2).
const DNS: u16 = 53;

/// The table as it stands in the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Lookup {
    /// Name servers in place of the system's.
    name_servers: Option<Vec<NameServer>>,
    /// Where servers are reached, by `host:port`; their certificates are still for their names.
    #[serde(default)]
    connect_to: HashMap<String, SocketAddr>,
}

/// An address, with or without a port.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct NameServer(SocketAddr);

impl TryFrom<String> for NameServer {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let alone = || text.parse::<IpAddr>().map(|address| SocketAddr::new(address, DNS));
        let address = text.parse().or_else(|_| alone());
        address
            .map(Self)
            .map_err(|_| format!("`{text}` is not an address such as `192.0.2.1` or `192.0.2.1:53`"))
    }
}

impl Lookup {
    /// Whom to ask.
    pub(crate) fn network(&self) -> Network {
        let name_servers = match &self.name_servers {
            Some(servers) => servers.iter().map(|server| server.0).collect(),
            None => system_name_servers(),
        };
        Network { name_servers, connect_to: self.connect_to.clone() }
    }

    /// Where a server is reached, if that is not where its name leads.
    pub(crate) fn address(&self, host: &str, port: u16) -> Option<SocketAddr> {
        self.connect_to.get(&format!("{host}:{port}")).copied()
    }
}
