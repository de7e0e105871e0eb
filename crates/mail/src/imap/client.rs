//! What is asked of a mailbox: which mails name a letter, their headers, the beginning of a few.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use imap_proto::{AttributeValue, MailboxDatum, Response};

use super::auth::{Capabilities, log_in};
use super::connection::{Connection, End};
use super::text::{folder, quoted};
use super::{Cause, Error, Limits};
use crate::connection::{self, Login, Security, Server, Stream, Tls, addresses_of, first_of};
use crate::message_id::MessageId;
use crate::text::Line;

/// Octets of a header or a mail that are fetched.
const BEGINNING: usize = 64 * 1024;

/// Mails of one folder that are fetched, the newest ones.
const MOST: usize = 1000;

/// Mails that are asked for at once.
const AT_ONCE: usize = 50;

/// Which mails are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Those that are one of these letters, or name one in In-Reply-To or References.
    pub letters: Vec<MessageId>,
    /// Those in whose From one of these words stands, and that came since the day.
    pub senders: Vec<String>,
    /// Since which day.
    pub since: NaiveDate,
}

/// A mail that was found in the folder that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its number in the folder (RFC 3501 2.3.1.1).
    pub uid: u32,
    /// Whether it names one of the letters.
    pub names_letter: bool,
    /// The beginning of its header.
    pub header: Vec<u8>,
}

/// A mailbox that is open for reading.
pub struct Client {
    connection: Connection,
    host: Line,
}

impl Client {
    /// Connects and logs in.
    ///
    /// # Errors
    /// [`Error`].
    pub fn open(server: &Server, login: &Login, limits: Limits) -> Result<Self, Error> {
        let host = Line::sanitize(&server.host);
        match open(server, login, limits) {
            Ok(connection) => Ok(Self { connection, host }),
            Err(cause) => Err(Error { host, cause }),
        }
    }

    /// Opens a folder and finds mails in it.
    ///
    /// # Errors
    /// [`Error`].
    pub fn find(&mut self, name: &Line, wanted: &Wanted) -> Result<Vec<Found>, Error> {
        self.found(name, wanted).map_err(|cause| self.error(cause))
    }

    /// The beginnings of mails of the folder that is open, header and text.
    ///
    /// # Errors
    /// [`Error`].
    pub fn beginnings(&mut self, uids: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, Error> {
        self.fetch(uids, "").map_err(|cause| self.error(cause))
    }

    /// Takes leave.
    pub fn close(mut self) {
        // Whatever the server says to it, all was read.
        let _ = self.connection.command("LOGOUT", &[], |_| {});
    }

    fn error(&self, cause: Cause) -> Error {
        Error { host: self.host.clone(), cause }
    }

    fn found(&mut self, name: &Line, wanted: &Wanted) -> Result<Vec<Found>, Cause> {
        let command = format!("EXAMINE {}", *quoted(&folder(name)).ok_or(Cause::Garbled)?);
        if let End::Refused { code, words } = self.connection.command(&command, &[], |_| {})? {
            return Err(Cause::Folder { folder: name.clone(), code, words });
        }
        let mut letters = BTreeSet::new();
        for id in &wanted.letters {
            if let Some(id) = quoted(id.as_str()).as_deref() {
                let fields =
                    format!("OR HEADER Message-ID {id} OR HEADER In-Reply-To {id} HEADER References {id}");
                letters.extend(self.search(&fields)?);
            }
        }
        let mut uids = letters.clone();
        if let Some(senders) = any_sender(&wanted.senders) {
            uids.extend(self.search(&format!("SINCE {} {senders}", wanted.since.format("%-d-%b-%Y")))?);
        }
        let newest: Vec<u32> = uids.into_iter().rev().take(MOST).collect();
        let headers = self.fetch(&newest, "HEADER")?;
        let found = |(uid, header)| Found { uid, names_letter: letters.contains(&uid), header };
        Ok(headers.into_iter().map(found).collect())
    }

    fn search(&mut self, fields: &str) -> Result<Vec<u32>, Cause> {
        let mut found = Vec::new();
        let end = self.connection.command(&format!("UID SEARCH {fields}"), &[], |response| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                found.extend(uids);
            }
        })?;
        done(end, "search").map(|()| found)
    }

    fn fetch(&mut self, uids: &[u32], section: &str) -> Result<Vec<(u32, Vec<u8>)>, Cause> {
        let mut found = Vec::new();
        let mut is_garbled = false;
        for uids in uids.chunks(AT_ONCE) {
            let set = uids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            let command = format!("UID FETCH {set} (UID BODY.PEEK[{section}]<0.{BEGINNING}>)");
            let end = self.connection.command(&command, &[], |response| {
                if let Response::Fetch(_, attributes) = response {
                    // A mail of which nobody knows which one it is.
                    is_garbled |= mail(attributes).is_none()
                        && attributes.iter().any(|it| matches!(it, AttributeValue::BodySection { .. }));
                    // What was not asked for is not taken.
                    found.extend(mail(attributes).filter(|(uid, _)| uids.contains(uid)));
                }
            })?;
            done(end, "give mails")?;
        }
        if is_garbled { Err(Cause::Garbled) } else { Ok(found) }
    }
}

fn done(end: End, what: &'static str) -> Result<(), Cause> {
    match end {
        End::Done => Ok(()),
        End::Refused { code, words } => Err(Cause::Refused { what, code, words }),
    }
}

/// Mails with one of these words in From.
fn any_sender(senders: &[String]) -> Option<String> {
    let terms = senders.iter().filter_map(|it| Some(format!("FROM {}", *quoted(it)?)));
    terms.reduce(|all, term| format!("OR {term} {all}"))
}

fn mail(attributes: &[AttributeValue<'_>]) -> Option<(u32, Vec<u8>)> {
    let uid = attributes.iter().find_map(|it| match it {
        AttributeValue::Uid(uid) => Some(*uid),
        _ => None,
    })?;
    let octets = attributes.iter().find_map(|it| match it {
        AttributeValue::BodySection { data: Some(data), .. } => Some(data.to_vec()),
        _ => None,
    })?;
    Some((uid, octets))
}

fn open(server: &Server, login: &Login, limits: Limits) -> Result<Connection, Cause> {
    let started = Instant::now();
    let addresses = addresses_of(server, limits.step)?;
    let tls = Tls::of(server)?;
    let greet = |stream, step, left| greet(stream, (server.security, tls.as_ref()), (step, left), limits);
    let (mut connection, capabilities) =
        first_of(&addresses, (limits.step, limits.whole), started, Cause::is_transient, greet)?;
    log_in(&mut connection, &capabilities, login)?;
    Ok(connection)
}

/// A connection whose server has greeted, encrypted where that is wanted; until the greeting, each step may take `step`.
fn greet(
    stream: Stream,
    (security, tls): (Security, Option<&Tls>),
    (step, left): (Duration, Duration),
    limits: Limits,
) -> Result<(Connection, Capabilities), Cause> {
    let mut connection = Connection::new(stream, Limits { step, ..limits }, Instant::now() + left);
    if let Some(tls) = tls.filter(|_| security == Security::Tls) {
        connection = connection.secure(tls)?;
    }
    connection.greeting()?;
    connection = connection.with(limits);
    let mut capabilities = Capabilities::ask(&mut connection)?;
    if let Some(tls) = tls.filter(|_| security == Security::StartTls) {
        if !capabilities.has("STARTTLS") {
            return Err(Cause::Connection(connection::Error::NoStartTls));
        }
        done(connection.command("STARTTLS", &[], |_| {})?, "begin TLS")?;
        connection = connection.secure(tls)?;
        capabilities = Capabilities::ask(&mut connection)?;
    }
    Ok((connection, capabilities))
}
