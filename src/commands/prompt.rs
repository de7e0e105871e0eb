//! The questions as they are put to a person, with a word on what readers look for.

use onlist_core::compose::{Question, Shape};

/// A question as it is put to a person.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    /// Its name in the draft; the flag's without `--`.
    pub(crate) name: &'static str,
    /// The question.
    pub(crate) text: &'static str,
    /// What readers look for.
    pub(crate) advice: &'static str,
    /// Whether there is no letter without an answer.
    pub(crate) needed: bool,
    /// How it is answered.
    pub(crate) form: Form,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// In one line.
    Line,
    /// In one line or in the editor.
    Long,
    /// By choosing a project from the catalog.
    Project,
    /// By choosing a task that fits, or in one's own words.
    Task,
}

impl Prompt {
    /// The prompt for a question of a student's letter.
    pub(crate) fn student(question: Question, needed: bool) -> Self {
        let (text, advice) = words(question);
        let form = match question.shape() {
            Shape::Line | Shape::Address => Form::Line,
            _ => Form::Long,
        };
        Self { name: question.name(), text, advice, needed, form }
    }
}

fn words(question: Question) -> (&'static str, &'static str) {
    match question {
        Question::Name => ("Your name", ""),
        Question::Email => (
            "Your address",
            "The letter comes from it and answers go to it. Subscribe to the list with the same one.",
        ),
        Question::CallMe => ("What are you called", "The name that mentors should use for you."),
        Question::Affiliation => ("Where are you from", "University, company or place, as you like."),
        Question::TimeZone => ("Your time zone", "So that mentors know when you are awake, as in UTC+1."),
        Question::Idea => ("Title of your idea", "A few words: they become the subject."),
        Question::List => (
            "Which list",
            "Id or address of the list that you think is right. Pass this over when you do not know: you will ask to be redirected.",
        ),
        Question::Problem => ("What is the problem", "What is wrong or missing today, and for whom."),
        Question::Change => ("What would you change", "What will be there at the end that is not there now."),
        Question::PriorArt => (
            "What exists already",
            "Programs, patches or discussions that come close, with links. It shows that you have searched.",
        ),
        Question::HelpWanted => ("What help do you need", "What you cannot do alone, or do not know yet."),
        Question::Interest => (
            "Why this project",
            "Mentors look for a reason of your own: what you have done that leads here, what you want from it. Use your own words, they know theirs.",
        ),
        Question::SoFar => (
            "What have you done so far",
            "What you have read, built, run or sent, with versions and links. Small steps count; they show that you can begin.",
        ),
        Question::Question => (
            "Your question",
            "One that is specific, about something you have read or tried. Readers answer those first, and rarely `how do I start?`.",
        ),
        Question::Availability => ("When do you have time", "Hours a week, exams, holidays."),
        Question::Link => ("Links", "Pages that show your work, one a line."),
        Question::Cc => {
            ("Copy to", "Somebody else who should get the letter, as in `Name <address>`, one a line.")
        }
        Question::Body => ("Your text", ""),
    }
}
