//! What was found made into entries, and what is left with its reason.

use std::collections::{BTreeMap, BTreeSet};

use super::super::fields::Content;
use super::super::fields::Field;
use super::super::page::Cut;
use super::super::words::Meaning;
use super::headings::{is_about, is_template};
use super::{Entry, Found, Left, Tree, is_core};

impl Tree<'_> {
    pub(super) fn collect(mut self) -> Found {
        let mut found = Found::default();
        let levels: BTreeSet<_> = (0..self.sections.len())
            .filter(|at| self.projects[*at])
            .map(|at| (self.parents[at], self.sections[at].level))
            .collect();
        let mut counts = BTreeMap::new();
        for section in self.sections {
            *counts.entry((section.level, section.title().to_lowercase())).or_default() += 1;
        }
        let states = self.states();
        let page = self.page_state(&states);
        for at in 0..self.sections.len() {
            if let Some(reason) = self.withdrawn(at) {
                if self.projects[at] {
                    let title = self.sections[at].title();
                    found.left.push(Left { title, reason: reason.to_owned(), lines: self.lines(at) });
                }
            } else if self.projects[at] {
                let state = self.state_above(at, &states, page);
                let doubt = self.title_doubt(at, &counts);
                let entry = Entry { doubt, state, ..self.entry(at) };
                found.entries.push(entry);
            } else if let Some(reason) = self.why_left(at, &levels) {
                let title = self.sections[at].title();
                found.left.push(Left { title, reason: reason.to_owned(), lines: self.lines(at) });
            }
            if !self.projects[at] && !self.inside(at) {
                let named = self.contents[at].fields.iter().filter(|it| it.means(Meaning::Mentors));
                found.people.extend(named.cloned());
            }
        }
        let outermost = |entry: &Entry| entry.above.iter().rev().find(|it| !it.is_empty()).cloned();
        let first = found.entries.first().and_then(outermost);
        if first.is_some() && found.entries.iter().all(|it| outermost(it) == first) {
            found.entries.iter_mut().for_each(|entry| entry.titled = true);
        }
        if found.entries.is_empty()
            && let Some(links) = self.only_links()
        {
            found.left = vec![links];
        }
        found
    }

    /// Why the page no longer stands by a section, or by one above it.
    fn withdrawn(&self, at: usize) -> Option<&'static str> {
        let mut next = Some(at);
        while let Some(at) = next {
            if let Some(reason) = self.sections[at].withdrawn {
                return Some(reason);
            }
            next = self.parents[at];
        }
        None
    }

    fn entry(&mut self, at: usize) -> Entry {
        let mut content = std::mem::take(&mut self.contents[at]);
        self.absorb(at, &mut content);
        let only = self.parents[at]
            .is_some_and(|parent| self.children[parent].iter().filter(|it| self.projects[**it]).count() == 1);
        Entry {
            title: self.sections[at].title.clone(),
            content,
            above: self.above(at),
            lines: self.lines(at),
            only,
            doubt: None,
            titled: false,
            state: None,
        }
    }

    /// Why it is doubtful that the title of a project is one.
    fn title_doubt(&self, at: usize, counts: &BTreeMap<(usize, String), usize>) -> Option<&'static str> {
        let section = &self.sections[at];
        let key = (section.level, section.title().to_lowercase());
        let often = counts.get(&key).is_some_and(|count| *count > 2);
        let often = often && (1..=2).contains(&key.1.split_whitespace().count());
        match () {
            () if often => Some("the same heading stands above other sections"),
            () if self.sections[at].cut == Cut::Undressed => {
                Some("no heading: the line above its first field")
            }
            () if self.bare => Some("no fields: a project by its heading alone"),
            () if self.weak[at] => Some("one kind of field alone: is it a project?"),
            () => None,
        }
    }

    /// The states that sections which are no projects give to what is below them.
    fn states(&self) -> Vec<Option<Field>> {
        let own = |at: usize| {
            let own = self.own[at].min(self.contents[at].fields.len());
            let mut fields = self.contents[at].fields[..own].iter().filter(|_| !self.projects[at]);
            fields.find(|it| it.means(Meaning::State)).cloned()
        };
        (0..self.sections.len()).map(own).collect()
    }

    /// The state that a page gives to its projects where it begins, or below a heading above one of them.
    fn state_above(&self, at: usize, states: &[Option<Field>], page: Option<usize>) -> Option<Field> {
        let mut next = self.parents[at];
        while let Some(parent) = next {
            if states[parent].is_some() {
                return states[parent].clone();
            }
            next = self.parents[parent];
        }
        page.and_then(|page| states[page].clone())
    }

    /// The section before all projects in which the page says its own state.
    fn page_state(&self, states: &[Option<Field>]) -> Option<usize> {
        let first = self.projects.iter().position(|it| *it)?;
        let root = |at: &usize| self.parents[*at].is_none_or(|it| self.sections[it].level == 0);
        let page = |at: &usize| self.sections[*at].level == 0 || self.labels[*at].is_some();
        (0..first).find(|at| states[*at].is_some() && root(at) && page(at))
    }

    /// Why a section that may be expected to be a project is none.
    fn why_left(&self, at: usize, levels: &BTreeSet<(Option<usize>, usize)>) -> Option<&'static str> {
        let section = &self.sections[at];
        let earlier = self.labels[at].as_ref().is_some_and(|(label, _)| label.meanings == [Meaning::Earlier]);
        if earlier && !self.inside(at) {
            return Some("people of earlier years");
        }
        if levels.is_empty() {
            return self.why_unread(at);
        }
        if section.unread.is_some() && !self.inside(at) && !is_template(&section.title()) {
            return section.unread;
        }
        if self.inside(at) {
            return None;
        }
        if let Some((label, _)) = self.labels[at].as_ref().filter(|_| self.strength(at) < 2) {
            let read = label.meanings.iter().any(|it| matches!(it, Meaning::Mentors | Meaning::State));
            let beside = levels.contains(&(self.parents[at], section.level));
            return (beside && !read).then_some("a part of no project");
        }
        if self.has_projects(at) {
            return (self.labels[at].is_some() || self.is_overlooked(at))
                .then_some("its fields stand above other projects");
        }
        let title = section.title();
        let beside = section.entry || levels.contains(&(self.parents[at], section.level));
        let fields = self.strength(at) >= 2;
        match () {
            () if (beside || fields) && is_template(&title) => Some("a template"),
            () if self.repeats(at) => Some("several projects without headings"),
            () if fields => Some("fields without a title of their own"),
            () if beside => Some("no fields"),
            () if self.strength(at) == 1 && !is_about(&title) && self.is_short_of(at) => {
                Some("one field alone, and no project beside it")
            }
            () => None,
        }
    }

    /// Whether one of its fields is one that every project has.
    fn is_short_of(&self, at: usize) -> bool {
        let fields = &self.contents[at].fields;
        fields.iter().any(|it| it.has_value() && it.meanings.iter().any(|it| is_core(*it)))
    }

    fn has_projects(&self, at: usize) -> bool {
        self.children[at].iter().any(|child| self.projects[*child] || self.has_projects(*child))
    }

    /// Adds what stands below headings that are neither labels nor projects.
    fn absorb(&mut self, at: usize, content: &mut Content) {
        for child in self.children[at].clone() {
            if self.projects[child] {
                continue;
            }
            if self.labels[child].is_none() && !self.whole[at] {
                let inner = std::mem::take(&mut self.contents[child]);
                content.fields.extend(inner.fields);
                content.prose.extend(inner.prose);
            }
            self.absorb(child, content);
        }
    }

    fn above(&self, at: usize) -> Vec<String> {
        let (mut above, mut at) = (Vec::new(), self.parents[at]);
        while let Some(parent) = at {
            // What stands below another project by a wrong level does not belong to it.
            if !self.projects[parent] {
                above.push(self.sections[parent].title());
            }
            at = self.parents[parent];
        }
        above
    }

    fn lines(&self, at: usize) -> [usize; 2] {
        self.place(at).unwrap_or([1, 1])
    }

    fn place(&self, at: usize) -> Option<[usize; 2]> {
        let below = self.children[at].iter().filter_map(|child| self.place(*child));
        let own = self.sections[at].range();
        own.into_iter().chain(below).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
    }
}
