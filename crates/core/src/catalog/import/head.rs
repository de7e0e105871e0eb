//! What an import is told besides the pages.

use chrono::NaiveDate;
use onlist_mail::mailbox::Address;

use crate::catalog::{Catalog, NewSeason};

/// What the pages cannot say of the catalog.
#[derive(Debug, Clone)]
pub struct Head {
    /// The community's name.
    pub community: String,
    /// The list of letters that have no other.
    pub list: Option<Address>,
    /// The season, inside a programme.
    pub season: Option<NewSeason>,
    /// Rules for letters: keys of the table `conventions`, and their words.
    pub conventions: Vec<(&'static str, &'static str)>,
    /// What the catalog is built upon, in place of all of these.
    pub profile: Option<Profile>,
    /// The day of the import.
    pub read: NaiveDate,
}

/// A catalog that another is built upon.
#[derive(Debug, Clone)]
pub struct Profile {
    /// How the other one names it.
    pub path: String,
    /// What it holds.
    pub catalog: Catalog,
}

impl Head {
    /// Nothing but the community's name and the day of the import.
    #[must_use]
    pub fn new(community: &str, read: NaiveDate) -> Self {
        Self {
            community: community.to_owned(),
            list: None,
            season: None,
            conventions: Vec::new(),
            profile: None,
            read,
        }
    }
}
