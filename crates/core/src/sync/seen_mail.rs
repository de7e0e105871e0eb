//! One mail, with what tells whether it is about a letter.

use chrono::{DateTime, FixedOffset, Utc};
use onlist_mail::archive::{is_url, url_of};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::notice::Notice;
use onlist_mail::read::Post;
use onlist_mail::text::Line;

use super::place::{Place, is_reduced};
use crate::catalog::Catalog;
use crate::triage::sends_elsewhere;

/// That a reader is sent elsewhere.
#[derive(Debug)]
pub(super) struct Moved {
    /// The list or person, where one is named.
    pub(super) to: Option<Address>,
}

/// A mail that was read.
#[derive(Debug)]
pub(super) struct SeenMail {
    pub(super) id: Option<MessageId>,
    pub(super) at: Option<DateTime<FixedOffset>>,
    pub(super) author: Option<Address>,
    pub(super) subject: Line,
    pub(super) is_reply: bool,
    pub(super) recipients: Vec<Address>,
    /// The list that it came through, as its fields say, with a full stop for the `@`.
    lists: Vec<String>,
    /// Whether it was seen on a list, or where a list's mail is kept.
    pub(super) is_archived: bool,
    pub(super) url: Option<Line>,
    pub(super) notice: Option<Notice>,
    /// What it says where its own words send the reader elsewhere.
    pub(super) moved: Option<Moved>,
}

impl SeenMail {
    /// Reads a mail; nothing for what is none.
    pub(super) fn read(octets: &[u8], place: Place, catalog: Option<&Catalog>) -> Option<Self> {
        let post = Post::read(octets).ok()?;
        let mut lists: Vec<_> = post.list_post.iter().map(dotted).collect();
        lists.extend(post.list_id.iter().map(|it| it.to_lowercase()));
        for field in ["X-BeenThere", "X-Mailing-List"] {
            lists.extend(post.addresses(field).mailboxes.iter().map(|it| dotted(&it.address)));
        }
        let notice = Notice::read(&post);
        let author = post.author(&[]).mailbox.or_else(|| post.from.first().cloned()).map(|it| it.address);
        // A mail system on the own machine writes without a domain.
        let system = || "mailer-daemon@localhost".parse().ok().filter(|_| notice.is_some());
        let author = author.or_else(system);
        let moved = notice.is_none().then(|| moved(&post, author.as_ref(), catalog)).flatten();
        Some(Self {
            id: post
                .message_id
                .clone()
                .or_else(|| Some(made_id(&post, author.as_ref()?)).filter(|_| notice.is_some())),
            at: post.date,
            author,
            subject: post.subject.clone(),
            is_reply: !(post.in_reply_to.is_empty() && post.references.is_empty()),
            recipients: post.to.iter().chain(&post.cc).map(|it| it.address.clone()).collect(),
            // A notice comes from the list manager, and not through the list.
            is_archived: notice.is_none() && (place.is_archive || !lists.is_empty() || is_reduced(&post)),
            url: url(&post, place.web),
            lists,
            notice,
            moved,
        })
    }

    /// Adds what another copy of the same mail tells.
    pub(super) fn merge(&mut self, other: Self) {
        self.is_archived |= other.is_archived;
        let url = self.url.take().into_iter().chain(other.url).min();
        self.url = url;
        for recipient in other.recipients {
            if !self.recipients.contains(&recipient) {
                self.recipients.push(recipient);
            }
        }
        self.lists.extend(other.lists);
    }

    /// Whether it went to this list, or to one of its other addresses.
    pub(super) fn is_on(&self, list: &Address, catalog: Option<&Catalog>) -> bool {
        let is =
            |address: &Address| self.recipients.contains(address) || self.lists.contains(&dotted(address));
        let known = catalog.and_then(|it| it.lists.iter().find(|it| is_same_list(it, list)));
        is(list) || known.is_some_and(|it| is(&it.address) || it.aliases.iter().any(is))
    }

    /// Whether it may have come through this list: its marks name the list, or none that is known.
    pub(super) fn may_be_through(&self, list: &Address, catalog: Option<&Catalog>) -> bool {
        let named = |address: &Address| self.lists.contains(&dotted(address));
        let known = catalog.into_iter().flat_map(|it| &it.lists);
        let mut others = known.filter(|it| named(&it.address) || it.aliases.iter().any(named));
        named(list) || others.clone().next().is_none() || others.any(|it| is_same_list(it, list))
    }

    /// Whether it went to any list.
    pub(super) fn is_on_any(&self, own: &Address, catalog: Option<&Catalog>) -> bool {
        let mut known = catalog.into_iter().flat_map(|it| &it.lists);
        !self.lists.is_empty() || self.is_on(own, catalog) || known.any(|it| self.is_on(&it.address, catalog))
    }

    /// Whether nothing tells where it went: old archives keep no such fields.
    pub(super) fn goes_nowhere(&self) -> bool {
        self.lists.is_empty() && self.recipients.is_empty()
    }
}

fn is_same_list(list: &crate::catalog::List, address: &Address) -> bool {
    list.address == *address || list.aliases.contains(address)
}

/// An identifier for a notice without one, as qmail sends it: the same for the same octets.
fn made_id(post: &Post, author: &Address) -> MessageId {
    let at = post.date.unwrap_or(DateTime::<Utc>::UNIX_EPOCH.fixed_offset());
    MessageId::derive(author, at, &[&post.subject, post.text()])
}

fn dotted(address: &Address) -> String {
    address.as_str().to_lowercase().replace('@', ".")
}

/// Where it can be read: as the list says itself (RFC 5064), else in the list's public-inbox.
fn url(post: &Post, web: Option<&str>) -> Option<Line> {
    let own = post.field("Archived-At").map(|it| String::from_utf8_lossy(it.value).trim().to_owned());
    let own = own.map(|it| it.trim_start_matches('<').trim_end_matches('>').to_owned());
    let own = own.filter(|it| is_url(it));
    let at_web = || Some(url_of(web?, post.message_id.as_ref()?));
    Line::new(&own.or_else(at_web)?).ok()
}

/// Where the writer's own words send the reader; nothing where they do not, and no place where they name none.
fn moved(post: &Post, author: Option<&Address>, catalog: Option<&Catalog>) -> Option<Moved> {
    let own = post.own_text();
    if !sends_elsewhere(&own) {
        return None;
    }
    let trim = |word: &str| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    let words = own.split_whitespace().map(trim).collect::<Vec<_>>();
    let mut named = words.iter().filter(|it| it.contains('@')).filter_map(|it| it.parse::<Address>().ok());
    let address = named.find(|it| Some(it) != author && !post.is_own_list(it));
    let listed = || {
        let mut lists = catalog.into_iter().flat_map(|it| &it.lists).map(|it| &it.address);
        lists.find(|it| {
            !post.is_own_list(it) && words.iter().any(|word| word.eq_ignore_ascii_case(it.local_part()))
        })
    };
    Some(Moved { to: address.or_else(|| listed().cloned()) })
}
