use std::path::PathBuf;

use clap::Args;
use onlist_core::catalog::Catalog;
use onlist_core::compose::{self, Answers, Letter, Question, Topic};
use onlist_core::resolve;

use super::guided;
use super::letter::{self, Route, RouteArgs};
use super::sending::book;
use super::sending::consent::Via;
use super::sending::submit::{self, Sent};
use super::session::{self, Session};
use super::work::{Subject, Work};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Where help lists what is about the letter as a whole.
const LETTER: &str = "The letter";

/// Write a first letter to a project's list and mentors
///
/// The letter goes to the project's mailing list, with its mentors in copy and the season's tag in the
/// subject. It is drafted, checked and shown. It is sent only with `--send` or `--sendmail`, after you
/// confirm. On a terminal, missing answers are asked for; elsewhere they are an error.
#[derive(Debug, Args)]
pub(crate) struct Introduce {
    /// Project to write about, as listed by `onlist projects`
    #[arg(conflicts_with = "idea")]
    project: Option<String>,

    /// Title of your own idea, instead of a project
    #[arg(long, value_name = "TITLE")]
    idea: Option<String>,

    #[command(flatten)]
    person: PersonArgs,

    #[command(flatten)]
    project_answers: ProjectArgs,

    #[command(flatten)]
    idea_answers: IdeaArgs,

    /// Additional address to copy; repeatable
    #[arg(long, value_name = "MAILBOX", help_heading = LETTER)]
    cc: Vec<String>,

    /// File with the whole text of the letter; `-` reads standard input
    #[arg(long, value_name = "FILE", help_heading = LETTER)]
    body_file: Option<PathBuf>,

    /// Write even if the project is finished or you wrote about it before
    #[arg(long, help_heading = LETTER)]
    anyway: bool,

    #[command(flatten)]
    route: RouteArgs,
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
    #[arg(long, value_name = "TEXT", conflicts_with = "idea")]
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
    /// List that you think is right; default: the list for everything else
    #[arg(long, value_name = "ID", conflicts_with = "project", requires = "idea")]
    list: Option<String>,

    /// What is wrong or missing today
    #[arg(long, value_name = "TEXT", conflicts_with = "project", requires = "idea")]
    problem: Option<String>,

    /// What you would change
    #[arg(long, value_name = "TEXT", conflicts_with = "project", requires = "idea")]
    change: Option<String>,

    /// What exists already
    #[arg(long, value_name = "TEXT", conflicts_with = "project", requires = "idea")]
    prior_art: Option<String>,

    /// What you would need help with
    #[arg(long, value_name = "TEXT", conflicts_with = "project", requires = "idea")]
    help_wanted: Option<String>,
}

impl Introduce {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let catalog = context.catalog()?;
        let answers = self.answers(context)?;
        let topic = match (&self.project, &self.idea) {
            (Some(id), _) => Topic::Project(resolve::project(&catalog, id)?),
            (None, Some(_)) => Topic::Idea,
            (None, None) if context.terminal.can_ask() => {
                return guided::introduce(context, &catalog, &answers);
            }
            (None, None) => return Err(no_project()),
        };
        topic.route(&catalog, &answers, context.now, self.anyway)?;
        let route = self.route.route();
        let sends = route.as_ref().is_some_and(Route::sends);
        let undecided = route.is_none() && !self.route.json;
        if sends {
            self.route.consent.possible(context)?;
        }
        if context.terminal.can_ask() && (undecided || !topic.missing(&answers).is_empty()) {
            guided::tell_season(context, &catalog);
            let wish = self.route.wish();
            return guided::write(context, &catalog, topic, &answers, self.anyway, &wish);
        }
        self.hand_over(context, &catalog, topic, &answers, route)
    }

    /// Composes the letter from what was given and lets it out.
    fn hand_over(
        &self,
        context: &Context,
        catalog: &Catalog,
        topic: Topic<'_>,
        answers: &Answers,
        route: Option<Route>,
    ) -> Result<(), Failure> {
        let letter = compose::introduction(catalog, topic, answers, context.now, self.anyway)?;
        let route = route.or_else(|| (!self.route.json).then_some(Route::Print));
        let mut kept = None;
        match &route {
            Some(Route::Send(via)) => {
                let sent = self.send(context, catalog, topic, answers, (&letter, via))?;
                return sent.map_or(Ok(()), |it| letter::end_sent(context, &letter, it, self.route.json));
            }
            Some(Route::Keep) => kept = Some(keep(context, topic, answers, &letter)?.id),
            Some(route) => letter::let_out(context, &letter, route)?,
            None => {}
        }
        if self.route.json {
            return letter::print_json(context, &letter, kept.as_ref());
        }
        letter::tell_notices(context, &letter);
        book::remind(context, catalog, topic, answers);
        if let Some(route) = &route {
            letter::tell_next(context, catalog, &letter, route);
        }
        match (kept, route) {
            (Some(id), Some(Route::Keep)) => letter::name_kept(context, &id),
            _ => Ok(()),
        }
    }

    /// Sends the letter; nothing when its sender does not want it to go.
    fn send(
        &self,
        context: &Context,
        catalog: &Catalog,
        topic: Topic<'_>,
        answers: &Answers,
        (letter, via): (&Letter, &Via),
    ) -> Result<Option<Sent>, Failure> {
        let work = Work { catalog, subject: Subject::First { topic, anyway: self.anyway } };
        let record = session::record(context, topic.project(), answers);
        let wish = (via, &self.route.consent);
        submit::send_new(context, &work, &record, letter, wish, self.anyway, || {
            keep(context, topic, answers, letter)
        })
    }

    /// What the flags say, and what the settings and git say of the person.
    fn answers(&self, context: &Context) -> Result<Answers, Failure> {
        let mut answers = Answers::default();
        let texts = [
            (Question::Name, &self.person.name),
            (Question::Email, &self.person.email),
            (Question::CallMe, &self.person.call_me),
            (Question::Affiliation, &self.person.affiliation),
            (Question::TimeZone, &self.person.time_zone),
            (Question::Availability, &self.person.availability),
            (Question::Interest, &self.project_answers.interest),
            (Question::SoFar, &self.project_answers.so_far),
            (Question::Question, &self.project_answers.question),
            (Question::Idea, &self.idea),
            (Question::List, &self.idea_answers.list),
            (Question::Problem, &self.idea_answers.problem),
            (Question::Change, &self.idea_answers.change),
            (Question::PriorArt, &self.idea_answers.prior_art),
            (Question::HelpWanted, &self.idea_answers.help_wanted),
        ];
        for (question, text) in texts {
            answers.set(question, text.as_deref().unwrap_or_default())?;
        }
        for (question, given) in [(Question::Link, &self.person.link), (Question::Cc, &self.cc)] {
            answers.set_lines(question, given)?;
        }
        if let Some(path) = &self.body_file {
            let text = context.text_of(path)?;
            if text.trim().is_empty() {
                return Err(Failure::new(Status::Data, format!("`{}` is empty", path.display())));
            }
            answers.set(Question::Body, &text)?;
        }
        session::fill_in_person(context, &mut answers)?;
        Ok(answers)
    }
}

/// Keeps a letter that is complete.
fn keep(context: &Context, topic: Topic<'_>, answers: &Answers, letter: &Letter) -> Result<Session, Failure> {
    let label = topic.project().or_else(|| answers.get(Question::Idea)).unwrap_or("idea");
    let mut record = session::record(context, topic.project(), answers);
    record.message_id = Some(letter.content.message_id.clone());
    Session::begin(context, label, record)
}

fn no_project() -> Failure {
    Failure::new(Status::Usage, "no project given")
        .hint("choose one from `onlist projects`, or use `--idea TITLE` with `--problem` and `--change`")
}
