//! Who writes, kept for the next letter.

use onlist_core::compose::Question;
use onlist_core::drafts::Draft;

use super::write::Change;
use crate::context::Context;
use crate::messages::Failure;
use crate::settings::{Git, written_identity};

/// Offers to keep the name and the address that were typed for a letter, where neither the settings nor git know them.
pub(crate) fn offer(context: &Context, draft: &Draft) -> Result<(), Failure> {
    let settings = context.settings();
    let said = |question: Question| draft.answers.get(question.name()).filter(|it| !it.is_empty());
    let (Some(name), Some(email)) = (said(Question::Name), said(Question::Email)) else { return Ok(()) };
    let identity = &settings.identity;
    let git = if identity.name.is_none() || identity.email.is_none() { Git::ask() } else { return Ok(()) };
    let is_known = |set: bool, git: &Option<String>| set || git.is_some();
    if settings.path.is_none()
        || is_known(identity.name.is_some(), &git.name) && is_known(identity.email.is_some(), &git.email)
    {
        return Ok(());
    }
    context.terminal.say("");
    context.terminal.explain("Your name and your address can be kept for your next letter.");
    let mut keys = vec![("name", name.as_str()), ("email", email.as_str())];
    keys.retain(|(key, _)| if *key == "name" { identity.name.is_none() } else { identity.email.is_none() });
    Change::of(context, |text| written_identity(text, &keys))?.confirm(context).map(drop)
}
