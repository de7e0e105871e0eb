//! The peer review of project ideas: what an entry says to each question, and what its reader says to the rest.

use clap::Args;
use onlist_core::catalog::{Catalog, Project, ReviewAnswer, ReviewItem, comment, gaps, review, review_field};
use onlist_core::resolve;
use serde_json::{Value, json};

use crate::candidates;
use crate::catalogs::CatalogText;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::Page;

/// What is reviewed.
#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    /// Go through the questions that reviewers of ideas ask, project by project
    ///
    /// Each is seen, not seen, or for you to judge; on a terminal you are asked for those. Your answers are printed as
    /// comments for the wiki's page, which signs them when you save it.
    #[arg(long)]
    pub(super) review: bool,

    /// With --review: only this project, repeatable
    #[arg(long, value_name = "ID", requires = "review", add = candidates::projects())]
    project: Vec<String>,

    /// With --review and one --project: print the field of remarks without the remark number N
    #[arg(long, value_name = "N", requires = "project", conflicts_with_all = ["json", "all"])]
    addressed: Option<usize>,
}

impl ReviewArgs {
    /// Reviews one catalog; gives its part of the JSON.
    pub(super) fn run(
        &self,
        context: &Context,
        text: &CatalogText,
        json: bool,
    ) -> Result<Vec<Value>, Failure> {
        let catalog = text.parse().map_err(|faults| Failure::in_file(Status::Data, faults))?;
        let projects = self.projects(&catalog)?;
        if let Some(number) = self.addressed {
            return addressed(context, &projects, number).map(|()| Vec::new());
        }
        let reviewed = projects.iter().map(|project| (*project, review(&catalog, project)));
        if json {
            return Ok(reviewed.map(|(project, items)| value(project, &items)).collect());
        }
        for (at, (project, items)) in reviewed.enumerate() {
            let gap = if at > 0 { "\n" } else { "" };
            let page = page(project, &items, context.terminal.width());
            context.terminal.data(&format!("{gap}{page}"))?;
            let comments = comments(context, &items)?;
            if !comments.is_empty() {
                context.terminal.data(&format!("\nComments to paste\n{comments}"))?;
            }
        }
        Ok(Vec::new())
    }

    /// The projects that are named, else those that somebody may still pick up.
    fn projects<'c>(&self, catalog: &'c Catalog) -> Result<Vec<&'c Project>, Failure> {
        if self.project.is_empty() {
            return Ok(catalog.projects.iter().filter(|it| !it.is_finished()).collect());
        }
        self.project.iter().map(|id| Ok(resolve::project(catalog, id)?)).collect()
    }
}

fn page(project: &Project, items: &[ReviewItem], width: usize) -> String {
    let mut page = Page::new(width);
    page.heading(&format!("{}: {}", project.id, project.title));
    for item in items {
        if item.is_goal && !items.iter().take_while(|it| it.name != item.name).any(|it| it.is_goal) {
            page.heading("Goals of the programme");
        }
        page.item("-", item.claim);
        page.item(" ", &described(&item.answer));
    }
    if !project.reviews.is_empty() {
        page.heading("Remarks so far");
    }
    for (at, remark) in project.reviews.iter().enumerate() {
        page.item(&format!("{}.", at + 1), &format!("{} ({}): {}", remark.by, remark.when, remark.text));
    }
    page.finish()
}

/// What an answer says.
fn described(answer: &ReviewAnswer) -> String {
    match answer {
        ReviewAnswer::Seen(value) => format!("seen: {value}"),
        ReviewAnswer::NotSeen(gaps) => {
            let gaps: Vec<_> = gaps.iter().map(|gap| format!("{} (`{}`)", gap.what, gap.key)).collect();
            format!("not seen: {}", gaps.join(", "))
        }
        ReviewAnswer::ForYou(look) if look.is_empty() => "for you to judge".to_owned(),
        ReviewAnswer::ForYou(look) => format!("for you to judge; {look}"),
    }
}

/// What is not seen, and what the reader says to the rest, in the wiki's form.
fn comments(context: &Context, items: &[ReviewItem]) -> Result<String, Failure> {
    let mut comments = String::new();
    let gaps: Vec<_> = gaps(items).iter().map(|gap| gap.what).collect();
    if !gaps.is_empty() {
        comments += &comment(&format!("Not given: {}", gaps.join(", ")));
    }
    if !context.terminal.can_ask() {
        return Ok(comments);
    }
    let asked = |it: &ReviewItem| matches!(it.answer, ReviewAnswer::ForYou(_));
    if items.iter().any(asked) {
        context.terminal.explain(
            "Judge what follows. What you type is printed as a public comment for the wiki's page, in your words.",
        );
    }
    for item in items {
        if let ReviewAnswer::ForYou(look) = &item.answer {
            let look = if look.is_empty() { String::new() } else { format!(" ({look})") };
            context.terminal.explain(&format!("{}{look}", item.claim));
            let answer = context.terminal.line("Your comment (Enter to skip)", None, |_| Ok(()))?;
            if !answer.is_empty() {
                comments += &comment(&answer);
            }
        }
    }
    Ok(comments)
}

/// Prints the field of remarks without one of them.
fn addressed(context: &Context, projects: &[&Project], number: usize) -> Result<(), Failure> {
    let [project] = projects else {
        let failure = Failure::new(Status::Usage, "`--addressed` is about one project");
        return Err(failure.hint("give `--project` once"));
    };
    let at = number.checked_sub(1).filter(|at| *at < project.reviews.len());
    let Some(at) = at else {
        let failure = Failure::new(Status::Usage, format!("`{}` has no remark {number}", project.id));
        return Err(failure.hint("`--review` without `--addressed` numbers them"));
    };
    let others = project.reviews.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| it);
    context.terminal.data(&review_field(others))?;
    if project.reviews.len() > 1 {
        context.terminal.note("remarks are in the catalog's words: keep those of the page where they differ");
    }
    Ok(())
}

fn value(project: &Project, items: &[ReviewItem]) -> Value {
    let item = |it: &ReviewItem| {
        let (answer, text, keys) = match &it.answer {
            ReviewAnswer::Seen(value) => ("seen", Some(value), Vec::new()),
            ReviewAnswer::NotSeen(gaps) => ("not-seen", None, gaps.iter().map(|gap| gap.key).collect()),
            ReviewAnswer::ForYou(look) => ("for-you", Some(look), Vec::new()),
        };
        json!({"name": it.name, "claim": it.claim, "goal": it.is_goal, "answer": answer, "value": text, "keys": keys})
    };
    json!({
        "project": project.id,
        "items": items.iter().map(item).collect::<Vec<_>>(),
        "remarks": project.reviews,
    })
}
