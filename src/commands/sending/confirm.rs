//! What a letter is and where it goes, shown before it is sent: the very bytes, and everybody who gets them.

use crate::report::Page;
use onlist_core::outbox::{QueuedLetter, Recipient};
use onlist_core::resolve::Role;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::count;

use super::consent::Consent;
use crate::context::Context;
use crate::messages::Failure;
use crate::settings::Account;

/// Shows a letter and asks whether it is to be sent; with `--yes`, shows who gets it and asks nobody.
pub(crate) fn agreed(
    context: &Context,
    letter: &QueuedLetter,
    account: &Account,
    consent: &Consent,
) -> Result<bool, Failure> {
    let terminal = context.terminal;
    let to = &letter.recipients;
    if consent.yes {
        terminal.say(&format!("sending \"{}\" via {}, to", letter.subject, account.describe()));
        terminal.say(recipients(to, terminal.width()).trim_end());
        tell_notices(context, letter);
        return Ok(true);
    }
    terminal.say("");
    terminal.heading("Letter to send");
    terminal.say("");
    terminal.say(shown(letter, terminal.width())?.trim_end());
    terminal.say("");
    terminal.heading("It goes to");
    terminal.say(recipients(to, terminal.width()).trim_end());
    terminal.say("");
    tell_notices(context, letter);
    terminal.note(&format!("sending via {}", account.describe()));
    let question = format!("Send it to {}", count(to.len(), "recipient"));
    let agreed = terminal.confirm(&question, false)?;
    if !agreed {
        terminal.note("nothing was sent");
    }
    Ok(agreed)
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
