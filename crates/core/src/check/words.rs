//! Words of a text with their places.

use std::ops::Range;

use memchr::memmem;

use super::phrases::ENGLISH;
use super::text::Text;
use onlist_mail::read::own::LineKind;

/// One word in three would be a lot; one in ten tells English from its neighbours.
const ENGLISH_SHARE: usize = 10;

/// A word, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// The index of its line in the text.
    pub(super) line: usize,
    /// Its octets in that line.
    pub(super) span: Range<usize>,
}

/// The words of the lines that `wanted` names, in their order, without those of addresses in the web.
pub(super) fn words(text: &Text, wanted: LineKind) -> impl Iterator<Item = Word<'_>> {
    let lines = text.lines.iter().enumerate().filter(move |(_, it)| it.kind == wanted);
    lines.flat_map(|(line, it)| {
        let tokens = tokens(&it.text).filter(|(_, token)| !is_url(token));
        let words = tokens.flat_map(|(_, token)| token.split(|c: char| !c.is_alphanumeric()));
        words.filter(|word| !word.is_empty()).map(move |word| {
            let start = word.as_ptr() as usize - it.text.as_ptr() as usize;
            Word { text: word, line, span: start..start + word.len() }
        })
    })
}

/// Octets of words that are looked at: nobody writes as many in a letter.
const LONGEST: usize = 128 * 1024;

/// The words of a text, folded, in its order: of very many the first.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// With a blank around each.
    folded: String,
    count: usize,
    english: bool,
}

impl Words {
    /// Those of [`words`].
    pub(super) fn of(text: &Text, wanted: LineKind) -> Self {
        let (mut folded, mut count, mut frequent) = (" ".to_owned(), 0, 0);
        for word in words(text, wanted) {
            if folded.len() >= LONGEST {
                break;
            }
            let word = word.text.to_lowercase();
            count += 1;
            frequent += usize::from(ENGLISH.contains(&word.as_str()));
            folded.push_str(&word);
            folded.push(' ');
        }
        Self { folded, count, english: frequent >= 2 && frequent * ENGLISH_SHARE >= count }
    }

    /// Where `phrase`, in folded words, stands first: the indices of its words.
    pub(super) fn find(&self, phrase: &str) -> Option<Range<usize>> {
        let start = self.start(phrase)?;
        let before = self.folded[..start].matches(' ').count();
        Some(before..before + phrase.split_whitespace().count())
    }

    fn start(&self, phrase: &str) -> Option<usize> {
        let phrase = phrase.trim();
        if phrase.is_empty() {
            return None;
        }
        memmem::find(self.folded.as_bytes(), format!(" {phrase} ").as_bytes())
    }

    /// Whether one of these phrases stands in it.
    pub(super) fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }

    /// Whether this phrase stands in it.
    pub(super) fn has(&self, phrase: &str) -> bool {
        self.start(phrase).is_some()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether it reads like English.
    pub(super) fn is_english(&self) -> bool {
        self.english
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
    &line[..line.floor_char_boundary(LONGEST)]
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
        assert_eq!(
            super::words(&mail.text, LineKind::Prose).nth(3).map(|it| (it.line, it.span)),
            Some((1, 1..11))
        );
        assert!(words.has("ma am") && !words.has("am i") && !words.has("contrib") && !words.has(""));
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
