use clap::Args;
use onlist_core::catalog::{Beginning, Block, NewSeason, Status as SeasonStatus, import};
use onlist_mail::mailbox::Mailbox;

use super::field::{Field, line, parsed};
use super::idea::{mentors, url};
use crate::commands::unfinished::Unfinished;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// The list that stands for a real one.
const LIST: &str = "devel@lists.example.org";

/// Programmes that one is asked for, and what their subjects say.
const PROGRAMMES: [(&str, &str); 3] =
    [("Google Summer of Code", "GSoC"), ("Outreachy", "Outreachy"), ("LFX Mentorship", "LFX")];

/// How a season may stand, and what that means.
const STATES: [(SeasonStatus, &str); 6] = [
    (SeasonStatus::Planned, "not announced yet"),
    (SeasonStatus::Open, "students may write"),
    (SeasonStatus::Applied, "the community has applied and waits"),
    (SeasonStatus::NotAccepted, "the programme did not take the community"),
    (SeasonStatus::Closed, "over for new students"),
    (SeasonStatus::Archived, "an old page"),
];

/// Print a small catalog to start from
///
/// On a terminal, a few questions fill it in. Without one, it has names that stand for real ones.
/// Save it with `onlist catalog new > catalog.toml`.
#[derive(Debug, Args)]
pub(crate) struct CatalogNew;

impl CatalogNew {
    #[expect(clippy::unused_self, reason = "every command is run on its arguments")]
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let list = LIST.parse().map_err(|_| Failure::new(Status::Bug, "the sample list has no address"))?;
        let mut beginning = Beginning::sample(list, context.now.date_naive());
        let kept = if context.terminal.can_ask() { Some(ask(context, &mut beginning)?) } else { None };
        context.terminal.data(&beginning.text(context.now.date_naive()))?;
        kept.into_iter().for_each(Unfinished::end);
        Ok(())
    }
}

/// Asks for the programme, its year and how its season stands; what `pages` say of it, else what is usual, is proposed.
pub(super) fn season(context: &Context, pages: &str) -> Result<Option<NewSeason>, Failure> {
    let mut labels: Vec<_> = PROGRAMMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    labels.push("no programme".to_owned());
    let chosen = context.terminal.choose("Programme", &labels, Some(0))?;
    let Some((name, short)) = chosen.and_then(|at| PROGRAMMES.get(at)) else { return Ok(None) };
    let today = context.now.date_naive();
    let named = import::seasons(pages, name, short);
    let likely = named.iter().map(|it| it.year).max().unwrap_or_else(|| NewSeason::usual_year(today));
    let year = |text: &str| {
        let year = text.trim().parse().ok().filter(|year| (2000..2100).contains(year));
        year.ok_or_else(|| "not a year, such as `2027`".to_owned())
    };
    let answer = context.terminal.line("Year", Some(&likely.to_string()), |text| year(text).map(drop))?;
    let mut season = NewSeason::of_year(name, short, year(&answer).unwrap_or(likely), today);
    let tag = named.into_iter().filter(|it| it.year == season.year).find_map(|it| it.tag);
    season.token = tag.unwrap_or(season.token);
    let labels = STATES.map(|(state, what)| format!("{}: {what}", state.as_str()));
    let usual = STATES.iter().position(|(state, _)| *state == season.status);
    let chosen = context.terminal.choose("State of the season", &labels, usual)?;
    season.status = chosen.map_or(season.status, |at| STATES[at].0);
    Ok(Some(season))
}

/// Asks for what the catalog says; gives what was answered.
fn ask(context: &Context, beginning: &mut Beginning) -> Result<Unfinished, Failure> {
    let mut unfinished = Unfinished::of(context, "catalog new")?;
    let field = |prompt| Field { flag: "", prompt, given: None };
    context.terminal.explain("Press Enter to skip what you do not know; you can change everything later.");
    beginning.community = field("Name of the community").needed(context, Some(&mut unfinished), line)?;
    let list = |text: &str| match text.trim() {
        "" => Ok(None),
        text => parsed::<Mailbox>(text).map(|mailbox| Some(mailbox.address)),
    };
    beginning.list =
        field("Address of its mailing list").optional(context, true, Some(&mut unfinished), list)?.flatten();
    if beginning.list.is_none() {
        let place = field("Where do people write instead (a sentence, with the URL)");
        beginning.instead = Some(place.needed(context, Some(&mut unfinished), line)?);
    }
    let page = |text: &str| if text.trim().is_empty() { Ok(None) } else { url(text.trim()).map(Some) };
    beginning.page =
        field("URL of the page of ideas").optional(context, true, Some(&mut unfinished), page)?.flatten();
    beginning.season = season(context, "")?;

    context.terminal.explain("Now the first project.");
    let idea = &mut beginning.idea;
    idea.title = field("Title").needed(context, Some(&mut unfinished), line)?;
    let people =
        field("Mentors (Name <address>; …)").optional(context, true, Some(&mut unfinished), mentors)?;
    idea.mentors = people.unwrap_or_default();
    let about = field("What is it about, in two to five sentences");
    idea.description = about
        .optional(context, true, Some(&mut unfinished), |text| {
            Block::new(text).map_err(|error| error.to_string())
        })?
        .filter(|text| !text.is_empty());
    (idea.difficulty, idea.hours, idea.skills, idea.outcomes) = Default::default();
    Ok(unfinished)
}
