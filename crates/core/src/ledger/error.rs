//! What can go wrong with a ledger.

use std::error::Error as StdError;
use std::io;

/// What an engine says about its own failure.
pub(super) type Cause = Box<dyn StdError + Send + Sync>;

/// A ledger that could not be read or added to. Nothing that is in it is lost by that.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of a database server.
    #[error("`{ledger}` is on a server, and ledgers are files")]
    Server {
        /// Where the ledger is, without what may be a password.
        ledger: String,
    },
    /// Something else has that name; it is left as it is.
    #[error("`{ledger}` is not a ledger")]
    NotALedger {
        /// The file.
        ledger: String,
    },
    /// A newer version of this program wrote it.
    #[error("`{ledger}` has schema {schema}; this version reads up to {newest}")]
    Newer {
        /// The file.
        ledger: String,
        /// What it says.
        schema: i64,
        /// The newest that this version can read.
        newest: usize,
    },
    /// Other runs are at work on it, for longer than one waits.
    #[error("`{ledger}` is in use by another run")]
    Busy {
        /// The file.
        ledger: String,
    },
    /// The file was changed or cut off by something else.
    #[error("`{ledger}` is damaged")]
    Damaged {
        /// The file.
        ledger: String,
        /// What was found.
        source: Cause,
    },
    /// There is no right to write to the file or to its folder.
    #[error("cannot write to `{ledger}`")]
    ReadOnly {
        /// The file.
        ledger: String,
        /// What was found.
        source: Cause,
    },
    /// There is no room on the disk.
    #[error("no disk space to write to `{ledger}`")]
    Full {
        /// The file.
        ledger: String,
    },
    /// What was to be added would not be read again as it is.
    #[error("cannot write an event with this `{field}` to the ledger: `{value}`")]
    Unfit {
        /// The field.
        field: &'static str,
        /// What it holds.
        value: String,
    },
    /// The folder or the file cannot be made, or not be looked at.
    #[error("cannot {action} `{path}`")]
    Io {
        /// What was tried, as in "cannot read".
        action: &'static str,
        /// With what.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The engine said no.
    #[error("cannot use `{ledger}`")]
    Engine {
        /// The file.
        ledger: String,
        /// What it said.
        source: Cause,
    },
}
