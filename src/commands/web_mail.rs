//! Letters that their writer sends from a page in the browser: the provider's window for a new mail with the letter in it,
//! where its address takes fields, else the fields to be copied.

use onlist_core::compose::Letter;
use onlist_core::outbox::QueuedLetter;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::write::Content;

use super::desktop::open_on_desktop;
use super::sending::by_hand;
use super::set_up::service;
use crate::context::Context;
use crate::messages::Failure;
use crate::providers::{Provider, WebMail};

/// Opens the window for a letter, or shows what is to be copied into one, and remembers that.
pub(super) fn hand_over(context: &Context, letter: &Letter, queued: &QueuedLetter) -> Result<(), Failure> {
    let how = hand(context, letter.content())?;
    by_hand::hand_over(context, queued, &how);
    Ok(())
}

/// Completes "it was".
fn hand(context: &Context, letter: &Content) -> Result<String, Failure> {
    let provider = service::provider(context, &letter.from.address)?;
    let opened = match provider {
        Some(provider) => open(context, provider, letter)?,
        None => Opened::Nothing,
    };
    match opened {
        Opened::Whole => {}
        Opened::WithoutText => show_text(context, letter),
        Opened::Nothing => show(context, provider, letter),
    }
    tell_plain_text(context, provider);
    Ok(match provider.filter(|_| opened != Opened::Nothing) {
        Some(provider) => format!("opened in the web page of {}", provider.name),
        None => "shown to be copied".to_owned(),
    })
}

/// How much of a letter was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Whole,
    WithoutText,
    Nothing,
}

fn open(context: &Context, provider: &Provider, letter: &Content) -> Result<Opened, Failure> {
    let terminal = context.terminal;
    // A new window begins a new thread.
    let Some(compose) = provider.web_mail.compose.as_ref().filter(|_| letter.in_reply_to.is_none()) else {
        return Ok(Opened::Nothing);
    };
    let Some((url, whole)) = compose.window(letter) else { return Ok(Opened::Nothing) };
    let (name, read) = (&provider.name, compose.read.format("%-d %B %Y"));
    terminal.explain(&format!(
        "The window of {name} for a new mail opens in your browser, with the recipients, the subject{} in it. Check them \
         there: its address is as read on {read}, and was not tried.",
        if whole { " and the text" } else { "" }
    ));
    terminal.note(if whole {
        "your text will then be in the history of your browser"
    } else {
        "the text is too long for an address: you will paste it"
    });
    if !terminal.confirm("Open it now", true)? {
        return Ok(Opened::Nothing);
    }
    match open_on_desktop(&url) {
        Ok(()) if whole => Ok(Opened::Whole),
        Ok(()) => Ok(Opened::WithoutText),
        Err(failure) => {
            terminal.error(&failure.message);
            Ok(Opened::Nothing)
        }
    }
}

/// All fields, each by itself, so that it can be copied.
fn show(context: &Context, provider: Option<&Provider>, letter: &Content) {
    let terminal = context.terminal;
    let page = provider.map(|it| &it.web_mail.page);
    let page = page.map_or("your web mail".to_owned(), |page| format!("<{page}>"));
    if letter.in_reply_to.is_some() {
        terminal.note(&format!(
            "open the mail that you answer in {page}, choose `Reply all`, and paste the text"
        ));
    } else {
        terminal.note(&format!("open a new mail in {page}, and copy these into it"));
    }
    let addresses = |mailboxes: &[Mailbox]| {
        let all: Vec<_> = mailboxes.iter().map(|it| it.address.as_str()).collect();
        all.join(", ")
    };
    let fields = [
        ("To", addresses(&letter.to)),
        ("Cc", addresses(&letter.cc)),
        ("Subject", letter.subject.to_string()),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        terminal.say("");
        terminal.heading(name);
        terminal.say(value);
    }
    show_text(context, letter);
}

fn show_text(context: &Context, letter: &Content) {
    context.terminal.say("");
    context.terminal.heading("Text");
    context.terminal.say(letter.body.trim_end());
    context.terminal.say("");
}

fn tell_plain_text(context: &Context, provider: Option<&Provider>) {
    let plain_text = provider.and_then(|it| {
        let WebMail { plain_text, read, .. } = &it.web_mail;
        Some((plain_text.as_ref()?, read.format("%-d %B %Y")))
    });
    context.terminal.note(&match plain_text {
        Some((entry, read)) => format!("before you send it, choose {entry} (read on {read})"),
        None => "before you send it, choose plain text: lists refuse HTML".to_owned(),
    });
}
