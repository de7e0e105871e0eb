//! How many hours a project takes: programmes know 90, 175 and 350.

use super::{Reading, is_blank, lower_words};

/// The hours that a word stands for.
const WORDS: &[(&str, u16)] = &[
    ("small", 90),
    ("short", 90),
    ("medium", 175),
    ("large", 350),
    ("big", 350),
    ("long", 350),
    ("mid", 175),
    ("s", 90),
    ("m", 175),
    ("l", 350),
];

/// Sizes that are read without a doubt.
const KNOWN: [u16; 3] = [90, 175, 350];

/// Reads the words of a size into hours, smallest first.
pub(crate) fn read(raw: &str) -> Reading<Vec<u16>> {
    let raw = raw.trim_start_matches(['#', ' ']).split('#').next().unwrap_or_default();
    if is_blank(raw) {
        return Reading::certain(Vec::new());
    }
    let numbers = numbers(raw);
    if let [low, high] = numbers.as_slice()
        && !KNOWN.contains(low) | !KNOWN.contains(high)
        && is_range(raw)
    {
        return Reading::doubtful(vec![*high], "a range of hours is read as its upper end");
    }
    if let Some(reason) = why_unsure(raw).filter(|_| !numbers.is_empty()) {
        return Reading::doubtful(numbers, reason);
    }
    let (words, hours) = (lower_words(raw), in_words(raw));
    let further = !numbers.is_empty() && words.len() <= 12 && hours.len() > numbers.len();
    if further && numbers.iter().all(|it| hours.contains(it)) {
        return Reading::doubtful(hours, "further sizes are named beside the hours");
    }
    if !numbers.is_empty() {
        let strange = numbers.iter().any(|hours| !KNOWN.contains(hours));
        // `large (175 hours)`; a word of the difficulty is no size.
        let other = words.len() <= 6
            && !words.iter().any(|it| it == "difficulty")
            && !hours.is_empty()
            && !hours.iter().any(|it| numbers.contains(it));
        let doubt = match (strange, other) {
            (true, _) => Some("no programme knows projects of this size"),
            (_, true) => Some("the word for the size says something else"),
            _ => None,
        };
        return Reading { doubt, value: numbers };
    }
    match hours.as_slice() {
        [] => Reading::doubtful(hours, "no hours and no word for a size are known here"),
        _ if words.iter().any(|it| matches!(it.as_str(), "regular" | "standard" | "normal")) => {
            Reading::doubtful(hours, "one of the words for a size is not known")
        }
        _ if words.len() > 12 => Reading::doubtful(hours, "the size stands in a long text"),
        _ => Reading::certain(hours),
    }
}

/// The hours that the words for sizes stand for, smallest first.
pub(crate) fn in_words(raw: &str) -> Vec<u16> {
    let words = lower_words(raw);
    let mut hours: Vec<_> =
        words.iter().filter_map(|word| WORDS.iter().find(|(it, _)| it == word)).map(|it| it.1).collect();
    hours.sort_unstable();
    hours.dedup();
    hours
}

/// Hours a title or another field carries: only with their unit, or of a size that programmes know.
pub(crate) fn in_passing(text: &str) -> Vec<u16> {
    let hours = numbers(text);
    if hours.iter().all(|hours| KNOWN.contains(hours)) { hours } else { Vec::new() }
}

/// What stands beside hours and may make them others.
fn why_unsure(raw: &str) -> Option<&'static str> {
    let words = lower_words(raw);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let times = |word: &String| {
        word == "x" || word.strip_prefix('x').or_else(|| word.strip_suffix('x')).is_some_and(digits)
    };
    let denied =
        |word: &String| matches!(word.as_str(), "not" | "isn't" | "without" | "no" | "was" | "except");
    // Between the numbers of a choice stands a word or a stroke.
    let bare: String = raw.to_lowercase().replace("hours", "").replace("hrs", "").replace('h', "");
    let bare: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    let joined = |sign: &str| {
        bare.match_indices(sign).any(|(at, _)| {
            bare[..at].ends_with(|c: char| c.is_ascii_digit())
                && bare[at + sign.len()..].trim_start_matches('~').starts_with(|c: char| c.is_ascii_digit())
        })
    };
    if raw.contains('×') || joined("*") || words.iter().any(times) {
        Some("the hours are multiplied: how many are they?")
    } else if words.iter().any(denied) {
        Some("the words deny something")
    } else if raw.contains(['?', '？']) {
        Some("a question mark stands beside it")
    } else if ["-", "–", "—", "->", "→", "to", "..", "…"].iter().any(|sign| joined(sign)) {
        Some("a range of hours is read as its two ends")
    } else {
        None
    }
}

fn is_range(raw: &str) -> bool {
    raw.contains(['-', '–']) || raw.contains(" to ")
}

/// Numbers of hours: of three digits or two, not of weeks, months, years or percent.
fn numbers(raw: &str) -> Vec<u16> {
    let lower = raw.to_lowercase();
    let mut found = Vec::new();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = rest[..at].chars().next_back();
        let digits = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| at + end);
        let number = rest[at..digits].parse::<u16>().ok().filter(|it| (20..=600).contains(it));
        let behind = rest[digits..].trim_start_matches([' ', '-', '~', '+', '*', '_']);
        let other = [
            "week",
            "month",
            "day",
            "%",
            "year",
            "eur",
            "$",
            "/week",
            "hours per",
            "hours a week",
            "hours/week",
            "hrs/week",
            "h/week",
            "hours per week",
        ];
        let digit = behind.get(1..).is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()));
        let broken = behind.starts_with(['.', ':']) && digit;
        let counted = !broken && !other.iter().any(|unit| behind.starts_with(unit));
        let part = before.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '$');
        found.extend(number.filter(|_| counted && !part));
        rest = &rest[digits..];
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_doubts_told() {
        for (raw, hours, certain) in [
            ("90 or 175 hours or 350 hours", &[90, 175, 350][..], true),
            ("Large", &[350], true),
            ("large (~350 hour projects)", &[350], true),
            ("175h", &[175], true),
            ("350", &[350], true),
            ("Medium or large", &[175, 350], true),
            ("175/350 hours", &[175, 350], true),
            ("small # one of small, medium and large", &[90], true),
            ("", &[], true),
            ("12 weeks", &[], false),
            ("Full time", &[], false),
            ("300 hours", &[300], false),
            ("200-300 hours", &[300], false),
            ("350 hours (10 hours per week)", &[350], true),
            ("# Large (~350 hours)", &[350], true),
            ("large (~175 hour project)", &[175], false),
            ("90h (small) to medium", &[90, 175], false),
            ("350 hours, medium difficulty", &[350], true),
            ("2 x 175 hours", &[175], false),
            ("2x175h", &[], false),
            ("175 hours × 2", &[175], false),
            ("175-350 hours", &[175, 350], false),
            ("90h – 175h", &[90, 175], false),
            ("175 hours to 350 hours", &[175, 350], false),
            ("175 hours -> 350 hours", &[175, 350], false),
            ("175 hours, not 350", &[175, 350], false),
            ("175 (was 350)", &[175, 350], false),
            ("175?", &[175], false),
            ("Short, regular or long", &[90, 350], false),
        ] {
            let reading = read(raw);
            assert_eq!((reading.value.as_slice(), reading.doubt.is_none()), (hours, certain), "{raw}");
        }
    }
}
