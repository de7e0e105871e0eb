//! Catalogs that were added, a file each: the copy, with its profile, where it came from and when.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Id;
use onlist_mail::file;
use onlist_mail::text::Line;
use serde::{Deserialize, Serialize};

use super::{CatalogText, Source};
use crate::messages::{Failure, Status};

/// What the names of the files end in.
const ENDING: &str = "json";

/// The largest copy that is read, in octets.
const LIMIT: u64 = 128 << 20;

/// A copy of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Added {
    schema: u32,
    /// Where it came from.
    pub(crate) source: Source,
    /// When it was read there.
    pub(crate) read: DateTime<FixedOffset>,
    /// What was read.
    #[serde(flatten)]
    pub(crate) text: CatalogText,
}

impl Added {
    /// A copy that was read just now.
    pub(crate) fn new(source: Source, read: DateTime<FixedOffset>, text: CatalogText) -> Self {
        Self { schema: 1, source, read, text }
    }

    /// Where it came from and when, for people.
    pub(crate) fn origin(&self) -> String {
        format!("{}, read on {}", self.source, self.read.format("%Y-%m-%d"))
    }
}

/// The folder of the copies.
pub(crate) struct AddedCatalogs {
    folder: PathBuf,
}

impl AddedCatalogs {
    /// The copies below the folder of what is kept.
    pub(crate) fn below(state: &Path) -> Self {
        Self { folder: state.join("catalogs") }
    }

    /// The names of all, in order.
    pub(crate) fn names(&self) -> Vec<Id> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.filter_map(|entry| self.name_of(&entry.path())).collect();
        names.sort();
        names
    }

    /// The file of the copy with this name.
    pub(crate) fn path(&self, name: &Id) -> PathBuf {
        self.folder.join(name.as_str()).with_extension(ENDING)
    }

    /// The file of the copy with this name, where there is one.
    pub(crate) fn find(&self, name: &str) -> Option<(Id, PathBuf)> {
        let name = Id::new(name)?;
        let path = self.path(&name);
        path.is_file().then_some((name, path))
    }

    /// The name of the copy that this is the file of.
    pub(crate) fn name_of(&self, path: &Path) -> Option<Id> {
        let ours = path.parent() == Some(&self.folder) && path.extension()? == ENDING;
        ours.then(|| Id::new(path.file_stem()?.to_str()?)).flatten()
    }

    /// Reads a copy.
    pub(crate) fn read(&self, name: &Id) -> Result<Added, Failure> {
        let bytes = file::read(&self.path(name), LIMIT)?;
        let added = serde_json::from_slice::<Added>(&bytes).ok().filter(|it| it.schema == 1);
        added.ok_or_else(|| {
            let failure = Failure::new(Status::Data, format!("cannot read the copy of the catalog `{name}`"));
            failure.hint(format!("remove it with `onlist catalog remove {name}`, and add it again"))
        })
    }

    /// Keeps a new copy.
    pub(crate) fn add(&self, name: &Id, added: &Added) -> Result<(), Failure> {
        file::make_folders(&self.folder).map_err(|error| Failure::making(&self.folder, &error))?;
        file::write_new(&self.path(name), &bytes(added)?).map_err(|error| match error {
            file::Error::Exists { .. } => taken(name),
            other => other.into(),
        })
    }

    /// Keeps a copy in place of an older one.
    pub(crate) fn replace(&self, name: &Id, added: &Added) -> Result<(), Failure> {
        Ok(file::replace(&self.path(name), &bytes(added)?)?)
    }

    /// Removes a copy.
    pub(crate) fn remove(&self, name: &Id) -> Result<(), Failure> {
        fs::remove_file(self.path(name))?;
        Ok(file::sync_folder(&self.folder)?)
    }

    /// The name of a copy that the user names.
    pub(crate) fn known(&self, name: &str) -> Result<Id, Failure> {
        self.find(name).map(|(name, _)| name).ok_or_else(|| {
            let failure =
                Failure::new(Status::Usage, format!("no added catalog is called `{}`", Line::sanitize(name)));
            failure.hint("run `onlist catalog list` to see all")
        })
    }
}

fn bytes(added: &Added) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec_pretty(added).map_err(|error| Failure::new(Status::Bug, error.to_string()))
}

/// Says that a name is taken.
pub(crate) fn taken(name: &Id) -> Failure {
    Failure::new(Status::CannotCreate, format!("there is a catalog `{name}` already")).hint(format!(
        "read it again with `onlist catalog update {name}`, or give the new one another name with `--name`"
    ))
}
