//! First contact over mailing lists: the core of the `onlist` command.
//!
//! Three packages, each of which knows those below it only: the program `onlist`, this one, and
//! [`onlist_mail`], which knows mail and lists but no catalog.
//!
//! A newcomer picks a project from a catalog and writes to its mailing list, with the mentors in
//! copy; a mentor answers on the list, with a small task. Contact stays *on list*: [`compose`] makes no
//! letter that does not go to one.
//!
//! # How a letter is sent
//!
//! A first letter begins with a [`catalog`]: one community's season of projects, checked whole when
//! it is loaded. [`resolve`] goes from a project to its recipients and keeps *why*: the project's
//! own list, else its area's, else the season's fall-back list; mentors in copy, students never.
//! [`compose`] makes a letter of the answers: the subject by the season's convention ([`subject`]),
//! the body by a [`template`], filled to 72 columns. [`write`](mod@onlist_mail::write) turns it into an envelope and bytes,
//! the same ones for every route in [`deliver`](onlist_mail::deliver). [`check`] holds them against the rules of mailing
//! lists, as it does any other mail.
//!
//! An answer begins with bytes from outside: [`post`](onlist_mail::read) reads any mail, [`introduction`] recognises
//! what it is about (the inverse of composing it), and [`compose::reply`] answers everybody who got
//! it, in its thread.
//!
//! What is not finished is kept by [`drafts`]: each answer is on the disk before the next question.
//! A letter that is to be sent goes through the [`outbox`]: under one lock, outbox and
//! [`ledger`] are asked whether it was sent before, and its bytes and envelope are queued, on the disk
//! before a connection opens. Each step of the way is written down before it is taken, so that nothing is
//! lost and nothing is sent twice. The ledger remembers who wrote to whom.
//!
//! # Modules
//!
//! A module names those above it only; `tests/it/architecture.rs` holds that against the sources.
//!
//! | modules | hold |
//! |---|---|
//! | [`diagnostics`], [`template`] | what is wrong in a file a person wrote; letters' templates |
//! | [`catalog`], [`drafts`] | projects; what is kept |
//! | [`subject`], [`resolve`] | the season's convention and its inverse; recipients and reasons |
//! | [`asking`], [`introduction`] | which sentences ask; what a post is about |
//! | [`compose`] | letters from answers |
//! | [`check`], [`ledger`] | the rules of mailing lists, over any mail; who wrote to whom |
//! | [`outbox`] | letters on their way |
//!
//! The program: `main` parses and reports, `cli` and `help` define the command line,
//! `commands` has one file a verb, and in `commands/sending` the tail that all letters share on their way
//! out; `context` is what a command may touch, `settings` the config file,
//! git's settings and the environment, `terminal` every line printed and every question asked, `report` tables, pages and JSON, `shipped` the
//! catalog that comes along, and
//! `messages` is where each module's own error becomes words, a way out and an exit status.
//!
//! # What holds everywhere
//!
//! - The two libraries know no command line, no terminal, no clock and no environment: time comes in as
//!   a value. The packages and lints hold that.
//! - What comes from a file, a mail or a person is untrusted. It reaches a header field only as a
//!   [`onlist_mail::text::Line`], a [`onlist_mail::mailbox::Address`] or a [`onlist_mail::message_id::MessageId`], none of which can hold
//!   a line break or a control character; and a terminal only through [`onlist_mail::text::escape_for_terminal`].
//! - Communities contradict each other, so their rules are fields of the catalog
//!   ([`catalog::Conventions`]). Where a source states none, our default applies and is shown as ours.
//! - Raw values stand beside normalised ones, with the lines of the source. What cannot be known is
//!   absent.

pub mod asking;
pub mod catalog;
pub mod check;
pub mod compose;
pub mod diagnostics;
pub mod drafts;
pub mod introduction;
pub mod ledger;
pub mod outbox;
pub mod resolve;
pub mod subject;
pub mod template;

#[cfg(test)]
mod shipped;
