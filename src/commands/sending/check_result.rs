//! What the rules say of a letter, and what its writer says to that.

use onlist_core::catalog::{Catalog, Style};
use onlist_core::check::{self, CheckContext, Finding, Mail, Severity, check, rule};
use onlist_core::compose::{self, Letter, Question};
use onlist_core::drafts::Draft;
use onlist_core::introduction::Topic;
use onlist_core::ledger;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::{and, count};

use super::consent::Consent;
use super::joining;
use crate::commands::background;
use crate::commands::check as check_verb;
use crate::commands::letter;
use crate::commands::letter_task::{LetterTask, Subject};
use crate::commands::open_draft::{self, OpenDraft};
use crate::context::Context;
use crate::messages::findings;
use crate::messages::hints::describe;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// Rules whose information the notices beside a letter give already: season, subscription, mentors without address.
const SAID_ALREADY: [&str; 4] = ["A04", "A13", "A21", "A22"];

/// Rules that ask for what a letter of its writer's words alone leaves to the subject.
const NOT_BARE: [&str; 3] = ["C01", "C03", "C08"];

/// Rules for introductions that hold for whatever opens a thread: what a community says of machine-written text.
const OPENING: [&str; 2] = ["C14", "C17"];

/// The rule that no reason is good against: every letter goes to a list.
const LIST_MISSING: &str = "A01";

/// What the rules say of a letter.
pub(crate) struct CheckResult {
    /// What is wrong, apart from what was let through and what the notices beside the letter say.
    pub(crate) findings: Vec<Finding>,
    /// The errors that were let through: each rule's code, and why.
    pub(crate) ignored: Vec<Ignored>,
    /// What it is about, where it is an introduction.
    pub(crate) about: Option<ledger::Topic>,
}

/// A rule's code, and why an error of it is to stay.
pub(crate) type Ignored = (&'static str, String);

/// What is known of a letter besides its bytes.
#[derive(Default)]
struct Known<'a> {
    topic: Option<Topic<'a>>,
    parent: Option<&'a Post<'a>>,
    composed: bool,
    own_words: Option<usize>,
}

/// Holds `letter` against the rules; what the draft and the flags `allowed` let through is no finding.
pub(crate) fn on(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &Draft,
    letter: &Letter,
    allowed: &[String],
) -> Result<CheckResult, Failure> {
    let kept = open_draft::ignored(draft)
        .filter_map(|(code, reason)| Some((rule(code).ok()?.code, reason.to_owned())));
    let parent = match &task.subject {
        Subject::Answer { post } => Some(&**post),
        Subject::First { .. } => None,
    };
    let known = Known { topic: topic(task, draft), parent, composed: true, own_words: letter.own_words };
    let bytes = &letter.message().bytes;
    let mut result = judged(context, task.catalog, bytes, &known, kept.collect(), allowed)?;
    count_text_lines(&mut result, bytes);
    if let Subject::First { topic } = task.subject {
        let style = compose::style(task.catalog, topic, &open_draft::answers(draft)?);
        let not_bare: &[_] = if style == Style::Full { &[] } else { &NOT_BARE };
        let off = |code: &str| topic.rules_off().contains(&code) || not_bare.contains(&code);
        result.findings.retain(|it| !off(it.rule.code));
    }
    Ok(result)
}

/// Counts lines from the first of the text: what is shown of a letter is its text; of its header, fields without numbers.
fn count_text_lines(result: &mut CheckResult, bytes: &[u8]) {
    let header = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or_default();
    let lines = bytes[..header].split(|byte| *byte == b'\n').count() + 1;
    for finding in &mut result.findings {
        finding.place.line = finding.place.line.saturating_sub(lines);
    }
}

/// Holds a letter of which no draft is kept against the rules; `parent` is the mail that it answers.
pub(crate) fn on_letter(
    context: &Context,
    catalog: &Catalog,
    letter: &Letter,
    parent: Option<&Post<'_>>,
    allowed: &[String],
) -> Result<CheckResult, Failure> {
    let known = Known { parent, composed: true, ..Known::default() };
    let bytes = &letter.message().bytes;
    let mut result = judged(context, catalog, bytes, &known, Vec::new(), allowed)?;
    result
        .findings
        .retain(|it| it.rule.scope != check::Scope::Introduction || OPENING.contains(&it.rule.code));
    result.about = None;
    count_text_lines(&mut result, bytes);
    Ok(result)
}

/// Holds a mail that may have been written anywhere against the rules, but for those `allowed`.
pub(crate) fn on_mail(
    context: &Context,
    catalog: &Catalog,
    mail: &[u8],
    allowed: &[String],
) -> Result<CheckResult, Failure> {
    judged(context, catalog, mail, &Known::default(), Vec::new(), allowed)
}

/// The same of the mail of a `file`, whose lines are counted: what is sent of it has other fields.
pub(crate) fn on_file(
    context: &Context,
    catalog: &Catalog,
    (mail, file): (&[u8], &[u8]),
    allowed: &[String],
) -> Result<CheckResult, Failure> {
    let mut result = on_mail(context, catalog, mail, allowed)?;
    let (sent, own) = (header(mail), header(file));
    for finding in &mut result.findings {
        let line = &mut finding.place.line;
        *line = match line.checked_sub(1).and_then(|at| sent.get(at)) {
            Some(field) => own.iter().position(|it| it == field).map_or(0, |at| at + 1),
            None => (*line + own.len()).saturating_sub(sent.len()),
        };
    }
    Ok(result)
}

/// The lines of the header.
fn header(mail: &[u8]) -> Vec<&[u8]> {
    let lines = mail.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    lines.take_while(|line| !line.is_empty()).collect()
}

fn judged(
    context: &Context,
    catalog: &Catalog,
    mail: &[u8],
    known: &Known<'_>,
    mut reasons: Vec<Ignored>,
    allowed: &[String],
) -> Result<CheckResult, Failure> {
    let mail = Mail::read(mail)?;
    for wanted in allowed {
        reasons.push((rule(wanted)?.code, "ignored with `--allow`".to_owned()));
    }
    reasons.retain(|(code, _)| *code != LIST_MISSING);
    let codes: Vec<_> = reasons.iter().map(|(code, _)| (*code).to_owned()).collect();
    let config = check_verb::config(context, catalog, &codes)?;
    let account = Account::find(&context.settings(), &context.environment).ok();
    let account = account.and_then(|it| it.login_address());
    let background = context.background(background::known);
    let known_of_it = CheckContext {
        background: Some(&background),
        topic: known.topic.clone(),
        parent: known.parent,
        composed: known.composed,
        own_words: known.own_words,
        account: account.as_ref(),
        subscribed: joining::to_its_list(context, catalog, &mail.post),
        ..CheckContext::new(catalog, context.now)
    };
    let checked = check(&mail, &known_of_it, &config);
    reasons.retain(|(code, _)| checked.allowed.iter().any(|finding| finding.rule.code == *code));
    let about = match (checked.kind, checked.topic) {
        (check::Kind::Introduction, Topic::Project(project)) => {
            Some(ledger::Topic::Project(project.id.clone()))
        }
        (check::Kind::Introduction, Topic::Idea(title)) => Some(ledger::Topic::Idea(Line::sanitize(&title))),
        _ => None,
    };
    let mut findings = checked.findings;
    findings.retain(|it| !(it.severity == Severity::Info && SAID_ALREADY.contains(&it.rule.code)));
    Ok(CheckResult { findings, ignored: reasons, about })
}

fn topic<'a>(task: &LetterTask<'a>, draft: &Draft) -> Option<Topic<'a>> {
    match &task.subject {
        Subject::First {
            topic: compose::Topic::Project(project) | compose::Topic::Mentoring(Some(project)),
        } => Some(Topic::Project(project)),
        Subject::First { topic: compose::Topic::Idea, .. } => {
            draft.answers.get(Question::Idea.name()).map(|title| Topic::Idea(title.clone()))
        }
        Subject::First { .. } | Subject::Answer { .. } => None,
    }
}

/// Asks for each error whether it is to stay, and why; whether the letter may go out.
///
/// The reason is kept with the draft, so that nobody is asked twice.
pub(crate) fn ignored_by_writer(
    context: &Context,
    draft: &mut OpenDraft,
    found: &[Finding],
) -> Result<bool, Failure> {
    ask_reasons(context, found, |code, reason| draft.ignore(context, code, &reason))
}

/// Says what is to be known of a letter that does not go out itself; beside JSON, which has the rest, that the season is
/// over alone.
pub(crate) fn tell(context: &Context, letter: &Letter, found: &[Finding], json: bool) {
    show(context, "letter", found);
    if json {
        letter::tell_over(context, letter);
    } else {
        letter::tell_notices(context, letter);
    }
}

/// Shows what was found in a letter called `name`, worst last.
pub(crate) fn show(context: &Context, name: &str, found: &[Finding]) {
    for frame in frames(context, name, found) {
        context.terminal.styled(&frame);
    }
}

/// What was found in a letter called `name` as it is shown, worst last, next to the question of what to do.
pub(crate) fn frames(context: &Context, name: &str, found: &[Finding]) -> Vec<String> {
    let mut sorted: Vec<_> = found.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    findings::frames(context.terminal, name, sorted)
}

/// Shows what was found of a letter that is not being reviewed. Errors are ignored one by one, or end the run
/// where nobody is asked.
pub(crate) fn require_passing(
    context: &Context,
    name: &str,
    result: &mut CheckResult,
    consent: &Consent,
) -> Result<(), Failure> {
    show(context, name, &result.findings);
    for (code, reason) in &result.ignored {
        context.terminal.note(&format!("{code} is ignored: {reason}"));
    }
    let asked = consent.can_ask(context);
    let mut keep = |code, reason| {
        result.ignored.push((code, reason));
        Ok(())
    };
    if asked && ask_reasons(context, &result.findings, &mut keep)? {
        return Ok(());
    }
    match codes(&result.findings)[..] {
        [] => Ok(()),
        ref codes => Err(stopped(codes)),
    }
}

/// The rules that stand against a letter, each once.
fn codes(found: &[Finding]) -> Vec<&'static str> {
    let errors = found.iter().filter(|it| it.severity == Severity::Error);
    let mut codes: Vec<_> = errors.map(|finding| finding.rule.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn stopped(codes: &[&str]) -> Failure {
    let what = format!("{} failed", count(codes.len(), "check"));
    let failure = Failure::new(Status::Data, what).unsent();
    if codes.contains(&LIST_MISSING) {
        return failure.hint("every letter goes to a list: add it to `To`");
    }
    let flags: Vec<_> = codes.iter().map(|code| format!("`--allow {code}`")).collect();
    failure.hint(format!("fix it, or send it anyway with {}", and(&flags)))
}

/// Asks why each error is to stay, once a rule; whether there is a reason for all of them.
fn ask_reasons(
    context: &Context,
    found: &[Finding],
    mut keep: impl FnMut(&'static str, String) -> Result<(), Failure>,
) -> Result<bool, Failure> {
    let mut errors: Vec<_> = found.iter().filter(|it| it.severity == Severity::Error).collect();
    if errors.iter().any(|it| it.rule.code == LIST_MISSING) {
        return Ok(false);
    }
    errors.dedup_by_key(|finding| finding.rule.code);
    if !errors.is_empty() {
        let (many, each) = (count(errors.len(), "check"), if errors.len() == 1 { "" } else { " for each" });
        context.terminal.explain(&format!(
            "{many} failed. Give a reason{each} to send anyway, or press Enter to go back."
        ));
    }
    for finding in errors {
        context.terminal.error(format!("{} [{}]", finding.message, finding.rule.code));
        context.terminal.hint(describe(&finding.hints));
        let reason = context.terminal.line("Reason to send anyway", None, |_| Ok(()))?;
        if reason.is_empty() {
            return Ok(false);
        }
        keep(finding.rule.code, reason)?;
    }
    Ok(true)
}
