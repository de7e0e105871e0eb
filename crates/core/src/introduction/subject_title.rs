//! What a subject says besides reply marks and tags of lists.

use crate::catalog::Catalog;
use crate::subject::{Convention, base, fold};
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;

/// More tags of lists than this stand before no honest subject.
const MOST_TAGS: usize = 20;

/// The subject of `post` without reply marks and without tags that lists put before it.
///
/// Other tags stay, as `[GSoC 2015]` is content, even on a list that is called so.
#[must_use]
pub fn bare_subject<'p>(catalog: &Catalog, post: &'p Post) -> &'p str {
    let mut rest = base(&post.subject, None);
    for _ in 0..MOST_TAGS {
        match without_list_tag(catalog, post, rest) {
            Some(shorter) => rest = base(shorter, None),
            None => break,
        }
    }
    rest
}

fn without_list_tag<'s>(catalog: &Catalog, post: &Post, subject: &'s str) -> Option<&'s str> {
    let tags = catalog.lists.iter().filter_map(|list| list.subject_tag.as_deref());
    let stated = || tags.map(|tag| base(subject, Some(tag))).find(|rest| rest.len() < subject.len());
    let bracketed = || {
        let (tag, rest) = subject.strip_prefix('[')?.split_once(']')?;
        (names_a_list(catalog, post, tag) || is_of_gateway(tag)).then_some(rest)
    };
    let rest = stated().or_else(bracketed)?;
    let convention = Convention::of(catalog);
    let is_content = convention.parse(subject).is_some() && convention.parse(rest).is_none();
    (!is_content).then_some(rest)
}

/// Whether `tag` is one by which mail servers mark what comes from outside.
fn is_of_gateway(tag: &str) -> bool {
    ["external", "ext", "external email", "extern"].iter().any(|it| it.eq_ignore_ascii_case(tag.trim()))
}

/// Whether `tag` is a name of the list that the post came through, or of one in the catalog.
fn names_a_list(catalog: &Catalog, post: &Post, tag: &str) -> bool {
    let label = post.list_id.as_deref().and_then(|id| id.split('.').next());
    let posted = post.list_post.as_ref().map(Address::local_part);
    let known = catalog.lists.iter().flat_map(|list| {
        [list.id.as_str(), list.address.local_part()].into_iter().chain(list.names.iter().map(AsRef::as_ref))
    });
    let names = [label, posted, post.list_name.as_deref()];
    known.chain(names.into_iter().flatten()).any(|name| name.eq_ignore_ascii_case(tag.trim()))
}

/// Whether a subject's title names anything, besides the community, its lists and the writer.
#[must_use]
pub fn says_something(catalog: &Catalog, post: &Post, title: &str) -> bool {
    let lists = catalog.lists.iter().map(|list| list.address.local_part());
    let programme = catalog.season().map_or("", |season| &season.programme);
    let names = [catalog.community.name.as_str(), catalog.community.id.as_str(), programme];
    let from = post.from_name.as_deref().unwrap_or_default();
    let known = lists.chain(names).chain([from]).map(fold).collect::<Vec<_>>().join(" ");
    fold(title).split(' ').any(|word| {
        let number = word.bytes().all(|byte| byte.is_ascii_digit());
        !number && word.len() > 1 && !EMPTY_TITLE.contains(&word) && !known.split(' ').any(|it| it == word)
    })
}

/// Words that make a subject without naming anything.
const EMPTY_TITLE: [&str; 67] = [
    "hi",
    "hello",
    "hey",
    "dear",
    "greetings",
    "introduction",
    "introducing",
    "introduce",
    "intro",
    "myself",
    "self",
    "proposal",
    "draft",
    "application",
    "apply",
    "applying",
    "applicant",
    "query",
    "question",
    "questions",
    "help",
    "guidance",
    "mentorship",
    "mentor",
    "regarding",
    "about",
    "interested",
    "interest",
    "contribution",
    "contributions",
    "contribute",
    "contributing",
    "contributor",
    "project",
    "projects",
    "idea",
    "ideas",
    "participation",
    "participate",
    "participating",
    "new",
    "student",
    "newcomer",
    "request",
    "rfc",
    "seeking",
    "looking",
    "for",
    "in",
    "to",
    "of",
    "the",
    "a",
    "an",
    "my",
    "on",
    "with",
    "and",
    "i",
    "am",
    "feedback",
    "review",
    "from",
    "by",
    "summer",
    "code",
    "google",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::shipped;

    #[test]
    fn only_tags_of_lists_are_dropped() {
        let catalog = shipped();
        for (mail, expected) in [
            ("Subject: [Xen-devel] [RFC] x\n\n", "[RFC] x"),
            ("Subject: Re: [xen-devel] Re: [Xen-API] x\n\n", "x"),
            ("Subject: [Intro]  [GSoC] x\nList-Post: <mailto:intro@lists.test>\n\n", "[GSoC] x"),
            ("Subject: [Introductions] x\nList-Id: Introductions <intro.lists.test>\n\n", "x"),
            ("Subject: [Intro] x\n\n", "[Intro] x"),
            ("Subject: [GSoC] x\nList-Post: <mailto:gsoc@lists.test>\n\n", "[GSoC] x"),
            ("Subject: [gsoc] [GSoC 2015] x\nList-Post: <mailto:gsoc@lists.test>\n\n", "[GSoC 2015] x"),
            ("Subject: Re:\n\n", ""),
        ] {
            assert_eq!(
                bare_subject(&catalog, &Post::read(mail.as_bytes()).expect("a header")),
                expected,
                "{mail}"
            );
        }
    }
}
