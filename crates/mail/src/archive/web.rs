//! Lists on web servers: the search of public-inbox (public-inbox-httpd(1)), or one file.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::cache::{Cache, Copied};
use super::file::told;
use super::kind::Kind;
use super::{Error, Options};
use crate::http::{self, Answer, HttpError, Limits};
use crate::message_id::MessageId;
use crate::text::Line;

/// For the mails of a season: a server makes them while it sends.
const MAILS: Limits = Limits { time: Duration::from_mins(30), size: 4 << 30 };

/// What need not be escaped in a part of a path (RFC 3986 3.3).
const PART: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// Ends of names of files that hold mail.
const FILES: [&str; 6] = [".mbox", ".gz", ".txt", ".eml", "/raw", ".mbx"];

/// Mails that a server sends.
pub(super) struct Sent {
    pub(super) stream: Box<dyn Read + Send>,
    pub(super) kind: Kind,
}

/// Whether an archive is named by a web address, whose scheme may have capitals (RFC 3986 3.1).
#[must_use]
pub fn is_url(archive: impl AsRef<OsStr>) -> bool {
    let scheme = archive.as_ref().to_str().and_then(|it| Some(it.split_once("://")?.0.to_ascii_lowercase()));
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// The address of a mail in the public-inbox at `list`.
#[must_use]
pub fn url_of(list: &str, id: &MessageId) -> String {
    let list = list.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    format!("{list}/{}/", utf8_percent_encode(id.bare(), &PART))
}

/// Whether a web address is of one file of mails, and of no list.
#[must_use]
pub fn is_file_url(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    FILES.iter().any(|end| path.ends_with(end))
}

/// The address of a list with a search for posts that have one of these phrases; that of a file as it is.
#[must_use]
pub fn searching(url: &str, phrases: &[&str]) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
    let quoted = |phrase: &&str| format!("\"{}\"", phrase.replace(['"', '\n'], " ").trim());
    let any = phrases.iter().map(quoted).filter(|it| it.len() > 2).collect::<Vec<_>>().join(" OR ");
    if is_file_url(url) || any.is_empty() {
        return url.to_owned();
    }
    let query = parsed.query_pairs().find(|(name, _)| name == "q").map(|(_, value)| value.into_owned());
    let query = match query.filter(|it| !it.trim().is_empty()) {
        Some(query) => format!("({query}) AND ({any})"),
        None => any,
    };
    parsed.query_pairs_mut().clear().append_pair("q", &query);
    parsed.into()
}

/// Asks for mails; nothing where the list has none that are wanted.
pub(super) fn open(archive: &str, options: &Options) -> Result<Option<Sent>, Error> {
    let mut url = Url::parse(archive).map_err(|_| HttpError::NotAUrl(Line::sanitize(archive)))?;
    url.set_fragment(None);
    if FILES.iter().any(|end| url.path().ends_with(end)) {
        return file(&url, options.cache.as_deref().map(Cache::at)).map(Some);
    }
    let query = url.query_pairs().find(|(name, _)| name == "q").map(|(_, value)| value.into_owned());
    url.set_query(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    if let Some(id) = &options.thread {
        let thread = format!("{url}{}/t.mbox.gz", utf8_percent_encode(id.bare(), &PART));
        return or_none(&url, http::get(&thread, &MAILS));
    }
    let both = [query, options.query.clone()].into_iter().flatten().reduce(|a, b| format!("({a}) AND ({b})"));
    let query = wanted(both, options.since).ok_or_else(|| Error::NoSpan { url: url.to_string() })?;
    let mut search = url.clone();
    search.query_pairs_mut().append_pair("q", &query).append_pair("x", "m").append_pair("t", "1");
    or_none(&url, http::post(search.as_str(), &MAILS))
}

/// Asks for a file, unless it is the one that is kept.
fn file(url: &Url, cache: Option<Cache>) -> Result<Sent, Error> {
    let source = Path::new(url.as_str());
    let known = cache.as_ref().and_then(|it| it.open(source));
    let Some(answer) = http::get_unless(url.as_str(), &MAILS, known.as_ref().map(|it| &*it.state))? else {
        let Some(known) = known else { return Err(Error::NoList { url: url.to_string() }) };
        return told_of(url.as_str(), Box::new(known.into_stream()));
    };
    refuse_page(&answer)?;
    let kept = cache.zip(answer.version()).and_then(|(cache, version)| cache.write(source, version));
    let url = answer.url().to_owned();
    told_of(&url, Box::new(Copied { stream: answer, kept }))
}

/// What is searched for: by the time at which a mail was received, or says that it was written.
fn wanted(query: Option<String>, since: Option<DateTime<Utc>>) -> Option<String> {
    let since = since.map(|it| format!("d:{}.. OR rt:{}..", it.format("%Y%m%d"), it.timestamp()));
    match (query.filter(|it| !it.trim().is_empty()), since) {
        (Some(query), Some(since)) => Some(format!("({query}) AND ({since})")),
        (query, since) => query.or(since),
    }
}

/// The mails of an answer. A list without any that are wanted says 404, as one does that is not there.
fn or_none(list: &Url, answer: Result<Answer, HttpError>) -> Result<Option<Sent>, Error> {
    let url = || list.to_string();
    match answer {
        Ok(answer) => mails(answer).map(Some),
        Err(HttpError::Status { status: 404, content_type, .. })
            if content_type.as_deref() == Some("text/plain") =>
        {
            match http::get(list.as_str(), &Limits::PAGE) {
                Ok(_) => Ok(None),
                Err(HttpError::Status { status: 404, .. }) => Err(Error::NoList { url: url() }),
                Err(error) => Err(error.into()),
            }
        }
        Err(HttpError::Status { status: 404 | 405, .. }) => Err(Error::NoList { url: url() }),
        Err(HttpError::Status { status: 501, .. }) => Err(Error::NoSearch { url: url() }),
        Err(error) => Err(error.into()),
    }
}

fn mails(answer: Answer) -> Result<Sent, Error> {
    refuse_page(&answer)?;
    let url = answer.url().to_owned();
    told_of(&url, Box::new(answer))
}

/// A page stands where mail was asked for.
fn refuse_page(answer: &Answer) -> Result<(), Error> {
    if matches!(answer.content_type(), Some("text/html" | "application/xhtml+xml")) {
        return Err(Error::NotMail { url: answer.url().to_owned(), found: "an HTML page" });
    }
    Ok(())
}

/// What a stream holds that came from `url`.
fn told_of(url: &str, stream: Box<dyn Read + Send>) -> Result<Sent, Error> {
    let other = |found| Error::NotMail { url: url.to_owned(), found };
    let (stream, kind) = told(stream).map_err(|error| cut(url, error))?;
    match kind {
        Kind::Mbox(_) | Kind::Mail => Ok(Sent { stream, kind }),
        Kind::Empty => Err(other("an empty file")),
        Kind::Gzip => Err(other("a file that is compressed twice")),
        Kind::Other(found) => Err(other(found)),
    }
}

/// Why mails that were being sent ended too early.
pub(super) fn cut(url: &str, error: std::io::Error) -> Error {
    match error.downcast::<HttpError>() {
        Ok(error) => error.into(),
        Err(error) => Error::Incomplete { url: url.to_owned(), reason: Line::sanitize(&error.to_string()) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_searched_for_phrases() {
        let list = "https://lists.example.org/lamp/";
        for (url, phrases, expected) in [
            (list, &["Fix a bug", "1401"][..], "?q=%22Fix+a+bug%22+OR+%221401%22"),
            (
                "https://lists.example.org/lamp/?q=s:gsoc",
                &["Fix \"it\""],
                "?q=%28s%3Agsoc%29+AND+%28%22Fix++it%22%29",
            ),
            (list, &[], ""),
            (list, &["\""], ""),
        ] {
            assert_eq!(searching(url, phrases), format!("{list}{expected}"), "{url} {phrases:?}");
        }
        let file = "https://lists.example.org/2015-March.txt.gz";
        assert_eq!(searching(file, &["Fix a bug"]), file);
    }

    #[test]
    fn the_time_narrows_a_query() {
        let since = DateTime::from_timestamp(1_769_904_000, 0);
        let span = "d:20260201.. OR rt:1769904000..";
        for (query, since, expected) in [
            (None, since, Some(span.to_owned())),
            (Some("s:gsoc"), since, Some(format!("(s:gsoc) AND ({span})"))),
            (Some("s:gsoc"), None, Some("s:gsoc".to_owned())),
            (Some(" "), since, Some(span.to_owned())),
            (None, None, None),
            (Some(""), None, None),
        ] {
            assert_eq!(wanted(query.map(str::to_owned), since), expected, "{query:?}");
        }
    }

    #[test]
    fn paths_are_no_urls() {
        for (archive, expected) in [
            ("https://inbox.example.org/devel/", true),
            ("HTTP://inbox.example.org/devel/", true),
            ("devel.mbox", false),
            ("/var/https://x", false),
            ("file:///var/mail", false),
            ("https:/inbox.example.org", false),
        ] {
            assert_eq!(is_url(archive), expected, "{archive}");
        }
    }
}
