//! A question that is answered by typing, with an earlier answer there to be edited.

use std::borrow::Cow;

use onlist_mail::text::escape_for_terminal;
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};
use unicode_width::UnicodeWidthStr;

use super::ask::PASTE;
use super::readline::{Answer, Left, Question, Size, Typed, escaped};
use super::{AskError, Terminal, raw};

/// What an answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One line; what is pasted becomes one.
    Line,
    /// Lines, and whole paragraphs, which the editor may be opened for.
    Text,
    /// The name of a file; Tab completes it.
    File,
    /// A mail that is pasted, or the name of its file.
    Paste,
}

/// A question that is answered by typing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'a> {
    /// The question.
    pub(crate) prompt: &'a str,
    /// What stands there to be edited.
    pub(crate) text: &'a str,
    /// What an answer looks like.
    pub(crate) shape: Shape,
    /// Whether there is a question before.
    pub(crate) back: bool,
}

/// What became of a question.
#[derive(Debug)]
pub(crate) enum Given {
    /// This is the answer; it may be empty.
    Text(String),
    /// The question before is wanted; this was typed so far.
    Back(String),
    /// The editor is wanted, with this in it.
    Editor(String),
}

impl Terminal {
    /// Asks for a text. In plain mode, Enter alone keeps what is there, `-` clears it, and `<` goes back.
    pub(crate) fn field(&self, field: &Field<'_>) -> Result<Given, AskError> {
        let clean = |text: String| match field.shape {
            Shape::Text | Shape::Paste => text.trim().to_owned(),
            Shape::Line | Shape::File => text.split('\n').map(str::trim).collect::<Vec<_>>().join(" "),
        };
        let asked = if self.is_plain() { self.plain_field(field) } else { self.typed(field) };
        let (text, left) = asked.map_err(|error| match error {
            AskError::Interrupted(typed) => AskError::Interrupted(clean(typed)),
            error => error,
        })?;
        let text = clean(text);
        Ok(match left {
            Left::Back => Given::Back(text),
            Left::Editor => Given::Editor(text),
            _ if field.shape == Shape::Text && text.eq_ignore_ascii_case("e") => {
                Given::Editor(field.text.to_owned())
            }
            _ => Given::Text(text.trim().to_owned()),
        })
    }

    /// What stands at a question that was answered by `wrong`: in plain mode a line cannot be edited, and Enter would give
    /// it once more.
    pub(crate) fn to_correct(&self, before: String, wrong: String) -> String {
        if self.is_plain() && !wrong.contains('\n') { before } else { wrong }
    }

    fn typed(&self, field: &Field<'_>) -> Result<(String, Left), AskError> {
        self.require_person()?;
        let prompt = self.beside(&format!("{}: ", field.prompt));
        let mut text = Cow::Borrowed(field.text);
        let takes_lines = matches!(field.shape, Shape::Text | Shape::Paste);
        self.drop_typed();
        loop {
            let files = matches!(field.shape, Shape::File | Shape::Paste).then(FilenameCompleter::new);
            let mut question = Typing::question(files, &prompt, &text)?;
            if field.back {
                question.allow_back();
            }
            if field.shape == Shape::Text {
                question.allow_editor();
            }
            text = match question.ask(&prompt) {
                Err(AskError::NotText) => {
                    self.error("the terminal sent text that is not UTF-8");
                    Cow::Borrowed("")
                }
                Err(error) => return Err(error),
                Ok(Answer { text, left, rest }) if rest.is_empty() => return Ok((text, left)),
                Ok(Answer { text, left, rest }) if !takes_lines => {
                    self.tell_unused(&rest);
                    return Ok((text, left));
                }
                Ok(Answer { text, left, rest }) => {
                    let all = format!("{text}\n{rest}");
                    // What is pasted ends with its last line, where that has an end and nothing more comes.
                    if all.ends_with('\n') && !raw::is_typed(PASTE) {
                        self.say(rest.trim_end());
                        return Ok((all, left));
                    }
                    self.erase(&format!("{prompt}{text}"));
                    Cow::Owned(all)
                }
            };
        }
    }

    fn plain_field(&self, field: &Field<'_>) -> Result<(String, Left), AskError> {
        let mut lines = field.text.lines();
        let there = match (lines.next(), lines.next()) {
            (None, _) => String::new(),
            (Some(line), None) => format!(" [{line}]"),
            (Some(line), Some(_)) => format!(" [{line} ...]"),
        };
        let takes_lines = matches!(field.shape, Shape::Text | Shape::Paste);
        let typed = self.read_lines(&format!("{}{there}: ", field.prompt), takes_lines, false)?;
        let typed = typed.unwrap_or_default();
        Ok(match typed.as_str() {
            "" => (field.text.to_owned(), Left::Enter),
            "-" if !field.text.is_empty() => (String::new(), Left::Enter),
            "<" if field.back => (String::new(), Left::Back),
            _ => (typed, Left::Enter),
        })
    }

    /// Reads a line, without the blanks around it.
    pub(super) fn read(&self, prompt: &str) -> Result<String, AskError> {
        Ok(self.read_lines(prompt, false, false)?.unwrap_or_default())
    }

    /// The same; nothing on Esc.
    pub(super) fn read_or_leave(&self, prompt: &str) -> Result<Option<String>, AskError> {
        self.read_lines(prompt, false, true)
    }

    fn read_lines(&self, prompt: &str, takes_lines: bool, leaves: bool) -> Result<Option<String>, AskError> {
        self.require_person()?;
        let prompt = self.beside(prompt);
        if !self.is_plain() {
            self.drop_typed();
        }
        let line = loop {
            if self.is_plain() {
                break self.read_plainly(&prompt, takes_lines)?;
            }
            let mut question = Typing::question(None, &prompt, "")?;
            if leaves {
                question.allow_escape();
            }
            match question.ask(&prompt) {
                Ok(Answer { left: Left::Back, .. }) => return Ok(None),
                Ok(Answer { text, rest, .. }) => {
                    self.tell_unused(&rest);
                    break text.replace('\n', " ");
                }
                Err(AskError::NotText) => self.error("the terminal sent text that is not UTF-8"),
                Err(error) => return Err(error),
            }
        };
        Ok(Some(line.trim().to_owned()))
    }

    /// The prompt, or where there is no room beside it, what stands on the line below it.
    fn beside(&self, prompt: &str) -> String {
        if self.has_room_beside(prompt) {
            return escape_for_terminal(prompt).into_owned();
        }
        let question = self.paragraph("", prompt.trim_end());
        if self.is_plain() {
            self.say(&question);
            return "> ".to_owned();
        }
        format!("{question}\n> ")
    }
}

/// What helps while an answer is typed.
struct Typing {
    files: Option<FilenameCompleter>,
    prompt: usize,
    size: Size,
    typed: Typed,
}

impl Typing {
    /// A question with `text` in it.
    fn question(
        files: Option<FilenameCompleter>,
        prompt: &str,
        text: &str,
    ) -> Result<Question<Self>, AskError> {
        let typed = Typed::default();
        let typing = Self { files, prompt: prompt.width(), size: Size::default(), typed: typed.clone() };
        let mut question = Question::open(typing, text, typed)?;
        question.read_on();
        Ok(question)
    }
}

impl Helper for Typing {}
impl Validator for Typing {}

impl Hinter for Typing {
    type Hint = String;

    fn hint(&self, line: &str, _: usize, _: &Context<'_>) -> Option<String> {
        self.typed.set(line);
        self.size.watch(|columns| line.contains('\n') || self.prompt + line.width() >= columns);
        None
    }
}

impl Highlighter for Typing {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        escaped(line)
    }
}

impl Completer for Typing {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        at: usize,
        context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        match &self.files {
            Some(files) => files.complete(line, at, context),
            None => Ok((at, Vec::new())),
        }
    }
}
