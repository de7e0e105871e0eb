//! A mail written elsewhere, as a letter to send: whom its header names gets it, and all but a few fields stays.

mod addresses;
mod error;
mod lines;
mod read;

pub use error::Error;
