//! The catalog that somebody begins with.

use std::cmp::Ordering;
use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use toml::Value;

use super::idea::{Idea, IdeaMentor};
use super::project::Difficulty;
use super::season::Status;
use super::values::{Block, Id};

/// A season that a catalog begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeason {
    /// The programme's full name.
    pub programme: Line,
    /// The words that subjects carry.
    pub token: Line,
    /// The year.
    pub year: u16,
    /// Whether letters are expected now.
    pub status: Status,
}

impl NewSeason {
    /// The season of that year, whose subjects carry the programme's short name with it.
    #[must_use]
    pub fn of_year(programme: &str, short: &str, year: u16, today: NaiveDate) -> Self {
        let status = match i32::from(year).cmp(&today.year()) {
            Ordering::Less => Status::Archived,
            Ordering::Equal => Status::Open,
            Ordering::Greater => Status::Planned,
        };
        let token = Line::sanitize(&format!("{short} {year}"));
        Self { programme: Line::sanitize(programme), token, year, status }
    }

    /// The year whose ideas are collected: in autumn the next.
    #[must_use]
    pub fn usual_year(today: NaiveDate) -> u16 {
        u16::try_from(today.year() + i32::from(today.month() >= 10)).unwrap_or(u16::MAX)
    }
}

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
    /// The season, inside a programme.
    pub season: Option<NewSeason>,
    /// The first idea.
    pub idea: Idea,
}

impl Beginning {
    /// Names that stand for those of a real community, whose list is `list`, with the season that comes next.
    #[must_use]
    pub fn sample(list: Address, today: NaiveDate) -> Self {
        let line = Line::sanitize;
        Self {
            community: line("Engine Project"),
            list: Some(list),
            instead: None,
            page: Some(line("https://example.org/ideas")),
            season: Some(NewSeason::of_year(
                "Google Summer of Code",
                "GSoC",
                NewSeason::usual_year(today),
                today,
            )),
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
        text += &self.season.as_ref().map(season).unwrap_or_default();
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

fn season(season: &NewSeason) -> String {
    let NewSeason { programme, token, year, status } = season;
    format!(
        "\n[season]                                # leave it out for letters outside any programme\n\
         id = \"{}\"\nprogramme = {}\n\
         token = {}                     # subjects carry it\nyear = {year}\n\
         status = {:30} # planned, open, applied, not-accepted, closed, archived\n\
         # apply-until = {year}-03-31\n",
        Id::of(token),
        Value::from(programme.as_str()),
        Value::from(token.as_str()),
        format!("\"{}\"", status.as_str()),
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
        for month in [3, 11] {
            let today = NaiveDate::from_ymd_opt(2026, month, 1).expect("a day");
            hold(&Beginning::sample("devel@lists.example.org".parse().expect("an address"), today), today);
        }
    }

    fn hold(sample: &Beginning, today: NaiveDate) {
        for beginning in [
            Beginning { page: None, season: None, ..sample.clone() },
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
