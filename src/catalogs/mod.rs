//! Catalogs in files, and those that were added: copies, with where they came from and when.

mod added;
mod search;
mod source;

pub(crate) use added::{Added, AddedCatalogs, taken};
pub(crate) use search::{Searched, searched, shared_ids};
pub(crate) use source::{Source, fetch, profile_beside};

use chrono::NaiveDate;
use onlist_core::catalog::{Catalog, Level, Named, lint};
use onlist_core::check;
use onlist_core::diagnostics::{Diagnostic, Diagnostics};
use onlist_mail::archive;
use serde::{Deserialize, Serialize};

use crate::messages::{Failure, NOT_TEXT, Status};

/// A file's name and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NamedText {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// That a file, or what a server gives, is no text.
fn not_text(name: &str, valid: &[u8]) -> Failure {
    let line = valid.split(|byte| *byte == b'\n').count();
    let hint = if archive::is_url(name) { "tell whoever keeps the catalog" } else { NOT_TEXT };
    Failure::new(Status::Data, format!("`{name}` is not UTF-8 in line {line}")).hint(hint)
}

impl NamedText {
    /// `bytes` as text, without the byte order mark of some editors.
    pub(crate) fn new(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Failure> {
        let name = name.into();
        let text = String::from_utf8(bytes)
            .map_err(|error| not_text(&name, &error.as_bytes()[..error.utf8_error().valid_up_to()]))?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Ok(Self { name, text })
    }

    fn named(&self) -> Named<'_> {
        Named { origin: &self.name, text: &self.text }
    }
}

/// A catalog's text and its profile's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CatalogText {
    pub(crate) file: NamedText,
    pub(crate) profile: Option<NamedText>,
}

impl CatalogText {
    /// The catalog's own file.
    pub(crate) fn named(&self) -> Named<'_> {
        self.file.named()
    }

    /// The profile that it is built upon.
    pub(crate) fn profile(&self) -> Option<Named<'_>> {
        self.profile.as_ref().map(NamedText::named)
    }

    /// Everything that is wrong with the catalog's own file, in its order.
    pub(crate) fn faults(&self, today: NaiveDate) -> Vec<Diagnostic> {
        let found = with_settings(self.named(), lint::lint(self.named(), self.profile(), today));
        let is_error = |it: &Diagnostic| {
            it.code.and_then(|code| lint::rule(code).ok()).is_none_or(|rule| rule.level == Level::Error)
        };
        if found.iter().any(is_error) {
            return found;
        }
        // What cannot be read is wrong, whatever the rules say.
        match self.parse() {
            Err(refused) if refused.origin == self.named().origin => {
                found.into_iter().chain(refused.diagnostics).collect()
            }
            _ => found,
        }
    }

    /// The catalog that it is.
    pub(crate) fn parse(&self) -> Result<Catalog, Diagnostics> {
        Catalog::parse_with(self.named(), self.profile())
    }
}

/// What was `found` in a file, and what it says of the rules of `check` and cannot be.
pub(crate) fn with_settings(file: Named<'_>, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.extend(check::overrides(file));
    found.sort_by_key(|it| (it.span.start, it.span.end, it.code));
    found
}
