//! Which tasks a post names.

use std::ops::Range;

use chrono::NaiveDate;
use onlist_mail::read::Post;
use onlist_mail::read::subject::{patch_tag, without_reply_mark};
use onlist_mail::text::Line;

use super::object::LATER;
use super::saying::{Saying, saying};
use crate::catalog::Task;
use crate::triage::is_thanks;

/// How much of a patch's text is looked at for what it is about, in octets.
const HEAD: usize = 1200;

/// The same of any other post: nobody gives tasks in more.
const LONGEST: usize = 64 * 1024;

/// A post that describes more tasks than this, or names more and describes none, is a list of them and gives none.
const MOST_GIVEN: usize = 2;

/// What a post says, as far as tasks go.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Its writer's own words, in lower case, with single blanks and a line a paragraph; of a patch, the head with its
    /// subject.
    text: String,
    /// The same with its capitals.
    said: String,
    /// The tasks that it names, in its order.
    pub(super) mentions: Vec<Mention>,
    /// Whether it is a patch, and no answer to one.
    pub(super) is_patch: bool,
    /// Whether it does nothing but thank.
    pub(super) thanks: bool,
    /// The first day that it names behind the last task that it gives.
    pub(super) until: Option<NaiveDate>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its id.
    pub(super) task: Line,
    /// Which one of its kind.
    pub(super) object: Option<Line>,
    /// Whether it is a kind of task.
    pub(super) is_kind: bool,
}

/// A task that a post names.
#[derive(Debug)]
pub(super) struct Mention {
    /// Which.
    pub(super) named: Named,
    /// What is said of it.
    pub(super) saying: Saying,
    /// Whether it is described as well, as letters do that give it.
    pub(super) is_described: bool,
    /// Where its title ends in the text.
    end: usize,
}

impl Words {
    /// Reads a post, and which of these tasks it names.
    pub(super) fn of(post: &Post, tasks: &[Task]) -> Self {
        let own = post.own_text();
        let is_patch = patch_tag(&post.subject).is_some() && without_reply_mark(&post.subject).is_none();
        let own = &own[..own.floor_char_boundary(if is_patch { HEAD } else { LONGEST })];
        let own = if is_patch { format!("{} {own}", post.subject) } else { own.to_owned() };
        let lines = own.split("\n\n").map(single_blanks).collect::<Vec<_>>();
        let mut words = Self {
            thanks: !is_patch && is_thanks(&own),
            is_patch,
            text: lines.join("\n").to_lowercase(),
            said: lines.join("\n"),
            ..Self::default()
        };
        let title = |it: &Task| single_blanks(&it.title).to_lowercase();
        let span = |it: &Task| {
            let title = title(it);
            find(&words.text, &title).map(|at| at..at + title.len()).collect::<Vec<_>>()
        };
        let spans: Vec<Range<usize>> = tasks.iter().flat_map(span).collect();
        words.mentions = tasks.iter().filter_map(|it| words.mention(it, &spans)).collect();
        if words.mentions.len() > MOST_GIVEN {
            words.mentions.retain(|it| it.is_described);
        }
        if words.mentions.len() > MOST_GIVEN {
            words.mentions.clear();
        }
        words.mentions.sort_by_key(|it| it.end);
        words.until = words
            .mentions
            .iter()
            .rfind(|it| matches!(it.saying, Saying::Gives | Saying::Takes))
            .and_then(|it| first_day(&words.text[it.end..]));
        words
    }

    /// Whether it names an object: in whole, as a word of its own.
    pub(super) fn names(&self, object: &str) -> bool {
        let object = object.trim().to_lowercase();
        object.len() > 2 && object != LATER && find(&self.text, &object).next().is_some()
    }

    /// How the post names a task: by its title, with the object in brackets behind that.
    /// A title within a longer one, which stands in one of `spans`, is not meant.
    fn mention(&self, task: &Task, spans: &[Range<usize>]) -> Option<Mention> {
        let title = single_blanks(&task.title).to_lowercase();
        let last = |text: &Line| find(&self.text, &single_blanks(text).to_lowercase()).last();
        let texts = [Some(&task.what), task.with_object.as_ref(), Some(&task.done_when)];
        let described = texts.into_iter().flatten().filter_map(last).max();
        let one = |at: usize| {
            let end = at + title.len();
            let is_described = described.is_some_and(|at| at >= end);
            // A title of one or two words is said by chance.
            let long = is_described || title.split(' ').count() > 2;
            let object = self.text[end..].strip_prefix(" (").and_then(|it| it.split_once(')'));
            let object = object.filter(|_| task.many).map(|(object, _)| self.as_said(object));
            let saying = match saying(&self.text[..at], &self.text[end..]) {
                Saying::Names if is_described => Saying::Gives,
                other => other,
            };
            let named = Named {
                task: Line::sanitize(task.id.as_str()),
                object: object.or_else(|| task.many.then(|| Line::sanitize(LATER))),
                is_kind: task.many,
            };
            long.then_some(Mention { named, saying, is_described, end })
        };
        let is_meant = |at: &usize| {
            let holds = |it: &Range<usize>| it.start <= *at && at + title.len() <= it.end;
            !spans.iter().any(|it| holds(it) && it.len() > title.len())
        };
        find(&self.text, &title)
            .filter(is_meant)
            .filter_map(one)
            .max_by_key(|it| (it.saying, std::cmp::Reverse(it.end)))
    }
}

impl Words {
    /// What stands in brackets, as its writer has written it.
    fn as_said(&self, lower: &str) -> Line {
        let said = self.said.split(" (").filter_map(|it| it.split_once(')'));
        let mut said = said.map(|(object, _)| object).filter(|it| it.to_lowercase() == lower);
        Line::sanitize(said.next().unwrap_or(lower))
    }
}

fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where `wanted` stands in `text` as words of their own.
fn find(text: &str, wanted: &str) -> impl Iterator<Item = usize> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(wanted).map(|(at, _)| at).filter(move |at| {
        !wanted.is_empty()
            && !is_word(text[..*at].chars().next_back())
            && !is_word(text[at + wanted.len()..].chars().next())
    })
}

/// The day of a text that names one, as `25 March 2015` or `2015-03-25`: the first.
fn first_day(text: &str) -> Option<NaiveDate> {
    let words: Vec<_> =
        text.split_whitespace().map(|it| it.trim_matches([',', '.', ';', ')', '('])).collect();
    let day = |at: usize| {
        let iso = words[at].parse::<NaiveDate>().ok();
        let long = || NaiveDate::parse_from_str(&words.get(at..at + 3)?.join(" "), "%d %B %Y").ok();
        iso.or_else(long)
    };
    (0..words.len()).find_map(day)
}

#[cfg(test)]
mod tests {
    use super::*;

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
