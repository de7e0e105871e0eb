use clap::Args;
use clap_complete::Shell;

use crate::context::Context;
use crate::messages::Failure;

/// Print shell completions
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &mut Context, mut command: clap::Command) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "onlist", &mut script);
        Ok(context.terminal.bytes(&script)?)
    }
}
