//! What people write in mails to lists, as phrases by what they mean: a file of data for each language.
//!
//! Another language is another file, named in [`LANGUAGES`]; what it does not say is not looked for in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What a phrase means; what each is for stands in `en.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Meaning {
    ProgrammeShort,
    Programme,
    Introducing,
    Contributing,
    Proposal,
    Studying,
    Naming,
    New,
    Interested,
    Wanting,
    Starting,
    Applying,
    Accepted,
    Fault,
    Announcing,
    Reporting,
    Selling,
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

/// The phrases that mean this, folded, in all languages.
pub(crate) fn that_mean(meaning: Meaning) -> &'static [String] {
    PHRASES.get(&meaning).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::fold;

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
    }
}
