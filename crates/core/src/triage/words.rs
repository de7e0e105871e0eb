//! What an answer says about where the conversation goes.

use crate::asking;
use crate::subject::fold;

/// Words by which somebody sends a newcomer elsewhere.
const MOVED: [&str; 37] = [
    "not your mentor",
    "not the mentor",
    "not a mentor",
    "not mentoring",
    "no longer mentor",
    "not mentor",
    "off list",
    "offlist",
    "in private",
    "privately",
    "reply in private",
    "wrong list",
    "wrong mailing list",
    "wrong place",
    "not the right list",
    "not the right place",
    "right mailing list",
    "the right list",
    "correct list",
    "correct mailing list",
    "better list",
    "better place to ask",
    "another list",
    "other mailing list",
    "different list",
    "different mailing list",
    "please ask on",
    "please ask at",
    "please write to",
    "please mail to",
    "please contact",
    "please send this to",
    "please post to",
    "should be sent to",
    "adding the list",
    "move this to",
    "moving this to",
];

/// Words of thanks.
const THANKS: [&str; 9] = [
    "thanks",
    "thank you",
    "thx",
    "thank u",
    "many thanks",
    "ty",
    "cheers",
    "much appreciated",
    "appreciate",
];

/// Words that say what comes next, besides thanks, and ask nothing.
const CLOSING: [&str; 10] = [
    "will do",
    "got it",
    "understood",
    "noted",
    "sounds good",
    "i will",
    "i ll",
    "will get back",
    "great",
    "perfect",
];

/// More words than this are no mere thanks.
const LONGEST_THANKS: usize = 60;

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
        let folded = format!(" {} ", fold(own));
        let has = |phrase: &&str| folded.contains(&format!(" {phrase} "));
        let short = folded.split(' ').count() <= LONGEST_THANKS;
        let closes = THANKS.iter().any(&has) || CLOSING.iter().any(&has);
        let asks = asking::asks(own) || asking::asks_indirectly(own) || own.contains('?');
        Self { moved: MOVED.iter().any(&has), thanks: short && closes && !asks }
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
            ("", false, false),
        ] {
            assert_eq!(Said::of(text), Said { moved, thanks }, "{text}");
        }
    }
}
