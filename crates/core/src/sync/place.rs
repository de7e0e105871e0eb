//! Where a mail was found, and whether that is a list's archive.

use onlist_mail::notice::may_be_notice;
use onlist_mail::read::Post;
use onlist_mail::read::fields::Fields;

use super::Letters;

/// All that stands in the header of a post as pipermail keeps it.
const KEPT_BY_PIPERMAIL: [&str; 6] = ["From", "Date", "Subject", "In-Reply-To", "References", "Message-ID"];

/// Where a mail was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'p> {
    /// Whether it is kept by the list, or for it: not in somebody's mailbox.
    pub is_archive: bool,
    /// The address of the list's public-inbox, which has each mail under its identifier.
    pub web: Option<&'p str>,
}

/// What the mails of a file tell of it, where nobody says whether it is a list's archive or somebody's mailbox.
///
/// List software marks what it sends on (RFC 2369, RFC 2919). Where some mails are marked, the others came on another way,
/// and one by the owner is the copy that they kept. A file without any mark is an archive where others wrote to a list in
/// it, and not to the owner: a folder of sent mails holds none of those.
#[derive(Debug, Clone, Copy, Default)]
pub struct FileSigns {
    is_marked: bool,
    has_posts_of_others: bool,
}

impl FileSigns {
    /// Looks at the header of one of the mails. `letters` are the owner's.
    pub fn see(&mut self, octets: &[u8], letters: &Letters) {
        if self.is_marked {
            return;
        }
        let fields = Fields::scan(octets);
        self.is_marked = fields.list_id.is_some() || fields.list_post.is_some();
        let text = |field: Option<&[u8]>| String::from_utf8_lossy(field.unwrap_or_default()).to_lowercase();
        let (from, to) = (text(fields.from), text(fields.to) + &text(fields.cc));
        let is_own = |text: &str| letters.own.iter().any(|it| text.contains(it.as_str()));
        self.has_posts_of_others |=
            !is_own(&from) && !is_own(&to) && letters.names_list(&to) && !may_be_notice(octets);
    }

    /// Whether mails without a mark in it are the list's.
    #[must_use]
    pub fn is_archive(&self) -> bool {
        self.has_posts_of_others && !self.is_marked
    }
}

/// Whether a post has nothing but what pipermail keeps: neither recipients nor the way it took.
pub(super) fn is_reduced(post: &Post) -> bool {
    let is_kept = |name: &str| KEPT_BY_PIPERMAIL.iter().any(|it| it.eq_ignore_ascii_case(name));
    post.fields().all(|it| is_kept(it.name))
}
