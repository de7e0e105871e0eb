//! The line that introduces a quote: `On Tue, 10 Mar 2015 at 12:00, Ada Example wrote:`.

use super::footer::Limits;
use super::literal::{is_log, is_prompt};
use super::marks::is_marked;
use super::words::VERBS;
use crate::read::date::words::{is_weekday, month};

/// An attribution that was broken has this many lines at most.
const MOST_LINES: usize = 4;

/// No attribution is longer, in octets.
const LONGEST: usize = 400;

/// The attribution that begins at a line: how many lines it has, and whether a quote with marks follows.
pub(super) fn at(lines: &[&str], at: usize, limits: &Limits, from_html: bool) -> Option<(usize, bool)> {
    let next = lines.get(at + 1).is_some_and(|line| is_marked(line));
    if lines[at].starts_with("From: ") && next {
        return Some((1, true));
    }
    if let Some(length) = of_gmail(lines, at) {
        return Some((length, quote_follows(lines, at + length, limits)));
    }
    let torn = super::next_filled(lines, at + 1).is_some_and(|below| lines[below].trim() == "<");
    let most = if torn { MOST_LINES + 2 } else { MOST_LINES };
    let length = limits.attributes[at..].iter().take(most).position(|ends| *ends)? + 1;
    let (broken, last) = (&lines[at..at + length - 1], lines[at + length - 1]);
    let goes_on = |line: &&str| !is_marked(line) && (torn || !line.trim().is_empty());
    let whole = broken.iter().all(goes_on) && (!is_marked(last) || closes(broken, last));
    if !whole || is_prompt(lines[at]) || is_log(lines[at]) {
        return None;
    }
    let joined = lines[at..at + length].iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let text = bare(&joined);
    let anew = |line: &&str| starts(line) && is_dated(line);
    if text.len() > LONGEST
        || (length > 1 && (!begins(lines[at]) || lines[at + 1..at + length].iter().any(anew)))
    {
        return None;
    }
    let marked = quote_follows(lines, at + length, limits);
    let (verb, dated, address) = (has_verb(text), is_dated(text), text.contains('@'));
    let boxed = text.ends_with("]:") && (dated || address);
    let beyond_doubt = (verb && (dated || address))
        || (has_time(text) && (dated && address && text.contains('<') || boxed))
        || names_quoted(text);
    let said = if marked || from_html {
        beyond_doubt || verb || (dated && (address || has_time(text)))
    } else {
        let begins = at == 0 || lines[at - 1].trim().is_empty();
        let dashed = lines[at].starts_with("--") && lines[at].trim_end().ends_with("--");
        beyond_doubt || begins && length == 1 && (is_name_with_verb(text, dashed) || is_day_with_verb(text))
    };
    (said && !(marked && length > 1 && !beyond_doubt)).then_some((length, marked))
}

/// How many lines at `at` are a day, a name and an address, as Gmail had them from 2009 to 2013: between empty lines
/// or right above a quote, and no entry of a log of changes.
fn of_gmail(lines: &[&str], at: usize) -> Option<usize> {
    const MOST_WORDS: usize = 8;
    if !lines[at].starts_with("20") {
        return None;
    }
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let length = 1 + usize::from(lines.get(at + 1).is_some_and(|line| line.starts_with('<')));
    let text = lines[at..at + length].iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let (day, name) = text.split_once(' ')?;
    let (name, address) = name.split_at(name.rfind('<')?);
    let is = day.chars().all(|c| c.is_ascii_digit() || "/-".contains(c))
        && is_dated(day)
        && address.contains('@')
        && address.ends_with('>')
        && !text.contains("  ")
        && text.split(' ').count() <= MOST_WORDS;
    let below = super::next_filled(lines, at + length).map(|at| lines[at]);
    let marked = below.is_some_and(is_marked);
    let changes = below.is_some_and(|line| line.starts_with([' ', '\t', '*', '-']));
    let named = !changes && !name.split(' ').any(|word| word.starts_with(char::is_lowercase));
    let apart = is_blank(at + length) && (at == 0 || is_blank(at - 1));
    let touches = lines.get(at + length).is_some_and(|line| is_marked(line));
    (is && (touches || apart && (marked || named))).then_some(length)
}

/// Whether a line goes on behind the end of the address that was opened above it: `> wrote:`.
fn closes(above: &[&str], line: &str) -> bool {
    const MOST_WORDS: usize = 4;
    let count = |mark: char| above.iter().map(|line| line.matches(mark).count()).sum::<usize>();
    line.starts_with('>') && line.split_whitespace().count() <= MOST_WORDS && count('<') > count('>')
}

/// What looks quoted and introduces a quote: `>>> Ada Example <ada@students.test> 10.03.2015 12:00 >>>` of `GroupWise`,
/// `>>>>> "Ada" == Ada Example <ada@students.test> writes:` of Supercite. Gives whether a quote with marks follows.
pub(super) fn framed(lines: &[&str], at: usize) -> Option<bool> {
    let text = lines[at].trim();
    let inner = text.strip_prefix(">>>")?;
    let (group_wise, cited) = (inner.strip_suffix(">>>"), inner.strip_prefix(">> \""));
    let frames = group_wise.is_some_and(|inner| inner.contains('@') || is_dated(inner))
        || cited.is_some_and(|inner| inner.contains(" == ") && inner.ends_with([':', '：']));
    frames.then(|| super::next_filled(lines, at + 1).is_some_and(|below| is_marked(lines[below])))
}

/// Whether a text is a name, and that its bearer wrote: `Ada Example wrote:`; between dashes without its colon.
fn is_name_with_verb(text: &str, dashed: bool) -> bool {
    const MOST_WORDS: usize = 7;
    const NO_NAMES: [&str; 19] = [
        "I",
        "We",
        "As",
        "He",
        "She",
        "They",
        "It",
        "This",
        "That",
        "Ich",
        "Wir",
        "Yesterday",
        "Today",
        "Recently",
        "Earlier",
        "Later",
        "Then",
        "When",
        "What",
    ];
    let bare = text.trim_end_matches([':', '：']).trim_end();
    if bare.len() == text.len() && !dashed {
        return false;
    }
    if !bare.contains(' ') && bare.contains('@') {
        return true;
    }
    let longest = VERBS.iter().filter(|verb| bare.ends_with(**verb));
    let Some(verb) = longest.max_by_key(|verb| verb.len()) else { return false };
    let before = &bare[..bare.len() - verb.len()];
    let whole = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
    let dated = before.strip_prefix("On ").and_then(|it| it.rsplit_once(", "));
    let before = dated.filter(|(day, _)| is_day(day)).map_or(before, |(_, name)| name);
    let name = before.trim_matches(|c: char| c.is_whitespace() || "\"'“”".contains(c));
    let capital = |word: &str| !word.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    // What programs say is no quote, and they have short names in capitals.
    let person = *verb != "said" || name.contains(char::is_lowercase);
    whole
        && person
        && !name.is_empty()
        && name.split_whitespace().count() < MOST_WORDS
        && name.split_whitespace().all(|word| capital(word) && !NO_NAMES.contains(&word))
}

/// Whether a text is a day without its year: `Sun, Mar 8`, `8 March`, `03/08`.
fn is_day(text: &str) -> bool {
    const MOST_WORDS: usize = 3;
    let named = |word: &str| month(word).is_some() || word.contains('/');
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<_> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    words.len() <= MOST_WORDS
        && words.iter().any(|word| number(word))
        && words.iter().any(|word| named(word))
        && words.iter().all(|word| number(word) || named(word) || is_weekday(word))
}

/// Whether a text is a day, a verb and a name: `Am Dienstag schrieb Ada:`.
fn is_day_with_verb(text: &str) -> bool {
    const MOST_WORDS: usize = 9;
    const STARTS: [&str; 8] = ["Am ", "Op ", "Den ", "El ", "Le ", "Il ", "Em ", "W dniu "];
    const MINE: [&str; 9] = ["ich", "ik", "jag", "jeg", "yo", "eu", "io", "j'ai", "wir"];
    text.ends_with([':', '：'])
        && STARTS.iter().any(|it| text.starts_with(it))
        && text.split_whitespace().count() <= MOST_WORDS
        && !text
            .trim_end_matches([':', '：'])
            .split_whitespace()
            .any(|word| MINE.contains(&&*word.replace('’', "'")))
        && has_verb(text)
}

/// Whether a text names whom it quotes, and nothing else: `Quoting Ada Example:`, and in any language one or two words
/// before a name with its address, `Zitat von Ada Example <ada@students.test>:`.
fn names_quoted(text: &str) -> bool {
    const MOST_WORDS: usize = 8;
    const QUOTING: [&str; 9] = [
        "Quoting ",
        "Zitat von ",
        "Citando ",
        "Citazione da ",
        "Citerar ",
        "Citaat van ",
        "Citation de ",
        "Cytowanie ",
        "Цитирую ",
    ];
    let few = text.split_whitespace().count() <= MOST_WORDS;
    let quoting = || QUOTING.iter().any(|it| text.starts_with(it)) && text.ends_with([':', '：']);
    let address = || {
        let inner = text.strip_suffix([':', '：']).and_then(|it| it.trim_end().strip_suffix('>'));
        inner.and_then(|it| it.rsplit_once('<')).is_some_and(|(before, address)| {
            address.contains('@') && !address.contains(' ') && !before.trim().is_empty()
        })
    };
    few && (quoting() || address())
}

/// Whether a quote with marks follows, with little of the author's between: a greeting, or what says that something
/// was left out.
fn quote_follows(lines: &[&str], at: usize, limits: &Limits) -> bool {
    /// Filled lines between an attribution and its quote, at most.
    const MOST_BETWEEN: usize = 4;
    let mut filled = (at..lines.len()).filter(|at| !lines[*at].trim().is_empty()).take(MOST_BETWEEN + 1);
    let marked = filled.by_ref().take_while(|at| is_marked(lines[*at]) || !limits.attributes[*at]);
    // What closes the address of the next attribution is no quote.
    let closes = |at: usize| closes(&lines[at.saturating_sub(MOST_LINES - 1)..at], lines[at]);
    marked.into_iter().any(|at| is_marked(lines[at]) && !closes(at))
}

/// Whether a line can be the last of an attribution.
pub(super) fn ends(line: &str) -> bool {
    let text = line.trim_end_matches(|c: char| !c.is_alphanumeric() && !":：)".contains(c));
    let text = text.trim_end_matches(['-', ' ']);
    text.ends_with([':', '：'])
        || VERBS.iter().any(|verb| text.ends_with(verb))
        || text.starts_with("Quoting ")
        || text.contains(" wrote in message ")
}

/// Whether a line can be the first of several: it has the date in it or a beginning that is known, and no sentence ends in it.
fn begins(line: &str) -> bool {
    let text = bare(line);
    // `8.` is a day too.
    let last = text.rsplit(' ').next().unwrap_or_default();
    let day = last.strip_suffix('.').is_some_and(|it| it.parse::<u8>().is_ok());
    let sentence = text.ends_with(['.', '?', '!']) && !day
        || [". ", "? ", "! "].iter().any(|end| ends_sentence(text, end));
    !sentence && (is_dated(text) || starts(text) || text.contains('@'))
}

/// Whether a text starts as attributions do.
fn starts(text: &str) -> bool {
    let starts = ["On ", "Am ", "Le ", "El ", "Em ", "Il ", "Op ", "Den ", "Dne ", "W dniu ", "In "];
    starts.iter().any(|it| text.starts_with(it))
}

/// Whether a full stop behind a whole word stands in the text; `Mar. 10` and `10. März` have none.
fn ends_sentence(text: &str, end: &str) -> bool {
    text.match_indices(end).any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 4 && word.chars().all(char::is_alphabetic)
    })
}

/// The text without marks around it: dashes of Zimbra, marks that turn the direction of text.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric() && !"<>\"':：.?!()".contains(c))
}

fn has_verb(text: &str) -> bool {
    let lower = text.to_lowercase();
    VERBS.iter().any(|verb| {
        let whole = |at: usize| {
            let free = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
            free(lower[..at].chars().next_back()) && free(lower[at + verb.len()..].chars().next())
        };
        lower.match_indices(verb).any(|(at, _)| whole(at))
    })
}

/// Whether a text has a date in it: a year, or numbers with marks between them, and another number.
pub(super) fn is_dated(text: &str) -> bool {
    let numbers = || text.split(|c: char| !c.is_numeric()).filter(|number| !number.is_empty());
    let year = numbers().any(|it| {
        it.chars().count() == 4 && (it.starts_with("19") || it.starts_with("20") || !it.is_ascii())
    });
    let marked = text.split_whitespace().any(|word| {
        let parts: Vec<_> =
            word.trim_start_matches(['[', '(']).split(['.', '/', '-']).filter(|it| !it.is_empty()).collect();
        parts.len() >= 3 && parts[..3].iter().all(|it| it.chars().take(2).all(char::is_numeric))
    });
    (year || marked) && numbers().count() >= 2
}

/// Whether a text has a time of day in it: `12:00`, `12.00`, `12h00`.
pub(super) fn has_time(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars
        .windows(4)
        .any(|it| it[0].is_numeric() && ":.h：".contains(it[1]) && it[2].is_numeric() && it[3].is_numeric())
}
