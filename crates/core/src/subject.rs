//! The season's convention for subjects, and what lists and replies do to them.

use unicode_width::UnicodeWidthStr;

use crate::catalog::{Catalog, Conventions, Project, Season};
use onlist_mail::read::subject::without_reply_mark;
use onlist_mail::text::Line;

/// The widest subject, in columns: what list archives and `git` show whole.
pub const WIDEST: usize = 75;

/// How subjects are written in a season.
#[derive(Debug, Clone)]
pub struct Convention<'c> {
    catalog: &'c Catalog,
    season: Option<&'c Season>,
    /// The token of letters outside any season.
    outside: Option<Line>,
    pattern: Line,
}

/// What a subject says when it follows the season's convention, more or less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The subject without the token.
    pub title: String,
    /// The year that the token names, in full.
    pub year: Option<u16>,
}

impl<'c> Convention<'c> {
    /// The convention of the catalog's season.
    #[must_use]
    pub fn of(catalog: &'c Catalog) -> Self {
        Self::new(catalog, catalog.season(), &catalog.conventions)
    }

    /// The convention for letters about `project`, or about an own idea.
    #[must_use]
    pub fn about(catalog: &'c Catalog, project: Option<&Project>) -> Self {
        let season = project.map_or_else(|| catalog.season(), |project| catalog.season_of(project));
        Self::new(catalog, season, &catalog.conventions_of(project))
    }

    /// The convention for letters outside any season.
    #[must_use]
    pub fn outside(catalog: &'c Catalog) -> Self {
        Self::new(catalog, None, &catalog.conventions)
    }

    fn new(catalog: &'c Catalog, season: Option<&'c Season>, rules: &Conventions) -> Self {
        let outside = rules.token().value.filter(|_| season.is_none());
        Self { catalog, season, outside, pattern: rules.subject().value }
    }

    /// The season that subjects are written for, inside a programme.
    #[must_use]
    pub fn season(&self) -> Option<&'c Season> {
        self.season
    }

    /// The pattern of subjects; without a token, `{title}` alone where it would stand.
    #[must_use]
    pub fn pattern(&self) -> &str {
        let without = self.token().is_none() && self.pattern.contains("{token}");
        if without { "{title}" } else { &self.pattern }
    }

    /// The words that subjects carry: the season's, and outside any programme those of the community, if any.
    #[must_use]
    pub fn token(&self) -> Option<&Line> {
        match self.season {
            Some(season) => season.token.as_ref(),
            None => self.outside.as_ref(),
        }
    }

    /// Whether `year` is that of a season of the catalog, or none of them says its year.
    #[must_use]
    pub fn has_year(&self, year: u16) -> bool {
        let mut years = self.catalog.seasons.iter().filter_map(|season| season.year).peekable();
        years.peek().is_none() || years.any(|known| known == year)
    }

    /// The form of subjects with the token filled in, and `{title}`.
    #[must_use]
    pub fn form(&self) -> String {
        self.pattern().replace("{token}", self.token().map_or("", Line::as_str))
    }

    /// Writes the subject for a letter about `title`.
    ///
    /// At most [`WIDEST`] columns: `title` is cut at a word and loses a closing
    /// full stop.
    #[must_use]
    pub fn compose(&self, title: &Line) -> Line {
        let frame = self.form();
        let room = WIDEST.saturating_sub(frame.replace("{title}", "").width());
        Line::sanitize(&frame.replace("{title}", cut(title.trim_end_matches('.'), room)))
    }

    /// Reads `subject`, in the forms in which people write the token: `[GSoC 2015] x`,
    /// `GSoC'15: x`, `x (gsoc)`. The inverse of [`Self::compose`], but for what was cut.
    ///
    /// Gives nothing when no programme of the catalog is named. Where subjects carry no token, all of
    /// it is the title.
    #[must_use]
    pub fn parse(&self, subject: &str) -> Option<Parsed> {
        let subject = base(subject, None);
        let Some(season) = self.season.filter(|season| season.token.is_some()) else {
            let title = self.outside.as_ref().map_or(subject, |token| without_token(subject, token));
            return Some(Parsed { title: title.to_owned(), year: None });
        };
        let lower = subject.to_ascii_lowercase();
        let seasons = std::iter::once(season).chain(self.catalog.seasons.iter());
        let (start, end) = seasons
            .flat_map(spellings)
            .filter_map(|word| find_word(&lower, &word.to_ascii_lowercase()))
            .min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))?;
        let (year, end) = year_at(subject, end);
        let (before, after) = unbracket(&subject[..start], &subject[end..]);
        let marks = |c: char| c == ' ' || ":-–—|,.".contains(c);
        let (before, after) = (before.trim_end_matches(marks).trim(), after.trim_start_matches(marks).trim());
        let title = [before, after].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
        Some(Parsed { title, year })
    }

    /// The project that a subject's title names: whole, cut, or with words behind it.
    ///
    /// Gives nothing when two projects fit equally well.
    #[must_use]
    pub fn project(&self, title: &str) -> Option<&'c Project> {
        let title = fold(title);
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut fitting = self.catalog.projects.iter().filter(|project| fits(&fold(&project.title)));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let begun = title.split(' ').count() >= 2;
        only(&|whole| whole == title)
            .or_else(|| only(&|whole| begun && whole.starts_with(&title)))
            .or_else(|| only(&|whole| whole.contains(' ') && title.starts_with(whole)))
            .or_else(|| self.catalog.projects.iter().find(|project| fold(project.id.as_str()) == title))
    }
}

/// What stands behind a token that `subject` begins with: `[Newcomer] x`, `Newcomer: x`.
fn without_token<'s>(subject: &'s str, token: &str) -> &'s str {
    let inner = subject.strip_prefix('[').unwrap_or(subject);
    let rest = inner.get(..token.len()).filter(|start| start.eq_ignore_ascii_case(token));
    let rest = rest.map(|start| &inner[start.len()..]);
    let rest = rest.and_then(|rest| rest.strip_prefix(if inner.len() < subject.len() { ']' } else { ':' }));
    rest.map_or(subject, str::trim_start)
}

/// The ways in which people write the short name of a season's programme, without a year.
fn spellings(season: &Season) -> impl Iterator<Item = &str> {
    let short = |token: &'_ Line| token.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').len();
    let token = season.token.as_ref().map(|token| match short(token) {
        0 => token.as_str(),
        end => &token[..end],
    });
    token.into_iter().chain(season.spellings.iter().map(Line::as_str))
}

/// Lower case, letters and digits, one blank between words: how titles are compared.
#[must_use]
pub fn fold(title: &str) -> String {
    let mut folded = String::with_capacity(title.len());
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            folded.push_str(&word.to_lowercase());
        }
    }
    folded
}

/// Words of a title that wait for the next one.
const JOINING: [&str; 18] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "via",
    "when", "with",
];

/// The longest beginning of `title` that ends with a word which can stand last, and has at most `room` columns.
fn cut(title: &str, room: usize) -> &str {
    if title.width() <= room {
        return title;
    }
    let mut fits = 0;
    for (at, c) in title.char_indices() {
        let end = at + c.len_utf8();
        if title[..end].width() > room {
            break;
        }
        fits = end;
    }
    let at_word = if title[fits..].starts_with(' ') { Some(fits) } else { title[..fits].rfind(' ') };
    let mut cut = &title[..at_word.unwrap_or(fits)];
    loop {
        cut = cut.trim_end_matches(|c: char| c == ' ' || ",;:-(/".contains(c));
        match cut.rsplit_once(' ') {
            Some((before, last)) if JOINING.contains(&last.to_ascii_lowercase().as_str()) => cut = before,
            _ => return cut,
        }
    }
}

/// Where `word` stands in `text` with no letter or digit beside it.
fn find_word(text: &str, word: &str) -> Option<(usize, usize)> {
    let free = |c: Option<char>| !c.is_some_and(char::is_alphabetic);
    text.match_indices(word)
        .map(|(start, _)| (start, start + word.len()))
        .find(|(start, end)| free(text[..*start].chars().next_back()) && free(text[*end..].chars().next()))
}

/// The year that stands at `at`, in four digits or two, and where it ends.
fn year_at(text: &str, at: usize) -> (Option<u16>, usize) {
    let rest = &text[at..];
    let marks = rest.find(|c: char| !" '’-_`´".contains(c)).unwrap_or(rest.len());
    let digits = rest[marks..].bytes().take_while(u8::is_ascii_digit).count();
    let year = rest[marks..marks + digits].parse::<u16>().ok();
    match (digits, year) {
        (4, Some(year)) => (Some(year), at + marks + digits),
        // The programme began in 2005; `64-bit` is no year.
        (2, Some(year @ 5..50)) if !rest[marks + digits..].starts_with(['-', '\u{2010}', '\u{2011}']) => {
            (Some(2000 + year), at + marks + digits)
        }
        _ => (None, at),
    }
}

/// Drops a pair of brackets that holds nothing but what was between `before` and `after`.
fn unbracket<'s>(before: &'s str, after: &'s str) -> (&'s str, &'s str) {
    for (open, close) in [('[', ']'), ('(', ')'), ('{', '}')] {
        let opened = before.trim_end().strip_suffix(open);
        if let (Some(before), Some(after)) = (opened, after.trim_start().strip_prefix(close)) {
            return (before, after);
        }
    }
    (before, after)
}

/// Returns `subject` without reply marks and without the list's own tag.
///
/// Any run of the marks that mail programs put before answers, in any language, and of `tag` goes, in any
/// order and case; other tags stay, as `[GSoC 2015]` is content. A subject that
/// is all prefix gives `""`. This is the base subject of RFC 5256 2.1 without
/// its rules for forwarded mail.
#[must_use]
pub fn base<'s>(subject: &'s str, tag: Option<&str>) -> &'s str {
    let mut rest = subject.trim();
    while let Some(shorter) = without_reply_mark(rest).or_else(|| without_tag(rest, tag)) {
        rest = shorter.trim_start();
    }
    rest
}

fn without_tag<'s>(subject: &'s str, tag: Option<&str>) -> Option<&'s str> {
    let tag = tag.filter(|tag| !tag.is_empty())?;
    let head = subject.get(..tag.len())?;
    head.eq_ignore_ascii_case(tag).then(|| &subject[tag.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::shipped;

    #[test]
    fn base_subject() {
        for (subject, expected) in [
            ("Re: [xen-devel] RE: GSoC 2015: profiling", "GSoC 2015: profiling"),
            ("[Xen-devel] [GSoC 2015] profiling", "[GSoC 2015] profiling"),
            ("Re[2]: AW: Ready to start", "Ready to start"),
            ("Regarding: my idea", "Regarding: my idea"),
            ("re: ", ""),
        ] {
            assert_eq!(base(subject, Some("[Xen-devel]")), expected, "{subject:?}");
        }
    }

    #[test]
    fn titles_are_cut_at_a_word() {
        for (title, room, expected) in [
            ("Guests that boot with a GPU as the primary display", 36, "Guests that boot with a GPU"),
            ("Error handling (AER) for devices", 24, "Error handling (AER)"),
            ("the lamp", 4, "the"),
            ("short", 10, "short"),
            ("three little words", 12, "three little"),
            ("three little words", 13, "three little"),
            ("three, little", 8, "three"),
            ("unbreakable", 5, "unbre"),
            ("日本語 の 題名", 8, "日本語"),
        ] {
            assert_eq!(cut(title, room), expected, "{title:?} in {room}");
        }
    }

    #[test]
    fn the_token_is_read_as_people_write_it() {
        let catalog = shipped();
        let convention = Convention::of(&catalog);
        for (subject, title, year) in [
            ("[GSoC 2015] Rump kernel", "Rump kernel", Some(2015)),
            ("[GSoC2015] Rump kernel", "Rump kernel", Some(2015)),
            ("[GSoC] Rump kernel", "Rump kernel", None),
            ("GSOC'15: Rump kernel", "Rump kernel", Some(2015)),
            ("gsoc 2014 - Rump kernel", "Rump kernel", Some(2014)),
            ("Rump kernel (GSoC 2015)", "Rump kernel", Some(2015)),
            ("Re: [Xen-devel] [GSoC 2015] Rump kernel", "[Xen-devel] Rump kernel", Some(2015)),
            ("[RFC] Open source | GSoC 2015", "[RFC] Open source", Some(2015)),
            ("[GSoC 2015]", "", Some(2015)),
            ("GSoC 64-bit port", "64-bit port", None),
            ("GSoC 32-bit port", "32-bit port", None),
            ("GSoC 15 - Rump kernel", "Rump kernel", Some(2015)),
        ] {
            let expected = Parsed { title: title.to_owned(), year };
            assert_eq!(convention.parse(subject), Some(expected), "{subject:?}");
        }
        assert_eq!(convention.parse("Re: mygsocial"), None);
    }

    #[test]
    fn composed_subjects_lead_back_to_their_project() {
        let catalog = shipped();
        let convention = Convention::of(&catalog);
        for project in &catalog.projects {
            let subject = convention.compose(&project.title);
            assert!(subject.width() <= WIDEST, "{subject}");
            let parsed = convention.parse(&subject).expect("has the token");
            assert_eq!(parsed.year, catalog.season().and_then(|season| season.year));
            assert_eq!(convention.project(&parsed.title).map(|it| &it.id), Some(&project.id), "{subject}");
        }
    }
}
