//! Holds the texts of a file against what their keys take.

use std::borrow::Cow;
use std::ops::Range;

use onlist_mail::mailbox::Address;
use onlist_mail::text::{Line, block};
use onlist_mail::words::or;

use super::{Value, Walk};
use crate::catalog::advice;
use crate::catalog::format::{Key, Role, Type, Word};
use crate::catalog::values::{Id, Url};
use crate::diagnostics::{Diagnostic, nearest};
use crate::template;

impl<'i> Walk<'i, '_> {
    #[expect(clippy::ptr_arg, reason = "a name that is borrowed from the file stays borrowed")]
    pub(super) fn text(&mut self, text: &Cow<'i, str>, value: &Value<'i>, of: &Type, key: &'static Key) {
        let span = &value.span();
        // An id in the wrong form is told of once, and not again at each reference to it.
        if let Role::Names(kind) = key.role {
            self.names.names(kind, text.clone(), self.place(span));
        }
        if text.trim().is_empty() {
            self.empty(span, key);
            return;
        }
        let clean = match of {
            Type::Block => block(text).map(drop),
            _ => Line::check(text),
        };
        if let Err(forbidden) = clean {
            self.report("K25", span, format!("{} is not allowed here", forbidden.name())).hint = Some(
                if forbidden.found == '\n' { "write it on one line" } else { "remove that character" }.into(),
            );
            return;
        }
        match of {
            Type::Words(words) => self.word(text, words, span, key),
            Type::Address => match text.parse::<Address>() {
                Ok(_) => self.role(text, span, key),
                Err(error) => {
                    let code = if advice::is_masked(text) { "K10" } else { "K37" };
                    self.report(code, span, error.to_string()).hint =
                        Some(advice::address(text, code == "K10", key).into());
                }
            },
            // A reference is as good as the id that it names.
            Type::Id if Id::new(text).is_none() && matches!(key.role, Role::Names(_)) => {
                self.report("K19", span, format!("`{text}` is not a valid id")).hint =
                    Some(format!("write `id = \"{}\"`", advice::id(text)).into());
            }
            Type::Id if text == "none" && matches!(key.role, Role::Names(_)) => {
                self.report("K19", span, "`none` is not a valid id").hint =
                    Some("write `id = \"none-1\"`: on the command line, `none` stands for nothing".into());
            }
            Type::Url if Url::new(text).is_none() => {
                self.report("K29", span, format!("`{text}` is not a URL")).hint =
                    Some(advice::url(text, key).into());
            }
            Type::Statements if text != "free" => self.wrong_type(value, of, key),
            _ => self.role(text, span, key),
        }
    }

    /// Says that there is no value.
    pub(super) fn empty(&mut self, span: &Range<usize>, key: &'static Key) {
        let hint = if key.required {
            format!("write what it is, as in `{}`", key.line())
        } else {
            "remove the key if there is no value".to_owned()
        };
        self.report("K36", span, "empty value").hint = Some(hint.into());
    }

    fn word(&mut self, text: &str, words: &[Word], span: &Range<usize>, key: &'static Key) {
        if words.iter().any(|word| word.word == text) {
            return;
        }
        let name = self.inside.as_deref().unwrap_or(key.name);
        let lower = text.to_lowercase();
        let means = |word: &&Word| word.word == lower || word.also.contains(&lower.as_str());
        let known = || words.iter().map(|word| word.word);
        let hint = match words.iter().find(means).map(|word| word.word).or_else(|| nearest(text, known())) {
            Some(word) => format!("write `{name} = \"{word}\"`"),
            None => format!("write {}", or(&known().map(|word| format!("`{word}`")).collect::<Vec<_>>())),
        };
        let message = format!("`{name}` cannot be `{text}`");
        let code = match key.name {
            "difficulty" => "K04",
            "eligible" => "K05",
            _ => "K30",
        };
        self.report(code, span, message).hint = Some(hint.into());
    }

    /// What a value does besides being there.
    #[expect(clippy::ptr_arg, reason = "a name that is borrowed from the file stays borrowed")]
    fn role(&mut self, text: &Cow<'i, str>, span: &Range<usize>, key: &'static Key) {
        let place = self.place(span);
        let redirected = key.role == Role::Refers("list") && self.path.contains(&"redirects");
        match key.role {
            // A list elsewhere has an address and no id here.
            Role::Refers(_) if redirected && text.parse::<Address>().is_ok() => {
                self.report("K09", span, format!("`{text}` is not the id of a list")).hint =
                    Some(format!("write `address = \"{text}\"`").into());
            }
            Role::Refers(kind) => self.names.refers(kind, text.clone(), place),
            Role::ListAddress => self.names.list_address(text.clone(), place),
            Role::Template(kind) => self.template(kind, text, place),
            Role::Subject => self.subject(text, span),
            Role::Names(_) | Role::LineNumber | Role::Plain => {}
        }
    }

    fn template(&mut self, kind: template::Kind, text: &str, place: Range<usize>) {
        let Err(error) = template::check(kind, text) else { return };
        let place =
            error.line.map_or_else(|| place.clone(), |line| advice::nth_line(self.text, &place, line));
        let diagnostic = Diagnostic::new(place, error.message).code("K35");
        let hint = error.hint.unwrap_or_else(|| {
            "write names as `{{ interest }}`, and end each `{% if interest %}` with `{% endif %}`".to_owned()
        });
        self.diagnostics.push(Diagnostic { hint: Some(hint.into()), ..diagnostic });
    }

    fn subject(&mut self, text: &str, span: &Range<usize>) {
        let rest = text.replacen("{token}", "", 1).replacen("{title}", "", 1);
        if !text.contains("{title}") || rest.contains(['{', '}']) {
            let message = "a subject pattern needs `{title}` once, and `{token}` at most once";
            self.report("K35", span, message).hint = Some("as in `subject = \"[{token}] {title}\"`".into());
        }
    }
}
