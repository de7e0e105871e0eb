//! The catalog that comes with the program.

use onlist_core::catalog::Catalog;

/// The text of the shipped catalog.
pub(crate) const TEXT: &str = include_str!("../catalog.toml");

/// Returns the shipped catalog.
#[expect(clippy::expect_used, reason = "a test loads the same text")]
pub(crate) fn catalog() -> Catalog {
    Catalog::parse("catalog.toml", TEXT).expect("the shipped catalog is valid, as a test shows")
}
