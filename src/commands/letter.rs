//! What happens to a composed letter: the routes that a first letter and a reply share.

use std::path::{Path, PathBuf};

use crate::report::{self, Page};
use clap::Args;
use onlist_core::catalog::{Catalog, Posting};
use onlist_core::check::Finding;
use onlist_core::compose::Letter;
use onlist_core::drafts::Id;
use onlist_core::resolve::{OVER, Role};
use onlist_mail::deliver::{eml, mailto};
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::words::and;
use onlist_mail::write::Content;

use super::desktop::open_on_desktop;
use super::sending::consent::{Consent, Via};
use super::sending::obstacles::Anyway;
use super::sending::status;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::Words;

/// Where a letter goes. Only the last two send it.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "What to do with the letter")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct RouteArgs {
    /// Print only the message
    #[arg(long, group = "route")]
    print: bool,

    /// Save the message as a file that mail programs can send
    #[arg(long, group = "route", value_name = "FILE.eml")]
    save: Option<PathBuf>,

    /// Print a mailto URI
    #[arg(long, group = "route")]
    mailto: bool,

    /// Save it as a draft; see `onlist drafts`
    #[arg(long, group = "route")]
    keep: bool,

    /// Send it with the account of `onlist account`, after you confirm
    #[arg(long, group = "route")]
    send: bool,

    /// Send it with a sendmail-compatible command, after you confirm
    #[arg(long, group = "route", value_name = "COMMAND")]
    sendmail: Option<String>,

    /// With --mailto: open it in your mail program
    #[arg(long, requires = "mailto")]
    open: bool,

    /// With --save: overwrite an existing file
    #[arg(long, requires = "save")]
    force: bool,

    /// Print recipients, subject, reasons, notices and delivery status as JSON
    #[arg(long, conflicts_with_all = ["print", "mailto"])]
    pub(crate) json: bool,

    #[command(flatten)]
    consent: Consent,
}

/// One way for a letter to leave this program.
#[derive(Debug, Clone)]
pub(crate) enum Route {
    /// To standard output.
    Print,
    /// To a file; `force` replaces one that is there.
    Save { path: PathBuf, force: bool },
    /// As a mailto URI, for standard output or the desktop.
    Mailto { open: bool },
    /// Into the drafts.
    Keep,
    /// To its readers.
    Send(Via),
}

impl Route {
    /// Whether it sends the letter.
    pub(crate) fn sends(&self) -> bool {
        matches!(self, Self::Send(_))
    }
}

/// What a call asks for, before any question is put.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish {
    /// The route that it names.
    pub(crate) route: Option<Route>,
    /// What it agrees to.
    pub(crate) consent: Consent,
    /// What it says to what stands against the letter.
    pub(crate) anyway: Anyway,
}

impl RouteArgs {
    /// What the call asks for.
    pub(crate) fn wish(&self, anyway: Anyway) -> Wish {
        Wish { route: self.route(), consent: self.consent(), anyway }
    }

    /// What it agrees to.
    pub(crate) fn consent(&self) -> Consent {
        self.consent.clone()
    }

    /// The route that was asked for.
    pub(crate) fn route(&self) -> Option<Route> {
        match &self.save {
            _ if self.print => Some(Route::Print),
            Some(path) => Some(Route::Save { path: path.clone(), force: self.force }),
            None if self.mailto => Some(Route::Mailto { open: self.open }),
            None if self.keep => Some(Route::Keep),
            None if self.send => Some(Route::Send(Via::Account)),
            None => self.sendmail.clone().map(|command| Route::Send(Via::Command(command))),
        }
    }
}

/// Lets `letter` out by `route`, but for what is the drafts' and the outbox's own.
pub(crate) fn output(context: &Context, letter: &Letter, route: &Route) -> Result<(), Failure> {
    let message = letter.message();
    match route {
        Route::Print => Ok(context.terminal.bytes(&message.with_lf())?),
        Route::Save { path, force } => {
            save(path, &eml::bytes(message), *force)?;
            context.terminal.note(&format!("wrote `{}`", path.display()));
            Ok(())
        }
        Route::Mailto { open } => hand_to_mailto(context, letter.content(), *open),
        Route::Keep | Route::Send(_) => Ok(()),
    }
}

/// Writes a file that is not there yet, or with `force` replaces it.
pub(crate) fn save(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    if path == Path::new("-") {
        return Err(
            Failure::new(Status::Usage, "`-` is not a file name").hint("use `--print` for standard output")
        );
    }
    if force {
        return Ok(file::replace(path, bytes)?);
    }
    file::write_new(path, bytes).map_err(|error| match error {
        file::Error::Exists { .. } => Failure::from(error)
            .hint(Words::from("choose another name").and(Words::typed("or overwrite it with `--force`"))),
        error => error.into(),
    })
}

/// Fails where [`save`] would, as far as that can be known before there is anything to save.
pub(crate) fn can_save(path: &Path, force: bool) -> Result<(), Failure> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_free = if force { !path.is_dir() } else { path.symlink_metadata().is_err() };
    if path != Path::new("-") && is_free && folder.is_dir() {
        return Ok(());
    }
    // It writes nothing: something is there, or no folder is.
    save(path, b"", false)
}

/// Opens a letter that is complete in whatever the desktop has for mail.
pub(crate) fn open_in_mail_program(context: &Context, mail: &[u8]) -> Result<(), Failure> {
    let post = Post::read(mail)?;
    let Some(from) = post.from.first() else {
        return Err(Failure::new(Status::Data, "the mail has no From"));
    };
    let copy = Content {
        from: from.clone(),
        subject: post.subject.clone(),
        in_reply_to: post.in_reply_to.first().cloned(),
        references: Vec::new(),
        date: context.now,
        message_id: MessageId::derive(&from.address, context.now, &[]),
        body: post.text().to_owned(),
        to: post.to.clone(),
        cc: post.cc.clone(),
    };
    hand_to_mailto(context, &copy, true)
}

fn hand_to_mailto(context: &Context, letter: &Content, open: bool) -> Result<(), Failure> {
    let uri = mailto::uri(letter);
    if uri.len() > mailto::SAFE_LENGTH {
        context.terminal.warning(&format!(
            "this URI has {} bytes; some mail programs cut it after {}: a saved file is safer",
            uri.len(),
            mailto::SAFE_LENGTH
        ));
    }
    if open { open_on_desktop(&uri) } else { Ok(context.terminal.data(&format!("{uri}\n"))?) }
}

/// Says that the season of a letter is over, if it is.
pub(crate) fn tell_over(context: &Context, letter: &Letter) {
    for notice in letter.notices.iter().filter(|it| it.kind == OVER) {
        context.terminal.warning(&notice.text);
    }
}

/// Says what is to be known of a letter before it goes out.
pub(crate) fn tell_notices(context: &Context, letter: &Letter) {
    for notice in &letter.notices {
        match notice.kind {
            OVER => context.terminal.warning(&notice.text),
            _ => context.terminal.note(&notice.text),
        }
    }
}

/// Says what to do with a student's letter that was let out by `route`, or is sent from a page in the browser.
pub(crate) fn tell_next(context: &Context, catalog: &Catalog, letter: &Letter, route: Option<&Route>) {
    if matches!(route, Some(Route::Keep | Route::Send(_))) {
        return;
    }
    for list in letter.recipients.iter().filter(|it| it.role == Role::List) {
        context.terminal.note(&posting(catalog, &list.mailbox.address));
    }
    if let Some(route) = route {
        tell_sending(context, letter, route);
    }
    let wait = catalog.conventions.ping_after_days();
    let whose = if wait.is_default { " (our default)" } else { "" };
    context.terminal.note(&format!(
        "if nobody answers in {} days{whose}, ask again with a reply to your own letter",
        wait.value
    ));
}

/// What may keep a first letter off its list, or that nothing does.
pub(crate) fn posting(catalog: &Catalog, list: &Address) -> String {
    let known = catalog.list_at(list);
    let join = match known.map(|it| (&it.web, &it.subscribe)) {
        Some((Some(page), _)) => format!(" on {page}"),
        Some((None, Some(address))) => format!(" with a mail to {address}, subject `subscribe`"),
        _ => String::new(),
    };
    match known.and_then(|list| list.posting) {
        Some(Posting::Anyone) => format!("anyone may post to {list}"),
        Some(Posting::Members) => format!("subscribe to {list} first{join}: only subscribers may post"),
        Some(Posting::Moderated) => {
            format!("{list} is moderated: a moderator must approve your letter first")
        }
        Some(Posting::Announcements) => format!("{list} is for announcements only: ask elsewhere"),
        None => format!("subscribe to {list} first{join}, or your letter may have to wait for a moderator"),
    }
}

/// Says how to send a letter that was let out by `route`.
pub(crate) fn tell_sending(context: &Context, letter: &Letter, route: &Route) {
    let how = match route {
        Route::Save { path, .. } => {
            format!("open `{}` in your mail program, and send it as plain text", path.display())
        }
        Route::Print => {
            format!("to send it with git, save it to a file and run `{}`", git_send_email(letter))
        }
        Route::Mailto { .. } => {
            "in your mail program, choose plain text and do not change the recipients".to_owned()
        }
        Route::Keep | Route::Send(_) => return,
    };
    context.terminal.note(&how);
}

/// The call that sends a printed letter to all of its recipients and nobody else.
///
/// git would write its own user into From, copy the author, and copy whomever the text names in a trailer. It takes
/// no `.eml` file: it keeps the CR of every line.
fn git_send_email(letter: &Letter) -> String {
    let from = letter.content().from.to_string();
    let from = match shlex::try_quote(&from) {
        Ok(quoted) if from.contains(['"', '$', '`', '\\', '!']) => quoted.into_owned(),
        _ => format!("\"{from}\""),
    };
    format!("git send-email --from={from} --suppress-cc=author --suppress-cc=body FILE")
}

/// Prints the name under which a letter is kept, for scripts and for people.
pub(crate) fn name_kept(context: &Context, id: &Id) -> Result<(), Failure> {
    tell_kept(context, id);
    Ok(context.terminal.data(&format!("{id}\n"))?)
}

/// Says that nothing came of a call, where its writer went back before the first answer.
pub(crate) fn tell_nothing(context: &Context, is_done: bool) {
    if !is_done {
        context.terminal.note("nothing was written, and nothing is saved");
    }
}

/// Says under which name a letter is kept.
pub(crate) fn tell_kept(context: &Context, id: &Id) {
    context.terminal.note(&format!("saved as draft `{id}`; continue with `onlist drafts edit {id}`"));
}

/// The same of a letter that is kept whole, and not as answers.
pub(crate) fn tell_queued(context: &Context, id: &Id) {
    context.terminal.note(&format!("saved as `{id}`; send it with `onlist send {id}`"));
}

/// A letter as it will be: all of its header that matters, folded to `width`, then its text.
pub(crate) fn shown(letter: &Letter, width: usize) -> String {
    format!("{}\n{}\n", head(letter, width), letter.content().body.trim_end())
}

/// Who writes to whom about what, folded to `width`.
pub(crate) fn head(letter: &Letter, width: usize) -> String {
    let draft = letter.content();
    let addresses = |mailboxes: &[onlist_mail::mailbox::Mailbox]| {
        and(&mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let mut page = Page::new(width);
    page.item("From:   ", &draft.from.to_string());
    page.item("To:     ", &addresses(&draft.to));
    if !draft.cc.is_empty() {
        page.item("Cc:     ", &addresses(&draft.cc));
    }
    page.item("Subject:", &draft.subject);
    page.finish()
}

/// Prints what scripts want to know of a letter; of one that is kept, its name too, and of one that was to be sent what
/// became of it.
pub(crate) fn print_json(
    context: &Context,
    letter: &Letter,
    found: &[Finding],
    kept: Option<&Id>,
) -> Result<(), Failure> {
    let mut value = report::json::letter(letter, found);
    if let Some(id) = kept {
        value["draft"] = id.as_str().into();
        let outbox = context.outbox()?;
        if let Some(entry) = outbox.load(&outbox.index()?, id)? {
            value["state"] = status::name(&entry.status()).into();
            value["recipients"] = status::recipients(&entry);
        }
    }
    context.json(&value)
}
