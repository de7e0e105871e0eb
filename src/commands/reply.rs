use crate::context::Context;
use crate::failure::Failure;
use clap::Args;
/// Tmp
#[derive(Debug, Args)]
pub(crate) struct Reply {
    x: Option<String>,
}
impl Reply {
    pub(crate) fn run(self, _: &mut Context) -> Result<(), Failure> {
        Ok(())
    }
}
