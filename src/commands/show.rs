use crate::report;
use clap::Args;
use onlist_core::compose::subject_why;
use onlist_core::resolve::{self, Routing};
use onlist_core::subject::Convention;

use super::sending::season;
use crate::candidates;
use crate::context::Context;
use crate::messages::Failure;

/// Show everything about one project
///
/// What it is about, who gets a first letter and with which subject, which bite-size tasks fit, and
/// what to know before you write.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Project id, as listed by `onlist projects`
    #[arg(add = candidates::projects())]
    project: String,

    /// Explain where each address and the subject come from
    #[arg(long)]
    why: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let catalog = context.catalog()?;
        let today = context.now.date_naive();
        let project = resolve::project(&catalog, &self.project)?;
        let routing = resolve::for_project(&catalog, project, today, true);
        let mut reasons: Vec<_> =
            routing.iter().flat_map(Routing::recipients).map(|it| it.why.clone()).collect();
        reasons.push(subject_why(&catalog, Some(project)));
        season::tell_over(context, catalog.season_of(project));
        if self.json {
            return context.json(&report::json::project(&catalog, project, routing.as_ref().ok(), &reasons));
        }
        let width = context.terminal.width();
        let subject = Convention::about(&catalog, Some(project)).compose(&project.title);
        let mut text = report::project(&catalog, project, routing.as_ref(), &subject, width);
        if self.why {
            text = format!("{text}\nWhy\n{}", report::why(&catalog, project, &reasons, width));
        }
        Ok(context.terminal.data(&text)?)
    }
}
