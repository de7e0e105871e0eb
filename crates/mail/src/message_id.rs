//! Message identifiers (RFC 5322 3.6.4).

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use crate::mailbox::Address;

/// Longer identifiers are not ours to repeat: they would not fit a header line (RFC 5322 2.1.1).
const LONGEST: usize = 900;

/// A message-id, `<` and `>` included, in visible ASCII.
///
/// Those of foreign mail are kept byte for byte or not at all, as a changed
/// one names no message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct MessageId(String);

impl MessageId {
    /// Takes `<left@right>` or `left@right` as it stands in a header field, blanks around either left out.
    ///
    /// Gives nothing for what holds other blanks, controls, brackets or non-ASCII,
    /// or is longer than a header line.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_bare(text).map(|bare| Self(format!("<{bare}>")))
    }

    /// The same without the brackets, where it stands.
    pub(crate) fn parse_bare(text: &str) -> Option<&str> {
        let text = text.trim();
        let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text).trim();
        let clean = |b: u8| b.is_ascii_graphic() && b != b'<' && b != b'>';
        let fits = !bare.is_empty() && bare.len() <= LONGEST && bare.bytes().all(clean);
        (fits && bare.contains('@')).then_some(bare)
    }

    /// Makes the identifier of a message written `now` by `from`.
    ///
    /// The same sender, time and content give the same identifier, so a run
    /// with a fixed time can be repeated.
    #[must_use]
    pub fn derive(from: &Address, now: DateTime<FixedOffset>, content: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in [from.as_str(), &now.to_rfc3339()].iter().chain(content) {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let mut left = now.to_utc().format("%Y%m%d%H%M%S.").to_string();
        left.extend(digest.iter().take(10).map(|byte| format!("{byte:02x}")));
        // A domain literal is no dot-atom; a name under `.invalid` (RFC 2606) cannot collide with one.
        let domain = from.domain();
        let right = if domain.starts_with('[') { "onlist.invalid" } else { domain };
        Self(format!("<{left}@{right}>"))
    }

    /// With its angle brackets, as header fields hold it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without its angle brackets, as archives and JSON name it.
    #[must_use]
    pub fn bare(&self) -> &str {
        &self.0[1..self.0.len() - 1]
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no message-id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_identifiers_are_kept_whole_or_not_at_all() {
        for (text, expected) in [
            ("<a@b>", Some("<a@b>")),
            (" bare.id@host ", Some("<bare.id@host>")),
            ("< a@b >", Some("<a@b>")),
            ("<CAH7FV3=UJn98+x/y@mail.example>", Some("<CAH7FV3=UJn98+x/y@mail.example>")),
            ("<a b@c>", None),
            ("<a@b>\r\nBcc: x", None),
            ("<\u{1b}[2J@b>", None),
            ("<a@b><c@d>", None),
            ("<no-at>", None),
            ("<>", None),
        ] {
            assert_eq!(MessageId::parse(text).as_ref().map(MessageId::as_str), expected, "{text:?}");
        }
        assert_eq!(MessageId::parse(&format!("<{}@b>", "a".repeat(2000))), None);
    }

    #[test]
    fn ours_is_repeatable_and_names_the_domain() {
        let from: Address = "ada@Example.ORG".parse().expect("valid");
        let now = DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid");
        let id = MessageId::derive(&from, now, &["subject", "body"]);
        assert_eq!(id, MessageId::derive(&from, now, &["subject", "body"]));
        assert_ne!(id, MessageId::derive(&from, now, &["subjectb", "ody"]));
        assert!(id.as_str().starts_with("<20150310110000."), "{id}");
        assert!(id.as_str().ends_with("@example.org>"), "{id}");
    }
}
