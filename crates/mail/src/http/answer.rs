//! What a server answered.

use std::io::{self, Read};

use super::HttpError;
use super::request::Place;

/// An answer with the status of success; its body is read from the connection as it is asked for.
///
/// What stops the reading is an [`io::Error`] that holds an [`HttpError`].
pub struct Answer {
    pub(super) place: Place,
    pub(super) content_type: Option<String>,
    pub(super) version: Option<String>,
    pub(super) body: ureq::BodyReader<'static>,
}

impl Answer {
    /// Where it came from, after redirects.
    #[must_use]
    pub fn url(&self) -> &str {
        self.place.url.as_str()
    }

    /// What the server calls its content, in lower case and without parameters: `text/html`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// What names this version of it to the server, for [`super::get_unless`]: `If-None-Match: "x"`, by the entity tag,
    /// or `If-Modified-Since: ` and a date.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// [`HttpError`]: it is too large, took too long or broke off.
    pub fn into_bytes(mut self) -> Result<Vec<u8>, HttpError> {
        let mut bytes = Vec::new();
        match self.body.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(self.place.failed(ureq::Error::from(error))),
        }
    }
}

impl Read for Answer {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.body.read(buffer);
        read.map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(self.place.failed(ureq::Error::from(error))),
        })
    }
}
