//! Which questions of a mail an answer says nothing to, as far as words tell.

use std::collections::HashSet;

use crate::asking::{asks_for_task, sentences};
use crate::introduction::stem;
use crate::subject::fold;

/// Words shorter than this tell nothing of what is asked.
const SHORTEST: usize = 3;

/// Words that stand in questions about anything.
const COMMON: [&str; 67] = [
    "about", "after", "already", "also", "and", "any", "are", "been", "before", "being", "both", "but",
    "can", "could", "did", "does", "doing", "for", "from", "had", "has", "have", "here", "how", "into",
    "its", "just", "like", "make", "many", "may", "more", "much", "must", "need", "not", "one", "only",
    "other", "our", "out", "please", "should", "some", "start", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "was", "what", "when", "where", "which", "who", "why", "will",
    "with", "would", "you", "your",
];

/// The questions that nothing answers. Without own words these are all. Otherwise they are those that share no word with
/// the answer while others do, or all where it has fewer sentences than questions. A question for a task is answered where
/// one is `given`.
pub(super) fn unanswered<'q>(questions: &'q [String], answer: &str, given: bool) -> Vec<&'q str> {
    let all = || questions.iter().map(String::as_str).filter(|it| !(given && asks_for_task(&fold(it))));
    if answer.trim().is_empty() {
        return all().collect();
    }
    if all().count() < 2 {
        return Vec::new();
    }
    let said = telling(answer);
    let (taken_up, rest): (Vec<_>, Vec<_>) = all().partition(|it| !said.is_disjoint(&telling(it)));
    let number: usize = answer.lines().map(|line| sentences(line).count()).sum();
    if taken_up.is_empty() && number >= rest.len() { Vec::new() } else { rest }
}

/// The words of a text that tell what it is about, by their stems: `checked` is about a `check`.
fn telling(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let words = folded.split(' ').filter(|word| word.chars().count() >= SHORTEST && !COMMON.contains(word));
    words.map(|word| stem(word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_without_an_answer() {
        let (order, size) = ("Does the parser keep the order of events?", "How large may a trace be?");
        for (questions, answer, expected) in [
            (&[order][..], "", &[order][..]),
            (&[order], "Yes.", &[]),
            (&[order, size], "", &[order, size]),
            (&[order, size], "The order of events is kept.", &[size]),
            (&[order, size], "Events: yes.\nTraces have up to 2 GB.", &[]),
            (&[order, size], "Yes, always. Up to 2 GB.", &[]),
            (&[order, size], "Yes.", &[order, size]),
            (&["Is there a small task for me?", size], "Up to 2 GB.", &[]),
            (&["Is the input checked in lex.c?", size], "The check in lex.c can go.", &[size]),
            (&["May I have a small task?"], "", &[]),
            (&[], "", &[]),
        ] {
            let questions: Vec<_> = questions.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(unanswered(&questions, answer, true), expected, "{answer}");
        }
    }
}
