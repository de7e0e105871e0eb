use std::path::Path;

use chrono::{DateTime, FixedOffset};
use clap::Args;
use onlist_core::catalog::Catalog;
use onlist_core::drafts::{self, Id, Kind, Lock, Store};
use onlist_core::outbox::{Entry, Outbox, Outgoing, State};
use onlist_core::resolve::Role;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::words::and;

use super::letter;
use super::sending::book::{self, Standpoint};
use super::sending::consent::{Consent, Via};
use super::sending::parcel::{self, Agreed};
use super::sending::submit::submit;
use super::sending::verdict;
use super::sending::{confirm, standing};
use super::session::{self, Session};
use super::work::{Subject, Work};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// Send saved letters, or mails from files
///
/// Each letter is checked and shown with its recipients, and sent after you confirm. The bytes that you
/// see are the bytes that are sent, and each step is recorded: a letter that may have been delivered is
/// never sent again automatically.
#[derive(Debug, Args)]
pub(crate) struct Send {
    /// Draft, as listed by `onlist drafts`, or file with a mail; default: choose from unsent letters
    #[arg(value_name = "DRAFT|FILE.eml")]
    letters: Vec<String>,

    /// Send again a letter that may have been delivered, with the same Message-ID
    #[arg(long)]
    again: bool,

    /// Send even if you wrote about the project before, answered the mail before, or the project is finished
    #[arg(long)]
    anyway: bool,

    /// Sendmail-compatible command; default: the account of `onlist account`
    #[arg(long, value_name = "COMMAND")]
    sendmail: Option<String>,

    #[command(flatten)]
    consent: Consent,
}

impl Send {
    /// Sends one letter after asking.
    pub(crate) fn one(id: &Id) -> Self {
        Self {
            letters: vec![id.to_string()],
            again: false,
            anyway: false,
            sendmail: None,
            consent: Consent::default(),
        }
    }

    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let letters = if self.letters.is_empty() { waiting(context)? } else { self.letters.clone() };
        if letters.is_empty() {
            return Ok(());
        }
        self.consent.possible(context)?;
        let account = self.sendmail.clone().map_or(Via::Account, Via::Command).account(context)?;
        let agreed = self.all_agreed(context, &letters, &account);
        if agreed.as_ref().map_or(true, Vec::is_empty) {
            book::catch_up(context);
        }
        let agreed = agreed?;
        if agreed.is_empty() {
            return Ok(());
        }
        let mut parcels = parcel::freeze(context, agreed).map_err(|it| it.and("nothing was sent"))?;
        submit(context, &mut parcels, &account, &self.consent)
    }

    /// Those of `letters` that may go out, each once.
    fn all_agreed(
        &self,
        context: &Context,
        letters: &[String],
        account: &Account,
    ) -> Result<Vec<Agreed>, Failure> {
        let mut agreed = Vec::new();
        for (_, letter) in letters.iter().enumerate().filter(|(at, it)| !letters[..*at].contains(it)) {
            let prepared = self.prepared(context, letter, account);
            agreed
                .extend(prepared.map_err(|it| if letters.len() > 1 { stopped_at(letter, it) } else { it })?);
        }
        no_two(&agreed, self.anyway)?;
        Ok(agreed)
    }

    /// A letter that may go out; none when it has, or its sender does not want it to.
    fn prepared(
        &self,
        context: &Context,
        letter: &str,
        account: &Account,
    ) -> Result<Option<Agreed>, Failure> {
        let store = Store::at(&context.state()?);
        let id = match letter.parse::<Id>() {
            Ok(id) if store.path(&id).exists() => id,
            Ok(id) if !Path::new(letter).exists() => return Err(no_letter(&id)),
            _ => return self.out_of_file(context, Path::new(letter), account),
        };
        let lock = store.lock(&id)?;
        if let Some(entry) = Outbox::at(&context.state()?).load(&id)? {
            return self.out_of_outbox(context, entry, lock, account);
        }
        drop(lock);
        self.out_of_drafts(context, id, account)
    }

    /// A letter that is frozen already: what it may do depends on what became of it.
    fn out_of_outbox(
        &self,
        context: &Context,
        mut entry: Entry,
        lock: Lock,
        account: &Account,
    ) -> Result<Option<Agreed>, Failure> {
        let id = entry.id().clone();
        let doubtful = matches!(entry.state(), State::Sending { .. } | State::Unknown { .. });
        if entry.state() == State::Accepted {
            context.terminal.note(&format!("`{id}` was already sent{}", when(&entry)));
            return Ok(None);
        }
        if doubtful && !self.goes_again(context, &entry)? {
            return Ok(None);
        }
        let missing = entry.outstanding().envelope.forward_paths;
        let mut outgoing = entry.outgoing().clone();
        outgoing.recipients.retain(|it| missing.contains(&it.address));
        if outgoing.recipients.len() < entry.outgoing().recipients.len() {
            context
                .terminal
                .note(&format!("`{id}` was already sent; it goes only to those who did not get it"));
        }
        Outbox::at(&context.state()?).no_twin(&entry)?;
        if !self.agreed(context, &outgoing, true, account)? {
            if matches!(entry.state(), State::Ready | State::Refused { .. }) {
                letter::tell_kept(context, &id);
            }
            return Ok(None);
        }
        if doubtful {
            entry.again(context.now)?;
        }
        Ok(Some(Agreed::Frozen(id, Some(lock))))
    }

    /// Whether what may have been delivered is to be sent once more.
    fn goes_again(&self, context: &Context, entry: &Entry) -> Result<bool, Failure> {
        if self.again {
            return Ok(true);
        }
        let unknown = Failure::unknown(entry.id(), &doubt(entry));
        if !context.terminal.can_ask() {
            return Err(unknown);
        }
        context.terminal.warning(&unknown.message);
        context.terminal.hint("check the list's archive first: if the letter is there, do not send it again");
        let again = context.terminal.confirm("Send the same mail again", false)?;
        if !again {
            context.terminal.note("nothing was sent");
        }
        Ok(again)
    }

    /// A letter that is kept as answers.
    fn out_of_drafts(&self, context: &Context, id: Id, account: &Account) -> Result<Option<Agreed>, Failure> {
        let mut session = Session::resume(context, id)?;
        if session.record.kind == Kind::Mail {
            return Err(not_taken_in(&session.id));
        }
        let catalog = session::catalog_of(context, &session.record)?;
        let mut work = Work::of(&catalog, &session)?;
        if let Subject::First { anyway, .. } = &mut work.subject {
            *anyway = self.anyway;
        }
        let edit = || format!("continue with `onlist drafts edit {}`", session.id);
        let mut letter = work.compose(context, &session).map_err(|failure| match failure.hint {
            Some(_) => failure,
            None => failure.hint(edit()),
        })?;
        session.identify(context, &mut letter)?;
        let mut verdict = verdict::on(context, &work, &session.record, &letter, &self.consent.allow)?;
        verdict::gate(context, session.id.as_str(), &mut verdict, &self.consent)?;
        let outgoing = parcel::outgoing(context, &work, &session.record, &letter, verdict.let_through);
        if !self.agreed(context, &outgoing, false, account)? {
            super::letter::tell_kept(context, &session.id);
            return Ok(None);
        }
        Ok(Some(Agreed::Draft(session, Box::new(outgoing))))
    }

    /// A mail from a file.
    fn out_of_file(
        &self,
        context: &Context,
        file: &Path,
        account: &Account,
    ) -> Result<Option<Agreed>, Failure> {
        let name = file.display().to_string();
        let catalog = context.catalog()?;
        let bytes = context.bytes_of(file)?;
        let read = |now| Outgoing::from_mail(&bytes, now, |address| role(&catalog, address));
        let mut outgoing = read(context.now).map_err(|error| Failure::from(error).about(&name))?;
        if let Some(id) = same(context, &outgoing, |now| read(now).ok())? {
            context.terminal.note(&format!("`{name}` is saved as `{id}`"));
            return self.prepared(context, id.as_str(), account);
        }
        let mut verdict = verdict::on_mail(context, &catalog, &outgoing.bytes, &self.consent.allow)?;
        verdict::gate(context, &name, &mut verdict, &self.consent)?;
        outgoing.allowed = parcel::allowed(verdict.let_through);
        outgoing.notices.extend(outgoing.list.as_ref().map(|list| letter::posting(&catalog, list)));
        outgoing.wait_days = Some(catalog.conventions.ping_after_days().value);
        outgoing.contact = verdict.about.map(|about| parcel::first_contact(&catalog, about, &outgoing));
        if !self.agreed(context, &outgoing, false, account)? {
            return Ok(None);
        }
        let label = file.file_stem().map_or_else(|| "mail".into(), |it| it.to_string_lossy());
        Ok(Some(Agreed::New(label.into_owned(), Box::new(outgoing))))
    }

    /// Whether a letter is to be sent.
    fn agreed(
        &self,
        context: &Context,
        outgoing: &Outgoing,
        frozen: bool,
        account: &Account,
    ) -> Result<bool, Failure> {
        let standpoint = Standpoint { frozen, anyway: self.anyway };
        Ok(book::is_welcome(context, outgoing, standpoint)?
            && confirm::agreed(context, outgoing, account, &self.consent)?)
    }
}

/// Says which of several letters keeps all of them back.
fn stopped_at(letter: &str, failure: Failure) -> Failure {
    let failure = if failure.message.starts_with(letter) { failure } else { failure.about(letter) };
    failure.about("nothing was sent")
}

/// What a catalog knows of somebody whom a mail goes to.
fn role(catalog: &Catalog, address: &Address) -> Role {
    if catalog.list_at(address).is_some() {
        Role::List
    } else if catalog.people.iter().any(|person| person.address.as_ref() == Some(address)) {
        Role::Mentor
    } else {
        Role::Added
    }
}

/// The kept letter that is this mail: the one that was made of it then, with a Message-ID and a date of that time
/// where it has none of its own.
fn same(
    context: &Context,
    outgoing: &Outgoing,
    read_at: impl Fn(DateTime<FixedOffset>) -> Option<Outgoing>,
) -> Result<Option<Id>, Failure> {
    let listing = Outbox::at(&context.state()?).list()?;
    let was_made_of_it = |entry: &&Entry| {
        let kept = entry.outgoing();
        kept.subject == outgoing.subject
            && read_at(kept.frozen)
                .is_some_and(|it| it.message_id == kept.message_id && it.bytes == kept.bytes)
    };
    if let Some(entry) = listing.entries.iter().find(was_made_of_it) {
        return Ok(Some(entry.id().clone()));
    }
    let another = |entry: &&Entry| entry.outgoing().message_id == outgoing.message_id;
    let Some(entry) = listing.entries.iter().find(another) else { return Ok(None) };
    let message =
        format!("another mail with the Message-ID {} is saved as `{}`", outgoing.message_id, entry.id());
    Err(Failure::new(Status::Data, message).hint("remove the Message-ID from this one: it gets a new one"))
}

/// Letters that are no two, though they have two names.
fn no_two(agreed: &[Agreed], anyway: bool) -> Result<(), Failure> {
    let fresh: Vec<_> = agreed.iter().filter_map(Agreed::outgoing).collect();
    for (at, letter) in fresh.iter().enumerate() {
        if fresh[..at].iter().any(|it| it.message_id == letter.message_id) {
            let what =
                format!("nothing was sent: two of these letters have the Message-ID {}", letter.message_id);
            return Err(Failure::new(Status::Data, what).hint("name each letter once"));
        }
        let contact = letter.contact.as_ref().filter(|_| !anyway && letter.kind != Kind::Reply);
        if let Some(contact) = contact
            && fresh[..at].iter().any(|it| it.kind != Kind::Reply && it.contact.as_ref() == Some(contact))
        {
            let what = format!("nothing was sent: two of these letters are about `{}`", contact.project);
            return Err(Failure::new(Status::Data, what).hint("send one of them, or both with `--anyway`"));
        }
    }
    Ok(())
}

/// When and with which words a letter was taken.
fn when(entry: &Entry) -> String {
    entry.last().map_or(String::new(), |last| format!(" on {}", last.at.format("%Y-%m-%d %H:%M")))
}

/// Why nobody knows whether a letter was delivered.
fn doubt(entry: &Entry) -> Line {
    match entry.state() {
        State::Unknown { why, .. } => why,
        _ => Line::sanitize("sending was interrupted"),
    }
}

/// A mail from a file, of which there is no more than the place for it.
fn not_taken_in(id: &Id) -> Failure {
    let message = format!("`{id}` has no mail: saving it was interrupted");
    Failure::new(Status::NoInput, message)
        .hint(format!("send the file again, or run `onlist drafts delete {id}`"))
}

fn no_letter(id: &Id) -> Failure {
    let missing = drafts::Error::Missing { id: id.clone() };
    Failure::from(missing).hint("run `onlist drafts` to see all drafts; for a file, give its path")
}

/// Names of the letters that wait to be sent, of which a person chooses one.
fn waiting(context: &Context) -> Result<Vec<String>, Failure> {
    let waiting = standing::waiting(context)?;
    if waiting.is_empty() {
        context.terminal.note("no letters to send");
        return Ok(Vec::new());
    }
    if !context.terminal.can_ask() {
        let names: Vec<_> = waiting.iter().map(|(id, _)| format!("`{id}`")).collect();
        return Err(
            Failure::new(Status::Usage, "no letter given").hint(format!("choose from {}", and(&names)))
        );
    }
    let labels: Vec<_> = waiting.iter().map(|(id, what)| format!("{id}: {what}")).collect();
    let chosen = context.terminal.choose("Which letter", &labels, Some(0))?;
    Ok(chosen.map(|at| waiting[at].0.to_string()).into_iter().collect())
}
