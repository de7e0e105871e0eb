use crate::report::Page;
use clap::{Args, Subcommand};
use onlist_core::drafts::{Id, Kind, Record, Store};
use onlist_core::outbox::{Entry, Outbox, State};
use onlist_mail::words::count;

use super::sending::{book, confirm, standing};
use super::session::{self, Session};
use super::work::Work;
use super::{guided, letter};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// List, show, edit or delete saved letters
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
    /// Show a letter
    Show {
        /// Name of the draft, as listed by `onlist drafts`
        draft: String,
        /// Print only the message
        #[arg(long)]
        print: bool,
    },
    /// Continue a letter (needs a terminal)
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
    let state = context.state()?;
    let (drafts, outbox) = (Store::at(&state).list()?, Outbox::at(&state).list()?);
    let unreadable = !drafts.broken.is_empty() || !outbox.broken.is_empty();
    for error in drafts.broken {
        Failure::from(error).report(context.terminal);
    }
    for error in outbox.broken {
        Failure::from(error).report(context.terminal);
    }
    let entry = |id: &Id| outbox.entries.iter().find(|entry| entry.id() == id);
    let kept: Vec<_> = drafts.drafts.iter().map(|(id, record)| (id, record, entry(id))).collect();
    if json {
        let drafts: Vec<_> = kept.iter().map(|(id, record, entry)| as_json(id, record, *entry)).collect();
        return context.json(&serde_json::json!({"schema": 1, "drafts": drafts}));
    }
    let unsent = |entry: Option<&Entry>| entry.is_none_or(|entry| entry.state() != State::Accepted);
    let shown: Vec<_> = kept.iter().filter(|(_, _, entry)| unsent(*entry)).collect();
    if shown.is_empty() && !unreadable {
        let what = if kept.is_empty() { "saved letters" } else { "letters to send" };
        context.terminal.note(&format!("no {what}"));
    }
    let mut page = Page::new(context.terminal.width());
    for (id, record, entry) in &shown {
        page.paragraph(id.as_str());
        page.item(" ", &described(record, *entry));
    }
    context.terminal.data(&page.finish())?;
    if let sent @ 1.. = kept.len() - shown.len() {
        context.terminal.note(&format!("{} already sent: see `onlist contacts`", count(sent, "letter")));
    }
    Ok(())
}

fn as_json(id: &Id, record: &Record, entry: Option<&Entry>) -> serde_json::Value {
    let state = entry.map_or("draft", |entry| standing::name(&entry.state()));
    let mut value = serde_json::json!({
        "id": id.as_str(), "kind": record.kind, "project": record.project, "changed": record.changed,
        "asking": record.asking, "message_id": record.message_id.as_ref().map(onlist_mail::message_id::MessageId::bare),
        "state": state,
    });
    if let Some(entry) = entry {
        value["recipients"] = standing::recipients(entry);
    }
    value
}

fn described(record: &Record, entry: Option<&Entry>) -> String {
    let what = match (record.kind, &record.project) {
        (Kind::Introduction, Some(project)) => format!("first letter about {project}"),
        (Kind::Introduction | Kind::Idea, _) => "first letter about your own idea".to_owned(),
        (Kind::Reply, _) => "answer with a task".to_owned(),
        (Kind::Mail, _) => "mail from a file".to_owned(),
    };
    let state = match (entry, &record.asking) {
        (Some(entry), _) => standing::describe(entry),
        (None, Some(question)) => format!("unfinished, next question: `{question}`"),
        (None, None) if record.kind == Kind::Mail => "incomplete: send the file again".to_owned(),
        (None, None) => "complete".to_owned(),
    };
    format!("{what}; {state}; changed {}", record.changed.format("%Y-%m-%d %H:%M"))
}

fn show(context: &Context, id: Id, print: bool) -> Result<(), Failure> {
    if let Some(entry) = Outbox::at(&context.state()?).load(&id)? {
        return show_frozen(context, &entry, print);
    }
    let session = Session::look(context, id)?;
    let catalog = session::catalog_of(context, &session.record)?;
    let work = Work::of(&catalog, &session)?;
    let unfinished = session.record.asking.is_some();
    let mut letter = work.compose(context, &session).map_err(|failure| {
        if unfinished {
            failure.hint(format!("continue with `onlist drafts edit {}`", session.id))
        } else {
            failure
        }
    })?;
    if let Some(id) = &session.record.message_id {
        letter.content.message_id = id.clone();
    }
    if print {
        return letter::let_out(context, &letter, &letter::Route::Print);
    }
    context.terminal.data(&letter::shown(&letter, context.terminal.width()))?;
    letter::tell_notices(context, &letter);
    Ok(())
}

/// Shows a letter whose bytes stay what they are, and what became of it.
fn show_frozen(context: &Context, entry: &Entry, print: bool) -> Result<(), Failure> {
    let outgoing = entry.outgoing();
    if print {
        return Ok(context.terminal.bytes(&outgoing.message().with_lf())?);
    }
    context.terminal.data(&confirm::letter(outgoing, context.terminal.width())?)?;
    confirm::tell_notices(context, outgoing);
    context.terminal.note(&format!("{}: {}", entry.id(), standing::describe(entry)));
    Ok(())
}

fn edit(context: &Context, id: Id) -> Result<(), Failure> {
    if !context.terminal.can_ask() {
        return Err(Failure::new(Status::Usage, "cannot edit without a terminal")
            .hint("`onlist drafts show DRAFT --print` prints the letter"));
    }
    let state = context.state()?;
    if Store::at(&state).load(&id)?.kind == Kind::Mail {
        return Err(Failure::new(Status::Usage, format!("`{id}` is a mail from a file"))
            .hint("edit the file and send it again"));
    }
    let outbox = Outbox::at(&state);
    let lock = Store::at(&state).lock(&id)?;
    if let Some(entry) = outbox.load(&id)? {
        book::close(context, &entry);
        outbox.thaw(&id)?;
        context.terminal.note("not delivered to anyone; it is a draft again");
    }
    drop(lock);
    guided::go_on(context, id)
}

/// Deletes a letter, one that cannot be read too, unless another run works on it.
fn delete(context: &Context, id: &Id, yes: bool) -> Result<(), Failure> {
    let store = Store::at(&context.state()?);
    let lock = store.lock(id)?;
    let entry = Outbox::at(&context.state()?).load(id).ok().flatten();
    if !yes {
        if !context.terminal.can_ask() {
            return Err(
                Failure::new(Status::Usage, "cannot ask without a terminal").hint("add `--yes` to delete it")
            );
        }
        if let Some(entry) = &entry {
            context.terminal.note(&format!("`{id}`: {}", standing::describe(entry)));
        }
        if !context.terminal.confirm(&format!("Delete {id}"), false)? {
            return Ok(());
        }
    }
    if let Some(entry) = &entry {
        // Once the letter is gone, nothing else can tell.
        book::close(context, entry);
    }
    drop(lock);
    Ok(store.delete(id)?)
}
