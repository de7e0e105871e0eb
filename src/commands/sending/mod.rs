//! What all verbs that send share: agreed to, frozen, brought out, written down.
//!
//! `consent` is what the call agrees to and `verdict` what the rules say; `confirm` shows a letter and asks.
//! `parcel` freezes what is agreed to and holds it, `submit` is the tail that all letters take, `sender` brings
//! each out over a `connection` or by a command, `recipient_replies` is the server's answer to an envelope. `book` keeps the
//! ledger beside the outbox, `standing` says how a letter stands.

pub(super) mod book;
pub(super) mod confirm;
pub(super) mod connection;
pub(super) mod consent;
pub(super) mod parcel;
pub(super) mod recipient_replies;
pub(super) mod sender;
pub(super) mod standing;
pub(super) mod submit;
pub(super) mod verdict;
