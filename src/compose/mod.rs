//! Letters from answers: text in, draft out.

mod answers;
mod called;
mod fill;
mod introduction;
mod letter;
mod quote;
pub mod reply;

pub use answers::{Answers, Error as AnswerError, Question, Shape};
pub use fill::{WIDTH, fill};
pub use introduction::{Error, Topic, introduction, subject_why};
pub use letter::Letter;
