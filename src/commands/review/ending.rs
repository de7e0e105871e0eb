//! What becomes of a reviewed letter in the end.

use std::rc::Rc;

use onlist_core::catalog::Catalog;
use onlist_core::compose::Letter;
use onlist_core::outbox::QueuedLetter;

use crate::commands::letter::{self, Route, Wish};
use crate::commands::letter_task::LetterTask;
use crate::commands::open_draft::OpenDraft;
use crate::commands::sending::obstacles::Obstacle;
use crate::commands::sending::queue::{Origin, PreparedLetter};
use crate::commands::sending::submit::send_agreed;
use crate::commands::sending::{by_hand, prepared};
use crate::commands::set_up::identity;
use crate::context::Context;
use crate::messages::Failure;
use crate::settings::Account;

/// What becomes of a letter in the end.
pub(super) enum ReviewResult {
    /// It is to go out by this route.
    Out(Box<Letter>, Route),
    /// It has gone out by this route.
    Gone(Box<Letter>, Route),
    /// It is to be sent as it was shown, through this account.
    Send(Box<QueuedLetter>, Vec<Obstacle>, Box<Account>),
    /// It stays as it is, and another one is begun with this catalog.
    Elsewhere(Rc<Catalog>),
    /// It stays unfinished.
    Left,
    /// Nothing was said, and what was chosen before the questions is wanted again.
    Back,
    /// It is thrown away.
    Discard,
}

/// Does what was decided.
pub(super) fn finish(
    context: &Context,
    task: &LetterTask<'_>,
    draft: OpenDraft,
    wish: &Wish,
    end: ReviewResult,
) -> Result<(), Failure> {
    let written = draft.draft.clone();
    let offer = || if wish.route.is_none() { identity::offer(context, &written) } else { Ok(()) };
    match end {
        ReviewResult::Out(letter, route) => {
            letter::output(context, &letter, &route)?;
            close(context, task, draft, &letter, &route)?;
            offer()
        }
        ReviewResult::Send(letter, agreed, account) => {
            let letter = PreparedLetter { letter, origin: Origin::Draft(draft), agreed };
            send_agreed(context, letter, &account, &wish.consent, &wish.anyway)?.outcome?;
            offer()
        }
        ReviewResult::Gone(letter, route) => {
            leave(context, task, draft, &letter, &route)?;
            offer()
        }
        ReviewResult::Elsewhere(catalog) => {
            letter::tell_kept(context, &draft.id);
            context.write_next(catalog, written);
            Ok(())
        }
        ReviewResult::Left => {
            letter::tell_kept(context, &draft.id);
            Ok(())
        }
        ReviewResult::Back => Ok(()),
        ReviewResult::Discard => draft.end(),
    }
}

/// Says what comes next; the draft stays only where it is the draft that was wanted, or may be needed again.
fn close(
    context: &Context,
    task: &LetterTask<'_>,
    draft: OpenDraft,
    letter: &Letter,
    route: &Route,
) -> Result<(), Failure> {
    task.tell_next(context, letter, Some(route));
    match route {
        Route::Keep | Route::Mailto { .. } => {
            letter::tell_kept(context, &draft.id);
            Ok(())
        }
        Route::Print | Route::Save { .. } | Route::Send(_) => draft.end(),
    }
}

/// Leaves a letter that was saved by hand with its draft, until its writer says that it was sent.
fn leave(
    context: &Context,
    task: &LetterTask<'_>,
    mut draft: OpenDraft,
    letter: &Letter,
    route: &Route,
) -> Result<(), Failure> {
    letter::tell_over(context, letter);
    task.tell_next(context, letter, Some(route));
    if let Route::Save { path, .. } = route {
        let queued = prepared::composed(context, task, &draft.draft, letter, Vec::new());
        by_hand::hand_over(context, &queued, &format!("saved as `{}`", path.display()));
        draft.note_left(context, letter)?;
    }
    Ok(())
}
