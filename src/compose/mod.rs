//! Letters from answers: text in, draft out.

mod fill;

pub use fill::{WIDTH, fill};
