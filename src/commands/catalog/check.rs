use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use onlist_core::catalog::lint::{self, Maintainers};
use onlist_core::catalog::{Catalog, Level, Named, profile_of};
use onlist_core::check;
use onlist_core::diagnostics::{Diagnostic, nearest};
use onlist_mail::text::Line;
use onlist_mail::words::{and, count};

use super::review::ReviewArgs;
use crate::candidates;
use crate::catalogs::{CatalogText, with_settings};
use crate::context::Context;
use crate::messages::{Failure, Status, diagnostics};
use crate::report;

/// Check catalogs and list everything that is wrong, each with its line
///
/// Errors make a catalog unusable: the exit status is 65. Warnings are likely mistakes. Notes are
/// counted, one line for each rule.
#[derive(Debug, Args)]
pub(crate) struct CatalogCheck {
    /// Catalog files; default: the one in use
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Show each note, not only how many there are
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    review: ReviewArgs,

    /// Compare mentors with a MAINTAINERS file, such as the Linux kernel's
    #[arg(long, value_name = "FILE", conflicts_with = "review")]
    maintainers: Option<PathBuf>,

    /// Explain a rule
    #[arg(long, value_name = "CODE", add = candidates::lint_codes(), conflicts_with_all = ["files", "all", "list", "json"])]
    explain: Option<String>,

    /// List all rules
    #[arg(long, conflicts_with_all = ["files", "all"])]
    list: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl CatalogCheck {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let width = context.terminal.width();
        if let Some(wanted) = &self.explain {
            let rule = lint::rule(wanted).map_err(|near| unknown_rule(wanted, near))?;
            return Ok(context.terminal.data(&report::catalog_rule(rule, width))?);
        }
        match (self.list, self.json) {
            (true, true) => return context.json(&report::catalog_rules_json()),
            (true, false) => return Ok(context.terminal.data(&report::catalog_rules(width))?),
            _ => {}
        }
        let texts = |context: &Context| match self.files.as_slice() {
            [] => Ok(vec![context.catalog_in_use()?]),
            files => files.iter().map(|file| context.catalog_text(file)).collect::<Result<Vec<_>, _>>(),
        };
        if self.review.review {
            return self.review(context, &texts(context)?);
        }
        let today = context.now.date_naive();
        let mut unread = Vec::new();
        let mut at = |file: &PathBuf| Checked::at(context, file).map_err(|failure| unread.push(failure)).ok();
        let checked: Vec<Checked> = match self.files.as_slice() {
            [] => vec![Checked::of(context.catalog_in_use()?, today)],
            files => files.iter().filter_map(&mut at).collect(),
        };
        let maintainers = self.maintainers.as_deref().map(|path| maintainers(context, path)).transpose()?;
        let mut errors = 0;
        let mut json = Vec::new();
        let mut profiles = Vec::new();
        for Checked { text, mut found } in checked {
            // A profile is told of once, whatever is built upon it.
            let fresh =
                |it: &Named<'_>| it.text != text.named().text && !profiles.contains(&it.origin.to_owned());
            let mut below_errors = 0;
            if let Some(profile) = text.profile().filter(fresh) {
                profiles.push(profile.origin.to_owned());
                let below = with_settings(profile, lint::profile(profile));
                below_errors = weigh(&below, Level::Error);
                errors += below_errors;
                if self.json {
                    json.extend(report::catalog_findings(profile, &below));
                } else if !below.is_empty() {
                    diagnostics::show(context.terminal, profile, &below.iter().collect::<Vec<_>>(), level);
                }
            }
            if let Some(maintainers) = &maintainers {
                found.extend(lint::maintainers(text.named(), text.profile(), maintainers));
                found.sort_by_key(|it| (it.span.start, it.span.end, it.code));
            }
            errors += weigh(&found, Level::Error);
            if self.json {
                json.extend(report::catalog_findings(text.named(), &found));
            } else {
                self.tell(context, &text, &found, below_errors);
            }
        }
        if self.json {
            context.json(&serde_json::json!({"schema": 1, "findings": json}))?;
        }
        Failure::all(unread)?;
        if errors > 0 { Err(Failure::new(Status::Data, "")) } else { Ok(()) }
    }

    fn review(&self, context: &Context, texts: &[CatalogText]) -> Result<(), Failure> {
        let mut reviews = Vec::new();
        for text in texts {
            reviews.extend(self.review.run(context, text, self.json)?);
        }
        if self.json { context.json(&serde_json::json!({"schema": 1, "reviews": reviews})) } else { Ok(()) }
    }

    /// Shows what was found in one file, and what it comes to, with the errors `below` it in its profile.
    fn tell(&self, context: &Context, file: &CatalogText, found: &[Diagnostic], below: usize) {
        let terminal = context.terminal;
        let shown: Vec<_> = found.iter().filter(|it| self.all || level(it) > Level::Info).collect();
        diagnostics::show(terminal, file.named(), &shown, level);
        if !self.all {
            notes(context, found);
        }
        let weights = [(Level::Error, "error"), (Level::Warning, "warning")];
        let tally = weights.map(|(level, noun)| (weigh(found, level), noun));
        let tally = tally.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(n, noun));
        let mut tally: Vec<_> = tally.collect();
        if below > 0 {
            tally.push(format!("{} in its profile", count(below, "error")));
        }
        let tally = and(&tally);
        let origin = Line::sanitize(file.named().origin);
        match file.parse() {
            Ok(catalog) if tally.is_empty() => terminal.say(&format!("valid: {}", contents(&catalog))),
            Ok(catalog) if weigh(found, Level::Error) == 0 => {
                terminal.say(&format!("{origin}: {tally}; valid: {}", contents(&catalog)));
            }
            Err(_) if tally.is_empty() => {
                terminal.say(&format!("{origin}: the errors are in its profile"));
            }
            Ok(_) | Err(_) => terminal.say(&format!("{origin}: {tally}")),
        }
    }
}

/// A catalog and what was found in it.
struct Checked {
    text: CatalogText,
    found: Vec<Diagnostic>,
}

impl Checked {
    fn of(text: CatalogText, today: NaiveDate) -> Self {
        let found = text.faults(today);
        Self { text, found }
    }

    /// Checks the catalog at `path`, and where its profile cannot be read, what stands in the file alone.
    fn at(context: &Context, path: &Path) -> Result<Self, Failure> {
        let today = context.now.date_naive();
        let failure = match context.catalog_text(path) {
            Ok(text) => return Ok(Self::of(text, today)),
            Err(failure) => failure,
        };
        let Ok(text) = context.catalog_alone(path) else { return Err(failure) };
        let Some(profile) = profile_of(text.named().text) else { return Err(failure) };
        let folder = path.parent().unwrap_or(Path::new("")).join(&profile);
        let beside = folder
            .parent()
            .and_then(|it| std::fs::read_dir(if it == Path::new("") { Path::new(".") } else { it }).ok());
        let names = beside.into_iter().flatten().filter_map(|it| it.ok()?.file_name().into_string().ok());
        let own = path.file_name().and_then(|it| it.to_str());
        let names: Vec<_> = names.filter(|it| Some(it.as_str()) != own).collect();
        let (above, name) =
            profile.rsplit_once('/').map_or(("", profile.as_str()), |(above, name)| (above, name));
        let near = nearest(name, names.iter().map(String::as_str));
        let near =
            near.map(|near| if above.is_empty() { near.to_owned() } else { format!("{above}/{near}") });
        let (reason, hint) = match near {
            _ if folder.is_dir() => (
                format!("the profile `{}` is a folder", Line::sanitize(&profile)),
                "write the path of a file, from the folder of this one".to_owned(),
            ),
            _ if folder.is_file() => (failure.message.to_string(), failure.hint.to_string()),
            near => (
                format!("the profile `{}` cannot be read", Line::sanitize(&profile)),
                near.map_or_else(
                    || "write the path of a file, from the folder of this one".to_owned(),
                    |near| format!("write `profile = \"{near}\"`"),
                ),
            ),
        };
        let found = lint::without_profile(text.named(), &reason, &hint, today);
        let found = with_settings(text.named(), found);
        Ok(Self { text, found })
    }
}

/// Whom a file of maintainers names.
fn maintainers(context: &Context, path: &Path) -> Result<Maintainers, Failure> {
    let all = Maintainers::parse(&context.text_of(path)?);
    if all.is_empty() {
        let failure = Failure::new(Status::Data, format!("`{}` names no maintainer", path.display()));
        return Err(failure.hint("it needs lines such as `M: Grace Example <grace@example.org>`"));
    }
    Ok(all)
}

/// A line for each rule that has notes.
fn notes(context: &Context, found: &[Diagnostic]) {
    for rule in lint::rules().iter().filter(|rule| rule.level == Level::Info) {
        let hits: Vec<_> = found.iter().filter(|it| it.code == Some(rule.code)).collect();
        match hits.as_slice() {
            [] => {}
            [one] => context.terminal.note(&format!("{} ({})", one.message, rule.code)),
            [first, rest @ ..] => context.terminal.note(&format!(
                "{}, and {} more like it ({})",
                first.message,
                rest.len(),
                rule.code
            )),
        }
    }
}

pub(super) fn level(diagnostic: &Diagnostic) -> Level {
    diagnostic.code.and_then(|code| lint::rule(code).ok()).map_or(Level::Error, |rule| rule.level)
}

fn weigh(found: &[Diagnostic], wanted: Level) -> usize {
    found.iter().filter(|diagnostic| level(diagnostic) == wanted).count()
}

pub(super) fn contents(catalog: &Catalog) -> String {
    let people = match catalog.people.len() {
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    };
    let counted = [
        count(catalog.projects.len(), "project"),
        count(catalog.lists.len(), "list"),
        count(catalog.tasks.len(), "task"),
        people,
    ];
    counted.join(", ")
}

fn unknown_rule(wanted: &str, near: Option<&str>) -> Failure {
    let message = format!("no rule `{}`", Line::sanitize(wanted));
    Failure::new(Status::Usage, message).hint(match near {
        _ if let Ok(rule) = check::rule(wanted) => {
            format!("`onlist check --explain {}` explains it", rule.code)
        }
        Some(near) => format!("did you mean `{near}`?"),
        None => "run `onlist catalog check --list` to see all".to_owned(),
    })
}
