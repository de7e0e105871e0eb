//! Pages whose projects have no fields: headings with a text, below one that says that projects follow.

use super::super::heading::is_generic_word;
use super::super::page::Kind;
use super::super::values::lower_words;
use super::super::values::state::{self, ProjectState};
use super::headings::{is_about, is_never_bare, is_only_about, is_template};
use super::{Tree, is_core};

impl Tree<'_> {
    /// A heading that is a word for a part is a title, where no project stands above it and fields of one below it:
    /// `Documentation`, with mentors and a size.
    pub(super) fn classify_labels(&mut self) {
        for at in 0..self.sections.len() {
            let known = self.labels[at].as_ref().is_some_and(|(label, _)| !label.meanings.is_empty());
            if !known || self.below[at] > 0 || self.inside(at) {
                continue;
            }
            let label = self.labels[at].take();
            let (content, own) = self.content(at);
            let before = (std::mem::replace(&mut self.contents[at], content), self.own[at]);
            self.own[at] = own;
            let about = own == 0 && is_only_about(&self.sections[at].title());
            if !about && self.is_overlooked(at) {
                self.projects[at] = true;
            } else {
                (self.contents[at], self.own[at]) = before;
                self.labels[at] = label;
            }
        }
    }

    /// Takes the sections below a heading like `Project ideas` as projects, where a page has no other.
    pub(super) fn classify_bare(&mut self) {
        for parent in 0..self.sections.len() {
            let title = self.sections[parent].title();
            if !names_projects(&title) || state::of_heading(&title) == Some(ProjectState::Finished) {
                continue;
            }
            let below: Vec<_> =
                self.children[parent].iter().copied().filter(|at| self.may_be_bare(*at)).collect();
            // Where most headings speak of the page, it is the page's title, not one of a list.
            if below.len() >= 2 && below.len() * 2 >= self.children[parent].len() {
                self.bare = true;
                for at in below {
                    self.projects[at] = true;
                }
            }
        }
    }

    fn may_be_bare(&self, at: usize) -> bool {
        let title = self.sections[at].title();
        let heading = title.contains(char::is_alphabetic)
            && !is_about(&title)
            && !is_template(&title)
            && !is_never_bare(&title)
            && !speaks_of_programme(&title);
        heading && self.labels[at].is_none() && !self.repeats(at) && self.has_text(at)
    }

    /// Whether a text stands in the section, or below a heading in it.
    fn has_text(&self, at: usize) -> bool {
        let text = self.sections[at]
            .blocks
            .iter()
            .any(|block| matches!(block.kind, Kind::Paragraph | Kind::Item) && block.text().len() > 60);
        text || self.children[at].iter().any(|child| self.has_text(*child))
    }

    /// Why a section of a page without projects was not read: nothing of a page is left in silence.
    pub(super) fn why_unread(&self, at: usize) -> Option<&'static str> {
        let section = &self.sections[at];
        let innermost = |at: usize| self.children[at].iter().all(|child| self.labels[*child].is_some());
        let told_above = self.labels[at].is_some() && self.parents[at].is_some_and(innermost);
        if !innermost(at)
            || told_above
            || section.blocks.is_empty() && section.unread.is_none() && self.children[at].is_empty()
        {
            return None;
        }
        let fields = self.labels[at].is_none()
            && self.contents[at].fields.iter().any(|it| it.meanings.iter().any(|it| is_core(*it)));
        match () {
            () if is_template(&section.title()) => Some("a template"),
            () if section.unread.is_some() => section.unread,
            () if self.repeats(at) => Some("several projects without headings"),
            () if fields && self.strength(at) == 1 && !section.title.is_empty() => {
                Some("one field alone, and no project beside it")
            }
            () if fields => Some("fields without a title of their own"),
            () => Some("no fields"),
        }
    }
}

/// Whether a heading says that projects follow, and nothing else: `Projects`, `Ideas for 2026`.
pub(super) fn names_projects(title: &str) -> bool {
    let words = lower_words(title);
    let says = |word: &String| matches!(word.as_str(), "ideas" | "projects" | "proposals");
    words.iter().any(says) && words.iter().all(|word| is_generic_word(word))
}

/// Whether a heading speaks of the programme or of the page itself.
fn speaks_of_programme(title: &str) -> bool {
    const PROGRAMME: &[&str] = &[
        "gsoc",
        "soc",
        "summer",
        "outreachy",
        "lfx",
        "ideas",
        "idea",
        "projects",
        "dates",
        "pages",
        "rules",
        "mentoring",
    ];
    lower_words(title).iter().any(|word| PROGRAMME.contains(&word.as_str()))
}
