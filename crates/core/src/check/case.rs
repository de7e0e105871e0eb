//! A mail in its situation, with what several rules ask about it.

use std::ops::Range;

use super::judge::Judge;
use super::mail::Mail;
use super::text::Author;
use super::phrases::INDIRECT;
use super::place::Place;
use super::situation::Situation;
use super::topic::{Kind, Topic};
use super::words::{Words, is_url, says, tokens};
use crate::catalog::{Catalog, CopyPolicy, Person};
use crate::introduction::bare_subject;
use crate::resolve;
use crate::subject::{Convention, Parsed, fold};
use onlist_mail::mailbox::Address;

/// What the rules look at.
pub(super) struct Case<'a> {
    pub(super) mail: &'a Mail<'a>,
    pub(super) situation: &'a Situation<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) judge: &'a Judge,
    pub(super) kind: Kind,
    pub(super) topic: Topic<'a>,
    /// The writer's own words.
    pub(super) own: Words,
    /// The words of the signature.
    pub(super) signature: Words,
    /// Whether the writer's own words are English, the one language that rules about phrases know.
    pub(super) english: bool,
    /// Whether this program composed the mail.
    pub(super) composed: bool,
    /// The questions in the writer's own words.
    pub(super) questions: Vec<Question>,
    /// The subject without reply marks and lists' tags.
    pub(super) subject: &'a str,
    /// The subject as the season's convention reads it.
    pub(super) parsed: Option<Parsed>,
}

fn own_lines<'m>(mail: &'m Mail<'_>) -> impl Iterator<Item = (usize, &'m str)> {
    let lines = mail.text.lines.iter().enumerate();
    lines.filter(|(_, line)| line.author == Author::Own).map(|(at, line)| (at, line.text.as_str()))
}

/// A question in the writer's own words.
pub(super) struct Question {
    /// The index of the line that ends it.
    pub(super) line: usize,
    /// The octets of its last word.
    pub(super) span: Range<usize>,
    /// Its sentence, in folded words.
    pub(super) words: String,
}

impl<'a> Case<'a> {
    pub(super) fn new(mail: &'a Mail<'a>, situation: &'a Situation<'a>) -> Self {
        let own = Words::of(&mail.text, Author::Own);
        let subject = bare_subject(situation.catalog, &mail.post);
        let topic = situation.topic.clone().unwrap_or_else(|| Topic::of(situation.catalog, mail, &own));
        Self {
            mail,
            situation,
            catalog: situation.catalog,
            judge: situation.judge,
            kind: Kind::of(mail),
            topic,
            english: own.is_english(),
            signature: Words::of(&mail.text, Author::Signature),
            composed: situation.has_composed(mail),
            questions: questions(mail),
            subject,
            parsed: Convention::of(situation.catalog).parse(subject),
            own,
        }
    }

    /// The writer's own lines, with their indices.
    pub(super) fn own_lines(&self) -> impl Iterator<Item = (usize, &'a str)> {
        own_lines(self.mail)
    }

    /// Whether the mail goes to this address, as readers see it.
    pub(super) fn goes_to(&self, address: &Address) -> bool {
        self.mail.recipients().any(|it| it.address == *address)
    }

    /// Whether this is who writes.
    pub(super) fn is_writer(&self, person: &Person) -> bool {
        let from = &self.mail.post.from;
        person.address.as_ref().is_some_and(|address| from.iter().any(|it| it.address == *address))
    }

    /// The project's mentors who are to get the mail, where the community copies them: those who do
    /// not write it themselves and never were its students.
    pub(super) fn mentors(&self) -> Vec<&'a Person> {
        let copied = self.catalog.conventions.copy().value == CopyPolicy::AllMentors;
        let project = self.topic.project().filter(|_| copied);
        let mentors = project.into_iter().flat_map(|project| {
            let mentors = self.catalog.mentors(project);
            mentors.filter(|person| !project.students.contains(&person.id))
        });
        mentors.filter(|person| !self.is_writer(person)).collect()
    }

    /// The list that a letter about the topic goes to; none where any list of the community will do.
    pub(super) fn list(&self) -> Option<Address> {
        let project = self.topic.project()?;
        let today = self.situation.now.date_naive();
        let routing = resolve::for_project(self.catalog, project, today, true).ok()?;
        Some(routing.list.mailbox.address)
    }

    /// The place of words that [`Words::find`] has found among the writer's own.
    pub(super) fn at_words(&self, found: &Range<usize>) -> Place {
        let (first, last) = (&self.own.0[found.start], &self.own.0[found.end - 1]);
        let end = if first.line == last.line { last.span.end } else { usize::MAX };
        self.mail.in_line(first.line, first.span.start..end)
    }
}

/// The questions in the writer's own words; the `?` of an address in the web asks nothing, and
/// `I was wondering whether` asks without one.
fn questions(mail: &Mail<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    let (mut sentence, mut last) = (String::new(), 0);
    for (line, text) in own_lines(mail) {
        if line > last + 1 {
            sentence.clear();
        }
        last = line;
        for (span, token) in tokens(text).filter(|(_, token)| !is_url(token)) {
            sentence.push_str(token);
            sentence.push(' ');
            let bare = token.trim_end_matches(|c| "\"')”’*_".contains(c));
            let asks = bare.trim_end_matches(['!', '.']).ends_with('?') || bare.contains(['？', '؟']);
            let ends = asks || bare.ends_with(['.', '!', '。']);
            if asks || (ends && asks_indirectly(&sentence)) {
                questions.push(Question { line, span, words: fold(&sentence) });
            }
            if ends {
                sentence.clear();
            }
        }
    }
    questions
}

/// Whether a sentence asks without a question mark.
fn asks_indirectly(sentence: &str) -> bool {
    let words = fold(sentence);
    INDIRECT.iter().any(|phrase| says(&words, phrase))
}
