//! A student's next letter in a contact: shown, agreed to, and sent as any other.
//!
//! It is complete from the start, so no draft of answers is kept with it.

use onlist_core::catalog::Catalog;
use onlist_core::check::Finding;
use onlist_core::compose::{Letter, Question};
use onlist_core::drafts::{Id, Kind};
use onlist_core::ledger::{Contact, Transaction};
use onlist_core::outbox::{HeldLetter, QueuedLetter, Recipient};
use onlist_mail::read::Post;
use onlist_mail::text::Line;

use super::editing;
use super::letter::{self, Route, RouteArgs, Wish};
use super::review::{LetterState, Menu, ReviewAction, screen};
use super::send::no_letter;
use super::sending::by_hand;
use super::sending::check_result::{self, CheckResult};
use super::sending::confirm::{self, Settled};
use super::sending::consent::Via;
use super::sending::prepared;
use super::sending::queue::{self, Origin};
use super::sending::reminders;
use super::sending::submit::{self, Wants};
use super::typed_path::ask_path;
use super::web_mail;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// How an action ends after which the letter is where it was.
const STAYS: [Status; 5] = [Status::Config, Status::CannotCreate, Status::Data, Status::Usage, Status::Io];

/// What comes after something was done with a letter.
enum Next {
    Menu,
    ByHand,
    End,
}

/// A letter that is complete.
pub(crate) struct NextLetter<'l> {
    pub(crate) catalog: &'l Catalog,
    pub(crate) kind: Kind,
    pub(crate) letter: Letter,
    /// The contact that it belongs to, and the name of its student.
    pub(crate) contact: Option<Contact>,
    pub(crate) person: Option<Line>,
    /// After how many days one may ask again.
    pub(crate) wait_days: Option<u16>,
    /// The mail that it answers, where it is known.
    pub(crate) parent: Option<&'l Post<'l>>,
    /// What it is called when it is kept.
    pub(crate) label: String,
    /// Under which name it is kept already.
    pub(crate) kept: Option<Id>,
}

impl NextLetter<'_> {
    /// Lets the letter out as the call says; on a terminal without a route, as its writer says.
    pub(crate) fn hand_over(
        mut self,
        context: &Context,
        args: &RouteArgs,
        wish: &Wish,
    ) -> Result<(), Failure> {
        let route = wish.route.clone();
        if route.is_none() && context.terminal.can_ask() {
            return self.review(context, wish);
        }
        let route = route.or_else(|| (!args.json).then_some(Route::Print));
        self.out(context, route.as_ref(), args.json, wish).map(drop)
    }

    /// Keeps the letter together with what `enter` adds to the ledger: both, or none where `enter` says that it is not
    /// wanted any more. Gives whether it was.
    pub(crate) fn keep_with(
        &mut self,
        context: &Context,
        wish: &Wish,
        enter: impl FnOnce(&Transaction<'_>) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        let result = self.checked(context, wish)?;
        self.kept = queue::keep_with(context, &self.label, self.queued(context, &result), enter)?;
        Ok(self.kept.is_some())
    }

    /// Shows the letter and asks whether it is to be sent, where somebody is to be asked; what they agree to is in `wish`
    /// then.
    pub(crate) fn is_agreed(&self, context: &Context, via: &Via, wish: &mut Wish) -> Result<bool, Failure> {
        if !wish.consent.can_ask(context) {
            return Ok(true);
        }
        let mut result = self.checked(context, wish)?;
        check_result::require_passing(context, "letter", &mut result, &wish.consent)?;
        wish.consent.allow.extend(result.ignored.iter().map(|(code, _)| (*code).to_owned()));
        let queued = self.queued(context, &result);
        let settled = confirm::settled(context, &queued, via, &wish.consent, (self.catalog, None))?;
        wish.consent.yes = matches!(settled, Settled::Send(_));
        Ok(wish.consent.yes)
    }

    /// Lets a letter out that is kept, about what is done by now: one that does not leave stays there.
    pub(crate) fn hand_over_kept(
        mut self,
        context: &Context,
        args: &RouteArgs,
        wish: &Wish,
    ) -> Result<(), Failure> {
        let route = wish.route.as_ref();
        if route.is_none() && !args.json {
            return self.review(context, wish);
        }
        match self.out(context, route, args.json, wish) {
            Ok(true) if matches!(route, Some(Route::Keep | Route::Send(_))) => Ok(()),
            Ok(true) => self.forget_kept(context),
            gone => {
                self.tell_kept(context);
                gone.map(drop)
            }
        }
    }

    /// Says under which name a letter is kept, if it is.
    fn tell_kept(&self, context: &Context) {
        if let Some(id) = &self.kept {
            letter::tell_queued(context, id);
        }
    }

    /// Keeps the letter, where it is not kept yet.
    fn keep(&mut self, context: &Context, result: &CheckResult) -> Result<Id, Failure> {
        let id = match self.kept.take() {
            Some(id) => id,
            None => queue::keep(context, &self.label, self.queued(context, result))?,
        };
        Ok(self.kept.insert(id).clone())
    }

    /// Takes the letter that is kept for this run.
    fn held(&self, context: &Context) -> Result<Option<HeldLetter>, Failure> {
        let Some(id) = &self.kept else { return Ok(None) };
        let outbox = context.outbox()?;
        outbox.hold(&outbox.index()?, id)?.ok_or_else(|| no_letter(id)).map(Some)
    }

    /// Deletes the letter that is kept.
    fn forget_kept(&self, context: &Context) -> Result<(), Failure> {
        match self.held(context)? {
            Some(held) => Ok(context.outbox()?.delete(held)?),
            None => Ok(()),
        }
    }

    /// Deletes the letter that is kept, and what it says of a task with it: nobody has got it.
    fn discard(&self, context: &Context) -> Result<(), Failure> {
        let Some(held) = self.held(context)? else { return Ok(()) };
        let unsent = held.is_undelivered().then(|| held.letter().clone());
        context.outbox()?.delete(held)?;
        unsent.map_or(Ok(()), |it| reminders::withdraw(context, &it))
    }

    /// Lets the letter out; whether it has gone.
    fn out(
        &mut self,
        context: &Context,
        route: Option<&Route>,
        json: bool,
        wish: &Wish,
    ) -> Result<bool, Failure> {
        if let Some(Route::Send(via)) = route {
            return self.send(context, via, json, wish);
        }
        let result = self.checked(context, wish)?;
        match route {
            Some(Route::Keep) => {
                let id = self.keep(context, &result)?;
                check_result::tell(context, &self.letter, &result.findings, json);
                if json {
                    letter::print_json(context, &self.letter, &result.findings, Some(&id))?;
                } else {
                    self.tell_kept(context);
                    context.terminal.data(&format!("{id}\n"))?;
                }
                return Ok(true);
            }
            Some(route) => letter::output(context, &self.letter, route)?,
            None => {}
        }
        check_result::tell(context, &self.letter, &result.findings, json);
        if json {
            letter::print_json(context, &self.letter, &result.findings, None)?;
        } else if let Some(route) = route {
            letter::tell_sending(context, &self.letter, route);
        }
        Ok(true)
    }

    fn send(&self, context: &Context, via: &Via, json: bool, wish: &Wish) -> Result<bool, Failure> {
        let Wish { consent, anyway, .. } = wish;
        let origin = match self.held(context)? {
            Some(held) => Origin::Queued(Box::new(held), false),
            None => Origin::New(self.label.clone(), None),
        };
        consent.possible(context)?;
        let mut result = self.checked(context, wish)?;
        check_result::require_passing(context, "letter", &mut result, consent)?;
        let queued = self.queued(context, &result);
        let wants = Wants { via, consent, anyway };
        let whole = (self.catalog, Vec::new());
        let sent = submit::send_queued(context, queued, whole, origin, wants)?;
        let Some(mut sent) = sent else { return Ok(false) };
        sent.found = result.findings;
        sent.end(context, &self.letter, json).map(|()| true)
    }

    /// Shows the letter and asks what is to become of it.
    fn review(&mut self, context: &Context, wish: &Wish) -> Result<(), Failure> {
        let done = self.decide(context, wish);
        // What was written is not lost by ^C.
        if done.as_ref().is_err_and(|failure| failure.status == Status::Interrupted) {
            // That it was stopped is what is to be told, whatever came of this.
            let _ = self.checked(context, wish).and_then(|result| self.keep(context, &result));
        }
        if done.is_err() {
            self.tell_kept(context);
        }
        done
    }

    /// Does what is chosen, until the letter is somewhere.
    fn decide(&mut self, context: &Context, wish: &Wish) -> Result<(), Failure> {
        let (mut shown, mut by_hand, mut menu) = (None, false, Menu::default());
        loop {
            let found = self.checked(context, wish)?.findings;
            menu.state = LetterState::of(by_hand, &found);
            if shown.as_ref() != Some(self.letter.message()) {
                let options = Menu { is_cut: true, ..menu }.offered().len();
                menu.is_cut = screen::show(context, &self.letter, &found, options);
                shown = Some(self.letter.message().clone());
            }
            let action = menu.choose(context)?;
            match self.do_with(context, action, &found, wish) {
                Ok(Next::End) => return Ok(()),
                Ok(Next::ByHand) => by_hand = true,
                Ok(Next::Menu) if action == ReviewAction::Read => shown = None,
                Ok(Next::Menu) => {}
                // Nothing has left: what was written is still there.
                Err(failure) if STAYS.contains(&failure.status) => failure.report(context.terminal),
                Err(failure) => return Err(failure),
            }
        }
    }

    fn do_with(
        &mut self,
        context: &Context,
        action: ReviewAction,
        found: &[Finding],
        wish: &Wish,
    ) -> Result<Next, Failure> {
        let (route, how) = match action {
            ReviewAction::Send => (Route::Send(Via::Account), String::new()),
            ReviewAction::Keep => (Route::Keep, String::new()),
            ReviewAction::Save => {
                let usual = format!("{}.eml", Id::from_label(&self.label));
                let Some(path) = ask_path(context, &usual)? else { return Ok(Next::Menu) };
                let how = format!("saved as `{}`", path.display());
                (Route::Save { path, force: false }, how)
            }
            ReviewAction::Mailto => (Route::Mailto { open: true }, "opened in your mail program".to_owned()),
            ReviewAction::Print => (Route::Print, "printed".to_owned()),
            ReviewAction::WebMail => {
                let result = self.checked(context, wish)?;
                web_mail::hand_over(context, &self.letter, &self.queued(context, &result))?;
                return Ok(Next::ByHand);
            }
            ReviewAction::Read => return screen::read(context, &self.letter, found).map(|()| Next::Menu),
            ReviewAction::Text => return self.edit(context, wish).map(|()| Next::Menu),
            ReviewAction::Discard => {
                if !context.terminal.confirm("Delete this letter", false)? {
                    return Ok(Next::Menu);
                }
                return self.discard(context).map(|()| Next::End);
            }
            ReviewAction::Answers | ReviewAction::FromAnswers => return Ok(Next::Menu),
        };
        let gone = self.out(context, Some(&route), false, wish)?;
        if how.is_empty() {
            return Ok(if gone { Next::End } else { Next::Menu });
        }
        let result = self.checked(context, wish)?;
        by_hand::hand_over(context, &self.queued(context, &result), &how);
        if action == ReviewAction::Save {
            return self.forget_kept(context).map(|()| Next::End);
        }
        Ok(Next::ByHand)
    }

    /// Lets the whole text be edited.
    fn edit(&mut self, context: &Context, wish: &Wish) -> Result<(), Failure> {
        let before = self.letter.clone();
        let body = &before.content().body;
        match editing::text(context, body).and_then(|text| Ok(Question::Body.check(text.trim_end())?)) {
            Ok(text) if text.trim().is_empty() => context.terminal.error("the text is empty"),
            Ok(text) if text.trim_end() != body.trim_end() => {
                self.letter.rewrite(text);
                if self.kept.is_some() {
                    // The ledger tells of it by its identifier.
                    self.letter.identify(before.content().message_id.clone());
                }
                // What is shown is what is sent.
                return self.keep_anew(context, wish).inspect_err(|_| self.letter = before);
            }
            Ok(_) => {}
            Err(failure) => failure.report(context.terminal),
        }
        Ok(())
    }

    /// Puts the letter in the place of what is kept of it.
    fn keep_anew(&self, context: &Context, wish: &Wish) -> Result<(), Failure> {
        let Some(held) = self.held(context)? else { return Ok(()) };
        let queued = self.queued(context, &self.checked(context, wish)?);
        let lock = context.lock_state()?;
        context.outbox_under(&lock)?.replace(&lock, held, queued)?;
        Ok(())
    }

    fn checked(&self, context: &Context, wish: &Wish) -> Result<CheckResult, Failure> {
        check_result::on_letter(context, self.catalog, &self.letter, self.parent, &wish.consent.allow)
    }

    fn queued(&self, context: &Context, result: &CheckResult) -> QueuedLetter {
        let (written, message) = (self.letter.content(), self.letter.message().clone());
        let recipients = self
            .letter
            .recipients
            .iter()
            .map(|it| Recipient { age: it.why.age.clone(), ..Recipient::new(it.mailbox.clone(), it.role) });
        QueuedLetter {
            kind: self.kind,
            message_id: written.message_id.clone(),
            has_made_id: false,
            queued: context.now,
            subject: written.subject.clone(),
            reverse_path: message.envelope.reverse_path,
            list: Some(self.letter.list.clone()),
            wait_days: self.wait_days,
            notices: self.letter.notices.iter().map(|it| it.text.clone()).collect(),
            in_reply_to: written.in_reply_to.clone(),
            tasks: Vec::new(),
            objects: std::collections::BTreeMap::new(),
            until: None,
            person: self.person.clone(),
            contact: self.contact.clone(),
            catalog: context.catalog_name(self.catalog),
            recipients: recipients.collect(),
            allowed: prepared::allowed(result.ignored.clone()),
            bytes: message.bytes,
        }
    }
}
