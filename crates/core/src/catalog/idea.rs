//! One idea, as an organiser writes it down: for a catalog, or for the page of ideas.

use std::fmt::Write;

use chrono::NaiveDate;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use toml::Value;

use super::lookup::Catalog;
use super::places::Person;
use super::project::Difficulty;
use super::values::{Block, Id};

/// Somebody who would mentor an idea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdeaMentor {
    /// Their name.
    pub name: Line,
    /// Their address.
    pub address: Option<Address>,
}

/// One idea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// Its title.
    pub title: Line,
    /// Who would mentor it.
    pub mentors: Vec<IdeaMentor>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// How much work it is, in hours; several when the student chooses.
    pub hours: Vec<u16>,
    /// What one must know.
    pub skills: Vec<Line>,
    /// What it is about.
    pub description: Option<Block>,
    /// What is to come out of it.
    pub outcomes: Vec<Line>,
    /// Further reading.
    pub references: Vec<Line>,
}

impl Idea {
    /// The idea as tables of a catalog: its project, and those of its mentors who are not in `catalog` yet.
    #[must_use]
    pub fn to_toml(&self, today: NaiveDate, catalog: Option<&Catalog>) -> String {
        let mut text = String::new();
        let mut mentors = Vec::new();
        let mut known = known_people(catalog);
        for mentor in &self.mentors {
            let (id, is_new) = mentor.among(&mut known);
            if is_new {
                text.push_str("[[person]]\n");
                line(&mut text, "id", &id);
                line(&mut text, "name", mentor.name.as_str());
                if let Some(address) = &mentor.address {
                    line(&mut text, "address", address.as_str());
                }
                text.push('\n');
            } else if let Some(address) = mentor.address.as_ref().filter(|it| !has(&known, &id, it)) {
                let _ = writeln!(text, "# The catalog has `{id}` without the address {address}.\n");
            }
            if !mentors.contains(&id) {
                mentors.push(id);
            }
        }
        let projects = catalog.iter().flat_map(|catalog| &catalog.projects);
        let taken: Vec<_> = projects.map(|project| project.id.as_str()).collect();
        text.push_str("[[project]]\n");
        line(&mut text, "id", &free_id(&self.title, &taken));
        line(&mut text, "title", self.title.as_str());
        line(&mut text, "state", "open");
        list(&mut text, "mentors", mentors);
        if let Some(difficulty) = self.difficulty {
            line(&mut text, "difficulty", difficulty.as_str());
        }
        match self.hours.as_slice() {
            [] => {}
            [hours] => drop(writeln!(text, "size = {{ hours = {hours} }}")),
            hours => drop(writeln!(text, "size = {{ hours = {hours:?} }}")),
        }
        list(&mut text, "skills", lines(&self.skills));
        if let Some(description) = &self.description {
            line(&mut text, "description", description);
        }
        list(&mut text, "outcomes", lines(&self.outcomes));
        list(&mut text, "references", lines(&self.references));
        let _ = writeln!(text, "verified = {today}");
        text
    }

    /// The idea in the template of a wiki page of ideas.
    #[must_use]
    pub fn to_wikitext(&self, today: NaiveDate) -> String {
        let contact = |mentor: &IdeaMentor| match &mentor.address {
            Some(address) => format!("{} <{address}>", escaped(&mentor.name)),
            None => escaped(&mentor.name),
        };
        let contacts: Vec<_> = self.mentors.iter().map(contact).collect();
        let hours: Vec<_> = self.hours.iter().map(ToString::to_string).collect();
        let size = if hours.is_empty() { String::new() } else { format!("{} hours", hours.join(" or ")) };
        let bullets = |items: &[Line]| {
            let bullets: Vec<_> = items.iter().map(|item| format!("\n* {}", escaped(item))).collect();
            bullets.concat()
        };
        let fields: [(&str, String); 10] = [
            ("Project", escaped(&self.title)),
            ("Date", today.to_string()),
            ("Verified", today.to_string()),
            ("Difficulty", self.difficulty.map_or("", Difficulty::as_str).to_owned()),
            ("Size", size),
            ("Contact", contacts.join("; ")),
            ("Skills", bullets(&self.skills)),
            ("Desc", self.description.as_deref().map(escaped).unwrap_or_default()),
            ("Outcomes", bullets(&self.outcomes)),
            ("References", bullets(&self.references)),
        ];
        let mut text = "{{GSoC Project\n".to_owned();
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "|{name}={value}");
        }
        text.push_str("}}\n");
        text
    }
}

/// A person of a catalog: the id, the name as it is compared, the addresses.
type KnownPerson = (String, String, Vec<Address>);

fn known_people(catalog: Option<&Catalog>) -> Vec<KnownPerson> {
    let people = catalog.iter().flat_map(|catalog| &catalog.people);
    let known = |it: &Person| (it.id.to_string(), folded(&it.name), it.addresses.to_vec());
    people.map(known).collect()
}

fn folded(name: &Line) -> String {
    name.to_lowercase()
}

fn has(known: &[KnownPerson], id: &str, address: &Address) -> bool {
    known.iter().any(|(known, _, addresses)| known == id && addresses.contains(address))
}

impl IdeaMentor {
    /// The id among those who are `known`, by an address, else by the name; a new one becomes known.
    fn among(&self, known: &mut Vec<KnownPerson>) -> (String, bool) {
        let by_address = |it: &&KnownPerson| self.address.as_ref().is_some_and(|own| it.2.contains(own));
        let by_name = |it: &&KnownPerson| it.1 == folded(&self.name);
        if let Some((id, ..)) = known.iter().find(by_address).or_else(|| known.iter().find(by_name)) {
            return (id.clone(), false);
        }
        let taken: Vec<_> = known.iter().map(|(id, ..)| id.as_str()).collect();
        let id = free_id(&self.name, &taken);
        known.push((id.clone(), folded(&self.name), self.address.clone().into_iter().collect()));
        (id, true)
    }
}

/// An id made of `text` that is not `taken`.
fn free_id(text: &str, taken: &[&str]) -> String {
    let id = Id::of(text);
    // On the command line, `none` stands for nothing.
    let is_free = |id: &String| id != "none" && !taken.contains(&id.as_str());
    let others = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_string()).chain(others).find(is_free).unwrap_or_else(|| id.to_string())
}

fn lines(items: &[Line]) -> Vec<String> {
    items.iter().map(Line::to_string).collect()
}

fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {}", Value::from(value));
}

fn list(text: &mut String, key: &str, items: Vec<String>) {
    if !items.is_empty() {
        let _ = writeln!(text, "{key} = {}", Value::from(items));
    }
}

/// Text in which a wiki finds no syntax of its own: what could be some stands as a character reference.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = '\n';
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        let after = rest.peek().copied().unwrap_or('\n');
        let is_syntax = match char {
            '{' | '}' | '[' | ']' | '|' | '<' => true,
            '\'' | '~' | '_' => before == char || after == char,
            '*' | '#' | ':' | ';' | '=' | ' ' | '-' => before == '\n',
            '&' => after == '#' || after.is_ascii_alphanumeric(),
            _ => false,
        };
        if is_syntax {
            let _ = write!(escaped, "&#{};", u32::from(char));
        } else {
            escaped.push(char);
        }
        before = char;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::Catalog;
    use crate::catalog::import::{File, Format, Grade, Words, import};

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");

    const HEAD: &str = "schema = 2\ncommunity = { id = \"engine\", name = \"Engine\" }\n";

    fn idea(title: &str, description: &str) -> Idea {
        Idea {
            title: Line::sanitize(title),
            mentors: vec![IdeaMentor {
                name: Line::sanitize("Grace Example"),
                address: "grace@example.org".parse().ok(),
            }],
            difficulty: Some(Difficulty::Medium),
            hours: vec![175, 350],
            skills: vec![Line::sanitize("C"), Line::sanitize("patience")],
            description: Block::new(description).ok().filter(|it| !it.is_empty()),
            outcomes: vec![Line::sanitize("patches on the list")],
            references: Vec::new(),
        }
    }

    #[test]
    fn an_idea_in_the_template_of_the_page() {
        let expected = "{{GSoC Project\n|Project=Pipes &#124; and &#123;&#123;braces&#125;&#125;\n|Date=2026-03-01\n\
            |Verified=2026-03-01\n|Difficulty=medium\n|Size=175 or 350 hours\n|Contact=Grace Example <grace@example.org>\n\
            |Skills=\n* C\n* patience\n|Desc=It is slow.\n\nMake it fast.\n|Outcomes=\n* patches on the list\n}}\n";
        let idea = idea("Pipes | and {{braces}}", "It is slow.\n\nMake it fast.");
        assert_eq!(idea.to_wikitext(TODAY), expected);
    }

    #[test]
    fn an_idea_fits_the_catalog_that_it_is_added_to() {
        let mentor = |name: &str, address: &str| IdeaMentor {
            name: Line::sanitize(name),
            address: address.parse().ok(),
        };
        let mut text = HEAD.to_owned();
        for (mentors, people, comments) in [
            (vec![mentor("Grace Example", "grace@example.org")], 1, 0),
            (vec![mentor("Grace Example", "grace@example.org")], 1, 0),
            (vec![mentor("G. Example", "GRACE@example.org"), mentor("grace  example", "")], 1, 0),
            (vec![mentor("Grace Example", "grace@new.example.org")], 1, 1),
            (vec![mentor("Ада", ""), mentor("Грейс", ""), mentor("None", "")], 4, 0),
            (vec![mentor("Ада", "ada@example.org")], 4, 1),
        ] {
            let catalog = Catalog::parse("idea.toml", &text).expect("a catalog");
            let added = Idea { mentors, ..idea("None", "It is slow.") }.to_toml(TODAY, Some(&catalog));
            text = format!("{text}\n{added}");
            let catalog = Catalog::parse("idea.toml", &text).expect("still a catalog");
            assert_eq!(catalog.people.len(), people, "{text}");
            assert_eq!(added.matches('#').count(), comments, "{added}");
            let named = catalog.projects.last().map_or(0, |it| it.mentors.len());
            assert!(named > 0, "{added}");
        }
    }

    proptest! {
        #[test]
        fn an_idea_is_a_valid_part_of_a_catalog(title in "\\PC{1,60}", description in "(?s).{0,200}") {
            let idea = idea(&title, &description);
            prop_assume!(!idea.title.is_empty());
            let text = format!("{HEAD}{}", idea.to_toml(TODAY, None));
            let catalog = Catalog::parse("idea.toml", &text);
            prop_assert!(catalog.is_ok(), "{text}\n{:?}", catalog.map_err(|it| it.diagnostics));
            let catalog = catalog.expect("it is");
            prop_assert_eq!(&catalog.projects[0].title, &idea.title);
            prop_assert_eq!(&catalog.projects[0].description, &idea.description);
            prop_assert_eq!(catalog.mentors(&catalog.projects[0]).count(), 1);
        }
    }

    /// Texts as they stand in fields: words, marks of the page's syntax, letters of other scripts.
    fn words() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[A-Za-z]{2,9}",
            "[a-zé日本]{2,5}",
            Just("C++".to_owned()),
            Just("a|b".to_owned()),
            Just("{{x}}".to_owned()),
            Just("[[Main Page]]".to_owned()),
            Just("it's".to_owned()),
            Just("''very''".to_owned()),
            Just("<b>".to_owned()),
            Just("R&D".to_owned()),
            Just("&amp;".to_owned()),
            Just("x=y".to_owned()),
        ];
        prop::collection::vec(word, 1..5).prop_map(|words| format!("make {} work", words.join(" ")))
    }

    proptest! {
        #[test]
        fn an_idea_in_the_template_of_a_page_is_imported_as_it_is(
            title in words(),
            description in words(),
            skills in prop::collection::vec(prop_oneof![words(), Just("C, or C++".to_owned())], 0..3),
            outcome in words(),
        ) {
            let mut idea = idea(&title, &description);
            idea.skills = skills.iter().map(|it| Line::sanitize(it)).collect();
            idea.outcomes = vec![Line::sanitize(&outcome)];
            let text = idea.to_wikitext(TODAY);
            let file = File { name: "page.wiki", text: &text, format: Some(Format::Wikitext) };
            let imported = import(&[file], &Words::default());
            prop_assert_eq!(imported.projects.len(), 1, "{}", text);
            let project = &imported.projects[0];
            prop_assert_eq!(&project.title, idea.title.as_str(), "{}", text);
            prop_assert_eq!(&project.description, idea.description.as_deref().unwrap_or_default(), "{}", text);
            prop_assert_eq!(&project.skills, &skills, "{}", text);
            prop_assert_eq!(&project.outcomes, &[outcome], "{}", text);
            prop_assert_eq!(&project.size_hours, &[175, 350]);
            prop_assert_eq!(project.difficulty, Grade::Medium);
            let mentors: Vec<_> = project.mentors.iter().map(|it| (it.name.as_str(), it.address.as_deref())).collect();
            prop_assert_eq!(mentors, [("Grace Example", Some("grace@example.org"))]);
            prop_assert_eq!(imported.doubts, []);
        }
    }
}
