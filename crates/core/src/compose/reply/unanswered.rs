//! Which questions of a mail an answer says nothing to, as far as words tell.

use std::collections::HashSet;

use crate::asking::sentences;
use crate::subject::fold;

/// Words shorter than this tell nothing of what is asked.
const SHORTEST: usize = 4;

/// Words that stand in questions about anything.
const COMMON: [&str; 44] = [
    "about", "after", "also", "already", "been", "before", "being", "both", "could", "does", "doing", "from",
    "have", "here", "into", "just", "like", "make", "many", "more", "much", "must", "need", "only", "other",
    "please", "should", "some", "start", "than", "that", "their", "them", "then", "there", "these", "they",
    "this", "what", "when", "where", "which", "with", "would",
];

/// The questions that stay without an answer: all of them where there are no own words; where there are, those that
/// share no word with them while others do, or all where there are fewer sentences than questions.
pub(super) fn unanswered<'q>(questions: &'q [String], answer: &str) -> Vec<&'q str> {
    let all = || questions.iter().map(String::as_str);
    if answer.trim().is_empty() {
        return all().collect();
    }
    if questions.len() < 2 {
        return Vec::new();
    }
    let said = telling(answer);
    let (taken_up, rest): (Vec<_>, Vec<_>) = all().partition(|it| !said.is_disjoint(&telling(it)));
    let number: usize = answer.lines().map(|line| sentences(line).len()).sum();
    if taken_up.is_empty() && number >= questions.len() { Vec::new() } else { rest }
}

/// The words of a text that tell what it is about, by their beginnings: `orders` is about an `order`.
fn telling(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let words = folded.split(' ').filter(|word| word.chars().count() >= SHORTEST && !COMMON.contains(word));
    words.map(|word| word.strip_suffix('s').unwrap_or(word).to_owned()).collect()
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
            (&[], "", &[]),
        ] {
            let questions: Vec<_> = questions.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(unanswered(&questions, answer), expected, "{answer}");
        }
    }
}
