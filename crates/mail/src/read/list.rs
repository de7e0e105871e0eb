//! What a list says about itself in its fields (RFC 2369, RFC 2919).

use percent_encoding::percent_decode;

use super::encoded_word;
use crate::mailbox::Address;
use crate::text::Line;

/// No honest field is longer than this many octets.
const LONGEST: usize = 64 * 1024;

/// The address of a `List-Post` field (RFC 2369 3.4); none for `NO` and for what is no mailto URI.
pub(super) fn list_post(raw: &[u8]) -> Option<Address> {
    let raw = std::str::from_utf8(raw.get(..LONGEST).unwrap_or(raw)).ok()?;
    raw.split('<').skip(1).filter_map(|rest| rest.split_once('>')).find_map(|(uri, _)| {
        let uri: String = uri.split_whitespace().collect();
        let scheme = uri.get(..7)?;
        let to = scheme.eq_ignore_ascii_case("mailto:").then(|| uri[7..].split('?').next())??;
        percent_decode(to.as_bytes()).decode_utf8().ok()?.parse().ok()
    })
}

/// Whether a `List-Post` field says that nobody may post (RFC 2369 3.4).
pub(super) fn says_no(raw: &[u8]) -> bool {
    let word = raw.trim_ascii_start();
    word.get(..2).is_some_and(|it| it.eq_ignore_ascii_case(b"no"))
        && word.get(2).is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// A `List-Id` field (RFC 2919): what stands in its angle brackets, and the phrase before them.
pub(super) fn list_id(raw: &[u8]) -> (Option<Line>, Option<Line>) {
    let some = |text: &str| Some(Line::sanitize(text)).filter(|line| !line.is_empty());
    let value = encoded_word::decode(raw.get(..LONGEST).unwrap_or(raw));
    match value.rsplit_once('<') {
        Some((phrase, id)) => {
            (some(id.split('>').next().unwrap_or_default()), some(phrase.trim().trim_matches('"')))
        }
        None => (some(&value), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_list() {
        for (value, expected) in [
            (" <mailto:intro@lists.test>\n", Some("intro@lists.test")),
            (" <https://lists.test/>, <MAILTO:intro%2Bx@lists.test?subject=a>", Some("intro+x@lists.test")),
            (" NO", None),
            (" <mailto:>", None),
            (" intro@lists.test", None),
        ] {
            assert_eq!(list_post(value.as_bytes()).as_ref().map(Address::as_str), expected, "{value:?}");
        }
        assert!(says_no(b" NO (moderators only)\n") && !says_no(b" <mailto:no@b.test>") && !says_no(b"now"));
        let read = |value: &str| {
            let (id, name) = list_id(value.as_bytes());
            (id.map(|it| it.to_string()), name.map(|it| it.to_string()))
        };
        let intro = Some("intro.lists.test".to_owned());
        assert_eq!(
            read(" \"Introductions\" <intro.lists.test>"),
            (intro.clone(), Some("Introductions".into()))
        );
        assert_eq!(read(" <intro.lists.test>"), (intro.clone(), None));
        assert_eq!(read(" intro.lists.test"), (intro, None));
    }
}
