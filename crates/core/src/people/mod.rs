//! Who is who on a list: one person behind several addresses, and who mentors or maintains.
//!
//! Mentors and maintainers are those whom a catalog or a MAINTAINERS file names. How much somebody posts says nothing of it:
//! the first who answers may well be another applicant.

mod maintainers;

use std::collections::{HashMap, HashSet};

use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::thread::{Node, Threads};

pub use self::maintainers::maintainers;
use crate::catalog::{Catalog, Id, Person};
use crate::subject::fold;

/// What is known of people before an archive is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'k> {
    /// The catalog, if it is about the list.
    pub catalog: Option<&'k Catalog>,
    /// Those whom a MAINTAINERS file names.
    pub maintainers: &'k [Mailbox],
    /// The reader's own addresses.
    pub own: &'k [Address],
}

/// Somebody who has posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonIndex(u32);

/// What somebody is to newcomers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// Who they are in the catalog, where they mentor.
    pub mentor: Option<Id>,
    /// Whether a MAINTAINERS file names them.
    pub maintainer: bool,
    /// Whether they are the reader.
    pub own: bool,
}

impl Role {
    /// Whether their answer is one that a newcomer waits for.
    #[must_use]
    pub fn guides(&self) -> bool {
        self.mentor.is_some() || self.maintainer
    }
}

/// All who have posted.
#[derive(Debug)]
pub struct People<'t> {
    threads: &'t Threads,
    of_node: Vec<Option<u32>>,
    roles: Vec<Role>,
    posts: Vec<Vec<Node>>,
    guides_known: bool,
}

impl<'t> People<'t> {
    /// Finds out who wrote the posts of an archive.
    #[must_use]
    pub fn of(threads: &'t Threads, known: &Known) -> Self {
        let mut register = Register::default();
        register.know(known);
        register.shared = shared_addresses(threads);
        let mut names = FullNames::new();
        let mut of_node: Vec<_> =
            threads.nodes().map(|node| register.author(threads, node, &mut names)).collect();
        let mut posts: Vec<Vec<Node>> = vec![Vec::new(); register.up.len()];
        for (node, person) in threads.nodes().zip(&mut of_node) {
            if let Some(person) = person {
                *person = register.find(*person);
                posts[*person as usize].push(node);
            }
        }
        let guides_known = register.roles.iter().any(Role::guides);
        let roles = (0u32..).take(register.up.len()).map(|it| register.role(it)).collect();
        Self { threads, of_node, roles, posts, guides_known }
    }

    /// Who wrote a post; none where nothing says it.
    #[must_use]
    pub fn author(&self, node: Node) -> Option<PersonIndex> {
        self.of_node.get(node.index()).copied().flatten().map(PersonIndex)
    }

    /// What somebody is to newcomers.
    #[must_use]
    pub fn role(&self, person: PersonIndex) -> &Role {
        &self.roles[person.0 as usize]
    }

    /// Whether any mentor or maintainer is known.
    #[must_use]
    pub fn guides_known(&self) -> bool {
        self.guides_known
    }

    /// What somebody posted, earliest first.
    #[must_use]
    pub fn posts(&self, person: PersonIndex) -> &[Node] {
        &self.posts[person.0 as usize]
    }

    /// How much somebody had posted before `node`.
    #[must_use]
    pub fn posts_before(&self, person: PersonIndex, node: Node) -> usize {
        self.posts(person).partition_point(|it| *it < node)
    }

    /// Their addresses in the archive, sorted.
    #[must_use]
    pub fn addresses(&self, person: PersonIndex) -> Vec<&'t str> {
        let addresses = self.posts(person).iter().filter_map(|node| self.threads.entry(*node).address);
        let mut addresses: Vec<_> = addresses.collect();
        addresses.sort_unstable();
        addresses.dedup();
        addresses
    }

    /// Everybody who has posted.
    pub fn all(&self) -> impl Iterator<Item = PersonIndex> + '_ {
        let count = u32::try_from(self.posts.len()).unwrap_or(u32::MAX);
        (0..count).filter(|it| !self.posts[*it as usize].is_empty()).map(PersonIndex)
    }
}

/// The names of authors as they are compared, each folded once.
type FullNames<'t> = HashMap<&'t str, Option<String>>;

/// Joins addresses and names to people.
#[derive(Debug, Default)]
struct Register {
    addresses: HashMap<String, u32>,
    names: HashMap<String, u32>,
    up: Vec<u32>,
    roles: Vec<Role>,
    /// Addresses that programs send from in the name of many.
    shared: HashSet<String>,
}

impl Register {
    fn know(&mut self, known: &Known) {
        let catalog = known.catalog.into_iter();
        for person in catalog.clone().flat_map(|it| &it.people) {
            let mentors = catalog
                .clone()
                .flat_map(|it| &it.projects)
                .any(|it| it.mentors.iter().any(|it| it.id == person.id));
            let role = Role { mentor: mentors.then(|| person.id.clone()), ..Role::default() };
            self.know_person(person, role);
        }
        for mailbox in known.maintainers {
            let role = Role { maintainer: true, ..Role::default() };
            self.know_one([&mailbox.address], mailbox.name.as_deref(), role);
        }
        let own = Role { own: true, ..Role::default() };
        self.know_one(known.own, None, own);
    }

    fn know_person(&mut self, person: &Person, role: Role) {
        self.know_one(person.addresses.iter(), Some(&person.name), role);
    }

    fn know_one<'a>(
        &mut self,
        addresses: impl IntoIterator<Item = &'a Address>,
        name: Option<&str>,
        role: Role,
    ) {
        let own = self.new_person(role);
        for address in addresses {
            let key = address.as_str().to_lowercase();
            let other = *self.addresses.entry(key).or_insert(own);
            self.join(own, other);
        }
        if let Some(name) = name.and_then(full_name) {
            let other = *self.names.entry(name).or_insert(own);
            self.join(own, other);
        }
    }

    fn new_person(&mut self, role: Role) -> u32 {
        let person = u32::try_from(self.up.len()).unwrap_or(u32::MAX);
        self.up.push(person);
        self.roles.push(role);
        person
    }

    /// Who wrote a post: whoever has its address, and whoever has its author's full name.
    fn author<'t>(&mut self, threads: &'t Threads, node: Node, folded: &mut FullNames<'t>) -> Option<u32> {
        let entry = threads.entry(node);
        let name = entry.name.and_then(|it| folded.entry(it).or_insert_with(|| full_name(it)).clone());
        let address = entry.address.filter(|it| name.is_none() || !self.shared.contains(*it));
        let by_address = address.and_then(|it| self.addresses.get(it)).copied();
        let by_name = name.as_ref().and_then(|it| self.names.get(it)).copied();
        let person = match (by_address, by_name) {
            (Some(one), Some(other)) => {
                self.join(one, other);
                one
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) if address.is_none() && name.is_none() => return None,
            (None, None) => self.new_person(Role::default()),
        };
        if let (None, Some(address)) = (by_address, address) {
            self.addresses.insert(address.to_owned(), person);
        }
        if let (None, Some(name)) = (by_name, name) {
            self.names.insert(name, person);
        }
        Some(person)
    }

    fn find(&mut self, person: u32) -> u32 {
        let mut top = person;
        while self.up[top as usize] != top {
            top = self.up[top as usize];
        }
        let mut at = person;
        while at != top {
            at = std::mem::replace(&mut self.up[at as usize], top);
        }
        top
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.find(one), self.find(other));
        let (first, second) = (one.min(other), one.max(other));
        if first != second {
            self.up[second as usize] = first;
            let role = std::mem::take(&mut self.roles[second as usize]);
            let kept = &mut self.roles[first as usize];
            kept.mentor = kept.mentor.take().or(role.mentor);
            kept.maintainer |= role.maintainer;
            kept.own |= role.own;
        }
    }

    fn role(&mut self, person: u32) -> Role {
        let top = self.find(person);
        self.roles[top as usize].clone()
    }
}

/// The addresses under which more people write than one person has names: trackers, and lists that rewrite From.
fn shared_addresses(threads: &Threads) -> HashSet<String> {
    const MOST_NAMES: usize = 4;
    let mut names: HashMap<&str, HashSet<&str>> = HashMap::new();
    for entry in threads.nodes().map(|node| threads.entry(node)) {
        if let (Some(address), Some(name)) = (entry.address, entry.name) {
            names.entry(address).or_default().insert(name);
        }
    }
    let distinct =
        |names: &HashSet<&str>| names.iter().filter_map(|it| full_name(it)).collect::<HashSet<_>>().len();
    let shared =
        names.into_iter().filter(|(_, names)| names.len() > MOST_NAMES && distinct(names) > MOST_NAMES);
    shared.map(|(address, _)| address.to_owned()).collect()
}

/// A name of two words or more, in which order ever; one word names too many.
fn full_name(name: &str) -> Option<String> {
    let folded = fold(name);
    let mut words: Vec<_> = folded.split(' ').collect();
    words.sort_unstable();
    (words.len() > 1).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use onlist_mail::thread::{Builder, Options};

    fn threads(from: &[&str]) -> Threads {
        let mut builder = Builder::default();
        for (n, from) in from.iter().enumerate() {
            let date = format!("Date: Tue, 10 Mar 2015 12:00:0{n} +0000");
            builder.add(format!("Message-ID: <{n}@b>\nFrom: {from}\n{date}\n\n").as_bytes());
        }
        builder.finish(Options::default())
    }

    #[test]
    fn one_person_has_several_addresses() {
        let threads = threads(&[
            "Ada Example <ada@students.test>",
            "\"Example, Ada\" <ada@home.test>",
            "Ada <ada@third.test>",
            "Ada Example <ada@third.test>",
            "Ada <other@students.test>",
            "nobody",
        ]);
        let people = People::of(&threads, &Known::default());
        let of: Vec<_> = threads.nodes().map(|node| people.author(node)).collect();
        assert!(of[0].is_some() && of[..4].iter().all(|it| *it == of[0]) && of[4] != of[0], "{of:?}");
        assert_eq!(of[5], None);
        let ada = of[0].expect("known");
        assert_eq!(people.addresses(ada), ["ada@home.test", "ada@students.test", "ada@third.test"]);
        assert_eq!(people.posts_before(ada, threads.nodes().nth(2).expect("six")), 2);
    }

    #[test]
    fn an_address_that_many_write_under_joins_nobody() {
        let from: Vec<_> = (0..6).map(|n| format!("\"Ada {n}th\" <tracker@lists.test>")).collect();
        let threads = threads(&from.iter().map(String::as_str).collect::<Vec<_>>());
        let people = People::of(&threads, &Known::default());
        assert_eq!(people.all().count(), 6);
    }

    #[test]
    fn mentors_and_maintainers_are_those_who_are_named() {
        let catalog = crate::shipped::shipped();
        let maintainers = maintainers("M: Mary Example <mary@example.org>\n");
        let mentor = catalog
            .people
            .iter()
            .find(|it| catalog.projects.iter().any(|p| p.mentors.iter().any(|m| m.id == it.id)));
        let mentor = mentor.expect("one");
        let from =
            [format!("{} <m@home.test>", mentor.name), "mary@example.org".into(), "ada@students.test".into()];
        let threads = threads(&from.iter().map(String::as_str).collect::<Vec<_>>());
        let known = Known { catalog: Some(&catalog), maintainers: &maintainers, own: &[] };
        let people = People::of(&threads, &known);
        let roles: Vec<_> =
            threads.nodes().filter_map(|node| people.author(node)).map(|it| people.role(it)).collect();
        assert_eq!(roles.iter().map(|it| it.guides()).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!((&roles[0].mentor, roles[1].maintainer), (&Some(mentor.id.clone()), true));
    }
}
