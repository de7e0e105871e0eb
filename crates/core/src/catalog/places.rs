//! Whom and what projects refer to: lists, areas, people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::values::{Id, Lines};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::text::Line;

/// Who may post to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Posting {
    /// Everybody.
    Anyone,
    /// Subscribers; others are held or refused.
    Members,
    /// Every post waits for a moderator.
    Moderated,
    /// Nobody but its owners.
    Announcements,
}

/// A mailing list that may be addressed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct List {
    /// Its id.
    pub id: Id,
    /// Its canonical posting address.
    pub address: Address,
    /// Other addresses that reach it, or once did.
    #[serde(default)]
    pub aliases: Vec<Address>,
    /// Other names that the source uses for it.
    #[serde(default)]
    pub names: Vec<Line>,
    /// Who may post; absent when nobody knows.
    pub posting: Option<Posting>,
    /// Where to subscribe by mail.
    pub subscribe: Option<Address>,
    /// Where to read it.
    pub archive: Option<Line>,
    /// The tag that its server puts before subjects.
    pub subject_tag: Option<Line>,
    /// Where the source names it.
    pub lines: Lines,
}

impl List {
    /// Whether `address` is the list's own or one of its aliases.
    #[must_use]
    pub fn is(&self, address: &Address) -> bool {
        self.address == *address || self.aliases.contains(address)
    }
}

/// A sub-project.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Area {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: Line,
    /// Id of its list.
    pub list: Id,
    /// Headings of the source's project list whose projects belong here.
    #[serde(default)]
    pub headings: Vec<Heading>,
    /// Where its code is.
    #[serde(default)]
    pub repositories: Vec<Repository>,
    /// Further reading, as the source names it.
    #[serde(default)]
    pub links: Vec<Line>,
    /// What patches are to be based on.
    pub base_tree: Option<Line>,
    /// Where the source says that.
    pub base_tree_lines: Option<Lines>,
    /// How patches are sent here, as a link or a sentence.
    pub patches: Option<Line>,
    /// As the source spells it.
    #[serde(default)]
    pub raw: BTreeMap<String, Line>,
    /// Where the source names it.
    pub lines: Lines,
}

/// A heading of the source's project list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Heading {
    /// As the source spells it.
    pub title: Line,
    /// Why it belongs to the area.
    pub basis: Line,
    /// The lines it stands on.
    pub lines: Vec<u32>,
}

/// Where code is.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Repository {
    /// Its name in the source.
    pub name: Line,
    /// The command that brings a copy, as the source prints it.
    pub clone: Option<Line>,
}

/// Somebody the source names.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Person {
    /// Their id.
    pub id: Id,
    /// Their name.
    pub name: Line,
    /// Their address, where the source prints one anywhere.
    pub address: Option<Address>,
    /// The lines that print the address.
    #[serde(default)]
    pub address_lines: Vec<u32>,
    /// What they are besides mentor or student.
    pub role: Option<Line>,
}

impl Person {
    /// How to write to them, if the source knows.
    #[must_use]
    pub fn mailbox(&self) -> Option<Mailbox> {
        let address = self.address.clone()?;
        Some(Mailbox::new(Some(self.name.clone()), address))
    }
}

/// A list that a project mentions. Shown, never addressed.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExtraList {
    /// Its name or address.
    pub name: Line,
    /// What it is mentioned for.
    pub note: Line,
    /// Where the source mentions it.
    #[serde(skip_serializing)]
    pub lines: Lines,
}
