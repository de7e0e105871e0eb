use clap::Args;
use onlist_core::catalog::Task;
use onlist_core::ledger::Kind;
use onlist_core::tasks::{Claim, ClaimState, same_object};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::words::{and, count, or};
use serde_json::json;

use super::said::{about, done_by_nobody, enter, say_done, take_back_done, tell_of};
use super::{Known, letter};
use crate::candidates;
use crate::commands::answer;
use crate::commands::letter::{Route, RouteArgs, Wish, can_save};
use crate::commands::letter_text;
use crate::commands::sending::claims;
use crate::commands::sending::obstacles::Anyway;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Say that a task is done
///
/// Nobody is offered it any more; of a kind of task, nobody is offered the same object.
#[derive(Debug, Args)]
pub(super) struct TaskDone {
    #[command(flatten)]
    which: WhichArgs,

    /// It is not: take back that it was said
    #[arg(long)]
    undo: bool,
}

/// Make a task free again before its claim ends, and say so on the list
///
/// The task is free at once, whatever becomes of the letter: with `--print`, `--save` and `--mailto` it is yours to send.
/// It goes to those who got the answer that gave the task, in its thread. Without a route it is kept, to be sent with
/// `onlist send`. None is written of a task that another student has or did, unless in your own words.
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
    #[arg(long, value_name = "ADDRESS", add = candidates::people())]
    student: Option<Address>,
}

impl TaskDone {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let task = answer::task(&known.catalog, &self.which.task)?;
        let (which, object) = (&self.which, self.which.object.as_deref());
        which.check(task)?;
        let of_task = which.claims(&known, task);
        if self.undo {
            return which.undo(context, &of_task, task);
        }
        let open: Vec<_> = of_task.iter().copied().filter(|it| it.is_open()).collect();
        // Somebody who is named may have done it after their time.
        let late =
            || of_task.iter().rfind(|it| which.student.is_some() && it.state != ClaimState::Done).copied();
        let claim = if open.is_empty() {
            if let Some(done) =
                of_task.iter().find(|it| it.state == ClaimState::Done && (!task.many || object.is_some()))
            {
                let by = done.name.as_ref().map_or(String::new(), |name| format!(", by {name}"));
                context
                    .terminal
                    .note(&format!("{} was done already{by}", named(task, done.object.as_deref())));
                return Ok(());
            }
            late()
        } else {
            let Some(claim) = one(context, task, &open)? else { return Ok(()) };
            Some(claim)
        };
        if claim.is_none() && which.student.is_some() {
            return Err(which.nobody(context, &known, task));
        }
        if claim.is_none() && task.many && object.is_none() {
            return Err(which.not_ours(context, task).unwrap_or_else(|| {
                let what = format!("`{}` is a kind of task, and nobody has one", task.id);
                Failure::new(Status::Usage, what).hint("say which one is done: `--object TEXT`")
            }));
        }
        let event = match claim {
            Some(claim) => about(context, claim, Kind::Done),
            None => done_by_nobody(context, task, object)?,
        };
        context.ledger()?.transaction(|ledger| say_done(ledger, claim, event))?;
        let whose = claim.map_or(String::new(), |it| format!(", by {}", it.holder()));
        let object = claim.map_or(object, |it| it.object.as_deref());
        context.terminal.note(&format!("{} is done{whose}", named(task, object)));
        claim.map_or(Ok(()), |it| letter::withdraw_reminder(context, it))
    }
}

impl TaskRelease {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let task = answer::task(&known.catalog, &self.which.task)?;
        self.which.check(task)?;
        let open: Vec<_> = self.which.claims(&known, task).into_iter().filter(|it| it.is_open()).collect();
        if open.is_empty() {
            return Err(self.which.nobody(context, &known, task));
        }
        let own = own_text(context, self.text.as_deref())?;
        let mut wish = self.wish(context)?;
        let Some(claim) = one(context, task, &open)? else { return Ok(()) };
        let text = own.unwrap_or_else(|| letter::release(task, claim));
        let letter = letter::about(context, &known.catalog, claim, ("release", &text))?;
        let named = named(task, claim.object.as_deref());
        let still = known.besides(task, claim);
        // What is not free is not offered to the list.
        let mut letter = letter.filter(|_| !self.quiet && (still.is_none() || self.text.is_some()));
        let via = if let Some(Route::Send(via)) = &wish.route { Some(via.clone()) } else { None };
        if let Some((letter, via)) = letter.as_ref().zip(via.as_ref())
            && !letter.is_agreed(context, via, &mut wish)?
        {
            context.terminal.note(&format!("{} still has {named}", claim.holder()));
            return Ok(());
        }
        let mut event = about(context, claim, Kind::Released);
        let is_entered = match &mut letter {
            Some(letter) => {
                tell_of(&mut event, letter, still.is_some());
                letter.keep_with(context, &wish, |ledger| enter(ledger, claim, event))?
            }
            None => context.ledger()?.transaction(|ledger| enter(ledger, claim, event))?,
        };
        if !is_entered {
            let what = format!("{} has {named} no more: another run said so", claim.holder());
            return Err(Failure::new(Status::Usage, what).hint("`onlist tasks` shows who has which"));
        }
        match still {
            None => {
                let untold = letter.is_some() && via.is_none();
                let untold = if untold { "; the list learns it when you send your letter" } else { "" };
                context.terminal.note(&format!("{named} is free again; {} had it{untold}", claim.holder()));
            }
            Some(it) => {
                context.terminal.note(&format!(
                    "{} has it no more; {named} {}",
                    claim.holder(),
                    claims::whose(it)
                ));
            }
        }
        letter::withdraw_reminder(context, claim)?;
        letter.map_or(Ok(()), |it| it.hand_over_kept(context, &self.route, &wish))
    }

    /// What is to become of the letter, once it is known that it can be sent if it is to be.
    fn wish(&self, context: &Context) -> Result<Wish, Failure> {
        let mut wish = self.route.wish(Anyway::No);
        if let Some(Route::Send(via)) = &wish.route {
            wish.consent.possible(context)?;
            via.account(context)?;
        }
        if let Some(Route::Save { path, force }) = &wish.route {
            can_save(path, *force)?;
        }
        wish.route = wish.route.or_else(|| (!context.terminal.can_ask()).then_some(Route::Keep));
        Ok(wish)
    }
}

impl TaskRemind {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let own = own_text(context, self.text.as_deref())?;
        let wanted = self.task.as_deref().map(|id| answer::task(&known.catalog, id)).transpose()?;
        let ending = known.ending(context, self.days);
        let (reminded, due): (Vec<_>, Vec<_>) = ending
            .filter(|(task, _)| wanted.is_none_or(|it| it.id == task.id))
            .partition(|(_, claim)| claim.is_reminded);
        if due.is_empty() {
            self.tell_none_due(context, &reminded)?;
        }
        for (task, claim) in due {
            let text = own.clone().unwrap_or_else(|| letter::reminder(task, claim));
            let Some(mut letter) = letter::about(context, &known.catalog, claim, ("reminder", &text))? else {
                context.terminal.warning(&format!("`{}`: the list of the letter is not known", task.id));
                continue;
            };
            let mut event = about(context, claim, Kind::Reminded);
            tell_of(&mut event, &letter, false);
            if let Some((until, detail)) = claim.until.zip(event.detail.as_mut()) {
                detail["until"] = json!(until.to_string());
            }
            let wish = Wish { route: Some(Route::Keep), ..Wish::default() };
            if letter.keep_with(context, &wish, |ledger| enter(ledger, claim, event))? {
                letter.hand_over_kept(context, &RouteArgs::default(), &wish)?;
            } else {
                let (task, who) = (named(task, claim.object.as_deref()), claim.holder());
                context.terminal.note(&format!("{task}: another run has written the reminder for {who}"));
            }
        }
        Ok(())
    }

    /// Says why there is nobody to remind: of claims that soon end, the reminders may be kept and not sent.
    fn tell_none_due(&self, context: &Context, reminded: &[(&Task, &Claim)]) -> Result<(), Failure> {
        let mut is_kept = false;
        for (_, claim) in reminded {
            if let Some(id) = letter::unsent_reminder(context, claim)? {
                context
                    .terminal
                    .note(&format!("the reminder `{id}` is not sent yet; send it with `onlist send {id}`"));
                is_kept = true;
            }
        }
        if !is_kept {
            let days = count(self.days.into(), "day");
            context.terminal.note(&format!("no claim ends within {days} that nobody was reminded of"));
        }
        Ok(())
    }
}

impl WhichArgs {
    /// An object is named of kinds of tasks alone.
    fn check(&self, task: &Task) -> Result<(), Failure> {
        match &self.object {
            Some(object) if object.trim().is_empty() => {
                Err(Failure::new(Status::Usage, "`--object` is empty")
                    .hint("name the bug, the file or the message-id"))
            }
            Some(_) if !task.many => {
                let what = format!("`{}` is one thing, not a kind of task: it has no object", task.id);
                Err(Failure::new(Status::Usage, what).hint("leave out `--object`"))
            }
            _ => Ok(()),
        }
    }

    /// The claims that are meant, however they stand.
    fn claims<'k>(&self, known: &'k Known, task: &'k Task) -> Vec<&'k Claim> {
        let named = |it: &&Claim| match (&self.object, &it.object) {
            (None, _) => true,
            (Some(wanted), Some(own)) => same_object(wanted, own) || wanted.eq_ignore_ascii_case(own),
            (Some(_), None) => false,
        };
        let of_student = |it: &&Claim| self.student.as_ref().is_none_or(|person| it.is_of(person));
        known.of(task).filter(named).filter(of_student).collect()
    }

    /// Takes back that what is meant is done: it stands as before.
    fn undo(&self, context: &Context, claims: &[&Claim], task: &Task) -> Result<(), Failure> {
        let done: Vec<_> = claims.iter().copied().filter(|it| it.state == ClaimState::Done).collect();
        if done.is_empty() {
            let what = format!("nobody has said that {} is done", named(task, self.object.as_deref()));
            return Err(Failure::new(Status::Usage, what).hint("`onlist tasks` shows how each stands"));
        }
        let Some(claim) = one(context, task, &done)? else { return Ok(()) };
        context.ledger()?.transaction(|ledger| take_back_done(ledger, claim, context.now))?;
        let after = Known::read(context)?;
        let still =
            self.claims(&after, task).into_iter().find(|it| it.letter == claim.letter && it.is_open());
        let how = still.map_or_else(|| "is free".to_owned(), claims::whose);
        context.terminal.note(&format!("{} is not done; it {how}", named(task, claim.object.as_deref())));
        Ok(())
    }

    /// That an archive shows what is meant as given by somebody else.
    fn not_ours(&self, context: &Context, task: &Task) -> Option<Failure> {
        let team = Known::with_team(context, &[]).ok()?;
        let claim = self.claims(&team, task).into_iter().find(|it| it.is_seen && it.is_open())?;
        let (who, what) = (claim.holder(), named(task, claim.object.as_deref()));
        let what = format!("{who} has {what} by {}, which you did not give", claim.letter);
        Some(Failure::new(Status::Usage, what).hint(format!("ask `{}`, who wrote it", claim.author)))
    }

    /// That nobody has what is meant by an answer of ours, and who has what.
    fn nobody(&self, context: &Context, known: &Known, task: &Task) -> Failure {
        if let Some(failure) = self.not_ours(context, task) {
            return failure;
        }
        let student = self.student.as_ref().map_or("nobody".to_owned(), |it| format!("`{it}` does not"));
        let verb = if self.student.is_some() { "have" } else { "has" };
        let what = named(task, self.object.as_deref());
        let failure = Failure::new(Status::Usage, format!("{student} {verb} {what}"));
        let open = known.of(task).filter(|it| it.is_open());
        let holders: Vec<_> = open.map(|it| having(task, it)).collect();
        if holders.is_empty() {
            let done = |it: &&Claim| it.state == ClaimState::Done && (!task.many || self.object.is_some());
            let done = self.claims(known, task).iter().any(done);
            let undo =
                done.then(|| format!("it is done; `onlist tasks done {} --undo` takes that back", task.id));
            return failure.hint(undo.unwrap_or_else(|| "`onlist tasks` shows who has which".to_owned()));
        }
        failure.hint(format!("given to: {}", and(&holders)))
    }
}

/// The mentor's own words for a letter, clean.
fn own_text(context: &Context, given: Option<&str>) -> Result<Option<String>, Failure> {
    given.map(|text| letter_text::given_text(context, ("`--text`", Some(text), None))).transpose()
}

/// The one of several claims that is meant: asked for on a terminal, nothing where it is left open there.
fn one<'k>(context: &Context, task: &Task, open: &[&'k Claim]) -> Result<Option<&'k Claim>, Failure> {
    match open {
        [one] => Ok(Some(one)),
        several if context.terminal.can_ask() => {
            let label = |it: &&Claim| match &it.object {
                Some(object) => format!("{}, who has {object}", it.holder()),
                None => it.holder().to_owned(),
            };
            let labels: Vec<_> = several.iter().map(label).collect();
            let chosen = context.terminal.choose("Whose task", &labels, Some(0))?;
            Ok(chosen.map(|at| several[at]))
        }
        several => Err(several_have_it(task, several)),
    }
}

/// A task in words, with its object.
fn named(task: &Task, object: Option<&str>) -> String {
    match object.filter(|_| task.many) {
        Some(object) => format!("`{}` (`{}`)", task.id, Line::sanitize(object)),
        None => format!("`{}`", task.id),
    }
}

/// Who has which, with the flags that say so.
fn having(task: &Task, claim: &Claim) -> String {
    let object = claim.object.as_ref().filter(|_| task.many);
    let quoted = object.and_then(|it| shlex::try_quote(it).ok());
    let object = quoted.map_or(String::new(), |it| format!(" with `--object {it}`"));
    let student = claim.person().map_or(String::new(), |it| format!(" (`--student {it}`)"));
    format!("{}{object}{student}", claim.holder())
}

fn several_have_it(task: &Task, claims: &[&Claim]) -> Failure {
    let mut who: Vec<_> = claims.iter().map(|it| having(task, it)).collect();
    who.sort();
    Failure::new(Status::Usage, format!("several students have `{}`", task.id))
        .hint(format!("say whose is meant: {}", or(&who)))
}
