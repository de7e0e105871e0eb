//! The catalog that somebody begins with.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use toml::Value;

use super::idea::{Idea, IdeaMentor};
use super::project::Difficulty;
use super::values::{Block, Id};

/// What a small catalog needs.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// The community's name.
    pub community: Line,
    /// Its list, where it has one.
    pub list: Option<Address>,
    /// Where people go instead, where it has none.
    pub instead: Option<Line>,
    /// The page of ideas, where there is one.
    pub page: Option<Line>,
    /// The programme's full name and the short one, inside a programme.
    pub programme: Option<(Line, Line)>,
    /// The first idea.
    pub idea: Idea,
}

impl Beginning {
    /// Names that stand for those of a real community, whose list is `list`.
    #[must_use]
    pub fn sample(list: Address) -> Self {
        let line = Line::sanitize;
        Self {
            community: line("Engine Project"),
            list: Some(list),
            instead: None,
            page: Some(line("https://example.org/ideas")),
            programme: Some((line("Google Summer of Code"), line("GSoC"))),
            idea: Idea {
                title: line("A faster parser"),
                mentors: vec![IdeaMentor { name: line("Grace Example"), address: None }],
                difficulty: Some(Difficulty::Medium),
                hours: vec![175, 350],
                skills: vec![line("Rust")],
                description: Block::new("Reading large inputs takes too long. Find out where the time goes.")
                    .ok(),
                outcomes: vec![line("patches on the list")],
                references: Vec::new(),
            },
        }
    }

    /// The text of the catalog, with comments on what else it may say.
    #[must_use]
    pub fn text(&self, today: NaiveDate) -> String {
        let mut text = String::from(
            "# A catalog for onlist. Check it with `onlist catalog check FILE`.\n\
             # docs/catalog.md explains every key; leave out what you do not know.\n\nschema = 2\n",
        );
        if let Some(page) = &self.page {
            let _ = write!(
                text,
                "\n[source]                                # where the facts come from\ntitle = {}\nurl = {}\nread = {today}\n",
                Value::from(format!("Ideas of {}", self.community)),
                Value::from(page.as_str())
            );
        }
        let _ = write!(
            text,
            "\n[community]\nid = \"{}\"\nname = {}\n",
            Id::of(&self.community),
            Value::from(self.community.as_str())
        );
        if let Some(instead) = &self.instead {
            let _ = writeln!(text, "instead = {}", Value::from(instead.as_str()));
        }
        if let Some((programme, short)) = &self.programme {
            text += &season(programme, short, today);
        }
        text += &self.list.as_ref().map(list).unwrap_or_default();
        text += RULES;
        text + "\n" + &self.idea.to_toml(today, None)
    }
}

fn list(list: &Address) -> String {
    format!(
        "\n[[list]]\nid = \"{}\"\naddress = {}\n\
         # posting = \"members\"                   # anyone, members, moderated\n\
         # archive = \"https://lists.example.org/archives/\"\n",
        Id::of(list.local_part()),
        Value::from(list.as_str())
    )
}

fn season(programme: &Line, short: &Line, today: NaiveDate) -> String {
    // In autumn the ideas of the next year are collected.
    let (year, status) = match today.month() {
        10.. => (today.year() + 1, "\"planned\""),
        _ => (today.year(), "\"open\""),
    };
    format!(
        "\n[season]                                # leave it out for letters outside any programme\n\
         id = \"{}-{year}\"\nprogramme = {}\n\
         token = {}                     # subjects carry it\nyear = {year}\n\
         status = {status:30} # planned, open, applied, not-accepted, closed, archived\n\
         # apply-until = {year}-03-31\n",
        Id::of(short),
        Value::from(programme.as_str()),
        Value::from(format!("{short} {year}")),
    )
}

const RULES: &str = "
# Rules that your community states for letters. What is left out is our default; see `onlist guide`.
[conventions]
# copy = \"all-mentors\"                   # or list-only, mentor-first
# task = \"ask-mentor\"                    # or find-own, after-proposal, none
# do-first = [\"build the engine\"]       # what newcomers do before they write
# generated-text = \"not accepted\"
# disclosure = [\"I wrote this without a machine.\"]
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Level, Named, lint};

    #[test]
    fn what_one_begins_with_is_valid() {
        let sample = Beginning::sample("devel@lists.example.org".parse().expect("an address"));
        for month in [3, 11] {
            hold(&sample, NaiveDate::from_ymd_opt(2026, month, 1).expect("a day"));
        }
    }

    fn hold(sample: &Beginning, today: NaiveDate) {
        for beginning in [
            Beginning { page: None, programme: None, ..sample.clone() },
            Beginning { community: Line::sanitize("日本語 \"quoted\""), ..sample.clone() },
            Beginning {
                list: None,
                instead: Some(Line::sanitize("write in the forum, https://forum.example.org/")),
                ..sample.clone()
            },
            sample.clone(),
        ] {
            let text = beginning.text(today);
            let catalog = Catalog::parse("new.toml", &text);
            assert!(catalog.is_ok(), "{text}\n{:?}", catalog.map_err(|it| it.diagnostics));
            let found = lint::lint(Named { origin: "new.toml", text: &text }, None, today);
            let heavy = found.iter().filter(|it| {
                it.code.and_then(|code| lint::rule(code).ok()).is_none_or(|rule| rule.level > Level::Info)
            });
            assert_eq!(heavy.count(), 0, "{found:?}");
        }
    }
}
