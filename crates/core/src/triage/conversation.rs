//! Conversations with newcomers, told from who wrote when in them; and from what the last of them said.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use onlist_mail::read::Post;
use onlist_mail::thread::{Link, Node, Places, Threads};

use super::answers::{Answers, Written};
use super::state::{Answer, SentAnswer, SentAnswers, State, hours};
use super::words::Said;
use super::{Found, Introduction, Triage, same_person};
use crate::catalog::Project;
use crate::people::{Known, People, PersonIndex};

/// A conversation with a newcomer: what stands below their introductions on one topic, and below what they sent as new
/// threads with the same subject.
#[derive(Debug)]
struct Conversation {
    /// Its first post.
    first: Node,
    /// The last answer that counts.
    last_answer: Option<Node>,
    /// What the newcomer wrote in it.
    wrote: Vec<Node>,
    /// Whether somebody else wrote.
    others: bool,
}

impl Conversation {
    /// Where it stands, and the post since which the newcomer waits.
    fn state(&self, said: &HashMap<Node, Said>) -> (State, Option<Node>) {
        let said = |node: &Node| said.get(node).copied().unwrap_or_default();
        let Some(last_answer) = &self.last_answer else {
            let state = if self.others { State::OthersOnly } else { State::Waiting };
            return (state, Some(self.first));
        };
        if let Some(node) = self.behind().iter().find(|node| !said(node).thanks) {
            return (State::LastWordNewcomer, Some(*node));
        }
        (if said(last_answer).moved { State::Moved } else { State::Answered }, None)
    }

    /// What the newcomer wrote behind the last answer.
    fn behind(&self) -> &[Node] {
        self.last_answer.map_or(&[], |last| &self.wrote[self.wrote.partition_point(|it| *it <= last)..])
    }
}

/// What came of the posts that were classified.
#[derive(Debug)]
pub struct Conversations<'a, 'c> {
    threads: &'a Threads,
    people: &'a People<'a>,
    known: Known<'c>,
    found: Vec<Found<'c>>,
    /// The first introduction of the same person on the same topic, for each that is not it.
    firsts: Vec<Option<Node>>,
    answers: Answers<'a>,
    /// By the first introduction.
    told: HashMap<Node, Conversation>,
    own: Places,
    said: HashMap<Node, Said>,
}

impl<'a, 'c> Conversations<'a, 'c> {
    pub(super) fn of(triage: Triage<'a, 'c>) -> Self {
        let Triage { threads, people, known, mut found } = triage;
        found.sort_by_key(|it| it.node);
        for one in &mut found {
            one.lost = same_person::lost_replies(threads, people, one);
        }
        let firsts = same_person::firsts(threads, &found);
        let taken = found.iter().filter(|it| it.classification.is_introduction());
        let applicants: HashSet<_> = taken.filter_map(|it| it.person).collect();
        let answers = Answers::of(threads, people, &applicants, found.iter().flat_map(Found::begins));
        let own = people.all().filter(|it| people.role(*it).own).flat_map(|it| people.posts(it));
        let own = threads.places(own.copied());
        let (told, said) = (HashMap::new(), HashMap::new());
        let mut all = Self { threads, people, known, found, firsts, answers, told, own, said };
        all.told = all.tell();
        all
    }

    /// The conversations, by their first introductions.
    fn tell(&self) -> HashMap<Node, Conversation> {
        let mut begins: HashMap<_, (Option<PersonIndex>, BTreeSet<Node>)> = HashMap::new();
        for (found, first) in self.found.iter().zip(&self.firsts) {
            let (person, nodes) = begins.entry(first.unwrap_or(found.node)).or_default();
            *person = found.person;
            nodes.extend(found.begins());
        }
        let told = |(first, (person, begins))| (first, self.conversation(first, person, &begins));
        begins.into_iter().map(told).collect()
    }

    fn conversation(
        &self,
        first: Node,
        newcomer: Option<PersonIndex>,
        begins: &BTreeSet<Node>,
    ) -> Conversation {
        let mut written = Written::default();
        for node in begins {
            // A letter of nobody known would answer itself.
            match self.people.author(*node) {
                None => written.merge(&self.answers.below(*node)),
                Some(_) => written.merge(self.answers.from(*node)),
            }
        }
        let last_answer = written.last_answer(newcomer);
        let in_threads: Vec<_> = begins.iter().filter(|it| self.threads.root_of(**it) != **it).collect();
        let belongs = |node: &Node| {
            let below = |it: &&Node| self.threads.places_of(**it).contains(&self.place(*node));
            begins.contains(&self.threads.root_of(*node)) || in_threads.iter().any(below)
        };
        let posts = newcomer.map_or(&[][..], |it| self.people.posts(it)).iter().copied();
        let others = written.has_others(newcomer);
        Conversation { first, last_answer, wrote: posts.filter(belongs).collect(), others }
    }

    fn place(&self, node: Node) -> u32 {
        self.threads.places_of(node).start
    }

    /// The posts whose words tell where conversations stand, to be read by [`Conversations::listen`]: the last answers, and
    /// what newcomers wrote behind them. Only what was taken for a first contact is followed.
    #[must_use]
    pub fn telling(&self) -> Vec<Node> {
        let mut is_followed = vec![false; self.threads.len()];
        let taken = self.found.iter().filter(|it| it.classification.is_introduction());
        taken.flat_map(Found::begins).for_each(|node| is_followed[node.index()] = true);
        for node in self.threads.nodes() {
            if let Link::Reply { to, .. } = self.threads.link(node) {
                is_followed[node.index()] |= is_followed[to.index()];
            }
        }
        let telling = self.told.values().flat_map(|it| it.last_answer.iter().chain(it.behind()));
        let mut telling: Vec<_> = telling.copied().filter(|node| is_followed[node.index()]).collect();
        telling.sort_unstable();
        telling.dedup();
        telling
    }

    /// Reads one of them.
    pub fn listen(&mut self, node: Node, octets: &[u8]) {
        if let Ok(post) = Post::read(octets) {
            self.said.insert(node, Said::of(&post.own_text()));
        }
    }

    /// What was found, earliest first. Who was answered from here waits no longer, though the archive may not have the
    /// answer yet.
    #[must_use]
    pub fn finish(&self, now: DateTime<Utc>, sent: &SentAnswers) -> Vec<Introduction<'c>> {
        let introduction = |(found, first): (&Found<'c>, &Option<Node>)| {
            let conversation = self.told.get(&first.unwrap_or(found.node));
            let state = conversation.map_or((State::Waiting, None), |it| it.state(&self.said));
            let since = state.1.filter(|_| !found.classification.accepted);
            let sent = conversation.zip(since).and_then(|(it, since)| self.sent_answer(it, since, sent));
            let state = if sent.is_some() { (State::Answered, None) } else { state };
            let one = self.introduction(found, state, now);
            let waited = sent.filter(|_| one.first_answer.is_none()).map(|it| it.hours);
            let waiting_hours = waited.unwrap_or(one.waiting_hours);
            Introduction { same_person: *first, sent_answer: sent, waiting_hours, ..one }
        };
        self.found.iter().zip(&self.firsts).map(introduction).collect()
    }

    /// The answer that was last sent from here to what the newcomer wrote since they wait.
    fn sent_answer(&self, it: &Conversation, since: Node, sent: &SentAnswers) -> Option<SentAnswer> {
        let wrote = it.wrote.iter().copied().filter(|node| *node >= since).chain([since]);
        let answers = wrote.filter_map(|node| {
            let (entry, at) = (self.threads.entry(node), *sent.get(self.threads.entry(node).id?)?);
            let waited = entry.time.map_or(0, |time| at.timestamp() - time);
            Some(SentAnswer { at, hours: hours(waited) })
        });
        answers.max_by_key(|it| it.at)
    }

    fn introduction(
        &self,
        found: &Found<'c>,
        (state, since): (State, Option<Node>),
        now: DateTime<Utc>,
    ) -> Introduction<'c> {
        let places = self.threads.places_of(found.node);
        let own = found.person.map_or(1, |it| {
            self.people.posts(it).iter().filter(|node| places.contains(&self.place(**node))).count()
        });
        let first_answer = self.first_answer(found);
        let state = if found.classification.accepted { State::Accepted } else { state };
        let since = since.and_then(|node| self.threads.entry(node).time).filter(|_| state.waits());
        let waiting = since.map(|since| hours(now.timestamp() - since));
        let waited = first_answer.map(|it| it.hours);
        Introduction {
            node: found.node,
            person: found.person,
            project: found.classification.project,
            confidence: found.classification.confidence,
            is_introduction: found.classification.is_introduction(),
            reasons: found.classification.reasons.clone(),
            replies: places.len() - 1,
            replies_by_others: places.len() - own,
            first_answer,
            state,
            waiting_hours: waiting.or(waited).unwrap_or_default(),
            sent_answer: None,
            same_person: None,
            mine: self.is_readers(found),
        }
    }

    /// The first answer that was written by neither the newcomer, another applicant nor a program.
    fn first_answer(&self, found: &Found) -> Option<Answer> {
        let node = self.answers.below(found.node).first_answer(found.person)?;
        let guides = self.people.author(node).is_some_and(|it| self.people.role(it).guides());
        let mentor = self.people.guides_known().then_some(guides);
        let time = |node| self.threads.entry(node).time;
        let hours = time(node).zip(time(found.node)).map_or(0.0, |(then, asked)| hours(then - asked));
        Some(Answer { node, mentor, hours })
    }

    fn is_readers(&self, found: &Found) -> bool {
        let mentors = |project: &Project| {
            let mut addresses = self
                .known
                .catalog
                .into_iter()
                .flat_map(|it| it.mentors(project))
                .flat_map(|it| &*it.addresses);
            addresses.any(|it| self.known.own.contains(it))
        };
        found.to_reader
            || found.classification.project.is_some_and(mentors)
            || self.own.count_in(&self.threads.places_of(found.node)) > 0
    }
}
