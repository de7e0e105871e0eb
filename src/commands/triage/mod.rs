mod outgoing;
pub(super) mod remembered;
mod walk;

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use onlist_core::catalog::{Catalog, List};
use onlist_core::people::{Known, People, maintainers};
use onlist_core::resolve;
use onlist_core::triage::{self, Introduction, State, Triage as Finder};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::read::Post;
use onlist_mail::thread::{Node, Options, Threads};
use onlist_mail::words::count;

use self::remembered::Remembered;
use self::walk::Walk;
use super::archives::Archives;
use super::day::past_day;
use super::{own_tasks, team_claims};
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::{self, TriagePage};

/// Show which newcomers wait for an answer
///
/// Reads a list's archive, finds the first letters of newcomers among all other mail, and shows for each how
/// long it waits, for which project, and whether somebody answered. It needs neither a catalog nor
/// settings; with a catalog about the list, or with `--maintainers`, it knows whose answer counts.
///
/// With `--interactive`, it goes from one letter to the next: read it, write a note, skip it, say that it is no
/// first letter, or answer it. All answers are shown once more at the end, and sent together after you confirm.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct Triage {
    #[command(flatten)]
    source: SourceArgs,

    /// Only letters about this project: id
    #[arg(long, value_name = "ID", add = candidates::projects())]
    project: Option<String>,

    /// One project after the other, letters about none last
    #[arg(long)]
    by_project: bool,

    /// Only those who wait for an answer by a mentor, or by anyone
    #[arg(long, value_name = "WHO")]
    waiting_for: Option<WaitingFor>,

    /// Only letters to you, about your projects, or answered by you
    #[arg(long)]
    mine: bool,

    /// Also what is probably no first letter, and what you said is none
    #[arg(long)]
    all: bool,

    /// Go through those who wait, one by one: read, note, skip, answer
    #[arg(short, long, conflicts_with_all = ["json", "why"])]
    interactive: bool,

    /// Say why each is taken for a first letter
    #[arg(long)]
    why: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

/// The archives that are read, and what is known of the people in them.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// Archives: mbox file, Maildir, pipermail months, public-inbox folder or URL, or a name of the settings
    #[arg(value_name = "ARCHIVE", add = candidates::archives())]
    pub(crate) archives: Vec<OsString>,

    /// Only letters since this day (YYYY-MM-DD, or `-4w`)
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(crate) since: Option<String>,

    /// File that names the maintainers, as MAINTAINERS of a kernel does
    #[arg(long, value_name = "FILE")]
    maintainers: Option<PathBuf>,

    /// Also put answers into a thread by their subject alone
    #[arg(long)]
    by_subject: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WaitingFor {
    /// Somebody who mentors or maintains
    Mentor,
    /// Anybody at all
    Anyone,
}

/// What the arguments of an archive come to.
pub(crate) struct Opened {
    pub(crate) archives: Archives,
    pub(crate) threads: Threads,
    pub(crate) since: Option<DateTime<Utc>>,
    maintainers: Vec<Mailbox>,
    own: Vec<Address>,
    is_about: bool,
}

impl Triage {
    /// Goes through those who wait in a file of mails, one by one.
    pub(crate) fn guided(context: &mut Context, file: PathBuf) -> Result<(), Failure> {
        let source = SourceArgs {
            archives: vec![file.into_os_string()],
            since: None,
            maintainers: None,
            by_subject: false,
        };
        let walk = Self {
            source,
            project: None,
            waiting_for: None,
            mine: false,
            all: false,
            interactive: true,
            by_project: false,
            why: false,
            json: false,
        };
        walk.run(context)
    }
}

impl SourceArgs {
    /// Reads the archives.
    pub(crate) fn open(&self, context: &Context, catalog: &Catalog) -> Result<Opened, Failure> {
        let since = self.since.as_ref().map(|text| since(text, context.now.date_naive())).transpose();
        let found = Archives::find(context, &self.archives, catalog);
        let named = self.maintainers.as_ref().map(|file| context.text_of(file)).transpose();
        let (since, found, named) = match (since, found, named) {
            (Ok(since), Ok(found), Ok(named)) => (since, found, named),
            (since, found, named) => {
                let faults = [since.err(), found.err(), named.err()];
                return Err(Failure::several(faults.into_iter().flatten()));
            }
        };
        let since = since.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|it| it.and_utc());
        let mut archives = found.asking_since(since);
        let threads = archives.threads(context, Options { by_subject: self.by_subject })?;
        let identity = &context.settings().identity;
        let own = identity.email.iter().chain(&identity.also).cloned().collect();
        let is_about = context.catalog_is_named() || triage::is_about(catalog, &threads);
        let maintainers = named.map(|text| maintainers(&text)).unwrap_or_default();
        let mut opened = Opened { archives, threads, since, maintainers, own, is_about };
        opened.is_about |= opened.threads.lists().next().is_none() && opened.goes_to_lists_of(catalog)?;
        Ok(opened)
    }
}

fn no_catalog() -> Failure {
    Failure::new(Status::Usage, "`--project`: no catalog about this list tells its projects")
        .hint("name one that does: `--catalog FILE`")
}

/// Reads a first day, which is not to come.
pub(super) fn since(text: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    let wrong = |reason| Failure::new(Status::Usage, format!("`--since`: {reason}"));
    let first = past_day(text, today).map_err(wrong)?;
    if first > today {
        return Err(wrong(format!("{first} has not come yet: today is {today}")));
    }
    Ok(first)
}

impl Opened {
    /// What is known of people, with the catalog if it is about the list.
    pub(crate) fn known<'k>(&'k self, catalog: &'k Catalog) -> Known<'k> {
        let catalog = Some(catalog).filter(|_| self.is_about);
        Known { catalog, maintainers: &self.maintainers, own: &self.own }
    }

    /// Whether some of the posts, of which no list has left a mark, were sent to a list of the catalog.
    fn goes_to_lists_of(&self, catalog: &Catalog) -> Result<bool, Failure> {
        const LOOKED_AT: usize = 50;
        let some: Vec<_> = self.threads.nodes().take(LOOKED_AT).collect();
        let mut goes = false;
        self.visit(&some, |_, octets| {
            let Ok(post) = Post::read(octets) else { return };
            let to = |list: &List| post.to.iter().chain(&post.cc).any(|it| list.is(&it.address));
            goes |= catalog.lists.iter().any(to);
        })?;
        Ok(goes)
    }

    /// Whether a post came in the span that is asked for.
    pub(crate) fn is_since(&self, node: Node) -> bool {
        let time = self.threads.entry(node).time;
        self.since.is_none_or(|since| time.is_none_or(|time| time >= since.timestamp()))
    }

    /// Finds the first letters, and what came of them.
    pub(crate) fn introductions<'k>(
        &'k self,
        context: &Context,
        catalog: &'k Catalog,
        people: &'k People<'k>,
        remembered: &Remembered,
    ) -> Result<Vec<Introduction<'k>>, Failure> {
        let mut candidates = triage::candidates(&self.threads, people, self.known(catalog).catalog);
        candidates.retain(|node| self.is_since(*node));
        self.classified(context, catalog, people, remembered, &candidates)
    }

    /// The same of all that is at hand, before the span too.
    pub(crate) fn all_introductions<'k>(
        &'k self,
        context: &Context,
        catalog: &'k Catalog,
        people: &'k People<'k>,
        remembered: &Remembered,
    ) -> Result<Vec<Introduction<'k>>, Failure> {
        let candidates = triage::candidates(&self.threads, people, self.known(catalog).catalog);
        self.classified(context, catalog, people, remembered, &candidates)
    }

    fn classified<'k>(
        &'k self,
        context: &Context,
        catalog: &'k Catalog,
        people: &'k People<'k>,
        remembered: &Remembered,
        candidates: &[Node],
    ) -> Result<Vec<Introduction<'k>>, Failure> {
        let mut finder = Finder::new(&self.threads, people, self.known(catalog));
        self.visit(candidates, |node, octets| finder.classify(node, octets))?;
        let mut conversations = finder.conversations();
        let telling = conversations.telling();
        self.visit(&telling, |node, octets| conversations.listen(node, octets))?;
        Ok(conversations.finish(context.now.to_utc(), remembered.sent()))
    }

    /// Reads some posts once more.
    pub(crate) fn visit(&self, nodes: &[Node], mut see: impl FnMut(Node, &[u8])) -> Result<(), Failure> {
        let number = |node: &Node| self.threads.entry(*node).number;
        let mut numbered: Vec<_> = nodes.iter().map(|node| (number(node), *node)).collect();
        numbered.sort_unstable();
        let numbers: BTreeSet<_> = numbered.iter().map(|(number, _)| *number).collect();
        self.archives.visit(&numbers, |number, octets| {
            if let Ok(at) = numbered.binary_search_by_key(&number, |(number, _)| *number) {
                see(numbered[at].1, octets);
            }
        })
    }
}

impl Triage {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        if self.interactive && !context.terminal.can_ask() {
            return Err(Failure::new(Status::Usage, "`--interactive` needs a terminal")
                .hint("without it, see who waits; `onlist reply MESSAGE-ID --archive ARCHIVE` answers one"));
        }
        let catalog = context.catalog()?;
        let opened = self.source.open(context, &catalog).map_err(|failure| {
            let project = self.project.as_ref().and_then(|id| resolve::project(&catalog, id).err());
            Failure::several(std::iter::once(failure).chain(project.map(Failure::from)))
        })?;
        let known = opened.known(&catalog);
        if let Some(id) = &self.project {
            resolve::project(known.catalog.ok_or_else(no_catalog)?, id)?;
        }
        let people = People::of(&opened.threads, &known);
        let remembered = Remembered::read(context)?;
        let mut found = opened.introductions(context, &catalog, &people, &remembered)?;
        found.retain(|it| self.all || it.is_introduction);
        let all = found.len();
        found.retain(|it| self.wants(it));
        let is_dismissed = |it: &Introduction| remembered.is_dismissed(opened.threads.entry(it.node).id);
        let dismissed = found.iter().filter(|it| is_dismissed(it)).map(|it| it.node).collect::<HashSet<_>>();
        if !self.all {
            found.retain(|it| !dismissed.contains(&it.node));
        }
        let by_project = self.by_project;
        let page = TriagePage {
            dismissed: &dismissed,
            by_project,
            ..TriagePage::new(&opened.threads, &people, &found)
        };
        if self.json {
            let diagnostics = opened.archives.diagnostics();
            return context.json(&report::triage_json(&page, diagnostics));
        }
        opened.archives.tell_diagnostics(context);
        if !(dismissed.is_empty() || self.all) {
            let letters = count(dismissed.len(), "letter");
            context
                .terminal
                .note(&format!("{letters} left out: you said it is no first letter (see `--all`)"));
        }
        if found.is_empty() {
            context.terminal.note(&match all - dismissed.len() {
                0 => "no first letter of a newcomer found".to_owned(),
                others => {
                    format!("no such letter found: {} left out by your filters", count(others, "letter"))
                }
            });
            return Ok(());
        }
        if !people.guides_known() {
            context.terminal.note("mentors of this list are unknown: an answer by anybody counts");
            context.terminal.hint("name them: `--catalog FILE`, or `--maintainers FILE`");
        }
        if self.interactive {
            let tasks = own_tasks::with(context, &catalog)?;
            team_claims::take(context, &opened.archives, &opened.threads, &tasks)?;
            let sent = found.iter().filter(|it| it.sent_answer.is_some()).count();
            if sent > 0 {
                let letters = count(sent, "letter");
                let note = format!("{letters} left out: answered from here, and not in the archive yet");
                context.terminal.note(&note);
            }
            let waiting = page.waiting();
            let walk = Walk { context, opened: &opened, people: &people, remembered, answers: Vec::new() };
            return walk.run(&waiting);
        }
        let terminal = context.terminal;
        let text = if terminal.shows_data() {
            report::triage(&page, terminal.width(), terminal.is_plain(), self.why)
        } else {
            report::triage_rows(&page, self.why)
        };
        Ok(terminal.data(&text)?)
    }

    /// Whether the filters let one through.
    fn wants(&self, found: &Introduction) -> bool {
        let waits = match self.waiting_for {
            Some(WaitingFor::Mentor) => found.state.waits(),
            Some(WaitingFor::Anyone) => matches!(found.state, State::Waiting | State::LastWordNewcomer),
            None => true,
        };
        let project = |id: &String| found.project.is_some_and(|it| it.id.as_str() == id);
        waits && (!self.mine || found.mine) && self.project.as_ref().is_none_or(project)
    }
}
