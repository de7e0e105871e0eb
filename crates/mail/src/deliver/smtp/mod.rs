//! Submission to a mail server (RFC 6409 over RFC 5321), one connection for several letters.
//!
//! The socket is ours: it blocks, and each step of the dialogue and all of them together end at a deadline. Each
//! recipient gets a status of its own; an answer counts by its first digit (RFC 5321 4.2.1), and one that
//! comes before it was asked for is none; what happened after a text went out is never guessed.
//!
//! What a server says is untrusted: a [`Reply`] is one line without controls, never long, and of what it says to a
//! login only codes are kept.

mod auth;
mod capabilities;
mod client;
mod connection;
mod dot_stuffing;
mod error;
mod known_refusals;
mod lookup;
mod open;
mod reply;
mod server;
mod session;
mod stream;
mod tls;

pub use capabilities::Capabilities;
pub use client::Client;
pub use error::{Cause, Error, Phase};
pub use known_refusals::KnownRefusal;
pub use lettre::transport::smtp::authentication::Mechanism;
pub(crate) use lookup::{in_order, look_up};
pub use reply::Reply;
pub use server::{Limits, Login, Security, Server};
pub use session::{RcptStatus, Session};
pub(crate) use stream::Stream;
pub(crate) use tls::{cause, no_tls, parameters};
