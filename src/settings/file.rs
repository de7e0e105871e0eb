//! The config file.

use std::io;
use std::path::{Path, PathBuf};

use onlist::catalog::Judgement;
use onlist::fault::{Fault, Faults};
use onlist::mailbox::Address;
use onlist::text::Line;
use serde::Deserialize;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The file cannot be read.
    #[error("cannot read the settings `{}`: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// Its content is wrong.
    #[error(transparent)]
    Faults(#[from] Faults),
}

/// What the config file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Settings {
    /// The catalog to use in place of the shipped one, as seen from the file's folder.
    pub(crate) catalog: Option<PathBuf>,
    /// Who writes.
    #[serde(default)]
    pub(crate) identity: Identity,
    /// How `check` judges, where the user differs from us and the community.
    #[serde(default)]
    pub(crate) check: Judgement,
}

/// Who writes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Identity {
    /// Display name.
    pub(crate) name: Option<Line>,
    /// Address that letters come from.
    pub(crate) email: Option<Address>,
    /// Other addresses of the same person.
    #[serde(default)]
    pub(crate) also: Vec<Address>,
    /// What to be called.
    pub(crate) call_me: Option<Line>,
    /// University, company or place.
    pub(crate) affiliation: Option<Line>,
    /// Time zone.
    pub(crate) time_zone: Option<Line>,
}

impl Settings {
    /// Reads the file at `path`. No file there is no setting, unless the user asked for that one.
    pub(crate) fn open(path: &Path, asked_for: bool) -> Result<Self, Error> {
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Self::parse(path, &text)?),
            Err(source) if source.kind() == io::ErrorKind::NotFound && !asked_for => Ok(Self::default()),
            Err(source) => Err(Error::Read { path: path.to_owned(), source }),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Faults> {
        let mut settings: Self = toml::from_str(text).map_err(|error| Faults {
            origin: path.display().to_string(),
            text: text.to_owned(),
            faults: vec![Fault::from_toml(&error, text.len())],
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        settings.catalog = settings.catalog.map(|catalog| folder.join(catalog));
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../config.sample.toml");

    #[test]
    fn the_sample_is_valid_with_and_without_its_comment_signs() {
        let path = Path::new("config.toml");
        Settings::parse(path, SAMPLE).expect("the sample is valid");
        let keys = SAMPLE.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line));
        let settings =
            Settings::parse(path, &keys.collect::<Vec<_>>().join("\n")).expect("every key is known");
        assert!(settings.catalog.is_some() && settings.identity.time_zone.is_some());
    }
}
