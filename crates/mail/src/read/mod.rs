//! Mail as others wrote it: one reader for every verb.

pub mod charset;
pub mod encoded_word;
mod token;
pub mod transfer;
