//! The one contact that a call names, for every verb that takes one, and how another call names it.

use std::rc::Rc;

use onlist_core::catalog::Catalog;
use onlist_core::ledger::{Contact, ContactStatus, History, Keeper, Step, replay};
use onlist_mail::text::Line;
use onlist_mail::words::{ago, count, or};

use super::sending::command_line;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// All contacts, and the name of each.
pub(crate) struct Contacts {
    /// In the order of the ledger.
    pub(crate) all: Vec<ContactStatus>,
    /// What the ledger holds.
    pub(crate) history: History,
}

impl Contacts {
    /// Reads the ledger; one that is not there holds none.
    pub(crate) fn read(context: &Context) -> Result<Self, Failure> {
        let history = match context.existing_ledger()? {
            Some(ledger) => ledger.reader().events()?,
            None => History::default(),
        };
        Ok(Self { all: replay(&history.events, context.now), history })
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
        let mine: Vec<_> = self.all.iter().filter(|it| it.keeper == Keeper::Student).collect();
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
        self.all.iter().filter(|it| is_named(it, wanted)).collect()
    }

    /// The shortest name of a contact that means no other: the project's id, else the message-id of its letter.
    pub(crate) fn name(&self, contact: &ContactStatus) -> String {
        let by_project = contact.contact.project.id().map(ToString::to_string);
        let alone = |name: &String| self.all.iter().filter(|it| is_named(it, name)).count() == 1;
        by_project.filter(alone).unwrap_or_else(|| contact.letter.message_id.bare().to_owned())
    }

    /// The call that makes the next move of a contact; none where there is nothing to do but wait.
    pub(crate) fn command(&self, context: &Context, contact: &ContactStatus) -> Option<String> {
        let name = self.name(contact);
        let words: Vec<&str> = match &contact.next.step {
            Step::Nothing | Step::Wait { .. } | Step::Confirm => return None,
            Step::Send => vec!["send"],
            Step::Find => vec!["sync"],
            Step::SayWhetherSent => vec![],
            Step::CorrectList => match contact.contact.project.id() {
                Some(id) => vec!["show", id.as_str(), "--why"],
                None => return None,
            },
            Step::FollowUp => vec!["follow-up", &name, "--text", "TEXT"],
            Step::AskElsewhere => match contact.contact.project.id() {
                Some(id) => vec!["guide", id.as_str()],
                None => vec!["guide"],
            },
            Step::Answer => vec!["answer", &name],
            Step::WriteTo(to) => {
                let list = to.as_deref().unwrap_or("LIST");
                vec!["write", &name, "--list", list, "--subject", "SUBJECT", "--body-file", "FILE"]
            }
            Step::Reply(id) => vec!["reply", id.as_str()],
        };
        Some(command_line::call(context, &words))
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

/// The catalog that knows the community of a contact, else the one in use.
pub(crate) fn catalog_of(context: &Context, contact: &Contact) -> Result<Rc<Catalog>, Failure> {
    let catalogs = context.catalogs()?;
    let known = catalogs.iter().map(|it| &it.catalog).find(|it| it.community.id == contact.community);
    known.map_or_else(|| context.catalog(), |it| Ok(Rc::clone(it)))
}
