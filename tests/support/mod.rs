//! What the tests of whole runs share: a home of their own, transcripts, a terminal, a second reader of mail.
#![allow(dead_code, unused_imports, reason = "each file of tests uses its part")]
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

pub(crate) mod archive;
mod cpu;
pub(crate) mod dns;
#[cfg(target_os = "linux")]
pub(crate) mod faults;
pub(crate) mod imap;
mod key;
#[cfg(unix)]
pub(crate) mod machine;
#[cfg(unix)]
mod pty;
mod python;
mod session;
pub(crate) mod smtp;
mod student;
#[cfg(unix)]
mod svg;
pub(crate) mod web;

use std::sync::LazyLock;

use onlist_core::catalog::Catalog;

pub(crate) use cpu::soon;
pub(crate) use key::Key;
#[cfg(unix)]
pub(crate) use pty::{Options, Pty};
pub(crate) use python::Python;
pub(crate) use session::Sandbox;
pub(crate) use student::{Student, letter_bytes, letter_file};
pub(crate) use web::Web;

/// The catalog that the program brings along.
pub(crate) fn shipped() -> Catalog {
    static SHIPPED: LazyLock<Catalog> =
        LazyLock::new(|| Catalog::parse("catalog.toml", include_str!("../../catalog.toml")).expect("valid"));
    SHIPPED.clone()
}

/// The questions of a letter about a project that need no answer.
pub(crate) const OPTIONAL: [&str; 6] = [
    "What should people call you",
    "Where are you from",
    "Your time zone",
    "When do you have time",
    "Links",
    "Copy to",
];
