//! Words of mail programs, in the languages that they speak: one a line, in lower case.

use std::sync::LazyLock;

/// Words of one kind.
pub(super) type Words = LazyLock<Vec<&'static str>>;

/// How people are said to have written.
pub(super) static VERBS: Words = LazyLock::new(|| include_str!("words/verbs.txt").lines().collect());

/// What stands above the original message, or a forwarded one.
pub(super) static DIVIDERS: Words = LazyLock::new(|| include_str!("words/dividers.txt").lines().collect());

/// What stands above the letters of a digest.
pub(super) static DIGESTS: Words = LazyLock::new(|| include_str!("words/digests.txt").lines().collect());

/// The field From.
static FROM: Words = LazyLock::new(|| include_str!("words/from.txt").lines().collect());

/// The fields that name who got a mail, and others that stand in letters too.
static TO: Words = LazyLock::new(|| include_str!("words/to.txt").lines().collect());

/// The fields Date and Subject.
static DATE_SUBJECT: Words = LazyLock::new(|| include_str!("words/date_subject.txt").lines().collect());

pub(super) fn is_from(label: &str) -> bool {
    FROM.contains(&label)
}

pub(super) fn is_date_or_subject(label: &str) -> bool {
    DATE_SUBJECT.contains(&label)
}

pub(super) fn is_field(label: &str) -> bool {
    is_from(label) || is_date_or_subject(label) || TO.contains(&label)
}
