use crate::report;
use clap::{Args, ValueEnum};
use onlist_core::catalog::{Catalog, Difficulty, Filter, State};
use onlist_core::diagnostics::nearest;
use onlist_core::resolve;
use onlist_mail::text::Line;
use onlist_mail::words::{and, or};

use super::sending::season;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// List the catalog's projects
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
        let catalog = context.catalog()?;
        let filter = Filter {
            words: self.words,
            area: self.area,
            list: self.list,
            difficulty: self.difficulty.map(Into::into),
            skill: self.skill,
            state: self.state.map(Into::into),
            mentor: self.mentor,
        };
        known(&catalog, &filter)?;
        let found = catalog.search(&filter);
        season::tell_over(context, catalog.season());
        if self.json {
            if found.is_empty() {
                tell_nothing_found(context, &catalog, &filter);
            }
            return context.json(&report::json::projects(&catalog, &found));
        }
        if found.is_empty() {
            tell_nothing_found(context, &catalog, &filter);
        }
        let terminal = &context.terminal;
        if terminal.wants_rows() {
            return Ok(terminal.data(&report::project_rows(&catalog, &found))?);
        }
        if found.is_empty() {
            return Ok(());
        }
        let text = report::projects(&catalog, &found, terminal.width(), terminal.is_plain());
        Ok(terminal.data(&text)?)
    }
}

/// Whether the list and the area that are filtered by are any.
fn known(catalog: &Catalog, filter: &Filter) -> Result<(), Failure> {
    if let Some(list) = &filter.list {
        resolve::list(catalog, list)?;
    }
    let Some(area) = filter.area.as_deref().filter(|area| !catalog.has_area(area)) else { return Ok(()) };
    let ids: Vec<_> = catalog.areas.iter().map(|area| format!("`{}`", area.id)).collect();
    let failure = Failure::new(Status::Usage, format!("no area `{}` in the catalog", Line::sanitize(area)));
    Err(failure.hint(format!("known areas: {}", and(&ids))))
}

fn tell_nothing_found(context: &Context, catalog: &Catalog, filter: &Filter) {
    let ids = || catalog.projects.iter().map(|project| project.id.as_str());
    let mut near: Vec<_> = filter.words.iter().filter_map(|word| nearest(word, ids())).collect();
    near.dedup();
    let near: Vec<_> = near.iter().map(|id| format!("`{id}`")).collect();
    context.terminal.note("no project matches");
    context.terminal.hint(&match near.as_slice() {
        [] => "try fewer words, or run `onlist projects` to see all".to_owned(),
        near => format!("did you mean {}?", or(near)),
    });
}
