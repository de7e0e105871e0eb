//! Mailboxes: a display name and an address (RFC 5322 3.4).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::text::{ForbiddenChar, Line};

/// Why a text is no address or mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not `local-part@domain`.
    #[error("`{0}` is not a valid email address")]
    Address(Line),
    /// Its local part could travel only where every server on the way has SMTPUTF8 (RFC 6531).
    #[error("`{0}` has characters before the `@` that not every mail server accepts")]
    NotAscii(Line),
    /// The name or address holds what a header field cannot.
    #[error("{0}")]
    ForbiddenChar(#[from] ForbiddenChar),
    /// `Name <address>` without its end, or with text behind it.
    #[error("`{0}` is not `address` or `Name <address>`")]
    Shape(Line),
}

/// An addr-spec (RFC 5322 3.4.1): all ASCII, its domain in A-label form (RFC 5890).
///
/// Compares without case, as lists and people write it both ways.
#[derive(Debug, Clone)]
pub struct Address(lettre::Address);

impl Address {
    /// What stands before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.user()
    }

    /// What stands behind the `@`, in ASCII.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// The whole addr-spec.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }
}

impl FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let line = Line::new(text)?;
        let refused = || Error::Address(line.clone());
        // Blanks in a quoted local part count, each of them.
        let (local, domain) = text.trim().rsplit_once('@').ok_or_else(refused)?;
        let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
        let local = if quoted { plain_local_part(local) } else { local.to_owned() };
        // A masked or spelled-out address (`xxxx@`, `a at b`) has blanks or no `@`; brackets belong to a mailbox.
        let odd = |part: &str| part.contains(|c: char| c.is_whitespace() || "<>(),;:\"\\".contains(c));
        if !local.starts_with('"') && odd(&local) {
            return Err(refused());
        }
        if !local.is_ascii() {
            return Err(Error::NotAscii(line.clone()));
        }
        if is_literal(domain) {
            lettre::Address::new(&local, "literal.invalid").map_err(|_| refused())?;
            return Ok(Self(lettre::Address::new_dangerous(local, domain)));
        }
        if odd(domain) {
            return Err(refused());
        }
        // What is in the form of DNS already stays as it is.
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
        let domain = if domain.bytes().all(plain) && !domain.contains("xn--") {
            domain.to_owned()
        } else {
            idna::domain_to_ascii(domain).map_err(|_| refused())?
        };
        // A host is of letters, digits and hyphens (RFC 1123 2.1); underscores are met.
        if domain.bytes().any(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))) {
            return Err(refused());
        }
        lettre::Address::new(local, domain).map(Self).map_err(|_| refused())
    }
}

/// A quoted local part as it is compared: without quotes where it can do without (RFC 5321 4.1.2).
fn plain_local_part(local: &str) -> String {
    let inner = unquoted(local);
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let atom = |atom: &str| !atom.is_empty() && atom.chars().all(is_atext);
    if inner.split('.').all(atom) {
        inner
    } else {
        format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// Whether a domain is the number of a host: `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 4.1.3).
fn is_literal(domain: &str) -> bool {
    let Some(inner) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    let version_6 = inner.get(..5).filter(|tag| tag.eq_ignore_ascii_case("IPv6:")).map(|_| &inner[5..]);
    match version_6 {
        Some(number) => number.parse::<Ipv6Addr>().is_ok(),
        None => inner.parse::<Ipv4Addr>().is_ok(),
    }
}

impl AsRef<str> for Address {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.as_str(), other.as_str());
        if one.is_ascii() && other.is_ascii() {
            one.eq_ignore_ascii_case(other)
        } else {
            one.to_lowercase() == other.to_lowercase()
        }
    }
}

impl Eq for Address {}

impl Hash for Address {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().to_lowercase().hash(state);
    }
}

impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A display name, where there is one, and an address (RFC 5322 3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name, decoded.
    pub name: Option<Line>,
    /// Where mail goes.
    pub address: Address,
}

impl Mailbox {
    /// A mailbox whose empty name is none.
    #[must_use]
    pub fn new(name: Option<Line>, address: Address) -> Self {
        Self { name: name.filter(|name| !name.is_empty()), address }
    }

    /// How to refer to its owner in text: the name, else the address.
    #[must_use]
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.address.as_str())
    }
}

impl From<Address> for Mailbox {
    fn from(address: Address) -> Self {
        Self { name: None, address }
    }
}

impl FromStr for Mailbox {
    type Err = Error;

    /// Reads `address`, `<address>`, `Name <address>` or `"Name, Quoted" <address>`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = Line::new(text)?;
        let Some((name, rest)) = text.rsplit_once('<') else {
            return Ok(text.parse::<Address>()?.into());
        };
        let address = rest.strip_suffix('>').ok_or_else(|| Error::Shape(text.clone()))?;
        let name = unquoted(name.trim());
        Ok(Self::new(Some(Line::new(&name)?), address.parse()?))
    }
}

/// Undoes a quoted-string (RFC 5322 3.2.4); other text stays as it is.
fn unquoted(name: &str) -> String {
    let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return name.to_owned();
    };
    let mut plain = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain
}

impl fmt::Display for Mailbox {
    /// `Name <address>` for people to read; header fields have their own form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) if name.contains([',', '<', '>', '"', '@']) => {
                let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
                write!(f, "\"{escaped}\" <{}>", self.address)
            }
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

impl Serialize for Mailbox {
    /// `{"name": …|null, "address": …}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut mailbox = serializer.serialize_struct("Mailbox", 2)?;
        mailbox.serialize_field("name", &self.name)?;
        mailbox.serialize_field("address", &self.address)?;
        mailbox.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_read_as_people_write_them() {
        for (text, expected) in [
            ("ada@example.org", Ok("ada@example.org")),
            ("<ada@example.org>", Ok("ada@example.org")),
            ("Ada Example <ada@example.org>", Ok("Ada Example <ada@example.org>")),
            (r#""Example, Ada" <ada@example.org>"#, Ok(r#""Example, Ada" <ada@example.org>"#)),
            (r#""A \"the\" B" <a@b.test>"#, Ok(r#""A \"the\" B" <a@b.test>"#)),
            ("Ada <ada@bücher.example>", Ok("Ada <ada@xn--bcher-kva.example>")),
            ("Ada <ada@example.org", Err("`Ada <ada@example.org` is not `address` or `Name <address>`")),
            ("ada at example dot org", Err("`ada at example dot org` is not a valid email address")),
            ("a@b@c", Err("`a@b@c` is not a valid email address")),
            ("a@b.test\nBcc: c@d.test", Err("U+000A (line feed) is not allowed (line 1, column 9)")),
            ("a@b.test, c@d.test", Err("`a@b.test, c@d.test` is not a valid email address")),
            ("", Err("`` is not a valid email address")),
        ] {
            let read = text.parse::<Mailbox>().map(|it| it.to_string()).map_err(|it| it.to_string());
            assert_eq!(read.as_deref().map_err(String::as_str), expected, "{text:?}");
        }
    }

    #[test]
    fn quoted_local_parts_and_literals() {
        for (text, expected) in [
            (r#""ada.e"@b.test"#, Some("ada.e@b.test")),
            (r#""a\da"@b.test"#, Some("ada@b.test")),
            (r#""ada  example "@b.test"#, Some(r#""ada  example "@b.test"#)),
            (r#""ada example"@b.test"#, Some(r#""ada example"@b.test"#)),
            (r#""a@b"@b.test"#, Some(r#""a@b"@b.test"#)),
            (r#""a\"b"@b.test"#, Some(r#""a\"b"@b.test"#)),
            (r#""a..b"@b.test"#, Some(r#""a..b"@b.test"#)),
            ("ada@[192.0.2.1]", Some("ada@[192.0.2.1]")),
            ("ada@[IPv6:2001:db8::1]", Some("ada@[IPv6:2001:db8::1]")),
            (r#""é"@b.test"#, None),
            (r#"""@b.test"#, None),
            (r#""a"b@b.test"#, None),
            ("a..b@b.test", None),
            ("ada@[2001:db8::1]", None),
            ("ada@[192.0.2.1] x", None),
            ("ada@[a\\]", None),
        ] {
            let read = text.parse::<Address>().ok();
            assert_eq!(read.as_ref().map(Address::as_str), expected, "{text}");
            if let Some(address) = read {
                assert_eq!(address.as_str().parse::<Address>().ok().as_ref().map(Address::as_str), expected);
                assert_eq!(format!("{}@{}", address.local_part(), address.domain()), address.as_str());
            }
        }
    }

    #[test]
    fn addresses_compare_without_case() {
        let address = |text: &str| text.parse::<Address>().expect("valid");
        assert_eq!(address("Ada@Example.ORG"), address("ada@example.org"));
    }
}
