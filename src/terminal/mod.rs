//! Every line printed, every question asked, every byte of standard input.

mod ask;
mod choice;
mod editor;
mod field;
mod hidden;
mod interrupt;
mod menu;
mod output;
mod page;
mod pasted;
mod picker;
mod raw;
mod readline;
mod words;

pub(crate) use ask::AskError;
pub(crate) use choice::Choice;
pub(crate) use editor::{EditError, edit};
pub(crate) use field::{Field, Given, Shape};
pub(crate) use interrupt::{ended_with, install_interrupt_handler};
pub(crate) use output::{Error, Options, Terminal};
pub(crate) use words::Words;
