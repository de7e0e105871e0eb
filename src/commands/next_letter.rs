//! A student's next letter in a contact: shown, agreed to, and sent as any other.
//!
//! It is complete from the start, so no draft of answers is kept with it.

use onlist_core::catalog::Catalog;
use onlist_core::compose::{Letter, Question};
use onlist_core::drafts::{Id, Kind};
use onlist_core::ledger::{Contact, ContactStatus, Keeper};
use onlist_core::outbox::{QueuedLetter, Recipient};
use onlist_mail::mailbox::Mailbox;
use onlist_mail::read::Post;
use onlist_mail::text::Line;

use super::editing;
use super::letter::{self, Route, RouteArgs, Wish};
use super::open_draft;
use super::sending::check_result::{self, CheckResult};
use super::sending::consent::Via;
use super::sending::prepared;
use super::sending::queue;
use super::sending::submit::{self, Wants};
use super::typed_path::ask_path;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::{Field, Given, Shape};

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
}

/// What can be done with a letter on a terminal.
const ACTIONS: [&str; 5] =
    ["Send it", "Save it as a file for your mail program", "Print it", "Keep it for later", "Delete it"];

impl NextLetter<'_> {
    /// Lets the letter out as the call says; on a terminal without a route, as its writer says.
    pub(crate) fn hand_over(self, context: &Context, args: &RouteArgs, wish: &Wish) -> Result<(), Failure> {
        let route = wish.route.clone();
        if route.is_none() && !args.json && context.terminal.can_ask() {
            return self.review(context, wish);
        }
        let route = route.or_else(|| (!args.json).then_some(Route::Print));
        self.out(context, route.as_ref(), args.json, wish)
    }

    fn out(&self, context: &Context, route: Option<&Route>, json: bool, wish: &Wish) -> Result<(), Failure> {
        if let Some(Route::Send(via)) = route {
            return self.send(context, via, json, wish);
        }
        let mut kept = None;
        let result = self.checked(context, wish)?;
        match route {
            Some(Route::Keep) => {
                kept = Some(queue::keep(context, &self.label, self.queued(context, &result))?);
            }
            Some(route) => letter::output(context, &self.letter, route)?,
            None => {}
        }
        letter::tell(context, &self.letter, &result.findings, json);
        if json {
            return letter::print_json(context, &self.letter, &result.findings, kept.as_ref());
        }
        if let Some(route) = route {
            letter::tell_sending(context, &self.letter, route);
        }
        kept.map_or(Ok(()), |id| name_kept(context, &id))
    }

    fn send(&self, context: &Context, via: &Via, json: bool, wish: &Wish) -> Result<(), Failure> {
        let Wish { consent, anyway, .. } = wish;
        consent.possible(context)?;
        let mut result = self.checked(context, wish)?;
        check_result::require_passing(context, "letter", &mut result, consent)?;
        let queued = self.queued(context, &result);
        let wants = Wants { via, consent, anyway };
        let whole = (self.catalog, Vec::new());
        let sent = submit::send_queued(context, queued, whole, (self.label.clone(), None), wants)?;
        let Some(mut sent) = sent else { return Ok(()) };
        sent.found = result.findings;
        letter::end_sent(context, &self.letter, sent, json)
    }

    /// Shows the letter and asks what is to become of it.
    fn review(&self, context: &Context, wish: &Wish) -> Result<(), Failure> {
        let terminal = context.terminal;
        terminal.say("");
        terminal.heading("Your letter");
        terminal.say("");
        terminal.say(letter::shown(&self.letter, terminal.width()).trim_end());
        terminal.say("");
        letter::tell_notices(context, &self.letter);
        check_result::tell(context, &self.checked(context, wish)?.findings);
        let done = self.act(context, wish);
        // What was written is not lost by ^C. A letter that was queued before is there already.
        if done.as_ref().is_err_and(|failure| failure.status == Status::Interrupted)
            && let Ok(result) = self.checked(context, wish)
            && let Ok(id) = queue::keep(context, &self.label, self.queued(context, &result))
        {
            terminal.note(&format!("saved as `{id}`; send it with `onlist send {id}`"));
        }
        done
    }

    /// Does what is chosen, until the letter is somewhere.
    fn act(&self, context: &Context, wish: &Wish) -> Result<(), Failure> {
        let terminal = context.terminal;
        loop {
            let chosen = terminal.choose("What now", &ACTIONS.map(str::to_owned), Some(0))?;
            let route = match chosen {
                Some(0) => Route::Send(Via::Account),
                Some(1) => match ask_path(context, &format!("{}.eml", Id::from_label(&self.label)))? {
                    Some(path) => Route::Save { path, force: false },
                    None => continue,
                },
                Some(2) => Route::Print,
                Some(3) | None => Route::Keep,
                _ => return Ok(()),
            };
            match self.out(context, Some(&route), false, wish) {
                Err(failure) if matches!(failure.status, Status::Config | Status::CannotCreate) => {
                    failure.report(terminal);
                }
                done => return done,
            }
        }
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
            recipients: recipients.collect(),
            allowed: prepared::allowed(result.ignored.clone()),
            bytes: message.bytes,
        }
    }
}

/// Prints the name under which a letter is kept.
fn name_kept(context: &Context, id: &Id) -> Result<(), Failure> {
    context.terminal.note(&format!("saved as `{id}`; send it with `onlist send {id}`"));
    Ok(context.terminal.data(&format!("{id}\n"))?)
}

/// The text of a letter: from a flag, a file, or asked for with `prompt` on a terminal.
pub(crate) fn text(
    context: &Context,
    (flags, text, file): (&str, Option<&str>, Option<&std::path::Path>),
    prompt: &str,
    advice: &str,
) -> Result<String, Failure> {
    let given = match (text, file) {
        (Some(text), _) => text.to_owned(),
        (None, Some(file)) => context.text_of(file)?,
        (None, None) if context.terminal.can_ask() => ask(context, prompt, advice)?,
        (None, None) => return Err(Failure::new(Status::Usage, format!("{flags} is missing"))),
    };
    let clean = Question::Answer.check(&given).map_err(|error| {
        let source = file.map_or_else(|| flags.to_owned(), |file| format!("`{}`", file.display()));
        Failure::new(Status::Data, format!("{}: {error}", if text.is_some() { flags } else { &source }))
    })?;
    if clean.trim().is_empty() {
        return Err(Failure::new(Status::Usage, "the text is empty").hint("say something in your own words"));
    }
    Ok(clean)
}

fn ask(context: &Context, prompt: &str, advice: &str) -> Result<String, Failure> {
    let terminal = context.terminal;
    terminal.say("");
    terminal.explain(advice);
    let mut begun = String::new();
    loop {
        let field = Field { prompt, text: &begun, shape: Shape::Text, back: false };
        begun = match terminal.field(&field)? {
            Given::Text(text) if text.trim().is_empty() => {
                terminal.error("please answer this one");
                text
            }
            Given::Text(text) => return Ok(text),
            Given::Back(text) => text,
            Given::Editor(text) => editing::text(context, &text)?,
        };
    }
}

/// Who writes, from the settings or git, else from the first letter of the contact.
pub(crate) fn writer(context: &Context, contact: Option<&ContactStatus>) -> Result<Mailbox, Failure> {
    let mut answers = onlist_core::compose::Answers::default();
    open_draft::fill_in_person(context, &mut answers)?;
    let student = || {
        let status = contact.filter(|it| it.keeper == Keeper::Student)?;
        Some(Mailbox { name: status.letter.name.clone(), address: status.contact.person.clone() })
    };
    answers.from().or_else(student).ok_or_else(|| {
        Failure::new(Status::Usage, "your name or your address is not known")
            .hint("set `name` and `email` under `[identity]` in the settings, or in git's configuration")
    })
}
