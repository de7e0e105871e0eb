use clap::{Args, Subcommand};
use onlist::drafts::{Id, Kind, Record, Store};
use onlist::report::Page;

use super::guided;
use super::letter;
use super::session::Session;
use super::work::Work;
use crate::context::Context;
use crate::failure::{Failure, Status};

/// List, show, edit or delete the letters that are kept
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Drafts {
    #[command(subcommand)]
    verb: Option<Verb>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show a letter as it will be
    Show {
        /// Name of the draft, as listed by `onlist drafts`
        draft: String,
        /// Print the message and nothing else
        #[arg(long)]
        print: bool,
    },
    /// Go on with a letter, on a terminal
    Edit {
        /// Name of the draft, as listed by `onlist drafts`
        draft: String,
    },
    /// Delete a letter and its answers
    Delete {
        /// Name of the draft, as listed by `onlist drafts`
        draft: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

impl Drafts {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        match self.verb {
            None => list(context, self.json),
            Some(Verb::Show { draft, print }) => show(context, draft.parse()?, print),
            Some(Verb::Edit { draft }) => edit(context, draft.parse()?),
            Some(Verb::Delete { draft, yes }) => delete(context, &draft.parse()?, yes),
        }
    }
}

fn list(context: &Context, json: bool) -> Result<(), Failure> {
    let listing = Store::at(&context.state()?).list()?;
    let unreadable = !listing.broken.is_empty();
    for error in listing.broken {
        Failure::from(error).report(context.terminal);
    }
    if json {
        let value = |(id, record): &(Id, Record)| {
            serde_json::json!({
                "id": id.as_str(), "kind": record.kind, "project": record.project, "changed": record.changed,
                "asking": record.asking, "message_id": record.message_id.as_ref().map(onlist::message_id::MessageId::bare),
            })
        };
        let drafts: Vec<_> = listing.drafts.iter().map(value).collect();
        return context.json(&serde_json::json!({"schema": 1, "drafts": drafts}));
    }
    if listing.drafts.is_empty() {
        if !unreadable {
            context.terminal.note("no letter is kept");
        }
        return Ok(());
    }
    let mut page = Page::new(context.terminal.width());
    for (id, record) in &listing.drafts {
        page.paragraph(id.as_str());
        page.item(" ", &described(record));
    }
    Ok(context.terminal.data(&page.finish())?)
}

fn described(record: &Record) -> String {
    let what = match (record.kind, &record.project) {
        (Kind::Introduction, Some(project)) => format!("first letter about {project}"),
        (Kind::Introduction | Kind::Idea, _) => "first letter about an own idea".to_owned(),
        (Kind::Reply, _) => "answer with a task".to_owned(),
        (Kind::Mail, _) => "mail written elsewhere".to_owned(),
    };
    let state = match &record.asking {
        Some(question) => format!("unfinished, `{question}` comes next"),
        None => "complete".to_owned(),
    };
    format!("{what}; {state}; changed {}", record.changed.format("%Y-%m-%d %H:%M"))
}

fn show(context: &Context, id: Id, print: bool) -> Result<(), Failure> {
    let session = Session::look(context, id)?;
    let catalog = guided::catalog_of(context, &session.record)?;
    let work = Work::of(&catalog, &session)?;
    let unfinished = session.record.asking.is_some();
    let mut letter = work.compose(context, &session).map_err(|failure| {
        if unfinished {
            failure.hint(format!("go on with it: `onlist drafts edit {}`", session.id))
        } else {
            failure
        }
    })?;
    if let Some(id) = &session.record.message_id {
        letter.draft.message_id = id.clone();
    }
    if print {
        return letter::let_out(context, &letter, &letter::Route::Print);
    }
    context.terminal.data(&letter::shown(&letter, context.terminal.width()))?;
    letter::tell_notices(context, &letter);
    Ok(())
}

fn edit(context: &Context, id: Id) -> Result<(), Failure> {
    if !context.terminal.can_ask() {
        return Err(Failure::new(Status::Usage, "there is no terminal to edit on")
            .hint("`onlist drafts show DRAFT --print` gives the letter as it is"));
    }
    guided::go_on(context, id)
}

/// Deletes a letter, one that cannot be read too, unless another run works on it.
fn delete(context: &Context, id: &Id, yes: bool) -> Result<(), Failure> {
    let store = Store::at(&context.state()?);
    let lock = store.lock(id)?;
    if !yes {
        if !context.terminal.can_ask() {
            return Err(Failure::new(Status::Usage, "there is no terminal to ask on")
                .hint("add `--yes` to delete it"));
        }
        if !context.terminal.confirm(&format!("Delete {id}"), false)? {
            return Ok(());
        }
    }
    drop(lock);
    Ok(store.delete(id)?)
}
