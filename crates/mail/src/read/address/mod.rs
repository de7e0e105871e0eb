//! The people that a field of addresses names (RFC 5322 3.4): each of them, or why not.

mod addr_spec;
mod name;
mod reader;

pub(super) use self::name::without_quotes;
use self::reader::Reader;
use crate::mailbox::{Error, Mailbox};
use crate::text::Line;

/// More mailboxes of one field are counted only: a server takes a hundred for certain (RFC 5321 4.5.3.1.8).
const MOST: usize = 2000;

/// Defects that are kept.
const MOST_DEFECTS: usize = 100;

/// Whom a field names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressList {
    /// Those with an address; groups are taken apart.
    pub mailboxes: Vec<Mailbox>,
    /// What is not as RFC 5322 has it.
    pub defects: Vec<Defect>,
    /// How many more there are, in a field that no honest mail has.
    pub more: usize,
}

/// Something in a field of addresses that is not as RFC 5322 has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The name of whom it is about.
    pub name: Option<Line>,
    /// The beginning of what stands there.
    pub text: Line,
    /// What is wrong with it.
    pub why: Error,
    /// Whether nobody can be reached by it; else it could be read all the same.
    pub lost: bool,
}

impl AddressList {
    /// Reads the value of a field, folds included.
    ///
    /// Read as it is meant: white space and comments between any words, routes, addresses that a fold cut in two, names
    /// with a comma and without quotes, semicolons between addresses, brackets without their other half.
    #[must_use]
    pub fn read(raw: &[u8]) -> Self {
        let mut list = Self::default();
        list.add(raw);
        list
    }

    /// Adds those of another field.
    pub(super) fn add(&mut self, raw: &[u8]) {
        Reader::of(raw, self).read();
    }

    /// Those who are named and cannot be reached.
    pub fn lost(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| defect.lost)
    }

    fn defect(&mut self, defect: Defect) {
        if self.defects.len() < MOST_DEFECTS {
            self.defects.push(defect);
        } else if defect.lost {
            self.more += 1;
        }
    }

    fn mailbox(&mut self, mailbox: Mailbox) {
        if self.mailboxes.len() < MOST {
            self.mailboxes.push(mailbox);
        } else {
            self.more += 1;
        }
    }
}

#[cfg(test)]
mod tests;
