//! A mentor's own tasks, beside those of a catalog.

use std::rc::Rc;

use onlist_core::catalog::Catalog;

use crate::context::Context;
use crate::messages::Failure;

/// The catalog with the mentor's own tasks for its community. A task of the catalog is not replaced.
pub(crate) fn with(context: &Context, catalog: &Rc<Catalog>) -> Result<Rc<Catalog>, Failure> {
    let Some(ledger) = context.existing_ledger()? else { return Ok(Rc::clone(catalog)) };
    let ours = ledger.reader().own_tasks()?.into_iter().filter(|it| it.community == catalog.community.id);
    let own: Vec<_> = ours.map(|it| it.task).collect();
    if own.is_empty() {
        return Ok(Rc::clone(catalog));
    }
    let mut all = Catalog::clone(catalog);
    all.add_tasks(own);
    Ok(Rc::new(all))
}
