use crate::report::{self, Page};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use clap::{Args, Subcommand};
use onlist_core::compose::Question;
use onlist_core::drafts::{self, Draft, Id, Kind};
use onlist_core::ledger::{Kind as Said, Topic};
use onlist_core::outbox::{self, Entry, Outbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::words::count;

use super::letter_task::LetterTask;
use super::open_draft::{self, OpenDraft};
use super::sending::{by_hand, confirm, ledger_writer, reminders, status};
use super::unfinished::Unfinished;
use super::{guided, letter};
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Prompt, Status};

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

/// How far a draft is.
#[derive(PartialEq, Eq)]
enum Progress {
    /// Questions are left.
    Unfinished,
    /// All questions were answered, and yet there is no letter, for this reason.
    Wrong(String),
    /// It is a letter.
    Complete,
    /// It was handed over, and nobody has said yet whether it was sent.
    HandedOver,
}

impl Progress {
    fn of(context: &Context, id: &Id, draft: &Draft, handed_over: bool) -> Self {
        if handed_over {
            return Self::HandedOver;
        }
        if draft.asking.is_some() {
            return Self::Unfinished;
        }
        let composed = || {
            let open = OpenDraft::look(context, id.clone())?;
            let catalog = open_draft::find_catalog(context, draft)?;
            LetterTask::of(&catalog, &open)?.compose(context, &open.draft).map(drop)
        };
        composed().map_or_else(|failure| Self::Wrong(failure.message.to_string()), |()| Self::Complete)
    }
}

/// A letter that is kept: as answers, or in the outbox.
enum Kept {
    Draft(Id, Box<Draft>, Progress),
    /// With what it says of a claim, where it does.
    Letter(Box<Entry>, Option<Said>),
}

fn list(context: &Context, json: bool) -> Result<(), Failure> {
    let (outbox, drafts) = (context.outbox()?, open_draft::store(context)?.list()?);
    let (index, open) = (outbox.index()?, outbox.list()?);
    let mut sent = if json { outbox.list_sent()? } else { outbox::Listing::default() };
    let broken = open.broken.into_iter().chain(sent.broken.drain(..)).map(Failure::from);
    let broken: Vec<_> = drafts.broken.into_iter().map(Failure::from).chain(broken).collect();
    for failure in &broken {
        failure.report(context.terminal);
    }
    let by_hand = by_hand::open(context);
    let handed = |draft: &Draft| draft.message_id.as_ref().is_some_and(|id| by_hand.contains(id));
    let unqueued = drafts.drafts.into_iter().filter(|(id, _)| !index.has(id));
    let (open, settled): (Vec<_>, Vec<_>) = open.entries.into_iter().partition(|it| !it.is_settled());
    let ledger = context.existing_ledger()?;
    let letters = |entries: Vec<Entry>| {
        entries.into_iter().map(|it| {
            let said = ledger.and_then(|ledger| reminders::said_in(ledger.reader(), it.letter()).ok()?);
            Kept::Letter(Box::new(it), said)
        })
    };
    let mut kept: Vec<_> = unqueued
        .map(|(id, draft)| {
            let progress = Progress::of(context, &id, &draft, handed(&draft));
            Kept::Draft(id, Box::new(draft), progress)
        })
        .chain(letters(open))
        .collect();
    let sent_before = index.sent() + settled.len();
    if json {
        kept.extend(letters(settled).chain(letters(sent.entries)));
    }
    kept.sort_by(|a, b| b.changed().cmp(&a.changed()).then_with(|| a.id().cmp(b.id())));
    if json {
        let drafts: Vec<_> = kept.iter().map(Kept::json).collect();
        return context.json(&serde_json::json!({"schema": 1, "drafts": drafts}));
    }
    let unfinished = Unfinished::calls(context)?;
    for call in &unfinished {
        context.terminal.note(&format!("begun and not finished: go on with `onlist {call}`"));
    }
    if kept.is_empty() && broken.is_empty() && unfinished.is_empty() {
        let what = if sent_before == 0 { "saved letters" } else { "letters to send" };
        context.terminal.note(&format!("no {what}"));
    }
    if context.terminal.wants_rows() {
        let rows: Vec<_> = kept.iter().map(Kept::row).collect();
        context.terminal.data(&report::rows(&rows))?;
    } else {
        let mut page = Page::new(context.terminal.width());
        for it in &kept {
            page.paragraph(it.id().as_str());
            page.item(" ", &it.described());
        }
        context.terminal.data(&page.finish())?;
    }
    if sent_before > 0 {
        context
            .terminal
            .note(&format!("{} already sent: see `onlist contacts`", count(sent_before, "letter")));
    }
    Ok(())
}

impl Kept {
    fn id(&self) -> &Id {
        match self {
            Self::Draft(id, ..) => id,
            Self::Letter(entry, _) => entry.id(),
        }
    }

    fn changed(&self) -> DateTime<FixedOffset> {
        match self {
            Self::Draft(_, draft, _) => draft.changed,
            Self::Letter(entry, _) => entry.last().map_or(entry.letter().queued, |last| last.at),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Draft(_, draft, _) => draft.kind,
            Self::Letter(entry, _) => entry.letter().kind,
        }
    }

    /// The project's id, where it is about one.
    fn project(&self) -> Option<String> {
        match self {
            Self::Draft(_, draft, _) => draft.project.clone(),
            Self::Letter(entry, _) => match &entry.letter().contact.as_ref()?.project {
                Topic::Project(id) => Some(id.to_string()),
                Topic::Idea(_) | Topic::Mentoring(_) | Topic::Bug(_) => None,
            },
        }
    }

    fn json(&self) -> serde_json::Value {
        let (asking, message_id, state) = match self {
            Self::Draft(_, draft, progress) => {
                let state = if *progress == Progress::HandedOver { "handed-over" } else { "draft" };
                (draft.asking.as_ref(), draft.message_id.as_ref(), state)
            }
            Self::Letter(entry, _) => (None, Some(&entry.letter().message_id), status::name(&entry.status())),
        };
        let changed = self.changed().to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut value = serde_json::json!({
            "id": self.id().as_str(), "kind": self.kind(), "project": self.project(), "changed": changed,
            "asking": asking, "message_id": message_id.map(MessageId::bare), "state": state,
        });
        if let Self::Letter(entry, _) = self {
            value["recipients"] = status::recipients(entry);
        }
        value
    }

    /// For programs: id, what it is, the project, state, when it was changed.
    fn row(&self) -> [String; 5] {
        let value = self.json();
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let state = match self {
            Self::Draft(_, _, Progress::Unfinished) => "unfinished".to_owned(),
            Self::Draft(_, _, Progress::Wrong(_)) => "wrong".to_owned(),
            _ => text("state"),
        };
        [text("id"), text("kind"), text("project"), state, text("changed")]
    }

    fn described(&self) -> String {
        let what = match (self.kind(), self.project()) {
            (Kind::Introduction, Some(project)) => format!("first letter about {project}"),
            (Kind::Introduction | Kind::Idea, _) => "first letter about your own idea".to_owned(),
            (Kind::Mentoring, Some(project)) => format!("offer to mentor {project}"),
            (Kind::Mentoring, None) => "offer to mentor".to_owned(),
            (Kind::Bug, _) => "bug report".to_owned(),
            (Kind::Reply, _) => match self {
                Self::Letter(_, Some(Said::Reminded)) => "reminder of a task".to_owned(),
                Self::Letter(_, Some(Said::Released)) => "word that a task is free again".to_owned(),
                _ => "answer to a mail".to_owned(),
            },
            (Kind::Mail, _) => "mail from a file".to_owned(),
            (Kind::FollowUp, _) => "reminder".to_owned(),
            (Kind::AnswerBack, _) => "answer".to_owned(),
            (Kind::Letter, _) => "letter".to_owned(),
        };
        let state = match self {
            Self::Letter(entry, _) => status::describe(entry),
            Self::Draft(_, draft, Progress::Unfinished) => {
                let next = draft.asking.as_deref().and_then(Question::named);
                let next = next.map_or("", |question| Prompt::new(question, false).text);
                format!("unfinished, next question: {next}")
            }
            Self::Draft(_, _, Progress::HandedOver) => {
                "left by hand: run `onlist` to say whether you sent it".to_owned()
            }
            Self::Draft(_, _, Progress::Wrong(reason)) => format!("not complete: {reason}"),
            Self::Draft(_, _, Progress::Complete) => "complete".to_owned(),
        };
        format!("{what}; {state}; changed {}", self.changed().format("%Y-%m-%d %H:%M"))
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

/// What another run has done with a letter meanwhile.
fn changed(outbox: &Outbox, id: &Id) -> Failure {
    match outbox.index().and_then(|index| outbox.load(&index, id)) {
        Ok(Some(letter)) if letter.is_settled() => {
            let what = format!("`{id}` was sent by another run in the meantime");
            Failure::new(Status::TryLater, what).hint("`onlist contacts` shows it")
        }
        _ => outbox::Error::Changed { id: id.clone() }.into(),
    }
}

/// Deletes a letter, one that cannot be read too, unless another run works on it.
fn delete(context: &Context, id: &Id, yes: bool) -> Result<(), Failure> {
    let (outbox, store) = (context.outbox()?, open_draft::store(context)?);
    let index = outbox.index()?;
    let letter = match outbox.hold(&index, id) {
        Err(error @ outbox::Error::BeingSent { .. }) => return Err(error.into()),
        Err(outbox::Error::Changed { .. }) => return Err(changed(&outbox, id)),
        // What cannot be read is deleted all the same.
        letter => letter.ok().flatten(),
    };
    let lock = match store.lock(id) {
        Err(drafts::Error::Missing { .. }) if index.has(id) => None,
        lock => Some(lock?),
    };
    // While the draft was waited for, another run may have made a letter of it.
    if !index.has(id) && outbox.index()?.has(id) {
        return Err(changed(&outbox, id));
    }
    if !yes {
        if !context.terminal.can_ask() {
            let what = format!("cannot ask {}", context.terminal.unasked());
            return Err(Failure::new(Status::Usage, what).hint("add `--yes` to delete it"));
        }
        if let Some(letter) = &letter {
            context.terminal.note(&format!("`{id}`: {}", status::describe(letter)));
        }
        if !context.terminal.confirm(&format!("Delete {id}"), false)? {
            return Ok(());
        }
    }
    match letter {
        Some(letter) => {
            if letter.is_settled() {
                context
                    .terminal
                    .note(&format!("`{id}` was already sent: only the copy kept here is deleted"));
            }
            // Once the letter is gone, nothing else can tell.
            ledger_writer::close(context, &letter);
            let unsent = letter.is_undelivered().then(|| letter.letter().clone());
            outbox.delete(letter)?;
            unsent.map_or(Ok(()), |it| reminders::withdraw(context, &it))?;
        }
        None => outbox.delete_broken(&index, id)?,
    }
    match lock {
        Some(lock) => Ok(store.delete(id, lock)?),
        None => Ok(()),
    }
}
