//! Which project a text names: by its title, its id, the words of its title, or what it is part of.

use memchr::memmem;

use crate::catalog::{Catalog, Project};
use crate::subject::fold;

/// A title of two words is named by them with little between them: `driver for IIO`.
const NEAR: usize = 5;

/// Words in quotes that are looked at.
const MOST_QUOTES: usize = 1000;

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

/// Words that only join others.
const JOINING: [&str; 44] = [
    "about", "after", "all", "among", "an", "and", "any", "are", "as", "at", "be", "before", "between", "by",
    "can", "during", "each", "for", "from", "in", "into", "is", "it", "its", "more", "most", "not", "of",
    "on", "or", "other", "over", "some", "than", "that", "the", "their", "this", "through", "to", "under",
    "using", "with", "without",
];

/// A text as words, to look for names in.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its words, folded, a blank around each.
    folded: String,
    /// Their stems, written like them.
    stems: String,
    quoted: Vec<Vec<String>>,
}

impl Named {
    /// The words of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut folded = fold(text);
        let mut stems = String::with_capacity(folded.len() + 2);
        for word in folded.split(' ') {
            stems.push(' ');
            stems.push_str(stem(word));
        }
        stems.push(' ');
        folded.insert(0, ' ');
        folded.push(' ');
        let quoted = text.split(['"', '“', '”', '«', '»']).skip(1).step_by(2);
        let short = |it: &&str| it.split_whitespace().map(|word| word.len() + 1).sum::<usize>() <= 120;
        let quoted = quoted.filter(short).map(telling_stems).filter(|it| it.len() > 1);
        let quoted = quoted.take(MOST_QUOTES).collect();
        Self { folded, stems, quoted }
    }

    /// Whether a phrase stands in the text as whole words.
    #[must_use]
    pub fn says(&self, phrase: &str) -> bool {
        let phrase = fold(phrase);
        !phrase.is_empty() && contains(&self.folded, &phrase)
    }

    /// Whether a word stands in the text, in the singular or the plural.
    fn has_word(&self, word: &str) -> bool {
        (singular(word) == word && contains(&self.folded, word))
            || contains(&self.folded, &format!("{word}s"))
    }

    fn has_stem(&self, stem: &str) -> bool {
        contains(&self.stems, stem)
    }

    /// How many of these stems stand in the text; of two, only those near each other.
    fn shared(&self, wanted: &[String]) -> usize {
        match wanted {
            [one, other] => {
                let near = |at: usize| {
                    let before = self.stems[..at].rsplit(' ').take(NEAR);
                    let mut near = before.chain(self.stems[at + 1..].split(' ').take(NEAR));
                    near.any(|stem| stem == other)
                };
                let one = format!(" {one}");
                let mut starts = memmem::find_iter(self.stems.as_bytes(), &one);
                let is_whole = |at: usize| self.stems[at + one.len()..].starts_with(' ');
                if starts.any(|at| is_whole(at) && near(at)) { 2 } else { 0 }
            }
            wanted => wanted.iter().filter(|wanted| self.has_stem(wanted)).count(),
        }
    }

    /// Whether the text has a title, or most words of it.
    #[must_use]
    pub fn has_title(&self, title: &str) -> bool {
        let telling = telling_stems(title);
        let found = telling.iter().filter(|stem| self.has_stem(stem)).count();
        found >= 3.min(telling.len()).max(1) || self.says(title)
    }

    /// Whether the text names this project, or what it is part of.
    #[must_use]
    pub fn names(&self, project: &Names) -> bool {
        let has = |stem: &&String| self.has_stem(stem);
        project.telling.iter().filter(has).count() >= 3.min(project.telling.len()).max(1)
            || project.phrases.iter().any(|phrase| contains(&self.folded, phrase))
            || project.distinctive.iter().any(|word| self.has_word(word))
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
        let in_subject = words.iter().filter(|it| subject.has_stem(it)).count();
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
        let said = |words: &[String]| words.iter().any(|word| named.has_word(word));
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
            phrases: phrases.map(fold).collect(),
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
    let title = fold(&project.title);
    let telling = |word: &&str| {
        let stem = stem(word);
        let is_thing = word.chars().count() > 3 && !JOINING.contains(word) && !general.contains(&stem);
        is_thing && !elsewhere.iter().any(|it| it == stem)
    };
    title.split(' ').map(singular).filter(telling).map(str::to_owned).collect()
}

/// A word without the ending of several.
fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|it| it.len() > 3).unwrap_or(word)
}

/// The words of a title that say what it is about.
fn telling_stems(title: &str) -> Vec<String> {
    let words = fold(title);
    words
        .split(' ')
        .filter(|word| word.len() > 1 && !JOINING.contains(word))
        .map(stem)
        .map(str::to_owned)
        .collect()
}

/// A word without the endings that English gives it: `scheduler` and `scheduling` are one.
pub(crate) fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 8] = ["ings", "ing", "ers", "er", "ed", "es", "s", "e"];
    let shorter = ENDINGS.iter().find_map(|end| word.strip_suffix(end).filter(|it| it.len() > 3));
    shorter.unwrap_or(word)
}

/// Whether `phrase` stands in `words`, of which each has a blank around it, as whole words.
fn contains(words: &str, phrase: &str) -> bool {
    memmem::find(words.as_bytes(), format!(" {phrase} ").as_bytes()).is_some()
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
            ("I want to take part with Xen, and go through it.", "gpu-primary-passthrough", false),
        ] {
            let project = catalog.project(id).expect("known");
            assert_eq!(Named::of(text).names(&Names::of(&catalog, project)), expected, "{text}");
        }
    }
}
