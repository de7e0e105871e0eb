//! A mail server that behaves as its script says, and remembers every byte that it was sent.

mod certificates;
mod dialogue;
mod script;
mod server;
mod stream;

pub(crate) use certificates::{Certificates, Validity};
pub(crate) use script::{Action, Gate, Script};
pub(crate) use server::{Accepted, Connection, Server};
