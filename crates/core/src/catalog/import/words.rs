//! The words that pages use for the fields of a project, and for their values. All of them are data.

use std::collections::BTreeMap;

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The project's title.
    Title,
    /// Who mentors it.
    Mentors,
    /// Who has taken it.
    Students,
    /// Its mailing list.
    List,
    /// How hard it is.
    Difficulty,
    /// How many hours it takes.
    Size,
    /// What is to be known for it.
    Skills,
    /// What it is about.
    Description,
    /// What is there in the end.
    Outcomes,
    /// The part of the community it belongs to.
    Area,
    /// Whether it can be taken.
    State,
    /// When it was entered.
    Inserted,
    /// When it was last found true.
    Verified,
    /// Whether it fits the programme.
    Eligible,
    /// What reviewers said.
    Review,
    /// A part of an entry that no field is made of.
    Part,
}

/// The names of meanings, as `--map` takes them.
pub const MEANINGS: [(&str, Meaning); 16] = [
    ("title", Meaning::Title),
    ("mentors", Meaning::Mentors),
    ("students", Meaning::Students),
    ("list", Meaning::List),
    ("difficulty", Meaning::Difficulty),
    ("size", Meaning::Size),
    ("skills", Meaning::Skills),
    ("description", Meaning::Description),
    ("outcomes", Meaning::Outcomes),
    ("area", Meaning::Area),
    ("state", Meaning::State),
    ("inserted", Meaning::Inserted),
    ("verified", Meaning::Verified),
    ("eligible", Meaning::Eligible),
    ("review", Meaning::Review),
    ("none", Meaning::Part),
];

/// Labels that mean what they say, whole.
const LABELS: &[(Meaning, &[&str])] = &[
    (Meaning::Title, &["title", "project", "project title", "project name", "name", "idea", "idea name", "proposal", "topic", "project idea"]),
    (Meaning::Mentors, &["contact", "contacts", "contact person", "technical contact", "point of contact", "who to contact", "supervisor", "supervisors", "person of contact", "contact information", "how to contact the mentor", "how to contact the mentors"]),
    (Meaning::Students, &["student", "students", "intern", "interns", "mentee", "mentees", "assigned student", "gsoc student", "gsoc contributor", "accepted student", "taken by", "claimed by"]),
    (Meaning::List, &["mailing list", "mailing lists", "mailinglist", "list", "mailing list/forum for project", "developer list", "developer mailing list"]),
    (Meaning::Difficulty, &["difficulty", "complexity", "challenge level", "hardness", "level", "skill level", "rating", "intensity", "difficulty/size", "difficulty level"]),
    (Meaning::Size, &["size", "length", "duration", "hours", "time", "time commitment", "effort", "workload", "project type", "time estimate", "hrs", "expected time", "estimated time", "hours required", "number of hours", "commitment", "project length", "project duration"]),
    (Meaning::Skills, &["prerequisite", "prerequisites", "pre requisite", "pre requisites", "requirement", "requirements", "language", "languages", "technology", "technologies", "tech stack", "stack", "programming language", "programming languages", "involves", "knowledge", "tools", "what you need", "helpful experience", "experience", "useful experience", "desired experience", "qualifications", "what you should know", "expertise", "tech", "required knowledge", "knowledge prerequisite", "prerequisite knowledge", "background knowledge", "skills/knowledge", "skills and knowledge", "skills/languages", "languages and tools", "languages/tools", "desirable knowledge", "technical requirements", "language/tools", "prerequisites to work on this project", "desirable skills"]),
    (Meaning::Description, &["description", "desc", "abstract", "brief explanation", "explanation", "summary", "overview", "brief description", "short description", "about", "synopsis", "brief", "project overview", "detailed description", "goal", "goals", "objective", "objectives", "aim", "task", "project description", "project summary", "problem", "problem statement", "what", "description of the project", "about the project", "description of work", "more detailed description of the project", "idea description", "description of project"]),
    (Meaning::Outcomes, &["outcome", "outcomes", "expected results and milestones", "results", "deliverable", "deliverables", "expected results", "expected outcome", "impact", "final goal", "expected impact", "expected deliverables", "milestones and deliverables", "results/outcomes", "deliverables/outcomes"]),
    (Meaning::Area, &["area", "component", "components", "subproject", "sub project", "category", "module", "sub organization", "suborg", "sub org", "team", "subsystem", "repository area"]),
    (Meaning::State, &["status", "state", "availability", "project status"]),
    (Meaning::Inserted, &["date", "date of insert", "inserted", "added", "created", "date added", "created on"]),
    (Meaning::Verified, &["verified", "last verified", "last updated", "updated", "last reviewed"]),
    (Meaning::Eligible, &["gsoc", "suitable for gsoc", "eligible"]),
    (Meaning::Review, &["review", "reviews", "peer review comments", "comments", "peer review", "discussion comments"]),
    (Meaning::Part, &["background information", "knowledge areas", "nice to haves", "the challenge", "technical stack", "the project will involve", "project properties", "project information", "properties", "details", "detail", "background", "introduction", "motivation", "context", "references", "reference", "links", "link", "useful links", "further reading", "resources", "resource", "related", "related issues", "issues", "issue", "upstream issue", "tasks", "steps", "first steps", "getting started", "how to start", "how to get started", "application instructions", "how to apply", "note", "notes", "bonus", "stretch goals", "extra", "milestones", "timeline", "ai policy", "task ideas", "project ideas details", "technical details", "further details", "more details", "what the intern will learn", "what the student will learn", "deliverables of the project", "implementation", "implementation details", "approach", "methodology", "evaluation", "evaluation task", "benefits", "benefits to the community", "why", "learning opportunities", "what you will learn", "project details", "more information", "further information", "additional information", "see also", "challenges", "current status", "current state", "coding challenge", "tests", "test", "qualification task", "qualification tasks", "warm up task", "application tips", "tags", "tag", "keywords", "license", "repository", "repo", "repositories", "source code", "source", "priority", "chat", "irc", "irc channel", "irc channel for project", "slack", "communication", "communication channel", "communication channels", "mattermost", "zulip", "discord", "year", "layout", "organization", "organisation", "mentor avail", "preparation", "proposal requirements", "open questions", "risks", "features", "key features", "proposed solution", "solution", "possible tasks", "suggested tasks", "potential tasks", "what to do", "starting point", "starting points", "relevant links", "additional resources", "useful resources", "information", "info", "useful information", "work items", "contribution opportunities", "scope", "project scope", "code", "code repository", "example", "examples", "scope of work", "use cases", "acceptance criteria", "evaluation criteria", "selection criteria", "success criteria", "existing work", "previous work", "prior work", "related work", "future work", "expected timeline", "main tasks", "subtasks", "ideas", "documentation", "data"]),
];

/// Words that carry a meaning when all the others of a label are in [`BESIDE`].
const CARRIERS: &[(&str, Meaning)] = &[
    ("mentor", Meaning::Mentors),
    ("mentors", Meaning::Mentors),
    ("comentor", Meaning::Mentors),
    ("comentors", Meaning::Mentors),
    ("contact", Meaning::Mentors),
    ("contacts", Meaning::Mentors),
    ("difficulty", Meaning::Difficulty),
    ("complexity", Meaning::Difficulty),
    ("skill", Meaning::Skills),
    ("skills", Meaning::Skills),
    ("skillset", Meaning::Skills),
    ("knowledge", Meaning::Skills),
    ("prerequisites", Meaning::Skills),
    ("prerequisite", Meaning::Skills),
    ("requirements", Meaning::Skills),
    ("technologies", Meaning::Skills),
    ("languages", Meaning::Skills),
    ("outcome", Meaning::Outcomes),
    ("outcomes", Meaning::Outcomes),
    ("deliverables", Meaning::Outcomes),
    ("results", Meaning::Outcomes),
    ("result", Meaning::Outcomes),
    ("size", Meaning::Size),
    ("sizes", Meaning::Size),
        ("length", Meaning::Size),
    ("duration", Meaning::Size),
    ("hours", Meaning::Size),
    ("effort", Meaning::Size),
];

/// Words that change nothing beside a carrier.
const BESIDE: &[&str] = &[
    "a", "an", "and", "or", "the", "of", "for", "in", "to", "your", "our", "this", "project", "projects", "gsoc", "google",
    "summer", "code", "expected", "possible", "potential", "recommended", "required", "preferred", "needed", "desired",
    "desirable", "technical", "estimated", "estimate", "approximate", "level", "levels", "rating", "primary", "secondary",
    "backup", "co", "main", "necessary", "useful", "good", "have", "nice", "available", "suggested", "lead", "assigned",
    "total", "time", "additional", "relevant", "key", "core", "minimum", "basic", "helpful", "prior", "previous",
    "important", "other", "optional", "is", "programming", "software", "domain", "idea", "proposed", "list", "info",
    "information", "details", "soft", "hard", "s", "first", "second", "assistant", "confirmed", "coding", "proposal",
    "likely", "mandatory", "background", "language", "requested", "specific", "and/or", "must", "with", "goals", "goal", "impact", "name", "names", "rate", "degree", "contacts",
    "scientific", "2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026",
];

/// The words of one import: the ones above and those of `--map`.
#[derive(Debug, Clone, Default)]
pub struct Words {
    added: BTreeMap<String, Meaning>,
}

impl Words {
    /// Takes `label` as `meaning` from now on.
    pub fn map(&mut self, label: &str, meaning: Meaning) {
        self.added.insert(normal(label), meaning);
    }

    /// What a label stands for; several meanings where it names several.
    pub(super) fn meanings(&self, label: &str) -> Vec<Meaning> {
        let label = normal(label);
        if label.is_empty() {
            return Vec::new();
        }
        if let Some(meaning) = self.added.get(&label) {
            return vec![*meaning];
        }
        if let Some((meaning, _)) = LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str())) {
            return vec![*meaning];
        }
        carried(&label)
    }

    /// Whether a label is known.
    pub(super) fn knows(&self, label: &str) -> bool {
        !self.meanings(label).is_empty()
    }
}

fn carried(label: &str) -> Vec<Meaning> {
    let words: Vec<_> = label.split([' ', '/', '&', ',', '-']).filter(|word| !word.is_empty()).collect();
    if words.len() > 9 {
        return Vec::new();
    }
    let carrier = |word: &str| CARRIERS.iter().find(|(carrier, _)| *carrier == word).map(|(_, meaning)| *meaning);
    let mut found = Vec::new();
    for word in words {
        match carrier(word) {
            Some(meaning) if !found.contains(&meaning) => found.push(meaning),
            None if !BESIDE.contains(&word) => return Vec::new(),
            _ => {}
        }
    }
    // "Required skill level": a level of skills, no level of its own.
    found
}

/// A label without what its dress adds: case, brackets, signs, numbers in front.
pub(super) fn normal(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut inside = 0_usize;
    for c in label.chars().take(200) {
        match c {
            '(' | '[' => inside += 1,
            ')' | ']' => inside = inside.saturating_sub(1),
            _ if inside > 0 => {}
            '/' | '&' | '+' => out.push(c),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            '\'' | '’' => {}
            _ => out.push(' '),
        }
    }
    let words: Vec<_> = out.split_whitespace().collect();
    let first = words.iter().position(|word| !word.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(words.len());
    words[first..].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_all_their_dresses() {
        let words = Words::default();
        for (label, meaning) in [
            ("Mentor(s)", Meaning::Mentors),
            ("Possible mentors", Meaning::Mentors),
            ("Co-Mentor", Meaning::Mentors),
            ("Expected Project Size", Meaning::Size),
            ("Size of the project", Meaning::Size),
            ("Difficulty level", Meaning::Difficulty),
            ("Skills required/preferred", Meaning::Skills),
            ("Knowledge prerequisite", Meaning::Skills),
            ("Expected Results and Milestones", Meaning::Outcomes),
            ("3. Expected outcomes", Meaning::Outcomes),
            ("Technical contact", Meaning::Mentors),
        ] {
            assert_eq!(words.meanings(label), [meaning], "{label}");
        }
        assert_eq!(words.meanings("Difficulty and size"), [Meaning::Difficulty, Meaning::Size]);
        for label in ["Mentor responsibilities", "How to contact mentors", "Skills Engine Implementation", "", "Whonix"] {
            assert_eq!(words.meanings(label), [], "{label}");
        }
    }

    #[test]
    fn a_mapped_label_is_known() {
        let mut words = Words::default();
        words.map("Brain Ache", Meaning::Difficulty);
        assert_eq!(words.meanings("brain ache:"), [Meaning::Difficulty]);
    }
}
