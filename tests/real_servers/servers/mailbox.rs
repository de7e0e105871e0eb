//! What arrives in the mailboxes.

use std::fs;

use mail_parser::{Message, MessageParser};

use super::{Servers, until};

impl Servers {
    /// What `name@students.test` got so far.
    pub(crate) fn mails(&self, name: &str) -> Vec<Message<'static>> {
        let Ok(entries) = fs::read_dir(self.folder.join("mail").join(name).join("new")) else {
            return Vec::new();
        };
        let read = |entry: std::io::Result<fs::DirEntry>| {
            let bytes = fs::read(entry.expect("listed").path()).expect("readable");
            MessageParser::new().parse(&bytes).expect("a mail").into_owned()
        };
        entries.map(read).collect()
    }

    /// Waits for the mail to `name` that is `wanted`.
    pub(crate) fn arrived(&self, name: &str, wanted: impl Fn(&Message<'_>) -> bool) -> Message<'static> {
        let mail = until(|| self.mails(name).into_iter().find(&wanted));
        mail.unwrap_or_else(|| panic!("what {name} waits for does not come:\n{}", self.log()))
    }

    /// Waits for the copy of the mail with Message-ID `id` that the list sends to `name`.
    pub(crate) fn list_copy(&self, name: &str, id: &str) -> Message<'static> {
        self.arrived(name, |mail| mail.message_id() == Some(id) && mail.header("List-Post").is_some())
    }

    /// Waits for the mail with Message-ID `id` that was sent to `name` and to no list on its way.
    pub(crate) fn direct_copy(&self, name: &str, id: &str) -> Message<'static> {
        self.arrived(name, |mail| mail.message_id() == Some(id) && mail.header("List-Post").is_none())
    }

    /// Waits until the list holds a mail with Message-ID `id` for its moderator.
    pub(crate) fn held(&self, id: &str) {
        let folder = self.folder.join("lists/engine-devel/moderation");
        let holds = |entry: std::io::Result<fs::DirEntry>| {
            fs::read_to_string(entry.expect("listed").path()).is_ok_and(|mail| mail.contains(id))
        };
        let held = until(|| fs::read_dir(&folder).expect("there").any(holds).then_some(()));
        assert!(held.is_some(), "the list does not hold <{id}>:\n{}", self.log());
    }
}
