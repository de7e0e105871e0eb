//! Characters that are not seen.

/// Characters that are not seen: blanks of another kind, and of no width.
const HIDDEN: [(char, &str); 6] = [
    ('\u{a0}', "no-break space"),
    ('\u{ad}', "soft hyphen"),
    ('\u{200b}', "zero-width space"),
    ('\u{200d}', "zero-width joiner"),
    ('\u{2060}', "word joiner"),
    ('\u{feff}', "byte order mark"),
];

/// What a character is called that is not seen.
pub(super) fn hidden(character: char) -> Option<&'static str> {
    HIDDEN.iter().find(|(hidden, _)| *hidden == character).map(|(_, name)| *name)
}
