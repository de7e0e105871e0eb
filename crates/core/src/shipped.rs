//! The catalog that the program brings along, for this package's own tests.

use crate::catalog::Catalog;

pub(crate) fn shipped() -> Catalog {
    Catalog::parse("catalog.toml", include_str!("../../../catalog.toml")).expect("valid")
}
