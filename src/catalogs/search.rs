//! Several catalogs, searched as one.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use onlist_core::catalog::{Catalog, Id};
use onlist_core::diagnostics::nearest;
use onlist_core::resolve;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::words::{and, or};

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::Words;

/// What the shipped catalog is called beside another of its community.
const SHIPPED: &str = "built-in";

/// A catalog, and what it is called where its projects need more than their ids.
pub(crate) struct Searched {
    /// The id of its community, unless another has the same; then what its file is called.
    pub(crate) label: String,
    /// The name that it was added under.
    pub(crate) name: Option<Id>,
    /// Its file; none for the shipped one.
    pub(crate) path: Option<PathBuf>,
    pub(crate) catalog: Rc<Catalog>,
}

/// Gives each catalog its label.
pub(crate) fn searched(
    catalogs: Vec<(Rc<Catalog>, Option<PathBuf>)>,
    name_of: impl Fn(&Path) -> Option<Id>,
) -> Vec<Searched> {
    let ids: Vec<_> = catalogs.iter().map(|(catalog, _)| catalog.community.id.clone()).collect();
    let searched = |(catalog, path): (Rc<Catalog>, Option<PathBuf>)| {
        let name = path.as_deref().and_then(&name_of);
        let label = match (&name, path.as_deref().and_then(Path::file_name)) {
            _ if ids.iter().filter(|it| **it == catalog.community.id).count() == 1 => {
                catalog.community.id.to_string()
            }
            (Some(name), _) => name.to_string(),
            (None, Some(file)) => file.to_string_lossy().into_owned(),
            (None, None) => SHIPPED.to_owned(),
        };
        Searched { label, name, path, catalog }
    };
    catalogs.into_iter().map(searched).collect()
}

/// The ids that projects of several catalogs have, so that they need a label.
pub(crate) fn shared_ids(catalogs: &[Searched]) -> HashSet<&str> {
    let mut seen = HashSet::new();
    let several = if catalogs.len() > 1 { catalogs } else { &[] };
    let ids = several.iter().flat_map(|it| it.catalog.projects.iter().map(|project| project.id.as_str()));
    ids.filter(|id| !seen.insert(*id)).collect()
}

impl Context<'_> {
    /// The catalog that has the project called `wanted`, and the project's id. `wanted` is an id, or
    /// `community/id`.
    pub(crate) fn find_project(&self, wanted: &str) -> Result<(Rc<Catalog>, String), Failure> {
        let catalogs = self.catalogs()?;
        let all: Vec<_> = catalogs.iter().collect();
        let with = |among: &[&'_ Searched], id: &str| -> Vec<(Rc<Catalog>, String, String)> {
            let found = among.iter().filter_map(|it| Some((it, resolve::project(&it.catalog, id).ok()?)));
            found
                .map(|(it, project)| (Rc::clone(&it.catalog), it.label.clone(), project.id.to_string()))
                .collect()
        };
        let (mut found, mut among, mut id) = (with(&all, wanted), all, wanted);
        // A title may hold a stroke of its own.
        if let Some((community, inner)) = wanted.split_once('/').filter(|_| found.is_empty()) {
            (among, id) = (of_community(&catalogs, community)?, inner);
            found = with(&among, id);
        }
        match found.as_slice() {
            [] => {
                let ids = among.iter().flat_map(|it| it.catalog.projects.iter().map(|it| it.id.as_str()));
                let nearest = nearest(id, ids).and_then(Id::new);
                Err(resolve::Error::UnknownProject { id: Line::sanitize(id), nearest }.into())
            }
            [(catalog, _, id)] => {
                self.tell_origin(catalog);
                Ok((Rc::clone(catalog), id.clone()))
            }
            several => {
                let names: Vec<_> = several.iter().map(|(_, label, id)| format!("`{label}/{id}`")).collect();
                let message = format!("`{id}` is a project of several catalogs");
                Err(Failure::new(Status::Usage, message).hint(format!("write {}", or(&names))))
            }
        }
    }

    /// The catalog that is meant where nothing names a project: the only one, else that which is chosen. Gives
    /// nothing when none is chosen.
    pub(crate) fn choose_catalog(
        &self,
        fits: impl Fn(&Catalog) -> bool,
    ) -> Result<Option<Rc<Catalog>>, Failure> {
        let catalogs = self.catalogs()?;
        let fitting: Vec<_> = catalogs.iter().filter(|it| fits(&it.catalog)).collect();
        let offered = if fitting.is_empty() { catalogs.iter().collect() } else { fitting };
        let chosen = match offered.as_slice() {
            [one] => Some(*one),
            several if self.terminal.can_ask() => {
                let name = |it: &&Searched| format!("{}: {}", it.label, it.catalog.community.name);
                let names: Vec<_> = several.iter().map(name).collect();
                self.terminal.choose("Community", &names, Some(0))?.and_then(|at| several.get(at).copied())
            }
            several => return Err(which(several)),
        };
        if let Some(chosen) = chosen {
            self.tell_origin(&chosen.catalog);
        }
        Ok(chosen.map(|it| Rc::clone(&it.catalog)))
    }

    /// The catalog of a mail to `recipients`: one that has a list among them or `recognises` its project, in a season
    /// that is not over rather than another; else that of flags and settings.
    pub(crate) fn catalog_for(
        &self,
        recipients: &[&Address],
        recognises: impl Fn(&Catalog) -> bool,
    ) -> Result<Rc<Catalog>, Failure> {
        let today = self.now.date_naive();
        let over = |it: &Catalog| it.season().is_some_and(|it| !it.is_open() || it.is_over(today));
        let catalogs = self.catalogs()?;
        let judged = catalogs.iter().map(|Searched { catalog, .. }| {
            let knows = recipients.iter().any(|address| catalog.list_at(address).is_some());
            (catalog, (!knows, !recognises(catalog), over(catalog)))
        });
        match judged.min_by_key(|(_, key)| *key) {
            Some((found, (unknown, unrecognised, _))) if !unknown || !unrecognised => {
                self.tell_origin(found);
                Ok(Rc::clone(found))
            }
            _ => self.catalog(),
        }
    }
}

fn of_community<'c>(catalogs: &'c [Searched], community: &str) -> Result<Vec<&'c Searched>, Failure> {
    if let Some(labelled) = catalogs.iter().find(|it| it.label == community) {
        return Ok(vec![labelled]);
    }
    let is_it = |it: &&Searched| {
        let names = [Some(&it.catalog.community.id), it.name.as_ref()];
        names.into_iter().flatten().any(|name| name.as_str() == community)
    };
    let found: Vec<_> = catalogs.iter().filter(is_it).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let labels: Vec<_> = catalogs.iter().map(|it| format!("`{}`", it.label)).collect();
    let failure = Failure::new(Status::Usage, format!("no community `{}`", Line::sanitize(community)));
    Err(failure.hint(format!("known communities: {}", and(&labels))))
}

/// Asks which of several catalogs is meant.
fn which(catalogs: &[&Searched]) -> Failure {
    let names = catalogs.iter().map(|it| match (&it.name, &it.path) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(path)) => format!("`{}`", path.display()),
        (None, None) => format!("`{}`", it.catalog.community.id),
    });
    let names: Vec<_> = names.collect();
    Failure::new(Status::Usage, "there are several communities")
        .hint(Words::typed(format!("name a catalog with `--catalog`: {}", or(&names))))
}
