//! Lists of words and phrases that rules look for, each in folded words.

/// Questions that everybody could ask, in folded words.
pub(super) const GENERIC_QUESTIONS: [&str; 27] = [
    "get started",
    "getting started",
    "get involved",
    "where do i start",
    "where should i start",
    "where can i start",
    "where to start",
    "where to begin",
    "where do i begin",
    "where should i begin",
    "how do i start",
    "how can i start",
    "how should i start",
    "how to start",
    "how do i begin",
    "how can i contribute",
    "how do i contribute",
    "how should i contribute",
    "how to contribute",
    "how can i contact",
    "how can i apply",
    "guide me",
    "help me start",
    "what should i do",
    "what do i do",
    "any task for me",
    "how to proceed",
];

/// Ways to address people that lists do not use, in folded words.
pub(super) const TITLES: [&str; 6] = ["sir", "sirs", "madam", "ma am", "maam", "respected"];

/// Frequent words of English that other languages hardly share.
pub(super) const ENGLISH: [&str; 36] = [
    "the", "and", "of", "to", "is", "that", "for", "it", "with", "my", "have", "would", "this", "you", "be",
    "not", "are", "as", "from", "or", "at", "but", "your", "can", "which", "i", "am", "will", "like", "some",
    "about", "what", "how", "project", "been", "there",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::fold;

    #[test]
    fn lists_are_folded() {
        let lists = [&GENERIC_QUESTIONS[..], &TITLES, &ENGLISH];
        for phrase in lists.concat() {
            assert_eq!(phrase, fold(phrase));
        }
    }
}
