//! One request, with the redirects and the waiting that a server asks for.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use chrono::DateTime;
use rustls::crypto::ring::default_provider;
use ureq::config::Config;
use ureq::http::{Response, Uri, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use url::{Host, Url};

use super::{Answer, HttpError, Limits};
use crate::text::Line;
use crate::tls::system_roots;

/// How this program introduces itself.
const USER_AGENT: &str = concat!("onlist/", env!("CARGO_PKG_VERSION"));

/// A server that sends nothing for so long is gone.
const SILENCE: Duration = Duration::from_mins(1);

/// Redirects that are followed.
const REDIRECTS: usize = 5;

/// A busy server that wants to be left alone for longer is asked again by whoever runs the program.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often a server that is busy is asked.
const TRIES: usize = 3;

#[derive(Debug, Clone, Copy)]
pub(super) enum Method {
    Get,
    Post,
}

/// What is asked for, and within which limits.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) url: Url,
    limits: Limits,
}

/// The status of what has not changed (RFC 9110 15.4.5).
pub(super) const NOT_MODIFIED: u16 = 304;

/// What is asked of a server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'r> {
    pub(super) method: Method,
    /// Where the server is, in place of the addresses that its name has.
    pub(super) address: Option<SocketAddr>,
    /// The version that is known: only another one is wanted (RFC 9110 13).
    pub(super) known: Option<&'r str>,
}

impl Request<'_> {
    pub(super) const GET: Self = Self { method: Method::Get, address: None, known: None };
    pub(super) const POST: Self = Self { method: Method::Post, ..Self::GET };
}

pub(super) fn send(
    url: &str,
    limits: &Limits,
    Request { mut method, address, known }: Request<'_>,
) -> Result<Answer, HttpError> {
    let started = Instant::now();
    let mut place = Place { url: parse(url)?, limits: *limits };
    let agent = agent(&place.url, address);
    let (mut redirects, mut tries) = (0, 0);
    loop {
        let left = place.left(started)?;
        let response = ask(&agent, method, &place.url, left, known).map_err(|error| place.failed(error))?;
        match response.status().as_u16() {
            200..=299 => return Ok(place.answer(response)),
            status @ (301 | 302 | 303 | 307 | 308) => {
                redirects += 1;
                if redirects > REDIRECTS {
                    return Err(HttpError::Redirects(url.to_owned()));
                }
                place.url = place.redirect(&response)?;
                if status == 303 {
                    method = Method::Get;
                }
            }
            429 | 503 => {
                tries += 1;
                let retry_after = retry_after(&response);
                let most = place.left(started).unwrap_or_default().min(PATIENCE);
                match retry_after.filter(|it| tries < TRIES && *it < most) {
                    Some(pause) => thread::sleep(pause),
                    None => return Err(HttpError::Busy { host: place.host(), retry_after }),
                }
            }
            status => {
                let (url, content_type) = (place.url.to_string(), content_type(&response));
                return Err(HttpError::Status { url, status, content_type });
            }
        }
    }
}

pub(super) fn parse(text: &str) -> Result<Url, HttpError> {
    let not = || HttpError::NotAUrl(Line::sanitize(text));
    let url = Url::parse(text).map_err(|_| not())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(not());
    }
    let host = url.host_str().ok_or_else(not)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(HttpError::Credentials(host.to_owned()));
    }
    Ok(url)
}

fn agent(url: &Url, address: Option<SocketAddr>) -> Agent {
    let mut config = Agent::config_builder()
        .user_agent(USER_AGENT)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_per_read(Some(SILENCE))
        .timeout_per_write(Some(SILENCE));
    if url.scheme() == "https" {
        let roots = system_roots().iter().map(|it| Certificate::from_der(it).to_owned()).collect();
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(roots)));
        config = config.tls_config(tls.build());
    }
    if is_loopback(url) || address.is_some() {
        config = config.proxy(None);
    }
    match address {
        Some(address) => Agent::with_parts(config.build(), DefaultConnector::default(), Fixed(address)),
        None => config.build().new_agent(),
    }
}

/// One address for whatever name.
#[derive(Debug)]
struct Fixed(SocketAddr);

impl Resolver for Fixed {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        addresses.push(self.0);
        Ok(addresses)
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn ask(
    agent: &Agent,
    method: Method,
    url: &Url,
    left: Duration,
    known: Option<&str>,
) -> Result<Response<Body>, ureq::Error> {
    match method {
        Method::Get => {
            let mut request = agent.get(url.as_str());
            if let Some((name, value)) = known.and_then(|it| it.split_once(": ")) {
                request = request.header(name, value);
            }
            request.config().timeout_global(Some(left)).build().call()
        }
        Method::Post => agent.post(url.as_str()).config().timeout_global(Some(left)).build().send_empty(),
    }
}

/// What names the version of an answer.
fn version(response: &Response<Body>) -> Option<String> {
    let tag = text(response, header::ETAG).map(|it| format!("If-None-Match: {it}"));
    tag.or_else(|| text(response, header::LAST_MODIFIED).map(|it| format!("If-Modified-Since: {it}")))
}

impl Place {
    fn host(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }

    fn left(&self, started: Instant) -> Result<Duration, HttpError> {
        let left = self.limits.time.saturating_sub(started.elapsed());
        if left.is_zero() { Err(self.too_long()) } else { Ok(left) }
    }

    fn too_long(&self) -> HttpError {
        HttpError::TooLong { host: self.host(), limit: self.limits.time }
    }

    fn answer(self, response: Response<Body>) -> Answer {
        let (content_type, version) = (content_type(&response), version(&response));
        let body = response.into_body().into_with_config().limit(self.limits.size).reader();
        Answer { place: self, content_type, version, body }
    }

    /// Where a redirect leads: to the same server, or to its HTTPS.
    fn redirect(&self, response: &Response<Body>) -> Result<Url, HttpError> {
        let location = text(response, header::LOCATION);
        let to = location.and_then(|it| self.url.join(it).ok());
        let Some(to) = to else { return Err(HttpError::Redirects(self.url.to_string())) };
        let safer = self.url.scheme() == "http" && to.scheme() == "https";
        if to.origin() == self.url.origin() || (safer && to.host() == self.url.host()) {
            return parse(to.as_str());
        }
        Err(HttpError::Elsewhere { url: self.url.to_string(), to: to.to_string() })
    }

    /// What an error of the library means.
    pub(super) fn failed(&self, error: ureq::Error) -> HttpError {
        use ureq::Error as E;

        let host = self.host();
        match error {
            E::HostNotFound => HttpError::UnknownHost(host),
            E::Timeout(ureq::Timeout::Global) => self.too_long(),
            E::Timeout(_) => HttpError::TooLong { host, limit: SILENCE.min(self.limits.time) },
            E::BodyExceedsLimit(_) => HttpError::TooLarge { host, limit: self.limits.size },
            E::Rustls(error) => tls(host, &error),
            E::Io(error) => match error.get_ref().and_then(|it| it.downcast_ref()) {
                Some(error) => tls(host, error),
                None => match error.kind() {
                    ErrorKind::UnexpectedEof
                    | ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::BrokenPipe => HttpError::Incomplete(host),
                    _ => HttpError::Unreachable { host, reason: Line::sanitize(&error.to_string()) },
                },
            },
            E::Decompress(_, error) if error.kind() == ErrorKind::UnexpectedEof => {
                HttpError::Incomplete(host)
            }
            other => HttpError::Unreadable { host, reason: Line::sanitize(&other.to_string()) },
        }
    }
}

fn tls(host: String, error: &rustls::Error) -> HttpError {
    match error {
        rustls::Error::InvalidCertificate(error) => HttpError::Certificate { host, wrong: error.into() },
        other => HttpError::Unreadable { host, reason: Line::sanitize(&other.to_string()) },
    }
}

fn text(response: &Response<Body>, name: header::HeaderName) -> Option<&str> {
    response.headers().get(name)?.to_str().ok()
}

fn content_type(response: &Response<Body>) -> Option<String> {
    let essence = text(response, header::CONTENT_TYPE)?.split(';').next()?;
    Some(essence.trim().to_ascii_lowercase()).filter(|it| !it.is_empty())
}

/// Seconds, or a date to be held against the server's own (RFC 9110 10.2.3).
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let after = text(response, header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = after.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| DateTime::parse_from_rfc2822(text).ok();
    let pause = date(after)? - date(text(response, header::DATE)?)?;
    Some(pause.to_std().unwrap_or_default())
}
