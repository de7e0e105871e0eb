//! A letter that a person works on, whatever its kind: its questions, and what becomes of the answers.

use onlist_core::catalog::{Catalog, Task};
use onlist_core::compose::{self, Letter, Question, Topic};
use onlist_core::drafts::{Draft, Kind};
use onlist_core::resolve;
use onlist_mail::read::Post;

use super::answer;
use super::day::day;
use super::letter::{self, Route};
use super::open_draft::{self, OpenDraft};
use crate::context::Context;
use crate::messages::{Failure, Prompt, Status};
use crate::terminal::Words;

/// Where a draft keeps the name of the place that a season's page points to.
pub(crate) const REDIRECT: &str = "redirect";

/// What a letter is about.
pub(crate) enum Subject<'c> {
    /// A student's first letter.
    First { topic: Topic<'c> },
    /// A mentor's answer.
    Answer { post: Box<Post<'c>> },
}

/// A letter that a person works on.
pub(crate) struct LetterTask<'c> {
    /// The catalog.
    pub(crate) catalog: &'c Catalog,
    /// What the letter is about.
    pub(crate) subject: Subject<'c>,
}

impl<'c> LetterTask<'c> {
    /// The work behind a draft that is kept.
    pub(crate) fn of(catalog: &'c Catalog, draft: &OpenDraft) -> Result<Self, Failure> {
        let kept = &draft.draft;
        let subject = match kept.kind {
            Kind::Reply => Subject::Answer { post: Box::new(post(draft)?) },
            Kind::Introduction | Kind::Idea | Kind::Mentoring | Kind::Bug => {
                Subject::First { topic: topic(catalog, kept)? }
            }
            Kind::Mail | Kind::FollowUp | Kind::AnswerBack | Kind::Letter => {
                return Err(Failure::new(Status::Usage, "a letter that is complete cannot be edited here"));
            }
        };
        Ok(Self { catalog, subject })
    }

    /// The questions, in order.
    pub(crate) fn prompts(&self) -> Vec<Prompt> {
        match &self.subject {
            Subject::First { topic, .. } => {
                let questions = topic.questions(self.catalog).into_iter();
                questions.map(|(question, needed)| Prompt::about(*topic, question, needed)).collect()
            }
            Subject::Answer { .. } => answer::prompts(),
        }
    }

    /// The questions that are put for this letter, in order.
    pub(crate) fn asked(&self, draft: &OpenDraft) -> Vec<Prompt> {
        let mut prompts = self.prompts();
        if let Subject::Answer { .. } = self.subject {
            let answered = |it: &Prompt| draft.get(it.question).is_some() && !draft.was_given(it.question);
            prompts.retain(|it| answered(it) || self.wants(it, draft));
        }
        if let Subject::Answer { .. } = self.subject {
            for prompt in &mut prompts {
                match prompt.question {
                    // Where the mail tells no list, there is no answer without one.
                    Question::List => prompt.needed = true,
                    Question::Answer if answer::gives_no_task(draft) => {
                        prompt.needed = true;
                        prompt.advice = "It goes below the quote. Without a task, it is all that you say.";
                    }
                    _ => {}
                }
            }
        }
        prompts
    }

    /// Whether a question is neither answered nor passed over.
    pub(crate) fn wants(&self, prompt: &Prompt, draft: &OpenDraft) -> bool {
        match &self.subject {
            Subject::First { .. } => {
                !draft.get(prompt.question).is_some_and(|answer| !prompt.needed || !answer.is_empty())
            }
            Subject::Answer { post } => answer::wants(prompt.question, draft, self.catalog, post),
        }
    }

    /// The answer that Enter alone gives to a question that has none yet.
    pub(crate) fn suggestion(&self, context: &Context, question: Question) -> Option<String> {
        match (&self.subject, question) {
            (Subject::Answer { .. }, Question::Until) => {
                Some(answer::usual_day(context, self.catalog).to_string())
            }
            _ => None,
        }
    }

    /// The tasks that fit what a mail is about.
    pub(crate) fn tasks(&self, draft: &OpenDraft) -> Result<Vec<&'c Task>, Failure> {
        let project = match &self.subject {
            Subject::Answer { post } => answer::project(self.catalog, post, draft.draft.project.as_deref())?,
            Subject::First { topic } => topic.entry(),
        };
        Ok(self.catalog.tasks_for(project))
    }

    /// Takes an answer in its clean form, or says what is wrong with it.
    pub(crate) fn check(
        &self,
        context: &Context,
        question: Question,
        answer: &str,
    ) -> Result<String, String> {
        if answer.trim().is_empty() {
            return Ok(String::new());
        }
        match (&self.subject, question) {
            (Subject::First { .. }, Question::List) => {
                resolve::list(self.catalog, answer).map(|list| list.id.to_string()).map_err(described)
            }
            (Subject::Answer { .. }, Question::List) => {
                answer::list(self.catalog, answer).map(|()| answer.trim().to_owned()).map_err(described)
            }
            // Who types an address here has mistaken the question.
            (_, Question::Name) => Question::CallMe.check(answer).map_err(|error| error.to_string()),
            (_, Question::Until) => day(answer, context.now.date_naive()).map(|day| day.to_string()),
            _ => question.check(answer).map_err(|error| error.to_string()),
        }
    }

    /// Says what to do with a letter that was let out by `route`.
    pub(crate) fn tell_next(&self, context: &Context, letter: &Letter, route: Option<&Route>) {
        match (&self.subject, route) {
            (Subject::First { .. }, route) => letter::tell_next(context, self.catalog, letter, route),
            (Subject::Answer { .. }, Some(route)) => letter::tell_sending(context, letter, route),
            (Subject::Answer { .. }, None) => {}
        }
    }

    /// Composes the letter from the answers so far.
    pub(crate) fn compose(&self, context: &Context, draft: &Draft) -> Result<Letter, Failure> {
        match &self.subject {
            Subject::First { topic } => {
                let answers = open_draft::answers(draft)?;
                Ok(compose::introduction(self.catalog, *topic, &answers, context.now, true)?)
            }
            Subject::Answer { post } => answer::compose(context, self.catalog, post, draft),
        }
    }
}

/// Why an answer is none, and what would be one.
fn described(error: impl Into<Failure>) -> String {
    let failure = error.into();
    format!("{}: {}", failure.message.of(true), failure.hint.of(true))
}

/// The mail that a mentor's draft answers.
fn post(draft: &OpenDraft) -> Result<Post<'static>, Failure> {
    let gone = || {
        let what = format!("the mail that `{}` answers is missing", draft.id);
        let hint = format!("start again with `onlist reply`, and run `onlist drafts delete {}`", draft.id);
        Failure::new(Status::NoInput, what).hint(hint)
    };
    Ok(Post::read(draft.mail()?.ok_or_else(gone)?)?)
}

/// How to go on where the catalog has no longer what a letter is about.
fn other_catalog() -> Words {
    Words::typed("use a catalog that has it with `--catalog FILE`").and("your answers are saved")
}

/// What a student's draft is about.
fn topic<'c>(catalog: &'c Catalog, draft: &Draft) -> Result<Topic<'c>, Failure> {
    let project = draft
        .project
        .as_ref()
        .map(|id| resolve::project(catalog, id).map_err(|error| Failure::from(error).hint(other_catalog())));
    match (draft.kind, project.transpose()?) {
        (Kind::Bug, _) => Ok(Topic::Bug),
        (Kind::Mentoring, project) => Ok(Topic::Mentoring(project)),
        (_, Some(project)) => Ok(Topic::Project(project)),
        (_, None) => match draft.answers.get(REDIRECT) {
            None => Ok(Topic::Idea),
            Some(name) => {
                let known = catalog.seasons.iter().flat_map(|season| &season.redirects);
                let gone = || Failure::new(Status::Data, format!("the catalog no longer names `{name}`"));
                let hint = other_catalog();
                let known = known.into_iter().find(|it| *it.name == **name);
                known.map(Topic::Elsewhere).ok_or_else(|| gone().hint(hint))
            }
        },
    }
}
