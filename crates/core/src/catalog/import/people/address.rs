//! Mail addresses in text: those that can be read, those that are masked, and those of lists.

use onlist_mail::mailbox::Address;

/// A mail address and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) address: String,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The addresses of a text that can be read as they stand.
pub(crate) fn addresses(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let local = text[..at]
            .bytes()
            .rev()
            .take(64)
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"._%+-'=".contains(byte))
            .count();
        let domain = text[at + 1..]
            .bytes()
            .take(255)
            .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
            .count();
        let (mut from, mut to) = (at - local, at + 1 + domain);
        while from < at && !text.as_bytes()[from].is_ascii_alphanumeric() && text.as_bytes()[from] != b'_' {
            from += 1;
        }
        while to > at + 1 && !text.as_bytes()[to - 1].is_ascii_alphanumeric() {
            to -= 1;
        }
        let address = &text[from..to];
        let after_letter =
            text[..from].chars().next_back().is_some_and(|c| c.is_alphanumeric() && !c.is_ascii());
        if from < at && !after_letter && is_plain(address) && found.last().is_none_or(|last| last.to <= from)
        {
            found.push(Found { address: address.to_owned(), from, to });
        }
    }
    found
}

/// Whether a text is an address with a dot in its domain, and nothing of it is hidden.
fn is_plain(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let lower = text.to_lowercase();
    let hidden = lower.contains("xxx")
        || lower.contains("...")
        || lower.contains("nospam")
        || lower.contains("remove");
    let top = domain.rsplit('.').next().unwrap_or_default();
    let named = domain.contains('.') && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    !local.is_empty() && named && !hidden && text.parse::<Address>().is_ok()
}

/// An address that is hidden from machines, as its words stand.
pub(crate) fn masked(text: &str) -> Option<String> {
    let tokens: Vec<_> = text
        .split([' ', '<', '>', ',', ';', '(', ')', '[', ']', '{', '}'])
        .filter(|it| !it.is_empty())
        .collect();
    let lower: Vec<_> = tokens.iter().map(|it| it.to_lowercase()).collect();
    let is_at = |word: &str| matches!(word, "at" | "@" | "_at_" | "-at-");
    let is_dot = |word: &str| matches!(word, "dot" | "." | "_dot_" | "-dot-");
    for (at, _) in lower.iter().enumerate().filter(|(_, word)| is_at(word)) {
        let (Some(before), Some(host)) = (at.checked_sub(1).and_then(|it| lower.get(it)), lower.get(at + 1))
        else {
            continue;
        };
        let hosted = matches!(*before, ref it if !matches!(it.as_str(), "channel" | "chat" | "us" | "irc" | "is" | "available" | "hosted" | "me" | "him" | "them" | "look" | "page" | "site" | "list" | "meeting" | "meetings"));
        let dotted = hosted && host.trim_matches('.').contains('.')
            || lower.get(at + 2).is_some_and(|word| is_dot(word));
        let local = before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte));
        if dotted && local && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte)) {
            let mut from = at - 1;
            while from >= 2 && is_dot(&lower[from - 1]) {
                from -= 2;
            }
            let mut to = at + 2;
            while to + 1 < lower.len() && is_dot(&lower[to]) {
                to += 2;
            }
            return Some(tokens[from..to].join(" "));
        }
    }
    // `name @host.example`: a space hides it.
    let spaced = |pair: &[&str]| {
        let host = pair[1].strip_prefix('@').is_some_and(|host| host.contains('.') && !pair[0].contains('@'));
        host && text.contains(&pair.join(" "))
    };
    if let Some(pair) = tokens.windows(2).find(|pair| spaced(pair)) {
        return Some(pair.join(" "));
    }
    let hidden = |word: &&&str| {
        word.contains('@') && word.len() > 4 && !word.starts_with('@') && {
            let lower = word.to_lowercase();
            lower.contains("xxx")
                || lower.contains("...")
                || lower.contains("***")
                || lower.contains("nospam")
                || lower.contains("remove")
        }
    };
    let glued = |word: &&&str| {
        let lower = word.to_lowercase();
        ["_at_", "-at-", "[at]", "(at)"].iter().any(|at| {
            lower.split_once(at).is_some_and(|(a, b)| !a.is_empty() && (b.contains('.') || b.contains("dot")))
        })
    };
    tokens.iter().find(|it| hidden(it) || glued(it)).map(|it| (*it).to_owned())
}

/// Hosts that serve lists, or parts of their names.
const LIST_HOSTS: &[&str] = &[
    "lists.",
    "list.",
    "googlegroups.com",
    "vger.kernel.org",
    "groups.io",
    "freelists.org",
    "nongnu.org",
    "mailman.",
    "ml.",
    "lists-",
    "lore.kernel.org",
    "mail.python.org",
    "mailinglist",
];

/// Ends of the local part that lists have.
const LIST_ENDS: &[&str] = &[
    "-devel",
    "-dev",
    "-list",
    "-discuss",
    "-users",
    "-user",
    "-developers",
    "-announce",
    "-gsoc",
    "-devel-list",
    "_devel",
];

/// Whether an address looks like that of a mailing list.
pub(crate) fn is_list(address: &str) -> bool {
    let lower = address.to_lowercase();
    let Some((local, domain)) = lower.split_once('@') else { return false };
    LIST_HOSTS.iter().any(|host| domain.starts_with(host) || domain.ends_with(host))
        || LIST_ENDS.iter().any(|end| local.ends_with(end))
        || matches!(
            local,
            "dev" | "devs" | "devel" | "developers" | "discuss" | "gsoc" | "soc" | "users" | "mailinglist"
        )
}
