//! Which of the letters of a call may go out, each looked at, checked and shown.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::path::Path;
use std::rc::Rc;

use onlist_core::catalog::Catalog;
use onlist_core::drafts::Id;
use onlist_core::outbox::{DeliveryStatus, Entry, HeldLetter, Index, Key, QueuedLetter};
use onlist_core::resolve::Role;
use onlist_mail::read::Post;
use onlist_mail::words::ago;

use super::{Send, no_letter};
use crate::commands::letter;
use crate::commands::letter_task::LetterTask;
use crate::commands::open_draft::{self, OpenDraft};
use crate::commands::sending::confirm::{self, Agreed, Settled};
use crate::commands::sending::consent::Via;
use crate::commands::sending::look::{self, Known, Look};
use crate::commands::sending::obstacles::{self, Anyway, Obstacle};
use crate::commands::sending::queue::{Origin, PreparedLetter};
use crate::commands::sending::submit::{self, Looked};
use crate::commands::sending::{answered_tasks, at_once, check_result, prepared, season, status};
use crate::commands::{set_up, team_claims};
use crate::context::Context;
use crate::messages::{Failure, LOOK_FOR_IT};
use crate::settings::Account;

/// After how many days a letter that waits is offered the date of the day.
const STALE_DAYS: i64 = 3;

/// A call that sends.
pub(super) struct Call<'c> {
    pub(super) context: &'c Context<'c>,
    pub(super) send: &'c Send,
    pub(super) via: &'c Via,
    /// The account that takes the letters, once it is known.
    pub(super) account: RefCell<Option<Account>>,
    pub(super) anyway: &'c Anyway,
    /// Where letters are shown alone and agreed to later: how many were.
    pub(super) shows_alone: Option<Cell<usize>>,
    /// The catalog that is to be looked at, where a letter's season is over.
    pub(super) elsewhere: RefCell<Option<Rc<Catalog>>>,
}

/// What a name of a call stands for.
enum Named<'n> {
    Queued(Id),
    Draft(Id),
    File(&'n Path),
}

impl<'n> Named<'n> {
    fn of(context: &Context, name: &'n str, index: &Index) -> Result<Self, Failure> {
        let path = Path::new(name);
        match name.parse::<Id>() {
            Ok(id) if index.has(&id) => Ok(Self::Queued(id)),
            Ok(id) if open_draft::store(context)?.has(&id) => Ok(Self::Draft(id)),
            Ok(id) if !path.exists() => Err(no_letter(&id)),
            _ => Ok(Self::File(path)),
        }
    }
}

/// What is said of names that name no letter and no file.
pub(super) fn missing(context: &Context, letters: &[String]) -> Result<Vec<Failure>, Failure> {
    let once = || -> Result<Vec<Failure>, Failure> {
        let index = context.outbox()?.index()?;
        let missing = |name: &String| match Named::of(context, name, &index) {
            Ok(Named::File(path)) if name != "-" => Some(Failure::reading(path, &path.metadata().err()?)),
            named => named.err(),
        };
        Ok(letters.iter().filter_map(missing).collect())
    };
    // Another run may be sending one: a draft is queued meanwhile.
    if once()?.is_empty() { Ok(Vec::new()) } else { once() }
}

impl Call<'_> {
    /// Those of `letters` that may go out, each once.
    pub(super) fn all_agreed(&self, letters: &[String]) -> Result<Vec<PreparedLetter>, Failure> {
        let outbox = self.context.outbox()?;
        let index = outbox.index()?;
        let look = Look::at(self.context, &outbox, &index)?;
        let mut named = HashSet::new();
        let letters: Vec<_> = letters.iter().filter(|it| named.insert(*it)).collect();
        // Those that are held by this run would each stand against the other.
        let queued = letters.iter().filter_map(|it| outbox.load(&index, &it.parse().ok()?).ok()?);
        let waiting: Vec<_> = queued.filter(|it| !it.is_settled()).collect();
        at_once::no_two(&look, waiting.iter().map(Entry::letter), self.anyway)?;
        let mut agreed = Vec::new();
        for letter in &letters {
            // Another run may be sending it: a draft is queued meanwhile, and then put apart.
            let prepared = self.prepared_unless_moved(letter, &look, 2);
            agreed.extend(
                prepared.map_err(|it| if letters.len() > 1 { it.about(letter).unsent() } else { it })?,
            );
        }
        at_once::no_two(&look, agreed.iter().map(|it| &*it.letter), self.anyway)?;
        Ok(agreed)
    }

    /// As [`Call::prepared`], looked for again each time that it has moved.
    fn prepared_unless_moved(
        &self,
        letter: &str,
        look: &Look<'_>,
        moves: usize,
    ) -> Result<Option<PreparedLetter>, Failure> {
        self.prepared(letter, look).or_else(|failure| {
            let index = &look.outbox.index()?;
            if moves == 0 || index == look.index {
                return Err(failure);
            }
            self.prepared_unless_moved(letter, &Look { index, ..*look }, moves - 1)
        })
    }

    /// A letter that may go out; none when it has, or its sender does not want it to.
    fn prepared(&self, letter: &str, look: &Look<'_>) -> Result<Option<PreparedLetter>, Failure> {
        match Named::of(self.context, letter, look.index)? {
            Named::Queued(id) => self.queued(&id, look),
            Named::Draft(id) => self.draft(id, look),
            Named::File(path) => self.file(path, look),
        }
    }

    /// A letter that is queued already: what it may do depends on what became of it.
    fn queued(&self, id: &Id, look: &Look<'_>) -> Result<Option<PreparedLetter>, Failure> {
        let (context, outbox, index) = (self.context, look.outbox, look.index);
        // One that was sent is only read.
        if let Some(entry) = outbox.load(index, id)?.filter(Entry::is_settled) {
            context.terminal.note(&format!("`{id}` was already sent{}", status::when(&entry)));
            return Ok(None);
        }
        let held = outbox.hold(index, id)?.ok_or_else(|| no_letter(id))?;
        if let Some(other) = index.by(Key::message_id(&held.letter().message_id)).iter().find(|it| *it != id)
        {
            return Err(onlist_core::outbox::Error::Twin { id: id.clone(), other: other.clone() }.into());
        }
        let doubt = match held.status() {
            DeliveryStatus::Unknown { why, .. } => Some(why.to_string()),
            _ => match look.itself(held.letter(), Some(&held))? {
                Known::Sent { on } => {
                    context.terminal.note(&format!("`{id}` was already sent on {on}"));
                    return Ok(None);
                }
                Known::Unknown { why } => Some(why),
                Known::New => None,
            },
        };
        if let Some(why) = &doubt
            && !self.goes_again(id, why)?
        {
            return Ok(None);
        }
        self.checked_again(held, doubt.is_some(), look)
    }

    /// Checks a queued letter as it would be if it were written now: seasons end, and people leave.
    fn checked_again(
        &self,
        held: HeldLetter,
        again: bool,
        look: &Look<'_>,
    ) -> Result<Option<PreparedLetter>, Failure> {
        let context = self.context;
        let id = held.id().clone();
        let missing: HashSet<_> = held.outstanding().envelope.forward_paths.into_iter().collect();
        let mut letter = held.letter().clone();
        letter.recipients.retain(|it| missing.contains(&it.address));
        if letter.recipients.len() < held.letter().recipients.len() {
            context
                .terminal
                .note(&format!("`{id}` was already sent; it goes only to those who did not get it"));
        }
        let dated = if held.is_undelivered() { self.dated_anew(&held)? } else { None };
        if let Some(dated) = &dated {
            letter.bytes.clone_from(&dated.bytes);
        }
        if !again && self.is_old(held.letter()) {
            let catalog = self.catalog_of(&held)?;
            let mut allowed = self.send.consent.allow.clone();
            allowed.extend(letter.allowed.iter().map(|it| it.code.clone()));
            // Its date is what it is, unless its sender wanted another one.
            allowed.push("date-or-id".to_owned());
            let mut result = check_result::on_mail(context, &catalog, &letter.bytes, &allowed)?;
            result.ignored.clear();
            check_result::require_passing(context, id.as_str(), &mut result, &self.send.consent)?;
            prepared::look_up_again(&catalog, &mut letter, context.now);
        }
        let kept = Some(&id).filter(|_| held.is_undelivered());
        let catalog = self.catalog_of(&held)?;
        let over = season::over_for(context, &catalog, &letter);
        let standing = over.into_iter().collect();
        let Some(agreed) = self.agreed(look, &letter, Some(&held), &catalog, (kept, standing))? else {
            return Ok(None);
        };
        let (letter, origin) = match dated {
            Some(dated) => (dated, Origin::Replaced(Box::new(held))),
            None => (held.letter().clone(), Origin::Queued(Box::new(held), again)),
        };
        Ok(Some(PreparedLetter { letter: Box::new(letter), origin, agreed }))
    }

    /// Whether a letter was queued on another day.
    fn is_old(&self, letter: &QueuedLetter) -> bool {
        (self.context.now - letter.queued).num_days() >= 1
    }

    /// The letter with the date of today, where its sender wants that.
    fn dated_anew(&self, held: &HeldLetter) -> Result<Option<QueuedLetter>, Failure> {
        let (context, letter) = (self.context, held.letter());
        let days = (context.now - letter.queued).num_days();
        if days < STALE_DAYS {
            return Ok(None);
        }
        let day = letter.queued.format("%Y-%m-%d");
        let what = format!("`{}` was written on {day}, {}", held.id(), ago(days));
        if !self.send.consent.can_ask(context) {
            context.terminal.note(&what);
            return Ok(None);
        }
        context.terminal.warning(&what);
        let anew = context.terminal.confirm("Give it the date of today", true)?;
        Ok(anew.then(|| letter.dated(context.now)))
    }

    /// The catalog that a letter was written with, where that is still there.
    fn catalog_of(&self, held: &HeldLetter) -> Result<Rc<Catalog>, Failure> {
        if let Ok(draft) = open_draft::store(self.context)?.load(held.id()) {
            return open_draft::catalog_of(self.context, &draft);
        }
        let written_with = held.letter().catalog.as_deref();
        if let Some(catalog) = written_with.and_then(|path| self.context.written_with(path)) {
            return Ok(catalog);
        }
        let recipients: Vec<_> = held.recipients().map(|(it, _)| &it.address).collect();
        self.context.catalog_for(&recipients, |_| false)
    }

    /// Whether what may have been delivered is to be sent once more.
    fn goes_again(&self, id: &Id, why: &str) -> Result<bool, Failure> {
        if self.send.again {
            return Ok(true);
        }
        let context = self.context;
        let unknown = Failure::unknown(id, why);
        if !self.send.consent.can_ask(context) {
            return Err(unknown);
        }
        context.terminal.warning(unknown.message.of(context.terminal.is_guided()));
        context.terminal.hint(format!("{LOOK_FOR_IT}: if it is there, do not send it again"));
        let again = context.terminal.confirm("Send the same mail again", false)?;
        if !again {
            context.terminal.note("nothing was sent");
        }
        Ok(again)
    }

    /// A letter that is kept as answers.
    fn draft(&self, id: Id, look: &Look<'_>) -> Result<Option<PreparedLetter>, Failure> {
        let context = self.context;
        let mut draft = OpenDraft::resume(context, id)?;
        let catalog = open_draft::catalog_of(context, &draft.draft)?;
        let task = LetterTask::of(&catalog, &draft)?;
        let edit = || format!("continue with `onlist drafts edit {}`", draft.id);
        let mut letter = task.compose(context, &draft.draft).map_err(|it| it.or_hint(edit))?;
        draft.identify(context, &mut letter)?;
        let consent = &self.send.consent;
        let mut result = check_result::on(context, &task, &draft.draft, &letter, &consent.allow)?;
        check_result::require_passing(context, draft.id.as_str(), &mut result, consent)?;
        let letter = prepared::composed(context, &task, &draft.draft, &letter, result.ignored);
        let kept = (Some(&draft.id), submit::obstacles_of_topic(context, &task));
        let Some(agreed) = self.agreed(look, &letter, None, &catalog, kept)? else { return Ok(None) };
        Ok(Some(PreparedLetter { letter: Box::new(letter), origin: Origin::Draft(draft), agreed }))
    }

    /// A mail from a file.
    fn file(&self, file: &Path, look: &Look<'_>) -> Result<Option<PreparedLetter>, Failure> {
        let context = self.context;
        let name = file.display().to_string();
        context.catalog()?;
        let bytes = context.bytes_of(file)?;
        let read = |now| QueuedLetter::from_mail(&bytes, now, |_| Role::Added);
        let mut letter = read(context.now).map_err(|error| {
            let failure = Failure::from(error);
            if self.send.letters.len() > 1 { failure } else { failure.about(&name) }
        })?;
        if let Some(id) = look::same_mail(look.outbox, look.index, &letter, |now| read(now).ok())? {
            context.terminal.note(&format!("`{name}` is saved as `{id}`"));
            return self.queued(&id, look);
        }
        let recipients: Vec<_> = letter.recipients.iter().map(|it| &it.address).collect();
        let catalog = context.catalog_for(&recipients, |_| false)?;
        let consent = &self.send.consent;
        let mut result = check_result::on_file(context, &catalog, (&letter.bytes, &bytes), &consent.allow)?;
        check_result::require_passing(context, &name, &mut result, consent)?;
        letter.allowed = prepared::allowed(result.ignored);
        prepared::place_in_catalog(&catalog, result.about, &mut letter, context.now);
        letter.catalog = letter.contact.as_ref().and_then(|_| context.catalog_name(&catalog));
        let is_saved = Post::read(&bytes)?.field("X-Unsent").is_some();
        answered_tasks::add(context, look.ledger, &catalog, &mut letter, is_saved)?;
        let over = season::over_for(context, &catalog, &letter);
        let standing = (None, over.into_iter().collect());
        let Some(agreed) = self.agreed(look, &letter, None, &catalog, standing)? else { return Ok(None) };
        let label = file.file_stem().map_or_else(|| "mail".into(), |it| it.to_string_lossy());
        let origin = Origin::New(label.into_owned(), None);
        Ok(Some(PreparedLetter { letter: Box::new(letter), origin, agreed }))
    }

    /// Past which obstacles a letter is to be sent; none when it is not to be.
    fn agreed(
        &self,
        look: &Look<'_>,
        letter: &QueuedLetter,
        entry: Option<&Entry>,
        catalog: &Rc<Catalog>,
        (kept, standing): (Option<&Id>, Vec<Obstacle>),
    ) -> Result<Option<Vec<Obstacle>>, Failure> {
        let consent = &self.send.consent;
        team_claims::read_for(self.context, catalog, letter)?;
        if let Some(shown) = &self.shows_alone {
            shown.set(shown.get() + 1);
            let heading = format!("Answer {} of {}", shown.get(), self.send.letters.len());
            if let Some(account) = &*self.account.borrow() {
                confirm::show(self.context, letter, account, &heading)?;
            }
        }
        let looked = submit::look(look, letter, entry, standing, self.anyway, consent)?;
        let agreed = match looked {
            Some(Looked::Gone(_)) => return Ok(None),
            Some(Looked::May(agreed)) if self.shows_alone.is_some() => Some(agreed),
            Some(Looked::May(agreed)) => {
                let ended = obstacles::to_ask(&agreed, self.anyway);
                match confirm::settled(self.context, letter, self.via, consent, (catalog, ended))? {
                    Settled::Send(account) => {
                        self.account.replace(Some(*account));
                        Some(agreed)
                    }
                    Settled::Not(Agreed::Elsewhere(catalog)) => {
                        self.elsewhere.replace(Some(catalog));
                        None
                    }
                    Settled::Not(Agreed::Send | Agreed::No | Agreed::ByHand) => None,
                    Settled::WebMail | Settled::NoAccount => return Err(set_up::no_account()),
                }
            }
            None => None,
        };
        if let (None, Some(kept)) = (&agreed, kept) {
            let has_answers = entry.is_none() || letter.kind.has_answers();
            let tell = if has_answers { letter::tell_kept } else { letter::tell_queued };
            tell(self.context, kept);
        }
        Ok(agreed)
    }
}
