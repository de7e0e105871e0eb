//! A letter is deleted, beside other runs that may work on it.

use onlist_core::drafts::{self, Id};
use onlist_core::outbox::{self, Outbox};

use crate::commands::open_draft;
use crate::commands::sending::{ledger_writer, reminders, status};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What another run has done with a letter meanwhile.
fn changed(outbox: &Outbox, id: &Id) -> Failure {
    match outbox.index().and_then(|index| outbox.load(&index, id)) {
        Ok(Some(letter)) if letter.is_settled() => {
            let what = format!("`{id}` was sent by another run in the meantime");
            Failure::new(Status::TryLater, what).hint("`onlist contacts` shows it")
        }
        _ => outbox::Error::Changed { id: id.clone() }.into(),
    }
}

/// Deletes a letter, one that cannot be read too, unless another run works on it.
pub(super) fn delete(context: &Context, id: &Id, yes: bool) -> Result<(), Failure> {
    let (outbox, store) = (context.outbox()?, open_draft::store(context)?);
    let index = outbox.index()?;
    let letter = match outbox.hold(&index, id) {
        Err(error @ outbox::Error::BeingSent { .. }) => return Err(error.into()),
        Err(outbox::Error::Changed { .. }) => return Err(changed(&outbox, id)),
        // What cannot be read is deleted all the same.
        letter => letter.ok().flatten(),
    };
    let lock = match store.lock(id) {
        Err(drafts::Error::Missing { .. }) if index.has(id) => None,
        lock => Some(lock?),
    };
    // While the draft was waited for, another run may have made a letter of it.
    if !index.has(id) && outbox.index()?.has(id) {
        return Err(changed(&outbox, id));
    }
    if !yes {
        if !context.terminal.can_ask() {
            let what = format!("cannot ask {}", context.terminal.unasked());
            return Err(Failure::new(Status::Usage, what).hint("add `--yes` to delete it"));
        }
        if let Some(letter) = &letter {
            context.terminal.note(&format!("`{id}`: {}", status::describe(letter)));
        }
        if !context.terminal.confirm(&format!("Delete {id}"), false)? {
            return Ok(());
        }
    }
    match letter {
        Some(letter) => {
            if letter.is_settled() {
                context
                    .terminal
                    .note(&format!("`{id}` was already sent: only the copy kept here is deleted"));
            }
            // Once the letter is gone, nothing else can tell.
            ledger_writer::close(context, &letter);
            let unsent = letter.is_undelivered().then(|| letter.letter().clone());
            outbox.delete(letter)?;
            unsent.map_or(Ok(()), |it| reminders::withdraw(context, &it))?;
        }
        None => outbox.delete_broken(&index, id)?,
    }
    match lock {
        Some(lock) => Ok(store.delete(id, lock)?),
        None => Ok(()),
    }
}
