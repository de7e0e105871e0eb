//! Letters that are complete: their frozen bytes, and what became of each on its way.
//!
//! A letter stays in the folder that [`drafts`](crate::drafts) gave it, and its lock there holds for all that is
//! done here. Three files make it a letter that can be sent:
//!
//! | file | holds | written |
//! |---|---|---|
//! | `outgoing.eml` | the bytes (RFC 5322) | once |
//! | `outgoing.log` | the journal: one JSON value a line, each on the disk before the step that it tells of | at its end |
//! | `outgoing.toml` | the manifest: envelope and all that is shown of the letter, with the hash of both | once, last |
//!
//! A letter is frozen when it has a manifest; a crash before leaves a draft. How it stands is never written
//! down, but read out of the journal: [`State`] for the letter, [`Fate`] for each recipient.

mod entry;
mod error;
mod import;
mod journal;
mod manifest;
mod outgoing;
mod state;
mod store;

pub use entry::Entry;
pub use error::Error;
pub use import::Error as MailError;
pub use journal::{Outcome, Refusal};
pub use outgoing::{Allowed, Outgoing, Recipient};
pub use state::{Attempt, Fate, State};
pub use store::{Listing, Outbox};
