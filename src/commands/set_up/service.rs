//! From an address to the server that takes its letters: large providers from their table, others by asking the network.

use std::time::Duration;

use onlist_mail::connection::Security;
use onlist_mail::lookup::{self, Found, Source, SubmissionServer};
use onlist_mail::mailbox::Address;

use crate::context::Context;
use crate::messages::Failure;
use crate::providers::Provider;
use crate::settings::{ServerKeys, describe_security};

/// How long the network is asked, all in all.
const LIMIT: Duration = Duration::from_secs(3);

/// A server that takes the letters of an address.
pub(crate) struct Service {
    /// The address.
    pub(crate) address: Address,
    /// The provider, where it is one of the large ones.
    pub(crate) provider: Option<&'static Provider>,
    /// The server.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// How it encrypts.
    security: Security,
    /// Who logs in.
    user: String,
}

impl Service {
    fn of(address: &Address, provider: &'static Provider) -> Self {
        let Provider { host, port, security, .. } = provider;
        Self {
            address: address.clone(),
            provider: Some(provider),
            host: host.clone(),
            port: *port,
            security: *security,
            user: address.to_string(),
        }
    }

    fn at(address: &Address, server: SubmissionServer) -> Self {
        let SubmissionServer { host, port, security, local_part_logs_in, .. } = server;
        let user = if local_part_logs_in { address.local_part().to_owned() } else { address.to_string() };
        Self { address: address.clone(), provider: None, host, port, security, user }
    }

    /// What stands in the settings for it, with a command for its password or token.
    pub(super) fn keys(&self, command: Option<(&'static str, String)>) -> ServerKeys {
        let (host, user) = (self.host.clone(), Some(self.user.clone()));
        ServerKeys { host, port: self.port, security: self.security, user, command }
    }

    /// The server in a few words.
    pub(super) fn shown(&self) -> String {
        shown(&self.host, self.port, self.security)
    }
}

/// A server in a few words.
pub(super) fn shown(host: &str, port: u16, security: Security) -> String {
    format!("{host}:{port}, {}", describe_security(security))
}

/// The server for the letters of an address, and says how it is known. The network is asked if the person agrees.
pub(super) fn ask(context: &Context, address: &Address) -> Result<Option<Service>, Failure> {
    let terminal = context.terminal;
    if let Some(service) = known(context, address) {
        return Ok(Some(service));
    }
    if !agreed(context, address)? {
        return Ok(None);
    }
    match looked_up(context, address) {
        Looked::Service(service) => Ok(Some(service)),
        Looked::Elsewhere(server) => {
            terminal.warning(&elsewhere(address, &server));
            let wanted = terminal.confirm("Is that the server of your provider", false)?;
            Ok(wanted.then(|| Service::at(address, server)))
        }
        Looked::Nothing { .. } => {
            terminal.note(&nothing(address));
            Ok(None)
        }
    }
}

/// The provider of an address, for its web page. The network is asked if the person agrees.
pub(crate) fn provider(context: &Context, address: &Address) -> Result<Option<&'static Provider>, Failure> {
    if let Some(provider) = Provider::of_domain(address.domain()) {
        return Ok(Some(provider));
    }
    if !agreed(context, address)? {
        return Ok(None);
    }
    Ok(Provider::of_exchangers(&find(context, address).exchangers).map(|(provider, _)| provider))
}

fn agreed(context: &Context, address: &Address) -> Result<bool, Failure> {
    if context.found(address.domain()).is_some() {
        return Ok(true);
    }
    let question = format!("Ask the network who the mail provider of {} is", address.domain());
    Ok(context.terminal.confirm(&question, true)?)
}

/// The server of a large provider's own address, and says so.
pub(super) fn known(context: &Context, address: &Address) -> Option<Service> {
    let provider = Provider::of_domain(address.domain())?;
    let service = Service::of(address, provider);
    let read = provider.read.format("%-d %B %Y");
    let (name, server) = (&provider.name, service.shown());
    let is = format!("{address} is at {name}, which takes letters at {server} (read on {read})");
    context.terminal.note(&is);
    Some(service)
}

/// What the network says.
pub(super) enum Looked {
    /// There is a server, which was told of.
    Service(Service),
    /// There is one outside the domain, which only a person can confirm.
    Elsewhere(SubmissionServer),
    /// None is named, by those who answered.
    Nothing {
        /// Whether others may answer later.
        is_partial: bool,
    },
}

/// Asks the network, and says what was found.
pub(super) fn looked_up(context: &Context, address: &Address) -> Looked {
    let terminal = context.terminal;
    let Found { exchangers, servers, notes, is_partial } = find(context, address);
    let domain = address.domain();
    if let Some((provider, exchanger)) = Provider::of_exchangers(&exchangers) {
        let service = Service::of(address, provider);
        let read = provider.read.format("%-d %B %Y");
        terminal.note(&format!(
            "{domain} has its mail at {} (MX {exchanger}), which takes letters at {} (read on {read})",
            provider.name,
            service.shown()
        ));
        return Looked::Service(service);
    }
    for note in &notes {
        terminal.note(note);
    }
    let Some(server) = servers.into_iter().next() else { return Looked::Nothing { is_partial } };
    if !server.is_of(domain) {
        return Looked::Elsewhere(server);
    }
    let source = source(server.source);
    let service = Service::at(address, server);
    terminal.note(&format!("{domain} takes letters at {} ({source})", service.shown()));
    Looked::Service(service)
}

fn find(context: &Context, address: &Address) -> Found {
    let domain = address.domain();
    context.found(domain).unwrap_or_else(|| {
        let found = lookup::find(domain, &context.settings().lookup.network(), LIMIT);
        context.keep_found(domain, &found);
        found
    })
}

/// What is said of a server outside the domain.
pub(super) fn elsewhere(address: &Address, server: &SubmissionServer) -> String {
    let SubmissionServer { host, port, security, .. } = server;
    format!(
        "{} says that {} takes its letters, a server outside of it ({})",
        address.domain(),
        shown(host, *port, *security),
        source(server.source)
    )
}

/// What is said where no server is named.
pub(super) fn nothing(address: &Address) -> String {
    format!("the network names no server for letters of {}", address.domain())
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Srv => "by a name server, whose answers can be forged",
        Source::Autoconfig => "by its web server",
    }
}
