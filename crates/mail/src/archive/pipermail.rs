//! Text archives of Mailman 2 (pipermail), which write `ada at students.test (Ada Example)` for an address.

use memchr::{memchr, memmem};

/// No address is looked for behind so many octets of a line.
const LONGEST: usize = 1000;

/// Writes `@` for ` at ` in the From of a post, if its separator has that too. Nothing moves: blanks fill the room.
pub(super) fn restore(post: &mut [u8]) {
    if !is_masked(post) {
        return;
    }
    let end = memmem::find(post, b"\n\n").unwrap_or(post.len());
    let Some(from) = memmem::find(&post[..end], b"\nFrom: ") else { return };
    let value = from + b"\nFrom: ".len();
    let line = value..end.min(value + LONGEST);
    let length = memchr(b'\n', &post[line.clone()]).unwrap_or(line.len());
    unmask(&mut post[value..value + length]);
}

/// Whether the separator is `From ada at students.test ...`.
fn is_masked(post: &[u8]) -> bool {
    let mut words = post.strip_prefix(b"From ").unwrap_or_default().splitn(3, |byte| *byte == b' ');
    words.next().is_some_and(|word| !word.is_empty() && !word.contains(&b'\n')) && words.next() == Some(b"at")
}

/// Undoes the mask of the first address in a field.
fn unmask(value: &mut [u8]) {
    const MASK: &[u8] = b" at ";
    let finder = memmem::Finder::new(MASK);
    let Some(at) = finder.find_iter(value).find(|at| is_address(value, *at)) else { return };
    if value.contains(&b'@') {
        return;
    }
    let domain = at + MASK.len();
    let end = value[domain..].iter().position(|it| matches!(it, b' ' | b'>' | b'(' | b'\r'));
    let end = end.map_or(value.len(), |length| domain + length);
    value[at] = b'@';
    value.copy_within(domain..end, at + 1);
    let moved = end - MASK.len() + 1;
    // A blank before `>` would be read as part of the address by some.
    let behind = if value.get(end) == Some(&b'>') { end + 1 } else { end };
    value.copy_within(end..behind, moved);
    value[moved + behind - end..behind].fill(b' ');
}

/// Whether an address stands around ` at `: one word before it, and a domain behind it.
fn is_address(value: &[u8], at: usize) -> bool {
    let before = value[..at].iter().rev().take_while(|it| !matches!(it, b' ' | b'<' | b'\t')).count();
    let behind = value[at + 4..].split(|it| matches!(it, b' ' | b'>' | b'(')).next().unwrap_or_default();
    let begins =
        at == before || value[at - before - 1] == b'<' || value[..at - before].trim_ascii().is_empty();
    before > 0 && begins && !behind.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_restored_in_their_room() {
        for (from, expected) in [
            ("ada at students.test (Ada Example)", "ada@students.test    (Ada Example)"),
            ("ada at students.test", "ada@students.test   "),
            ("Ada Example <ada at students.test>", "Ada Example <ada@students.test>   "),
            ("ada at students.test (Ada at home)", "ada@students.test    (Ada at home)"),
            ("Ada at home", "Ada@home   "),
            ("ada@students.test (Ada at home)", "ada@students.test (Ada at home)"),
            ("the girl at home", "the girl at home"),
            ("", ""),
        ] {
            let post = |from: &str| {
                format!(
                    "From ada at students.test  Tue Mar 10 12:00:00 2015\nFrom: {from}\nSubject: a at b\n\nFrom: c at d\n"
                )
            };
            let mut octets = post(from).into_bytes();
            restore(&mut octets);
            assert_eq!(String::from_utf8_lossy(&octets), post(expected), "{from}");
        }
        let plain = b"From ada@students.test Tue Mar 10 12:00:00 2015\nFrom: ada at students.test\n\n";
        let mut octets = *plain;
        restore(&mut octets);
        assert_eq!(&octets, plain);
    }
}
