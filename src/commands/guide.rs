use crate::report;
use clap::{Args, ValueEnum};
use onlist_core::catalog::Who;
use onlist_core::resolve;

use super::sending::season;
use crate::candidates;
use crate::context::Context;
use crate::messages::Failure;

/// Show the community's checklist for newcomers
#[derive(Debug, Args)]
pub(crate) struct Guide {
    /// Project id, to add its list, base tree and tasks
    #[arg(add = candidates::projects())]
    project: Option<String>,

    /// Who the advice is for
    #[arg(long = "for", value_name = "WHO", default_value = "student")]
    reader: Reader,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Reader {
    Student,
    Mentor,
    Reviewer,
    Organiser,
}

impl From<Reader> for Who {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Student => Self::Student,
            Reader::Mentor => Self::Mentor,
            Reader::Reviewer => Self::Reviewer,
            Reader::Organiser => Self::Organiser,
        }
    }
}

impl Guide {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let catalog = context.catalog()?;
        let chosen = match &self.project {
            Some(id) => {
                let project = resolve::project(&catalog, id)?;
                Some((project, resolve::for_project(&catalog, project, context.now.date_naive(), true)?))
            }
            None => None,
        };
        season::tell_over(context, catalog.season());
        let today = context.now.date_naive();
        let chosen = chosen.as_ref().map(|(project, routing)| (*project, routing));
        if self.json {
            return context.json(&report::json::guide(&catalog, self.reader.into(), chosen, today));
        }
        let width = context.terminal.width();
        let text = report::guide(&catalog, self.reader.into(), chosen, (today, width));
        Ok(context.terminal.data(&text)?)
    }
}
