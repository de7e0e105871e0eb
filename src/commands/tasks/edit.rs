use clap::Args;
use onlist_core::catalog::{Catalog, Id, Task};
use onlist_core::ledger::OwnTask;
use onlist_core::resolve;
use onlist_mail::text::Line;
use onlist_mail::words::and;
use serde_json::{Map, Value, json};

use super::Known;
use crate::candidates;
use crate::commands::answer;
use crate::commands::unfinished::Unfinished;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Keep a task of your own, beside those of the catalog
///
/// It is kept in the ledger; the catalog is never changed. What is needed and not given is asked for on a
/// terminal.
#[derive(Debug, Args)]
pub(super) struct TaskAdd {
    /// Id of the task, as in `fix-typo`
    #[arg(value_name = "NEW-ID")]
    task: String,

    #[command(flatten)]
    fields: FieldArgs,
}

/// Change a task of your own
#[derive(Debug, Args)]
pub(super) struct TaskEdit {
    /// Id of the task
    #[arg(add = candidates::tasks())]
    task: String,

    #[command(flatten)]
    fields: FieldArgs,
}

/// What a task is.
#[derive(Debug, Args)]
struct FieldArgs {
    /// Its name, as an imperative
    #[arg(long)]
    title: Option<String>,

    /// What to do, in a sentence or two
    #[arg(long)]
    what: Option<String>,

    /// File, tracker or list to look at
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,

    /// What shows that it is done
    #[arg(long, value_name = "TEXT")]
    done_when: Option<String>,

    /// How to hand it in
    #[arg(long, value_name = "TEXT")]
    send: Option<String>,

    /// How long it should take
    #[arg(long, value_name = "TEXT")]
    effort: Option<String>,

    /// What one must know (repeatable)
    #[arg(long = "skill", value_name = "SKILL")]
    skills: Vec<String>,

    /// It is a kind of task, given many times, each time with another object
    #[arg(long)]
    many: bool,

    /// Area it fits; without one, all (repeatable)
    #[arg(long = "area", value_name = "ID", add = candidates::areas())]
    areas: Vec<String>,

    /// Project it fits (repeatable)
    #[arg(long = "project", value_name = "ID", add = candidates::projects())]
    projects: Vec<String>,
}

/// What every task says: key, flag, and the question for it.
const NEEDED: [(&str, &str, &str); 5] = [
    ("title", "--title", "Title, as in `Fix one typo in the manual`"),
    ("what", "--what", "What to do, in a sentence or two"),
    ("place", "--place", "Where: file, tracker or list"),
    ("done-when", "--done-when", "Done when: what shows that it is done"),
    ("send", "--send", "How to hand it in"),
];

impl TaskAdd {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let id = Id::new(&self.task).ok_or_else(|| {
            let what = format!("`{}` is not an id", Line::sanitize(&self.task));
            Failure::new(Status::Usage, what).hint("lower-case letters, digits and hyphens, as in `fix-typo`")
        })?;
        if known.catalog.task(id.as_str()).is_some() {
            let own = known.own.iter().any(|it| it == id.as_str());
            let hint = if own {
                format!("change it: `onlist tasks edit {id}`")
            } else {
                "choose another id".to_owned()
            };
            return Err(Failure::new(Status::Usage, format!("there is a task `{id}` already")).hint(hint));
        }
        let mut table = Map::new();
        table.insert("id".to_owned(), json!(id));
        self.fields.put(&known.catalog, &mut table)?;
        let mut unfinished = Unfinished::of(context, &format!("tasks add {id}"))?;
        ask(context, &mut table, &mut unfinished).map_err(|failure| unfinished.hinted(failure))?;
        keep(context, &known.catalog, table)?;
        unfinished.end();
        Ok(())
    }
}

impl TaskEdit {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Known::read(context)?;
        let task = answer::task(&known.catalog, &self.task).map_err(|_| self.unknown(&known))?;
        if !known.own.iter().any(|it| it == task.id.as_str()) {
            let what = format!("`{}` is a task of the catalog, which is not changed here", task.id);
            return Err(Failure::new(Status::Usage, what).hint("add one of your own: `onlist tasks add`"));
        }
        let Value::Object(mut table) = json!(task) else { return Ok(()) };
        table.retain(|_, value| !value.is_null());
        let before = table.clone();
        self.fields.put(&known.catalog, &mut table)?;
        if table == before {
            return Err(Failure::new(Status::Usage, "nothing to change is given")
                .hint("give a field, such as `--title TEXT`; `onlist help tasks edit` lists them"));
        }
        keep(context, &known.catalog, table)
    }

    /// That there is no such task, and which can be changed.
    fn unknown(&self, known: &Known) -> Failure {
        let what = format!("you have no task `{}`", Line::sanitize(&self.task));
        let own: Vec<_> = known.own.iter().map(|it| format!("`{it}`")).collect();
        Failure::new(Status::Usage, what).hint(match &own[..] {
            [] => "you have none of your own; `onlist tasks add` keeps one".to_owned(),
            own => format!("your own: {}", and(own)),
        })
    }
}

impl FieldArgs {
    /// Puts what is given into the table of a task.
    fn put(&self, catalog: &Catalog, table: &mut Map<String, Value>) -> Result<(), Failure> {
        let texts = [
            ("title", &self.title),
            ("what", &self.what),
            ("place", &self.place),
            ("done-when", &self.done_when),
            ("send", &self.send),
            ("effort", &self.effort),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                table.insert(key.to_owned(), json!(line(key, text)?));
            }
        }
        let projects = self.projects.iter().map(|it| Ok(&resolve::project(catalog, it)?.id));
        let projects = projects.collect::<Result<Vec<_>, Failure>>()?;
        if let Some(area) = self.areas.iter().find(|id| !catalog.areas.iter().any(|it| it.id.as_str() == *id))
        {
            let what = format!("no area `{}` in the catalog", Line::sanitize(area));
            return Err(Failure::new(Status::Usage, what));
        }
        let skills = self.skills.iter().map(|it| line("skill", it)).collect::<Result<Vec<_>, _>>()?;
        for (key, given) in
            [("areas", json!(self.areas)), ("projects", json!(projects)), ("skills", json!(skills))]
        {
            if given.as_array().is_some_and(|it| !it.is_empty()) {
                table.insert(key.to_owned(), given);
            }
        }
        if self.many {
            table.insert("many".to_owned(), json!(true));
        }
        Ok(())
    }
}

fn line(key: &str, text: &str) -> Result<Line, Failure> {
    let line = Line::new(text).map_err(|it| Failure::new(Status::Data, format!("`--{key}`: {it}")))?;
    if line.is_empty() {
        return Err(Failure::new(Status::Usage, format!("`--{key}` is empty")));
    }
    Ok(line)
}

/// Asks for what is needed and not given; names it where nobody can be asked.
fn ask(
    context: &Context,
    table: &mut Map<String, Value>,
    unfinished: &mut Unfinished,
) -> Result<(), Failure> {
    let missing: Vec<_> = NEEDED.into_iter().filter(|(key, _, _)| !table.contains_key(*key)).collect();
    if !missing.is_empty() && !context.terminal.can_ask() {
        let flags: Vec<_> = missing.iter().map(|(_, flag, _)| format!("`{flag}`")).collect();
        let are = if flags.len() == 1 { "is" } else { "are" };
        let what = format!("{} {are} missing", and(&flags));
        return Err(Failure::new(Status::Usage, what).hint("a student must know all of this to begin"));
    }
    for (key, _, question) in missing {
        let check = |text: &str| match Line::new(text) {
            Ok(line) if line.is_empty() => Err("please answer this one (^C saves and quits)".to_owned()),
            Ok(_) => Ok(()),
            Err(error) => Err(format!("the answer holds {error}")),
        };
        let text = unfinished.taken(key, context.terminal.line(question, unfinished.get(key), check))?;
        table.insert(key.to_owned(), json!(line(key, &text)?));
    }
    Ok(())
}

fn keep(context: &Context, catalog: &Catalog, table: Map<String, Value>) -> Result<(), Failure> {
    let task: Task = serde_json::from_value(Value::Object(table))
        .map_err(|error| Failure::new(Status::Data, format!("this is no task: {error}")))?;
    let own = OwnTask { community: catalog.community.id.clone(), task };
    context.ledger()?.transaction(|ledger| ledger.keep_own_task(&own, context.now))?;
    let id = &own.task.id;
    context.terminal.note(&format!("kept `{id}`; give it with `onlist reply MAIL --task {id}`"));
    Ok(())
}
