//! Where a message can go, one file for each: a server, a command, a file, a mail program.

pub mod eml;
pub mod mailto;
pub mod sendmail;
pub mod smtp;
mod submission;
mod transport;

pub use smtp::RcptStatus;
pub use submission::{Receipt, Submission};
pub use transport::{Error, Transport};
