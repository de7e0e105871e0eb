use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man as Page;
use onlist::file;

use crate::cli;
use crate::context::Context;
use crate::failure::{Failure, Status};

/// Print the manual page of onlist or of one of its verbs
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The verb; default: onlist itself
    verb: Option<String>,

    /// Write the pages of onlist and of all verbs into this folder instead
    #[arg(long, value_name = "FOLDER", conflicts_with = "verb")]
    all: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let command = cli::command();
        match (&self.all, &self.verb) {
            (Some(folder), _) => {
                write(&command, "onlist", folder)?;
                command
                    .get_subcommands()
                    .try_for_each(|verb| write(verb, &format!("onlist-{}", verb.get_name()), folder))
            }
            (None, Some(name)) => {
                let unknown =
                    || Failure::new(Status::Usage, format!("no verb `{name}`")).hint("run `onlist --help`");
                let verb = command.find_subcommand(name).ok_or_else(unknown)?;
                Ok(context.terminal.bytes(&page(verb, &format!("onlist-{name}"))?)?)
            }
            (None, None) => Ok(context.terminal.bytes(&page(&command, "onlist")?)?),
        }
    }
}

fn page(command: &Command, title: &str) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    Page::new(command.clone().name(title.to_owned()).bin_name(title.replace('-', " "))).render(&mut text)?;
    Ok(text)
}

fn write(command: &Command, title: &str, folder: &Path) -> Result<(), Failure> {
    Ok(file::replace(&folder.join(format!("{title}.1")), &page(command, title)?)?)
}
