//! What an import cannot know, asked of the organiser one by one.

use std::path::Path;

use onlist_core::catalog::import::{Doubt, Import};
use onlist_mail::file;
use serde_json::{Value, json};

use crate::context::Context;
use crate::messages::{Failure, Status};

/// What was answered to doubts, as it is kept beside the catalog.
#[derive(Debug, Default)]
pub(super) struct Answers(Vec<Value>);

impl Answers {
    /// The answers in the record of an earlier import.
    pub(super) fn of(record: &Value) -> Self {
        Self(record["answers"].as_array().cloned().unwrap_or_default())
    }

    /// The answers, for the record.
    pub(super) fn record(&self) -> Value {
        Value::from(self.0.clone())
    }

    /// The answer to `doubt`: the same words of the page at the same project and field.
    fn get(&self, doubt: &Doubt) -> Option<&str> {
        let is_it = |it: &&Value| {
            it["project"] == json!(doubt.project) && it["field"] == doubt.field && it["raw"] == doubt.raw
        };
        self.0.iter().find(is_it)?["answer"].as_str()
    }

    fn add(&mut self, doubt: &Doubt, answer: &str) {
        self.0.push(json!({
            "project": doubt.project, "field": doubt.field, "raw": doubt.raw, "answer": answer,
        }));
    }
}

/// Puts the answers of earlier imports in place, and asks for others where somebody can be asked.
///
/// Each answer is kept in the file `record` beside what that holds, before the next question. Answered doubts are none any more.
pub(super) fn settle(
    context: &Context,
    imported: &mut Import,
    answers: &mut Answers,
    record: Option<(&Path, &Value)>,
) -> Result<(), Failure> {
    let doubts = std::mem::take(&mut imported.doubts);
    let (mut open, mut left): (Vec<Doubt>, Vec<Doubt>) = (Vec::new(), Vec::new());
    for doubt in doubts {
        match answers.get(&doubt) {
            Some(answer) if imported.answer(&doubt, answer).is_ok() => {}
            _ if imported.reading(&doubt).is_some() => open.push(doubt),
            _ => left.push(doubt),
        }
    }
    if let Some((path, before)) = record.filter(|_| !open.is_empty()) {
        context
            .terminal
            .explain("Press Enter to keep what was read. Several values stand between semicolons.");
        // One answer settles all doubts about a value.
        let mut values: Vec<Vec<Doubt>> = Vec::new();
        for doubt in open.drain(..) {
            let same = |of: &&mut Vec<Doubt>| of[0].project == doubt.project && of[0].field == doubt.field;
            match values.iter_mut().find(same) {
                Some(of) => of.push(doubt),
                None => values.push(vec![doubt]),
            }
        }
        let count = values.len();
        for (at, of) in values.iter().enumerate() {
            let answer = ask(context, imported, of, &format!("{} of {count}", at + 1))?;
            for doubt in of {
                answers.add(doubt, &answer);
                imported
                    .answer(doubt, &answer)
                    .map_err(|error| Failure::new(Status::Data, error.to_string()))?;
            }
            let mut kept = before.clone();
            kept["schema"] = json!(1);
            kept["answers"] = answers.record();
            file::replace(path, format!("{kept:#}\n").as_bytes())?;
        }
    }
    open.append(&mut left);
    imported.doubts = open;
    Ok(())
}

/// Asks for the value that all of `doubts` are about.
fn ask(context: &Context, imported: &Import, doubts: &[Doubt], number: &str) -> Result<String, Failure> {
    let doubt = &doubts[0];
    let read = imported.reading(doubt).unwrap_or_default();
    let project = doubt.project.as_deref().unwrap_or_default();
    context.terminal.say("");
    context.terminal.explain(&format!("{number}: {project}"));
    for doubt in doubts {
        let line = doubt.source.lines[0];
        context.terminal.explain(&format!("line {line}: `{}`: {}", doubt.raw, doubt.reason));
    }
    let valid = |answer: &str| imported.clone().answer(doubt, answer).map_err(|error| error.to_string());
    let mut label = doubt.field.clone();
    label[..1].make_ascii_uppercase();
    Ok(context.terminal.line(&label, Some(read.as_str()).filter(|read| !read.is_empty()), valid)?)
}
