//! What the user has set: the config file, git's own settings, the environment.
//!
//! A flag comes first, then the config file, then git's configuration.

mod environment;
mod file;
mod git;

pub(crate) use environment::Environment;
pub(crate) use file::{Error, Settings};
pub(crate) use git::Git;
