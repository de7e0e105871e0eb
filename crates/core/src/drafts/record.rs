//! What is kept of a letter: the answers it is made of, and where its writer stopped.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::Error;
use crate::diagnostics::{Diagnostic, Diagnostics};
use onlist_mail::message_id::MessageId;

/// The form of the file that this version writes.
pub const SCHEMA: u64 = 1;

/// What the letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A student's first letter about a project of the catalog.
    Introduction,
    /// A student's first letter about an idea of their own.
    Idea,
    /// The first letter of somebody who would mentor.
    Mentoring,
    /// The report of a bug, outside any programme.
    Bug,
    /// A mentor's answer.
    Reply,
    /// A mail written elsewhere. It has no answers, and is never edited.
    Mail,
    /// A student's reminder, as a reply to their own letter.
    FollowUp,
    /// A student's answer to a mail of the contact.
    AnswerBack,
    /// Any other letter of a student that opens a thread.
    Letter,
}

impl Kind {
    /// Whether it begins a contact.
    #[must_use]
    pub fn is_first(self) -> bool {
        matches!(self, Self::Introduction | Self::Idea | Self::Mentoring | Self::Bug | Self::Mail)
    }

    /// Whether it answers somebody else's mail.
    #[must_use]
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Reply | Self::AnswerBack)
    }

    /// Whether a draft of answers is kept with it, so that it can be edited.
    #[must_use]
    pub fn has_answers(self) -> bool {
        matches!(self, Self::Introduction | Self::Idea | Self::Reply)
    }
}

/// A letter that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Draft {
    /// The form of the file; [`SCHEMA`].
    pub schema: u64,
    /// What the letter is.
    pub kind: Kind,
    /// The project's id in the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The catalog's path; none is the shipped one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
    /// When the draft was begun.
    pub created: DateTime<FixedOffset>,
    /// When it was last kept.
    pub changed: DateTime<FixedOffset>,
    /// Given when the letter is first complete, and never changed after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// The question that comes next; none when all are answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asking: Option<String>,
    /// Question and answer; one that holds several, as links do, has a line for each.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

/// The one part of a file that every version can read.
#[derive(Deserialize)]
struct Version {
    schema: u64,
}

impl Draft {
    /// A draft without answers.
    #[must_use]
    pub fn new(kind: Kind, now: DateTime<FixedOffset>) -> Self {
        Self {
            schema: SCHEMA,
            kind,
            project: None,
            catalog: None,
            created: now,
            changed: now,
            message_id: None,
            asking: None,
            answers: BTreeMap::new(),
        }
    }

    /// The file's text.
    pub(super) fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string_pretty(self)
    }

    /// Reads the bytes of the file at `path`.
    pub(super) fn from_toml(bytes: &[u8], path: &Path) -> Result<Self, Error> {
        let broken = |text: &str, diagnostic: Diagnostic| Error::Broken {
            path: path.to_owned(),
            source: Diagnostics {
                origin: path.display().to_string(),
                text: text.to_owned(),
                diagnostics: vec![diagnostic],
            },
        };
        let text = str::from_utf8(bytes).map_err(|e| {
            let valid = String::from_utf8_lossy(&bytes[..e.valid_up_to()]);
            broken(&valid, Diagnostic::new(valid.len()..valid.len(), "what follows is not UTF-8"))
        })?;
        let broken = |e: toml::de::Error| broken(text, Diagnostic::from_toml(&e, text.len()));
        let Version { schema } = toml::from_str(text).map_err(broken)?;
        if schema > SCHEMA {
            return Err(Error::Newer { path: path.to_owned(), schema });
        }
        toml::from_str(text).map_err(broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_draft_comes_back_as_it_was(
            answers in btree_map("[a-z-]{1,12}", any::<String>(), 0..6),
            project in proptest::option::of(any::<String>()),
            seconds in 0..4_000_000_000_i64,
            minutes in -14 * 60..14 * 60_i32,
        ) {
            let zone = FixedOffset::east_opt(minutes * 60).expect("in range");
            let mut draft = Draft::new(Kind::Reply, zone.timestamp_opt(seconds, 123_456_789).unwrap());
            draft.message_id = MessageId::parse("<a@b>");
            (draft.answers, draft.project) = (answers, project);
            let text = draft.to_toml().expect("TOML");
            prop_assert_eq!(Draft::from_toml(text.as_bytes(), Path::new("draft.toml")).expect("TOML"), draft);
        }
    }

    #[test]
    fn line_ends_of_answers_stay() {
        let now = DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid");
        let mut draft = Draft::new(Kind::Introduction, now);
        for (question, answer) in
            [("a", "one\r\ntwo"), ("b", "\none\n\n"), ("c", "'''\"\"\"\\"), ("d", "\r\0\u{85}")]
        {
            draft.answers.insert(question.into(), answer.into());
        }
        let text = draft.to_toml().expect("TOML");
        assert_eq!(Draft::from_toml(text.as_bytes(), Path::new("draft.toml")).expect("TOML"), draft);
    }

    #[test]
    fn a_newer_file_is_refused_whatever_else_it_holds() {
        let error =
            Draft::from_toml(b"schema = 7\nletter = { }\n", Path::new("d/draft.toml")).expect_err("newer");
        assert_eq!(error.to_string(), "`d/draft.toml` has schema 7; this version reads up to 1");
    }
}
