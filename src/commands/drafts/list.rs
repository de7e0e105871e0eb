//! The letters that are kept, and how far each is.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use onlist_core::compose::Question;
use onlist_core::drafts::{Draft, Id, Kind};
use onlist_core::ledger::{Kind as Said, Topic};
use onlist_core::outbox::{self, Entry};
use onlist_mail::message_id::MessageId;
use onlist_mail::words::count;

use crate::commands::letter_task::LetterTask;
use crate::commands::open_draft::{self, OpenDraft};
use crate::commands::sending::{by_hand, reminders, status};
use crate::commands::unfinished::Unfinished;
use crate::context::Context;
use crate::messages::{Failure, Prompt};
use crate::report::{self, Page};

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

pub(super) fn list(context: &Context, json: bool) -> Result<(), Failure> {
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
