//! Delivery status notifications (RFC 3464, RFC 6533): who did not get a letter, and why.

use super::{Failure, words};
use crate::mailbox::Address;
use crate::read::Post;
use crate::text::Line;

const STATUS: [&str; 2] = ["message/delivery-status", "message/global-delivery-status"];

/// Recipients that are read of one notification.
const MOST: usize = 100;

/// Whether a mail is a report of a mail system, about whatever (RFC 6522).
pub(super) fn is_report(post: &Post) -> bool {
    post.field("Content-Type").is_some_and(|it| words(it).starts_with("multipart/report"))
}

/// Those whom the letter did not reach; nothing where the report is none of deliveries.
pub(super) fn failures(post: &Post) -> Option<Vec<Failure>> {
    let part = post.parts().iter().find(|it| STATUS.contains(&it.media.as_str()))?;
    let text = String::from_utf8_lossy(&post.octets_of(part)).replace('\r', "");
    Some(text.split("\n\n").filter_map(failure).take(MOST).collect())
}

/// Whether Sympa says in its report that moderators have the letter, in whichever language its words are.
pub(super) fn is_held(post: &Post) -> bool {
    let Some(part) = post.parts().iter().find(|it| STATUS.contains(&it.media.as_str())) else { return false };
    let text = String::from_utf8_lossy(&post.octets_of(part)).to_lowercase();
    let has = |name: &str, value: &str| {
        let values = text.lines().filter_map(|line| line.strip_prefix(name));
        values.map(str::trim).any(|it| it.starts_with(value))
    };
    has("diagnostic-code:", "x-sympa") && (has("status:", "2.3.0") || has("status:", "4.3.0"))
}

/// What the fields of one recipient say.
fn failure(group: &str) -> Option<Failure> {
    let unfolded = group.replace("\n ", " ").replace("\n\t", " ");
    let field = |name: &str| {
        let mut fields = unfolded.lines().filter_map(|line| line.split_once(':'));
        fields.find(|(it, _)| it.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    // What is delayed, relayed or delivered did not come back.
    if !field("Action")?.eq_ignore_ascii_case("failed") {
        return None;
    }
    let address =
        field("Original-Recipient").and_then(address).or_else(|| address(field("Final-Recipient")?))?;
    let status = field("Status").and_then(|it| it.split([' ', '(']).next()).filter(|it| is_status(it));
    let reason = field("Diagnostic-Code").map(|it| it.split_once(';').map_or(it, |(_, rest)| rest.trim()));
    Some(Failure {
        address,
        status: status.map(Line::sanitize),
        reason: Line::sanitize(reason.unwrap_or_default()),
    })
}

/// The address of a recipient field: `rfc822; ada@example.org`.
fn address(value: &str) -> Option<Address> {
    let address = value.split_once(';').map_or(value, |(_, rest)| rest).trim();
    address.trim_matches(['<', '>']).parse().ok()
}

/// Whether a text is a status code (RFC 3463 2).
pub(super) fn is_status(text: &str) -> bool {
    let mut parts = text.split('.');
    let number = |part: Option<&str>| {
        part.is_some_and(|it| (1..=3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(parts.next(), Some("2" | "4" | "5"))
        && number(parts.next())
        && number(parts.next())
        && parts.next().is_none()
}
