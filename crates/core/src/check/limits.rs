//! Limits and word lists that rules go by: our defaults, then the community's, then the user's.

use super::phrases::{GENERIC_QUESTIONS, TITLES};
use crate::catalog::{Catalog, RuleOverrides, WordRange};

/// Limits and word lists.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a first letter should be.
    pub words: WordRange,
    /// The widest line of prose, in columns.
    pub widest_line: usize,
    /// The widest subject that lists show whole, in columns.
    pub widest_subject: usize,
    /// Recipients of one mail, at most.
    pub most_recipients: usize,
    /// The largest mail that lists let through, in octets.
    pub largest: usize,
    /// Lines of a signature, at most.
    pub signature_lines: usize,
    /// The line of the text that the first question stands on at the latest.
    pub question_by_line: usize,
    /// Equal words in a row that count as copied.
    pub copied_words: usize,
    /// Questions that everybody could ask.
    pub generic_questions: Vec<String>,
    /// Ways to address people that are not used here.
    pub titles: Vec<String>,
}

impl Limits {
    /// Those of a community, where its catalog says nothing else ours.
    pub(super) fn of(catalog: &Catalog) -> Self {
        let folded = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
        Self {
            words: catalog.conventions.words().value,
            widest_line: 76,
            widest_subject: 75,
            most_recipients: 9,
            largest: 40 * 1024,
            signature_lines: 4,
            question_by_line: 25,
            copied_words: 12,
            generic_questions: folded(&GENERIC_QUESTIONS),
            titles: folded(&TITLES),
        }
    }

    /// Takes from `overrides` what it says.
    pub(super) fn apply(&mut self, overrides: &RuleOverrides) {
        let limits = [
            (&mut self.widest_line, overrides.widest_line),
            (&mut self.widest_subject, overrides.widest_subject),
            (&mut self.most_recipients, overrides.most_recipients),
            (&mut self.signature_lines, overrides.signature_lines),
            (&mut self.question_by_line, overrides.question_by_line),
            (&mut self.copied_words, overrides.copied_words),
        ];
        for (limit, said) in limits {
            *limit = said.map_or(*limit, usize::from);
        }
        self.largest = overrides.largest.map_or(self.largest, |kib| usize::from(kib) * 1024);
        self.words = overrides.words.unwrap_or(self.words);
        let lists = [
            (&mut self.generic_questions, &overrides.generic_questions),
            (&mut self.titles, &overrides.titles),
        ];
        for (list, said) in lists {
            if let Some(said) = said {
                *list = said.iter().map(|line| crate::subject::fold(line)).collect();
            }
        }
    }
}
