//! Who wrote to whom, as events that are only ever added.
