//! Projects out of the pages that communities keep, whatever their format.
//!
//! A reader of the format gives sections and blocks (`page`); `find` says which sections are projects;
//! `fields` reads `label: value` in all its dresses; `values` and `people` read the values. Nothing is
//! guessed: what is read with a doubt is told, and so is what is not read.

mod adapters;
mod answer;
mod areas;
mod builder;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod doubtful;
mod fields;
mod find;
mod head;
mod heading;
mod label;
#[cfg(test)]
mod owners;
mod page;
mod people;
mod project;
mod result;
mod season;
#[cfg(test)]
mod shapes;
mod split;
#[cfg(test)]
mod strangers;
mod struck;
#[cfg(test)]
mod tests;
mod titled;
mod values;
mod vocabulary;
#[cfg(test)]
mod without_headings;
mod words;
mod write;

pub use adapters::Format;
pub use answer::NoAnswer;
pub use head::{Head, Profile};
pub use people::{Contact, Role};
pub use result::{Area, Comment, Coverage, Day, Doubt, Import, LeftOut, MailingList, Project, Raw, Source};
pub use season::{Named, seasons};
pub use values::difficulty::Grade;
pub use values::state::ProjectState;
pub use words::{MEANINGS, Meaning, Words};
pub use write::catalog;

/// The days that a text begins with, both where day and month may be swapped.
pub(super) fn days(text: &str) -> Vec<chrono::NaiveDate> {
    values::date::read(text).value
}

/// A file to import.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// How it is written, where that is known.
    pub format: Option<Format>,
}

/// Reads the projects of all `files`.
#[must_use]
pub fn import(files: &[File<'_>], words: &Words) -> Import {
    let (mut import, mut named) = (Import::default(), Vec::new());
    for file in files {
        if unread(&mut import, file) {
            continue;
        }
        let text = onlist_mail::text::with_lf(file.text);
        let format = file.format.unwrap_or_else(|| Format::of(file.name, &text));
        let mut page = adapters::read(&text, format, words);
        let struck = struck::take(&mut page);
        titled::cut(&mut page, words);
        let page = split::entries(page, words);
        let found = find::projects(&page, words);
        let source = |lines| Source { file: file.name.to_owned(), lines };
        let first = import.projects.len();
        for entry in &found.entries {
            project::read(&mut import, entry, &source);
        }
        project::tell_struck(&mut import, first, struck, &source);
        project::drop_repeated(&mut import.projects, first);
        project::tell_same_titles(&mut import, first);
        project::tell_absent(&mut import, first, &text, &source);
        project::drop_shared_area(&mut import.projects[first..]);
        import.coverage.left.extend(found.left.into_iter().map(|left| LeftOut {
            title: left.title,
            reason: left.reason,
            source: source(left.lines),
        }));
        areas::read(&mut import, &page, &text, &source);
        named.extend(found.people.iter().flat_map(|field| people::read(&field.value, None).mentors));
    }
    areas::assign(&mut import);
    project::complete(&mut import, &named);
    project::tell_labels(&mut import, words);
    for left in import.coverage.left.iter_mut().filter(|left| left.title.trim().is_empty()) {
        left.title = left.source.file.rsplit('/').next().unwrap_or_default().to_owned();
    }
    import.coverage.taken = import.projects.len();
    import.coverage.sections = import.projects.len() + import.coverage.left.len();
    import
}

/// Tells a file in a format that is not read; whether it is left out.
fn unread(import: &mut Import, file: &File<'_>) -> bool {
    let source = Source { file: file.name.to_owned(), lines: [1, 1] };
    if file.format.is_none() && Format::is_data(file.name) {
        let reason = "a format that is not read: save it as HTML, Markdown or text".to_owned();
        import.coverage.left.push(LeftOut { title: String::new(), reason, source });
        return true;
    }
    if file.format.is_none() && Format::is_foreign(file.name) {
        let (field, raw) = ("text".to_owned(), file.name.to_owned());
        let reason = "a format that is not read: taken as plain text".to_owned();
        import.doubts.push(Doubt { field, project: None, raw, reason, source });
    }
    false
}
