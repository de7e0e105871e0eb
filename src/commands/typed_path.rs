//! The name of a file as people type it, paste it, or drop it on a terminal.

use std::path::{Path, PathBuf};

use crate::context::Context;
use crate::messages::Failure;
use crate::terminal::{Field, Given, Shape};

/// Asks for the name of a file that is not there yet; nothing on Esc.
pub(crate) fn ask_path(context: &Context, usual: &str) -> Result<Option<PathBuf>, Failure> {
    let mut name = usual.to_owned();
    loop {
        let field = Field { prompt: "File name", text: &name, shape: Shape::File, back: true };
        let Given::Text(given) = context.terminal.field(&field)? else { return Ok(None) };
        let path = typed_path(context, &given);
        match given.as_str() {
            "" => context.terminal.error("please type a name"),
            _ if path.symlink_metadata().is_err() => return Ok(Some(path)),
            _ => context.terminal.error(format!("`{given}` exists")),
        }
        name = context.terminal.to_correct(name, given);
    }
}

/// Reads `~` as the home folder, and takes quotes and backslashes as a shell does.
pub(crate) fn typed_path(context: &Context, text: &str) -> PathBuf {
    path_of(text, context.environment.home.as_deref(), cfg!(windows))
}

fn path_of(text: &str, home: Option<&Path>, windows: bool) -> PathBuf {
    let quoted = text.starts_with(['"', '\'']) || (!windows && text.contains('\\'));
    let words = if quoted && !windows { shlex::split(text) } else { None };
    let word = match words.as_deref() {
        Some([word]) => word.clone(),
        _ if quoted => text.trim_matches(['"', '\'']).to_owned(),
        _ => text.to_owned(),
    };
    match (word.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with(std::path::is_separator) => home.join(&rest[1..]),
        _ => PathBuf::from(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_a_shell_reads_them() {
        for (text, windows, expected) in [
            ("letter.eml", false, "letter.eml"),
            ("my letter.eml", false, "my letter.eml"),
            ("~/my letter.eml", false, "/home/ada/my letter.eml"),
            ("'~/my letter.eml'", false, "/home/ada/my letter.eml"),
            ("\"my letter.eml\"", false, "my letter.eml"),
            (r"my\ letter.eml", false, "my letter.eml"),
            ("it's.eml", false, "it's.eml"),
            ("'open.eml", false, "open.eml"),
            ("~", false, "/home/ada"),
            ("~bob/x", false, "~bob/x"),
            ("a~/x", false, "a~/x"),
            (r"C:\my mail.eml", true, r"C:\my mail.eml"),
            (r#""C:\my mail.eml""#, true, r"C:\my mail.eml"),
        ] {
            assert_eq!(path_of(text, Some(Path::new("/home/ada")), windows), Path::new(expected), "{text}");
        }
        assert_eq!(path_of("~/x", None, false), Path::new("~/x"));
    }
}
