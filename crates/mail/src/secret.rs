//! Passwords and tokens, which are never printed, logged or kept.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

/// A password or token. Its memory is wiped when it goes; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes `text` as it is.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Takes `parts` together. What grows leaves copies behind; this does not.
    #[must_use]
    pub fn joined(parts: &[&str]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(parts.iter().map(|part| part.len()).sum()));
        for part in parts {
            text.push_str(part);
        }
        Self(text)
    }

    /// Base64 of `parts` together, wiped like them.
    pub(crate) fn base64(parts: &[&str]) -> Self {
        let text = Self::joined(parts);
        let mut encoded = Zeroizing::new(String::with_capacity(text.0.len().div_ceil(3) * 4));
        BASE64_STANDARD.encode_string(text.expose(), &mut encoded);
        Self(encoded)
    }

    /// The text, for whoever checks it and nobody else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_encoded_together() {
        let encoded = Secret::base64(&["\0", "ada", "\0", "hunter2"]);
        assert_eq!((encoded.expose(), encoded.0.capacity()), ("AGFkYQBodW50ZXIy", 16));
    }

    #[test]
    fn it_is_not_shown() {
        assert_eq!(format!("{:?}", Some(Secret::new("hunter2".into()))), "Some(Secret(..))");
    }
}
