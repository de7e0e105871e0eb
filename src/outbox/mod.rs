//! Letters that are complete: their frozen bytes, and what became of each on its way.
