use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man as Page;
use onlist_mail::file;

use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Print a manual page
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Command, for example `drafts` or `drafts show`; default: onlist itself
    #[arg(add = candidates::verbs())]
    verb: Vec<String>,

    /// Write the pages of all commands into this folder, which is made if need be
    #[arg(long, value_name = "FOLDER", conflicts_with = "verb")]
    all: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self, context: &mut Context, command: &Command) -> Result<(), Failure> {
        if let Some(folder) = &self.all {
            fs::create_dir_all(folder).map_err(|error| Failure::making(folder, &error))?;
            return write_all(command, &["onlist"], folder);
        }
        let (mut verb, mut words) = (command, vec!["onlist"]);
        for name in &self.verb {
            let unknown =
                || Failure::new(Status::Usage, format!("no command `{name}`")).hint("run `onlist --help`");
            verb = verb.find_subcommand(name).ok_or_else(unknown)?;
            words.push(name);
        }
        Ok(context.terminal.bytes(&page(verb, &words)?)?)
    }
}

/// Where things are, in roff: clap knows nothing of it.
const FILES: &str = r"
.SH FILES
.TP
\fI$XDG_CONFIG_HOME/onlist/config.toml\fR, else \fI~/.config/onlist/config.toml\fR
Settings, on Linux and macOS; on Windows in the folder for roaming application data.
.TP
\fI$XDG_STATE_HOME/onlist/drafts\fR, else \fI~/.local/state/onlist/drafts\fR
Saved letters and their delivery status; on Windows in the folder for local application data.
.TP
\fI$XDG_STATE_HOME/onlist/ledger.sqlite\fR, else \fI~/.local/state/onlist/ledger.sqlite\fR
The ledger: who was written to.
.SH ENVIRONMENT
.TP
.B VISUAL, EDITOR
The editor.
.TP
.B NO_COLOR
If set, output has no colours.
.TP
.B COLUMNS
Output width if there is no terminal.
.TP
.B ONLIST_SMTP_PASSWORD
Password or token for the mail server, used before any other.
.TP
.B ONLIST_IMAP_PASSWORD
The same for the mailbox that \fBonlist sync\fR reads.
.TP
.B SSL_CERT_FILE
Certificates to trust instead of the system's.
.SH EXIT STATUS
0 success; 64 wrong usage; 65 bad data, a failed check, or already written; 66 input missing; 69 permanently refused; 73 output exists or cannot be created; 74 input or output error; 75 temporary failure; 76 unknown whether it was delivered; 77 login refused; with 69, 75 and 77 the letter was not delivered, of several those that are named; 78 wrong settings; 129 the window was closed; 130 interrupted (^C); 143 asked to end (SIGTERM).
";

/// The page of the command that is called with `words`.
fn page(command: &Command, words: &[&str]) -> Result<Vec<u8>, Failure> {
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let command = command.clone().name(words.join("-")).bin_name(words.join(" "));
    let mut text = Vec::new();
    let has_verbs = command.has_subcommands();
    let page = Page::new(command);
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    if has_verbs {
        page.render_subcommands_section(&mut text)?;
    }
    if let Some(lines) = examples.strip_prefix("Examples:\n") {
        text.extend_from_slice(format!(".SH EXAMPLES\n.nf\n{}\n.fi\n", escaped(lines)).as_bytes());
    }
    text.extend_from_slice(FILES.trim_start().as_bytes());
    Ok(text)
}

/// Text that roff takes as it stands.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', r"\e").replace('-', r"\-");
    text.lines().map(|line| format!(r"\&{line}")).collect::<Vec<_>>().join("\n")
}

/// Writes the page of a command, and those of all below it.
fn write_all(command: &Command, words: &[&str], folder: &Path) -> Result<(), Failure> {
    file::replace_public(&folder.join(format!("{}.1", words.join("-"))), &page(command, words)?)?;
    let below = |verb: &Command| write_all(verb, &[words, &[verb.get_name()]].concat(), folder);
    command.get_subcommands().try_for_each(below)
}
