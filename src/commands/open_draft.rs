//! A letter that is being written: each answer is on the disk before the next question.

use std::collections::HashSet;
use std::path::PathBuf;
use std::rc::Rc;

use chrono::DateTime;
use onlist_core::catalog::Catalog;
use onlist_core::compose::{Answers, Letter, Question};
use onlist_core::drafts::{Draft, DraftLock, Id, Kind, StateLock, Store};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;

use super::own_tasks;
use crate::context::{Context, path_text};
use crate::messages::{Failure, Status};
use crate::settings::Git;
use crate::terminal::{Terminal, Words};

/// The name under which the mail that is answered is kept beside its answer.
pub(crate) const MAIL: &str = "mail.eml";

/// Where a draft keeps why its writer let an error through: this, and the rule's code.
const IGNORED: &str = "let-through-";

/// Where a draft keeps what was typed and is no answer yet: this, and the question's name.
const UNFINISHED: &str = "unfinished-";

/// Where a draft keeps what its letter was like when it left by hand.
const LEFT: &str = "left-as";

/// A kept draft that this run works on.
pub(crate) struct OpenDraft {
    store: Store,
    lock: Option<DraftLock>,
    /// Its name.
    pub(crate) id: Id,
    /// What is kept of it.
    pub(crate) draft: Draft,
    /// Whether something was said that would be lost with it.
    pub(crate) touched: bool,
    /// What it is to be kept as with its first answer; nothing once it is kept.
    planned: Option<Planned>,
    /// The names of what was given before anything was asked.
    given: HashSet<String>,
}

/// A letter that nothing was said for yet.
struct Planned {
    label: String,
    mail: Option<Vec<u8>>,
}

impl OpenDraft {
    /// A new letter, to be named after `label` and kept with its first answer, and the mail that it answers.
    pub(crate) fn planned(
        context: &Context,
        label: &str,
        draft: Draft,
        mail: Option<Vec<u8>>,
    ) -> Result<Self, Failure> {
        can_be_kept(context)?;
        let planned = Some(Planned { label: label.to_owned(), mail });
        let (store, id) = (store(context)?, Id::from_label(label));
        let given = draft.answers.keys().cloned().collect();
        Ok(Self { store, lock: None, id, draft, touched: false, planned, given })
    }

    /// Keeps a letter that was planned.
    fn keep(&mut self, context: &Context) -> Result<(), Failure> {
        let Some(planned) = &self.planned else { return Ok(()) };
        let begun = Self::begin(context, &planned.label, self.draft.clone())?;
        (self.id, self.lock) = (begun.id, begun.lock);
        let Some(planned) = self.planned.take() else { return Ok(()) };
        planned.mail.map_or(Ok(()), |mail| self.keep_mail(&mail))?;
        self.hint_on_interrupt();
        Ok(())
    }

    /// How to go on with the letter, if it is kept.
    pub(crate) fn hint(&self) -> Option<String> {
        let kept = self.planned.is_none();
        kept.then(|| format!("saved as draft `{}`; run `onlist` to continue", self.id))
    }

    /// Says beside a failure that the letter is kept.
    pub(crate) fn hinted(&self, failure: Failure) -> Failure {
        failure.or_hint(|| self.hint().unwrap_or_default())
    }

    /// Says to whoever interrupts the run that the letter is kept.
    pub(crate) fn hint_on_interrupt(&self) {
        if let Some(hint) = self.hint() {
            Terminal::hint_on_interrupt(&hint);
        }
    }

    /// Keeps a new letter, named after `label`.
    pub(crate) fn begin(context: &Context, label: &str, draft: Draft) -> Result<Self, Failure> {
        can_be_kept(context)?;
        let lock = context.lock_state()?;
        let outbox = context.outbox_under(&lock)?;
        let index = outbox.index()?;
        outbox.clean(&lock, &index);
        Self::begin_under(context, &lock, label, draft, |id| index.has(id))
    }

    /// The same, for a run that has the lock already.
    pub(crate) fn begin_under(
        context: &Context,
        lock: &StateLock,
        label: &str,
        draft: Draft,
        taken: impl Fn(&Id) -> bool,
    ) -> Result<Self, Failure> {
        let store = store(context)?;
        let (id, lock) = store.create(lock, label, &draft, taken)?;
        Ok(Self { store, lock: Some(lock), id, draft, touched: false, planned: None, given: HashSet::new() })
    }

    /// Takes up a letter that is kept.
    pub(crate) fn resume(context: &Context, id: Id) -> Result<Self, Failure> {
        let store = store(context)?;
        let lock = store.lock(&id)?;
        Self::locked(store, id, lock)
    }

    /// Takes up a letter that is kept and held by this run.
    pub(crate) fn locked(store: Store, id: Id, lock: DraftLock) -> Result<Self, Failure> {
        let draft = store.load(&id)?;
        Ok(Self { store, lock: Some(lock), id, draft, touched: true, planned: None, given: HashSet::new() })
    }

    /// Looks at a letter that is kept; another run may work on it meanwhile.
    pub(crate) fn look(context: &Context, id: Id) -> Result<Self, Failure> {
        let store = store(context)?;
        let draft = store.load(&id)?;
        Ok(Self { store, lock: None, id, draft, touched: false, planned: None, given: HashSet::new() })
    }

    /// Whether a question was answered before anything was asked: by a flag, the settings or git.
    pub(crate) fn was_given(&self, question: Question) -> bool {
        self.given.contains(question.name())
    }

    /// The answer to a question, which may be empty: then it was asked and passed over.
    pub(crate) fn get(&self, question: Question) -> Option<&str> {
        match question {
            Question::Project => self.draft.project.as_deref(),
            _ => self.draft.answers.get(question.name()).map(String::as_str),
        }
    }

    /// The answer to a question, when there is something in it.
    pub(crate) fn said(&self, question: Question) -> Option<&str> {
        self.get(question).filter(|answer| !answer.is_empty())
    }

    /// Keeps an answer.
    pub(crate) fn set(&mut self, context: &Context, question: Question, answer: &str) -> Result<(), Failure> {
        match question {
            Question::Project => self.draft.project = Some(answer.to_owned()),
            _ => drop(self.draft.answers.insert(question.name().to_owned(), answer.to_owned())),
        }
        self.draft.answers.remove(&format!("{UNFINISHED}{}", question.name()));
        self.touched = true;
        self.save(context)
    }

    /// What was typed at a question, and not taken as its answer.
    pub(crate) fn unfinished(&self, question: Question) -> Option<String> {
        self.draft.answers.get(&format!("{UNFINISHED}{}", question.name())).cloned()
    }

    /// Keeps what was typed at a question and is no answer to it yet.
    pub(crate) fn keep_unfinished(
        &mut self,
        context: &Context,
        question: Question,
        typed: &str,
    ) -> Result<(), Failure> {
        self.draft.answers.insert(format!("{UNFINISHED}{}", question.name()), typed.to_owned());
        self.touched = true;
        self.save(context)
    }

    /// Keeps why an error of the rule with this `code` is to stay.
    pub(crate) fn ignore(&mut self, context: &Context, code: &str, reason: &str) -> Result<(), Failure> {
        self.draft.answers.insert(format!("{IGNORED}{code}"), reason.to_owned());
        self.touched = true;
        self.save(context)
    }

    /// Forgets an answer.
    pub(crate) fn forget(&mut self, context: &Context, question: Question) -> Result<(), Failure> {
        self.draft.answers.remove(question.name());
        self.save(context)
    }

    /// Notes which question comes next; none when all are answered.
    pub(crate) fn asking(&mut self, context: &Context, question: Option<Question>) -> Result<(), Failure> {
        self.draft.asking = question.map(|it| it.name().to_owned());
        if self.planned.is_some() { Ok(()) } else { self.save(context) }
    }

    fn save(&mut self, context: &Context) -> Result<(), Failure> {
        self.draft.changed = context.by_now();
        self.keep(context)?;
        Ok(self.store.save(&self.id, &self.draft)?)
    }

    /// Gives `letter` the identifier that it had before, or keeps the one that it has from now on. One that has left by
    /// hand and was changed since is another letter (RFC 5322 3.6.4).
    pub(crate) fn identify(&mut self, context: &Context, letter: &mut Letter) -> Result<(), Failure> {
        if self.draft.answers.get(LEFT).is_some_and(|left| *left != likeness(letter)) {
            self.draft.answers.remove(LEFT);
            self.draft.message_id = Some(letter.content().message_id.clone());
            return Ok(self.store.save_as_another(&self.id, &self.draft)?);
        }
        if let Some(id) = &self.draft.message_id {
            letter.identify(id.clone());
        } else {
            self.draft.message_id = Some(letter.content().message_id.clone());
            self.save(context)?;
        }
        Ok(())
    }

    /// Notes that `letter` has left by hand.
    pub(crate) fn note_left(&mut self, context: &Context, letter: &Letter) -> Result<(), Failure> {
        self.draft.answers.insert(LEFT.to_owned(), likeness(letter));
        self.save(context)
    }

    /// The mail that is answered, unless somebody has removed it.
    pub(crate) fn mail(&self) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.store.attachment(&self.id, MAIL)?)
    }

    /// Keeps the mail that is answered.
    pub(crate) fn keep_mail(&self, mail: &[u8]) -> Result<(), Failure> {
        Ok(self.store.attach(&self.id, MAIL, mail)?)
    }

    /// A file for the editor, with `text` in it unless one was left from an interrupted run.
    pub(crate) fn file_for(
        &mut self,
        context: &Context,
        question: Question,
        text: &str,
    ) -> Result<PathBuf, Failure> {
        self.keep(context)?;
        if self.left_over(question)?.is_none() {
            self.store.attach(&self.id, &format!("{}.txt", question.name()), text.as_bytes())?;
        }
        Ok(self.store.edit_path(&self.id, question.name())?)
    }

    /// What the editor's file for a question holds, if there is one.
    pub(crate) fn left_over(&self, question: Question) -> Result<Option<String>, Failure> {
        if self.planned.is_some() {
            return Ok(None);
        }
        let bytes = self.store.attachment(&self.id, &format!("{}.txt", question.name()))?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Gives the draft to whoever sends it, still held by this run.
    pub(crate) fn hand_over(self) -> (Id, Option<DraftLock>) {
        (self.id, self.lock)
    }

    /// Removes the draft: its letter has gone where it was to go.
    pub(crate) fn end(self) -> Result<(), Failure> {
        match self.lock {
            Some(lock) => Ok(self.store.delete(&self.id, lock)?),
            None => Ok(()),
        }
    }
}

/// What tells a letter from another text or other readers, whenever it is written.
fn likeness(letter: &Letter) -> String {
    let content = letter.content();
    let readers = content.to.iter().chain(&content.cc).map(|it| it.address.as_str());
    let parts: Vec<_> = [&*content.subject, &*content.body].into_iter().chain(readers).collect();
    let id = MessageId::derive(&content.from.address, DateTime::UNIX_EPOCH.into(), &parts);
    id.bare().to_owned()
}

fn can_be_kept(context: &Context) -> Result<(), Failure> {
    if context.catalog_is_input() {
        return Err(Failure::new(Status::Usage, "a draft cannot use a catalog from standard input")
            .hint("save the catalog to a file"));
    }
    Ok(())
}

/// The drafts that are kept.
pub(crate) fn store(context: &Context) -> Result<Store, Failure> {
    Ok(Store::at(&context.state()?))
}

/// The catalog that a flag names, as the file may have moved, else the one that a draft was begun with.
pub(crate) fn catalog_of(context: &Context, draft: &Draft) -> Result<Rc<Catalog>, Failure> {
    let catalog = find_catalog(context, draft)?;
    if context.named_catalog().is_none() && draft.catalog.is_some() {
        context.tell_origin(&catalog);
    }
    Ok(catalog)
}

/// The same, and nothing is said of it.
pub(crate) fn find_catalog(context: &Context, draft: &Draft) -> Result<Rc<Catalog>, Failure> {
    let catalog = begun_with(context, draft)?;
    if draft.kind == Kind::Reply { own_tasks::with(context, &catalog) } else { Ok(catalog) }
}

fn begun_with(context: &Context, draft: &Draft) -> Result<Rc<Catalog>, Failure> {
    if let Some(named) = context.named_catalog() {
        return named;
    }
    let Some(path) = &draft.catalog else { return context.shipped() };
    context.catalog_at(&path_text::decode(path)).map_err(|failure| match failure.status {
        Status::NoInput => {
            let hint = Words::from("the letter was started with this catalog");
            failure.hint(hint.and(Words::typed("give its new place with `--catalog FILE`")))
        }
        _ => failure,
    })
}

/// Why errors of a letter that is kept are to stay, by the codes of their rules.
pub(crate) fn ignored(draft: &Draft) -> impl Iterator<Item = (&str, &str)> {
    draft.answers.iter().filter_map(|(name, reason)| Some((name.strip_prefix(IGNORED)?, reason.as_str())))
}

/// The answers of a letter that is kept.
pub(crate) fn answers(draft: &Draft) -> Result<Answers, Failure> {
    let mut answers = Answers::default();
    for (name, answer) in &draft.answers {
        if let Some(question) = Question::named(name) {
            answers.set(question, answer)?;
        }
    }
    Ok(answers)
}

/// Fills in who writes, where the flags did not say: from the settings, else from git.
pub(crate) fn fill_in_person(context: &Context, answers: &mut Answers) -> Result<(), Failure> {
    let settings = context.settings();
    let identity = &settings.identity;
    let set = [
        (Question::Name, identity.name.as_deref()),
        (Question::Email, identity.email.as_ref().map(Address::as_str)),
        (Question::CallMe, identity.call_me.as_deref()),
        (Question::Affiliation, identity.affiliation.as_deref()),
        (Question::TimeZone, identity.time_zone.as_deref()),
    ];
    for (question, value) in set {
        if let Some(value) = value.filter(|_| answers.get(question).is_none()) {
            answers.set(question, value)?;
        }
    }
    fill_in_from_git(answers)
}

fn fill_in_from_git(answers: &mut Answers) -> Result<(), Failure> {
    if answers.from().is_some() {
        return Ok(());
    }
    let git = Git::ask();
    for (question, key, value) in
        [(Question::Name, "user.name", git.name), (Question::Email, "user.email", git.email)]
    {
        if let Some(value) = value.filter(|_| answers.get(question).is_none()) {
            let hint = format!("it comes from git's `{key}`: correct it there, or set it in the settings");
            answers.set(question, &value).map_err(|error| Failure::from(error).hint(hint))?;
        }
    }
    Ok(())
}
