//! Which season of a programme a page is about.

use onlist_mail::text::Line;

/// Octets of a tag in brackets that is looked at.
const LONGEST: usize = 100;

/// A year that a page names beside a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The year.
    pub year: u16,
    /// The tag of subjects that says it, as in `[GSoC 2027]`.
    pub tag: Option<Line>,
}

/// The years that `text` names in tags of subjects that begin with `short`; else those of its first line, and of the
/// lines that name the programme.
#[must_use]
pub fn seasons(text: &str, programme: &str, short: &str) -> Vec<Named> {
    let tags: Vec<_> = tags(text, short).collect();
    if !tags.is_empty() {
        return tags;
    }
    let names = [programme, short].map(str::to_lowercase);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).enumerate();
    let about = lines.filter(|(at, line)| {
        *at == 0 || names.iter().any(|name| line.to_lowercase().contains(name.as_str()))
    });
    about.flat_map(|(_, line)| years(line)).map(|year| Named { year, tag: None }).collect()
}

/// The tags in brackets, but not the words of links.
fn tags<'t>(text: &'t str, short: &'t str) -> impl Iterator<Item = Named> + 't {
    text.match_indices('[').filter_map(move |(at, _)| {
        let behind = &text[at + 1..];
        let end = behind.bytes().take(LONGEST).position(|byte| byte == b']')?;
        let (inner, rest) = (&behind[..end], &behind[end + 1..]);
        if text[..at].ends_with('[') || rest.starts_with(['(', '[', ']']) {
            return None;
        }
        let tag = inner.trim_end_matches('\\').trim();
        let head = tag.get(..short.len()).filter(|head| head.eq_ignore_ascii_case(short))?;
        let year = tag[head.len()..].trim_start_matches([' ', '-', '_', '/', '\'', '\u{2019}']);
        let digits = year.len() == 2 || year.len() == 4;
        let year: u16 = year.parse().ok().filter(|_| digits && year.bytes().all(|it| it.is_ascii_digit()))?;
        Some(Named { year: if year < 100 { 2000 + year } else { year }, tag: Some(Line::sanitize(tag)) })
    })
}

/// The words of a line that are years of this century.
fn years(line: &str) -> impl Iterator<Item = u16> + '_ {
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() == 4);
    words.filter_map(|word| word.parse().ok()).filter(|year| (2000..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_read_where_it_stands() {
        for (text, expected) in [
            (
                "# Ideas for Summer 2027\n\nPut `[GSoC 2027]` into the subject.",
                vec![(2027, Some("GSoC 2027"))],
            ),
            ("Ideas\n\nThe tag is \\[gsoc27\\].", vec![(2027, Some("gsoc27"))]),
            ("= Ideas for Summer 2027 =\n\nFounded in 1999, moved in 2004.", vec![(2027, None)]),
            (
                "Ideas\n\nFor Google Summer of Code 2027.\nWe took part in GSoC 2026.",
                vec![(2027, None), (2026, None)],
            ),
            ("Ideas\n\n[GSoC 2025](https://example.org/), [[GSoC 2024]]", vec![(2025, None), (2024, None)]),
            ("Ideas\n\n[GSoC é] [GSo", vec![]),
            ("Ideas\n\nWe were founded in 2004.", vec![]),
        ] {
            let seen = seasons(text, "Google Summer of Code", "GSoC");
            let seen: Vec<_> = seen.iter().map(|it| (it.year, it.tag.as_deref())).collect();
            assert_eq!(seen, expected, "{text}");
        }
    }
}
