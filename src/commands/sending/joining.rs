//! Whether the writer reads the list already: asked once for each list, and used by the rules.

use std::collections::BTreeMap;
use std::path::PathBuf;

use onlist_core::catalog::{Catalog, List};
use onlist_core::check::Subscribed;
use onlist_core::drafts::{Id, Kind};
use onlist_core::outbox::{QueuedLetter, Recipient};
use onlist_core::resolve::Role;
use onlist_mail::file;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::write::Content;

use crate::commands::{letter as letters, open_draft};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What was answered, for each list.
type Answers = BTreeMap<String, String>;

/// Whether the writer reads `list`, as far as they said so. What cannot be read is not known.
pub(crate) fn subscribed(context: &Context, list: &Address) -> Subscribed {
    match answers(context).ok().and_then(|it| it.get(&key(list)).cloned()).as_deref() {
        Some("yes") => Subscribed::Yes,
        Some("no") => Subscribed::No,
        _ => Subscribed::Unknown,
    }
}

/// The same for the first list of the catalog that gets a mail.
pub(crate) fn to_its_list(context: &Context, catalog: &Catalog, mail: &Post<'_>) -> Subscribed {
    let mut lists = mail.to.iter().chain(&mail.cc).filter_map(|it| catalog.list_at(&it.address));
    lists.next().map_or(Subscribed::Unknown, |list| subscribed(context, &list.address))
}

/// The lists that a letter goes to.
fn lists(letter: &QueuedLetter) -> Vec<&Address> {
    let role = letter.recipients.iter().filter(|it| it.role == Role::List).map(|it| &it.address);
    let mut lists: Vec<_> = letter.list.iter().chain(role).collect();
    let mut known = std::collections::HashSet::new();
    lists.retain(|list| known.insert(list.as_str()));
    lists
}

/// Asks, before the first letter to a list, whether the writer reads it, and says how to join where they do not.
pub(crate) fn ask(context: &Context, catalog: &Catalog, letter: &QueuedLetter) -> Result<(), Failure> {
    let lists = if letter.kind.is_first() { lists(letter) } else { Vec::new() };
    lists.into_iter().try_for_each(|list| ask_of(context, catalog, letter, list))
}

fn ask_of(
    context: &Context,
    catalog: &Catalog,
    letter: &QueuedLetter,
    address: &Address,
) -> Result<(), Failure> {
    let mut answers = answers(context)?;
    if answers.contains_key(&key(address)) {
        return Ok(());
    }
    let labels = ["yes, I get its mails", "no", "not sure"].map(str::to_owned);
    let question = format!("Do you read {address} already");
    let Some(at) = context.terminal.choose(&question, &labels, Some(0))? else { return Ok(()) };
    answers.insert(key(address), ["yes", "no", "not sure"][at].to_owned());
    keep(context, &answers)?;
    match (at, catalog.list_at(address)) {
        (0, _) => Ok(()),
        (_, Some(list)) => tell_how(context, list, letter),
        (_, None) => {
            context.terminal.note(&format!("to join {address}, look for its page in the web"));
            Ok(())
        }
    }
}

/// The letter as its writer is to see it: who reads the list is not told to join it.
pub(crate) fn without_advice(context: &Context, catalog: &Catalog, letter: &QueuedLetter) -> QueuedLetter {
    let mut letter = letter.clone();
    let lists = lists(&letter).into_iter().filter(|it| subscribed(context, it) == Subscribed::Yes);
    let advice: Vec<_> = lists.map(|list| letters::posting(catalog, list)).collect();
    letter.notices.retain(|notice| !advice.contains(notice));
    letter
}

/// Names the list's own way, and makes its mail ready where it is one.
fn tell_how(context: &Context, list: &List, letter: &QueuedLetter) -> Result<(), Failure> {
    let terminal = context.terminal;
    if let Some(page) = &list.web {
        terminal.note(&format!("join {} on its page: {page}", list.address));
        terminal.explain("You get a mail that asks you to confirm: open its link, or answer it. Then you get every mail of the list.");
    }
    if let Some(join) = list.subscribe.as_ref().filter(|_| list.web.is_none()) {
        let id = prepare(context, join, letter)?;
        terminal.note(&format!(
            "join {} by a mail to {join} with the subject `subscribe`: `onlist send {id}` sends it",
            list.address
        ));
        terminal.explain(
            "A mail comes back that asks you to confirm: answer it. Then you get every mail of the list.",
        );
    }
    if list.web.is_none() && list.subscribe.is_none() {
        terminal.note(&format!(
            "the catalog does not say how to join {}: look for its page in the web, or ask a mentor",
            list.address
        ));
    }
    Ok(())
}

/// Puts the mail that joins a list into the outbox, to be sent when its writer wants it.
fn prepare(context: &Context, join: &Address, letter: &QueuedLetter) -> Result<Id, Failure> {
    let from = Mailbox::new(letter.person.clone(), letter.reverse_path.clone());
    let subject = Line::sanitize("subscribe");
    let mail = Content {
        message_id: MessageId::derive(&from.address, context.now, &[join.as_str()]),
        from,
        to: vec![Mailbox::from(join.clone())],
        cc: Vec::new(),
        subject: subject.clone(),
        in_reply_to: None,
        references: Vec::new(),
        date: context.now,
        body: String::new(),
    };
    let message = mail.encode();
    let queued = QueuedLetter {
        kind: Kind::Mail,
        message_id: mail.message_id,
        has_made_id: false,
        queued: context.now,
        subject,
        reverse_path: letter.reverse_path.clone(),
        list: None,
        wait_days: None,
        notices: Vec::new(),
        in_reply_to: None,
        tasks: Vec::new(),
        objects: std::collections::BTreeMap::new(),
        until: None,
        person: None,
        contact: None,
        catalog: None,
        recipients: vec![Recipient::new(Mailbox::from(join.clone()), Role::Added)],
        allowed: Vec::new(),
        bytes: message.bytes,
    };
    let lock = context.lock_state()?;
    let outbox = context.outbox_under(&lock)?;
    let index = outbox.index()?;
    let name = format!("join {}", join.as_str().split('@').next().unwrap_or_default());
    let id = open_draft::store(context)?.free_id(&name, |id| index.has(id));
    outbox.queue(&lock, vec![(id.clone(), queued)])?;
    Ok(id)
}

fn key(list: &Address) -> String {
    list.as_str().to_lowercase()
}

fn path(context: &Context) -> Result<PathBuf, Failure> {
    Ok(context.state()?.join("lists.json"))
}

fn answers(context: &Context) -> Result<Answers, Failure> {
    let path = path(context)?;
    if !path.exists() {
        return Ok(Answers::new());
    }
    let bytes = file::read(&path, file::MAIL_LIMIT)?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let hint = format!("fix `{}`, or delete it", path.display());
        Failure::new(Status::Data, format!("`{}` cannot be read: {error}", path.display())).hint(hint)
    })
}

fn keep(context: &Context, answers: &Answers) -> Result<(), Failure> {
    let path = path(context)?;
    if let Some(folder) = path.parent() {
        file::make_folders(folder).map_err(|error| Failure::making(folder, &error))?;
    }
    Ok(file::replace(&path, format!("{:#}\n", serde_json::json!(answers)).as_bytes())?)
}
