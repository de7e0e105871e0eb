//! Who showed up in a season: facts about newcomers, each with the posts behind it, and no judgement.

use std::collections::{BTreeSet, HashMap, HashSet};

use onlist_mail::read::subject::{patch_tag, without_reply_mark};
use onlist_mail::thread::{Node, Places, Threads};

use crate::catalog::Project;
use crate::people::{People, PersonIndex};
use crate::recognise::OFTEN;
use crate::triage::{Introduction, is_machine};

/// What somebody did since they first wrote.
#[derive(Debug, Clone)]
pub struct Newcomer<'c> {
    /// Who.
    pub person: PersonIndex,
    /// Their first contact.
    pub first: Node,
    /// The project that it is about.
    pub project: Option<&'c Project>,
    /// Answers of others to their first letters.
    pub replies: usize,
    /// Those of mentors and maintainers; nothing where nobody is known to be one.
    pub replies_by_mentors: Option<usize>,
    /// Whether they wrote again after they were answered.
    pub answered_back: bool,
    /// Hours until the first answer.
    pub hours_to_first_answer: Option<f64>,
    /// The first answers of others to their first letters, 20 at most.
    pub answers: Vec<Node>,
    /// Patches that they sent.
    pub patches: Vec<Node>,
    /// Later versions of patches that they sent: v2, v3.
    pub revisions: usize,
    /// The beginnings of others' threads that they wrote in.
    pub threads_joined: Vec<Node>,
    /// All that they posted in the span, earliest first.
    pub mails: Vec<Node>,
}

/// The newcomers among `introductions`, in the order of their first contacts.
///
/// Those whose first contact came at `from` or later, in seconds since 1970, and at `until` at the latest; their posts from
/// `from` on count. Whoever introduced themselves before is no newcomer.
#[must_use]
pub fn newcomers<'c>(
    threads: &Threads,
    people: &People,
    introductions: &[Introduction<'c>],
    from: i64,
    until: i64,
) -> Vec<Newcomer<'c>> {
    let time = |node: Node| threads.entry(node).time.unwrap_or_default();
    let within = |it: &&Introduction| it.is_introduction && (from..=until).contains(&time(it.node));
    let mut letters: HashMap<PersonIndex, Vec<&Introduction>> = HashMap::new();
    for introduction in introductions.iter().filter(within) {
        if let Some(person) = introduction.person {
            letters.entry(person).or_default().push(introduction);
        }
    }
    let of_guides = people.all().filter(|it| people.role(*it).guides()).flat_map(|it| people.posts(it));
    let of_guides = threads.places(of_guides.copied());
    let newcomer = |(person, letters): (PersonIndex, Vec<&Introduction<'c>>)| {
        let mails = people.posts(person).iter().copied().filter(|node| time(*node) >= from).collect();
        newcomer(threads, people, (person, &letters), &of_guides, mails)
    };
    let before = introductions.iter().filter(|it| it.is_introduction && time(it.node) < from);
    let before: HashSet<_> = before.filter_map(|it| it.person).collect();
    let is_new = |(person, letters): &(PersonIndex, Vec<&Introduction>)| {
        !before.contains(person) && people.posts_before(*person, letters[0].node) < OFTEN
    };
    let mut found: Vec<_> = letters.into_iter().filter(is_new).map(newcomer).collect();
    found.sort_by_key(|it| it.first);
    found
}

fn newcomer<'c>(
    threads: &Threads,
    people: &People,
    (person, letters): (PersonIndex, &[&Introduction<'c>]),
    of_guides: &Places,
    mails: Vec<Node>,
) -> Newcomer<'c> {
    let by_guides = letters.iter().map(|it| of_guides.count_in(&threads.places_of(it.node)));
    let first_answer = letters.iter().filter_map(|it| it.first_answer).min_by_key(|it| it.node);
    let is_below = |node: Node| {
        let place = threads.places_of(node).start;
        letters.iter().any(|it| threads.places_of(it.node).contains(&place))
    };
    let wrote_after = |node: Node| people.posts(person).iter().any(|it| *it > node && is_below(*it));
    let patches: Vec<_> =
        mails.iter().filter_map(|node| Some((*node, version(threads.entry(*node).subject)?))).collect();
    let later = patches.iter().filter(|(_, version)| *version > 1);
    let revisions: HashSet<_> = later.map(|(node, version)| (threads.root_of(*node), *version)).collect();
    let roots: HashSet<_> = mails.iter().map(|node| threads.root_of(*node)).collect();
    let mut joined: Vec<_> = roots.into_iter().filter(|root| people.author(*root) != Some(person)).collect();
    joined.sort_unstable();
    Newcomer {
        person,
        first: letters[0].node,
        project: letters.iter().find_map(|it| it.project),
        replies: letters.iter().map(|it| it.replies_by_others).sum(),
        replies_by_mentors: people.guides_known().then(|| by_guides.sum()),
        answered_back: first_answer.is_some_and(|it| wrote_after(it.node)),
        hours_to_first_answer: first_answer.map(|it| it.hours),
        answers: answers(threads, people, person, letters),
        patches: patches.into_iter().map(|(node, _)| node).collect(),
        revisions: revisions.len(),
        threads_joined: joined,
        mails,
    }
}

/// The first posts of others below somebody's letters. So many are looked at that a thread of thousands takes no time.
fn answers(threads: &Threads, people: &People, person: PersonIndex, letters: &[&Introduction]) -> Vec<Node> {
    const MOST: usize = 20;
    const LOOKED_AT: usize = 200;
    let mut answers = BTreeSet::new();
    for letter in letters {
        let (mut below, mut at) = (vec![letter.node], 0);
        while at < below.len() && below.len() < LOOKED_AT {
            below.extend(threads.answers(below[at]).take(LOOKED_AT));
            at += 1;
        }
        answers.extend(below);
    }
    let by_others = |node: &Node| people.author(*node) != Some(person) && !is_machine(&threads.entry(*node));
    answers.into_iter().filter(by_others).take(MOST).collect()
}

/// How many of the newcomers were answered and wrote again.
#[must_use]
pub fn answered_back(newcomers: &[Newcomer]) -> usize {
    newcomers.iter().filter(|it| it.answered_back).count()
}

/// The share of [`answered_back`] among all newcomers, answered or not; nothing where there are none.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "people of one season")]
pub fn second_mail_rate(newcomers: &[Newcomer]) -> Option<f64> {
    (!newcomers.is_empty()).then(|| answered_back(newcomers) as f64 / newcomers.len() as f64)
}

/// The version of the patch that a subject names: 2 for `[PATCH v2 1/3]`; nothing for what is none, and for a cover letter.
fn version(subject: &str) -> Option<u32> {
    let tag =
        patch_tag(subject).filter(|it| it.number != Some(0) && without_reply_mark(subject).is_none())?;
    Some(tag.version.unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_have_versions() {
        for (subject, expected) in [
            ("[PATCH] lamp: trim the wick", Some(1)),
            ("[PATCH v2 1/3] lamp: trim the wick", Some(2)),
            ("[PATCHv3] lamp", Some(3)),
            ("[dev] [RFC PATCH v2] lamp", Some(2)),
            ("[PATCH v2 0/3] lamp: trim the wick", None),
            ("Re: [PATCH] lamp", None),
            ("[GSoC 2015] lamp", None),
            ("patch the lamp", None),
        ] {
            assert_eq!(version(subject), expected, "{subject}");
        }
    }
}
