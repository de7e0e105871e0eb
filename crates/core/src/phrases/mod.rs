//! What people write in mails to lists, as phrases by what they mean: a file of data for each language.
//!
//! Another language is another file, named in [`LANGUAGES`]; what it does not say is not looked for in it.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

/// What a phrase means; what each is for stands in `en.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Meaning {
    ProgrammeShort,
    Programme,
    Introducing,
    Presenting,
    PresentingOneself,
    Contributing,
    Proposal,
    Studying,
    Naming,
    New,
    Interested,
    Wanting,
    OfOthers,
    Between,
    Starting,
    Applying,
    Accepted,
    Fault,
    Announcing,
    Reporting,
    Selling,
    Organising,
    TakingPart,
    Agreement,
    ToAnybody,
    Moved,
    Thanks,
    Closing,
}

/// The phrases of one language, or of all.
type Phrases = BTreeMap<Meaning, Vec<String>>;

/// The languages, each as the text of its file.
const LANGUAGES: [&str; 4] =
    [include_str!("en.toml"), include_str!("de.toml"), include_str!("es.toml"), include_str!("fr.toml")];

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut all = Phrases::new();
    // A test reads each file: none that is broken gets here.
    for (meaning, phrases) in LANGUAGES.iter().filter_map(|it| read(it).ok()).flatten() {
        all.entry(meaning).or_default().extend(phrases);
    }
    all
});

fn read(language: &str) -> Result<Phrases, toml::de::Error> {
    toml::from_str(language)
}

/// Phrases by their first word: what stands behind it, with the blank between, and what they mean together.
type ByFirstWord = HashMap<&'static str, Vec<(&'static str, Meaning)>>;

static BY_FIRST_WORD: LazyLock<ByFirstWord> = LazyLock::new(|| {
    let mut words = ByFirstWord::new();
    for (meaning, phrases) in PHRASES.iter() {
        for phrase in phrases {
            let (first, rest) = phrase.split_at(phrase.find(' ').unwrap_or(phrase.len()));
            words.entry(first).or_default().push((rest, *meaning));
        }
    }
    words
});

/// What a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Meanings(u32);

impl Meanings {
    /// What the phrases mean that stand in a folded text as whole words. A short name of a programme may have a year behind
    /// it.
    pub(crate) fn of(folded: &str) -> Self {
        let (mut found, mut at) = (Self::default(), 0);
        for word in folded.split(' ') {
            let (before, behind) = (&folded[..at], &folded[at + word.len()..]);
            at += word.len() + 1;
            let stands =
                |rest: &str| behind.strip_prefix(rest).is_some_and(|it| it.is_empty() || it.starts_with(' '));
            for (rest, meaning) in BY_FIRST_WORD.get(word).into_iter().flatten() {
                let is_wish = matches!(meaning, Meaning::Wanting | Meaning::Contributing);
                if stands(rest) && (!is_wish || is_own(before)) {
                    found.add(*meaning);
                }
            }
            let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
            if name.len() < word.len() && means(name, Meaning::ProgrammeShort) {
                found.add(Meaning::ProgrammeShort);
            }
        }
        found
    }

    fn add(&mut self, meaning: Meaning) {
        self.0 |= 1 << meaning as u32;
    }

    pub(crate) fn has(self, meaning: Meaning) -> bool {
        self.0 & (1 << meaning as u32) != 0
    }
}

/// What stands in a folded text behind the first phrase that means this, without the blank between.
pub(crate) fn behind(folded: &str, meaning: Meaning) -> Option<&str> {
    let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    starts.into_iter().find_map(|at| {
        PHRASES.get(&meaning)?.iter().find_map(|phrase| {
            let rest = folded[at..].strip_prefix(phrase.as_str())?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
        })
    })
}

/// Whether a wish is its writer's, by the words before it: not `you can contribute`, `anyone who would like to help`.
fn is_own(before: &str) -> bool {
    let whose = before.split_ascii_whitespace().rev().find(|word| !means(word, Meaning::Between));
    !whose.is_some_and(|word| means(word, Meaning::OfOthers))
}

/// Whether a word alone means this.
fn means(word: &str, meaning: Meaning) -> bool {
    BY_FIRST_WORD.get(word).is_some_and(|it| it.contains(&("", meaning)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::fold;

    #[test]
    fn a_wish_that_is_denied_or_of_others_is_none() {
        for (text, wants) in [
            ("want to join", true),
            ("I am a student who would really like to contribute", true),
            ("Can you suggest how to contribute?", true),
            ("I hope you are well and want to help", true),
            ("We would like to help you", false),
            ("a patch that we want to contribute to the kernel", false),
            ("If you'd also like to help, join us", false),
            ("Thanks to anyone who would like to help", false),
            ("Those who are interested in contributing", false),
            ("I want to join the project", true),
            ("I don't want to join the list", false),
            ("I would not like to help", false),
            ("Not sure how, but I want to help", true),
        ] {
            assert_eq!(Meanings::of(&fold(text)).has(Meaning::Wanting), wants, "{text}");
        }
    }

    #[test]
    fn each_language_is_read_and_its_phrases_are_folded() {
        for language in LANGUAGES {
            let phrases = read(language).expect("a table of phrases");
            for phrase in phrases.values().flatten() {
                assert_eq!(*phrase, fold(phrase));
            }
            assert!(phrases.contains_key(&Meaning::Thanks), "{language}");
        }
        let english = read(LANGUAGES[0]).expect("read");
        assert_eq!(english.len(), Meaning::Closing as usize + 1, "English has all");
        for (meaning, phrases) in english {
            for phrase in phrases {
                assert!(Meanings::of(&format!("one {phrase} two")).has(meaning), "{phrase}");
                let other = Meanings::of(&format!("one{phrase} {phrase}two"));
                assert!(!other.has(meaning) || phrase.contains(' '), "{phrase}");
            }
        }
    }
}
