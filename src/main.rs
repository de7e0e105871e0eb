//! The command line of `onlist`.

mod terminal;

fn main() {}
