//! What several test files share. Each uses its own part of it.
#![allow(dead_code, reason = "every test file compiles all of this and uses some of it")]

pub mod python;
