//! Every line printed, every question asked, every byte of standard input.

mod ask;
mod editor;
mod entry;
mod hidden;
mod interrupt;
mod menu;
mod output;
mod picker;
mod raw;
mod screen;

pub(crate) use ask::AskError;
pub(crate) use editor::{EditError, edit};
pub(crate) use interrupt::install_interrupt_handler;
pub(crate) use output::{Error, Options, Terminal};
