//! The list that a mail goes to.

use crate::catalog::{List, Posting};
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::rule::{Rule, Scope};
use onlist_mail::mailbox::Address;
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "A01",
        name: "list-missing",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "work happens in public: what only a mentor gets, nobody else can answer, find or learn from",
        source: "Xen Project, GSoC 2015 page, line 67; git.github.io, General Microproject Information",
        run: list_missing,
    },
    Rule {
        code: "A06",
        name: "list-alias",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "an old address of a list may stop working, and its threads are sorted under the new one",
        source: "Xen Project, GSoC 2015 page, line 150",
        run: list_alias,
    },
    Rule {
        code: "A07",
        name: "list-closed",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "a list for announcements drops posts, often without a word",
        source: "RFC 2369, 3.4 (List-Post: NO)",
        run: list_closed,
    },
    Rule {
        code: "A08",
        name: "several-lists",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "answers to a post on several lists fall apart, and those on one list hold it for noise on the other",
        source: "GSoC student guide, chapter 11",
        run: several_lists,
    },
    Rule {
        code: "A10",
        name: "list-in-bcc",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "lists hold posts that do not name them, and nobody can answer everybody",
        source: "Mailman 2.1, Hold.py (implicit destination)",
        run: list_in_bcc,
    },
    Rule {
        code: "A11",
        name: "service-address",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "such an address is read by a program or by the list's owners, and not by the list",
        source: "Mailman, mlmmj and ezmlm: addresses beside a list's own",
        run: service_address,
    },
];

/// The lists of the catalog that a mail goes to, each once.
fn lists<'a>(case: &Case<'a>) -> Vec<&'a List> {
    let got = |list: &&List| case.mail.recipients().any(|it| list.is(&it.address));
    case.catalog.lists.iter().filter(got).collect()
}

fn in_bcc(case: &Case<'_>) -> Option<String> {
    let known =
        case.catalog.lists.iter().flat_map(|list| std::iter::once(&list.address).chain(&list.aliases));
    let bcc = case.mail.value("Bcc").to_lowercase();
    known.map(|it| it.as_str().to_lowercase()).find(|it| bcc.contains(it))
}

fn list_missing(case: &Case<'_>) -> Vec<Hit> {
    let reached = lists(case);
    let wanted = case.list();
    let there = match &wanted {
        Some(wanted) => reached.iter().any(|list| list.address == *wanted),
        None => !reached.is_empty(),
    };
    // One that is served under another address, or hidden, has a rule of its own.
    let serviced = case.mail.recipients().any(|it| base_of_service(case, &it.address).is_some());
    if there || serviced || in_bcc(case).is_some() || came_through_list(case) {
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
            format!("put {} into To and people into Cc", fallback(case)),
        ),
    };
    vec![Hit::new(case.mail.at_field("To", ""), message, fix)]
}

/// The season's list for whatever has none of its own.
fn fallback(case: &Case<'_>) -> String {
    let list = case.catalog.fallback_list(case.season());
    list.map_or_else(|| "the project's list".to_owned(), |list| list.address.to_string())
}

/// Whether a list of another name, as a mirror or an umbrella list may be, has sent the mail on.
fn came_through_list(case: &Case<'_>) -> bool {
    case.mail.post.list_post.as_ref().is_some_and(|address| case.catalog.list_at(address).is_some())
}

fn list_alias(case: &Case<'_>) -> Vec<Hit> {
    let alias = |address: &Address| {
        let list = case.catalog.list_at(address).filter(|list| list.address != *address)?;
        let message = format!("{address} is an older address of {}", list.address);
        Some(Hit::new(
            case.mail.at_recipient(address.as_str()),
            message,
            format!("write {} instead", list.address),
        ))
    };
    case.mail.recipients().filter_map(|it| alias(&it.address)).collect()
}

fn list_closed(case: &Case<'_>) -> Vec<Hit> {
    if case.mail.post.list_closed && case.kind == crate::check::Kind::Reply {
        let place = case.mail.at_field("List-Post", "");
        let fix = "write to a list that takes posts";
        return vec![Hit::new(place, "the list that brought this mail takes no posts", fix)];
    }
    let closed = lists(case).into_iter().filter(|list| list.posting == Some(Posting::Announcements));
    let hit = |list: &List| {
        let message = format!("{} takes no posts but its owners'", list.address);
        let fix = format!("write to another list, such as {}", fallback(case));
        Hit::new(case.mail.at_recipient(list.address.as_str()), message, fix)
    };
    closed.map(hit).collect()
}

fn several_lists(case: &Case<'_>) -> Vec<Hit> {
    /// More are not named.
    const MOST_NAMED: usize = 10;
    let allowed = |address: &Address| {
        let project = case.topic.project();
        let extra = project.into_iter().flat_map(|project| &project.extra_lists);
        extra.into_iter().any(|list| list.name.eq_ignore_ascii_case(address.as_str()))
    };
    let mut found: Vec<Address> = Vec::new();
    for mailbox in case.mail.recipients() {
        let known = case.catalog.list_at(&mailbox.address);
        let address = known.map_or(&mailbox.address, |list| &list.address);
        if (known.is_some() || looks_like_list(address))
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
    let keep = case.list().unwrap_or_else(|| found[0].clone());
    let place = case.mail.at_recipient(second.as_str());
    vec![Hit::new(place, message, format!("keep {keep} and leave out the others"))]
}

/// Whether an address that the catalog does not know is a list's, by the ways in which lists are named.
fn looks_like_list(address: &Address) -> bool {
    let host = address.domain().to_ascii_lowercase();
    let local = address.local_part().to_ascii_lowercase();
    let hosts = ["vger.kernel.org", "googlegroups.com", "lists.linux.dev", "freelists.org"];
    let ends = ["-devel", "-list", "-users", "-discuss", "-announce"];
    host.starts_with("lists.") || hosts.contains(&host.as_str()) || ends.iter().any(|it| local.ends_with(it))
}

fn list_in_bcc(case: &Case<'_>) -> Vec<Hit> {
    let Some(list) = in_bcc(case).filter(|_| lists(case).is_empty()) else { return Vec::new() };
    let message = format!("{list} stands in Bcc alone");
    vec![Hit::new(case.mail.at_field("Bcc", &list), message, format!("move {list} to To"))]
}

/// The list that a service address belongs to, such as `list-request@` and `list+subscribe@`.
fn base_of_service(case: &Case<'_>, address: &Address) -> Option<Address> {
    const MARKS: [&str; 18] = [
        "-request",
        "-owner",
        "-join",
        "-leave",
        "-bounces",
        "-confirm",
        "-subscribe",
        "-unsubscribe",
        "-help",
        "-admin",
        "+request",
        "+owner",
        "+subscribe",
        "+unsubscribe",
        "+help",
        "+confirm",
        "+bounces",
        "+join",
    ];
    let local = address.local_part().to_ascii_lowercase();
    let marked = MARKS.iter().filter_map(|mark| local.strip_suffix(mark));
    let bases = marked.chain(local.strip_prefix("owner-")).filter(|base| !base.is_empty());
    let mut lists = bases.filter_map(|base| format!("{base}@{}", address.domain()).parse::<Address>().ok());
    lists.find_map(|list| {
        let known = case.catalog.list_at(&list).map(|known| known.address.clone());
        known.or_else(|| looks_like_list(&list).then_some(list))
    })
}

fn service_address(case: &Case<'_>) -> Vec<Hit> {
    let hit = |address: &Address| {
        let list = base_of_service(case, address)?;
        let message = format!("{address} is for subscribing and the like, not for posts");
        Some(Hit::new(case.mail.at_recipient(address.as_str()), message, format!("write to {list}")))
    };
    case.mail.recipients().filter_map(|it| hit(&it.address)).collect()
}
