//! A valid catalog, and how its entries find each other.

use std::borrow::Cow;
use std::ops::Deref;

use chrono::NaiveDate;

use super::chat::Chat;
use super::conventions::Conventions;
use super::index::Index;
use super::model::File;
use super::places::{Area, List, Person};
use super::project::{Project, Task};
use super::season::{GuideStep, Season, Source, Who};
use super::values::Id;
use onlist_mail::mailbox::Address;

/// A catalog that is valid as a whole: no reference in it leads nowhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    file: File,
    /// The season that was asked for.
    chosen: Option<Id>,
    index: Index,
}

impl Deref for Catalog {
    type Target = File;

    fn deref(&self) -> &File {
        &self.file
    }
}

impl From<File> for Catalog {
    fn from(file: File) -> Self {
        let index = Index::of(&file);
        Self { file, chosen: None, index }
    }
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
        self.lists.get(self.index.list(id)?)
    }

    /// The list that `address` reaches, under its own or an older address.
    #[must_use]
    pub fn list_at(&self, address: &Address) -> Option<&List> {
        self.lists.get(self.index.list_at(address)?)
    }

    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.get(self.index.person(id)?)
    }

    /// The person who has this address.
    #[must_use]
    pub fn person_at(&self, address: &Address) -> Option<&Person> {
        self.people.iter().find(|person| person.has(address))
    }

    /// The task with this id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id.as_str() == id)
    }

    /// The area with this id.
    #[must_use]
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.get(self.index.area(id)?)
    }

    /// The area that `project` names or whose heading it stands under.
    #[must_use]
    pub fn area_of(&self, project: &Project) -> Option<&Area> {
        match (&project.area, &project.heading) {
            (Some(id), _) => self.area(id.as_str()),
            (None, Some(heading)) => self.areas.get(self.index.heading(heading)?),
            (None, None) => None,
        }
    }

    /// The list that letters about `project` go to: its own, else its area's, else the season's.
    ///
    /// None where one of them says where to go instead, or nothing names a list.
    #[must_use]
    pub fn list_of(&self, project: &Project) -> Option<&List> {
        let area = self.area_of(project);
        let own = (project.list.as_ref(), project.instead.is_some());
        let areas = area.map_or((None, false), |area| (area.list.as_ref(), area.instead.is_some()));
        match [own, areas].into_iter().find(|(list, instead)| list.is_some() || *instead) {
            Some((list, _)) => self.list(list?.as_str()),
            None => self.fallback_list(self.season_of(project)),
        }
    }

    /// The list for whatever has none of its own: the season's, else the only one there is.
    #[must_use]
    pub fn fallback_list(&self, season: Option<&Season>) -> Option<&List> {
        match (season.and_then(|season| season.fallback_list.as_ref()), self.lists.as_slice()) {
            (Some(id), _) => self.list(id.as_str()),
            (None, [list]) if season.is_none_or(|season| season.instead.is_none()) => Some(list),
            (None, _) => None,
        }
    }

    /// Those who mentor `project`.
    pub fn mentors<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Person> {
        project.mentors.iter().filter_map(|mentor| self.person(mentor.id.as_str()))
    }

    /// Where to talk about `project`, nearest first.
    pub fn chats_of<'a>(&'a self, project: Option<&'a Project>) -> impl Iterator<Item = &'a Chat> {
        let season = project.map_or_else(|| self.season(), |project| self.season_of(project));
        self.chats_near(project, season)
    }

    /// The same without those of a season that is over `today`.
    pub fn chats_open<'a>(
        &'a self,
        project: Option<&'a Project>,
        today: NaiveDate,
    ) -> impl Iterator<Item = &'a Chat> {
        let season = project.map_or_else(|| self.season(), |project| self.season_of(project));
        self.chats_near(project, season.filter(|season| !season.is_over(today)))
    }

    fn chats_near<'a>(
        &'a self,
        project: Option<&'a Project>,
        season: Option<&'a Season>,
    ) -> impl Iterator<Item = &'a Chat> {
        let area = project.and_then(|project| self.area_of(project));
        let near = project.into_iter().flat_map(|project| project.chat.iter());
        let areas = area.into_iter().flat_map(|area| area.chat.iter());
        let seasons = season.into_iter().flat_map(|season| season.chat.iter());
        near.chain(areas).chain(seasons).chain(self.chat.iter())
    }

    /// The source that an entry's lines are counted in: the one it names, else the first.
    #[must_use]
    pub fn source(&self, named: Option<&Id>) -> Option<&Source> {
        match named {
            Some(id) => self.sources.iter().find(|source| source.id.as_ref() == Some(id)),
            None => self.sources.first(),
        }
    }

    /// Makes the season with this id the one that is meant. Gives `false` when there is none.
    #[must_use]
    pub fn choose_season(&mut self, id: &str) -> bool {
        self.chosen = self.seasons.iter().map(|season| &season.id).find(|it| it.as_str() == id).cloned();
        self.chosen.is_some()
    }

    /// Adds tasks, but those whose ids are taken.
    pub fn add_tasks(&mut self, tasks: impl IntoIterator<Item = Task>) {
        for task in tasks {
            if self.task(task.id.as_str()).is_none() {
                self.file.tasks.push(task);
            }
        }
    }

    /// The season that is meant: the one that was asked for, else the first that is open, else the first.
    #[must_use]
    pub fn season(&self) -> Option<&Season> {
        let mut seasons = self.seasons.iter();
        match &self.chosen {
            Some(id) => seasons.find(|season| season.id == *id),
            None => self.seasons.iter().find(|season| season.is_open()).or_else(|| seasons.next()),
        }
    }

    /// The season that was asked for, where one was.
    #[must_use]
    pub fn chosen_season(&self) -> Option<&Id> {
        self.chosen.as_ref()
    }

    /// The season that a letter about `project` belongs to: the one that is meant, where the project is in
    /// it, else its own.
    #[must_use]
    pub fn season_of(&self, project: &Project) -> Option<&Season> {
        let own = |season: &&Season| project.seasons.contains(&season.id);
        match self.season() {
            Some(season) if project.seasons.is_empty() || own(&season) => Some(season),
            _ => self.seasons.iter().find(own),
        }
    }

    /// The id that the ledger has for the season of the project with this id, or of an own idea; `none` outside
    /// any programme.
    #[must_use]
    pub fn season_id(&self, project: Option<&Id>) -> Id {
        let project = project.and_then(|id| self.project(id.as_str()));
        let season = project.map_or_else(|| self.season(), |project| self.season_of(project));
        season_id(season)
    }

    /// Whether `project` is in the season that was asked for, if one was.
    #[must_use]
    pub fn is_in_season(&self, project: &Project) -> bool {
        let chosen = self.chosen.as_ref();
        project.seasons.is_empty() || chosen.is_none_or(|id| project.seasons.contains(id))
    }

    /// The rules for a letter about `project`: its own, then its area's, then the community's.
    #[must_use]
    pub fn conventions_of(&self, project: Option<&Project>) -> Cow<'_, Conventions> {
        let area = project.and_then(|project| self.area_of(project)?.conventions.as_deref());
        let own = project.and_then(|project| project.conventions.as_deref());
        let mut rules = Cow::Borrowed(&self.conventions);
        for layer in [area, own].into_iter().flatten() {
            rules = Cow::Owned(layer.over(&rules));
        }
        rules
    }

    /// The advice for `who`, but for what belongs to seasons that are over `today`.
    pub fn advice(&self, who: Who, today: NaiveDate) -> impl Iterator<Item = &GuideStep> {
        let over = move |id: &Id| self.seasons.iter().any(|season| season.id == *id && season.is_over(today));
        let lasts = move |step: &GuideStep| step.seasons.is_empty() || !step.seasons.iter().all(over);
        self.guide.iter().filter(move |step| step.who == who && lasts(step))
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

/// The id that the ledger has for a season; `none` outside any programme.
///
/// # Panics
/// Never: the id is one.
#[must_use]
#[expect(clippy::expect_used, reason = "`none` has the form of an id")]
pub fn season_id(season: Option<&Season>) -> Id {
    season.map_or_else(|| Id::new("none").expect("an id"), |season| season.id.clone())
}
