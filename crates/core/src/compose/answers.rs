//! What was answered.

use std::collections::BTreeMap;

use super::question::{Error, Question};
use onlist_mail::mailbox::Mailbox;
use onlist_mail::text::Line;

/// What was answered, each in its clean form. An empty answer is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<Question, String>);

impl Answers {
    /// Keeps an answer, or drops the one there was when `answer` is empty.
    ///
    /// # Errors
    /// [`Error`] when the question does not take it; then nothing changes.
    pub fn set(&mut self, question: Question, answer: &str) -> Result<(), Error> {
        if answer.trim().is_empty() {
            self.0.remove(&question);
        } else {
            self.0.insert(question, question.check(answer)?);
        }
        Ok(())
    }

    /// Keeps the items of an answer that may have several, each of which must be one line.
    ///
    /// # Errors
    /// [`Error`] when an item is not one line, or the question does not take it.
    pub fn set_lines(&mut self, question: Question, items: &[impl AsRef<str>]) -> Result<(), Error> {
        let lines = items.iter().map(|item| Line::new(item.as_ref()));
        let lines = lines
            .collect::<Result<Vec<_>, _>>()
            .map_err(|source| Error::ForbiddenChar { question, source })?;
        self.set(question, &lines.iter().map(Line::as_str).collect::<Vec<_>>().join("\n"))
    }

    /// The answer, if there is one.
    #[must_use]
    pub fn get(&self, question: Question) -> Option<&str> {
        self.0.get(&question).map(String::as_str)
    }

    /// The lines of an answer of several lines.
    pub fn lines(&self, question: Question) -> impl Iterator<Item = &str> {
        self.get(question).unwrap_or_default().lines()
    }

    /// All answers by the names of their questions, as drafts keep them.
    #[must_use]
    pub fn named(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(question, answer)| (question.name().to_owned(), answer.clone())).collect()
    }

    /// The mailbox that the letter comes from, once name and address are known.
    #[must_use]
    pub fn from(&self) -> Option<Mailbox> {
        let address = self.get(Question::Email)?.parse().ok()?;
        Some(Mailbox::new(Line::new(self.get(Question::Name)?).ok(), address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_clean_or_refused() {
        for (question, answer, expected) in [
            (Question::Name, " Ada Example ", Ok("Ada Example")),
            (Question::Name, "Ada\nBcc: x", Err("U+000A (line feed) is not allowed (line 1, column 4)")),
            (
                Question::Email,
                "ada@example.org\r\n",
                Err("U+000D (carriage return) is not allowed (line 1, column 16)"),
            ),
            (Question::Email, "ada at example.org", Err("`ada at example.org` is not a valid email address")),
            (Question::Interest, "one\r\n\r\ntwo\n", Ok("one\n\ntwo")),
            (Question::Interest, "a\u{1b}[2J", Err("U+001B (ESC) is not allowed (line 1, column 2)")),
            (Question::Link, "https://a.test\n\nhttps://b.test\n", Ok("https://a.test\nhttps://b.test")),
            (Question::Cc, "Bob <b@c.test>", Ok("Bob <b@c.test>")),
        ] {
            let mut answers = Answers::default();
            let taken = answers.set(question, answer).map(|()| answers.get(question).unwrap_or_default());
            assert_eq!(taken.map_err(|it| it.to_string()), expected.map_err(str::to_owned), "{answer:?}");
        }
    }
}
