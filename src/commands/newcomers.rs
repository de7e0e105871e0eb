use chrono::{DateTime, Datelike, NaiveDate};
use clap::Args;
use onlist_core::catalog::{Catalog, Season};
use onlist_core::newcomers::{self, Newcomer, newcomers};
use onlist_core::people::People;
use onlist_mail::mailbox::Address;
use onlist_mail::words::count;

use super::triage::remembered::Remembered;
use super::triage::{Opened, SourceArgs};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::{self, NewcomersPage};

/// Show who wrote for the first time in a season, and what they did since
///
/// Facts that mentors count by hand, each with the posts behind it: first contact, answers, whether they
/// wrote again, patches and their later versions, other threads. Only people whose first contact lies in
/// the season, in the order of first contact. There is no score, and nothing is kept after the run.
#[derive(Debug, Args)]
pub(crate) struct Newcomers {
    #[command(flatten)]
    source: SourceArgs,

    /// Show addresses too
    #[arg(long)]
    addresses: bool,

    /// Only this person, by address
    #[arg(long, value_name = "ADDRESS", conflicts_with = "me")]
    person: Option<Address>,

    /// Only yourself
    #[arg(long)]
    me: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Newcomers {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let catalog = context.catalog()?;
        let opened = self.source.open(context, &catalog)?;
        let (from, until) = span(context, &opened, &catalog)?;
        let people = People::of(&opened.threads, &opened.known(&catalog));
        let remembered = Remembered::read(context)?;
        let mut introductions = opened.all_introductions(context, &catalog, &people, &remembered)?;
        introductions.retain(|it| !remembered.is_dismissed(opened.threads.entry(it.node).id));
        let mut found = newcomers(&opened.threads, &people, &introductions, from, last(context, until));
        let rate = newcomers::second_mail_rate(&found);
        let (all, back) = (found.len(), newcomers::answered_back(&found));
        if self.person.is_some() || self.me {
            let settings = context.settings();
            let own = settings.identity.email.iter().chain(&settings.identity.also);
            let wanted: Vec<_> = self.person.iter().chain(own.filter(|_| self.me)).collect();
            found.retain(|it| is_one_of(&people, it, &wanted));
            if found.is_empty() {
                return Err(unknown(&self, &in_words(from, until)));
            }
        }
        let page = NewcomersPage { threads: &opened.threads, people: &people, found: &found, rate };
        if self.json {
            return context.json(&report::newcomers_json(
                &page,
                self.addresses,
                opened.archives.diagnostics(),
            ));
        }
        opened.archives.tell_diagnostics(context);
        if found.is_empty() {
            context.terminal.note(&format!("no newcomer {}", in_words(from, until)));
            context.terminal.hint("give another first day with `--since YYYY-MM-DD`");
            return Ok(());
        }
        let terminal = context.terminal;
        if let Some(rate) = rate.filter(|_| self.person.is_none() && !self.me) {
            terminal.note(&format!(
                "second-mail rate {:.0} %: {back} of {} got an answer and wrote again",
                rate * 100.0,
                count(all, "newcomer")
            ));
        }
        let text = if terminal.shows_data() {
            report::newcomers(&page, terminal.width(), terminal.is_plain(), self.addresses)
        } else {
            report::newcomers_rows(&page, self.addresses)
        };
        Ok(terminal.data(&text)?)
    }
}

/// The span in which first contacts count: since `--since`, else the season's year, at the latest to its last day.
pub(crate) fn span(context: &Context, opened: &Opened, catalog: &Catalog) -> Result<(i64, i64), Failure> {
    let now = context.now.timestamp();
    if let Some(since) = opened.since {
        return Ok((since.timestamp(), now));
    }
    let season = opened.known(catalog).catalog.and_then(Catalog::season);
    let last = season.and_then(Season::last_day);
    // A season may end years after the one that it is named after.
    let year = season.and_then(|it| it.year).map(i32::from).or(last.map(|it| it.year()));
    let first = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let second = |day: NaiveDate, hour| day.and_hms_opt(hour, 0, 0).map(|it| it.and_utc().timestamp());
    match first.and_then(|it| second(it, 0)).zip(last.and_then(|it| second(it, 23))) {
        Some((first, last)) => Ok((first, last.min(now))),
        None => Err(Failure::new(Status::Usage, "since when? no catalog tells the season of this list")
            .hint("give `--since YYYY-MM-DD`, or a catalog with `--catalog`")),
    }
}

/// The time of the last posts that count in a span. One of a time that is to come has a wrong date, and is there.
pub(crate) fn last(context: &Context, until: i64) -> i64 {
    if until == context.now.timestamp() { i64::MAX } else { until }
}

fn is_one_of(people: &People, newcomer: &Newcomer, wanted: &[&Address]) -> bool {
    let addresses = people.addresses(newcomer.person);
    wanted.iter().any(|it| addresses.iter().any(|own| own.eq_ignore_ascii_case(it.as_str())))
}

/// A span, by its days.
fn in_words(from: i64, until: i64) -> String {
    let day = |at| DateTime::from_timestamp(at, 0).map_or(String::new(), |it| it.date_naive().to_string());
    format!("from {} to {}", day(from), day(until))
}

fn unknown(arguments: &Newcomers, span: &str) -> Failure {
    match &arguments.person {
        Some(person) => Failure::new(Status::Usage, format!("no newcomer of this span writes as `{person}`"))
            .hint(format!(
                "only people whose first letter lies in the span are shown: {span}; see `--since`"
            )),
        None => Failure::new(Status::Usage, "you are no newcomer of this span")
            .hint("`email` and `also` in the settings are the addresses that are looked for"),
    }
}
