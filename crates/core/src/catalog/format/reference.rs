//! The reference of the format, as `docs/catalog.md` has it.

/// Placeholder.
#[must_use]
pub fn reference() -> String {
    String::new()
}
