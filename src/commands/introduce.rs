use std::path::PathBuf;

use clap::Args;
use onlist_core::catalog::{Catalog, Disclosure};
use onlist_core::compose::{self, Answers, Letter, Question, Topic};
use onlist_core::drafts::Draft;
use onlist_core::resolve;
use onlist_mail::words::{and, or};

use super::guided;
use super::letter::{self, Route, RouteArgs};
use super::letter_task::{LetterTask, Subject};
use super::open_draft::{self, OpenDraft};
use super::sending::check_result;
use super::sending::consent::Via;
use super::sending::obstacles::{self, Anyway};
use super::sending::queue::NewDraft;
use super::sending::submit::{self, Sent, Wants};
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Where help lists what is about the letter as a whole.
const LETTER: &str = "The letter";

/// Write a first letter to a project's list and mentors
///
/// The letter goes to the project's mailing list, with its mentors in copy and the season's tag in the
/// subject. It is drafted, checked and shown. It is sent only with `--send` or `--sendmail`, after you
/// confirm. What the flags leave out is asked for on a terminal, and named where there
/// is none.
#[derive(Debug, Args)]
pub(crate) struct Introduce {
    /// Project to write about, as listed by `onlist projects`
    #[arg(add = candidates::projects())]
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

    /// What a machine has written of this letter, where the community asks for it
    #[arg(long, value_name = "TEXT", help_heading = LETTER)]
    disclosure: Option<String>,

    /// File with the whole text of the letter; `-` reads standard input
    #[arg(long, value_name = "FILE", help_heading = LETTER)]
    body_file: Option<PathBuf>,

    /// Write even if something stands against it; name several things as NAME,NAME
    #[arg(long, value_name = "NAME", num_args = 0.., require_equals = true, value_delimiter = ',', help_heading = LETTER)]
    anyway: Option<Vec<obstacles::Name>>,

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
    /// List that you think is right; default: the list for everything else
    #[arg(long, value_name = "ID", add = candidates::lists())]
    list: Option<String>,

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

impl Introduce {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let mut faults = self.contradictions();
        let answers = self.answers(context, &mut faults)?;
        let asks = context.terminal.can_ask() && !self.route.json;
        let (catalog, id) = match (&self.project, &self.idea) {
            (Some(wanted), _) => match context.find_project(wanted) {
                Ok((catalog, id)) => (catalog, Some(id)),
                Err(failure) => {
                    faults.push(failure);
                    (context.catalog()?, None)
                }
            },
            (None, Some(_)) => {
                let wanted = self.idea_answers.list.as_deref();
                let fits = |it: &Catalog| wanted.is_none_or(|list| resolve::list(it, list).is_ok());
                let Some(catalog) = context.choose_catalog(fits)? else { return Ok(()) };
                (catalog, None)
            }
            (None, None) if asks && faults.is_empty() => {
                return guided::introduce(context, &answers);
            }
            (None, None) => {
                faults.push(no_project());
                (context.catalog()?, None)
            }
        };
        let topic = match &id {
            Some(id) => catalog.project(id).map(Topic::Project),
            None => self.idea.as_ref().map(|_| Topic::Idea),
        };
        if !asks {
            // What is missing does not depend on the project.
            let about = topic.or_else(|| catalog.projects.first().map(Topic::Project)).unwrap_or(Topic::Idea);
            let mut missing = about.missing(&catalog, &answers);
            // A text that cannot be read is missing once.
            let head = [Question::Name, Question::Email, Question::Idea];
            missing.retain(|it| self.body_file.is_none() || head.contains(it));
            let missing = (!missing.is_empty()).then_some(compose::Error::Missing(missing));
            faults.extend(missing.map(|error| refused(&catalog, about, error)));
        }
        let sends = self.route.route().as_ref().is_some_and(Route::sends);
        if sends {
            faults.extend(self.route.consent().possible(context).err());
        }
        Failure::all(faults)?;
        match topic {
            Some(topic) => self.write(context, &catalog, topic, &answers),
            None => Ok(()),
        }
    }

    /// Asks for what is missing, or composes the letter.
    fn write(
        &self,
        context: &Context,
        catalog: &Catalog,
        topic: Topic<'_>,
        answers: &Answers,
    ) -> Result<(), Failure> {
        let anyway = Anyway::of(self.anyway.as_ref());
        let route = self.route.route();
        let sends = route.as_ref().is_some_and(Route::sends);
        // What stands against sending is told all at once.
        let finished_too = sends || anyway.allows(obstacles::Name::Finished);
        topic.route(catalog, answers, context.now, finished_too)?;
        let undecided = route.is_none() && !self.route.json;
        let asks = context.terminal.can_ask() && !self.route.json;
        if asks && (undecided || !topic.missing(catalog, answers).is_empty()) {
            guided::tell_season(context, catalog);
            return guided::write(context, catalog, topic, answers, &self.route.wish(anyway)).map(drop);
        }
        self.hand_over(context, catalog, topic, answers, (route, &anyway))
    }

    /// Flags that do not go together, in words.
    fn contradictions(&self) -> Vec<Failure> {
        let fault = |what: String, hint: &str| Failure::new(Status::Usage, what).hint(hint);
        let about_ideas = [
            ("--list", &self.idea_answers.list),
            ("--problem", &self.idea_answers.problem),
            ("--change", &self.idea_answers.change),
            ("--prior-art", &self.idea_answers.prior_art),
            ("--help-wanted", &self.idea_answers.help_wanted),
        ];
        let given: Vec<_> =
            about_ideas.iter().filter(|(_, it)| it.is_some()).map(|(flag, _)| format!("`{flag}`")).collect();
        match (&self.project, &self.idea) {
            (Some(_), Some(_)) => {
                vec![fault(
                    "a letter is about a project or about your own idea, not both".to_owned(),
                    "leave out the project or `--idea`",
                )]
            }
            (None, Some(_)) if self.project_answers.interest.is_some() => {
                let hint = "say with `--problem` and `--change` what your idea is for";
                vec![fault("`--interest` is for projects, and `--idea` is your own idea".to_owned(), hint)]
            }
            (_, None) if !given.is_empty() => {
                let are = if given.len() == 1 { "is" } else { "are" };
                vec![fault(
                    format!("{} {are} for your own idea", and(&given)),
                    "give its title with `--idea TITLE`",
                )]
            }
            _ => Vec::new(),
        }
    }

    /// Composes the letter from what was given and lets it out.
    fn hand_over(
        &self,
        context: &Context,
        catalog: &Catalog,
        topic: Topic<'_>,
        answers: &Answers,
        (route, anyway): (Option<Route>, &Anyway),
    ) -> Result<(), Failure> {
        let letter = compose::introduction(catalog, topic, answers, context.now, true)
            .map_err(|error| refused(catalog, topic, error))?;
        let route = route.or_else(|| (!self.route.json).then_some(Route::Print));
        let mut kept = None;
        match &route {
            Some(Route::Send(via)) => {
                let sent = self.send(context, catalog, (topic, answers), &letter, (via, anyway))?;
                return sent.map_or(Ok(()), |it| letter::end_sent(context, &letter, it, self.route.json));
            }
            Some(Route::Keep) => {
                let (label, draft) = draft_of(context, catalog, topic, answers, &letter);
                kept = Some(OpenDraft::begin(context, &label, draft)?.id);
            }
            Some(route) => letter::let_out(context, &letter, route)?,
            None => {}
        }
        let task = LetterTask { catalog, subject: Subject::First { topic } };
        let (_, draft) = draft_of(context, catalog, topic, answers, &letter);
        let found = check_result::on(context, &task, &draft, &letter, &self.route.consent().allow)?.findings;
        letter::tell(context, &letter, &found, self.route.json);
        if self.route.json {
            return letter::print_json(context, &letter, &found, kept.as_ref());
        }
        submit::remind(context, catalog, topic, answers);
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
        (topic, answers): (Topic<'_>, &Answers),
        letter: &Letter,
        (via, anyway): (&Via, &Anyway),
    ) -> Result<Option<Sent>, Failure> {
        let task = LetterTask { catalog, subject: Subject::First { topic } };
        let (label, draft) = draft_of(context, catalog, topic, answers, letter);
        let consent = &self.route.consent();
        let new = NewDraft { draft, mail: None };
        submit::send_new(context, &task, letter, (label, new), Wants { via, consent, anyway })
    }

    /// What the flags say, and what the settings and git say of the person.
    fn answers(&self, context: &Context, faults: &mut Vec<Failure>) -> Result<Answers, Failure> {
        let mut answers = Answers::default();
        let texts = [
            (Question::Name, &self.person.name),
            (Question::Email, &self.person.email),
            (Question::CallMe, &self.person.call_me),
            (Question::Affiliation, &self.person.affiliation),
            (Question::TimeZone, &self.person.time_zone),
            (Question::Availability, &self.person.availability),
            (Question::Disclosure, &self.disclosure),
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
}

/// What a letter that is complete is kept as: what it is to be called, and its draft.
fn draft_of(
    context: &Context,
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    letter: &Letter,
) -> (String, Draft) {
    let mut draft = open_draft::draft_of(context, catalog, topic, answers);
    draft.message_id = Some(letter.content().message_id.clone());
    (open_draft::label(topic, answers), draft)
}

/// Why there is no letter; where a sentence of the community's is missing, with those there are.
fn refused(catalog: &Catalog, topic: Topic<'_>, error: compose::Error) -> Failure {
    let asked = matches!(&error, compose::Error::Missing(missing) if missing.contains(&Question::Disclosure));
    let failure = Failure::from(error);
    match catalog.conventions_of(topic.entry()).disclosure().value {
        Some(Disclosure::OneOf(sentences)) if asked => {
            let sentences: Vec<_> = sentences.iter().map(|it| format!("`{it}`")).collect();
            failure.and(&format!("`--disclosure` is one of {}", or(&sentences)))
        }
        _ => failure,
    }
}

fn no_project() -> Failure {
    Failure::new(Status::Usage, "no project given")
        .hint("choose one from `onlist projects`, or use `--idea TITLE` with `--problem` and `--change`")
}
