use clap::{Args, ValueHint};
use onlist_core::catalog::{Catalog, Id, Level, lint};
use onlist_core::diagnostics::Diagnostic;
use onlist_mail::text::Line;
use onlist_mail::words::count;

use super::check::{contents, level};
use crate::catalogs::{Added, AddedCatalogs, CatalogText, Source, taken, with_settings};
use crate::context::Context;
use crate::messages::{Failure, Status, diagnostics};

/// Add a catalog that somebody else keeps
///
/// The catalog is copied, with the profile that it is built upon, and checked before it is kept. It changes only
/// when you run `onlist catalog update`. From the web it is read over HTTPS.
#[derive(Debug, Args)]
pub(crate) struct CatalogAdd {
    /// File or URL of the catalog
    #[arg(value_name = "FILE|URL", value_hint = ValueHint::FilePath)]
    source: String,

    /// Name to keep it under; default: the id of its community
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl CatalogAdd {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let added = folder(context)?;
        if self.source == "-" {
            let failure =
                Failure::new(Status::Usage, "a catalog from standard input could not be read again");
            return Err(failure.hint("save it to a file"));
        }
        let name = self.name.as_deref().map(name).transpose()?;
        name.as_ref().map_or(Ok(()), |name| is_free(&added, name))?;
        let source = Source::of(&self.source).absolute();
        let text = context.catalog_from(&source)?;
        let catalog = checked(context, &text)?;
        let name = name.unwrap_or_else(|| catalog.community.id.clone());
        is_free(&added, &name)?;
        let copy = Added::new(source, context.now, text);
        added.add(&name, &copy)?;
        context.terminal.say(&format!("added `{name}`: {}", contents(&catalog)));
        context.terminal.say(&format!("from {}", copy.origin()));
        context.terminal.hint("run `onlist projects` to see its projects");
        Ok(())
    }
}

/// The folder of the copies.
pub(super) fn folder(context: &Context) -> Result<AddedCatalogs, Failure> {
    Ok(AddedCatalogs::below(&context.state()?))
}

fn name(text: &str) -> Result<Id, Failure> {
    Id::new(text).ok_or_else(|| {
        Failure::new(Status::Usage, format!("`{}` is not a valid name", Line::sanitize(text)))
            .hint("use lower-case letters, digits and hyphens")
    })
}

fn is_free(added: &AddedCatalogs, name: &Id) -> Result<(), Failure> {
    added.find(name.as_str()).map_or(Ok(()), |_| Err(taken(name)))
}

/// The catalog in `text`, where its check finds no error. Errors are shown; warnings are counted.
pub(super) fn checked(context: &Context, text: &CatalogText) -> Result<Catalog, Failure> {
    let today = context.now.date_naive();
    let own = (text.named(), text.faults(today));
    let below = |profile| with_settings(profile, lint::lint(profile, Some(text.named()), today));
    let base = text.profile().map(|profile| (profile, below(profile)));
    let (mut errors, mut warnings) = (0, 0);
    for (file, found) in [Some(own), base].into_iter().flatten() {
        let wrong: Vec<&Diagnostic> = found.iter().filter(|it| level(it) == Level::Error).collect();
        errors += wrong.len();
        warnings += found.iter().filter(|it| level(it) == Level::Warning).count();
        diagnostics::show(context.terminal, file, &wrong, |_| Level::Error);
    }
    if errors > 0 {
        let failure = Failure::new(
            Status::Data,
            format!("{} in `{}`", count(errors, "error"), Line::sanitize(text.named().origin)),
        );
        return Err(failure.hint("tell whoever keeps the catalog"));
    }
    let catalog = text.parse().map_err(|faults| Failure::in_file(Status::Data, faults))?;
    if warnings > 0 {
        context.terminal.note(&format!("its check gives {}", count(warnings, "warning")));
    }
    Ok(catalog)
}
