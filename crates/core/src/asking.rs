//! Sentences, and which of them ask something.

use memchr::memchr_iter;

use crate::subject::fold;

/// What ends a question, in the scripts that have a mark of their own for it.
const QUESTION_MARKS: [char; 12] = [
    '?', '\u{ff1f}', '\u{fe56}', '\u{61f}', '\u{37e}', '\u{55e}', '\u{1367}', '\u{203d}', '\u{2047}',
    '\u{2048}', '\u{2049}', '\u{2e2e}',
];

/// Marks that may stand behind the end of a sentence.
const CLOSING: &str = "\"')]}”’»*_`>";

/// How people ask without a question mark, in folded words.
const INDIRECT: [&str; 85] = [
    "was wondering",
    "am wondering",
    "i wonder",
    "wondering if",
    "wondering whether",
    "curious if",
    "curious whether",
    "like to know",
    "love to know",
    "want to know",
    "wanted to know",
    "like to ask",
    "want to ask",
    "wanted to ask",
    "let me know if",
    "let me know whether",
    "let me know which",
    "let me know what",
    "let me know how",
    "let me know where",
    "tell me if",
    "tell me whether",
    "tell me which",
    "tell me what",
    "tell me how",
    "tell me where",
    "not sure if",
    "not sure whether",
    "not sure which",
    "not sure how",
    "not sure what",
    "unsure if",
    "unsure whether",
    "unsure which",
    "unsure how",
    "feedback on whether",
    "feedback on if",
    "feedback on how",
    "feedback whether",
    "like feedback on",
    "get feedback on",
    "some feedback on",
    "any feedback on",
    "your feedback on",
    "opinion on",
    "opinions on",
    "thoughts on",
    "is there a way",
    "is there any way",
    "do not understand why",
    "don t understand why",
    "my question is",
    "like to hear",
    "love to hear",
    "get your comments",
    "get your feedback",
    "get some feedback",
    "get early feedback",
    "get feedback",
    "request feedback",
    "early feedback",
    "like your feedback",
    "add your comments",
    "give me your feedback",
    "comments are welcome",
    "feedback is welcome",
    "suggestions are welcome",
    "suggestions welcome",
    "any advice on",
    "any suggestions on",
    "any suggestions for",
    "any hints on",
    "if anyone can",
    "if anyone could",
    "if someone can",
    "if someone could",
    "if somebody can",
    "if somebody could",
    "can someone",
    "can anyone",
    "could someone",
    "could anyone",
    "can you recommend",
    "can you suggest",
    "could you recommend",
];

/// How a question begins that lost its mark, in folded words.
const BEGINNINGS: [&str; 23] = [
    "is there a ",
    "is there any ",
    "are there any ",
    "can i ",
    "can we ",
    "can you ",
    "could you ",
    "could i ",
    "would you ",
    "would it be ",
    "do you ",
    "do i ",
    "do we ",
    "does anyone ",
    "does anybody ",
    "how do i ",
    "how do we ",
    "how can i ",
    "how can we ",
    "how should i ",
    "where can i ",
    "where do i ",
    "any hints to ",
];

/// How people say what they want, in folded words.
const REQUESTS: [&str; 35] = [
    "like to help",
    "love to help",
    "want to help",
    "would like to work",
    "d like to work",
    "want to work",
    "to work on",
    "like to contribute",
    "want to contribute",
    "like to apply",
    "like to take",
    "like to participate",
    "want to participate",
    "interested in",
    "interested to",
    "interest in",
    "looking for",
    "could i",
    "can i",
    "may i",
    "please let",
    "please tell",
    "please suggest",
    "please guide",
    "please point",
    "any guidance",
    "some guidance",
    "need guidance",
    "need your guidance",
    "seeking guidance",
    "further guidance",
    "please share",
    "pointers",
    "small task",
    "bite size",
];

/// How people ask for a small task, in folded words.
pub const TASK_WORDS: [&str; 28] = [
    "bite size task",
    "bite sized task",
    "small task",
    "starter task",
    "beginner task",
    "simple task",
    "easy task",
    "a task",
    "any task",
    "some task",
    "some tasks",
    "tasks to",
    "task to",
    "microproject",
    "micro project",
    "small bug",
    "easy bug",
    "beginner friendly",
    "good first issue",
    "qualification task",
    "easy bugs",
    "small bugs",
    "easy fixes",
    "easy tasks",
    "small tasks",
    "beginner tasks",
    "starter tasks",
    "any tasks",
];

/// Whether a word ends a question: `Why?`, `(how?)`, `なぜ？`; `$?`, `a?b` and an address in the web do not.
#[must_use]
pub fn ends_question(word: &str) -> bool {
    if is_greek_question(word) {
        return true;
    }
    if !word.contains(QUESTION_MARKS) || word.contains("://") || word.starts_with("www.") {
        return false;
    }
    let bare = word.trim_end_matches(|c| CLOSING.contains(c)).trim_end_matches(['!', '.', ',']);
    let said = bare.trim_end_matches(QUESTION_MARKS);
    let asks = said.len() < bare.len() && !said.ends_with(['$', '=', '&', '/']);
    // Without a blank behind it the mark of a question stands between a word and a capital letter, or in a script without blanks.
    let inside = || {
        bare.match_indices('?').any(|(at, _)| {
            let (before, after) = (bare[..at].chars().next_back(), bare[at + 1..].chars().next());
            before.is_some_and(char::is_lowercase) && after.is_some_and(char::is_uppercase)
        }) || bare.contains(['\u{ff1f}', '\u{61f}', '\u{55e}'])
    };
    asks || inside()
}

/// Whether a word ends with the question mark of Greek, which most write as a semicolon.
fn is_greek_question(word: &str) -> bool {
    let said = word.trim_end_matches(|c| CLOSING.contains(c)).strip_suffix(';');
    said.and_then(|it| it.chars().next_back())
        .is_some_and(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
}

/// Whether a text asks something with a question mark.
#[must_use]
pub fn asks(text: &str) -> bool {
    if !text.contains(QUESTION_MARKS) && !text.contains(';') {
        return false;
    }
    // A mark before the last colon is one of `a ? b : c`.
    let colon = text.split_whitespace().rev().position(|word| word == ":");
    let before_colon = colon.map_or(0, |behind| text.split_whitespace().count() - 1 - behind);
    let mut words = text.split_whitespace().enumerate();
    // At the beginning of a line it is another line's.
    words.any(|(at, word)| ends_question(word) && !(word == "?" && (at == 0 || at < before_colon)))
}

/// Whether a sentence asks without a question mark.
#[must_use]
pub fn asks_indirectly(sentence: &str) -> bool {
    let sentence = fold(sentence);
    BEGINNINGS.iter().any(|it| sentence.starts_with(it)) || has_any(&sentence, &INDIRECT)
}

/// Whether a question, in folded words, is for a task: a matter of the community's policy, and not of the writer's interest.
#[must_use]
pub fn asks_for_task(question: &str) -> bool {
    has_any(question, &TASK_WORDS)
}

/// Whether a text says what its writer wants.
#[must_use]
pub fn requests(text: &str) -> bool {
    has_any(&fold(text), &REQUESTS)
}

/// Whether one of `phrases` stands in `sentence`; all are folded.
fn has_any(sentence: &str, phrases: &[&str]) -> bool {
    let blanks = memchr_iter(b' ', sentence.as_bytes()).map(|at| at + 1);
    std::iter::once(0).chain(blanks).any(|start| {
        let rest = &sentence[start..];
        // Most phrases differ in their first letter.
        let first = rest.as_bytes().first();
        let begins = |phrase: &&&str| phrase.as_bytes().first() == first && rest.starts_with(**phrase);
        let ends = |phrase: &str| matches!(rest.as_bytes().get(phrase.len()), None | Some(b' '));
        phrases.iter().filter(begins).any(|phrase| ends(phrase))
    })
}

/// Cuts a text behind each full stop, question and exclamation mark that a blank follows.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut blanks = text.match_indices(' ').map(|(at, _)| at);
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        next = blanks.find(|at| {
            let number = || text[start..*at].trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            text[..*at].trim_end_matches(|c| CLOSING.contains(c)).ends_with(['.', '?', '!']) && !number()
        });
        Some(text[start..next.unwrap_or(text.len())].trim())
    })
}

/// The words of a text with one blank between them.
#[must_use]
pub fn squeezed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut text = String::new();
    for word in words {
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(word);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_what_is_none() {
        for (text, expected) in [
            ("Why?", true),
            ("(how?)", true),
            ("really?!", true),
            ("Comment ça marche ?", true),
            ("is it?Maybe", true),
            ("なぜ？はい", true),
            ("لماذا؟", true),
            ("echo $?", false),
            ("x = a ? b : c;", false),
            ("is it : ?", true),
            ("? b", false),
            ("Ποιο κλάδο;", true),
            ("\"Ποιο κλάδο;\" λέει", true),
            ("x = f(a);", false),
            ("one; two", false),
            ("Why\u{2047}", true),
            ("What\u{203d}", true),
            ("Ո՞ր ճյուղը", true),
            ("? : ? :", false),
            ("https://example.org/?a=b", false),
            ("see www.example.org?", false),
            ("a?b", false),
            ("", false),
        ] {
            assert_eq!(asks(text), expected, "{text}");
        }
    }

    #[test]
    fn indirect_questions_and_requests() {
        for (text, indirect, request) in [
            ("I was wondering whether it holds.", true, false),
            ("Could you tell me if it holds.", true, false),
            ("I want feedback on whether it holds.", true, false),
            ("Is there a way to see it.", true, false),
            ("I would like to work on the scheduler.", false, true),
            ("I hope you are doing well.", false, false),
            ("Looking forward to working with you all.", false, false),
            ("Thank you for your time and guidance.", false, false),
            ("I am working on a driver, which can be seen here.", false, false),
            ("Would like to hear your views on this.", true, false),
            ("I wish to get your comments on it.", true, false),
            ("I have a draft and would like to get early feedback:", true, false),
            ("If anyone can suggest easy fixes I would be glad.", true, false),
            ("Can someone guide me how to start.", true, false),
            ("Is there any solution for this kernel.", true, false),
            ("- Any hints to get it working.", true, false),
            ("I appreciate your feedback.", false, false),
            ("Thanks, that is how I can do it.", false, false),
            ("Canada is there.", false, false),
        ] {
            assert_eq!((asks_indirectly(text), requests(text)), (indirect, request), "{text}");
        }
    }

    #[test]
    fn sentences_end_with_a_mark_and_a_blank() {
        for (text, expected) in [
            ("1. One (two.) Three? v1.2 is.", &["1. One (two.)", "Three?", "v1.2 is."][..]),
            ("One. ", &["One.", ""]),
            ("", &[""]),
        ] {
            assert_eq!(sentences(text).collect::<Vec<_>>(), expected);
        }
    }
}
