//! The list that a mail goes to.

use crate::catalog::{List, Posting};
use crate::check::edit;
use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use onlist_mail::list_address::list_of;
use onlist_mail::mailbox::Address;
use onlist_mail::read::Field;
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[&Rule] =
    &[&LIST_MISSING, &LIST_ALIAS, &LIST_CLOSED, &SEVERAL_LISTS, &LIST_IN_BCC, &SERVICE_ADDRESS, &LIST_ASIDE];

/// The lists of the catalog that a mail goes to, each once.
fn lists<'a>(input: &CheckInput<'a>) -> Vec<&'a List> {
    let got = |list: &&List| input.mail.recipients().any(|it| list.is(&it.address));
    input.catalog.lists.iter().filter(got).collect()
}

fn in_bcc(input: &CheckInput<'_>) -> Option<String> {
    let known =
        input.catalog.lists.iter().flat_map(|list| std::iter::once(&list.address).chain(&list.aliases));
    let bcc = input.mail.value("Bcc").to_lowercase();
    known.map(|it| it.as_str().to_lowercase()).find(|it| bcc.contains(it))
}

const LIST_MISSING: Rule = Rule {
    code: "A01",
    name: "list-missing",
    severities: &[Severity::Error],
    scope: Scope::Introduction,
    reason: "work happens in public: what only a mentor gets, nobody else can answer, find or learn from",
    source: "Xen Project, GSoC 2015 page, line 67; git.github.io, General Microproject Information",
    bad: "To: Grace Example <grace@example.org>",
    good: "To: devel@lists.example.org",
    check: list_missing,
    fix: None,
};

fn list_missing(input: &CheckInput<'_>) -> Vec<Violation> {
    let reached = lists(input);
    let wanted = input.list();
    let there = match &wanted {
        Some(wanted) => reached.iter().any(|list| list.address == *wanted),
        None => !reached.is_empty(),
    };
    // One that is served under another address, or hidden, has a rule of its own.
    let serviced = input.mail.recipients().any(|it| base_of_service(input, &it.address).is_some());
    if there || serviced || in_bcc(input).is_some() || came_through_list(input) {
        return Vec::new();
    }
    let (message, fix) = match (&wanted, reached.first()) {
        (Some(wanted), Some(other)) => (
            format!("this goes to {}, but the project's list is {wanted}", other.address),
            format!("put {wanted} into To"),
        ),
        (Some(wanted), None) => (
            format!("the project's list, {wanted}, does not get this mail"),
            format!("put {wanted} into To and people into Cc"),
        ),
        (None, _) => (
            "no mailing list of the community gets this mail".to_owned(),
            format!("put {} into To and people into Cc", fallback(input)),
        ),
    };
    vec![Violation::new(input.mail.at_field("To", ""), message, fix)]
}

/// The season's list for whatever has none of its own.
fn fallback(input: &CheckInput<'_>) -> String {
    let list = input.catalog.fallback_list(input.season());
    list.map_or_else(|| "the project's list".to_owned(), |list| list.address.to_string())
}

/// Whether a list of another name, as a mirror or an umbrella list may be, has sent the mail on.
fn came_through_list(input: &CheckInput<'_>) -> bool {
    input.mail.post.list_post.as_ref().is_some_and(|address| input.catalog.list_at(address).is_some())
}

const LIST_ALIAS: Rule = Rule {
    code: "A06",
    name: "list-alias",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "an old address of a list may stop working, and its threads are sorted under the new one",
    source: "Xen Project, GSoC 2015 page, line 150",
    bad: "To: devel@old.example.org",
    good: "To: devel@lists.example.org",
    check: list_alias,
    fix: Some(canonical),
};

fn list_alias(input: &CheckInput<'_>) -> Vec<Violation> {
    let alias = |address: &Address| {
        let list = input.catalog.list_at(address).filter(|list| list.address != *address)?;
        let message = format!("{address} is an older address of {}", list.address);
        Some(Violation::new(
            input.mail.at_recipient(address.as_str()),
            message,
            format!("write {} instead", list.address),
        ))
    };
    input.mail.recipients().filter_map(|it| alias(&it.address)).collect()
}

/// The mail with the lists' own addresses.
fn canonical(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    let mut fields: Vec<_> = ["To", "Cc"].iter().flat_map(|name| input.mail.all(name)).collect();
    fields.sort_by_key(|field| field.start);
    let edits = fields.into_iter().filter_map(|field| canonical_field(input, &field)).collect();
    edit::replaced(input.mail, edits)
}

/// A field with the canonical addresses of lists in place of their aliases.
fn canonical_field(input: &CheckInput<'_>, field: &Field<'_>) -> Option<(std::ops::Range<usize>, Vec<u8>)> {
    let old = std::str::from_utf8(&input.mail.bytes()[field.start..field.end]).ok()?;
    let mut new = old.to_owned();
    for list in &input.catalog.lists {
        for alias in &list.aliases {
            new = with_address(&new, alias.as_str(), list.address.as_str());
        }
    }
    (new != old).then(|| (field.start..field.end, new.into_bytes()))
}

/// Replaces an address in any case, where it stands alone.
fn with_address(text: &str, alias: &str, address: &str) -> String {
    let (lower, alias) = (text.to_ascii_lowercase(), alias.to_ascii_lowercase());
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "@._+-".contains(c));
    let mut new = String::with_capacity(text.len());
    let mut rest = 0;
    for (at, _) in lower.match_indices(&alias) {
        let end = at + alias.len();
        if !part(text[..at].chars().next_back()) && !part(text[end..].chars().next()) {
            new.push_str(&text[rest..at]);
            new.push_str(address);
            rest = end;
        }
    }
    new + &text[rest..]
}

const LIST_CLOSED: Rule = Rule {
    code: "A07",
    name: "list-closed",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "a list for announcements drops posts, often without a word",
    source: "RFC 2369, 3.4 (List-Post: NO)",
    bad: "To: announce@lists.example.org",
    good: "To: devel@lists.example.org",
    check: list_closed,
    fix: None,
};

fn list_closed(input: &CheckInput<'_>) -> Vec<Violation> {
    if input.mail.post.list_closed && input.kind == crate::check::Kind::Reply {
        let place = input.mail.at_field("List-Post", "");
        let fix = "write to a list that takes posts";
        return vec![Violation::new(place, "the list that brought this mail takes no posts", fix)];
    }
    let closed = lists(input).into_iter().filter(|list| list.posting == Some(Posting::Announcements));
    let violation = |list: &List| {
        let message = format!("{} takes no posts but its owners'", list.address);
        let fix = format!("write to another list, such as {}", fallback(input));
        Violation::new(input.mail.at_recipient(list.address.as_str()), message, fix)
    };
    closed.map(violation).collect()
}

const SEVERAL_LISTS: Rule = Rule {
    code: "A08",
    name: "several-lists",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "answers to a post on several lists fall apart, and those on one list hold it for noise on the other",
    source: "GSoC student guide, chapter 11",
    bad: "To: devel@lists.example.org, tools@lists.example.org",
    good: "To: devel@lists.example.org",
    check: several_lists,
    fix: None,
};

fn several_lists(input: &CheckInput<'_>) -> Vec<Violation> {
    /// More are not named.
    const MOST_NAMED: usize = 10;
    let rules = input.catalog.conventions_of(input.topic.project());
    let second = rules.second_list().value.and_then(|id| input.catalog.list(id.as_str()));
    let allowed = |address: &Address| {
        let project = input.topic.project();
        if second.is_some_and(|list| list.address == *address) {
            return true;
        }
        let extra = project.into_iter().flat_map(|project| &project.extra_lists);
        extra.into_iter().any(|list| list.name.eq_ignore_ascii_case(address.as_str()))
    };
    let mut found: Vec<Address> = Vec::new();
    for mailbox in input.mail.recipients() {
        let known = input.catalog.list_at(&mailbox.address);
        let address = known.map_or(&mailbox.address, |list| &list.address);
        if (known.is_some() || looks_like_list(address))
            && !is_manager(address)
            && base_of_service(input, address).is_none()
            && found.len() < MOST_NAMED
            && !found.contains(address)
            && !allowed(address)
        {
            found.push(address.clone());
        }
    }
    let Some(second) = found.get(1) else { return Vec::new() };
    let names: Vec<_> = found.iter().map(Address::as_str).collect();
    let message = format!("this goes to {} lists: {}", found.len(), and(&names));
    let keep = input.list().unwrap_or_else(|| found[0].clone());
    let place = input.mail.at_recipient(second.as_str());
    vec![Violation::new(place, message, format!("keep {keep} and leave out the others"))]
}

/// Whether an address that the catalog does not know is a list's, by the ways in which lists are named.
pub(super) fn looks_like_list(address: &Address) -> bool {
    let host = address.domain().to_ascii_lowercase();
    let local = address.local_part().to_ascii_lowercase();
    let hosts = ["vger.kernel.org", "googlegroups.com", "lists.linux.dev", "freelists.org"];
    let ends = ["-devel", "-list", "-users", "-discuss", "-announce"];
    host.starts_with("lists.") || hosts.contains(&host.as_str()) || ends.iter().any(|it| local.ends_with(it))
}

const LIST_ASIDE: Rule = Rule {
    code: "A24",
    name: "list-aside",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "a letter to oneself, with everybody else in copy, looks as if it was sent to many at once",
    source: "first letters on seven lists, 2015 to 2026",
    bad: "To: Ada Example <ada@students.test>\nCc: devel@lists.example.org",
    good: "To: devel@lists.example.org",
    check: list_aside,
    fix: None,
};

fn list_aside(input: &CheckInput<'_>) -> Vec<Violation> {
    let post = &input.mail.post;
    let is_writer = |it: &Address| post.from.iter().any(|from| from.address == *it);
    let alone = !post.to.is_empty() && post.to.iter().all(|it| is_writer(&it.address));
    let Some(list) = post.cc.iter().find_map(|it| input.catalog.list_at(&it.address)).filter(|_| alone)
    else {
        return Vec::new();
    };
    let message = "To has your own address alone, and the list stands in Cc";
    let place = input.mail.at_field("To", "");
    vec![Violation::new(place, message, format!("put {} into To", list.address))]
}

const LIST_IN_BCC: Rule = Rule {
    code: "A10",
    name: "list-in-bcc",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "lists hold posts that do not name them, and nobody can answer everybody",
    source: "Mailman 2.1, Hold.py (implicit destination)",
    bad: "To: ada@students.test\nBcc: devel@lists.example.org",
    good: "To: devel@lists.example.org",
    check: list_in_bcc,
    fix: None,
};

fn list_in_bcc(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(list) = in_bcc(input).filter(|_| lists(input).is_empty()) else { return Vec::new() };
    let message = format!("{list} stands in Bcc alone");
    vec![Violation::new(input.mail.at_field("Bcc", &list), message, format!("move {list} to To"))]
}

/// Whether an address is that of the program that manages the lists of a host.
fn is_manager(address: &Address) -> bool {
    const MANAGERS: [&str; 6] = ["majordomo", "listserv", "listproc", "sympa", "mailman", "ezmlm"];
    MANAGERS.iter().any(|it| address.local_part().eq_ignore_ascii_case(it))
}

/// The list that a service address belongs to, such as `list-request@` and `list+subscribe@`.
fn base_of_service(input: &CheckInput<'_>, address: &Address) -> Option<Address> {
    let list = format!("{}@{}", list_of(address.local_part())?.to_ascii_lowercase(), address.domain());
    let list = list.parse::<Address>().ok()?;
    let known = input.catalog.list_at(&list).map(|known| known.address.clone());
    known.or_else(|| looks_like_list(&list).then_some(list))
}

const SERVICE_ADDRESS: Rule = Rule {
    code: "A11",
    name: "service-address",
    severities: &[Severity::Error],
    scope: Scope::Introduction,
    reason: "such an address is read by a program or by the list's owners, and not by the list",
    source: "Mailman, mlmmj and ezmlm: addresses beside a list's own",
    bad: "To: devel-request@lists.example.org",
    good: "To: devel@lists.example.org",
    check: service_address,
    fix: None,
};

fn service_address(input: &CheckInput<'_>) -> Vec<Violation> {
    let violation = |address: &Address| {
        let fix = match base_of_service(input, address) {
            Some(list) => format!("write to {list}"),
            None if is_manager(address) => "write to the list itself".to_owned(),
            None => return None,
        };
        let message = format!("{address} is for subscribing and the like, not for posts");
        Some(Violation::new(input.mail.at_recipient(address.as_str()), message, fix))
    };
    input.mail.recipients().filter_map(|it| violation(&it.address)).collect()
}
