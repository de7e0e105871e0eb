//! What list software puts below a letter, in a part of its own.

use super::{LONGEST_TEXT, Post};
use crate::list_address::list_of;
use crate::mailbox::Address;

/// A footer has this many lines at most.
const LONGEST: usize = 15;

/// Addresses that may be the list's, and places that name one, which are looked at.
const MOST_LISTS: usize = 50;

impl Post<'_> {
    /// Whether a text that follows the letter is the list's.
    ///
    /// It is short, and names the list by what the list's fields say, or begins with a rule.
    pub(super) fn is_footer(&self, text: &str) -> bool {
        let filled = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<_> = filled.take(LONGEST + 1).collect();
        let Some(first) = lines.first().filter(|_| lines.len() <= LONGEST) else { return false };
        let text = lines.join("\n").to_lowercase();
        let names = |mark: &String| text.contains(mark.as_str());
        let got = self.to.iter().chain(&self.cc).map(|it| it.address.as_str().to_lowercase());
        let ruled = is_rule(first);
        let list = self.list_post.iter().chain(self.to.iter().chain(&self.cc).map(|it| &it.address));
        self.list_marks().iter().any(names)
            || list.take(MOST_LISTS).any(|list| names_service(&text, list))
            || (ruled && (first.starts_with("______") || got.into_iter().any(|it| names(&it))))
    }

    /// What only the list and its software write: its address and those of its services.
    fn list_marks(&self) -> Vec<String> {
        /// Shorter ones stand in many texts.
        const SHORTEST: usize = 8;
        let mut marks: Vec<String> = self.list_post.iter().map(Address::to_string).collect();
        if let Some((label, domain)) = self.list_id.as_deref().and_then(|id| id.split_once('.')) {
            marks.push(format!("{label}@{domain}"));
        }
        for field in
            ["List-Unsubscribe", "List-Subscribe", "List-Help", "List-Archive", "List-Owner", "List-Post"]
        {
            let Some(field) = self.field(field) else { continue };
            let value = String::from_utf8_lossy(&field.value[..field.value.len().min(LONGEST_TEXT)]);
            let uris = value.split('<').skip(1).filter_map(|rest| rest.split('>').next());
            let bare = |uri: &str| {
                let uri: String = uri.split_whitespace().collect();
                let uri = uri.strip_prefix("mailto:").unwrap_or(&uri).split('?').next().unwrap_or_default();
                uri.trim_end_matches('/').to_owned()
            };
            marks.extend(uris.map(bare));
        }
        marks.retain(|mark| mark.len() >= SHORTEST);
        marks.truncate(MOST_LISTS);
        marks.iter().map(|mark| mark.to_lowercase()).collect()
    }
}

/// Whether a text, in lower case, names an address by which list software is asked: `dev-leave@` of `dev@`.
fn names_service(text: &str, list: &Address) -> bool {
    let local = list.local_part().to_lowercase();
    let domain = list.domain().to_lowercase();
    text.match_indices(&format!("@{domain}")).take(MOST_LISTS).any(|(at, _)| {
        let before = text[..at].rsplit(|c: char| c.is_whitespace() || "<(:,\"'".contains(c)).next();
        before.and_then(list_of).is_some_and(|it| it == local)
    })
}

fn is_rule(line: &str) -> bool {
    line == "--" || (line.len() >= 5 && line.bytes().all(|byte| b"_-=*~#".contains(&byte)))
}
