//! Submission to a mail server (RFC 6409 over RFC 5321), one connection for several letters.
//!
//! Each step of the dialogue and all of them together end at a deadline. Each recipient gets a status of its own; an
//! answer counts by its first digit (RFC 5321 4.2.1), and one that comes before it was asked for is none; what happened
//! after a text went out is never guessed.
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
mod limits;
mod open;
mod reply;
mod session;

use capabilities::Capabilities;
pub use client::Client;
pub use error::{Cause, Error, Phase};
pub use known_refusals::KnownRefusal;
pub use limits::Limits;
pub use reply::Reply;
pub use session::{RcptStatus, Session};
