//! Runs that are killed, or whose writes fail, at every call that changes a file.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]
#![allow(clippy::disallowed_methods, reason = "tests start programs of their own")]

#[path = "../support/mod.rs"]
mod support;

mod send_faults;
mod send_kill;
mod task_letters;
