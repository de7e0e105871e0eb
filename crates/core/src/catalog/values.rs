//! What several tables hold: ids, lines of the source, dates.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use chrono::{Datelike, NaiveDate};
use onlist_mail::text::{Line, block};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{IntoDeserializer, MapAccess, SeqAccess};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::value::Datetime;

use super::format::table;

/// Reads a text as it stands in the file, without a copy of its own.
fn deserialize_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, D::Error> {
    struct Visitor<F>(F);
    impl<T, F: Fn(&str) -> Result<T, String>> serde::de::Visitor<'_> for Visitor<F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            (self.0)(text).map_err(E::custom)
        }
    }
    deserializer.deserialize_str(Visitor(read))
}

/// A name that other entries, flags and people refer to: lower-case letters, digits and inner hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Id(Box<str>);

impl Id {
    /// Takes `text` when it has the form of an id.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let ok =
            !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-');
        ok.then(|| Self(text.into()))
    }

    /// An id made of the first words of `text`: `A faster parser!` is `a-faster-parser`.
    ///
    /// Text without plain letters and digits gives `entry`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let id = words.take(6).collect::<Vec<_>>().join("-").to_ascii_lowercase();
        Self(if id.is_empty() { "entry".into() } else { id.into() })
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
        deserialize_text(deserializer, |text| {
            Self::new(text).ok_or_else(|| format!("`{text}` is not a valid id"))
        })
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
        let mut days: Vec<NaiveDate> =
            OneOrMany::<Day>::deserialize(deserializer)?.iter().map(|day| day.0).collect();
        days.sort_by_key(Datelike::num_days_from_ce);
        Ok(match days.as_slice() {
            [day] => Self::Exact(*day),
            _ => Self::Ambiguous(days),
        })
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exact(day) => Day(*day).serialize(serializer),
            Self::Ambiguous(days) => {
                days.iter().map(|day| Day(*day)).collect::<Vec<_>>().serialize(serializer)
            }
        }
    }
}

/// One day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

impl Day {
    /// The day that a date of the file stands for.
    #[must_use]
    pub fn of(written: Datetime) -> Option<Self> {
        let date = written.date.filter(|_| written.time.is_none())?;
        NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).map(Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Datetime::deserialize(deserializer)?;
        Self::of(written).ok_or_else(|| serde::de::Error::custom(format_args!("`{written}` is not a date")))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = |number: u32| u8::try_from(number).unwrap_or_default();
        let date = toml::value::Date {
            year: u16::try_from(self.0.year()).unwrap_or_default(),
            month: number(self.0.month()),
            day: number(self.0.day()),
        };
        Datetime { date: Some(date), time: None, offset: None }.serialize(serializer)
    }
}

/// Text of several lines, without controls and characters that reorder text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block(Box<str>);

impl Block {
    /// Takes `text` as [`block`] does.
    ///
    /// # Errors
    /// [`ForbiddenChar`](onlist_mail::text::ForbiddenChar) names the first character that it cannot hold.
    pub fn new(text: &str) -> Result<Self, onlist_mail::text::ForbiddenChar> {
        block(text).map(|text| Self(text.into()))
    }
}

impl Deref for Block {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, |text| {
            Self::new(text).map_err(|forbidden| format!("{} is not allowed here", forbidden.name()))
        })
    }
}

/// What a link may begin with, so that nothing is run by opening it.
const SCHEMES: [&str; 18] = [
    "https", "http", "irc", "ircs", "matrix", "xmpp", "mailto", "git", "ssh", "git+ssh", "svn", "svn+ssh",
    "ftp", "ftps", "sftp", "nntp", "news", "mumble",
];

/// An address in the web, or of another service that one can read or talk in: `https://example.org/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Url(Line);

impl Url {
    /// Takes `text` when it has the scheme of such a service (RFC 3986 3.1), something behind it and no blank.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let line = Line::new(text).ok()?;
        let (scheme, rest) = line.split_once(':')?;
        let known = SCHEMES.iter().any(|it| scheme.eq_ignore_ascii_case(it));
        (known && !rest.trim_start_matches('/').is_empty() && !line.contains(' ')).then_some(Self(line))
    }

    /// The same for an address in the web alone: `http` or `https`.
    #[must_use]
    pub fn of_web(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        Self::new(text).filter(|_| web && !rest.starts_with('/'))
    }
}

impl Deref for Url {
    type Target = Line;

    fn deref(&self) -> &Line {
        &self.0
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, |text| Self::new(text).ok_or_else(|| format!("`{text}` is not a URL")))
    }
}

/// Values that the file writes as one, or as an array of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(one: T) -> Self {
        Self(vec![one])
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An untagged enum would copy each value before it tries to read it.
        struct Visitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or an array of them")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<Vec<T>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Vec<T>, E> {
                T::deserialize(text.into_deserializer()).map(|one| vec![one])
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Vec<T>, E> {
                T::deserialize(number.into_deserializer()).map(|one| vec![one])
            }
        }
        deserializer.deserialize_any(Visitor(PhantomData)).map(Self)
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }
}

table! { short(from);
    /// Where facts come from that the catalog's own source does not state.
    pub struct Origin {
        /// The page or file, or how it is known.
        #[example("'https://lists.example.org/info/devel'")]
        pub from: Line,
        /// The day on which it was read.
        #[example("2026-03-01")]
        pub read: Option<Day>,
        /// The keys of this table that come from there; without it, all that no source states.
        #[example("['engine', 'archive']")]
        #[serde(default)]
        pub keys: Vec<Line>,
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.keys.iter().map(Line::as_str).collect();
        if !keys.is_empty() {
            write!(f, "{}: ", keys.join(", "))?;
        }
        write!(f, "{}", self.from)?;
        self.read.map_or(Ok(()), |day| write!(f, ", read {day}"))
    }
}

table! { short(title);
    /// Further reading.
    pub struct Link {
        /// What it is called.
        #[example("'Developer wiki'")]
        pub title: Line,
        /// Where it is, when that is known.
        #[example("'https://wiki.example.org/'")]
        pub url: Option<Url>,
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.url {
            Some(url) => write!(f, "{} <{url}>", self.title),
            None => self.title.fmt(f),
        }
    }
}
/// A number of a file that is not negative.
pub(super) fn number(value: &toml::de::DeValue<'_>) -> Option<u32> {
    let number = value.as_integer()?;
    u32::from_str_radix(number.as_str(), number.radix()).ok()
}
