//! Who wrote to whom, as events that are only ever added.
//!
//! An engine keeps rows and gives them back; what they mean at a given time is told by [`fold`].

mod contact;
mod error;
mod event;
mod row;
mod schema;
mod sqlite;
mod standing;
mod store;

pub use contact::{Contact, Topic};
pub use error::Error;
pub use event::{Event, Kind};
pub use standing::{Standing, State, fold};
pub use store::Ledger;
