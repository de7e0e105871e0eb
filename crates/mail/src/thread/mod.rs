//! Threads: which post answers which, and who wrote it (RFC 5322 3.6.4, RFC 5256 3).
//!
//! A [`Builder`] takes posts in, in any order, and keeps of each only what threading needs: below 400 octets a message.
//! The parent of a post is what In-Reply-To names, else the last of References that is in the archive. Copies of one
//! post are one. What is not in the archive is a gap. The same posts give the same threads, in whatever order they came.

mod author;
mod background;
mod builder;
mod ids;
mod interner;
mod link;
mod subject;
mod time;
mod tree;

use std::ops::Range;

pub use self::background::BackgroundBuilder;
pub use self::builder::Builder;
use self::builder::{Stored, Texts};
use self::interner::NONE;
use self::link::Parent;
pub use self::time::came_within;
pub use self::tree::Places;
use self::tree::Tree;

/// How posts are put together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether answers without references go to the latest thread with their subject: a guess, and often a right one.
    pub by_subject: bool,
}

/// A post in [`Threads`]. Later posts are greater, and none is behind its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node(u32);

impl Node {
    /// The how-many-th it is in that order, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What says that a post is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Through {
    /// In-Reply-To or References name it.
    Field,
    /// References name it, and between them a post that the archive has not.
    Gap,
    /// Nothing but the subject.
    Subject,
}

/// What a post answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link<'t> {
    /// Nothing: it begins a thread.
    Root,
    /// Another post.
    Reply {
        /// That post.
        to: Node,
        /// What says so.
        through: Through,
    },
    /// A post with this identifier, which the archive has not.
    Missing(&'t str),
}

/// What is known of a post.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'t> {
    /// Its identifier, without angle brackets; none where it has none of its own.
    pub id: Option<&'t str>,
    /// Who wrote it, in lower case; none where nothing says it.
    pub address: Option<&'t str>,
    /// Their name.
    pub name: Option<&'t str>,
    /// Its subject, decoded.
    pub subject: &'t str,
    /// When it came, else when it was written, in seconds since 1970.
    pub time: Option<i64>,
    /// When it was written, as it says itself.
    pub date: Option<i64>,
    /// The how-many-th it was, from 0.
    pub number: u32,
    /// Whether a list rewrote From.
    pub munged: bool,
    /// Whether a program sent it by itself (RFC 3834).
    pub automatic: bool,
}

/// The posts of an archive as threads, in the order of time, each behind the one that it answers.
#[derive(Debug)]
pub struct Threads {
    texts: Texts,
    posts: Vec<Stored>,
    ancestors: Vec<u32>,
    by_id: Vec<u32>,
    parents: Vec<Parent>,
    tree: Tree,
    lists: Vec<(Box<str>, usize)>,
    /// The names of lists, which stand as tags in subjects.
    labels: Vec<String>,
}

/// Puts posts into `order`, and what names them by their places.
fn reorder(order: &[u32], posts: &mut Vec<Stored>, parents: &mut Vec<Parent>, by_id: &mut [u32]) {
    let mut places = vec![0; order.len()];
    for (place, at) in (0u32..).zip(order) {
        places[*at as usize] = place;
    }
    let moved = |at: u32| places.get(at as usize).copied().unwrap_or(at);
    *posts = order.iter().map(|at| posts[*at as usize]).collect();
    *parents =
        order.iter().map(|at| parents[*at as usize].map(|(to, through)| (moved(to), through))).collect();
    for at in by_id {
        *at = moved(*at);
    }
}

impl Threads {
    fn of(builder: Builder, options: Options) -> Self {
        let mut posts = link::fold(&builder);
        let mut by_id = link::by_id(builder.texts.ids.len(), &posts);
        let mut parents = link::parents(&builder, &posts, &by_id);
        if options.by_subject {
            link::by_subject(&builder, &posts, &mut parents);
        }
        link::cut_circles(&mut parents);
        if let Some(order) = link::behind_parents(&parents) {
            reorder(&order, &mut posts, &mut parents, &mut by_id);
        }
        let Builder { texts, ancestors, lists, .. } = builder;
        let mut lists: Vec<_> = lists.into_iter().collect();
        lists.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let labels = lists.iter().filter_map(|(id, _)| Some(id.split('.').next()?.to_owned())).collect();
        Self { texts, posts, ancestors, by_id, tree: Tree::of(&parents), parents, lists, labels }
    }

    /// How many posts there are, copies left out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.posts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    /// All posts, earliest first.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node> + use<> {
        (0..u32::try_from(self.posts.len()).unwrap_or(NONE)).map(Node)
    }

    /// What is known of a post.
    #[must_use]
    pub fn entry(&self, node: Node) -> Entry<'_> {
        let post = &self.posts[node.index()];
        Entry {
            id: self.texts.ids.get(post.id).filter(|id| !id.starts_with('\n')),
            address: self.texts.addresses.get(post.address),
            name: self.texts.names.get(post.name),
            subject: self.texts.subjects.get(post.subject).unwrap_or_default(),
            time: post.time(),
            date: post.date,
            number: post.number,
            munged: post.munged,
            automatic: post.automatic,
        }
    }

    /// The post with this identifier, with or without angle brackets.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Node> {
        let id = id.trim().trim_start_matches('<').trim_end_matches('>');
        let place = *self.by_id.get(self.texts.ids.find(id)? as usize)?;
        (place != NONE).then_some(Node(place))
    }

    /// What a post answers.
    #[must_use]
    pub fn link(&self, node: Node) -> Link<'_> {
        match self.parents[node.index()] {
            Some((to, through)) => Link::Reply { to: Node(to), through },
            None => self.missing(node).map_or(Link::Root, Link::Missing),
        }
    }

    /// The post that it answers and that the archive has not.
    #[must_use]
    pub fn missing(&self, node: Node) -> Option<&str> {
        let nearest = *link::ancestors(&self.ancestors, &self.posts[node.index()]).first()?;
        let missing = self.by_id.get(nearest as usize).is_none_or(|place| *place == NONE);
        if missing { self.texts.ids.get(nearest) } else { None }
    }

    /// The identifiers of what it answers, without angle brackets, the nearest first, whether the archive has them or not.
    pub fn ancestors(&self, node: Node) -> impl Iterator<Item = &str> {
        let ancestors = link::ancestors(&self.ancestors, &self.posts[node.index()]);
        ancestors.iter().filter_map(|id| self.texts.ids.get(*id))
    }

    /// The answers to a post, earliest first.
    pub fn answers(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        self.tree.answers(node)
    }

    /// A post and all below it, earliest first.
    #[must_use]
    pub fn below(&self, node: Node) -> Vec<Node> {
        let mut found = vec![node];
        let mut at = 0;
        while let Some(node) = found.get(at).copied() {
            found.extend(self.answers(node));
            at += 1;
        }
        found[1..].sort_unstable();
        found
    }

    /// The post that begins the thread of this one.
    #[must_use]
    pub fn root_of(&self, node: Node) -> Node {
        self.tree.root(node)
    }

    /// Where a post and all below it stand in an order in which each subtree stands together: the post is the first.
    #[must_use]
    pub fn places_of(&self, node: Node) -> Range<u32> {
        self.tree.places(node)
    }

    /// Where some posts stand in that order.
    pub fn places(&self, nodes: impl IntoIterator<Item = Node>) -> Places {
        Places::of(nodes.into_iter().map(|node| self.places_of(node).start))
    }

    /// The posts that answer none in the archive, earliest first.
    pub fn roots(&self) -> impl Iterator<Item = Node> + '_ {
        self.nodes().filter(|node| self.parents[node.index()].is_none())
    }

    /// The subject of a post without the marks of answers and the tags of lists, by which subjects are compared.
    #[must_use]
    pub fn base_subject(&self, node: Node) -> String {
        subject::Base::of(self.entry(node).subject, &self.labels).key
    }

    /// The identifiers of the lists that the posts came through (RFC 2919), the most frequent first.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|(id, _)| id.as_ref())
    }
}

#[cfg(test)]
mod tests;
