use crate::report;
use clap::{Args, Subcommand, ValueEnum};
use onlist_core::ledger::{ContactStatus, Event, History, Kind, replay};
use onlist_mail::text::Line;
use onlist_mail::words::{count, or};

use super::sending::by_hand;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Show who was written to, who got an answer and who is waiting
///
/// Searches communities, seasons, projects, people, lists and subjects; all words must match.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct Contacts {
    #[command(subcommand)]
    verb: Option<Verb>,

    /// Words to search for
    #[arg(add = candidates::contacts())]
    words: Vec<String>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Say of a contact what no program can see
    Mark {
        /// Project id, Message-ID of a letter, or address of the person
        #[arg(add = candidates::contacts())]
        contact: String,
        /// What is so
        state: Mark,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mark {
    /// Somebody has answered
    Answered,
    /// Nothing more is to come of it
    Closed,
}

impl Contacts {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(Verb::Mark { contact, state }) = &self.verb {
            return mark(context, contact, *state);
        }
        let History { events, unknown } = match context.existing_ledger()? {
            Some(ledger) => ledger.reader().events()?,
            None => History::default(),
        };
        if unknown > 0 {
            let what = count(unknown, "event");
            context.terminal.note(&format!("skipped {what} of a kind that only newer versions know"));
        }
        tell_of_later_ones(context, &events);
        let mut contacts = replay(&events, context.now);
        let known = contacts.len();
        contacts.retain(|it| self.words.iter().all(|word| it.mentions(word)));
        if events.is_empty() {
            context.terminal.note("no contacts yet");
        } else if contacts.is_empty() && known > 0 {
            context.terminal.note("no contact matches");
            context.terminal.hint("try fewer words, or run `onlist contacts` to see all");
        }
        if self.json {
            return context.json(&report::contacts_json(&contacts));
        }
        if context.terminal.wants_rows() {
            return Ok(context.terminal.data(&report::contact_rows(&contacts))?);
        }
        if contacts.is_empty() {
            return Ok(());
        }
        let terminal = context.terminal;
        let text = report::contacts(&contacts, context.now, terminal.width(), terminal.is_plain());
        Ok(terminal.data(&text)?)
    }
}

/// Adds what the owner says of a contact.
fn mark(context: &Context, wanted: &str, state: Mark) -> Result<(), Failure> {
    let events = match context.existing_ledger()? {
        Some(ledger) => ledger.reader().events()?.events,
        None => Vec::new(),
    };
    let contacts = replay(&events, context.now);
    let is = |it: &&ContactStatus| {
        let letters = it.letters.iter().any(|id| id.bare() == wanted.trim_matches(['<', '>']));
        let named = it.contact.project.to_string().eq_ignore_ascii_case(wanted);
        letters || named || it.contact.person.as_str().eq_ignore_ascii_case(wanted)
    };
    let found: Vec<_> = contacts.iter().filter(is).collect();
    let failure = |what: &str| Failure::new(Status::Usage, format!("{what} `{}`", Line::sanitize(wanted)));
    let one = match found[..] {
        [one] => one,
        [] => return Err(failure("no contact").hint("run `onlist contacts` to see all")),
        ref several => {
            let ids: Vec<_> = several.iter().map(|it| format!("`{}`", it.by.message_id.bare())).collect();
            let hint = format!("name the letter: {}", or(&ids));
            return Err(failure(&format!("{} are meant by", count(ids.len(), "contact"))).hint(hint));
        }
    };
    let (kind, said) = match state {
        Mark::Answered => (Kind::Answered, "answered"),
        Mark::Closed => (Kind::Closed, "closed"),
    };
    by_hand::tell(context, &one.by, kind, context.now)?;
    context.terminal.note(&format!("{}, {}: marked as {said}", one.contact.project, one.contact.person));
    Ok(())
}

/// A clock that goes wrong is not to hide what was sent.
fn tell_of_later_ones(context: &Context, events: &[Event]) {
    let later = events.iter().filter(|event| event.at > context.now).count();
    if later > 0 {
        let now = context.now.format("%Y-%m-%d %H:%M");
        context.terminal.note(&format!("skipped {} later than {now}", count(later, "event")));
    }
}
