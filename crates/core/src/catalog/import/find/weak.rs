//! Projects with one kind of field alone.

use std::collections::BTreeSet;

use super::super::heading::is_list_title;
use super::super::label::is_short;
use super::super::page::Cut;
use super::Tree;
use super::bare::names_projects;
use super::headings::{is_about, is_template};

impl Tree<'_> {
    /// A section with one field is a project where its neighbours are.
    pub(super) fn classify_weak(&mut self) {
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
                        && !is_list_title(&self.sections[*at].title())
                        && !is_about(&self.sections[*at].title());
                    !self.projects[*at]
                        && self.below[*at] == 0
                        && self.labels[*at].is_none()
                        && self.strength(*at) == 1
                        && !self.repeats(*at)
                        && named
                        && !self.parents[*at].is_some_and(|parent| self.whole[parent])
                        && !self.inside(*at)
                })
                .collect();
            let near = self.beside(parent).iter().any(|at| self.projects[*at]);
            let many = near
                || weak.len() >= 3
                || weak.first().is_some_and(|at| levels.contains(&self.sections[*at].level));
            let few = !many && self.may_be_few(parent, &weak);
            for at in weak.into_iter().filter(|_| many || few) {
                self.projects[at] = true;
                self.weak[at] = few || !self.has_short(at);
            }
        }
    }

    /// Whether one or two sections with one kind of field are projects: below a heading that says that projects
    /// follow, or where all that stand below a heading have one.
    fn may_be_few(&self, parent: Option<usize>, weak: &[usize]) -> bool {
        let Some(parent) = parent else { return false };
        let listed = weak.iter().any(|at| self.sections[*at].cut != Cut::No);
        let title = self.sections[parent].title();
        let others = self.children[parent].iter().filter(|at| !weak.contains(at));
        let all = weak.len() >= 2 && others.clone().all(|at| is_about(&self.sections[*at].title()));
        let all = all && self.labels[parent].is_none();
        !weak.is_empty()
            && !listed
            && weak.iter().all(|at| self.has_short(*at))
            && (names_projects(&title) || all)
    }

    /// Whether one of its fields has a value of a few words, as mentors and skills.
    fn has_short(&self, at: usize) -> bool {
        let mut fields = self.contents[at].fields.iter();
        fields.any(|it| it.has_value() && it.meanings.iter().any(|it| is_short(*it)))
    }
}
