//! The words of `words.toml` that are no labels: beside values, beside names, in headings.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// The tables of words.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Vocabulary {
    pub(super) values: Values,
    pub(super) people: People,
    pub(super) headings: Headings,
}

/// Words of values.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Values {
    /// Languages that people speak.
    pub(super) spoken: BTreeSet<String>,
    /// With which a choice begins.
    pub(super) choice: BTreeSet<String>,
    /// By which a line leads to a list.
    pub(super) leads: BTreeSet<String>,
    /// How much a thing is asked for.
    pub(super) weights: BTreeSet<String>,
    pub(super) label_columns: BTreeSet<String>,
    pub(super) value_columns: BTreeSet<String>,
    /// First columns of tables of dates.
    pub(super) schedules: BTreeSet<String>,
}

/// Words beside the names of people.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct People {
    /// Where people can be reached.
    pub(super) services: BTreeSet<String>,
    /// What stands in front of names, the longest first.
    pub(super) honorifics: Vec<String>,
    /// Groups behind whose name a place may stand.
    pub(super) organisations: BTreeSet<String>,
    /// Ends of the names of lists.
    pub(super) list_ends: Vec<String>,
}

/// Words of headings.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Headings {
    /// Parts of a project, which are no title of one.
    pub(super) parts: BTreeSet<String>,
    /// Last words of headings that are no project by themselves.
    pub(super) never_bare: BTreeSet<String>,
    /// Signs that may say that a project is done.
    pub(super) checks: Vec<String>,
    /// Phrases by which a community takes no part.
    pub(super) absent: Vec<String>,
}

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());

/// The words of values.
pub(super) fn values() -> &'static Values {
    &VOCABULARY.values
}

/// The words beside the names of people.
pub(super) fn people() -> &'static People {
    &VOCABULARY.people
}

/// The words of headings.
pub(super) fn headings() -> &'static Headings {
    &VOCABULARY.headings
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tables_are_read_whole() {
        let read = toml::from_str::<super::Vocabulary>(include_str!("words.toml"));
        assert!(read.is_ok(), "{read:?}");
    }
}
