//! What several tables hold: ids, lines of the source, dates.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};

/// A name that other entries, flags and people refer to: lower-case letters, digits and inner hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Id(String);

impl Id {
    /// Takes `text` when it has the form of an id.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let ok =
            !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-');
        ok.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| serde::de::Error::custom(format_args!("`{text}` is not a valid id")))
    }
}

/// First and last line of the source that an entry was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct Lines {
    /// First line, from 1.
    pub first: u32,
    /// Last line, not before the first.
    pub last: u32,
}

impl Lines {
    /// Whether `line` is among them.
    #[must_use]
    pub fn contains(self, line: u32) -> bool {
        (self.first..=self.last).contains(&line)
    }
}

impl From<[u32; 2]> for Lines {
    fn from([first, last]: [u32; 2]) -> Self {
        Self { first, last }
    }
}

impl From<Lines> for [u32; 2] {
    fn from(lines: Lines) -> Self {
        [lines.first, lines.last]
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "line {}", self.first)
        } else {
            write!(f, "lines {} to {}", self.first, self.last)
        }
    }
}

/// A date as precisely as the source gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Date {
    /// One day.
    Exact(NaiveDate),
    /// Day and month may be swapped: every reading, earliest first.
    Ambiguous(Vec<NaiveDate>),
}

impl Date {
    /// The latest day it can mean.
    #[must_use]
    pub fn latest(&self) -> Option<NaiveDate> {
        match self {
            Self::Exact(day) => Some(*day),
            Self::Ambiguous(days) => days.iter().max().copied(),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(day) => write!(f, "{day}"),
            Self::Ambiguous(days) => {
                let days: Vec<_> = days.iter().map(NaiveDate::to_string).collect();
                f.write_str(&days.join(" or "))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a date, or an array of possible dates")]
        enum Written {
            One(toml::value::Datetime),
            Some(Vec<toml::value::Datetime>),
        }
        let day = |written: toml::value::Datetime| {
            let no_date = || serde::de::Error::custom(format_args!("`{written}` is not a date"));
            let date = written.date.ok_or_else(no_date)?;
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).ok_or_else(no_date)
        };
        match Written::deserialize(deserializer)? {
            Written::One(written) => day(written).map(Self::Exact),
            Written::Some(written) => {
                let mut days = written.into_iter().map(day).collect::<Result<Vec<_>, _>>()?;
                days.sort_by_key(Datelike::num_days_from_ce);
                Ok(Self::Ambiguous(days))
            }
        }
    }
}
