//! Whether a project can be taken.

use serde::Serialize;

use super::lower_words;

/// Whether a project can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProjectState {
    /// Nobody has it.
    Open,
    /// Its description is not ready.
    NeedsWork,
    /// It was taken or done.
    Finished,
}

/// Runs of words in headings, and the state of what stands below them.
const HEADINGS: &[(ProjectState, &[&str])] = &[
    (
        ProjectState::NeedsWork,
        &[
            "need more work",
            "needs more work",
            "need review",
            "needs review",
            "incomplete",
            "draft ideas",
            "needs work",
            "suspended",
            "on hold",
            "postponed",
        ],
    ),
    (
        ProjectState::Finished,
        &[
            "accepted projects",
            "accepted ideas",
            "accepted proposals",
            "accepted in",
            "accepted for",
            "were accepted",
            "completed",
            "finished",
            "past projects",
            "past year",
            "past ideas",
            "previous projects",
            "previous ideas",
            "archive",
            "archived",
            "old ideas",
            "old projects",
            "taken",
            "done",
            "successful projects",
            "past gsoc",
            "former projects",
            "closed projects",
            "cancelled",
            "canceled",
            "withdrawn",
        ],
    ),
    (ProjectState::Open, &["peer reviewed", "open projects", "available projects", "open ideas"]),
];

/// The words a status field begins with.
const VALUES: &[(ProjectState, &[&str])] = &[
    (ProjectState::Open, &["open", "available", "unassigned", "free", "active"]),
    (
        ProjectState::Finished,
        &[
            "finished",
            "completed",
            "complete",
            "done",
            "taken",
            "closed",
            "accepted",
            "assigned",
            "claimed",
            "archived",
            "cancelled",
            "canceled",
            "withdrawn",
        ],
    ),
    (ProjectState::NeedsWork, &["draft", "incomplete", "proposed"]),
];

/// The state that a heading gives to what stands below it.
pub(crate) fn of_heading(title: &str) -> Option<ProjectState> {
    let words = lower_words(title);
    if words.len() > 8 || words.iter().any(|it| matches!(it.as_str(), "how" | "chances" | "being" | "get")) {
        return None;
    }
    let title = format!(" {} ", words.join(" "));
    let says = |words: &&&str| title.contains(&format!(" {words} "));
    HEADINGS.iter().find(|(_, words)| words.iter().any(|it| says(&it))).map(|(state, _)| *state)
}

/// The state that a field says.
pub(crate) fn read(raw: &str) -> Option<ProjectState> {
    let words = lower_words(raw);
    let first = words.first()?;
    VALUES.iter().find(|(_, values)| values.contains(&first.as_str())).map(|(state, _)| *state)
}
