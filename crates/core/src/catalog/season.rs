//! Source, community and seasons, and what is said to all who read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

use super::chat::Chat;
use super::format::{table, words};
use super::values::{Block, Day, Id, Lines, OneOrMany, Origin, Url};
use crate::template;

/// A season lasts this long at most, in days.
pub(crate) const SEASON_DAYS: i64 = 183;

table! {
    /// A text that facts were taken from.
    pub struct Source {
        /// Its name in this file, for entries whose `lines` are not the first source's.
        #[example("'ideas'")]
        #[role(Role::Names("source"))]
        pub id: Option<Id>,
        /// Its title.
        #[example("'Ideas 2026'")]
        pub title: Line,
        /// Where to read it.
        #[example("'https://example.org/ideas'")]
        pub url: Option<Line>,
        /// What kind of text it is, and what it lost on the way here.
        #[example("'a wiki page flattened to text'")]
        pub note: Option<Line>,
        /// All of its lines, when others of the file are counted in it.
        #[example("[1, 453]")]
        pub lines: Option<Lines>,
        /// The revision that was read.
        #[example("'oldid=12345'")]
        pub revision: Option<Line>,
        /// The day on which it was read.
        #[example("2026-03-01")]
        pub read: Option<Day>,
        /// A hash of the text that was read, with its kind.
        #[example("'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'")]
        pub hash: Option<Line>,
    }
}

table! {
    /// Who is written to.
    pub struct Community {
        /// Its name for scripts and the ledger.
        #[example("'engine'")]
        #[role(Role::Names("community"))]
        pub id: Id,
        /// Its name for people.
        #[example("'Engine Project'")]
        pub name: Line,
        /// One sentence on what it is.
        #[example("'Engines for everybody.'")]
        pub about: Option<Line>,
        /// Where it is in the web.
        #[example("'https://example.org/'")]
        pub url: Option<Url>,
        /// Neighbouring projects that the source names.
        #[example("['Linux']")]
        #[serde(default)]
        pub upstreams: Vec<Line>,
        /// Where to go instead, when the community takes no mail at all.
        #[example("'write in the forum, https://forum.example.org/'")]
        pub instead: Option<Line>,
        /// Where the source says so.
        #[example("[2, 4]")]
        pub lines: Option<Lines>,
        /// Facts that are not the source's.
        #[example("'https://example.org/about'")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
    }
}

table! {
    /// A programme's edition that projects belong to.
    pub struct Season {
        /// Its name for scripts and the ledger.
        #[example("'gsoc-2026'")]
        #[role(Role::Names("season"))]
        pub id: Id,
        /// The programme's full name.
        #[example("'Google Summer of Code'")]
        pub programme: Line,
        /// The words that subjects carry; without it they carry none.
        #[example("'GSoC 2026'")]
        pub token: Option<Line>,
        /// Where the source asks for the token.
        #[example("[42, 42]")]
        pub token_lines: Option<Lines>,
        /// Other spellings of the programme's short name.
        #[example("['GSoC', 'GSOC']")]
        #[serde(default)]
        pub spellings: Vec<Line>,
        /// The year.
        #[example("2026")]
        pub year: Option<u16>,
        /// Whether letters are expected now.
        #[example("'open'")]
        pub status: Option<Status>,
        /// What a reader is to know about the status before anything else.
        #[example("'applications are open until 31 March'")]
        pub notice: Option<Line>,
        /// The first day on which one can apply.
        #[example("2026-03-16")]
        pub apply_from: Option<Day>,
        /// The last day on which one can apply.
        #[example("2026-03-31")]
        pub apply_until: Option<Day>,
        /// The last day of the season.
        #[example("2026-11-09")]
        pub ends: Option<Day>,
        /// Where else to go.
        #[example("[{ name = 'qemu', how = 'write to its developers' }]")]
        #[serde(default)]
        pub redirects: Vec<Redirect>,
        /// What elsewhere in the source contradicts the status.
        #[example("'line 28 still announces an application'")]
        pub contradiction: Option<Line>,
        /// The list for whatever has none of its own; without it, the only list of the file.
        #[example("'devel'")]
        #[role(Role::Refers("list"))]
        pub fallback_list: Option<Id>,
        /// Where the source names that list.
        #[example("[42, 42]")]
        pub fallback_lines: Option<Lines>,
        /// Where to go instead, when the season takes no mail.
        #[example("'write on Zulip, https://chat.example.org/'")]
        pub instead: Option<Line>,
        /// Where to talk.
        #[example("{ kind = 'irc', network = 'libera.chat', channel = '#engine' }")]
        #[serde(default)]
        pub chat: OneOrMany<Chat>,
        /// Who puts people in touch.
        #[example("{ role = 'administrator', address = 'admin@example.org', purpose = 'answers questions' }")]
        pub coordinator: Option<Coordinator>,
        /// Where applications go.
        #[example("'https://summerofcode.withgoogle.com/'")]
        pub application_system: Option<Line>,
        /// Earlier programmes that the source speaks of.
        #[example("['GSoC 2025']")]
        #[serde(default)]
        pub earlier: Vec<Line>,
        /// Where the source speaks of the season's state.
        #[example("[5, 28]")]
        pub lines: Option<Lines>,
        /// The source that lines are counted in, when it is not the first.
        #[example("'ideas'")]
        #[role(Role::Refers("source"))]
        pub source: Option<Id>,
        /// Facts that are not the source's.
        #[example("'https://example.org/timeline'")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
    }
}

impl Season {
    /// What people call it: the token, else the programme with its year.
    #[must_use]
    pub fn called(&self) -> Line {
        match (&self.token, self.year) {
            (Some(token), _) => token.clone(),
            (None, Some(year)) => Line::sanitize(&format!("{} {year}", self.programme)),
            (None, None) => self.programme.clone(),
        }
    }

    /// The programme's full name, with the year unless the token says it.
    #[must_use]
    pub fn programme_and_year(&self) -> Line {
        let year = self.year.map(|year| year.to_string());
        match year.filter(|year| !self.token.as_deref().is_some_and(|token| token.contains(year))) {
            Some(year) if !self.programme.contains(&year) => {
                Line::sanitize(&format!("{} {year}", self.programme))
            }
            _ => self.programme.clone(),
        }
    }

    /// Programme and token as a letter names them: the token alone where it says the programme already.
    #[must_use]
    pub fn named(&self) -> (Line, Option<&Line>) {
        match &self.token {
            Some(token) if token.to_lowercase().contains(&self.programme.to_lowercase()) => {
                (token.clone(), None)
            }
            token => (self.programme_and_year(), token.as_ref()),
        }
    }

    /// The season as a letter names it in a few words: a token with a year is known to everybody on the list.
    #[must_use]
    pub fn in_a_letter(&self) -> Line {
        match (&self.token, self.named()) {
            (Some(token), _) if token.contains(|c: char| c.is_ascii_digit()) => token.clone(),
            (_, (programme, Some(token))) => Line::sanitize(&format!("{programme} ({token})")),
            (_, (programme, None)) => programme,
        }
    }

    /// Whether letters are expected; a season that says nothing is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status.is_none_or(|status| status == Status::Open)
    }

    /// The last day on which a letter makes sense: the end, else the last day to apply, else that of its year.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        let stated = self.ends.or(self.apply_until).map(|day| day.0);
        stated.or_else(|| NaiveDate::from_ymd_opt(self.year?.into(), 12, 31))
    }

    /// Whether its last day is stated, and not only its year.
    #[must_use]
    pub fn states_last_day(&self) -> bool {
        self.ends.or(self.apply_until).is_some()
    }

    /// Whether it is over on `today`.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.last_day().is_some_and(|last| last < today)
    }
}

words! {
    /// Whether letters are expected in a season.
    pub enum Status {
        /// Not announced yet.
        Planned = "planned" | "upcoming" | "announced" | "geplant" | "prévu" | "previsto",
        /// Students may write.
        Open = "open" | "accepted" | "active" | "running" | "offen" | "ouvert" | "abierto" | "aberto" | "aperto",
        /// The community has applied and waits.
        Applied = "applied" | "pending" | "waiting",
        /// The programme did not take the community.
        NotAccepted = "not-accepted" | "rejected" | "refused" | "declined",
        /// Over for new students.
        Closed = "closed" | "over" | "finished" | "ended" | "geschlossen" | "beendet" | "fermé" | "cerrado" | "fechado" | "chiuso",
        /// History.
        Archived = "archived" | "archive" | "past" | "old",
    }
}

table! {
    /// Another place to go.
    pub struct Redirect {
        /// Its name.
        #[example("'qemu'")]
        pub name: Line,
        /// How to get there.
        #[example("'write to its developers'")]
        pub how: Line,
        /// A list of this file that letters can go to.
        #[example("'devel'")]
        #[role(Role::Refers("list"))]
        pub list: Option<Id>,
        /// A list elsewhere that letters can go to.
        #[example("'qemu-devel@example.org'")]
        pub address: Option<Address>,
        /// A place in the web.
        #[example("'https://qemu.example.org/'")]
        pub url: Option<Url>,
        /// Where the source says so.
        #[example("[9, 9]")]
        pub lines: Option<Lines>,
    }
}

table! {
    /// Who puts people in touch. Shown, never addressed.
    pub struct Coordinator {
        /// What they are.
        #[example("'administrator'")]
        pub role: Line,
        /// Where to reach them.
        #[example("'admin@example.org'")]
        pub address: Address,
        /// What they are there for.
        #[example("'answers questions about the programme'")]
        pub purpose: Line,
        /// As the source spells it.
        #[example("{ address = 'admin at example dot org' }")]
        #[serde(default)]
        pub raw: BTreeMap<String, Line>,
        /// Where the source says so.
        #[example("[50, 50]")]
        pub lines: Option<Lines>,
    }
}

table! {
    /// The letters' templates, where the community brings its own.
    #[derive(Default)]
    pub struct Templates {
        /// For a letter about a project of the catalog.
        #[example("'Hello all,\\n\\n{{ interest }}\\n'")]
        #[role(Role::Template(template::Kind::Introduction))]
        pub introduction: Option<Block>,
        /// For a letter about an own idea.
        #[example("'Hello all,\\n\\n{{ problem }}\\n'")]
        #[role(Role::Template(template::Kind::Idea))]
        pub idea: Option<Block>,
        /// For the mentor's answer with a task.
        #[example("'Hello,\\n\\n{{ task.title }}\\n'")]
        #[role(Role::Template(template::Kind::Reply))]
        pub reply: Option<Block>,
    }
}

table! {
    /// How interest in a project is written down in public, besides the mail.
    pub struct Interest {
        /// The text to add, as the source prints it.
        #[example("'* I am interested in this idea.'")]
        pub form: Block,
        /// What is needed before one can, and what else to know.
        #[example("'ask for write access first'")]
        pub note: Option<Line>,
        /// Names and defaults of the source's own template, as it spells them.
        #[example("{ template = '{{Project}}' }")]
        #[serde(default)]
        pub raw: BTreeMap<String, Line>,
        /// Where the source says so.
        #[example("[69, 75]")]
        pub lines: Option<Lines>,
    }
}

words! {
    /// Whom a piece of advice is for.
    pub enum Who {
        /// Who writes for the first time.
        Student = "student" | "contributor" | "newcomer" | "intern" | "applicant",
        /// Who answers.
        Mentor = "mentor",
        /// Who reads project ideas before they are published.
        Reviewer = "reviewer",
        /// Who runs the season.
        Organiser = "organiser" | "organizer" | "admin" | "administrator",
        /// Programs, this one among them.
        Tool = "tool",
    }
}

table! {
    /// One thing the source tells its readers to do.
    pub struct GuideStep {
        /// Its name in this file.
        #[example("'subscribe'")]
        #[role(Role::Names("guide step"))]
        pub id: Id,
        /// Whom it is for.
        #[example("'student'")]
        pub who: Who,
        /// The season it belongs to, or several; nobody is told any more when they are over.
        #[example("'gsoc-2026'")]
        #[key("season")]
        #[role(Role::Refers("season"))]
        #[serde(default)]
        pub seasons: OneOrMany<Id>,
        /// What to do, in our words.
        #[example("'Subscribe to the list'")]
        pub text: Line,
        /// Where the source says so.
        #[example("[36, 36]")]
        pub lines: Option<Lines>,
        /// The source that lines are counted in, when it is not the first.
        #[example("'ideas'")]
        #[role(Role::Refers("source"))]
        pub source: Option<Id>,
    }
}
