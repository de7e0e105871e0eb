//! The words that pages use for the fields of a project, and for their values. All of them are data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::values::lower_words;

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The project's title.
    Title,
    /// Who mentors it.
    Mentors,
    /// Who has taken it.
    Students,
    /// Its mailing list.
    List,
    /// How hard it is.
    Difficulty,
    /// How many hours it takes.
    Size,
    /// What is to be known for it.
    Skills,
    /// What it is about.
    Description,
    /// What is there in the end.
    Outcomes,
    /// The part of the community it belongs to.
    Area,
    /// Whether it can be taken.
    State,
    /// When it was entered.
    Inserted,
    /// When it was last found true.
    Verified,
    /// Whether it fits the programme.
    Eligible,
    /// What reviewers said.
    Review,
    /// A part of an entry that no field is made of.
    Part,
    /// People of earlier years.
    Earlier,
}

/// The names of meanings, as `--map` takes them.
pub const MEANINGS: [(&str, Meaning); 16] = [
    ("title", Meaning::Title),
    ("mentors", Meaning::Mentors),
    ("students", Meaning::Students),
    ("list", Meaning::List),
    ("difficulty", Meaning::Difficulty),
    ("size", Meaning::Size),
    ("skills", Meaning::Skills),
    ("description", Meaning::Description),
    ("outcomes", Meaning::Outcomes),
    ("area", Meaning::Area),
    ("state", Meaning::State),
    ("inserted", Meaning::Inserted),
    ("verified", Meaning::Verified),
    ("eligible", Meaning::Eligible),
    ("review", Meaning::Review),
    ("none", Meaning::Part),
];

/// The words of `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Table {
    beside: BTreeSet<String>,
    never_before_mentors: BTreeSet<String>,
    labels: BTreeMap<String, Vec<String>>,
    carriers: BTreeMap<String, Vec<String>>,
}

/// The same, by word.
#[derive(Debug)]
struct Known {
    labels: BTreeMap<String, Meaning>,
    carriers: BTreeMap<String, Meaning>,
    beside: BTreeSet<String>,
    never_before_mentors: BTreeSet<String>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("words.toml")).unwrap_or_default();
    let by_word = |words: BTreeMap<String, Vec<String>>| {
        let meaning = |name: &str| MEANINGS.iter().find(|(it, _)| *it == name).map(|(_, meaning)| *meaning);
        let pairs = words.into_iter().filter_map(|(name, words)| Some((meaning(&name)?, words)));
        pairs.flat_map(|(meaning, words)| words.into_iter().map(move |word| (word, meaning))).collect()
    };
    Known {
        labels: by_word(table.labels),
        carriers: by_word(table.carriers),
        beside: table.beside,
        never_before_mentors: table.never_before_mentors,
    }
});

/// The words of one import: the ones above and those of `--map`.
#[derive(Debug, Clone, Default)]
pub struct Words {
    added: BTreeMap<String, Meaning>,
    /// The year in which is read: people of the years before it are no mentors of now.
    year: Option<i32>,
}

impl Words {
    /// Takes `label` as `meaning` from now on.
    pub fn map(&mut self, label: &str, meaning: Meaning) {
        self.added.insert(normal(label), meaning);
    }

    /// The words of an import in `year`: labels of people with that year, or a later one, are of those of now.
    #[must_use]
    pub fn of_year(year: i32) -> Self {
        Self { year: Some(year), ..Self::default() }
    }

    /// Whether a label is of people of earlier years: `Previous mentor`, `Mentors in 2024`, `Contributors of 2025`.
    pub(super) fn are_earlier(&self, label: &str) -> bool {
        let words = lower_words(label);
        if words.len() > 9 || !words.iter().any(|word| PEOPLE.contains(&word.as_str())) {
            return false;
        }
        let years = || words.iter().filter_map(|word| year(word));
        let before = words.iter().any(|word| BEFORE.contains(&word.as_str()));
        let past = years().max().is_some_and(|it| self.year.is_none_or(|now| it < now));
        let students = words.iter().any(|word| STUDENTS.contains(&word.as_str()));
        let known = |word: &String| {
            let word = word.as_str();
            word.bytes().all(|byte| byte.is_ascii_digit())
                || PEOPLE.contains(&word)
                || BEFORE.contains(&word)
                || KNOWN.beside.contains(word)
                || matches!(
                    word,
                    "from" | "by" | "until" | "as" | "during" | "gsoc" | "year" | "years" | "year's"
                )
        };
        (before || past && !students) && words.iter().all(known)
    }

    /// What a label stands for; several meanings where it names several.
    pub(super) fn meanings(&self, label: &str) -> Vec<Meaning> {
        let earlier = self.are_earlier(label);
        let label = normal(label);
        if label.is_empty() {
            return Vec::new();
        }
        if let Some(meaning) = self.added.get(&label) {
            return vec![*meaning];
        }
        if earlier || matches!(label.as_str(), "contributor" | "contributors") {
            return vec![Meaning::Earlier];
        }
        if let Some(meaning) = KNOWN.labels.get(&label) {
            return vec![*meaning];
        }
        carried(&label)
    }

    /// Whether a label is known.
    pub(super) fn knows(&self, label: &str) -> bool {
        !self.meanings(label).is_empty()
    }
}

/// Words for people who have to do with a project.
const PEOPLE: [&str; 14] = [
    "mentor",
    "mentors",
    "comentor",
    "comentors",
    "contact",
    "contacts",
    "supervisor",
    "supervisors",
    "contributor",
    "contributors",
    "student",
    "students",
    "mentee",
    "mentees",
];

/// Those of them who do the work: a project that one of them had is taken.
const STUDENTS: [&str; 4] = ["student", "students", "mentee", "mentees"];

/// Words by which a label says that people were there before.
const BEFORE: [&str; 13] = [
    "previous", "former", "past", "earlier", "last", "old", "ex", "formerly", "prior", "retired", "inactive",
    "emeritus", "alumni",
];

/// A year of this time.
pub(super) fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| (1990..2100).contains(year) && word.len() == 4)
}

fn carried(label: &str) -> Vec<Meaning> {
    let words: Vec<_> = label.split([' ', '/', '&', ',', '-']).filter(|word| !word.is_empty()).collect();
    if words.len() > 9 {
        return Vec::new();
    }
    let (mut found, mut unknown) = (Vec::new(), 0);
    for word in &words {
        match KNOWN.carriers.get(*word) {
            Some(meaning) if !found.contains(meaning) => found.push(*meaning),
            None if !KNOWN.beside.contains(*word) && year(word).is_none() => unknown += 1,
            _ => {}
        }
    }
    let never = |word: &&&str| KNOWN.never_before_mentors.contains(**word);
    if found.contains(&Meaning::Mentors) && words.first().is_some_and(|first| never(&first)) {
        return Vec::new();
    }
    let named = unknown == 1 && words.len() <= 3 && of_mentors(&words);
    if unknown == 0 || named { found } else { Vec::new() }
}

/// Whether the words say whose mentors follow: `Lamp mentors`.
fn of_mentors(words: &[&str]) -> bool {
    words.last().is_some_and(|last| matches!(*last, "mentor" | "mentors"))
        && !words.iter().any(|word| KNOWN.never_before_mentors.contains(*word))
}

/// A label without what its dress adds: case, brackets, signs, numbers in front.
pub(super) fn normal(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut inside = 0_usize;
    for c in label.chars().take(200) {
        match c {
            '(' | '[' => inside += 1,
            ')' | ']' => inside = inside.saturating_sub(1),
            _ if inside > 0 => {}
            '/' | '&' | '+' => out.push(c),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            '\'' | '’' => {}
            _ => out.push(' '),
        }
    }
    let words: Vec<_> = out.split_whitespace().collect();
    let first =
        words.iter().position(|word| !word.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(words.len());
    words[first..].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_all_their_dresses() {
        let words = Words::default();
        for (label, meaning) in [
            ("Mentor(s)", Meaning::Mentors),
            ("Possible mentors", Meaning::Mentors),
            ("Co-Mentor", Meaning::Mentors),
            ("Expected Project Size", Meaning::Size),
            ("Size of the project", Meaning::Size),
            ("Difficulty level", Meaning::Difficulty),
            ("Skills required/preferred", Meaning::Skills),
            ("Knowledge prerequisite", Meaning::Skills),
            ("Expected Results and Milestones", Meaning::Outcomes),
            ("3. Expected outcomes", Meaning::Outcomes),
            ("Technical contact", Meaning::Mentors),
            ("Lamp mentors", Meaning::Mentors),
            ("Lamp project mentors", Meaning::Mentors),
            ("Prospective mentor", Meaning::Mentors),
            ("Skill set", Meaning::Skills),
        ] {
            assert_eq!(words.meanings(label), [meaning], "{label}");
        }
        assert_eq!(words.meanings("Difficulty and size"), [Meaning::Difficulty, Meaning::Size]);
        for label in [
            "Mentor responsibilities",
            "How to contact mentors",
            "Mentors of lamps",
            "To prospective mentors",
            "Skills Engine Implementation",
            "",
            "Whonix",
        ] {
            assert_eq!(words.meanings(label), [], "{label}");
        }
    }

    #[test]
    fn people_of_earlier_years_are_none_of_now() {
        let words = Words::of_year(2026);
        for label in [
            "Mentor (2024)",
            "Mentor in 2025",
            "Previous mentor",
            "Former mentors:",
            "Past mentors",
            "2024 mentors",
            "2024 contributor",
            "Contributor (2024)",
            "Contributors of 2025",
            "Contributors (2023)",
            "Contributors",
            "Mentors (2023-2025)",
            "Last year's mentors",
            "Ex-mentor",
            "Retired mentors",
            "Prior mentor",
            "Mentors (2024/25)",
            "GSoC 2025 contributors",
        ] {
            assert_eq!(words.meanings(label), [Meaning::Earlier], "{label}");
        }
        for label in [
            "Mentor (since 2024)",
            "Mentor (2026)",
            "Mentors 2026",
            "Mentors 2025-2026",
            "Mentor",
            "Mentors for 2027",
        ] {
            assert_eq!(words.meanings(label), [Meaning::Mentors], "{label}");
        }
    }

    #[test]
    fn the_table_is_read_whole_and_says_no_word_twice() {
        let table: Table = toml::from_str(include_str!("words.toml")).expect("TOML");
        for words in [&table.labels, &table.carriers] {
            let all: Vec<_> = words.values().flatten().collect();
            assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len());
            assert!(words.keys().all(|name| MEANINGS.iter().any(|(it, _)| it == name)));
            assert!(all.iter().all(|word| normal(word) == **word), "{all:?}");
        }
    }

    #[test]
    fn a_mapped_label_is_known() {
        let mut words = Words::default();
        words.map("Brain Ache", Meaning::Difficulty);
        assert_eq!(words.meanings("brain ache:"), [Meaning::Difficulty]);
    }
}
