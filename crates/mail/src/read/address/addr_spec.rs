//! An addr-spec (RFC 5322 3.4.1) made of the words of a field.

use crate::mailbox::{Address, Error};
use crate::read::tokens::{Gap, Word};
use crate::text::Line;

/// Longer texts are no address (RFC 5321 4.5.3.1.3).
const LONGEST: usize = 320;

/// Characters that are shown of what is no address.
const SHOWN: usize = 60;

/// The address that words make, and whether it stands there as RFC 5322 has it.
pub(super) fn address(words: &[Word<'_>]) -> Result<(Address, bool), Error> {
    let mut text = Vec::new();
    let mut clean = true;
    for (gap, word) in words {
        let joins = text.is_empty() || text.ends_with(b".") || text.ends_with(b"@") || word.starts_with(b".");
        if *gap != Gap::None && !joins && !word.starts_with(b"@") {
            // List software folds where a line gets too long, be it in the middle of an address.
            if *gap == Gap::Blank {
                return Err(Error::Address(whole(words)));
            }
            clean = false;
        }
        if text.len() + word.len() > LONGEST {
            return Err(Error::Address(whole(words)));
        }
        text.extend_from_slice(word);
    }
    let text = String::from_utf8_lossy(&text);
    match text.parse::<Address>() {
        Ok(address) => Ok((address, clean)),
        Err(why) => repaired(&text).map(|address| (address, false)).ok_or(why),
    }
}

/// An address in quotes, with a full stop behind it, or with full stops where none may stand; three of them stand for
/// letters that an archive has cut off.
fn repaired(text: &str) -> Option<Address> {
    let bare = text.trim_matches(|c: char| "'\"`“”‘’«»".contains(c));
    let bare = bare.strip_suffix('.').unwrap_or(bare);
    let (local, domain) = bare.rsplit_once('@')?;
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let whole = !local.contains("...") && local.chars().all(is_atext);
    let quoted = || whole.then(|| format!("\"{local}\"@{domain}").parse().ok());
    bare.parse().ok().or_else(|| quoted()?)
}

fn whole(words: &[Word<'_>]) -> Line {
    let words: Vec<_> = words.iter().map(|(_, word)| &word[..word.len().min(4 * SHOWN)]).collect();
    shown(&words.join(&b' '))
}

/// Enough of a text to find it.
pub(super) fn shown(raw: &[u8]) -> Line {
    let text = String::from_utf8_lossy(&raw[..raw.len().min(4 * SHOWN)]);
    let text = Line::sanitize(&text);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Line::sanitize(&format!("{}…", &text[..end])),
        None => text,
    }
}
