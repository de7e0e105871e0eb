//! Errors and hints for somebody who is guided: in the words of the questions and menus, and not of flags.

use onlist_core::compose::Question;

use super::prompt::Prompt;
use crate::terminal::Said;

/// Says an error or a hint without flags: the question's words where a flag stands for one, else a hint's part is left
/// out.
pub(crate) fn reword(said: Said, text: &str) -> String {
    match said {
        Said::Error => error(text),
        Said::Hint => hint(text),
    }
}

/// The flags between backquotes, with what stands behind them there; a command that holds flags is none.
fn flags(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|it| it.starts_with("--"))
}

/// The words of the question that a flag answers.
fn question(flag: &str) -> Option<&'static str> {
    let name = flag.trim_start_matches('-').split([' ', '=']).next()?;
    let name = if name == "answer-file" || name == "answer-name" { "answer" } else { name };
    Question::named(name).map(|question| Prompt::new(question, false).text)
}

fn error(text: &str) -> String {
    let mut words = text.to_owned();
    for flag in flags(text) {
        if let Some(question) = question(flag) {
            words = words.replace(&format!("`{flag}`"), &format!("\"{question}\""));
        }
    }
    words
}

fn hint(text: &str) -> String {
    if let Some(question) = flags(text).find_map(question) {
        return format!("choose \"Change an answer\", then \"{question}\"");
    }
    let parts = text.split("; ").flat_map(|part| part.split(", or ")).filter(|it| flags(it).next().is_none());
    parts.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_said_in_the_words_of_questions_or_left_out() {
        for (said, text, expected) in [
            (
                Said::Error,
                "`--email`: `x` is not a valid email address",
                "\"Your address\": `x` is not a valid email address",
            ),
            (
                Said::Error,
                "`--name` and `--until` are missing",
                "\"Your name\" and \"Reserve the task until\" are missing",
            ),
            (Said::Error, "no list `xen-devl` in the catalog", "no list `xen-devl` in the catalog"),
            (
                Said::Hint,
                "give the list with `--list`: an answer always goes to a list",
                "choose \"Change an answer\", then \"Which list\"",
            ),
            (Said::Hint, "choose another name, or overwrite it with `--force`", "choose another name"),
            (
                Said::Hint,
                "use a catalog that has it with `--catalog FILE`; your answers are saved",
                "your answers are saved",
            ),
            (Said::Hint, "use `--config FILE`", ""),
            (Said::Hint, "run `onlist send x --again`", "run `onlist send x --again`"),
            (Said::Hint, "look at the spelling", "look at the spelling"),
        ] {
            assert_eq!(reword(said, text), expected, "{text}");
        }
    }
}
