//! What is to be known, one thing each where the page lists things.

use super::is_blank;
use super::{lower_words, without_brackets};
use crate::catalog::import::page::squeeze;
use crate::catalog::import::vocabulary;

/// Cuts a line of skills at its commas where every part is a thing and no sentence.
pub(crate) fn split(text: &str) -> Vec<String> {
    let text = squeeze(text);
    let text = without_lead(text.trim_end_matches(['.', ';', ',']).trim());
    if is_blank(text) {
        return Vec::new();
    }
    let apart = cut(text, &[';']);
    if apart.len() > 1 {
        return apart.iter().flat_map(|part| split(part)).collect();
    }
    let parts = cut(text, &[',']);
    let short =
        |part: &String| without_brackets(part).split_whitespace().count() <= 5 && !part.contains(". ");
    // `Python, or the wish to learn it` is one thing.
    let goes_on = |part: &String| {
        let words = lower_words(part);
        words.first().is_some_and(|it| it == "or")
            && words.get(1).is_some_and(|it| matches!(it.as_str(), "a" | "an" | "the" | "at" | "similar"))
    };
    // `C, (Rust is useful too)`; `Lamps, wires: pulling, cutting`
    let apart = |part: &String| !(part.starts_with('(') && part.ends_with(')'));
    let grouped = parts.iter().skip(1).any(|part| part.contains(": "));
    if parts.len() < 2
        || !parts.iter().all(|it| short(it) && apart(it))
        || grouped
        || parts.iter().any(goes_on)
    {
        return vec![text.to_owned()];
    }
    let bare = |(at, part): (usize, &String)| {
        let part = part.strip_prefix("or ").unwrap_or(part).trim();
        let part = if at == 0 { without_group(part) } else { part };
        part.to_owned()
    };
    parts.iter().enumerate().map(bare).filter(|part| !is_blank(part)).collect()
}

/// `One of: C, Rust`: what is chosen from, without the words for the choice.
fn without_lead(text: &str) -> &str {
    let lead = text.split_once(':').filter(|(lead, rest)| {
        let mut words = lower_words(lead);
        while words
            .last()
            .is_some_and(|it| matches!(it.as_str(), "the" | "following" | "these" | "languages"))
        {
            words.pop();
        }
        !rest.trim().is_empty() && vocabulary::values().choice.contains(&words.join(" "))
    });
    lead.map_or(text, |(_, rest)| rest.trim())
}

/// `Backend: C`, the first of several: the thing without what all of them are for.
fn without_group(part: &str) -> &str {
    let group = part.split_once(": ").filter(|(group, _)| {
        let words = lower_words(group);
        words.len() <= 3
            && group.chars().all(|c| c.is_alphabetic() || " -/&".contains(c))
            && !words.iter().any(|it| vocabulary::values().weights.contains(it))
    });
    group.map_or(part, |(_, rest)| rest.trim())
}

/// Whether all words of a text are of languages that people speak.
pub(crate) fn are_spoken(text: &str) -> bool {
    let words = lower_words(text);
    let spoken = &vocabulary::values().spoken;
    words.iter().any(|it| spoken.contains(it))
        && words.iter().all(|it| spoken.contains(it) || matches!(it.as_str(), "and" | "or"))
}

/// The parts between separators and a last `and` or `or`, outside of brackets.
fn cut(text: &str, separators: &[char]) -> Vec<String> {
    let (mut parts, mut depth, mut open) = (Vec::new(), 0_usize, String::new());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 && separators.contains(&c) => {
                parts.push(std::mem::take(&mut open));
                continue;
            }
            _ => {}
        }
        open.push(c);
    }
    parts.push(open);
    if parts.len() == 1
        && let Some((a, b)) = parts[0].split_once(" and ")
        && [a, b].iter().all(|it| it.split_whitespace().count() <= 2)
    {
        parts = vec![a.to_owned(), b.to_owned()];
    }
    let lone = |part: &str| part.trim().trim_start_matches("and ").trim().to_owned();
    parts.iter().map(|part| lone(part)).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_cut_and_sentences_kept() {
        for (raw, skills) in [
            ("C, shell(bash)", &["C", "shell(bash)"][..]),
            ("Python and C++", &["Python", "C++"]),
            ("C++, Computing with GPU, Linear Algebra.", &["C++", "Computing with GPU", "Linear Algebra"]),
            ("Python (numpy, scipy), and Rust", &["Python (numpy, scipy)", "Rust"]),
            (
                "Good knowledge of C, and the wish to learn how a compiler works inside",
                &["Good knowledge of C, and the wish to learn how a compiler works inside"],
            ),
            ("OCaml", &["OCaml"]),
            ("One of: Web, iOS, or Flutter development.", &["Web", "iOS", "Flutter development"]),
            ("At least one of the following: C, Rust", &["C", "Rust"]),
            ("C, Rust, or Zig", &["C", "Rust", "Zig"]),
            ("Python, or a strong interest.", &["Python, or a strong interest"]),
            (
                "C++, GTK, frameworks for windows (Lamps API, and Wicks)",
                &["C++", "GTK", "frameworks for windows (Lamps API, and Wicks)"],
            ),
            ("Backend: Python, Django (recommended)", &["Python", "Django (recommended)"]),
            ("Optional: Python, Django", &["Optional: Python", "Django"]),
            ("C, Rust, (knowledge of Zig is useful)", &["C, Rust, (knowledge of Zig is useful)"]),
            (
                "Rust, work with lamps: pull wires, cut wires",
                &["Rust, work with lamps: pull wires, cut wires"],
            ),
            ("Languages: C", &["Languages: C"]),
            ("Unknown", &[]),
            ("", &[]),
        ] {
            assert_eq!(split(raw), skills, "{raw}");
        }
    }
}
