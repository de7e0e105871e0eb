use clap::Args;
use onlist_core::catalog::Task;
use onlist_core::compose::Answers;
use onlist_core::ledger::{Event, Kind, Source};
use onlist_core::tasks::{Claim, ClaimState, given_objects, same_object};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::words::{count, or};

use super::{Known, letter};
use crate::candidates;
use crate::commands::letter::{Route, RouteArgs, Wish};
use crate::commands::sending::obstacles::Anyway;
use crate::commands::{answer, open_draft};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Say that a task is done
///
/// Nobody is offered it any more; of a kind of task, nobody is offered the same object.
#[derive(Debug, Args)]
pub(super) struct TaskDone {
    #[command(flatten)]
    which: WhichArgs,
}

/// Make a task free again before its claim ends, and say so on the list
///
/// The letter goes to those who got the answer that gave the task, in its thread. Without a route it is kept, to be
/// sent with `onlist send`.
#[derive(Debug, Args)]
pub(super) struct TaskRelease {
    #[command(flatten)]
    which: WhichArgs,

    /// Your own words for the letter
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,

    /// Write no letter
    #[arg(long, conflicts_with_all = ["text", "route"])]
    quiet: bool,

    #[command(flatten)]
    route: RouteArgs,
}

/// Draft reminders for students whose tasks are about to be free for others
///
/// One a claim, in the thread of the answer that gave the task. It is kept for you to look at and to send with `onlist
/// send`; nothing is sent by this.
#[derive(Debug, Args)]
pub(super) struct TaskRemind {
    /// Only this task: id
    #[arg(add = candidates::tasks())]
    task: Option<String>,

    /// Those that end within so many days
    #[arg(long, value_name = "N", default_value_t = 3)]
    days: u16,

    /// Your own words for the letter
    #[arg(long, value_name = "TEXT", requires = "task")]
    text: Option<String>,
}

/// Which task, and whose.
#[derive(Debug, Args)]
struct WhichArgs {
    /// Id of the task
    #[arg(add = candidates::tasks())]
    task: String,

    /// Which one, for a kind of task
    #[arg(long, value_name = "TEXT")]
    object: Option<String>,

    /// The student who has it, if several do
    #[arg(long, value_name = "ADDRESS")]
    student: Option<Address>,
}

impl TaskDone {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let task = answer::task(&known.catalog, &self.which.task)?;
        let claim = self.which.claim(&known, task, Claim::is_open)?;
        if claim.is_none() && task.many && self.which.object.is_none() {
            let what = format!("`{}` is a kind of task, and nobody has one", task.id);
            return Err(Failure::new(Status::Usage, what).hint("say which one is done: `--object TEXT`"));
        }
        let event = match claim {
            Some(claim) => about(context, claim, Kind::Done),
            None => done_by_nobody(context, task, self.which.object.as_deref())?,
        };
        context.ledger()?.append(&[event])?;
        let whose = claim.map_or(String::new(), |it| format!(", by {}", it.holder()));
        context.terminal.note(&format!("{} is done{whose}", self.which.named(task)));
        Ok(())
    }
}

impl TaskRelease {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let task = answer::task(&known.catalog, &self.which.task)?;
        let Some(claim) = self.which.claim(&known, task, Claim::is_open)? else {
            let what = format!("nobody has {}", self.which.named(task));
            return Err(Failure::new(Status::Usage, what).hint("`onlist tasks` shows who has which"));
        };
        let text = self.text.clone().unwrap_or_else(|| letter::release(task, claim));
        let letter = letter::about(context, &known.catalog, claim, ("release", &text))?;
        context.ledger()?.append(&[about(context, claim, Kind::Released)])?;
        context.terminal.note(&format!(
            "{} is free again; {} had it",
            self.which.named(task),
            claim.holder()
        ));
        match letter.filter(|_| !self.quiet) {
            Some(letter) => {
                let wish = self.route.wish(Anyway::No);
                let route =
                    wish.route.clone().or_else(|| (!context.terminal.can_ask()).then_some(Route::Keep));
                letter.hand_over(context, &self.route, &Wish { route, ..wish })
            }
            None => Ok(()),
        }
    }
}

impl TaskRemind {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let wanted = self.task.as_deref().map(|id| answer::task(&known.catalog, id)).transpose()?;
        let due = known.due(context, self.days);
        let due: Vec<_> =
            due.into_iter().filter(|(task, _)| wanted.is_none_or(|it| it.id == task.id)).collect();
        if due.is_empty() {
            let days = count(self.days.into(), "day");
            context.terminal.note(&format!("no claim ends within {days} that nobody was reminded of"));
        }
        for (task, claim) in due {
            let text = self.text.clone().unwrap_or_else(|| letter::reminder(task, claim));
            let Some(letter) = letter::about(context, &known.catalog, claim, ("reminder", &text))? else {
                context.terminal.warning(&format!("`{}`: the list of the letter is not known", task.id));
                continue;
            };
            letter.hand_over(
                context,
                &RouteArgs::default(),
                &Wish { route: Some(Route::Keep), ..Wish::default() },
            )?;
            context.ledger()?.append(&[about(context, claim, Kind::Reminded)])?;
        }
        Ok(())
    }
}

impl WhichArgs {
    /// The one claim that is meant, if there is one.
    fn claim<'k>(
        &self,
        known: &'k Known,
        task: &Task,
        is_wanted: impl Fn(&Claim) -> bool,
    ) -> Result<Option<&'k Claim>, Failure> {
        let community = &known.catalog.community.id;
        let ours = |it: &&Claim| it.community.as_ref().is_none_or(|it| it == community);
        let named = |it: &&Claim| match (&self.object, &it.object) {
            (None, _) => true,
            (Some(wanted), Some(own)) => same_object(wanted, own) || wanted.eq_ignore_ascii_case(own),
            (Some(_), None) => !task.many,
        };
        let of_student = |it: &&Claim| self.student.as_ref().is_none_or(|person| it.is_of(person));
        let of_task = known.claims.iter().filter(|it| it.task.as_str() == task.id.as_str());
        let found: Vec<_> =
            of_task.filter(ours).filter(named).filter(of_student).filter(|it| is_wanted(it)).collect();
        match found[..] {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            ref several => Err(several_have_it(task, several)),
        }
    }

    /// The task in words, with its object.
    fn named(&self, task: &Task) -> String {
        match &self.object {
            Some(object) => format!("`{}` (`{}`)", task.id, Line::sanitize(object)),
            None => format!("`{}`", task.id),
        }
    }
}

fn several_have_it(task: &Task, claims: &[&Claim]) -> Failure {
    let one = |claim: &&Claim| {
        let object = claim.object.as_ref().filter(|_| task.many);
        let object = object.map_or(String::new(), |it| format!(" with `--object '{it}'`"));
        let student = claim.person().map_or(String::new(), |it| format!(" (`--student {it}`)"));
        format!("{}{object}{student}", claim.holder())
    };
    let mut who: Vec<_> = claims.iter().map(one).collect();
    who.sort();
    Failure::new(Status::Usage, format!("several students have `{}`", task.id))
        .hint(format!("say whose is meant: {}", or(&who)))
}

/// What is said of a claim, as an event of the letter that made it.
fn about(context: &Context, claim: &Claim, kind: Kind) -> Event {
    let objects = claim.object.iter().map(|object| (claim.task.clone(), object.clone())).collect();
    Event {
        at: context.now,
        kind,
        source: Source::Told,
        contact: claim.contact.clone(),
        name: claim.name.clone(),
        message_id: claim.letter.clone(),
        server_id: None,
        in_reply_to: claim.in_reply_to.clone(),
        author: claim.author.clone(),
        list: claim.list.clone(),
        subject: Line::default(),
        tasks: vec![claim.task.clone()],
        wait_days: None,
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: given_objects(&objects),
    }
}

/// That a task is done which nobody here was given.
fn done_by_nobody(context: &Context, task: &Task, object: Option<&str>) -> Result<Event, Failure> {
    let mut answers = Answers::default();
    open_draft::fill_in_person(context, &mut answers)?;
    let unknown = || {
        Failure::new(Status::Usage, "your name or your address is not known")
            .hint("set `name` and `email` under `[identity]` in the settings, or in git's configuration")
    };
    let author = answers.from().ok_or_else(unknown)?.address;
    let task = Line::sanitize(task.id.as_str());
    let letter = MessageId::derive(&author, context.now, &["done", &task, object.unwrap_or_default()]);
    let claim = Claim {
        community: None,
        object: object.map(Line::sanitize),
        contact: None,
        name: None,
        letter,
        is_seen: false,
        in_reply_to: None,
        author,
        list: None,
        given: context.now,
        until: None,
        stopped: None,
        state: ClaimState::Done,
        is_reminded: false,
        task,
    };
    Ok(about(context, &claim, Kind::Done))
}
