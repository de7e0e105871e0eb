//! The questions as they are put to a person, with a word on what readers look for.

use std::fmt::Display;

use onlist_core::compose::{Question, Shape, Topic};

use crate::terminal::Words;

/// A question as it is put to a person.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    /// What is asked.
    pub(crate) question: Question,
    /// The question in words.
    pub(crate) text: &'static str,
    /// What readers look for.
    pub(crate) advice: &'static str,
    /// Whether there is no letter without an answer.
    pub(crate) needed: bool,
}

impl Prompt {
    /// The prompt for a question.
    pub(crate) fn new(question: Question, needed: bool) -> Self {
        let (text, advice) = words(question);
        Self { question, text, advice, needed }
    }

    /// The prompt for a question of a first letter.
    pub(crate) fn about(topic: Topic<'_>, question: Question, needed: bool) -> Self {
        let prompt = Self::new(question, needed);
        let words = match (topic, question) {
            (Topic::Mentoring(Some(_)), Question::Interest) => {
                Some(("Why would you mentor this", "What you know of it, and how you would help a student."))
            }
            (Topic::Mentoring(None), Question::Interest) => Some((
                "What would you mentor",
                "What a student would do, what you know of it, and how you would help.",
            )),
            (Topic::Mentoring(_), Question::Idea) => {
                Some(("Title of it", "A few words. They become the subject."))
            }
            (Topic::Mentoring(_), Question::Question) => {
                Some(("Your question", "What you want to know from the community, if anything."))
            }
            (Topic::Mentoring(_) | Topic::Bug, Question::List) => Some((
                "Which list",
                "Id or address of the list that fits. If you skip this, your letter goes to the list for everything else.",
            )),
            (Topic::Bug, Question::SoFar) => Some((
                "How can others see it",
                "Version, system, the steps that show it, and what you have tried.",
            )),
            _ => None,
        };
        words.map_or(prompt.clone(), |(text, advice)| Self { text, advice, ..prompt })
    }

    /// The question with its number, unless it stands alone.
    pub(crate) fn numbered(&self, number: usize, of: usize) -> String {
        if of == 0 { self.text.to_owned() } else { format!("{} ({number} of {of})", self.text) }
    }

    /// Whether it is answered in one line or in the editor.
    pub(crate) fn is_long(&self) -> bool {
        matches!(self.question.shape(), Shape::Block | Shape::Lines | Shape::Mailboxes)
    }
}

/// The flag that answers a question.
pub(super) fn flag(question: Question) -> String {
    format!("--{}", question.name())
}

/// The words of a question, in quotes.
pub(super) fn quoted(question: Question) -> String {
    format!("\"{}\"", words(question).0)
}

/// What is wrong with the answer to `question`.
pub(crate) fn about(question: Question, wrong: impl Display) -> Words {
    Words::typed(format!("`{}`: {wrong}", flag(question))).guided(format!("{}: {wrong}", quoted(question)))
}

/// How to give `question` another answer: in the words of `typed` where flags are typed.
pub(crate) fn change(question: Question, typed: impl Into<String>) -> Words {
    Words::typed(typed).guided(format!("choose \"Change an answer\", then {}", quoted(question)))
}

fn words(question: Question) -> (&'static str, &'static str) {
    match question {
        Question::Name => ("Your name", ""),
        Question::Email => {
            ("Your address", "Your letter is sent from this address. Use the one you subscribed with.")
        }
        Question::CallMe => ("What should people call you", "For example, your first name."),
        Question::Affiliation => ("Where are you from", "University, company or place."),
        Question::TimeZone => ("Your time zone", "For example UTC+1. It tells mentors when you are awake."),
        Question::Bug => (
            "What does not work",
            "What you did, what you saw, and what you had expected. The first sentence becomes the subject.",
        ),
        Question::Style => ("Style", ""),
        Question::Idea => ("Title of your idea", "A few words. They become the subject."),
        Question::List => (
            "Which list",
            "Id or address of the list that fits your idea. If you skip this, your letter asks for the right list.",
        ),
        Question::Problem => {
            ("What is the problem", "What is wrong or missing today, and who has this problem.")
        }
        Question::Change => ("What would you change", "What will exist at the end that does not exist now."),
        Question::PriorArt => (
            "What exists already",
            "Similar programs, patches or discussions, with links. This shows that you searched.",
        ),
        Question::HelpWanted => ("What help do you need", "What you cannot do alone, or do not know yet."),
        Question::Interest => (
            "Why this project",
            "Give your own reason: what you did before and what you want to learn. Do not repeat the project description.",
        ),
        Question::SoFar => (
            "What have you done so far",
            "What you have read, built, run or sent, with versions and links. Small steps count.",
        ),
        Question::Question => (
            "Your question",
            "Ask one specific question about something you read or tried. Questions like `how do I start?` rarely get an answer.",
        ),
        Question::Availability => ("When do you have time", "Hours a week, exams, holidays."),
        Question::Link => ("Links", "Links to your work, one per line."),
        Question::Disclosure => (
            "What has a machine written",
            "This community wants to know. `none` if nothing of this letter was.",
        ),
        Question::Cc => {
            ("Copy to", "Other people who should get the letter, as `Name <address>`, one per line.")
        }
        Question::Project => ("Project", "Which project the mail is about."),
        Question::Task => ("Task", ""),
        Question::TaskText => ("The task", ""),
        Question::Object => (
            "Which one",
            "The bug, file or patch that the student gets; nobody else gets the same. Leave it empty if they are to find one.",
        ),
        Question::SecondTask => ("Second task", "Another task to choose."),
        Question::Until => {
            ("Reserve the task until", "After this day (YYYY-MM-DD), others may take the task.")
        }
        Question::Answer => (
            "Your answer to the questions",
            "It goes below the quote and above the task. One sentence and a link are enough.",
        ),
        Question::Body => ("Your text", ""),
    }
}
