//! Letters' templates: a community's own or the built-in ones.
//!
//! A template is [MiniJinja](https://docs.rs/minijinja) text with a fixed set
//! of names. A name that is not in the set, or that nobody filled, is an error:
//! no letter goes out with a gap in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use crate::diagnostics::nearest;
use onlist_mail::text::{ForbiddenChar, block};

/// The letters that have templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A student's first letter about a project of the catalog.
    Introduction,
    /// A student's first letter about an own idea.
    Idea,
    /// The first letter of somebody who would mentor.
    Mentoring,
    /// The report of a bug, outside any programme.
    Bug,
    /// Any first letter of its writer's own words alone.
    Bare,
    /// A mentor's answer, with a bite-size task or without.
    Reply,
}

/// Names that every first letter may use.
const FIRST: [&str; 19] = [
    "name",
    "season",
    "greeted",
    "mentors",
    "call_me",
    "affiliation",
    "time_zone",
    "so_far",
    "question",
    "availability",
    "disclosure",
    "links",
    "programme",
    "token",
    "community",
    "list",
    "task_policy",
    "task_word",
    "title",
];

impl Kind {
    const ALL: [Self; 6] =
        [Self::Introduction, Self::Idea, Self::Mentoring, Self::Bug, Self::Bare, Self::Reply];

    /// The built-in template.
    #[must_use]
    pub fn built_in(self) -> &'static str {
        match self {
            Self::Introduction => include_str!("templates/introduction.txt"),
            Self::Idea => include_str!("templates/idea.txt"),
            Self::Mentoring => include_str!("templates/mentoring.txt"),
            Self::Bug => include_str!("templates/bug.txt"),
            Self::Bare => include_str!("templates/bare.txt"),
            Self::Reply => include_str!("templates/reply.txt"),
        }
    }

    /// The names that may stand in it.
    fn names(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::Introduction => &["interest"],
            Self::Idea => &["problem", "change", "prior_art", "help_wanted", "fallback"],
            Self::Mentoring => &["interest", "listed"],
            Self::Bug => &["bug", "fallback"],
            Self::Bare => &["bug", "interest", "problem", "change", "prior_art", "help_wanted"],
            Self::Reply => {
                return vec![
                    "call_me",
                    "name",
                    "project",
                    "answer",
                    "task",
                    "task_text",
                    "object",
                    "proposals",
                    "second_task",
                    "base_tree",
                    "clone",
                    "patches",
                    "until",
                    "list",
                    "channel",
                    "community",
                    "programme",
                    "token",
                    "quoted",
                    "private",
                ];
            }
        };
        FIRST.iter().chain(own).copied().collect()
    }
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// The line of the template, from 1.
    pub line: Option<usize>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The name that nobody filled, where that is what is wrong.
    pub unfilled: Option<&'static str>,
}

impl From<minijinja::Error> for Error {
    fn from(error: minijinja::Error) -> Self {
        let message = match error.detail() {
            Some(detail) => format!("template: {}: {detail}", error.kind()),
            None => format!("template: {}", error.kind()),
        };
        Self { message, line: error.line(), hint: None, unfilled: None }
    }
}

/// How much work a template may cause: plenty for a letter, an end for a loop.
const FUEL: u64 = 100_000;

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(FUEL));
    environment.add_test("sentence", |text: &str| is_sentence(text));
    environment
}

/// What letters are rendered in: many of one run have the same template.
static RENDERING: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = environment();
    for kind in Kind::ALL {
        // One that cannot be read is read again, and told of, where a letter needs it.
        let _ = environment.add_template(kind.built_in(), kind.built_in());
    }
    environment
});

/// Whether a text stands by itself: from a capital, or a script without, to a mark that ends sentences.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    !text.starts_with(|c: char| c.is_lowercase() || c.is_numeric())
        && text.ends_with(['.', '!', '?', '。', '।'])
}

/// Checks that `text` is a template for `kind`, uses its names only, and can be filled.
///
/// # Errors
/// [`Error`] names the first fault.
pub fn check(kind: Kind, text: &str) -> Result<(), Error> {
    let environment = environment();
    let template = environment.template_from_str(text)?;
    let known = kind.names();
    let mut used: Vec<_> = template.undeclared_variables(false).into_iter().collect();
    used.sort();
    match used.iter().find(|name| !known.contains(&name.as_str())) {
        None => try_out(kind, text),
        Some(name) => Err(Error {
            message: format!("template: unknown name `{name}`"),
            line: text.lines().position(|line| line.contains(name.as_str())).map(|at| at + 1),
            hint: Some(match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known names: {}", known.join(", ")),
            }),
            unfilled: None,
        }),
    }
}

/// What a task has in templates.
const OF_TASK: [&str; 6] = ["title", "what", "place", "done_when", "send", "effort"];

/// A value as letters have it under `name`.
fn sample(name: &str) -> Value {
    match name {
        "task" | "second_task" => Value::from(BTreeMap::from(OF_TASK.map(|field| (field, field)))),
        "links" => Value::from(vec!["https://example.org/"; 5]),
        "fallback" | "listed" | "proposals" | "quoted" | "private" => Value::from(true),
        "task_policy" => Value::from("ask-mentor"),
        name => Value::from(name),
    }
}

/// Renders `text` with every name filled, where nothing may be undefined.
fn try_out(kind: Kind, text: &str) -> Result<(), Error> {
    let mut environment = environment();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let values: BTreeMap<_, _> = kind.names().into_iter().map(|name| (name, sample(name))).collect();
    environment.render_str(text, Value::from(values)).map(drop).map_err(|error| {
        let line = error.line().and_then(|line| text.lines().nth(line.checked_sub(1)?));
        match line.and_then(|line| no_field(kind, line)) {
            Some((message, hint)) => Error { message, hint, ..error.into() },
            None => error.into(),
        }
    })
}

/// Says which `name.field` of a line there is not, and what is most like it.
fn no_field(kind: Kind, line: &str) -> Option<(String, Option<String>)> {
    let paths = line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'));
    let mut pairs = paths.filter_map(|path| path.split_once('.'));
    let lacks = |(name, field): &(&str, &str)| {
        let value = kind.names().contains(name).then(|| sample(name));
        !field.is_empty() && value.is_some_and(|it| it.get_attr(field).is_ok_and(|it| it.is_undefined()))
    };
    let (name, field) = pairs.find(lacks)?;
    let fields = if name.ends_with("task") { &OF_TASK[..] } else { &[] };
    let near = nearest(field, fields.iter().copied());
    let hint = near.map(|near| format!("did you mean `{name}.{near}`?"));
    Some((format!("template: `{name}` has no `{field}`"), hint))
}

/// Fills `text`, or the built-in template of `kind`, with `values`.
///
/// # Errors
/// [`Error`] when a name stands in it that `values` lacks, or it makes a control character of an escape.
pub fn render(kind: Kind, text: Option<&str>, values: impl Serialize) -> Result<String, Error> {
    let source = text.unwrap_or_else(|| kind.built_in());
    let values = Value::from(Serde(values));
    let filled = match text {
        None => RENDERING.get_template(source).and_then(|it| it.render(&values)),
        Some(text) => RENDERING.render_str(text, &values),
    };
    let text = filled.map_err(|error| {
        let unfilled = unfilled(kind, source, &values, &error);
        let hint = unfilled.map(|name| format!("put it inside `{{% if {name} %}}`"));
        Error { hint, unfilled, ..error.into() }
    })?;
    let forbidden = |it: ForbiddenChar| Error {
        message: format!("template: an escape produces {}, which is not allowed in a letter", it.name()),
        line: None,
        hint: None,
        unfilled: None,
    };
    block(&text).map_err(forbidden)?;
    Ok(text)
}

/// The name that `error` stumbled over, since nobody filled it.
fn unfilled(kind: Kind, source: &str, values: &Value, error: &minijinja::Error) -> Option<&'static str> {
    if error.kind() != ErrorKind::UndefinedError {
        return None;
    }
    let at = error.range().and_then(|range| source.get(range));
    let told = [error.detail(), at].into_iter().flatten();
    let words: Vec<_> = told.flat_map(|it| it.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    let is_empty = |name: &&str| values.get_attr(name).is_ok_and(|value| value.is_undefined());
    kind.names().into_iter().filter(is_empty).find(|name| words.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_templates_use_known_names() {
        for kind in Kind::ALL {
            assert_eq!(check(kind, kind.built_in()), Ok(()), "{kind:?}");
        }
    }

    #[test]
    fn an_unknown_name_is_named_with_its_line_and_the_nearest() {
        let error = check(Kind::Introduction, "Hello,\n\nI am {{ nmae }}.\n").expect_err("`nmae` is unknown");
        assert_eq!(error.message, "template: unknown name `nmae`");
        assert_eq!((error.line, error.hint.as_deref()), (Some(3), Some("did you mean `name`?")));
    }

    #[test]
    fn a_field_that_a_name_has_not_is_named_with_its_line_and_the_nearest() {
        for (kind, text, message, line, hint) in [
            (
                Kind::Reply,
                "Hello,\n\n{{ task.title }}: {{ task.tilte }}\n",
                "template: `task` has no `tilte`",
                3,
                Some("did you mean `task.title`?"),
            ),
            (
                Kind::Reply,
                "{% if task.efort %}a{% endif %}",
                "template: `task` has no `efort`",
                1,
                Some("did you mean `task.effort`?"),
            ),
            (Kind::Introduction, "Hi\n{{ title.foo }}", "template: `title` has no `foo`", 2, None),
        ] {
            let error = check(kind, text).expect_err("no such field");
            assert_eq!(
                (error.message.as_str(), error.line, error.hint.as_deref()),
                (message, Some(line), hint)
            );
        }
        let links = "{% for link in links %}{{ loop.index }} {{ link }}{% endfor %}";
        assert_eq!(check(Kind::Introduction, links), Ok(()));
    }

    #[test]
    fn an_unfilled_name_is_an_error() {
        let values = std::collections::BTreeMap::from([("name", "Ada")]);
        let error =
            render(Kind::Introduction, Some("{{ name }} {{ question }}"), values).expect_err("unfilled");
        assert!(error.message.starts_with("template: undefined value"), "{error}");
        assert_eq!(error.unfilled, Some("question"));
    }
}
