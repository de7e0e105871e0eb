//! Whom an answer goes to, and why.

use std::collections::HashSet;

use super::{Error, Reply};
use chrono::NaiveDate;

use crate::catalog::{Catalog, List, Project};
use crate::resolve::{self, Recipient, Role, Why};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::read::{Author, Post, Source};
use onlist_mail::text::Line;

/// Whom an answer goes to.
pub(super) struct People {
    /// Who wrote the mail, and where they want answers.
    pub(super) to: Vec<Recipient>,
    /// The list first, then everybody else who got the mail.
    pub(super) cc: Vec<Recipient>,
    /// Who wrote the mail.
    pub(super) author: Author,
    /// The list, as it is written.
    pub(super) list: Address,
    /// Whether no list had got the mail.
    pub(super) private: bool,
    /// Whether nothing but List-Post names the list: neither the mail's recipients nor the catalog.
    pub(super) alone: bool,
    /// A list that was wanted and is not among those who got the mail.
    pub(super) unused: Option<Address>,
    /// Those who got the mail and are not to get answers, as its Mail-Followup-To asks.
    pub(super) left_out: Vec<Address>,
    /// Those whom Mail-Followup-To names, and who did not get the mail.
    pub(super) not_added: Vec<Address>,
}

/// A list that was found.
pub(super) struct Found {
    pub(super) address: Address,
    rule: String,
    pub(super) private: bool,
    alone: bool,
}

/// What tells the list that an answer goes to.
#[derive(Clone, Copy)]
pub(super) struct ListSearch<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) post: &'a Post<'a>,
    pub(super) project: Option<&'a Project>,
    pub(super) today: NaiveDate,
}

impl People {
    /// Works out who gets the answer.
    ///
    /// # Errors
    /// When there is no list, no author, or the author is the one who answers.
    pub(super) fn of(reply: &Reply<'_>) -> Result<Self, Error> {
        let search = reply.list_search();
        let wanted = reply.list.map(|wanted| search.named(wanted)).transpose()?;
        let list = search.find(wanted.as_ref())?;
        let known = reply.catalog.lists.iter().flat_map(|it| std::iter::once(&it.address).chain(&it.aliases));
        let lists: Vec<_> = known.chain([&list.address]).cloned().collect();
        let author = reply.post.author(&lists);
        if author.mailbox.as_ref().is_some_and(|it| reply.is_me(&it.address)) {
            return Err(Error::Own);
        }
        let to = to(reply, &author, &lists)?;
        let unused = wanted.filter(|wanted| *wanted != list.address);
        let (cc, left_out) = cc(reply, &to, &list);
        let got: HashSet<_> = to.iter().chain(&cc).map(|one| &one.mailbox.address).collect();
        let named = reply.post.followup_to().unwrap_or_default().into_iter().map(|it| it.address);
        let not_added = named.filter(|it| !got.contains(&reply.canonical(it)) && !reply.is_me(it)).collect();
        let Found { address, private, alone, .. } = list;
        Ok(Self { to, cc, author, list: address, private, alone, unused, left_out, not_added })
    }
}

impl Reply<'_> {
    fn is_me(&self, address: &Address) -> bool {
        self.me.address == *address || self.also.contains(address)
    }

    fn list_search(&self) -> ListSearch<'_> {
        let (catalog, post, project) = (self.catalog, self.post, self.project);
        ListSearch { catalog, post, project, today: self.now.date_naive() }
    }

    fn canonical(&self, address: &Address) -> Address {
        self.list_search().canonical(address)
    }
}

impl ListSearch<'_> {
    /// The list's own address, where `address` is one that the catalog knows.
    fn canonical(&self, address: &Address) -> Address {
        self.catalog.list_at(address).map_or(address, |list: &List| &list.address).clone()
    }

    /// The list that `wanted` names.
    pub(super) fn named(&self, wanted: &str) -> Result<Address, Error> {
        match (resolve::list(self.catalog, wanted), wanted.parse::<Address>()) {
            (Ok(list), _) => Ok(list.address.clone()),
            (Err(_), Ok(address)) => Ok(address),
            (Err(_), Err(_)) => Err(Error::UnknownList(Line::sanitize(wanted))),
        }
    }

    /// Finds the list of the mail; one that was `wanted` only counts where the mail has none, or has it.
    pub(super) fn find(&self, wanted: Option<&Address>) -> Result<Found, Error> {
        let post = self.post;
        let found = |address: Address, rule: &str| Found {
            address,
            rule: rule.to_owned(),
            private: false,
            alone: false,
        };
        let got = || post.to.iter().chain(&post.cc).map(|it| &it.address);
        if let Some(wanted) = wanted.filter(|wanted| got().any(|it| self.canonical(it) == **wanted)) {
            return Ok(found(wanted.clone(), "mailing list of the mail, as you named it"));
        }
        if let Some(list) = got().find_map(|it| self.catalog.list_at(it)) {
            return Ok(found(list.address.clone(), "mailing list of the mail, known to the catalog"));
        }
        if let Some(address) = &post.list_post {
            // Anybody can write this field: what went to people alone is not quoted on its word.
            let alone = self.catalog.list_at(address).is_none() && !got().any(|it| it == address);
            let private = alone && post.list_id.is_none();
            let found = found(self.canonical(address), "mailing list of the mail (List-Post)");
            return Ok(Found { private, alone, ..found });
        }
        if let Some(address) =
            got().chain(post.from.iter().map(|it| &it.address)).find(|it| has_list_id(post, it))
        {
            return Ok(found(address.clone(), "mailing list of the mail (List-Id)"));
        }
        let private = post.list_id.is_none();
        if let Some(wanted) = wanted {
            return Ok(Found {
                address: wanted.clone(),
                rule: "you named this list; the mail had none".to_owned(),
                private,
                alone: false,
            });
        }
        let project = self.project.filter(|_| private).ok_or(Error::NoList)?;
        let routing = resolve::for_project(self.catalog, project, self.today, true);
        let list = routing.map_err(|_| Error::NoList)?.list;
        let rule = format!("the mail was private; {}", list.why.rule);
        Ok(Found { address: list.mailbox.address, rule, private, alone: false })
    }
}

/// Whether the list's identifier (RFC 2919) is made of this address, as most servers make it.
fn has_list_id(post: &Post, address: &Address) -> bool {
    let id = format!("{}.{}", address.local_part(), address.domain());
    post.list_id.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(&id))
}

/// Reply-To without lists and without me, else whoever wrote the mail.
fn to(reply: &Reply<'_>, author: &Author, lists: &[Address]) -> Result<Vec<Recipient>, Error> {
    let post = reply.post;
    let is_list = |address: &Address| lists.contains(address) || post.is_own_list(address);
    let people = |named: &mut dyn Iterator<Item = (&Mailbox, Source)>| {
        let mut people: Vec<Recipient> = Vec::new();
        for (mailbox, source) in named.filter(|(it, _)| !is_list(&it.address) && !reply.is_me(&it.address)) {
            let full = author.mailbox.as_ref().filter(|it| it.address == mailbox.address).unwrap_or(mailbox);
            if people.iter().all(|it| it.mailbox.address != full.address) {
                people.push(recipient(full.clone(), Role::Author, author_rule(author, source)));
            }
        }
        people
    };
    let asked = people(&mut post.reply_to.iter().map(|it| (it, Source::ReplyTo)));
    if !asked.is_empty() {
        return Ok(asked);
    }
    let first = author.mailbox.iter().map(|it| (it, author.source));
    // What list software wrote into From reaches the author by the list at best.
    let posing = usize::from(author.munged);
    let wrote = people(&mut first.chain(post.from.iter().skip(posing).map(|it| (it, Source::From))));
    let unusable = || post.unreachable.iter().find(|(field, it)| *field == "From" && it.text.contains('@'));
    match unusable().filter(|_| wrote.is_empty()) {
        Some((_, defect)) => Err(Error::UnusableAuthor(defect.why.clone())),
        None if wrote.is_empty() => Err(Error::NoAuthor),
        None => Ok(wrote),
    }
}

fn author_rule(author: &Author, source: Source) -> String {
    let field = match source {
        Source::From | Source::RewrittenFrom => "From",
        Source::WrappedFrom => "the message inside",
        Source::Author => "Author",
        Source::ReplyTo => "Reply-To",
        Source::XOriginalFrom => "X-Original-From",
        Source::Cc => "Cc",
    };
    if author.munged {
        format!("author of the mail; From was rewritten on the way, {field} has the address")
    } else {
        format!("author of the mail ({field})")
    }
}

/// The list, and everybody else who got the mail, each once; and those who are left out, as Mail-Followup-To asks.
fn cc(reply: &Reply<'_>, to: &[Recipient], list: &Found) -> (Vec<Recipient>, Vec<Address>) {
    let mut left_out = Vec::new();
    let mut cc = vec![recipient(list.address.clone().into(), Role::List, list.rule.clone())];
    let mut seen: HashSet<_> = to.iter().chain(&cc).map(|it| it.mailbox.address.clone()).collect();
    let wanted =
        reply.post.followup_to().map(|all| all.into_iter().map(|it| it.address).collect::<HashSet<_>>());
    let inner = reply.post.wrapped_recipients();
    for mailbox in reply.post.to.iter().chain(&reply.post.cc).chain(&inner) {
        let known = reply.catalog.list_at(&mailbox.address);
        let mailbox = known.map_or_else(|| mailbox.clone(), |list| Mailbox::from(list.address.clone()));
        if !reply.is_me(&mailbox.address) && seen.insert(mailbox.address.clone()) {
            if known.is_none() && wanted.as_ref().is_some_and(|it| !it.contains(&mailbox.address)) {
                left_out.push(mailbox.address);
                continue;
            }
            let rule = if known.is_some() { "another list that got the mail" } else { "copied in the mail" };
            cc.push(recipient(mailbox, Role::Participant, rule.to_owned()));
        }
    }
    (cc, left_out)
}

fn recipient(mailbox: Mailbox, role: Role, reason: String) -> Recipient {
    let why = Why {
        about: mailbox.address.to_string(),
        rule: reason,
        basis: None,
        lines: None,
        is_default: false,
        age: None,
    };
    Recipient { mailbox, role, why }
}
