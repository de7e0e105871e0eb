//! Connections to mail servers, whatever is spoken over them: from a name to its addresses, and to a stream in clear or
//! under TLS.
//!
//! The socket is ours: it blocks, and each use of it ends at a deadline.

mod addresses;
mod error;
mod open;
mod server;
mod stream;
mod tls;

pub use lettre::transport::smtp::authentication::Mechanism;

pub(crate) use addresses::addresses_of;
pub use error::Error;
pub(crate) use open::first_of;
pub use server::{Login, Security, Server};
pub(crate) use stream::Stream;
pub(crate) use tls::{Tls, broken, no_tls};
