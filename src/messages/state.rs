//! What goes wrong with what is kept: drafts, letters, the ledger.

use std::io;
use std::path::Path;

use onlist_core::drafts;
use onlist_core::ledger;
use onlist_core::outbox;
use onlist_mail::file;

use super::hints::too_many_open;
use super::{Advice, Failure, Status, with_source};
use crate::terminal::Words;

impl From<drafts::Error> for Failure {
    fn from(error: drafts::Error) -> Self {
        use drafts::Error as E;
        let (status, hint) = match &error {
            E::NoName { .. } => (Status::Usage, Some("use letters a to z, digits and `-`".into())),
            E::Missing { .. } => (Status::Usage, Some("run `onlist drafts` to see all drafts".into())),
            E::Busy { .. } => (Status::TryLater, Some("close it there".into())),
            E::StateBusy { .. } => (Status::TryLater, Some("try again when it has ended".into())),
            E::FirstForm { path } => (Status::Data, Some(nothing_of_it(path.parent().unwrap_or(path)))),
            E::Newer { .. } => {
                let hint = "use a newer `onlist`, or delete it with `onlist drafts delete`";
                (Status::Data, Some(hint.into()))
            }
            E::Broken { path, .. } => {
                let path = path.display();
                (Status::Data, Some(format!("fix `{path}`, or delete it with `onlist drafts delete`")))
            }
            E::MessageId { .. } => (Status::Data, None),
            E::File(error) => (Status::CannotCreate, error.hint()),
            E::Io { action: "lock", .. } => {
                let hint = "keep drafts in a folder whose file system has file locks";
                (Status::Io, Some(hint.to_owned()))
            }
            E::Io { action: "create", source, .. } => (Status::CannotCreate, refused(source)),
            E::Io { source, .. } => (Status::Io, refused(source)),
        };
        let failure = match error {
            E::Broken { source, .. } => Self::in_file(status, source),
            error => Self::new(status, with_source(&error)),
        };
        failure.hinted(hint)
    }
}

impl From<outbox::Error> for Failure {
    fn from(error: outbox::Error) -> Self {
        use outbox::Error as E;
        let (status, hint) = match &error {
            E::Queued { .. } => (Status::Data, Some("send it, or make it a draft again first".into())),
            E::BeingSent { .. } => (Status::TryLater, Some("see `onlist drafts`".into())),
            E::Twin { id, other } => {
                let hint = format!(
                    "one is a copy of the other: compare them, and delete one with `onlist drafts delete {id}` or \
                     `onlist drafts delete {other}`"
                );
                (Status::Data, Some(hint))
            }
            E::Unknown { id } => {
                let hint = format!("look whether it arrived; `onlist send {id} --again` sends it once more");
                (Status::Unknown, Some(hint))
            }
            E::Changed { .. } => (Status::TryLater, Some("see `onlist drafts` and try again".into())),
            E::Gone { id } => {
                let hint =
                    format!("`onlist drafts show {id}` shows it; to say something else, write a new letter");
                (Status::Data, Some(hint))
            }
            E::Altered { path } | E::Journal { path, .. } => (Status::Data, Some(nothing_of_it(path))),
            E::Newer { .. } => (Status::Data, Some("use a newer `onlist`; the letter is saved".into())),
            E::Broken { .. } => (Status::Data, Some("the letter is saved".to_owned())),
            E::Io { source, .. } => (Status::Io, refused(source)),
            E::Draft(_) | E::File(_) => (Status::Io, None),
            E::Nobody { .. } | E::NotOutstanding { .. } => (Status::Data, None),
        };
        match error {
            E::Draft(error) => error.into(),
            E::File(error) => error.into(),
            error => Self::new(status, with_source(&error)).hinted(hint),
        }
    }
}

/// What to do about what has the place of a file and is none, and about too many files.
fn refused(error: &io::Error) -> Option<String> {
    let not_a_file = error.get_ref().filter(|it| it.is::<file::NotAFile>());
    not_a_file.map(|_| "move it away, and try again".to_owned()).or_else(|| too_many_open(error))
}

/// Where what is left of a letter is that cannot be read.
fn nothing_of_it(place: &Path) -> String {
    format!("nothing of it is sent; what is left of the letter is in `{}`", place.display())
}

impl From<ledger::Error> for Failure {
    fn from(error: ledger::Error) -> Self {
        use ledger::Error as E;
        let (status, hint): (_, Option<Words>) = match &error {
            E::Server { .. } => (Status::Usage, Some("give the path of a file".into())),
            E::NotALedger { .. } => {
                let hint = "give the path of a ledger, or a new path to start one";
                (Status::Data, Some(hint.into()))
            }
            E::Newer { .. } => (Status::Data, Some("use a newer `onlist`".into())),
            E::Damaged { ledger, .. } => {
                let hint = format!("bring back a copy of `{ledger}`, or move it away to begin another");
                (Status::Data, Some(hint.into()))
            }
            E::Unfit { .. } => (Status::Data, None),
            E::Busy { .. } => (Status::TryLater, Some("try again when it has ended".into())),
            E::ReadOnly { .. } => {
                let hint = Words::from("make the file and its folder writable");
                (Status::CannotCreate, Some(hint.and(Words::typed("or use another with `--ledger`"))))
            }
            E::Full { .. } => (Status::Io, Some("free some disk space first; nothing was added".into())),
            E::Io { action, source, .. } => {
                let created = *action == "create";
                let hint = match source.kind() {
                    io::ErrorKind::StorageFull => Some("free some disk space first".into()),
                    _ if created => {
                        let words = Words::from("choose a folder that you can write to");
                        Some(words.and(Words::typed("or use another ledger with `--ledger`")))
                    }
                    _ => None,
                };
                let status = if created { Status::CannotCreate } else { Status::Io };
                (status, hint)
            }
            E::Engine { .. } => (Status::Io, None),
        };
        Self::new(status, with_source(&error)).hinted(hint)
    }
}
