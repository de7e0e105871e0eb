//! Letters from answers: text in, draft out.

mod answers;
mod called;
mod fill;
mod flow;
mod given_name;
mod introduction;
mod later;
mod letter;
mod question;
mod quote;
pub mod reply;
mod topic;

pub use answers::Answers;
pub(crate) use called::closes;
pub use fill::pieces;
pub use fill::{WIDTH, fill};
pub(crate) use flow::{BROKEN_BY_PROGRAM, is_prose};
pub use introduction::{Error, introduction, style, subject_why};
pub use later::{LaterLetter, own_words};
pub use letter::Letter;
pub use question::{Error as AnswerError, Question, Shape};
pub(crate) use topic::NOT_MENTORS;
pub use topic::{Topic, leave_out};
