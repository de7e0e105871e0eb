//! Bite-size tasks: which are free, who has the others until when, and which are done.
//!
//! A claim is a task that a mentor's answer gave to a student. It is kept in no list of its own: [`claims`] reads it
//! from the events of a ledger at a time. Whether a task can be given is told by [`status`].

mod claim;
mod clock;
mod given;
mod mention;
mod object;
mod replay;
mod saying;
mod seen;
mod status;

pub use claim::{Claim, ClaimState};
pub use given::{GivenTasks, given_in};
pub use object::{LATER, Wanted, given_objects, object_of, same_object};
pub use replay::claims;
pub use seen::Archive;
pub use status::{Availability, TaskStatus, holder, status};
