//! The identifiers of a field, as many as threading needs.

use std::borrow::Cow;
use std::collections::VecDeque;

use memchr::{memchr, memchr2};

use crate::message_id::MessageId;
use crate::read::MessageIds;

/// Identifiers kept from the beginning of a field, and from its end.
pub(super) const KEPT: usize = 200;

/// Adds the identifiers of a field to `found`, bare and in its order: the first and the last [`KEPT`] of more.
/// Gives how many were left out.
pub(super) fn read<'m>(raw: &'m [u8], found: &mut Vec<Cow<'m, str>>) -> usize {
    if !is_plain(raw) {
        let ids = MessageIds::read(raw).ids;
        found.extend(ids.iter().map(|id| Cow::Owned(id.bare().to_owned())));
        return 0;
    }
    let (mut first, mut last, mut left_out) = (0, VecDeque::new(), 0);
    let mut rest = raw;
    while let Some(start) = memchr(b'<', rest) {
        rest = &rest[start + 1..];
        let Some(end) = memchr2(b'<', b'>', rest) else { break };
        let id =
            str::from_utf8(&rest[..end]).ok().filter(|_| rest[end] == b'>').and_then(MessageId::parse_bare);
        rest = &rest[end..];
        let Some(id) = id else { continue };
        if first < KEPT {
            found.push(Cow::Borrowed(id));
            first += 1;
            continue;
        }
        last.push_back(Cow::Borrowed(id));
        if last.len() > KEPT {
            last.pop_front();
            left_out += 1;
        }
    }
    found.extend(last);
    left_out
}

/// Whether a field holds identifiers in angle brackets alone: no comments, quotes, encoded or bare words.
fn is_plain(raw: &[u8]) -> bool {
    raw.is_empty()
        || memchr(b'<', raw).is_some() && memchr::memmem::find(raw, b"=?").is_none() && !raw.contains(&b'(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_as_mail_programs_write_them() {
        for (raw, expected) in [
            ("<a@b>\n\t<c@d>", &["a@b", "c@d"][..]),
            ("a@b", &["a@b"]),
            ("=?us-ascii?q?=3Ca=40b=3E?=", &["a@b"]),
            ("Your message of Tue (x) <a@b>", &["a@b"]),
            ("<a b@c> <no-at> <<x@y> <open@x", &["x@y"]),
            ("", &[]),
        ] {
            let mut found = Vec::new();
            assert_eq!(read(raw.as_bytes(), &mut found), 0, "{raw:?}");
            assert_eq!(found.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), expected, "{raw:?}");
        }
    }

    #[test]
    fn of_a_million_the_first_and_the_last_stay() {
        let many = (0..1_000_000).map(|n| format!("<{n}@b>")).collect::<Vec<_>>().concat();
        let mut found = Vec::new();
        assert_eq!(read(many.as_bytes(), &mut found), 1_000_000 - 2 * KEPT);
        assert_eq!((&*found[0], &*found[KEPT - 1], &*found[KEPT]), ("0@b", "199@b", "999800@b"));
        assert_eq!(found.last().map(AsRef::as_ref), Some("999999@b"));
    }
}
