//! A file that mail programs open as a letter not sent yet.

use crate::write::Message;

/// The field that makes mail programs open a file for editing instead of reading.
const UNSENT: &[u8] = b"X-Unsent: 1\r\n";

/// Returns the bytes of an `.eml` file: those of the message, with CRLF, and `X-Unsent: 1`.
#[must_use]
pub fn bytes(message: &Message) -> Vec<u8> {
    [UNSENT, &message.bytes].concat()
}
