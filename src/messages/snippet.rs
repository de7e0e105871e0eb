//! Places in a text, shown with their line underlined as a compiler shows them.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use onlist_core::diagnostics::{Diagnostic, Diagnostics, Lines};
use onlist_mail::text::escape_for_terminal;

use super::hints::describe;
use crate::terminal::Terminal;

/// A renderer for the terminal at hand.
pub(super) fn renderer(terminal: &Terminal) -> Renderer {
    let renderer = if terminal.has_colour() { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(terminal.width())
}

/// Every diagnostic of a file, each with its line.
pub(super) fn rendered(diagnostics: &Diagnostics, terminal: &Terminal) -> String {
    let all = diagnostics.diagnostics.iter().map(|diagnostic| (Level::ERROR, diagnostic));
    listed(&diagnostics.origin, &diagnostics.text, all, terminal)
}

/// Diagnostics of the file called `origin`, each with its level and its line.
pub(crate) fn listed<'d>(
    origin: &str,
    text: &str,
    diagnostics: impl Iterator<Item = (Level<'static>, &'d Diagnostic)>,
    terminal: &Terminal,
) -> String {
    let (renderer, origin, lines) = (renderer(terminal), one_line(origin), Lines::of(text));
    let show = |(level, diagnostic): (Level<'static>, &Diagnostic)| {
        let place = lines.place(&diagnostic.span);
        let span = escaped_span(place.text, &place.span);
        let snippet = Snippet::source(one_line(place.text))
            .path(&*origin)
            .line_start(place.line)
            .annotation(AnnotationKind::Primary.span(span));
        let title = level.primary_title(one_line(&diagnostic.message));
        let title = match diagnostic.code {
            Some(code) => title.id(code),
            None => title,
        };
        let mut group = title.element(snippet);
        let hint = diagnostic.hint.as_ref().map(|hint| describe(std::slice::from_ref(hint)));
        let hint = hint.as_deref().map(one_line);
        if let Some(hint) = &hint {
            group = group.element(Level::HELP.with_name("hint").message(&**hint));
        }
        renderer.render(&[group])
    };
    diagnostics.map(show).collect::<Vec<_>>().join("\n\n")
}

/// Where `span` of `text` is once `text` has been escaped.
pub(super) fn escaped_span(text: &str, span: &Range<usize>) -> Range<usize> {
    let place = |offset: usize| {
        let before = &text[..text.floor_char_boundary(offset)];
        let before =
            if text[before.len()..].starts_with('\n') { before.trim_end_matches('\r') } else { before };
        escape_for_terminal(before).len()
    };
    let start = place(span.start);
    start..place(span.end).max(start)
}

/// What would pass for a line of the program's own if it had a break in it.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let escaped = escape_for_terminal(text);
    if escaped.contains('\n') { Cow::Owned(escaped.replace('\n', " ")) } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_follows_what_is_escaped() {
        for (text, word) in
            [("plain word", "word"), ("a\r\nb\u{1b}[2J word\r\n", "word"), ("\u{202e}x\rword", "word")]
        {
            let at = text.find(word).expect("there");
            let escaped = escape_for_terminal(text);
            assert_eq!(&escaped[escaped_span(text, &(at..at + word.len()))], word, "{text:?}");
            let end = text.len();
            assert_eq!(escaped_span(text, &(end..end + 3)), escaped.len()..escaped.len(), "{text:?}");
        }
    }
}
