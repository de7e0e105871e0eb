//! The flags of a first letter: what it is about, and what is said.

use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;
use clap::builder::PossibleValuesParser;
use onlist_core::catalog::{Catalog, Style};
use onlist_core::compose::{Answers, Question, Topic};
use onlist_core::resolve;
use onlist_mail::words::and;

use super::LETTER;
use crate::candidates;
use crate::commands::open_draft;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// A catalog, and the id of the project in it that a letter is about, if it is about one.
type Found = (Rc<Catalog>, Option<String>);

/// What a letter is about.
#[derive(Debug, Args)]
pub(super) struct AboutArgs {
    /// Project to write about, as listed by `onlist projects`
    #[arg(add = candidates::projects())]
    project: Option<String>,

    /// Title of your own idea, instead of a project
    #[arg(long, value_name = "TITLE")]
    idea: Option<String>,

    /// Offer to mentor: the project, or something else with --list or --idea
    #[arg(long)]
    mentor: bool,

    /// Report a bug, outside any programme; the first sentence becomes the subject
    #[arg(long, value_name = "TEXT")]
    bug: Option<String>,

    /// List that you think is right, where the letter is about no project; default: the list for everything else
    #[arg(long, value_name = "ID", add = candidates::lists())]
    list: Option<String>,
}

/// What is said.
#[derive(Debug, Args)]
pub(super) struct WordArgs {
    #[command(flatten)]
    person: PersonArgs,

    #[command(flatten)]
    project_answers: ProjectArgs,

    #[command(flatten)]
    idea_answers: IdeaArgs,

    /// Additional address to copy; repeatable
    #[arg(long, value_name = "MAILBOX", help_heading = LETTER)]
    cc: Vec<String>,

    /// `full` says who you are and what you write about, `bare` (or `brief`) is a greeting, your own words and your name; default: the
    /// community's rule, else full
    #[arg(long, value_name = "STYLE", help_heading = LETTER, value_parser = styles())]
    style: Option<String>,

    /// What a machine has written of this letter, where the community asks for it
    #[arg(long, value_name = "TEXT", help_heading = LETTER)]
    disclosure: Option<String>,

    /// File with the whole text of the letter; `-` reads standard input
    #[arg(long, value_name = "FILE", help_heading = LETTER)]
    pub(super) body_file: Option<PathBuf>,
}

fn styles() -> PossibleValuesParser {
    PossibleValuesParser::new([Style::Full, Style::Bare, Style::Brief].map(Style::as_str))
}

/// Who writes.
#[derive(Debug, Args)]
#[command(next_help_heading = "About you")]
struct PersonArgs {
    /// Your name; default: the settings, else git's user.name
    #[arg(long)]
    name: Option<String>,

    /// Your address; default: the settings, else git's user.email
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,

    /// Name that people should call you
    #[arg(long, value_name = "NAME")]
    call_me: Option<String>,

    /// University, company or place
    #[arg(long, value_name = "TEXT")]
    affiliation: Option<String>,

    /// Your time zone, for example UTC+1
    #[arg(long, value_name = "TEXT")]
    time_zone: Option<String>,

    /// When and how much time you have
    #[arg(long, value_name = "TEXT")]
    availability: Option<String>,

    /// Link to your work; repeatable
    #[arg(long, value_name = "URL")]
    link: Vec<String>,
}

/// What is said about a project.
#[derive(Debug, Args)]
#[command(next_help_heading = "About the project")]
struct ProjectArgs {
    /// Why this project
    #[arg(long, value_name = "TEXT")]
    interest: Option<String>,

    /// What you have read, built, tried or sent so far
    #[arg(long, value_name = "TEXT")]
    so_far: Option<String>,

    /// One specific question
    #[arg(long, value_name = "TEXT")]
    question: Option<String>,
}

/// What is said about an own idea.
#[derive(Debug, Args)]
#[command(next_help_heading = "About your own idea")]
struct IdeaArgs {
    /// What is wrong or missing today
    #[arg(long, value_name = "TEXT")]
    problem: Option<String>,

    /// What you would change
    #[arg(long, value_name = "TEXT")]
    change: Option<String>,

    /// What exists already
    #[arg(long, value_name = "TEXT")]
    prior_art: Option<String>,

    /// What you would need help with
    #[arg(long, value_name = "TEXT")]
    help_wanted: Option<String>,
}

impl AboutArgs {
    /// Whether nothing says what the letter is about.
    pub(super) fn is_nothing(&self) -> bool {
        self.project.is_none() && self.idea.is_none() && self.bug.is_none() && !self.mentor
    }

    /// Whether a mentor has not said of what.
    pub(super) fn is_mentor_alone(&self) -> bool {
        self.mentor && self.project.is_none() && self.idea.is_none() && self.list.is_none()
    }

    /// The catalog of what the letter is about, and the project's id; nothing when a choice was left.
    pub(super) fn find(&self, context: &mut Context) -> Result<Option<Found>, Failure> {
        if let Some(wanted) = &self.project {
            return context.find_project(wanted).map(|(catalog, id)| Some((catalog, Some(id))));
        }
        if self.is_nothing() {
            return Err(no_project());
        }
        let wanted = self.list.as_deref();
        let fits = |it: &Catalog| wanted.is_none_or(|list| resolve::list(it, list).is_ok());
        Ok(context.choose_catalog(fits)?.map(|catalog| (catalog, None)))
    }

    /// What the letter is about.
    pub(super) fn topic<'c>(&self, catalog: &'c Catalog, id: Option<&str>) -> Option<Topic<'c>> {
        let project = id.and_then(|id| catalog.project(id));
        match (project, self) {
            (project, Self { mentor: true, .. }) => Some(Topic::Mentoring(project)),
            (Some(project), _) => Some(Topic::Project(project)),
            (None, Self { bug: Some(_), .. }) => Some(Topic::Bug),
            (None, Self { idea: Some(_), .. }) => Some(Topic::Idea),
            (None, _) => None,
        }
    }

    /// Flags that do not go together, in words.
    pub(super) fn contradictions(&self, words: &WordArgs) -> Vec<Failure> {
        let fault = |what: &str, hint: &str| vec![Failure::new(Status::Usage, what.to_owned()).hint(hint)];
        let given = words.idea_answers.given();
        match self {
            Self { bug: Some(_), project, idea, mentor, .. }
                if *mentor || project.is_some() || idea.is_some() =>
            {
                fault(
                    "a report of a bug is outside any programme: it is about no project, idea or mentoring",
                    "leave out `--bug`, or the others",
                )
            }
            Self { project: Some(_), idea: Some(_), .. } => fault(
                "a letter is about a project or about your own idea, not both",
                "leave out the project or `--idea`",
            ),
            Self { project: Some(_), list: Some(_), .. } => fault(
                "`--list` is for your own idea",
                "the project has a list of its own: leave out `--list`",
            ),
            Self { bug: Some(_), .. } if words.project_answers.interest.is_some() => {
                fault("`--interest` is for projects, and `--bug` is a report", "say all of it with `--bug`")
            }
            Self { idea: Some(_), mentor: false, .. } if words.project_answers.interest.is_some() => fault(
                "`--interest` is for projects, and `--idea` is your own idea",
                "say with `--problem` and `--change` what your idea is for",
            ),
            Self { list: Some(_), .. } if self.is_nothing() && given.is_empty() => {
                fault("`--list` is for your own idea", "give its title with `--idea TITLE`")
            }
            Self { mentor: true, .. } if !given.is_empty() => fault(
                &format!("{} for your own idea, and a mentor has `--interest`", are(&given)),
                "say with `--interest` what you would mentor",
            ),
            Self { idea: None, .. } if !given.is_empty() => {
                fault(&format!("{} for your own idea", are(&given)), "give its title with `--idea TITLE`")
            }
            _ => Vec::new(),
        }
    }
}

/// `a is`, `a and b are`.
fn are(flags: &[String]) -> String {
    format!("{} {}", and(flags), if flags.len() == 1 { "is" } else { "are" })
}

impl IdeaArgs {
    /// The flags that were given.
    fn given(&self) -> Vec<String> {
        let flags = [
            ("--problem", &self.problem),
            ("--change", &self.change),
            ("--prior-art", &self.prior_art),
            ("--help-wanted", &self.help_wanted),
        ];
        flags.iter().filter(|(_, it)| it.is_some()).map(|(flag, _)| format!("`{flag}`")).collect()
    }
}

impl WordArgs {
    /// What the flags say, and what the settings and git say of the person.
    pub(super) fn answers(
        &self,
        context: &Context,
        about: &AboutArgs,
        faults: &mut Vec<Failure>,
    ) -> Result<Answers, Failure> {
        let mut answers = Answers::default();
        for (question, text) in self.texts(about) {
            let set = answers.set(question, text.as_deref().unwrap_or_default());
            faults.extend(set.err().map(Failure::from));
        }
        for (question, given) in [(Question::Link, &self.person.link), (Question::Cc, &self.cc)] {
            faults.extend(answers.set_lines(question, given).err().map(Failure::from));
        }
        if let Some(path) = &self.body_file {
            match context.text_of(path) {
                Ok(text) if text.trim().is_empty() => {
                    faults.push(Failure::new(Status::Data, format!("`{}` is empty", path.display())));
                }
                Ok(text) => faults.extend(answers.set(Question::Body, &text).err().map(Failure::from)),
                Err(failure) => faults.push(failure),
            }
        }
        open_draft::fill_in_person(context, &mut answers)?;
        Ok(answers)
    }

    /// The questions that flags answer, right or wrong, and whether with nothing.
    pub(super) fn given(&self, about: &AboutArgs) -> Vec<(Question, bool)> {
        let texts = self.texts(about).into_iter();
        texts.filter_map(|(it, text)| Some((it, text.as_ref()?.trim().is_empty()))).collect()
    }

    fn texts<'a>(&'a self, about: &'a AboutArgs) -> [(Question, &'a Option<String>); 18] {
        [
            (Question::Name, &self.person.name),
            (Question::Email, &self.person.email),
            (Question::CallMe, &self.person.call_me),
            (Question::Affiliation, &self.person.affiliation),
            (Question::TimeZone, &self.person.time_zone),
            (Question::Availability, &self.person.availability),
            (Question::Disclosure, &self.disclosure),
            (Question::Style, &self.style),
            (Question::Interest, &self.project_answers.interest),
            (Question::SoFar, &self.project_answers.so_far),
            (Question::Question, &self.project_answers.question),
            (Question::Idea, &about.idea),
            (Question::Bug, &about.bug),
            (Question::List, &about.list),
            (Question::Problem, &self.idea_answers.problem),
            (Question::Change, &self.idea_answers.change),
            (Question::PriorArt, &self.idea_answers.prior_art),
            (Question::HelpWanted, &self.idea_answers.help_wanted),
        ]
    }
}

fn no_project() -> Failure {
    Failure::new(Status::Usage, "no project given")
        .hint("choose one from `onlist projects`, or use `--idea TITLE` with `--problem` and `--change`")
}
