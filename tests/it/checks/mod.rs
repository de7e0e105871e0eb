//! Small changes to one good letter, each of which makes a rule fire or keeps it silent.

pub(crate) mod addressing;
pub(crate) mod content;
pub(crate) mod form;
pub(crate) mod subject;

/// Text that is replaced, once, and what stands in its place.
pub(crate) type Change = (&'static str, &'static str);

/// One row of a table.
pub(crate) struct Row {
    pub(crate) code: &'static str,
    pub(crate) fires: bool,
    /// What is changed in the letter.
    pub(crate) letter: &'static [Change],
    /// What is changed in the catalog.
    pub(crate) catalog: &'static [Change],
}

/// A change to the letter after which the rule finds something.
pub(crate) const fn fires(code: &'static str, letter: &'static [Change]) -> Row {
    Row { code, fires: true, letter, catalog: &[] }
}

/// A change to the letter after which the rule finds nothing.
pub(crate) const fn silent(code: &'static str, letter: &'static [Change]) -> Row {
    Row { code, fires: false, letter, catalog: &[] }
}

impl Row {
    /// In a community that is a little different.
    pub(crate) const fn with(self, catalog: &'static [Change]) -> Self {
        Self { catalog, ..self }
    }
}
