//! A first letter, from flags or step by step.

mod args;

use clap::Args;
use onlist_core::catalog::{Catalog, Disclosure};
use onlist_core::compose::{self, Answers, Letter, Question, Topic};
use onlist_core::drafts::Draft;
use onlist_mail::words::or;

use self::args::{AboutArgs, WordArgs};
use super::first_draft;
use super::guided;
use super::letter::{self, Route, RouteArgs};
use super::letter_task::{LetterTask, Subject};
use super::open_draft::OpenDraft;
use super::sending::check_result;
use super::sending::consent::Via;
use super::sending::obstacles::{self, Anyway};
use super::sending::queue::NewDraft;
use super::sending::submit::{self, Sent, Wants};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::Words;

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
    #[command(flatten)]
    about: AboutArgs,

    #[command(flatten)]
    words: WordArgs,

    /// Write even if something stands against it; name several things as NAME,NAME
    #[arg(long, value_name = "NAME", num_args = 0.., require_equals = true, value_delimiter = ',', help_heading = LETTER)]
    anyway: Option<Vec<obstacles::Name>>,

    #[command(flatten)]
    route: RouteArgs,
}

impl Introduce {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let mut faults = self.about.contradictions(&self.words);
        let answers = self.words.answers(context, &self.about, &mut faults)?;
        let asks = context.terminal.can_ask();
        let chooses = asks && faults.is_empty();
        if self.about.is_nothing() && chooses {
            return guided::introduce(context, &answers);
        }
        if self.about.is_mentor_alone() && chooses {
            return guided::mentor(context, &answers);
        }
        let found = self.about.find(context).map_err(|failure| faults.push(failure)).ok();
        let (catalog, id) = match found {
            Some(Some(found)) => found,
            Some(None) => return Ok(()),
            None => (context.catalog()?, None),
        };
        let topic = self.about.topic(&catalog, id.as_deref());
        if !asks {
            // What is missing does not depend on the project.
            let about = topic.or_else(|| catalog.projects.first().map(Topic::Project)).unwrap_or(Topic::Idea);
            let mut missing = about.missing(&catalog, &answers);
            // What is given and wrong is not missing too, and neither is what is given and empty.
            let given = self.words.given(&self.about);
            let empty = missing.iter().filter(|it| given.contains(&(**it, true)));
            faults.extend(empty.map(|it| Failure::new(Status::Usage, format!("`--{}` is empty", it.name()))));
            missing.retain(|it| !given.iter().any(|(given, _)| given == it));
            let head = [Question::Name, Question::Email, Question::Idea];
            missing.retain(|it| self.words.body_file.is_none() || head.contains(it));
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
        if context.terminal.can_ask() && (route.is_none() || !topic.missing(catalog, answers).is_empty()) {
            guided::tell_season(context, catalog);
            let done = guided::write(context, catalog, topic, answers, &self.route.wish(anyway))?;
            letter::tell_nothing(context, done);
            return Ok(());
        }
        self.hand_over(context, catalog, topic, answers, (route, &anyway))
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
                return sent.map_or(Ok(()), |it| it.end(context, &letter, self.route.json));
            }
            Some(Route::Keep) => {
                let (label, draft) = draft_of(context, catalog, topic, answers, &letter);
                kept = Some(OpenDraft::begin(context, &label, draft)?.id);
            }
            Some(route) => letter::output(context, &letter, route)?,
            None => {}
        }
        let task = LetterTask { catalog, subject: Subject::First { topic } };
        let (_, draft) = draft_of(context, catalog, topic, answers, &letter);
        let found = check_result::on(context, &task, &draft, &letter, &self.route.consent().allow)?.findings;
        check_result::tell(context, &letter, &found, self.route.json);
        if self.route.json {
            return letter::print_json(context, &letter, &found, kept.as_ref());
        }
        submit::remind(context, catalog, topic, answers);
        if let Some(route) = &route {
            letter::tell_next(context, catalog, &letter, Some(route));
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
}

/// What a letter that is complete is kept as: what it is to be called, and its draft.
fn draft_of(
    context: &Context,
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    letter: &Letter,
) -> (String, Draft) {
    let mut draft = first_draft::draft_of(context, catalog, topic, answers);
    draft.message_id = Some(letter.content().message_id.clone());
    (first_draft::label(topic, answers), draft)
}

/// Why there is no letter; where a sentence of the community's is missing, with those there are.
fn refused(catalog: &Catalog, topic: Topic<'_>, error: compose::Error) -> Failure {
    let asked = matches!(&error, compose::Error::Missing(missing) if missing.contains(&Question::Disclosure));
    let failure = Failure::from(error);
    match catalog.conventions_of(topic.entry()).disclosure().value {
        Some(Disclosure::OneOf(sentences)) if asked => {
            let sentences: Vec<_> = sentences.iter().map(|it| format!("`{it}`")).collect();
            failure.and(Words::typed(format!("`--disclosure` is one of {}", or(&sentences))))
        }
        _ => failure,
    }
}
