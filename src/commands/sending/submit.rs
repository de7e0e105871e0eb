//! The tail that all letters share: look, agree, queue, deliver, record.

use onlist_core::catalog::Catalog;
use onlist_core::check::Finding;
use onlist_core::compose::{self, Answers, Letter};
use onlist_core::drafts::Id;
use onlist_core::ledger::Contact;
use onlist_core::outbox::{Entry, QueuedLetter};
use onlist_core::resolve;
use onlist_mail::words::count;

use super::confirm::{self, Agreed, Settled};
use super::consent::{Consent, Via};
use super::look::{Known, Look, kept_elsewhere};
use super::obstacles::{self, Anyway, Name, Obstacle};
use super::queue::{NewDraft, Origin, Outbound, PreparedLetter, Queue, REST, queue};
use super::sender::Sender;
use super::{check_result, ledger_writer, prepared, season, status};
use crate::commands::letter_task::{LetterTask, Subject};
use crate::commands::open_draft::OpenDraft;
use crate::commands::{letter as letters, set_up};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;
use crate::terminal::Terminal;

/// A letter that was kept and tried.
pub(crate) struct Sent {
    /// Its name; none when another run has sent it and it is kept nowhere.
    pub(crate) id: Option<Id>,
    /// Whether it went out.
    pub(crate) outcome: Result<(), Failure>,
    /// What the rules say of it.
    pub(crate) found: Vec<Finding>,
}

impl Sent {
    /// Ends a call that was to send `letter`: its JSON says what became of it, whatever that is.
    pub(crate) fn end(self, context: &Context, letter: &Letter, json: bool) -> Result<(), Failure> {
        let printed =
            if json { letters::print_json(context, letter, &self.found, self.id.as_ref()) } else { Ok(()) };
        self.outcome?;
        printed.map_err(Failure::although_sent)
    }
}

/// What a call says beside the letter itself.
#[derive(Clone, Copy)]
pub(crate) struct Wants<'w> {
    pub(crate) via: &'w Via,
    pub(crate) consent: &'w Consent,
    pub(crate) anyway: &'w Anyway,
}

/// Sends a letter that was composed from what the call said; nothing when its sender does not want it to go.
pub(crate) fn send_new(
    context: &Context,
    task: &LetterTask<'_>,
    letter: &Letter,
    (label, new): (String, NewDraft),
    wants: Wants<'_>,
) -> Result<Option<Sent>, Failure> {
    let consent = wants.consent;
    consent.possible(context)?;
    let mut result = check_result::on(context, task, &new.draft, letter, &consent.allow)?;
    check_result::require_passing(context, "letter", &mut result, consent)?;
    let found = result.findings;
    let queued = prepared::composed(context, task, &new.draft, letter, result.ignored);
    let whole = (task.catalog, obstacles_of_topic(context, task));
    send_queued(context, queued, whole, Origin::New(label, Some(new)), wants)
        .map(|it| it.map(|sent| Sent { found, ..sent }))
}

/// Sends a letter that is complete and checked, with what stands against it by itself.
pub(crate) fn send_queued(
    context: &Context,
    queued: QueuedLetter,
    (catalog, standing): (&Catalog, Vec<Obstacle>),
    origin: Origin,
    wants: Wants<'_>,
) -> Result<Option<Sent>, Failure> {
    let Wants { via, consent, anyway } = wants;
    let outbox = context.outbox()?;
    let index = outbox.index()?;
    let at = Look::at(context, &outbox, &index)?;
    let entry = if let Origin::Queued(held, _) = &origin { Some(&***held) } else { None };
    let Some(looked) = look(&at, &queued, entry, standing, anyway, consent)? else { return Ok(None) };
    if let Looked::Gone(id) = looked {
        return Ok(Some(Sent { id, outcome: Ok(()), found: Vec::new() }));
    }
    let agreed = looked.agreed();
    let ended = obstacles::to_ask(&agreed, anyway);
    let account = match confirm::settled(context, &queued, via, consent, (catalog, ended))? {
        Settled::Send(account) => account,
        Settled::Not(Agreed::Send | Agreed::No | Agreed::ByHand) => return Ok(None),
        Settled::WebMail | Settled::NoAccount => return Err(set_up::no_account()),
        Settled::Not(Agreed::Elsewhere(catalog)) => {
            let Origin::New(label, Some(NewDraft { draft, mail })) = origin else { return Ok(None) };
            let person = draft.clone();
            let kept = OpenDraft::begin(context, &label, draft)?;
            mail.map_or(Ok(()), |mail| kept.keep_mail(&mail))?;
            letters::tell_kept(context, &kept.id);
            context.write_next(catalog, person);
            return Ok(None);
        }
    };
    let letter = PreparedLetter { letter: Box::new(queued), origin, agreed };
    send_agreed(context, letter, &account, consent, anyway).map(Some)
}

/// Queues a letter that was shown and agreed to, and sends it.
pub(crate) fn send_agreed(
    context: &Context,
    letter: PreparedLetter,
    account: &Account,
    consent: &Consent,
    anyway: &Anyway,
) -> Result<Sent, Failure> {
    let mut queue = queue(context, vec![letter], anyway)?;
    let id = queue.letters.first().map(|it| it.letter.id().clone()).or_else(|| queue.gone.first().cloned());
    Ok(Sent { id, outcome: submit(context, &mut queue, account, consent), found: Vec::new() })
}

/// What a look before the confirm screen has come to.
pub(crate) enum Looked {
    /// The letter may go, past these obstacles.
    May(Vec<Obstacle>),
    /// This very letter was sent under this name.
    Gone(Option<Id>),
}

impl Looked {
    /// The obstacles that are agreed to.
    pub(crate) fn agreed(self) -> Vec<Obstacle> {
        match self {
            Self::May(agreed) => agreed,
            Self::Gone(_) => Vec::new(),
        }
    }
}

/// Looks what stands against a letter, before its sender is asked whether to send it; nothing when they do not want to
/// go on.
pub(crate) fn look(
    look: &Look<'_>,
    letter: &QueuedLetter,
    entry: Option<&Entry>,
    standing: Vec<Obstacle>,
    anyway: &Anyway,
    consent: &Consent,
) -> Result<Option<Looked>, Failure> {
    let context = look.context;
    let own = entry.map(Entry::id);
    if entry.is_none() {
        if let Some(same) = look.same(letter, own)? {
            return match kept_elsewhere(context, &same) {
                Some(failure) => Err(failure),
                None => Ok(Some(Looked::Gone(Some(same.id().clone())))),
            };
        }
        match look.itself(letter, None)? {
            Known::New => {}
            Known::Sent { on } => {
                context.terminal.note(&format!("{} was already sent on {on}", letter.message_id));
                return Ok(Some(Looked::Gone(None)));
            }
            Known::Unknown { why } => {
                // A run that has begun since has queued it before the ledger knew.
                let index = look.outbox.index()?;
                let same = Look { index: &index, ..*look }.same(letter, None)?;
                return Err(same
                    .and_then(|it| kept_elsewhere(context, &it))
                    .unwrap_or_else(|| status::doubtful(letter, None, &why)));
            }
        }
    }
    let obstacles: Vec<_> = standing.into_iter().chain(look.others(letter, own, &[])?).collect();
    let goes_on = obstacles::passed(context, own, &obstacles, anyway, consent)?;
    Ok(goes_on.then_some(Looked::May(obstacles)))
}

/// What a letter's own project and season say against it.
pub(crate) fn obstacles_of_topic(context: &Context, task: &LetterTask<'_>) -> Vec<Obstacle> {
    let season = match task.subject {
        Subject::First { topic } => topic.season(task.catalog),
        Subject::Answer { .. } => None,
    };
    finished(context, task).into_iter().chain(season::over(context, task.catalog, season)).collect()
}

/// That a letter is about a project that is finished, if it is.
fn finished(context: &Context, task: &LetterTask<'_>) -> Option<Obstacle> {
    let Subject::First { topic: compose::Topic::Project(project), .. } = task.subject else { return None };
    let error = resolve::for_project(task.catalog, project, context.now.date_naive(), false).err()?;
    Some(Obstacle {
        name: Name::Finished,
        letter: None,
        reason: error.to_string(),
        instead: "pick another with `onlist projects --state open`".into(),
        season: None,
    })
}

/// Says of a first letter that is not sent yet that there is one already. What cannot be read keeps nobody from
/// writing; it does from sending.
pub(crate) fn remind(context: &Context, catalog: &Catalog, topic: compose::Topic<'_>, answers: &Answers) {
    let project = prepared::first_topic(topic, answers);
    let (Some(project), Some(from)) = (project, answers.from()) else { return };
    let contact = Contact {
        community: catalog.community.id.clone(),
        season: onlist_core::catalog::season_id(topic.season(catalog)),
        project,
        person: from.address,
    };
    let about = || -> Result<Option<Obstacle>, Failure> {
        let outbox = context.outbox()?;
        let index = outbox.index()?;
        Look::at(context, &outbox, &index)?.about(&contact, None, false)
    };
    if let Ok(Some(obstacle)) = about() {
        context.terminal.warning(&obstacle.reason);
        context.terminal.hint(&obstacle.instead);
    }
}

/// Sends letters that are queued, over one connection where there is one.
///
/// One that is refused keeps the others from nothing. Whatever happens, each letter is kept with what is known
/// of it.
pub(crate) fn submit(
    context: &Context,
    queue: &mut Queue,
    account: &Account,
    consent: &Consent,
) -> Result<(), Failure> {
    if queue.letters.is_empty() {
        return Ok(());
    }
    Terminal::hint_on_interrupt("the status of each letter is saved: run `onlist send` to see it");
    let mut sender = Sender::new(context, account, consent);
    let outcome = deliver_all(context, &mut sender, &mut queue.letters);
    sender.close();
    let entries = queue.letters.iter().map(|it| &*it.letter);
    ledger_writer::end(context, &mut queue.ledger, &queue.outbox, entries);
    outcome
}

fn deliver_all(context: &Context, sender: &mut Sender<'_>, letters: &mut [Outbound]) -> Result<(), Failure> {
    let all = letters.len();
    let mut failed: Vec<Failure> = Vec::new();
    let mut doubtful = false;
    for (at, outbound) in letters.iter_mut().enumerate() {
        let Err(trouble) = sender.deliver(&mut outbound.letter) else { continue };
        if all > 1 && trouble.for_all {
            let what = format!("{} of {} not sent", all - at, count(all, "letter"));
            let mut failure = trouble.failure.and(REST).about(&what);
            failure.status = failed.iter().map(|it| it.status).fold(failure.status, worse);
            return Err(failure);
        }
        let failure = hinted(trouble.failure, &outbound.letter);
        if all == 1 {
            return Err(failure);
        }
        doubtful |= outbound.is_doubtful();
        let failure = failure.about(outbound.letter.id().as_str());
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

/// Says beside a failure that the letter is still there, unless it may have gone: then the failure says what to do.
fn hinted(failure: Failure, letter: &Entry) -> Failure {
    if letter.is_undelivered() {
        failure.and(format!("the letter is saved: run `onlist send {}` to try again", letter.id()))
    } else {
        failure
    }
}
