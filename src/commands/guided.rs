//! The guided way: from nothing to a finished letter.

use onlist_core::catalog::{Catalog, Id as CatalogId};
use onlist_core::compose::{Answers, Question, Topic};
use onlist_core::drafts::{Draft, Id};
use onlist_core::ledger::{ContactStatus, Step};
use onlist_core::resolve::{AGE, ELSEWHERE, OVER, Routing, season_notices};
use onlist_mail::read::{self, Post};
use onlist_mail::words::{count, days};

use super::answer_contact::Answer as AnswerContact;
use super::card;
use super::check;
use super::contact::Contacts;
use super::first_draft;
use super::follow_up::FollowUp;
use super::forget;
use super::given_mail;
use super::letter::{self, Wish};
use super::letter_task::{LetterTask, REDIRECT, Subject};
use super::open_draft::{self, OpenDraft};
use super::reply::Reply;
use super::resume;
use super::review;
use super::send::Send;
use super::sending::{by_hand, season, status, submit};
use super::topic_choice::{Looking, choose_mentoring, choose_topic};
use super::triage::Triage;
use super::typed_path::typed_path;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report;

/// Half a year: so long after a season's end one is asked whether to forget its contacts.
const FORGET_AFTER_DAYS: u16 = 183;

/// What somebody wants to begin with.
#[derive(Clone)]
enum Begin {
    /// A letter that is queued.
    Send(Id),
    /// A letter that is not complete, or may be changed.
    GoOn(Id),
    /// A contact of which it is the student's turn, by its name.
    FollowUp(String),
    /// One that was answered, by its name.
    AnswerContact(String),
    /// The contacts of a season that ended long ago: community and season.
    Forget(CatalogId, CatalogId),
    /// The projects.
    Ideas,
    /// A first letter.
    Write,
    /// A mail that is to be checked.
    Check,
    /// A mail that is to be answered.
    Answer,
}

/// What can be begun without anything that is kept.
const BEGINNINGS: [(Begin, &str); 4] = [
    (Begin::Ideas, "see the project ideas"),
    (Begin::Write, "write a first letter to a list"),
    (Begin::Check, "check a mail I have"),
    (Begin::Answer, "answer a mail I got"),
];

/// Offers what was interrupted, and all that can be begun.
pub(crate) fn run(context: &mut Context) -> Result<(), Failure> {
    if !context.terminal.can_ask() {
        return Err(Failure::new(Status::Usage, "cannot ask without a terminal").hint(
            "use a command: `onlist introduce PROJECT --name N --email ADDRESS --interest TEXT --so-far TEXT \
             --question TEXT --print`, or see `onlist --help`",
        ));
    }
    context.terminal.guide();
    by_hand::ask(context)?;
    loop {
        let done = match begin(context)? {
            None => return Ok(()),
            Some(Begin::Send(id)) => return Send::one(&id).run(context),
            Some(Begin::GoOn(id)) => match OpenDraft::resume(context, id) {
                Ok(draft) => return go_on_with(context, draft),
                // Another one may be chosen.
                Err(failure) if failure.status == Status::TryLater => {
                    failure.report(context.terminal);
                    false
                }
                Err(failure) => return Err(failure),
            },
            Some(Begin::FollowUp(name)) => return FollowUp::guided(context, name),
            Some(Begin::AnswerContact(name)) => return AnswerContact::guided(context, name),
            Some(Begin::Forget(community, season)) => {
                forget::season(context, &community, &season)?;
                false
            }
            Some(Begin::Ideas) => first_letter(context, Looking::Around)?,
            Some(Begin::Write) => first_letter(context, Looking::ForOne)?,
            Some(Begin::Check) => check_mail(context)?,
            Some(Begin::Answer) => answer_mail(context)?,
        };
        if done {
            return Ok(());
        }
    }
}

fn first_letter(context: &mut Context, looking: Looking) -> Result<bool, Failure> {
    let mut answers = Answers::default();
    open_draft::fill_in_person(context, &mut answers)?;
    choose_and_write(context, &answers, looking)
}

/// Answers a mail, or goes through those of a file that holds several. Another one may be given in place of what is no
/// mail.
fn answer_mail(context: &mut Context) -> Result<bool, Failure> {
    let Some((name, mail)) = given_mail::ask(context, "Mail to answer")? else { return Ok(false) };
    let path = typed_path(context, &name);
    match Post::read(&mail) {
        Ok(_) => Reply::guided(context, &mail),
        Err(read::Error::Several) if path.is_file() => Triage::guided(context, path).map(|()| true),
        Err(error) => {
            Failure::from(error).report(context.terminal);
            Ok(false)
        }
    }
}

fn check_mail(context: &mut Context) -> Result<bool, Failure> {
    let Some((name, mail)) = given_mail::ask(context, "Mail to check")? else { return Ok(false) };
    check::check_one(context, &name, &mail).map(|()| true)
}

/// Goes on with a draft that this run holds.
pub(crate) fn go_on_with(context: &Context, draft: OpenDraft) -> Result<(), Failure> {
    let catalog = open_draft::catalog_of(context, &draft.draft)?;
    let task = LetterTask::of(&catalog, &draft)?;
    resume::tell(context, &task, &draft);
    if let Subject::Answer { post } = &task.subject
        && !card::show(context, &catalog, post, draft.draft.project.as_deref())?
    {
        letter::tell_kept(context, &draft.id);
        return Ok(());
    }
    review::review(context, &task, draft, &Wish::default()).map(drop)
}

/// Offers the letters that are kept, and what can be begun; nothing on Esc. What was sent is not offered.
///
/// A letter whose questions were all answered counts too: a run may have ended before it was let out.
fn begin(context: &Context) -> Result<Option<Begin>, Failure> {
    let outbox = context.outbox()?;
    let store = open_draft::store(context)?;
    let (listing, letters, index) = (store.list()?, outbox.list()?, outbox.index()?);
    let broken = listing.broken.iter().map(ToString::to_string);
    for error in broken.chain(letters.broken.iter().map(ToString::to_string)) {
        context.terminal.warning(&error);
    }
    let (mut all, mut labels) = (Vec::new(), Vec::new());
    for entry in letters.entries.iter().filter(|it| !it.is_settled() && !it.is_held()) {
        labels.push(format!("send {}: {}", entry.id(), status::describe(entry)));
        all.push(Begin::Send(entry.id().clone()));
    }
    for (id, draft) in listing.drafts.iter().filter(|(id, _)| !index.has(id)) {
        labels.push(resume::label(&store, id, draft));
        all.push(Begin::GoOn(id.clone()));
    }
    if !all.is_empty() {
        context.terminal.note(&format!("you have {}", count(all.len(), "saved letter")));
    }
    for (beginning, label) in turns(context)? {
        labels.push(label);
        all.push(beginning);
    }
    let rest = seasons_to_forget(context)?;
    for (beginning, label) in BEGINNINGS.into_iter().map(|(it, label)| (it, label.to_owned())).chain(rest) {
        labels.push(label);
        all.push(beginning);
    }
    let chosen = context.terminal.choose("What do you want to do", &labels, Some(0))?;
    Ok(chosen.map(|at| all.swap_remove(at)))
}

/// What a student may go on with in a contact.
fn turns(context: &Context) -> Result<Vec<(Begin, String)>, Failure> {
    let known = Contacts::read(context)?;
    let about = |it: &ContactStatus| {
        let about = it.contact.project.in_words();
        let same = known.all.iter().filter(|other| other.contact.project.in_words() == about).count();
        if same > 1 { format!("{about}, {}/{}", it.contact.community, it.contact.season) } else { about }
    };
    let turn = |it: &ContactStatus| {
        let (name, about) = (known.name(it), about(it));
        match &it.next.step {
            Step::FollowUp => {
                let waited = days((context.now.date_naive() - it.last_sent().date_naive()).num_days());
                let label = format!("ask again about {about}: no answer for {waited}");
                Some((Begin::FollowUp(name), label))
            }
            Step::Answer => {
                let label = format!("answer what was written to you about {about}");
                Some((Begin::AnswerContact(name), label))
            }
            _ => None,
        }
    };
    Ok(known.all.iter().filter_map(turn).collect())
}

/// Seasons with contacts that ended half a year ago, or as long ago as the settings say.
fn seasons_to_forget(context: &Context) -> Result<Vec<(Begin, String)>, Failure> {
    let after = context.settings().forget_after_days.unwrap_or(FORGET_AFTER_DAYS);
    if after == 0 {
        return Ok(Vec::new());
    }
    let known = Contacts::read(context)?;
    let mut seasons: Vec<_> =
        known.all.iter().map(|it| (&it.contact.community, &it.contact.season)).collect();
    seasons.dedup();
    let catalogs = if seasons.is_empty() { Vec::new() } else { context.catalogs()? };
    let today = context.now.date_naive();
    let long_ago = |community: &CatalogId, season: &CatalogId| {
        let catalog = catalogs.iter().find(|it| it.catalog.community.id == *community)?;
        let ended = catalog.catalog.seasons.iter().find(|it| it.id == *season)?.last_day()?;
        (today.signed_duration_since(ended).num_days() >= after.into()).then_some(ended)
    };
    let offer = |(community, season): (&CatalogId, &CatalogId)| {
        let ended = long_ago(community, season)?;
        let of_it = |it: &&ContactStatus| (&it.contact.community, &it.contact.season) == (community, season);
        let of_it: Vec<_> = known.all.iter().filter(of_it).collect();
        // Who writes after the end goes on with it.
        let quiet = |it: &&ContactStatus| (context.now - it.last.at).num_days() >= after.into();
        if !of_it.iter().all(quiet) {
            return None;
        }
        let contacts = count(of_it.len(), "contact");
        let label = format!("forget {contacts} of {community}/{season}, which ended on {ended}");
        Some((Begin::Forget(community.clone(), season.clone()), label))
    };
    Ok(seasons.into_iter().filter_map(offer).collect())
}

/// Lets a student choose a community, where there are several, and a project, then write about it.
pub(crate) fn introduce(context: &Context, answers: &Answers) -> Result<(), Failure> {
    choose_and_write(context, answers, Looking::ForOne).map(drop)
}

/// Lets an aspiring mentor choose a community and what to mentor, then write about it.
pub(crate) fn mentor(context: &Context, answers: &Answers) -> Result<(), Failure> {
    let Some(catalog) = context.choose_catalog(|_| true)? else { return Ok(()) };
    tell_season(context, &catalog);
    while let Some(topic) = choose_mentoring(context, &catalog)? {
        if write(context, &catalog, topic, answers, &Wish::default())? {
            break;
        }
    }
    Ok(())
}

/// Begins another letter with another catalog, by whoever wrote `draft`.
pub(crate) fn write_elsewhere(context: &Context, catalog: &Catalog, draft: &Draft) -> Result<(), Failure> {
    use Question::{Affiliation, Availability, CallMe, Email, Link, Name, TimeZone};
    let mut answers = Answers::default();
    for question in [Name, Email, CallMe, Affiliation, TimeZone, Availability, Link] {
        answers.set(question, draft.answers.get(question.name()).map_or("", String::as_str))?;
    }
    open_draft::fill_in_person(context, &mut answers)?;
    write_with(context, catalog, &answers, Looking::ForOne).map(drop)
}

/// The same; whether a letter was gone through.
fn choose_and_write(context: &Context, answers: &Answers, looking: Looking) -> Result<bool, Failure> {
    let Some(catalog) = context.choose_catalog(|_| true)? else { return Ok(false) };
    write_with(context, &catalog, answers, looking)
}

fn write_with(
    context: &Context,
    catalog: &Catalog,
    answers: &Answers,
    looking: Looking,
) -> Result<bool, Failure> {
    tell_season(context, catalog);
    loop {
        let Some(topic) = choose_topic(context, catalog, looking)? else { return Ok(false) };
        if write(context, catalog, topic, answers, &Wish::default())? {
            return Ok(true);
        }
    }
}

/// Asks a student for what is missing of a letter about `topic`; whether it was gone through.
pub(crate) fn write(
    context: &Context,
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    wish: &Wish,
) -> Result<bool, Failure> {
    let routing = topic.route(catalog, answers, context.now, true)?;
    match resume::offer(context, catalog, topic)? {
        resume::Offer::GoOn(draft) => return go_on_with(context, *draft).map(|()| true),
        resume::Offer::Back => return Ok(false),
        resume::Offer::Another => {}
    }
    submit::remind(context, catalog, topic, answers);
    if wish.route.is_none() {
        tell_routing(context, &routing);
    }
    let label = first_draft::label(topic, answers);
    let mut draft = first_draft::draft_of(context, catalog, topic, answers);
    draft.asking = topic.missing(catalog, answers).first().map(|question| question.name().to_owned());
    if let Topic::Elsewhere(redirect) = topic {
        draft.answers.insert(REDIRECT.to_owned(), redirect.name.to_string());
    }
    resume::note_seen(&mut draft, topic, &routing);
    let draft = OpenDraft::planned(context, &label, draft, None)?;
    let task = LetterTask { catalog, subject: Subject::First { topic } };
    review::review(context, &task, draft, wish)
}

/// Says whom the letter will go to, why, and what is to be known.
fn tell_routing(context: &Context, routing: &Routing) {
    let terminal = context.terminal;
    terminal.say("");
    terminal.heading("Your letter goes to");
    let reasons: Vec<_> = routing.recipients().map(|recipient| recipient.why.clone()).collect();
    terminal.say(&report::recipients(&reasons, terminal.width()));
    for notice in routing.notices.iter().filter(|it| ![OVER, ELSEWHERE].contains(&it.kind)) {
        // How old an address is stands beside it.
        if notice.kind == AGE {
            context.mark_told(&notice.text);
        } else {
            context.tell_once(&notice.text);
        }
    }
}

/// Says whether the season waits for letters, and where else to go.
pub(crate) fn tell_season(context: &Context, catalog: &Catalog) {
    let notices = season_notices(catalog.season(), context.now.date_naive());
    for notice in notices.iter().filter(|it| it.kind != OVER) {
        context.tell_once(&notice.text);
    }
    // Next to the list, where it stays on a small screen.
    season::tell_over(context, catalog.season());
}
