//! The one place that reads the environment.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap_complete::CompleteEnv;
use etcetera::{BaseStrategy, choose_base_strategy};
use onlist_mail::process::{MAILBOX_PASSWORD_VARIABLE, PASSWORD_VARIABLE};
use onlist_mail::secret::Secret;

/// What the environment says, read once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environment {
    /// The folder of this program's config file.
    pub(crate) config: Option<PathBuf>,
    /// The folder of what this program keeps: drafts, the outbox.
    pub(crate) state: Option<PathBuf>,
    /// The folder of what may be deleted at any time, made or not.
    pub(crate) cache: Option<PathBuf>,
    /// `$VISUAL`, else `$EDITOR`.
    pub(crate) editor: Option<String>,
    /// Whether `$NO_COLOR` is set and not empty (no-color.org).
    pub(crate) no_color: bool,
    /// Whether `$TERM` is `dumb`.
    pub(crate) dumb: bool,
    /// `$COLUMNS`.
    pub(crate) columns: Option<usize>,
    /// The user's home folder.
    pub(crate) home: Option<PathBuf>,
    /// `$ONLIST_SMTP_PASSWORD`.
    pub(crate) smtp_password: Option<Secret>,
    /// `$ONLIST_IMAP_PASSWORD`.
    pub(crate) imap_password: Option<Secret>,
    /// The words of the call, without the program's name.
    pub(crate) arguments: Vec<String>,
    /// `$PATH`.
    path: OsString,
}

/// Answers a shell that asks what may follow on a line; whether one has asked.
///
/// # Errors
/// What clap says of a shell that it does not know.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(crate) fn complete(command: fn() -> clap::Command) -> Result<bool, clap::Error> {
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(command).try_complete(std::env::args_os(), here.as_deref())
}

impl Environment {
    /// Reads it. XDG folders on Unix and macOS, Known Folders on Windows.
    pub(crate) fn read() -> Self {
        let folders = choose_base_strategy().ok();
        let text = |name: &str| variable(name).and_then(|value| value.into_string().ok());
        let state = |it: &_| BaseStrategy::state_dir(it).unwrap_or_else(|| BaseStrategy::cache_dir(it));
        Self {
            config: folders.as_ref().map(|it| it.config_dir().join("onlist")),
            state: folders.as_ref().map(|it| state(it).join("onlist")),
            cache: folders.as_ref().map(|it| it.cache_dir().join("onlist")),
            editor: text("VISUAL").or_else(|| text("EDITOR")).filter(|it| !it.trim().is_empty()),
            no_color: variable("NO_COLOR").is_some(),
            dumb: text("TERM").is_some_and(|term| term == "dumb"),
            columns: text("COLUMNS").and_then(|it| it.parse().ok()),
            home: folders.as_ref().map(|it| it.home_dir().to_owned()),
            smtp_password: text(PASSWORD_VARIABLE).map(Secret::new),
            imap_password: text(MAILBOX_PASSWORD_VARIABLE).map(Secret::new),
            arguments: arguments(),
            path: variable("PATH").unwrap_or_default(),
        }
    }

    /// The same, where the password that is looked for is the mailbox's.
    pub(crate) fn for_mailbox(&self) -> Self {
        Self { smtp_password: self.imap_password.clone(), ..self.clone() }
    }

    /// The file that runs under `name`: a path, or the first in `$PATH` that may be run.
    pub(crate) fn program(&self, name: &str) -> Option<PathBuf> {
        let place = Path::new(name);
        if place.components().count() > 1 {
            return can_run(place).then(|| place.to_owned());
        }
        let file = if cfg!(windows) && place.extension().is_none() {
            format!("{name}.exe")
        } else {
            name.to_owned()
        };
        std::env::split_paths(&self.path).map(|folder| folder.join(&file)).find(|path| can_run(path))
    }
}

fn arguments() -> Vec<String> {
    std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect()
}

/// A variable that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(unix)]
fn can_run(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    path.metadata().is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn can_run(path: &Path) -> bool {
    path.is_file()
}
