//! Choosing what a first letter is about.

use onlist_core::catalog::{Catalog, Project, Redirect};
use onlist_core::compose::Topic;
use onlist_core::resolve;
use onlist_core::subject::Convention;

use super::choices;
use crate::context::Context;
use crate::messages::Failure;
use crate::report;
use crate::terminal::Choice;

/// Why somebody looks at the projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looking {
    /// To see them: one that is chosen is shown whole.
    Around,
    /// To write about one.
    ForOne,
}

/// Lets a project be chosen, an own idea, or a place that the season points to; nothing on Esc.
pub(crate) fn choose_topic<'c>(
    context: &Context,
    catalog: &'c Catalog,
    looking: Looking,
) -> Result<Option<Topic<'c>>, Failure> {
    let (projects, mut choices): (Vec<_>, Vec<_>) = choices::projects(catalog).into_iter().unzip();
    // Before the finished projects, which come last.
    let open = projects.iter().filter(|project| !project.is_finished()).count();
    let redirects: Vec<_> = catalog.season().into_iter().flat_map(|season| &season.redirects).collect();
    let mut others = vec![own_idea(), offer_to_mentor(), bug_report()];
    let own = others.len();
    others.extend(redirects.iter().map(|redirect| elsewhere(redirect)));
    choices.splice(open..open, others);
    loop {
        let Some(at) = context.terminal.pick("Project", &choices, Some(0))? else { return Ok(None) };
        let topic = match at.checked_sub(open) {
            Some(0) => Some(Topic::Idea),
            Some(1) => choose_mentoring(context, catalog)?,
            Some(2) => Some(Topic::Bug),
            Some(nth) if nth < own + redirects.len() => to_elsewhere(context, catalog, redirects[nth - own]),
            Some(nth) => about(context, catalog, projects[open + nth - own - redirects.len()], looking)?,
            None => about(context, catalog, projects[at], looking)?,
        };
        if topic.is_some() {
            return Ok(topic);
        }
    }
}

/// Lets an aspiring mentor choose a project, or something else; nothing on Esc.
pub(crate) fn choose_mentoring<'c>(
    context: &Context,
    catalog: &'c Catalog,
) -> Result<Option<Topic<'c>>, Failure> {
    let (projects, mut choices): (Vec<_>, Vec<_>) = choices::projects(catalog).into_iter().unzip();
    choices.insert(0, Choice { always: true, ..Choice::of("something that is not in this list") });
    let chosen = context.terminal.pick("What would you mentor", &choices, Some(0))?;
    Ok(chosen.map(|at| Topic::Mentoring(at.checked_sub(1).map(|at| projects[at]))))
}

fn offer_to_mentor() -> Choice {
    Choice {
        words: "mentor".to_owned(),
        about: "You want to mentor, a project of this list or something else. No task is asked for."
            .to_owned(),
        ..Choice::of("offer to mentor")
    }
}

fn bug_report() -> Choice {
    Choice {
        words: "bug report".to_owned(),
        about: "Something does not work. The letter belongs to no programme.".to_owned(),
        ..Choice::of("report a bug")
    }
}

fn own_idea() -> Choice {
    Choice {
        words: "idea".to_owned(),
        about:
            "Something that is not in this list. You are asked what the problem is and what you would change."
                .to_owned(),
        always: true,
        ..Choice::of("my own idea")
    }
}

fn elsewhere(redirect: &Redirect) -> Choice {
    Choice::of(&format!("elsewhere, {}: {}", redirect.name, redirect.how))
}

fn to_elsewhere<'c>(context: &Context, catalog: &'c Catalog, redirect: &'c Redirect) -> Option<Topic<'c>> {
    match resolve::for_redirect(catalog, redirect) {
        Ok(_) => Some(Topic::Elsewhere(redirect)),
        Err(error) => {
            context.terminal.error(error.to_string());
            None
        }
    }
}

/// A letter about `project`; nothing when another one is to be chosen.
fn about<'c>(
    context: &Context,
    catalog: &'c Catalog,
    project: &'c Project,
    looking: Looking,
) -> Result<Option<Topic<'c>>, Failure> {
    let terminal = context.terminal;
    let routing = resolve::for_project(catalog, project, context.now.date_naive(), false);
    if looking == Looking::Around {
        let subject = Convention::about(catalog, Some(project)).compose(&project.title);
        let page = report::project(catalog, project, routing.as_ref(), &subject, terminal.width());
        terminal.say(page.trim_end());
    } else if terminal.is_plain() {
        terminal.explain(&project.about());
    }
    let wanted = match &routing {
        Ok(_) if looking == Looking::ForOne => true,
        Ok(_) => terminal.confirm("Write a letter about it", false)?,
        Err(error) => {
            terminal.error(error.to_string());
            terminal.confirm("Write about it anyway", false)?
        }
    };
    Ok(wanted.then_some(Topic::Project(project)))
}
