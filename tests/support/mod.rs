//! What several test files share. Each uses its own part of it.
#![allow(dead_code, unused_imports, reason = "every test file compiles all of this and uses some of it")]
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod key;
#[cfg(unix)]
mod pty;
pub mod python;
mod session;

pub(crate) use key::Key;
#[cfg(unix)]
pub(crate) use pty::{Options, Pty};
pub(crate) use session::Sandbox;
