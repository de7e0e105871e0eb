use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use onlist_core::catalog::Catalog;
use onlist_core::catalog::import::{self, File, Import as Imported, MEANINGS, Words};
use onlist_mail::file;
use serde_json::json;

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report;

/// Read the projects of the pages that a community keeps
///
/// Pages may be Markdown (with front matter or without), MediaWiki text, reStructuredText, saved HTML, or
/// text copied from a page. Nothing is guessed: what is read with a doubt is listed, and so is what is not
/// read at all.
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
    #[arg(long, value_name = "NAME", requires = "save")]
    community: Option<String>,

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
        let mut map = self.save.as_deref().map_or_else(Vec::new, |path| remembered(&record_of(path)));
        map.extend(self.map.iter().cloned());
        let mut words = Words::default();
        for (label, meaning) in &map {
            words.map(label, *meaning);
        }
        let files = sources.files();
        let imported = import::import(&files, &words);
        if let Some(path) = &self.save {
            self.save(context, path, &imported, &files, &map)?;
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
    /// Writes the catalog and its record.
    fn save(
        &self,
        context: &Context,
        path: &Path,
        imported: &Imported,
        files: &[File<'_>],
        map: &[(String, import::Meaning)],
    ) -> Result<(), Failure> {
        let stem = path.file_stem().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        let name = self.community.as_deref().unwrap_or(&stem);
        let head = import::Head { id: name, name, read: context.now.date_naive() };
        let catalog = import::catalog(imported, files, &head);
        if imported.projects.is_empty() {
            let failure = Failure::new(Status::Data, "no project was found, nothing is saved");
            return Err(failure
                .hint("name the page's own labels with `--map`, as in `--map \"Intensity=difficulty\"`"));
        }
        file::write_new(path, catalog.as_bytes())?;
        let mut record = report::import_json(imported);
        let words = map.iter().map(|(label, meaning)| (label.clone(), json!(name_of(*meaning))));
        record["map"] = words.collect::<serde_json::Map<_, _>>().into();
        file::replace(&record_of(path), format!("{record:#}\n").as_bytes())?;
        context.terminal.say(&format!(
            "saved as `{}`; look at the doubts, then run `onlist catalog check`",
            path.display()
        ));
        Ok(())
    }
}

/// The pages that were named, with their texts.
pub(super) struct Sources(Vec<(String, String)>);

impl Sources {
    /// Reads files and folders.
    pub(super) fn read(context: &Context, sources: &[PathBuf]) -> Result<Self, Failure> {
        let mut paths = Vec::new();
        for source in sources {
            collect(source, &mut paths)?;
        }
        let name = |path: &Path| match path.to_str() {
            Some("-") => "standard input".to_owned(),
            _ => path.display().to_string(),
        };
        let texts = paths.iter().map(|path| Ok((name(path), context.text_of(path)?)));
        Ok(Self(texts.collect::<Result<_, Failure>>()?))
    }

    fn files(&self) -> Vec<File<'_>> {
        self.0.iter().map(|(name, text)| File { name, text, format: None }).collect()
    }

    /// The text of the catalog that they give, for the community of another.
    pub(super) fn catalog(&self, like: &Catalog, today: NaiveDate) -> String {
        let files = self.files();
        let (id, name) = (like.community.id.as_str(), like.community.name.as_str());
        import::catalog(
            &import::import(&files, &Words::default()),
            &files,
            &import::Head { id, name, read: today },
        )
    }
}

/// Where the record of a saved catalog is: `NAME.import.json`.
fn record_of(path: &Path) -> PathBuf {
    path.with_extension("import.json")
}

/// The words that an earlier import was given.
fn remembered(record: &Path) -> Vec<(String, import::Meaning)> {
    let text = std::fs::read_to_string(record).unwrap_or_default();
    let record: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let map = record["map"].as_object().cloned().unwrap_or_default();
    let meaning =
        |name: &serde_json::Value| MEANINGS.iter().find(|(it, _)| name == it).map(|(_, meaning)| *meaning);
    map.iter().filter_map(|(label, name)| Some((label.clone(), meaning(name)?))).collect()
}

fn name_of(meaning: import::Meaning) -> &'static str {
    MEANINGS.iter().find(|(_, it)| *it == meaning).map_or("none", |(name, _)| name)
}

/// Says how much was read.
fn tell(context: &Context, imported: &Imported) {
    context.terminal.say(&report::coverage(imported));
}

/// The endings of files that are read in folders.
const READ: [&str; 9] = ["md", "markdown", "mdx", "rst", "html", "htm", "wiki", "mediawiki", "txt"];

/// The files of a source, those of folders in the order of their names.
fn collect(source: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !source.is_dir() {
        paths.push(source.to_owned());
        return Ok(());
    }
    let reading = |error: &std::io::Error| Failure::reading(source, error);
    let entries = std::fs::read_dir(source).map_err(|error| reading(&error))?;
    let mut inner = entries
        .map(|it| it.map(|it| it.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| reading(&error))?;
    inner.sort();
    for path in inner {
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
        let hidden = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden && !path.is_symlink() {
            collect(&path, paths)?;
        } else if !hidden && ending.is_some_and(|it| READ.contains(&it.as_str())) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        let failure = Failure::new(Status::NoInput, format!("`{}` holds no page", source.display()));
        return Err(failure.hint(format!("files that end in {} are read", READ.join(", "))));
    }
    Ok(())
}
