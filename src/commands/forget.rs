//! Forgetting a person, or an old time: in ledger, drafts, letters and copies of archives.

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};
use onlist_core::catalog::Id as CatalogId;
use onlist_core::drafts::Id;
use onlist_core::ledger::{ContactStatus, Event, Forget, Person};
use onlist_core::outbox::{Entry, QueuedLetter};
use onlist_core::tasks::claims;
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::{and, count};
use serde_json::json;

use super::contact::Contacts;
use super::day::past_day;
use super::open_draft;
use super::sending::rehearse;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What a call says.
pub(crate) struct Wanted<'w> {
    pub(crate) person: Option<&'w str>,
    pub(crate) before: Option<&'w str>,
    pub(crate) yes: bool,
}

/// All that is to go.
struct ToForget {
    forget: Forget,
    /// In words.
    whom: String,
    letters: Vec<(Id, MessageId)>,
    drafts: Vec<Id>,
    rehearsals: Vec<PathBuf>,
    events: usize,
    tasks: usize,
}

impl Wanted<'_> {
    /// Forgets what is wanted, after asking.
    pub(crate) fn run(&self, context: &Context) -> Result<(), Failure> {
        let contacts = Contacts::read(context)?;
        let outbox = context.outbox()?;
        let mut entries = outbox.list()?.entries;
        entries.extend(outbox.list_sent()?.entries);
        let (forget, whom) = match (self.person, self.before) {
            (Some(wanted), _) => {
                let person = person_of(context, wanted, &contacts.history.events, &entries)?;
                let is_list = |it: &Event| it.list.as_ref().is_some_and(|list| person.has(list));
                if contacts.history.events.iter().any(is_list) {
                    let what = format!("`{}` is a mailing list, and no person", and(&person.addresses));
                    return Err(Failure::new(Status::Usage, what));
                }
                let names: Vec<_> = person.addresses.iter().map(ToString::to_string).collect();
                let names: Vec<_> = names.into_iter().chain(person.names.iter().cloned()).collect();
                let whom = if names.is_empty() { format!("`{wanted}`") } else { and(&names) };
                (Forget::Person(person), whom)
            }
            (None, before) => {
                let (time, text) = Self::time(context, before.unwrap_or_default())?;
                let claims = claims(&contacts.history.events, context.now);
                let has_task = |it: &&ContactStatus| {
                    claims.iter().any(|claim| claim.is_open() && claim.contact.as_ref() == Some(&it.contact))
                };
                let old = contacts.all.iter().filter(|it| it.last.at < time);
                let (kept, gone): (Vec<_>, Vec<_>) = old.partition(has_task);
                if !kept.is_empty() {
                    let what = count(kept.len(), "contact");
                    context.terminal.note(&format!("{what} with a task that is not done yet stays"));
                }
                let gone = gone.into_iter();
                (
                    Forget::Before(time, gone.map(|it| it.contact.clone()).collect()),
                    format!("what was before {text}"),
                )
            }
        };
        let to_forget = to_forget(context, &contacts, &entries, (forget, whom))?;
        if to_forget.is_nothing() {
            let whom = Line::sanitize(&to_forget.whom);
            context.terminal.note(&match self.before {
                Some(_) => format!("there is nothing to forget of {whom}"),
                None => format!("nothing is known of {whom}"),
            });
            return Ok(());
        }
        if !self.agreed(context, &to_forget)? {
            context.terminal.note("nothing was forgotten");
            return Ok(());
        }
        to_forget.go(context)
    }

    fn time(context: &Context, text: &str) -> Result<(DateTime<FixedOffset>, String), Failure> {
        let wrong = |reason| Failure::new(Status::Usage, format!("`--before`: {reason}"));
        let day = past_day(text, context.now.date_naive()).map_err(wrong)?;
        let begins =
            day.and_hms_opt(0, 0, 0).and_then(|it| it.and_local_timezone(*context.now.offset()).single());
        let time = begins.ok_or_else(|| wrong("not a date".to_owned()))?;
        Ok((time, day.to_string()))
    }

    fn agreed(&self, context: &Context, to_forget: &ToForget) -> Result<bool, Failure> {
        let what = to_forget.counted(to_forget.events, to_forget.tasks);
        if self.yes {
            return Ok(true);
        }
        if !context.terminal.can_ask() {
            let failure = Failure::new(Status::Usage, "cannot ask for confirmation without a terminal");
            return Err(failure.hint(format!("{what} would go; say so with `--yes`")));
        }
        context.terminal.warning(&format!("this removes {what} for good"));
        Ok(context.terminal.confirm(&format!("Forget {}", Line::sanitize(&to_forget.whom)), false)?)
    }
}

/// Forgets the contacts of one season, after asking.
pub(crate) fn season(context: &Context, community: &CatalogId, season: &CatalogId) -> Result<(), Failure> {
    let contacts = Contacts::read(context)?;
    let outbox = context.outbox()?;
    let mut entries = outbox.list()?.entries;
    entries.extend(outbox.list_sent()?.entries);
    let of_it =
        contacts.all.iter().filter(|it| it.contact.community == *community && it.contact.season == *season);
    let gone = of_it.map(|it| it.contact.clone()).collect();
    // What belongs to no contact stays.
    let forget = Forget::Before(DateTime::<Utc>::MIN_UTC.fixed_offset(), gone);
    let to_forget = to_forget(context, &contacts, &entries, (forget, format!("{community}/{season}")))?;
    let wanted = Wanted { person: None, before: None, yes: false };
    if wanted.agreed(context, &to_forget)? { to_forget.go(context) } else { Ok(()) }
}

impl ToForget {
    fn is_nothing(&self) -> bool {
        let files = self.letters.len() + self.drafts.len() + self.rehearsals.len();
        self.events + self.tasks + files == 0
    }

    /// How much that is, in words.
    fn counted(&self, events: usize, tasks: usize) -> String {
        let others = [(self.rehearsals.len(), "rehearsal"), (tasks, "own task")];
        let others = others.into_iter().filter(|(number, _)| *number > 0);
        let all = [(events, "event"), (self.letters.len(), "letter"), (self.drafts.len(), "draft")];
        let words: Vec<_> = all.into_iter().chain(others).map(|(number, what)| count(number, what)).collect();
        and(&words)
    }

    fn go(self, context: &Context) -> Result<(), Failure> {
        let lock = context.lock_state()?;
        let outbox = context.outbox_under(&lock)?;
        let index = outbox.index()?;
        let mut held = Vec::new();
        for (id, _) in &self.letters {
            held.extend(outbox.hold(&index, id)?);
        }
        let store = open_draft::store(context)?;
        let mut locked = Vec::new();
        for id in &self.drafts {
            locked.push((id, store.lock(id)?));
        }
        // Hashes first: whatever ends the run after this, nothing is sent twice.
        let ids: Vec<_> = self.letters.iter().map(|(_, id)| id.clone()).collect();
        let done = context.ledger()?.forget(&self.forget, &ids)?;
        for letter in held {
            outbox.delete(letter)?;
        }
        for (id, lock) in locked {
            store.delete(id, lock)?;
        }
        for path in &self.rehearsals {
            fs::remove_file(path).map_err(|error| Failure::reading(path, &error))?;
        }
        drop(lock);
        let cached = drop_cache(context)?;
        let terminal = context.terminal;
        terminal.note(&format!("removed {}", self.counted(done.removed, done.tasks)));
        if done.changed > 0 {
            terminal.note(&format!("{} of other contacts without the name", count(done.changed, "event")));
        }
        if done.done > 0 {
            terminal.note(&format!("stays done, without who did it: {}", count(done.done, "task")));
        }
        if cached {
            terminal.note("removed the copies of archives; they are fetched again when they are needed");
        }
        terminal.note(
            "what stays elsewhere: the list's archive, the mailboxes of those who got your letters, your own sent mail, \
             files that you saved, catalogs that name mentors",
        );
        Ok(())
    }
}

/// Looks up what `forget` is about.
fn to_forget(
    context: &Context,
    contacts: &Contacts,
    entries: &[Entry],
    (forget, whom): (Forget, String),
) -> Result<ToForget, Failure> {
    let events = contacts.history.events.iter().filter(|it| forget.concerns(it)).count();
    let letters = || entries.iter().filter(|it| is_of(it.letter(), &forget));
    let open: Vec<_> = letters()
        .filter(|it| it.last().is_some() && !it.is_settled())
        .map(|it| format!("`{}`", it.id()))
        .collect();
    if !open.is_empty() {
        let what = format!("not everybody has got {} yet", and(&open));
        let hint = "send it, or remove it with `onlist drafts delete`, and forget then";
        return Err(Failure::new(Status::Data, what).hint(hint));
    }
    let letters = letters().map(|it| (it.id().clone(), it.letter().message_id.clone())).collect();
    let store = open_draft::store(context)?;
    let mut drafts = Vec::new();
    for id in store.ids()? {
        let old = |time: DateTime<FixedOffset>| store.load(&id).is_ok_and(|it| it.changed < time);
        let gone = match &forget {
            Forget::Before(time, _) => old(*time),
            Forget::Person(person) => person.is_named_in(id.as_str()) || names(&store.path(&id), person),
        };
        drafts.extend(gone.then_some(id));
    }
    let rehearsals = rehearse::files(context, |mail| match &forget {
        Forget::Person(person) => is_named(mail, person),
        Forget::Before(time, _) => Post::read(mail).is_ok_and(|it| it.date.is_some_and(|at| at < *time)),
    })?;
    let tasks = match &forget {
        Forget::Person(person) => own_tasks(context)?.iter().filter(|it| person.is_named_in(it)).count(),
        Forget::Before(..) => 0,
    };
    Ok(ToForget { forget, whom, letters, drafts, rehearsals, events, tasks })
}

/// The tasks of the user's own, each as the ledger keeps it.
fn own_tasks(context: &Context) -> Result<Vec<String>, Failure> {
    let Some(ledger) = context.existing_ledger()? else { return Ok(Vec::new()) };
    let tasks = ledger.reader().own_tasks()?;
    Ok(tasks.iter().map(|it| json!(it.task).to_string()).collect())
}

/// Whether a letter that is queued or was sent is to go.
fn is_of(letter: &QueuedLetter, forget: &Forget) -> bool {
    match forget {
        Forget::Before(time, contacts) => match &letter.contact {
            Some(contact) => contacts.contains(contact),
            None => letter.queued < *time,
        },
        Forget::Person(person) => {
            let got = letter.recipients.iter().any(|it| person.has(&it.address));
            let named = letter.person.as_deref().is_some_and(|it| person.is_named_in(it));
            let contact = letter.contact.as_ref().is_some_and(|it| person.has(&it.person));
            got || named || contact || person.has(&letter.reverse_path) || is_named(&letter.bytes, person)
        }
    }
}

/// Whether the files of a draft name the person.
fn names(folder: &std::path::Path, person: &Person) -> bool {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|it| file::read_all(&it.path()).ok()).any(|bytes| is_named(&bytes, person))
}

/// Whether octets name the person, as they stand or as a mail is read.
fn is_named(bytes: &[u8], person: &Person) -> bool {
    if person.is_named_in(&String::from_utf8_lossy(bytes)) {
        return true;
    }
    let Ok(post) = Post::read(bytes) else { return false };
    let people = post.from.iter().chain(&post.to).chain(&post.cc).map(ToString::to_string);
    let people = people.collect::<Vec<_>>().join("\n");
    person.is_named_in(&format!("{people}\n{}\n{}", post.subject, post.text()))
}

/// All addresses and names of whom a call names by one of them.
fn person_of(
    context: &Context,
    wanted: &str,
    events: &[Event],
    entries: &[Entry],
) -> Result<Person, Failure> {
    let mut known: Vec<(Address, Option<String>)> = Vec::new();
    for event in events {
        let by = event.detail.as_ref().and_then(|it| it["by"].as_str()).map(str::to_owned);
        known.push((event.author.clone(), by));
        if let Some(contact) = &event.contact {
            known.push((contact.person.clone(), event.name.as_ref().map(ToString::to_string)));
        }
    }
    for recipient in entries.iter().flat_map(|it| &it.letter().recipients) {
        known.push((recipient.address.clone(), recipient.name.as_ref().map(ToString::to_string)));
    }
    // Catalogs know names that stand in drafts and tasks; without them, much is found still.
    for searched in context.catalogs().unwrap_or_default() {
        for one in &searched.catalog.people {
            known.extend(one.addresses.iter().map(|it| (it.clone(), Some(one.name.to_string()))));
        }
    }
    let mut person = Person::default();
    if let Ok(address) = wanted.trim_matches(['<', '>']).parse::<Address>() {
        person.names = known.iter().filter(|it| it.0 == address).filter_map(|it| it.1.clone()).collect();
        person.addresses.push(address);
    } else {
        let named = |name: &Option<String>| {
            name.as_deref().is_some_and(|it| it.trim().eq_ignore_ascii_case(wanted.trim()))
        };
        person.addresses = known.iter().filter(|it| named(&it.1)).map(|it| it.0.clone()).collect();
        // A word that is nobody's name stands in the letters of many; a mentor's own tasks name people by their names alone.
        let alone = Person { names: vec![wanted.to_owned()], ..Person::default() };
        let in_task = || Ok::<_, Failure>(own_tasks(context)?.iter().any(|it| alone.is_named_in(it)));
        let is_name = !person.addresses.is_empty() || (wanted.trim().contains(' ') && in_task()?);
        person.names.extend(is_name.then(|| wanted.to_owned()));
    }
    person.names.sort();
    person.names.dedup();
    let mut seen = Vec::new();
    person.addresses.retain(|it| {
        !seen.contains(it) && {
            seen.push(it.clone());
            true
        }
    });
    Ok(person)
}

/// Removes the copies of archives; whether there were any.
fn drop_cache(context: &Context) -> Result<bool, Failure> {
    let Some(folder) = context.environment.cache.as_ref().map(|it| it.join("archives")) else {
        return Ok(false);
    };
    if !folder.exists() {
        return Ok(false);
    }
    fs::remove_dir_all(&folder).map_err(|error| Failure::reading(&folder, &error))?;
    Ok(true)
}
