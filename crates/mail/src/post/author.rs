//! Who wrote a message that a list has sent on under its own address.

use super::Post;
use crate::mailbox::{Address, Mailbox};
use crate::text::Line;

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// How to reach them, where the message tells.
    pub mailbox: Option<Mailbox>,
    /// Their full name, without what a list put behind it.
    pub name: Option<Line>,
    /// The field that gave the mailbox.
    pub source: Source,
    /// Whether the list put its own address into From, as it does for
    /// domains whose policy (DMARC, RFC 7489) forbids others to send for them.
    pub munged: bool,
}

/// The field that an author was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// `From`.
    From,
    /// `Reply-To`.
    ReplyTo,
    /// `X-Original-From`.
    XOriginalFrom,
    /// `Cc`, under the same name.
    Cc,
}

impl Post {
    /// Finds out who wrote the message, where `lists` are the addresses that are known to be lists.
    ///
    /// A From that is a list's was munged: the author is in Reply-To, else in
    /// `X-Original-From`, else a Cc of the same name.
    #[must_use]
    pub fn author(&self, lists: &[Address]) -> Author {
        let is_list = |address: &Address| lists.contains(address) || self.list_post.as_ref() == Some(address);
        let from = self.from.first();
        let munged = from.is_some_and(|from| is_list(&from.address));
        let name = self.from_name.as_ref().map(|name| if munged { without_via(name) } else { name.clone() });
        let (found, source) =
            if munged { self.hidden_author(name.as_deref(), is_list) } else { (from.cloned(), Source::From) };
        let name = name.or_else(|| found.as_ref()?.name.clone());
        let mailbox = found.map(|it| Mailbox::new(name.clone().or(it.name), it.address));
        Author { mailbox, name, source, munged }
    }

    fn hidden_author(
        &self,
        name: Option<&str>,
        is_list: impl Fn(&Address) -> bool,
    ) -> (Option<Mailbox>, Source) {
        let named = |it: &&Mailbox| it.name.as_deref().zip(name).is_some_and(|(a, b)| same_name(a, b));
        let person = |all: &[Mailbox], must_be_named: bool| {
            let mut people = all.iter().filter(|it| !is_list(&it.address));
            let first = if must_be_named { None } else { people.clone().next() };
            people.find(named).or(first).cloned()
        };
        let tries = [
            (person(&self.reply_to, false), Source::ReplyTo),
            (person(self.x_original_from.as_slice(), false), Source::XOriginalFrom),
            (person(&self.cc, true), Source::Cc),
        ];
        tries.into_iter().find(|(found, _)| found.is_some()).unwrap_or((None, Source::From))
    }
}

fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Undoes `Ada Example via Intro`, and `'Ada Example' via Intro` as some servers quote it.
fn without_via(name: &Line) -> Line {
    let person = name.rsplit_once(" via ").map_or(name.as_str(), |(person, _)| person);
    let unquoted = person.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    Line::sanitize(unquoted.unwrap_or(person))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_author_behind_a_list() {
        let list: Address = "intro@lists.test".parse().expect("valid");
        let via = "From: Ada Example via Intro <intro@lists.test>\n";
        for (header, expected, munged) in [
            ("From: Ada Example <ada@students.test>\n", "Ada Example <ada@students.test>", false),
            ("From: ada@students.test\n", "ada@students.test", false),
            ("From: Ada via Train <ada@students.test>\n", "Ada via Train <ada@students.test>", false),
            (&format!("{via}Reply-To: ada@students.test\n"), "Ada Example <ada@students.test>", true),
            (
                &format!(
                    "{via}Reply-To: intro@lists.test, Bob <b@b.test>, ada example <ada@students.test>\n"
                ),
                "Ada Example <ada@students.test>",
                true,
            ),
            (
                &format!(
                    "{via}Reply-To: INTRO@lists.test\nX-Original-From: A. Example <ada@students.test>\n"
                ),
                "Ada Example <ada@students.test>",
                true,
            ),
            (
                &format!("{via}Cc: Bob <b@b.test>, Ada Example <ada@students.test>\n"),
                "Ada Example <ada@students.test>",
                true,
            ),
            (&format!("{via}Cc: Bob <b@b.test>\n"), "-", true),
            (
                "From: \"'Ada Example' via Intro\" <intro@lists.test>\nReply-To: Ada <ada@students.test>\n",
                "Ada Example <ada@students.test>",
                true,
            ),
            ("From: ada at students.test (Ada Example)\n", "-", false),
        ] {
            let post = Post::read(header.as_bytes()).expect("a header");
            let author = post.author(std::slice::from_ref(&list));
            let shown = author.mailbox.map_or("-".to_owned(), |it| it.to_string());
            assert_eq!((shown.as_str(), author.munged), (expected, munged), "{header}");
        }
    }

    #[test]
    fn a_masked_author_keeps_the_name() {
        let post = Post::read(b"From: ada at students.test (Ada Example)\n\nHi\n").expect("a header");
        assert_eq!(post.author(&[]).name.as_deref(), Some("Ada Example"));
    }
}
