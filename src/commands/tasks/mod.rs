//! Bite-size tasks: which there are, who has them, and the mentor's own.

mod edit;
mod letter;
mod mark;
mod said;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::rc::Rc;

use chrono::Days;
use clap::{Args, Subcommand};
use onlist_core::catalog::{Catalog, Id, SeveralStudents, Task};
use onlist_core::resolve;
use onlist_core::tasks::{Availability, Claim, ClaimState, same_object, status};
use onlist_mail::words::{and, count};

use super::answer;
use super::own_tasks;
use super::sending::claims;
use super::team_claims;
use crate::candidates;
use crate::context::Context;
use crate::messages::Failure;
use crate::report::{self, TaskEntry};

/// How many days before its end a claim is worth a reminder.
const REMIND_DAYS: u16 = 3;

/// Show the bite-size tasks, and who has which until when
///
/// Those of the catalog and your own. A task that is one thing is kept for one student at a time; of a kind of
/// task, its object is. The time of a claim does not run while the student waits for a mentor.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct Tasks {
    #[command(subcommand)]
    verb: Option<Verb>,

    /// Words to search for
    words: Vec<String>,

    /// Only those that fit this project: id
    #[arg(long, value_name = "ID", add = candidates::projects())]
    project: Option<String>,

    /// Archive to read for the claims of other mentors; default: all in the settings
    #[arg(long = "archive", value_name = "ARCHIVE", add = candidates::archives())]
    archives: Vec<OsString>,

    /// Only those that can be given
    #[arg(long)]
    free: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Show(TaskShow),
    Add(edit::TaskAdd),
    Edit(edit::TaskEdit),
    Done(mark::TaskDone),
    Release(mark::TaskRelease),
    Remind(mark::TaskRemind),
}

/// Show one task, and how it stands
#[derive(Debug, Args)]
struct TaskShow {
    /// Id of the task
    #[arg(add = candidates::tasks())]
    task: String,

    /// Archive to read for the claims of other mentors; default: all in the settings
    #[arg(long = "archive", value_name = "ARCHIVE", add = candidates::archives())]
    archives: Vec<OsString>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Tasks {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        match self.verb {
            Some(Verb::Show(show)) => show.run(context),
            Some(Verb::Add(add)) => add.run(context),
            Some(Verb::Edit(edit)) => edit.run(context),
            Some(Verb::Done(done)) => done.run(context),
            Some(Verb::Release(release)) => release.run(context),
            Some(Verb::Remind(remind)) => remind.run(context),
            None => self.list(context),
        }
    }

    fn list(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::with_team(context, &self.archives)?;
        let project = self.project.as_deref().map(|id| resolve::project(&known.catalog, id)).transpose()?;
        let tasks: Vec<_> = match project {
            Some(project) => known.catalog.tasks_for(Some(project)),
            None => known.catalog.tasks.iter().collect(),
        };
        let mut entries: Vec<_> = tasks.into_iter().map(|it| known.entry(it)).collect();
        entries.retain(|it| self.words.iter().all(|word| mentions(it.task, word)));
        entries.retain(|it| !self.free || it.status.availability == Availability::Free);
        // What was said in own words is over with its claim.
        let is_over = |it: &TaskEntry| known.said.contains(&it.task.id) && it.status.holder.is_none();
        entries.retain(|it| !is_over(it));
        show(context, &entries, self.json)?;
        known.tell_shared(context, self.json);
        let due = known.due(context, REMIND_DAYS).len();
        if due > 0 && !self.json {
            let what = count(due, "claim");
            context
                .terminal
                .hint(format!("{what} soon at an end: `onlist tasks remind` drafts a reminder for each"));
        }
        Ok(())
    }
}

impl TaskShow {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::with_team(context, &self.archives)?;
        let entry = [known.entry(answer::task(&known.catalog, &self.task)?)];
        if self.json {
            return context.json(&report::tasks_json(&entry));
        }
        claims::tell_unseen(context);
        Ok(context.terminal.data(&report::tasks(&entry, claims::whose, context.terminal.width()))?)
    }
}

fn show(context: &Context, entries: &[TaskEntry], json: bool) -> Result<(), Failure> {
    let terminal = context.terminal;
    if entries.is_empty() {
        terminal.note("no task found");
        terminal.hint("`onlist tasks add` keeps one of your own");
    }
    if json {
        return context.json(&report::tasks_json(entries));
    }
    if entries.is_empty() {
        return Ok(());
    }
    claims::tell_unseen(context);
    if terminal.wants_rows() {
        return Ok(terminal.data(&report::task_rows(entries))?);
    }
    Ok(terminal.data(&report::tasks(entries, claims::whose, terminal.width()))?)
}

fn mentions(task: &Task, word: &str) -> bool {
    let skills = task.skills.iter().map(onlist_mail::text::Line::as_str).collect::<Vec<_>>().join(" ");
    let text = format!("{} {} {} {} {skills}", task.id, task.title, task.what, task.place);
    text.to_lowercase().contains(&word.to_lowercase())
}

/// The tasks, and what is known of them.
struct Known {
    catalog: Rc<Catalog>,
    /// The ids of the mentor's own.
    own: Vec<String>,
    /// The ids of those that were given in a mentor's own words alone.
    said: Vec<Id>,
    claims: Vec<Claim>,
}

impl Known {
    fn read(context: &Context) -> Result<Self, Failure> {
        let catalog = context.catalog()?;
        let all = own_tasks::with(context, &catalog)?;
        let claims = claims::known(context)?;
        let said = own_tasks::said(&all, &claims);
        let ids = said.iter().map(|it| it.id.clone()).collect();
        let all = own_tasks::and(&all, said);
        let is_own = |it: &&Task| catalog.task(it.id.as_str()).is_none();
        let own = all.tasks.iter().filter(is_own).map(|it| it.id.to_string()).collect();
        Ok(Self { catalog: all, own, said: ids, claims })
    }

    /// The same, beside what the archives at hand show.
    fn with_team(context: &Context, archives: &[OsString]) -> Result<Self, Failure> {
        let catalog = own_tasks::with(context, &context.catalog()?)?;
        team_claims::read(context, archives, &catalog, None, None)?;
        Self::read(context)
    }

    /// Says which projects several students have tasks of, and what the community wants of them.
    fn tell_shared(&self, context: &Context, json: bool) {
        let mut shared: BTreeMap<&Id, Vec<&str>> = BTreeMap::new();
        for claim in self.claims.iter().filter(|it| it.is_open() && !json) {
            let Some(project) = claim.contact.as_ref().and_then(|it| it.project.id()) else { continue };
            let students = shared.entry(project).or_default();
            if !students.contains(&claim.holder()) {
                students.push(claim.holder());
            }
        }
        for (project, mut students) in shared.into_iter().filter(|(_, students)| students.len() > 1) {
            students.sort_unstable();
            let project = self.catalog.project(project.as_str());
            let rule = self.catalog.conventions_of(project).several_students().value;
            let rule = match rule {
                Some(SeveralStudents::Allowed) => "they may, and their proposals compete",
                Some(SeveralStudents::WithBackup) => "they may, and each names a second project",
                Some(SeveralStudents::OneOnly) => "the community wants one student for a project",
                None => "the community has no rule; ask each for a second project",
            };
            let (named, id) = (and(&students), project.map_or("", |it| it.id.as_str()));
            context.terminal.note(&format!("{named} have tasks for `{id}`: {rule}"));
        }
    }

    /// The claims that end within so many days, of students who have the next move and were not reminded.
    fn due(&self, context: &Context, days: u16) -> Vec<(&Task, &Claim)> {
        self.ending(context, days).filter(|(_, it)| !it.is_reminded).collect()
    }

    /// The claims that end within so many days, each with its task.
    fn ending(&self, context: &Context, days: u16) -> impl Iterator<Item = (&Task, &Claim)> {
        let last = context.now.date_naive().checked_add_days(Days::new(days.into()));
        let ends = move |it: &&Claim| it.until.zip(last).is_some_and(|(until, last)| until <= last);
        let open = self.claims.iter().filter(|it| it.state == ClaimState::Kept && it.stopped.is_none());
        let ours = |it: &&Claim| it.community.as_ref() == Some(&self.catalog.community.id);
        let ending = open.filter(move |it| ours(it) && ends(it) && !it.is_seen);
        let task = |claim: &Claim| self.catalog.tasks.iter().find(|it| claim.is_about(it));
        ending.filter_map(move |it| Some((task(it)?, it)))
    }

    /// The claims of a task, however they stand, the earliest first.
    fn of<'k>(&'k self, task: &'k Task) -> impl Iterator<Item = &'k Claim> {
        let ours = |it: &&Claim| it.community.as_ref().is_none_or(|it| *it == self.catalog.community.id);
        self.claims.iter().filter(ours).filter(|it| it.is_about(task))
    }

    /// What keeps a task from being free when `claim` ends.
    fn besides<'k>(&'k self, task: &'k Task, claim: &Claim) -> Option<&'k Claim> {
        let same = |it: &&Claim| {
            !task.many
                || it.object.as_ref().zip(claim.object.as_ref()).is_some_and(|(a, b)| same_object(a, b))
        };
        let taken = |it: &&Claim| it.is_open() || it.state == ClaimState::Done;
        let others = self.of(task).filter(|it| it.letter != claim.letter).filter(same).filter(taken);
        others.min_by_key(|it| it.state != ClaimState::Done)
    }

    fn entry<'k>(&'k self, task: &'k Task) -> TaskEntry<'k> {
        let area = |id: &onlist_core::catalog::Id| self.catalog.areas.iter().find(|it| it.id == *id);
        let of_project = |id| self.catalog.project(id).and_then(|it| self.catalog.area_of(it));
        let areas = task.areas.iter().filter_map(area);
        let mut areas = areas.chain(task.projects.iter().filter_map(|it| of_project(it.as_str())));
        TaskEntry {
            task,
            is_own: self.own.iter().any(|it| it == task.id.as_str()),
            base_tree: areas.find_map(|it| it.base_tree.as_deref()),
            status: status(&self.claims, &self.catalog.community.id, task),
        }
    }
}
