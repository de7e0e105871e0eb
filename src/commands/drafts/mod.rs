mod delete;
mod list;

use clap::{Args, Subcommand};
use onlist_core::drafts::{Id, Kind};
use onlist_core::outbox::Entry;

use self::delete::delete;
use self::list::list;
use super::letter_task::LetterTask;
use super::open_draft::{self, OpenDraft};
use super::sending::{confirm, ledger_writer, status};
use super::{guided, letter};
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::Page;

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
        #[arg(add = candidates::drafts())]
        draft: String,
        /// Print only the message
        #[arg(long)]
        print: bool,
    },
    /// Continue a letter (needs a terminal)
    Edit {
        /// Name of the draft, as listed by `onlist drafts`
        #[arg(add = candidates::drafts())]
        draft: String,
    },
    /// Delete a letter and its answers
    Delete {
        /// Name of the draft, as listed by `onlist drafts`
        #[arg(add = candidates::drafts())]
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

fn show(context: &Context, id: Id, print: bool) -> Result<(), Failure> {
    let outbox = context.outbox()?;
    if let Some(entry) = outbox.load(&outbox.index()?, &id)? {
        return show_queued(context, &entry, print);
    }
    let draft = OpenDraft::look(context, id)?;
    let catalog = open_draft::catalog_of(context, &draft.draft)?;
    let task = LetterTask::of(&catalog, &draft)?;
    let mut letter = match task.compose(context, &draft.draft) {
        Ok(letter) => letter,
        Err(_) if draft.draft.asking.is_some() && !print => return show_answers(context, &task, &draft),
        Err(failure) if draft.draft.asking.is_some() => {
            return Err(failure.hint(format!("continue with `onlist drafts edit {}`", draft.id)));
        }
        Err(failure) => return Err(failure),
    };
    if let Some(id) = &draft.draft.message_id {
        letter.identify(id.clone());
    }
    if print {
        return letter::output(context, &letter, &letter::Route::Print);
    }
    context.terminal.data(&letter::shown(&letter, context.terminal.width()))?;
    letter::tell_notices(context, &letter);
    Ok(())
}

/// Shows the answers of a letter that is not finished, and what is missing.
fn show_answers(context: &Context, task: &LetterTask<'_>, draft: &OpenDraft) -> Result<(), Failure> {
    let asked = task.asked(draft);
    let (missing, given): (Vec<_>, Vec<_>) = asked.iter().partition(|it| task.wants(it, draft));
    let mut page = Page::new(context.terminal.width());
    for prompt in given {
        if let Some(answer) = draft.get(prompt.question).filter(|it| !it.is_empty()) {
            page.paragraph(prompt.text);
            answer.lines().for_each(|line| page.item(" ", line));
        }
    }
    context.terminal.data(&page.finish())?;
    let missing: Vec<_> = missing.iter().filter(|it| it.needed).map(|it| it.text).collect();
    context.terminal.note(&format!("not answered yet: {}", missing.join("; ")));
    context.terminal.hint(format!("continue with `onlist drafts edit {}`", draft.id));
    Ok(())
}

/// Shows a letter whose bytes stay what they are, and what became of it.
fn show_queued(context: &Context, entry: &Entry, print: bool) -> Result<(), Failure> {
    let letter = entry.letter();
    if print {
        return Ok(context.terminal.bytes(&letter.message().with_lf())?);
    }
    context.terminal.data(&confirm::shown(letter, context.terminal.width())?)?;
    confirm::tell_notices(context, letter);
    context.terminal.note(&format!("{}: {}", entry.id(), status::describe(entry)));
    Ok(())
}

fn edit(context: &Context, id: Id) -> Result<(), Failure> {
    let (outbox, store) = (context.outbox()?, open_draft::store(context)?);
    if outbox.load(&outbox.index()?, &id)?.is_none() {
        OpenDraft::look(context, id.clone())?;
    }
    if !context.terminal.can_ask() {
        let what = format!("cannot edit {}", context.terminal.unasked());
        return Err(
            Failure::new(Status::Usage, what).hint("`onlist drafts show DRAFT --print` prints the letter")
        );
    }
    if let Some(letter) = outbox.hold(&outbox.index()?, &id)? {
        let kind = letter.letter().kind;
        if kind == Kind::Mail {
            return Err(Failure::new(Status::Usage, format!("`{id}` is a mail from a file"))
                .hint("edit the file and send it again"));
        }
        if !kind.has_answers() {
            return Err(Failure::new(Status::Usage, format!("`{id}` is complete, and kept as it is"))
                .hint(format!("delete it with `onlist drafts delete {id}` and write it again")));
        }
        // Both are held: nobody else takes the draft up in between.
        let lock = store.lock(&id)?;
        if letter.is_undelivered() {
            ledger_writer::close(context, &letter);
        }
        outbox.unqueue(letter)?;
        context.terminal.note("not delivered to anyone; it is a draft again");
        return guided::go_on_with(context, OpenDraft::locked(store, id, lock)?);
    }
    guided::go_on_with(context, OpenDraft::resume(context, id)?)
}
