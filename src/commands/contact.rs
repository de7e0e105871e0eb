//! The one contact that a call names, for every verb that takes one, and how another call names it.

use std::rc::Rc;

use onlist_core::catalog::{Catalog, Id};
use onlist_core::ledger::{
    ContactState, ContactStatus, Event, History, LedgerOwner, Source, Step, Topic, replay,
};
use onlist_core::outbox::{DeliveryStatus, Key};
use onlist_core::resolve;
use onlist_mail::text::Line;
use onlist_mail::words::{ago, count, or};

use super::open_draft;
use super::sending::command_line;
use crate::catalogs::Searched;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::Words;

/// All contacts, and the name of each.
pub(crate) struct Contacts {
    /// In the order of the ledger.
    pub(crate) all: Vec<ContactStatus>,
    /// What the ledger holds.
    pub(crate) history: History,
    /// The season that a flag names: contacts are named among those of it.
    season: Option<String>,
}

impl Contacts {
    /// Reads the ledger; one that is not there holds none.
    pub(crate) fn read(context: &Context) -> Result<Self, Failure> {
        let history = match context.existing_ledger()? {
            Some(ledger) => ledger.reader().events()?,
            None => History::default(),
        };
        let season = context.season().map(str::to_owned);
        Ok(Self { all: replay(&history.events, context.now), history, season })
    }

    /// The contact that `wanted` names: a project's id, the message-id of one of its letters, or its person's address.
    pub(crate) fn find(&self, wanted: &str) -> Result<&ContactStatus, Failure> {
        let found = self.named(wanted);
        let failure =
            |what: &str| Failure::new(Status::Usage, format!("{what} `{}`", Line::sanitize(wanted)));
        match found[..] {
            [one] => Ok(one),
            [] => Err(failure("no contact").hint("run `onlist contacts` to see all")),
            ref several => {
                let ids: Vec<_> =
                    several.iter().map(|it| format!("`{}`", it.letter.message_id.bare())).collect();
                let hint = format!("name the letter: {}", or(&ids));
                Err(failure(&format!("{} are meant by", count(ids.len(), "contact"))).hint(hint))
            }
        }
    }

    /// The contact that is named, else one that a person chooses among those that are due; nothing on Esc. Where none
    /// is, that is said in the words for it.
    pub(crate) fn named_or_chosen(
        &self,
        context: &Context,
        named: Option<&str>,
        (none_due, due): (&str, impl Fn(&Step) -> bool),
    ) -> Result<Option<&ContactStatus>, Failure> {
        if let Some(wanted) = named {
            return self.find(wanted).map(Some);
        }
        let mine: Vec<_> = self.all.iter().filter(|it| it.owner == LedgerOwner::Student).collect();
        let due: Vec<_> = mine.iter().copied().filter(|it| due(&it.next.step)).collect();
        if due.is_empty() {
            let failure = Failure::new(Status::Usage, none_due);
            return Err(failure.hint("`onlist contacts` shows all, and what comes next"));
        }
        if !context.terminal.can_ask() {
            let offered: Vec<_> = due.iter().map(|it| format!("`{}`", self.name(it))).collect();
            let failure = Failure::new(Status::Usage, "no contact given");
            return Err(failure.hint(format!("it is time for {}", or(&offered))));
        }
        let label = |it: &&ContactStatus| {
            format!(
                "{}: {}, {}",
                self.name(it),
                it.letter.subject,
                ago((context.now - it.last.at).num_days())
            )
        };
        let labels: Vec<_> = due.iter().map(label).collect();
        Ok(context.terminal.choose("Contact", &labels, Some(0))?.map(|at| due[at]))
    }

    /// All contacts that `wanted` may mean.
    pub(crate) fn named(&self, wanted: &str) -> Vec<&ContactStatus> {
        let is_of_season = |it: &&ContactStatus| {
            self.season.as_ref().is_none_or(|season| it.contact.season.as_str() == season)
        };
        self.all.iter().filter(is_of_season).filter(|it| is_named(it, wanted)).collect()
    }

    /// The shortest name of a contact that means no other: the project's id, else the message-id of its letter.
    pub(crate) fn name(&self, contact: &ContactStatus) -> String {
        let by_project = contact.contact.project.id().map(ToString::to_string);
        let alone = |name: &String| self.all.iter().filter(|it| is_named(it, name)).count() == 1;
        by_project.filter(alone).unwrap_or_else(|| contact.letter.message_id.bare().to_owned())
    }

    /// The call that makes the next move of a contact; none where there is nothing to do but wait.
    pub(crate) fn command(&self, context: &Context, contact: &ContactStatus) -> Option<String> {
        next_call(context, contact, &self.name(contact))
    }
}

/// The call that makes the next move of a contact that other calls know as `name`; none where there is nothing to do but
/// wait.
pub(crate) fn next_call(context: &Context, contact: &ContactStatus, name: &str) -> Option<String> {
    let project = contact.contact.project.id().map(Id::as_str);
    let words: Vec<String> = match &contact.next.step {
        Step::Nothing | Step::Wait { .. } | Step::Confirm => return None,
        Step::Send => send_words(context, contact)?,
        Step::Find => words(&["sync"]),
        Step::SayWhetherSent => words(&["contacts", "mark", name, "sent"]),
        Step::CorrectList => words(&["show", project?, "--why"]),
        Step::FollowUp => words(&["follow-up", name, "--text", "TEXT"]),
        Step::AskElsewhere => ["guide"].into_iter().chain(project).map(str::to_owned).collect(),
        Step::Answer => answer_words(contact, name),
        // A letter goes to a list that is known; elsewhere, one asks where the answer stands.
        Step::WriteTo(Some(to)) if !is_list(context, to) => answer_words(contact, name),
        Step::WriteTo(to) => {
            let list = to.as_deref().unwrap_or("LIST");
            words(&["write", name, "--list", list, "--subject", "SUBJECT", "--body-file", "FILE"])
        }
        Step::Reply(id) => words(&["reply", id.as_str()]),
    };
    Some(command_line::call(context, &words.iter().map(String::as_str).collect::<Vec<_>>()))
}

fn is_list(context: &Context, wanted: &str) -> bool {
    let catalogs = context.catalogs().unwrap_or_default();
    catalogs.iter().any(|it| resolve::list(&it.catalog, wanted).is_ok())
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

/// What answers the newest answer. An archive does not show what came in private, or what only its reader tells of.
fn answer_words(contact: &ContactStatus, name: &str) -> Vec<String> {
    let is_seen = |it: &Event| {
        it.source == Source::Archive && it.detail.as_ref().is_none_or(|it| it["private"] != true)
    };
    let mail = (!contact.answer.as_ref().is_some_and(is_seen)).then_some("FILE");
    let all = ["answer", name].into_iter().chain(mail).chain(["--text", "TEXT"]);
    all.map(str::to_owned).collect()
}

/// What sends a letter that is kept, finds one that may have left, or writes one anew of which nothing is kept.
fn send_words(context: &Context, contact: &ContactStatus) -> Option<Vec<String>> {
    let letter = &contact.current;
    let outbox = context.outbox().ok()?;
    let entries = outbox.find(&outbox.index().ok()?, Key::message_id(&letter.message_id)).ok()?;
    if let Some(entry) = entries.first() {
        return Some(match entry.status() {
            _ if entry.is_held() => words(&["drafts"]),
            DeliveryStatus::Ready | DeliveryStatus::Refused { .. } => words(&["send", entry.id().as_str()]),
            _ => words(&["sync"]),
        });
    }
    let drafts = open_draft::store(context).and_then(|it| Ok(it.list()?.drafts)).unwrap_or_default();
    if let Some((id, _)) =
        drafts.iter().find(|(_, draft)| draft.message_id.as_ref() == Some(&letter.message_id))
    {
        return Some(words(&["send", id.as_str()]));
    }
    if contact.state != ContactState::Refused {
        return Some(words(&["sync"]));
    }
    match (contact.owner, &letter.in_reply_to, &contact.contact.project) {
        (LedgerOwner::Mentor, Some(parent), _) => Some(words(&["reply", parent.as_str()])),
        (LedgerOwner::Mentor, None, _) => None,
        (LedgerOwner::Student, _, Topic::Project(id)) => Some(words(&["introduce", id.as_str()])),
        (LedgerOwner::Student, _, Topic::Idea(title)) => Some(words(&["introduce", "--idea", title])),
        (LedgerOwner::Student, _, Topic::Bug(_)) => Some(words(&["introduce", "--bug", "TEXT"])),
        (LedgerOwner::Student, _, Topic::Mentoring(_)) => Some(words(&["introduce", "--mentor"])),
    }
}

fn is_named(contact: &ContactStatus, wanted: &str) -> bool {
    let bare = wanted.trim_matches(['<', '>']);
    let letters = contact.letters.iter().any(|id| id.bare() == bare);
    let server = [&contact.archived, &Some(contact.letter.clone())];
    let known_as = server.iter().filter_map(|it| it.as_ref()?.server_id.as_ref()).any(|id| id.bare() == bare);
    let named = contact.contact.project.to_string().eq_ignore_ascii_case(wanted);
    letters || known_as || named || contact.contact.person.as_str().eq_ignore_ascii_case(wanted)
}

/// The catalog of a contact's community: one that is searched, else that in the file that its letter was written with.
pub(crate) fn catalog_of(context: &Context, status: &ContactStatus) -> Result<Rc<Catalog>, Failure> {
    let community = &status.contact.community;
    find_catalog(context, &context.catalogs()?, status).ok_or_else(|| {
        let what = format!("no catalog here is of the community `{community}`");
        let how = "name it with `--catalog FILE`, or add it for all calls with `onlist catalog add FILE`";
        Failure::new(Status::NoInput, what).hint(Words::typed(match status.letter.catalog() {
            Some(file) => format!("the letter was written with `{file}`: {how}"),
            None => how.to_owned(),
        }))
    })
}

/// As [`catalog_of`], where `searched` are searched; nothing where there is none.
pub(crate) fn find_catalog(
    context: &Context,
    searched: &[Searched],
    status: &ContactStatus,
) -> Option<Rc<Catalog>> {
    let is_it = |it: &Rc<Catalog>| it.community.id == status.contact.community;
    let noted = || status.letter.catalog().and_then(|it| context.written_with(it)).filter(is_it);
    searched.iter().map(|it| Rc::clone(&it.catalog)).find(is_it).or_else(noted)
}
