//! Several introductions of one person on one topic are one person who waits.

use std::collections::HashMap;

use onlist_mail::thread::{Node, Threads};

use super::Found;
use crate::catalog::SEASON_DAYS;
use crate::people::{People, PersonIndex};

/// The first introduction of the same person on the same topic, for each that is not it.
pub(super) fn firsts(threads: &Threads, found: &[Found]) -> Vec<Option<Node>> {
    let mut earlier: HashMap<PersonIndex, Vec<&Found>> = HashMap::new();
    let mut firsts = Vec::with_capacity(found.len());
    for one in found {
        let Some(person) = one.person.filter(|_| one.classification.is_introduction()) else {
            firsts.push(None);
            continue;
        };
        let known = earlier.entry(person).or_default();
        let first = known.iter().find(|it| are_near(threads, it.node, one.node) && is_same_topic(it, one));
        firsts.push(first.map(|it| it.node));
        if first.is_none() {
            known.push(one);
        }
    }
    firsts
}

/// Two projects are two topics; what names none may be about any.
fn is_same_topic(one: &Found, other: &Found) -> bool {
    match (one.classification.project, other.classification.project) {
        (Some(one), Some(other)) => one.id == other.id,
        _ => true,
    }
}

fn are_near(threads: &Threads, one: Node, other: Node) -> bool {
    let time = |node| threads.entry(node).time;
    time(one).zip(time(other)).is_none_or(|(one, other)| (other - one).abs() <= SEASON_DAYS * 24 * 60 * 60)
}

/// Later posts that begin threads with the subject of `found`, and that its writer sent: answers that lost their thread.
pub(super) fn lost_replies(threads: &Threads, people: &People, found: &Found) -> Vec<Node> {
    let Some(person) = found.person else { return Vec::new() };
    let subject = threads.base_subject(found.node);
    let lost = |node: &Node| {
        *node > found.node
            && are_near(threads, found.node, *node)
            && threads.root_of(*node) == *node
            && !subject.is_empty()
            && threads.base_subject(*node) == subject
    };
    people.posts(person).iter().copied().filter(lost).collect()
}
