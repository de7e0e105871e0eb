//! The finished letter on the desk: look at it, change it, let it out.

use std::path::{Path, PathBuf};

use onlist_core::compose::Letter;
use onlist_core::outbox::Outgoing;

use super::interview::{ask, ask_all, edited};
use super::letter::{self, Route, Wish};
use super::prompt::{Form, Prompt};
use super::sending::book::{self, Standpoint};
use super::sending::consent::Via;
use super::sending::submit::send_agreed;
use super::sending::{confirm, parcel, verdict};
use super::session::Session;
use super::work::Work;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;
use crate::terminal::Terminal;

/// The whole text of a letter, in place of what the answers make.
const BODY: Prompt =
    Prompt { name: "body-file", text: "Your text", advice: "", needed: false, form: Form::Long };

/// What can be done with a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Send,
    Save,
    Mailto,
    Print,
    Answers,
    Text,
    FromAnswers,
    Keep,
    Discard,
}

impl Act {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Send, "Send it"),
        (Self::Save, "Save it as a file for your mail program"),
        (Self::Mailto, "Open it in your mail program"),
        (Self::Print, "Print it"),
        (Self::Answers, "Change an answer"),
        (Self::Text, "Edit the whole text"),
        (Self::FromAnswers, "Go back to the text from your answers"),
        (Self::Keep, "Keep it for later"),
        (Self::Discard, "Delete it"),
    ];

    /// Whether the letter leaves the desk by it, on its way to readers.
    fn lets_out(self) -> bool {
        matches!(self, Self::Send | Self::Save | Self::Mailto | Self::Print)
    }
}

/// What becomes of a letter in the end.
enum End {
    /// It is to go out by this route.
    Out(Box<Letter>, Route),
    /// It has gone out by this route.
    Gone(Box<Letter>, Route),
    /// It is to be sent as it was shown, through this account.
    Send(Box<Outgoing>, Box<Account>),
    /// It stays unfinished.
    Left,
    /// It is thrown away.
    Discard,
}

/// Asks what is missing, shows the letter, and does with it what the person wants, or what `route` says.
///
/// Whatever ends this early, the answers so far are kept, and that is said.
pub(crate) fn work(
    context: &Context,
    work: &Work<'_>,
    mut session: Session,
    wish: &Wish,
) -> Result<(), Failure> {
    let kept = format!("saved as draft `{}`; run `onlist` to continue", session.id);
    Terminal::hint_on_interrupt(&kept);
    let end = decide(context, work, &mut session, wish).map_err(|failure| match failure.hint {
        Some(_) => failure,
        None => failure.hint(kept),
    });
    match end? {
        End::Out(letter, route) => {
            letter::let_out(context, &letter, &route)?;
            close(context, work, session, &letter, &route)
        }
        End::Send(outgoing, account) => {
            send_agreed(context, session, *outgoing, &account, &wish.consent)?.outcome
        }
        End::Gone(letter, route) => close(context, work, session, &letter, &route),
        End::Left => {
            letter::tell_kept(context, &session.id);
            Ok(())
        }
        End::Discard => session.end(),
    }
}

/// Goes round between questions and letter until it is decided what becomes of it.
fn decide(context: &Context, work: &Work<'_>, session: &mut Session, wish: &Wish) -> Result<End, Failure> {
    if session.said(BODY.name).is_none() && !ask_all(context, session, work)? {
        return Ok(if session.touched { End::Left } else { End::Discard });
    }
    let mut wanted = wish.route.as_ref();
    let mut shown = None;
    loop {
        let letter = composed(context, work, session, wish.route.is_none())?;
        let found = verdict::on(context, work, &session.record, &letter, &wish.consent.allow)?.findings;
        // A route that was named with the call is taken at once, but not past an error.
        if let Some(route) = wanted.take() {
            verdict::tell(context, &found);
            if matches!(route, Route::Keep) || verdict::passes(context, session, &found)? {
                match route {
                    Route::Send(via) => {
                        if let Some(end) = sent(context, work, session, &letter, (via, wish))? {
                            return Ok(end);
                        }
                    }
                    route => return Ok(End::Out(Box::new(letter), route.clone())),
                }
            }
        }
        // What was said last is not pushed off the screen by a letter that is there already.
        let bytes = letter.content.encode().bytes;
        if shown.as_ref() != Some(&bytes) {
            show(context, &letter);
            verdict::tell(context, &found);
            shown = Some(bytes);
        }
        let act = choose(context, session)?;
        if act.lets_out() && !verdict::passes(context, session, &found)? {
            continue;
        }
        if let Some(end) = do_with(context, work, session, letter, (act, wish))? {
            return Ok(end);
        }
    }
}

/// Shows the letter as it will be sent and asks; nothing when it is not to be sent now.
fn sent(
    context: &Context,
    work: &Work<'_>,
    session: &Session,
    letter: &Letter,
    (via, wish): (&Via, &Wish),
) -> Result<Option<End>, Failure> {
    let verdict = verdict::on(context, work, &session.record, letter, &wish.consent.allow)?;
    let outgoing = parcel::outgoing(context, work, &session.record, letter, verdict.let_through);
    if !book::is_welcome(context, &outgoing, Standpoint::default())? {
        return Ok(None);
    }
    let account = via.account(context)?;
    let agreed = confirm::agreed(context, &outgoing, &account, &wish.consent)?;
    Ok(agreed.then(|| End::Send(Box::new(outgoing), Box::new(account))))
}

/// Composes the letter, after the answer that keeps it from being composed is changed, where that can be done.
fn composed(
    context: &Context,
    work: &Work<'_>,
    session: &mut Session,
    can_change: bool,
) -> Result<Letter, Failure> {
    loop {
        match work.compose(context, session) {
            Ok(mut letter) => {
                session.identify(context, &mut letter)?;
                return Ok(letter);
            }
            // An answer can have become wrong since it was given, as a day that has passed.
            Err(failure) if can_change => {
                failure.report(context.terminal);
                if !change_answer(context, work, session)? {
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
    work: &Work<'_>,
    session: &mut Session,
    letter: Letter,
    (act, wish): (Act, &Wish),
) -> Result<Option<End>, Failure> {
    match act {
        Act::Send => match sent(context, work, session, &letter, (&Via::Account, wish)) {
            // Who cannot send yet may still save the letter.
            Err(failure) if failure.status == Status::Config => {
                failure.report(context.terminal);
                let until_then = "you can save the letter for your mail program, or keep it and run `onlist` \
                                  again later";
                context.terminal.note(until_then);
            }
            end => return end,
        },
        Act::Save => {
            let route = Route::Save { path: ask_path(context, session)?, force: false };
            match letter::let_out(context, &letter, &route) {
                Ok(()) => return Ok(Some(End::Gone(Box::new(letter), route))),
                Err(failure) => failure.report(context.terminal),
            }
        }
        Act::Keep => return Ok(Some(End::Out(Box::new(letter), Route::Keep))),
        Act::Discard => {
            let sure = context.terminal.confirm("Delete this letter", false)?;
            return Ok(sure.then_some(End::Discard));
        }
        Act::Mailto | Act::Print => hand_out(context, work, &letter, act),
        Act::Answers => {
            change_answer(context, work, session)?;
        }
        Act::Text => edit_text(context, work, session, &letter)?,
        Act::FromAnswers => session.forget(context, BODY.name)?,
    }
    Ok(None)
}

/// Says what comes next; the draft stays only where it is the draft that was wanted, or may be needed again.
fn close(
    context: &Context,
    work: &Work<'_>,
    session: Session,
    letter: &Letter,
    route: &Route,
) -> Result<(), Failure> {
    work.tell_next(context, letter, route);
    match route {
        Route::Keep | Route::Mailto { .. } => {
            letter::tell_kept(context, &session.id);
            Ok(())
        }
        Route::Print | Route::Save { .. } | Route::Send(_) => session.end(),
    }
}

/// Lets the letter out and comes back to the desk, whatever came of it.
fn hand_out(context: &Context, work: &Work<'_>, letter: &Letter, act: Act) {
    let route = if act == Act::Print { Route::Print } else { Route::Mailto { open: true } };
    match letter::let_out(context, letter, &route) {
        Ok(()) => work.tell_next(context, letter, &route),
        Err(failure) => failure.report(context.terminal),
    }
}

fn show(context: &Context, letter: &Letter) {
    let terminal = context.terminal;
    terminal.say("");
    terminal.heading("Your letter");
    terminal.say("");
    terminal.say(letter::shown(letter, terminal.width()).trim_end());
    terminal.say("");
    letter::tell_notices(context, letter);
}

fn choose(context: &Context, session: &Session) -> Result<Act, Failure> {
    let own_text = session.said(BODY.name).is_some();
    let offered: Vec<_> =
        Act::ALL.into_iter().filter(|(act, _)| *act != Act::FromAnswers || own_text).collect();
    let labels: Vec<_> = offered.iter().map(|(_, label)| (*label).to_owned()).collect();
    let chosen = context.terminal.choose("What now", &labels, Some(0))?;
    // Esc is no decision; the safe one is to keep the letter.
    Ok(chosen.map_or(Act::Keep, |at| offered[at].0))
}

fn ask_path(context: &Context, session: &Session) -> Result<PathBuf, Failure> {
    let usual = format!("{}.eml", session.id);
    let free = |name: &str| {
        if Path::new(name).symlink_metadata().is_ok() { Err(format!("`{name}` exists")) } else { Ok(()) }
    };
    Ok(context.terminal.line("File name", Some(&usual), free)?.into())
}

/// Lets one answer be given anew; says whether one was chosen.
fn change_answer(context: &Context, work: &Work<'_>, session: &mut Session) -> Result<bool, Failure> {
    let prompts = work.prompts();
    let label = |prompt: &Prompt| {
        let answer = session.said(prompt.name).unwrap_or("(none)");
        format!("{}: {}", prompt.text, answer.lines().next().unwrap_or_default())
    };
    let labels: Vec<_> = prompts.iter().map(label).collect();
    let Some(at) = context.terminal.choose("Which answer", &labels, None)? else { return Ok(false) };
    if session.said(BODY.name).is_some() {
        context
            .terminal
            .note("you edited the whole text; this answer is used only if you go back to the text from your answers");
    }
    ask(context, session, work, &prompts[at])
}

fn edit_text(
    context: &Context,
    work: &Work<'_>,
    session: &mut Session,
    letter: &Letter,
) -> Result<(), Failure> {
    match edited(context, session, &BODY, &format!("{}\n", letter.content.body), work) {
        // An unchanged text stays the one that the answers make.
        Ok(text) if text == letter.content.body => Ok(()),
        Ok(text) => session.set(context, BODY.name, &text),
        Err(failure) => {
            failure.report(context.terminal);
            Ok(())
        }
    }
}
