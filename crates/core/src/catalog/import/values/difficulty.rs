//! How hard a project is, on the scale easy, medium, hard.

use serde::Serialize;

use super::{Reading, is_blank, lower_words, without_brackets};

/// How hard a project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// For beginners.
    Easy,
    /// In between.
    Medium,
    /// For those who know the field.
    Hard,
    /// It depends on what is taken on.
    Varies,
    /// Not said, or not understood.
    Unknown,
}

const WORDS: &[(Grade, &[&str])] = &[
    (
        Grade::Easy,
        &[
            "easy",
            "easier",
            "beginner",
            "beginners",
            "novice",
            "low",
            "simple",
            "trivial",
            "newcomer",
            "newbie",
            "basic",
            "entry",
            "light",
        ],
    ),
    (
        Grade::Medium,
        &[
            "medium",
            "moderate",
            "moderately",
            "intermediate",
            "average",
            "normal",
            "mid",
            "mediocre",
            "middle",
            "med",
            "medium-level",
            "midrange",
        ],
    ),
    (
        Grade::Hard,
        &[
            "hard",
            "harder",
            "high",
            "difficult",
            "advanced",
            "challenging",
            "expert",
            "complex",
            "tough",
            "experienced",
            "demanding",
            "ambitious",
            "tricky",
            "complicated",
        ],
    ),
    (
        Grade::Varies,
        &["varies", "various", "variable", "varied", "varying", "flexible", "adjustable", "scalable", "any"],
    ),
];

/// Words that change nothing beside one of the above.
const BESIDE: &[&str] = &[
    "very",
    "extremely",
    "quite",
    "rather",
    "relatively",
    "fairly",
    "level",
    "levels",
    "difficulty",
    "complexity",
    "to",
    "or",
    "and",
    "the",
    "a",
    "of",
    "is",
    "project",
    "somewhat",
    "pretty",
    "really",
    "super",
    "between",
    "from",
    "moderately",
    "slightly",
    "on",
    "different",
    "of",
    "rating",
    "student",
    "students",
    "friendly",
    "for",
    "mostly",
    "overall",
    "gsoc",
    "task",
    "an",
    "contributor",
    "skill",
];

/// The grade of one word.
pub(crate) fn word(word: &str) -> Option<Grade> {
    WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(grade, _)| *grade)
}

/// Reads the words of a difficulty.
pub(crate) fn read(raw: &str) -> Reading<Grade> {
    let lower = raw.to_lowercase();
    if let Some(grade) = scale(&lower) {
        return Reading::doubtful(grade, "a scale of five is read as 1-2 easy, 3 medium, 4-5 hard");
    }
    if is_blank(raw) && !lower.contains("various") {
        return Reading::certain(Grade::Unknown);
    }
    let reading = of_clause(first_clause(raw));
    // `4/5 (intermediate)`
    let other = scale(&without_brackets(&lower)).filter(|it| *it != reading.value);
    if lower.contains('/') && lower.contains('(') && other.is_some() {
        return Reading::doubtful(reading.value, "the word beside the scale of five says something else");
    }
    // `Medium (basic C)`: what is basic there is something else.
    let others = |word: &&String| !matches!(word.as_str(), "basic" | "advanced" | "any");
    let named = |text: &str| {
        let words = lower_words(text);
        words.iter().filter(others).filter_map(|it| word(it)).any(|it| it != reading.value)
    };
    match reading.doubt {
        None if raw.contains(['?', '？']) => {
            Reading::doubtful(reading.value, "a question mark stands beside it")
        }
        None if raw.split(['(', ';']).skip(1).any(named) => {
            Reading::doubtful(reading.value, "another difficulty is named beside it")
        }
        _ => reading,
    }
}

/// Reads the words of one sentence.
fn of_clause(raw: &str) -> Reading<Grade> {
    let lower = raw.to_lowercase();
    if lower.contains("depend") {
        return Reading::doubtful(Grade::Varies, "the words say that it depends");
    }
    let bare = without_brackets(raw);
    // `5 (very hard)`: the word for a number stands behind it.
    let named = lower_words(&bare).iter().any(|it| !it.bytes().all(|byte| byte.is_ascii_digit()));
    let words = lower_words(if named { &bare } else { raw });
    if words.iter().any(|it| matches!(it.as_str(), "not" | "isn't" | "without" | "no" | "non")) {
        return Reading::doubtful(Grade::Unknown, "the words deny something");
    }
    if words.len() > 14 && words.iter().position(|it| word(it).is_some()).is_some_and(|at| at > 5) {
        return Reading::doubtful(Grade::Unknown, "a text, not a difficulty");
    }
    let found: Vec<_> = words.iter().filter_map(|it| word(it)).collect();
    let others = words.iter().any(|it| word(it).is_none() && !BESIDE.contains(&it.as_str()) && !is_size(it));
    match found.as_slice() {
        [] => Reading::doubtful(Grade::Unknown, "no word for a difficulty is known here"),
        [first, rest @ ..] if rest.iter().all(|it| it == first) => {
            if others {
                Reading::doubtful(*first, "other words stand beside the difficulty")
            } else {
                Reading::certain(*first)
            }
        }
        found if [Grade::Easy, Grade::Medium, Grade::Hard].iter().all(|it| found.contains(it)) => {
            Reading::doubtful(Grade::Varies, "all difficulties are named")
        }
        found if found.contains(&Grade::Varies) => {
            Reading::doubtful(Grade::Varies, "several difficulties are named")
        }
        found => {
            let upper = found.iter().max().copied().unwrap_or(Grade::Unknown);
            Reading::doubtful(upper, "a range is read as its upper end")
        }
    }
}

/// The first sentence, where it names a difficulty.
fn first_clause(raw: &str) -> &str {
    let end = [". ", "; ", ": ", " You need", " This ", " The "].iter().filter_map(|it| raw.find(it)).min();
    let clause = &raw[..end.unwrap_or(raw.len())];
    if lower_words(clause).iter().any(|it| word(it).is_some()) { clause } else { raw }
}

/// Hours and sizes may stand beside a difficulty without making it doubtful.
fn is_size(word: &str) -> bool {
    word.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        || matches!(word, "hours" | "hour" | "h" | "hrs" | "large" | "small")
}

/// `3/5`, `3 out of 5`, `★★★☆☆`, a number alone.
fn scale(lower: &str) -> Option<Grade> {
    let full = lower.chars().filter(|c| matches!(c, '★' | '⭐' | '🌟')).count();
    let empty = lower.chars().filter(|c| matches!(c, '☆' | '✩')).count();
    let words = lower_words(lower);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let points = match words.as_slice() {
        [] if full > 0 && (empty == 0 || full + empty == 5) => full,
        [number] => number.parse().ok()?,
        [number, "5"] | [number, "out", "of", "5"] | [number, "of", "5"] if !lower.contains('-') => {
            number.parse().ok()?
        }
        _ => return None,
    };
    match points {
        1 | 2 => Some(Grade::Easy),
        3 => Some(Grade::Medium),
        4 | 5 => Some(Grade::Hard),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_doubts_told() {
        for (raw, grade, certain) in [
            ("Medium", Grade::Medium, true),
            ("Advanced", Grade::Hard, true),
            ("Very hard", Grade::Hard, true),
            ("moderate", Grade::Medium, true),
            ("Low-Medium", Grade::Medium, false),
            ("Medium to Hard", Grade::Hard, false),
            ("Easy/Medium", Grade::Medium, false),
            ("Moderate, to Extremely Difficult (depending on which area you choose)", Grade::Varies, false),
            ("Various levels of difficulty", Grade::Varies, true),
            ("Unknown", Grade::Unknown, true),
            ("", Grade::Unknown, true),
            ("TBD", Grade::Unknown, true),
            ("3/5", Grade::Medium, false),
            ("4 out of 5", Grade::Hard, false),
            ("★★☆☆☆", Grade::Easy, false),
            ("2", Grade::Easy, false),
            ("not hard", Grade::Unknown, false),
            ("isn’t hard", Grade::Unknown, false),
            ("7/10", Grade::Unknown, false),
            ("Medium (with hard parts)", Grade::Medium, false),
            ("easy (hard if you don't know C)", Grade::Easy, false),
            ("Easy; hard without C", Grade::Easy, false),
            ("Hard (advanced C)", Grade::Hard, true),
            ("Intermediate (basic Python expected)", Grade::Medium, true),
            ("4/5 (Intermediate)", Grade::Medium, false),
            ("4/5 (hard)", Grade::Hard, true),
            ("Medium?", Grade::Medium, false),
            ("Medium (to be confirmed?)", Grade::Medium, false),
            ("🟢", Grade::Unknown, false),
            ("—", Grade::Unknown, true),
            ("Medium, 175 hours", Grade::Medium, true),
            ("Hard because of the maths", Grade::Hard, false),
            ("Beginner/Intermediate/Advanced", Grade::Varies, false),
            ("Medium. A good start for beginners", Grade::Medium, true),
            (
                "It is based on knowing many things that are used in the project, and on advanced maths",
                Grade::Unknown,
                false,
            ),
            ("Brain-melting", Grade::Unknown, false),
            // The priority of a tracker's issue.
            ("Major", Grade::Unknown, false),
        ] {
            let reading = read(raw);
            assert_eq!((reading.value, reading.doubt.is_none()), (grade, certain), "{raw}: {reading:?}");
        }
    }
}
