//! The answers below each post: gathered once, from the leaves of threads to their roots.

use std::cmp::Reverse;
use std::collections::HashSet;

use onlist_mail::thread::{Link, Node, Threads};

use super::is_machine;
use crate::people::{People, PersonIndex};

/// Who wrote a post, seen from a newcomer who did not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writer {
    /// Somebody whose answer counts.
    Guide,
    /// Somebody who introduced themselves too.
    Applicant,
    Other,
    Machine,
}

/// Of some posts the foremost, and the foremost that another person wrote: so there is one without those of either.
#[derive(Debug, Clone, Copy)]
struct Foremost<K>([Option<(K, Option<PersonIndex>)>; 2]);

impl<K> Default for Foremost<K> {
    fn default() -> Self {
        Self([None, None])
    }
}

impl<K: Copy + Ord> Foremost<K> {
    fn of(post: K, writer: Option<PersonIndex>) -> Self {
        Self([Some((post, writer)), None])
    }

    fn merge(&mut self, other: &Self) {
        other.0.iter().flatten().for_each(|(post, writer)| self.add(*post, *writer));
    }

    fn add(&mut self, post: K, writer: Option<PersonIndex>) {
        let [first, second] = &mut self.0;
        match first {
            Some((foremost, by)) if *by == writer => *foremost = post.min(*foremost),
            Some((foremost, _)) if *foremost < post => {
                if second.is_none_or(|(known, _)| post < known) {
                    *second = Some((post, writer));
                }
            }
            _ => *second = first.replace((post, writer)),
        }
    }

    /// The foremost that this person did not write.
    fn without(&self, person: Option<PersonIndex>) -> Option<K> {
        let by_other = |(_, writer): &&(K, Option<PersonIndex>)| person.is_none() || *writer != person;
        self.0.iter().flatten().find(by_other).map(|(post, _)| *post)
    }
}

/// What was written in a subtree.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Written {
    /// The first that is an answer.
    answers: Foremost<Node>,
    /// The last of those whose answers count.
    guides: Foremost<Reverse<Node>>,
    /// Those of anybody else.
    others: Foremost<Node>,
}

impl Written {
    fn of(post: Node, writer: Writer, person: Option<PersonIndex>) -> Self {
        let foremost = Foremost::of(post, person);
        let none = Self::default();
        match writer {
            Writer::Guide => Self { answers: foremost, guides: Foremost::of(Reverse(post), person), ..none },
            Writer::Other => Self { answers: foremost, others: foremost, ..none },
            Writer::Applicant => Self { others: foremost, ..none },
            Writer::Machine => none,
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.answers.merge(&other.answers);
        self.guides.merge(&other.guides);
        self.others.merge(&other.others);
    }

    /// The first answer to a newcomer.
    pub(super) fn first_answer(&self, newcomer: Option<PersonIndex>) -> Option<Node> {
        self.answers.without(newcomer)
    }

    /// The last answer to a newcomer that counts.
    pub(super) fn last_answer(&self, newcomer: Option<PersonIndex>) -> Option<Node> {
        self.guides.without(newcomer).map(|Reverse(node)| node)
    }

    /// Whether somebody else wrote whose answer does not count.
    pub(super) fn has_others(&self, newcomer: Option<PersonIndex>) -> bool {
        self.others.without(newcomer).is_some()
    }
}

/// What was written in each post and below it.
#[derive(Debug)]
pub(super) struct Answers<'a> {
    threads: &'a Threads,
    written: Vec<Written>,
}

impl<'a> Answers<'a> {
    /// Gathers the answers in the threads of some posts, where `applicants` introduced themselves.
    pub(super) fn of(
        threads: &'a Threads,
        people: &People,
        applicants: &HashSet<PersonIndex>,
        posts: impl Iterator<Item = Node>,
    ) -> Self {
        let roots: HashSet<_> = posts.map(|node| threads.root_of(node)).collect();
        let mut written = vec![Written::default(); threads.len()];
        for node in threads.nodes().rev().filter(|node| roots.contains(&threads.root_of(*node))) {
            let own = Written::of(node, writer(threads, people, applicants, node), people.author(node));
            written[node.index()].merge(&own);
            if let Link::Reply { to, .. } = threads.link(node) {
                let all = written[node.index()];
                written[to.index()].merge(&all);
            }
        }
        Self { threads, written }
    }

    /// What was written in a post and below it.
    pub(super) fn from(&self, node: Node) -> &Written {
        &self.written[node.index()]
    }

    /// What was written below a post.
    pub(super) fn below(&self, node: Node) -> Written {
        let mut below = Written::default();
        for answer in self.threads.answers(node) {
            below.merge(self.from(answer));
        }
        below
    }
}

fn writer(threads: &Threads, people: &People, applicants: &HashSet<PersonIndex>, node: Node) -> Writer {
    if is_machine(&threads.entry(node)) {
        return Writer::Machine;
    }
    let person = people.author(node);
    if person.is_some_and(|it| people.role(it).guides()) {
        return Writer::Guide;
    }
    if person.is_some_and(|it| applicants.contains(&it)) {
        return Writer::Applicant;
    }
    // Where nobody is known to mentor, anybody may.
    if people.guides_known() { Writer::Other } else { Writer::Guide }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Known;
    use onlist_mail::thread::{Builder, Options};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_foremost_are_those_that_are_seen_one_by_one(
            posts in prop::collection::vec((0u32..40, prop::option::of(0usize..4)), 0..12),
            cut in 0usize..12,
        ) {
            // People are numbered by an archive alone.
            let mut builder = Builder::default();
            for n in 0..4 {
                builder.add(format!("Message-ID: <{n}@b>\nFrom: a{n}@b.test\n\n").as_bytes());
            }
            let threads = builder.finish(Options::default());
            let people: Vec<_> = People::of(&threads, &Known::default()).all().map(Some).collect();
            let posts: Vec<_> = posts.iter().map(|(post, by)| (*post, by.and_then(|it| people[it]))).collect();
            let (one, other) = posts.split_at(cut.min(posts.len()));
            let mut found = [Foremost::default(), Foremost::default()];
            for (posts, found) in [one, other].into_iter().zip(&mut found) {
                for (post, by) in posts {
                    found.add(*post, *by);
                }
            }
            let [mut all, rest] = found;
            all.merge(&rest);
            for person in people.iter().copied().chain([None]) {
                let of_others = posts.iter().filter(|(_, by)| person.is_none() || *by != person);
                prop_assert_eq!(all.without(person), of_others.map(|(post, _)| *post).min());
            }
        }
    }
}
