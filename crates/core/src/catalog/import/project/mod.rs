//! A section's fields made into a project.

mod area;
mod texts;
mod title;
mod whole;

use std::collections::BTreeMap;

use super::fields::Field;
use super::find::{Entry, is_template, with};
use super::heading::{bracketed, is_size_heading, says_measures};
use super::page::join;
use super::people::{self, Contact};
use super::result::{Day, Doubt, Import, LeftOut, Project, Source};
use super::values::{Reading, date, difficulty, is_blank, lower_words, size, state};
use super::vocabulary;
use super::words::Meaning;
use area::area;
pub(super) use area::drop_shared_area;
use texts::{comments, description, raw, references, skill_list, texts};
use title::titles;
pub(super) use whole::{complete, drop_repeated, tell_absent, tell_labels, tell_same_titles, tell_struck};

/// Reads `entry` into `import`.
pub(super) fn read(import: &mut Import, entry: &Entry, source: &impl Fn([usize; 2]) -> Source) {
    let titles = titles(entry);
    let Some((title, alias, passing)) = titles else {
        let title = join(&entry.title);
        // `Project #1: ?`
        let form = title.trim_end().ends_with('?');
        let reason = if form { "a template" } else { "no title" }.to_owned();
        import.coverage.left.push(LeftOut { title, reason, source: source(entry.lines) });
        return;
    };
    if is_template(&title) {
        let reason = "a template".to_owned();
        import.coverage.left.push(LeftOut { title, reason, source: source(entry.lines) });
        return;
    }
    let mut reader = Reader { import, title: title.clone(), source: &|lines| source(lines) };
    let (mentors, students, lists) = reader.people(entry);
    let (difficulty, size_hours) = reader.measures(entry, &passing);
    let state = reader.state(entry, &passing, &students);
    let list = reader.list(entry, lists);
    let (mut inserted, mut verified) =
        (reader.day(entry, Meaning::Inserted), reader.day(entry, Meaning::Verified));
    rank(&mut inserted, verified.as_ref());
    rank(&mut verified, inserted.as_ref());
    let eligible = reader.eligible(entry);
    let skills = reader.skills(entry);
    reader.title_doubts(entry, state);
    let project = Project {
        title,
        alias,
        area: area(entry),
        mentors,
        students,
        list,
        difficulty,
        skills,
        size_hours,
        state,
        eligible,
        inserted,
        verified,
        description: description(entry),
        outcomes: texts(entry, Meaning::Outcomes),
        comments: comments(entry),
        references: references(entry),
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

    /// What is doubtful of the title.
    fn title_doubts(&mut self, entry: &Entry, state: state::ProjectState) {
        let title = self.title.clone();
        let brackets = |open, close| title.matches(open).count() > title.matches(close).count();
        if brackets('(', ')') || brackets('[', ']') || title.matches('`').count() % 2 == 1 {
            let reason = "cut off: a bracket is not closed";
            self.doubt("title", &title, reason, entry.lines);
        }
        if ["other", "others", "misc", "miscellaneous", "general", "various"]
            .contains(&title.to_lowercase().as_str())
        {
            self.doubt("title", &title, "a heading for several: is it this project's?", entry.lines);
        }
        if super::words::Words::default().knows(&title) {
            let reason = "a word for a part of a project: is it this one's title?";
            self.doubt("title", &title, reason, entry.lines);
        }
        let signed = join(&entry.title);
        if state == state::ProjectState::Open
            && vocabulary::headings().checks.iter().any(|it| signed.contains(it.as_str()))
        {
            self.doubt("state", &signed, "a check mark stands beside the title: is it done?", entry.lines);
        }
        if let Some(tag) = texts::shortcode(entry) {
            self.doubt("text", &tag, "a tag of the site's generator: not read", entry.lines);
        }
        if let Some(reason) = entry.doubt {
            self.doubt("title", &title, reason, entry.lines);
        }
    }

    /// A doubt about a heading, which stands above many.
    fn tell_once(&mut self, field: &str, raw: &str, reason: &str, lines: [usize; 2]) {
        let file = (self.source)(lines).file;
        let told = self
            .import
            .doubts
            .iter()
            .rev()
            .take(500)
            .any(|it| it.raw == raw && it.field == field && it.source.file == file);
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
        let (mut mentors, mut students, mut lists): (Vec<Contact>, Vec<Contact>, Vec<String>) =
            Default::default();
        let mut places: BTreeMap<(bool, String), usize> = BTreeMap::new();
        for field in with(&entry.content, Meaning::Earlier) {
            let raw = format!("{}: {}", field.label.trim_end_matches(':'), field.text());
            self.doubt("mentors", &raw, "people of earlier years: not read", field.range());
        }
        for field in
            entry.content.fields.iter().filter(|it| it.means(Meaning::Mentors) || it.means(Meaning::Students))
        {
            let people = people::read(&field.value, people::role_of(&field.label));
            for (raw, reason, line) in people.doubts {
                self.doubt("mentors", &raw, &reason, [line, line]);
            }
            lists.extend(people.lists);
            students.extend(people.students);
            let taken = field.means(Meaning::Students);
            let into = if taken { &mut students } else { &mut mentors };
            let alone = into.len() == 1 && people.mentors.len() == 1;
            for contact in people.mentors {
                // `How to contact the mentor: a@b`
                if let [one] = into.as_mut_slice()
                    && alone
                    && one.address.is_none()
                    && contact.address.as_ref() == Some(&contact.name)
                {
                    one.address = contact.address;
                    continue;
                }
                let place = *places.entry((taken, people::key(&contact.name))).or_insert(into.len());
                match into.get_mut(place) {
                    Some(same) => {
                        same.address = same.address.take().or(contact.address);
                        if same.handle.is_none() {
                            (same.handle, same.service) = (contact.handle, contact.service);
                        }
                    }
                    None => into.push(contact),
                }
            }
        }
        // Where all are co-mentors, nobody stands behind another.
        if mentors.iter().all(|it| it.role == Some(people::Role::Backup)) {
            for mentor in &mut mentors {
                mentor.role = None;
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
            let reading = match reading.value {
                // `175 hours (hard)`
                difficulty::Grade::Unknown if both => {
                    let words = lower_words(&text);
                    let grade = words.iter().rev().find_map(|word| difficulty::word(word));
                    Reading::certain(grade.unwrap_or(reading.value))
                }
                value if both => Reading::certain(value),
                _ => reading,
            };
            let value = self.take("difficulty", field, reading);
            if grade == difficulty::Grade::Unknown {
                grade = value;
            } else if value != grade && value != difficulty::Grade::Unknown {
                self.doubt("difficulty", &text, "given twice: the first is taken", field.range());
            }
            hours.extend(size::in_passing(&text));
        }
        let mut sized = Vec::new();
        for field in with(&entry.content, Meaning::Size) {
            let text = field.text();
            let both = field.means(Meaning::Difficulty);
            let value =
                if both { size::in_passing(&text) } else { self.take("size", field, size::read(&text)) };
            if !sized.is_empty() && value.iter().any(|it| !sized.contains(it)) {
                self.doubt("size", &text, "given twice: all are taken", field.range());
            }
            sized.extend(value);
        }
        hours.extend(sized);
        if hours.is_empty() {
            hours = size::in_passing(passing);
        }
        if hours.is_empty() {
            // `Full-time project 350h`, in a line of its own.
            let lines = entry.content.prose.iter().map(super::page::Block::text);
            hours = lines.filter(|it| says_measures(it)).flat_map(|it| size::in_passing(&it)).collect();
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
            let plain = words.len() <= 4
                && words.iter().any(|it| {
                    matches!(it.as_str(), "projects" | "ideas" | "project" | "tasks" | "difficulty" | "level")
                });
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

    fn skills(&mut self, entry: &Entry) -> Vec<String> {
        for field in with(&entry.content, Meaning::Skills).filter(|it| texts::runs_on(&it.value)) {
            self.doubt("skills", &field.text(), "the line below may be a text of its own", field.range());
        }
        for field in with(&entry.content, Meaning::Skills).filter(|it| texts::is_spoken(it)) {
            self.doubt("skills", &field.text(), "a language that is spoken: no skill", field.range());
        }
        let list = skill_list(entry);
        for text in list.iter().filter(|it| it.contains(". ") && it.split_whitespace().count() > 15) {
            self.doubt("skills", text, "a text: kept whole", entry.lines);
        }
        list
    }

    fn state(&mut self, entry: &Entry, passing: &str, students: &[Contact]) -> state::ProjectState {
        let mut given = None;
        for field in with(&entry.content, Meaning::State) {
            let reason = match (state::read(&field.text()), given) {
                (None, _) => "no word for a state is known here",
                (Some(state), None) => {
                    given = Some(state);
                    continue;
                }
                (Some(state), Some(first)) if state == first => continue,
                (Some(_), Some(_)) => "given twice: the first is taken",
            };
            self.doubt("state", &field.text(), reason, field.range());
        }
        if let Some(state) = given {
            return state;
        }
        if let Some(field) = &entry.state
            && let Some(state) = state::read(&field.text())
        {
            let reason = "the page gives all below it this state";
            self.tell_once("state", &field.text(), reason, field.range());
            return state;
        }
        if let Some((title, state)) =
            entry.above.iter().find_map(|title| Some((title, state::of_heading(title)?)))
        {
            self.tell_once("state", title, "the heading gives all below it this state", entry.lines);
            return state;
        }
        let title = self.title.clone();
        let before = title
            .strip_prefix('(')
            .and_then(|it| it.split_once(')'))
            .or_else(|| title.strip_prefix('[')?.split_once(']'));
        let behind = bracketed(&title).map(|it| it.1).or(before.map(|it| it.0)).unwrap_or(passing);
        if state::of_heading(behind) == Some(state::ProjectState::Finished) {
            self.doubt("state", behind, "the title says that it is taken", entry.lines);
            return state::ProjectState::Finished;
        }
        if let Some(student) = students.first() {
            self.doubt(
                "state",
                &student.raw,
                "a student is named: the project is taken as finished",
                entry.lines,
            );
            return state::ProjectState::Finished;
        }
        state::ProjectState::Open
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
        let mut fields = with(&entry.content, meaning);
        let field = fields.next()?;
        let raw = field.text();
        let name = if meaning == Meaning::Inserted { "inserted" } else { "verified" };
        for other in fields.filter(|it| it.text() != raw) {
            self.doubt(name, &other.text(), "given twice: the first is taken", other.range());
        }
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
fn rank(day: &mut Option<Day>, other: Option<&Day>) {
    let day_first = other.is_some_and(|other| other.days.len() == 1 && date::begins_with_day(&other.raw));
    if let Some(day) = day.as_mut().filter(|_| day_first) {
        day.days.reverse();
    }
}
