//! What people and programs read: text that fits a width, and JSON.

mod contacts;
mod contacts_json;
mod difference;
mod findings;
mod guide;
mod import;
pub(crate) mod json;
mod lint;
mod meeting;
mod newcomers;
mod next_move;
mod page;
mod project;
mod projects;
mod sync;
mod table;
mod tasks;
mod thread;
mod triage;

pub(crate) use contacts::{ContactView, SeasonDate, contact_rows, contacts};
pub(crate) use contacts_json::contacts_json;
pub(crate) use difference::difference;
pub(crate) use findings::{Findings, rule_list, rule_page, rules_json, tally};
pub(crate) use guide::guide;
pub(crate) use import::{coverage, import_json, import_page};
pub(crate) use lint::{catalog_findings, catalog_rule, catalog_rules, catalog_rules_json};
pub(crate) use meeting::{MeetingPage, meeting, meeting_json};
pub(crate) use newcomers::{NewcomersPage, newcomers, newcomers_json, newcomers_rows};
pub(crate) use page::Page;
pub(crate) use project::{project, recipients, why};
pub(crate) use projects::{project_rows, projects};
pub(crate) use sync::{SyncPage, sync, sync_json};
pub(crate) use table::rows;
pub(crate) use tasks::{TaskEntry, task_rows, tasks, tasks_json};
pub(crate) use thread::{ThreadPost, own_words, thread, thread_json};
pub(crate) use triage::{TriagePage, triage, triage_json, triage_rows};
