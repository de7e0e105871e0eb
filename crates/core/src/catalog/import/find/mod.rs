//! Which sections of a page are projects: those that have a project's fields, at whatever level they stand.

mod bare;
mod collect;
mod headings;
mod links;
mod weak;

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, Content, Field};
use super::heading::is_list_title;
use super::label::Label;
use super::page::{Cut, Page, Section, TextLine};
use super::values::{lower_words, without_brackets};
use super::words::{Meaning, Words};
use headings::is_only_about;
pub(super) use headings::{is_about, is_template};

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
    /// Why it is doubtful that the title is one.
    pub(super) doubt: Option<&'static str>,
    /// Whether the outermost heading stands above all projects of the page: it is the page's title.
    pub(super) titled: bool,
    /// The state that the page gives to what stands below.
    pub(super) state: Option<Field>,
}

/// A section that is no project, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) title: String,
    pub(super) reason: String,
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
    tree.classify();
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
    /// Whether the section is an entry or stands in one: all that stands below belongs to it.
    whole: Vec<bool>,
    /// How many of the fields stand in the section itself, not under a heading of their own.
    own: Vec<usize>,
    projects: Vec<bool>,
    /// Those of them that have one kind of field, and no other project beside them.
    weak: Vec<bool>,
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
        let mut whole = vec![false; sections.len()];
        for at in 0..sections.len() {
            whole[at] = sections[at].entry || parents[at].is_some_and(|parent: usize| whole[parent]);
        }
        let mut tree = Self {
            sections,
            whole,
            words,
            parents,
            children,
            roots,
            labels: Vec::new(),
            contents: Vec::new(),
            own: vec![0; sections.len()],
            projects: vec![false; sections.len()],
            weak: vec![false; sections.len()],
            bare: false,
            below: vec![0; sections.len()],
        };
        tree.labels = tree.find_labels();
        tree.contents = vec![Content::default(); sections.len()];
        for at in (0..sections.len()).rev() {
            let (content, own) = tree.content(at);
            tree.contents[at] = content;
            tree.own[at] = own;
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

    /// The fields of a section, those of headings that are labels behind its own, and how many are its own.
    fn content(&self, at: usize) -> (Content, usize) {
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
        let own = content.fields.len();
        let below = self.children[at].iter();
        for child in below.filter(|child| self.whole[at] || self.labels[**child].is_some()) {
            content.fields.extend(self.contents[*child].fields.iter().cloned());
            content.prose.extend(self.contents[*child].prose.iter().cloned());
        }
        (content, own)
    }

    /// Decides which sections are projects, from the innermost out.
    fn classify(&mut self) {
        for at in (0..self.sections.len()).rev() {
            if self.labels[at].is_some() || self.parents[at].is_some_and(|parent| self.whole[parent]) {
                continue;
            }
            let several = !self.sections[at].entry && self.repeats(at);
            let strength = if several { 0 } else { self.strength(at) };
            let outer = self.below[at] == 0 || self.holds_more(at);
            // `Introduction`, with a section on mentors: the page speaks of itself.
            let about = self.own[at] == 0 && is_only_about(&self.sections[at].title());
            self.projects[at] = strength >= 2
                && outer
                && !about
                && !is_template(&self.sections[at].title())
                && !is_list_title(&self.sections[at].title());
            if self.projects[at] {
                self.forget_below(at);
                self.below[at] = 1;
            }
            if let Some(parent) = self.parents[at] {
                self.below[parent] += self.below[at];
            }
        }
        self.classify_weak();
        self.classify_outer();
        self.classify_labels();
        if !self.projects.contains(&true) && (0..self.sections.len()).all(|at| self.strength(at) < 2) {
            self.classify_bare();
        }
    }

    /// A section with a project's fields is one where its neighbours are, whatever stands below it: the level of a
    /// heading below may be wrong.
    fn classify_outer(&mut self) {
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
            !is_template(&title) && !is_list_title(&title)
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
        let mut said = false;
        let fields = self.contents[at].fields.iter();
        for field in fields.filter(|it| !is_other_eligibility(it) && !is_said_to_readers(it)) {
            let core: Vec<_> = field.meanings.iter().copied().filter(|it| is_core(*it)).collect();
            said |= !core.is_empty() && field.has_value();
            found.extend(core);
        }
        // Labels without any value are a form, or the head of a table that is broken.
        if !said {
            return 0;
        }
        let entry =
            self.sections[at].entry || self.contents[at].fields.iter().any(|it| it.means(Meaning::Title));
        found.len() + usize::from(entry && !found.is_empty())
    }

    /// Whether a label comes again, as where several projects stand in one section; a field may be said in the text of
    /// a project and once more under a heading of its own.
    fn repeats(&self, at: usize) -> bool {
        let (own, below) =
            self.contents[at].fields.split_at(self.own[at].min(self.contents[at].fields.len()));
        comes_again(own) || comes_again(below)
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
        let listed = self.children[at].iter().any(|child| self.sections[*child].cut != Cut::No);
        names(at) && !inner && !listed && self.strength(at) >= 2
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
}

/// Whether a text speaks to mentors or students, and names none: `Mentors: if you want to join, read this`.
fn is_said_to_readers(field: &Field) -> bool {
    if !field.means(Meaning::Mentors) && !field.means(Meaning::Students) {
        return false;
    }
    let text = without_brackets(&field.text());
    let words = text.split_whitespace().take(200);
    let (all, small) = words.fold((0, 0), |(all, small), word| {
        (all + 1, small + usize::from(word.starts_with(char::is_lowercase)))
    });
    all > 10 && small * 2 > all && !text.contains('@')
}

/// Whether a field like `GSoC: …` says something else than whether a project fits the programme.
fn is_other_eligibility(field: &Field) -> bool {
    let says = |word: &String| matches!(word.as_str(), "yes" | "no" | "true" | "false" | "unknown" | "maybe");
    field.meanings == [Meaning::Eligible] && !lower_words(&field.text()).first().is_some_and(says)
}

/// Whether a field that a project has once comes again behind another one.
fn comes_again(fields: &[Field]) -> bool {
    let once = |field: &&Field| {
        field
            .meanings
            .iter()
            .any(|it| matches!(it, Meaning::Difficulty | Meaning::Size | Meaning::Mentors | Meaning::Title))
    };
    let texts = fields.iter().filter(|it| it.means(Meaning::Skills) || it.means(Meaning::Description));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for field in texts {
        *counts.entry(super::words::normal(&field.label)).or_default() += 1;
    }
    if counts.values().any(|count| *count >= 3) {
        return true;
    }
    let mut seen = BTreeSet::new();
    let mut last = None;
    fields.iter().filter(once).map(|field| super::words::normal(&field.label)).any(|key| {
        let again = last.as_ref() != Some(&key) && !seen.insert(key.clone());
        last = Some(key);
        again
    })
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
