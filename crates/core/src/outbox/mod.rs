//! Letters that are complete: their bytes, and what became of each on its way.
//!
//! A letter that is agreed to is *queued*: it gets a file of its own, under the name that it had as a draft, and what
//! is done with it is added to that file, each step on the disk before it is taken (see [`QueuedLetter`] for what is
//! queued). How it stands is never written down, but replayed from these steps: [`DeliveryStatus`] for the letter,
//! [`RecipientStatus`] for each recipient.
//!
//! | below the state folder | holds |
//! |---|---|
//! | `outbox/` | letters that are not settled yet |
//! | `outbox/sent/` | letters that everybody has, and of which the ledger knows |
//! | `lock` | whoever holds it may queue letters ([`StateLock`](crate::drafts::StateLock)) |
//!
//! The name of a letter's file holds what the letter is looked for by, each as a [`Key`]: whether one was sent before is
//! known without opening those that have been. A run that sends a letter holds a lock on its file.

mod entry;
mod error;
mod import;
mod index;
mod journal;
mod letter;
mod record;
mod status;
mod store;
mod upgrade;

pub use entry::{Entry, HeldLetter};
pub use error::Error;
pub use import::Error as MailError;
pub use index::{Index, Key};
pub use journal::{Outcome, Refusal};
pub use letter::{Allowed, QueuedLetter, Recipient};
pub use status::{Attempt, DeliveryStatus, RecipientStatus};
pub use store::{Listing, Outbox};
