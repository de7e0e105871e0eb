//! Which newcomers wait, for how long, and for whom.
//!
//! [`candidates`] says which posts of an archive are to be read, and [`Triage::classify`] reads one of them;
//! [`Conversations::telling`] says which of the answers are to be read, and [`Conversations::finish`] puts together what was
//! found. All of it takes time that grows with the archive, however its threads are built.

mod answers;
mod conversation;
mod same_person;
mod state;
mod words;

use onlist_mail::list_address::list_of;
use onlist_mail::mailbox::Address;
use onlist_mail::notice::{Notice, may_be_notice};
use onlist_mail::read::Post;
use onlist_mail::thread::{Entry, Link, Node, Threads};

pub use self::conversation::Conversations;
pub use self::state::{Answer, SentAnswer, SentAnswers, State};
use self::words::Said;
use crate::catalog::{Catalog, Project};
use crate::people::{Known, People, PersonIndex};
use crate::recognise::{Candidate, Classification, Reason, classify, is_out_of_question};

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
    /// The answer from here for which they wait no longer, where the archive does not have it.
    pub sent_answer: Option<SentAnswer>,
    /// Where the conversation with this person about this topic stands.
    pub state: State,
    /// Hours that they wait, or waited for the first answer.
    pub waiting_hours: f64,
    /// The first introduction of the same person on the same topic, where this is not it.
    pub same_person: Option<Node>,
    /// Whether it was addressed to the reader, or the reader mentors its project or wrote below it.
    pub mine: bool,
}

impl Introduction<'_> {
    /// Hours to the first answer: the one in the archive, else the one that was sent from here.
    #[must_use]
    pub fn hours_to_answer(&self) -> Option<f64> {
        let sent = || self.sent_answer.map(|it| it.hours);
        self.first_answer.map(|it| it.hours).or_else(sent)
    }
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
    const BOTS: [&str; 5] = ["syzbot", "buildbot", "dependabot", "patchwork", "kernelci"];
    let local = entry.address.and_then(|it| it.split('@').next()).unwrap_or_default();
    let of_list = list_of(local).is_some();
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
}

/// A post that was classified.
#[derive(Debug)]
struct Found<'c> {
    node: Node,
    person: Option<PersonIndex>,
    classification: Classification<'c>,
    to_reader: bool,
    /// Posts that begin other threads and belong to this one.
    lost: Vec<Node>,
}

impl Found<'_> {
    /// The posts below which its conversation stands.
    fn begins(&self) -> impl Iterator<Item = Node> {
        std::iter::once(self.node).chain(self.lost.iter().copied())
    }
}

impl<'a, 'c> Triage<'a, 'c> {
    /// Begins.
    #[must_use]
    pub fn new(threads: &'a Threads, people: &'a People<'a>, known: Known<'c>) -> Self {
        Self { threads, people, known, found: Vec::new() }
    }

    /// Judges one of [`candidates`], whose octets these are. What list software says about a letter is nobody's.
    pub fn classify(&mut self, node: Node, octets: &[u8]) {
        let Ok(post) = Post::read(octets) else { return };
        if may_be_notice(octets) && Notice::read(&post).is_some() {
            return;
        }
        let person = self.people.author(node);
        let posts_before = person.map_or(0, |it| self.people.posts_before(it, node));
        let candidate = Candidate { post: &post, posts_before, catalog: self.known.catalog };
        let classification = classify(candidate, self.known.catalog);
        let to_reader = post.to.iter().chain(&post.cc).any(|it| self.known.own.contains(&it.address));
        self.found.push(Found { node, person, classification, to_reader, lost: Vec::new() });
    }

    /// What came of the posts that were classified, once all were.
    #[must_use]
    pub fn conversations(self) -> Conversations<'a, 'c> {
        Conversations::of(self)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::DateTime;
    use onlist_mail::thread::{Builder, Options};

    use super::*;
    use crate::cpu::soon;
    use crate::newcomers::newcomers;
    use crate::report::Sources;

    /// Triage of mails, of which what comes after reading them takes no time that counts.
    fn triage(mails: &[String]) -> Vec<(usize, usize, State)> {
        let mut builder = Builder::default();
        for mail in mails {
            builder.add(mail.as_bytes());
        }
        let threads = builder.finish(Options::default());
        let people = People::of(&threads, &Known::default());
        let mut triage = Triage::new(&threads, &people, Known::default());
        let octets = |node: Node| mails[threads.entry(node).number as usize].as_bytes();
        for node in candidates(&threads, &people, None) {
            triage.classify(node, octets(node));
        }
        soon("triage", || {
            let mut conversations = triage.conversations();
            for node in conversations.telling() {
                conversations.listen(node, octets(node));
            }
            let now = DateTime::UNIX_EPOCH + Duration::from_hours(24);
            let found = conversations.finish(now, &SentAnswers::new());
            let newcomers = newcomers(&threads, &people, &found, 0, i64::MAX);
            let sources = Sources {
                threads: &threads,
                people: &people,
                catalog: None,
                introductions: &found,
                waiting: &found,
                newcomers: &newcomers,
                claims: &[],
                days: 7,
                now: now.fixed_offset(),
            };
            assert_eq!(sources.report().total.introductions, found.len());
            found.iter().map(|it| (it.replies, it.replies_by_others, it.state)).collect()
        })
    }

    #[test]
    fn time_is_linear_in_a_thread_of_many_newcomers() {
        const MANY: usize = 5_000;
        let mail = |n: usize| {
            format!(
                "Message-ID: <{n}@b>\nIn-Reply-To: <{}@b>\nFrom: s{n}@students.test\nSubject: GSoC {n}\n\n\
                I am a student. I want to contribute.\n",
                n.wrapping_sub(1)
            )
        };
        // What is not linear takes a minute.
        let found = triage(&(0..MANY).map(mail).collect::<Vec<_>>());
        let expected = (0..MANY).map(|n| (MANY - 1 - n, MANY - 1 - n));
        assert!(found.iter().map(|it| (it.0, it.1)).eq(expected), "{:?}", &found[..3]);
    }
}
