//! What an archive at hand shows of tasks: the claims of other mentors, and what is done.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::rc::Rc;

use chrono::{DateTime, Days};
use onlist_core::catalog::Catalog;
use onlist_core::ledger::{Event, Ledger};
use onlist_core::outbox::QueuedLetter;
use onlist_core::people::{Known, People};
use onlist_core::tasks::Archive;
use onlist_core::triage;
use onlist_mail::archive::{self, is_url};
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::thread::{Entry, Node, Options, Threads};

use super::archives::{Archives, named};
use super::own_tasks;
use super::sending::reminders;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// How far an archive is read back, in days: a season's time.
const DAYS: u64 = 200;

/// Reads the archives at hand, those that are given or else those of the settings, and remembers for this run what they
/// show; says where they show that the mail which is to be answered was. A server that holds a list is asked for the
/// threads that name a task, and for no others.
///
/// An archive of the settings that cannot be read keeps nobody from working: it is told of.
pub(crate) fn read(
    context: &Context,
    arguments: &[OsString],
    catalog: &Catalog,
    object: Option<(&str, &str)>,
    mail: Option<&Post<'_>>,
) -> Result<Option<String>, Failure> {
    let all: Vec<_> = match arguments {
        [] => context.settings().archives.values().cloned().map(OsString::from).collect(),
        arguments => arguments.iter().map(|it| named(it, context, catalog)).collect(),
    };
    let (remote, local): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| is_url(it));
    let remote: Vec<_> =
        remote.iter().filter(|_| !catalog.tasks.is_empty()).map(|it| searched(it, catalog, object)).collect();
    let names = [local, remote].concat();
    let read = |names: &[OsString]| read_all(context, names, catalog, object, mail);
    let passes = |failure: &Failure| arguments.is_empty() && failure.status != Status::Interrupted;
    let tell = |failure: Failure| {
        context.terminal.warning(&format!("{}: what it shows of tasks is not seen", failure.message));
    };
    match read(&names) {
        Err(failure) if passes(&failure) && names.len() == 1 => {
            tell(failure);
            Ok(None)
        }
        Err(failure) if passes(&failure) => {
            // Each by itself tells which of them can be read.
            let mut readable = Vec::new();
            for name in names {
                match read(std::slice::from_ref(&name)) {
                    Err(failure) if passes(&failure) => tell(failure),
                    Err(failure) => return Err(failure),
                    Ok(_) => readable.push(name),
                }
            }
            read(&readable)
        }
        read => read,
    }
}

/// The same for a letter that is complete and is about a task, unless they were read before.
pub(crate) fn read_for(
    context: &Context,
    catalog: &Rc<Catalog>,
    letter: &QueuedLetter,
) -> Result<(), Failure> {
    let ledger = context.existing_ledger()?.map(Ledger::reader);
    let wanted = letter.claimed().next();
    let said = ledger.map(|it| reminders::said_in(it, letter)).transpose()?.flatten();
    if context.team().is_some() || wanted.is_none() && said.is_none() {
        return Ok(());
    }
    let object = wanted.and_then(|it| Some((it.task.as_str(), it.object?)));
    read(context, &[], &*own_tasks::with(context, catalog)?, object, None)?;
    Ok(())
}

/// The address at which a server finds what is said of tasks.
fn searched(list: &OsStr, catalog: &Catalog, object: Option<(&str, &str)>) -> OsString {
    let titles = catalog.tasks.iter().map(|it| it.title.as_str());
    let phrases: Vec<_> = titles.chain(object.map(|(_, object)| object)).collect();
    archive::searching(&list.to_string_lossy(), &phrases).into()
}

fn read_all(
    context: &Context,
    names: &[OsString],
    catalog: &Catalog,
    object: Option<(&str, &str)>,
    mail: Option<&Post<'_>>,
) -> Result<Option<String>, Failure> {
    if names.is_empty() {
        return Ok(None);
    }
    let since = context.now.to_utc().checked_sub_days(Days::new(DAYS));
    let mut archives = Archives::find(context, names, catalog)?.since(since);
    let threads = archives.threads(context, Options::default())?;
    let events = seen(context, &archives, &threads, catalog, object)?;
    context.remember_team(events);
    Ok(mail.and_then(|it| answered(&threads, it)))
}

/// That somebody else than its author has written below a mail, and when last.
fn answered(threads: &Threads, mail: &Post<'_>) -> Option<String> {
    let node = threads.find(mail.message_id.as_ref()?.bare())?;
    let author = threads.entry(node).address;
    let by_another = |it: &Entry<'_>| {
        !it.automatic && it.address.zip(author).is_some_and(|(a, b)| !a.eq_ignore_ascii_case(b))
    };
    let below = threads.below(node);
    let last = below.iter().map(|it| threads.entry(*it)).filter(by_another).max_by_key(|it| it.time)?;
    let who = Line::sanitize(last.name.or(last.address)?);
    let day = DateTime::from_timestamp(last.time?, 0)?.format("%-d %B %Y");
    Some(format!("{who} has answered in this thread on {day}"))
}

/// The same with archives that were read already, servers' among them.
pub(crate) fn take(
    context: &Context,
    archives: &Archives,
    threads: &Threads,
    catalog: &Catalog,
) -> Result<(), Failure> {
    context.remember_team(seen(context, archives, threads, catalog, None)?);
    Ok(())
}

fn seen(
    context: &Context,
    archives: &Archives,
    threads: &Threads,
    catalog: &Catalog,
    object: Option<(&str, &str)>,
) -> Result<Vec<Event>, Failure> {
    let identity = &context.settings().identity;
    let own: Vec<_> = identity.email.iter().chain(&identity.also).cloned().collect();
    let about = Some(catalog).filter(|it| context.catalog_is_named() || triage::is_about(it, threads));
    let people = People::of(threads, &Known { catalog: about, maintainers: &[], own: &own });
    let mut archive = Archive::new(threads, &people, catalog);
    let since = context.now.to_utc().checked_sub_days(Days::new(DAYS)).map(|it| it.timestamp());
    let wanted = |node: &Node| threads.entry(*node).time >= since && !threads.entry(*node).automatic;
    let mut numbered: Vec<_> =
        threads.nodes().filter(wanted).map(|node| (threads.entry(node).number, node)).collect();
    numbered.sort_unstable();
    let numbers: BTreeSet<_> = numbered.iter().map(|(number, _)| *number).collect();
    archives.visit(&numbers, |number, octets| {
        if let Ok(at) = numbered.binary_search_by_key(&number, |(number, _)| *number) {
            archive.read(numbered[at].1, octets);
        }
    })?;
    let known = match context.existing_ledger()? {
        Some(ledger) => ledger.reader().events()?.events,
        None => Vec::new(),
    };
    Ok(archive.events(&known, object, context.now))
}
