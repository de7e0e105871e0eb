//! What an archive shows of tasks: which mentors gave to whom, which students took up, and which are done.
//!
//! The archive is what all mentors of a list share. [`Archive::read`] reads a post, [`Archive::events`] says what they come
//! to, as events beside those of a ledger.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::thread::{Link, Node, Threads};
use serde_json::json;

use super::mention::{Named, Words};
use super::object::{LATER, same_object};
use super::saying::Saying;
use crate::catalog::{Catalog, season_id};
use crate::ledger::{Contact, Event, Kind, Source, Topic};
use crate::people::{People, PersonIndex};

/// The posts of an archive that say something of tasks.
#[derive(Debug)]
pub struct Archive<'a> {
    threads: &'a Threads,
    people: &'a People<'a>,
    catalog: &'a Catalog,
    said: HashMap<Node, Words>,
}

/// A task that a post gives or takes.
struct Taken {
    node: Node,
    student: PersonIndex,
    named: Named,
}

impl<'a> Archive<'a> {
    /// Begins. `catalog` has all tasks that are looked for.
    #[must_use]
    pub fn new(threads: &'a Threads, people: &'a People<'a>, catalog: &'a Catalog) -> Self {
        Self { threads, people, catalog, said: HashMap::new() }
    }

    /// Reads a post, whose octets these are.
    pub fn read(&mut self, node: Node, octets: &[u8]) {
        let Ok(post) = Post::read(octets) else { return };
        self.said.insert(node, Words::of(&post, &self.catalog.tasks));
    }

    /// What the posts up to `now` say, beside what `known` events say, whose letters are left out. `object` is one that is
    /// to be given, by its task.
    #[must_use]
    pub fn events(
        &self,
        known: &[Event],
        object: Option<(&str, &str)>,
        now: DateTime<FixedOffset>,
    ) -> Vec<Event> {
        let letters: HashSet<_> =
            known.iter().flat_map(|it| [Some(&it.message_id), it.server_id.as_ref()]).flatten().collect();
        let is_new = |node: &Node| self.id(*node).is_some_and(|id| !letters.contains(&id));
        let mut nodes: Vec<_> = self.said.keys().copied().filter(|it| self.at(*it) <= Some(now)).collect();
        nodes.sort_unstable();
        let taken: Vec<_> =
            nodes.iter().filter(|it| is_new(it)).flat_map(|node| self.taken(*node, object)).collect();
        let given = taken.chunk_by(|a, b| a.node == b.node).filter_map(|it| self.given(it));
        let mut events: Vec<_> = given.collect();
        events.extend(
            nodes.iter().filter(|it| is_new(it)).flat_map(|it| self.done(*it, known, &taken, object)),
        );
        events.extend(nodes.iter().filter(|it| is_new(it)).filter_map(|it| self.freed(*it)));
        let holders: Vec<_> =
            known.iter().chain(&events).filter(|it| !it.tasks.is_empty()).cloned().collect();
        events.extend(self.moves(&holders, now));
        events
    }

    fn id(&self, node: Node) -> Option<MessageId> {
        MessageId::parse(self.threads.entry(node).id?)
    }

    fn at(&self, node: Node) -> Option<DateTime<FixedOffset>> {
        Some(DateTime::from_timestamp(self.threads.entry(node).time?, 0)?.fixed_offset())
    }

    /// The tasks that a post gives to the student whom it answers, or that its writer takes up.
    fn taken(&self, node: Node, object: Option<(&str, &str)>) -> Vec<Taken> {
        let (Some(words), Some(author)) = (self.said.get(&node), self.people.author(node)) else {
            return Vec::new();
        };
        if words.is_patch {
            return Vec::new();
        }
        let (student, saying) = match self.threads.link(node) {
            Link::Reply { to, .. } if self.guides(author) => (self.people.author(to), Saying::Gives),
            _ if self.guides(author) => (None, Saying::Gives),
            _ => (Some(author), Saying::Takes),
        };
        let Some(student) = student.filter(|it| !self.guides(*it)) else { return Vec::new() };
        let said = words.mentions.iter().filter(|it| it.saying == saying);
        said.map(|it| Taken { node, student, named: with_object(&it.named, words, object) }).collect()
    }

    /// That a mentor says of tasks that anybody may have them again.
    fn freed(&self, node: Node) -> Option<Event> {
        let words = self.said.get(&node).filter(|it| !it.is_patch)?;
        self.people.author(node).filter(|it| self.guides(*it))?;
        let freed = words.mentions.iter().filter(|it| it.saying == Saying::Frees).map(|it| &it.named);
        let event = self.event(node, Kind::Released, None)?;
        Some(with_tasks(event, freed)).filter(|it| !it.tasks.is_empty())
    }

    fn guides(&self, person: PersonIndex) -> bool {
        let role = self.people.role(person);
        role.guides() || role.own
    }

    /// All that one post gives.
    fn given(&self, taken: &[Taken]) -> Option<Event> {
        let first = taken.first()?;
        let mut event = self.event(first.node, Kind::Answered, Some(first.student))?;
        let days = self.catalog.conventions.task_lapse_days().value;
        let day = event.at.date_naive();
        let promised = self.said.get(&first.node)?.until.filter(|it| *it >= day);
        event.until = promised.or_else(|| day.checked_add_days(chrono::Days::new(days.into())));
        Some(with_tasks(event, taken.iter().map(|it| &it.named)))
    }

    /// That a patch does a task which nobody has, or somebody other than its writer.
    fn done(&self, node: Node, known: &[Event], taken: &[Taken], object: Option<(&str, &str)>) -> Vec<Event> {
        let Some(words) = self.said.get(&node).filter(|it| it.is_patch) else { return Vec::new() };
        let objects = known.iter().flat_map(objects_of).chain(object);
        let objects =
            objects.chain(taken.iter().filter_map(|it| Some((&*it.named.task, it.named.object.as_deref()?))));
        let mut found: Vec<_> = words.mentions.iter().map(|it| it.named.clone()).collect();
        found.retain(|it| !it.is_kind);
        for (task, object) in objects.filter(|(_, object)| words.names(object)) {
            let named =
                Named { task: Line::sanitize(task), object: Some(Line::sanitize(object)), is_kind: true };
            if !found.contains(&named) {
                found.push(named);
            }
        }
        let author = self.people.author(node);
        let addresses = author.map(|it| self.people.addresses(it)).unwrap_or_default();
        let own = |it: &Named| {
            let same = |other: &Named| {
                other.task == it.task
                    && match (&other.object, &it.object) {
                        (Some(one), Some(other)) => same_object(one, other),
                        _ => true,
                    }
            };
            let is_author =
                |person: &Address| addresses.iter().any(|own| own.eq_ignore_ascii_case(person.as_str()));
            let given = |event: &Event| {
                let person = event.contact.as_ref().is_some_and(|it| is_author(&it.person));
                person && event.tasks.contains(&it.task)
            };
            taken.iter().any(|other| Some(other.student) == author && same(&other.named))
                || known.iter().any(given)
        };
        found.retain(|it| !own(it));
        let event = self.event(node, Kind::Done, author).filter(|_| !found.is_empty());
        event.map(|it| with_tasks(Event { contact: None, ..it }, found.iter())).into_iter().collect()
    }

    /// What students who have tasks, and their mentors, wrote since.
    fn moves(&self, holders: &[Event], now: DateTime<FixedOffset>) -> Vec<Event> {
        let mut people = HashMap::new();
        for person in self.people.all() {
            people.extend(self.people.addresses(person).into_iter().map(|it| (it.to_lowercase(), person)));
        }
        let mut moves = Vec::new();
        for holder in holders {
            let Some(contact) = &holder.contact else { continue };
            let Some(student) = people.get(&contact.person.as_str().to_lowercase()) else { continue };
            let thread = self.threads.find(holder.message_id.bare()).map(|it| self.threads.root_of(it));
            let in_thread = |node: Node| Some(self.threads.root_of(node)) == thread;
            let own = self.people.posts(*student).iter().copied();
            let own: Vec<_> =
                own.filter(|it| in_thread(*it) || self.said.get(it).is_some_and(|it| it.is_patch)).collect();
            let roots: HashSet<_> = own.iter().map(|it| self.threads.root_of(*it)).chain(thread).collect();
            let below = roots.into_iter().flat_map(|it| self.threads.below(it));
            let answers = below.filter(|it| self.people.author(*it).is_some_and(|it| self.guides(it)));
            let both = own.iter().map(|it| (*it, Kind::Wrote)).chain(answers.map(|it| (it, Kind::Answered)));
            let later = both.filter(|(it, _)| self.at(*it).is_some_and(|at| holder.at < at && at <= now));
            let event = |(node, kind)| {
                Some(Event { contact: Some(contact.clone()), ..self.event(node, kind, Some(*student))? })
            };
            moves.extend(later.filter_map(event));
        }
        moves
    }

    /// A post as an event of what `student` has with the list.
    fn event(&self, node: Node, kind: Kind, student: Option<PersonIndex>) -> Option<Event> {
        let entry = self.threads.entry(node);
        let posts = student.map(|it| self.people.posts(it)).unwrap_or_default();
        let name = posts.iter().find_map(|it| self.threads.entry(*it).name).map(Line::sanitize);
        let address = student.and_then(|it| self.people.addresses(it).first()?.parse().ok());
        let topic = Line::sanitize(&self.threads.base_subject(self.threads.root_of(node)));
        let contact = address.map(|person| Contact {
            community: self.catalog.community.id.clone(),
            season: season_id(self.catalog.season()),
            project: Topic::Idea(topic),
            person,
        });
        let in_reply_to = match self.threads.link(node) {
            Link::Reply { to, .. } => self.id(to),
            Link::Missing(id) => MessageId::parse(id),
            Link::Root => None,
        };
        let thanks = self.said.get(&node).is_some_and(|it| it.thanks);
        Some(Event {
            at: self.at(node)?,
            kind,
            source: Source::Archive,
            contact,
            name,
            message_id: self.id(node)?,
            server_id: None,
            in_reply_to,
            author: entry.address?.parse().ok()?,
            list: None,
            subject: Line::sanitize(entry.subject),
            tasks: Vec::new(),
            wait_days: None,
            until: None,
            accepted: Vec::new(),
            refused: Vec::new(),
            url: None,
            detail: (kind == Kind::Wrote && thanks).then(|| json!({"thanks": true})),
        })
    }
}

/// What a post names, with the `object` that is to be given where its words name that one.
fn with_object(named: &Named, words: &Words, object: Option<(&str, &str)>) -> Named {
    let is_open = named.object.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(LATER));
    let wanted = object.filter(|(task, object)| is_open && *named.task == **task && words.names(object));
    let object = wanted.map(|(_, object)| Line::sanitize(object));
    Named { object: object.or_else(|| named.object.clone()), ..named.clone() }
}

fn with_tasks<'m>(event: Event, named: impl Iterator<Item = &'m Named> + Clone) -> Event {
    let objects = named.clone().filter_map(|it| Some((it.task.clone(), it.object.clone()?))).collect();
    Event {
        tasks: named.map(|it| it.task.clone()).collect(),
        detail: super::given_objects(&objects),
        ..event
    }
}

/// The objects that an event gives, by their tasks.
fn objects_of(event: &Event) -> Vec<(&str, &str)> {
    let objects = event.detail.as_ref().and_then(|it| it.get("objects")?.as_object());
    objects
        .into_iter()
        .flatten()
        .filter_map(|(task, object)| Some((task.as_str(), object.as_str()?)))
        .collect()
}
