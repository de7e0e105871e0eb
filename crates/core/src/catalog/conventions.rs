//! A community's rules for writing to it, and our defaults where it states none.

use serde::Serialize;

use super::format::table;
use super::rules::{
    CopyPolicy, Disclosure, Introductions, ReplyStyle, Rule, RuleOverrides, SeveralStudents, Style,
    TaskPolicy, WordRange,
};
use super::values::{Id, Lines};
use onlist_mail::text::Line;

/// A rule's value and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting<T> {
    /// The value that holds.
    pub value: T,
    /// Whether it is this program's default, since the community states none.
    pub is_default: bool,
    /// Where the source states it.
    pub lines: Option<Lines>,
}

table! {
    /// Rules for letters. What is left out is our default, and shown as ours.
    ///
    /// Each is a value, or a table with the value and where it is stated:
    /// `copy = { value = "all-mentors", lines = [7, 7] }`.
    #[derive(Default)]
    pub struct Conventions {
        /// The pattern of subjects, with `{token}` and `{title}` once each. A community whose subjects carry no
        /// token leaves `{token}` out.
        #[example("'[{token}] {title}'")]
        #[role(Role::Subject)]
        pub subject: Option<Rule<Line>>,
        /// The token that subjects carry in letters outside any programme; a season has its own.
        #[example("'Newcomer'")]
        pub token: Option<Rule<Line>>,
        /// Whom a first letter is copied to. Where it is stated, `check` holds letters to it.
        #[example("'all-mentors'")]
        pub copy: Option<Rule<CopyPolicy>>,
        /// A second list that gets every first letter too.
        #[example("'programme'")]
        #[role(Role::Refers("list"))]
        pub second_list: Option<Rule<Id>>,
        /// How a student comes by a bite-size task. Left out, letters say nothing of tasks.
        #[example("'ask-mentor'")]
        pub task: Option<Rule<TaskPolicy>>,
        /// What a newcomer does before the first letter, and tells in it. Shown before a letter is written.
        #[example("['build the engine', 'run its tests']")]
        pub do_first: Option<Rule<Vec<Line>>>,
        /// What a task to begin with is called here, without its article.
        #[example("'microproject'")]
        pub task_word: Option<Rule<Line>>,
        /// Days after which a task that was given is free again.
        #[example("14")]
        pub task_lapse_days: Option<Rule<u16>>,
        /// Days without an answer after which one asks again.
        #[example("7")]
        pub ping_after_days: Option<Rule<u16>>,
        /// How often one asks again, at most.
        #[example("2")]
        pub most_follow_ups: Option<Rule<u16>>,
        /// Days between asking again and asking once more.
        #[example("14")]
        pub days_between_follow_ups: Option<Rule<u16>>,
        /// How many projects one may write about at a time, at most.
        #[example("2")]
        pub most_open_introductions: Option<Rule<u16>>,
        /// Whether several students may write about one project.
        #[example("'with-backup'")]
        pub several_students: Option<Rule<SeveralStudents>>,
        /// How long a first letter should be, in words.
        #[example("{ min = 60, max = 350 }")]
        pub words: Option<Rule<WordRange>>,
        /// How first letters are written; `--style` of `onlist introduce` says otherwise for one letter.
        #[example("'bare'")]
        pub style: Option<Rule<Style>>,
        /// Where an answer stands in what it quotes.
        #[example("'inline'")]
        pub reply_style: Option<Rule<ReplyStyle>>,
        /// What the community says about machine-written text.
        #[example("'not accepted'")]
        pub generated_text: Option<Rule<Line>>,
        /// What a letter has to say about machine-written text: one of these sentences, or `free` for own words.
        #[example("['I wrote this without a machine.', 'A machine has corrected my grammar.']")]
        pub disclosure: Option<Rule<Disclosure>>,
        /// Where newcomers introduce themselves.
        #[example("'own-thread'")]
        pub introductions: Option<Rule<Introductions>>,
        /// Whether a first letter is to say that its writer may take part in the programme.
        #[example("true")]
        pub eligibility: Option<Rule<bool>>,
        /// How letters are judged.
        #[example("{ severity = { C09 = 'off' } }")]
        #[serde(default)]
        pub check: RuleOverrides,
    }
}

/// The stated rule, else our default.
fn setting<T: Clone>(rule: Option<&Rule<T>>, default: T) -> Setting<T> {
    match rule {
        Some(rule) => Setting { value: rule.value.clone(), is_default: false, lines: rule.lines },
        None => Setting { value: default, is_default: true, lines: None },
    }
}

/// The stated rule, where there is one and none is our default.
fn stated<T: Clone>(rule: Option<&Rule<T>>) -> Setting<Option<T>> {
    Setting {
        value: rule.map(|it| it.value.clone()),
        is_default: rule.is_none(),
        lines: rule.and_then(|it| it.lines),
    }
}

impl Conventions {
    /// These rules where they are stated, else those of `base`.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        fn either<T: Clone>(own: Option<&Rule<T>>, base: Option<&Rule<T>>) -> Option<Rule<T>> {
            own.or(base).cloned()
        }
        Self {
            subject: either(self.subject.as_ref(), base.subject.as_ref()),
            token: either(self.token.as_ref(), base.token.as_ref()),
            copy: either(self.copy.as_ref(), base.copy.as_ref()),
            second_list: either(self.second_list.as_ref(), base.second_list.as_ref()),
            task: either(self.task.as_ref(), base.task.as_ref()),
            do_first: either(self.do_first.as_ref(), base.do_first.as_ref()),
            task_word: either(self.task_word.as_ref(), base.task_word.as_ref()),
            task_lapse_days: either(self.task_lapse_days.as_ref(), base.task_lapse_days.as_ref()),
            ping_after_days: either(self.ping_after_days.as_ref(), base.ping_after_days.as_ref()),
            most_follow_ups: either(self.most_follow_ups.as_ref(), base.most_follow_ups.as_ref()),
            days_between_follow_ups: either(
                self.days_between_follow_ups.as_ref(),
                base.days_between_follow_ups.as_ref(),
            ),
            most_open_introductions: either(
                self.most_open_introductions.as_ref(),
                base.most_open_introductions.as_ref(),
            ),
            several_students: either(self.several_students.as_ref(), base.several_students.as_ref()),
            words: either(self.words.as_ref(), base.words.as_ref()),
            style: either(self.style.as_ref(), base.style.as_ref()),
            reply_style: either(self.reply_style.as_ref(), base.reply_style.as_ref()),
            generated_text: either(self.generated_text.as_ref(), base.generated_text.as_ref()),
            disclosure: either(self.disclosure.as_ref(), base.disclosure.as_ref()),
            introductions: either(self.introductions.as_ref(), base.introductions.as_ref()),
            eligibility: either(self.eligibility.as_ref(), base.eligibility.as_ref()),
            check: if self.check == RuleOverrides::default() {
                base.check.clone()
            } else {
                self.check.clone()
            },
        }
    }

    /// The subject's pattern, with `{token}` and `{title}`.
    #[must_use]
    pub fn subject(&self) -> Setting<Line> {
        setting(self.subject.as_ref(), Line::sanitize("[{token}] {title}"))
    }

    /// The token of subjects outside any programme, where there is one.
    #[must_use]
    pub fn token(&self) -> Setting<Option<Line>> {
        stated(self.token.as_ref())
    }

    /// Whom a first letter is copied to.
    #[must_use]
    pub fn copy(&self) -> Setting<CopyPolicy> {
        setting(self.copy.as_ref(), CopyPolicy::AllMentors)
    }

    /// The id of a second list that gets every first letter too.
    #[must_use]
    pub fn second_list(&self) -> Setting<Option<Id>> {
        stated(self.second_list.as_ref())
    }

    /// How a student comes by a bite-size task.
    #[must_use]
    pub fn task(&self) -> Setting<TaskPolicy> {
        setting(self.task.as_ref(), TaskPolicy::Unsaid)
    }

    /// What a newcomer does before the first letter; nothing where nothing is stated.
    #[must_use]
    pub fn do_first(&self) -> Setting<Vec<Line>> {
        setting(self.do_first.as_ref(), Vec::new())
    }

    /// What a task to begin with is called, without its article.
    #[must_use]
    pub fn task_word(&self) -> Setting<Line> {
        setting(self.task_word.as_ref(), Line::sanitize("bite-size task"))
    }

    /// Days to wait before asking again.
    #[must_use]
    pub fn ping_after_days(&self) -> Setting<u16> {
        setting(self.ping_after_days.as_ref(), 7)
    }

    /// How often one asks again, at most.
    #[must_use]
    pub fn most_follow_ups(&self) -> Setting<u16> {
        setting(self.most_follow_ups.as_ref(), 2)
    }

    /// Days between asking again and asking once more.
    #[must_use]
    pub fn days_between_follow_ups(&self) -> Setting<u16> {
        setting(self.days_between_follow_ups.as_ref(), 14)
    }

    /// How many projects one may write about at a time.
    #[must_use]
    pub fn most_open_introductions(&self) -> Setting<u16> {
        setting(self.most_open_introductions.as_ref(), 3)
    }

    /// Whether several students may write about one project, where the community says so.
    #[must_use]
    pub fn several_students(&self) -> Setting<Option<SeveralStudents>> {
        stated(self.several_students.as_ref())
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

    /// How letters are written.
    #[must_use]
    pub fn style(&self) -> Setting<Style> {
        setting(self.style.as_ref(), Style::Full)
    }

    /// Where an answer stands in what it quotes.
    #[must_use]
    pub fn reply_style(&self) -> Setting<ReplyStyle> {
        setting(self.reply_style.as_ref(), ReplyStyle::Inline)
    }

    /// What the community says about machine-written text; ours is to say nothing for it.
    #[must_use]
    pub fn generated_text(&self) -> Setting<Option<Line>> {
        stated(self.generated_text.as_ref())
    }

    /// What a letter has to say about machine-written text, where it has to say anything.
    #[must_use]
    pub fn disclosure(&self) -> Setting<Option<Disclosure>> {
        stated(self.disclosure.as_ref())
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
