//! Who wrote a message that a list has sent on under its own address.

use super::{Post, rewritten};
use crate::list_address::{is_beside, list_of};
use crate::mailbox::{Address, Mailbox};
use crate::text::Line;

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// How to reach them, where the message tells.
    pub mailbox: Option<Mailbox>,
    /// Their full name, without what a list put beside it.
    pub name: Option<Line>,
    /// The field that gave the mailbox.
    pub source: Source,
    /// Whether list software rewrote From, as it does for domains whose policy (DMARC, RFC 7489) forbids others to
    /// send for them.
    pub munged: bool,
}

/// Where an author was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// `From`.
    From,
    /// `From`, with the author's address written into the local part of another, or `.invalid` behind it.
    RewrittenFrom,
    /// `From` of the message that the list put into another one.
    WrappedFrom,
    /// `Author` (RFC 9057).
    Author,
    /// `Reply-To`.
    ReplyTo,
    /// `X-Original-From`, or a field of its kind.
    XOriginalFrom,
    /// `Cc`, under the same name.
    Cc,
}

/// Fields in which list software keeps the author: Mailman and Sympa, Google Groups, LISTSERV. The last two are senders
/// of the envelope, which may be programs.
const ORIGINAL_FROM: [&str; 5] =
    ["X-Original-From", "Original-From", "X-Google-Original-From", "X-Original-Sender", "X-MailFrom"];

/// What a list manager or mail system adds to an address, or has for one, where nobody reads mail.
const PROGRAMS: [&str; 9] =
    ["bounce", "-owner", "owner-", "-request", "-admin", "noreply", "no-reply", "daemon", "="];

impl Post<'_> {
    /// Finds out who wrote the message, where `lists` are the addresses that are known to be lists.
    ///
    /// A From that is a list's, or that has the form in which list software hides one, was rewritten. Then the author is
    /// in the message that the list wrapped, in `Author`, in Reply-To, in `X-Original-From`, in
    /// From itself, or else a Cc of the same name.
    #[must_use]
    pub fn author(&self, lists: &[Address]) -> Author {
        let of_list = |address: &Address| {
            self.is_own_list(address) || lists.iter().any(|list| is_beside(address, list))
        };
        let known = |address: &Address| lists.contains(address) || of_list(address);
        let from = self.from.first();
        let hidden = from.and_then(|from| self.behind(&from.address));
        let wrapped = self.wrapped();
        // The field speaks of another only where From is the list's or a service's (RFC 9057 3).
        let may_speak = |from: &Mailbox| {
            self.is_in_domain_of_list(&from.address) || self.names_two() || self.names_list()
        };
        let by_field = from.is_some_and(may_speak) && self.is_from_list() && self.original_author().is_some();
        let munged = from.is_some_and(|from| known(&from.address) || self.is_recipient_posing(&from.address))
            || hidden.is_some()
            || wrapped.is_some()
            || by_field
            || from.is_some_and(|from| is_nowhere(&from.address))
            || self.is_sent_for_another();
        if !munged {
            let mailbox = from.cloned();
            let name = self.from_name.clone();
            return Author { mailbox, name, source: Source::From, munged };
        }
        // The address that poses as the author's is not one.
        let poses = |address: &Address| known(address) || from.is_some_and(|from| from.address == *address);
        let (found, source) = self.find_hidden(wrapped, hidden, poses);
        let name = self.real_name(found.as_ref());
        let mailbox = found.map(|it| {
            let other = it.name.as_ref().is_some_and(|known| is_another(name.as_ref(), known));
            Mailbox::new(if other { it.name } else { name.clone().or(it.name) }, it.address)
        });
        Author { mailbox, name, source, munged }
    }

    fn find_hidden(
        &self,
        wrapped: Option<Mailbox>,
        hidden: Option<Address>,
        poses: impl Fn(&Address) -> bool,
    ) -> (Option<Mailbox>, Source) {
        let name = self.real_name(None);
        let named = |it: &&Mailbox| {
            it.name.as_deref().zip(name.as_deref()).is_some_and(|(a, b)| rewritten::same_name(a, b))
        };
        let person = |all: &[Mailbox], must_be_named: bool| {
            let mut people = all.iter().filter(|it| !poses(&it.address));
            let first = if must_be_named { None } else { people.clone().next() };
            people.find(named).or(first).cloned()
        };
        let of_program = |it: &Mailbox| {
            let local = it.address.local_part().to_ascii_lowercase();
            PROGRAMS.iter().any(|word| local.contains(word))
        };
        let original = ORIGINAL_FROM.iter().enumerate().find_map(|(nth, field)| {
            person(&self.addresses(field).mailboxes, false).filter(|it| nth < 3 || !of_program(it))
        });
        // Somebody else may be the one who wants the answers.
        let other = |it: &Mailbox| it.name.as_ref().is_some_and(|known| is_another(name.as_ref(), known));
        let (others, reply_to) = match person(&self.reply_to, false) {
            Some(it) if other(&it) => (Some(it), None),
            it => (None, it),
        };
        let tries = [
            (wrapped.filter(|it| !poses(&it.address)), Source::WrappedFrom),
            (person(self.original_author().as_slice(), false), Source::Author),
            (reply_to, Source::ReplyTo),
            (original, Source::XOriginalFrom),
            (hidden.map(Mailbox::from), Source::RewrittenFrom),
            (person(&self.cc, true), Source::Cc),
            (others, Source::ReplyTo),
        ];
        tries.into_iter().find(|(found, _)| found.is_some()).unwrap_or((None, Source::From))
    }

    /// The name in From without what list software put beside it.
    fn real_name(&self, found: Option<&Mailbox>) -> Option<Line> {
        let shown = self.from_name.as_ref();
        let known = found.and_then(|it| it.name.as_ref());
        let of_list = self.list_labels();
        let is_list = |name: &Line| of_list.iter().any(|label| rewritten::same_name(name, label));
        match (shown, known) {
            (Some(shown), Some(known)) if is_list(shown) => Some(known.clone()),
            (Some(shown), Some(known)) if rewritten::begins_with(shown, known) => Some(known.clone()),
            (Some(shown), _) => Some(rewritten::without_list(shown, &of_list)),
            (None, known) => known.cloned(),
        }
    }

    /// Who wrote it by the field that says nothing else (RFC 9057), where From says another.
    fn original_author(&self) -> Option<Mailbox> {
        let author = self.addresses("Author").mailboxes.into_iter().next()?;
        let same = self.from.iter().any(|from| from.address == author.address);
        (!same).then_some(author)
    }

    /// Whether this is the address of the list that the message came through, as its fields say, or one that the list's
    /// software has beside it.
    #[must_use]
    pub fn is_own_list(&self, address: &Address) -> bool {
        let is_id = |local: &str| {
            let id = format!("{local}.{}", address.domain());
            self.list_id.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(&id))
        };
        let posted = self.list_post.as_ref();
        posted.is_some_and(|list| list == address || is_beside(address, list))
            || is_id(address.local_part())
            || list_of(address.local_part()).is_some_and(is_id)
    }

    /// Whether a list sent it on.
    fn is_from_list(&self) -> bool {
        self.list_post.is_some() || self.list_id.is_some()
    }

    /// Whether From is an address that the mail goes to, while another field names who wrote it: a mail to oneself has
    /// no such field.
    fn is_recipient_posing(&self, from: &Address) -> bool {
        let goes_there = self.to.iter().chain(&self.cc).any(|it| it.address == *from);
        let originals = ORIGINAL_FROM[..3].iter().flat_map(|field| self.addresses(field).mailboxes);
        goes_there && originals.into_iter().any(|it| it.address != *from)
    }

    /// Whether From names a service beside the author, as B4 Relay does, and the author's own address is in a field
    /// made for it.
    fn is_sent_for_another(&self) -> bool {
        let Some(from) = self.from.first() else { return false };
        let originals = || ORIGINAL_FROM[..3].iter().flat_map(|field| self.addresses(field).mailboxes);
        let other = |it: &Mailbox| it.address != from.address && !self.is_own_list(&it.address);
        self.names_two() && (originals().any(|it| other(&it)) || self.reply_to.iter().any(other))
    }

    /// Whether the name in From is the list's.
    fn names_list(&self) -> bool {
        let id = self.list_id.as_deref().and_then(|id| id.split('.').next());
        let posted = self.list_post.as_ref().map(Address::local_part);
        let labels = [self.list_name.as_deref(), id, posted];
        let shown = self.from_name.as_deref().unwrap_or_default();
        labels.into_iter().flatten().any(|label| rewritten::same_name(shown, label))
    }

    /// Whether the name in From is that of a service beside the author's.
    fn names_two(&self) -> bool {
        self.from_name.as_deref().is_some_and(rewritten::names_two)
    }

    /// The address that list software wrote into another one.
    fn behind(&self, address: &Address) -> Option<Address> {
        rewritten::behind(address, self.is_in_domain_of_list(address))
    }

    fn is_in_domain_of_list(&self, address: &Address) -> bool {
        let domain = address.domain().to_ascii_lowercase();
        let list = self.list_post.as_ref().map(Address::domain).or(self.list_id.as_deref());
        list.is_some_and(|it| {
            let it = it.to_ascii_lowercase();
            it == domain || it.ends_with(&format!(".{domain}"))
        })
    }

    /// What the list is called.
    fn list_labels(&self) -> Vec<&str> {
        let from = self.from.first().map(|it| it.address.local_part());
        let id = self.list_id.as_deref().and_then(|id| id.split('.').next());
        let posted = self.list_post.as_ref().map(Address::local_part);
        [self.list_name.as_deref(), from, id, posted].into_iter().flatten().collect()
    }
}

/// Whether an address is in a domain that reaches nobody (RFC 2606 2).
fn is_nowhere(address: &Address) -> bool {
    let domain = address.domain();
    let end = domain.len().saturating_sub(".invalid".len());
    domain.get(end..).is_some_and(|it| it.eq_ignore_ascii_case(".invalid"))
}

/// Whether `known` is the name of somebody else than `shown` names.
fn is_another(shown: Option<&Line>, known: &Line) -> bool {
    let words = |name: &str| {
        let words = name.to_lowercase();
        words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    shown.is_some_and(|shown| {
        let (shown, known) = (words(shown), words(known));
        !shown.is_empty() && !known.is_empty() && !known.iter().any(|it| shown.contains(it))
    })
}
