//! The student's own editor.

use std::io;
use std::path::Path;
use std::process::ExitStatus;

use onlist_mail::process;

use super::interrupt::Held;

/// An editor that did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EditError {
    /// The setting holds nothing.
    #[error("the editor command is empty")]
    Empty,
    /// A quote is not closed.
    #[error("invalid editor command `{command}`")]
    Unreadable {
        /// As the setting has it.
        command: String,
    },
    /// The program is missing or may not be run.
    #[error("cannot start the editor `{command}`")]
    NotStarted {
        /// As the setting has it.
        command: String,
        /// Why.
        source: io::Error,
    },
    /// The editor said that it failed, which is how one says in it that nothing shall be taken.
    #[error("the editor `{command}` failed ({status})")]
    Failed {
        /// As the setting has it.
        command: String,
        /// What it ended with.
        status: ExitStatus,
    },
}

/// Opens a file in the editor and waits for it to end.
///
/// `command` is a program and its arguments in the shell's quoting, as in
/// `$VISUAL`; no shell reads it.
///
/// Says whether it ended by itself. One that a signal stopped, as ^C does, leaves in the file what was saved before.
pub(crate) fn edit(command: &str, path: &Path) -> Result<bool, EditError> {
    let words = words(command, cfg!(windows))?;
    let (program, arguments) = words.split_first().ok_or(EditError::Empty)?;
    let _held = Held::new();
    let status = process::command(program)
        .args(arguments)
        .arg(path)
        .status()
        .map_err(|source| EditError::NotStarted { command: command.to_owned(), source })?;
    let is_stopped = is_stopped(status);
    if status.success() || is_stopped {
        Ok(!is_stopped)
    } else {
        Err(EditError::Failed { command: command.to_owned(), status })
    }
}

/// Whether a signal ended the editor, or the program that it runs in, as a shell tells.
fn is_stopped(status: ExitStatus) -> bool {
    /// 128 and the numbers of SIGHUP, SIGINT and SIGTERM.
    const BY_SIGNAL: [i32; 3] = [129, 130, 143];
    status.code().is_none_or(|code| BY_SIGNAL.contains(&code))
}

/// Splits a command. On Windows, text that the shell's quoting would mangle is a program's path.
fn words(command: &str, windows: bool) -> Result<Vec<String>, EditError> {
    let whole = || vec![command.trim().trim_matches('"').to_owned()];
    if windows && command.contains('\\') {
        return Ok(whole());
    }
    match shlex::split(command) {
        Some(words) => Ok(words),
        None if windows => Ok(whole()),
        None => Err(EditError::Unreadable { command: command.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_split_as_a_shell_would() {
        for (command, windows, expected) in [
            ("vim", false, Some(vec!["vim"])),
            ("code --wait", false, Some(vec!["code", "--wait"])),
            ("'my editor' -x", false, Some(vec!["my editor", "-x"])),
            ("'open", false, None),
            ("  ", false, Some(vec![])),
            (r"C:\Program Files\Vim\vim.exe", true, Some(vec![r"C:\Program Files\Vim\vim.exe"])),
            (r#""C:\Vim\vim.exe""#, true, Some(vec![r"C:\Vim\vim.exe"])),
            ("notepad", true, Some(vec!["notepad"])),
        ] {
            let words = words(command, windows).ok();
            let words = words.as_ref().map(|words| words.iter().map(String::as_str).collect());
            assert_eq!(words, expected, "{command:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_editor_that_fails_is_named() {
        let path = Path::new("letter.txt");
        for (command, expected) in [
            ("", "the editor command is empty"),
            ("'", "invalid editor command `'`"),
            ("/nowhere/vi -n", "cannot start the editor `/nowhere/vi -n`"),
            ("false", "the editor `false` failed (exit status: 1)"),
        ] {
            assert_eq!(edit(command, path).expect_err("fails").to_string(), expected);
        }
        assert!(edit("true", path).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_the_last_argument() {
        let folder = tempfile::tempdir().expect("made");
        let path = folder.path().join("a letter.txt");
        edit("sh -c 'printf %s changed > \"$1\"' sh", &path).expect("edited");
        assert_eq!(std::fs::read_to_string(path).expect("read"), "changed");
    }
}
