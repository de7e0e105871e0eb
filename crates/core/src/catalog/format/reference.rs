//! The reference of the format, as `docs/catalog.md` has it.

use std::fmt::Write;

use super::{Key, Role, Table, Type, each_table, file, header};

const INTRODUCTION: &str = "\
# The catalog format

A catalog is a TOML file: one community, what it asks of letters, and what one can write about. \
Check one with `onlist catalog check FILE`, begin one with `onlist catalog new`.

Only keys marked **required** must be there; leave out what you do not know. Ids are names within the file, \
made of lower-case letters, digits and hyphens; other tables refer to them. \
Files with `schema = 1` are valid as they are.

This page is generated from the program: a test keeps the two equal.
";

const LIMITS: &str = "
## What a catalog cannot say

- **Write to the mentor alone.** Letters always go to a list: `copy = \"mentor-first\"` puts mentors in To and the list in Cc. \
  For a project without any list, leave the list out and say in `instead` what the page says, as in \
  `instead = \"write to the mentor, who answers in private\"`: then nothing is composed, and that place is shown.
- **Send only when the first steps are done.** `do-first` is shown before a letter is written, and `check` asks for what \
  came of it; whether it was done is for the writer to say.
- **A task after the proposal, with its date.** `task = \"after-proposal\"` keeps letters from asking for one; when a \
  proposal is in, nobody tells.
- **A list that is only an alias**, with no archive and no members, is a `[[list]]` like any other, without `archive`.
- **Letters to a forum, a tracker or a chat.** They are `instead`, `chat` or `redirects`, and no letter goes there.
- **Mail in HTML, and applications.** Letters are plain text; where applications go is `application-system`.
";

/// The reference, in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    let mut said = Vec::new();
    each_table(&mut Vec::new(), file(), &mut |path, table| {
        // What several tables hold is explained at the first of them.
        if said.contains(&table.about) {
            return;
        }
        said.push(table.about);
        let title = if path.is_empty() { "The file".to_owned() } else { header(path) };
        let level = if path.len() < 2 { "##" } else { "###" };
        let _ = write!(text, "\n{level} {title}\n\n{}\n\n", paragraph(table.about));
        text.push_str("| key | value | meaning | example |\n|---|---|---|---|\n");
        table.keys.iter().for_each(|key| row(&mut text, key));
        words(&mut text, table);
    });
    text + LIMITS
}

fn row(text: &mut String, key: &Key) {
    let names: Vec<_> = key.names().map(|name| format!("`{name}`")).collect();
    let required = if key.required { " **required**" } else { "" };
    let example = key.example.replace('\'', "\"");
    let _ = writeln!(
        text,
        "| {}{required} | {} | {} | `{}` |",
        names.join(", "),
        value(key),
        cell(&paragraph(key.about)),
        cell(&example)
    );
}

/// What the value is, in short.
fn value(key: &Key) -> String {
    let value = match key.role {
        Role::Refers("area") => "id of an area".to_owned(),
        Role::Refers(kind) => format!("id of a {kind}"),
        Role::LineNumber => "line numbers".to_owned(),
        Role::Template(_) => "text of several lines, a template".to_owned(),
        _ => kind(&key.of),
    };
    let of = match key.of {
        Type::Rule(table) => table.keys.first().map_or(key.of, |value| value.of),
        of => of,
    };
    match of {
        Type::List(_) if !value.starts_with("list") => format!("list: {value}"),
        Type::OneOrMany(_) => format!("{value}, or a list of them"),
        _ => value,
    }
}

fn kind(of: &Type) -> String {
    match of {
        Type::List(inner) | Type::OneOrMany(inner) => kind(inner),
        Type::Rule(table) => table.keys.first().map_or_else(String::new, |value| kind(&value.of)),
        Type::Map(inner) => format!("table of any keys: {}", kind(inner)),
        Type::Words(_) => "word".to_owned(),
        Type::Line => "text".to_owned(),
        Type::Block => "text of several lines".to_owned(),
        Type::Lines => "first and last line".to_owned(),
        Type::Statements => "list of sentences, or `\"free\"`".to_owned(),
        Type::Date => "date, or a list of the dates it may be".to_owned(),
        Type::Table(Table { short: Some(short), .. }) => format!("table, or its `{short}` alone"),
        Type::Table(_) => "table".to_owned(),
        Type::Id => "id".to_owned(),
        Type::Address => "mail address".to_owned(),
        Type::Url => "URL".to_owned(),
        Type::Number(_) => "number".to_owned(),
        Type::Bool => "`true` or `false`".to_owned(),
        Type::Day => "date".to_owned(),
    }
}

/// The words that the values of a table may be.
fn words(text: &mut String, table: &Table) {
    for key in table.keys {
        let of = match key.of {
            Type::Rule(table) => table.keys.first().map(|value| value.of),
            Type::Map(inner) => Some(*inner),
            of => Some(of),
        };
        if let Some(Type::Words(words)) = of {
            let _ = write!(text, "\n`{}` is one of:\n\n", key.name);
            for word in words {
                let _ = writeln!(text, "- `{}`: {}", word.word, paragraph(word.about));
            }
        }
    }
}

/// A doc comment as one paragraph or several.
fn paragraph(about: &str) -> String {
    let lines = about.lines().map(str::trim);
    let text = lines.map(|line| if line.is_empty() { "\n\n" } else { line }).collect::<Vec<_>>().join(" ");
    text.replace(" \n\n ", "\n\n").trim().to_owned()
}

/// Text as a cell of a table holds it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace("\n\n", " ")
}
