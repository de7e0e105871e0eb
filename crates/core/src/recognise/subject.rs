//! Subjects that present the writer of a mail.

use onlist_mail::read::Post;

use crate::phrases::{Meaning, behind};
use crate::subject::fold;

/// Words that may stand behind, besides a name: to whom somebody presents themselves, and as what.
const BESIDES: [&str; 21] = [
    "a",
    "all",
    "and",
    "as",
    "by",
    "community",
    "contributor",
    "everybody",
    "everyone",
    "for",
    "from",
    "hello",
    "hi",
    "i",
    "list",
    "mailing",
    "new",
    "newcomer",
    "student",
    "the",
    "to",
];

/// Whether a subject presents its writer: nothing stands behind that but a name, and to whom.
///
/// A name is one of the writer's in From, or at most three words with a capital letter each.
pub(super) fn presents_writer(post: &Post<'_>) -> bool {
    let Some(behind) = behind(&fold(&post.subject), Meaning::PresentingOneself).map(str::to_owned) else {
        return false;
    };
    let behind: Vec<_> = behind.split(' ').filter(|it| !it.is_empty()).collect();
    let from = post
        .from
        .iter()
        .flat_map(|it| [it.to_string()])
        .chain(post.from_name.iter().map(ToString::to_string));
    let own = fold(&from.collect::<Vec<_>>().join(" "));
    let own: Vec<_> = own.split(' ').collect();
    let is_known = |word: &&str| BESIDES.contains(word) || own.contains(word);
    // A name that is not the one in From is told by its capital letters.
    let raw: Vec<_> =
        post.subject.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let capitals = raw.iter().rev().take(behind.len()).filter(|it| it.starts_with(char::is_uppercase));
    let capitals: Vec<_> = capitals.map(|it| fold(it)).collect();
    let others: Vec<_> = behind.into_iter().filter(|it| !is_known(it) && *it != "of").collect();
    others.len() <= 3 && others.iter().all(|word| capitals.iter().any(|it| it == word))
}
