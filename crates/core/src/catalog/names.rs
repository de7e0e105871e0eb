//! What the entries of a file are called, and what refers to them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::RandomState;
use toml::de::DeValue;

use super::advice;
use super::values::number;
use crate::diagnostics::{Diagnostic, nearest};

/// A text of the file, with its place.
type Text<'i> = (Cow<'i, str>, Range<usize>);

/// Texts of each kind.
type ByKind<'i> = Vec<(&'static str, Vec<Text<'i>>)>;

/// The ids of each kind.
type Known<'n> = HashMap<&'static str, HashSet<&'n str, RandomState>, RandomState>;

/// So many of them are worth a thread.
const MANY: usize = 10_000;

/// Names, references and addresses of lists, as they stand in a part of a file.
#[derive(Default)]
pub(super) struct Names<'i> {
    ids: ByKind<'i>,
    references: ByKind<'i>,
    addresses: Vec<Text<'i>>,
    pub(super) sources: Sources,
}

/// The last lines of sources, by their ids; the first source is here under no id too.
#[derive(Default, Clone)]
pub(super) struct Sources(HashMap<Option<String>, Option<u32>>);

impl<'i> Names<'i> {
    pub(super) fn names(&mut self, kind: &'static str, text: Cow<'i, str>, place: Range<usize>) {
        of_kind(&mut self.ids, kind).push((text, place));
    }

    pub(super) fn refers(&mut self, kind: &'static str, text: Cow<'i, str>, place: Range<usize>) {
        of_kind(&mut self.references, kind).push((text, place));
    }

    pub(super) fn list_address(&mut self, text: Cow<'i, str>, place: Range<usize>) {
        self.addresses.push((text, place));
    }

    fn ids(&self, kind: &str) -> &[Text<'i>] {
        self.ids.iter().find(|(it, _)| *it == kind).map_or(&[], |(_, ids)| ids)
    }
}

/// The texts of a kind.
fn of_kind<'a, 'i>(texts: &'a mut ByKind<'i>, kind: &'static str) -> &'a mut Vec<Text<'i>> {
    let at = texts.iter().position(|(it, _)| *it == kind).unwrap_or_else(|| {
        texts.push((kind, Vec::new()));
        texts.len() - 1
    });
    &mut texts[at].1
}

/// What is wrong with the names of a file's parts, where those of `base` count as well.
pub(super) fn diagnostics(parts: &[Names<'_>], base: &[Names<'_>]) -> Vec<Diagnostic> {
    let all = || base.iter().chain(parts);
    let kinds: BTreeSet<_> = all().flat_map(|part| part.ids.iter().map(|(kind, _)| *kind)).collect();
    let many = all().flat_map(|part| &part.ids).map(|(_, ids)| ids.len()).sum::<usize>() > MANY;
    // There may be as many projects as there is of all the rest.
    let (projects, rest): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|kind| *kind == "project");
    let known_of =
        |kinds: Vec<&'static str>| kinds.into_iter().map(|kind| known(kind, parts, base)).collect();
    let (mut found, more): (Vec<_>, Vec<_>) = both(many, || known_of(projects), || known_of(rest));
    found.extend(more);
    let mut diagnostics = Vec::new();
    let known: Known<'_> = found
        .into_iter()
        .map(|(kind, ids, duplicates)| {
            diagnostics.extend(duplicates);
            (kind, ids)
        })
        .collect();
    let (first, second) = parts.split_at(parts.len() / 2);
    let (lost, more) = both(many, || all_dangling(first, &known), || all_dangling(second, &known));
    diagnostics.extend(lost);
    diagnostics.extend(more);
    let below = base.iter().flat_map(|part| &part.addresses);
    let mut taken: HashSet<_> = below.map(|(text, _)| text.to_lowercase()).collect();
    for (text, place) in parts.iter().flat_map(|part| &part.addresses) {
        if !taken.insert(text.to_lowercase()) {
            let message = format!("`{text}` is already an address of a list");
            let hint = "remove it here or there: mail to it reaches one list";
            diagnostics.push(Diagnostic::new(place.clone(), message).code("K33").hint(hint));
        }
    }
    diagnostics
}

/// The ids of a kind, and those of `parts` that were there before.
fn known<'n>(
    kind: &'static str,
    parts: &'n [Names<'_>],
    base: &'n [Names<'_>],
) -> (&'static str, HashSet<&'n str, RandomState>, Vec<Diagnostic>) {
    let below = || base.iter().flat_map(|part| part.ids(kind)).map(|(text, _)| &**text);
    let mut ids: HashSet<_, _> = below().collect();
    ids.reserve(parts.iter().map(|part| part.ids(kind).len()).sum());
    let mut duplicates = Vec::new();
    for (text, place) in parts.iter().flat_map(|part| part.ids(kind)) {
        if !ids.insert(&**text) {
            let message = format!("duplicate {kind} id `{text}`");
            let below = below().any(|it| it == text);
            let first = if below { "the profile has it too: remove it here, or " } else { "" };
            let hint = format!("{first}write another one, as in `id = \"{text}-2\"`");
            duplicates.push(Diagnostic::new(place.clone(), message).code("K31").hint(hint));
        }
    }
    (kind, ids, duplicates)
}

/// The references that lead nowhere.
fn all_dangling(parts: &[Names<'_>], known: &Known<'_>) -> Vec<Diagnostic> {
    let references = parts.iter().flat_map(|part| &part.references);
    let lost = references.flat_map(|(kind, references)| {
        let ids = known.get(kind);
        let lost = move |text: &str| !ids.is_some_and(|ids| ids.contains(text));
        references
            .iter()
            .filter(move |(text, _)| lost(text))
            .map(move |(text, place)| dangling(kind, text, place, ids.into_iter().flatten().copied()))
    });
    lost.collect()
}

/// What both give; side by side where they have `many` to look at.
fn both<A, B: Send>(many: bool, first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    if !many {
        return (first(), second());
    }
    std::thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

impl Sources {
    /// Notes how many lines the sources have.
    pub(super) fn read(&mut self, sources: &DeValue<'_>) {
        let tables = match sources {
            DeValue::Array(values) => values.iter().map(toml::Spanned::get_ref).collect(),
            one => vec![one],
        };
        for source in tables.into_iter().filter_map(DeValue::as_table) {
            // Lines that are wrong themselves limit nothing.
            let lines: Vec<_> = source
                .get("lines")
                .and_then(|it| it.get_ref().as_array())
                .map_or_else(Vec::new, |lines| lines.iter().map(|line| number(line.get_ref())).collect());
            let last = match lines.as_slice() {
                [Some(first), Some(last)] if (1..=*last).contains(first) => Some(*last),
                _ => None,
            };
            if let Some(id) = source.get("id").and_then(|it| it.get_ref().as_str()) {
                self.0.insert(Some(id.to_owned()), last);
            }
            self.0.entry(None).or_insert(last);
        }
    }

    /// The last line of the source with this id, or of the first.
    pub(super) fn last_line(&self, id: Option<&str>) -> Option<u32> {
        self.0.get(&id.map(str::to_owned)).copied().flatten()
    }
}

/// How many of the known ids a hint names.
const MOST_IDS: usize = 4;

/// Says that nothing has the id that is referred to, and what comes nearest.
fn dangling<'n>(
    kind: &str,
    text: &str,
    place: &Range<usize>,
    ids: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    if kind == "list" && (text.contains("://") || text.contains('@')) {
        let diagnostic = Diagnostic::new(place.clone(), format!("`{text}` is not the id of a list"));
        let ids: Vec<_> = ids.take(2).collect();
        let hint = match ids.as_slice() {
            _ if text.contains("://") => {
                "write the id of a list; a page of a list is its `web` or `archive`".to_owned()
            }
            [one] => format!("write its id, as in `{one}`; or add a `[[list]]` with this address"),
            _ => "add a `[[list]]` with this address, and write its id here".to_owned(),
        };
        return diagnostic.code("K09").hint(hint);
    }
    let diagnostic = Diagnostic::new(place.clone(), format!("no {kind} with the id `{text}`")).code("K32");
    // Of equally near ids the same one is named in every run.
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    let near = if text.contains('@') {
        let id = advice::id(&advice::called(kind, text).0);
        ids.iter().copied().find(|it| *it == id)
    } else {
        nearest(text, ids.iter().copied())
    };
    let hint = match (near, ids.as_slice()) {
        (Some(id), _) => format!("did you mean `{id}`?"),
        (None, []) => advice::entry(kind, text),
        (None, ids) => {
            let known: Vec<_> = ids.iter().take(MOST_IDS).map(|id| format!("`{id}`")).collect();
            let more = if ids.len() > MOST_IDS {
                format!(" or {} more", ids.len() - MOST_IDS)
            } else {
                String::new()
            };
            let be = if ids.len() == 1 { "is" } else { "are" };
            format!("there {be} {}{more}; or {}", known.join(", "), advice::entry(kind, text))
        }
    };
    diagnostic.hint(hint)
}
