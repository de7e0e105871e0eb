//! Who wrote to whom, as events that are only ever added.
//!
//! An engine keeps rows and gives them back; what they mean at a given time is told by [`replay`].

mod contact;
mod doubt;
mod error;
mod event;
mod facts;
mod forget;
mod letters;
mod location;
mod next;
mod own_task;
mod row;
mod schema;
mod sqlite;
mod state;
mod status;
mod store;

pub use contact::{Contact, Topic};
pub use doubt::in_doubt;
pub(crate) use doubt::{settled, without_disowned, without_withdrawn};
pub use error::Error;
pub use event::{Event, Kind, Source};
pub use forget::{Forget, Forgotten, Person};
pub use location::Location;
pub use next::{Actor, NextMove, Step};
pub use own_task::OwnTask;
pub use row::in_order;
pub use state::{ContactState, LedgerOwner};
pub use status::{ContactStatus, replay};
pub use store::{History, Ledger, Reader, Transaction};
