//! What an answer gives, read from its text.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onlist_mail::read::Post;
use onlist_mail::text::Line;

use super::mention::Words;
use super::saying::Saying;
use crate::catalog::Task;

/// What an answer gives to whom it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenTasks {
    /// The ids of the tasks, the first choice first.
    pub tasks: Vec<Line>,
    /// Which one of its kind each task is that is one of many.
    pub objects: BTreeMap<Line, Line>,
    /// The day up to which they are kept, where the text names one.
    pub until: Option<NaiveDate>,
}

/// Reads which of these `tasks` an answer gives; none where it gives none.
///
/// It is the inverse of composing: a task counts whose title stands there with what is to be done or when it is done. One
/// that is only named does not.
#[must_use]
pub fn given_in(tasks: &[Task], answer: &Post) -> Option<GivenTasks> {
    let words = Words::of(answer, tasks);
    let given = words.mentions.iter().filter(|it| it.is_described && it.saying == Saying::Gives);
    let given: Vec<_> = given.map(|it| &it.named).filter(|_| !words.is_patch).collect();
    (!given.is_empty()).then(|| GivenTasks {
        tasks: given.iter().map(|it| it.task.clone()).collect(),
        objects: given.iter().filter_map(|it| Some((it.task.clone(), it.object.clone()?))).collect(),
        until: words.until,
    })
}
