use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::report;
use clap::Args;
use onlist_core::catalog::{Catalog, lint};
use onlist_core::check::{
    CheckContext, Checked, ConfigError, Mail, RuleConfig, Severity, check, fixed, rule,
};
use onlist_core::introduction::Topic;
use onlist_core::resolve;
use onlist_mail::file;
use onlist_mail::read::Post;
use onlist_mail::words::and;

use super::background::{self, PeopleArgs};
use super::sending::joining;
use crate::candidates;
use crate::context::Context;
use crate::messages::findings;
use crate::messages::{Failure, Status};

/// Check mails for common mailing-list mistakes
///
/// Each finding says what is wrong, where, and how to fix it. The exit status is 65 if one of them is
/// an error. The mails can come from any program, and nothing is sent.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Mails to check; `-` or no file reads standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Project that the mails are about; default: found in subject, text and recipients
    #[arg(long, value_name = "ID", add = candidates::projects())]
    project: Option<String>,

    /// Rule to ignore, by code or name; repeatable
    #[arg(long, value_name = "CODE", add = candidates::rule_codes())]
    allow: Vec<String>,

    /// Fix what can be fixed automatically and show a diff; the fixed mail replaces FILE, or goes to
    /// standard output for `-`
    ///
    /// Wraps text at 72 columns, adds the season's tag to the subject, corrects the list's address,
    /// copies the mentors and removes HTML. Other findings are shown as without this flag.
    #[arg(long)]
    fix: bool,

    /// Explain a rule and name its source
    #[arg(long, value_name = "CODE", conflicts_with_all = ["files", "project", "allow", "fix", "json"], add = candidates::rule_codes())]
    explain: Option<String>,

    /// List all rules
    #[arg(long, conflicts_with_all = ["files", "project", "allow", "fix", "explain"])]
    list: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    people: PeopleArgs,
}

impl Check {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let width = context.terminal.width();
        let catalog = context.catalog()?;
        let config = config(context, &catalog, &self.allow)?;
        if let Some(wanted) = &self.explain {
            let rule = rule(wanted).map_err(|error| match lint::rule(wanted) {
                Ok(other) => Failure::new(Status::Usage, error.to_string())
                    .hint(format!("`onlist catalog check --explain {}` explains it", other.code)),
                Err(_) => error.into(),
            })?;
            return Ok(context.terminal.data(&report::rule_page(rule, &config, width))?);
        }
        match (self.list, self.json) {
            (true, true) => return context.json(&report::rules_json(&config)),
            (true, false) => return Ok(context.terminal.data(&report::rule_list(&config, width))?),
            _ => {}
        }
        let reads_stdin = self.files.is_empty() || self.files.iter().any(|file| is_stdin(file));
        if self.fix && self.json && reads_stdin {
            let failure =
                Failure::new(Status::Usage, "fixed mail and JSON cannot both go to standard output");
            return Err(failure.hint("give the mail as a file"));
        }
        self.check_files(context)
    }

    fn check_files(&self, context: &Context) -> Result<(), Failure> {
        let named = self.project.as_deref().map(|wanted| context.find_project(wanted)).transpose()?;
        let stdin = [PathBuf::from("-")];
        let files = if self.files.is_empty() { &stdin[..] } else { &self.files };
        let background = self.people.background(context, &*context.catalog()?)?;
        let mut found = report::Findings::default();
        let (mut errors, mut unread) = (0, Vec::new());
        for file in files {
            let name = if is_stdin(file) { "standard input".into() } else { file.to_string_lossy() };
            let opened = context.bytes_of(file).and_then(|bytes| {
                let unfixed = self.fix.then(|| bytes.clone());
                Ok((unfixed, read(&name, bytes)?))
            });
            let (unfixed, mut mail) = match opened {
                Ok(opened) => opened,
                Err(failure) => {
                    unread.push(failure);
                    continue;
                }
            };
            let catalog = match &named {
                Some((catalog, _)) => Rc::clone(catalog),
                None => catalog_of(context, &mail)?,
            };
            let config = config(context, &catalog, &self.allow)?;
            let project = named.as_ref().map(|(_, id)| resolve::project(&catalog, id)).transpose()?;
            let known = CheckContext {
                topic: project.map(Topic::Project),
                background: Some(&background),
                ..CheckContext::new(&catalog, context.now)
            };
            if let Some(bytes) = unfixed {
                mail = fix(context, file, &name, mail, &bytes, (&known, &config))?;
            }
            let subscribed = joining::to_its_list(context, known.catalog, &mail.post);
            let known = CheckContext { subscribed, ..known.clone() };
            let checked = check(&mail, &known, &config);
            errors += checked.count(Severity::Error);
            if self.json {
                found.add(&name, &checked);
            } else {
                tell(context, &name, &checked);
                if named.is_none() && checked.findings.iter().any(|it| it.rule.code == "A01") {
                    context.tell_once(&judged_by(context, &catalog));
                }
            }
        }
        if self.json {
            context.json(&found.json())?;
        }
        Failure::all(unread)?;
        if errors > 0 { Err(Failure::new(Status::Data, "")) } else { Ok(()) }
    }
}

/// Checks a mail that somebody has, and says what was found.
pub(crate) fn check_one(context: &mut Context, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let mail = read(name, bytes)?;
    let catalog = catalog_of(context, &mail)?;
    let config = config(context, &catalog, &[])?;
    let background = background::known(context);
    let known = CheckContext { background: Some(&background), ..CheckContext::new(&catalog, context.now) };
    tell(context, name, &check(&mail, &known, &config));
    Ok(())
}

/// The catalog whose lists a mail goes to, else the one that a letter of ours was written with.
pub(crate) fn catalog_of(context: &Context, mail: &Mail<'_>) -> Result<Rc<Catalog>, Failure> {
    let recipients: Vec<_> = mail.recipients().map(|it| &it.address).collect();
    let catalog = context.catalog_for(&recipients, |_| false)?;
    if recipients.iter().any(|it| catalog.list_at(it).is_some()) {
        return Ok(catalog);
    }
    Ok(written_with(context, &mail.post).unwrap_or(catalog))
}

/// The catalog that a letter was written with, as the ledger knows it by its Message-ID.
fn written_with(context: &Context, post: &Post) -> Option<Rc<Catalog>> {
    // A ledger that cannot be read is told of by what needs it.
    let ledger = context.existing_ledger().ok()??;
    let events = ledger.reader().of_letter(post.message_id.as_ref()?).ok()?;
    events.iter().find_map(|event| context.written_with(event.catalog()?))
}

/// By whose rules a letter was judged that goes to no list of theirs.
fn judged_by(context: &Context, catalog: &Catalog) -> String {
    let name = &catalog.community.name;
    let other = if context.catalog_is_named() { "" } else { "; for another community add `--catalog FILE`" };
    format!("this is checked by the rules of {name}{other}")
}

fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

fn read<'m>(name: &str, bytes: impl Into<Cow<'m, [u8]>>) -> Result<Mail<'m>, Failure> {
    Mail::read(bytes).map_err(|error| Failure::new(Status::Data, format!("`{name}`: {error}")))
}

/// Fixes a mail, shows what changes, and puts the result where the mail came from.
fn fix(
    context: &Context,
    file: &Path,
    name: &str,
    before: Mail<'static>,
    bytes: &[u8],
    (known, config): (&CheckContext<'_>, &RuleConfig),
) -> Result<Mail<'static>, Failure> {
    let fixed = fixed(bytes, known, config);
    if let Some(fixed) = &fixed {
        let difference = report::difference(name, &before, &read(name, fixed)?);
        context.terminal.say(difference.trim_end());
    }
    if fixed.is_none() {
        context.terminal.note(&format!("{name}: nothing that `--fix` could change"));
    }
    if is_stdin(file) {
        context.terminal.bytes(fixed.as_deref().unwrap_or(bytes))?;
    } else if let Some(fixed) = &fixed {
        if context.bytes_of(file)? != bytes {
            return Err(file::Error::Changed { path: file.to_owned() }.into());
        }
        file::replace(file, fixed)?;
    }
    fixed.map_or(Ok(before), |fixed| read(name, fixed))
}

/// The community's configuration of the rules, with what the settings and flags change.
pub(crate) fn config(
    context: &Context,
    catalog: &Catalog,
    allowed: &[String],
) -> Result<RuleConfig, Failure> {
    let blamed = |status| {
        move |error: ConfigError| {
            let mut failure = Failure::from(error);
            failure.status = status;
            failure
        }
    };
    let mut config = RuleConfig::of(catalog).map_err(blamed(Status::Data))?;
    config.apply(&context.settings().check).map_err(blamed(Status::Config))?;
    for wanted in allowed {
        config.allow(wanted)?;
    }
    Ok(config)
}

/// Shows what was found, and what was let through.
fn tell(context: &Context, name: &str, checked: &Checked<'_>) {
    findings::show(context.terminal, name, &checked.findings);
    if !checked.allowed.is_empty() {
        let mut codes: Vec<_> = checked.allowed.iter().map(|it| it.rule.code).collect();
        codes.dedup();
        context.terminal.note(&format!("{name}: ignored: {}", and(&codes)));
    }
    let tally = report::tally(checked).unwrap_or_else(|| "no problems".to_owned());
    context.terminal.explain(&format!("{name}: {tally}"));
}
