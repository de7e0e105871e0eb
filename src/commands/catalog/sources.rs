//! The pages that an import reads.

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use onlist_core::catalog::Catalog;
use onlist_core::catalog::import::{self, File, Head, Words};

use crate::context::Context;
use crate::messages::{Failure, Status};

/// Pages, each with its name.
pub(super) struct Sources(Vec<(String, String)>);

impl Sources {
    /// Reads files, those of folders, and standard input.
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

    /// What an import reads.
    pub(super) fn files(&self) -> Vec<File<'_>> {
        self.0.iter().map(|(name, text)| File { name, text, format: None }).collect()
    }

    /// The text of the catalog that they give, for the community of another.
    pub(super) fn catalog(&self, like: &Catalog, today: NaiveDate) -> String {
        let files = self.files();
        let head = Head::new(&like.community.name, today);
        import::catalog(&import::import(&files, &Words::of_year(today.year())), &files, &head)
    }
}

/// The endings of files that are read in folders.
const READ: [&str; 10] = ["md", "markdown", "mdx", "rst", "org", "html", "htm", "wiki", "mediawiki", "txt"];

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
