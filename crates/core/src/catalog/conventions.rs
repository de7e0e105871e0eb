//! A community's rules for writing to it, and our defaults where it states none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::values::Lines;
use onlist_mail::text::Line;

/// Whom a first letter is copied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyPolicy {
    /// Every mentor of the project.
    AllMentors,
    /// Nobody: the list alone.
    ListOnly,
}

/// How a student comes by a bite-size task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskPolicy {
    /// By asking the mentor for one.
    AskMentor,
    /// By finding one and announcing it.
    FindOwn,
    /// There are none.
    None,
}

/// How long a first letter should be, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WordRange {
    /// At least.
    pub min: u16,
    /// At most.
    pub max: u16,
}

/// Where newcomers introduce themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Introductions {
    /// In a thread of their own.
    OwnThread,
    /// In a thread that is there for it.
    SharedThread,
    /// Nowhere: the community wants no such posts.
    NotWanted,
}

/// How much a finding of `check` weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing: the rule does not apply.
    Off,
    /// Good to know.
    Info,
    /// To be looked at.
    Warning,
    /// To be fixed before the mail goes out.
    Error,
}

/// What a community or a user wants of `check` that differs from our defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RuleOverrides {
    /// Levels by code or name of a rule.
    pub severity: BTreeMap<String, Level>,
    /// How long a first letter should be.
    pub words: Option<WordRange>,
    /// The widest line of prose, in columns.
    pub widest_line: Option<u16>,
    /// The widest subject that lists show whole, in columns.
    pub widest_subject: Option<u16>,
    /// Recipients of one mail, at most.
    pub most_recipients: Option<u16>,
    /// The largest mail that lists let through, in KiB.
    pub largest: Option<u16>,
    /// Lines of a signature, at most.
    pub signature_lines: Option<u16>,
    /// The line of the text that the first question stands on at the latest.
    pub question_by_line: Option<u16>,
    /// Equal words in a row that count as copied.
    pub copied_words: Option<u16>,
    /// Questions that everybody could ask.
    pub generic_questions: Option<Vec<Line>>,
    /// Ways to address people that are not used here.
    pub titles: Option<Vec<Line>>,
}

/// A rule and where the source states it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule<T> {
    /// The rule.
    value: T,
    /// Where the source states it.
    lines: Option<Lines>,
}

/// A rule's value and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting<T> {
    /// The value that holds.
    pub value: T,
    /// Whether it is this program's default, since the source states none.
    pub is_default: bool,
    /// Where the source states it.
    pub lines: Option<Lines>,
}

/// The community's rules, where its source states them.
///
/// Each is read through its method, which gives our default where there is none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Conventions {
    subject: Option<Rule<Line>>,
    copy: Option<Rule<CopyPolicy>>,
    task: Option<Rule<TaskPolicy>>,
    ping_after_days: Option<Rule<u16>>,
    task_lapse_days: Option<Rule<u16>>,
    words: Option<Rule<WordRange>>,
    generated_text: Option<Rule<Line>>,
    introductions: Option<Rule<Introductions>>,
    eligibility: Option<Rule<bool>>,
    #[serde(default)]
    check: RuleOverrides,
}

/// The stated rule, else our default.
fn setting<T: Clone>(rule: Option<&Rule<T>>, is_default: T) -> Setting<T> {
    match rule {
        Some(rule) => Setting { value: rule.value.clone(), is_default: false, lines: rule.lines },
        None => Setting { value: is_default, is_default: true, lines: None },
    }
}

impl Conventions {
    /// The subject's pattern, with `{token}` and `{title}`.
    #[must_use]
    pub fn subject(&self) -> Setting<Line> {
        setting(self.subject.as_ref(), Line::sanitize("[{token}] {title}"))
    }

    /// Whom a first letter is copied to.
    #[must_use]
    pub fn copy(&self) -> Setting<CopyPolicy> {
        setting(self.copy.as_ref(), CopyPolicy::AllMentors)
    }

    /// How a student comes by a bite-size task.
    #[must_use]
    pub fn task(&self) -> Setting<TaskPolicy> {
        setting(self.task.as_ref(), TaskPolicy::AskMentor)
    }

    /// Days to wait before asking again.
    #[must_use]
    pub fn ping_after_days(&self) -> Setting<u16> {
        setting(self.ping_after_days.as_ref(), 7)
    }

    /// Days after which a task that was given is free again.
    #[must_use]
    pub fn task_lapse_days(&self) -> Setting<u16> {
        setting(self.task_lapse_days.as_ref(), 14)
    }

    /// How long a first letter should be.
    #[must_use]
    pub fn words(&self) -> Setting<WordRange> {
        setting(self.words.as_ref(), WordRange { min: 60, max: 350 })
    }

    /// What the community says about machine-written text; ours is to say nothing for it.
    #[must_use]
    pub fn generated_text(&self) -> Setting<Option<Line>> {
        let rule = self.generated_text.as_ref();
        Setting {
            value: rule.map(|it| it.value.clone()),
            is_default: rule.is_none(),
            lines: rule.and_then(|it| it.lines),
        }
    }

    /// Every rule as a sentence, with whose it is.
    #[must_use]
    pub fn setting(&self) -> Vec<(String, Setting<()>)> {
        fn with<T>(text: String, rule: &Setting<T>) -> (String, Setting<()>) {
            (text, Setting { value: (), is_default: rule.is_default, lines: rule.lines })
        }
        let (subject, copy, task) = (self.subject(), self.copy(), self.task());
        let (ping, lapse, words) = (self.ping_after_days(), self.task_lapse_days(), self.words());
        let generated = self.generated_text();
        let copied = match copy.value {
            CopyPolicy::AllMentors => "copy every mentor of the project",
            CopyPolicy::ListOnly => "send a first letter only to the list",
        };
        let tasks = match task.value {
            TaskPolicy::AskMentor => "ask the mentor for a bite-size task",
            TaskPolicy::FindOwn => "find a bite-size task and announce it",
            TaskPolicy::None => "there are no bite-size tasks",
        };
        let machines = match &generated.value {
            Some(policy) => format!("machine-written text: {policy}"),
            None => "no rule about machine-written text".to_owned(),
        };
        let (introductions, eligibility) = (self.introductions(), self.eligibility());
        let place = match introductions.value {
            Introductions::OwnThread => "introduce yourself in your own thread",
            Introductions::SharedThread => "introduce yourself in the shared thread",
            Introductions::NotWanted => "do not introduce yourself on the list",
        };
        let eligible = if eligibility.value {
            "say in the first letter that you are eligible"
        } else {
            "you do not have to say that you are eligible"
        };
        let range = words.value;
        vec![
            with(format!("write the subject as `{}`", subject.value), &subject),
            with(copied.to_owned(), &copy),
            with(place.to_owned(), &introductions),
            with(eligible.to_owned(), &eligibility),
            with(tasks.to_owned(), &task),
            with(format!("write {} to {} words", range.min, range.max), &words),
            with(format!("ask again after {} days without an answer", ping.value), &ping),
            with(format!("a task is reserved for {} days", lapse.value), &lapse),
            with(machines, &generated),
        ]
    }

    /// Where newcomers introduce themselves.
    #[must_use]
    pub fn introductions(&self) -> Setting<Introductions> {
        setting(self.introductions.as_ref(), Introductions::OwnThread)
    }

    /// Whether a first letter is to say that its writer may take part in the programme.
    #[must_use]
    pub fn eligibility(&self) -> Setting<bool> {
        setting(self.eligibility.as_ref(), false)
    }

    /// How `check` judges here.
    #[must_use]
    pub fn rule_overrides(&self) -> &RuleOverrides {
        &self.check
    }
}
