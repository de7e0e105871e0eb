use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;
use onlist_core::catalog::{Catalog, Project};
use onlist_core::compose::{LaterLetter, leave_out};
use onlist_core::drafts::Kind;
use onlist_core::ledger::ContactStatus;
use onlist_core::resolve::{self, Notice, Recipient, Role, Why};
use onlist_core::subject::Convention;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::text::Line;

use super::contact::{Contacts, catalog_of};
use super::letter::{self, RouteArgs};
use super::letter_text;
use super::next_letter::NextLetter;
use super::sending::obstacles::{self, Anyway};
use super::unfinished::Unfinished;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Write a later letter that opens a thread: a question, a draft proposal
///
/// It goes to the list and the mentors of the project, with the season's tag in the subject, and belongs to
/// the contact that your first letter began. Your text is sent as it is.
#[derive(Debug, Args)]
pub(crate) struct Write {
    /// Project id, or another name of a contact
    #[arg(add = candidates::projects(), required_unless_present = "list")]
    project: Option<String>,

    /// List to write to, by id or address; default: the project's
    #[arg(long, value_name = "LIST", add = candidates::lists())]
    list: Option<String>,

    /// Subject, without the season's tag
    #[arg(long, value_name = "TEXT")]
    subject: Option<String>,

    /// File with the whole text, which is sent as it is; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    body_file: Option<PathBuf>,

    /// Your name; default: the settings, else git's user.name
    #[arg(long)]
    name: Option<String>,

    /// Your address; default: the settings, else git's user.email
    #[arg(long, value_name = "ADDRESS")]
    email: Option<Address>,

    /// Write it even if something stands against it; name several things as NAME,NAME
    #[arg(long, value_name = "NAME", num_args = 0.., require_equals = true, value_delimiter = ',')]
    anyway: Option<Vec<obstacles::Name>>,

    #[command(flatten)]
    route: RouteArgs,
}

/// The list, To, Cc, and what is to be known of them.
type Addressed = (Address, Vec<Recipient>, Vec<Recipient>, Vec<Notice>);

/// Whom a letter goes to, and what it is about.
struct About<'k> {
    catalog: Rc<Catalog>,
    project: Option<String>,
    contact: Option<&'k ContactStatus>,
}

impl About<'_> {
    fn project(&self) -> Option<&Project> {
        self.catalog.project(self.project.as_deref()?)
    }
}

impl Write {
    pub(crate) fn run(&self, context: &Context) -> Result<(), Failure> {
        let known = Contacts::read(context)?;
        let about = self.about(context, &known);
        let from = self.writer(context, about.as_ref().ok().and_then(|it| it.contact));
        let asks = context.terminal.can_ask();
        let title = (self.subject.is_some() || !asks).then(|| self.title()).transpose();
        let given = self.body_file.as_deref();
        let body = (given.is_some() || !asks)
            .then(|| letter_text::given_text(context, ("`--body-file`", None, given)))
            .transpose();
        let (about, from, title, body) = match (about, from, title, body) {
            (Ok(about), Ok(from), Ok(title), Ok(body)) => (about, from, title, body),
            (about, from, title, body) => {
                let faults = [about.err(), from.err(), title.err(), body.err()];
                return Err(Failure::several(faults.into_iter().flatten()));
            }
        };
        let catalog = &*about.catalog;
        let (list, to, cc, mut notices) = self.recipients(context, &about, &from)?;
        let call = match (&self.project, &self.list) {
            (Some(project), _) => format!("write {project}"),
            (None, Some(list)) => format!("write --list {list}"),
            (None, None) => "write".to_owned(),
        };
        let mut unfinished = Unfinished::of(context, &call)?;
        let title = title.map_or_else(|| ask_title(context, &mut unfinished), Ok)?;
        let advice = "Write the whole text: who it is for, what it is about, what you would like to know.";
        let ask = |kept| letter_text::text(context, ("", None, None), ("Your letter", advice), kept);
        let body = body.map_or_else(|| ask(&mut unfinished), Ok)?;
        let convention = Convention::about(catalog, about.project());
        let tagged = convention.token().is_some_and(|token| contains(&title, token));
        let subject = if tagged { title } else { convention.compose(&title) };
        let lists = to.iter().chain(&cc).filter(|it| it.role == Role::List);
        notices.extend(
            lists.map(|it| Notice { kind: "posting", text: letter::posting(catalog, &it.mailbox.address) }),
        );
        let letter =
            LaterLetter { from, to, cc, list, subject, thread: None, body, now: context.now, notices };
        let contact = about.contact.map(|it| it.contact.clone());
        let conventions = catalog.conventions_of(about.project());
        let letter = NextLetter {
            catalog,
            kind: Kind::Letter,
            letter: letter.compose(),
            wait_days: contact.as_ref().map(|_| conventions.ping_after_days().value),
            person: about.contact.and_then(|it| it.letter.name.clone()),
            contact,
            parent: None,
            label: format!("letter {}", about.project.as_deref().unwrap_or("list")),
            kept: None,
        };
        let wish = self.route.wish(Anyway::of(self.anyway.as_ref()));
        unfinished.end_with(letter.hand_over(context, &self.route, &wish))
    }

    /// Who writes: as the flags say, else as is known.
    fn writer(&self, context: &Context, contact: Option<&ContactStatus>) -> Result<Mailbox, Failure> {
        let given = self.name.as_deref().map(Line::new).transpose().map_err(|error| {
            Failure::new(Status::Data, format!("`--name` holds {error}")).hint("write it on one line")
        })?;
        let known = letter_text::writer(context, contact);
        let Some(address) = &self.email else {
            let known = known.map_err(|failure| failure.and("or give `--name` and `--email`"))?;
            return Ok(Mailbox { name: given.or(known.name), ..known });
        };
        let name = given.or_else(|| known.ok()?.name);
        Ok(Mailbox { name, address: address.clone() })
    }

    /// The contact or project that is named; a project of which there is no contact yet belongs to none.
    fn about<'k>(&self, context: &Context, known: &'k Contacts) -> Result<About<'k>, Failure> {
        let Some(wanted) = &self.project else {
            return Ok(About { catalog: context.catalog()?, project: None, contact: None });
        };
        if known.named(wanted).is_empty() {
            let (catalog, id) = context.find_project(wanted)?;
            return Ok(About { catalog, project: Some(id), contact: None });
        }
        let status = known.find(wanted)?;
        let project = status.contact.project.id().map(ToString::to_string);
        Ok(About { catalog: catalog_of(context, status)?, project, contact: Some(status) })
    }

    /// The subject that the call gives.
    fn title(&self) -> Result<Line, Failure> {
        let missing = || Failure::new(Status::Usage, "`--subject` is missing");
        clean_title(self.subject.as_deref().ok_or_else(missing)?)
    }

    /// Whom the letter goes to: the project's list and mentors; of an own idea, the list of its first letter.
    fn recipients(&self, context: &Context, about: &About<'_>, from: &Mailbox) -> Result<Addressed, Failure> {
        let named = self.list.as_deref().map(|wanted| list(&about.catalog, wanted)).transpose()?;
        let today = context.now.date_naive();
        let routing =
            about.project().map(|it| resolve::for_project(&about.catalog, it, today, true)).transpose()?;
        let mut notices = Vec::new();
        if let (Some(project), None) = (about.project(), about.contact) {
            let text = format!(
                "you did not introduce yourself to `{}` yet: this letter begins no contact",
                project.id
            );
            notices.push(Notice { kind: "no-contact", text });
        }
        let people = |all: Vec<&Recipient>| all.into_iter().cloned().collect::<Vec<_>>();
        let Some(mut routing) = routing else {
            let own = about.contact.and_then(|it| it.letter.list.clone());
            let list = named.or(own).ok_or_else(|| {
                Failure::new(Status::Usage, "the list is not known").hint("name it with `--list`")
            })?;
            return Ok((list.clone(), vec![to_list(list)], Vec::new(), notices));
        };
        leave_out(&mut routing, &about.catalog, from);
        let usual = routing.list.mailbox.address.clone();
        match named.filter(|it| *it != usual) {
            None => Ok((usual, people(routing.to()), people(routing.cc()), notices)),
            Some(list) => {
                let mentors = routing.recipients().filter(|it| it.role == Role::Mentor).cloned().collect();
                Ok((list.clone(), vec![to_list(list)], mentors, notices))
            }
        }
    }
}

fn ask_title(context: &Context, unfinished: &mut Unfinished) -> Result<Line, Failure> {
    let check = |text: &str| match text.trim() {
        "" => Err("please answer this one".to_owned()),
        _ => Ok(()),
    };
    let typed = context.terminal.line("Subject", unfinished.get("subject"), check);
    clean_title(&unfinished.taken("subject", typed)?)
}

fn clean_title(given: &str) -> Result<Line, Failure> {
    let title = Line::new(given.trim()).map_err(|error| {
        Failure::new(Status::Data, format!("the subject holds {error}")).hint("write it on one line")
    })?;
    if title.is_empty() { Err(Failure::new(Status::Usage, "the subject is empty")) } else { Ok(title) }
}

/// The list of the catalog that is named, by id or address: no letter goes to a person alone.
fn list(catalog: &Catalog, wanted: &str) -> Result<Address, Failure> {
    Ok(resolve::list(catalog, wanted)?.address.clone())
}

fn to_list(list: Address) -> Recipient {
    let why = Why {
        about: list.to_string(),
        rule: "you named this list".to_owned(),
        basis: None,
        lines: None,
        is_default: false,
        age: None,
    };
    Recipient { mailbox: Mailbox::from(list), role: Role::List, why }
}

/// Whether `token` stands in `subject`, in any case.
fn contains(subject: &str, token: &str) -> bool {
    subject.to_lowercase().contains(&token.to_lowercase())
}
