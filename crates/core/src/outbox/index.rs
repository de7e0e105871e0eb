//! The names of letters' files, which tell without opening them what a letter can be looked for by.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::drafts::Id;
use crate::ledger::Contact;
use crate::tasks::Wanted;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;

/// How the names of letters' files end.
pub(super) const SUFFIX: &str = "letter";
/// The folder of those that were sent.
pub(super) const SENT: &str = "sent";

/// What a letter is looked for by: the beginning of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// By its Message-ID, the one that it was given here or by a server.
    #[must_use]
    pub fn message_id(id: &MessageId) -> Self {
        Self::of("message-id", &[id.as_str().as_bytes()])
    }

    /// By the contact that it begins.
    #[must_use]
    pub fn contact(contact: &Contact) -> Self {
        let person = contact.person.as_str().to_lowercase();
        let project = contact.project.to_string();
        let parts = [contact.community.as_str(), contact.season.as_str(), &project, &person];
        Self::of("contact", &parts.map(str::as_bytes))
    }

    /// By the mail that it answers, and who does.
    #[must_use]
    pub fn answer(parent: &MessageId, from: &Address) -> Self {
        let from = from.as_str().to_lowercase();
        Self::of("answer", &[parent.as_str().as_bytes(), from.as_bytes()])
    }

    /// By a task that it gives.
    #[must_use]
    pub fn task(community: &str, wanted: &Wanted<'_>) -> Self {
        let object = wanted.normalized_object();
        Self::of("task", &[community.as_bytes(), wanted.task.as_str().as_bytes(), object.as_bytes()])
    }

    /// By all of its bytes but the fields that are added to a mail without them, Message-ID and Date.
    #[must_use]
    pub fn content(mail: &[u8]) -> Self {
        let mut left_out = false;
        let mut in_header = true;
        let kept = mail.split_inclusive(|byte| *byte == b'\n').filter(|line| {
            if !in_header {
                return true;
            }
            in_header = !line.trim_ascii().is_empty();
            if !matches!(line, [b' ' | b'\t', ..]) {
                left_out = ["message-id:", "date:"].iter().any(|name| {
                    line.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
                });
            }
            !left_out
        });
        Self::of("content", &kept.collect::<Vec<_>>())
    }

    fn of(kind: &str, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new_with_prefix(kind);
        for part in parts {
            hash.update([0]);
            hash.update(part);
        }
        let hash = hash.finalize();
        Self(hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn parse(text: &str) -> Option<Self> {
        let clean = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        let number = u64::from_str_radix(text, 16).ok()?;
        (text.len() == 16 && text.bytes().all(clean)).then_some(Self(number))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The name of a letter's file: `wick-trimmer.0123456789abcdef.letter`, with all keys in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileName {
    pub(super) id: Id,
    pub(super) keys: Vec<Key>,
}

impl FileName {
    pub(super) fn parse(name: &str) -> Option<Self> {
        let mut parts = name.strip_suffix(SUFFIX)?.strip_suffix('.')?.split('.');
        let id = parts.next()?.parse().ok()?;
        let keys: Option<Vec<_>> = parts.map(Key::parse).collect();
        Some(Self { id, keys: keys.filter(|it| !it.is_empty())? })
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.id)?;
        self.keys.iter().try_for_each(|key| write!(f, "{key}."))?;
        f.write_str(SUFFIX)
    }
}

/// All letters of an outbox by what they are looked for by, at one moment. None of them was opened for it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Index {
    files: HashMap<Id, Vec<PathBuf>>,
    keys: HashMap<Key, Vec<Id>>,
}

impl Index {
    pub(super) fn add(&mut self, name: FileName, path: PathBuf) {
        for key in name.keys {
            let ids = self.keys.entry(key).or_default();
            if !ids.contains(&name.id) {
                ids.push(name.id.clone());
            }
        }
        self.files.entry(name.id).or_default().push(path);
    }

    /// Whether a letter has this name.
    #[must_use]
    pub fn has(&self, id: &Id) -> bool {
        self.files.contains_key(id)
    }

    /// How many letters were sent.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.files.values().filter(|paths| paths.first().is_some_and(|it| is_in_sent(it))).count()
    }

    /// The names of the letters that are found by `key`. Hardly any letter shares the hash of another.
    #[must_use]
    pub fn by(&self, key: Key) -> &[Id] {
        self.keys.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The file of a letter: of two, the one that was sent.
    pub(super) fn path(&self, id: &Id) -> Option<&Path> {
        self.files.get(id)?.first().map(PathBuf::as_path)
    }

    /// Whether a letter is among those that were sent.
    pub(super) fn is_sent(&self, id: &Id) -> bool {
        self.path(id).is_some_and(is_in_sent)
    }
}

/// Whether a letter's file lies apart, with those that were sent.
fn is_in_sent(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with(SENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_its_keys() {
        let keys = vec![Key::content(b"x"), Key::message_id(&MessageId::parse("<a@b>").expect("valid"))];
        let name = FileName { id: Id::from_label("wick trimmer"), keys };
        assert_eq!(FileName::parse(&name.to_string()), Some(name.clone()));
        for other in
            ["", "letter", ".letter", "wick-trimmer.letter", "copy of a.letter", "a.b.letter", ".lock"]
        {
            assert_eq!(FileName::parse(other), None, "{other}");
        }
        assert_eq!(FileName::parse(&format!("{name}.bak")), None);
    }

    #[test]
    fn a_mail_keeps_its_content_key_when_it_gets_a_date_and_a_message_id() {
        let bare = Key::content(b"From: a@b\r\nSubject: Date: x\r\n\r\nDate: y\r\n");
        for same in [
            "From: a@b\r\nSubject: Date: x\r\nDate: z\r\nMessage-ID: <a@b>\r\n\r\nDate: y\r\n",
            "MESSAGE-ID:\r\n <a@b>\r\nFrom: a@b\r\nSubject: Date: x\r\n\r\nDate: y\r\n",
        ] {
            assert_eq!(Key::content(same.as_bytes()), bare, "{same}");
        }
        for other in [
            "From: a@b\r\nSubject: Date: x\r\n\r\nDate: z\r\n",
            "From: a@b\r\nSubject: Date: x\r\n y\r\n\r\nDate: y\r\n",
        ] {
            assert_ne!(Key::content(other.as_bytes()), bare, "{other}");
        }
    }
}
