//! The base subject, by which an answer without references is put where it belongs (RFC 5256 2.1).

use crate::read::subject::{without_forward_mark, without_reply_mark};

/// A subject by which posts are compared, and whether it had the mark of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Base {
    /// In lower case, with one blank between words; empty where the subject is all marks.
    pub(super) key: String,
    pub(super) is_reply: bool,
}

impl Base {
    /// Reads a subject. Marks of answers go, and so do tags that are one of `labels`, the names of lists.
    pub(super) fn of(subject: &str, labels: &[String]) -> Self {
        let (mut rest, mut is_reply) = (subject.trim(), false);
        loop {
            if let Some(shorter) = without_reply_mark(rest) {
                (rest, is_reply) = (shorter, true);
            } else if let Some(shorter) = without_forward_mark(rest).or_else(|| without_tag(rest, labels)) {
                rest = shorter;
            } else {
                break;
            }
        }
        let words: Vec<_> = rest.split_whitespace().map(str::to_lowercase).collect();
        Self { key: words.join(" "), is_reply }
    }
}

fn without_tag<'s>(subject: &'s str, labels: &[String]) -> Option<&'s str> {
    let (tag, rest) = subject.strip_prefix('[')?.split_once(']')?;
    labels.iter().any(|label| label.eq_ignore_ascii_case(tag.trim())).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_answers_go() {
        for (subject, key, is_reply) in [
            ("A  question", "a question", false),
            ("Re: [dev] AW: A question", "a question", true),
            ("[Dev] A question", "a question", false),
            ("[GSoC 2026] A question", "[gsoc 2026] a question", false),
            ("回复：A question", "a question", true),
            ("Re:", "", true),
        ] {
            assert_eq!(
                Base::of(subject, &["dev".to_owned()]),
                Base { key: key.to_owned(), is_reply },
                "{subject}"
            );
        }
    }
}
