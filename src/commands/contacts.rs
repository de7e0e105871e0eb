use crate::report;
use clap::Args;
use onlist_core::ledger::{Event, History, replay};
use onlist_mail::words::count;

use crate::candidates;
use crate::context::Context;
use crate::messages::Failure;

/// Show who was written to, who got an answer and who is waiting
///
/// Searches communities, seasons, projects, people, lists and subjects; all words must match.
#[derive(Debug, Args)]
pub(crate) struct Contacts {
    /// Words to search for
    #[arg(add = candidates::contacts())]
    words: Vec<String>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Contacts {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
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

/// A clock that goes wrong is not to hide what was sent.
fn tell_of_later_ones(context: &Context, events: &[Event]) {
    let later = events.iter().filter(|event| event.at > context.now).count();
    if later > 0 {
        let now = context.now.format("%Y-%m-%d %H:%M");
        context.terminal.note(&format!("skipped {} later than {now}", count(later, "event")));
    }
}
