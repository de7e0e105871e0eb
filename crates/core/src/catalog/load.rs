//! From a file's text to a valid catalog.

use toml::de::{DeTable, Deserializer};

use super::model::Catalog;
use super::walk;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// The one version of the file's shape that this program reads.
const SCHEMA: u32 = 1;

/// Lines, values and brackets in a file, at most: the TOML reader keeps some fifty octets for each.
const MOST_TOKENS: usize = 4_000_000;

impl Catalog {
    /// Reads a catalog from the text of the file called `origin`.
    ///
    /// # Errors
    /// A file that is no TOML, or whose shape is not a catalog's, is refused
    /// with the first diagnostic; else everything that is wrong is named.
    pub fn parse(origin: &str, source: &str) -> Result<Self, Diagnostics> {
        let refuse =
            |diagnostics| Diagnostics { origin: origin.to_owned(), text: source.to_owned(), diagnostics };
        let first = |error: &toml::de::Error| refuse(vec![Diagnostic::from_toml(error, source.len())]);

        if source.bytes().filter(|byte| b"\n[]{},=.".contains(byte)).count() > MOST_TOKENS {
            let diagnostic = Diagnostic::new(0..0, "this file has too many lines and values");
            return Err(Diagnostics { text: String::new(), ..refuse(vec![diagnostic]) });
        }
        let table = DeTable::parse(source).map_err(|error| first(&error))?;
        if let Some(diagnostic) = other_schema(table.get_ref()) {
            return Err(refuse(vec![diagnostic]));
        }
        let diagnostics = walk::diagnostics(table.get_ref(), source);
        match <Self as serde::Deserialize>::deserialize(Deserializer::from(table)) {
            Ok(catalog) if diagnostics.is_empty() => Ok(catalog),
            Ok(_) => Err(refuse(diagnostics)),
            // The reader stops at the first bad address or id, all of which the walk has found.
            Err(error) if explained(&error, &diagnostics) => Err(refuse(diagnostics)),
            Err(error) => Err(first(&error)),
        }
    }
}

fn other_schema(table: &DeTable<'_>) -> Option<Diagnostic> {
    let schema = table.get("schema")?;
    let version: u32 = schema.get_ref().as_integer()?.as_str().parse().ok()?;
    let diagnostic =
        || Diagnostic::new(schema.span(), format!("unknown schema: this version reads schema {SCHEMA}"));
    (version != SCHEMA).then(|| diagnostic().hint("use a newer `onlist`"))
}

/// Whether one of `diagnostics` is what the reader stumbled over.
fn explained(error: &toml::de::Error, diagnostics: &[Diagnostic]) -> bool {
    let Some(span) = error.span() else { return false };
    diagnostics
        .iter()
        .any(|diagnostic| span.start <= diagnostic.span.start && diagnostic.span.end <= span.end)
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
