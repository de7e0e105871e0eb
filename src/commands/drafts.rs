use crate::context::Context;
use crate::failure::Failure;
use clap::Args;
/// Tmp
#[derive(Debug, Args)]
pub(crate) struct Drafts {
    x: Option<String>,
}
impl Drafts {
    pub(crate) fn run(self, _: &mut Context) -> Result<(), Failure> {
        Ok(())
    }
}
