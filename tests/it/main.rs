//! What users of `onlist` see, one file a verb, and what its packages promise.
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]
#![allow(clippy::disallowed_methods, reason = "tests start programs of their own")]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod account_lookup;
mod account_secrets;
mod account_server;
mod account_set_up;
mod added_catalogs;
mod answers;
mod architecture;
mod browse;
mod by_hand;
mod catalog_compare;
mod catalog_review;
mod catalogs;
mod check;
mod check_fixing;
mod check_letters;
mod check_rules;
mod checks;
mod choosing;
mod communities;
mod contact_states;
mod contacts;
mod drafts;
mod drafts_edit;
mod faults;
mod follow_up;
mod forget;
mod guided;
mod guided_letters;
mod guided_review;
mod guided_send;
mod import;
mod injection;
mod inputs;
mod interest;
mod introduce;
mod ledger_core;
mod letters;
mod limits;
mod newcomers;
mod next_letters;
mod outbox_core;
#[cfg(unix)]
mod picture;
mod post_hostile;
mod post_roundtrip;
mod read_back;
mod read_charset;
mod read_field_text;
mod read_mail;
mod readme;
mod rehearse;
mod reply;
mod reply_core;
mod reply_letters;
mod report;
mod routing;
mod scripts;
mod seasons;
mod send;
mod send_failures;
mod send_once;
mod send_races;
mod sendmail_core;
#[cfg(unix)]
mod shells;
mod shipped_catalog;
mod smtp_core;
mod smtp_replies;
mod sync;
mod sync_doubts;
mod tasks;
mod tasks_core;
mod tasks_given;
mod terminal;
mod thread;
mod triage;
mod triage_walk;
mod typing;
mod upgrade;
mod web_mail;
