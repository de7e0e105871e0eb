//! What kind of mail it is, and what it is about.

use super::mail::Mail;
use super::text::Author;
use super::phrases::EMPTY_TITLE;
use super::words::{Words, telling_words};
use crate::catalog::{Catalog, Project};
use crate::introduction::{Recognition, bare_subject, recognise};
use crate::subject::{Convention, base, fold};
use onlist_mail::mailbox::Address;

/// What a mail is, as far as its form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A newcomer's first letter, or what goes for one.
    Introduction,
    /// An answer.
    Reply,
    /// A patch, which has rules of its own.
    Patch,
}

impl Kind {
    /// Its name, in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Introduction => "introduction",
            Self::Reply => "reply",
            Self::Patch => "patch",
        }
    }

    /// Tells it from the threading fields, the subject's reply mark and quotes.
    ///
    /// Fields without either of the others are an introduction in somebody's
    /// thread; both of the others without the fields are an answer that lost them.
    pub(super) fn of(mail: &Mail<'_>) -> Self {
        let threaded = is_threaded(mail);
        let marked = reply_mark(&mail.post.subject).is_some();
        let quotes = mail.text.lines.iter().any(|line| line.author == Author::Quote);
        if (threaded && (marked || quotes)) || (marked && quotes) {
            Self::Reply
        } else if is_patch(&mail.post.subject) {
            Self::Patch
        } else {
            Self::Introduction
        }
    }
}

/// Whether a field puts the mail into a thread (RFC 5322 3.6.4).
pub(super) fn is_threaded(mail: &Mail<'_>) -> bool {
    !mail.post.in_reply_to.is_empty() || !mail.post.references.is_empty()
}

/// The subject without the tags in brackets that it begins with.
fn without_tags(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    while let Some((_, after)) = rest.strip_prefix('[').and_then(|tag| tag.split_once(']')) {
        rest = after.trim_start();
    }
    rest
}

/// The mark that makes a subject an answer's: `Re:`, `AW:`.
pub(super) fn reply_mark(subject: &str) -> Option<&str> {
    [subject.trim_start(), without_tags(subject)].into_iter().find_map(|subject| {
        let shorter = base(subject, None);
        let mark = &subject[..subject.len() - shorter.len()];
        (mark.contains(':') && shorter.len() < subject.trim_end().len()).then(|| mark.trim())
    })
}

/// Whether a tag of the subject says that it is a patch, as `git format-patch` writes it.
fn is_patch(subject: &str) -> bool {
    let mut rest = subject.trim_start();
    while let Some((tag, after)) = rest.strip_prefix('[').and_then(|tag| tag.split_once(']')) {
        if tag.split([' ', '/']).any(|word| word == "PATCH") {
            return true;
        }
        rest = after.trim_start();
    }
    false
}

/// What a mail is about.
#[derive(Debug, Clone)]
pub enum Topic<'c> {
    /// A project of the catalog.
    Project(&'c Project),
    /// An idea of the writer's, by its title.
    Idea(String),
    /// Nothing that could be told.
    Unknown,
}

impl<'c> Topic<'c> {
    /// The project, if it is about one.
    #[must_use]
    pub fn project(&self) -> Option<&'c Project> {
        match self {
            Self::Project(project) => Some(project),
            _ => None,
        }
    }

    /// The title of what it is about.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Project(project) => Some(&project.title),
            Self::Idea(title) => Some(title),
            Self::Unknown => None,
        }
    }

    /// Tells it from subject, text and recipients, in this order.
    pub(super) fn of(catalog: &'c Catalog, mail: &Mail<'_>, own: &Words) -> Self {
        if let Some(title) = own_idea(catalog, mail, own) {
            return Self::Idea(title);
        }
        let Recognition { project, season, title, .. } = recognise(catalog, &mail.post);
        if let Some(project) = project.or_else(|| by_words(catalog, mail, own)) {
            return Self::Project(project);
        }
        let title = title.filter(|it| says_something(catalog, mail, it) && own.find(&fold(it)).is_some());
        match (title, season) {
            (Some(title), _) => Self::Idea(title),
            (None, true) => by_mentors(catalog, mail).map_or(Self::Unknown, Self::Project),
            (None, false) => Self::Unknown,
        }
    }
}

/// The one project most of whose title's words stand in the subject or in the text: three at least,
/// or all of a shorter title.
fn by_words<'c>(catalog: &'c Catalog, mail: &Mail<'_>, own: &Words) -> Option<&'c Project> {
    let subject = fold(&mail.post.subject);
    let scored = catalog.projects.iter().filter_map(|project| {
        let words = telling_words(&project.title);
        let in_subject = words.iter().filter(|it| subject.split(' ').any(|word| word == *it)).count();
        let in_text = own.shared(&words);
        let enough =
            |found: usize| (found >= 3 && 4 * found >= 3 * words.len()) || (found == 2 && words.len() == 2);
        let found = in_subject.max(in_text);
        enough(found).then_some((found, project))
    });
    let mut best: Vec<_> = scored.collect();
    best.sort_by_key(|(found, _)| std::cmp::Reverse(*found));
    match best.as_slice() {
        [(_, project)] => Some(project),
        [(first, project), (second, _), ..] if first > second => Some(project),
        _ => None,
    }
}

/// The one project that somebody mentors who gets the mail.
fn by_mentors<'c>(catalog: &'c Catalog, mail: &Mail<'_>) -> Option<&'c Project> {
    let got = |address: &Address| mail.recipients().any(|it| it.address == *address);
    let mentored =
        |project: &&Project| catalog.mentors(project).any(|person| person.address.as_ref().is_some_and(got));
    let mut projects = catalog.projects.iter().filter(mentored);
    projects.next().filter(|_| projects.next().is_none())
}

/// Whether a subject's title names anything, besides the community, its lists and the writer.
pub(super) fn says_something(catalog: &Catalog, mail: &Mail<'_>, title: &str) -> bool {
    let lists = catalog.lists.iter().map(|list| list.address.local_part());
    let names = [catalog.community.name.as_str(), catalog.community.id.as_str(), &catalog.season.programme];
    let from = mail.post.from_name.as_deref().unwrap_or_default();
    let known = lists.chain(names).chain([from]).map(fold).collect::<Vec<_>>().join(" ");
    fold(title).split(' ').any(|word| {
        let number = word.bytes().all(|byte| byte.is_ascii_digit());
        !number && word.len() > 1 && !EMPTY_TITLE.contains(&word) && !known.split(' ').any(|it| it == word)
    })
}

/// The title of the subject, where the text calls it an idea of the writer's own. Such a letter may
/// well name projects that are like it.
fn own_idea(catalog: &Catalog, mail: &Mail<'_>, own: &Words) -> Option<String> {
    const CALLED: [&str; 6] =
        ["idea of my own", "idea of mine", "my own idea", "own project idea", "my idea", "new idea"];
    let convention = Convention::of(catalog);
    let title = convention.parse(bare_subject(catalog, &mail.post))?.title;
    let free = own.has_any(&CALLED) && convention.project(&title).is_none();
    (free && says_something(catalog, mail, &title)).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::shipped;

    #[test]
    fn kinds_of_mail() {
        let threaded = "In-Reply-To: <a@b>\n";
        for (fields, subject, text, expected) in [
            ("", "x", "Hi", Kind::Introduction),
            ("", "Re: x", "Hi", Kind::Introduction),
            ("", "x", "> q\nHi", Kind::Introduction),
            ("", "Re: x", "> q\nHi", Kind::Reply),
            (threaded, "x", "Hi", Kind::Introduction),
            (threaded, "[Intro] AW: x", "Hi", Kind::Reply),
            (threaded, "x", "> q\nHi", Kind::Reply),
            ("References: <a@b>\n", "Re: x", "Hi", Kind::Reply),
            ("", "[GSoC PATCH v2 1/3] x", "Hi", Kind::Patch),
            ("", "[RFC] x", "Hi", Kind::Introduction),
        ] {
            let mail = format!("{fields}Subject: {subject}\n\n{text}\n");
            let mail = Mail::read(mail.as_bytes()).expect("a mail");
            assert_eq!(Kind::of(&mail), expected, "{fields}{subject}");
        }
    }

    #[test]
    fn topics() {
        let catalog = shipped();
        for (mail, expected) in [
            ("Subject: [GSoC 2015] Rump kernel based stubdom\n\nHi\n", "rump-stubdom"),
            ("Subject: GSoC\n\nI like Rump kernel based stubdom.\n", "rump-stubdom"),
            ("Subject: GSoC: a stubdom based on the rump kernel\n\nHi\n", "rump-stubdom"),
            ("Subject: GSoC 2015: Trace viewer\n\nThe trace viewer would help.\n", "idea: Trace viewer"),
            ("Subject: GSoC 2015: Trace viewer\n\nThis is an idea of my own.\n", "idea: Trace viewer"),
            ("Subject: GSoC 2015: Trace viewer\n\nHi\n", "unknown"),
            ("Subject: GSoC 2015: Project proposal by Ada\nFrom: Ada <a@b.test>\n\nMy idea\n", "unknown"),
            ("Subject: GSoC\nCc: andyhhp@example.org\n\nHi\n", "unknown"),
        ] {
            let mail = Mail::read(mail.as_bytes()).expect("a mail");
            let own = Words::of(&mail.text, Author::Own);
            let topic = match Topic::of(&catalog, &mail, &own) {
                Topic::Project(project) => project.id.to_string(),
                Topic::Idea(title) => format!("idea: {title}"),
                Topic::Unknown => "unknown".to_owned(),
            };
            assert_eq!(topic, expected, "{:?}", mail.post.subject);
        }
    }
}
