//! A text as folded words, and the programmes that it names.

use crate::catalog::Catalog;
use crate::phrases::{Meaning, Meanings};
use crate::subject::fold;

/// As much of a text is looked at: nobody introduces themselves in more.
const LONGEST: usize = 16 * 1024;

/// A text as folded words, with a blank before and behind, and what it says.
#[derive(Debug)]
pub(super) struct Words {
    folded: String,
    meanings: Meanings,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let folded = fold(text);
        let meanings = Meanings::of(&folded);
        Self { folded: format!(" {folded} "), meanings }
    }

    /// Whether a folded phrase stands there as whole words.
    fn has(&self, phrase: &str) -> bool {
        self.folded.match_indices(phrase).any(|(at, _)| {
            let (before, behind) = (&self.folded[..at], &self.folded[at + phrase.len()..]);
            before.ends_with(' ') && behind.starts_with(' ')
        })
    }

    /// Whether a phrase that means this stands there, in any language.
    pub(super) fn has_any(&self, meaning: Meaning) -> bool {
        self.meanings.has(meaning)
    }

    /// Whether a programme is named: one that everybody knows, or one of the catalog's.
    pub(super) fn names_programme(&self, catalog: Option<&Catalog>) -> bool {
        self.has_any(Meaning::ProgrammeShort)
            || self.has_any(Meaning::Programme)
            || catalog.is_some_and(|it| self.names_season(it))
    }

    fn names_season(&self, catalog: &Catalog) -> bool {
        let seasons = catalog.seasons.iter();
        let names = seasons.flat_map(|it| it.token.iter().chain([&it.programme]).chain(&it.spellings));
        names.map(|it| fold(it)).any(|name| !name.is_empty() && self.has(&name))
    }

    pub(super) fn count(&self) -> usize {
        self.folded.split(' ').filter(|word| !word.is_empty()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programmes_are_named_in_many_forms() {
        for (text, expected) in [
            ("GSoC'15: a parser", true),
            ("[GSOC] a parser", true),
            ("Gsoc2015", true),
            ("[GSoC 2026 + PATCH x]", true),
            ("Google Summer of Code", true),
            ("XORG EVOC", true),
            ("Outreachy applicant", true),
            ("wifi: plfxlc: fix", false),
            ("mygsocial network", false),
            ("summer code", false),
            ("", false),
        ] {
            assert_eq!(Words::of(text).names_programme(None), expected, "{text}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = format!("hello {}", "é".repeat(LONGEST));
        assert!(Words::of(&text).has("hello"));
    }
}
