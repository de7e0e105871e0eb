//! An answer that a mentor is guided to: the mail first, then the questions.

use onlist_core::catalog::Catalog;
use onlist_core::compose::Question;
use onlist_core::drafts::{Draft, Id};
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;

use super::{Reply, label};
use crate::commands::card::{self, Glance};
use crate::commands::letter::{self, Wish};
use crate::commands::letter_task::{LetterTask, Subject};
use crate::commands::open_draft::OpenDraft;
use crate::commands::resume::{self, Offer};
use crate::commands::sending::look::Look;
use crate::commands::{answer, interview, own_tasks, review, team_claims};
use crate::context::Context;
use crate::messages::Failure;

impl Reply {
    /// Guides to an answer to `mail`; whether it was gone through.
    pub(crate) fn guided(context: &mut Context, mail: &[u8]) -> Result<bool, Failure> {
        let catalog = own_tasks::with(context, &context.catalog()?)?;
        let post = Post::read(mail)?;
        let mut faults = Vec::new();
        let draft = Self::default().draft(context, &catalog, &mut faults)?;
        Failure::all(faults)?;
        let answered = team_claims::read(context, &[], &catalog, None, Some(&post))?;
        if let Some(answered) = answered {
            context.terminal.warning(&answered);
        }
        review_answer(context, &catalog, post, mail, draft, &Wish::default())
    }
}

/// Shows the mail, asks for what is missing of its answer, and reviews it; whether that was gone through.
pub(super) fn review_answer(
    context: &Context,
    catalog: &Catalog,
    post: Post,
    mail: &[u8],
    mut draft: Draft,
    wish: &Wish,
) -> Result<bool, Failure> {
    draft.asking = Some(Question::Task.name().to_owned());
    if wish.route.is_some() {
        // Whoever gives a route is asked for no more than there must be.
        for question in [Question::Answer, Question::Until] {
            draft.answers.entry(question.name().to_owned()).or_default();
        }
    }
    if wish.route.is_none() {
        match resume::offer_answer(context, &post)? {
            Offer::GoOn(open) => {
                let task = LetterTask::of(catalog, &open)?;
                resume::tell(context, &task, &open);
                return review::review(context, &task, *open, wish);
            }
            Offer::Back => return Ok(false),
            Offer::Another => {}
        }
    }
    tell_answered(context, &post, &draft)?;
    if wish.route.is_some() {
        if !card::show(context, catalog, &post, draft.project.as_deref())? {
            return Ok(false);
        }
    } else {
        match shown_as_public(context, catalog, &post, (draft.project.as_deref(), false))? {
            Some(true) => {}
            Some(false) => return Ok(true),
            None => return Ok(false),
        }
    }
    let (open, task) = planned(context, catalog, post, mail, draft)?;
    review::review(context, &task, open, wish)
}

/// Says, before there is any work in it, that the mail was answered from here, or may have been.
fn tell_answered(context: &Context, post: &Post<'_>, draft: &Draft) -> Result<(), Failure> {
    let me = draft.answers.get(Question::Email.name()).and_then(|it| it.parse::<Address>().ok());
    let (Some(me), Some(parent)) = (me, &post.message_id) else { return Ok(()) };
    let outbox = context.outbox()?;
    let index = outbox.index()?;
    // What cannot be read keeps nobody from writing; it does from sending.
    if let Ok(Some(obstacle)) =
        Look::at(context, &outbox, &index).and_then(|it| it.answered_by(&me, parent, None))
    {
        context.terminal.warning(&obstacle.reason);
        context.terminal.hint(&obstacle.instead);
    }
    Ok(())
}

/// A planned answer, and what there is to do for it.
fn planned<'c>(
    context: &Context,
    catalog: &'c Catalog,
    post: Post,
    mail: &[u8],
    draft: Draft,
) -> Result<(OpenDraft, LetterTask<'c>), Failure> {
    let open = OpenDraft::planned(context, &label(&post), draft, Some(mail.to_vec()))?;
    let task = LetterTask { catalog, subject: Subject::Answer { post: Box::new(post.into_owned()) } };
    Ok((open, task))
}

/// Asks for an answer to `mail`, to be sent later; gives the draft that keeps it, nothing where its writer goes back.
pub(crate) fn collected(context: &Context, mail: &[u8]) -> Result<Option<Id>, Failure> {
    let post = Post::read(mail)?;
    let (catalog, project) = answer::catalog(context, &post, None)?;
    let mut faults = Vec::new();
    let mut draft = Reply::default().draft(context, &catalog, &mut faults)?;
    Failure::all(faults)?;
    draft.catalog = context.catalog_name(&catalog);
    draft.project = project;
    draft.asking = Some(Question::Task.name().to_owned());
    match resume::offer_answer(context, &post)? {
        Offer::GoOn(open) => {
            let task = LetterTask::of(&catalog, &open)?;
            return asked(context, *open, &task);
        }
        Offer::Back => return Ok(None),
        Offer::Another => {}
    }
    tell_answered(context, &post, &draft)?;
    if !shown_as_public(context, &catalog, &post, (None, true))?.unwrap_or(false) {
        return Ok(None);
    }
    let (open, task) = planned(context, &catalog, post, mail, draft)?;
    asked(context, open, &task)
}

/// Asks what is missing of an answer; its name where all was asked.
fn asked(context: &Context, mut open: OpenDraft, task: &LetterTask<'_>) -> Result<Option<Id>, Failure> {
    open.hint_on_interrupt();
    let asked = interview::ask_all(context, &mut open, task);
    if asked.map_err(|failure| open.hinted(failure))? {
        if let Subject::Answer { post } = &task.subject {
            let to = post.from.first().map(|it| it.name.as_deref().unwrap_or(it.address.as_str()));
            context.remember_answer(open.id.clone(), to.unwrap_or_default().to_owned());
        }
        return Ok(Some(open.id));
    }
    if open.touched {
        letter::tell_kept(context, &open.id);
    }
    Ok(None)
}

/// Shows what is answered; whether it is on a list, nothing where its reader goes back.
fn shown_as_public(
    context: &Context,
    catalog: &Catalog,
    post: &Post,
    (named, is_read): (Option<&str>, bool),
) -> Result<Option<bool>, Failure> {
    let (card, project) = (card::of(context, catalog, post, named), card::project(catalog, post, named));
    let glance = Glance { post, card: &card, project: &project };
    if card.private {
        card::answers_in_public(context, catalog, &glance)
    } else if is_read {
        glance.show_again(context);
        Ok(Some(true))
    } else {
        Ok(glance.show(context)?.then_some(true))
    }
}
