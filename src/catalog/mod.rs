//! The catalog: one community's season of projects, and what its source says about writing to it.
//!
//! A catalog is data that a person wrote or reviewed. It is checked whole when
//! it is loaded, so that nothing behind this room meets a dangling reference,
//! a broken address or a control character.

mod conventions;
mod load;
mod model;
mod search;
mod walk;

pub use conventions::{
    Conventions, CopyPolicy, Introductions, Judgement, Level, Stated, TaskPolicy, WordRange,
};
pub use load::{SHIPPED, shipped};
pub use model::{
    Area, Catalog, Chat, Community, Coordinator, Date, Difficulty, Eligibility, ExtraList, GuideStep,
    Heading, Id, Interest, Lines, List, Person, Posting, Project, Redirect, Repository, Review, Season,
    Source, State, Status, Task, Templates, Who,
};
pub use search::Filter;
