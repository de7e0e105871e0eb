//! Which sections of a page are projects: those that have a project's fields, at whatever level they stand.

mod bare;
mod headings;

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, Content, Field};
use super::label::Label;
use super::page::{Page, Section, TextLine};
use super::values::lower_words;
use super::words::{Meaning, Words};
use headings::{is_about, is_template};

/// A project as it stands on the page.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) title: Vec<TextLine>,
    pub(super) content: Content,
    /// The headings above it, the nearest first.
    pub(super) above: Vec<String>,
    pub(super) lines: [usize; 2],
    /// Whether no other project stands below the same heading.
    pub(super) only: bool,
    /// Whether it has no field: its heading alone says that it is a project.
    pub(super) bare: bool,
}

/// A section that is no project, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) title: String,
    pub(super) reason: &'static str,
    pub(super) lines: [usize; 2],
}

/// What was found on a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) entries: Vec<Entry>,
    pub(super) left: Vec<Left>,
    /// The fields in which a page names its mentors beside the projects.
    pub(super) people: Vec<Field>,
}

/// Finds the projects of a page.
pub(super) fn projects(page: &Page, words: &Words) -> Found {
    let mut tree = Tree::of(page, words);
    tree.judge();
    tree.collect()
}

struct Tree<'a> {
    sections: &'a [Section],
    words: &'a Words,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    /// The sections that stand below no heading.
    roots: Vec<usize>,
    /// The label that a heading is.
    labels: Vec<Option<(Label, Vec<TextLine>)>>,
    contents: Vec<Content>,
    projects: Vec<bool>,
    /// Those of them that have no field.
    bare: bool,
    /// How many projects stand below.
    below: Vec<usize>,
}

impl<'a> Tree<'a> {
    fn of(page: &'a Page, words: &'a Words) -> Self {
        let sections = &page.sections;
        let (mut parents, mut children) = (Vec::new(), vec![Vec::new(); sections.len()]);
        let (mut open, mut roots): (Vec<usize>, Vec<usize>) = Default::default();
        for (at, section) in sections.iter().enumerate() {
            while open.last().is_some_and(|last| sections[*last].level >= section.level) {
                open.pop();
            }
            parents.push(open.last().copied());
            match open.last() {
                Some(parent) => children[*parent].push(at),
                None => roots.push(at),
            }
            open.push(at);
        }
        let mut tree = Self {
            sections,
            words,
            parents,
            children,
            roots,
            labels: Vec::new(),
            contents: Vec::new(),
            projects: vec![false; sections.len()],
            bare: false,
            below: vec![0; sections.len()],
        };
        tree.labels = tree.find_labels();
        tree.contents = vec![Content::default(); sections.len()];
        for at in (0..sections.len()).rev() {
            tree.contents[at] = tree.content(at);
        }
        tree
    }

    /// Headings that are labels: known ones, and those that come again below several others.
    fn find_labels(&self) -> Vec<Option<(Label, Vec<TextLine>)>> {
        let mut parents: BTreeMap<String, BTreeSet<Option<usize>>> = BTreeMap::new();
        let key = |section: &Section| lower_words(&section.title()).join(" ");
        for (at, section) in self.sections.iter().enumerate() {
            parents.entry(key(section)).or_default().insert(self.parents[at]);
        }
        let part = |at: usize| {
            let section = &self.sections[at];
            let text = section.title();
            let often = parents.get(&key(section)).is_some_and(|it| it.len() >= 3);
            let label = Label { text, meanings: Vec::new(), from: 0, value: 0 };
            (often && self.children[at].is_empty() && section.level > 0).then_some((label, Vec::new()))
        };
        let label = |at: usize| {
            let section = &self.sections[at];
            if section.title.is_empty() || section.entry || section.level == 0 {
                return None;
            }
            fields::heading(&section.title, self.words).or_else(|| part(at))
        };
        (0..self.sections.len()).map(label).collect()
    }

    /// The fields of a section, those of headings that are labels among them.
    fn content(&self, at: usize) -> Content {
        let section = &self.sections[at];
        let mut content = match &self.labels[at] {
            None => fields::read(&section.blocks, self.words),
            Some((label, value)) => {
                let line = section.title.first().map_or(0, |line| line.number);
                let value = value.iter().filter(|line| !line.is_blank());
                let value: Vec<_> = value
                    .map(|line| super::page::Block {
                        kind: super::page::Kind::Paragraph,
                        depth: 0,
                        lines: vec![line.clone()],
                    })
                    .collect();
                let blocks: Vec<_> = value.into_iter().chain(section.blocks.iter().cloned()).collect();
                fields::below(&label.text, label.meanings.clone(), line, &blocks, self.words)
            }
        };
        for child in self.children[at].iter().filter(|child| self.labels[**child].is_some()) {
            content.fields.extend(self.contents[*child].fields.iter().cloned());
            content.prose.extend(self.contents[*child].prose.iter().cloned());
        }
        content
    }

    /// Decides which sections are projects, from the innermost out.
    fn judge(&mut self) {
        for at in (0..self.sections.len()).rev() {
            if self.labels[at].is_some() {
                continue;
            }
            let strength = if self.repeats(at) { 0 } else { self.strength(at) };
            let outer = self.below[at] == 0 || self.holds_more(at);
            self.projects[at] = strength >= 2
                && outer
                && !is_template(&self.sections[at].title())
                && !super::project::is_list_title(&self.sections[at].title());
            if self.projects[at] {
                self.forget_below(at);
                self.below[at] = 1;
            }
            if let Some(parent) = self.parents[at] {
                self.below[parent] += self.below[at];
            }
        }
        self.judge_weak();
        self.judge_outer();
        if !self.projects.contains(&true) && (0..self.sections.len()).all(|at| self.strength(at) < 2) {
            self.judge_bare();
        }
    }

    /// A section with a project's fields is one where its neighbours are, whatever stands below it: the level of a
    /// heading below may be wrong.
    fn judge_outer(&mut self) {
        let outer: Vec<_> = (0..self.sections.len())
            .filter(|at| self.below[*at] > 0 && !self.projects[*at] && self.is_overlooked(*at))
            .filter(|at| self.beside(self.parents[*at]).iter().any(|it| self.projects[*it]))
            .collect();
        for at in outer {
            self.projects[at] = true;
        }
    }

    /// The sections right below a heading, or those that stand below none.
    fn beside(&self, parent: Option<usize>) -> &[usize] {
        parent.map_or(&self.roots, |parent| &self.children[parent])
    }

    /// Whether a section that is no project has fields of one.
    fn is_overlooked(&self, at: usize) -> bool {
        self.labels[at].is_none() && !self.inside(at) && !self.repeats(at) && self.strength(at) >= 2 && {
            let title = self.sections[at].title();
            !is_template(&title) && !super::project::is_list_title(&title)
        }
    }

    fn forget_below(&mut self, at: usize) {
        let mut left = self.children[at].clone();
        while let Some(child) = left.pop() {
            self.projects[child] = false;
            left.extend(&self.children[child]);
        }
    }

    /// How many fields of a project a section has; what has one alone is 1.
    fn strength(&self, at: usize) -> usize {
        let mut found = BTreeSet::new();
        for field in &self.contents[at].fields {
            found.extend(field.meanings.iter().copied().filter(|it| is_core(*it)));
        }
        let entry =
            self.sections[at].entry || self.contents[at].fields.iter().any(|it| it.means(Meaning::Title));
        found.len() + usize::from(entry && !found.is_empty())
    }

    /// Whether a label comes again, as where several projects stand in one section.
    fn repeats(&self, at: usize) -> bool {
        let once = |field: &&Field| {
            field.meanings.iter().any(|it| {
                matches!(it, Meaning::Difficulty | Meaning::Size | Meaning::Mentors | Meaning::Title)
            })
        };
        let keys: Vec<_> = self.contents[at]
            .fields
            .iter()
            .filter(once)
            .map(|field| super::words::normal(&field.label))
            .collect();
        let mut seen = BTreeSet::new();
        let mut last = None;
        keys.iter().any(|key| last.replace(key) != Some(key) && !seen.insert(key))
    }

    /// Whether a section with projects below is one itself: it names mentors, they do not.
    fn holds_more(&self, at: usize) -> bool {
        let names = |at: usize| self.contents[at].fields.iter().any(|it| it.means(Meaning::Mentors));
        let mut left = self.children[at].clone();
        let mut inner = false;
        while let Some(child) = left.pop() {
            inner |= self.projects[child] && names(child);
            left.extend(&self.children[child]);
        }
        names(at) && !inner && self.strength(at) >= 2
    }

    /// A section with one field is a project where its neighbours are.
    fn judge_weak(&mut self) {
        let levels: BTreeSet<_> = (0..self.sections.len())
            .filter(|at| self.projects[*at])
            .map(|at| self.sections[at].level)
            .collect();
        for parent in (0..self.sections.len()).map(Some).chain([None]) {
            let weak: Vec<_> = self
                .beside(parent)
                .iter()
                .copied()
                .filter(|at| {
                    let named = !is_template(&self.sections[*at].title())
                        && !super::project::is_list_title(&self.sections[*at].title())
                        && !is_about(&self.sections[*at].title());
                    !self.projects[*at]
                        && self.below[*at] == 0
                        && self.labels[*at].is_none()
                        && self.strength(*at) == 1
                        && !self.repeats(*at)
                        && named
                        && !self.inside(*at)
                })
                .collect();
            let near = self.beside(parent).iter().any(|at| self.projects[*at]);
            if near
                || weak.len() >= 3
                || weak.first().is_some_and(|at| levels.contains(&self.sections[*at].level))
            {
                for at in weak {
                    self.projects[at] = true;
                }
            }
        }
    }

    /// Whether a section above is a project.
    fn inside(&self, at: usize) -> bool {
        let mut at = self.parents[at];
        while let Some(parent) = at {
            if self.projects[parent] {
                return true;
            }
            at = self.parents[parent];
        }
        false
    }

    fn collect(mut self) -> Found {
        let mut found = Found::default();
        let levels: BTreeSet<_> = (0..self.sections.len())
            .filter(|at| self.projects[*at])
            .map(|at| (self.parents[at], self.sections[at].level))
            .collect();
        for at in 0..self.sections.len() {
            if self.projects[at] {
                let entry = self.entry(at);
                found.entries.push(entry);
            } else if let Some(reason) = self.why_left(at, &levels) {
                let title = self.sections[at].title();
                found.left.push(Left { title, reason, lines: self.lines(at) });
            }
            if !self.projects[at] && !self.inside(at) {
                let named = self.contents[at].fields.iter().filter(|it| it.means(Meaning::Mentors));
                found.people.extend(named.cloned());
            }
        }
        found
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
            bare: self.bare,
        }
    }

    /// Why a section that may be expected to be a project is none.
    fn why_left(&self, at: usize, levels: &BTreeSet<(Option<usize>, usize)>) -> Option<&'static str> {
        let section = &self.sections[at];
        if self.labels[at].is_some() || self.inside(at) {
            return None;
        }
        if self.has_projects(at) {
            return self.is_overlooked(at).then_some("its fields stand above other projects");
        }
        let title = section.title();
        let beside = levels.contains(&(self.parents[at], section.level));
        let fields = self.strength(at) >= 2;
        match () {
            () if levels.is_empty() => self.why_unread(at),
            () if (beside || fields) && is_template(&title) => Some("a template"),
            () if self.repeats(at) => Some("several projects without headings"),
            () if fields => Some("fields without a title of their own"),
            () if beside => Some("no fields"),
            () => None,
        }
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
            if self.labels[child].is_none() {
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
            above.push(self.sections[parent].title());
            at = self.parents[parent];
        }
        above
    }

    fn lines(&self, at: usize) -> [usize; 2] {
        let below = self.children[at].iter().map(|child| self.lines(*child));
        let own = self.sections[at].range();
        own.into_iter().chain(below).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]).unwrap_or([0, 0])
    }
}

/// Whether a field of that meaning shows that a section is a project.
fn is_core(meaning: Meaning) -> bool {
    use Meaning::{Difficulty, Eligible, Inserted, Mentors, Outcomes, Size, Skills, Students, Verified};
    matches!(
        meaning,
        Mentors | Students | Difficulty | Size | Skills | Outcomes | Inserted | Verified | Eligible
    )
}

/// The fields of an entry with a meaning.
pub(super) fn with(content: &Content, meaning: Meaning) -> impl Iterator<Item = &Field> {
    content.fields.iter().filter(move |field| field.means(meaning))
}
