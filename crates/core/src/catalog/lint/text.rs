//! What stands in the texts of a file.

use super::document::{Document, Entry, Text};
use crate::catalog::hidden::hidden;
use crate::diagnostics::Diagnostic;

/// How a text ends that goes on elsewhere.
const CUT: [&str; 6] = [":", ",", "such as", "as follows", "the following", "for example"];

/// Services that are gone, and what took their place.
const DEAD: [(&str, &str); 7] = [
    ("git://github.com", "GitHub serves `https://github.com` only"),
    ("freenode", "most channels moved to `irc.libera.chat` in 2021"),
    ("google-melange", "the programme moved to `https://summerofcode.withgoogle.com/`"),
    ("melange", "the programme moved to `https://summerofcode.withgoogle.com/`"),
    ("gmane.org", "its web archive is gone; link to the list's own archive"),
    ("code.google.com", "the service was closed in 2016"),
    ("gitorious.org", "the service was closed in 2015"),
];

/// The texts of a project that are sentences, or lists of them.
fn prose<'d>(project: &Entry<'d>) -> Vec<Text<'d>> {
    let one = ["summary", "description"].into_iter().filter_map(|key| project.text(key));
    let many = ["outcomes", "extras", "references"].into_iter().flat_map(|key| project.texts(key));
    one.chain(many).collect()
}

pub(super) fn cut_text(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |text: Text<'_>| {
        let end = text.text.trim_end().to_lowercase();
        let cut = CUT.iter().find(|cut| end.ends_with(*cut))?;
        let message = format!("the text ends with `{cut}`");
        Some(Diagnostic::new(text.span, message).hint("add what follows, or close the sentence"))
    };
    document.own("project").iter().flat_map(prose).filter_map(hit).collect()
}

pub(super) fn dead_service(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |text: Text<'_>| {
        let lower = text.text.to_lowercase();
        let (name, now) = DEAD.iter().find(|(name, _)| lower.contains(name))?;
        Some(Diagnostic::new(text.span, format!("`{name}` is gone")).hint(*now))
    };
    document.texts().into_iter().filter_map(hit).collect()
}

pub(super) fn hidden_character(document: &Document<'_>) -> Vec<Diagnostic> {
    let hit = |text: Text<'_>| {
        let name = text.text.chars().find_map(hidden)?;
        let message = format!("there is a {name} in it");
        Some(Diagnostic::new(text.span, message).hint("write an ordinary blank, or nothing"))
    };
    document.texts().into_iter().filter_map(hit).collect()
}

pub(super) fn rule_in_contact(document: &Document<'_>) -> Vec<Diagnostic> {
    const RULES: [&str; 6] = ["cc ", "subject", "send a mail", "send an email", "copy ", "mention "];
    let hit = |project: Entry<'_>| {
        let contact = project.tables("raw").iter().find_map(|raw| raw.text("contact"))?;
        let lower = format!("{} ", contact.text.to_lowercase());
        let message = format!("the contact of `{}` tells how to write", project.id());
        let hint = "put the rule into `[conventions]`, or the project's own `conventions`";
        let ruled = RULES.iter().any(|rule| lower.contains(rule))
            && !project.has("conventions")
            && !project.has("list");
        ruled.then(|| Diagnostic::new(contact.span, message).hint(hint))
    };
    document.own("project").into_iter().filter_map(hit).collect()
}
