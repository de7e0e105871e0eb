//! What a command may touch: the time, the settings, the catalog, the terminal.

pub(crate) mod path_text;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use clap::Args;
use onlist_core::catalog::{Catalog, Named, profile_of};
use onlist_core::drafts::{StateLock, is_open_to_all};
use onlist_core::ledger::{Ledger, Location};
use onlist_core::outbox::Outbox;
use onlist_mail::deliver::smtp::{Login, Server};
use onlist_mail::file;
use onlist_mail::text::{Line, escape_json};
use onlist_mail::words::and;

use crate::candidates;
use crate::messages::{Failure, Status};
use crate::settings::{Environment, Settings, User};
use crate::shipped;
use crate::terminal::{Options, Terminal};

/// How long another run is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Flags of every verb.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Common {
    /// Catalog to use instead of the built-in one
    #[arg(long, global = true, value_name = "FILE")]
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

    /// Time to use instead of now, for example 2015-03-10T12:00:00+01:00
    #[arg(long, global = true, value_name = "RFC3339", value_parser = date)]
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
    fn words(&self) -> Vec<String> {
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
}

fn date(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let date = DateTime::parse_from_rfc3339(text).map_err(|error| error.to_string())?;
    // Years of other lengths have no form in a Date field (RFC 5322 3.3).
    if (1900..=9999).contains(&chrono::Datelike::year(&date)) {
        Ok(date)
    } else {
        Err("year out of range".into())
    }
}

/// What a command may touch.
pub(crate) struct Context<'t> {
    /// The time on this machine's clock, whatever `--date` says.
    pub(crate) clock: DateTime<FixedOffset>,
    /// The time of the run.
    pub(crate) now: DateTime<FixedOffset>,
    /// What the environment says.
    pub(crate) environment: Environment,
    settings: RefCell<Rc<Settings>>,
    /// The one place to print and ask.
    pub(crate) terminal: &'t Terminal,
    /// The catalog that a flag names, which comes before the one that a draft was begun with.
    pub(crate) catalog_flag: Option<PathBuf>,
    catalog: Option<PathBuf>,
    season: Option<String>,
    common_flags: Vec<String>,
    ledger: Option<PathBuf>,
    read_ledger: OnceCell<Option<Ledger>>,
    shipped: OnceCell<Rc<Catalog>>,
    catalogs: RefCell<HashMap<PathBuf, Rc<Catalog>>>,
    input_read: Cell<bool>,
    /// What a server took in this run.
    login: RefCell<Option<(Server, Login)>>,
}

/// The largest catalog that is read, in octets.
const CATALOG_LIMIT: u64 = 64 << 20;

impl<'t> Context<'t> {
    /// The flags of every verb that this call has, to be given to another.
    pub(crate) fn common_flags(&self) -> Vec<String> {
        self.common_flags.clone()
    }

    /// What the config file says.
    pub(crate) fn settings(&self) -> Rc<Settings> {
        Rc::clone(&self.settings.borrow())
    }

    /// Takes what the config file says from now on.
    pub(crate) fn set_settings(&self, settings: Settings) {
        self.settings.replace(Rc::new(settings));
    }

    /// The login of `user` that `server` took earlier in this run, so that nobody is asked twice.
    pub(crate) fn login_of(&self, server: &Server, user: &User) -> Option<Login> {
        let taken = self.login.borrow();
        let (_, login) = taken.as_ref().filter(|(it, login)| it == server && login.user == *user.name)?;
        Some(login.clone())
    }

    /// Remembers for this run what `server` took.
    pub(crate) fn keep_login(&self, server: &Server, login: &Login) {
        self.login.replace(Some((server.clone(), login.clone())));
    }

    /// The terminal, as the flags and the environment want it.
    pub(crate) fn terminal(plain: bool, environment: &Environment) -> Terminal {
        Terminal::open(Options {
            plain,
            dumb: environment.dumb,
            no_color: environment.no_color,
            width: environment.columns,
        })
    }

    /// Reads the settings and the clock.
    pub(crate) fn open(
        common: Common,
        environment: Environment,
        terminal: &'t Terminal,
    ) -> Result<Self, Failure> {
        let catalog_flag = common.config.is_some();
        let common_flags = common.words();
        let path = common.config.or_else(|| Some(environment.config.as_ref()?.join("config.toml")));
        let settings = match path {
            Some(path) => Settings::open(&path, catalog_flag)?,
            None => Settings::default(),
        };
        let catalog = common.catalog.clone().or_else(|| settings.catalog.clone());
        let clock = local_time();
        let now = common.date.unwrap_or(clock);
        let (catalog_flag, ledger, season) = (common.catalog, common.ledger, common.season);
        Ok(Self {
            clock,
            now,
            common_flags,
            environment,
            settings: RefCell::new(Rc::new(settings)),
            terminal,
            catalog_flag,
            catalog,
            season,
            ledger,
            read_ledger: OnceCell::new(),
            shipped: OnceCell::new(),
            catalogs: RefCell::default(),
            input_read: Cell::new(false),
            login: RefCell::default(),
        })
    }

    /// The catalog that the flags or settings name, else the shipped one.
    pub(crate) fn catalog(&self) -> Result<Rc<Catalog>, Failure> {
        if let Some(path) = &self.catalog {
            return self.catalog_at(path);
        }
        let shipped = self.shipped();
        self.season.as_ref().map_or(Ok(()), |season| known_season(&shipped, season))?;
        Ok(shipped)
    }

    /// The shipped catalog.
    pub(crate) fn shipped(&self) -> Rc<Catalog> {
        Rc::clone(self.shipped.get_or_init(|| Rc::new(shipped::catalog())))
    }

    /// The catalog at `path`, read once a run.
    pub(crate) fn catalog_at(&self, path: &Path) -> Result<Rc<Catalog>, Failure> {
        if let Some(catalog) = self.catalogs.borrow().get(path) {
            return Ok(Rc::clone(catalog));
        }
        let mut catalog = self.read_catalog(path)?;
        if let Some(season) = &self.season
            && !catalog.choose_season(season)
        {
            known_season(&catalog, season)?;
        }
        let catalog = Rc::new(catalog);
        self.catalogs.borrow_mut().insert(path.to_owned(), Rc::clone(&catalog));
        Ok(catalog)
    }

    /// The text of the catalog at `path`, with that of the profile that it is built upon.
    pub(crate) fn catalog_text(&self, path: &Path) -> Result<CatalogText, Failure> {
        let read = |path: &Path| text(path, self.read(path, CATALOG_LIMIT)?);
        let text = read(path)?;
        let profile = match profile_of(&text) {
            Some(name) => {
                let profile = path.parent().unwrap_or(Path::new("")).join(name);
                Some((profile.display().to_string(), read(&profile)?))
            }
            None => None,
        };
        Ok(CatalogText { file: (path.display().to_string(), text), profile })
    }

    /// The text of the catalog in use.
    pub(crate) fn catalog_in_use(&self) -> Result<CatalogText, Failure> {
        match &self.catalog {
            Some(path) => self.catalog_text(path),
            None => {
                Ok(CatalogText { file: ("catalog.toml".to_owned(), shipped::TEXT.to_owned()), profile: None })
            }
        }
    }

    fn read_catalog(&self, path: &Path) -> Result<Catalog, Failure> {
        let text = self.catalog_text(path)?;
        Catalog::parse_with(text.named(), text.profile())
            .map_err(|faults| Failure::in_file(Status::Data, faults))
    }

    /// The bytes of a mail in a file, or in standard input when its name is `-`.
    pub(crate) fn bytes_of(&self, path: &Path) -> Result<Vec<u8>, Failure> {
        self.read(path, file::MAIL_LIMIT)
    }

    /// The text of a file, or of standard input when its name is `-`.
    pub(crate) fn text_of(&self, path: &Path) -> Result<String, Failure> {
        text(path, self.read(path, file::MAIL_LIMIT)?)
    }

    /// A file of at most `limit` octets, or standard input, which can be read once, when its name is `-`.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
        if path != Path::new("-") {
            return Ok(file::read(path, limit)?);
        }
        if self.input_read.replace(true) {
            return Err(Failure::new(Status::Usage, "standard input cannot be used twice")
                .hint("save one of the inputs to a file"));
        }
        Ok(self.terminal.input(limit)?)
    }

    /// Prints a JSON value, with the characters that could control a terminal as `\u….`.
    pub(crate) fn json(&self, value: &serde_json::Value) -> Result<(), Failure> {
        Ok(self.terminal.data(&format!("{}\n", escape_json(&format!("{value:#}"))))?)
    }

    /// The catalog's file as drafts note it, when it is not the shipped one.
    pub(crate) fn catalog_name(&self) -> Option<String> {
        let path = self.catalog.as_ref()?;
        Some(path_text::encode(&std::path::absolute(path).unwrap_or_else(|_| path.clone())))
    }

    /// Whether the catalog comes from standard input, so that no later run can read it.
    pub(crate) fn catalog_is_input(&self) -> bool {
        self.catalog.as_deref() == Some(Path::new("-"))
    }

    /// The folder of what is kept.
    pub(crate) fn state(&self) -> Result<PathBuf, Failure> {
        let unknown = || Failure::new(Status::Config, "cannot find a home folder for drafts");
        self.environment.state.clone().ok_or_else(|| unknown().hint("set `HOME` or `XDG_STATE_HOME`"))
    }

    /// Takes the lock over what is kept. Whoever has it is done soon; it is waited for, but not without end.
    pub(crate) fn lock_state(&self) -> Result<StateLock, Failure> {
        let state = self.state()?;
        let lock = StateLock::take(&state, PATIENCE)?;
        if is_open_to_all(&state) {
            self.terminal.warning(&format!("everybody on this machine may write into `{}`", state.display()));
            self.terminal.hint(&format!("keep others out of your letters: `chmod go-w {}`", state.display()));
        }
        Ok(lock)
    }

    /// The letters that were queued or sent.
    pub(crate) fn outbox(&self) -> Result<Outbox, Failure> {
        let outbox = Outbox::at(&self.state()?);
        if outbox.is_first_form() {
            return self.outbox_under(&self.lock_state()?);
        }
        Ok(outbox)
    }

    /// The same, for a run that has the lock.
    pub(crate) fn outbox_under(&self, lock: &StateLock) -> Result<Outbox, Failure> {
        let outbox = Outbox::at(&self.state()?);
        outbox.upgrade(lock)?;
        Ok(outbox)
    }

    /// Opens the ledger to add to it, and makes it where there is none.
    pub(crate) fn ledger(&self) -> Result<Ledger, Failure> {
        Ok(Ledger::open(&self.ledger_location()?)?)
    }

    /// The ledger to read, where there was one when it was first asked for.
    pub(crate) fn existing_ledger(&self) -> Result<Option<&Ledger>, Failure> {
        if self.read_ledger.get().is_none() {
            let ledger = Ledger::open_existing(&self.ledger_location()?)?;
            return Ok(self.read_ledger.get_or_init(|| ledger).as_ref());
        }
        Ok(self.read_ledger.get().and_then(Option::as_ref))
    }

    fn ledger_location(&self) -> Result<Location, Failure> {
        match &self.ledger {
            Some(given) => Ok(Location::parse(given)?),
            None => Ok(Location::File(self.state()?.join("ledger.sqlite"))),
        }
    }
}

/// A catalog's text and its profile's, each with its name.
#[derive(Debug)]
pub(crate) struct CatalogText {
    file: (String, String),
    profile: Option<(String, String)>,
}

impl CatalogText {
    /// The catalog's own file.
    pub(crate) fn named(&self) -> Named<'_> {
        Named { origin: &self.file.0, text: &self.file.1 }
    }

    /// The profile that it is built upon.
    pub(crate) fn profile(&self) -> Option<Named<'_>> {
        self.profile.as_ref().map(|(origin, text)| Named { origin, text })
    }
}

/// Says which seasons there are when none has this id.
fn known_season(catalog: &Catalog, wanted: &str) -> Result<(), Failure> {
    let ids: Vec<_> = catalog.seasons.iter().map(|season| format!("`{}`", season.id)).collect();
    if catalog.seasons.iter().any(|season| season.id.as_str() == wanted) {
        return Ok(());
    }
    let failure =
        Failure::new(Status::Usage, format!("no season `{}` in the catalog", Line::sanitize(wanted)));
    Err(match ids.as_slice() {
        [] => failure.hint("this catalog has no seasons: leave `--season` out"),
        ids => failure.hint(format!("known seasons: {}", and(ids))),
    })
}

/// `bytes` as text, without the byte order mark of some editors.
fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    let not_text = |_| Failure::new(Status::Data, format!("`{}` is not UTF-8", path.display()));
    let text = String::from_utf8(bytes).map_err(not_text)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[expect(clippy::disallowed_methods, reason = "the one reading of the clock")]
fn local_time() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}
