//! A mentor's own tasks, beside those of a catalog.

use std::rc::Rc;

use onlist_core::catalog::{Catalog, Task};
use onlist_core::drafts;
use onlist_core::tasks::Claim;
use serde_json::json;

use crate::context::Context;
use crate::messages::Failure;

/// The catalog with the mentor's own tasks for its community. A task of the catalog is not replaced.
pub(crate) fn with(context: &Context, catalog: &Rc<Catalog>) -> Result<Rc<Catalog>, Failure> {
    let Some(ledger) = context.existing_ledger()? else { return Ok(Rc::clone(catalog)) };
    let ours = ledger.reader().own_tasks()?.into_iter().filter(|it| it.community == catalog.community.id);
    Ok(and(catalog, ours.map(|it| it.task).collect()))
}

/// The catalog with more tasks. A task of the catalog is not replaced.
pub(crate) fn and(catalog: &Rc<Catalog>, tasks: Vec<Task>) -> Rc<Catalog> {
    if tasks.is_empty() {
        return Rc::clone(catalog);
    }
    let mut all = Catalog::clone(catalog);
    all.add_tasks(tasks);
    Rc::new(all)
}

/// The tasks that were given in a mentor's own words, which no catalog knows, each under a name made of its words.
pub(crate) fn said(catalog: &Catalog, claims: &[Claim]) -> Vec<Task> {
    let mut said: Vec<Task> = Vec::new();
    let ours = |it: &&Claim| it.community.as_ref() == Some(&catalog.community.id) && !it.is_seen;
    for claim in claims.iter().filter(ours) {
        if catalog.tasks.iter().chain(&said).any(|it| claim.is_about(it)) {
            continue;
        }
        let name = drafts::Id::from_label(&claim.task);
        let taken = |id: &str| catalog.tasks.iter().chain(&said).any(|it| it.id.as_str() == id);
        let mut names =
            std::iter::once(name.to_string()).chain((2..).map(|number| format!("{name}-{number}")));
        let id = names.find(|it| !taken(it));
        let nothing = "";
        let task = json!({
            "id": id, "title": claim.task, "what": nothing, "place": nothing, "done-when": nothing, "send": nothing,
        });
        said.extend(serde_json::from_value::<Task>(task));
    }
    said
}
