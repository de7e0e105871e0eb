//! Which tasks a post names.

use chrono::NaiveDate;
use onlist_mail::read::Post;
use onlist_mail::read::subject::without_reply_mark;
use onlist_mail::text::Line;

use super::LATER;
use super::seen::first_day;
use crate::catalog::Task;
use crate::triage::is_thanks;

/// How much of a patch's text is looked at for what it is about, in octets.
const HEAD: usize = 1200;

/// Words by which somebody takes up a task.
const TAKING: [&str; 18] = [
    "i will take",
    "i'll take",
    "i would take",
    "i'd take",
    "i take ",
    "i will work on",
    "i'll work on",
    "i am working on",
    "i'm working on",
    "i started working",
    "i have started",
    "i've started",
    "i will do ",
    "i'll do ",
    "i would like to work on",
    "i'd like to work on",
    "i would like to do",
    "i want to work on",
];

/// What a post says, as far as tasks go.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Its writer's own words, in lower case and with single blanks; of a patch, the head with its subject.
    text: String,
    /// The tasks that it names.
    pub(super) mentions: Vec<Mention>,
    /// Whether it is a patch, and no answer to one.
    pub(super) is_patch: bool,
    /// Whether its writer takes something up.
    pub(super) takes: bool,
    /// Whether it does nothing but thank.
    pub(super) thanks: bool,
    /// The first day that it names.
    pub(super) until: Option<NaiveDate>,
}

/// A task that a post names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its id.
    pub(super) task: Line,
    /// Which one of its kind.
    pub(super) object: Option<Line>,
    /// Whether it is a kind of task.
    pub(super) is_kind: bool,
}

impl Words {
    /// Reads a post.
    pub(super) fn of(post: &Post) -> Self {
        let own = post.own_text();
        let is_patch = is_patch(&post.subject);
        let own = if is_patch {
            let end =
                (0..=own.len().min(HEAD)).rev().find(|it| own.is_char_boundary(*it)).unwrap_or_default();
            format!("{} {}", post.subject, &own[..end])
        } else {
            own
        };
        let text = own.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        Self {
            takes: TAKING.iter().any(|it| text.contains(it)),
            thanks: !is_patch && is_thanks(&own),
            until: first_day(&own),
            is_patch,
            text,
            mentions: Vec::new(),
        }
    }

    /// Whether it names an object: in whole, as a word of its own.
    pub(super) fn names(&self, object: &str) -> bool {
        let object = object.trim().to_lowercase();
        object.len() > 2 && object != LATER && find(&self.text, &object).is_some()
    }
}

/// The tasks whose titles a post has in its text, each with the object in brackets behind the title.
pub(super) fn mentions(tasks: &[Task], words: &Words) -> Vec<Mention> {
    let mention = |task: &Task| {
        let title = task.title.to_lowercase();
        // A title of one or two words is said by chance.
        let end = find(&words.text, &title).filter(|_| title.split(' ').count() > 2)? + title.len();
        let object =
            words.text[end..].strip_prefix(" (").and_then(|it| it.split_once(')')).map(|(object, _)| object);
        let object = object.filter(|_| task.many).map(Line::sanitize);
        let object = object.or_else(|| task.many.then(|| Line::sanitize(LATER)));
        Some(Mention { task: Line::sanitize(task.id.as_str()), object, is_kind: task.many })
    };
    tasks.iter().filter_map(mention).collect()
}

/// Where `wanted` stands in `text` as words of their own.
fn find(text: &str, wanted: &str) -> Option<usize> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(wanted).map(|(at, _)| at).find(|at| {
        !is_word(text[..*at].chars().next_back()) && !is_word(text[at + wanted.len()..].chars().next())
    })
}

/// Whether a subject is that of a patch.
fn is_patch(subject: &str) -> bool {
    let tags =
        subject.split('[').skip(1).filter_map(|it| it.split_once(']')).map(|(tag, _)| tag.to_lowercase());
    without_reply_mark(subject).is_none()
        && tags.into_iter().any(|it| it.split([' ', ',']).any(|word| word.starts_with("patch")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_are_told_by_their_subjects() {
        for (subject, expected) in [
            ("[PATCH] doc: correct the spelling", true),
            ("[RFC PATCH v2 1/2] doc", true),
            ("Re: [PATCH] doc", false),
            ("[GSoC 2015] doc", false),
        ] {
            assert_eq!(is_patch(subject), expected, "{subject}");
        }
    }

    #[test]
    fn a_day_is_read_as_letters_name_it() {
        for (text, expected) in [
            ("say so here on the list by Wed, 25 March 2015. Until then", Some("2015-03-25")),
            ("it is yours until 2015-03-24, then", Some("2015-03-24")),
            ("in the 25 March of", None),
        ] {
            assert_eq!(first_day(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
        }
    }
}
