//! The words that rules for letters are made of, and a rule with where it is stated.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::format::{Key, Role, Shape, Table, Type, table, words};
use super::values::{Lines, OneOrMany, Origin};
use onlist_mail::text::Line;

words! {
    /// Whom a first letter is copied to.
    pub enum CopyPolicy {
        /// The list in To, every mentor of the project in Cc.
        AllMentors = "all-mentors" | "mentors" | "all" | "mentor",
        /// The list alone.
        ListOnly = "list-only" | "list" | "none" | "nobody",
        /// The mentors in To, the list in Cc.
        MentorFirst = "mentor-first" | "mentors-first",
    }
}

words! {
    /// How a student comes by a bite-size task.
    pub enum TaskPolicy {
        /// By asking the mentor for one.
        AskMentor = "ask-mentor" | "ask",
        /// By finding one and announcing it.
        FindOwn = "find-own" | "find",
        /// From the mentor, once there is a proposal: nobody asks for one before.
        AfterProposal = "after-proposal" | "later",
        /// There are none.
        None = "none" | "no",
        /// The community does not say: a letter says nothing of tasks.
        Unsaid = "unsaid" | "unknown",
    }
}

table! {
    /// How long a first letter should be, in words.
    #[derive(Copy, Eq)]
    pub struct WordRange {
        /// At least.
        #[example("60")]
        pub min: u16,
        /// At most.
        #[example("350")]
        pub max: u16,
    }
}

words! {
    /// Where newcomers introduce themselves.
    pub enum Introductions {
        /// In a thread of their own.
        OwnThread = "own-thread" | "own",
        /// In a thread that is there for it.
        SharedThread = "shared-thread" | "shared",
        /// Nowhere: the community wants no such posts.
        NotWanted = "not-wanted" | "no" | "none",
    }
}

words! {
    /// Whether several students may write about one project.
    pub enum SeveralStudents {
        /// They may; proposals compete.
        Allowed = "allowed" | "yes" | "compete",
        /// They may, and each names a second project.
        WithBackup = "with-backup" | "backup",
        /// The first one has it.
        OneOnly = "one-only" | "one" | "no",
    }
}

words! {
    /// How letters are written.
    pub enum Style {
        /// With who one is, and about which project one writes.
        Full = "full" | "long",
        /// A greeting, the writer's own words and the name, and nothing else.
        Bare = "bare" | "short",
        /// The same as `bare`.
        Brief = "brief",
    }
}

words! {
    /// Where an answer stands in what it quotes.
    pub enum ReplyStyle {
        /// Below each part that it answers.
        Inline = "inline" | "interleaved",
        /// Below all of it.
        Bottom = "bottom",
        /// As one likes.
        Either = "either" | "any" | "top",
    }
}

words! {
    /// How much a finding of `check` weighs.
    pub enum Level {
        /// Nothing: the rule does not apply.
        Off = "off" | "none" | "ignore" | "allow",
        /// Good to know.
        Info = "info" | "note" | "hint",
        /// To be looked at.
        Warning = "warning" | "warn",
        /// To be fixed before the mail goes out.
        Error = "error" | "deny" | "fatal",
    }
}

table! {
    /// How `check` judges, where a community or a user differs from our defaults.
    #[derive(Default, Eq)]
    pub struct RuleOverrides {
        /// Levels by code or name of a rule.
        #[example("{ C09 = 'off' }")]
        #[serde(default)]
        pub severity: BTreeMap<String, Level>,
        /// How long a first letter should be.
        #[example("{ min = 60, max = 350 }")]
        pub words: Option<WordRange>,
        /// The widest line of prose, in columns.
        #[example("76")]
        pub widest_line: Option<u16>,
        /// The widest subject that lists show whole, in columns.
        #[example("75")]
        pub widest_subject: Option<u16>,
        /// Recipients of one mail, at most.
        #[example("9")]
        pub most_recipients: Option<u16>,
        /// The largest mail that lists let through, in KiB.
        #[example("40")]
        pub largest: Option<u16>,
        /// Lines of a signature, at most.
        #[example("4")]
        pub signature_lines: Option<u16>,
        /// The line of the text that the first question stands on at the latest.
        #[example("25")]
        pub question_by_line: Option<u16>,
        /// Equal words in a row that count as copied.
        #[example("12")]
        pub copied_words: Option<u16>,
        /// Questions that everybody could ask.
        #[example("['how do i start']")]
        pub generic_questions: Option<Vec<Line>>,
        /// Ways to address people that are not used here.
        #[example("['sir', 'madam']")]
        pub titles: Option<Vec<Line>>,
    }
}

/// Numbers of `[conventions.check]`, each with the least that a letter can keep, and a usual one.
pub(crate) const LIMITS: [(&str, u16, u16); 6] = [
    ("widest-line", 20, 76),
    ("widest-subject", 20, 75),
    ("most-recipients", 1, 9),
    ("largest", 1, 40),
    ("question-by-line", 1, 25),
    ("copied-words", 1, 12),
];

/// What a writer says about machine-written text in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disclosure {
    /// One of these sentences, to the letter.
    OneOf(Vec<Line>),
    /// Words of the writer's own.
    Free,
}

/// The word for free words.
const FREE: &str = "free";

impl Shape for Disclosure {
    const TYPE: Type = Type::Statements;
}

impl<'de> Deserialize<'de> for Disclosure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let said: Vec<Line> = OneOrMany::deserialize(deserializer)?.0;
        Ok(match said.as_slice() {
            [word] if word.as_str() == FREE => Self::Free,
            _ => Self::OneOf(said),
        })
    }
}

impl Serialize for Disclosure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Free => FREE.serialize(serializer),
            Self::OneOf(said) => said.serialize(serializer),
        }
    }
}

/// A rule, and where it is stated.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule<T> {
    /// The rule.
    pub value: T,
    /// Where the source states it.
    pub lines: Option<Lines>,
    /// Where it is stated, when not in the source.
    pub origin: Option<Origin>,
}

impl<T: Shape> Shape for Rule<T> {
    const TYPE: Type = Type::Rule(&Table {
        about: "A rule, and where it is stated.",
        keys: &[
            Key {
                name: "value",
                also: None,
                about: "The rule.",
                of: T::TYPE,
                role: Role::Plain,
                required: true,
                example: "",
            },
            Key {
                name: "lines",
                also: None,
                about: "Where the source states it.",
                of: Type::Lines,
                role: Role::Plain,
                required: false,
                example: "[7, 7]",
            },
            Key {
                name: "origin",
                also: None,
                about: "Where it is stated, when not in the source.",
                of: <Origin as Shape>::TYPE,
                role: Role::Plain,
                required: false,
                example: "'https://example.org/rules'",
            },
        ],
        short: Some("value"),
    });
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rule<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full<T> {
            value: T,
            lines: Option<Lines>,
            origin: Option<Origin>,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written<T> {
            Full(Full<T>),
            Plain(T),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Full(Full { value, lines, origin }) => Self { value, lines, origin },
            Written::Plain(value) => Self { value, lines: None, origin: None },
        })
    }
}

impl<T: Serialize> Serialize for Rule<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        if self.lines.is_none() && self.origin.is_none() {
            return self.value.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("value", &self.value)?;
        if let Some(lines) = &self.lines {
            map.serialize_entry("lines", lines)?;
        }
        if let Some(origin) = &self.origin {
            map.serialize_entry("origin", origin)?;
        }
        map.end()
    }
}
