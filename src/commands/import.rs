use std::path::{Path, PathBuf};

use clap::Args;
use onlist_core::catalog::import::{self, File, Import as Imported, MEANINGS, Words};

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
        let mut paths = Vec::new();
        for source in &self.sources {
            collect(source, &mut paths)?;
        }
        let mut texts = Vec::new();
        for path in &paths {
            let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
            texts.push((name, context.text_of(path)?));
        }
        let mut words = Words::default();
        for (label, meaning) in &self.map {
            words.map(label, *meaning);
        }
        let files: Vec<_> = texts.iter().map(|(name, text)| File { name, text, format: None }).collect();
        let imported = import::import(&files, &words);
        if self.json {
            context.json(&report::import_json(&imported))?;
        } else {
            context.terminal.data(&report::import_page(&imported, context.terminal.width()))?;
        }
        tell(context, &imported);
        Ok(())
    }
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
    let mut inner = entries.map(|it| it.map(|it| it.path())).collect::<Result<Vec<_>, _>>().map_err(|error| reading(&error))?;
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
