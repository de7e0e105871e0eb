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

    /// Who answered, each once.
    fn answered_by(&self, it: &Newcomer) -> Vec<&str> {
        let mut names = Vec::new();
        for node in &it.answers {
            let name = self.threads.entry(*node).name.unwrap_or("unknown");
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn answer(&self, node: Node, addresses: bool) -> Value {
        let entry = self.threads.entry(node);
        let guides = || self.people.author(node).is_some_and(|it| self.people.role(it).guides());
        let mentor = self.people.guides_known().then(guides);
        let mut value = json!({"message_id": entry.id, "name": entry.name, "mentor": mentor});
        if addresses {
            value["address"] = json!(entry.address);
        }
        value
    }

    fn ids(&self, nodes: &[Node]) -> Vec<Option<&str>> {
        nodes.iter().map(|node| self.threads.entry(*node).id).collect()
    }

    fn row(&self, it: &Newcomer, addresses: bool) -> [String; 8] {
        let patches = match it.revisions {
            0 => it.patches.len().to_string(),
            again => format!("{} ({again} revised)", it.patches.len()),
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
        for (it, [first, person, project, mails, answers, back, patches, last]) in
            page.found.iter().zip(&rows)
        {
            text.paragraph(person);
            text.item(" ", &format!("first mail {first}, last mail {last}, project {project}"));
            text.item(
                " ",
                &format!("mails {mails}, answers {answers}, wrote again: {back}, patches {patches}"),
            );
            let by = page.answered_by(it);
            if !by.is_empty() {
                text.item(" ", &format!("answered by {}", by.join(", ")));
            }
        }
        text.finish()
    })
}

/// The same for a pipe, the first message-id at the beginning.
pub(crate) fn newcomers_rows(page: &NewcomersPage, addresses: bool) -> String {
    let id = |node| page.threads.entry(node).id.unwrap_or("-");
    let row = |it: &Newcomer| format!("{}\t{}\n", id(it.first), page.row(it, addresses).join("\t"));
    page.found.iter().map(row).collect::<Vec<_>>().concat()
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
        "answers": it.answers.iter().map(|node| page.answer(*node, addresses)).collect::<Vec<_>>(),
        "patches": it.patches.len(),
        "patch_mails": page.ids(&it.patches),
        "revisions": it.revisions,
        "threads_joined": it.threads_joined.len(),
        "joined": page.ids(&it.threads_joined),
        "last_date": moment(last),
        "mails": page.ids(&it.mails),
    });
    if addresses {
        value["addresses"] = json!(page.people.addresses(it.person));
    }
    value
}
