//! What a sentence says of the task that it names.

/// What is said of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Saying {
    /// It is only named.
    Names,
    /// Anybody may have it again.
    Frees,
    /// Its writer takes it up.
    Takes,
    /// Whoever is answered may have it.
    Gives,
}

/// Words by which somebody takes up a task.
const TAKING: &[&str] = &[
    "i will take",
    "i'll take",
    "i would take",
    "i'd take",
    "i take ",
    "i will work on",
    "i'll work on",
    "i am working on",
    "i'm working on",
    "i started working",
    "i have started",
    "i've started",
    "i will do ",
    "i'll do ",
    "i would like to work on",
    "i'd like to work on",
    "i would like to do",
    "i want to work on",
];

/// Words by which a task is handed to somebody.
const GIVING: &[&str] = &[
    "to start with",
    "start with",
    "begin with",
    "begin by",
    "for a start",
    "as a start",
    "you could",
    "you can",
    "you may",
    "you might",
    "you should",
    "would you like",
    "do you want",
    "if you like",
    "if you want",
    "how about",
    "what about",
    "why not",
    "please take",
    "please do",
    "please try",
    "please work",
    "feel free",
    "go ahead",
    "go for",
    "is yours",
    "your task",
    "your first task",
    "i suggest",
    "i would suggest",
    "i'd suggest",
    "i propose",
    "task for you",
    "one for you",
    "assign",
    "i give you",
    "take the task",
];

/// Words by which a task is put among those that nobody has.
const FREEING: &[&str] =
    &["free again", "available again", "open again", "up for grabs", "free for somebody else"];

/// Words beside which a task is no gift: others have it, it is done, or it is asked about.
const KEEPING: &[&str] = &[
    "already",
    "taken",
    "is done",
    "was done",
    "been done",
    "has been",
    "was fixed",
    "is fixed",
    "merged",
    "applied",
    "finished",
    "somebody else",
    "someone else",
    "nobody else",
    "another student",
    "other student",
    "works on",
    "is working on",
    "is doing",
    "has it",
    "no longer",
    "any more",
    "anymore",
    "instead of",
    "rather than",
    "do not ",
    "don't ",
    "cannot",
    "can't",
    "reserved for you",
    "kept for",
    "are you still",
    "how far",
    "thanks for *",
    "thank you for *",
];

/// As much of a sentence is looked at on each side of a title, in octets.
const LONGEST: usize = 500;

/// What is said of a task by the sentence around `before` and `after` its title, in lower case.
pub(super) fn saying(before: &str, after: &str) -> Saying {
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST))..];
    let after = &after[..after.floor_char_boundary(LONGEST)];
    // The title stands for a word, so that nothing is read across it.
    let sentence = format!("{}*{}", behind_last(before), up_to_end(after));
    let sentence = sentence.replace('’', "'").replace("why don't you", "why not").replace('"', "");
    let says = |words: &[&str]| words.iter().any(|it| sentence.contains(it));
    if says(FREEING) {
        Saying::Frees
    } else if says(KEEPING) {
        Saying::Names
    } else if says(TAKING) {
        Saying::Takes
    } else if says(GIVING) {
        Saying::Gives
    } else {
        Saying::Names
    }
}

/// What stands behind the last end of a sentence.
fn behind_last(text: &str) -> &str {
    let ends =
        text.char_indices().rev().find(|(at, c)| ends_sentence(*c, text[at + c.len_utf8()..].chars().next()));
    ends.map_or(text, |(at, c)| &text[at + c.len_utf8()..])
}

/// What stands before the first end of a sentence.
fn up_to_end(text: &str) -> &str {
    let end = text.char_indices().find(|(at, c)| ends_sentence(*c, text[at + c.len_utf8()..].chars().next()));
    end.map_or(text, |(at, _)| &text[..at])
}

fn ends_sentence(c: char, next: Option<char>) -> bool {
    c == '\n' || matches!(c, '.' | '!' | '?' | ';') && next.is_none_or(|it| it.is_whitespace() || it == '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_given_taken_or_only_named() {
        use Saying::{Frees, Gives, Names, Takes};
        for (text, expected) in [
            ("A small task to start with: TASK.", Gives),
            ("Thanks, I have read it. You could try TASK, if that suits you.", Gives),
            ("How about TASK?", Gives),
            ("Why don't you do \"TASK\" first?", Gives),
            ("Welcome! TASK is yours until Friday.", Gives),
            ("I suggest TASK as a first step", Gives),
            ("The other one is taken. Please take TASK.", Gives),
            ("TASK is already taken by Ben.", Names),
            ("Ben is working on TASK. You could read the manual.", Names),
            ("Please do not start with TASK, it is hard.", Names),
            ("TASK was done last year. You can find another.", Names),
            ("You can do the other task instead of TASK.", Names),
            ("What is TASK? You can tell me.", Names),
            ("Have you seen TASK in the catalog?", Names),
            ("the task \"TASK\" is reserved for you until Wed.", Names),
            ("Are you still at \"TASK\"? You can have more time.", Names),
            ("Thanks for TASK, you can do more.", Names),
            ("Thanks for your mail, how about TASK?", Gives),
            ("the task \"TASK\" is free again: whoever would like it, please say so here.", Frees),
            ("TASK is up for grabs", Frees),
            ("I would like to work on \"TASK\".", Takes),
            ("I'll take TASK", Takes),
            ("I’ll take TASK", Takes),
            ("Please don’t start with TASK", Names),
            ("I will work on the lamp. Has TASK been done?", Names),
            ("I will take another one, TASK is taken.", Names),
        ] {
            let (before, after) = text.split_once("TASK").expect("a task");
            assert_eq!(saying(&before.to_lowercase(), &after.to_lowercase()), expected, "{text}");
        }
    }
}
