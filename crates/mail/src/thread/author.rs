//! Who wrote a post, found without reading more of it than there must be.

use crate::mailbox::Address;
use crate::read::fields::{Fields, value};
use crate::read::{AddressList, Post, encoded_word};
use crate::text::Line;

/// Who wrote a post.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Author {
    /// Lower-case, as addresses compare without case.
    pub(super) address: Option<String>,
    pub(super) name: Option<Line>,
    /// Whether a list rewrote From.
    pub(super) munged: bool,
}

impl Author {
    /// Finds out who wrote the post in `octets`.
    pub(super) fn of(fields: &Fields, octets: &[u8]) -> Self {
        let from = value(fields.from);
        if fields.may_be_rewritten()
            && let Ok(post) = Post::read(fields.telling(octets))
        {
            let author = post.author(&[]);
            let address = author.mailbox.map(|it| it.address.as_str().to_lowercase());
            return Self { address, name: author.name, munged: author.munged };
        }
        Self::usual(from).unwrap_or_else(|| {
            let list = AddressList::read(from);
            let name = list.lost().next().and_then(|it| it.name.clone());
            match list.mailboxes.into_iter().next() {
                Some(it) => {
                    Self { address: Some(it.address.as_str().to_lowercase()), name: it.name, munged: false }
                }
                None => Self { name, ..Self::default() },
            }
        })
    }

    /// `Ada Example <ada@example.org>`, the form that nearly all mail has.
    fn usual(from: &[u8]) -> Option<Self> {
        let from = str::from_utf8(from).ok()?;
        let (name, rest) = from.split_once('<')?;
        let address = rest.strip_suffix('>')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_+@".contains(c);
        let odd = name.contains([',', ';', '\\', '(', '@']) || !address.chars().all(plain);
        let address: Address = address.parse().ok().filter(|_| !odd)?;
        let name = name.trim().trim_matches('"');
        let name = Some(Line::sanitize(&encoded_word::decode(name.as_bytes()))).filter(|it| !it.is_empty());
        Some(Self { address: Some(address.as_str().to_lowercase()), name, munged: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_found_behind_lists() {
        for (mail, address, name, munged) in [
            ("From: Ada Example <Ada@Example.org>\n\n", Some("ada@example.org"), Some("Ada Example"), false),
            (
                "From: \"Example, Ada\" <ada@example.org>\n\n",
                Some("ada@example.org"),
                Some("Example, Ada"),
                false,
            ),
            ("From: =?utf-8?q?Ad=C3=A1?= <ada@example.org>\n\n", Some("ada@example.org"), Some("Adá"), false),
            ("From: ada@example.org (Ada Example)\n\n", Some("ada@example.org"), Some("Ada Example"), false),
            (
                "From: Ada via Dev <dev@lists.test>\nList-Id: <dev.lists.test>\nReply-To: Ada <ada@b.test>\n\n",
                Some("ada@b.test"),
                Some("Ada"),
                true,
            ),
            ("From: Ada via Dev <dev@lists.test>\nList-Id: <dev.lists.test>\n\n", None, Some("Ada"), true),
            (
                "From: 'Ada' via Dev <dev@lists.test>\nX-Original-From: Ada <ada@b.test>\nList-Post: <mailto:dev@lists.test>\n\n",
                Some("ada@b.test"),
                Some("Ada"),
                true,
            ),
            ("Subject: none\n\n", None, None, false),
        ] {
            let author = Author::of(&Fields::scan(mail.as_bytes()), mail.as_bytes());
            let found = (author.address.as_deref(), author.name.as_deref(), author.munged);
            assert_eq!(found, (address, name, munged), "{mail}");
        }
    }
}
