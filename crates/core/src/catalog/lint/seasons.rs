//! Seasons: whether letters are expected, and where else to go.

use chrono::{Datelike, NaiveDate};

use super::document::{Document, Entry};
use crate::diagnostics::Diagnostic;

/// What a season that letters are expected in says.
const OPEN: [&str; 3] = ["open", "planned", "applied"];

fn status<'d>(season: &Entry<'d>) -> &'d str {
    season.text("status").map_or("open", |status| status.text)
}

/// The last day on which a letter makes sense, as the season itself has it.
fn last_day(season: &Entry<'_>) -> Option<NaiveDate> {
    let stated = ["ends", "apply-until"].into_iter().find_map(|key| season.days(key).first().copied());
    stated.or_else(|| NaiveDate::from_ymd_opt(season.number("year").filter(|year| *year > 999)?, 12, 31))
}

pub(super) fn stale_season(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |season: Entry<'_>| {
        let last = last_day(&season).filter(|last| *last < document.today)?;
        let message =
            format!("the season `{}` is `{}`, but was over on {last}", season.id(), status(&season));
        let hint = "write `status = \"archived\"`, or the days of the new season";
        let place = season.place_of("status");
        OPEN.contains(&status(&season)).then(|| Diagnostic::new(place, message).hint(hint))
    };
    document.own("season").into_iter().filter_map(hit).collect()
}

pub(super) fn contradiction(document: &Document<'_>) -> Vec<Diagnostic> {
    let mut hits = Vec::new();
    for season in document.own("season") {
        if let Some(said) = season.text("contradiction") {
            let hint = "have the source corrected, then remove this";
            hits.push(Diagnostic::new(said.span, "the source contradicts its own status").hint(hint));
        }
        let days = ["apply-from", "apply-until", "ends"].map(|key| (key, season.days(key).first().copied()));
        for ((first, early), (second, late)) in [(days[0], days[1]), (days[1], days[2]), (days[0], days[2])] {
            if early.zip(late).is_some_and(|(early, late)| early > late) {
                let message = format!("`{second}` is before `{first}`");
                hits.push(Diagnostic::new(season.place_of(second), message).hint("correct one of the days"));
            }
        }
        hits.extend(other_year(&season, &days));
    }
    for project in document.own("project") {
        let open = project.text("state").filter(|state| state.text == "open");
        if let Some(state) = open.filter(|_| !project.texts("students").is_empty()) {
            let message = format!("`{}` is open, but has students", project.id());
            hits.push(
                Diagnostic::new(state.span, message).hint("write `state = \"finished\"`, or remove them"),
            );
        }
    }
    hits
}

/// That the year of a season is not the one that its days are in; one may apply in the year before, and end in the next.
fn other_year(season: &Entry<'_>, days: &[(&str, Option<NaiveDate>)]) -> Option<Diagnostic> {
    let year = season.number("year")?;
    let fits = |key: &str, day: NaiveDate| match key {
        "ends" => (year..=year + 1).contains(&day.year()),
        _ => (year - 1..=year).contains(&day.year()),
    };
    let (key, day) = days.iter().find_map(|(key, day)| Some((key, day.filter(|day| !fits(key, *day))?)))?;
    let message = format!("`year` is {year}, but `{key}` is {day}");
    Some(Diagnostic::new(season.place_of("year"), message).hint("correct the year or the day"))
}

pub(super) fn dead_redirect(document: &Document<'_>) -> Vec<Diagnostic> {
    let redirects = document.own("season").into_iter().flat_map(|season| season.tables("redirects"));
    let dead = redirects.filter(|redirect| !["list", "address", "url"].iter().any(|key| redirect.has(key)));
    dead.map(|redirect| {
        let name = redirect.text("name").map_or("it", |name| name.text);
        let message = format!("nothing says where a letter to `{name}` goes");
        Diagnostic::new(redirect.place(), message).hint("add `list = \"devel\"`, `address` or `url`")
    })
    .collect()
}

pub(super) fn no_place(document: &Document<'_>) -> Vec<Diagnostic> {
    let named = |entry: &Entry<'_>| entry.has("instead") || entry.has("chat");
    let near = ["community", "season"].iter().any(|kind| document.all(kind).iter().any(named));
    if near || !document.all("list").is_empty() || !document.all("chat").is_empty() {
        return Vec::new();
    }
    let lost = |project: &Entry<'_>| !named(project);
    let project = document.own("project").into_iter().find(lost);
    let hit = |project: Entry<'_>| {
        let message =
            format!("there is no list, and nothing says where to go about `{}` instead", project.id());
        let hint =
            "say it in `[community]`, as in `instead = \"write in the forum, https://forum.example.org/\"`";
        Diagnostic::new(project.place(), message).hint(hint)
    };
    project.map(hit).into_iter().collect()
}
