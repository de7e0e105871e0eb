//! Which newcomers wait, for how long, and for whom.
//!
//! [`candidates`] says which posts of an archive are to be read, [`Triage::judge`] reads one of them, [`Triage::below`]
//! says which answers are to be read, and [`Triage::finish`] puts together what was found.

mod same_person;
mod state;
mod words;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use onlist_mail::mailbox::Address;
use onlist_mail::notice::{Notice, may_be_notice};
use onlist_mail::read::Post;
use onlist_mail::thread::{Entry, Link, Node, Threads};

pub use self::state::{Answer, State};
use self::state::{Conversations, hours};
use self::words::Said;
use crate::catalog::{Catalog, Project};
use crate::people::{Known, People, PersonIndex};
use crate::recognise::{Candidate, Judgement, Reason, is_out_of_question, judge};

/// Somebody's first contact, and what came of it.
#[derive(Debug, Clone)]
pub struct Introduction<'c> {
    /// The post.
    pub node: Node,
    /// Who wrote it; none where nothing says it.
    pub person: Option<PersonIndex>,
    /// The project that it is about.
    pub project: Option<&'c Project>,
    /// How likely it is a first contact, from 0 to 1.
    pub confidence: f64,
    /// Whether it is taken for one.
    pub is_introduction: bool,
    /// What speaks for it and against it, the weightiest first.
    pub reasons: Vec<Reason>,
    /// Posts below it.
    pub replies: usize,
    /// Those that somebody else wrote.
    pub replies_by_others: usize,
    /// The first answer.
    pub first_answer: Option<Answer>,
    /// Where the conversation with this person about this topic stands.
    pub state: State,
    /// Hours that they wait, or waited for the first answer.
    pub waiting_hours: f64,
    /// The first introduction of the same person on the same topic, where this is not it.
    pub same_person: Option<Node>,
    /// Whether it was addressed to the reader, or the reader mentors its project or wrote below it.
    pub mine: bool,
}

/// Whether the own words of a post do nothing but thank, and want no answer.
#[must_use]
pub fn is_thanks(own: &str) -> bool {
    Said::of(own).thanks
}

/// Whether a catalog is about the lists of an archive: the posts came through one of its lists, or its people write there.
#[must_use]
pub fn is_about(catalog: &Catalog, threads: &Threads) -> bool {
    let id = |address: &Address| format!("{}.{}", address.local_part(), address.domain());
    let mut addresses =
        catalog.lists.iter().flat_map(|list| std::iter::once(&list.address).chain(&list.aliases));
    let listed = addresses.any(|address| threads.lists().any(|it| it.eq_ignore_ascii_case(&id(address))));
    listed
        || threads.lists().next().is_none() && {
            let people =
                catalog.people.iter().flat_map(|it| &*it.addresses).map(|it| it.as_str().to_lowercase());
            let people: Vec<_> = people.collect();
            threads
                .nodes()
                .any(|node| threads.entry(node).address.is_some_and(|it| people.iter().any(|own| own == it)))
        }
}

/// The posts that may be first contacts, earliest first: what begins a thread or a topic of its own in another's, and is no
/// patch, no answer, no regular's and no program's.
#[must_use]
pub fn candidates(threads: &Threads, people: &People, catalog: Option<&Catalog>) -> Vec<Node> {
    let may_be = |node: &Node| {
        let entry = threads.entry(*node);
        let person = people.author(*node);
        let guides = person.is_some_and(|it| people.role(it).guides());
        let before = person.map_or(0, |it| people.posts_before(it, *node));
        !guides
            && !is_machine(&entry)
            && !is_out_of_question(entry.subject, before, catalog)
            && begins_a_topic(threads, people, *node)
    };
    threads.nodes().filter(may_be).collect()
}

/// Whether a post answers nothing, or pressed "reply" under another's mail to write about something else.
fn begins_a_topic(threads: &Threads, people: &People, node: Node) -> bool {
    let Link::Reply { to, .. } = threads.link(node) else { return true };
    let own = people.author(node).is_some() && people.author(node) == people.author(to);
    // Whoever goes on with a thread under another subject says so: `The lens (was: the lamp)`.
    let subject = threads.entry(node).subject.to_lowercase();
    let goes_on = ["(was:", "[was:", "(was ", "[was "].iter().any(|it| subject.contains(it));
    !own && !goes_on && threads.base_subject(node) != threads.base_subject(to)
}

/// Whether a program wrote a post: a bot, a tracker, the software of a list.
pub(crate) fn is_machine(entry: &Entry) -> bool {
    const LOCAL_PARTS: [&str; 12] = [
        "noreply",
        "no-reply",
        "donotreply",
        "mailer-daemon",
        "bugzilla-daemon",
        "postmaster",
        "notifications",
        "gitlab",
        "listserv",
        "mailman",
        "majordomo",
        "sympa",
    ];
    const OF_LISTS: [&str; 7] =
        ["-bounces", "+bounces", "-owner", "+owner", "-request", "+request", "-confirm"];
    const BOTS: [&str; 5] = ["syzbot", "buildbot", "dependabot", "patchwork", "kernelci"];
    let local = entry.address.and_then(|it| it.split('@').next()).unwrap_or_default();
    let of_list = OF_LISTS.iter().any(|it| local.ends_with(it)) || local.starts_with("owner-");
    let name = entry.name.unwrap_or_default().to_lowercase();
    let bot = BOTS.contains(&name.as_str())
        || [" bot", "robot", "[bot]"].iter().any(|it| name.ends_with(it))
        || local.starts_with("syzbot+");
    entry.automatic || bot || of_list || LOCAL_PARTS.contains(&local)
}

/// Whether somebody's own words send a newcomer elsewhere: to another list or person, off the list.
#[must_use]
pub fn sends_elsewhere(own: &str) -> bool {
    Said::of(own).moved
}

/// What is found about newcomers, post by post.
#[derive(Debug)]
pub struct Triage<'a, 'c> {
    threads: &'a Threads,
    people: &'a People<'a>,
    known: Known<'c>,
    found: Vec<Found<'c>>,
    said: HashMap<Node, Said>,
}

/// A post that was judged.
#[derive(Debug)]
struct Found<'c> {
    node: Node,
    person: Option<PersonIndex>,
    judgement: Judgement<'c>,
    to_reader: bool,
}

impl<'a, 'c> Triage<'a, 'c> {
    /// Begins.
    #[must_use]
    pub fn new(threads: &'a Threads, people: &'a People<'a>, known: Known<'c>) -> Self {
        Self { threads, people, known, found: Vec::new(), said: HashMap::new() }
    }

    /// Judges one of [`candidates`], whose octets these are. What list software says about a letter is nobody's.
    pub fn judge(&mut self, node: Node, octets: &[u8]) {
        let Ok(post) = Post::read(octets) else { return };
        if may_be_notice(octets) && Notice::read(&post).is_some() {
            return;
        }
        let person = self.people.author(node);
        let posts_before = person.map_or(0, |it| self.people.posts_before(it, node));
        let candidate = Candidate { post: &post, posts_before, catalog: self.known.catalog };
        let judgement = judge(candidate, self.known.catalog);
        let to_reader = post.to.iter().chain(&post.cc).any(|it| self.known.own.contains(&it.address));
        self.found.push(Found { node, person, judgement, to_reader });
    }

    /// The posts below what was taken for first contacts, to be read by [`Triage::listen`].
    #[must_use]
    pub fn below(&self) -> Vec<Node> {
        let taken = self.found.iter().filter(|it| it.judgement.is_introduction());
        let mut nodes: Vec<_> = taken.flat_map(|it| self.conversation(it)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// Reads one of them.
    pub fn listen(&mut self, node: Node, octets: &[u8]) {
        if let Ok(post) = Post::read(octets) {
            self.said.insert(node, Said::of(&post.own_text()));
        }
    }

    /// What was found, earliest first.
    #[must_use]
    pub fn finish(mut self, now: DateTime<Utc>) -> Vec<Introduction<'c>> {
        self.found.sort_by_key(|it| it.node);
        let firsts = same_person::firsts(self.threads, &self.found);
        let taken = self.found.iter().filter(|it| it.judgement.is_introduction());
        let applicants = taken.filter_map(|it| it.person).collect();
        let conversations =
            Conversations { threads: self.threads, people: self.people, said: &self.said, applicants };
        let groups = self.groups(&firsts);
        let introduction = |(found, first): (&Found<'c>, &Option<Node>)| {
            let group = groups.get(&first.unwrap_or(found.node)).map_or(&[][..], Vec::as_slice);
            self.introduction(&conversations, (found, *first), group, now)
        };
        self.found.iter().zip(&firsts).map(introduction).collect()
    }

    /// All posts of each person's conversation, by its first introduction.
    fn groups(&self, firsts: &[Option<Node>]) -> HashMap<Node, Vec<Node>> {
        let mut groups: HashMap<Node, Vec<Node>> = HashMap::new();
        for (found, first) in self.found.iter().zip(firsts) {
            groups.entry(first.unwrap_or(found.node)).or_default().extend(self.conversation(found));
        }
        for nodes in groups.values_mut() {
            nodes.sort_unstable();
            nodes.dedup();
        }
        groups
    }

    /// The posts of a conversation: below the introduction, and below what its writer sent as a new thread with the same
    /// subject.
    fn conversation(&self, found: &Found) -> Vec<Node> {
        let mut nodes = self.threads.below(found.node);
        for lost in same_person::lost_replies(self.threads, self.people, found) {
            nodes.extend(self.threads.below(lost));
        }
        nodes
    }

    fn introduction(
        &self,
        conversations: &Conversations,
        (found, first): (&Found<'c>, Option<Node>),
        group: &[Node],
        now: DateTime<Utc>,
    ) -> Introduction<'c> {
        let below = self.threads.below(found.node);
        let by_other = |node: &&Node| found.person.is_none() || self.people.author(**node) != found.person;
        let first_answer = conversations.first_answer(found.person, found.node, &below[1..]);
        let (mut state, since) = conversations.state(found.person, group);
        if found.judgement.accepted {
            state = State::Accepted;
        }
        let waiting = since.filter(|_| state.waits()).map(|since| hours(now.timestamp() - since));
        let waited = first_answer.map(|it| it.hours);
        Introduction {
            node: found.node,
            person: found.person,
            project: found.judgement.project,
            confidence: found.judgement.confidence,
            is_introduction: found.judgement.is_introduction(),
            reasons: found.judgement.reasons.clone(),
            replies: below.len() - 1,
            replies_by_others: below[1..].iter().filter(by_other).count(),
            first_answer,
            state,
            waiting_hours: waiting.or(waited).unwrap_or_default(),
            same_person: first,
            mine: self.is_readers(found, &below),
        }
    }

    fn is_readers(&self, found: &Found, below: &[Node]) -> bool {
        let own = |node: &Node| self.people.author(*node).is_some_and(|it| self.people.role(it).own);
        let mentors = |project: &Project| {
            let mut addresses = self
                .known
                .catalog
                .into_iter()
                .flat_map(|it| it.mentors(project))
                .flat_map(|it| &*it.addresses);
            addresses.any(|it| self.known.own.contains(it))
        };
        found.to_reader || found.judgement.project.is_some_and(mentors) || below.iter().any(own)
    }
}
