//! What is said in one way to whoever types flags, and in another to whoever is guided by questions and menus.

use std::fmt;

/// A text for a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    typed: Box<str>,
    guided: Box<str>,
}

impl Words {
    /// For whoever types flags alone: there is nothing like it in the menus.
    pub(crate) fn typed(text: impl Into<String>) -> Self {
        Self { typed: text.into().into(), guided: Box::default() }
    }

    /// Says it to whoever is guided as `text`.
    pub(crate) fn guided(self, text: impl Into<String>) -> Self {
        Self { guided: text.into().into(), ..self }
    }

    /// The words for whoever is `guided`, or is not; empty where there is nothing to say.
    pub(crate) fn of(&self, guided: bool) -> &str {
        if guided { &self.guided } else { &self.typed }
    }

    /// Whether there is nothing to say to anybody.
    pub(crate) fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.guided.is_empty()
    }

    /// Puts `text` before it, for everybody to whom anything is said.
    pub(crate) fn prefixed(self, text: &str) -> Self {
        let join = |words: Box<str>| if words.is_empty() { words } else { format!("{text}{words}").into() };
        Self { typed: join(self.typed), guided: join(self.guided) }
    }

    /// Adds `more`, on a line of its own where there are several lines.
    pub(crate) fn and(self, more: impl Into<Self>) -> Self {
        let more = more.into();
        let join = |first: Box<str>, more: Box<str>| match (&*first, &*more) {
            ("", _) => more,
            (_, "") => first,
            (first, more) if first.contains('\n') => format!("{first}\n{more}").into(),
            (first, more) => format!("{first}; {more}").into(),
        };
        Self { typed: join(self.typed, more.typed), guided: join(self.guided, more.guided) }
    }
}

/// The words for whoever types flags.
impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.typed.fmt(f)
    }
}

impl From<&Words> for Words {
    fn from(words: &Words) -> Self {
        words.clone()
    }
}

impl<T: Into<String>> From<T> for Words {
    fn from(text: T) -> Self {
        let text: Box<str> = text.into().into();
        Self { typed: text.clone(), guided: text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_a_flag_is_left_out_for_whoever_is_guided() {
        let words = Words::from("choose another name").and(Words::typed("or overwrite it with `--force`"));
        assert_eq!(words.of(true), "choose another name");
        assert_eq!(words.of(false), "choose another name; or overwrite it with `--force`");
        assert_eq!(words.prefixed("`a`: ").of(true), "`a`: choose another name");
        assert!(Words::default().prefixed("`a`: ").is_empty());
    }
}
