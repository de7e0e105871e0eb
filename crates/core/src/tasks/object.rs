//! Which one of a kind of task: a bug, a file, a patch.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::ledger::Event;
use onlist_mail::text::Line;

/// The object of a task whose student is to find one.
pub const LATER: &str = "later";

/// What stands before the number of an issue in many forms.
const TRACKERS: [&str; 5] = ["coverity", "issue", "ticket", "cid", "bug"];

/// A task that is to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'w> {
    /// Its id.
    pub task: &'w Line,
    /// Which one of its kind; none for a task that is one thing.
    pub object: Option<&'w str>,
}

impl Wanted<'_> {
    /// Whether nobody else may have the same: it is one thing, or an object that is named.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        self.object.is_none_or(|object| !matches!(&*normalized(object), "" | LATER))
    }

    /// The object in the spelling that all its spellings share; empty for a task that is one thing.
    #[must_use]
    pub fn normalized_object(&self) -> String {
        self.object.map(normalized).unwrap_or_default()
    }
}

/// Whether two objects are the same: without case, `<>`, and the words and signs before the number of an issue.
///
/// What is still to be found is the same as nothing.
#[must_use]
pub fn same_object(one: &str, other: &str) -> bool {
    let (one, other) = (normalized(one), normalized(other));
    one == other && one != LATER && !one.is_empty()
}

/// The object that an event names for one of its tasks.
#[must_use]
pub fn object_of(event: &Event, task: &str) -> Option<Line> {
    let object = event.detail.as_ref()?.get("objects")?.get(task)?.as_str()?;
    Some(Line::sanitize(object)).filter(|it| !it.is_empty())
}

/// The detail of an event that gives these objects, by task; none without any.
#[must_use]
pub fn given_objects(objects: &BTreeMap<Line, Line>) -> Option<Value> {
    let named: Map<_, _> = objects.iter().map(|(task, object)| (task.to_string(), json!(object))).collect();
    (!named.is_empty()).then(|| json!({ "objects": named }))
}

fn normalized(object: &str) -> String {
    let lower = object.trim().to_lowercase();
    let bare = lower.trim_start_matches("./").trim_end_matches('/');
    let bare = bare.strip_prefix('<').and_then(|it| it.strip_suffix('>')).unwrap_or(bare);
    number(bare).unwrap_or(bare).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number of an issue that is named by it: `1234` of `CID 1234`, `Coverity-ID: 1234`, `bug #1234`.
fn number(object: &str) -> Option<&str> {
    let mut rest = object;
    while let Some(behind) = TRACKERS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind.trim_start_matches([' ', '-', ':', '#', '.']);
        rest = rest.strip_prefix("id").unwrap_or(rest).trim_start_matches([' ', '-', ':', '#', '.']);
    }
    let rest = rest.trim_start_matches('#');
    (!rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_has_several_spellings() {
        for (one, other, same) in [
            ("1234", "1234", true),
            ("CID 1234", "cid-1234", true),
            ("CID 1234", "Coverity-ID: 1234", true),
            ("Coverity CID #1234", "1234", true),
            ("bug #12", "Bug 12", true),
            ("#12", "issue 12", true),
            ("CID 1234", "CID 12345", false),
            ("doc/man.pod", "./doc/man.pod", true),
            ("doc/man.pod", "Doc/Man.pod", true),
            ("doc/man.pod", "doc/man.pod.in", false),
            ("drivers/staging/lamp/", "drivers/staging/lamp", true),
            ("<20150310.1@example.org>", "20150310.1@example.org", true),
            ("the  wick manual", "The wick manual", true),
            ("bugs.c", "s.c", false),
            ("later", "later", false),
            ("Later", "later", false),
            ("", "", false),
        ] {
            assert_eq!(same_object(one, other), same, "{one:?} {other:?}");
        }
    }
}
