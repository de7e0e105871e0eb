//! The finished letter, reviewed: look at it, change it, let it out.

use onlist_core::compose::{Letter, Question};
use onlist_core::outbox::QueuedLetter;
use onlist_core::resolve::OVER;

use super::choices;
use super::editing::{edited, rename};
use super::interview::{ask_again, ask_all};
use super::letter::{self, Route, Wish};
use super::letter_task::LetterTask;
use super::menu_words;
use super::open_draft::OpenDraft;
use super::prompt::Prompt;
use super::sending::consent::Via;
use super::sending::duplicates::Look;
use super::sending::obstacles::{self, Name, Obstacle};
use super::sending::queue::{Origin, PreparedLetter};
use super::sending::submit::{self, Looked, send_agreed};
use super::sending::{by_hand, check_result, claims, confirm, prepared};
use super::set_up::{self, SetUp};
use super::typed_path::ask_path;
use super::web_mail;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// What can be done with a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReviewAction {
    Send,
    Save,
    Mailto,
    WebMail,
    Print,
    Answers,
    Text,
    FromAnswers,
    Keep,
    Discard,
}

impl ReviewAction {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Send, "Send it"),
        (Self::Save, "Save it as a file for your mail program"),
        (Self::Mailto, "Open it in your mail program"),
        (Self::WebMail, "Send it by hand from your web mail"),
        (Self::Print, "Print it"),
        (Self::Answers, "Change an answer"),
        (Self::Text, "Edit the whole text"),
        (Self::FromAnswers, "Go back to the text from your answers"),
        (Self::Keep, "Keep it for later"),
        (Self::Discard, "Delete it"),
    ];

    /// Whether the letter goes out by it, on its way to readers.
    fn lets_out(self) -> bool {
        matches!(self, Self::Send | Self::Save | Self::Mailto | Self::WebMail | Self::Print)
    }
}

/// What becomes of a letter in the end.
enum ReviewResult {
    /// It is to go out by this route.
    Out(Box<Letter>, Route),
    /// It has gone out by this route.
    Gone(Box<Letter>, Route),
    /// It is to be sent as it was shown, through this account.
    Send(Box<QueuedLetter>, Vec<Obstacle>, Box<Account>),
    /// It stays unfinished.
    Left,
    /// Nothing was said, and what was chosen before the questions is wanted again.
    Back,
    /// It is thrown away.
    Discard,
}

/// Asks what is missing, shows the letter, and does with it what the person wants, or what `route` says.
///
/// Whatever ends this early, the answers so far are kept, and that is said. Gives whether the letter was gone
/// through: who goes back before the first answer wants to choose again.
pub(crate) fn review(
    context: &Context,
    task: &LetterTask<'_>,
    mut draft: OpenDraft,
    wish: &Wish,
) -> Result<bool, Failure> {
    if wish.route.is_none() {
        context.terminal.reword(menu_words::reword);
    }
    draft.hint_on_interrupt();
    let end = decide(context, task, &mut draft, wish).map_err(|failure| draft.hinted(failure))?;
    let back = matches!(end, ReviewResult::Back);
    finish(context, task, draft, wish, end).map(|()| !back)
}

/// Does what was decided.
fn finish(
    context: &Context,
    task: &LetterTask<'_>,
    draft: OpenDraft,
    wish: &Wish,
    end: ReviewResult,
) -> Result<(), Failure> {
    match end {
        ReviewResult::Out(letter, route) => {
            letter::output(context, &letter, &route)?;
            close(context, task, draft, &letter, &route)
        }
        ReviewResult::Send(letter, agreed, account) => {
            let letter = PreparedLetter { letter, origin: Origin::Draft(draft), agreed };
            send_agreed(context, letter, &account, &wish.consent, &wish.anyway)?.outcome
        }
        ReviewResult::Gone(letter, route) => {
            leave(context, task, &draft, &letter, &route);
            Ok(())
        }
        ReviewResult::Left => {
            letter::tell_kept(context, &draft.id);
            Ok(())
        }
        ReviewResult::Back => Ok(()),
        ReviewResult::Discard => draft.end(),
    }
}

/// Goes round between questions and letter until it is decided what becomes of it.
fn decide(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    wish: &Wish,
) -> Result<ReviewResult, Failure> {
    if draft.said(Question::Body).is_none() && !ask_all(context, draft, task)? {
        return Ok(if draft.touched { ReviewResult::Left } else { ReviewResult::Back });
    }
    let mut wanted = wish.route.as_ref();
    let mut shown = None;
    loop {
        let letter = composed(context, task, draft, wish.route.is_none())?;
        let found = check_result::on(context, task, &draft.draft, &letter, &wish.consent.allow)?.findings;
        // A route that was named with the call is taken at once, but not past an error.
        if let Some(route) = wanted.take() {
            check_result::tell(context, &found);
            if matches!(route, Route::Keep) || check_result::ignored_by_writer(context, draft, &found)? {
                match route {
                    Route::Send(via) => {
                        if let Some(end) = sent(context, task, draft, &letter, (via, wish))? {
                            return Ok(end);
                        }
                    }
                    route => return Ok(ReviewResult::Out(Box::new(letter), route.clone())),
                }
            }
        }
        // What was said last is not pushed off the screen by a letter that is there already.
        if shown.as_ref() != Some(letter.message()) {
            show(context, &letter);
            check_result::tell(context, &found);
            shown = Some(letter.message().clone());
        }
        let act = choose(context, draft)?;
        if act.lets_out() && !check_result::ignored_by_writer(context, draft, &found)? {
            continue;
        }
        if let Some(end) = do_with(context, task, draft, letter, (act, wish))? {
            return Ok(end);
        }
    }
}

/// Shows the letter as it will be sent and asks; nothing when it is not to be sent now.
fn sent(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
    (via, wish): (&Via, &Wish),
) -> Result<Option<ReviewResult>, Failure> {
    let result = check_result::on(context, task, &draft.draft, letter, &wish.consent.allow)?;
    let queued = prepared::composed(context, task, &draft.draft, letter, result.ignored);
    let mut standing = submit::standing(context, task);
    // Who is asked has said so before, when the project was chosen.
    standing.retain(|it| it.name != Name::Finished || wish.anyway.is_given());
    let outbox = context.outbox()?;
    let index = outbox.index()?;
    let look = Look::at(context, &outbox, &index)?;
    if !wish.anyway.allows(Name::Kept)
        && choices::another_task(context, task, draft, &claims::kept(&look, &queued)?)?
    {
        return Ok(None);
    }
    let looked = submit::look(&look, &queued, None, standing, &wish.anyway, &wish.consent)?;
    let Some(Looked::May(agreed)) = looked else { return Ok(None) };
    let account = via.account(context)?;
    let ended = obstacles::to_ask(&agreed, &wish.anyway);
    let sends = confirm::agreed(context, &queued, &account, &wish.consent, (task.catalog, ended))?;
    Ok(sends.then(|| ReviewResult::Send(Box::new(queued), agreed, Box::new(account))))
}

/// Composes the letter, after the answer that keeps it from being composed is changed, where that can be done.
fn composed(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    can_change: bool,
) -> Result<Letter, Failure> {
    loop {
        match task.compose(context, draft) {
            Ok(mut letter) => {
                draft.identify(context, &mut letter)?;
                return Ok(letter);
            }
            // An answer can have become wrong since it was given, as a day that has passed.
            Err(failure) if can_change => {
                failure.report(context.terminal);
                if !change_answer(context, task, draft)? {
                    return Err(failure);
                }
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// Does what was chosen; gives what becomes of the letter once that is decided.
fn do_with(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: Letter,
    (act, wish): (ReviewAction, &Wish),
) -> Result<Option<ReviewResult>, Failure> {
    match act {
        ReviewAction::Send => match sent(context, task, draft, &letter, (&Via::Account, wish)) {
            // Who cannot send yet may set up an account, or still save the letter.
            Err(failure) if failure.status == Status::Config => {
                failure.report(context.terminal);
                match set_up::at_once(context, &letter.content().from.address)? {
                    SetUp::Account => return sent(context, task, draft, &letter, (&Via::Account, wish)),
                    SetUp::ByHand => {
                        web_mail::hand_over(context, task, draft, &letter)?;
                        return Ok(None);
                    }
                    SetUp::Nothing => {}
                }
                let until_then = "you can save the letter for your mail program, or keep it and run `onlist` \
                                  again later";
                context.terminal.note(until_then);
            }
            end => return end,
        },
        ReviewAction::Save => {
            let usual = format!("{}.eml", draft.id);
            let Some(path) = ask_path(context, &usual)? else { return Ok(None) };
            let route = Route::Save { path, force: false };
            match letter::output(context, &letter, &route) {
                Ok(()) => return Ok(Some(ReviewResult::Gone(Box::new(letter), route))),
                Err(failure) => failure.report(context.terminal),
            }
        }
        ReviewAction::Keep => return Ok(Some(ReviewResult::Out(Box::new(letter), Route::Keep))),
        ReviewAction::Discard => {
            let sure = context.terminal.confirm("Delete this letter", false)?;
            return Ok(sure.then_some(ReviewResult::Discard));
        }
        ReviewAction::WebMail => web_mail::hand_over(context, task, draft, &letter)?,
        ReviewAction::Mailto | ReviewAction::Print => hand_out(context, task, draft, &letter, act),
        ReviewAction::Answers => {
            change_answer(context, task, draft)?;
        }
        ReviewAction::Text => edit_text(context, task, draft, &letter)?,
        ReviewAction::FromAnswers => draft.forget(context, Question::Body)?,
    }
    Ok(None)
}

/// Says what comes next; the draft stays only where it is the draft that was wanted, or may be needed again.
fn close(
    context: &Context,
    task: &LetterTask<'_>,
    draft: OpenDraft,
    letter: &Letter,
    route: &Route,
) -> Result<(), Failure> {
    task.tell_next(context, letter, route);
    match route {
        Route::Keep | Route::Mailto { .. } => {
            letter::tell_kept(context, &draft.id);
            Ok(())
        }
        Route::Print | Route::Save { .. } | Route::Send(_) => draft.end(),
    }
}

/// Leaves a letter that was saved by hand with its draft, until its writer says that it was sent.
fn leave(context: &Context, task: &LetterTask<'_>, draft: &OpenDraft, letter: &Letter, route: &Route) {
    task.tell_next(context, letter, route);
    if let Route::Save { path, .. } = route {
        by_hand::hand_over(context, task, draft, letter, &format!("saved as `{}`", path.display()));
    }
}

/// Lets the letter out and comes back to the menu, whatever came of it.
fn hand_out(context: &Context, task: &LetterTask<'_>, draft: &OpenDraft, letter: &Letter, act: ReviewAction) {
    let route = if act == ReviewAction::Print { Route::Print } else { Route::Mailto { open: true } };
    match letter::output(context, letter, &route) {
        Ok(()) => {
            task.tell_next(context, letter, &route);
            let how = if act == ReviewAction::Print { "printed" } else { "opened in your mail program" };
            by_hand::hand_over(context, task, draft, letter, how);
        }
        Err(failure) => failure.report(context.terminal),
    }
}

fn show(context: &Context, letter: &Letter) {
    let terminal = context.terminal;
    terminal.say("");
    for notice in letter.notices.iter().filter(|it| it.kind == OVER) {
        terminal.warning(&notice.text);
    }
    terminal.heading("Your letter");
    terminal.say("");
    terminal.say(letter::shown(letter, terminal.width()).trim_end());
    terminal.say("");
    letter::tell_notices(context, letter);
}

fn choose(context: &Context, draft: &OpenDraft) -> Result<ReviewAction, Failure> {
    let offered = offered(draft);
    let labels: Vec<_> = offered.iter().map(|(_, label)| (*label).to_owned()).collect();
    let chosen = context.terminal.choose("What now", &labels, Some(0))?;
    // Esc is no decision; the safe one is to keep the letter.
    Ok(chosen.map_or(ReviewAction::Keep, |at| offered[at].0))
}

/// Lets an answer or the whole text of a letter be changed.
pub(crate) fn change(context: &Context, task: &LetterTask<'_>, draft: &mut OpenDraft) -> Result<(), Failure> {
    let letter = composed(context, task, draft, true)?;
    let acts = [ReviewAction::Answers, ReviewAction::Text, ReviewAction::FromAnswers];
    let acts: Vec<_> = offered(draft).into_iter().filter(|(act, _)| acts.contains(act)).collect();
    let labels: Vec<_> = acts.iter().map(|(_, label)| (*label).to_owned()).collect();
    match context.terminal.choose("What do you want to change", &labels, Some(0))?.map(|at| acts[at].0) {
        Some(ReviewAction::Answers) => change_answer(context, task, draft).map(drop),
        Some(ReviewAction::Text) => edit_text(context, task, draft, &letter),
        Some(_) => draft.forget(context, Question::Body),
        None => Ok(()),
    }
}

/// What can be done with a draft.
fn offered(draft: &OpenDraft) -> Vec<(ReviewAction, &'static str)> {
    let own_text = draft.said(Question::Body).is_some();
    let is_offered = |(act, _): &(ReviewAction, _)| *act != ReviewAction::FromAnswers || own_text;
    ReviewAction::ALL.into_iter().filter(is_offered).collect()
}

/// Lets one answer be given anew; says whether one was chosen.
fn change_answer(context: &Context, task: &LetterTask<'_>, draft: &mut OpenDraft) -> Result<bool, Failure> {
    let prompts = task.prompts();
    let label = |prompt: &Prompt| {
        let answer = draft.said(prompt.question).unwrap_or("(none)");
        format!("{}: {}", prompt.text, answer.lines().next().unwrap_or_default())
    };
    let labels: Vec<_> = prompts.iter().map(label).collect();
    let Some(at) = context.terminal.choose("Which answer", &labels, None)? else { return Ok(false) };
    if draft.said(Question::Body).is_some() {
        context
            .terminal
            .note("you edited the whole text; this answer is used only if you go back to the text from your answers");
    }
    let prompt = &prompts[at];
    let before = draft.said(prompt.question).map(str::to_owned);
    ask_again(context, draft, task, prompt)?;
    if prompt.question == Question::Task {
        // Another task may be one of a kind.
        ask_all(context, draft, task)?;
    }
    if prompt.question == Question::Name {
        rename(context, draft, before.as_deref())?;
    }
    Ok(true)
}

fn edit_text(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
) -> Result<(), Failure> {
    let prompt = Prompt::new(Question::Body, true);
    match edited(context, draft, &prompt, &format!("{}\n", letter.content().body), task) {
        // An unchanged text stays the one that the answers make.
        Ok(text) if text == letter.content().body => Ok(()),
        Ok(text) => draft.set(context, Question::Body, &text),
        Err(failure) => {
            failure.report(context.terminal);
            Ok(())
        }
    }
}
