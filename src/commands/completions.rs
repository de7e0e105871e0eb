use clap::Args;
use clap_complete::Shell;
use clap_complete::env::Shells;

use crate::context::Context;
use crate::messages::{Failure, Status};

/// Print what a shell needs to complete commands, flags, ids and files
///
/// The shell asks `onlist` at each Tab, so ids of projects, tasks and drafts are those of the moment, and a
/// `--catalog` on the line is honoured.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let shell = self.shell.to_string();
        let shells = Shells::builtins();
        let unknown = || Failure::new(Status::Usage, format!("no completions for `{shell}`"));
        let completer = shells.completer(&shell).ok_or_else(unknown)?;
        let mut script = Vec::new();
        completer.write_registration("COMPLETE", "onlist", "onlist", "onlist", &mut script)?;
        Ok(context.terminal.bytes(&script)?)
    }
}
