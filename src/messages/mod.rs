//! Every error below the program becomes words, a hint and an exit status here.

pub(crate) mod diagnostics;
mod failure;
pub(crate) mod findings;
pub(crate) mod hints;
mod library_errors;
pub(crate) mod prompt;
mod sending;
mod snippet;
mod state;

use failure::with_source;
pub(crate) use failure::{Failure, Outcome, Status, legible, shown};
pub(crate) use hints::Advice;
pub(crate) use library_errors::NOT_TEXT;
pub(crate) use prompt::Prompt;
pub(crate) use sending::LOOK_FOR_IT;
