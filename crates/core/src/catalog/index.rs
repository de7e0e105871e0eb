//! Where entries are, by what names them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::model::File;
use onlist_mail::mailbox::Address;

type Places = HashMap<String, usize, RandomState>;

/// Places of entries in their arrays, by what names them.
///
/// It holds nothing that the file does not, so that two are equal when their files are.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    lists: Places,
    areas: Places,
    people: Places,
    headings: Places,
    addresses: Places,
}

impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn places<'a>(names: impl Iterator<Item = &'a str>) -> Places {
    names.enumerate().map(|(at, name)| (name.to_owned(), at)).collect()
}

impl Index {
    /// The index of a file.
    pub(super) fn of(file: &File) -> Self {
        let mut index = Self {
            lists: places(file.lists.iter().map(|list| list.id.as_str())),
            areas: places(file.areas.iter().map(|area| area.id.as_str())),
            people: places(file.people.iter().map(|person| person.id.as_str())),
            ..Self::default()
        };
        for (at, area) in file.areas.iter().enumerate() {
            for heading in &area.headings {
                index.headings.entry(heading.title.to_string()).or_insert(at);
            }
        }
        for (at, list) in file.lists.iter().enumerate() {
            for address in std::iter::once(&list.address).chain(&list.aliases) {
                index.addresses.entry(key(address)).or_insert(at);
            }
        }
        index
    }

    pub(super) fn list(&self, id: &str) -> Option<usize> {
        self.lists.get(id).copied()
    }

    pub(super) fn area(&self, id: &str) -> Option<usize> {
        self.areas.get(id).copied()
    }

    pub(super) fn person(&self, id: &str) -> Option<usize> {
        self.people.get(id).copied()
    }

    pub(super) fn heading(&self, title: &str) -> Option<usize> {
        self.headings.get(title).copied()
    }

    pub(super) fn list_at(&self, address: &Address) -> Option<usize> {
        self.addresses.get(&key(address)).copied()
    }
}

/// An address as it is compared: without case.
fn key(address: &Address) -> String {
    address.as_str().to_lowercase()
}
