//! Mail as others wrote it: one reader for every verb.

pub mod charset;
pub mod date;
pub mod encoded_word;
mod token;
pub mod transfer;
