//! What an answer says about where the conversation goes.

use crate::asking;
use crate::phrases::{Meaning, Meanings};
use crate::subject::fold;

/// More words than this are no mere thanks.
const LONGEST_THANKS: usize = 58;

/// What a post below an introduction says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// It sends the newcomer elsewhere.
    pub(super) moved: bool,
    /// It thanks, and wants no answer.
    pub(super) thanks: bool,
}

impl Said {
    /// Reads the writer's own words.
    pub(super) fn of(own: &str) -> Self {
        let folded = fold(own);
        let said = Meanings::of(&folded);
        let is_short = || folded.split(' ').nth(LONGEST_THANKS).is_none();
        let closes = said.has(Meaning::Thanks) || said.has(Meaning::Closing);
        let asks = || own.contains('?') || asking::asks(own) || asking::asks_indirectly(own);
        Self { moved: said.has(Meaning::Moved), thanks: closes && is_short() && !asks() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_are_told_from_questions() {
        for (text, moved, thanks) in [
            ("Thank you, I will read it.\n", false, true),
            ("Thanks! Which tree is it based on?\n", false, false),
            ("Thanks, I was wondering if the wick may be trimmed\n", false, false),
            ("I have read it now. The lamp is built and I trimmed the wick in three places.\n", false, false),
            ("I am not your mentor, but Grace is.\n", true, false),
            ("Let us talk off-list.\n", true, false),
            ("This is the wrong list, please ask on lamp-devel.\n", true, false),
            ("Start with the wick.\n", false, false),
            ("Vielen Dank, das mache ich!\n", false, true),
            ("Gracias. ¿Por dónde empiezo?\n", false, false),
            ("Vous êtes sur la mauvaise liste.\n", true, false),
            ("", false, false),
        ] {
            assert_eq!(Said::of(text), Said { moved, thanks }, "{text}");
        }
    }
}
