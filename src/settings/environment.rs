//! The one place that reads the environment.

use std::ffi::OsString;
use std::path::PathBuf;

use etcetera::{BaseStrategy, choose_base_strategy};

/// What the environment says, read once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environment {
    /// The folder of this program's config file.
    pub(crate) config: Option<PathBuf>,
    /// The folder of what this program keeps: drafts, the outbox.
    pub(crate) state: Option<PathBuf>,
    /// `$VISUAL`, else `$EDITOR`.
    pub(crate) editor: Option<String>,
    /// Whether `$NO_COLOR` is set and not empty (no-color.org).
    pub(crate) no_color: bool,
    /// Whether `$TERM` is `dumb`.
    pub(crate) dumb: bool,
    /// `$COLUMNS`.
    pub(crate) columns: Option<usize>,
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
            editor: text("VISUAL").or_else(|| text("EDITOR")).filter(|it| !it.trim().is_empty()),
            no_color: variable("NO_COLOR").is_some(),
            dumb: text("TERM").is_some_and(|term| term == "dumb"),
            columns: text("COLUMNS").and_then(|it| it.parse().ok()),
        }
    }
}

/// A variable that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
