//! What reviewers ask of a project idea before it is published, and what its entry answers.

use std::collections::HashSet;

use onlist_mail::text::Line;
use onlist_mail::words::{and, count, or};

use super::idea::escaped;
use super::lookup::Catalog;
use super::project::{Difficulty, Project, Review, Size};

/// Words in capitals are named up to this number.
const MOST_TERMS: usize = 12;

/// What an entry answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It says this.
    Seen(String),
    /// It does not say this; each with the key that is empty.
    NotSeen(Vec<Gap>),
    /// A person has to judge, perhaps with a look at this.
    ForYou(String),
}

/// What an entry does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Gap {
    /// The key that is empty.
    pub key: &'static str,
    /// What it would say.
    pub what: &'static str,
}

/// A question, or a goal of the programme, and what an entry answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// Its name for scripts.
    pub name: &'static str,
    /// What should be true, in a sentence without a full stop.
    pub claim: &'static str,
    /// Whether it is a goal of the programme.
    pub is_goal: bool,
    /// What the entry says.
    pub answer: Answer,
}

const DESCRIPTION: Gap = Gap { key: "description", what: "a description" };
const SKILLS: Gap = Gap { key: "skills", what: "the skills it needs" };
const OUTCOMES: Gap = Gap { key: "outcomes", what: "what should come out of it" };
const CODE: Gap = Gap { key: "repositories", what: "where the code is" };
const SIZE: Gap = Gap { key: "size", what: "its size in hours" };
const DIFFICULTY: Gap = Gap { key: "difficulty", what: "how hard it is" };
const TASKS: Gap = Gap { key: "task", what: "a small task to begin with" };
const MENTORS: Gap = Gap { key: "mentors", what: "a mentor" };
const LIST: Gap = Gap { key: "list", what: "a mailing list" };

/// The four questions, then the five goals that the last question is about.
#[must_use]
pub fn review(catalog: &Catalog, project: &Project) -> Vec<ReviewItem> {
    let item = |name, claim, is_goal, answer| ReviewItem { name, claim, is_goal, answer };
    let entry = Entry { catalog, project };
    let goals = [
        item("open-code", "Code that everybody may use comes out of it", true, entry.code()),
        item("newcomers", "It helps young people to begin with open source", true, entry.first_steps()),
        item("developers", "The community may win a developer", true, entry.people()),
        item("studies", "It has to do with what a student studies", true, entry.studies()),
        item("practice", "It shows how software is made together, over a distance", true, entry.practice()),
    ];
    let mut items = vec![
        item("start", "A student can begin with what the entry says", false, entry.start()),
        item(
            "assumptions",
            "It says what it takes for granted, and explains its words",
            false,
            entry.words(),
        ),
        item("time", "Three months are enough, one of them to prepare", false, entry.size()),
        item("goals", "It serves the goals of the programme", false, together(&goals)),
    ];
    items.extend(goals);
    items
}

/// What is not seen in any item, each once.
#[must_use]
pub fn gaps(items: &[ReviewItem]) -> Vec<Gap> {
    let mut known = HashSet::new();
    let gaps = items.iter().flat_map(|item| match &item.answer {
        Answer::NotSeen(gaps) => gaps.as_slice(),
        Answer::Seen(_) | Answer::ForYou(_) => &[],
    });
    gaps.copied().filter(|gap| known.insert(*gap)).collect()
}

/// A comment as the wiki's template wants it. The wiki signs it when it is saved.
#[must_use]
pub fn comment(text: &str) -> String {
    format!("* {{{{Comment|~~~~:}}}} {}\n", plain(text))
}

/// The wiki's field of remarks, with these.
#[must_use]
pub fn review_field<'r>(remarks: impl Iterator<Item = &'r Review>) -> String {
    let line = |it: &Review| {
        format!("* {{{{Comment|{} {}:}}}} {}\n", plain(&it.by), plain(&it.when), plain(&it.text))
    };
    let lines: String = remarks.map(line).collect();
    if lines.is_empty() { "|Review=\n".to_owned() } else { format!("|Review=(delete as addressed)\n{lines}") }
}

/// One line of text that means nothing to the wiki: no template, no field, no signature.
fn plain(text: &str) -> String {
    escaped(&Line::sanitize(text))
}

/// What goals say together: that all are seen, or what is not.
fn together(goals: &[ReviewItem]) -> Answer {
    match gaps(goals) {
        gaps if gaps.is_empty() => {
            let seen = goals.iter().filter(|it| matches!(it.answer, Answer::Seen(_))).count();
            Answer::Seen(format!("{seen} of {} goals, {} for you to judge", goals.len(), goals.len() - seen))
        }
        gaps => Answer::NotSeen(gaps),
    }
}

/// One entry, as its reviewer looks at it.
struct Entry<'c> {
    catalog: &'c Catalog,
    project: &'c Project,
}

impl Entry<'_> {
    fn start(&self) -> Answer {
        let Project { skills, outcomes, links, references, .. } = self.project;
        let text = [self.project.summary.as_deref(), self.project.description.as_deref()];
        let words: usize = text.into_iter().flatten().map(|text| text.split_whitespace().count()).sum();
        let code = self.repositories();
        let parts = [
            (words, "word", Some(DESCRIPTION)),
            (skills.len(), "skill", Some(SKILLS)),
            (outcomes.len(), "outcome", Some(OUTCOMES)),
            (code.len(), "repository", Some(CODE)),
            (links.len() + references.len(), "link", None),
        ];
        let counted = |(n, what, _): &(usize, &'static str, Option<Gap>)| match (*n, *what) {
            (0, _) => None,
            (n, "repository") if n != 1 => Some(format!("{n} repositories")),
            (n, what) => Some(count(n, what)),
        };
        let seen: Vec<_> = parts.iter().filter_map(counted).collect();
        answer(&parts.map(|(n, _, gap)| (n > 0, gap)), || seen.join(", "))
    }

    /// Words in capitals that the text does not explain.
    fn words(&self) -> Answer {
        let Project { title, summary, description, .. } = self.project;
        let texts = [Some(title.as_str()), summary.as_deref(), description.as_deref()];
        let mut known = HashSet::new();
        let terms = texts.iter().flatten().flat_map(|text| terms(text));
        let terms: Vec<_> = terms.filter(|term| known.insert(*term)).take(MOST_TERMS).collect();
        Answer::ForYou(match terms.as_slice() {
            [] => String::new(),
            terms => format!("words in capitals: {}", terms.join(", ")),
        })
    }

    fn size(&self) -> Answer {
        answer(&[(self.project.size.is_some(), Some(SIZE))], || {
            let hours = |size: &Size| size.hours.iter().map(ToString::to_string).collect::<Vec<_>>();
            let hours = self.project.size.as_ref().map(hours).unwrap_or_default();
            format!("{} hours", or(&hours))
        })
    }

    fn code(&self) -> Answer {
        let code = self.repositories();
        answer(&[(!code.is_empty(), Some(CODE))], || format!("it is in {}", and(&code)))
    }

    fn first_steps(&self) -> Answer {
        let tasks = self.catalog.tasks_for(Some(self.project)).len();
        let difficulty = self.project.difficulty();
        let parts = [(tasks > 0, Some(TASKS)), (difficulty != Difficulty::Unknown, Some(DIFFICULTY))];
        answer(&parts, || format!("{}, difficulty {}", count(tasks, "small task"), difficulty.as_str()))
    }

    fn people(&self) -> Answer {
        let mentors: Vec<_> = self.catalog.mentors(self.project).map(|it| it.name.as_str()).collect();
        answer(&[(!mentors.is_empty(), Some(MENTORS))], || {
            let verb = if mentors.len() == 1 { "mentors" } else { "mentor" };
            format!("{} {verb} it", and(&mentors))
        })
    }

    fn studies(&self) -> Answer {
        let skills: Vec<_> = self.project.skills.iter().map(Line::as_str).collect();
        Answer::ForYou(if skills.is_empty() { String::new() } else { format!("skills: {}", and(&skills)) })
    }

    fn practice(&self) -> Answer {
        let list = self.catalog.list_of(self.project);
        answer(&[(list.is_some(), Some(LIST))], || {
            list.map_or(String::new(), |list| format!("it is talked about on {}", list.address))
        })
    }

    fn repositories(&self) -> Vec<&str> {
        let area = self.catalog.area_of(self.project);
        let areas = area.iter().flat_map(|area| &area.repositories);
        self.project.repositories.iter().chain(areas).map(|it| it.name.as_str()).collect()
    }
}

/// Seen, where every part is there that is asked for.
fn answer(parts: &[(bool, Option<Gap>)], seen: impl FnOnce() -> String) -> Answer {
    let gaps: Vec<_> = parts.iter().filter(|(there, _)| !there).filter_map(|(_, gap)| *gap).collect();
    if gaps.is_empty() { Answer::Seen(seen()) } else { Answer::NotSeen(gaps) }
}

/// Words of two and more capitals; one in brackets, or with brackets after it, is explained.
fn terms(text: &str) -> impl Iterator<Item = &str> {
    let capitals = |word: &str| {
        let upper = word.chars().filter(|c| c.is_uppercase()).count();
        upper > 1 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    let explained = move |word: &str| {
        text.match_indices(word)
            .any(|(at, _)| text[..at].ends_with('(') || text[at + word.len()..].trim_start().starts_with('('))
    };
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(move |word| capitals(word));
    words.filter(move |word| !explained(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema = 2\ncommunity = { id = \"engine\", name = \"Engine\" }\n";

    fn reviewed(text: &str) -> Vec<ReviewItem> {
        let catalog = Catalog::parse("engine.toml", &format!("{HEAD}{text}"));
        let catalog = catalog.unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics));
        review(&catalog, &catalog.projects[0])
    }

    #[test]
    fn an_empty_entry_lacks_what_each_question_asks_for() {
        let items = reviewed("[[project]]\nid = \"parser\"\ntitle = \"A faster parser\"\n");
        assert_eq!(items.iter().filter(|it| !it.is_goal).count(), 4);
        assert_eq!(items.iter().filter(|it| it.is_goal).count(), 5);
        let keys: Vec<_> = gaps(&items).iter().map(|gap| gap.key).collect();
        assert_eq!(
            keys,
            [
                "description",
                "skills",
                "outcomes",
                "repositories",
                "size",
                "task",
                "difficulty",
                "mentors",
                "list"
            ]
        );
        let for_you: Vec<_> = items.iter().filter(|it| it.answer == Answer::ForYou(String::new())).collect();
        assert_eq!(for_you.iter().map(|it| it.name).collect::<Vec<_>>(), ["assumptions", "studies"]);
    }

    #[test]
    fn capitals_are_named_where_nothing_explains_them() {
        for (text, expected) in [
            ("The AER driver", vec!["AER"]),
            ("Advanced Error Reporting (AER) handling of PCI devices, and AER again", vec!["PCI"]),
            ("CPUID (what a processor can do)", vec![]),
            ("I built A parser", vec![]),
            ("QEMU/KVM: L3 and ACPI", vec!["QEMU", "KVM", "ACPI"]),
            ("", vec![]),
        ] {
            assert_eq!(terms(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn nothing_in_a_comment_is_more_than_text() {
        for text in ["a | b", "{{x}}", "}} {{y|z", "~~~~", "two\nlines", "* star"] {
            let line = comment(text);
            let own = line.strip_prefix("* {{Comment|~~~~:}} ").expect("the page's form");
            assert!(own.ends_with('\n') && !own.trim_end().contains('\n'), "{own}");
            assert!(!own.contains(['|', '{', '}', '~']), "{own}");
        }
    }

    #[test]
    fn the_field_without_a_remark_keeps_the_others() {
        let remark = |by: &str| Review {
            by: Line::sanitize(by),
            when: Line::sanitize("1 May"),
            text: Line::sanitize("say more"),
        };
        let remarks = [remark("Grace"), remark("Hopper")];
        assert_eq!(
            review_field(remarks.iter().skip(1)),
            "|Review=(delete as addressed)\n* {{Comment|Hopper 1 May:}} say more\n"
        );
        assert_eq!(review_field(remarks.iter().take(0)), "|Review=\n");
    }
}
