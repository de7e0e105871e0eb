use std::path::{Path, PathBuf};

use chrono::Datelike;
use clap::Args;
use onlist_core::catalog::import::{self, File, Head, Import as Imported, MEANINGS, Profile, Words};
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use serde_json::{Value, json};

use super::doubts::{self, Answers};
use super::field::parsed;
use super::new::season;
use super::sources::Sources;

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report;

/// Read the projects of the pages that a community keeps
///
/// Pages may be Markdown (with front matter or without), MediaWiki text, reStructuredText, org mode, saved
/// HTML, or text copied from a page. Nothing is guessed: what is read with a doubt is listed, and so is what
/// is not read at all. With `--save` on a terminal, the list, the season and each doubt are asked for, and the
/// answers are kept for the next import into the same file.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files and folders to read; `-` is standard input
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<PathBuf>,

    /// Read the label LABEL as the field FIELD, repeatable
    #[arg(long, value_name = "LABEL=FIELD", value_parser = mapping)]
    map: Vec<(String, import::Meaning)>,

    /// Write the catalog to FILE, and beside it where each value came from
    ///
    /// The words of `--map` are kept there as well, and read again by the next import into FILE.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    /// The community's name in the saved catalog; default: the name of FILE
    #[arg(long, value_name = "NAME", requires = "save", conflicts_with = "profile")]
    community: Option<String>,

    /// Catalog with what does not change from season to season: community, lists, people, conventions
    #[arg(long, value_name = "FILE", requires = "save")]
    profile: Option<PathBuf>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

/// `Intensity=difficulty`
fn mapping(text: &str) -> Result<(String, import::Meaning), String> {
    let (label, field) = text.split_once('=').ok_or("expected LABEL=FIELD, as in `Intensity=difficulty`")?;
    let field = field.trim().to_lowercase();
    let known = MEANINGS.iter().find(|(name, _)| *name == field);
    let names = || MEANINGS.map(|(name, _)| name).join(", ");
    let (_, meaning) = known.ok_or_else(|| format!("no field is called `{field}`; there are {}", names()))?;
    Ok((label.trim().to_owned(), *meaning))
}

impl Import {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let sources = Sources::read(context, &self.sources)?;
        let record = self.save.as_deref().map(record_of);
        let before = record.as_deref().map_or(Ok(Value::Null), |path| remembered(context, path))?;
        let mut map = labels_of(&before);
        map.extend(self.map.iter().cloned());
        let mut words = Words::of_year(context.now.year());
        for (label, meaning) in &map {
            words.map(label, *meaning);
        }
        let files = sources.files();
        let mut imported = import::import(&files, &words);
        if let Some(path) = &self.save {
            if imported.projects.is_empty() {
                let hint = "name the page's own labels with `--map`, as in `--map \"Intensity=difficulty\"`";
                return Err(Failure::new(Status::Data, "no project was found, nothing is saved").hint(hint));
            }
            if path.exists() {
                return Err(file::Error::Exists { path: path.clone() }.into());
            }
            let pages = files.iter().map(|file| file.text).collect::<Vec<_>>().join("\n");
            let head = self.head(context, path, &imported, &pages)?;
            let mut answers = Answers::of(&before);
            let asked = record.as_deref().filter(|_| self.can_ask(context)).map(|path| (path, &before));
            doubts::settle(context, &mut imported, &mut answers, asked)?;
            save(context, path, &imported, &files, &head, (&map, &answers))?;
        }
        if self.json {
            context.json(&report::import_json(&imported))?;
        } else if self.save.is_none() {
            context.terminal.data(&report::import_page(&imported, context.terminal.width()))?;
        }
        tell(context, &imported);
        Ok(())
    }
}

impl Import {
    /// Whether somebody is there to answer questions.
    fn can_ask(&self, context: &Context) -> bool {
        context.terminal.can_ask() && !self.sources.iter().any(|it| it == Path::new("-"))
    }

    /// What the pages do not say of the catalog: from the profile, else asked where somebody can be asked.
    fn head(
        &self,
        context: &Context,
        path: &Path,
        imported: &Imported,
        pages: &str,
    ) -> Result<Head, Failure> {
        let stem = path.file_stem().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        let mut head = Head::new(self.community.as_deref().unwrap_or(&stem), context.now.date_naive());
        if let Some(profile) = &self.profile {
            head.profile = Some(Profile {
                path: beside(path, profile)?,
                catalog: context.catalog_at(profile)?.as_ref().clone(),
            });
        } else if self.can_ask(context) {
            ask_head(context, &mut head, imported, pages)?;
        }
        Ok(head)
    }
}

/// A rule of the community that one is asked for: its key, the question, and words with what they mean.
struct Rule(&'static str, &'static str, &'static [(&'static str, &'static str)]);

const RULES: [Rule; 2] = [
    Rule(
        "copy",
        "Who gets a first letter",
        &[
            ("all-mentors", "the list, and all mentors in Cc"),
            ("list-only", "the list alone"),
            ("mentor-first", "the mentors, and the list in Cc"),
        ],
    ),
    Rule(
        "task",
        "Bite-size tasks",
        &[
            ("ask-mentor", "students ask a mentor for one"),
            ("find-own", "students find one themselves"),
            ("after-proposal", "the mentor gives one after the proposal"),
            ("none", "there are none"),
        ],
    ),
];

/// Asks for the list, the season and the rules, which decide every letter.
fn ask_head(context: &Context, head: &mut Head, imported: &Imported, pages: &str) -> Result<(), Failure> {
    let found = imported.lists.first().map(|it| it.address.as_str());
    context.terminal.explain(match found {
        None => "The pages name no mailing list. Press Enter if there is none.",
        Some(_) => "Press Enter for the list that the pages name.",
    });
    let list = |text: &str| if text.is_empty() { Ok(None) } else { parsed::<Address>(text).map(Some) };
    let answer = context.terminal.line("List that letters go to", found, |text| list(text).map(drop))?;
    head.list = list(&answer).unwrap_or_default();
    head.season = season(context, pages)?;
    for Rule(key, question, words) in RULES {
        let mut labels: Vec<_> = words.iter().map(|(_, label)| (*label).to_owned()).collect();
        labels.push("the community does not say".to_owned());
        let chosen = context.terminal.choose(question, &labels, Some(words.len()))?;
        head.conventions.extend(chosen.and_then(|at| words.get(at)).map(|(word, _)| (key, *word)));
    }
    Ok(())
}

/// How `profile` is named in a catalog at `path`.
fn beside(path: &Path, profile: &Path) -> Result<String, Failure> {
    let reading = |error: std::io::Error| Failure::reading(profile, &error);
    let whole = profile.canonicalize().map_err(reading)?;
    let folder = path.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new("."));
    let near = folder.canonicalize().ok().and_then(|folder| whole.strip_prefix(folder).ok());
    Ok(near.unwrap_or(&whole).display().to_string())
}

/// Writes the catalog and its record.
fn save(
    context: &Context,
    path: &Path,
    imported: &Imported,
    files: &[File<'_>],
    head: &Head,
    (map, answers): (&[(String, import::Meaning)], &Answers),
) -> Result<(), Failure> {
    file::write_new(path, import::catalog(imported, files, head).as_bytes())?;
    let mut record = report::import_json(imported);
    let words = map.iter().map(|(label, meaning)| (label.clone(), json!(name_of(*meaning))));
    record["map"] = words.collect::<serde_json::Map<_, _>>().into();
    record["answers"] = answers.record();
    file::replace(&record_of(path), format!("{record:#}\n").as_bytes())?;
    let next = if imported.doubts.is_empty() { "run" } else { "look at the doubts, then run" };
    context.terminal.say(&format!("saved as `{0}`; {next} `onlist catalog check {0}`", path.display()));
    Ok(())
}

/// Where the record of a saved catalog is: `NAME.import.json`.
fn record_of(path: &Path) -> PathBuf {
    path.with_extension("import.json")
}

/// What an earlier import into the same file has kept.
fn remembered(context: &Context, record: &Path) -> Result<Value, Failure> {
    if !record.exists() {
        return Ok(json!({}));
    }
    let kept: Option<Value> = serde_json::from_str(&context.text_of(record)?).ok();
    kept.filter(Value::is_object).ok_or_else(|| {
        let what = format!("`{}` is not the record of an import", record.display());
        Failure::new(Status::Data, what).hint("move it away, or save the catalog under another name")
    })
}

/// The words that it was given.
fn labels_of(record: &Value) -> Vec<(String, import::Meaning)> {
    let map = record["map"].as_object().cloned().unwrap_or_default();
    let meaning = |name: &Value| MEANINGS.iter().find(|(it, _)| name == it).map(|(_, meaning)| *meaning);
    map.iter().filter_map(|(label, name)| Some((label.clone(), meaning(name)?))).collect()
}

fn name_of(meaning: import::Meaning) -> &'static str {
    MEANINGS.iter().find(|(_, it)| *it == meaning).map_or("none", |(name, _)| name)
}

/// Says how much was read.
fn tell(context: &Context, imported: &Imported) {
    context.terminal.say(&report::coverage(imported));
}
