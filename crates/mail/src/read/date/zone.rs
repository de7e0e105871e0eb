//! Time zones in mail.

use chrono::FixedOffset;

/// How far a clock was from UTC, in seconds; nothing where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    Numeric(Option<i32>),
    Named(Option<i32>),
}

/// Names of zones and their minutes from UTC: those of RFC 5322 4.3, and those that mean one zone all over the world.
const NAMES: [(&str, i32); 39] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("cet", 60),
    ("cest", 120),
    ("met", 60),
    ("mest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("nst", -210),
    ("ndt", -150),
    ("jst", 540),
    ("kst", 540),
    ("hkt", 480),
    ("sgt", 480),
    ("pht", 480),
    ("npt", 345),
    ("aest", 600),
    ("aedt", 660),
    ("acst", 570),
    ("acdt", 630),
    ("nzst", 720),
    ("nzdt", 780),
];

impl Zone {
    /// `+0530`, `+05:30`, `+5`, `+530` or with seconds; nothing for what is a day or more.
    pub(super) fn numeric(word: &str) -> Option<Self> {
        let west = word.starts_with('-');
        let digits = word.get(1..)?;
        let mut parts: Vec<_> = digits.split(':').collect();
        if parts.len() == 1 {
            parts = match digits.len() {
                1 | 2 => vec![digits],
                3 => vec![digits.get(..1)?, digits.get(1..)?],
                4 => vec![digits.get(..2)?, digits.get(2..)?],
                6 => vec![digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?],
                _ => return None,
            };
        }
        let part = |at: usize, most: i32| match parts.get(at) {
            None => Some(0),
            Some(part) if matches!(part.len(), 1 | 2) && part.bytes().all(|it| it.is_ascii_digit()) => {
                part.parse().ok().filter(|number| *number < most)
            }
            Some(_) => None,
        };
        let seconds = part(0, 24)? * 3600 + part(1, 60)? * 60 + part(2, 60)?;
        let seconds = if west { -seconds } else { seconds };
        (parts.len() <= 3).then_some(Self::Numeric((seconds != 0 || !west).then_some(seconds)))
    }

    /// A zone by its name; one that means several, or that nobody knows, is not known (RFC 5322 4.3).
    pub(super) fn named(word: &str) -> Option<Self> {
        if let Some(at) = word.find(['+', '-']) {
            let (name, numeric) = word.split_at(at);
            let is_utc = ["gmt", "utc", "ut"].iter().any(|it| name.eq_ignore_ascii_case(it));
            return is_utc.then(|| Self::numeric(numeric))?;
        }
        let is_name = word.chars().all(|c| c.is_alphabetic() || c == '.');
        let minutes =
            NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, minutes)| minutes * 60);
        is_name.then_some(Self::Named(minutes))
    }

    pub(super) fn offset(self) -> Option<FixedOffset> {
        let (Self::Numeric(seconds) | Self::Named(seconds)) = self;
        seconds.and_then(FixedOffset::east_opt)
    }
}
