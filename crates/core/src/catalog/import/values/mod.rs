//! Raw words read as values: what is certain, what is doubtful, and what is no value at all.

pub(super) mod date;
pub(super) mod difficulty;
pub(super) mod size;
pub(super) mod skills;
pub(super) mod state;

/// What raw words were read as, and why that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading<T> {
    pub(super) value: T,
    pub(super) doubt: Option<&'static str>,
}

impl<T> Reading<T> {
    pub(super) fn certain(value: T) -> Self {
        Self { value, doubt: None }
    }

    pub(super) fn doubtful(value: T, reason: &'static str) -> Self {
        Self { value, doubt: Some(reason) }
    }
}

/// The words of a text in small letters, without signs.
pub(super) fn lower_words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'");
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A text without what stands in round brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let (mut out, mut inside) = (String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' => inside += 1,
            ')' => inside = inside.saturating_sub(1),
            _ if inside == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Words that stand where a value is still to come.
const BLANK: &str = "\
    |tbd|tba|tbc|to be determined|to be defined|to be announced|to be decided|to be confirmed|na|\
    n a|none|unknown|todo|not specified|unspecified|not yet|nobody|nobody yet|no one|none yet|open|\
    unassigned|needed|mentor needed|mentors needed|wanted|you|your name here|anyone|various|\
    not known|undefined|pending|null|no mentor|no mentor yet|looking for mentors|\
    more mentors welcome|looking for a mentor|xxx|not specified project outcomes|depends|any|\
    more to come|others|and others|et al|varies|mentors tbd|mentor tbd|to be assigned|not assigned|\
    us|all|ask|yes|no\
";

/// Whether a text says that there is no value.
pub(super) fn is_blank(text: &str) -> bool {
    let words = lower_words(text).join(" ");
    // A picture says something, even where nobody knows what.
    let sign = |c: char| c.is_ascii() || c.is_whitespace() || "–—‐‑―−…·•".contains(c);
    if words.is_empty() && !text.chars().all(sign) {
        return false;
    }
    BLANK.split('|').any(|blank| blank == words)
}
