//! The addresses and handles that the links of a field hold.

use super::super::page::Span;
use super::address::addresses;

/// The handle that a link shows, or whose page it leads to, and on which service.
pub(super) fn linked_handle(span: &Span) -> Option<(String, &'static str)> {
    let link = span.link.as_deref()?;
    let (_, path) = link.split_once("://")?;
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let named = SERVICES.iter().find(|(name, _)| host.trim_start_matches("www.") == *name);
    let service = named.map_or("nick", |(_, service)| *service);
    let shown = span.text.trim();
    let handle = match shown.strip_prefix('@') {
        Some(name) if !name.contains(char::is_whitespace) => name,
        _ => path.trim_end_matches('/'),
    };
    Some((format!("@{handle}"), service))
}

/// Hosts on which people have pages, and what a catalog calls them.
const SERVICES: [(&str, &str); 3] =
    [("github.com", "github"), ("gitlab.com", "gitlab"), ("codeberg.org", "codeberg")];

/// Where people have pages of their own.
pub(in crate::catalog::import) const FORGES: [&str; 4] =
    ["https://github.com/", "http://github.com/", "https://www.github.com/", "https://gitlab.com/"];

/// The address that a link leads to.
fn mailed(link: &str) -> Option<String> {
    let bare = (!link.contains(['/', ':']) && !addresses(link).is_empty()).then_some(link);
    let address = link.strip_prefix("mailto:").or(bare)?;
    Some(address.split('?').next().unwrap_or_default().replace("%40", "@"))
}

/// Whether a text names several people.
fn names_several(text: &str) -> bool {
    [" and ", " & ", ", "].iter().any(|it| text.contains(it))
}

/// One address below the names of several: it is nobody's.
pub(super) fn shared(span: &Span) -> Option<String> {
    let address = span.link.as_deref().and_then(mailed)?;
    (names_several(&span.text) && addresses(&span.text).is_empty()).then_some(address)
}

pub(super) fn with_link(span: &Span) -> String {
    let text = span.text.as_str();
    let Some(link) = span.link.as_deref() else { return text.to_owned() };
    if link == "image:" {
        return String::new();
    }
    if let Some(address) = mailed(link) {
        if names_several(text) {
            return text.to_owned();
        }
        return if addresses(text).is_empty() { format!("{text} <{address}>") } else { format!("<{text}>") };
    }
    let handle =
        FORGES.iter().find_map(|host| link.strip_prefix(host)).map(|path| path.trim_end_matches('/'));
    match handle {
        Some(handle)
            if !handle.is_empty() && !handle.contains(['/', '?', '#']) && !text.contains(['@', '/']) =>
        {
            format!("{text} (@{handle})")
        }
        _ => text.to_owned(),
    }
}
