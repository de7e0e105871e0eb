//! What an archive at hand shows of tasks: the claims of other mentors, and what is done.

use std::collections::BTreeSet;
use std::ffi::OsString;

use chrono::{DateTime, Days};
use onlist_core::catalog::Catalog;
use onlist_core::ledger::Event;
use onlist_core::people::{Known, People};
use onlist_core::tasks::Archive;
use onlist_core::triage;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::thread::{Entry, Node, Options, Threads};

use super::archives::{Archives, is_url};
use crate::context::Context;
use crate::messages::Failure;

/// How far an archive is read back, in days: a season's time.
const DAYS: u64 = 200;

/// Reads the archives at hand, those that are given or else those of the settings, and remembers for this run what they
/// show; says where they show that the mail which is to be answered was. Servers are not asked: they would have to send
/// all posts.
pub(crate) fn read(
    context: &Context,
    arguments: &[OsString],
    catalog: &Catalog,
    object: Option<(&str, &str)>,
    mail: Option<&Post<'_>>,
) -> Result<Option<String>, Failure> {
    let settings = context.settings();
    let all: Vec<OsString> = match arguments {
        [] => settings.archives.values().cloned().map(OsString::from).collect(),
        arguments => arguments.to_vec(),
    };
    let local: Vec<_> = all.into_iter().filter(|it| !is_url(it)).collect();
    if local.is_empty() {
        return Ok(None);
    }
    let since = context.now.to_utc().checked_sub_days(Days::new(DAYS));
    let mut archives = Archives::find(context, &local, catalog)?.since(since);
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
