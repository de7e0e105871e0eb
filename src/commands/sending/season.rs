//! Whether the season of a letter is over, and what is offered then in place of sending it.

use std::rc::Rc;

use chrono::NaiveDate;
use onlist_core::catalog::{Catalog, Season};
use onlist_core::outbox::QueuedLetter;
use onlist_core::resolve;
use onlist_mail::text::Line;

use super::obstacles::{Name, Obstacle};
use crate::context::Context;
use crate::messages::Failure;

/// A season that is over, and whose ideas those were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EndedSeason {
    /// What people call it, which is typed to send a letter all the same.
    pub(crate) name: Line,
    /// The community.
    community: Line,
    /// That it is over, since when, and what that means.
    text: String,
}

impl EndedSeason {
    /// Whose ideas these are, and how long ago.
    pub(crate) fn described(&self) -> String {
        format!("These are ideas of the community \"{}\". {}.", self.community, self.text)
    }
}

/// Says in one line that the season is over, if it is.
pub(crate) fn tell_over(context: &Context, season: Option<&Season>) {
    if let Some(notice) = resolve::season_over(season, context.now.date_naive()) {
        context.terminal.warning(&notice.text);
    }
}

/// Says on a terminal what the status of the season means, where it is not open, and that it is over.
pub(crate) fn tell_all(context: &Context, season: Option<&Season>) {
    let notices = resolve::season_notices(season, context.now.date_naive());
    let status = notices.iter().filter(|it| it.kind == "season" && !context.terminal.wants_rows());
    status.for_each(|notice| context.terminal.note(&notice.text));
    tell_over(context, season);
}

/// That a letter is written for a season that is over, if it is.
pub(crate) fn over(context: &Context, catalog: &Catalog, season: Option<&Season>) -> Option<Obstacle> {
    let notice = resolve::season_over(season, context.now.date_naive())?;
    let ended = EndedSeason {
        name: season?.called(),
        community: catalog.community.name.clone(),
        text: notice.text.clone(),
    };
    Some(Obstacle {
        name: Name::Over,
        letter: None,
        reason: notice.text,
        instead: "send it to yourself first".into(),
        season: Some(ended),
    })
}

/// The same for a letter that is complete, of which `contact` tells the season. Answers belong to none.
pub(crate) fn over_for(context: &Context, catalog: &Catalog, letter: &QueuedLetter) -> Option<Obstacle> {
    let contact = letter.contact.as_ref().filter(|_| letter.kind.is_first())?;
    let known = contact.project.id().is_none() || catalog.community.id == contact.community;
    let season = catalog.seasons.iter().find(|season| known && season.id == contact.season);
    over(context, catalog, season)
}

/// Lets one of the other catalogs be chosen; where there is none, says how to get one.
pub(crate) fn another_catalog(context: &Context, catalog: &Catalog) -> Result<Option<Rc<Catalog>>, Failure> {
    let terminal = context.terminal;
    let others = context.other_catalogs(catalog);
    if others.is_empty() {
        terminal.note("there is no other catalog on this computer");
        terminal.explain("Get the catalog of another community, as a file or from its page, and add it:");
        terminal.say("  onlist catalog add FILE-OR-URL");
        terminal.explain("Or use a file once:");
        terminal.say("  onlist --catalog FILE");
        return Ok(None);
    }
    let labels: Vec<_> = others.iter().map(|it| label(it, context.now.date_naive())).collect();
    let chosen = terminal.choose("Catalog", &labels, Some(0))?;
    Ok(chosen.map(|at| Rc::clone(&others[at])))
}

/// A community, and its season.
fn label(catalog: &Catalog, today: NaiveDate) -> String {
    let name = &catalog.community.name;
    match catalog.season() {
        None => name.to_string(),
        season if resolve::season_over(season, today).is_some() => format!("{name}: its season is over, too"),
        Some(season) => format!("{name}: {}", season.called()),
    }
}
