//! Which project a text names: by its title, its id, the words of its title, or what it is part of.

use crate::catalog::{Catalog, Project};
use crate::subject::fold;

/// A title of two words is named by them with little between them: `driver for IIO`.
const NEAR: usize = 5;

/// Words of titles that say nothing of what a project is about.
const GENERAL: [&str; 60] = [
    "add",
    "adding",
    "advanced",
    "allow",
    "allowing",
    "api",
    "automation",
    "based",
    "better",
    "build",
    "code",
    "create",
    "creating",
    "data",
    "design",
    "develop",
    "device",
    "driver",
    "enable",
    "enabling",
    "enhancement",
    "enhancements",
    "extend",
    "fast",
    "faster",
    "feature",
    "features",
    "first",
    "fix",
    "framework",
    "handling",
    "implement",
    "implementation",
    "implementing",
    "improve",
    "improvement",
    "improvements",
    "improving",
    "integration",
    "introducing",
    "kernel",
    "linux",
    "memory",
    "new",
    "open",
    "performance",
    "primary",
    "programming",
    "project",
    "projects",
    "refactor",
    "source",
    "support",
    "system",
    "test",
    "testing",
    "tests",
    "tool",
    "tools",
    "various",
];

/// A text as words, to look for names in.
#[derive(Debug)]
pub struct Named {
    folded: String,
    words: Vec<String>,
    stems: Vec<String>,
    quoted: Vec<Vec<String>>,
}

impl Named {
    /// The words of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let words = folded.split(' ').map(singular).collect();
        let stems = folded.split(' ').map(stem).collect();
        let joined =
            text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['“', '”', '«', '»'], "\"");
        let quoted = joined.split('"').skip(1).step_by(2).filter(|it| it.len() < 120);
        let quoted = quoted.map(telling_stems).filter(|it| it.len() > 1).collect();
        Self { folded: format!(" {folded} "), words, stems, quoted }
    }

    /// Whether a phrase stands in the text as whole words.
    #[must_use]
    pub fn says(&self, phrase: &str) -> bool {
        let phrase = fold(phrase);
        !phrase.is_empty() && self.folded.contains(&format!(" {phrase} "))
    }

    /// How many of these stems stand in the text; of two, only those near each other.
    fn shared(&self, wanted: &[String]) -> usize {
        match wanted {
            [one, other] => {
                let near =
                    |at: usize| &self.stems[at.saturating_sub(NEAR)..(at + NEAR).min(self.stems.len())];
                let mut firsts = (0..self.stems.len()).filter(|at| self.stems[*at] == *one);
                if firsts.any(|at| near(at).contains(other)) { 2 } else { 0 }
            }
            wanted => wanted.iter().filter(|wanted| self.stems.contains(wanted)).count(),
        }
    }

    /// Whether the text has a title, or most words of it.
    #[must_use]
    pub fn has_title(&self, title: &str) -> bool {
        let telling = telling_stems(title);
        let found = telling.iter().filter(|stem| self.stems.contains(stem)).count();
        found >= 3.min(telling.len()).max(1) || self.says(title)
    }

    /// Whether the text names this project, or what it is part of.
    #[must_use]
    pub fn names(&self, project: &Names) -> bool {
        let has = |stem: &&String| self.stems.contains(stem);
        project.telling.iter().filter(has).count() >= 3.min(project.telling.len()).max(1)
            || project.phrases.iter().any(|phrase| self.folded.contains(phrase))
            || project.distinctive.iter().any(|word| self.words.contains(word))
            || self.quotes(&project.telling)
    }

    /// Whether the text names any project of the catalog by its title, or an area of it.
    #[must_use]
    pub fn names_any(&self, catalog: &Catalog) -> bool {
        let titled = |project: &Project| project.title.contains(' ') && self.says(&project.title);
        catalog.projects.iter().any(titled)
            || catalog.areas.iter().any(|area| area.title.contains(' ') && self.says(&area.title))
    }

    /// Whether words in quotes are all words of a title.
    fn quotes(&self, telling: &[String]) -> bool {
        self.quoted.iter().any(|words| words.iter().all(|word| telling.contains(word)))
    }
}

/// The one project most of whose title's words stand in the subject or in the text: three at least,
/// or all of a shorter title; or that is quoted in part.
pub(super) fn by_words<'c>(catalog: &'c Catalog, subject: &Named, own: &Named) -> Option<&'c Project> {
    let scored = catalog.projects.iter().filter_map(|project| {
        let words = telling_stems(&project.title);
        let in_subject = words.iter().filter(|it| subject.stems.contains(it)).count();
        let found = in_subject.max(own.shared(&words));
        let enough = found >= 3 && 4 * found >= 3 * words.len() || found == 2 && words.len() == 2;
        enough.then_some((found, project))
    });
    let mut best: Vec<_> = scored.collect();
    best.sort_by_key(|(found, _)| std::cmp::Reverse(*found));
    match best.as_slice() {
        [(_, project)] => Some(project),
        [(first, project), (second, _), ..] if first > second => Some(project),
        [] => only(catalog, |project| own.quotes(&telling_stems(&project.title))),
        _ => None,
    }
}

/// The one project that a word names which stands in no other title.
pub(super) fn by_distinctive<'c>(catalog: &'c Catalog, subject: &Named, own: &Named) -> Option<&'c Project> {
    let words: Vec<_> = catalog.projects.iter().map(|project| distinctive(catalog, project)).collect();
    [subject, own].into_iter().find_map(|named| {
        let said = |words: &[String]| words.iter().any(|word| named.words.contains(word));
        let mut fitting = catalog.projects.iter().zip(&words).filter(|(_, words)| said(words));
        fitting.next().filter(|_| fitting.next().is_none()).map(|(project, _)| project)
    })
}

fn only(catalog: &Catalog, fits: impl Fn(&Project) -> bool) -> Option<&Project> {
    let mut fitting = catalog.projects.iter().filter(|project| fits(project));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// The ways in which a project is named.
#[derive(Debug)]
pub struct Names {
    /// Its title, its id, and what it is part of.
    phrases: Vec<String>,
    telling: Vec<String>,
    distinctive: Vec<String>,
}

impl Names {
    /// Those of a project in its catalog.
    #[must_use]
    pub fn of(catalog: &Catalog, project: &Project) -> Self {
        let area = catalog.area_of(project);
        let area = area.into_iter().flat_map(|area| [area.title.as_str(), area.id.as_str()]);
        let phrases = [project.title.as_str(), project.id.as_str()].into_iter().chain(area);
        Self {
            phrases: phrases.map(|phrase| format!(" {} ", fold(phrase))).collect(),
            telling: telling_stems(&project.title),
            distinctive: distinctive(catalog, project),
        }
    }
}

/// The words of a title that no other project has in its title, and that name a thing.
fn distinctive(catalog: &Catalog, project: &Project) -> Vec<String> {
    let known = [catalog.community.name.as_str(), catalog.community.id.as_str()].map(fold).join(" ");
    let general: Vec<_> = GENERAL.iter().copied().chain(known.split(' ')).map(stem).collect();
    let others = catalog.projects.iter().filter(|it| it.id != project.id);
    let elsewhere: Vec<_> = others.flat_map(|it| telling_stems(&it.title)).collect();
    let mut words: Vec<_> = fold(&project.title).split(' ').map(singular).collect();
    words.retain(|word| {
        let stem = stem(word);
        word.chars().count() > 3 && !general.contains(&stem) && !elsewhere.contains(&stem)
    });
    words
}

/// A word without the ending of several.
fn singular(word: &str) -> String {
    word.strip_suffix('s').filter(|it| it.len() > 3).unwrap_or(word).to_owned()
}

/// The words of a title that say what it is about.
fn telling_stems(title: &str) -> Vec<String> {
    let joining =
        ["for", "in", "to", "of", "the", "an", "on", "with", "and", "using", "from", "by", "as", "into"];
    let words = fold(title);
    words.split(' ').filter(|word| word.len() > 1 && !joining.contains(word)).map(stem).collect()
}

/// A word without the endings that English gives it: `scheduler` and `scheduling` are one.
fn stem(word: &str) -> String {
    const ENDINGS: [&str; 8] = ["ings", "ing", "ers", "er", "ed", "es", "s", "e"];
    let shorter = ENDINGS.iter().find_map(|end| word.strip_suffix(end).filter(|it| it.len() > 3));
    shorter.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::shipped;

    #[test]
    fn projects_are_named_in_many_ways() {
        let catalog = shipped();
        for (text, id, expected) in [
            ("I like the Rump kernel\nbased stubdom.", "rump-stubdom", true),
            ("about rump-stubdom", "rump-stubdom", true),
            ("a stubdom based on a rump kernel", "rump-stubdom", true),
            ("I read about stubdoms.", "rump-stubdom", true),
            ("integrating DRBD", "drbd-integration", true),
            ("the kernel", "rump-stubdom", false),
            ("the \"xenwatch kthread\" idea", "parallel-xenwatch", true),
            ("I would like to work on your project.", "parallel-xenwatch", false),
        ] {
            let project = catalog.project(id).expect("known");
            assert_eq!(Named::of(text).names(&Names::of(&catalog, project)), expected, "{text}");
        }
    }
}
