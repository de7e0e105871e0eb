//! Words of a text with their places.

use std::ops::Range;

use super::phrases::ENGLISH;
use super::text::Text;
use onlist_mail::read::own::LineKind;

/// One word in three would be a lot; one in ten tells English from its neighbours.
const ENGLISH_SHARE: usize = 10;

/// A word, folded, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) folded: String,
    /// The index of its line in the text.
    pub(super) line: usize,
    /// Its octets in that line.
    pub(super) span: Range<usize>,
}

/// The words of a text, in its order.
#[derive(Debug, Clone, Default)]
pub(super) struct Words(pub(super) Vec<Word>);

impl Words {
    /// The words of the lines that `wanted` names, without those of addresses in the web.
    pub(super) fn of(text: &Text, wanted: LineKind) -> Self {
        let mut words = Vec::new();
        for (line, it) in text.lines.iter().enumerate().filter(|(_, it)| it.kind == wanted) {
            for (token, text) in tokens(&it.text).filter(|(_, text)| !is_url(text)) {
                let mut rest = text;
                while let Some(start) = rest.find(char::is_alphanumeric) {
                    let word = &rest[start..];
                    let word = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
                    let from = token.end - rest.len() + start;
                    words.push(Word { folded: word.to_lowercase(), line, span: from..from + word.len() });
                    rest = &rest[start + word.len()..];
                }
            }
        }
        Self(words)
    }

    /// Where `phrase`, in folded words, stands first: the indices of its words.
    pub(super) fn find(&self, phrase: &str) -> Option<Range<usize>> {
        let phrase: Vec<_> = phrase.split(' ').filter(|word| !word.is_empty()).collect();
        let first = phrase.first()?;
        let starts = (0..self.0.len()).filter(|at| self.0[*at].folded == *first);
        let fits = |at: &usize| {
            let here = self.0.get(*at..at + phrase.len());
            here.is_some_and(|here| here.iter().zip(&phrase).all(|(word, wanted)| word.folded == *wanted))
        };
        starts.into_iter().find(fits).map(|at| at..at + phrase.len())
    }

    /// Whether one of these phrases stands in it.
    pub(super) fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.find(phrase).is_some())
    }

    /// Whether this word stands in it.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|it| it.folded == word)
    }

    /// Whether it reads like English.
    pub(super) fn is_english(&self) -> bool {
        let frequent = self.0.iter().filter(|word| ENGLISH.contains(&word.folded.as_str())).count();
        frequent >= 2 && frequent * ENGLISH_SHARE >= self.0.len()
    }
}

/// Whether `phrase` stands in `sentence` as whole words; both are folded.
pub(super) fn says(sentence: &str, phrase: &str) -> bool {
    let blanks = sentence.bytes().enumerate().filter(|(_, byte)| *byte == b' ').map(|(at, _)| at + 1);
    std::iter::once(0).chain(blanks).any(|start| {
        let rest = sentence[start..].strip_prefix(phrase);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// The part of a line that is looked at where looking takes long: more than anybody has on one line.
pub(super) fn beginning(line: &str) -> &str {
    const LONGEST: usize = 4000;
    let end = (0..=LONGEST.min(line.len())).rev().find(|at| line.is_char_boundary(*at));
    &line[..end.unwrap_or(0)]
}

/// Whether a word is an address in the web.
pub(super) fn is_url(word: &str) -> bool {
    word.contains("://") || word.trim_start_matches(['<', '(', '[', '"']).starts_with("www.")
}

/// The words between blanks of a line, with their octets.
pub(super) fn tokens(line: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    line.split_whitespace().map(move |token| {
        let start = token.as_ptr() as usize - line.as_ptr() as usize;
        (start..start + token.len(), token)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Mail;

    #[test]
    fn phrases_are_found_over_lines() {
        let mail = Mail::read(b"Subject: x\n\nHow can I\n*contribute*, Ma'am?\n").expect("a mail");
        let words = Words::of(&mail.text, LineKind::Prose);
        assert_eq!(words.find("i contribute"), Some(2..4));
        assert_eq!(words.0[3].span, 1..11);
        assert!(words.find("ma am").is_some() && words.find("am i").is_none());
    }

    #[test]
    fn english_is_told_from_others() {
        for (text, expected) in [
            ("I am Ada and I would like to work on the driver for this sensor.", true),
            ("Ich bin Ada und möchte gern an dem Treiber für den Sensor arbeiten.", false),
            ("Je suis Ada et je voudrais travailler sur le pilote de ce capteur.", false),
            ("Hola, soy Ada y me gustaría trabajar en este proyecto.", false),
            ("你好，我是小明。", false),
        ] {
            let mail = format!("Subject: x\n\n{text}\n");
            let mail = Mail::read(mail.as_bytes()).expect("a mail");
            assert_eq!(Words::of(&mail.text, LineKind::Prose).is_english(), expected, "{text}");
        }
    }
}
