//! What the values of header fields mean: text, mailboxes, identifiers, dates, a list's own fields.

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use mail_parser::parsers::MessageStream;
use percent_encoding::percent_decode;

use crate::mailbox::{Address, Mailbox};
use crate::message_id::MessageId;
use crate::text::Line;

/// No honest field is longer than this many octets, and no reader needs to be.
const LONGEST: usize = 64 * 1024;

/// Identifiers kept of one field: the first, which roots the thread, and the last.
pub(super) const MOST_IDS: usize = 100;

/// Characters kept of a display name.
const LONGEST_NAME: usize = 200;

/// Lets a parser read a value, with the line end that it wants and that the header's last line may lack.
fn with_stream<T>(raw: &[u8], read: impl FnOnce(&mut MessageStream<'_>) -> T) -> T {
    let mut value = raw.trim_ascii().to_vec();
    value.push(b'\n');
    read(&mut MessageStream::new(&value))
}

/// Free text with its encoded words (RFC 2047) decoded, not yet tamed.
pub(super) fn text(raw: &[u8]) -> String {
    let raw = &raw[..raw.len().min(LONGEST)];
    with_stream(raw, |stream| stream.parse_unstructured().as_text().unwrap_or_default().to_owned())
}

/// Somebody that a field names, perhaps without an address that can be used.
pub(super) type Named = (Option<Line>, Option<Address>);

/// Those whom a field of addresses names; groups are taken apart.
///
/// Addresses are told apart before encoded words are decoded, as a comma may hide in one.
pub(super) fn named(raw: &[u8]) -> Vec<Named> {
    let raw = match raw.get(..LONGEST) {
        // What a cut leaves of an address would be another address.
        Some(head) => &head[..head.iter().rposition(|byte| *byte == b',').unwrap_or(0)],
        None => raw,
    };
    let clean = |it: &mail_parser::Addr<'_>| {
        let address = it.address().and_then(|address| address.trim().parse().ok());
        let name = it.name().map(|name| if it.address().is_none() { comment(name) } else { name });
        let name = name.map(|name| Line::sanitize(&name.chars().take(LONGEST_NAME).collect::<String>()));
        (name.filter(|name| !name.is_empty() && !names_itself(name, address.as_ref())), address)
    };
    with_stream(raw, |stream| {
        stream.parse_address().as_address().map(|all| all.iter().map(clean).collect()).unwrap_or_default()
    })
}

/// Whether a name is but the address again, as some mailers write it.
fn names_itself(name: &str, address: Option<&Address>) -> bool {
    address.is_some_and(|address| name.trim_matches('\'').eq_ignore_ascii_case(address.as_str()))
}

/// The name in `ada at example.org (Ada Example)`, as text archives mask addresses.
fn comment(name: &str) -> &str {
    name.strip_suffix(')').and_then(|rest| rest.split_once('(')).map_or(name, |(_, name)| name)
}

/// Those of [`named`] who have an address.
pub(super) fn mailboxes(raw: &[u8]) -> Vec<Mailbox> {
    let mailbox = |(name, address): Named| Some(Mailbox::new(name, address?));
    named(raw).into_iter().filter_map(mailbox).collect()
}

/// Identifiers in the order of the field, byte for byte.
///
/// A value that is one bare word counts, and so does one in encoded words, as
/// some mailers write both. What is not clean is dropped. Of more than
/// [`MOST_IDS`] the first and the last stay.
pub(super) fn ids(raw: &[u8]) -> Vec<MessageId> {
    let (found, encoded) = scan(raw);
    if encoded {
        let (decoded, _) = scan(text(raw).as_bytes());
        return decoded;
    }
    if found.is_empty() {
        return std::str::from_utf8(raw).ok().and_then(MessageId::parse).into_iter().collect();
    }
    found
}

/// The identifiers in angle brackets, and whether an encoded word stands outside of them.
fn scan(raw: &[u8]) -> (Vec<MessageId>, bool) {
    let mut found = VecDeque::new();
    let (mut start, mut encoded) = (None, false);
    for (at, byte) in raw.iter().enumerate() {
        match (byte, start) {
            (b'<', _) => start = Some(at),
            (b'>', Some(from)) => {
                start = None;
                let id = std::str::from_utf8(&raw[from..=at]).ok().and_then(MessageId::parse);
                found.extend(id);
                if found.len() > MOST_IDS {
                    found.remove(1);
                }
            }
            (b'=', None) => encoded |= raw.get(at + 1) == Some(&b'?'),
            _ => {}
        }
    }
    (found.into(), encoded)
}

/// The date in the sender's own offset; nothing for one that no calendar has.
pub(super) fn date(raw: &[u8]) -> Option<DateTime<FixedOffset>> {
    let raw = raw.get(..200).unwrap_or(raw);
    let plain = String::from_utf8_lossy(raw);
    let plain = plain.trim();
    DateTime::parse_from_rfc2822(plain)
        .ok()
        .or_else(|| asctime(plain))
        .or_else(|| with_stream(raw, |stream| stream.parse_date().as_datetime().and_then(from_parts)))
}

/// `Tue Mar 10 12:00:00 2015`, as text archives have it; its zone is lost.
fn asctime(text: &str) -> Option<DateTime<FixedOffset>> {
    NaiveDateTime::parse_from_str(text, "%a %b %e %H:%M:%S %Y")
        .ok()
        .map(|local| local.and_utc().fixed_offset())
}

fn from_parts(read: &mail_parser::DateTime) -> Option<DateTime<FixedOffset>> {
    let day = NaiveDate::from_ymd_opt(read.year.into(), read.month.into(), read.day.into())?;
    let local = day.and_hms_opt(read.hour.into(), read.minute.into(), read.second.into())?;
    let seconds = i32::from(read.tz_hour) * 3600 + i32::from(read.tz_minute) * 60;
    let offset = FixedOffset::east_opt(if read.tz_before_gmt { -seconds } else { seconds })?;
    local.and_local_timezone(offset).single()
}

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
    let value = text(raw);
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

    fn shown(ids: &[MessageId]) -> Vec<&str> {
        ids.iter().map(MessageId::as_str).collect()
    }

    #[test]
    fn identifiers_are_read_as_mailers_write_them() {
        for (value, expected) in [
            (" <a@b>\r\n\t<C=?x@d>\n", &["<a@b>", "<C=?x@d>"][..]),
            (" <a@b>(comment)<c@d>", &["<a@b>", "<c@d>"]),
            (" bare.id@host\n", &["<bare.id@host>"]),
            (" Your message of Tue <a@b>\n", &["<a@b>"]),
            (" mail from ada@example.org of Tue\n", &[]),
            (" =?us-ascii?q?=3Ca=40b=3E?=\n =?us-ascii?q?_=3Cc=40d=3E?=\n", &["<a@b>", "<c@d>"]),
            (" =?utf-8?q?=3Ca=40b=3E=0D=0ABcc:_x=40y?=\n", &["<a@b>"]),
            (" =?utf-8?q?=3Ca=0D=0A=40b=3E?=\n", &[]),
            (" <a b@c> <a\u{1b}@c> <no-at> <<x@y> <z@\u{e9}> <ok@ok>\n", &["<x@y>", "<ok@ok>"]),
            ("\n", &[]),
        ] {
            assert_eq!(shown(&ids(value.as_bytes())), expected, "{value:?}");
        }
    }

    #[test]
    fn of_many_identifiers_the_first_and_the_last_stay() {
        let many = (0..1000).map(|n| format!("<{n}@b>")).collect::<Vec<_>>().join("\n ");
        let kept = ids(many.as_bytes());
        assert_eq!(kept.len(), MOST_IDS);
        assert_eq!((kept[0].as_str(), kept[1].as_str()), ("<0@b>", "<901@b>"));
        assert_eq!(kept[MOST_IDS - 1].as_str(), "<999@b>");
    }

    #[test]
    fn mailboxes_of_a_field() {
        for (value, expected) in [
            (" Ada Example <ada@example.org>, b@c.test", "Ada Example <ada@example.org>; b@c.test"),
            (" =?utf-8?q?Example=2C_Ada?= <a@b.test>, c@d.test", "\"Example, Ada\" <a@b.test>; c@d.test"),
            (" \"Example, Ada\" <a@b.test>", "\"Example, Ada\" <a@b.test>"),
            (" \"=?utf-8?q?Zo=C3=AB?=\" <z@b.test>", "Zoë <z@b.test>"),
            (" Team: a@b.test, C <c@d.test>; e@f.test", "a@b.test; C <c@d.test>; e@f.test"),
            (" a@b.test (Ada Example)", "Ada Example <a@b.test>"),
            (" ada at example.org (Ada)", ""),
            (" undisclosed-recipients:;", ""),
            (" =?utf-8?q?a=0D=0ABcc=3A_x=40y=2Etest?= <a@b.test>", "\"a Bcc: x@y.test\" <a@b.test>"),
            (" =?utf-8?q?=1B[2J=E2=80=AEevil?= <a@b.test>", "[2Jevil <a@b.test>"),
            (" ada@b.test <ada@b.test>", "ada@b.test"),
            (" ada@b.test <ada@c.test>", "\"ada@b.test\" <ada@c.test>"),
            (" <ada@b.test", "ada@b.test"),
            (" Ada <ada@>, <@b>, x", ""),
            ("", ""),
        ] {
            let read: Vec<_> = mailboxes(value.as_bytes()).iter().map(ToString::to_string).collect();
            assert_eq!(read.join("; "), expected, "{value:?}");
        }
    }

    #[test]
    fn dates_keep_their_offset_or_are_none() {
        for (value, expected) in [
            ("Tue, 10 Mar 2015 12:00:00 +0530", Some("2015-03-10T12:00:00+05:30")),
            ("Wed, 10 Mar 2015 12:00:00 -0800 (PST)", Some("2015-03-10T12:00:00-08:00")),
            ("10 Mar 15 12:00 GMT", Some("2015-03-10T12:00:00+00:00")),
            ("Tue Mar 10 12:00:00 2015", Some("2015-03-10T12:00:00+00:00")),
            ("Tue, 31 Feb 2015 12:00:00 +0000", None),
            ("Tue, 10 Mar 2015 25:61:00 +9999", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(date(value.as_bytes()).map(|it| it.to_rfc3339()).as_deref(), expected, "{value:?}");
        }
    }

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
