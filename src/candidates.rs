//! What a shell completes: ids of the catalog, names of what is kept, codes of rules.
//!
//! A shell asks while a line is being typed, so nothing here fails: what cannot be read has no candidates.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Command;
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use onlist_core::catalog::{Catalog, Project, lint};
use onlist_core::check::rules;
use onlist_core::drafts::Store;
use onlist_core::ledger::replay;

use crate::catalogs::{AddedCatalogs, Searched};
use crate::commands::own_tasks;
use crate::context::Context;
use crate::flags::Common;
use crate::settings::Environment;
use crate::terminal::{Options, Terminal};

/// An id and what it stands for.
type Candidate = (String, String);

fn of(candidates: fn() -> Vec<Candidate>) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let shown = |(id, about): Candidate| CompletionCandidate::new(id).help(Some(about.into()));
        candidates().into_iter().map(shown).collect()
    })
}

/// Ids of projects; behind the name of a community and its stroke, with these.
pub(crate) fn projects() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let begun = current.to_string_lossy();
        let all = with_context(|context| {
            let of = |it: &Searched| {
                let label = if begun.contains('/') { format!("{}/", it.label) } else { String::new() };
                let named = |it: &Project| (format!("{label}{}", it.id), it.title.to_string());
                it.catalog.projects.iter().map(named).collect::<Vec<_>>()
            };
            Some(context.catalogs().ok()?.iter().flat_map(of).collect())
        });
        begun_with(&begun, all).collect()
    })
}

/// Ids of tasks.
pub(crate) fn tasks() -> ArgValueCandidates {
    of(|| {
        with_context(|context| {
            let catalog = context.catalog().ok()?;
            let all = own_tasks::with(context, &catalog).unwrap_or(catalog);
            Some(all.tasks.iter().map(|it| (it.id.to_string(), it.title.to_string())).collect())
        })
    })
}

/// Ids of lists.
pub(crate) fn lists() -> ArgValueCandidates {
    of(|| in_catalog(|it| it.lists.iter().map(|it| (it.id.to_string(), it.address.to_string())).collect()))
}

/// Ids of areas.
pub(crate) fn areas() -> ArgValueCandidates {
    of(|| in_catalog(|it| it.areas.iter().map(|it| (it.id.to_string(), it.title.to_string())).collect()))
}

/// Ids of seasons.
pub(crate) fn seasons() -> ArgValueCandidates {
    of(|| in_catalog(|it| it.seasons.iter().map(|it| (it.id.to_string(), it.called().to_string())).collect()))
}

/// Names of a mentor's own paragraphs.
pub(crate) fn answers() -> ArgValueCandidates {
    of(|| {
        let first_line = |text: &str| text.trim().lines().next().unwrap_or_default().to_owned();
        with_context(|context| {
            let settings = context.settings();
            Some(
                settings
                    .answers
                    .iter()
                    .map(|(name, text)| (name.clone(), first_line(text.get_ref())))
                    .collect(),
            )
        })
    })
}

/// Codes of rules.
pub(crate) fn rule_codes() -> ArgValueCandidates {
    of(|| rules().iter().map(|it| (it.code.to_owned(), it.name.to_owned())).collect())
}

/// Codes of rules of catalogs.
pub(crate) fn lint_codes() -> ArgValueCandidates {
    of(|| lint::rules().iter().map(|it| (it.code.to_owned(), it.name.to_owned())).collect())
}

/// Commands.
pub(crate) fn verbs() -> ArgValueCandidates {
    of(|| {
        let about = |verb: &Command| verb.get_about().map(ToString::to_string).unwrap_or_default();
        crate::cli::command().get_subcommands().map(|it| (it.get_name().to_owned(), about(it))).collect()
    })
}

/// Files, and the names of catalogs that were added.
pub(crate) fn catalogs_and_files() -> ArgValueCompleter {
    and_files(added)
}

/// Names of catalogs that were added.
pub(crate) fn added_catalogs() -> ArgValueCandidates {
    of(added)
}

fn added() -> Vec<Candidate> {
    with_context(|context| {
        let names = AddedCatalogs::below(&context.state().ok()?).names();
        Some(names.into_iter().map(|name| (name.to_string(), "added catalog".to_owned())).collect())
    })
}

/// Files and folders, and the names of archives in the settings.
pub(crate) fn archives() -> ArgValueCompleter {
    and_files(|| {
        with_context(|context| {
            Some(
                context
                    .settings()
                    .archives
                    .iter()
                    .map(|(name, place)| (name.clone(), place.display().to_string()))
                    .collect(),
            )
        })
    })
}

/// Names of letters that are kept, and not sent.
pub(crate) fn drafts() -> ArgValueCandidates {
    of(kept)
}

/// The same, and files.
pub(crate) fn drafts_and_files() -> ArgValueCompleter {
    and_files(kept)
}

fn and_files(named: fn() -> Vec<Candidate>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        let named = begun_with(&current.to_string_lossy(), named()).collect::<Vec<_>>();
        named.into_iter().chain(PathCompleter::any().complete(current)).collect()
    })
}

/// Those that begin with what is typed.
fn begun_with(begun: &str, candidates: Vec<Candidate>) -> impl Iterator<Item = CompletionCandidate> {
    let begins = candidates.into_iter().filter(move |(name, _)| name.starts_with(begun));
    begins.map(|(name, about)| CompletionCandidate::new(name).help(Some(about.into())))
}

fn kept() -> Vec<Candidate> {
    with_context(|context| {
        let drafts = Store::at(&context.state().ok()?).list().ok()?.drafts;
        let letters = context.outbox().ok()?.list().ok()?.entries;
        let mut names: Vec<_> = drafts.into_iter().map(|(id, _)| id.to_string()).collect();
        names.extend(letters.iter().map(|it| it.id().to_string()));
        names.sort();
        names.dedup();
        Some(names.into_iter().map(|name| (name, "saved letter".to_owned())).collect())
    })
}

/// Contacts: the projects that they are about, and the letters of those that are about none.
pub(crate) fn contacts() -> ArgValueCandidates {
    of(|| {
        with_context(|context| {
            let events = context.existing_ledger().ok()??.reader().events().ok()?.events;
            let named = replay(&events, context.now).into_iter().map(|it| {
                let id = it.contact.project.id().map(ToString::to_string);
                (id.unwrap_or_else(|| it.letter.message_id.bare().to_owned()), it.contact.person.to_string())
            });
            Some(named.collect())
        })
    })
}

/// Addresses of the people of contacts.
pub(crate) fn people() -> ArgValueCandidates {
    of(|| {
        with_context(|context| {
            let events = context.existing_ledger().ok()??.reader().events().ok()?.events;
            let all = replay(&events, context.now).into_iter();
            let named = all.map(|it| (it.contact.person.to_string(), it.contact.project.in_words()));
            Some(named.collect())
        })
    })
}

fn in_catalog(ids: fn(&Catalog) -> Vec<Candidate>) -> Vec<Candidate> {
    with_context(|context| context.catalog().ok().map(|catalog: Rc<Catalog>| ids(&catalog)))
}

/// Looks with the settings and flags of the line that is being typed.
fn with_context(look: impl FnOnce(&Context) -> Option<Vec<Candidate>>) -> Vec<Candidate> {
    let environment = Environment::read();
    let flag = |name: &str| value(&environment.arguments, name).map(PathBuf::from);
    let catalog = flag("--catalog").filter(|path| path != Path::new("-"));
    let common = Common::for_completion(catalog, flag("--config"), flag("--ledger"));
    let terminal = Terminal::open(Options::default());
    let context = Context::open(common, environment, &terminal).ok();
    context.as_ref().and_then(look).unwrap_or_default()
}

/// The value of a flag on the line, behind it or behind its `=`.
fn value<'a>(words: &'a [String], flag: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| word.split('=').next() == Some(flag))?;
    match words[at].split_once('=') {
        Some((_, value)) => Some(value),
        None => words.get(at + 1).map(String::as_str),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command, ValueHint};

    use super::*;

    /// What values are called that nothing can be offered for.
    const FREE: [&str; 19] = [
        "ADDRESS",
        "COMMAND",
        "DATE",
        "DAY|RFC3339",
        "LABEL=FIELD",
        "MAILBOX",
        "MENTOR",
        "MESSAGE-ID",
        "N",
        "NAME",
        "NEW-ID",
        "NUMBER",
        "SKILL",
        "TEXT",
        "TITLE",
        "URL",
        "WHAT",
        "WORD",
        "WORDS",
    ];

    #[test]
    fn what_can_be_offered_for_a_value_is() {
        let mut command = crate::cli::command();
        command.build();
        let mut bare = Vec::new();
        walk(&command, &mut bare);
        assert_eq!(bare, [""; 0], "\n{}", bare.join("\n"));
    }

    fn walk(command: &Command, bare: &mut Vec<String>) {
        for arg in command.get_arguments().filter(|it| it.get_action().takes_values() && !is_offered(it)) {
            let names = arg.get_value_names().unwrap_or_default();
            if !names.iter().any(|it| FREE.contains(&it.as_str())) {
                bare.push(format!(
                    "{} {}: {names:?}",
                    command.get_bin_name().unwrap_or_default(),
                    arg.get_id()
                ));
            }
        }
        command.get_subcommands().for_each(|below| walk(below, bare));
    }

    fn is_offered(arg: &Arg) -> bool {
        arg.get::<ArgValueCandidates>().is_some()
            || arg.get::<ArgValueCompleter>().is_some()
            || arg.get_value_hint() != ValueHint::Unknown
            || !arg.get_possible_values().is_empty()
    }
}
