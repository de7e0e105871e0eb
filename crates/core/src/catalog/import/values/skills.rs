//! What is to be known, one thing each where the page lists things.

use super::is_blank;
use crate::catalog::import::page::squeeze;

/// Cuts a line of skills at its commas where every part is a thing and no sentence.
pub(crate) fn split(text: &str) -> Vec<String> {
    let text = squeeze(text);
    let text = text.trim_end_matches(['.', ';', ',']).trim();
    if is_blank(text) {
        return Vec::new();
    }
    let apart = cut(text, &[';']);
    if apart.len() > 1 {
        return apart.iter().flat_map(|part| split(part)).collect();
    }
    let parts = cut(text, &[',']);
    let short = |part: &String| part.split_whitespace().count() <= 5 && !part.contains(". ");
    if parts.len() < 2 || !parts.iter().all(short) {
        return vec![text.to_owned()];
    }
    parts
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
            ("Unknown", &[]),
            ("", &[]),
        ] {
            assert_eq!(split(raw), skills, "{raw}");
        }
    }
}
