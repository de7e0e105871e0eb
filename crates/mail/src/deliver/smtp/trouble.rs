//! lettre's errors as causes: types where it has them, as its words may change.

use std::error::Error as _;
use std::io::{self, ErrorKind};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use rustls::CertificateError;

use super::{Cause, Certificate, Reply};
use crate::text::Line;

/// What lettre says when the connection ends where an answer should be.
const ENDED: &str = "incomplete response";

/// The most characters of a library's words that are shown.
const LONGEST: usize = 200;

/// Takes any answer that has the form of one, positive or not. `limit` is how long lettre itself waits.
pub(super) fn heard(answer: Result<Response, Error>, limit: Duration) -> Result<Reply, Cause> {
    match answer {
        Ok(response) => {
            let lines: Vec<_> = response.message().collect();
            Ok(Reply::new(response.code().into(), &lines.join(" ")))
        }
        Err(error) => match error.status() {
            Some(code) => Ok(Reply::new(code.into(), &words(&error))),
            None => Err(cause(&error, limit)),
        },
    }
}

/// Why there was no answer.
pub(super) fn cause(error: &Error, limit: Duration) -> Cause {
    if let Some(code) = error.status() {
        return Cause::Refused(Reply::new(code.into(), &words(error)));
    }
    if error.is_response() {
        return if words(error) == ENDED { Cause::Dropped } else { Cause::Garbled };
    }
    let Some(error) = error.source().and_then(|source| source.downcast_ref::<io::Error>()) else {
        return Cause::Network(ErrorKind::Other);
    };
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return tls(error);
    }
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Cause::Silent(limit),
        ErrorKind::InvalidData => Cause::Garbled,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Cause::Dropped,
        kind => Cause::Network(kind),
    }
}

fn words(error: &Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

fn tls(error: &rustls::Error) -> Cause {
    use CertificateError as E;

    let certificate = match error {
        rustls::Error::InvalidMessage(_) => return Cause::NoTls,
        rustls::Error::InvalidCertificate(certificate) => certificate,
        other => return Cause::Tls(short(other)),
    };
    Cause::Certificate(match certificate {
        E::NotValidForName | E::NotValidForNameContext { .. } => Certificate::Name,
        E::UnknownIssuer => Certificate::Issuer,
        E::Expired | E::ExpiredContext { .. } => Certificate::Expired,
        E::NotValidYet | E::NotValidYetContext { .. } => Certificate::NotYet,
        other => Certificate::Other(short(other)),
    })
}

/// The first of a library's words, which may repeat what the other side sent.
fn short(words: &impl ToString) -> Line {
    Line::sanitize(&words.to_string().chars().take(LONGEST).collect::<String>())
}
