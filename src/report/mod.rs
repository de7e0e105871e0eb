//! What people and programs read: text that fits a width, and JSON.

mod difference;
mod findings;
mod guide;
pub mod json;
mod page;
mod project;
mod projects;

pub use difference::difference;
pub use findings::{Findings, rule_list, rule_page, rules_json, tally};
pub use guide::guide;
pub use page::Page;
pub use project::{project, why};
pub use projects::projects;
