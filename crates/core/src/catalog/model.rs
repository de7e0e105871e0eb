//! The shape of a catalog file, which is also its meaning: each field holds only what is valid for it.

use serde::Deserialize;

use super::conventions::Conventions;
use super::places::{Area, List, Person};
use super::project::{Project, Task};
use super::season::{Community, GuideStep, Interest, Season, Source, Templates};
use onlist_mail::mailbox::Address;

/// A whole catalog, valid as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Catalog {
    /// Version of the file's shape: 1.
    pub schema: u32,
    /// What the facts were taken from.
    pub source: Source,
    /// Who is written to.
    pub community: Community,
    /// The programme's edition that the projects belong to.
    pub season: Season,
    /// The community's rules, where its source states them.
    #[serde(default)]
    pub conventions: Conventions,
    /// The letters' templates, where the community brings its own.
    #[serde(default)]
    pub templates: Templates,
    /// How interest in a project is written down in public, besides the mail.
    pub interest: Option<Interest>,
    /// What the source tells its readers to do, in its order.
    #[serde(default, rename = "guide")]
    pub guide: Vec<GuideStep>,
    /// Mailing lists that may be addressed.
    #[serde(rename = "list")]
    pub lists: Vec<List>,
    /// Sub-projects.
    #[serde(default, rename = "area")]
    pub areas: Vec<Area>,
    /// Everybody the source names.
    #[serde(default, rename = "person")]
    pub people: Vec<Person>,
    /// What one can write about.
    #[serde(rename = "project")]
    pub projects: Vec<Project>,
    /// Bite-size tasks to hand out.
    #[serde(default, rename = "task")]
    pub tasks: Vec<Task>,
}

impl Catalog {
    /// The project with this id.
    #[must_use]
    pub fn project(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.id.as_str() == id)
    }

    /// The list with this id.
    #[must_use]
    pub fn list(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id.as_str() == id)
    }

    /// The list that `address` reaches, under its own or an older address.
    #[must_use]
    pub fn list_at(&self, address: &Address) -> Option<&List> {
        self.lists.iter().find(|list| list.is(address))
    }

    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id.as_str() == id)
    }

    /// The task with this id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id.as_str() == id)
    }

    /// The area with this id.
    #[must_use]
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id.as_str() == id)
    }

    /// The area that `project` names or whose heading it stands under.
    #[must_use]
    pub fn area_of(&self, project: &Project) -> Option<&Area> {
        match (&project.area, &project.heading) {
            (Some(id), _) => self.area(id.as_str()),
            (None, Some(heading)) => {
                self.areas.iter().find(|area| area.headings.iter().any(|it| it.title == *heading))
            }
            (None, None) => None,
        }
    }

    /// Those who mentor `project`.
    pub fn mentors<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Person> {
        project.mentors.iter().filter_map(|id| self.person(id.as_str()))
    }

    /// Tasks that fit `project`: those for it, then those for its area, then those for all.
    #[must_use]
    pub fn tasks_for(&self, project: Option<&Project>) -> Vec<&Task> {
        let area = project.and_then(|project| self.area_of(project));
        let rank = |task: &Task| match (project, area) {
            (Some(project), _) if task.projects.contains(&project.id) => Some(0),
            (_, Some(area)) if task.areas.contains(&area.id) => Some(1),
            _ if task.areas.is_empty() && task.projects.is_empty() => Some(2),
            _ => None,
        };
        let mut fitting: Vec<_> = self.tasks.iter().filter_map(|task| Some((rank(task)?, task))).collect();
        fitting.sort_by_key(|(rank, _)| *rank);
        fitting.into_iter().map(|(_, task)| task).collect()
    }
}
