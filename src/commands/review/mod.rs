//! The finished letter, reviewed: look at it, change it, let it out.

mod action;
mod change;
mod ending;
pub(crate) mod screen;

use onlist_core::check::Finding;
use onlist_core::compose::{Letter, Question};
use onlist_core::outbox::QueuedLetter;

pub(crate) use self::action::{LetterState, Menu, ReviewAction};
pub(crate) use self::change::change;
use self::change::{change_answer, edit_text};
use self::ending::{ReviewResult, finish};
use super::choices;
use super::editing::back_to_answers;
use super::interview::ask_all;
use super::letter::{self, Route, Wish};
use super::letter_task::LetterTask;
use super::open_draft::OpenDraft;
use super::sending::confirm::{self, Agreed, Settled, Way};
use super::sending::consent::Via;
use super::sending::look::Look;
use super::sending::obstacles::{self, Name};
use super::sending::submit::{self, Looked};
use super::sending::{by_hand, check_result, claims, prepared, season};
use super::typed_path::ask_path;
use super::web_mail;
use crate::context::Context;
use crate::messages::Failure;

/// What comes after something was done with a letter.
enum Next {
    /// The menu again.
    Menu,
    /// The same, and the letter has left by hand.
    ByHand,
    /// This becomes of it.
    End(ReviewResult),
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
        context.terminal.guide();
    }
    draft.hint_on_interrupt();
    let end = decide(context, task, &mut draft, wish).map_err(|failure| draft.hinted(failure))?;
    let back = matches!(end, ReviewResult::Back);
    finish(context, task, draft, wish, end).map(|()| !back)
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
    let id = draft.draft.message_id.clone();
    let mut left_by_hand = id.is_some_and(|id| by_hand::open(context).contains(&id));
    let mut menu = Menu { has_answers: true, ..Menu::default() };
    loop {
        let letter = composed(context, task, draft, wish.route.is_none())?;
        let found = check_result::on(context, task, &draft.draft, &letter, &wish.consent.allow)?.findings;
        // A route that was named with the call is taken at once, but not past an error.
        if let Some(route) = wanted.take()
            && let Some(end) = let_out(context, task, draft, &letter, (route, &found, wish))?
        {
            return Ok(end);
        }
        menu.state = LetterState::of(left_by_hand, &found);
        menu.own_text = draft.said(Question::Body).is_some();
        // What was said last is not pushed off the screen by a letter that is there already.
        if shown.as_ref() != Some(letter.message()) {
            let options = Menu { is_cut: true, ..menu }.offered().len();
            menu.is_cut = screen::show(context, &letter, &found, options);
            shown = Some(letter.message().clone());
        }
        let action = menu.choose(context)?;
        if action.lets_out() && !check_result::ignored_by_writer(context, draft, &found)? {
            continue;
        }
        if action.lets_out() && action != ReviewAction::Send {
            claims::remind(context, &prepared::composed(context, task, &draft.draft, &letter, Vec::new()));
        }
        match do_with(context, task, draft, letter, (action, &found, wish))? {
            Next::End(end) => return Ok(end),
            Next::ByHand => left_by_hand = true,
            // Whoever has read it sees it again above the menu.
            Next::Menu if action == ReviewAction::Read => shown = None,
            Next::Menu => {}
        }
    }
}

/// Lets a letter out by the route of the call; nothing where it goes on to be reviewed.
fn let_out(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
    (route, found, wish): (&Route, &[Finding], &Wish),
) -> Result<Option<ReviewResult>, Failure> {
    check_result::show(context, "letter", found);
    if !matches!(route, Route::Keep) && !check_result::ignored_by_writer(context, draft, found)? {
        return Ok(None);
    }
    match route {
        Route::Send(via) => match sent(context, task, draft, letter, (via, wish))? {
            Next::End(end) => Ok(Some(end)),
            Next::Menu | Next::ByHand => Ok(None),
        },
        route => {
            claims::remind(context, &prepared::composed(context, task, &draft.draft, letter, Vec::new()));
            Ok(Some(ReviewResult::Out(Box::new(letter.clone()), route.clone())))
        }
    }
}

/// Shows the letter as it will be sent and asks.
fn sent(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
    (via, wish): (&Via, &Wish),
) -> Result<Next, Failure> {
    let result = check_result::on(context, task, &draft.draft, letter, &wish.consent.allow)?;
    let queued = prepared::composed(context, task, &draft.draft, letter, result.ignored);
    let mut standing = submit::obstacles_of_topic(context, task);
    // Who is asked has said so before, when the project was chosen.
    standing.retain(|it| it.name != Name::Finished || wish.anyway.is_given());
    let outbox = context.outbox()?;
    let index = outbox.index()?;
    let look = Look::at(context, &outbox, &index)?;
    if !wish.anyway.allows(Name::Kept)
        && choices::another_task(context, task, draft, &claims::kept(&look, &queued)?)?
    {
        return Ok(Next::Menu);
    }
    let looked = submit::look(&look, &queued, None, standing, &wish.anyway, &wish.consent)?;
    let Some(Looked::May(agreed)) = looked else { return Ok(Next::Menu) };
    let ended = obstacles::to_ask(&agreed, &wish.anyway);
    Ok(match confirm::settled(context, &queued, via, &wish.consent, (task.catalog, ended))? {
        Settled::Send(account) => Next::End(ReviewResult::Send(Box::new(queued), agreed, account)),
        Settled::Not(not) => not_sent(context, draft, letter, not)?,
        Settled::WebMail => from_web_mail(context, task, draft, letter, &queued)?,
        Settled::NoAccount => {
            let until_then = "you can save the letter for your mail program, send it by hand from your web mail, or keep \
                              it and run `onlist` again later";
            context.terminal.note(until_then);
            Next::Menu
        }
    })
}

/// What comes after a letter that its writer does not send.
fn not_sent(context: &Context, draft: &mut OpenDraft, letter: &Letter, not: Agreed) -> Result<Next, Failure> {
    Ok(match not {
        Agreed::Send | Agreed::No => Next::Menu,
        Agreed::ByHand => {
            draft.note_left(context, letter)?;
            Next::ByHand
        }
        Agreed::Elsewhere(catalog) => Next::End(ReviewResult::Elsewhere(catalog)),
    })
}

/// Composes the letter, after the answer that keeps it from being composed is changed, where that can be done.
fn composed(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    can_change: bool,
) -> Result<Letter, Failure> {
    loop {
        match task.compose(context, &draft.draft) {
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

/// Does what was chosen.
fn do_with(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: Letter,
    (action, found, wish): (ReviewAction, &[Finding], &Wish),
) -> Result<Next, Failure> {
    match action {
        ReviewAction::Send => return sent(context, task, draft, &letter, (&Via::Account, wish)),
        ReviewAction::Read => screen::read(context, &letter, found)?,
        ReviewAction::Save => {
            let usual = format!("{}.eml", draft.id);
            let Some(path) = ask_path(context, &usual)? else { return Ok(Next::Menu) };
            let route = Route::Save { path, force: false };
            match letter::output(context, &letter, &route) {
                Ok(()) => return Ok(Next::End(ReviewResult::Gone(Box::new(letter), route))),
                Err(failure) => failure.report(context.terminal),
            }
        }
        ReviewAction::Keep => return Ok(Next::End(ReviewResult::Out(Box::new(letter), Route::Keep))),
        ReviewAction::Discard => {
            if context.terminal.confirm("Delete this letter", false)? {
                return Ok(Next::End(ReviewResult::Discard));
            }
        }
        ReviewAction::WebMail => return by_web_mail(context, task, draft, &letter, wish),
        ReviewAction::Mailto | ReviewAction::Print => {
            return hand_out(context, task, draft, &letter, action);
        }
        ReviewAction::Answers => {
            change_answer(context, task, draft)?;
        }
        ReviewAction::Text => edit_text(context, task, draft, &letter)?,
        ReviewAction::FromAnswers => back_to_answers(context, draft)?,
    }
    Ok(Next::Menu)
}

/// Lets the letter be sent from a page in the browser, where its writer wants that although its season is over.
fn by_web_mail(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
    wish: &Wish,
) -> Result<Next, Failure> {
    let queued = prepared::composed(context, task, &draft.draft, letter, Vec::new());
    let over = season::over_for(context, task.catalog, &queued);
    if let Some(ended) = obstacles::to_ask(over.as_slice(), &wish.anyway) {
        match confirm::although_over(context, &queued, Way::ByHand, (task.catalog, ended))? {
            Agreed::Send => {}
            not => return not_sent(context, draft, letter, not),
        }
    }
    from_web_mail(context, task, draft, letter, &queued)
}

fn from_web_mail(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
    queued: &QueuedLetter,
) -> Result<Next, Failure> {
    web_mail::hand_over(context, letter, queued)?;
    task.tell_next(context, letter, None);
    not_sent(context, draft, letter, Agreed::ByHand)
}

/// Lets the letter out and comes back to the menu, whatever came of it.
fn hand_out(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
    action: ReviewAction,
) -> Result<Next, Failure> {
    let (route, how) = match action {
        ReviewAction::Print => (Route::Print, "printed"),
        _ => (Route::Mailto { open: true }, "opened in your mail program"),
    };
    if let Err(failure) = letter::output(context, letter, &route) {
        failure.report(context.terminal);
        return Ok(Next::Menu);
    }
    task.tell_next(context, letter, Some(&route));
    by_hand::hand_over(context, &prepared::composed(context, task, &draft.draft, letter, Vec::new()), how);
    // Last, where it stays on a small screen.
    letter::tell_over(context, letter);
    not_sent(context, draft, letter, Agreed::ByHand)
}
