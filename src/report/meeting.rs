//! The numbers of the mentors' meeting, for people and for scripts.

use chrono::NaiveDate;
use onlist_core::catalog::Id;
use onlist_core::people::{People, PersonIndex};
use onlist_core::report::{Figures, Need, Report};
use onlist_mail::archive::Diagnostic;
use onlist_mail::thread::{Node, Threads};
use onlist_mail::words::count;
use serde_json::{Value, json};

use super::Page;
use super::table::table;
use super::triage::diagnostic;

/// What is said where people are named.
const NOT_FOR_PUBLICATION: &str = "Not for publication: this report names people.";

const HEADER: [&str; 10] =
    ["", "LETTERS", "WAITING", "ANSWERED", "HOURS", "AGAIN", "MENTORS", "GIVEN", "DONE", "LAPSED"];

/// What is shown.
pub(crate) struct MeetingPage<'a> {
    pub(crate) report: &'a Report,
    pub(crate) threads: &'a Threads,
    pub(crate) people: &'a People<'a>,
    /// The first and the last day that count.
    pub(crate) from: Option<NaiveDate>,
    pub(crate) to: Option<NaiveDate>,
    /// After how many days somebody is needed.
    pub(crate) days: u16,
    /// Whether people are named.
    pub(crate) names: bool,
}

impl MeetingPage<'_> {
    fn name(&self, person: PersonIndex) -> String {
        let names = self.people.posts(person).iter().find_map(|it| self.threads.entry(*it).name);
        names.unwrap_or("somebody").to_owned()
    }

    fn writer(&self, node: Node) -> String {
        let entry = self.threads.entry(node);
        format!("{} <{}>", entry.name.unwrap_or("somebody"), entry.id.unwrap_or("-"))
    }
}

/// Shows the report; tables become rows with a line for each number where there is no room for them.
pub(crate) fn meeting(page: &MeetingPage, width: usize) -> String {
    let mut text = Page::new(width);
    if page.names {
        text.paragraph(NOT_FOR_PUBLICATION);
        text.gap();
    }
    let day = |it: Option<NaiveDate>| it.map_or_else(|| "?".to_owned(), |it| it.to_string());
    text.paragraph(&format!("First contacts from {} to {}", day(page.from), day(page.to)));
    let days = count(page.days.into(), "day");
    if page.report.needs.is_empty() {
        text.heading(&format!("Nobody has waited for {days} or more"));
    } else {
        text.heading(&format!("Needs somebody: no mentor's answer for {days} or more"));
    }
    for need in &page.report.needs {
        text.item("-", &needed(need));
        for letter in need.letters.iter().filter(|_| page.names) {
            text.item(" ", &page.writer(*letter));
        }
    }
    let total = [("all".to_owned(), &page.report.total)];
    let projects =
        page.report.projects.iter().map(|(id, figures)| (project(id.as_ref()).to_owned(), figures));
    let weeks = page.report.weeks.iter().map(|(monday, figures)| (monday.to_string(), figures));
    let mut pages = text.finish();
    pages.push_str(&figures("By project", total.into_iter().chain(projects).collect(), width));
    pages.push_str(&figures("By week, from Monday", weeks.collect(), width));
    pages.push_str(&rest(page, width));
    pages
}

fn needed(need: &Need) -> String {
    let waits = if need.letters.len() == 1 { "waits" } else { "wait" };
    let (letters, days) = (count(need.letters.len(), "newcomer"), count(whole(need.longest_days), "day"));
    format!("{}: {letters} {waits}, the longest for {days}", project(need.project.as_ref()))
}

fn whole(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

fn project(id: Option<&Id>) -> &str {
    id.map_or("no project", Id::as_str)
}

fn figures(heading: &str, rows: Vec<(String, &Figures)>, width: usize) -> String {
    let rows: Vec<_> = rows.into_iter().map(|(name, it)| row(name, it)).collect();
    let mut text = Page::new(width);
    text.gap();
    text.paragraph(heading);
    let mut text = text.finish();
    if let Some(table) = table(HEADER, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], &rows, width) {
        text.push_str(&table);
        return text;
    }
    let mut narrow = Page::new(width);
    for row in &rows {
        narrow.paragraph(&row[0]);
        let numbers =
            HEADER.iter().zip(row).skip(1).map(|(name, number)| format!("{} {number}", name.to_lowercase()));
        narrow.item(" ", &numbers.collect::<Vec<_>>().join(", "));
    }
    text + &narrow.finish()
}

fn row(name: String, it: &Figures) -> [String; 10] {
    let number = |it: Option<String>| it.unwrap_or_else(|| "-".to_owned());
    [
        name,
        it.introductions.to_string(),
        it.waiting.to_string(),
        it.answered.to_string(),
        number(it.hours_to_first_answer.map(|it| format!("{it:.0}"))),
        number(it.second_mail_rate.map(|it| format!("{:.0} %", it * 100.0))),
        number(it.mentors.map(|it| it.to_string())),
        it.given.to_string(),
        it.done.to_string(),
        it.lapsed.to_string(),
    ]
}

fn rest(page: &MeetingPage, width: usize) -> String {
    let mut text = Page::new(width);
    text.gap();
    text.paragraph(
        "HOURS is the median of the hours until the first answer, AGAIN the share of newcomers who were answered and wrote again, \
         MENTORS how many mentors answered. GIVEN, DONE and LAPSED count bite-size tasks: those that were given, that are \
         done, and whose time was up.",
    );
    if page.names && !page.report.mentors.is_empty() {
        text.heading("Mentors who answered");
        for (person, letters) in &page.report.mentors {
            text.item("-", &format!("{}: {}", page.name(*person), count(*letters, "newcomer")));
        }
    }
    let poor: Vec<_> = page.report.quality.iter().filter(|it| it.not_seen > 0).collect();
    if !poor.is_empty() {
        text.heading("Proposals that leave questions of the review open");
        for it in poor {
            let (all, open) = (it.seen + it.not_seen + it.to_judge, count(it.not_seen, "question"));
            text.item("-", &format!("{}: {open} of {all}", it.project));
        }
    }
    text.finish()
}

/// The same for scripts.
pub(crate) fn meeting_json(page: &MeetingPage, diagnostics: &[Diagnostic]) -> Value {
    let report = page.report;
    let need = |it: &Need| {
        let mut value =
            json!({"project": it.project, "waiting": it.letters.len(), "longest_days": it.longest_days});
        if page.names {
            let letter = |node: &Node| {
                let entry = page.threads.entry(*node);
                json!({"name": entry.name, "message_id": entry.id})
            };
            value["letters"] = it.letters.iter().map(letter).collect();
        }
        value
    };
    let projects = report.projects.iter().map(|(id, it)| with(json!({"project": id}), it));
    let weeks = report.weeks.iter().map(|(monday, it)| with(json!({"week": monday.to_string()}), it));
    let quality = report.quality.iter().map(|it| {
        json!({"project": it.project, "seen": it.seen, "not_seen": it.not_seen, "to_judge": it.to_judge})
    });
    let mut value = json!({
        "schema": 1,
        "from": page.from.map(|it| it.to_string()),
        "to": page.to.map(|it| it.to_string()),
        "for_publication": !page.names,
        "needs_days": page.days,
        "needs": report.needs.iter().map(need).collect::<Vec<_>>(),
        "total": with(json!({}), &report.total),
        "projects": projects.collect::<Vec<_>>(),
        "weeks": weeks.collect::<Vec<_>>(),
        "quality": quality.collect::<Vec<_>>(),
        "diagnostics": diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    });
    if page.names {
        let mentor = |(person, letters): &(PersonIndex, usize)| json!({"name": page.name(*person), "answered": letters});
        value["mentors"] = report.mentors.iter().map(mentor).collect();
    }
    value
}

fn with(mut value: Value, it: &Figures) -> Value {
    let rounded = |it: Option<f64>| it.map(|it| (it * 1000.0).round() / 1000.0);
    for (key, number) in [
        ("introductions", json!(it.introductions)),
        ("waiting", json!(it.waiting)),
        ("answered", json!(it.answered)),
        ("hours_to_first_answer", json!(rounded(it.hours_to_first_answer))),
        ("second_mail_rate", json!(rounded(it.second_mail_rate))),
        ("mentors_engaged", json!(it.mentors)),
        ("tasks_given", json!(it.given)),
        ("tasks_done", json!(it.done)),
        ("tasks_lapsed", json!(it.lapsed)),
    ] {
        value[key] = number;
    }
    value
}
