//! What the flags of an answer say.

use onlist_core::catalog::Catalog;
use onlist_core::compose::{Answers, Question};
use onlist_core::drafts::{Draft, Kind};
use onlist_mail::read::Post;

use super::{Reply, TaskArgs};
use crate::commands::day::day;
use crate::commands::{answer, open_draft};
use crate::context::Context;
use crate::messages::{Failure, Status};

impl Reply {
    /// Flags that do not go together, in words.
    pub(super) fn contradictions(&self) -> Vec<Failure> {
        let both = |one: &str, other: &str| {
            Failure::new(Status::Usage, format!("`{one}` and `{other}` say the same thing"))
                .hint("give one of them")
        };
        let TaskArgs { task, task_text, object, second_task, until, no_task } = &self.task;
        let given = [task, task_text, object, second_task, until];
        let against = *no_task && given.iter().any(|it| it.is_some());
        let against = against.then(|| {
            let what = "`--no-task` gives no task, and another flag says something of one";
            Failure::new(Status::Usage, what).hint("leave out `--no-task`, or the others")
        });
        let named = [
            ("--task", self.task.task.as_deref()),
            ("--second-task", self.task.second_task.as_deref()),
            ("--object", self.task.object.as_deref()),
            ("--project", self.project.as_deref()),
            ("--list", self.list.as_deref()),
        ];
        let empty = named.into_iter().filter(|(_, text)| text.is_some_and(|it| it.trim().is_empty()));
        let empty = empty.map(|(flag, _)| Failure::new(Status::Usage, format!("`{flag}` is empty")));
        let tasks = self.task.task.is_some() && self.task.task_text.is_some();
        let of_what = (object.is_some() && task.is_none() && !no_task).then(|| {
            let what = "`--object` says which one of a kind of task, and `--task` is missing";
            Failure::new(Status::Usage, what)
                .hint("name the kind of task with `--task`, or leave out `--object`")
        });
        let answers = self.answer.is_some() && self.answer_file.is_some();
        let tasks = tasks.then(|| both("--task", "--task-text"));
        empty
            .chain(tasks)
            .chain(against)
            .chain(of_what)
            .chain(answers.then(|| both("--answer", "--answer-file")))
            .collect()
    }

    /// Puts the mentor's own paragraphs before what is answered besides.
    pub(super) fn add_paragraphs(
        &self,
        context: &Context,
        (catalog, post): (&Catalog, &Post),
        draft: &mut Draft,
        faults: &mut Vec<Failure>,
    ) -> Result<(), Failure> {
        let mut paragraphs = Vec::new();
        for name in &self.answer_name {
            let filled = answer::paragraph(context, catalog, post, draft, name);
            paragraphs.extend(filled.map_err(|it| faults.push(it)).ok());
        }
        let key = Question::Answer.name();
        if paragraphs.is_empty() {
            if !self.answer_name.is_empty() {
                // What is given and wrong is not missing too.
                draft.answers.entry(key.to_owned()).or_insert_with(|| "?".to_owned());
            }
            return Ok(());
        }
        paragraphs.extend(draft.answers.remove(key));
        let text = Question::Answer.check(&paragraphs.join("\n\n"))?;
        draft.answers.insert(key.to_owned(), text);
        Ok(())
    }

    /// What the flags say, and what the settings and git say of the person.
    pub(super) fn draft(
        &self,
        context: &Context,
        catalog: &Catalog,
        faults: &mut Vec<Failure>,
    ) -> Result<Draft, Failure> {
        let from_file = self.answer_file.as_ref().map(|file| context.text_of(file)).transpose();
        let from_file = from_file.map_err(|it| faults.push(it)).ok().flatten();
        let until = self.task.until.as_ref().map(|text| day(text, context.now.date_naive())).transpose();
        let wrong = |reason| Failure::new(Status::Usage, format!("`--until`: {reason}"));
        let until = until.map_err(|it| faults.push(wrong(it))).ok().flatten().map(|day| day.to_string());
        let given = [
            (Question::Name, self.name.as_deref()),
            (Question::Email, self.email.as_deref()),
            (Question::List, self.list.as_deref()),
            (Question::Task, self.task.task.as_deref()),
            (Question::TaskText, self.task.task_text.as_deref()),
            (Question::Object, self.task.object.as_deref()),
            (Question::SecondTask, self.task.second_task.as_deref()),
            (Question::Until, until.as_deref()),
            (Question::Answer, self.answer.as_deref().or(from_file.as_deref())),
        ];
        let mut answers = Answers::default();
        for (question, text) in given {
            faults.extend(answers.set(question, text.unwrap_or_default()).err().map(Failure::from));
        }
        self.task.find(catalog, &answers, faults);
        faults.extend(self.list.as_deref().and_then(|list| answer::list(catalog, list).err()));
        open_draft::fill_in_person(context, &mut answers)?;

        let mut draft = Draft::new(Kind::Reply, context.now);
        draft.answers = answers.named();
        if self.task.no_task && self.task.task.is_none() && self.task.task_text.is_none() {
            // Asked, and passed over.
            draft.answers.insert(Question::Task.name().to_owned(), String::new());
        }
        if !faults.is_empty() {
            // What is given and wrong is not missing too: nothing comes of this draft.
            let files = self.answer_file.is_some() || !self.answer_name.is_empty();
            let named = given.iter().filter(|(_, text)| text.is_some()).map(|(question, _)| *question);
            for question in named.chain(files.then_some(Question::Answer)) {
                draft.answers.entry(question.name().to_owned()).or_insert_with(|| "?".to_owned());
            }
        }
        Ok(draft)
    }
}

impl TaskArgs {
    /// Looks the tasks up that flags name in a right form, and says what does not go together.
    fn find(&self, catalog: &Catalog, answers: &Answers, faults: &mut Vec<Failure>) {
        let mut found = |question| {
            let task = answer::task(catalog, answers.get(question)?);
            task.map_err(|it| faults.push(it)).ok()
        };
        let (first, second) = (found(Question::Task), found(Question::SecondTask));
        if let (Some(first), Some(second)) = (first, second)
            && first.id == second.id
        {
            let what = format!("`--task` and `--second-task` are both `{}`", first.id);
            faults
                .push(Failure::new(Status::Usage, what).hint("name another one to choose instead, or none"));
        }
        if let Some(task) = first.filter(|it| !it.many && self.object.is_some()) {
            let what = format!("`{}` is one thing, not a kind of task: it has no object", task.id);
            faults.push(Failure::new(Status::Usage, what).hint("leave out `--object`"));
        }
    }
}
