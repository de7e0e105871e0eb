//! What the entries of a file are called, and what refers to them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::RandomState;
use toml::de::DeValue;

use super::advice;
use crate::diagnostics::{Diagnostic, nearest};

/// A text of the file, with its place.
type Text<'i> = (Cow<'i, str>, Range<usize>);

/// The ids of each kind.
type Known<'n> = HashMap<&'n str, HashSet<&'n str, RandomState>, RandomState>;

/// So many references are worth a thread.
const MANY: usize = 10_000;

/// Names, references and addresses of lists, as they stand in one or several files.
#[derive(Default)]
pub(super) struct Names<'i> {
    ids: Vec<(&'static str, Text<'i>)>,
    references: Vec<(&'static str, Text<'i>)>,
    addresses: Vec<Text<'i>>,
    pub(super) sources: Sources,
}

/// The last lines of sources, by their ids; the first source is here under no id too.
#[derive(Default, Clone)]
pub(super) struct Sources(HashMap<Option<String>, Option<u32>>);

impl<'i> Names<'i> {
    pub(super) fn names(&mut self, kind: &'static str, text: Cow<'i, str>, place: Range<usize>) {
        self.ids.push((kind, (text, place)));
    }

    pub(super) fn refers(&mut self, kind: &'static str, text: Cow<'i, str>, place: Range<usize>) {
        self.references.push((kind, (text, place)));
    }

    pub(super) fn list_address(&mut self, text: Cow<'i, str>, place: Range<usize>) {
        self.addresses.push((text, place));
    }

    /// Adds those of a later part.
    pub(super) fn append(&mut self, part: Self) {
        self.ids.extend(part.ids);
        self.references.extend(part.references);
        self.addresses.extend(part.addresses);
    }

    /// What is wrong with them, where those of `base` count as well.
    pub(super) fn diagnostics(&self, base: Option<&Names<'_>>) -> Vec<Diagnostic> {
        let mut known: Known<'_> = HashMap::default();
        for (kind, count) in self.counts() {
            known.entry(kind).or_default().reserve(count);
        }
        for (kind, text) in base.iter().flat_map(|base| base.known()) {
            known.entry(kind).or_default().insert(text);
        }
        let mut diagnostics = Vec::new();
        for (kind, (text, place)) in &self.ids {
            if !known.entry(kind).or_default().insert(text) {
                let message = format!("duplicate {kind} id `{text}`");
                let below = base.is_some_and(|base| base.known().any(|it| it == (kind, text)));
                let first = if below { "the profile has it too: remove it here, or " } else { "" };
                let hint = format!("{first}write another one, as in `id = \"{text}-2\"`");
                diagnostics.push(Diagnostic::new(place.clone(), message).code("K31").hint(hint));
            }
        }
        diagnostics.extend(self.dangling(&known));
        let others = base.iter().flat_map(|base| &base.addresses);
        let mut taken: HashSet<_> = others.map(|(text, _)| text.to_lowercase()).collect();
        for (text, place) in &self.addresses {
            if !taken.insert(text.to_lowercase()) {
                let message = format!("`{text}` is already an address of a list");
                let hint = "remove it here or there: mail to it reaches one list";
                diagnostics.push(Diagnostic::new(place.clone(), message).code("K33").hint(hint));
            }
        }
        diagnostics
    }

    /// The references that lead nowhere; of many, two halves are looked at side by side.
    fn dangling(&self, known: &Known<'_>) -> Vec<Diagnostic> {
        let look = |references: &[(&'static str, Text<'_>)]| {
            let lost = references.iter().filter_map(|(kind, (text, place))| {
                let ids = known.get(kind);
                let lost = !ids.is_some_and(|ids| ids.contains(&**text));
                lost.then(|| dangling(kind, text, place, ids.into_iter().flatten().copied()))
            });
            lost.collect::<Vec<_>>()
        };
        let all = self.references.as_slice();
        if all.len() < MANY {
            return look(all);
        }
        let (first, second) = all.split_at(all.len() / 2);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| look(second));
            let mut lost = look(first);
            lost.extend(second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            lost
        })
    }

    /// How many ids there are of each kind.
    fn counts(&self) -> HashMap<&'static str, usize> {
        let mut counts = HashMap::new();
        self.ids.iter().for_each(|(kind, _)| *counts.entry(*kind).or_default() += 1);
        counts
    }

    fn known(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ids.iter().map(|(kind, (text, _))| (*kind, &**text))
    }
}

impl Sources {
    /// Notes how many lines the sources have.
    pub(super) fn read(&mut self, sources: &DeValue<'_>) {
        let tables = match sources {
            DeValue::Array(values) => values.iter().map(toml::Spanned::get_ref).collect(),
            one => vec![one],
        };
        for source in tables.into_iter().filter_map(DeValue::as_table) {
            let lines = source.get("lines").and_then(|it| it.get_ref().as_array()?.last());
            let last = lines.and_then(|it| it.get_ref().as_integer()?.as_str().parse().ok());
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
            [one] => format!("write its id, as in `{one}`; or add a `[[list]]` with this address"),
            _ => "add a `[[list]]` with this address, and write its id here".to_owned(),
        };
        return diagnostic.code("K09").hint(hint);
    }
    let diagnostic = Diagnostic::new(place.clone(), format!("no {kind} with the id `{text}`")).code("K32");
    // Of equally near ids the same one is named in every run.
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    let hint = match (nearest(text, ids.iter().copied()), ids.as_slice()) {
        (Some(id), _) => format!("did you mean `{id}`?"),
        (None, []) => advice::entry(kind, text),
        (None, ids) => {
            let known: Vec<_> = ids.iter().take(MOST_IDS).map(|id| format!("`{id}`")).collect();
            let more = if ids.len() > MOST_IDS {
                format!(" or {} more", ids.len() - MOST_IDS)
            } else {
                String::new()
            };
            format!("there is {}{more}; or {}", known.join(", "), advice::entry(kind, text))
        }
    };
    diagnostic.hint(hint)
}
