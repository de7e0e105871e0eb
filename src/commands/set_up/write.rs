//! The config file: shown as it would be, and written.

use std::fs;
use std::path::{Path, PathBuf};

use onlist_mail::file;
use similar::{ChangeTag, TextDiff};
use toml_edit::TomlError;

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{Choice, Settings};
use crate::terminal::Words;

/// A config file as it would be.
pub(super) struct Change {
    path: PathBuf,
    before: String,
    after: String,
    /// What it would say.
    pub(super) settings: Settings,
}

/// What the config file would be with a choice in it.
pub(super) fn change(context: &Context, choice: &Choice) -> Result<Change, Failure> {
    Change::of(context, |text| choice.written_into(text))
}

impl Change {
    /// What the config file would be as `written` makes it of its text.
    pub(super) fn of(
        context: &Context,
        written: impl FnOnce(&str) -> Result<String, TomlError>,
    ) -> Result<Self, Failure> {
        let unknown = || Failure::new(Status::Config, "cannot find a home folder for the settings");
        let path = context
            .settings()
            .path
            .clone()
            .ok_or_else(|| unknown().hint(Words::typed("use `--config FILE`")))?;
        let before = text_at(context, &path)?;
        let unreadable =
            |error| Failure::new(Status::Bug, format!("cannot change `{}`: {error}", path.display()));
        let after = written(&before).map_err(unreadable)?;
        let settings =
            Settings::parse(&path, &after).map_err(|faults| Failure::in_file(Status::Config, faults))?;
        let settings = Settings { path: Some(path.clone()), ..settings };
        Ok(Self { path, before, after, settings })
    }

    /// The lines that go and those that come.
    pub(super) fn difference(&self) -> String {
        let diff = TextDiff::from_lines(&self.before, &self.after);
        let lines = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
        let lines = lines.filter(|change| !change.value().trim().is_empty());
        let lines = lines.map(|change| format!("{} {}\n", change.tag(), change.value().trim_end()));
        lines.collect()
    }

    /// Shows it and writes it; whether that was wanted.
    pub(super) fn confirm(&self, context: &Context) -> Result<bool, Failure> {
        context.terminal.say(&format!("\n{}", self.difference()));
        if !context.terminal.confirm(&format!("Write this to {}", self.path.display()), true)? {
            return Ok(false);
        }
        self.write(context)?;
        Ok(true)
    }

    /// Writes it.
    pub(super) fn write(&self, context: &Context) -> Result<(), Failure> {
        make_folder(&self.path)?;
        self.put(context, &self.before, &self.after)?;
        context.set_settings(self.settings.clone());
        Ok(())
    }

    /// Writes `after` in place of `before`, and of nothing that somebody else wrote meanwhile.
    fn put(&self, context: &Context, before: &str, after: &str) -> Result<(), Failure> {
        if text_at(context, &self.path)? != before {
            return Err(file::Error::Changed { path: self.path.clone() }.into());
        }
        Ok(file::replace(&self.path, after.as_bytes())?)
    }

    /// Writes what stood there before.
    pub(super) fn take_back(&self, context: &Context) -> Result<(), Failure> {
        self.put(context, &self.after, &self.before)?;
        let settings = Settings::parse(&self.path, &self.before)
            .map_err(|faults| Failure::in_file(Status::Config, faults))?;
        context.set_settings(Settings { path: Some(self.path.clone()), ..settings });
        Ok(())
    }

    /// Where it is written.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// The text of a config file; that of one that is not there is empty.
fn text_at(context: &Context, path: &Path) -> Result<String, Failure> {
    if path.exists() { context.text_of(path) } else { Ok(String::new()) }
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| Failure::making(folder, &error))
}
