//! Mentors held against a file of maintainers, as the Linux kernel and its neighbours keep one.

use std::collections::{HashMap, HashSet};

use deunicode::deunicode;
use toml::de::DeTable;

use super::document::{Document, Entry};
use super::people::addresses;
use crate::catalog::load::Named;
use crate::diagnostics::Diagnostic;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::words::or;

/// Whom a `MAINTAINERS` file names, with their addresses.
#[derive(Debug, Default)]
pub struct Maintainers {
    addresses: HashSet<String>,
    /// By name without case and accents.
    names: HashMap<String, Vec<Address>>,
}

impl Maintainers {
    /// Reads the lines `M:` (maintainer) and `R:` (reviewer) of a file, `Name <address>` each.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut all = Self::default();
        for line in text.lines() {
            let Some(value) = line.strip_prefix("M:").or_else(|| line.strip_prefix("R:")) else { continue };
            let Ok(mailbox) = value.trim().parse::<Mailbox>() else { continue };
            all.addresses.insert(mailbox.address.as_str().to_lowercase());
            if let Some(name) = &mailbox.name {
                let addresses = all.names.entry(folded(name)).or_default();
                if !addresses.contains(&mailbox.address) {
                    addresses.push(mailbox.address);
                }
            }
        }
        all
    }

    /// Whether it names nobody, and so is no such file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }
}

fn folded(name: &str) -> String {
    deunicode(name).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names each mentor of a catalog whom `maintainers` does not name, or names with other addresses.
///
/// A file without projects, such as a profile, is held against it with everybody that it names.
#[must_use]
pub fn maintainers(
    file: Named<'_>,
    profile: Option<Named<'_>>,
    maintainers: &Maintainers,
) -> Vec<Diagnostic> {
    let Some(own) = table(file) else { return Vec::new() };
    let base = profile.and_then(table);
    let document = Document::new(&own, base.as_ref(), chrono::NaiveDate::MIN);
    let projects = document.all("project");
    let mentors: HashSet<_> =
        projects.iter().flat_map(|project| project.texts("mentors")).map(|it| it.text).collect();
    let people = document.own("person").into_iter();
    let people = people.filter(|person| projects.is_empty() || mentors.contains(person.id()));
    people.filter_map(|person| compare(&person, maintainers)).collect()
}

fn table(file: Named<'_>) -> Option<DeTable<'_>> {
    Some(DeTable::parse(file.text).ok()?.into_inner())
}

fn compare(person: &Entry<'_>, maintainers: &Maintainers) -> Option<Diagnostic> {
    let addresses = addresses(person);
    if addresses.iter().any(|it| maintainers.addresses.contains(&it.text.to_lowercase())) {
        return None;
    }
    let name = person.text("name")?;
    let domain = |address: &str| address.rsplit_once('@').map(|(_, it)| it.to_lowercase());
    let place = person.place_of(if person.has("addresses") { "addresses" } else { "address" });
    let Some(theirs) = maintainers.names.get(&folded(name.text)) else {
        let message = format!("`{}` is not in the file of maintainers", name.text);
        let hint = "ask whether they still mentor; a mentor need not be a maintainer";
        return Some(Diagnostic::new(name.span, message).hint(hint).code("K46"));
    };
    let listed: Vec<_> = theirs.iter().map(|it| format!("`{it}`")).collect();
    let hint = match theirs.as_slice() {
        [one] if addresses.is_empty() => format!("add `address = \"{one}\"`"),
        [one] => format!("if both reach them, write `addresses = [\"{one}\", …]`"),
        _ => "write all that reach them into `addresses`, the best first".to_owned(),
    };
    let near = addresses.is_empty()
        || addresses.iter().any(|own| theirs.iter().any(|it| domain(own.text) == domain(it.as_str())));
    let (code, message) = if near {
        ("K44", format!("the file of maintainers has {} for `{}`", or(&listed), name.text))
    } else {
        ("K45", format!("`{}` has moved: the file of maintainers has {}", name.text, or(&listed)))
    };
    Some(Diagnostic::new(place, message).hint(hint).code(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "Descriptions of section entries:\n\n\tM: Mail patches to: FullName <address@domain>\n\n\
        ENGINE\nM:\tGrace Example <grace@example.org>\nR:     Roger Modéle <roger@new.example>\nS:\tSupported\n\
        F:\tsrc/\n\nTHE REST\nM:\tHopper Example <hopper@labs.example.org>\nM:\tHopper Example <hopper@example.org>\n\
        M:\tnot a mailbox\nL:\tdevel@lists.example.org\n";

    #[test]
    fn only_maintainers_and_reviewers_are_read() {
        let all = Maintainers::parse(FILE);
        assert_eq!((all.addresses.len(), all.names.len()), (4, 3));
        assert!(Maintainers::parse("# A page\n\nM: nobody\n").is_empty());
    }

    #[test]
    fn mentors_that_moved_or_are_gone_are_named() {
        let person = |name: &str, address: &str| {
            format!("[[person]]\nid = \"{}\"\nname = \"{name}\"\n{address}\n", folded(name).replace(' ', "-"))
        };
        for (name, address, expected) in [
            ("Grace Example", "address = \"grace@example.org\"", None),
            ("Grace Example", "address = \"GRACE@Example.ORG\"", None),
            ("G. Example", "address = \"grace@example.org\"", None),
            ("Grace Example", "addresses = [\"g@home.example\", \"grace@example.org\"]", None),
            ("Grace Example", "address = \"g.example@example.org\"", Some("K44")),
            ("Grace Example", "", Some("K44")),
            ("Roger Modele", "address = \"roger@old.example\"", Some("K45")),
            ("Hopper  example", "address = \"hopper@old.example\"", Some("K45")),
            ("Ada Example", "address = \"ada@example.org\"", Some("K46")),
        ] {
            let text = person(name, address);
            let found = maintainers(Named { origin: "", text: &text }, None, &Maintainers::parse(FILE));
            let codes: Vec<_> = found.iter().filter_map(|it| it.code).collect();
            assert_eq!(codes, expected.into_iter().collect::<Vec<_>>(), "{text}\n{found:?}");
        }
    }

    #[test]
    fn people_who_mentor_nothing_are_left_out_where_there_are_projects() {
        let text = "[[person]]\nid = \"ada\"\nname = \"Ada\"\n[[person]]\nid = \"noel\"\nname = \"Noel\"\n\
            [[project]]\nid = \"p\"\ntitle = \"P\"\nmentors = [{ id = \"noel\" }]\nstudents = [\"ada\"]\n";
        let found = maintainers(Named { origin: "", text }, None, &Maintainers::parse(FILE));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("Noel"), "{}", found[0].message);
    }
}
