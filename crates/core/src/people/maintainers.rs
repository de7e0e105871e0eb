//! A MAINTAINERS file, as kernels, compilers and hypervisors keep one: who maintains what.

use onlist_mail::mailbox::Mailbox;
use onlist_mail::read::AddressList;

/// Those whom a MAINTAINERS file names: behind `M:` and `R:`, or a line of its own for each.
///
/// Lists (`L:`), files and all else are left out.
#[must_use]
pub fn maintainers(text: &str) -> Vec<Mailbox> {
    let mut found: Vec<Mailbox> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        let person = match line.split_once(':') {
            Some((mark, rest)) if is_person(mark) => rest,
            Some((mark, _)) if !mark.contains('@') => continue,
            _ => line,
        };
        if !person.contains('@') || person.starts_with('#') {
            continue;
        }
        let read = AddressList::read(person.as_bytes()).mailboxes;
        found.extend(read.into_iter().filter(|it| it.name.is_some()));
    }
    found.sort_by(|a, b| a.address.as_str().cmp(b.address.as_str()));
    found.dedup_by(|a, b| a.address == b.address);
    found
}

/// Whether people stand behind `mark`.
fn is_person(mark: &str) -> bool {
    const MARKS: [&str; 6] = ["m", "r", "p", "maintainer", "maintainers", "reviewer"];
    let mark = mark.trim_start_matches(['*', '-', ' ']).to_lowercase();
    MARKS.contains(&mark.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_lists_and_files() {
        let text = "Maintainers of the engine\n\nPARSER\nM:\tGrace Example <grace@example.org>\n\
                    R: \"Example, Jay\" <jay@example.org>\nL:\tdevel@lists.example.org (open list)\n\
                    F:\tsrc/parser/\nS:\tSupported\nM: Grace Example <grace@example.org>\n\
                    Mary Example <mary@example.org>\n# Old <old@example.org>\nmail devel@lists.example.org\n";
        let found: Vec<_> = maintainers(text).iter().map(|it| it.address.to_string()).collect();
        assert_eq!(found, ["grace@example.org", "jay@example.org", "mary@example.org"]);
    }
}
