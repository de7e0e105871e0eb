//! What the writer has done already.

use super::evidence::{has_built, shows_work};
use crate::catalog::Area;
use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::subject::fold;
use onlist_mail::read::own::LineKind;

pub(in crate::check) const RULES: &[&Rule] = &[&NO_STEP_TAKEN, &TREE_UNNAMED];

const NO_STEP_TAKEN: Rule = Rule {
    code: "C05",
    name: "no-step-taken",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "something that was read, built or sent shows that the writer means it, and where help must start",
    source: "git.github.io, General Microproject Information; University of Alaska, ideas page of 2026",
    bad: "\nSo far I have read a lot about it.",
    good: "\nSo far I have built commit 3f2a9bc1 and read src/parse.c.",
    check: no_step_taken,
    fix: None,
};

fn no_step_taken(input: &CheckInput<'_>) -> Vec<Violation> {
    let shown = input.own_lines().any(|(_, line)| shows_work(line))
        || input.mail.text.lines.iter().any(|line| line.kind == LineKind::Literal)
        || paragraphs(input).iter().any(|it| has_built(it));
    if shown || input.own.is_empty() {
        return Vec::new();
    }
    let message = "nothing shows what you have done so far: no link, command, file, version or commit";
    let wanted = input.conventions().do_first().value;
    let wanted: Vec<_> = wanted.iter().map(onlist_mail::text::Line::as_str).collect();
    let fix = match wanted.as_slice() {
        [] => "say what you have read, built, tried or sent, with a link or a name".to_owned(),
        steps => format!("this community wants first: {}; say what came of it", steps.join("; ")),
    };
    vec![Violation::new(input.mail.at_text(), message, fix)]
}

/// The writer's own paragraphs, each on one line.
fn paragraphs(input: &CheckInput<'_>) -> Vec<String> {
    let (mut paragraphs, mut next) = (Vec::<String>::new(), 0);
    for (at, line) in input.own_lines().filter(|(_, line)| !line.trim().is_empty()) {
        match paragraphs.last_mut() {
            Some(paragraph) if at == next => {
                paragraph.push(' ');
                paragraph.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
        next = at + 1;
    }
    paragraphs
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

const TREE_UNNAMED: Rule = Rule {
    code: "C12",
    name: "tree-unnamed",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "a patch can only be looked at on the tree that it was made for",
    source: "Xen Project, GSoC 2015 page, line 51",
    bad: "\nI have sent a patch for the parser, and I would like to do more.",
    good: "\nI have sent a patch for the parser, based on core-next.",
    check: tree_unnamed,
    fix: None,
};

fn tree_unnamed(input: &CheckInput<'_>) -> Vec<Violation> {
    if !input.own.is_english() {
        return Vec::new();
    }
    let Some(patch) = OWN_PATCH.iter().find_map(|it| input.own.find(it)) else { return Vec::new() };
    let area = input.topic.project().and_then(|project| input.catalog.area_of(project));
    let tree = area.and_then(|area| area.base_tree.as_deref());
    if let Some(other) = area.and_then(|area| wrong_tree(input, area)) {
        let message =
            format!("the text names {other}, which is not what patches for this project are based on");
        let fix = format!("base it on {}", tree.unwrap_or_default());
        return vec![Violation::new(input.at_words(&patch), message, fix)];
    }
    let links = input.own_lines().any(|(_, line)| line.contains("://"));
    if input.own.has_any(&BASES) || links {
        return Vec::new();
    }
    let fix = match tree {
        Some(tree) => format!("say what it is based on; here that is {tree}"),
        None => "say which tree and commit it is based on, or link to it".to_owned(),
    };
    vec![Violation::new(input.at_words(&patch), "a patch is spoken of, but not the tree that it is for", fix)]
}

/// The base tree of another area, when the text names that one and not the area's own.
fn wrong_tree<'a>(input: &'a CheckInput<'_>, area: &Area) -> Option<&'a str> {
    let trees = input.catalog.areas.iter().filter_map(|it| it.base_tree.as_deref());
    let own = area.base_tree.as_deref()?;
    // A tree is told by the names with hyphens and dots in it: `xen-unstable`, `kernel.org`.
    let names = |tree: &str| -> Vec<String> {
        let named =
            tree.split_whitespace().filter(|word| word.trim_end_matches('.').contains(['-', '.', '/']));
        named.map(fold).collect()
    };
    let says = |tree: &str| names(tree).iter().any(|name| input.own.has(name));
    let shares = |tree: &str| names(tree).iter().any(|name| names(own).contains(name));
    trees
        .filter(|tree| *tree != own && !names(own).is_empty() && !shares(tree))
        .find(|tree| says(tree) && !says(own))
}
