//! What was done with a letter, step by step.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::Error;
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

/// How an attempt to send a letter ended. What it says of nobody leaves them as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Outcome {
    /// The server has taken the letter for somebody.
    Accepted {
        /// For whom.
        to: Vec<Address>,
        /// The server's last words.
        reply: Line,
        /// For whom it has not.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
    },
    /// Nobody got it in this attempt: no connection, a refusal, or sending was given up before the body.
    Refused {
        /// Why, in the server's words where it had some. Behind a body, it holds for all whom that was for.
        reply: Line,
        /// Whether the same letter cannot be sent later (RFC 5321 4.2.1).
        permanent: bool,
        /// Who was refused by name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
    },
    /// The body went out, or may have, and there was no answer to it.
    Unknown {
        /// What happened.
        why: Line,
        /// For whom the server had refused it before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
    },
}

/// The refusal of one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Refusal {
    /// Whom the server refused.
    pub address: Address,
    /// In which words.
    pub reply: Line,
    /// Whether it would again (RFC 5321 4.2.1).
    pub permanent: bool,
}

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Step {
    /// The letter is complete. A journal without this line is none: what it lacks may be an attempt.
    Frozen { at: DateTime<FixedOffset> },
    /// From here on the body may be on its way.
    Body { at: DateTime<FixedOffset>, route: Line, to: Vec<Address> },
    /// The attempt is over.
    Settled { at: DateTime<FixedOffset>, outcome: Outcome },
    /// The user wants it sent once more, although it may have arrived.
    Again { at: DateTime<FixedOffset> },
}

/// The end of a journal, as it was when it was read.
#[derive(Debug, Clone)]
pub(super) struct Journal {
    path: PathBuf,
    /// Bytes of the file.
    length: u64,
    /// Bytes of its whole lines. A crash or a full disk may have left the beginning of another.
    whole: u64,
}

impl Journal {
    /// What a journal holds when it begins.
    pub(super) fn first_line(at: DateTime<FixedOffset>) -> Result<Vec<u8>, serde_json::Error> {
        line(&Step::Frozen { at })
    }

    /// Reads the steps that are whole.
    pub(super) fn read(path: &Path) -> Result<(Self, Vec<Step>), Error> {
        let bytes = fs::read(path).map_err(|e| Error::reading(path, e))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let mut steps = Vec::new();
        for (nth, line) in bytes[..whole].split_inclusive(|byte| *byte == b'\n').enumerate() {
            let garbage = |_| Error::Journal { path: path.to_owned(), line: nth + 1 };
            steps.push(serde_json::from_slice(line).map_err(garbage)?);
        }
        if !matches!(steps.first(), Some(Step::Frozen { .. })) {
            return Err(Error::Journal { path: path.to_owned(), line: 1 });
        }
        let journal = Self { path: path.to_owned(), length: bytes.len() as u64, whole: whole as u64 };
        Ok((journal, steps))
    }

    /// Puts a step on the disk.
    pub(super) fn append(&mut self, step: &Step) -> Result<(), Error> {
        let failed = |e| file::Error::Write {
            path: self.path.clone(),
            source: io::Error::new(ErrorKind::InvalidData, e),
        };
        let line = line(step).map_err(failed)?;
        let added = file::append(&self.path, self.length, self.whole, &line);
        if added.is_ok() {
            self.whole += line.len() as u64;
        }
        if !matches!(added, Err(file::Error::Changed { .. })) {
            self.length = self.whole;
        }
        Ok(added?)
    }
}

fn line(step: &Step) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(step)?;
    line.push(b'\n');
    Ok(line)
}
