//! Finding projects.

use super::lookup::Catalog;
use super::places::Area;
use super::project::{Difficulty, Project, State};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

/// What a project must be like. Every condition that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words that all occur in its text, in any case, as parts of words too.
    pub words: Vec<String>,
    /// Id or part of the title of its area.
    pub area: Option<String>,
    /// Id, address or alias of its list.
    pub list: Option<String>,
    /// Difficulty of the project.
    pub difficulty: Option<Difficulty>,
    /// Required skill, or part of its name.
    pub skill: Option<String>,
    /// State of the project.
    pub state: Option<State>,
    /// Id or part of the name of a mentor.
    pub mentor: Option<String>,
}

fn has(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

impl Area {
    fn is_like(&self, wanted: &str) -> bool {
        has(self.id.as_str(), wanted) || has(&self.title, wanted)
    }
}

impl Catalog {
    /// The projects that `filter` lets through, in the catalog's order.
    #[must_use]
    pub fn search(&self, filter: &Filter) -> Vec<&Project> {
        self.projects.iter().filter(|project| self.matches(project, filter)).collect()
    }

    /// Whether an area has this id, or this in its id or title.
    #[must_use]
    pub fn has_area(&self, wanted: &str) -> bool {
        self.areas.iter().any(|area| area.is_like(wanted))
    }

    fn matches(&self, project: &Project, filter: &Filter) -> bool {
        let says_all = |words: &[String]| {
            let text = self.text_of(project).to_lowercase();
            words.iter().all(|word| text.contains(&word.to_lowercase()))
        };
        let area = self.area_of(project);
        let list = self.list_of(project);
        let skills = || project.skills.iter().chain(&project.skills_desired);
        self.is_in_season(project)
            && (filter.words.is_empty() || says_all(&filter.words))
            && filter.area.as_ref().is_none_or(|wanted| area.is_some_and(|area| area.is_like(wanted)))
            && filter.list.as_ref().is_none_or(|wanted| {
                let address = wanted.parse::<Address>().ok();
                list.is_some_and(|list| {
                    list.id.as_str() == wanted || address.is_some_and(|address| list.is(&address))
                })
            })
            && filter.difficulty.is_none_or(|wanted| project.difficulty() == wanted)
            && filter.state.is_none_or(|wanted| project.state == Some(wanted))
            && filter.skill.as_ref().is_none_or(|wanted| skills().any(|skill| has(skill, wanted)))
            && filter.mentor.as_ref().is_none_or(|wanted| {
                self.mentors(project)
                    .any(|person| has(&person.name, wanted) || has(person.id.as_str(), wanted))
            })
    }

    /// Everything of a project that one would search for.
    fn text_of(&self, project: &Project) -> String {
        let mut parts = vec![project.id.as_str(), &project.title];
        parts.extend(project.summary.iter().map(Line::as_str));
        parts.extend(project.description.as_deref());
        parts.extend(project.skills.iter().chain(&project.skills_desired).map(AsRef::as_ref));
        parts.extend(project.outcomes.iter().chain(&project.extras).map(AsRef::as_ref));
        parts.extend(self.mentors(project).map(|person| person.name.as_str()));
        parts.extend(self.area_of(project).map(|area| area.title.as_str()));
        parts.join("\n")
    }
}
