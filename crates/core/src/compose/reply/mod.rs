//! A mentor's answer: to everybody who got the mail, in its thread, with a small task.

mod card;
mod people;
mod text;
mod unanswered;

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use self::card::Card;
use self::card::questions;
use self::people::People;
pub use self::text::paragraph;
use self::unanswered::unanswered;
use super::later::own_words;
use super::letter::{Letter, derive_id};
use crate::catalog::{Catalog, Posting, Project, Task};
use crate::introduction::bare_subject;
use crate::resolve::{Notice, Recipient};
use crate::subject::Convention;
use crate::template;
use onlist_mail::mailbox::{self, Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::{and, count};
use onlist_mail::write::Content;

/// Identifiers in References, at most: the first, which roots the thread, and the last.
const MOST_REFERENCES: usize = 100;

/// An answer that goes to more than these says so.
const MANY: usize = 10;

/// How many questions are named that nothing answers.
const MOST_UNANSWERED: usize = 5;

/// The task that a mentor hands out.
#[derive(Debug, Clone, Copy)]
pub enum Handout<'a> {
    /// One of the catalog.
    Task(&'a Task),
    /// The mentor's own words, which stand for the whole task.
    Text(&'a str),
}

/// What a mentor answers, and to what.
#[derive(Debug, Clone)]
pub struct Reply<'a> {
    /// The community's catalog.
    pub catalog: &'a Catalog,
    /// The mail that is answered.
    pub post: &'a Post<'a>,
    /// Who answers.
    pub me: Mailbox,
    /// Other addresses of who answers.
    pub also: &'a [Address],
    /// Id, address or alias of the list, for a mail that does not tell it.
    pub list: Option<&'a str>,
    /// What the mail is about, when it is known.
    pub project: Option<&'a Project>,
    /// The task; none for an answer without.
    pub task: Option<Handout<'a>>,
    /// What the task is done on, where it is a kind of task.
    pub object: Option<&'a str>,
    /// Another one to choose.
    pub second_task: Option<&'a Task>,
    /// The mentor's words on what was asked.
    pub answer: Option<&'a str>,
    /// The day up to which the task is kept.
    pub until: NaiveDate,
    /// The whole body, in place of everything that would be written.
    pub body: Option<&'a str>,
    /// When the answer is written.
    pub now: DateTime<FixedOffset>,
}

/// Why a mail cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing in the mail or the catalog tells the list.
    #[error("no mailing list in this mail")]
    NoList,
    /// The list that was named is none.
    #[error("`{0}` is not a list of the catalog and not an address")]
    UnknownList(Line),
    /// No field has an address to answer to.
    #[error("this mail has no address of its author")]
    NoAuthor,
    /// The author's address is none that this program can write to.
    #[error("the author of this mail cannot be answered: {0}")]
    UnusableAuthor(mailbox::Error),
    /// Who answers has written the mail.
    #[error("this mail is from you")]
    Own,
    /// The template cannot be filled.
    #[error(transparent)]
    Template(#[from] template::Error),
}

impl<'a> Reply<'a> {
    /// Writes the answer.
    ///
    /// It goes to the author with everybody kept who got the mail, and to a
    /// list without exception. Nobody joins who was not there, but for that list.
    ///
    /// # Errors
    /// [`Error`] when there is no list or nobody to answer, or the community's template is wrong.
    pub fn compose(&self) -> Result<Letter, Error> {
        let people = People::of(self)?;
        let second_task = self.second_choice().filter(|_| self.body.is_none());
        let body = match self.body {
            Some(body) => body.to_owned(),
            None => text::body(self, &people.author, &people.list, people.private, second_task)?,
        };
        Ok(self.with_body(people, body))
    }

    /// Writes a student's answer: the same people and quote, and below it `words` alone.
    ///
    /// # Errors
    /// As [`Reply::compose`], but for the template's.
    pub fn compose_plain(&self, words: &str) -> Result<Letter, Error> {
        let people = People::of(self)?;
        let words = own_words(words, None, self.me.called());
        let quoted = text::quoted(self.catalog, self.post, self.project, people.private);
        let body = text::below_quote(self, &people.author, &quoted, &words);
        Ok(self.with_body(people, body))
    }

    fn with_body(&self, people: People, body: String) -> Letter {
        let notices = self.notices(&people);
        let mailboxes = |all: &[Recipient]| all.iter().map(|it| it.mailbox.clone()).collect::<Vec<_>>();
        let (to, cc) = (mailboxes(&people.to), mailboxes(&people.cc));
        let subject = if people.private { self.public_subject() } else { self.subject() };
        let parent = self.post.message_id.as_ref().map_or("", MessageId::as_str);
        let message_id = derive_id(&self.me.address, self.now, [&to, &cc], &[&subject, &body, parent]);
        let content = Content {
            from: self.me.clone(),
            to,
            cc,
            subject,
            in_reply_to: self.post.message_id.clone(),
            references: references(self.post),
            date: self.now,
            message_id,
            body,
        };
        let recipients = people.to.into_iter().chain(people.cc).collect();
        Letter::new(content, people.list, recipients, notices)
    }

    /// The second task that was named, if it is another one than the first.
    fn second_choice(&self) -> Option<&'a Task> {
        let first = match self.task? {
            Handout::Task(task) => Some(&task.id),
            Handout::Text(_) => None,
        };
        self.second_task.filter(|task| Some(&task.id) != first)
    }

    /// `Re: ` and the subject without reply marks and lists' tags, whole.
    fn subject(&self) -> Line {
        match bare_subject(self.catalog, self.post) {
            "" => Line::sanitize("Re: (no subject)"),
            subject => Line::sanitize(&format!("Re: {subject}")),
        }
    }

    /// What the answer is about, for a mail whose own subject nobody but the reader has seen.
    fn public_subject(&self) -> Line {
        let title = match self.project {
            Some(project) => project.title.clone(),
            None => Line::sanitize(&format!("Your question about {}", self.catalog.community.name)),
        };
        let subject = Convention::about(self.catalog, self.project).compose(&title);
        Line::sanitize(&format!("Re: {subject}"))
    }

    fn notices(&self, people: &People) -> Vec<Notice> {
        let post = self.post;
        let mut notices = Vec::new();
        let mut add = |kind, text: String| notices.push(Notice { kind, text });
        if people.private {
            let (list, name) = (&people.list, people.author.name.as_deref().unwrap_or("its author"));
            add(
                "private",
                format!(
                    "this mail was private, and the answer goes to {list}: this makes it public that {name} wrote to you; neither its text nor its subject is in the answer"
                ),
            );
        }
        if people.alone {
            let list = &people.list;
            add(
                "list-post-alone",
                format!(
                    "{list} comes only from List-Post and is not in the catalog: check that it is the right list"
                ),
            );
        }
        if let Some(unused) = &people.unused {
            add(
                "list",
                format!("the mail went to {}; {unused} did not get it and is not added", people.list),
            );
        }
        let number = people.to.len() + people.cc.len();
        if number > MANY {
            add("many", format!("this answer goes to {number} people"));
        }
        if people.author.munged {
            let text = "From was rewritten on the way: check that To is the author";
            add("munged", text.to_owned());
        }
        let said = self.body.or(self.answer).unwrap_or_default();
        let questions = questions(post);
        let unanswered = unanswered(&questions, said, self.task.is_some());
        let more = unanswered.len().saturating_sub(MOST_UNANSWERED);
        // Words alone do not tell: "clang 19" answers "Which compiler do you use?".
        let doubt = |what: String| match said.trim() {
            "" => format!("nothing answers {what}"),
            _ => format!("perhaps nothing answers {what}: your answer has none of its main words"),
        };
        match &unanswered[..] {
            [] => {}
            // What came in private is repeated nowhere.
            [_] if people.private => add("unanswered", doubt("the question".to_owned())),
            all if people.private => add("unanswered", doubt(count(all.len(), "question"))),
            all => {
                for question in all.iter().take(MOST_UNANSWERED) {
                    add("unanswered", doubt(format!("the question \"{question}\"")));
                }
            }
        }
        if more > 0 && !people.private {
            add("unanswered", doubt(count(more, "more question")));
        }
        add_unread(post, &mut add);
        add_not_answered(post, people, &mut add);
        if let Some(text) = posting(self.catalog, post, &people.list) {
            add("posting", text);
        }
        notices
    }
}

/// What of the mail could not be read as its author meant it.
fn add_unread(post: &Post<'_>, add: &mut dyn FnMut(&'static str, String)) {
    if let Some(line) = post.broken_line() {
        let text =
            format!("line {line} of the header is not a header field: what stands below it is not read");
        add("no-field", text);
    }
    if post.has_unusable_id() {
        add("no-id", "the Message-ID of this mail is not valid: the answer starts a new thread".to_owned());
    } else if post.message_id.is_none() {
        add("no-id", "this mail has no Message-ID: the answer starts a new thread".to_owned());
    }
    if post.has_unknown_date() {
        add("no-date", "the Date of this mail cannot be read: the quote has no date".to_owned());
    }
    if post.own_words().uncertain {
        let text = "nothing is quoted: it cannot be told what of this mail its author wrote";
        add("no-quote", text.to_owned());
    }
    if let Some(charset) = post.unknown_charset() {
        add(
            "no-charset",
            format!("the charset `{charset}` of this mail is not known: its text cannot be read"),
        );
    } else if [&*post.own_text(), post.from_name.as_deref().unwrap_or_default()]
        .iter()
        .any(|it| it.contains('\u{fffd}'))
    {
        add(
            "no-charset",
            "some characters of this mail cannot be read: check the names and the quote".to_owned(),
        );
    } else if post.text().trim().is_empty() {
        add("no-text", "nothing is quoted: this mail has no text that can be read".to_owned());
    } else if !post.is_whole() {
        add("too-long", "this mail is too long to read all of it: check the quote".to_owned());
    }
    if post.html_only() {
        add("html-only", "this mail has only HTML: check the quote".to_owned());
    }
}

/// Those whom the mail names and the answer does not go to, with the reason.
fn add_not_answered(post: &Post<'_>, people: &People, add: &mut dyn FnMut(&'static str, String)) {
    let mut add = |text: String| add("not-answered", text);
    for (field, defect) in &post.unreachable {
        add(format!("the answer does not go to `{}` in {field}: {}", defect.text, defect.why));
    }
    if post.left_out > 0 {
        add(format!("this mail names {} more people than can be answered", post.left_out));
    }
    // A list's Reply-To takes the author's place.
    let got: HashSet<_> = post.to.iter().chain(&post.cc).map(|it| &it.address).collect();
    let answered =
        |author: &Address| people.to.iter().chain(&people.cc).any(|it| it.mailbox.address == *author);
    let author = people.author.mailbox.as_ref().map(|it| &it.address).filter(|it| !answered(it));
    if let Some(author) = author.filter(|_| people.to.iter().all(|it| got.contains(&it.mailbox.address))) {
        let names = and(&people.to.iter().map(|it| &it.mailbox.address).collect::<Vec<_>>());
        add(format!("Reply-To asks to answer {names} in place of {author}"));
    }
    if !people.left_out.is_empty() {
        add(format!("Mail-Followup-To asks not to answer {}", and(&people.left_out)));
    }
    if !people.not_added.is_empty() {
        let names = and(&people.not_added);
        add(format!("Mail-Followup-To names {names}, who did not get this mail and is not added"));
    }
}

/// What may keep the answer off the list, if anything.
fn posting(catalog: &Catalog, post: &Post, list: &Address) -> Option<String> {
    if post.list_closed {
        return Some("the list of this mail does not accept posts (List-Post: NO)".to_owned());
    }
    match catalog.list_at(list).and_then(|list| list.posting) {
        Some(Posting::Anyone) | None => None,
        Some(Posting::Members) => Some(format!("only members may post to {list}")),
        Some(Posting::Moderated) => {
            Some(format!("{list} is moderated: a moderator must approve your answer first"))
        }
        Some(Posting::Announcements) => Some(format!("{list} is for announcements only")),
    }
}

/// The thread of an answer to `post` (RFC 5322 3.6.4), bounded.
fn references(post: &Post) -> Vec<MessageId> {
    let Some(id) = &post.message_id else { return Vec::new() };
    let mut thread = match (post.references.as_slice(), post.in_reply_to.as_slice()) {
        ([], [parent]) => vec![parent.clone()],
        (references, _) => references.to_vec(),
    };
    thread.retain(|it| it != id);
    thread.push(id.clone());
    if thread.len() > MOST_REFERENCES {
        thread.drain(1..=thread.len() - MOST_REFERENCES);
    }
    thread
}
