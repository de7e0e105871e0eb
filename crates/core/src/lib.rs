//! First contact over mailing lists: the core of the `onlist` command.
//!
//! There are three packages, and each knows only those below it: the program `onlist`, this one, and
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
//! the body by a [`template`], filled to 72 columns. [`write`](mod@onlist_mail::write) turns it into an
//! envelope and bytes, which are the same for every route in [`deliver`](onlist_mail::deliver). [`check`]
//! holds them against the rules of mailing lists, as it does any other mail.
//!
//! An answer begins with bytes from outside: [`read`](onlist_mail::read) reads any mail and tells the
//! author's own words from quotes, [`introduction`] recognises what it is about (the inverse of
//! composing it), and [`compose::reply`] answers everybody who got it, in its thread.
//!
//! A mentor begins with an archive: [`archive`](onlist_mail::archive) gives its posts one by one and
//! [`thread`](onlist_mail::thread) puts them together, [`people`] tells mentors from others, [`recognise`] weighs
//! whether a post is somebody's first contact, and [`triage`] says who waits; only what begins a thread and may be
//! a first contact is read whole.
//!
//! Unfinished letters are kept by [`drafts`]: each answer is on the disk before the next question. A
//! letter that is to be sent goes through the [`outbox`]: under one lock, outbox and [`ledger`] are asked
//! whether it was sent before, and its bytes and envelope are queued, on the disk before a connection
//! opens. Each step is written down before it is taken, so that nothing is lost and nothing is sent twice.
//! The ledger remembers who wrote to whom.
//!
//! What becomes of a letter is told by mails again: [`sync`] makes events of what archives and mailboxes hold,
//! [`ledger::replay`] tells from all events where a contact stands at a time and whose move it is, and [`tasks`]
//! who has which task until when. A claim is no list of its own: it is the answer that gave the task.
//!
//! # Modules
//!
//! A module names only those above it; `tests/it/architecture.rs` holds that against the sources.
//!
//! | modules | hold |
//! |---|---|
//! | [`diagnostics`], [`template`] | what is wrong in a file a person wrote; letters' templates |
//! | [`catalog`], [`drafts`] | projects, and their import from pages; unfinished letters |
//! | [`subject`], [`resolve`] | the season's convention and its inverse; recipients and reasons |
//! | [`asking`], [`introduction`], `phrases` | which sentences ask; what a post is about; what people write, by language |
//! | [`compose`] | letters from answers |
//! | [`check`], [`ledger`] | the rules of mailing lists, over any mail; who wrote to whom |
//! | [`people`], [`recognise`] | who is who on a list; whether a post is a first contact |
//! | [`triage`], [`newcomers`] | who waits for an answer; who showed up |
//! | [`tasks`] | bite-size tasks: which are free, who has the others |
//! | [`report`] | the numbers of the mentors' meeting |
//! | [`outbox`] | queued and sent letters |
//! | [`sync`] | what archives and mailboxes say of the ledger's letters |
//! | [`rehearsal`] | a copy for its writer alone, and what came back |
//!
//! In the program, `main` parses and reports; `cli`, `flags` (those of every verb) and `help` define the command
//! line; `commands` has one file or folder a verb, and in `commands/sending` what all verbs that send share;
//! `context` is what a command may touch; `catalogs` keeps copies of other communities' catalogs and searches all;
//! `candidates` is what a shell completes; `providers` is what is known of mail providers; `settings` are the config
//! file, git's settings and the environment; `terminal` prints every line and asks every question; `report` makes
//! tables, pages and JSON; `shipped` is the built-in catalog; `messages` gives every error its words, hint and exit
//! status.
//!
//! # What holds everywhere
//!
//! - The two libraries know no command line, no terminal, no clock and no environment: time comes in as
//!   a value. The packages and lints hold that.
//! - What comes from a file, a mail or a person is untrusted. It reaches a header field only as a
//!   [`Line`](onlist_mail::text::Line), an [`Address`](onlist_mail::mailbox::Address) or a
//!   [`MessageId`](onlist_mail::message_id::MessageId), none of which can hold a line break or a control
//!   character; and a terminal only through
//!   [`escape_for_terminal`](onlist_mail::text::escape_for_terminal).
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
pub mod newcomers;
pub mod outbox;
pub mod people;
mod phrases;
pub mod recognise;
pub mod rehearsal;
pub mod report;
pub mod resolve;
pub mod subject;
pub mod sync;
pub mod tasks;
pub mod template;
pub mod triage;

#[cfg(test)]
#[path = "../../../tests/support/cpu.rs"]
mod cpu;
#[cfg(test)]
mod shipped;
