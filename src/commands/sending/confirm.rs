//! What a letter is and where it goes, shown before it is sent: the very bytes, and everybody who gets them.

use std::rc::Rc;

use crate::report::Page;
use onlist_core::catalog::Catalog;
use onlist_core::outbox::{QueuedLetter, Recipient};
use onlist_core::resolve::Role;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::count;

use super::consent::{Consent, Via};
use super::season::{self, EndedSeason};
use super::{by_hand, joining, rehearse};
use crate::commands::typed_path::ask_path;
use crate::commands::{letter, set_up};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// What can be done with a letter whose season is over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Instead {
    Rehearse,
    Save,
    Open,
    Catalog,
    Send,
    Back,
}

impl Instead {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Rehearse, "Send a rehearsal to myself alone"),
        (Self::Save, "Save it as a file for my mail program"),
        (Self::Open, "Open it in my mail program"),
        (Self::Catalog, "Look at another catalog"),
        (Self::Send, "Send it all the same"),
        (Self::Back, "Go back, send nothing"),
    ];
}

/// What somebody says who sees a letter before it is sent.
pub(crate) enum Agreed {
    /// It is to be sent.
    Send,
    /// It is not.
    No,
    /// It is not, and this catalog is to be looked at.
    Elsewhere(Rc<Catalog>),
    /// It has left by hand.
    ByHand,
}

/// What would take a letter.
#[derive(Clone, Copy)]
pub(crate) enum Way<'w> {
    /// This account.
    Account(&'w Account),
    /// One that is still to be set up.
    SetUp(&'w Via),
    /// Its writer's hand.
    ByHand,
}

/// Shows a letter and asks whether it is to be sent; with `--yes`, shows who gets it and asks nobody.
///
/// A season that is over, `ended`, is said last, with what can be done in place of sending.
fn agreed(
    context: &Context,
    letter: &QueuedLetter,
    account: &Account,
    consent: &Consent,
    (catalog, ended): (&Catalog, Option<&EndedSeason>),
) -> Result<Agreed, Failure> {
    let terminal = context.terminal;
    let to = &letter.recipients;
    if consent.yes {
        terminal.say(&format!("sending \"{}\" via {}, to", letter.subject, account.describe()));
        terminal.say(recipients(to, terminal.width()).trim_end());
        let post = Post::read(&letter.bytes)?;
        tell_envelope_sender(context, &post, (letter, account));
        tell_notices(context, letter);
        tell_date(context, &post);
        return Ok(Agreed::Send);
    }
    joining::ask(context, catalog, letter)?;
    let letter = &joining::without_advice(context, catalog, letter);
    show(context, letter, account, "Letter to send")?;
    let agreed = match ended {
        Some(ended) => although_over(context, letter, Way::Account(account), (catalog, ended))?,
        None if terminal.confirm(&format!("Send it to {}", count(to.len(), "recipient")), false)? => {
            Agreed::Send
        }
        None => Agreed::No,
    };
    if !matches!(agreed, Agreed::Send) {
        terminal.note("nothing was sent");
    }
    Ok(agreed)
}

/// What is agreed to of a letter, and what it needs for that.
pub(crate) enum Settled {
    /// It is to be sent through this account.
    Send(Box<Account>),
    /// It is not to be sent.
    Not(Agreed),
    /// It is to leave from a page in the browser.
    WebMail,
    /// There is no account.
    NoAccount,
}

/// Finds the account for a letter, and asks whether it is to be sent. Before an account is set up, whoever writes for a
/// season that is over is asked whether that is meant.
pub(crate) fn settled(
    context: &Context,
    letter: &QueuedLetter,
    via: &Via,
    consent: &Consent,
    (catalog, mut ended): (&Catalog, Option<&EndedSeason>),
) -> Result<Settled, Failure> {
    let asks = consent.can_ask(context);
    if let Some(over) = ended.filter(|_| asks && set_up::is_needed(context, via)) {
        match although_over(context, letter, Way::SetUp(via), (catalog, over))? {
            Agreed::Send => ended = None,
            not => {
                context.terminal.note("nothing was sent");
                return Ok(Settled::Not(not));
            }
        }
    }
    let account = match set_up::account(context, via, Some(&letter.reverse_path), asks)? {
        set_up::Found::Account(account) => account,
        set_up::Found::ByHand => return Ok(Settled::WebMail),
        set_up::Found::Nothing => return Ok(Settled::NoAccount),
    };
    Ok(match agreed(context, letter, &account, consent, (catalog, ended))? {
        Agreed::Send => Settled::Send(account),
        not => Settled::Not(not),
    })
}

/// Shows a letter under a heading, who gets it, and all that is to be known before it goes out.
pub(crate) fn show(
    context: &Context,
    letter: &QueuedLetter,
    account: &Account,
    heading: &str,
) -> Result<(), Failure> {
    let terminal = context.terminal;
    terminal.say("");
    terminal.heading(heading);
    terminal.say("");
    terminal.say(&terminal.fitted(shown(letter, terminal.width())?.trim_end()));
    terminal.say("");
    terminal.heading("It goes to");
    terminal.say(recipients(&letter.recipients, terminal.width()).trim_end());
    terminal.say("");
    tell_notices(context, letter);
    terminal.note(&format!("sending via {}", account.describe()));
    let post = Post::read(&letter.bytes)?;
    tell_envelope_sender(context, &post, (letter, account));
    tell_date(context, &post);
    tell_public(context, letter);
    Ok(())
}

/// Says who is named to the server as its sender, where that is nobody in From (RFC 5321 3.3).
fn tell_envelope_sender(context: &Context, post: &Post, (letter, account): (&QueuedLetter, &Account)) {
    let sender = account.envelope_sender().unwrap_or(&letter.reverse_path);
    if post.from.iter().all(|it| it.address != *sender) {
        context.terminal.note(&format!("the envelope's sender is {sender}: bounces go there"));
    }
}

/// Says how old each address is, whose ideas these are and since when the season is over, and offers what can be done.
pub(crate) fn although_over(
    context: &Context,
    letter: &QueuedLetter,
    way: Way<'_>,
    (catalog, ended): (&Catalog, &EndedSeason),
) -> Result<Agreed, Failure> {
    let terminal = context.terminal;
    for recipient in letter.recipients.iter().filter(|it| it.role == Role::Mentor) {
        let age = recipient.age.as_deref().unwrap_or("nobody knows when this address was last confirmed");
        terminal.note(&format!("{}: {age}", named(recipient)));
    }
    let mut offered = Instead::ALL.to_vec();
    offered.retain(|(it, _)| !matches!(way, Way::ByHand) || *it != Instead::Rehearse);
    let labels: Vec<_> = offered.iter().map(|(_, label)| (*label).to_owned()).collect();
    let mut at = 0;
    loop {
        // Next to the list, where it stays on a small screen.
        terminal.warning(&ended.described());
        let chosen = terminal.choose("What now", &labels, Some(at))?;
        let instead = chosen.map_or(Instead::Back, |at| offered[at].0);
        // Whoever went back from the name is where they were.
        at = chosen.filter(|_| instead == Instead::Send).unwrap_or(0);
        let done = match instead {
            Instead::Rehearse => rehearsed(context, letter, way).map(|()| None),
            Instead::Save => save(context, letter),
            Instead::Open => open(context, letter),
            Instead::Catalog => {
                season::another_catalog(context, catalog).map(|other| other.map(Agreed::Elsewhere))
            }
            Instead::Send => typed_name(context, ended).map(|meant| meant.then_some(Agreed::Send)),
            Instead::Back => return Ok(Agreed::No),
        };
        match done {
            Ok(Some(agreed)) => return Ok(agreed),
            Ok(None) => {}
            Err(failure) if failure.status == Status::Interrupted => return Err(failure),
            Err(failure) => failure.report(terminal),
        }
    }
}

/// Whether the season's name is typed, which nobody does by mistake; a wrong one is asked for again.
fn typed_name(context: &Context, ended: &EndedSeason) -> Result<bool, Failure> {
    let what = format!("Type `{}` to send it, or press Enter to go back", ended.name);
    let check = |typed: &str| {
        let is_name = typed.is_empty() || typed.eq_ignore_ascii_case(&ended.name);
        let wrong = || format!("`{typed}` is not `{}`: nothing was sent", ended.name);
        if is_name { Ok(()) } else { Err(wrong()) }
    };
    Ok(!context.terminal.line(&what, None, check)?.is_empty())
}

/// Sends a rehearsal, after an account is set up where there is none.
fn rehearsed(context: &Context, letter: &QueuedLetter, way: Way<'_>) -> Result<(), Failure> {
    let send = |account: &Account| rehearse::send(context, &letter.bytes, &letter.reverse_path, account);
    match way {
        Way::Account(account) => send(account),
        Way::SetUp(via) => match set_up::account(context, via, Some(&letter.reverse_path), true)? {
            set_up::Found::Account(account) => send(&account),
            set_up::Found::ByHand | set_up::Found::Nothing => Ok(()),
        },
        Way::ByHand => Ok(()),
    }
}

fn save(context: &Context, letter: &QueuedLetter) -> Result<Option<Agreed>, Failure> {
    let Some(path) = ask_path(context, "letter.eml")? else { return Ok(None) };
    letter::save(&path, &onlist_mail::deliver::eml::bytes(&letter.message()), false)?;
    context.terminal.note(&format!("wrote `{}`", path.display()));
    by_hand::hand_over(context, letter, &format!("saved as `{}`", path.display()));
    Ok(Some(Agreed::ByHand))
}

fn open(context: &Context, letter: &QueuedLetter) -> Result<Option<Agreed>, Failure> {
    letter::open_in_mail_program(context, &letter.bytes)?;
    by_hand::hand_over(context, letter, "opened in your mail program");
    Ok(Some(Agreed::ByHand))
}

/// Says of each list that everybody can read it.
fn tell_public(context: &Context, letter: &QueuedLetter) {
    let public = "This list is public. Your name, address and letter stay in its archive for good.";
    for list in letter.recipients.iter().filter(|it| it.role == Role::List) {
        context.terminal.note(&format!("{}: {public}", list.address));
    }
}

/// Says that the letter's date is not that of this machine.
fn tell_date(context: &Context, post: &Post) {
    if let Some(date) = post.date.filter(|date| (*date - context.clock).num_hours().abs() > 24) {
        let date = date.format("%-d %B %Y");
        context
            .terminal
            .note(&format!("its date is {date}: more than a day from the clock of this computer"));
    }
}

/// Says what is to be known of a letter before it goes out.
pub(crate) fn tell_notices(context: &Context, letter: &QueuedLetter) {
    for notice in &letter.notices {
        context.terminal.note(notice);
    }
}

/// Header and text as readers will see them, and what else there is in it, taken from the bytes themselves.
pub(crate) fn shown(letter: &QueuedLetter, width: usize) -> Result<String, Failure> {
    let post = Post::read(&letter.bytes)?;
    let addresses = |mailboxes: &[onlist_mail::mailbox::Mailbox]| {
        mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let mut page = Page::new(width);
    page.item("From:   ", &addresses(&post.from));
    if post.from.iter().all(|it| it.address != letter.reverse_path) {
        page.item("Sender: ", letter.reverse_path.as_str());
    }
    if !post.reply_to.is_empty() {
        page.item("Reply-To:", &addresses(&post.reply_to));
    }
    page.item("To:     ", &addresses(&post.to));
    if !post.cc.is_empty() {
        page.item("Cc:     ", &addresses(&post.cc));
    }
    page.item("Subject:", &post.subject);
    if let Some(date) = post.date {
        page.item("Date:   ", &date.to_rfc2822());
    }
    page.item("Message-ID:", letter.message_id.as_str());
    if let Some(parent) = post.in_reply_to.first() {
        page.item("In-Reply-To:", parent.as_str());
    }
    for part in post.parts().iter().filter(|it| !it.shown && !it.is_multipart()) {
        let size = count(part.end - part.body, "byte");
        page.item("Not shown:", &format!("a part of type {}, {size}", Line::sanitize(&part.media)));
    }
    if post.html_only() {
        page.item("Not shown:", "HTML (the text below is made from it)");
    }
    Ok(format!("{}\n{}\n", page.finish(), post.text().trim_end()))
}

/// Everybody who gets it, each with what they are there for and how old that knowledge is.
fn recipients(recipients: &[Recipient], width: usize) -> String {
    let mut page = Page::new(width);
    for recipient in recipients {
        let age = recipient.age.as_ref().map_or(String::new(), |age| format!(", {age}"));
        page.item(" ", &format!("{} ({}){age}", named(recipient), role(recipient.role)));
    }
    page.finish()
}

/// Name and address, or the address alone.
pub(crate) fn named(recipient: &Recipient) -> String {
    match &recipient.name {
        Some(name) => format!("{name} <{}>", recipient.address),
        None => recipient.address.to_string(),
    }
}

/// What somebody is there for, in words.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::List => "the list",
        Role::Mentor => "mentor",
        Role::Added => "copied by you",
        Role::Author => "author of the mail",
        Role::Participant => "also got the mail",
    }
}
