//! Flags of every verb.

use std::path::PathBuf;

use chrono::format::ParseErrorKind;
use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::Args;

use crate::candidates;

/// Flags of every verb.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Common {
    /// Catalog to use instead of all others: a file, or the name of an added one
    #[arg(long, global = true, value_name = "FILE|NAME", add = candidates::catalogs_and_files())]
    pub(crate) catalog: Option<PathBuf>,

    /// Season of the catalog to write for, by its id; default: the first that is open
    #[arg(long, global = true, value_name = "ID", add = candidates::seasons())]
    pub(crate) season: Option<String>,

    /// Settings to use instead of config.toml in your config folder
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Ledger of contacts to use instead of ledger.sqlite in your state folder
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,

    /// Time to use instead of now, for example 2015-03-10T12:00:00+01:00; a day alone, as 2015-03-10, is its noon here
    #[arg(long, global = true, value_name = "DAY|RFC3339", value_parser = date)]
    pub(crate) date: Option<DateTime<FixedOffset>>,

    /// Plain output: no tables, colours or redrawn menus
    #[arg(long, global = true)]
    pub(crate) plain: bool,
}

impl Common {
    /// The flags that matter while a line is being typed.
    pub(crate) fn for_completion(
        catalog: Option<PathBuf>,
        config: Option<PathBuf>,
        ledger: Option<PathBuf>,
    ) -> Self {
        Self { catalog, season: None, config, ledger, date: None, plain: true }
    }

    /// The flags that say what a run works with, as words of a call.
    pub(crate) fn words(&self) -> Vec<String> {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|it| it.display().to_string());
        let given = [
            ("--catalog", path(&self.catalog)),
            ("--season", self.season.clone()),
            ("--config", path(&self.config)),
            ("--ledger", path(&self.ledger)),
            ("--date", self.date.map(|it| it.to_rfc3339())),
        ];
        given.into_iter().filter_map(|(flag, value)| Some([flag.to_owned(), value?])).flatten().collect()
    }

    /// Those that hold at any later time, as they are written in a shell.
    pub(crate) fn lasting(&self) -> String {
        let words = Self { date: None, ..self.clone() }.words();
        shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default()
    }
}

fn date(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let is_none = |error: chrono::ParseError| {
        matches!(error.kind(), ParseErrorKind::OutOfRange | ParseErrorKind::Impossible)
    };
    let is_no_day = || {
        let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").err());
        day.is_some_and(is_none)
    };
    let noon = || {
        let is_day = text.len() == "2015-03-10".len();
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| is_day)?;
        Some(day.and_hms_opt(12, 0, 0)?.and_local_timezone(chrono::Local).earliest()?.fixed_offset())
    };
    let date = noon().map_or_else(|| DateTime::parse_from_rfc3339(text), Ok).map_err(|error| {
        if is_none(error) || is_no_day() {
            "not a time: there is no such day or time".to_owned()
        } else {
            "not a time (expected a day, as in 2015-03-11, or RFC 3339, as in 2015-03-11T09:30:00+01:00)"
                .to_owned()
        }
    })?;
    // Years of other lengths have no form in a Date field (RFC 5322 3.3).
    if (1900..=9999).contains(&chrono::Datelike::year(&date)) {
        Ok(date)
    } else {
        Err("year out of range".into())
    }
}
