use clap::{Args, Subcommand};
use onlist_core::ledger::{ContactStatus, Event};
use onlist_mail::words::count;

use super::contact::{Contacts as Known, find_catalog};
use super::forget::Wanted;
use super::mark::{Mark, mark};
use crate::candidates;
use crate::catalogs::Searched;
use crate::context::Context;
use crate::messages::Failure;
use crate::report::{self, ContactView, SeasonDate};

/// Show what became of your letters, who has the next move, and the command for it
///
/// Words search communities, seasons, projects, people, lists and subjects; all must match.
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
    /// Remove a person, or an old time, from all that is kept here
    ///
    /// Ledger, drafts, sent letters and copies of archives are searched. Of each letter a hash of its
    /// Message-ID stays, so that nothing is sent twice. What stays elsewhere is named.
    Forget {
        /// Address or name of the person
        #[arg(required_unless_present = "before", conflicts_with = "before", add = candidates::people())]
        person: Option<String>,
        /// Forget the contacts in which nothing has happened since this day (YYYY-MM-DD, `-200d`)
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        before: Option<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

impl Contacts {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        match &self.verb {
            Some(Verb::Mark { contact, state }) => return mark(context, contact, *state),
            Some(Verb::Forget { person, before, yes }) => {
                let (person, before) = (person.as_deref(), before.as_deref());
                return Wanted { person, before, yes: *yes }.run(context);
            }
            None => {}
        }
        let known = Known::read(context)?;
        if known.history.unknown > 0 {
            let what = count(known.history.unknown, "event");
            context.terminal.note(&format!("skipped {what} of a kind that only newer versions know"));
        }
        tell_of_later_ones(context, &known.history.events);
        let wanted = |it: &&ContactStatus| self.words.iter().all(|word| it.mentions(word));
        let chosen: Vec<_> = known.all.iter().filter(wanted).collect();
        if known.history.events.is_empty() {
            context.terminal.note("no contacts yet");
        } else if chosen.is_empty() && !known.all.is_empty() {
            context.terminal.note("no contact matches");
            context.terminal.hint("try fewer words, or run `onlist contacts` to see all");
        }
        let catalogs = if chosen.is_empty() { Vec::new() } else { context.catalogs().unwrap_or_default() };
        let view = |status| ContactView {
            status,
            command: known.command(context, status),
            dates: dates(context, &catalogs, status),
        };
        let views: Vec<_> = chosen.into_iter().map(view).collect();
        if self.json {
            return context.json(&report::contacts_json(&views, context.now));
        }
        if context.terminal.wants_rows() {
            return Ok(context.terminal.data(&report::contact_rows(&views))?);
        }
        if views.is_empty() {
            return Ok(());
        }
        Ok(context.terminal.data(&report::contacts(&views, context.now, context.terminal.width()))?)
    }
}

/// The days of a contact's season that have not passed, where a catalog knows it.
fn dates(context: &Context, catalogs: &[Searched], status: &ContactStatus) -> Vec<SeasonDate> {
    let Some(catalog) = find_catalog(context, catalogs, status) else { return Vec::new() };
    let season = catalog.seasons.iter().find(|season| season.id == status.contact.season);
    let Some(season) = season else { return Vec::new() };
    let days =
        [("apply-from", season.apply_from), ("apply-until", season.apply_until), ("ends", season.ends)];
    let dated = days.into_iter().filter_map(|(what, day)| Some(SeasonDate { what, day: day?.0 }));
    dated.filter(|it| it.day >= context.now.date_naive()).collect()
}

/// A clock that goes wrong is not to hide what was sent.
fn tell_of_later_ones(context: &Context, events: &[Event]) {
    let later = events.iter().filter(|event| event.at > context.now).count();
    if later > 0 {
        let now = context.now.format("%Y-%m-%d %H:%M");
        context.terminal.note(&format!("skipped {} later than {now}", count(later, "event")));
    }
}
