//! The catalogs of a run. Each is read once.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use onlist_core::catalog::{Catalog, Id};
use onlist_mail::text::Line;
use onlist_mail::words::and;

use super::{Context, path_text};
use crate::catalogs::{
    AddedCatalogs, CatalogText, NamedText, Searched, Source, fetch, profile_beside, searched,
};
use crate::messages::{Failure, Status};
use crate::shipped;

/// The largest catalog that is read, in octets.
const LIMIT: u64 = 64 << 20;

/// A catalog that was read, where it is kept, and where a copy came from.
#[derive(Debug)]
pub(super) struct Loaded {
    place: Option<PathBuf>,
    origin: Option<String>,
    catalog: Rc<Catalog>,
}

impl Context<'_> {
    /// The catalog that the flags or settings name, else the shipped one.
    pub(crate) fn catalog(&self) -> Result<Rc<Catalog>, Failure> {
        let catalog = self.load(self.catalog.as_deref())?;
        self.known_season(&[&catalog])?;
        Ok(catalog)
    }

    /// The shipped catalog.
    pub(crate) fn shipped(&self) -> Result<Rc<Catalog>, Failure> {
        self.load(None)
    }

    /// The catalog at `path`, whether a flag, the settings or a draft named it.
    pub(crate) fn catalog_at(&self, path: &Path) -> Result<Rc<Catalog>, Failure> {
        let catalog = self.load(Some(path))?;
        self.known_season(&[&catalog])?;
        Ok(catalog)
    }

    /// The season that a flag names.
    pub(crate) fn season(&self) -> Option<&str> {
        self.season.as_deref()
    }

    /// Whether a flag names the catalog.
    pub(crate) fn catalog_is_named(&self) -> bool {
        self.catalog_is_named
    }

    /// The one catalog that a flag names, as the file may have moved since a draft was begun.
    pub(crate) fn named_catalog(&self) -> Option<Result<Rc<Catalog>, Failure>> {
        self.catalog_is_named.then(|| self.catalog())
    }

    /// How the text of the catalog that a flag names ends: nothing for none, and for an empty file.
    pub(crate) fn named_catalog_end(&self) -> Result<Option<char>, Failure> {
        match self.catalog.as_deref().filter(|_| self.catalog_is_named && !self.catalog_is_input()) {
            Some(path) => Ok(self.catalog_text(path)?.named().text.chars().next_back()),
            None => Ok(None),
        }
    }

    /// All catalogs that are searched: the one that a flag names, else that of the settings or the shipped one, and
    /// those that were added.
    pub(crate) fn catalogs(&self) -> Result<Vec<Searched>, Failure> {
        let mut all = vec![(self.load(self.catalog.as_deref())?, self.catalog.clone())];
        let added = self.added().filter(|_| !self.catalog_is_named);
        for (added, name) in
            added.iter().flat_map(|added| added.names().into_iter().map(move |it| (added, it)))
        {
            let path = added.path(&name);
            match self.load(Some(&path)) {
                Ok(catalog) => all.push((catalog, Some(path))),
                Err(failure) => {
                    failure.report(self.terminal);
                    self.terminal.warning(&format!("the catalog `{name}` is left out"));
                }
            }
        }
        self.known_season(&all.iter().map(|(catalog, _)| &**catalog).collect::<Vec<_>>())?;
        if let Some(season) = &self.season {
            all.retain(|(catalog, _)| has_season(catalog, season));
        }
        Ok(searched(all, |path| self.name_of_added(path).map(|(_, name)| name)))
    }

    /// The catalogs of other communities than that of `catalog`, whatever the flags name: those that were added, that of
    /// the settings and the shipped one. One that cannot be read is left out.
    pub(crate) fn other_catalogs(&self, catalog: &Catalog) -> Vec<Rc<Catalog>> {
        let added = self.added();
        let added = added.iter().flat_map(|added| added.names().into_iter().map(|name| added.path(&name)));
        let places = self.settings().catalog.clone().into_iter().chain(added).map(Some).chain([None]);
        let mut others: Vec<Rc<Catalog>> = Vec::new();
        for other in places.filter_map(|place| self.load(place.as_deref()).ok()) {
            let is_known = |it: &Catalog| it.community.id == other.community.id;
            if !is_known(catalog) && !others.iter().any(|it| is_known(it)) {
                others.push(other);
            }
        }
        others
    }

    /// Reads a catalog; none is the shipped one.
    fn load(&self, place: Option<&Path>) -> Result<Rc<Catalog>, Failure> {
        if let Some(loaded) = self.loaded.borrow().iter().find(|it| it.place.as_deref() == place) {
            return Ok(Rc::clone(&loaded.catalog));
        }
        let (text, origin) = match place.map(|path| (path, self.name_of_added(path))) {
            None => (None, None),
            Some((_, Some((added, name)))) => {
                let copy = added.read(&name)?;
                let origin = format!("`{name}` is a copy of {}", copy.origin());
                (Some(copy.text), Some(origin))
            }
            Some((path, None)) => (Some(self.catalog_text(path)?), None),
        };
        let mut catalog = match text {
            Some(text) => text.parse().map_err(|faults| Failure::in_file(Status::Data, faults))?,
            None => shipped::catalog(),
        };
        if let Some(season) = self.season.as_ref().filter(|season| has_season(&catalog, season)) {
            let _ = catalog.choose_season(season);
        }
        let catalog = Rc::new(catalog);
        // It is needed to the end of the run. To give back a large one piece by piece takes long.
        std::mem::forget(Rc::clone(&catalog));
        let place = place.map(Path::to_owned);
        self.loaded.borrow_mut().push(Loaded { place, origin, catalog: Rc::clone(&catalog) });
        Ok(catalog)
    }

    /// The text of the catalog at `path`, with that of the profile that it is built upon.
    pub(crate) fn catalog_text(&self, path: &Path) -> Result<CatalogText, Failure> {
        if let Some((added, name)) = self.name_of_added(path) {
            return Ok(added.read(&name)?.text);
        }
        let read = |path: &Path| NamedText::new(path.display().to_string(), self.read(path, LIMIT)?);
        let file = read(path)?;
        let profile = profile_beside(path, &file.text).map(|path| read(&path)).transpose()?;
        Ok(CatalogText { file, profile })
    }

    /// The text of the catalog at `path`, without its profile.
    pub(crate) fn catalog_alone(&self, path: &Path) -> Result<CatalogText, Failure> {
        let file = NamedText::new(path.display().to_string(), self.read(path, LIMIT)?)?;
        Ok(CatalogText { file, profile: None })
    }

    /// The text of the catalog that flags or settings name, else of the shipped one.
    pub(crate) fn catalog_in_use(&self) -> Result<CatalogText, Failure> {
        if let Some(path) = &self.catalog {
            return self.catalog_text(path);
        }
        let (name, text) = ("catalog.toml".to_owned(), shipped::TEXT.to_owned());
        Ok(CatalogText { file: NamedText { name, text }, profile: None })
    }

    /// The text of a catalog that is in a file or in the web.
    pub(crate) fn catalog_from(&self, source: &Source) -> Result<CatalogText, Failure> {
        match source {
            Source::File(path) => self.catalog_text(path),
            Source::Web(url) => fetch(url),
        }
    }

    /// Says where a copy came from and when, once a run.
    pub(crate) fn tell_origin(&self, catalog: &Catalog) {
        let mut loaded = self.loaded.borrow_mut();
        let origin =
            loaded.iter_mut().find(|it| is_same(&it.catalog, catalog)).and_then(|it| it.origin.take());
        if let Some(origin) = origin {
            self.terminal.note(&origin);
        }
    }

    /// A catalog's file as letters note it, when it is not the shipped one.
    pub(crate) fn catalog_name(&self, catalog: &Catalog) -> Option<String> {
        let loaded = self.loaded.borrow();
        let path = loaded.iter().find(|it| is_same(&it.catalog, catalog))?.place.as_ref()?;
        let path = Some(path).filter(|path| *path != Path::new("-"))?;
        Some(path_text::encode(&std::path::absolute(path).unwrap_or_else(|_| path.clone())))
    }

    /// The catalog in the file that a letter notes, if it is still one; a flag names what is meant instead.
    pub(crate) fn written_with(&self, noted: &str) -> Option<Rc<Catalog>> {
        if self.catalog_is_named {
            return None;
        }
        self.load(Some(&path_text::decode(noted))).ok()
    }

    /// Whether the catalog comes from standard input, so that no later run can read it.
    pub(crate) fn catalog_is_input(&self) -> bool {
        self.catalog.as_deref() == Some(Path::new("-"))
    }

    /// The copies that were added, where there is a folder for them.
    fn added(&self) -> Option<AddedCatalogs> {
        self.environment.state.as_deref().map(AddedCatalogs::below)
    }

    fn name_of_added(&self, path: &Path) -> Option<(AddedCatalogs, Id)> {
        let added = self.added()?;
        let name = added.name_of(path)?;
        Some((added, name))
    }

    /// Says which seasons there are when no catalog has the one that is asked for.
    fn known_season(&self, catalogs: &[&Catalog]) -> Result<(), Failure> {
        let Some(wanted) = &self.season else { return Ok(()) };
        if catalogs.iter().any(|catalog| has_season(catalog, wanted)) {
            return Ok(());
        }
        let seasons = catalogs.iter().flat_map(|catalog| catalog.seasons.iter());
        let mut ids: Vec<_> = seasons.map(|season| format!("`{}`", season.id)).collect();
        ids.dedup();
        let failure =
            Failure::new(Status::Usage, format!("no season `{}` in the catalog", Line::sanitize(wanted)));
        Err(match ids.as_slice() {
            [] => failure.hint("this catalog has no seasons: leave `--season` out"),
            ids => failure.hint(format!("known seasons: {}", and(ids))),
        })
    }
}

/// What `--catalog` names: a file, else a copy that was added, else the shipped one by the id of its community.
pub(super) fn named(path: PathBuf, state: Option<&Path>) -> Option<PathBuf> {
    if (path.exists() && !path.is_dir()) || path == Path::new("-") {
        return Some(path);
    }
    let name = path.to_str().unwrap_or_default();
    if let Some((_, copy)) = state.and_then(|state| AddedCatalogs::below(state).find(name)) {
        return Some(copy);
    }
    (shipped::catalog().community.id.as_str() != name).then_some(path)
}

fn has_season(catalog: &Catalog, id: &str) -> bool {
    catalog.seasons.iter().any(|season| season.id.as_str() == id)
}

fn is_same(loaded: &Rc<Catalog>, catalog: &Catalog) -> bool {
    std::ptr::eq(Rc::as_ptr(loaded), catalog)
}
