//! Lists: under which address they are named.

use super::document::{Document, Text};
use crate::diagnostics::Diagnostic;

pub(super) fn list_alias(document: &Document<'_>) -> Vec<Diagnostic> {
    let lists = document.all("list");
    let aliases: Vec<_> = lists
        .iter()
        .flat_map(|list| {
            let current = list.text("address").map_or("", |it| it.text);
            let aliases = list.texts("aliases").into_iter();
            aliases.filter(|it| !it.text.eq_ignore_ascii_case(current)).map(move |alias| (alias, current))
        })
        .collect();
    let mut hits = Vec::new();
    // The entries of lists are where aliases belong.
    let is_entry = |text: &&Text<'_>| aliases.iter().any(|(alias, _)| alias.span == text.span);
    for text in document.texts().iter().filter(|text| text.text.contains('@') && !is_entry(text)) {
        for (alias, current) in &aliases {
            if text.text.contains(alias.text) {
                let message = format!("`{}` is an older address of a list", alias.text);
                hits.push(Diagnostic::new(text.span.clone(), message).hint(format!("write `{current}`")));
            }
        }
    }
    hits
}
