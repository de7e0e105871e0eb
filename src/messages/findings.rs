//! Findings on the screen, as a compiler shows them.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use onlist_core::check::{Finding, Severity};

use super::hints::describe;
use super::snippet::{escaped_span, one_line, renderer};
use crate::terminal::Terminal;

/// Columns before the text of a hint.
const HINT: usize = 12;

/// Shows findings in the mail called `file`.
pub(crate) fn show(terminal: &Terminal, file: &str, findings: &[Finding]) {
    for frame in frames(terminal, file, findings) {
        terminal.styled(&frame);
    }
}

/// Findings in the mail called `file` as they are shown, each with its line underlined and what to do.
pub(crate) fn frames<'f>(
    terminal: &Terminal,
    file: &str,
    findings: impl IntoIterator<Item = &'f Finding>,
) -> Vec<String> {
    let renderer = renderer(terminal);
    let width = terminal.words_width();
    findings.into_iter().map(|it| frame(&renderer, width, &one_line(file), it)).collect()
}

fn frame(renderer: &Renderer, width: usize, file: &str, finding: &Finding) -> String {
    let place = &finding.place;
    let message = format!("{} ({})", finding.message, finding.rule.name);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    // The renderer breaks no lines, and a terminal breaks words.
    let fitted = |text: &str, before: usize| {
        let room = if width == usize::MAX { width } else { width.saturating_sub(before).max(20) };
        let options = textwrap::Options::new(room).break_words(false);
        textwrap::wrap(&one_line(text), options).join("\n")
    };
    let before = finding.severity.name().len() + finding.rule.code.len() + 4;
    let message = fitted(&message, before);
    let hint = fitted(&describe(&finding.hints), HINT);
    let group = level.primary_title(&message).id(finding.rule.code);
    let group = match &place.text {
        // Of a letter that is not out, the header is known by its fields and not by lines.
        Some(text) if place.line == 0 => group.element(Level::NOTE.with_name("in").message(one_line(text))),
        None if place.line == 0 => group.elements(std::iter::empty::<Origin<'_>>()),
        Some(text) => {
            let annotation = AnnotationKind::Primary.span(escaped_span(text, &place.span));
            group.element(
                Snippet::source(one_line(text)).path(file).line_start(place.line).annotation(annotation),
            )
        }
        None => group.element(Origin::path(file).line(place.line)),
    };
    renderer.render(&[group.element(Level::HELP.with_name("hint").message(&hint))]) + "\n"
}
