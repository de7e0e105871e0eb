use crate::report;
use clap::Args;
use onlist_core::compose::subject_why;
use onlist_core::resolve;
use onlist_core::subject::Convention;

use crate::context::Context;
use crate::messages::Failure;

/// Show everything about one project
///
/// That is: what it is about, whom a first letter goes to and under which subject, which bite-size
/// tasks fit, and what to know before writing.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Id of the project, as listed by `onlist projects`
    project: String,

    /// Add the rule and the line of the source behind each address and the subject
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
        let routing = resolve::for_project(&catalog, project, today, true)?;
        let reasons: Vec<_> =
            routing.recipients().map(|it| it.why.clone()).chain([subject_why(&catalog)]).collect();
        if self.json {
            return context.json(&report::json::project(&catalog, project, &routing, &reasons, today));
        }
        let width = context.terminal.width();
        let subject = Convention::of(&catalog).compose(&project.title);
        let mut text = report::project(&catalog, project, &routing, &subject, width);
        if self.why {
            text = format!("{text}\nWhy\n{}", report::why(&catalog, &reasons, width));
        }
        Ok(context.terminal.data(&text)?)
    }
}
