//! From a post back to what it is about: the inverse of composing an introduction.

mod naming;
mod subject_title;

use std::collections::BTreeSet;

pub(crate) use self::naming::stem;
pub use self::naming::{Named, Names};
pub use self::subject_title::{bare_subject, says_something};
use crate::catalog::{Catalog, Project};
use crate::subject::{Convention, fold};
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;

/// What a post is about.
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
}

/// What a post is about, as far as it can be told.
#[derive(Debug, Clone)]
pub struct Recognition<'c> {
    /// The project; none when the post names none, or two equally.
    pub project: Option<&'c Project>,
    /// Whether the post names the season's programme.
    pub season: bool,
    /// The subject's title, when it fits no project: an own idea, perhaps.
    pub title: Option<String>,
    /// Whether the text says that the title is an idea of its writer's.
    pub is_idea: bool,
    /// Whether its writer offers to mentor.
    pub mentors: bool,
    /// What was found, in the order in which it was looked for.
    pub reasons: Vec<String>,
    /// The writer's own words, to look for names in.
    pub named: Named,
}

impl<'c> Recognition<'c> {
    /// What it comes to.
    #[must_use]
    pub fn topic(&self) -> Topic<'c> {
        match (self.project, &self.title) {
            (Some(project), _) => Topic::Project(project),
            (None, Some(title)) if self.is_idea => Topic::Idea(title.clone()),
            _ => Topic::Unknown,
        }
    }
}

/// Recognises what `post` is about.
///
/// An idea that its writer calls their own is one. Else the subject decides; where it names no project, the exact
/// title in the writer's own words does, broken over lines or not, then the id, then most words of a title in any order;
/// then an idea of the subject that the text speaks of; then a word that stands in one title alone; and, in a letter of the
/// season, the one project that somebody mentors who got the mail.
#[must_use]
pub fn recognise<'c>(catalog: &'c Catalog, post: &Post) -> Recognition<'c> {
    let own = post.own_text();
    let subject = bare_subject(catalog, post);
    let mut reasons = Vec::new();
    let (season, title) = season(catalog, subject, &own, &mut reasons);
    let named = Named::of(&own);
    let without_mark = title.as_deref().and_then(mentored);
    let mentors = without_mark.is_some() || OFFERS.iter().any(|it| named.says(it));
    let title = without_mark.map(str::to_owned).or(title).filter(|it| !it.is_empty());
    if let Some(title) = own_idea(catalog, post, title.as_deref(), &named) {
        reasons.push("the text calls it an own idea".to_owned());
        return Recognition {
            project: None,
            season,
            title: Some(title),
            is_idea: true,
            mentors,
            reasons,
            named,
        };
    }
    let in_subject = Named::of(subject);
    let mut project = by_subject(&Convention::of(catalog), catalog, title.as_deref(), subject)
        .inspect(|_| reasons.push("the subject names the project".to_owned()));
    let said = reasons.len();
    project = project.or_else(|| by_text(catalog, (&own, &named), season, &mut reasons));
    // Two that were named alike stay two.
    let alike = project.is_none() && reasons.len() > said;
    let mut find =
        |found: Option<&'c Project>, reason: &str| found.inspect(|_| reasons.push(reason.to_owned()));
    if project.is_none() && !alike {
        project = find(
            naming::by_words(catalog, &in_subject, &named),
            "most words of the project's title are there",
        );
    }
    let title = title.filter(|_| project.is_none() && season);
    let is_idea = title.as_ref().is_some_and(|it| says_something(catalog, post, it) && named.says(it));
    if project.is_none() && !alike && !is_idea && season {
        let word = naming::by_distinctive(catalog, &in_subject, &named);
        project = find(word, "a word names the project that no other has");
        if project.is_none() {
            project = find(by_mentors(catalog, post), "its mentor got the mail, and mentors no other");
        }
    }
    let title = title.filter(|_| project.is_none());
    Recognition { project, season, title, is_idea, mentors, reasons, named }
}

/// What stands before the title in the subject of an aspiring mentor's letter.
pub(crate) const MENTORING: &str = "Mentoring";

/// How people offer to mentor, in folded words.
const OFFERS: [&str; 7] = [
    "i would like to mentor",
    "i d like to mentor",
    "i want to mentor",
    "i can mentor",
    "i could mentor",
    "i offer to mentor",
    "i volunteer to mentor",
];

/// What stands behind the mark of an aspiring mentor's letter.
fn mentored(title: &str) -> Option<&str> {
    let head = title.get(..MENTORING.len()).filter(|it| it.eq_ignore_ascii_case(MENTORING))?;
    let rest = &title[head.len()..];
    (rest.is_empty() || rest.starts_with(':')).then(|| rest.trim_start_matches(':').trim())
}

/// Whether the season is named, and the title beside it in the subject.
fn season(catalog: &Catalog, subject: &str, own: &str, reasons: &mut Vec<String>) -> (bool, Option<String>) {
    let convention = Convention::of(catalog);
    let parsed = convention.parse(subject);
    let token = convention.token().filter(|_| convention.season().is_some());
    let season = match (token, parsed.as_ref().map(|it| it.year)) {
        (None, _) => false,
        (Some(token), Some(Some(year))) if !convention.has_year(year) => {
            reasons.push(format!("the subject names {year}, not `{token}`"));
            false
        }
        (Some(token), Some(_)) => {
            reasons.push(format!("the subject names the season `{token}`"));
            true
        }
        (Some(token), None) => {
            let named = convention.parse(own).is_some();
            reasons.extend(named.then(|| format!("the text names the season `{token}`")));
            named
        }
    };
    (season, parsed.map(|it| it.title).filter(|title| !title.is_empty()))
}

/// The title of the subject, where the text calls it an idea of the writer's own. Such a letter may
/// well name projects that are like it.
fn own_idea(catalog: &Catalog, post: &Post, title: Option<&str>, own: &Named) -> Option<String> {
    const CALLED: [&str; 6] =
        ["idea of my own", "idea of mine", "my own idea", "own project idea", "my idea", "new idea"];
    let title = title?;
    let free = CALLED.iter().any(|it| own.says(it)) && Convention::of(catalog).project(title).is_none();
    (free && says_something(catalog, post, title)).then(|| title.to_owned())
}

/// The one project that somebody mentors who gets the mail.
fn by_mentors<'c>(catalog: &'c Catalog, post: &Post) -> Option<&'c Project> {
    let got = |address: &Address| post.to.iter().chain(&post.cc).any(|it| it.address == *address);
    let mentored =
        |project: &&Project| catalog.mentors(project).any(|person| person.addresses.iter().any(got));
    let mut projects = catalog.projects.iter().filter(mentored);
    projects.next().filter(|_| projects.next().is_none())
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
    (own, named): (&str, &Named),
    season: bool,
    reasons: &mut Vec<String>,
) -> Option<&'c Project> {
    let titled: Vec<_> = catalog
        .projects
        .iter()
        .map(|project| (project, fold(&project.title)))
        .filter(|(_, title)| title.contains(' ') && named.says(title))
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
    let words = own.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    let words = words.map(|word| word.trim_matches('-').to_lowercase());
    let ids: BTreeSet<_> = catalog.projects.iter().map(|project| project.id.as_str()).collect();
    let said: BTreeSet<_> = words.filter(|word| ids.contains(word.as_str())).collect();
    let named = |project: &&Project| {
        let id = project.id.as_str();
        (season || id.contains('-')) && said.contains(id)
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
    fn topics() {
        let catalog = shipped();
        for (mail, expected) in [
            ("Subject: [GSoC 2015] Rump kernel based stubdom\n\nHi\n", "rump-stubdom"),
            ("Subject: GSoC\n\nI like Rump kernel based stubdom.\n", "rump-stubdom"),
            ("Subject: GSoC: a stubdom based on the rump kernel\n\nHi\n", "rump-stubdom"),
            ("Subject: GSoC 2015: Trace viewer\n\nThe trace viewer would help.\n", "idea: Trace viewer"),
            ("Subject: GSoC 2015: Trace viewer\n\nThis is my own idea.\n", "idea: Trace viewer"),
            ("Subject: GSoC 2015: Trace viewer\n\nHi\n", "unknown"),
            ("Subject: GSoC 2015: Project proposal by Ada\nFrom: Ada <a@b.test>\n\nMy idea\n", "unknown"),
            ("Subject: GSoC\nCc: andyhhp@example.org\n\nHi\n", "unknown"),
        ] {
            let post = post(mail);
            let topic = match recognise(&catalog, &post).topic() {
                Topic::Project(project) => project.id.to_string(),
                Topic::Idea(title) => format!("idea: {title}"),
                Topic::Unknown => "unknown".to_owned(),
            };
            assert_eq!(topic, expected, "{mail}");
        }
    }
}
