//! What a page says beside its projects: the lists, and the table of areas with theirs.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Block, Kind, Page, TextLine, join, squeeze};
use super::people::{addresses, is_list, masked};
use super::result::{Area, Doubt, Import, MailingList, Source};

/// Reads lists, areas and masked addresses of a page.
pub(super) fn read(import: &mut Import, page: &Page, text: &str, source: &impl Fn([usize; 2]) -> Source) {
    let file = source([1, 1]).file;
    let in_project: Vec<_> =
        import.projects.iter().filter(|it| it.source.file == file).map(|it| it.source.lines).collect();
    let mut lists = KnownLists::of(import);
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        for found in addresses(line).into_iter().filter(|found| is_list(&found.address)) {
            lists.add(import, found.address, source([number, number]));
        }
        if let Some(raw) =
            masked(line).filter(|_| !in_project.iter().any(|lines| (lines[0]..=lines[1]).contains(&number)))
        {
            let reason = "a masked address is not taken as one".to_owned();
            import.doubts.push(Doubt {
                field: "address".to_owned(),
                project: None,
                raw,
                reason,
                source: source([number, number]),
            });
        }
    }
    for (raw, lines) in candidates(page) {
        let known =
            import.lists.iter().any(|list| raw.contains(list.address.split('@').next().unwrap_or("?")));
        if !known {
            let reason = "a list without its address: to be confirmed".to_owned();
            import.doubts.push(Doubt {
                field: "list".to_owned(),
                project: None,
                raw,
                reason,
                source: source(lines),
            });
        }
    }
    for section in &page.sections {
        table(import, &section.blocks, source);
        flat_table(import, &section.blocks, source);
    }
}

/// Parts of links that lead to lists.
const LIST_LINKS: &[&str] = &[
    "groups.google.com/",
    "lore.kernel.org/",
    "/listinfo/",
    "/archives/list/",
    "/mailman3/",
    "public-inbox.org/",
    "groups.io/g/",
    "lists.sourceforge.net",
    "/hyperkitty/",
    "freelists.org/list/",
    "mail-archive.com/",
];

/// Links to lists, and lists that are called by their name, each once.
fn candidates(page: &Page) -> Vec<(String, [usize; 2])> {
    let mut found: Vec<(String, [usize; 2])> = Vec::new();
    let mut add = |raw: String, line: usize| {
        if found.len() < 50 && !found.iter().any(|(it, _)| *it == raw) {
            found.push((raw, [line, line]));
        }
    };
    for line in page.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| &block.lines) {
        for link in line.spans.iter().filter_map(|span| span.link.as_deref()) {
            if let Some(part) = LIST_LINKS.iter().find_map(|part| link.find(part).map(|at| at + part.len())) {
                let rest = link[part..]
                    .split('/')
                    .find(|it| it.len() > 2 && !matches!(*it, "forum" | "msg" | "msgid" | "all" | "r"));
                let end = rest.map_or(part, |rest| link[part..].find(rest).unwrap_or(0) + part + rest.len());
                add(link[..end].to_owned(), line.number);
            }
        }
        let text = line.text();
        for (at, _) in text.match_indices("list").take(20) {
            let before = text[..at].trim_end().trim_end_matches("mailing").trim_end();
            let name = before.rsplit([' ', '(', '`', '"']).next().unwrap_or_default();
            let named = name.contains('-')
                && ["-devel", "-dev", "-users", "-discuss", "-list", "-developers"]
                    .iter()
                    .any(|end| name.ends_with(end));
            if named {
                add(name.to_owned(), line.number);
            }
        }
    }
    found
}

/// A table with a column of mailing lists.
fn table(import: &mut Import, blocks: &[Block], source: &impl Fn([usize; 2]) -> Source) {
    let mut column = None;
    for block in blocks {
        let Kind::Row { cells, .. } = &block.kind else {
            column = None;
            continue;
        };
        let lower: Vec<_> = cells.iter().map(|cell| join(cell).to_lowercase()).collect();
        match column {
            None => {
                column = lower.iter().position(|cell| cell.contains("mailing list") && !cell.contains('@'));
            }
            Some(at) => {
                let name = cells.first().map(|cell| join(cell)).unwrap_or_default();
                let list = cells.get(at).map(|cell| join(cell)).unwrap_or_default();
                let list = addresses(&list).into_iter().map(|it| it.address).next();
                let lines = block.range().unwrap_or([0, 0]);
                let text = lower.join(" | ");
                if at > 0 && !name.is_empty() {
                    import.areas.push(Area { name, list, text, source: source(lines) });
                }
            }
        }
    }
}

/// Words between the name of an area and its list.
const BETWEEN: &[&str] = &["start with", "see", "use", "mail", "write to", "mailto:", "list:", "-", ":"];

/// A table that lost its borders: a line of its labels, then lines with the address of a list each.
fn flat_table(import: &mut Import, blocks: &[Block], source: &impl Fn([usize; 2]) -> Source) {
    for block in blocks.iter().filter(|block| block.kind == Kind::Paragraph && block.lines.len() >= 3) {
        let head = block.lines[0].text().to_lowercase();
        if !head.contains("mailing list") || head.contains('@') || head.contains(':') {
            continue;
        }
        let rows: Vec<_> = block.lines[1..].iter().filter_map(flat_row).collect();
        if rows.len() * 2 < block.lines.len() {
            continue;
        }
        for (name, list, text, line) in rows {
            import.areas.push(Area { name, list: Some(list), text, source: source([line, line]) });
        }
        let range = block.range().unwrap_or([0, 0]);
        let reason =
            "a table without borders: where a name ends is taken from the address behind it".to_owned();
        let raw = squeeze(&block.lines[0].text());
        import.doubts.push(Doubt {
            field: "area".to_owned(),
            project: None,
            raw,
            reason,
            source: source(range),
        });
    }
}

fn flat_row(line: &TextLine) -> Option<(String, String, String, usize)> {
    let text = line.text();
    let found = addresses(&text).into_iter().find(|found| is_list(&found.address))?;
    let mut name = squeeze(&text[..found.from]);
    while let Some(word) = BETWEEN.iter().find(|word| name.to_lowercase().ends_with(**word)) {
        name.truncate(name.len() - word.len());
        name.truncate(name.trim_end().len());
    }
    (!name.is_empty()).then(|| (name, found.address, squeeze(&text[found.to..]), line.number))
}

/// Gives projects the lists of their areas: the heading above a project names a row of the table.
pub(super) fn assign(import: &mut Import) {
    if import.areas.is_empty() {
        return;
    }
    let mut used = vec![false; import.areas.len()];
    let mut told: BTreeSet<String> = BTreeSet::new();
    let rows = Rows::of(&import.areas);
    for project in &mut import.projects {
        let Some(heading) = &project.area else { continue };
        let row = rows.find(heading);
        let doubt = match row {
            Some((at, certain)) => {
                used[at] = true;
                if project.list.is_none() {
                    project.list.clone_from(&import.areas[at].list);
                }
                (!certain).then(|| format!("taken as the area `{}`", import.areas[at].name))
            }
            None => Some("no row of the table of areas has this name".to_owned()),
        };
        if let Some(reason) = doubt.filter(|_| !told.contains(heading)) {
            told.insert(heading.clone());
            let (raw, source) = (heading.clone(), project.source.clone());
            import.doubts.push(Doubt { field: "area".to_owned(), project: None, raw, reason, source });
        }
    }
    for (area, _) in import.areas.iter().zip(used).filter(|(_, used)| !used) {
        let (raw, source) = (area.name.clone(), area.source.clone());
        let reason = "an area without a project".to_owned();
        import.doubts.push(Doubt { field: "area".to_owned(), project: None, raw, reason, source });
    }
}

/// The rows of the table of areas, by their names.
#[derive(Debug, Default)]
pub(super) struct Rows {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Rows {
    pub(super) fn of(areas: &[Area]) -> Self {
        let names: Vec<_> = areas.iter().map(|area| bare_name(&area.name)).collect();
        let places = names.iter().enumerate().rev().map(|(at, name)| (name.clone(), at)).collect();
        Self { names, places }
    }

    /// The row that a heading names, and whether it has its very name.
    pub(super) fn find(&self, heading: &str) -> Option<(usize, bool)> {
        let heading = bare_name(heading);
        if let Some(at) = self.places.get(&heading) {
            return Some((*at, true));
        }
        let fits = |name: &str| {
            !name.is_empty() && !heading.is_empty() && (heading.starts_with(name) || name.contains(&heading))
        };
        let mut found = self.names.iter().enumerate().filter(|(_, name)| fits(name));
        let (at, _) = found.next().filter(|_| found.next().is_none())?;
        Some((at, false))
    }
}

fn bare_name(text: &str) -> String {
    let bare = super::values::without_brackets(text).to_lowercase();
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The lists of an import, by their addresses and by the names before the `@`.
#[derive(Debug, Default)]
struct KnownLists {
    addresses: BTreeSet<String>,
    names: BTreeMap<String, usize>,
}

impl KnownLists {
    fn of(import: &Import) -> Self {
        let mut known = Self::default();
        for (at, list) in import.lists.iter().enumerate() {
            for address in list.aliases.iter().chain([&list.address]) {
                known.addresses.insert(address.to_lowercase());
            }
            known.names.entry(local_part(&list.address)).or_insert(at);
        }
        known
    }

    /// Adds the address of a list; a name that is known at another host is taken as the same list.
    fn add(&mut self, import: &mut Import, address: String, source: Source) {
        if !self.addresses.insert(address.to_lowercase()) {
            return;
        }
        let place = *self.names.entry(local_part(&address)).or_insert(import.lists.len());
        match import.lists.get_mut(place) {
            Some(list) => {
                let reason = format!("taken as another address of `{}`", list.address);
                list.aliases.push(address.clone());
                import.doubts.push(Doubt {
                    field: "list".to_owned(),
                    project: None,
                    raw: address,
                    reason,
                    source,
                });
            }
            None => import.lists.push(MailingList { address, aliases: Vec::new(), source }),
        }
    }
}

fn local_part(address: &str) -> String {
    address.split('@').next().unwrap_or_default().to_lowercase()
}
