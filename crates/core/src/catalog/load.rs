//! From a file's text to a valid catalog.

use toml::de::{DeTable, Deserializer};

use super::model::Catalog;
use super::walk;
use crate::fault::{Fault, Faults};

/// The one version of the file's shape that this program reads.
const SCHEMA: u32 = 1;

impl Catalog {
    /// Reads a catalog from the text of the file called `origin`.
    ///
    /// # Errors
    /// A file that is no TOML, or whose shape is not a catalog's, is refused
    /// with the first fault; else everything that is wrong is named.
    pub fn parse(origin: &str, source: &str) -> Result<Self, Faults> {
        let refuse = |faults| Faults { origin: origin.to_owned(), text: source.to_owned(), faults };
        let first = |error: &toml::de::Error| refuse(vec![Fault::from_toml(error, source.len())]);

        let table = DeTable::parse(source).map_err(|error| first(&error))?;
        if let Some(fault) = other_schema(table.get_ref()) {
            return Err(refuse(vec![fault]));
        }
        let faults = walk::faults(table.get_ref(), source);
        match <Self as serde::Deserialize>::deserialize(Deserializer::from(table)) {
            Ok(catalog) if faults.is_empty() => Ok(catalog),
            Ok(_) => Err(refuse(faults)),
            // The reader stops at the first bad address or id, all of which the walk has found.
            Err(error) if explained(&error, &faults) => Err(refuse(faults)),
            Err(error) => Err(first(&error)),
        }
    }
}

fn other_schema(table: &DeTable<'_>) -> Option<Fault> {
    let schema = table.get("schema")?;
    let version: u32 = schema.get_ref().as_integer()?.as_str().parse().ok()?;
    let fault = || Fault::new(schema.span(), format!("unknown schema: this version reads schema {SCHEMA}"));
    (version != SCHEMA).then(|| fault().hint("use a newer `onlist`"))
}

/// Whether one of `faults` is what the reader stumbled over.
fn explained(error: &toml::de::Error, faults: &[Fault]) -> bool {
    let Some(span) = error.span() else { return false };
    faults.iter().any(|fault| span.start <= fault.span.start && fault.span.end <= span.end)
}

#[cfg(test)]
mod tests {
    use crate::shipped::shipped;

    #[test]
    fn the_shipped_catalog_loads() {
        let catalog = shipped();
        assert_eq!(catalog.projects.len(), 19);
    }
}
