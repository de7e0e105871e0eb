//! Where mails are looked for: what arguments name, else what the settings and the catalogs know.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use onlist_core::sync::Letters;
use onlist_mail::archive::is_url;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

use crate::catalogs::Searched;
use crate::commands::archives::named;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Imap;

/// The argument that means the mailbox of the settings.
pub(super) const MAILBOX: &str = "imap";

/// Something that holds mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// A path or a URL.
    pub(super) name: OsString,
    /// Whether it is known to be a list's, and no mailbox.
    pub(super) is_archive: bool,
    /// The one list that it is of, where that is known.
    pub(super) list: Option<Address>,
}

impl Source {
    pub(super) fn is_url(&self) -> bool {
        is_url(&self.name)
    }

    /// As messages name it.
    pub(super) fn called(&self) -> Line {
        Line::sanitize(&self.name.to_string_lossy())
    }
}

/// The sources of a run. Those of the settings and the catalogs are for lists that letters went to.
pub(super) fn find(
    context: &Context,
    arguments: &[OsString],
    catalogs: &[Searched],
    letters: &Letters,
) -> Result<Vec<Source>, Failure> {
    if arguments.iter().any(|it| it == MAILBOX) && mailbox(context, arguments).is_none() {
        let failure = Failure::new(Status::Config, "the settings have no mailbox");
        return Err(failure.hint("`imap` is the mailbox of `[imap]` in the settings; add it there"));
    }
    let mut sources: Vec<Source> = Vec::new();
    let mut add = |name: OsString, is_archive, list: Option<Address>| {
        match sources.iter_mut().find(|it| it.name == name) {
            // One place may keep several lists.
            Some(known) if known.list != list => known.list = None,
            Some(_) => {}
            None => sources.push(Source { name, is_archive, list }),
        }
    };
    if arguments.is_empty() {
        for path in context.settings().archives.values() {
            add(path.clone().into_os_string(), true, None);
        }
        for list in letters.lists() {
            for archive in catalogs.iter().filter_map(|it| archive_of(it, list)) {
                add(archive.as_str().into(), true, Some(list.clone()));
            }
        }
    }
    for argument in arguments.iter().filter(|it| *it != MAILBOX) {
        let names = catalogs.iter().map(|it| named(argument, context, &it.catalog));
        let name = names.into_iter().find(|it| it != argument).unwrap_or_else(|| argument.clone());
        let is_archive = name != *argument || is_url(&name);
        add(name, is_archive, None);
    }
    if sources.is_empty() && mailbox(context, arguments).is_none() {
        let failure =
            Failure::new(Status::Usage, "which archive or mailbox? none is given, and none is known");
        return Err(failure.hint(
            "give the list's archive (a URL or a path) or your mailbox; or add `[archives]` or `[imap]` to the settings",
        ));
    }
    Ok(sources)
}

/// The mailbox of the settings, where it is to be read.
pub(super) fn mailbox(context: &Context, arguments: &[OsString]) -> Option<Imap> {
    let settings = context.settings();
    let path = settings.path.as_deref().unwrap_or(Path::new("config.toml"));
    let is_wanted = arguments.is_empty() || arguments.iter().any(|it| it == MAILBOX);
    settings.imap.as_ref().filter(|_| is_wanted)?.mailbox(path)
}

/// Where the catalog says that a list can be read.
fn archive_of<'c>(searched: &'c Searched, list: &Address) -> Option<&'c Line> {
    let mut lists = searched.catalog.lists.iter();
    lists.find(|it| it.address == *list || it.aliases.contains(list))?.archive.as_ref()
}

/// Whether a path is that of a mail in a Maildir.
pub(super) fn is_in_maildir(path: &Path) -> bool {
    path.parent()
        .and_then(Path::file_name)
        .is_some_and(|it| it == OsStr::new("cur") || it == OsStr::new("new"))
}
