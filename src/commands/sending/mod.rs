//! What all verbs that send share: agreed to, queued, delivered, written down.
//!
//! `consent` and `obstacles` are what the call agrees to, `check_result` what the rules say. `look` tells whether this very
//! letter was sent before, `duplicates` whether another about the same was (`other_letters`), `at_once` which letters of
//! a call exclude each other, `claims` whose the tasks are that a letter gives, `answered_tasks` which those of an
//! answer from a file are. `confirm` shows a letter and asks. `prepared` is what is queued of a letter, `queue` looks once
//! more and puts it into the outbox, `submit` is the tail that all letters take, `sender` brings each out over a
//! `connection` or by a command, `recipient_replies` is the server's answer to an envelope. `ledger_writer` keeps the
//! ledger beside the outbox, `status` says how a letter stands. `season` says whether the season of a letter is over,
//! `rehearse` sends a copy to its writer alone, `reminders` tells whether a reminder of a task is still right,
//! `command_line` writes this call with other flags. `by_hand` asks what became of letters that left by hand, `joining`
//! whether the writer reads the list.

pub(super) mod answered_tasks;
pub(super) mod at_once;
pub(super) mod by_hand;
pub(super) mod check_result;
pub(super) mod claims;
pub(super) mod command_line;
pub(super) mod confirm;
pub(super) mod connection;
pub(super) mod consent;
pub(super) mod duplicates;
pub(super) mod joining;
pub(super) mod ledger_writer;
pub(super) mod limits;
pub(super) mod look;
pub(crate) mod obstacles;
mod other_letters;
pub(super) mod prepared;
pub(super) mod queue;
pub(super) mod recipient_replies;
pub(super) mod rehearse;
pub(super) mod reminders;
pub(super) mod season;
pub(super) mod sender;
pub(super) mod status;
pub(super) mod submit;
