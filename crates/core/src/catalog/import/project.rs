//! A section's fields made into a project.

use super::fields::Field;
use super::find::{Entry, with};
use super::page::{Block, Kind, join, squeeze, without_signs};
use super::people::{self, Contact};
use super::result::{Comment, Day, Doubt, Import, LeftOut, Project, Raw, Source};
use super::values::{Reading, date, difficulty, is_blank, lower_words, size, skills, state};
use super::words::{MEANINGS, Meaning, Words};

/// Reads `entry` into `import`.
pub(super) fn read(import: &mut Import, entry: Entry, source: &impl Fn([usize; 2]) -> Source) {
    let titles = titles(&entry);
    let Some((title, alias, passing)) = titles else {
        let title = join(&entry.title);
        let reason = "no title".to_owned();
        import.coverage.left.push(LeftOut { title, reason, source: source(entry.lines) });
        return;
    };
    let mut reader = Reader { import, title: title.clone(), source: &|lines| source(lines) };
    let (mentors, students, lists) = reader.people(&entry);
    let (difficulty, size_hours) = reader.measures(&entry, &passing);
    let state = reader.state(&entry, &passing, &students);
    let list = reader.list(&entry, lists);
    let (mut inserted, mut verified) = (reader.day(&entry, Meaning::Inserted), reader.day(&entry, Meaning::Verified));
    rank(&mut inserted, &verified);
    rank(&mut verified, &inserted);
    let eligible = reader.eligible(&entry);
    let project = Project {
        title,
        alias,
        area: area(&entry),
        mentors,
        students,
        list,
        difficulty,
        skills: skill_list(&entry),
        size_hours,
        state,
        eligible,
        inserted,
        verified,
        description: description(&entry),
        outcomes: texts(&entry, Meaning::Outcomes),
        comments: comments(&entry),
        references: references(&entry),
        raw: entry.content.fields.iter().map(raw).collect(),
        source: source(entry.lines),
    };
    import.projects.push(project);
}

struct Reader<'a> {
    import: &'a mut Import,
    title: String,
    source: &'a dyn Fn([usize; 2]) -> Source,
}

impl Reader<'_> {
    fn doubt(&mut self, field: &str, raw: &str, reason: &str, lines: [usize; 2]) {
        self.import.doubts.push(Doubt {
            field: field.to_owned(),
            project: Some(self.title.clone()),
            raw: raw.to_owned(),
            reason: reason.to_owned(),
            source: (self.source)(lines),
        });
    }

    /// A doubt about a heading, which stands above many.
    fn tell_once(&mut self, field: &str, raw: &str, reason: &str, lines: [usize; 2]) {
        let file = (self.source)(lines).file;
        let told = self.import.doubts.iter().rev().take(500).any(|it| it.raw == raw && it.field == field && it.source.file == file);
        if !told {
            self.doubt(field, raw, reason, lines);
        }
    }

    fn take<T>(&mut self, name: &str, field: &Field, reading: Reading<T>) -> T {
        if let Some(reason) = reading.doubt {
            self.doubt(name, &field.text(), reason, field.range());
        }
        reading.value
    }

    fn people(&mut self, entry: &Entry) -> (Vec<Contact>, Vec<Contact>, Vec<String>) {
        let (mut mentors, mut students, mut lists): (Vec<Contact>, Vec<Contact>, Vec<String>) = Default::default();
        for field in entry.content.fields.iter().filter(|it| it.means(Meaning::Mentors) || it.means(Meaning::Students)) {
            let people = people::read(&field.value, people::role_of(&field.label));
            for (raw, reason, line) in people.doubts {
                self.doubt("mentors", &raw, &reason, [line, line]);
            }
            lists.extend(people.lists);
            students.extend(people.students);
            let into = if field.means(Meaning::Students) { &mut students } else { &mut mentors };
            for contact in people.mentors {
                // `How to contact the mentor: a@b`
                if let [one] = into.as_mut_slice()
                    && one.address.is_none()
                    && contact.address.as_ref() == Some(&contact.name)
                {
                    one.address = contact.address;
                    continue;
                }
                match into.iter_mut().find(|it| it.name.to_lowercase() == contact.name.to_lowercase()) {
                    Some(same) => same.address = same.address.take().or(contact.address),
                    None => into.push(contact),
                }
            }
        }
        (mentors, students, lists)
    }

    fn measures(&mut self, entry: &Entry, passing: &str) -> (difficulty::Grade, Vec<u16>) {
        let mut grade = difficulty::Grade::Unknown;
        let mut hours = Vec::new();
        for field in with(&entry.content, Meaning::Difficulty) {
            let text = field.text();
            let reading = difficulty::read(&text);
            let both = field.means(Meaning::Size);
            let reading = if both { Reading::certain(reading.value) } else { reading };
            let value = self.take("difficulty", field, reading);
            if grade == difficulty::Grade::Unknown {
                grade = value;
            }
            hours.extend(size::in_passing(&text));
        }
        for field in with(&entry.content, Meaning::Size) {
            let text = field.text();
            let both = field.means(Meaning::Difficulty);
            let value = if both { size::in_passing(&text) } else { self.take("size", field, size::read(&text)) };
            hours.extend(value);
        }
        if hours.is_empty() {
            hours = size::in_passing(passing);
        }
        if hours.is_empty()
            && let Some(heading) = entry.above.first().filter(|title| is_size_heading(title))
        {
            hours = size::read(heading).value;
            self.tell_once("size", heading, "taken from the heading above", entry.lines);
        }
        if grade == difficulty::Grade::Unknown && with(&entry.content, Meaning::Difficulty).next().is_none() {
            grade = self.passing_grade(entry, passing);
        }
        hours.sort_unstable();
        hours.dedup();
        (grade, hours)
    }

    /// The difficulty in brackets behind a title, or of a heading like `Easy projects`.
    fn passing_grade(&mut self, entry: &Entry, passing: &str) -> difficulty::Grade {
        let in_title = lower_words(passing).iter().find_map(|word| difficulty::word(word));
        let heading = entry.above.iter().find_map(|title| {
            let words = lower_words(title);
            let plain = words.len() <= 4 && words.iter().any(|it| matches!(it.as_str(), "projects" | "ideas" | "project" | "tasks" | "difficulty" | "level"));
            let grade = words.first().and_then(|word| difficulty::word(word));
            grade.filter(|_| plain || words.len() == 1).map(|grade| (grade, title.clone()))
        });
        if let Some(grade) = in_title {
            return grade;
        }
        let Some((grade, heading)) = heading else { return difficulty::Grade::Unknown };
        self.tell_once("difficulty", &heading, "taken from the heading above", entry.lines);
        grade
    }

    fn state(&mut self, entry: &Entry, passing: &str, students: &[Contact]) -> state::Standing {
        for field in with(&entry.content, Meaning::State) {
            match state::read(&field.text()) {
                Some(state) => return state,
                None => self.doubt("state", &field.text(), "no word for a state is known here", field.range()),
            }
        }
        if let Some((title, state)) = entry.above.iter().find_map(|title| Some((title, state::of_heading(title)?))) {
            self.tell_once("state", title, "the heading gives all below it this state", entry.lines);
            return state;
        }
        let title = self.title.clone();
        let before = title.strip_prefix('(').and_then(|it| it.split_once(')')).or_else(|| title.strip_prefix('[')?.split_once(']'));
        let behind = bracketed(&title).map(|it| it.1).or(before.map(|it| it.0)).unwrap_or(passing);
        if state::of_heading(behind) == Some(state::Standing::Finished) {
            self.doubt("state", behind, "the title says that it is taken", entry.lines);
            return state::Standing::Finished;
        }
        if let Some(student) = students.first() {
            self.doubt("state", &student.raw, "a student is named: the project is taken as finished", entry.lines);
            return state::Standing::Finished;
        }
        state::Standing::Open
    }

    fn list(&mut self, entry: &Entry, found: Vec<String>) -> Option<String> {
        let mut lists = Vec::new();
        for field in with(&entry.content, Meaning::List) {
            let text = field.text();
            let found = people::addresses(&text);
            if found.is_empty() && !is_blank(&text) {
                self.doubt("list", &text, "no address: a list to confirm", field.range());
            }
            lists.extend(found.into_iter().map(|found| found.address));
        }
        lists.extend(found);
        lists.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
        if lists.len() > 1 {
            self.doubt("list", &lists.join(", "), "several lists; the first is taken", entry.lines);
        }
        lists.into_iter().next()
    }

    fn day(&mut self, entry: &Entry, meaning: Meaning) -> Option<Day> {
        let field = with(&entry.content, meaning).next()?;
        let raw = field.text();
        let name = if meaning == Meaning::Inserted { "inserted" } else { "verified" };
        let days = self.take(name, field, date::read(&raw));
        Some(Day { raw, days })
    }

    fn eligible(&mut self, entry: &Entry) -> Option<bool> {
        let field = with(&entry.content, Meaning::Eligible).next()?;
        let raw = field.text();
        let words = lower_words(&raw);
        let value = match words.first().map(String::as_str) {
            Some("yes" | "true") => Some(true),
            Some("no" | "false") => Some(false),
            _ => None,
        };
        if words.len() > 1 {
            self.doubt("eligible", &raw, "a condition stands beside it", field.range());
        }
        value
    }
}

/// Puts the reading first whose order of day and month the entry's other date has.
fn rank(day: &mut Option<Day>, other: &Option<Day>) {
    let day_first = other.as_ref().is_some_and(|other| other.days.len() == 1 && date::begins_with_day(&other.raw));
    if let Some(day) = day.as_mut().filter(|_| day_first) {
        day.days.reverse();
    }
}

/// The title, another one, and what stood in brackets behind the title.
fn titles(entry: &Entry) -> Option<(String, Option<String>, String)> {
    let (mut heading, mut passing) = clean(&without_signs(&join(&entry.title)));
    let field = with(&entry.content, Meaning::Title).map(Field::text).find(|it| !it.is_empty()).map(|it| clean(&it));
    if says_measures(&heading) && lower_words(&heading).len() > 1 {
        passing = std::mem::take(&mut heading);
    }
    let other = field.clone().map(|(title, _)| title).filter(|title| *title != heading);
    match (is_number(&heading), field) {
        (true, Some((title, passing))) => Some((title, None, passing)),
        (true, None) if heading.is_empty() && entry.only => {
            let above = entry.above.first().filter(|it| !it.is_empty())?;
            let (title, more) = clean(above);
            Some((title, None, format!("{passing} {more}")))
        }
        _ if heading.is_empty() => None,
        _ => Some((heading, other, passing)),
    }
}

/// A title without its number and without size and difficulty in brackets; what stood in those brackets.
fn clean(title: &str) -> (String, String) {
    let mut title = squeeze(title).trim_start_matches(|c: char| !c.is_alphanumeric() && !"(\"'`“<.#@[{/*".contains(c)).trim_end_matches(':').trim().to_owned();
    if let Some((label, rest)) = title.split_once(':')
        && is_number(label)
        && !rest.trim().is_empty()
    {
        title = rest.trim().to_owned();
    }
    if let Some((label, rest)) = title.split_once(['.', '-', '–', '—'])
        && label.contains(|c: char| c.is_ascii_digit())
        && !label.contains(|c: char| c.is_ascii_alphabetic() && !label.to_lowercase().contains("project") && !label.to_lowercase().contains("idea"))
        && (label.starts_with('#') || label.contains(' '))
        && is_number(label)
        && rest.starts_with(' ')
    {
        title = rest.trim().to_owned();
    }
    let bare = title.trim_start_matches(['#', '(', '[']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let deeper = bare[digits..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let rest = match deeper {
        // `4.1 Title`
        2.. => bare[digits + deeper..].strip_prefix(' '),
        _ => bare[digits..].strip_prefix(['.', ')', ':', ']']),
    };
    let rest = rest.map(str::trim_start);
    if let Some(rest) = rest.filter(|rest| (1..=2).contains(&digits) && !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit())) {
        title = rest.to_owned();
    }
    let mut passing = String::new();
    if let Some((before, measure)) = title.rsplit_once(['–', '—', '-', '|']).filter(|(_, it)| it.starts_with(' ') && says_measures(it) && it.contains(|c: char| c.is_ascii_digit())) {
        (title, passing) = (before.trim().to_owned(), measure.trim().to_owned());
    }
    while let Some((before, inner)) = bracketed(&title).filter(|(before, inner)| says_measures(inner) && !before.is_empty()) {
        passing = format!("{inner} {passing}");
        title = before.to_owned();
    }
    (title, passing)
}

/// A text and what stands in brackets at its end.
fn bracketed(title: &str) -> Option<(&str, &str)> {
    let (open, inner) = title.strip_suffix(')').map(|it| ('(', it)).or_else(|| title.strip_suffix(']').map(|it| ('[', it)))?;
    inner.rsplit_once(open).map(|(before, inner)| (before.trim(), inner))
}

/// Whether all words are of sizes, difficulties or states.
fn says_measures(inner: &str) -> bool {
    const BESIDE: &[&str] = &["hours", "hour", "hrs", "h", "hr", "project", "size", "or", "and", "difficulty", "to", "large", "small", "level", "gsoc", "taken", "closed", "completed", "finished", "accepted", "done", "full", "part", "time"];
    let words = lower_words(inner);
    let known = |word: &String| {
        BESIDE.contains(&word.as_str())
            || difficulty::word(word).is_some()
            || word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u16>().is_ok_and(|it| it >= 60)
    };
    !words.is_empty() && words.iter().all(known) && words.iter().any(|it| it != "project" && it != "gsoc")
}

/// `Small projects`, `Large sized projects (350 hours)`
fn is_size_heading(title: &str) -> bool {
    let words = lower_words(title);
    let size = |word: &String| matches!(word.as_str(), "small" | "medium" | "large" | "short" | "long");
    let beside = |word: &String| matches!(word.as_str(), "sized" | "size" | "projects" | "project" | "ideas" | "hours" | "hour" | "h");
    words.iter().any(size) && words.iter().all(|it| size(it) || beside(it) || it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `Project 3`, `Idea #2`: no title.
fn is_number(text: &str) -> bool {
    const NUMBERED: &[&str] = &["project", "idea", "title", "topic", "proposal", "gsoc", "name", "number", "no"];
    let words = lower_words(text);
    words.len() <= 4 && words.iter().all(|word| {
        NUMBERED.contains(&word.as_str())
            || word.trim_start_matches('p').bytes().all(|byte| byte.is_ascii_digit())
            || word.bytes().all(|byte| b"ivx".contains(&byte))
    })
}

fn area(entry: &Entry) -> Option<String> {
    let field = with(&entry.content, Meaning::Area).map(Field::text).find(|it| !is_blank(it) && it.len() <= 80);
    // A file with a title of its own names the project it belongs to.
    let project = || {
        let root = entry.above.is_empty() && !entry.title.is_empty();
        with(&entry.content, Meaning::Title).map(Field::text).find(|it| root && !it.is_empty())
    };
    field.or_else(project).or_else(|| {
        let above = &entry.above[..entry.above.len().saturating_sub(usize::from(entry.above.last().is_some_and(String::is_empty)))];
        let inner = above.iter().take_while(|title| state::of_heading(title).is_none());
        inner.into_iter().map(|title| clean(title).0).find(|title| !is_generic(title))
    })
}

/// Drops the rows of a table of contents: what is a section of its own as well.
pub(super) fn drop_repeated(projects: &mut Vec<Project>, first: usize) {
    let key = |project: &Project| project.title.to_lowercase();
    let whole: std::collections::BTreeSet<_> =
        projects[first..].iter().filter(|it| it.source.lines[0] < it.source.lines[1]).map(key).collect();
    let mut at = 0;
    projects.retain(|project| {
        at += 1;
        at <= first || project.source.lines[0] < project.source.lines[1] || !whole.contains(&key(project))
    });
}

/// A heading that stands above all projects of a page is its title, no area.
pub(super) fn drop_shared_area(projects: &mut [Project]) {
    let [first, rest @ ..] = &*projects else { return };
    let headed = |project: &Project| !project.raw.iter().any(|raw| raw.field == "area" || raw.field == "title");
    if !rest.is_empty() && headed(first) && rest.iter().all(|it| it.area == first.area) {
        projects.iter_mut().for_each(|project| project.area = None);
    }
}

/// Whether a heading says no more than that projects follow.
fn is_generic(title: &str) -> bool {
    const GENERIC: &[&str] = &[
        "project", "projects", "idea", "ideas", "list", "of", "gsoc", "google", "summer", "code", "the", "for", "main", "proposed", "possible",
        "open", "available", "our", "page", "proposals", "potential", "soc", "topics", "coding", "and", "a", "in", "suggested", "current", "new",
        "other", "all", "proposal", "mentors", "mentor", "general", "details", "detailed", "ideaslist", "contributor", "contributors", "student", "students",
        "this", "year", "cycle", "on", "with", "from", "to", "descriptions", "description", "overview", "application", "information", "s", "outreachy", "program",
    ];
    const NEVER: &[&str] = &["idea", "ideas", "gsoc", "soc", "summary", "guidelines", "criteria", "how", "rating", "accepted", "contents", "here", "application", "applications", "template", "notes", "list", "links"];
    let words = lower_words(title);
    words.len() > 10 || title.len() > 80 || is_size_heading(title) || Words::default().knows(title) || words.iter().any(|word| NEVER.contains(&word.as_str())) || words.iter().all(|word| GENERIC.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit()) || difficulty::word(word).is_some())
}

fn skill_list(entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for field in with(&entry.content, Meaning::Skills) {
        let items: Vec<_> = field.value.iter().filter(|block| block.kind == Kind::Item).collect();
        let list = if items.is_empty() {
            let text = field.text();
            // `Skills=Skills Needed: …`: the value repeats its label.
            let again = text.split_once(':').filter(|(label, _)| label.to_lowercase().starts_with("skill"));
            skills::split(&skill(again.map_or(text.as_str(), |(_, rest)| rest)))
        } else {
            items.iter().map(|block| skill(&block.text())).filter(|it| !is_blank(it)).collect()
        };
        found.extend(list.into_iter().filter(|it| !found.contains(it)).collect::<Vec<_>>());
    }
    found
}

fn skill(text: &str) -> String {
    text.trim_end_matches([',', ';', '*']).trim_start_matches(['*', '-', '–', '•', ' ']).trim().to_owned()
}

fn texts(entry: &Entry, meaning: Meaning) -> Vec<String> {
    with(&entry.content, meaning).flat_map(|field| paragraphs(&field.value)).filter(|it| !is_blank(it)).collect()
}

/// The paragraphs and items of a value; deeper items belong to the one above them, and what leads to a list is left.
fn paragraphs(value: &[Block]) -> Vec<String> {
    let first = value.iter().filter(|block| block.kind == Kind::Item).map(|block| block.depth).min();
    let mut texts: Vec<String> = Vec::new();
    let mut blocks = value.iter().peekable();
    while let Some(block) = blocks.next() {
        let text = block.text();
        let leads = block.kind != Kind::Item && text.ends_with(':') && blocks.peek().is_some_and(|next| next.kind == Kind::Item);
        let deeper = block.kind == Kind::Item && first.is_some_and(|first| block.depth > first);
        match texts.last_mut() {
            _ if text.is_empty() || leads && text.split_whitespace().count() <= 4 => {}
            Some(last) if deeper => {
                last.push_str(if last.ends_with(':') { " " } else { "; " });
                last.push_str(&text);
            }
            _ => texts.push(text.trim().to_owned()),
        }
    }
    texts
}

fn description(entry: &Entry) -> String {
    let described = texts(entry, Meaning::Description);
    let prose = entry.content.prose.iter().map(Block::text).filter(|it| !it.is_empty());
    let paragraphs: Vec<_> = if described.is_empty() { prose.collect() } else { described };
    paragraphs.join("\n\n")
}

/// All text of an entry.
fn blocks(entry: &Entry) -> impl Iterator<Item = &Block> {
    entry.content.fields.iter().flat_map(|field| &field.value).chain(&entry.content.prose)
}

fn references(entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for span in blocks(entry).flat_map(|block| &block.lines).flat_map(|line| &line.spans) {
        let link = span.link.as_deref().filter(|it| it.starts_with("http"));
        let written = span.text.match_indices("http").filter_map(|(at, _)| {
            let url = span.text[at..].split([' ', '\t', '>', ')', '"', ',']).next()?;
            (url.starts_with("http://") || url.starts_with("https://")).then(|| url.trim_end_matches(['.', ';']))
        });
        for url in link.into_iter().chain(written).take(50) {
            if found.len() < 100 && !found.iter().any(|it| it == url) {
                found.push(url.to_owned());
            }
        }
    }
    found
}

/// Remarks as MediaWiki signs them: `Name 15:24, 17 February 2014 (UTC): text`.
fn comments(entry: &Entry) -> Vec<Comment> {
    let lines = blocks(entry).map(Block::text).filter(|text| text.contains("(UTC)"));
    lines.filter_map(|text| {
        let (signed, said) = text.split_once("(UTC)")?;
        let comma = signed.rfind(", ")?;
        let time = signed[..comma].rsplit(' ').next()?;
        let by = signed[..comma - time.len()].trim().trim_end_matches(['(', ')']).trim();
        let by = by.rsplit(".png ").next().unwrap_or(by).rsplit(' ').next()?;
        let when = format!("{time}{}(UTC)", &signed[comma..]);
        let text = said.trim_start_matches([':', ' ']).trim().to_owned();
        (time.contains(':') && !by.is_empty()).then(|| Comment { by: by.to_owned(), when, text })
    }).collect()
}

fn raw(field: &Field) -> Raw {
    let name = |meaning: &Meaning| MEANINGS.iter().find(|(_, it)| it == meaning).map_or("none", |(name, _)| name);
    let names: Vec<_> = field.meanings.iter().map(name).collect();
    let read = if names.is_empty() { "none".to_owned() } else { names.join("+") };
    Raw { label: field.label.clone(), text: field.text(), field: read, lines: field.range() }
}

/// Gives mentors the address that the pages print for the same name elsewhere, and tells who has none.
pub(super) fn complete(import: &mut Import) {
    let mut known: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for mentor in import.projects.iter().flat_map(|project| &project.mentors) {
        let addresses = known.entry(mentor.name.to_lowercase()).or_default();
        addresses.extend(mentor.address.iter().filter(|it| !addresses.iter().any(|own| own.eq_ignore_ascii_case(it))).cloned().collect::<Vec<_>>());
    }
    let mut doubts = Vec::new();
    for project in &mut import.projects {
        for mentor in &mut project.mentors {
            let addresses = known.get(&mentor.name.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
            let reason = match (&mentor.address, addresses) {
                (None, [one]) => {
                    mentor.address = Some(one.clone());
                    continue;
                }
                (None, []) => "no address on the page",
                (None, _) => "several addresses stand elsewhere; none is taken",
                (Some(_), [_]) => continue,
                (Some(_), _) => "another address stands elsewhere for the same name",
            };
            doubts.push(Doubt {
                field: "mentors".to_owned(),
                project: Some(project.title.clone()),
                raw: mentor.raw.clone(),
                reason: reason.to_owned(),
                source: project.source.clone(),
            });
        }
    }
    import.doubts.extend(doubts);
}
