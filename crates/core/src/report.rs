//! The mentors' meeting: how many newcomers came, who waits, and what became of tasks, as numbers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};
use onlist_mail::thread::{Node, Threads};

use crate::catalog::{Catalog, Id, ReviewAnswer as Answer, review};
use crate::newcomers::{Newcomer, second_mail_rate};
use crate::people::{People, PersonIndex};
use crate::tasks::{Claim, ClaimState};
use crate::triage::{Introduction, State};

/// Numbers of some introductions and of the tasks that belong to them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// First letters, of each person and topic the first.
    pub introductions: usize,
    /// Those that a mentor has still to answer.
    pub waiting: usize,
    /// Those that were answered by somebody who is no newcomer.
    pub answered: usize,
    /// The middle of the hours until the first answer.
    pub hours_to_first_answer: Option<f64>,
    /// The share of newcomers who were answered and wrote again.
    pub second_mail_rate: Option<f64>,
    /// How many mentors answered; none where nobody is known to be one.
    pub mentors: Option<usize>,
    /// Tasks that were given.
    pub given: usize,
    /// Tasks that are done.
    pub done: usize,
    /// Tasks that lapsed.
    pub lapsed: usize,
}

/// A project whose newcomers wait for a mentor.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The project; none for letters that are about none of the catalog's.
    pub project: Option<Id>,
    /// The letters, the one that waits longest first.
    pub letters: Vec<Node>,
    /// Days that the first of them waits.
    pub longest_days: i64,
}

/// How a project's entry in the catalog answers the questions of a peer review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// The project.
    pub project: Id,
    /// Questions that the entry answers.
    pub seen: usize,
    /// Questions that it does not.
    pub not_seen: usize,
    /// Questions that a person has to judge.
    pub to_judge: usize,
}

/// All that a meeting is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Where somebody is needed, the longest waiting first.
    pub needs: Vec<Need>,
    /// All together.
    pub total: Figures,
    /// By project; those that are about none of the catalog's last.
    pub projects: Vec<(Option<Id>, Figures)>,
    /// By week, which is named by its Monday (UTC).
    pub weeks: Vec<(NaiveDate, Figures)>,
    /// Mentors who answered, with how many introductions each, the most first.
    pub mentors: Vec<(PersonIndex, usize)>,
    /// How good the proposals are.
    pub quality: Vec<Quality>,
}

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'s> {
    /// The archive.
    pub threads: &'s Threads,
    /// Who is who in it.
    pub people: &'s People<'s>,
    /// The catalog, if it is about the list.
    pub catalog: Option<&'s Catalog>,
    /// First letters in the span.
    pub introductions: &'s [Introduction<'s>],
    /// All first letters, also from before the span: those who wait are needed still.
    pub waiting: &'s [Introduction<'s>],
    /// Newcomers in the span.
    pub newcomers: &'s [Newcomer<'s>],
    /// Tasks that were given in the span, or done.
    pub claims: &'s [Claim],
    /// After how many days without a mentor's answer somebody is needed.
    pub days: u16,
    /// The time of the report.
    pub now: DateTime<FixedOffset>,
}

/// An introduction as it is counted.
struct Counted<'s> {
    introduction: &'s Introduction<'s>,
    project: Option<&'s Id>,
    week: Option<NaiveDate>,
    mentors: BTreeSet<PersonIndex>,
}

impl Sources<'_> {
    /// The report.
    #[must_use]
    pub fn report(&self) -> Report {
        let counted = self.counted(self.introductions);
        let by_project = |wanted: Option<&Id>| {
            self.figures(&counted, |it| it.project == wanted, |it| self.project_of(it, &counted) == wanted)
        };
        let mut projects: BTreeSet<_> = counted.iter().map(|it| it.project).collect();
        projects.extend(self.claims.iter().map(|it| self.project_of(it, &counted)));
        let mut projects: Vec<_> = projects.into_iter().map(|it| (it.cloned(), by_project(it))).collect();
        projects.sort_by_key(|(id, _)| id.is_none());
        let weeks: BTreeSet<_> = counted
            .iter()
            .filter_map(|it| it.week)
            .chain(self.claims.iter().map(|it| week(it.given)))
            .collect();
        let by_week = |monday: NaiveDate| {
            (monday, self.figures(&counted, |it| it.week == Some(monday), |it| week(it.given) == monday))
        };
        let mut mentors: BTreeMap<PersonIndex, usize> = BTreeMap::new();
        for mentor in counted.iter().flat_map(|it| &it.mentors) {
            *mentors.entry(*mentor).or_default() += 1;
        }
        let mut mentors: Vec<_> = mentors.into_iter().collect();
        mentors.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Report {
            needs: self.needs(&self.counted(self.waiting)),
            total: self.figures(&counted, |_| true, |_| true),
            projects,
            weeks: weeks.into_iter().map(by_week).collect(),
            mentors,
            quality: self.quality(),
        }
    }

    fn counted<'s>(&'s self, introductions: &'s [Introduction<'s>]) -> Vec<Counted<'s>> {
        let guides = self.people.all().filter(|it| self.people.role(*it).guides());
        let places = |it: PersonIndex| self.threads.places(self.people.posts(it).iter().copied());
        let guides: Vec<_> = guides.map(|it| (it, places(it))).collect();
        // Mentors and maintainers who wrote below a letter.
        let mentors = |it: &Introduction| {
            let below = self.threads.places_of(it.node);
            let wrote =
                guides.iter().filter(|(_, places)| places.count_in(&below) > 0).map(|(guide, _)| *guide);
            wrote.filter(|guide| Some(*guide) != it.person).collect()
        };
        let first = |it: &&Introduction| it.is_introduction && it.same_person.is_none();
        let counted = |introduction| Counted {
            introduction,
            project: introduction.project.map(|it| &it.id),
            week: self.time(introduction.node).map(week),
            mentors: mentors(introduction),
        };
        introductions.iter().filter(first).map(counted).collect()
    }

    fn time(&self, node: Node) -> Option<DateTime<FixedOffset>> {
        Some(DateTime::from_timestamp(self.threads.entry(node).time?, 0)?.fixed_offset())
    }

    /// The project that a task was given for: that of the thread, else that of the letter.
    fn project_of<'c>(&'c self, claim: &'c Claim, counted: &'c [Counted<'_>]) -> Option<&'c Id> {
        let parents = [Some(&claim.letter), claim.in_reply_to.as_ref()];
        let node = parents.into_iter().flatten().find_map(|id| self.threads.find(id.bare()));
        let root = node.map(|it| self.threads.root_of(it));
        let same = |it: &&Counted<'_>| Some(self.threads.root_of(it.introduction.node)) == root;
        let of_thread = counted.iter().find(same).and_then(|it| it.project);
        of_thread.or_else(|| claim.contact.as_ref()?.project.id())
    }

    /// Counts the introductions and the tasks that pass.
    fn figures(
        &self,
        counted: &[Counted<'_>],
        is_in: impl Fn(&Counted<'_>) -> bool,
        is_given_in: impl Fn(&Claim) -> bool,
    ) -> Figures {
        let ours: Vec<_> = counted.iter().filter(|it| is_in(it)).collect();
        let hours: Vec<_> = ours.iter().filter_map(|it| it.introduction.hours_to_answer()).collect();
        let nodes: BTreeSet<_> = ours.iter().map(|it| it.introduction.node).collect();
        let newcomers: Vec<_> =
            self.newcomers.iter().filter(|it| nodes.contains(&it.first)).cloned().collect();
        let mentors: BTreeSet<_> = ours.iter().flat_map(|it| &it.mentors).collect();
        let claims: Vec<_> = self.claims.iter().filter(|it| is_given_in(it)).collect();
        let in_state = |state| claims.iter().filter(|it| it.state == state).count();
        Figures {
            introductions: ours.len(),
            waiting: ours.iter().filter(|it| it.introduction.state.waits()).count(),
            answered: hours.len(),
            hours_to_first_answer: middle(hours),
            second_mail_rate: second_mail_rate(&newcomers),
            mentors: self.people.guides_known().then_some(mentors.len()),
            given: claims.iter().filter(|it| it.contact.is_some()).count(),
            done: in_state(ClaimState::Done),
            lapsed: in_state(ClaimState::Lapsed),
        }
    }

    fn needs(&self, counted: &[Counted<'_>]) -> Vec<Need> {
        let days = |it: &Introduction| {
            let came = self.time(it.node).map_or(0, |came| (self.now - came).num_days());
            if it.state == State::LastWordNewcomer { waited_days(it.waiting_hours) } else { came }
        };
        let mut needs: BTreeMap<Option<&Id>, Vec<(i64, Node)>> = BTreeMap::new();
        let waiting = counted.iter().filter(|it| it.introduction.state.waits());
        for it in waiting.filter(|it| days(it.introduction) >= i64::from(self.days)) {
            needs.entry(it.project).or_default().push((days(it.introduction), it.introduction.node));
        }
        let need = |(project, mut letters): (Option<&Id>, Vec<(i64, Node)>)| {
            letters.sort_by_key(|(days, node)| (std::cmp::Reverse(*days), *node));
            let longest_days = letters.first().map_or(0, |(days, _)| *days);
            Need {
                project: project.cloned(),
                letters: letters.into_iter().map(|it| it.1).collect(),
                longest_days,
            }
        };
        let mut needs: Vec<_> = needs.into_iter().map(need).collect();
        needs.sort_by_key(|it| std::cmp::Reverse(it.longest_days));
        needs
    }

    fn quality(&self) -> Vec<Quality> {
        let Some(catalog) = self.catalog else { return Vec::new() };
        let open = catalog.projects.iter().filter(|it| !it.is_finished() && catalog.is_in_season(it));
        let quality = |project: &crate::catalog::Project| {
            let items = review(catalog, project);
            let count = |wanted: fn(&Answer) -> bool| items.iter().filter(|it| wanted(&it.answer)).count();
            Quality {
                project: project.id.clone(),
                seen: count(|it| matches!(it, Answer::Seen(_))),
                not_seen: count(|it| matches!(it, Answer::NotSeen(_))),
                to_judge: count(|it| matches!(it, Answer::ForYou(_))),
            }
        };
        open.map(quality).collect()
    }
}

/// The Monday of the week of a moment, by UTC.
fn week(at: DateTime<FixedOffset>) -> NaiveDate {
    let day = at.to_utc().date_naive();
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

#[expect(clippy::cast_possible_truncation, reason = "hours of years")]
fn waited_days(hours: f64) -> i64 {
    (hours / 24.0) as i64
}

/// The median.
fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[half]),
        _ => Some(f64::midpoint(values[half - 1], values[half])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_number_lies_between() {
        assert_eq!(middle(vec![]), None);
        assert_eq!(middle(vec![4.0]), Some(4.0));
        assert_eq!(middle(vec![9.0, 1.0, 4.0]), Some(4.0));
        assert_eq!(middle(vec![9.0, 1.0]), Some(5.0));
    }

    #[test]
    fn a_week_begins_on_monday() {
        for (at, monday) in [
            ("2015-03-09T00:00:00+00:00", "2015-03-09"),
            ("2015-03-15T23:59:59+00:00", "2015-03-09"),
            ("2015-03-16T00:30:00+01:00", "2015-03-09"),
        ] {
            let at = DateTime::parse_from_rfc3339(at).expect("a time");
            assert_eq!(week(at).to_string(), monday);
        }
    }
}
