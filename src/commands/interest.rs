use clap::Args;
use onlist_core::catalog::{Catalog, Project, Url};
use onlist_core::ledger::Topic;
use onlist_mail::text::Line;
use serde_json::json;

use super::contact::Contacts;
use super::sending::season;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What stands where the link to the letter is to be.
const PLACE: &str = "LINK-TO-YOUR-LETTER";

/// Characters that end or begin something in wiki text, as they stand in a URL (RFC 3986 2.1).
const WIKI: [(char, &str); 6] =
    [('|', "%7C"), ('{', "%7B"), ('}', "%7D"), ('[', "%5B"), (']', "%5D"), (' ', "%20")];

/// Print the wiki comment that says you are interested in a project
///
/// It is written as the community's page wants it, with the link to your letter in the archive, and you are
/// told where to paste it. The wiki signs it for you in place of `~~~~`. Nothing is sent or changed.
#[derive(Debug, Args)]
pub(crate) struct Interest {
    /// Project id
    #[arg(add = candidates::projects())]
    project: String,

    /// Your letter in the list's archive; default: where it was found
    #[arg(long, value_name = "URL")]
    link: Option<String>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Interest {
    pub(crate) fn run(&self, context: &Context) -> Result<(), Failure> {
        let (catalog, id) = context.find_project(&self.project)?;
        let project = onlist_core::resolve::project(&catalog, &id)?;
        let Some(interest) = &catalog.interest else {
            let message = format!("{} has no page for such comments", catalog.community.name);
            let hint = format!("write to its list: `onlist introduce {id}`");
            return Err(Failure::new(Status::Data, message).hint(hint));
        };
        let link = self.link(context, &catalog, project)?;
        season::tell_over(context, catalog.season_of(project));
        let comment = with_link(interest.form.trim_end(), link.as_deref().unwrap_or(PLACE));
        let page = catalog.source(project.source.as_ref()).and_then(|it| it.url.as_deref());
        let field = interest.raw.get("review").and_then(|it| field(it));
        if self.json {
            return context.json(&json!({
                "schema": 1,
                "comment": comment,
                "url": link,
                "page": page,
                "field": field,
                "note": interest.note,
            }));
        }
        context.terminal.data(&format!("{comment}\n"))?;
        let terminal = context.terminal;
        let page = page.map_or_else(|| "the community's page".to_owned(), |it| format!("`{it}`"));
        let field = field.map(|it| format!(", into the field `{it}`")).unwrap_or_default();
        terminal.note(&format!("paste it on {page}, at \"{}\"{field}", project.title));
        if let Some(note) = &interest.note {
            terminal.note(note);
        }
        terminal.note("`~~~~` stays as it is: the wiki makes your name and the time of it");
        if link.is_none() {
            let hint =
                format!("put the link to your letter in place of {PLACE}, or give it with `--link URL`");
            terminal.note("the link to your letter is not known");
            terminal.hint(&hint);
        }
        Ok(())
    }

    /// Where the letter about the project can be read.
    fn link(
        &self,
        context: &Context,
        catalog: &Catalog,
        project: &Project,
    ) -> Result<Option<String>, Failure> {
        if let Some(link) = &self.link {
            let wrong = || {
                let has_space = link.trim().contains(char::is_whitespace);
                let why = if has_space { ": there is a space in it" } else { "" };
                Failure::new(Status::Usage, format!("`{}` is not a web address{why}", Line::sanitize(link)))
                    .hint("it looks like `https://lists.example.org/archive/1.html`")
            };
            return Url::of_web(link).map(|it| Some(escaped(it.as_str()))).ok_or_else(wrong);
        }
        let about = Topic::Project(project.id.clone());
        let known = Contacts::read(context)?;
        let mut contacts = known
            .all
            .iter()
            .filter(|it| it.contact.community == catalog.community.id && it.contact.project == about);
        Ok(contacts.find_map(|it| Some(escaped(it.archived.as_ref()?.url.as_deref()?))))
    }
}

/// The comment with `link` in place of the dots at its end, or behind it.
fn with_link(form: &str, link: &str) -> String {
    match form.strip_suffix("...").or_else(|| form.strip_suffix('…')) {
        Some(begun) => format!("{}: {link}", begun.trim_end()),
        None => format!("{form} {link}"),
    }
}

/// A URL whose characters mean nothing to a wiki.
fn escaped(url: &str) -> String {
    WIKI.iter().fold(url.to_owned(), |url, (from, to)| url.replace(*from, to))
}

/// The name of a template's field, as in `|Review=…`.
fn field(raw: &str) -> Option<&str> {
    let (name, _) = raw.strip_prefix('|')?.split_once('=')?;
    Some(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stands_where_the_form_has_room_for_it() {
        for (form, expected) in [
            ("* {{Comment|~~~~:}} I like it ...", "* {{Comment|~~~~:}} I like it: https://x.test/a"),
            ("* I like it…", "* I like it: https://x.test/a"),
            ("* I like it.", "* I like it. https://x.test/a"),
            ("First\n* I like it ...", "First\n* I like it: https://x.test/a"),
        ] {
            assert_eq!(with_link(form, "https://x.test/a"), expected);
        }
        assert_eq!(escaped("https://x.test/a|b}}[c] d"), "https://x.test/a%7Cb%7D%7D%5Bc%5D%20d");
        assert_eq!(field("|Review=(delete as addressed)"), Some("Review"));
        assert_eq!(field("Review"), None);
    }
}
