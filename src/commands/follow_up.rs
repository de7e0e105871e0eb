use std::path::PathBuf;

use clap::Args;
use onlist_core::catalog::{Catalog, Project};
use onlist_core::compose::{LaterLetter, own_words};
use onlist_core::drafts::Kind;
use onlist_core::ledger::{ContactState, ContactStatus, LedgerOwner, Step};
use onlist_core::outbox::{Entry, Key, RecipientStatus};
use onlist_core::resolve::{self, Notice, Recipient, Role, Why};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::and;

use super::contact::{Contacts, catalog_of, next_call};
use super::letter::RouteArgs;
use super::letter_text;
use super::next_letter::NextLetter;
use super::sending::limits;
use super::sending::obstacles::{self, Anyway};
use super::sending::season;
use super::unfinished::Unfinished;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Where help lists what is the writer's own.
const LETTER: &str = "Your letter";

/// What a reminder should say.
const ADVICE: &str = "Say in a few sentences what you did since your letter, and repeat your question. Do not say that \
                      you are waiting: everybody sees that.";

/// Ask again, as a reply to your own letter
///
/// The reminder goes to the same people, but for those whom mail does not reach, in the thread of your
/// letter. It is written when the community's time to wait is over, and nobody has answered.
#[derive(Debug, Args)]
pub(crate) struct FollowUp {
    /// Project id, Message-ID of a letter, or address of the person; default: choose from those it is time for
    #[arg(add = candidates::contacts())]
    contact: Option<String>,

    /// What has happened since, in your own words
    #[arg(long, value_name = "TEXT", help_heading = LETTER)]
    text: Option<String>,

    /// File with the text; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text", help_heading = LETTER)]
    text_file: Option<PathBuf>,

    /// Write it even if something stands against it; name several things as NAME,NAME
    #[arg(long, value_name = "NAME", num_args = 0.., require_equals = true, value_delimiter = ',', help_heading = LETTER)]
    anyway: Option<Vec<obstacles::Name>>,

    #[command(flatten)]
    route: RouteArgs,
}

impl FollowUp {
    /// Asks again about the contact of this name, on a terminal.
    pub(crate) fn guided(context: &Context, contact: String) -> Result<(), Failure> {
        let route = RouteArgs::default();
        Self { contact: Some(contact), text: None, text_file: None, anyway: None, route }.run(context)
    }

    pub(crate) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Contacts::read(context)?;
        let due =
            ("no letter of yours waits for a reminder now", |step: &Step| matches!(step, Step::FollowUp));
        let Some(status) = known.named_or_chosen(context, self.contact.as_deref(), due)? else {
            return Ok(());
        };
        let name = known.name(status);
        let wish = self.route.wish(Anyway::of(self.anyway.as_ref()));
        has_left(context, status, &name)?;
        let obstacles: Vec<_> = limits::follow_up(context, status, &name).into_iter().collect();
        if !wish.anyway.allows_all(&obstacles) {
            return Err(obstacles::not_written(context, &obstacles));
        }
        let catalog = catalog_of(context, status)?;
        season::tell_over(context, catalog.seasons.iter().find(|it| it.id == status.contact.season));
        let mut unfinished = Unfinished::of(context, &format!("follow-up {name}"))?;
        let text = letter_text::text(
            context,
            ("`--text`", self.text.as_deref(), self.text_file.as_deref()),
            ("What has happened since", ADVICE),
            &mut unfinished,
        )?;
        let own = OwnLetter::find(context, &catalog, status)?;
        let conventions = catalog.conventions_of(project_of(&catalog, status));
        let more = status.follow_ups + 1 < conventions.most_follow_ups().value.into();
        let letter = own.reminder(context, status, &text)?;
        let letter = NextLetter {
            catalog: &catalog,
            kind: Kind::FollowUp,
            letter: letter.compose(),
            contact: Some(status.contact.clone()),
            person: status.letter.name.clone(),
            wait_days: more.then(|| conventions.days_between_follow_ups().value),
            parent: None,
            label: format!("follow-up {name}"),
            kept: None,
        };
        unfinished.end_with(letter.hand_over(context, &self.route, &wish))
    }
}

/// Whether there is a letter that one can ask about.
fn has_left(context: &Context, status: &ContactStatus, name: &str) -> Result<(), Failure> {
    let about = status.contact.project.in_words();
    if status.owner == LedgerOwner::Mentor {
        let failure = Failure::new(Status::Usage, format!("you did not introduce yourself to `{about}`"));
        return Err(failure.hint("answer a student's mail with `onlist reply`"));
    }
    let call = next_call(context, status, name);
    let failure = |what: String, hint: String| {
        let failure = Failure::new(Status::Data, what);
        Err(if call.is_some() { failure.hint(hint) } else { failure })
    };
    let next = call.as_deref().unwrap_or_default();
    match status.state {
        ContactState::Refused => {
            failure(format!("your letter about `{about}` was not delivered"), format!("go on with `{next}`"))
        }
        ContactState::HandedOver => failure(
            format!("nobody knows whether you sent your letter about `{about}`"),
            format!("if you did, say so with `{next}`, or find it in the archive with `onlist sync`"),
        ),
        _ => Ok(()),
    }
}

/// The letter that is asked about, with whom it went to.
struct OwnLetter {
    from: Mailbox,
    to: Vec<Recipient>,
    cc: Vec<Recipient>,
    list: Address,
}

impl OwnLetter {
    /// Looks for the letter in the outbox, else for what the ledger and the catalog know of it.
    fn find(context: &Context, catalog: &Catalog, status: &ContactStatus) -> Result<Self, Failure> {
        let outbox = context.outbox()?;
        let found = outbox.find(&outbox.index()?, Key::message_id(&status.letter.message_id))?;
        match found.first() {
            Some(entry) => Self::of_entry(entry, status),
            None => Self::of_ledger(context, catalog, status),
        }
    }

    fn of_entry(entry: &Entry, status: &ContactStatus) -> Result<Self, Failure> {
        let letter = entry.letter();
        let post = Post::read(&letter.bytes)?;
        let got = |address: &Address| {
            let known = entry.recipients().find(|(it, _)| it.address == *address);
            known
                .filter(|(_, state)| !matches!(state, RecipientStatus::Refused { .. }))
                .map(|(it, _)| it.role)
        };
        let named = |all: &[Mailbox]| -> Vec<Recipient> {
            all.iter().filter_map(|it| Some(recipient(it.clone(), got(&it.address)?))).collect()
        };
        let me = status.contact.person.clone();
        Ok(Self {
            from: post.from.first().cloned().unwrap_or_else(|| me.into()),
            to: named(&post.to),
            cc: named(&post.cc),
            list: list_of(status, letter.list.clone())?,
        })
    }

    fn of_ledger(context: &Context, catalog: &Catalog, status: &ContactStatus) -> Result<Self, Failure> {
        let name = context.settings().identity.name.as_deref().and_then(|it| Line::new(it).ok());
        let name = status.letter.name.clone().or(name);
        let from = Mailbox { name, address: status.contact.person.clone() };
        let list = list_of(status, status.letter.list.clone())?;
        let known = status.contact.project.id().and_then(|id| catalog.project(id.as_str()));
        let routing =
            known.and_then(|it| resolve::for_project(catalog, it, context.now.date_naive(), true).ok());
        let routed: Vec<_> = routing.iter().flat_map(resolve::Routing::recipients).cloned().collect();
        let mut cc: Vec<_> = match &status.letter.accepted[..] {
            [] => routed,
            accepted => {
                let known =
                    |address: &Address| routed.iter().find(|it| it.mailbox.address == *address).cloned();
                let unknown = |it: &Address| recipient(it.clone().into(), Role::Added);
                accepted.iter().map(|it| known(it).unwrap_or_else(|| unknown(it))).collect()
            }
        };
        cc.retain(|it| it.mailbox.address != list && !status.letter.refused.contains(&it.mailbox.address));
        Ok(Self { from, to: vec![recipient(list.clone().into(), Role::List)], cc, list })
    }

    /// The reminder, to all whom mail reaches.
    fn reminder(
        mut self,
        context: &Context,
        status: &ContactStatus,
        text: &str,
    ) -> Result<LaterLetter, Failure> {
        let gone = &status.bounced_addresses;
        if gone.contains(&self.list) {
            let failure = Failure::new(Status::Data, format!("mail does not reach the list {}", self.list));
            let id = status.contact.project.id();
            let look = id.map_or(String::new(), |id| {
                format!("; else look up its address with `onlist show {id} --why`")
            });
            let sync = "`onlist sync` finds out whether your letter stands in the list's archive";
            return Err(failure.hint(format!("{sync}{look}")));
        }
        let mut left_out = Vec::new();
        for people in [&mut self.to, &mut self.cc] {
            people.retain(|it| {
                let stays = !gone.contains(&it.mailbox.address);
                left_out.extend((!stays).then(|| it.mailbox.address.to_string()));
                stays
            });
        }
        if self.to.is_empty() {
            let at = self.cc.iter().position(|it| it.mailbox.address == self.list);
            let list = at.map(|at| self.cc.remove(at));
            self.to.extend(list.or_else(|| Some(recipient(self.list.clone().into(), Role::List))));
        }
        let mut notices = Vec::new();
        let mut add = |kind, text: String| notices.push(Notice { kind, text });
        if !left_out.is_empty() {
            add("bounced", format!("{} is left out: mail does not reach it", and(&left_out)));
        }
        let archived = status.archived.as_ref().filter(|it| status.letter.is_of(&it.message_id));
        let server_id = archived.and_then(|it| it.server_id.as_ref()).or(status.letter.server_id.as_ref());
        if server_id.is_none() && status.letter.left_by_hand() {
            let text = "your letter left by hand: its Message-ID may be another one, so that the reminder may not \
                        stand in its thread; `onlist sync` finds it";
            add("no-id", text.to_owned());
        }
        let url = archived.and_then(|it| it.url.as_deref());
        if url.is_none() {
            add(
                "no-link",
                "no link to your letter is known; `onlist sync` finds it in the archive".to_owned(),
            );
        }
        let subject = status.letter.subject.as_str();
        let subject = if subject.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("re:")) {
            status.letter.subject.clone()
        } else {
            Line::sanitize(&format!("Re: {subject}"))
        };
        Ok(LaterLetter {
            body: own_words(text, url, self.from.called()),
            from: self.from,
            to: self.to,
            cc: self.cc,
            list: self.list,
            subject,
            thread: Some((server_id.unwrap_or(&status.letter.message_id).clone(), Vec::new())),
            now: context.now,
            notices,
        })
    }
}

fn project_of<'c>(catalog: &'c Catalog, status: &ContactStatus) -> Option<&'c Project> {
    catalog.project(status.contact.project.id()?.as_str())
}

fn list_of(status: &ContactStatus, list: Option<Address>) -> Result<Address, Failure> {
    list.ok_or_else(|| {
        let about = status.contact.project.in_words();
        Failure::new(Status::Data, format!("the list of your letter about `{about}` is not known"))
            .hint("reply to your letter from your mail program")
    })
}

/// Somebody who got the first letter.
pub(crate) fn recipient(mailbox: Mailbox, role: Role) -> Recipient {
    let why = Why {
        about: mailbox.address.to_string(),
        rule: "got your first letter".to_owned(),
        basis: None,
        lines: None,
        is_default: false,
        age: None,
    };
    Recipient { mailbox, role, why }
}
