//! What the writer has done already.

use super::evidence::shows_work;
use crate::catalog::Area;
use crate::check::case::Case;
use crate::check::finding::Hit;
use crate::subject::fold;

pub(super) fn no_step_taken(case: &Case<'_>) -> Vec<Hit> {
    let shown = case.own_lines().any(|(_, line)| shows_work(line));
    if shown || case.own.0.is_empty() {
        return Vec::new();
    }
    let message = "nothing shows what you have done so far: no link, command, file, version or commit";
    let fix = "say what you have read, built, tried or sent, with a link or a name";
    vec![Hit::new(case.mail.at_text(), message, fix)]
}

/// How people speak of a patch of their own, in folded words.
const OWN_PATCH: [&str; 16] = [
    "my patch",
    "my patches",
    "my first patch",
    "a patch for",
    "a patch to fix",
    "a patch that",
    "a patch attached",
    "patch attached",
    "patch below",
    "patch i",
    "patches i",
    "sent a patch",
    "sent patches",
    "submitted a patch",
    "submitted patches",
    "wrote a patch",
];

/// Words that tell what a patch was made for, in folded words.
const BASES: [&str; 16] = [
    "based on",
    "base commit",
    "on top of",
    "against",
    "base tree",
    "branch",
    "master",
    "mainline",
    "staging tree",
    "next tree",
    "linux next",
    "rebased",
    "tree",
    "unstable",
    "applied to",
    "merged",
];

pub(super) fn tree_unnamed(case: &Case<'_>) -> Vec<Hit> {
    if !case.english {
        return Vec::new();
    }
    let Some(patch) = OWN_PATCH.iter().find_map(|it| case.own.find(it)) else { return Vec::new() };
    let area = case.topic.project().and_then(|project| case.catalog.area_of(project));
    let tree = area.and_then(|area| area.base_tree.as_deref());
    if let Some(other) = area.and_then(|area| wrong_tree(case, area)) {
        let message =
            format!("the text names {other}, which is not what patches for this project are based on");
        let fix = format!("base it on {}", tree.unwrap_or_default());
        return vec![Hit::new(case.at_words(&patch), message, fix)];
    }
    let links = case.own_lines().any(|(_, line)| line.contains("://"));
    if case.own.has_any(&BASES) || links {
        return Vec::new();
    }
    let fix = match tree {
        Some(tree) => format!("say what it is based on; here that is {tree}"),
        None => "say which tree and commit it is based on, or link to it".to_owned(),
    };
    vec![Hit::new(case.at_words(&patch), "a patch is spoken of, but not the tree that it is for", fix)]
}

/// The base tree of another area, when the text names that one and not the area's own.
fn wrong_tree<'a>(case: &'a Case<'_>, area: &Area) -> Option<&'a str> {
    let trees = case.catalog.areas.iter().filter_map(|it| it.base_tree.as_deref());
    let own = area.base_tree.as_deref()?;
    // A tree is told by the names with hyphens and dots in it: `xen-unstable`, `kernel.org`.
    let names = |tree: &str| -> Vec<String> {
        let named =
            tree.split_whitespace().filter(|word| word.trim_end_matches('.').contains(['-', '.', '/']));
        named.map(fold).collect()
    };
    let says = |tree: &str| names(tree).iter().any(|name| case.own.find(name).is_some());
    let shares = |tree: &str| names(tree).iter().any(|name| names(own).contains(name));
    trees
        .filter(|tree| *tree != own && !names(own).is_empty() && !shares(tree))
        .find(|tree| says(tree) && !says(own))
}
