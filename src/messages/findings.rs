//! Findings on the screen, as a compiler shows them.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use onlist_core::check::{Finding, Severity};

use super::snippet::{escaped_span, one_line, renderer};
use crate::terminal::Terminal;

/// Shows findings in the mail called `file`, each with its line underlined and what to do.
pub(crate) fn show(terminal: &Terminal, file: &str, findings: &[Finding]) {
    let renderer = renderer(terminal);
    for finding in findings {
        terminal.styled(&rendered(&renderer, &one_line(file), finding));
    }
}

fn rendered(renderer: &Renderer, file: &str, finding: &Finding) -> String {
    let place = &finding.place;
    let message = format!("{} ({})", finding.message, finding.rule.name);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let group = level.primary_title(one_line(&message)).id(finding.rule.code);
    let group = match &place.text {
        Some(text) => {
            let annotation = AnnotationKind::Primary.span(escaped_span(text, &place.span));
            group.element(
                Snippet::source(one_line(text)).path(file).line_start(place.line).annotation(annotation),
            )
        }
        None => group.element(Origin::path(file).line(place.line)),
    };
    renderer.render(&[group.element(Level::HELP.with_name("hint").message(one_line(&finding.fix)))]) + "\n"
}
