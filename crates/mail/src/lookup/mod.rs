//! Which server a mail domain wants letters handed to: what name servers and the domain's own web server say.
//!
//! Name servers are asked for MX (RFC 5321 5.1) and for the submission services (SRV, RFC 6186 3.1 and RFC 8314 5.1),
//! the web server for the file that mail programs look for (autoconfig), over HTTPS alone. All are asked at once, no
//! longer than a limit. What DNS says may have been forged: where a server lies outside the domain, only a person can
//! confirm it.

mod autoconfig;
mod dns;
mod name_servers;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use simple_dns::TYPE;
use simple_dns::rdata::RData;

use self::dns::DnsError;
pub use self::name_servers::system_name_servers;
use crate::connection::Security;
use crate::http::{self, HttpError};
use crate::text::Line;

/// The largest file that is read from a web server, in octets.
const LARGEST: u64 = 64 << 10;

/// The files that a domain can offer, the first before the second.
const FILES: [&str; 2] = [
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
];

/// Whom to ask.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The name servers, the first before the second.
    pub name_servers: Vec<SocketAddr>,
    /// The address of a server by its `host:port`, where that is not what its name has.
    pub connect_to: HashMap<String, SocketAddr>,
}

/// What was found out about a domain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The hosts that take its mail, the preferred first.
    pub exchangers: Vec<String>,
    /// The servers for its users' letters, those of the domain itself first.
    pub servers: Vec<SubmissionServer>,
    /// What was left aside, and why, in words.
    pub notes: Vec<String>,
    /// Whether a name server gave no answer, or somebody none in time: asked again, there may be more.
    pub is_partial: bool,
}

/// A server that takes letters from users who log in (RFC 6409).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionServer {
    /// Its name, in lower case and ASCII.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected; never [`Security::None`].
    pub security: Security,
    /// Whether the name to log in with is the part of the address before the `@`; else it is the whole address.
    pub local_part_logs_in: bool,
    /// Who named it.
    pub source: Source,
}

/// Who named a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A name server, whose answer may be forged.
    Srv,
    /// The domain's web server, over HTTPS.
    Autoconfig,
}

impl SubmissionServer {
    /// Whether it lies under `domain`.
    #[must_use]
    pub fn is_of(&self, domain: &str) -> bool {
        let domain = idna::domain_to_ascii(domain).unwrap_or_default();
        self.host == domain || self.host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
    }
}

/// Asks all at once, no longer than `limit`. Whatever fails is left aside with a note.
#[must_use]
pub fn find(domain: &str, network: &Network, limit: Duration) -> Found {
    let Some(domain) = host_name(&idna::domain_to_ascii(domain).unwrap_or_default()) else {
        let note = format!("`{}` is not the name of a mail domain", Line::sanitize(domain));
        return Found { notes: vec![note], ..Found::default() };
    };
    let deadline = Instant::now() + limit;
    let (sender, answers) = mpsc::channel();
    let mut open = 0;
    let mut begin = |work: Box<dyn FnOnce() -> Answer + Send>| {
        let sender = sender.clone();
        // Who asked may have left.
        let begun =
            thread::Builder::new().name("look-up".to_owned()).spawn(move || drop(sender.send(work())));
        open += usize::from(begun.is_ok());
    };
    for question in [Question::Mx, Question::Submissions, Question::Submission] {
        let (name, servers) = (question.name(&domain), network.name_servers.clone());
        begin(Box::new(move || {
            let records = dns::ask(&servers, &name, question.kind(), deadline);
            Answer::Dns(question, records)
        }));
    }
    for (at, file) in FILES.iter().enumerate() {
        let (url, network) = (file.replace("{domain}", &domain), network.clone());
        begin(Box::new(move || Answer::File(at, ask_web_server(&url, &network, deadline, limit))));
    }
    drop(sender);
    let mut collected = Vec::new();
    while let Ok(answer) = answers.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        collected.push(answer);
    }
    let late = open > collected.len();
    gathered(&domain, collected, late.then_some(limit))
}

/// What is asked of name servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    Mx,
    /// TLS from the first byte (RFC 8314 5.1).
    Submissions,
    /// STARTTLS (RFC 6186 3.1).
    Submission,
}

impl Question {
    fn name(self, domain: &str) -> String {
        match self {
            Self::Mx => domain.to_owned(),
            Self::Submissions => format!("_submissions._tcp.{domain}"),
            Self::Submission => format!("_submission._tcp.{domain}"),
        }
    }

    fn kind(self) -> TYPE {
        if self == Self::Mx { TYPE::MX } else { TYPE::SRV }
    }
}

enum Answer {
    Dns(Question, Result<Vec<RData<'static>>, DnsError>),
    File(usize, Result<Vec<SubmissionServer>, String>),
}

/// Puts answers, which came in any order, into theirs.
fn gathered(domain: &str, answers: Vec<Answer>, late: Option<Duration>) -> Found {
    let mut found = Found::default();
    let mut dns: Vec<_> = Vec::new();
    let mut files: Vec<_> = Vec::new();
    for answer in answers {
        match answer {
            Answer::Dns(question, records) => dns.push((question, records)),
            Answer::File(at, servers) => files.push((at, servers)),
        }
    }
    dns.sort_by_key(|(question, _)| *question);
    files.sort_by_key(|(at, _)| *at);
    for (question, records) in dns {
        match records {
            Ok(records) if question == Question::Mx => found.exchangers = exchangers(records),
            Ok(records) => found.servers.extend(services(question, records)),
            Err(error) => {
                found.is_partial = true;
                found.note(error.to_string());
            }
        }
    }
    for (_, servers) in files {
        match servers {
            Ok(servers) => found.servers.extend(servers),
            Err(note) => found.note(note),
        }
    }
    if let Some(limit) = late {
        found.is_partial = true;
        found.note(too_late(limit));
    }
    found.servers.sort_by_key(|server| (!server.is_of(domain), server.source));
    found
}

impl Found {
    fn note(&mut self, note: String) {
        if !note.is_empty() && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

fn exchangers(records: Vec<RData<'static>>) -> Vec<String> {
    let mut hosts: Vec<_> = records
        .into_iter()
        .filter_map(|record| match record {
            RData::MX(mx) => Some((mx.preference, host_name(&mx.exchange.to_string())?)),
            _ => None,
        })
        .collect();
    hosts.sort();
    hosts.into_iter().map(|(_, host)| host).collect()
}

/// The servers of a service in the order of RFC 2782, the heavier first; `.` says that there is none.
fn services(question: Question, records: Vec<RData<'static>>) -> Vec<SubmissionServer> {
    let mut services: Vec<_> = records
        .into_iter()
        .filter_map(|record| match record {
            RData::SRV(srv) if srv.port > 0 => {
                Some((srv.priority, u16::MAX - srv.weight, host_name(&srv.target.to_string())?, srv.port))
            }
            _ => None,
        })
        .collect();
    services.sort();
    let security = if question == Question::Submissions { Security::Tls } else { Security::StartTls };
    let server = |(_, _, host, port)| SubmissionServer {
        host,
        port,
        security,
        local_part_logs_in: false,
        source: Source::Srv,
    };
    services.into_iter().map(server).collect()
}

/// The servers in a file of the domain's web server; none where it offers no file.
///
/// # Errors
/// What is to be said of a file that is left aside.
fn ask_web_server(
    url: &str,
    network: &Network,
    deadline: Instant,
    limit: Duration,
) -> Result<Vec<SubmissionServer>, String> {
    let limits = http::Limits { time: deadline.saturating_duration_since(Instant::now()), size: LARGEST };
    let host = url.trim_start_matches("https://").split('/').next().unwrap_or_default();
    let answer = match network.connect_to.get(&format!("{host}:443")) {
        Some(address) => http::get_at(*address, url, &limits),
        None => http::get(url, &limits),
    };
    match answer.and_then(http::Answer::into_bytes) {
        Ok(bytes) => autoconfig::servers(&bytes).map_err(|error| format!("left aside `{url}`: {error}")),
        Err(HttpError::TooLarge { .. }) => {
            Err(format!("left aside `{url}`: it is larger than {} KiB", LARGEST >> 10))
        }
        // No such host, no such file, no web server: the domain offers none.
        Err(
            HttpError::UnknownHost(_)
            | HttpError::Unreachable { .. }
            | HttpError::Status { status: 400..500, .. },
        ) => Ok(Vec::new()),
        Err(HttpError::TooLong { .. }) => Err(too_late(limit)),
        Err(error) => Err(format!("left aside `{url}`: {error}")),
    }
}

fn too_late(limit: Duration) -> String {
    format!("not all answers came within {} s", limit.as_secs())
}

/// A name as hosts have them (RFC 1123 2.1, and `_`), in lower case and without the dot at its end.
fn host_name(text: &str) -> Option<String> {
    let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    let is_label = |label: &str| {
        let fits = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        fits && (1..64).contains(&label.len()) && !label.starts_with('-')
    };
    (name.len() < 254 && name.split('.').all(is_label)).then_some(name)
}

#[cfg(test)]
mod tests;
