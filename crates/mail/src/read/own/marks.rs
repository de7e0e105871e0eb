//! Lines with quote marks.

use crate::read::flowed::STUFFED;

/// Characters before a quote mark, at most.
const MOST_BEFORE: usize = 8;

/// Whether a line has a quote mark: `>`, blanks before it, initials as in `AE>` or a name as in `Ada>`; a bar or
/// another mark of some mail programs.
pub(crate) fn is_marked(line: &str) -> bool {
    if line.starts_with(STUFFED) {
        return false;
    }
    let text = line.trim_start_matches(is_blank);
    let before = line[..line.len() - text.len()].chars().count();
    let initials = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &text[if initials <= 3 { initials } else { 0 }..];
    let deep = || rest.trim_start_matches('>').starts_with(' ');
    let marked = rest.starts_with(['>', '＞']) && !(initials > 0 && rest.starts_with(">>") && !deep());
    let other = is_other(text) || line.starts_with(": ");
    before <= MOST_BEFORE && (marked || is_named(text) || other)
        || is_barred(line.trim_start_matches('\u{feff}'))
}

/// What nobody sees before a mark.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}' | '\u{ad}' | '\u{feff}')
        || matches!(c, '\u{2000}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{2069}')
}

/// `Ada> `, as Supercite and Gnus write it.
fn is_named(text: &str) -> bool {
    /// Letters of the longest name.
    const LONGEST: usize = 16;
    let Some((name, rest)) = text.split_once('>') else { return false };
    let mut letters = name.chars();
    name.len() <= LONGEST
        && letters.next().is_some_and(char::is_uppercase)
        && letters.clone().count() >= 2
        && letters.all(char::is_lowercase)
        && rest.trim_start_matches('>').chars().next().is_none_or(|c| c == ' ')
}

/// `» `, and `>` that was escaped twice.
fn is_other(text: &str) -> bool {
    let alone = text.strip_prefix(['»', '›', '≫']).is_some_and(|rest| rest.starts_with([' ', '»', '›']));
    alone || text.starts_with("&gt;")
}

/// `| `, with no other bar behind it: a row of a table has one.
fn is_barred(line: &str) -> bool {
    const BARS: [char; 8] = ['|', '│', '┃', '¦', '▏', '▎', '▍', '▌'];
    line.strip_prefix(BARS)
        .is_some_and(|rest| !rest.contains(BARS) && rest.chars().next().is_none_or(|c| c == ' '))
}
