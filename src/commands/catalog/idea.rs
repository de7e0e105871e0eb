use clap::{Args, ValueEnum};
use onlist_core::catalog::{Block, Difficulty, Idea, IdeaMentor, Url, is_address};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::text::Line;

use super::field::{Field, items, line, parsed};
use crate::commands::unfinished::Unfinished;
use crate::context::Context;
use crate::messages::Failure;

/// Write down one project idea
///
/// It is printed as tables of a catalog, or in the template of a wiki page of ideas, with its mentors
/// and their addresses. No catalog is needed; of one that `--catalog` names, those whom it has are not printed again.
/// Without a title, each answer is asked for on a terminal.
#[derive(Debug, Args)]
pub(crate) struct CatalogIdea {
    /// Title of the idea
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// Mentor, as `Name <address>`, repeatable
    #[arg(long, value_name = "MAILBOX")]
    mentor: Vec<String>,

    /// Difficulty: easy, medium, hard or varies
    #[arg(long, value_name = "WORD")]
    difficulty: Option<String>,

    /// Size in hours, repeatable if the student can choose
    #[arg(long, value_name = "NUMBER")]
    hours: Vec<String>,

    /// Required skill, repeatable
    #[arg(long, value_name = "TEXT")]
    skill: Vec<String>,

    /// What it is about, in two to five sentences
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// What should exist at the end, repeatable
    #[arg(long, value_name = "TEXT")]
    outcome: Vec<String>,

    /// Further reading, repeatable
    #[arg(long, value_name = "URL")]
    reference: Vec<String>,

    /// Form to print
    #[arg(long, value_name = "FORM", default_value = "toml")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Tables of a catalog
    Toml,
    /// Template of a wiki page
    Wikitext,
}

impl CatalogIdea {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let (format, today) = (self.format, context.now.date_naive());
        let end = match format {
            Format::Toml => context.named_catalog_end()?,
            Format::Wikitext => None,
        };
        let catalog = match format {
            // What is printed may go to the end of that file, which a shell makes before it is read.
            Format::Toml if end.is_some() || context.catalog_is_input() => {
                context.named_catalog().transpose()?
            }
            Format::Toml | Format::Wikitext => None,
        };
        // Who names a title on the command line has said what there is to say.
        let ask = self.title.is_none() && context.terminal.can_ask();
        let mut kept = ask.then(|| Unfinished::of(context, "catalog idea")).transpose()?;
        let idea = self.idea(context, &mut kept)?;
        if end.is_some_and(|end| end != '\n') {
            context.terminal.data("\n")?;
        }
        let text = match format {
            Format::Toml => idea.to_toml(today, catalog.as_deref()),
            Format::Wikitext => idea.to_wikitext(today),
        };
        context.terminal.data(&text)?;
        kept.into_iter().for_each(Unfinished::end);
        Ok(())
    }

    fn idea(self, context: &Context, kept: &mut Option<Unfinished>) -> Result<Idea, Failure> {
        let ask = kept.is_some();
        let several = |given: Vec<String>| (!given.is_empty()).then(|| given.join(";"));
        let field = |flag, prompt, given| Field { flag, prompt, given };
        let title = field("--title", "Title", self.title).needed(context, kept.as_mut(), line)?;
        let asked = field("--mentor", "Mentors (Name <address>; …)", several(self.mentor));
        let mentors = asked.optional(context, ask, kept.as_mut(), mentors)?;
        let difficulty = field("--difficulty", "Difficulty (easy, medium, hard, varies)", self.difficulty);
        let difficulty = difficulty.optional(context, ask, kept.as_mut(), difficulty_word)?;
        let hours = field("--hours", "Size in hours (for example 175; 350)", several(self.hours));
        let hours = hours.optional(context, ask, kept.as_mut(), |text| items(text, number_of_hours))?;
        let skills = field("--skill", "Skills (a; b)", several(self.skill));
        let skills = skills.optional(context, ask, kept.as_mut(), |text| items(text, line))?;
        let about = field("--description", "What is it about, in two to five sentences", self.description);
        let description = about.optional(context, ask, kept.as_mut(), |text| {
            Block::new(text).map_err(|error| error.to_string())
        })?;
        let outcomes = field("--outcome", "Outcomes (a; b)", several(self.outcome));
        let outcomes = outcomes.optional(context, ask, kept.as_mut(), |text| items(text, line))?;
        let references = field("--reference", "Links (a; b)", several(self.reference));
        let references = references.optional(context, ask, kept.as_mut(), |text| items(text, url))?;
        Ok(Idea {
            title,
            mentors: mentors.unwrap_or_default(),
            difficulty: difficulty.flatten(),
            hours: hours.unwrap_or_default(),
            skills: skills.unwrap_or_default(),
            description: description.filter(|text| !text.is_empty()),
            outcomes: outcomes.unwrap_or_default(),
            references: references.unwrap_or_default(),
        })
    }
}

fn number_of_hours(text: &str) -> Result<u16, String> {
    let hours = text.parse().ok().filter(|hours| *hours > 0);
    hours.ok_or_else(|| format!("`{}` is not a number of hours, as in `175`", Line::sanitize(text)))
}

pub(super) fn url(text: &str) -> Result<Line, String> {
    let text = line(text)?;
    match Url::new(&text) {
        Some(_) => Ok(text),
        None => Err(format!("`{text}` is not a URL, as in `https://example.org/page`")),
    }
}

/// Mentors between semicolons, or between commas where each has an address.
pub(super) fn mentors(text: &str) -> Result<Vec<IdeaMentor>, String> {
    let each = |item: &str| {
        let parts: Vec<_> = item.split(',').map(str::trim).collect();
        let all = parts.len() > 1 && parts.iter().all(|part| part.contains('@'));
        if all { parts.join(";") } else { item.to_owned() }
    };
    items(&text.split(';').map(each).collect::<Vec<_>>().join(";"), mentor)
}

/// `Name <address>`, or a name alone.
fn mentor(text: &str) -> Result<IdeaMentor, String> {
    const EXPECTED: &str = "(expected `Name <name@example.org>`)";
    if !text.contains('@') {
        if text.contains(['<', '>']) {
            return Err(format!("no address between `<` and `>` {EXPECTED}"));
        }
        if is_address(text) {
            return Err(format!("`{}` hides an address {EXPECTED}", Line::sanitize(text)));
        }
        return Ok(IdeaMentor { name: line(text)?, address: None });
    }
    let mailbox: Mailbox = parsed(text)?;
    let name = mailbox.name.clone().map_or_else(|| line(mailbox.address.local_part()), Ok)?;
    if is_address(&name) {
        return Err(format!("`{}` are several people: put `;` between them", Line::sanitize(text)));
    }
    Ok(IdeaMentor { name, address: Some::<Address>(mailbox.address) })
}

fn difficulty_word(text: &str) -> Result<Option<Difficulty>, String> {
    match text {
        "" => Ok(None),
        text => Difficulty::read(text)
            .map(Some)
            .ok_or_else(|| format!("`{}` is not `easy`, `medium`, `hard` or `varies`", Line::sanitize(text))),
    }
}
