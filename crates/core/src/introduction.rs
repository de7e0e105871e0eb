//! From a post back to what it is about: the inverse of composing an introduction.

use crate::catalog::{Catalog, Project};
use crate::subject::{Convention, base, fold};
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;

/// What a post is about, as far as it can be told.
#[derive(Debug, Clone)]
pub struct Recognition<'c> {
    /// The project; none when the post names none, or two equally.
    pub project: Option<&'c Project>,
    /// Whether the post names the season's programme.
    pub season: bool,
    /// The subject's title, when it fits no project: an own idea.
    pub title: Option<String>,
    /// What was found, in the order in which it was looked for.
    pub reasons: Vec<String>,
}

/// Recognises the project that `post` is about.
///
/// The subject decides; where it names no project, the exact title in the
/// writer's own words does, broken over lines or not, or else the id.
#[must_use]
pub fn recognise<'c>(catalog: &'c Catalog, post: &Post) -> Recognition<'c> {
    let convention = Convention::of(catalog);
    let subject = bare_subject(catalog, post);
    let own = post.own_text();
    let mut reasons = Vec::new();
    let parsed = convention.parse(subject);
    let mut season = false;
    match parsed.as_ref().map(|it| it.year) {
        Some(Some(year)) if year != catalog.season.year => {
            reasons.push(format!("the subject names {year}, not {}", catalog.season.year));
        }
        Some(_) => {
            season = true;
            reasons.push(format!("the subject names the season `{}`", catalog.season.token));
        }
        None if convention.parse(&own).is_some() => {
            season = true;
            reasons.push(format!("the text names the season `{}`", catalog.season.token));
        }
        None => {}
    }
    let title = parsed.map(|it| it.title).filter(|title| !title.is_empty());
    let project = by_subject(&convention, catalog, title.as_deref(), subject)
        .inspect(|_| reasons.push("the subject names the project".to_owned()))
        .or_else(|| by_text(catalog, &own, season, &mut reasons));
    let title = title.filter(|_| project.is_none() && season);
    Recognition { project, season, title, reasons }
}

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
        names_a_list(catalog, post, tag).then_some(rest)
    };
    let rest = stated().or_else(bracketed)?;
    let convention = Convention::of(catalog);
    let is_content = convention.parse(subject).is_some() && convention.parse(rest).is_none();
    (!is_content).then_some(rest)
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

fn by_subject<'c>(
    convention: &Convention<'c>,
    catalog: &'c Catalog,
    title: Option<&str>,
    subject: &str,
) -> Option<&'c Project> {
    if let Some(title) = title {
        return convention.project(title);
    }
    // Without the season's words a part of a title is too little.
    let subject = fold(subject);
    catalog.projects.iter().find(|it| subject.contains(' ') && fold(&it.title) == subject)
}

fn by_text<'c>(
    catalog: &'c Catalog,
    own: &str,
    season: bool,
    reasons: &mut Vec<String>,
) -> Option<&'c Project> {
    let folded = format!(" {} ", fold(own));
    let titled: Vec<_> = catalog
        .projects
        .iter()
        .map(|project| (project, fold(&project.title)))
        .filter(|(_, title)| title.contains(' ') && folded.contains(&format!(" {title} ")))
        .collect();
    // A title that is part of another one is named with it.
    let whole = |title: &str| !titled.iter().any(|(_, other)| other != title && other.contains(title));
    let named: Vec<_> =
        titled.iter().filter(|(_, title)| whole(title)).map(|(project, _)| *project).collect();
    let (what, named) = if named.is_empty() { ("id", by_id(catalog, own, season)) } else { ("title", named) };
    match named.as_slice() {
        [] => None,
        [project] => {
            reasons.push(format!("the text holds the project's {what}"));
            Some(project)
        }
        several => {
            let ids: Vec<_> = several.iter().map(|project| format!("`{}`", project.id)).collect();
            reasons.push(format!("the text names {} alike", ids.join(" and ")));
            None
        }
    }
}

/// Projects whose id stands in the text as a word; an id that is an ordinary word counts in the season's mail only.
fn by_id<'c>(catalog: &'c Catalog, own: &str, season: bool) -> Vec<&'c Project> {
    let words: Vec<_> = own
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .map(|word| word.trim_matches('-').to_lowercase())
        .collect();
    let named = |project: &&Project| {
        let id = project.id.as_str();
        (season || id.contains('-')) && words.iter().any(|word| word == id)
    };
    catalog.projects.iter().filter(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::shipped;

    fn post(mail: &str) -> Post<'_> {
        Post::read(mail.as_bytes()).expect("a header")
    }

    #[test]
    fn the_project_is_recognised() {
        let catalog = shipped();
        for (mail, project, title, season) in [
            ("Subject: [GSoC 2015] Rump kernel based stubdom\n\nHi\n", Some("rump-stubdom"), None, true),
            (
                "Subject: Re: [Xen-devel] [GSoC 2015] Rump kernel based stubdom\n\n",
                Some("rump-stubdom"),
                None,
                true,
            ),
            (
                "Subject: [Intro]  [GSoC] Rump kernel\nList-Id: <intro.lists.test>\n\nHi\n",
                Some("rump-stubdom"),
                None,
                true,
            ),
            ("Subject: Rump kernel based stubdom\n\nHi\n", Some("rump-stubdom"), None, false),
            (
                "Subject: GSoC 2015\n\nI like the Rump kernel\nbased stubdom.\n",
                Some("rump-stubdom"),
                None,
                true,
            ),
            ("Subject: Hello\n\nabout rump-stubdom for GSoC\n", Some("rump-stubdom"), None, true),
            ("Subject: [GSoC 2015] A new scheduler\n\nHi\n", None, Some("A new scheduler"), true),
            ("Subject: Hello\n\n> Rump kernel based stubdom\nHi\n", None, None, false),
            ("Subject: GSoC\n\nRump kernel based stubdom or DRBD Integration?\n", None, None, true),
            ("Subject: [GSoC 2014] Rump kernel based stubdom\n\nHi\n", Some("rump-stubdom"), None, false),
            ("Subject: [PATCH] xen: fix it\n\nSigned-off-by: A\n", None, None, false),
        ] {
            let read = recognise(&catalog, &post(mail));
            let id = read.project.map(|it| it.id.as_str());
            assert_eq!(
                (id, read.title.as_deref(), read.season),
                (project, title, season),
                "{mail}: {:?}",
                read.reasons
            );
        }
    }

    #[test]
    fn two_projects_named_alike_are_said() {
        let mail = "Subject: GSoC\n\nRump kernel based stubdom or DRBD Integration?\n";
        let catalog = shipped();
        let reasons = recognise(&catalog, &post(mail)).reasons;
        assert_eq!(reasons[1], "the text names `rump-stubdom` and `drbd-integration` alike");
    }

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
            assert_eq!(bare_subject(&catalog, &post(mail)), expected, "{mail}");
        }
    }
}
