//! Names of drafts, which are names of folders too.

use std::fmt;
use std::str::FromStr;

use super::Error;

/// Longer names are no help, and may not fit a file system.
const LONGEST: usize = 60;
/// What draft folders cannot be called on Windows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name of a draft: `a` to `z`, digits and `-`, beginning with no `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// Makes a name of any text: what has no place in one becomes `-`.
    #[must_use]
    pub fn from_label(label: &str) -> Self {
        let mut name = String::new();
        for c in label.to_lowercase().chars() {
            if c.is_ascii_alphanumeric() {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        name.truncate(LONGEST - "draft-".len() - "-1000".len());
        let name = name.trim_end_matches('-');
        match name {
            "" => Self("draft".into()),
            _ if is_device(name) => Self(format!("draft-{name}")),
            _ => Self(name.into()),
        }
    }

    /// The same name with a number.
    pub(super) fn numbered(&self, number: u32) -> Self {
        Self(format!("{self}-{number}"))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether Windows takes the name for a device: those above, `com0` and `lpt9`.
fn is_device(name: &str) -> bool {
    let port =
        |kind| name.strip_prefix(kind).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    DEVICES.contains(&name) || port("com") || port("lpt")
}

impl FromStr for Id {
    type Err = Error;

    /// Takes a name that somebody typed; nothing in it can lead out of the store.
    fn from_str(name: &str) -> Result<Self, Error> {
        let clean = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let fits = !name.is_empty() && name.len() <= LONGEST && !name.starts_with('-');
        if fits && name.bytes().all(clean) && !is_device(name) {
            Ok(Self(name.to_owned()))
        } else {
            Err(Error::NoName { name: name.to_owned() })
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_become_names() {
        for (label, expected) in [
            ("powerclamp", "powerclamp"),
            ("Intel QuickData – DMA!", "intel-quickdata-dma"),
            ("../../etc/passwd", "etc-passwd"),
            ("   ", "draft"),
            ("漢字", "draft"),
            ("NUL", "draft-nul"),
            ("com1", "draft-com1"),
            ("com10", "com10"),
        ] {
            assert_eq!(Id::from_label(label).as_str(), expected, "{label:?}");
        }
    }

    #[test]
    fn typed_names_cannot_be_paths() {
        for name in ["", ".", "..", "a/b", "a\\b", "-x", ".hidden", "A", "a b", "nul", "a\0", &"a".repeat(99)]
        {
            assert!(name.parse::<Id>().is_err(), "{name:?}");
        }
        assert!("powerclamp-2".parse::<Id>().is_ok());
    }

    proptest! {
        #[test]
        fn every_label_makes_a_name_that_can_be_typed(label in any::<String>()) {
            let id = Id::from_label(&label);
            for name in [&id, &id.numbered(1000)] {
                prop_assert!(name.as_str().parse::<Id>().is_ok(), "{}", name);
            }
        }
    }
}
