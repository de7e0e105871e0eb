//! What a keyboard sends for keys that are no text.

/// Keys that are no text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    Enter,
    Up,
    Down,
    Left,
    Home,
    Esc,
    Backspace,
    CtrlC,
    CtrlD,
}

impl Key {
    pub(super) fn bytes(self) -> &'static str {
        match self {
            Self::Enter => "\r",
            Self::Up => "\x1b[A",
            Self::Down => "\x1b[B",
            Self::Left => "\x1b[D",
            Self::Home => "\x1b[H",
            Self::Esc => "\x1b",
            Self::Backspace => "\x7f",
            Self::CtrlC => "\x03",
            Self::CtrlD => "\x04",
        }
    }
}
