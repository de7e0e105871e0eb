use std::path::PathBuf;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use clap::Args;
use onlist_core::catalog::Catalog;
use onlist_core::newcomers::newcomers;
use onlist_core::people::People;
use onlist_core::report::Sources;
use onlist_mail::file;

use super::archives::Archives;
use super::newcomers::{self as first_contacts, span};
use super::sending::claims;
use super::triage::remembered::Remembered;
use super::triage::{SourceArgs, since};
use super::{own_tasks, team_claims};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::{self, MeetingPage};

/// What stands for the time of the report before this one.
const LAST: &str = "last";

/// How far one looks back for those who wait, in days.
const WAITING_DAYS: u64 = 200;

/// Show the numbers for the mentors' meeting: who is needed, who engaged, what became of tasks
///
/// Reads a list's archive as `triage` does, and the ledger. By project and week: first letters, how many wait, the
/// time to the first answer, how many wrote again, how many mentors answered, tasks given, done and lapsed.
/// Numbers only, unless `--names` is given. It is text to be read, in a pipe too; scripts take `--json`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    source: SourceArgs,

    /// Days without a mentor's answer after which somebody is needed; default: the community's time to wait
    #[arg(long, value_name = "N")]
    days: Option<u16>,

    /// Name people and letters too: for the meeting, not for publication
    #[arg(long)]
    names: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Report {
    pub(crate) fn run(mut self, context: &mut Context) -> Result<(), Failure> {
        let catalog = own_tasks::with(context, &context.catalog()?)?;
        let since = self.since(context).map_err(|failure| {
            let archives = Archives::find(context, &self.source.archives, &catalog).err();
            Failure::several(std::iter::once(failure).chain(archives))
        })?;
        // Who waits since before is needed still.
        let far = context.now.date_naive().checked_sub_days(Days::new(WAITING_DAYS));
        self.source.since = since.map(|it| far.map_or(it, |far| it.min(far)).to_string());
        let opened = self.source.open(context, &catalog)?;
        let (from, until) = match since {
            Some(day) => (midnight(day), context.now.timestamp()),
            None => span(context, &opened, &catalog)?,
        };
        team_claims::take(context, &opened.archives, &opened.threads, &catalog)?;
        let people = People::of(&opened.threads, &opened.known(&catalog));
        let remembered = Remembered::read(context)?;
        let mut all = opened.introductions(context, &catalog, &people, &remembered)?;
        all.retain(|it| !remembered.is_dismissed(opened.threads.entry(it.node).id));
        let time = |node| opened.threads.entry(node).time.unwrap_or_default();
        let last = first_contacts::last(context, until);
        let introductions: Vec<_> =
            all.iter().filter(|it| (from..=last).contains(&time(it.node))).cloned().collect();
        let mut claims = claims::known(context)?;
        claims.retain(|it| (from..=until).contains(&it.given.timestamp()) && is_ours(&catalog, it));
        let found = newcomers(&opened.threads, &people, &introductions, from, last);
        let days = self.days.unwrap_or(catalog.conventions.ping_after_days().value);
        let known = opened.known(&catalog).catalog;
        let sources = Sources {
            threads: &opened.threads,
            people: &people,
            catalog: known,
            introductions: &introductions,
            waiting: &all,
            newcomers: &found,
            claims: &claims,
            days,
            now: context.now,
        };
        let made = sources.report();
        let page = MeetingPage {
            report: &made,
            threads: &opened.threads,
            people: &people,
            from: DateTime::from_timestamp(from, 0).map(|it| it.date_naive()),
            to: DateTime::from_timestamp(until, 0).map(|it| it.date_naive()),
            days,
            names: self.names,
        };
        if self.json {
            context.json(&report::meeting_json(&page, opened.archives.diagnostics()))?;
        } else {
            opened.archives.tell_diagnostics(context);
            if !people.guides_known() {
                context.terminal.note("mentors of this list are unknown: an answer by anybody counts");
                context.terminal.hint("name them: `--catalog FILE`, or `--maintainers FILE`");
            }
            context.terminal.data(&report::meeting(&page, context.terminal.width()))?;
        }
        remember(context);
        Ok(())
    }

    /// The first day that counts, where the call names one.
    fn since(&self, context: &Context) -> Result<Option<NaiveDate>, Failure> {
        let Some(named) = &self.source.since else { return Ok(None) };
        if named != LAST {
            return since(named, context.now.date_naive()).map(Some);
        }
        match last(context)? {
            Some(at) => since(&at.date_naive().to_string(), context.now.date_naive()).map(Some),
            None => Err(Failure::new(Status::Usage, "no report was made before")
                .hint("give a day: `--since YYYY-MM-DD`; the next report can say `--since last`")),
        }
    }
}

/// Whether a task was given in the community of the catalog.
fn is_ours(catalog: &Catalog, claim: &onlist_core::tasks::Claim) -> bool {
    claim.community.as_ref().is_none_or(|it| *it == catalog.community.id)
}

fn midnight(day: NaiveDate) -> i64 {
    day.and_hms_opt(0, 0, 0).map_or(0, |it| it.and_utc().timestamp())
}

fn path(context: &Context) -> Result<PathBuf, Failure> {
    Ok(context.state()?.join("last-report"))
}

/// When the last report was made.
fn last(context: &Context) -> Result<Option<DateTime<FixedOffset>>, Failure> {
    let path = path(context)?;
    if !path.exists() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&file::read(&path, file::MAIL_LIMIT)?).into_owned();
    let broken = |_| Failure::new(Status::Data, format!("`{}` holds no time", path.display()));
    DateTime::parse_from_rfc3339(text.trim()).map(Some).map_err(broken)
}

/// Remembers when this report was made. It is not worth a failure.
fn remember(context: &Context) {
    let write = || -> Result<(), Failure> {
        let path = path(context)?;
        if let Some(folder) = path.parent() {
            file::make_folders(folder).map_err(|error| Failure::making(folder, &error))?;
        }
        Ok(file::replace(&path, format!("{}\n", context.now.to_rfc3339()).as_bytes())?)
    };
    if let Err(failure) = write() {
        context
            .terminal
            .warning(&format!("`--since last` will not know of this report: {}", failure.message));
    }
}
