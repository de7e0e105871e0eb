//! Which post answers which.

use std::collections::HashMap;

use super::Through;
use super::builder::{Builder, Stored};
use super::interner::NONE;
use super::subject::Base;

/// A reply without references belongs to a thread of its subject that began at most so many seconds before: half a year.
const SUBJECT_LASTS: i64 = 183 * 24 * 60 * 60;

/// What a post answers, by its place, and what says so.
pub(super) type Parent = Option<(u32, Through)>;

/// The posts in the order of time, each once.
///
/// Posts with one identifier are one where they have one date. The one that a list changed least is kept.
pub(super) fn fold(builder: &Builder) -> Vec<Stored> {
    let texts = &builder.texts;
    let content = |post: &Stored| {
        (texts.addresses.get(post.address), texts.names.get(post.name), texts.subjects.get(post.subject))
    };
    let named = |post: &Stored| ancestors(&builder.ancestors, post).iter().map(|id| texts.ids.get(*id));
    let best =
        |post: &Stored| (post.date.is_none(), post.date, post.munged, post.received.is_none(), post.received);
    let mut posts = builder.posts.clone();
    posts.sort_by(|a, b| {
        let order = a.id.cmp(&b.id).then_with(|| best(a).cmp(&best(b)));
        order.then_with(|| content(a).cmp(&content(b))).then_with(|| named(a).cmp(named(b)))
    });
    posts.dedup_by(|later, kept| later.id == kept.id && (later.date == kept.date || later.date.is_none()));
    posts.sort_by(|a, b| {
        let order = a.time().cmp(&b.time()).then_with(|| texts.ids.get(a.id).cmp(&texts.ids.get(b.id)));
        order.then_with(|| content(a).cmp(&content(b)))
    });
    posts
}

/// The first post of each identifier, by the identifier's number.
pub(super) fn by_id(ids: usize, posts: &[Stored]) -> Vec<u32> {
    let mut places = vec![NONE; ids];
    for (at, post) in (0u32..).zip(posts) {
        if let Some(place) = places.get_mut(post.id as usize).filter(|it| **it == NONE) {
            *place = at;
        }
    }
    places
}

/// The nearest ancestor of each post that is in the archive.
pub(super) fn parents(builder: &Builder, posts: &[Stored], by_id: &[u32]) -> Vec<Parent> {
    let parent = |(at, post): (u32, &Stored)| {
        let ancestors = ancestors(&builder.ancestors, post);
        let places = ancestors.iter().filter_map(|id| by_id.get(*id as usize).copied());
        let (nth, place) = places.enumerate().find(|(_, place)| *place != NONE && *place != at)?;
        Some((place, if nth == 0 { Through::Field } else { Through::Gap }))
    };
    (0u32..).zip(posts).map(parent).collect()
}

/// The identifiers that a post names, the nearest first.
pub(super) fn ancestors<'a>(all: &'a [u32], post: &Stored) -> &'a [u32] {
    let (start, count) = post.ancestors;
    all.get(start as usize..start as usize + count as usize).unwrap_or_default()
}

/// Gives posts that answer by their subject alone the latest thread before them with that subject.
pub(super) fn by_subject(builder: &Builder, posts: &[Stored], parents: &mut [Parent]) {
    let labels: Vec<_> =
        builder.lists.keys().filter_map(|id| Some(id.split('.').next()?.to_owned())).collect();
    let mut latest: HashMap<String, (u32, Option<i64>)> = HashMap::new();
    for ((at, post), parent) in (0u32..).zip(posts).zip(parents) {
        if parent.is_some() {
            continue;
        }
        let base = Base::of(builder.texts.subjects.get(post.subject).unwrap_or_default(), &labels);
        if base.key.is_empty() {
            continue;
        }
        let begun = latest.get(&base.key).filter(|(_, time)| {
            let age = post.time().zip(*time).map(|(now, then)| now - then);
            age.is_none_or(|age| age <= SUBJECT_LASTS)
        });
        match begun {
            Some((place, _)) if base.is_reply => *parent = Some((*place, Through::Subject)),
            _ => _ = latest.insert(base.key, (at, post.time())),
        }
    }
}

/// Cuts each circle at its earliest post, which begins the thread then.
pub(super) fn cut_circles(parents: &mut [Parent]) {
    let mut seen = vec![0u32; parents.len()];
    for start in 0..parents.len() {
        let walk = u32::try_from(start).unwrap_or(NONE - 1) + 1;
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = walk;
            let Some((next, _)) = parents[at] else { break };
            at = next as usize;
        }
        if seen[at] == walk && parents[at].is_some() {
            cut(parents, at);
        }
    }
}

/// The order in which each post comes behind the one that it answers, else by time: clocks differ, and seconds are
/// coarse. None where that is so already. `parents` make no circle.
pub(super) fn behind_parents(parents: &[Parent]) -> Option<Vec<u32>> {
    let answers_later = |(at, parent): (u32, &Parent)| parent.is_some_and(|(to, _)| to > at);
    if !(0u32..).zip(parents).any(answers_later) {
        return None;
    }
    // The latest post above each one and itself, and how far below its root it is.
    let mut keys: Vec<Option<(u32, u32)>> = vec![None; parents.len()];
    let mut unknown = Vec::new();
    for start in 0u32..u32::try_from(parents.len()).unwrap_or(NONE) {
        let mut above = Some(start);
        while let Some(at) = above.filter(|at| keys[*at as usize].is_none()) {
            unknown.push(at);
            above = parents[at as usize].map(|(to, _)| to);
        }
        let mut key = above.and_then(|at| keys[at as usize]);
        while let Some(at) = unknown.pop() {
            key = Some(key.map_or((at, 0), |(latest, depth)| (latest.max(at), depth + 1)));
            keys[at as usize] = key;
        }
    }
    let mut order: Vec<u32> = (0u32..).zip(parents).map(|(at, _)| at).collect();
    order.sort_by_key(|at| (keys[*at as usize], *at));
    Some(order)
}

/// Cuts the circle that `start` is in, if it is in one.
fn cut(parents: &mut [Parent], start: usize) {
    let (mut at, mut earliest) = (start, start);
    while let Some((next, _)) = parents[at] {
        at = next as usize;
        earliest = earliest.min(at);
        if at == start {
            parents[earliest] = None;
            return;
        }
    }
}
