//! What a mail says, whoever wrote it.

pub mod own;
