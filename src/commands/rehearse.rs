use std::path::{Path, PathBuf};

use clap::Args;
use onlist_core::drafts::Id;
use onlist_core::outbox::QueuedLetter;
use onlist_core::rehearsal::compare;
use onlist_core::resolve::Role;
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;
use onlist_mail::words::count;

use super::letter_task::LetterTask;
use super::open_draft::{self, OpenDraft};
use super::send;
use super::sending::check_result;
use super::sending::consent::{Consent, Via};
use super::sending::rehearse;
use super::set_up;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Send a letter to yourself alone, or see what came back of it
///
/// The copy goes through your account, with a Message-ID of its own, `[rehearsal]` before the subject, and the
/// real recipients as text above the letter. Nobody else gets it, and `onlist contacts` knows nothing of it. Save
/// what arrives with its whole header and give it to `--got`: you see what your provider changed, and what a
/// mailing list would do with it.
#[derive(Debug, Args)]
pub(crate) struct Rehearse {
    /// Draft, as listed by `onlist drafts`, or file with a mail; `-` reads standard input
    #[arg(value_name = "DRAFT|FILE.eml", conflicts_with = "got", add = candidates::drafts_and_files())]
    letters: Vec<String>,

    /// Compare the copy that came back; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    got: Option<PathBuf>,

    /// Sendmail-compatible command; default: the account of `onlist account`
    #[arg(long, value_name = "COMMAND", conflicts_with = "got")]
    sendmail: Option<String>,

    /// Do not ask
    #[arg(long, conflicts_with = "got")]
    yes: bool,

    /// With --got: print JSON for scripts
    #[arg(long, requires = "got")]
    json: bool,
}

impl Rehearse {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(got) = &self.got {
            return compare_with(context, got, self.json);
        }
        let letters = if self.letters.is_empty() { send::waiting(context)? } else { self.letters.clone() };
        if letters.is_empty() {
            return Ok(());
        }
        let consent = Consent { yes: self.yes, ..Consent::default() };
        let (mut copies, mut faults) = (Vec::new(), Vec::new());
        for letter in &letters {
            match copy(context, letter) {
                Ok(copy) => copies.push(copy),
                Err(failure) => faults.push(failure),
            }
        }
        faults.extend(consent.possible(context).err());
        Failure::all(faults)?;
        let via = self.sendmail.clone().map_or(Via::Account, Via::Command);
        for (mail, writer) in copies {
            let account = set_up::needed_account(context, &via, Some(&writer), consent.can_ask(context))?;
            let question = format!("Send a copy to {writer} alone");
            if self.yes || context.terminal.confirm(&question, true)? {
                rehearse::send(context, &mail, &writer, &account)?;
            }
        }
        Ok(())
    }
}

/// The bytes of a letter, and who writes it: of a draft, of one that is queued or sent, or of a mail in a file.
fn copy(context: &Context, letter: &str) -> Result<(Vec<u8>, Address), Failure> {
    let outbox = context.outbox()?;
    let index = outbox.index()?;
    if let Ok(id) = letter.parse::<Id>() {
        if let Some(entry) = outbox.load(&index, &id)? {
            return Ok((entry.letter().bytes.clone(), entry.letter().reverse_path.clone()));
        }
        if open_draft::store(context)?.has(&id) {
            return composed(context, id);
        }
        if !Path::new(letter).exists() {
            return Err(send::no_letter(&id));
        }
    }
    let bytes = context.bytes_of(Path::new(letter))?;
    let catalog = context.catalog()?;
    let mail = QueuedLetter::from_mail(&bytes, context.now, |_| Role::Added)?;
    let name = if letter == "-" { "standard input" } else { letter };
    let found = check_result::on_file(context, &catalog, (&mail.bytes, &bytes), &[])?.findings;
    check_result::show(context, name, &found);
    Ok((mail.bytes, mail.reverse_path))
}

fn composed(context: &Context, id: Id) -> Result<(Vec<u8>, Address), Failure> {
    let draft = OpenDraft::look(context, id)?;
    let catalog = open_draft::catalog_of(context, &draft.draft)?;
    let task = LetterTask::of(&catalog, &draft)?;
    let letter = task.compose(context, &draft.draft)?;
    let found = check_result::on(context, &task, &draft.draft, &letter, &[])?;
    check_result::show(context, draft.id.as_str(), &found.findings);
    Ok((letter.message().bytes.clone(), letter.content().from.address.clone()))
}

fn compare_with(context: &Context, file: &Path, json: bool) -> Result<(), Failure> {
    let bytes = context.bytes_of(file)?;
    let got = Post::read(&bytes)?;
    if !rehearse::is_rehearsal(&got) {
        let failure =
            Failure::new(Status::Data, "this mail is not a rehearsal: its subject has no `[rehearsal]`");
        return Err(failure.hint("save the mail that `onlist rehearse` sent to you, with its whole header"));
    }
    let sent = rehearse::sent_before(context, &got)?;
    let changes = compare(sent.as_deref(), &bytes)?;
    if json {
        let sent =
            sent.as_deref().and_then(|mail| Some(Post::read(mail).ok()?.message_id?.bare().to_owned()));
        return context.json(&serde_json::json!({"schema": 1, "sent": sent, "changes": changes}));
    }
    let terminal = context.terminal;
    if sent.is_none() {
        terminal
            .warning("this rehearsal was not sent from this computer: only the mail itself can be looked at");
    }
    let has_come = got.field("Received").is_some();
    if !has_come {
        terminal.warning(
            "this mail has no `Received` field: it may be the copy in your Sent folder, and not the one that came back",
        );
        terminal.hint("save the one in your inbox, with its whole header");
    }
    let mut page = crate::report::Page::new(terminal.width());
    for change in &changes {
        page.paragraph(&change.message);
        page.item(" ", change.effect);
    }
    if changes.is_empty() {
        page.paragraph(if has_come {
            "It came back as it was sent: a list would get the same."
        } else {
            "It is as it was sent."
        });
    }
    terminal.data(&page.finish())?;
    if !changes.is_empty() {
        terminal.note(&format!("{} on the way", count(changes.len(), "change")));
    }
    Ok(())
}
