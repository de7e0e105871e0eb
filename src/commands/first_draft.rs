//! What is kept of a first letter, and under which name.

use onlist_core::catalog::Catalog;
use onlist_core::compose::{Answers, Question, Topic};
use onlist_core::drafts::{Draft, Kind};

use crate::context::Context;

/// What a first letter is to be called: what it is about, else what it is.
pub(crate) fn label(topic: Topic<'_>, answers: &Answers) -> String {
    let project = topic.project();
    let titled = || answers.get(Question::Idea);
    match topic {
        Topic::Mentoring(_) => format!("mentor {}", project.or_else(titled).unwrap_or_default()),
        Topic::Bug => {
            format!("bug {}", topic.title(answers).split(' ').take(4).collect::<Vec<_>>().join(" "))
        }
        _ => project.or_else(titled).unwrap_or("idea").to_owned(),
    }
}

/// What is kept of a first letter with these `answers`.
pub(crate) fn draft_of(context: &Context, catalog: &Catalog, topic: Topic<'_>, answers: &Answers) -> Draft {
    let kind = match topic {
        Topic::Project(_) => Kind::Introduction,
        Topic::Idea | Topic::Elsewhere(_) => Kind::Idea,
        Topic::Mentoring(_) => Kind::Mentoring,
        Topic::Bug => Kind::Bug,
    };
    let mut draft = Draft::new(kind, context.now);
    draft.project = topic.project().map(str::to_owned);
    draft.catalog = context.catalog_name(catalog);
    draft.answers = answers.named();
    draft
}
