use super::letter::Route;
use crate::context::Context;
use crate::failure::Failure;
use onlist::catalog::Catalog;
use onlist::compose::{Answers, Topic};
pub(crate) fn run(_: &mut Context) -> Result<(), Failure> {
    Ok(())
}
pub(crate) fn introduce(_: &mut Context, _: &Catalog, _: &Answers) -> Result<(), Failure> {
    Ok(())
}
pub(crate) fn write(
    _: &mut Context,
    _: &Catalog,
    _: Topic<'_>,
    _: &Answers,
    _: bool,
    _: Option<&Route>,
) -> Result<(), Failure> {
    Ok(())
}
