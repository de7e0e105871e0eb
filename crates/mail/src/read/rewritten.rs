//! The forms in which list software rewrites From (DMARC, RFC 7489): Mailman, Google Groups, groups.io, Sympa, the IETF.

use super::address::without_quotes;
use crate::mailbox::Address;
use crate::text::Line;

/// The address that was written into another one: `ada@students.test.invalid`, `ada=40students.test@dmarc.ietf.org`,
/// and, where the domain is the list's, `ada=students.test@groups.io`.
pub(super) fn behind(address: &Address, of_list: bool) -> Option<Address> {
    let (local, domain) = (address.local_part(), address.domain());
    let end = domain.len().checked_sub(".invalid".len());
    if let Some(end) = end.filter(|end| *end > 0 && domain.is_char_boundary(*end))
        && domain[end..].eq_ignore_ascii_case(".invalid")
    {
        return format!("{local}@{}", &domain[..end])
            .parse()
            .ok()
            .filter(|it: &Address| it.domain().contains('.') && !is_mask(it.domain()));
    }
    let (name, host) = match local.rsplit_once("=40") {
        // Where it is neither the list's domain nor one made for it, it is a local part like any other.
        Some(parts) if of_list || domain.to_ascii_lowercase().starts_with("dmarc.") => parts,
        Some(_) => return None,
        None => local.rsplit_once('=').filter(|_| of_list)?,
    };
    host.contains('.').then(|| format!("{name}@{host}").parse().ok()).flatten()
}

/// Whether a domain ends in a word that says that it is none: `students.test.REMOVE`.
fn is_mask(domain: &str) -> bool {
    let last = domain.rsplit('.').next().unwrap_or_default();
    ["remove", "removethis", "nospam", "spam"].iter().any(|it| last.eq_ignore_ascii_case(it))
}

pub(super) fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Whether `shown` is `known` with more behind it.
pub(super) fn begins_with(shown: &str, known: &str) -> bool {
    let (shown, known) = (shown.to_lowercase(), known.to_lowercase());
    let rest = shown.trim_start_matches(['\'', '"']).strip_prefix(&known);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// A name without the list's, whose `labels` are known: `Ada Example via Dev`, `'Ada Example' via Dev`,
/// `Ada Example (via Dev Mailing List)`, `Ada Example über Dev`.
pub(super) fn without_list(name: &Line, labels: &[&str]) -> Line {
    let whole = name.as_str();
    let person = represented(whole)
        .or_else(|| quoted(whole))
        .or_else(|| without_brackets(whole, labels))
        .or_else(|| without_via(whole))
        .or_else(|| labels.iter().find_map(|label| without_label(whole, label)))
        .unwrap_or(whole);
    Line::sanitize(without_quotes(person.trim()))
}

/// What stands between who sends a mail and the person who wrote it.
const ON_BEHALF: [&str; 7] = [
    " on behalf of ",
    " im auftrag von ",
    " de la part de ",
    " en nombre de ",
    " em nome de ",
    " per conto di ",
    " namens ",
];

/// Whether a name is a person's and that of who sends for them.
pub(super) fn names_two(name: &str) -> bool {
    represented(name).is_some() || without_via(name).is_some()
}

/// `Dev on behalf of Ada Example`, `Dev <dev@lists.example.org> on behalf of Ada Example`
fn represented(name: &str) -> Option<&str> {
    let lower = name.to_ascii_lowercase();
    let end = ON_BEHALF.iter().find_map(|words| Some(lower.find(words)? + words.len()))?;
    let person = name[end..].split(" via ").next()?.trim();
    (!person.is_empty()).then_some(person)
}

/// `'Ada Example' …`
fn quoted(name: &str) -> Option<&str> {
    let quote = name.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (person, rest) = name[1..].split_once(&format!("{quote} "))?;
    (!person.trim().is_empty() && !rest.trim().is_empty()).then_some(person)
}

fn without_brackets<'n>(name: &'n str, labels: &[&str]) -> Option<&'n str> {
    let (person, inner) = name.strip_suffix(')')?.rsplit_once(" (")?;
    let inner = inner.to_lowercase();
    let of_list =
        inner.starts_with("via ") || labels.iter().any(|label| inner.contains(&label.to_lowercase()));
    (of_list && !person.trim().is_empty()).then_some(person)
}

fn without_via(name: &str) -> Option<&str> {
    let at = name.to_ascii_lowercase().rfind(" via ")?;
    Some(&name[..at]).filter(|it| !it.trim().is_empty())
}

/// A name with the list's at its end, and one word of any language between.
fn without_label<'n>(name: &'n str, label: &str) -> Option<&'n str> {
    let start = name.len().checked_sub(label.len()).filter(|it| name.is_char_boundary(*it))?;
    let (person, end) = name.split_at(start);
    let person = person.trim_end_matches(['"', '\'', '«', '“', '[', '(']);
    let (person, _) = person.strip_suffix(' ')?.rsplit_once(' ')?;
    (end.eq_ignore_ascii_case(label) && person.contains(char::is_alphabetic)).then_some(person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_behind_others() {
        for (address, of_list, expected) in [
            ("ada@students.test.invalid", false, Some("ada@students.test")),
            ("ada@students.test.INVALID", false, Some("ada@students.test")),
            ("ada@x.invalid", false, None),
            ("ada=40students.test@dmarc.ietf.org", false, Some("ada@students.test")),
            ("a=b=40students.test@dmarc.ietf.org", false, Some("a=b@students.test")),
            ("ada=40students.test@lists.test", true, Some("ada@students.test")),
            ("ada=40students.test@other.test", false, None),
            ("ada@students.test.REMOVE.invalid", false, None),
            ("ada=students.test@groups.test", true, Some("ada@students.test")),
            ("ada=students.test@groups.test", false, None),
            ("prvs=tag@students.test", true, None),
            ("ada@students.test", true, None),
        ] {
            let address: Address = address.parse().expect("valid");
            let read = behind(&address, of_list);
            assert_eq!(read.as_ref().map(Address::as_str), expected, "{address}");
        }
    }

    #[test]
    fn names_beside_a_lists() {
        for (name, expected) in [
            ("Ada Example via Dev", "Ada Example"),
            ("'Ada Example' via Dev", "Ada Example"),
            ("'Ada via X Example' via Dev", "Ada via X Example"),
            ("Ada Example via groups.io", "Ada Example"),
            ("Ada Example (via Dev Mailing List)", "Ada Example"),
            ("Ada Example (liste Dev)", "Ada Example"),
            ("Ada Example über dev", "Ada Example"),
            ("Ада через Dev", "Ада"),
            ("Dev on behalf of Ada Example", "Ada Example"),
            ("Dev On Behalf Of Ada Example via Dev", "Ada Example"),
            ("Dev im Auftrag von Ada Example", "Ada Example"),
            ("Ada Example via B4 Relay", "Ada Example"),
            ("Ada Example (student)", "Ada Example (student)"),
            ("Ada Example", "Ada Example"),
            ("Dev", "Dev"),
        ] {
            assert_eq!(without_list(&Line::sanitize(name), &["Dev"]).as_str(), expected);
        }
        assert!(begins_with("Ada Example par Dev", "ada example") && !begins_with("Adam", "Ada"));
    }
}
