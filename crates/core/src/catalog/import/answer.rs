//! What a person says to a doubt.

use std::fmt::Write as _;

use chrono::NaiveDate;
use onlist_mail::mailbox::{Address, Mailbox};

use super::people::Contact;
use super::result::{Day, Doubt, Import, MailingList, Project};
use super::values::difficulty::Grade;
use super::values::state::ProjectState;

/// Words that answer, and the values that they stand for.
const GRADES: [(&str, Grade); 5] = [
    ("easy", Grade::Easy),
    ("medium", Grade::Medium),
    ("hard", Grade::Hard),
    ("varies", Grade::Varies),
    ("unknown", Grade::Unknown),
];
const STATES: [(&str, ProjectState); 3] = [
    ("open", ProjectState::Open),
    ("needs-work", ProjectState::NeedsWork),
    ("finished", ProjectState::Finished),
];
const ELIGIBLE: [(&str, Option<bool>); 3] = [("yes", Some(true)), ("no", Some(false)), ("unknown", None)];

/// An answer that is none: what it should look like.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct NoAnswer(&'static str);

impl Import {
    /// What was read where `doubt` is, as one would type it; nothing where there is nothing to type.
    #[must_use]
    pub fn reading(&self, doubt: &Doubt) -> Option<String> {
        let project = &self.projects[self.position(doubt)?];
        let day = |day: &Option<Day>| match day.as_ref().map(|day| day.days.as_slice()) {
            Some([day]) => day.to_string(),
            _ => String::new(),
        };
        Some(match doubt.field.as_str() {
            "difficulty" => word(&GRADES, &project.difficulty).to_owned(),
            "size" => listed(&project.size_hours),
            "state" => word(&STATES, &project.state).to_owned(),
            "eligible" => word(&ELIGIBLE, &project.eligible).to_owned(),
            "list" => project.list.clone().unwrap_or_default(),
            "mentors" => project.mentors.iter().map(mailbox).collect::<Vec<_>>().join("; "),
            "inserted" => day(&project.inserted),
            "verified" => day(&project.verified),
            _ => return None,
        })
    }

    /// Takes `answer` in place of what was read where `doubt` is; an empty one takes the value away.
    ///
    /// # Errors
    /// [`NoAnswer`] says what an answer looks like; then nothing changes.
    pub fn answer(&mut self, doubt: &Doubt, answer: &str) -> Result<(), NoAnswer> {
        let Some(at) = self.position(doubt) else { return Ok(()) };
        let project = &mut self.projects[at];
        let answer = answer.trim();
        match doubt.field.as_str() {
            "difficulty" => {
                project.difficulty = value(&GRADES, answer, Grade::Unknown)
                    .ok_or(NoAnswer("easy, medium, hard, varies or unknown"))?;
            }
            "size" => {
                let hours = items(answer).map(|it| it.parse().ok().filter(|hours| *hours > 0));
                project.size_hours =
                    hours.collect::<Option<_>>().ok_or(NoAnswer("hours, as in `175; 350`"))?;
            }
            "state" => {
                project.state = value(&STATES, answer, ProjectState::Open)
                    .ok_or(NoAnswer("open, needs-work or finished"))?;
            }
            "eligible" => {
                project.eligible = value(&ELIGIBLE, answer, None).ok_or(NoAnswer("yes, no or unknown"))?;
            }
            "list" => {
                project.list = address(answer).map_err(|()| NoAnswer("the address of a list"))?;
                if let Some(address) = project.list.clone() {
                    self.add_list(address, doubt);
                }
            }
            "mentors" => {
                let contacts = items(answer).map(|it| contact(it, &project.mentors));
                project.mentors =
                    contacts.collect::<Option<_>>().ok_or(NoAnswer("`Name <address>; Name`"))?;
            }
            "inserted" => project.inserted = day(answer)?,
            "verified" => project.verified = day(answer)?,
            _ => {}
        }
        Ok(())
    }

    /// Adds the list at `address`, unless it is there.
    fn add_list(&mut self, address: String, doubt: &Doubt) {
        let is_it = |list: &MailingList| {
            list.aliases.iter().chain([&list.address]).any(|it| it.eq_ignore_ascii_case(&address))
        };
        if !self.lists.iter().any(is_it) {
            self.lists.push(MailingList { address, aliases: Vec::new(), source: doubt.source.clone() });
        }
    }

    /// The project that `doubt` is about.
    fn position(&self, doubt: &Doubt) -> Option<usize> {
        let title = doubt.project.as_deref()?;
        let [line, _] = doubt.source.lines;
        let around = |project: &Project| {
            let [first, last] = project.source.lines;
            project.source.file == doubt.source.file && (first..=last).contains(&line)
        };
        self.projects.iter().position(|it| it.title == title && around(it))
    }
}

fn word<'w, T: PartialEq>(words: &[(&'w str, T)], value: &T) -> &'w str {
    words.iter().find(|(_, it)| it == value).map_or("", |(word, _)| word)
}

fn value<T: Copy>(words: &[(&str, T)], answer: &str, empty: T) -> Option<T> {
    if answer.is_empty() {
        return Some(empty);
    }
    words.iter().find(|(word, _)| word.eq_ignore_ascii_case(answer)).map(|(_, value)| *value)
}

fn items(answer: &str) -> impl Iterator<Item = &str> {
    answer.split(';').map(str::trim).filter(|item| !item.is_empty())
}

fn listed(hours: &[u16]) -> String {
    hours.iter().map(u16::to_string).collect::<Vec<_>>().join("; ")
}

fn mailbox(contact: &Contact) -> String {
    let mut text = contact.name.clone();
    if let Some(address) = &contact.address {
        let _ = write!(text, " <{address}>");
    }
    text
}

/// A person as one types them; who was read under that name keeps what else was read.
fn contact(text: &str, known: &[Contact]) -> Option<Contact> {
    let (name, address) = if text.contains('@') {
        let mailbox: Mailbox = text.parse().ok()?;
        let name = mailbox.name.map_or_else(|| mailbox.address.to_string(), |name| name.to_string());
        (name, Some(mailbox.address.to_string()))
    } else {
        (text.to_owned(), None)
    };
    let before = known.iter().find(|it| it.name == name);
    Some(Contact {
        handle: before.and_then(|it| it.handle.clone()),
        service: before.and_then(|it| it.service),
        role: before.and_then(|it| it.role),
        raw: before.map_or_else(|| text.to_owned(), |it| it.raw.clone()),
        name,
        address,
    })
}

fn address(answer: &str) -> Result<Option<String>, ()> {
    match answer {
        "" => Ok(None),
        text => text.parse::<Address>().map(|it| Some(it.to_string())).map_err(drop),
    }
}

fn day(answer: &str) -> Result<Option<Day>, NoAnswer> {
    if answer.is_empty() {
        return Ok(None);
    }
    let day =
        NaiveDate::parse_from_str(answer, "%Y-%m-%d").map_err(|_| NoAnswer("a day, as in `2026-03-31`"))?;
    Ok(Some(Day { raw: answer.to_owned(), days: vec![day] }))
}

#[cfg(test)]
mod tests {
    use super::super::{File, Words, import};

    const PAGE: &str = "# A faster parser\n\nDifficulty: Low to high\n\nSize: enormous\n\nMentors: Ada (ada at example dot org), Bo\n\
        \n# Another\n\nDifficulty: Easy\n\nMentors: Bo\n";

    #[test]
    fn answers_take_the_place_of_what_was_read() {
        let mut import = import(&[File { name: "page.md", text: PAGE, format: None }], &Words::default());
        for (field, before, wrong, answer) in [
            ("difficulty", "hard", "rather hard", "medium"),
            ("size", "", "much", "175; 350"),
            ("mentors", "Ada; Bo", "Ada <ada at example>@", "Ada <ada@example.org>; Bo"),
        ] {
            let doubt = import.doubts.iter().find(|it| it.field == field).expect("a doubt").clone();
            assert_eq!(import.reading(&doubt).as_deref(), Some(before), "{field}");
            assert!(import.answer(&doubt, wrong).is_err(), "{field}");
            assert_eq!(import.reading(&doubt).as_deref(), Some(before), "{field}");
            assert_eq!(import.answer(&doubt, answer), Ok(()), "{field}");
            assert_eq!(import.reading(&doubt).as_deref(), Some(answer), "{field}");
        }
        assert_eq!(import.projects[1].mentors[0].address, None);
    }
}
