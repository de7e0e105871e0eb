//! The tail that all letters share: record, deliver, record.

use onlist_core::compose::Letter;
use onlist_core::drafts::{Id, Record};
use onlist_core::outbox::{Outbox, Outgoing, State};
use onlist_mail::words::count;

use super::book::{self, Book, Standpoint};
use super::confirm;
use super::consent::{Consent, Via};
use super::parcel::{self, Agreed, Parcel};
use super::sender::Sender;
use super::verdict;
use crate::commands::session::Session;
use crate::commands::work::Work;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;
use crate::terminal::Terminal;

/// Where letters are that were not sent.
const REST: &str = "unsent letters are saved: run `onlist send` to try again";

/// A letter that was kept and tried.
pub(crate) struct Sent {
    /// Its name.
    pub(crate) id: Id,
    /// Whether it went out.
    pub(crate) outcome: Result<(), Failure>,
}

/// Sends a letter that was composed from what the call said; nothing when its sender does not want it to go.
///
/// `begin` keeps its draft, once nothing speaks against sending it.
pub(crate) fn send_new(
    context: &Context,
    work: &Work<'_>,
    record: &Record,
    letter: &Letter,
    (via, wish): (&Via, &Consent),
    anyway: bool,
    begin: impl FnOnce() -> Result<Session, Failure>,
) -> Result<Option<Sent>, Failure> {
    wish.possible(context)?;
    let mut verdict = verdict::on(context, work, record, letter, &wish.allow)?;
    verdict::gate(context, "letter", &mut verdict, wish)?;
    let outgoing = parcel::outgoing(context, work, record, letter, verdict.let_through);
    if !book::is_welcome(context, &outgoing, Standpoint { frozen: false, anyway })? {
        return Ok(None);
    }
    if let Some(id) = Outbox::at(&context.state()?).named(&outgoing.message_id)? {
        let what = format!("already saved as `{id}`");
        return Err(Failure::new(Status::Data, what).hint(format!("see `onlist drafts show {id}`")));
    }
    let account = via.account(context)?;
    if !confirm::agreed(context, &outgoing, &account, wish)? {
        return Ok(None);
    }
    let session = begin().map_err(|it| it.and("nothing was sent"))?;
    send_agreed(context, session, outgoing, &account, wish).map(Some)
}

/// Freezes a letter that was shown and agreed to, and sends it.
pub(crate) fn send_agreed(
    context: &Context,
    session: Session,
    outgoing: Outgoing,
    account: &Account,
    wish: &Consent,
) -> Result<Sent, Failure> {
    let id = session.id.clone();
    let letter = Agreed::Draft(session, Box::new(outgoing));
    let mut parcels = parcel::freeze(context, vec![letter]).map_err(|it| hinted(it, &id))?;
    Ok(Sent { id, outcome: submit(context, &mut parcels, account, wish) })
}

/// Sends letters that are frozen and agreed to, over one connection where there is one.
///
/// One that is refused keeps the others from nothing. Whatever happens, each letter is kept with what is known
/// of it.
pub(crate) fn submit(
    context: &Context,
    parcels: &mut [Parcel],
    account: &Account,
    consent: &Consent,
) -> Result<(), Failure> {
    let mut book = Book::open(context).map_err(|it| kept(it, parcels))?;
    book.begin(parcels).map_err(|it| kept(it, parcels))?;
    Terminal::hint_on_interrupt("the status of each letter is saved: run `onlist send` to see it");
    let mut sender = Sender::new(context, account, consent);
    let outcome = deliver_all(context, &mut sender, parcels);
    sender.close();
    if let Err(failure) = book.end(parcels) {
        // Each letter has its own record; the ledger is brought up to date by the next run that opens it.
        context.terminal.warning(&format!("cannot write the ledger: {}", failure.message));
    }
    outcome
}

fn deliver_all(context: &Context, sender: &mut Sender<'_>, parcels: &mut [Parcel]) -> Result<(), Failure> {
    let all = parcels.len();
    let mut failed: Vec<Failure> = Vec::new();
    let mut doubtful = false;
    for parcel in parcels.iter_mut() {
        let Err(trouble) = sender.deliver(&mut parcel.entry) else { continue };
        if all > 1 && trouble.for_all {
            let mut failure = with_hint(trouble.failure, REST);
            failure.status = failed.iter().map(|it| it.status).fold(failure.status, worse);
            return Err(failure);
        }
        let failure = hinted(trouble.failure, parcel.entry.id());
        if all == 1 {
            return Err(failure);
        }
        doubtful |= matches!(parcel.entry.state(), State::Sending { .. } | State::Unknown { .. });
        let failure = failure.about(parcel.entry.id().as_str());
        failure.report(context.terminal);
        failed.push(failure);
    }
    match failed.iter().map(|failure| failure.status).reduce(worse) {
        None => Ok(()),
        Some(status) if doubtful => {
            let what = format!("{} of {} failed", failed.len(), count(all, "letter"));
            Err(Failure::new(status, what).hint("see `onlist drafts`"))
        }
        Some(status) => {
            let what = format!("{} of {} not sent", failed.len(), count(all, "letter"));
            Err(Failure::new(status, what).hint(REST))
        }
    }
}

/// What two letters end with together. What may have been delivered needs somebody to look at it, what was refused
/// for good to change something.
fn worse(one: Status, other: Status) -> Status {
    let rank = |status| match status {
        Status::Unknown => 2,
        Status::TryLater => 0,
        _ => 1,
    };
    if rank(other) > rank(one) { other } else { one }
}

/// Says beside a failure before any connection that the letters are still there.
fn kept(failure: Failure, parcels: &[Parcel]) -> Failure {
    match parcels {
        [parcel] => hinted(failure, parcel.entry.id()),
        _ => with_hint(failure, REST),
    }
}

/// Says beside a failure that the letter is still there.
fn hinted(failure: Failure, id: &Id) -> Failure {
    with_hint(failure, &format!("the letter is saved: run `onlist send {id}` to try again"))
}

/// Says where the letters are, unless the hint does so already.
fn with_hint(failure: Failure, kept: &str) -> Failure {
    match &failure.hint {
        Some(hint) if hint.contains("onlist send") => failure,
        _ => failure.and(kept),
    }
}
