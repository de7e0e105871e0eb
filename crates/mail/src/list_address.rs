//! Addresses that the software of a list has beside it: Mailman, mlmmj, ezmlm, majordomo.

use crate::mailbox::Address;

/// What stands behind the list's own local part, each behind `-` or `+`.
const SUFFIXES: [&str; 12] = [
    "admin",
    "bounce",
    "bounces",
    "confirm",
    "help",
    "join",
    "leave",
    "owner",
    "request",
    "subscribe",
    "unsubscribe",
    "sendconfirm",
];

/// The local part of the list that a local part is beside: `devel` of `devel-request`, `devel+owner`, `owner-devel`.
#[must_use]
pub fn list_of(local_part: &str) -> Option<&str> {
    let is = |word: &str, known: &[&str]| known.iter().any(|it| it.eq_ignore_ascii_case(word));
    let behind = local_part.rsplit_once(['-', '+']).filter(|(_, suffix)| is(suffix, &SUFFIXES));
    let before = || local_part.split_once('-').filter(|(prefix, _)| is(prefix, &["owner"]));
    let list = behind.map(|(list, _)| list).or_else(|| before().map(|(_, list)| list));
    list.filter(|it| !it.is_empty())
}

/// Whether an address is one that the software of `list` has beside it.
#[must_use]
pub fn is_beside(address: &Address, list: &Address) -> bool {
    let same_domain = address.domain().eq_ignore_ascii_case(list.domain());
    same_domain && list_of(address.local_part()).is_some_and(|it| it.eq_ignore_ascii_case(list.local_part()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_beside_a_list() {
        for (local, expected) in [
            ("devel-request", Some("devel")),
            ("Devel-Bounces", Some("Devel")),
            ("engine-devel+unsubscribe", Some("engine-devel")),
            ("owner-devel", Some("devel")),
            ("devel", None),
            ("-request", None),
            ("owner-", None),
            ("ada-owner-x", None),
            ("interrequest", None),
        ] {
            assert_eq!(list_of(local), expected, "{local}");
        }
        let [address, list, other] = ["devel-owner@Lists.test", "DEVEL@lists.test", "devel@other.test"]
            .map(|it| it.parse::<Address>().expect("valid"));
        assert!(is_beside(&address, &list) && !is_beside(&address, &other) && !is_beside(&list, &list));
    }
}
