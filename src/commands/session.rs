use crate::context::Context;
use crate::failure::Failure;
use crate::settings::Git;
use onlist::compose::{Answers, Letter, Question, Topic};

/// Fills in who writes, where the flags did not say: from the settings, else from git.
pub(crate) fn fill_in_person(context: &Context, answers: &mut Answers) -> Result<(), Failure> {
    let identity = &context.settings.identity;
    let email = identity.email.as_ref().map(onlist::mailbox::Address::as_str);
    let set = [
        (Question::Name, identity.name.as_deref()),
        (Question::Email, email),
        (Question::CallMe, identity.call_me.as_deref()),
        (Question::Affiliation, identity.affiliation.as_deref()),
        (Question::TimeZone, identity.time_zone.as_deref()),
    ];
    for (question, value) in set {
        if let Some(value) = value.filter(|_| answers.get(question).is_none()) {
            answers.set(question, value)?;
        }
    }
    let unknown = |answers: &Answers, question| answers.get(question).is_none();
    if unknown(answers, Question::Name) || unknown(answers, Question::Email) {
        let git = Git::ask();
        for (question, value) in [(Question::Name, git.name), (Question::Email, git.email)] {
            if unknown(answers, question) {
                let from_git = |error| {
                    Failure::from(error)
                        .hint(format!("this is git's own setting; give `{}`", question.flag()))
                };
                answers.set(question, &value.unwrap_or_default()).map_err(from_git)?;
            }
        }
    }
    Ok(())
}
pub(crate) fn keep(_c: &Context, _t: Topic<'_>, _a: &Answers, _l: &Letter) -> Result<(), Failure> {
    Ok(())
}
