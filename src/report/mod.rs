//! What people and programs read: text that fits a width, and JSON.

mod contacts;
mod difference;
mod findings;
mod guide;
pub mod json;
mod page;
mod project;
mod projects;
mod table;

pub use contacts::{contacts, contacts_json};
pub use difference::difference;
pub use findings::{Findings, rule_list, rule_page, rules_json, tally};
pub use guide::guide;
pub use page::Page;
pub use project::{project, why};
pub use projects::projects;
