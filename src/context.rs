//! What a command may touch: the time, the settings, the catalog, the terminal.

mod catalogs;
pub(crate) mod path_text;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::check::Background;
use onlist_core::drafts::{Draft, Id, StateLock};
use onlist_core::ledger::{Event, Ledger, Location};
use onlist_core::outbox::Outbox;
use onlist_mail::connection::{Login, Server};
use onlist_mail::file;
use onlist_mail::lookup::Found;
use onlist_mail::text::escape_json;

use self::catalogs::Loaded;
use crate::catalogs::NamedText;
use crate::flags::Common;
use crate::messages::{Failure, Status};
use crate::settings::{Environment, Settings, User};
use crate::terminal::{Options, Terminal};

/// How long another run is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// After so many octets a part of a long JSON text is printed.
const JSON_CHUNK: usize = 1 << 16;

/// What a command may touch.
pub(crate) struct Context<'t> {
    /// The time on this machine's clock, whatever `--date` says.
    pub(crate) clock: DateTime<FixedOffset>,
    /// The time of the run.
    pub(crate) now: DateTime<FixedOffset>,
    /// When the run began, unless `--date` says it.
    begun: Option<Instant>,
    /// What the environment says.
    pub(crate) environment: Environment,
    settings: RefCell<Rc<Settings>>,
    /// The one place to print and ask.
    pub(crate) terminal: &'t Terminal,
    /// The catalog that flags or settings name.
    catalog: Option<PathBuf>,
    /// Whether it is a flag that names it: then no other counts.
    catalog_is_named: bool,
    season: Option<String>,
    common_flags: Vec<String>,
    ledger: Option<PathBuf>,
    read_ledger: OnceCell<Option<Ledger>>,
    /// What an archive shows of tasks, once one was read for them.
    team: RefCell<Option<Vec<Event>>>,
    answers: RefCell<Vec<(Id, String)>>,
    loaded: RefCell<Vec<Loaded>>,
    input_read: Cell<bool>,
    /// What a server took in this run.
    login: RefCell<Option<(Server, Login)>>,
    background: OnceCell<Rc<Background>>,
    /// What the network said of a mail domain in this run.
    found: RefCell<Option<(String, Found)>>,
    /// The notes that were said in this run, which need not be said again on the next screen.
    told: RefCell<HashSet<String>>,
    /// With what another letter is to be begun when this one is done, and by whoever wrote which draft.
    next_letter: RefCell<Option<(Rc<Catalog>, Draft)>>,
}

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

    /// What ledger and outbox knew of letters and people when it was first asked for.
    pub(crate) fn background(&self, read: impl FnOnce(&Self) -> Background) -> Rc<Background> {
        Rc::clone(self.background.get_or_init(|| Rc::new(read(self))))
    }

    /// Remembers for this run what `server` took.
    pub(crate) fn keep_login(&self, server: &Server, login: &Login) {
        self.login.replace(Some((server.clone(), login.clone())));
    }

    /// What the network said of a mail domain earlier in this run, so that it is not asked twice.
    pub(crate) fn found(&self, domain: &str) -> Option<Found> {
        let found = self.found.borrow();
        found.as_ref().filter(|(it, _)| it == domain).map(|(_, found)| found.clone())
    }

    /// Remembers for this run what the network said of a mail domain.
    pub(crate) fn keep_found(&self, domain: &str, found: &Found) {
        self.found.replace(Some((domain.to_owned(), found.clone())));
    }

    /// Says a note, unless it was said in this run.
    pub(crate) fn tell_once(&self, text: &str) {
        if self.told.borrow_mut().insert(text.to_owned()) {
            self.terminal.note(text);
        }
    }

    /// Remembers that a note was said otherwise.
    pub(crate) fn mark_told(&self, text: &str) {
        self.told.borrow_mut().insert(text.to_owned());
    }

    /// Whether a note was said in this run.
    pub(crate) fn was_told(&self, text: &str) -> bool {
        self.told.borrow().contains(text)
    }

    /// Remembers that whoever wrote `draft` wants to write another letter, with `catalog`.
    pub(crate) fn write_next(&self, catalog: Rc<Catalog>, draft: Draft) {
        self.next_letter.replace(Some((catalog, draft)));
    }

    /// What [`Context::write_next`] was told; once.
    pub(crate) fn take_next(&self) -> Option<(Rc<Catalog>, Draft)> {
        self.next_letter.take()
    }

    /// The terminal, as the flags and the environment want it.
    pub(crate) fn terminal(common: &Common, json: bool, environment: &Environment) -> Terminal {
        Terminal::open(Options {
            plain: common.plain || environment.dumb,
            json,
            no_color: environment.no_color,
            width: environment.columns,
            flags: common.lasting(),
        })
    }

    /// Remembers what an archive shows of tasks.
    pub(crate) fn remember_team(&self, events: Vec<Event>) {
        *self.team.borrow_mut() = Some(events);
    }

    /// What an archive shows of tasks; none where none was read for them.
    pub(crate) fn team(&self) -> Option<Vec<Event>> {
        self.team.borrow().clone()
    }

    /// Remembers an answer of this run that is not sent yet, and whom it answers.
    pub(crate) fn remember_answer(&self, id: Id, to: String) {
        self.answers.borrow_mut().push((id, to));
    }

    /// The answers of this run that are not sent yet, and whom each answers.
    pub(crate) fn answers(&self) -> Vec<(Id, String)> {
        self.answers.borrow().clone()
    }

    /// The time by now, which passes unless `--date` says it.
    pub(crate) fn by_now(&self) -> DateTime<FixedOffset> {
        self.now + self.begun.map_or(Duration::ZERO, |it| it.elapsed())
    }

    /// Reads the settings and the clock.
    pub(crate) fn open(
        common: Common,
        environment: Environment,
        terminal: &'t Terminal,
    ) -> Result<Self, Failure> {
        let config_is_named = common.config.is_some();
        let common_flags = common.words();
        let path = common.config.or_else(|| Some(environment.config.as_ref()?.join("config.toml")));
        let settings = match path {
            Some(path) => Settings::open(&path, config_is_named)?,
            None => Settings::default(),
        };
        let catalog_is_named = common.catalog.is_some();
        let catalog = match common.catalog {
            Some(path) => catalogs::named(path, environment.state.as_deref()),
            None => settings.catalog.clone(),
        };
        let clock = local_time();
        let now = common.date.unwrap_or(clock);
        let begun = common.date.is_none().then(Instant::now);
        let (ledger, season) = (common.ledger, common.season);
        Ok(Self {
            clock,
            now,
            begun,
            common_flags,
            environment,
            settings: RefCell::new(Rc::new(settings)),
            terminal,
            catalog,
            catalog_is_named,
            season,
            ledger,
            read_ledger: OnceCell::new(),
            team: RefCell::default(),
            answers: RefCell::default(),
            loaded: RefCell::default(),
            input_read: Cell::new(false),
            login: RefCell::default(),
            background: OnceCell::new(),
            found: RefCell::default(),
            told: RefCell::default(),
            next_letter: RefCell::default(),
        })
    }

    /// The bytes of a mail in a file, or in standard input when its name is `-`.
    pub(crate) fn bytes_of(&self, path: &Path) -> Result<Vec<u8>, Failure> {
        self.read(path, file::MAIL_LIMIT)
    }

    /// The text of a file, or of standard input when its name is `-`.
    pub(crate) fn text_of(&self, path: &Path) -> Result<String, Failure> {
        Ok(NamedText::new(path.display().to_string(), self.read(path, file::MAIL_LIMIT)?)?.text)
    }

    /// The time after the one that `--date` says, in seconds since 1970: what came then was not there. Without it, a mail of
    /// a time that is to come has a wrong date, and is there.
    pub(crate) fn later(&self) -> Range<i64> {
        let first = if self.begun.is_none() { self.now.timestamp() + 1 } else { i64::MAX };
        first..i64::MAX
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

    /// Prints a JSON object with one array, value by value, as there may be very many.
    pub(crate) fn json_array(
        &self,
        key: &str,
        values: impl Iterator<Item = serde_json::Value>,
    ) -> Result<(), Failure> {
        let mut text = format!("{{\n  \"schema\": 1,\n  \"{key}\": [");
        let mut gap = "\n    ";
        for value in values {
            text.push_str(gap);
            text.push_str(&format!("{value:#}").replace('\n', "\n    "));
            gap = ",\n    ";
            if text.len() > JSON_CHUNK {
                self.terminal.data(&escape_json(&text))?;
                text.clear();
            }
        }
        text.push_str(if gap.starts_with(',') { "\n  ]\n}\n" } else { "]\n}\n" });
        Ok(self.terminal.data(&escape_json(&text))?)
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
        if file::is_open_to_all(&state) {
            self.terminal.warning(&format!("everybody on this machine may write into `{}`", state.display()));
            self.terminal.hint(format!("keep others out of your letters: `chmod go-w {}`", state.display()));
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

#[expect(clippy::disallowed_methods, reason = "the one reading of the clock")]
fn local_time() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}
