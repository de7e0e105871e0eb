//! Whom and what projects refer to: lists, areas, people.

use std::collections::BTreeMap;

use super::chat::Chat;
use super::conventions::Conventions;
use super::format::{table, words};
use super::values::{Date, Id, Lines, Link, OneOrMany, Origin, Url};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::text::Line;

words! {
    /// Who may post to a list.
    pub enum Posting {
        /// Everybody.
        Anyone = "anyone" | "everybody" | "everyone" | "open" | "public",
        /// Subscribers; others are held or refused.
        Members = "members" | "subscribers" | "closed",
        /// Every post waits for a moderator.
        Moderated = "moderated",
        /// Nobody but its owners.
        Announcements = "announcements" | "announce" | "announce-only" | "read-only",
    }
}

words! {
    /// The software that runs a list, which decides how one subscribes.
    pub enum Engine {
        /// GNU Mailman 2.
        Mailman2 = "mailman2" | "mailman",
        /// GNU Mailman 3.
        Mailman3 = "mailman3" | "hyperkitty" | "postorius",
        /// mlmmj, as on vger.kernel.org.
        Mlmmj = "mlmmj" | "vger",
        /// ezmlm.
        Ezmlm = "ezmlm" | "ezmlm-idx",
        /// Sympa.
        Sympa = "sympa",
        /// Google Groups.
        GoogleGroups = "google-groups" | "google" | "googlegroups",
        /// Groups.io.
        GroupsIo = "groups-io" | "groups.io" | "groupsio",
        /// Something else.
        Other = "other" | "unknown",
    }
}

table! {
    /// A mailing list that letters may go to.
    pub struct List {
        /// Its name in this file.
        #[example("'devel'")]
        #[role(Role::Names("list"))]
        pub id: Id,
        /// The address that takes posts.
        #[example("'devel@lists.example.org'")]
        #[role(Role::ListAddress)]
        pub address: Address,
        /// Other addresses that reach it, or once did.
        #[example("['devel@old.example.org']")]
        #[role(Role::ListAddress)]
        #[serde(default)]
        pub aliases: Vec<Address>,
        /// Other names that the source uses for it.
        #[example("['the developers']")]
        #[serde(default)]
        pub names: Vec<Line>,
        /// Who may post; left out when nobody knows.
        #[example("'members'")]
        pub posting: Option<Posting>,
        /// The software that runs it.
        #[example("'mailman3'")]
        pub engine: Option<Engine>,
        /// The address to subscribe by mail: with the subject `subscribe`, and no text.
        #[example("'devel-join@lists.example.org'")]
        pub subscribe: Option<Address>,
        /// The page to subscribe and read about it.
        #[example("'https://lists.example.org/info/devel'")]
        pub web: Option<Url>,
        /// Where to read it.
        #[example("'https://lists.example.org/archives/devel/'")]
        pub archive: Option<Line>,
        /// The tag that its server puts before subjects.
        #[example("'[devel]'")]
        pub subject_tag: Option<Line>,
        /// When somebody last looked whether this is true.
        #[example("2026-03-01")]
        pub verified: Option<Date>,
        /// Where the source names it.
        #[example("[10, 10]")]
        pub lines: Option<Lines>,
        /// The source that lines are counted in, when it is not the first.
        #[example("'ideas'")]
        #[role(Role::Refers("source"))]
        pub source: Option<Id>,
        /// Facts that are not the source's.
        #[example("{ from = 'https://lists.example.org/info/devel', keys = ['engine', 'archive'] }")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
    }
}

impl List {
    /// Whether `address` is the list's own or one of its aliases.
    #[must_use]
    pub fn is(&self, address: &Address) -> bool {
        self.address == *address || self.aliases.contains(address)
    }
}

table! {
    /// A sub-project, with its list and its code.
    pub struct Area {
        /// Its name in this file.
        #[example("'core'")]
        #[role(Role::Names("area"))]
        pub id: Id,
        /// Its name for people.
        #[example("'Core'")]
        pub title: Line,
        /// Its list; without it, the season's.
        #[example("'devel'")]
        #[role(Role::Refers("list"))]
        pub list: Option<Id>,
        /// Where to go instead, when it takes no mail.
        #[example("'write on Zulip, https://chat.example.org/'")]
        pub instead: Option<Line>,
        /// Headings of the source's project list whose projects belong here.
        #[example("[{ title = 'Core projects' }]")]
        #[serde(default)]
        pub headings: Vec<Heading>,
        /// Where its code is.
        #[example("[{ name = 'engine', url = 'https://git.example.org/engine' }]")]
        #[serde(default)]
        pub repositories: Vec<Repository>,
        /// Further reading.
        #[example("[{ title = 'Wiki', url = 'https://wiki.example.org/' }]")]
        #[serde(default)]
        pub links: Vec<Link>,
        /// Where to talk.
        #[example("{ kind = 'irc', network = 'libera.chat', channel = '#engine' }")]
        #[serde(default)]
        pub chat: OneOrMany<Chat>,
        /// What patches are to be based on.
        #[example("'the `next` branch'")]
        pub base_tree: Option<Line>,
        /// Where the source says that.
        #[example("[51, 51]")]
        pub base_tree_lines: Option<Lines>,
        /// How patches are sent here, as a link or a sentence.
        #[example("'https://example.org/patches'")]
        pub patches: Option<Line>,
        /// Rules that differ from the community's.
        #[example("{ task = 'find-own' }")]
        pub conventions: Option<Box<Conventions>>,
        /// As the source spells it, by field.
        #[example("{ list = 'start with the developers' }")]
        #[serde(default)]
        pub raw: BTreeMap<String, Line>,
        /// Where the source names it.
        #[example("[12, 12]")]
        pub lines: Option<Lines>,
        /// The source that lines are counted in, when it is not the first.
        #[example("'ideas'")]
        #[role(Role::Refers("source"))]
        pub source: Option<Id>,
        /// Facts that are not the source's.
        #[example("{ from = 'https://example.org/code', keys = ['repositories'] }")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
    }
}

table! { short(title);
    /// A heading of the source's project list.
    pub struct Heading {
        /// As the source spells it.
        #[example("'Core projects'")]
        pub title: Line,
        /// Why it belongs to the area.
        #[example("'the same name'")]
        pub basis: Option<Line>,
        /// The lines it stands on.
        #[example("[20]")]
        #[role(Role::LineNumber)]
        #[serde(default)]
        pub lines: Vec<u32>,
    }
}

table! { short(name);
    /// Where code is.
    pub struct Repository {
        /// Its name in the source.
        #[example("'engine'")]
        pub name: Line,
        /// The command that brings a copy, as the source prints it.
        #[example("'git clone https://git.example.org/engine'")]
        pub clone: Option<Line>,
        /// Where it is in the web.
        #[example("'https://git.example.org/engine'")]
        pub url: Option<Url>,
    }
}

table! {
    /// Somebody the source names.
    pub struct Person {
        /// Their name in this file.
        #[example("'grace'")]
        #[role(Role::Names("person"))]
        pub id: Id,
        /// Their name.
        #[example("'Grace Example'")]
        pub name: Line,
        /// Their addresses: the first is written to, all are recognised. Without one they are greeted by name and
        /// reached through the list.
        #[example("['grace@example.org', 'grace@home.example.org']")]
        #[also("address")]
        #[serde(default)]
        pub addresses: OneOrMany<Address>,
        /// The lines that print the address.
        #[example("[23]")]
        #[role(Role::LineNumber)]
        #[serde(default)]
        pub address_lines: Vec<u32>,
        /// Their name in chats.
        #[example("'grace'")]
        pub nick: Option<Line>,
        /// Their names on other services.
        #[example("{ github = 'grace-example' }")]
        #[serde(default)]
        pub handles: BTreeMap<String, Line>,
        /// Where they work or study.
        #[example("'Example University'")]
        pub organisation: Option<Line>,
        /// What they are besides mentor or student.
        #[example("'reviewer'")]
        pub role: Option<Line>,
        /// When somebody last looked whether this is true.
        #[example("2026-03-01")]
        pub verified: Option<Date>,
        /// Where the source names them.
        #[example("[23, 23]")]
        pub lines: Option<Lines>,
        /// The source that lines are counted in, when it is not the first.
        #[example("'ideas'")]
        #[role(Role::Refers("source"))]
        pub source: Option<Id>,
        /// Facts that are not the source's.
        #[example("{ from = 'https://example.org/people', keys = ['addresses'] }")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
    }
}

impl Person {
    /// The address that letters go to, where one is known.
    #[must_use]
    pub fn address(&self) -> Option<&Address> {
        self.addresses.first()
    }

    /// Whether this is one of their addresses.
    #[must_use]
    pub fn has(&self, address: &Address) -> bool {
        self.addresses.contains(address)
    }

    /// How to write to them, if the source knows.
    #[must_use]
    pub fn mailbox(&self) -> Option<Mailbox> {
        let address = self.address()?.clone();
        Some(Mailbox::new(Some(self.name.clone()), address))
    }
}

table! { short(name);
    /// A list that a project mentions. Shown, never addressed.
    pub struct ExtraList {
        /// Its name or address.
        #[example("'kernel@example.org'")]
        pub name: Line,
        /// What it is mentioned for.
        #[example("'for reading along'")]
        pub note: Option<Line>,
        /// Where the source mentions it.
        #[example("[100, 100]")]
        pub lines: Option<Lines>,
    }
}
