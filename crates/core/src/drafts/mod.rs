//! Letters that are kept until they are sent: one folder each, readable by its owner alone.

mod error;
mod id;
mod lock;
mod record;
mod store;

pub use error::Error;
pub use id::Id;
pub use lock::{DraftLock, StateLock};
pub use record::{Draft, Kind, SCHEMA};
pub(crate) use store::FIRST_FORM_LAST;
pub use store::{Listing, Store};
