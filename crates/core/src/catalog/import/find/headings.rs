//! Headings below which no project stands.

use super::super::heading::{clean, is_generic_word};
use super::super::values::lower_words;
use super::super::vocabulary;

/// Words of headings below which a form stands, to be filled in.
pub(in crate::catalog::import) fn is_template(title: &str) -> bool {
    const FORM: &[&str] = &[
        "template",
        "templates",
        "boilerplate",
        "example",
        "sample",
        "project",
        "title",
        "name",
        "idea",
        "your",
        "the",
        "a",
        "for",
        "of",
        "gsoc",
        "description",
        "format",
        "new",
        "an",
        "ideas",
        "here",
        "x",
        "proposal",
        "own",
        "generic",
        "blank",
        "empty",
        "write",
        "enter",
        "insert",
        "this",
        "application",
        "applications",
        "student",
        "contributor",
        "form",
    ];
    let words = lower_words(title);
    let plain =
        |word: &String| FORM.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit());
    let said = ["template", "templates", "boilerplate", "example", "sample", "title", "name", "your", "form"];
    words.iter().all(plain) && words.iter().any(|word| said.contains(&word.as_str()))
}

/// Whether a heading names no project by itself: `Proposed themes`, `Volunteers`.
pub(super) fn is_never_bare(title: &str) -> bool {
    let words = lower_words(title);
    words.last().is_some_and(|last| vocabulary::headings().never_bare.contains(last))
}

/// Whether a heading speaks of the page and of nothing else: `Introduction`, `About our projects`.
pub(super) fn is_only_about(title: &str) -> bool {
    is_about(title) && lower_words(&clean(title).0).iter().all(|word| is_about(word) || is_generic_word(word))
}

/// Words of headings below which a page speaks of itself.
pub(in crate::catalog::import) fn is_about(title: &str) -> bool {
    const ABOUT: &[&str] = &[
        "how",
        "apply",
        "application",
        "applying",
        "faq",
        "contact",
        "communication",
        "guidelines",
        "guideline",
        "about",
        "welcome",
        "introduction",
        "timeline",
        "mentors",
        "students",
        "contributors",
        "proposal",
        "proposals",
        "you",
        "admin",
        "admins",
        "administrators",
        "policy",
        "criteria",
        "evaluation",
        "selection",
        "process",
        "index",
        "information",
        "requirements",
        "contents",
        "what",
    ];
    lower_words(&clean(title).0).iter().any(|word| ABOUT.contains(&word.as_str()))
}
