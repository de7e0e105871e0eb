//! What the user has set: the config file, git's own settings, the environment.
//!
//! A flag comes first, then the config file, then git's configuration.

mod account;
mod credential;
mod edit;
mod environment;
mod file;
mod git;
mod imap;
mod lookup;
mod password;
mod plain;
mod sendemail;
mod smtp;
mod values;

pub(crate) use account::{Account, Error as AccountError, Smtp, User, describe_security};
pub(crate) use edit::{Choice, Server as ServerKeys, written_identity};
pub(crate) use environment::{Environment, complete};
pub(crate) use file::{Error, Settings};
pub(crate) use git::{Git, git_keeps_passwords};
pub(crate) use imap::Imap;
pub(crate) use password::{Error as PasswordError, Password, token};
pub(crate) use sendemail::SendEmail;
pub(crate) use smtp::{check_host, port_of};
