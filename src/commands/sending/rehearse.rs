//! A copy of a letter for its writer alone, through the real account. The ledger knows nothing of it.

use std::path::PathBuf;

use onlist_core::rehearsal::{self, rehearsal};
use onlist_mail::deliver::smtp::Phase;
use onlist_mail::deliver::{RcptStatus, Submission};
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;

use super::connection;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// How many rehearsals are remembered.
const REMEMBERED: usize = 20;

/// Sends a copy of `mail` to `writer` alone, and remembers it to be compared with what comes back.
pub(crate) fn send(
    context: &Context,
    mail: &[u8],
    writer: &Address,
    account: &Account,
) -> Result<(), Failure> {
    // Providers drop a mail with an identifier that they have seen.
    let mut number = 0;
    let mut copy = rehearsal(mail, writer, context.now, number)?;
    while file_of(context, &copy.message_id)?.exists() {
        number += 1;
        copy = rehearsal(mail, writer, context.now, number)?;
    }
    let id = copy.message_id.clone();
    let mut message = copy.encode();
    remember(context, &id, &message.bytes)?;
    if let Some(sender) = account.envelope_sender() {
        message.envelope.reverse_path = sender.clone();
    }
    let mut transport = connection::transport(context, account)?;
    let statuses = transport.offer(&message)?;
    if let Some(RcptStatus::Refused(reply)) = statuses.first() {
        transport.withdraw();
        let message = format!("nothing was sent: {writer} was refused: {reply}");
        return Err(Failure::refused(Phase::Recipient, reply, message));
    }
    let submission = transport.submit(&message);
    transport.close();
    match submission {
        Submission::Accepted(_) => {}
        Submission::NotSent(error) => return Err(Failure::not_taken(error, account.taker())),
        Submission::Unknown(error) => {
            let what = format!("the rehearsal may have been delivered: {error}");
            return Err(Failure::new(Status::Unknown, what).hint("look into your mailbox, or send it again"));
        }
    }
    let terminal = context.terminal;
    terminal.note(&format!("rehearsal sent to {writer} alone, via {}", account.describe()));
    terminal.note(
        "when it has come back, save it with its whole header, and compare: `onlist rehearse --got FILE`",
    );
    Ok(())
}

/// The rehearsal that came back as `got`: the one with its identifier, else the last with its subject.
pub(crate) fn sent_before(context: &Context, got: &Post<'_>) -> Result<Option<Vec<u8>>, Failure> {
    let read = |path: &PathBuf| file::read(path, file::MAIL_LIMIT).ok();
    let all: Vec<_> = remembered(context)?.iter().rev().filter_map(read).collect();
    let is =
        |mail: &&Vec<u8>, same: &dyn Fn(&Post<'_>) -> bool| Post::read(&mail[..]).is_ok_and(|it| same(&it));
    let by_id = all.iter().find(|mail| is(mail, &|it| it.message_id == got.message_id));
    let by_subject = || all.iter().find(|mail| is(mail, &|it| got.subject.contains(it.subject.as_str())));
    Ok(by_id.or_else(by_subject).cloned())
}

/// What is said where nothing was found.
pub(crate) fn is_rehearsal(got: &Post<'_>) -> bool {
    got.subject.contains(rehearsal::MARK)
}

/// The files of what was sent that are `wanted`.
pub(crate) fn files(context: &Context, wanted: impl Fn(&[u8]) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let mut files = remembered(context)?;
    files.retain(|path| file::read(path, file::MAIL_LIMIT).is_ok_and(|mail| wanted(&mail)));
    Ok(files)
}

fn folder(context: &Context) -> Result<PathBuf, Failure> {
    Ok(context.state()?.join("rehearsals"))
}

/// The files of what was sent, oldest first: names begin with the time.
fn remembered(context: &Context) -> Result<Vec<PathBuf>, Failure> {
    let Ok(entries) = std::fs::read_dir(folder(context)?) else { return Ok(Vec::new()) };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "eml"));
    files.sort();
    Ok(files)
}

fn file_of(context: &Context, id: &MessageId) -> Result<PathBuf, Failure> {
    let name = id.bare().split('@').next().unwrap_or_default();
    Ok(folder(context)?.join(format!("{name}.eml")))
}

fn remember(context: &Context, id: &MessageId, bytes: &[u8]) -> Result<(), Failure> {
    let folder = folder(context)?;
    file::make_folders(&folder).map_err(|error| Failure::making(&folder, &error))?;
    file::replace(&file_of(context, id)?, bytes)?;
    let files = remembered(context)?;
    for old in files.iter().rev().skip(REMEMBERED) {
        // One that stays is harmless.
        let _ = std::fs::remove_file(old);
    }
    Ok(())
}
