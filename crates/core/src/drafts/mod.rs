//! Letters that are kept until they are sent: one folder each, readable by its owner alone.

mod error;
mod id;
mod record;
mod store;

pub use error::Error;
pub use id::Id;
pub use record::{Kind, Record, SCHEMA};
pub use store::{Listing, Lock, Store};
