//! Letters of one call that exclude each other: once one of them is sent, the other would not go.

use std::collections::{HashMap, HashSet};

use onlist_core::drafts::Kind;
use onlist_core::outbox::QueuedLetter;
use onlist_mail::mailbox::Address;

use super::look::Look;
use super::obstacles::{Anyway, Name};
use crate::messages::{Failure, Status};

/// Stops a call with two letters that exclude each other, though each may go by itself.
pub(crate) fn no_two<'l>(
    look: &Look<'_>,
    letters: impl Iterator<Item = &'l QueuedLetter>,
    anyway: &Anyway,
) -> Result<(), Failure> {
    let two = |what: &str, hint: &str| {
        let what = format!("nothing was sent: two of these letters {what}");
        Err(Failure::new(Status::Data, what).hint(hint))
    };
    let (mut ids, mut same) = (HashSet::new(), HashSet::new());
    let mut tasks: HashMap<_, &Address> = HashMap::new();
    for letter in letters {
        if !ids.insert(&letter.message_id) {
            return two(&format!("have the Message-ID {}", letter.message_id), "name each letter once");
        }
        if let Some((name, what)) = shared(look, letter)?.filter(|(name, _)| !anyway.allows(*name)) {
            // One subject may go to several lists, and one idea have several seasons.
            let contact = letter.contact.as_ref().filter(|_| name != Name::Answered);
            let list = letter.list.as_ref().filter(|_| letter.kind == Kind::Letter);
            if !same.insert((what.clone(), contact, list)) {
                return two(&what, "send one of them, or both with `--anyway`");
            }
        }
        let Some(person) = letter.contact.as_ref().map(|it| &it.person) else { continue };
        for wanted in letter.claimed().filter(|_| !anyway.allows(Name::Kept)) {
            let other = tasks.insert(letter.task_key(&wanted), person);
            if let Some(other) = other.filter(|it| *it != person) {
                let object = wanted.object.as_ref().map_or(String::new(), |it| format!(" (`{it}`)"));
                let what = format!("give `{}`{object}, to {other} and to {person}", wanted.task);
                return two(&what, "give one of the students another task");
            }
        }
    }
    Ok(())
}

/// What no two letters share that are sent, in words behind "two of these letters", and what would stand against the
/// second.
fn shared(look: &Look<'_>, letter: &QueuedLetter) -> Result<Option<(Name, String)>, Failure> {
    let about = letter.contact.as_ref().map(|it| it.project.in_words());
    Ok(match (letter.kind, &letter.in_reply_to, about) {
        (Kind::Reply | Kind::AnswerBack, Some(parent), _) => {
            let goes_on = look.is_by(parent, &letter.reverse_path)?;
            (!goes_on).then(|| (Name::Answered, format!("answer the same mail, {parent}")))
        }
        (Kind::FollowUp, _, Some(about)) => Some((Name::TooEarly, format!("ask again about `{about}`"))),
        (Kind::Letter, ..) => Some((Name::WrittenBefore, format!("have the subject `{}`", letter.subject))),
        (kind, _, Some(about)) if kind.is_first() => {
            Some((Name::WrittenBefore, format!("are about `{about}`")))
        }
        _ => None,
    })
}
