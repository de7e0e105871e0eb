use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use clap::Args;
use onlist_core::catalog::Catalog;
use onlist_core::compose::reply::{Card, Reply};
use onlist_core::drafts;
use onlist_core::ledger::{ContactStatus, Event, Kind, LedgerOwner, Source, Step};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::notice::Notice;
use onlist_mail::read::Post;
use onlist_mail::thread::{Options, Threads};
use serde_json::json;

use super::archives::Archives;
use super::card::Glance;
use super::contact::{Contacts, catalog_of};
use super::given_mail;
use super::letter::{Route, RouteArgs};
use super::letter_text;
use super::next_letter::NextLetter;
use super::sending::obstacles::{self, Anyway};
use super::thread::{self, Found};
use super::unfinished::Unfinished;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Where help lists what is the writer's own.
const LETTER: &str = "Your letter";

/// Answer on the list what somebody wrote to you
///
/// The newest mail of the contact is answered: the one in the list's archive, or the one that you give. The
/// answer goes to its author, to everybody who got it, and always to the list, and quotes what is asked.
/// Neither text nor subject of a private mail goes to the list.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// Project id, Message-ID of a letter, or address of the person; default: choose from those that were answered
    #[arg(add = candidates::contacts())]
    contact: Option<String>,

    /// File with the mail, or its message-id in an archive; `-` is standard input; default: the newest one
    mail: Option<PathBuf>,

    /// Archive to look in; default: all in the settings, else the list's own
    #[arg(long = "archive", value_name = "ARCHIVE", add = candidates::archives())]
    archives: Vec<OsString>,

    /// Your answer
    #[arg(long, value_name = "TEXT", help_heading = LETTER)]
    text: Option<String>,

    /// File with your answer
    #[arg(long, value_name = "FILE", conflicts_with = "text", help_heading = LETTER)]
    text_file: Option<PathBuf>,

    /// Write it even if something stands against it; name several things as NAME,NAME
    #[arg(long, value_name = "NAME", num_args = 0.., require_equals = true, value_delimiter = ',', help_heading = LETTER)]
    anyway: Option<Vec<obstacles::Name>>,

    #[command(flatten)]
    route: RouteArgs,
}

impl Answer {
    /// Answers in the contact of this name, on a terminal: the newest mail of an archive that is known, else one that
    /// is asked for.
    pub(crate) fn guided(context: &Context, contact: String) -> Result<(), Failure> {
        let nothing = Self {
            contact: Some(contact),
            mail: None,
            archives: Vec::new(),
            text: None,
            text_file: None,
            anyway: None,
            route: RouteArgs::default(),
        };
        if !context.settings().archives.is_empty() {
            return nothing.run(context);
        }
        let Some((_, mail)) = given_mail::ask(context, "Mail to answer")? else { return Ok(()) };
        let known = Contacts::read(context)?;
        let Some(status) = nothing.contact(context, &known)? else { return Ok(()) };
        let catalog = catalog_of(context, status)?;
        nothing.write(context, &catalog, (status, &known.name(status)), &mail)
    }

    pub(crate) fn run(&self, context: &Context) -> Result<(), Failure> {
        let input = Some(Path::new("-"));
        if self.mail.as_deref() == input && self.text_file.as_deref() == input {
            let failure = Failure::new(Status::Usage, "mail and `--text-file` cannot both be standard input");
            return Err(failure.hint("save one of them to a file"));
        }
        let known = Contacts::read(context)?;
        let Some(status) = self.contact(context, &known)? else { return Ok(()) };
        if status.owner == LedgerOwner::Mentor {
            let about = status.contact.project.in_words();
            let failure = Failure::new(Status::Usage, format!("you did not introduce yourself to `{about}`"));
            return Err(failure.hint("answer a student's mail with `onlist reply`"));
        }
        let catalog = catalog_of(context, status)?;
        let mail = self.octets(context, &catalog, status)?;
        self.write(context, &catalog, (status, &known.name(status)), &mail)
    }

    fn contact<'k>(
        &self,
        context: &Context,
        known: &'k Contacts,
    ) -> Result<Option<&'k ContactStatus>, Failure> {
        known.named_or_chosen(
            context,
            self.contact.as_deref(),
            ("nobody waits for your answer", |step| matches!(step, Step::Answer)),
        )
    }

    fn write(
        &self,
        context: &Context,
        catalog: &Catalog,
        (status, name): (&ContactStatus, &str),
        mail: &[u8],
    ) -> Result<(), Failure> {
        let post = Post::read(mail)?;
        belongs(context, status, &post)?;
        let me = letter_text::writer(context, Some(status))?;
        let list = status.letter.list.as_ref().map(Address::as_str);
        let project = status.contact.project.id().and_then(|id| catalog.project(id.as_str()));
        if self.text.is_none() && self.text_file.is_none() && context.terminal.can_ask() {
            let card = Card::of(catalog, &post, project, list, context.now.date_naive());
            let about = project.map_or_else(|| status.contact.project.in_words(), |it| it.title.to_string());
            if !(Glance { post: &post, card: &card, project: &about }).show(context)? {
                return Ok(());
            }
        }
        let mut unfinished = Unfinished::of(context, &format!("answer {name}"))?;
        let text = letter_text::text(
            context,
            ("`--text`", self.text.as_deref(), self.text_file.as_deref()),
            (
                "Your answer",
                "Answer each question in a sentence or two. Your answer stands below what is quoted of the mail.",
            ),
            &mut unfinished,
        )?;
        let settings = context.settings();
        let reply = Reply {
            catalog,
            post: &post,
            me,
            also: &settings.identity.also,
            list,
            project,
            task: None,
            object: None,
            second_task: None,
            answer: Some(&text),
            until: context.now.date_naive(),
            body: None,
            now: context.now,
        };
        let letter = NextLetter {
            catalog,
            kind: drafts::Kind::AnswerBack,
            letter: reply.compose_plain(&text)?,
            contact: Some(status.contact.clone()),
            person: status.letter.name.clone(),
            wait_days: Some(catalog.conventions_of(project).ping_after_days().value),
            parent: Some(&post),
            label: format!("answer {name}"),
            kept: None,
        };
        let wish = self.route.wish(Anyway::of(self.anyway.as_ref()));
        let is_looked_at = wish.route.is_none() && !context.terminal.can_ask();
        if !is_looked_at && matches!(wish.route, None | Some(Route::Keep | Route::Send(_))) {
            enter(context, catalog, status, &post)?;
        }
        unfinished.end_with(letter.hand_over(context, &self.route, &wish))
    }

    /// The mail that is answered.
    fn octets(
        &self,
        context: &Context,
        catalog: &Catalog,
        status: &ContactStatus,
    ) -> Result<Vec<u8>, Failure> {
        let Some(mail) = &self.mail else { return self.newest(context, catalog, status) };
        let name = mail.to_string_lossy();
        let is_id = name.starts_with('<') && name.ends_with('>');
        if is_id || (mail != Path::new("-") && !mail.exists() && MessageId::parse(&name).is_some()) {
            let archives = self.searched(context, catalog, status);
            return Found::open(context, &archives, &thread::message_id(&name)?, Options::default())?
                .octets();
        }
        context.bytes_of(mail)
    }

    /// The archives that are looked in: those that are named, else those of the settings, else the list's own.
    fn searched(&self, context: &Context, catalog: &Catalog, status: &ContactStatus) -> Vec<OsString> {
        if !self.archives.is_empty() || !context.settings().archives.is_empty() {
            return self.archives.clone();
        }
        let list = status.letter.list.as_ref().and_then(|it| catalog.list_at(it));
        list.and_then(|it| it.archive.as_ref()).map(|it| OsString::from(it.as_str())).into_iter().collect()
    }

    /// The newest mail by somebody else in the threads of the contact's letters.
    fn newest(
        &self,
        context: &Context,
        catalog: &Catalog,
        status: &ContactStatus,
    ) -> Result<Vec<u8>, Failure> {
        let mut archives = Archives::find(context, &self.searched(context, catalog, status), catalog)
            .map_err(|it| it.and("or give the mail as a file"))?
            .thread(Some(known_as(status)));
        let threads = archives.threads(context, Options::default())?;
        let settings = context.settings();
        let own = |address: &str| {
            let me = settings.identity.also.iter().chain([&status.contact.person]);
            me.chain(&settings.identity.email).any(|it| it.as_str().eq_ignore_ascii_case(address))
        };
        let Some(number) = newest(&threads, status, own) else {
            let about = status.contact.project.in_words();
            let failure = Failure::new(Status::NoInput, format!("no answer about `{about}` in the archive"));
            return Err(failure.hint("if it came in private, give the mail as a file"));
        };
        let mut found = Vec::new();
        archives.visit(&[number].into(), |_, octets| found = octets.to_vec())?;
        Ok(found)
    }
}

/// The identifier under which archives know the contact's letter.
fn known_as(status: &ContactStatus) -> MessageId {
    let archived = status.archived.as_ref().and_then(|it| it.server_id.as_ref());
    archived.or(status.letter.server_id.as_ref()).unwrap_or(&status.letter.message_id).clone()
}

/// The number of the newest post by somebody else below one of the contact's letters.
fn newest(threads: &Threads, status: &ContactStatus, own: impl Fn(&str) -> bool) -> Option<u32> {
    let known = known_as(status);
    let ids: Vec<_> = status.letters.iter().chain([&known]).map(MessageId::bare).collect();
    let letters = ids.iter().filter_map(|id| threads.find(id));
    // The letter itself may be missing where its answers are not.
    let orphans = threads.roots().filter(|node| threads.missing(*node).is_some_and(|it| ids.contains(&it)));
    let below = letters.chain(orphans).flat_map(|node| threads.below(node).into_iter().chain([node]));
    let others = below
        .map(|node| threads.entry(node))
        .filter(|it| !it.automatic && !it.address.is_some_and(&own) && it.time.is_some());
    others.max_by_key(|it| it.time).map(|it| it.number)
}

/// Enters that somebody answered with this mail, where that is not known yet.
fn enter(context: &Context, catalog: &Catalog, status: &ContactStatus, post: &Post) -> Result<(), Failure> {
    let Some((from, id)) = post.from.first().zip(post.message_id.as_ref()) else { return Ok(()) };
    let identity = &context.settings().identity;
    let own = identity.email.iter().chain(&identity.also).chain([&status.contact.person]);
    let mut ledger = context.ledger()?;
    let known = ledger.reader().of_letter(id)?;
    if own.into_iter().any(|it| *it == from.address) || known.iter().any(|it| it.kind == Kind::Answered) {
        return Ok(());
    }
    let letter = &status.letter;
    let is_list = |it: &Address| letter.list.as_ref() == Some(it) || catalog.list_at(it).is_some();
    let on_list = post.to.iter().chain(&post.cc).any(|it| is_list(&it.address));
    let by = from.name.as_deref().unwrap_or(from.address.as_str());
    // It came before it is answered, whatever the clocks say.
    let before = context.now - TimeDelta::seconds(1);
    ledger.append(&[Event {
        at: post.date.unwrap_or(before).min(before).max(letter.at),
        kind: Kind::Answered,
        source: Source::Archive,
        message_id: id.clone(),
        server_id: None,
        in_reply_to: post.in_reply_to.first().or(Some(&letter.message_id)).cloned(),
        author: from.address.clone(),
        subject: post.subject.clone(),
        tasks: Vec::new(),
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: Some(json!({"by": by, "private": !on_list})),
        ..letter.clone()
    }])?;
    Ok(())
}

/// Whether a mail is somebody's word in the contact: what is neither to the student nor in the thread is another's, and
/// nobody reads an answer to a program.
fn belongs(context: &Context, status: &ContactStatus, post: &Post) -> Result<(), Failure> {
    if Notice::read(post).is_some() {
        let failure = Failure::new(Status::Data, "a program wrote this mail: nobody reads an answer to it");
        return Err(failure.hint("`onlist sync` reads what it says"));
    }
    let identity = &context.settings().identity;
    let mine = |it: &Address| {
        *it == status.contact.person || identity.email.as_ref() == Some(it) || identity.also.contains(it)
    };
    let to_me = post.to.iter().chain(&post.cc).any(|it| mine(&it.address));
    let ours = |id: &MessageId| status.letters.contains(id) || status.letter.is_of(id);
    let known = status.answer.as_ref().map(|it| &it.message_id);
    let in_thread = post.in_reply_to.iter().chain(&post.references).any(|id| ours(id) || known == Some(id));
    if to_me || in_thread || post.message_id.as_ref() == known && known.is_some() {
        return Ok(());
    }
    let failure = Failure::new(Status::Data, "this mail is neither to you nor in the thread of your letter");
    Err(failure.hint("give the mail that answers your letter"))
}
