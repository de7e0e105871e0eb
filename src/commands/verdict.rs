//! What the rules say of a letter on the desk, and what its writer says to that.

use onlist::check::{Finding, Judge, Mail, Severity, Situation, Topic, check};
use onlist::compose::{self, Letter, Question};
use onlist::words::count;

use super::session::Session;
use super::work::{Subject, Work};
use super::{check as check_verb, findings};
use crate::context::Context;
use crate::failure::Failure;

/// Where a draft keeps why its writer let an error through: this, and the rule's code.
const LET_THROUGH: &str = "let-through-";

/// Rules whose information the notices beside a letter give already: season, subscription, mentors without address.
const SAID_ALREADY: [&str; 4] = ["A04", "A13", "A21", "A22"];

/// What is wrong with `letter`, apart from what its writer has let through and the notices say.
pub(crate) fn on(
    context: &Context,
    work: &Work<'_>,
    session: &Session,
    letter: &Letter,
) -> Result<Vec<Finding>, Failure> {
    let message = letter.draft.encode();
    let mail = Mail::read(&message.bytes)?;
    let judge = check_verb::judge(context, work.catalog, &[])?;
    let mut found = check(&mail, &situation(context, work, session, &judge)).findings;
    found.retain(|finding| {
        let said = finding.severity == Severity::Info && SAID_ALREADY.contains(&finding.rule.code);
        !said && session.said(&reason_name(finding)).is_none()
    });
    Ok(found)
}

fn situation<'a>(
    context: &Context,
    work: &'a Work<'_>,
    session: &Session,
    judge: &'a Judge,
) -> Situation<'a> {
    let mut situation = Situation { composed: true, ..Situation::new(work.catalog, judge, context.now) };
    match &work.subject {
        Subject::First { topic: compose::Topic::Project(project), .. } => {
            situation.topic = Some(Topic::Project(project));
        }
        Subject::First { topic: compose::Topic::Idea, .. } => {
            situation.topic = session.said(Question::Idea.name()).map(|title| Topic::Idea(title.to_owned()));
        }
        Subject::Answer { post } => situation.parent = Some(post),
    }
    situation
}

/// The name under which a draft keeps why a finding was let through.
fn reason_name(finding: &Finding) -> String {
    format!("{LET_THROUGH}{}", finding.rule.code)
}

/// Shows what was found, worst last, next to the question of what to do.
pub(crate) fn tell(context: &Context, found: &[Finding]) {
    if found.is_empty() {
        return;
    }
    let mut sorted = found.to_vec();
    sorted.sort_by_key(|finding| finding.severity);
    context.terminal.say("");
    findings::show(context.terminal, "letter", &sorted);
}

/// Asks for each error whether it is to stay, and why; whether the letter may go out.
///
/// The reason is kept with the draft, so that nobody is asked twice.
pub(crate) fn passes(context: &Context, session: &mut Session, found: &[Finding]) -> Result<bool, Failure> {
    let errors: Vec<_> = found.iter().filter(|it| it.severity == Severity::Error).collect();
    if !errors.is_empty() {
        let many = count(errors.len(), "error");
        context
            .terminal
            .explain(&format!("This letter has {many}. Mend it, or say for each why it is to stay."));
    }
    for finding in errors {
        context.terminal.error(&format!("{} [{}]", finding.message, finding.rule.code));
        context.terminal.hint(&finding.fix);
        let reason =
            context.terminal.line("Why it is to stay (nothing: go back and mend it)", None, |_| Ok(()))?;
        if reason.is_empty() {
            return Ok(false);
        }
        session.set(context, &reason_name(finding), &reason)?;
    }
    Ok(true)
}
