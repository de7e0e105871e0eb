//! Ways out for a message, one file a route.

pub mod eml;
pub mod mailto;
pub mod sendmail;
pub mod smtp;
