//! Findings on the screen, as a compiler shows them.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use onlist_core::check::{Finding, Severity};

use crate::failure::harmless;
use crate::terminal::Terminal;

/// Shows findings in the mail called `file`, each with its line underlined and what to do.
pub(crate) fn show(terminal: &Terminal, file: &str, findings: &[Finding]) {
    let renderer = if terminal.has_colour() { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(terminal.width());
    for finding in findings {
        terminal.styled(&rendered(&renderer, &harmless(file), finding));
    }
}

fn rendered(renderer: &Renderer, file: &str, finding: &Finding) -> String {
    let place = &finding.place;
    let message = harmless(&format!("{} ({})", finding.message, finding.rule.name)).replace('\n', " ");
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let group = level.primary_title(message).id(finding.rule.code);
    // A carriage return is no line end here: the line would be cut in two.
    let text = place.text.as_deref().map(|text| harmless(text).replace(['\r', '\n'], " "));
    let group = match text {
        Some(text) => {
            let span = place.span.start..place.span.end.min(text.len());
            let annotation = AnnotationKind::Primary.span(span);
            group.element(Snippet::source(text).path(file).line_start(place.line).annotation(annotation))
        }
        None => group.element(Origin::path(file).line(place.line)),
    };
    let fix = harmless(&finding.fix).replace('\n', " ");
    renderer.render(&[group.element(Level::HELP.with_name("hint").message(fix))]) + "\n"
}
