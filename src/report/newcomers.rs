//! Who showed up, at a glance and for scripts.

use onlist_core::newcomers::Newcomer;
use onlist_core::people::People;
use onlist_mail::archive::Diagnostic;
use onlist_mail::thread::{Node, Threads};
use serde_json::{Value, json};

use super::Page;
use super::table::table;
use super::triage::{diagnostic, moment};

const HEADER: [&str; 8] = ["FIRST", "PERSON", "PROJECT", "MAILS", "ANSWERS", "BACK", "PATCHES", "LAST"];

/// Columns that stay whole.
const WHOLE: [usize; 7] = [0, 2, 3, 4, 5, 6, 7];

/// What is shown.
pub(crate) struct NewcomersPage<'a> {
    pub(crate) threads: &'a Threads,
    pub(crate) people: &'a People<'a>,
    pub(crate) found: &'a [Newcomer<'a>],
    /// The share of newcomers who were answered and wrote again.
    pub(crate) rate: Option<f64>,
}

impl NewcomersPage<'_> {
    fn day(&self, node: Option<Node>) -> String {
        let moment = moment(node.and_then(|node| self.threads.entry(node).time));
        moment.map_or_else(|| "-".to_owned(), |it| it.chars().take(10).collect())
    }

    fn name(&self, it: &Newcomer, addresses: bool) -> String {
        let entry = self.threads.entry(it.first);
        let name = entry.name.unwrap_or("unknown");
        let all = self.people.addresses(it.person).join(", ");
        if addresses { format!("{name} <{all}>") } else { name.to_owned() }
    }

    fn row(&self, it: &Newcomer, addresses: bool) -> [String; 8] {
        let patches = match it.revisions {
            0 => it.patches.to_string(),
            again => format!("{} ({again} revised)", it.patches),
        };
        [
            self.day(Some(it.first)),
            self.name(it, addresses),
            it.project.map_or("-", |project| project.id.as_str()).to_owned(),
            it.mails.len().to_string(),
            it.replies.to_string(),
            if it.answered_back { "yes" } else { "no" }.to_owned(),
            patches,
            self.day(it.mails.last().copied()),
        ]
    }
}

/// Shows a table, or one below the other where there is no room for one or `plain` is wanted.
pub(crate) fn newcomers(page: &NewcomersPage, width: usize, plain: bool, addresses: bool) -> String {
    let rows: Vec<_> = page.found.iter().map(|it| page.row(it, addresses)).collect();
    let shown = (!plain).then(|| table(HEADER, &WHOLE, &rows, width)).flatten();
    shown.unwrap_or_else(|| {
        let mut text = Page::new(width);
        for [first, person, project, mails, answers, back, patches, last] in &rows {
            text.paragraph(person);
            text.item(" ", &format!("first mail {first}, last mail {last}, project {project}"));
            text.item(
                " ",
                &format!("mails {mails}, answers {answers}, wrote again: {back}, patches {patches}"),
            );
        }
        text.finish()
    })
}

/// The same for a pipe, the first message-id at the beginning.
pub(crate) fn newcomers_rows(page: &NewcomersPage, addresses: bool) -> String {
    let id = |node| page.threads.entry(node).id.unwrap_or("-");
    page.found
        .iter()
        .map(|it| format!("{}\t{}\n", id(it.first), page.row(it, addresses).join("\t")))
        .collect()
}

/// The same for scripts.
pub(crate) fn newcomers_json(page: &NewcomersPage, addresses: bool, diagnostics: &[Diagnostic]) -> Value {
    let newcomers: Vec<_> = page.found.iter().map(|it| value(page, it, addresses)).collect();
    json!({
        "schema": 1,
        "second_mail_rate": page.rate.map(|rate| (rate * 1000.0).round() / 1000.0),
        "newcomers": newcomers,
        "diagnostics": diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

fn value(page: &NewcomersPage, it: &Newcomer, addresses: bool) -> Value {
    let first = page.threads.entry(it.first);
    let last = it.mails.last().and_then(|node| page.threads.entry(*node).time);
    let mut value = json!({
        "name": first.name,
        "first": {"message_id": first.id, "date": moment(first.date.or(first.time)), "subject": first.subject},
        "project": it.project.map(|project| &project.id),
        "posts": it.mails.len(),
        "replies": it.replies,
        "replies_by_mentors": it.replies_by_mentors,
        "answered_back": it.answered_back,
        "hours_to_first_answer": it.hours_to_first_answer,
        "patches": it.patches,
        "revisions": it.revisions,
        "threads_joined": it.threads_joined,
        "last_date": moment(last),
        "mails": it.mails.iter().map(|node| page.threads.entry(*node).id).collect::<Vec<_>>(),
    });
    if addresses {
        value["addresses"] = json!(page.people.addresses(it.person));
    }
    value
}
