//! Pages and files from web servers (RFC 9110): one request at a time, with limits of time and size.
//!
//! A server is asked once. Where it answers that it is busy and says for how long (`Retry-After`), that is waited for as
//! far as the limit of time allows. A redirect is followed on the same host alone, and never from HTTPS to HTTP.

mod answer;
mod error;
mod request;

use std::net::SocketAddr;
use std::time::Duration;

pub use answer::Answer;
pub use error::HttpError;

use self::request::Request;
use crate::text::Line;

/// What a request may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the first look-up to the last byte of the answer, waiting included.
    pub time: Duration,
    /// Bytes of the answer, after HTTP's own compression is undone.
    pub size: u64,
}

impl Limits {
    /// For what people wait for: a page, a file of text.
    pub const PAGE: Self = Self { time: Duration::from_mins(1), size: 16 << 20 };
}

/// Asks for what is at `url`.
///
/// # Errors
/// [`HttpError`]: also for every status but success (RFC 9110 15.3).
pub fn get(url: &str, limits: &Limits) -> Result<Answer, HttpError> {
    get_unless(url, limits, None)?.ok_or_else(|| HttpError::Status {
        url: url.to_owned(),
        status: request::NOT_MODIFIED,
        content_type: None,
    })
}

/// The same from the server at `address`, whatever addresses its name has; its certificate must be for the name.
///
/// # Errors
/// As [`get`].
pub fn get_at(address: SocketAddr, url: &str, limits: &Limits) -> Result<Answer, HttpError> {
    request::send(url, limits, Request { address: Some(address), ..Request::GET })
}

/// The same, of what is another version than `known`, which [`Answer::version`] gave; nothing where it is that one
/// (RFC 9110 13).
///
/// # Errors
/// As [`get`].
pub fn get_unless(url: &str, limits: &Limits, known: Option<&str>) -> Result<Option<Answer>, HttpError> {
    match request::send(url, limits, Request { known, ..Request::GET }) {
        Err(HttpError::Status { status: request::NOT_MODIFIED, .. }) if known.is_some() => Ok(None),
        answer => answer.map(Some),
    }
}

/// Asks `url` for something by its query alone: the request has no body.
///
/// # Errors
/// As [`get`].
pub fn post(url: &str, limits: &Limits) -> Result<Answer, HttpError> {
    request::send(url, limits, Request::POST)
}

/// Whether nobody on the way can read or change what is at `url`: HTTPS, or this machine itself.
///
/// # Errors
/// [`HttpError::NotAUrl`], [`HttpError::Credentials`].
pub fn is_protected(url: &str) -> Result<bool, HttpError> {
    request::parse(url).map(|url| url.scheme() == "https" || request::is_loopback(&url))
}

/// Where `reference` leads from the page at `base` (RFC 3986 5), on the same server alone.
///
/// # Errors
/// [`HttpError::Elsewhere`] for another server, [`HttpError::NotAUrl`].
pub fn join(base: &str, reference: &str) -> Result<String, HttpError> {
    let base = request::parse(base)?;
    let to = base.join(reference).map_err(|_| HttpError::NotAUrl(Line::sanitize(reference)))?;
    if to.origin() == base.origin() {
        return Ok(to.into());
    }
    Err(HttpError::Elsewhere { url: base.into(), to: to.into() })
}

#[cfg(test)]
pub(crate) mod loopback;
#[cfg(test)]
mod tests;
