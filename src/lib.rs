//! First contact over mailing lists.

pub mod catalog;
pub mod check;
pub mod compose;
pub mod deliver;
pub mod drafts;
pub mod fault;
pub mod file;
pub mod introduction;
pub mod mailbox;
pub mod message;
pub mod message_id;
pub mod post;
pub mod report;
pub mod resolve;
pub mod subject;
pub mod template;
pub mod text;
pub mod words;
