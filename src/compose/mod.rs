//! Letters from answers: text in, draft out.

mod called;
mod fill;
mod quote;
pub mod reply;

pub use fill::{WIDTH, fill};
