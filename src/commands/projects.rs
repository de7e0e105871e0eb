use crate::report;
use clap::{Args, ValueEnum};
use onlist_core::catalog::{Difficulty, Filter, Project, State};
use onlist_core::diagnostics::nearest;
use onlist_core::resolve;
use onlist_mail::text::Line;
use onlist_mail::words::{and, or};

use super::sending::season;
use crate::candidates;
use crate::catalogs::{Searched, shared_ids};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// List the projects of all catalogs
///
/// Searches ids, titles, descriptions, skills, outcomes, mentors and areas; all words and all filters
/// must match.
#[derive(Debug, Args)]
pub(crate) struct Projects {
    /// Words to search for
    words: Vec<String>,

    /// Area id, or part of its name
    #[arg(long, add = candidates::areas())]
    area: Option<String>,

    /// Id or address of the mailing list
    #[arg(long, add = candidates::lists())]
    list: Option<String>,

    /// Difficulty of the project
    #[arg(long)]
    difficulty: Option<DifficultyArg>,

    /// Required skill, or part of its name
    #[arg(long)]
    skill: Option<String>,

    /// State of the project
    #[arg(long)]
    state: Option<StateArg>,

    /// Name of a mentor, or part of it
    #[arg(long)]
    mentor: Option<String>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DifficultyArg {
    Easy,
    Medium,
    Hard,
    Varies,
    Unknown,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StateArg {
    /// Reviewed and open
    Open,
    /// Open, but the description is not finished
    NeedsWork,
    /// Done or taken
    Finished,
}

impl From<DifficultyArg> for Difficulty {
    fn from(difficulty: DifficultyArg) -> Self {
        match difficulty {
            DifficultyArg::Easy => Self::Easy,
            DifficultyArg::Medium => Self::Medium,
            DifficultyArg::Hard => Self::Hard,
            DifficultyArg::Varies => Self::Varies,
            DifficultyArg::Unknown => Self::Unknown,
        }
    }
}

impl From<StateArg> for State {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Open => Self::Open,
            StateArg::NeedsWork => Self::NeedsWork,
            StateArg::Finished => Self::Finished,
        }
    }
}

impl Projects {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let catalogs = context.catalogs()?;
        let filter = Filter {
            words: self.words,
            area: self.area,
            list: self.list,
            difficulty: self.difficulty.map(Into::into),
            skill: self.skill,
            state: self.state.map(Into::into),
            mentor: self.mentor,
        };
        known(&catalogs, &filter)?;
        let found: Vec<_> = catalogs.iter().map(|it| (it, it.catalog.search(&filter))).collect();
        let found: Vec<_> = found.into_iter().filter(|(_, projects)| !projects.is_empty()).collect();
        for (searched, _) in &found {
            season::tell_all(context, searched.catalog.season());
            context.tell_origin(&searched.catalog);
        }
        if found.is_empty() {
            tell_nothing_found(context, &catalogs, &filter);
        }
        if self.json {
            let all =
                found.iter().flat_map(|(it, projects)| projects.iter().map(move |project| (*it, *project)));
            return context
                .json_array("projects", all.map(|(it, project)| report::json::found_project(it, project)));
        }
        self::show(context, &catalogs, &found)
    }
}

/// Whether the list and the area that are filtered by are any.
fn known(catalogs: &[Searched], filter: &Filter) -> Result<(), Failure> {
    if let Some(list) = &filter.list {
        let lists = catalogs.iter().map(|it| resolve::list(&it.catalog, list).map(drop));
        any(lists)?;
    }
    let Some(area) = &filter.area else { return Ok(()) };
    if catalogs.iter().any(|it| it.catalog.has_area(area)) {
        return Ok(());
    }
    let areas = catalogs.iter().flat_map(|it| it.catalog.areas.iter());
    let ids: Vec<_> = areas.map(|area| format!("`{}`", area.id)).collect();
    let failure = Failure::new(Status::Usage, format!("no area `{}` in the catalog", Line::sanitize(area)));
    Err(failure.hint(format!("known areas: {}", and(&ids))))
}

/// The first error, unless one is none.
fn any<E>(results: impl Iterator<Item = Result<(), E>>) -> Result<(), E> {
    let mut first = Ok(());
    for result in results {
        match (result, &first) {
            (Ok(()), _) => return Ok(()),
            (Err(error), Ok(())) => first = Err(error),
            (Err(_), Err(_)) => {}
        }
    }
    first
}

/// Shows what was found: rows for programs, else a table for each community.
fn show(
    context: &Context,
    catalogs: &[Searched],
    found: &[(&Searched, Vec<&Project>)],
) -> Result<(), Failure> {
    let terminal = &context.terminal;
    let shared = shared_ids(catalogs);
    let mut pages = Vec::new();
    for (searched, projects) in found {
        let called = |project: &&Project| match project.id.as_str() {
            id if shared.contains(id) => format!("{}/{id}", searched.label),
            id => id.to_owned(),
        };
        let ids: Vec<_> = projects.iter().map(called).collect();
        let shown = (ids.as_slice(), projects.as_slice());
        if terminal.wants_rows() {
            terminal.data(&report::project_rows(&searched.catalog, shown))?;
            continue;
        }
        let list = report::projects(&searched.catalog, shown, terminal.width(), terminal.is_plain());
        pages.push(match catalogs.len() {
            1 => list,
            _ => format!("{} ({})\n\n{list}", searched.catalog.community.name, searched.label),
        });
    }
    if pages.is_empty() { Ok(()) } else { Ok(terminal.data(&pages.join("\n"))?) }
}

fn tell_nothing_found(context: &Context, catalogs: &[Searched], filter: &Filter) {
    let projects = || catalogs.iter().flat_map(|it| it.catalog.projects.iter());
    let ids = || projects().map(|project| project.id.as_str());
    let mut near: Vec<_> = filter.words.iter().filter_map(|word| nearest(word, ids())).collect();
    near.dedup();
    let near: Vec<_> = near.iter().map(|id| format!("`{id}`")).collect();
    context.terminal.note("no project matches");
    context.terminal.hint(&match near.as_slice() {
        [] => "try fewer words, or run `onlist projects` to see all".to_owned(),
        near => format!("did you mean {}?", or(near)),
    });
}
