//! Submission to a mail server (RFC 6409 over RFC 5321), one connection for several letters.
//!
//! The order of the dialogue is ours, over lettre's connection: every
//! recipient gets a verdict of its own, every answer must have exactly the code
//! that belongs there, and what happened after the text went out is never
//! guessed. lettre waits without a deadline of its own when a server sends a
//! byte now and then, so the connection lives in a thread that does one step at
//! a time, and who asked for the step waits no longer than its limit.
//!
//! What a server says is untrusted: a [`Reply`] is one tame line, never long.

mod block;
mod capabilities;
mod failure;
mod known;
mod login;
mod open;
mod reply;
mod server;
mod session;
mod trouble;
mod wire;

pub use capabilities::Capabilities;
pub use failure::{Cause, Certificate, Failure, Phase};
pub use reply::Reply;
pub use server::{Limits, Login, Security, Server};
pub use session::{Session, Submission, Verdict};
