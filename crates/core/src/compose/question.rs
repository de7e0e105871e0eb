//! What a writer is asked.

use std::str::FromStr;

use crate::catalog::Url;
use chrono::{Datelike, NaiveDate};
use onlist_mail::archive::is_url;
use onlist_mail::mailbox::{self, Address, Mailbox};
use onlist_mail::text::{ForbiddenChar, Line, block};

/// A question of any letter. Its [`name`](Self::name) is a draft's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// The writer's name.
    Name,
    /// The writer's address.
    Email,
    /// What to call the writer.
    CallMe,
    /// University, company or place.
    Affiliation,
    /// Time zone.
    TimeZone,
    /// The project that an answered mail is about.
    Project,
    /// Title of an own idea, or of what somebody would mentor.
    Idea,
    /// What does not work.
    Bug,
    /// The list that the writer of an own idea knows, or that an answer goes to.
    List,
    /// What an own idea would solve.
    Problem,
    /// What an own idea would change.
    Change,
    /// What exists already.
    PriorArt,
    /// What help is needed.
    HelpWanted,
    /// Why this project.
    Interest,
    /// What was read, built or sent.
    SoFar,
    /// One specific question.
    Question,
    /// When there is time.
    Availability,
    /// Pages to look at, one a line.
    Link,
    /// What a machine has written of it, where the community wants to know.
    Disclosure,
    /// Whom to copy besides, one a line.
    Cc,
    /// The task that an answer gives, by its id.
    Task,
    /// The task that an answer gives, in its writer's words.
    TaskText,
    /// Which one of a kind of task an answer gives: a bug, a file, a patch.
    Object,
    /// Another task to choose, by its id.
    SecondTask,
    /// The day up to which the task is kept.
    Until,
    /// What is answered to the questions of a mail.
    Answer,
    /// How the letter is written, as the catalog says it too: `full`, `bare`.
    Style,
    /// The whole text, in place of everything else.
    Body,
}

/// What an answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// One address.
    Address,
    /// Paragraphs.
    Block,
    /// Any number of lines.
    Lines,
    /// Any number of mailboxes, one a line.
    Mailboxes,
    /// A day, as `2015-03-27`.
    Day,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It holds what a letter may not.
    #[error("{source}")]
    ForbiddenChar {
        /// The question.
        question: Question,
        /// What it holds.
        source: ForbiddenChar,
    },
    /// It is no address or mailbox.
    #[error("{source}")]
    Mailbox {
        /// The question.
        question: Question,
        /// What is wrong with it.
        source: mailbox::Error,
    },
    /// It is no day.
    #[error("`{text}` is not a date (expected YYYY-MM-DD)")]
    Day {
        /// The question.
        question: Question,
        /// What was given.
        text: Line,
    },
    /// It is an address that reaches nobody on another machine.
    #[error("`{address}` is not a whole address: there is no dot behind its `@`")]
    Domain {
        /// The question.
        question: Question,
        /// The address.
        address: Address,
    },
    /// It is an address where people are asked for a name.
    #[error("`{address}` is an email address and not a name")]
    NotAName {
        /// The question.
        question: Question,
        /// What was given.
        address: Address,
    },
    /// Several addresses stand on one line.
    #[error("`{text}` has a comma: give each address alone")]
    Several {
        /// The question.
        question: Question,
        /// What was given.
        text: Line,
    },
    /// It begins as a link, and has a space in it.
    #[error("`{text}` is not a web address: there is a space in it")]
    Space {
        /// The question.
        question: Question,
        /// What was given.
        text: Line,
    },
    /// It is no link.
    #[error("`{text}` is not a web address (expected https://...)")]
    NotALink {
        /// The question.
        question: Question,
        /// What was given.
        text: Line,
    },
}

impl Error {
    /// The question whose answer is not taken.
    #[must_use]
    pub fn question(&self) -> Question {
        match self {
            Self::ForbiddenChar { question, .. }
            | Self::Mailbox { question, .. }
            | Self::Domain { question, .. }
            | Self::NotAName { question, .. }
            | Self::NotALink { question, .. }
            | Self::Several { question, .. }
            | Self::Space { question, .. }
            | Self::Day { question, .. } => *question,
        }
    }
}

impl Question {
    /// All questions, in the order in which they are asked.
    pub const ALL: [Self; 28] = [
        Self::Name,
        Self::Email,
        Self::CallMe,
        Self::Affiliation,
        Self::TimeZone,
        Self::Project,
        Self::Idea,
        Self::Bug,
        Self::List,
        Self::Problem,
        Self::Change,
        Self::PriorArt,
        Self::HelpWanted,
        Self::Interest,
        Self::SoFar,
        Self::Question,
        Self::Availability,
        Self::Link,
        Self::Disclosure,
        Self::Cc,
        Self::Task,
        Self::TaskText,
        Self::Object,
        Self::SecondTask,
        Self::Until,
        Self::Answer,
        Self::Style,
        Self::Body,
    ];

    /// Those whose answers are the letter's own words, in a first letter.
    pub(super) const OWN_WORDS: [Self; 10] = [
        Self::Bug,
        Self::Problem,
        Self::Change,
        Self::PriorArt,
        Self::HelpWanted,
        Self::Interest,
        Self::SoFar,
        Self::Question,
        Self::Availability,
        Self::Disclosure,
    ];

    /// Its name, in drafts and for scripts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::CallMe => "call-me",
            Self::Affiliation => "affiliation",
            Self::TimeZone => "time-zone",
            Self::Project => "project",
            Self::Idea => "idea",
            Self::Bug => "bug",
            Self::List => "list",
            Self::Problem => "problem",
            Self::Change => "change",
            Self::PriorArt => "prior-art",
            Self::HelpWanted => "help-wanted",
            Self::Interest => "interest",
            Self::SoFar => "so-far",
            Self::Question => "question",
            Self::Availability => "availability",
            Self::Link => "link",
            Self::Disclosure => "disclosure",
            Self::Cc => "cc",
            Self::Task => "task",
            Self::TaskText => "task-text",
            Self::Object => "object",
            Self::SecondTask => "second-task",
            Self::Until => "until",
            Self::Answer => "answer",
            Self::Style => "style",
            Self::Body => "body-file",
        }
    }

    /// The question with this [`name`](Self::name).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.name() == name)
    }

    /// The question whose answer has this name in templates.
    #[must_use]
    pub fn of_variable(variable: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.variable() == Some(variable))
    }

    /// The name that an answer has in templates, where it has one.
    pub(super) fn variable(self) -> Option<&'static str> {
        Some(match self {
            Self::Name => "name",
            Self::CallMe => "call_me",
            Self::Affiliation => "affiliation",
            Self::TimeZone => "time_zone",
            Self::Project => "project",
            Self::Bug => "bug",
            Self::Problem => "problem",
            Self::Change => "change",
            Self::PriorArt => "prior_art",
            Self::HelpWanted => "help_wanted",
            Self::Interest => "interest",
            Self::SoFar => "so_far",
            Self::Question => "question",
            Self::Availability => "availability",
            Self::Disclosure => "disclosure",
            Self::Task => "task",
            Self::TaskText => "task_text",
            Self::SecondTask => "second_task",
            Self::Answer => "answer",
            _ => return None,
        })
    }

    /// What an answer looks like.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            Self::Email => Shape::Address,
            Self::Link => Shape::Lines,
            Self::Cc => Shape::Mailboxes,
            Self::Until => Shape::Day,
            Self::Bug
            | Self::Problem
            | Self::Change
            | Self::PriorArt
            | Self::HelpWanted
            | Self::Interest
            | Self::SoFar
            | Self::Question
            | Self::Availability
            | Self::Disclosure
            | Self::TaskText
            | Self::Answer
            | Self::Body => Shape::Block,
            _ => Shape::Line,
        }
    }

    /// Takes an answer in its clean form.
    ///
    /// # Errors
    /// [`Error`] has the question and what is wrong.
    pub fn check(self, answer: &str) -> Result<String, Error> {
        let forbidden = |source| Error::ForbiddenChar { question: self, source };
        let mailbox = |source| match source {
            mailbox::Error::ForbiddenChar(source) => forbidden(source),
            source => Error::Mailbox { question: self, source },
        };
        let lines = || answer.lines().map(str::trim).filter(|line| !line.is_empty());
        match self.shape() {
            Shape::Line => self.line(answer),
            Shape::Address => {
                self.whole(Address::from_str(answer).map_err(mailbox)?).map(|it| it.to_string())
            }
            Shape::Block => block(answer).map_err(forbidden),
            Shape::Lines => lines()
                .map(|line| self.link(line))
                .collect::<Result<Vec<_>, _>>()
                .map(|lines| lines.join("\n")),
            Shape::Mailboxes => {
                let clean = lines().map(|line| {
                    let several = line.contains(',') && line.matches('@').count() > 1;
                    let copied = Mailbox::from_str(line).map_err(|error| match Line::new(line) {
                        Ok(text) if several => Error::Several { question: self, text },
                        _ => mailbox(error),
                    })?;
                    self.whole(copied.address.clone()).map(|_| copied.to_string())
                });
                clean.collect::<Result<Vec<_>, _>>().map(|lines| lines.join("\n"))
            }
            Shape::Day => match NaiveDate::parse_from_str(answer.trim(), "%Y-%m-%d") {
                Ok(day) if (1..=9999).contains(&day.year()) => Ok(day.to_string()),
                _ => Err(Error::Day { question: self, text: Line::sanitize(answer.trim()) }),
            },
        }
    }

    /// One line; nobody is called by an address, though git may know no other name.
    fn line(self, answer: &str) -> Result<String, Error> {
        let line = Line::new(answer).map_err(|source| Error::ForbiddenChar { question: self, source })?;
        match line.trim().parse::<Address>() {
            Ok(address) if self == Self::CallMe => Err(Error::NotAName { question: self, address }),
            _ => Ok(line.to_string()),
        }
    }

    /// A link: one word, with a dot or a scheme in it.
    fn link(self, answer: &str) -> Result<String, Error> {
        let text = Line::new(answer).map_err(|source| Error::ForbiddenChar { question: self, source })?;
        let host = text.split('/').next().unwrap_or_default();
        let is_host = host.contains('.') && host.chars().all(|it| it.is_alphanumeric() || ".-".contains(it));
        let is_link = Url::of_web(&text).is_some() || is_host && !text.contains(char::is_whitespace);
        match text.contains(char::is_whitespace) {
            _ if is_link => Ok(text.to_string()),
            true if is_url(&*text) => Err(Error::Space { question: self, text }),
            _ => Err(Error::NotALink { question: self, text }),
        }
    }

    /// An address that others can write to. `localhost` is this machine on purpose.
    fn whole(self, address: Address) -> Result<Address, Error> {
        let domain = address.domain();
        if domain.contains('.') || domain.starts_with('[') || domain.eq_ignore_ascii_case("localhost") {
            Ok(address)
        } else {
            Err(Error::Domain { question: self, address })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_none_is_not_taken() {
        use Question::{CallMe, Cc, Email, Idea, Link, Name};
        for (question, answer, expected) in [
            (Email, "ada@example.org", Ok("ada@example.org")),
            (
                Email,
                "ada@example",
                Err("`ada@example` is not a whole address: there is no dot behind its `@`"),
            ),
            (Email, "ada@localhost", Ok("ada@localhost")),
            (
                Cc,
                "Bob <bob@example.org>\nbob@example",
                Err("`bob@example` is not a whole address: there is no dot behind its `@`"),
            ),
            (Name, "Ada Example", Ok("Ada Example")),
            (Name, "ada@example.org", Ok("ada@example.org")),
            (CallMe, "ada@example.org", Err("`ada@example.org` is an email address and not a name")),
            (CallMe, "Ada @ work", Ok("Ada @ work")),
            (Idea, "ada@example.org", Ok("ada@example.org")),
            (
                Link,
                "https://ada.example.org/\n\n example.org/ada",
                Ok("https://ada.example.org/\nexample.org/ada"),
            ),
            (
                Link,
                "HTTPS://example.org/my blog",
                Err("`HTTPS://example.org/my blog` is not a web address: there is a space in it"),
            ),
            (Cc, "a@b.test, c@d.test", Err("`a@b.test, c@d.test` has a comma: give each address alone")),
            (Link, "my blog", Err("`my blog` is not a web address (expected https://...)")),
            (Link, "see example.org", Err("`see example.org` is not a web address (expected https://...)")),
            (Link, "none", Err("`none` is not a web address (expected https://...)")),
        ] {
            let taken = question.check(answer).map_err(|error| error.to_string());
            assert_eq!(taken.as_deref().map_err(String::as_str), expected, "{question:?}");
        }
    }

    #[test]
    fn every_question_is_found_by_its_name() {
        for question in Question::ALL {
            assert_eq!(Question::named(question.name()), Some(question));
        }
    }
}
