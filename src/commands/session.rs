//! A letter that is being written: each answer is on the disk before the next question.

use std::path::PathBuf;
use std::rc::Rc;

use onlist_core::catalog::Catalog;
use onlist_core::compose::{Answers, Letter, Question};
use onlist_core::drafts::{Id, Kind, Lock, Record, Store};
use onlist_mail::mailbox::Address;

use crate::context::{Context, path_text};
use crate::messages::{Failure, Status};
use crate::settings::Git;

/// The name under which the mail that is answered is kept beside its answer.
pub(crate) const MAIL: &str = "mail.eml";

/// The question of a mentor's answer whose answer has a place of its own in the draft.
const PROJECT: &str = "project";

/// A kept draft that this run works on.
pub(crate) struct Session {
    store: Store,
    lock: Option<Lock>,
    /// Its name.
    pub(crate) id: Id,
    /// What is kept of it.
    pub(crate) record: Record,
    /// Whether something was said that would be lost with it.
    pub(crate) touched: bool,
}

impl Session {
    /// Keeps a new letter, named after `label`.
    pub(crate) fn begin(context: &Context, label: &str, record: Record) -> Result<Self, Failure> {
        if context.catalog_is_input() {
            return Err(Failure::new(Status::Usage, "a draft cannot use a catalog from standard input")
                .hint("save the catalog to a file"));
        }
        let store = Store::at(&context.state()?);
        let id = store.create(label, &record)?;
        // A draft that cannot be locked cannot be used, and each try would leave another one.
        let lock = store.lock(&id).inspect_err(|_| drop(store.delete(&id)))?;
        Ok(Self { store, lock: Some(lock), id, record, touched: false })
    }

    /// Takes up a letter that is kept.
    pub(crate) fn resume(context: &Context, id: Id) -> Result<Self, Failure> {
        let store = Store::at(&context.state()?);
        let lock = Some(store.lock(&id)?);
        let record = store.load(&id)?;
        Ok(Self { store, lock, id, record, touched: true })
    }

    /// Looks at a letter that is kept; another run may work on it meanwhile.
    pub(crate) fn look(context: &Context, id: Id) -> Result<Self, Failure> {
        let store = Store::at(&context.state()?);
        let record = store.load(&id)?;
        Ok(Self { store, lock: None, id, record, touched: false })
    }

    /// The answer to a question, which may be empty: then it was asked and passed over.
    pub(crate) fn get(&self, question: &str) -> Option<&str> {
        match question {
            PROJECT => self.record.project.as_deref(),
            _ => self.record.answers.get(question).map(String::as_str),
        }
    }

    /// The answer to a question, when there is something in it.
    pub(crate) fn said(&self, question: &str) -> Option<&str> {
        self.get(question).filter(|answer| !answer.is_empty())
    }

    /// Keeps an answer, and what is to be asked next.
    pub(crate) fn set(&mut self, context: &Context, question: &str, answer: &str) -> Result<(), Failure> {
        match question {
            PROJECT => self.record.project = Some(answer.to_owned()),
            _ => drop(self.record.answers.insert(question.to_owned(), answer.to_owned())),
        }
        self.touched = true;
        self.save(context)
    }

    /// Forgets an answer.
    pub(crate) fn forget(&mut self, context: &Context, question: &str) -> Result<(), Failure> {
        self.record.answers.remove(question);
        self.save(context)
    }

    /// Notes which question comes next; none when all are answered.
    pub(crate) fn asking(&mut self, context: &Context, question: Option<&str>) -> Result<(), Failure> {
        self.record.asking = question.map(str::to_owned);
        self.save(context)
    }

    fn save(&mut self, context: &Context) -> Result<(), Failure> {
        self.record.changed = context.now;
        Ok(self.store.save(&self.id, &self.record)?)
    }

    /// Gives `letter` the identifier that it had before, or keeps the one that it has from now on.
    pub(crate) fn identify(&mut self, context: &Context, letter: &mut Letter) -> Result<(), Failure> {
        if let Some(id) = &self.record.message_id {
            letter.content.message_id = id.clone();
        } else {
            self.record.message_id = Some(letter.content.message_id.clone());
            self.save(context)?;
        }
        Ok(())
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
    pub(crate) fn file_for(&self, question: &str, text: &str) -> Result<PathBuf, Failure> {
        if self.left_over(question)?.is_none() {
            self.store.attach(&self.id, &format!("{question}.txt"), text.as_bytes())?;
        }
        Ok(self.store.edit_path(&self.id, question)?)
    }

    /// What the editor's file for a question holds, if there is one.
    pub(crate) fn left_over(&self, question: &str) -> Result<Option<String>, Failure> {
        let bytes = self.store.attachment(&self.id, &format!("{question}.txt"))?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Gives the draft to whoever sends it, still held by this run.
    pub(crate) fn hand_over(self) -> (Id, Option<Lock>) {
        (self.id, self.lock)
    }

    /// Removes the draft: its letter has gone where it was to go.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        self.lock = None;
        Ok(self.store.delete(&self.id)?)
    }
}

/// The catalog that a flag names, as the file may have moved, else the one that a draft was begun with.
pub(crate) fn catalog_of(context: &Context, record: &Record) -> Result<Rc<Catalog>, Failure> {
    match (&context.catalog_flag, &record.catalog) {
        (Some(path), _) => context.catalog_at(path),
        (None, Some(path)) => {
            context.catalog_at(&path_text::decode(path)).map_err(|failure| match failure.status {
                Status::NoInput => failure.hint(
                    "the letter was started with this catalog: give its new place with `--catalog FILE`",
                ),
                _ => failure,
            })
        }
        (None, None) => Ok(context.shipped()),
    }
}

/// The answers of a student's letter that is kept.
pub(crate) fn answers(record: &Record) -> Result<Answers, Failure> {
    let mut answers = Answers::default();
    for (name, answer) in &record.answers {
        if let Some(question) = Question::named(name) {
            answers.set(question, answer)?;
        }
    }
    Ok(answers)
}

/// What is kept of a student's letter with these `answers`.
pub(crate) fn record(context: &Context, project: Option<&str>, answers: &Answers) -> Record {
    let kind = if project.is_some() { Kind::Introduction } else { Kind::Idea };
    let mut record = Record::new(kind, context.now);
    record.project = project.map(str::to_owned);
    record.catalog = context.catalog_name();
    record.answers = answers.named();
    record
}

/// Fills in who writes, where the flags did not say: from the settings, else from git.
pub(crate) fn fill_in_person(context: &Context, answers: &mut Answers) -> Result<(), Failure> {
    let identity = &context.settings.identity;
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
