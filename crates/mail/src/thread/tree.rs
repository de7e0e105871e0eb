//! What stands below each post.

use std::ops::Range;

use super::Node;
use super::link::Parent;

/// Threads as trees.
#[derive(Debug)]
pub(super) struct Tree {
    /// Where the answers to each post begin in `children`.
    first_child: Vec<u32>,
    children: Vec<u32>,
    /// The post that begins the thread of each.
    roots: Vec<u32>,
    /// Where each post and all below it stand in an order in which they are together.
    places: Vec<Range<u32>>,
}

impl Tree {
    /// The trees of posts of which none is behind its answers.
    pub(super) fn of(parents: &[Parent]) -> Self {
        let (first_child, children) = children(parents);
        let mut roots: Vec<u32> = Vec::with_capacity(parents.len());
        for (at, parent) in (0u32..).zip(parents) {
            roots.push(parent.map_or(at, |(up, _)| roots[up as usize]));
        }
        Self { first_child, children, roots, places: places(parents) }
    }

    pub(super) fn answers(&self, node: Node) -> impl DoubleEndedIterator<Item = Node> + '_ {
        let bounds = self.first_child[node.index()] as usize..self.first_child[node.index() + 1] as usize;
        self.children[bounds].iter().copied().map(Node)
    }

    pub(super) fn root(&self, node: Node) -> Node {
        Node(self.roots[node.index()])
    }

    pub(super) fn places(&self, node: Node) -> Range<u32> {
        self.places[node.index()].clone()
    }
}

/// Where the answers to each post begin, and the answers.
fn children(parents: &[Parent]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0u32; parents.len() + 1];
    for (parent, _) in parents.iter().flatten() {
        first[*parent as usize + 1] += 1;
    }
    for at in 1..first.len() {
        first[at] += first[at - 1];
    }
    let mut next = first.clone();
    let mut children = vec![0u32; first.last().map_or(0, |all| *all as usize)];
    for (at, parent) in (0u32..).zip(parents) {
        if let Some((parent, _)) = parent {
            let place = &mut next[*parent as usize];
            children[*place as usize] = at;
            *place += 1;
        }
    }
    (first, children)
}

/// The places of each post and of all below it: its own is the first of them.
fn places(parents: &[Parent]) -> Vec<Range<u32>> {
    let mut sizes = vec![1u32; parents.len()];
    for (at, parent) in parents.iter().enumerate().rev() {
        if let Some((up, _)) = parent {
            sizes[*up as usize] += sizes[at];
        }
    }
    // Where the next answer to each post goes, and the next thread.
    let (mut free, mut end) = (Vec::with_capacity(parents.len()), 0);
    let mut places = Vec::with_capacity(parents.len());
    for (size, parent) in sizes.into_iter().zip(parents) {
        let next = parent.map_or(&mut end, |(up, _)| &mut free[up as usize]);
        let start = *next;
        *next += size;
        free.push(start + 1);
        places.push(start..start + size);
    }
    places
}

/// Where some posts stand among all, so that those below a post are counted at once.
#[derive(Debug, Clone, Default)]
pub struct Places(Vec<u32>);

impl Places {
    pub(super) fn of(places: impl Iterator<Item = u32>) -> Self {
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        Self(places)
    }

    /// How many of the posts stand in `range`: see [`super::Threads::places_of`].
    #[must_use]
    pub fn count_in(&self, range: &Range<u32>) -> usize {
        let before = |end: u32| self.0.partition_point(|it| *it < end);
        before(range.end) - before(range.start)
    }
}
