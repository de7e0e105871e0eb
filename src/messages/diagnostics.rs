//! What is wrong in a catalog, on the screen.

use annotate_snippets::Level;
use onlist_core::catalog::{self, Named};
use onlist_core::diagnostics::Diagnostic;
use onlist_mail::words::count;

use super::snippet;
use crate::terminal::Terminal;

/// Nobody reads more of them at a time.
const MOST: usize = 200;

/// Shows `found` in a file, each with its line underlined, as heavy as `level` says.
pub(crate) fn show(
    terminal: &Terminal,
    file: Named<'_>,
    found: &[&Diagnostic],
    level: impl Fn(&Diagnostic) -> catalog::Level,
) {
    let weighed = found.iter().take(MOST).map(|it| {
        let level = match level(it) {
            catalog::Level::Error => Level::ERROR,
            catalog::Level::Warning => Level::WARNING,
            catalog::Level::Info | catalog::Level::Off => Level::INFO,
        };
        (level, *it)
    });
    let text = snippet::listed(file.origin, file.text, weighed, terminal);
    if !text.is_empty() {
        terminal.styled(&format!("{text}\n"));
    }
    if found.len() > MOST {
        terminal.note(&format!("{} more are not shown", count(found.len() - MOST, "finding")));
    }
}
