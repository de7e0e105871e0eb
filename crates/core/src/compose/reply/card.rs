//! What a mentor is to know of a mail before answering it.

use chrono::NaiveDate;
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;

use super::people::ListSearch;
use super::text::quoted;
use crate::asking::{asks, asks_indirectly, sentences, squeezed};
use crate::catalog::{Catalog, Project};
use crate::compose::called;

/// A mail at a glance, for who answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The list that an answer goes to; nothing where neither the mail nor the catalog tells it.
    pub list: Option<Address>,
    /// Whether no list had got the mail.
    pub private: bool,
    /// How to greet its author, where that can be told.
    pub call_me: Option<String>,
    /// The sentences that ask something, as they were written.
    pub questions: Vec<String>,
    /// What an answer quotes, each line with its `>`; empty where nothing is quoted.
    pub quoted: String,
}

impl Card {
    /// Reads the mail as an answer on `today` about `project` would, on the list that is `named` if there is one.
    #[must_use]
    pub fn of(
        catalog: &Catalog,
        post: &Post<'_>,
        project: Option<&Project>,
        named: Option<&str>,
        today: NaiveDate,
    ) -> Self {
        let search = ListSearch { catalog, post, project, today };
        let wanted = named.and_then(|named| search.named(named).ok());
        let (list, private) = match search.find(wanted.as_ref()) {
            Ok(found) => (Some(found.address), found.private),
            Err(_) => (None, post.list_id.is_none() && post.list_post.is_none()),
        };
        let quoted = quoted(catalog, post, project, private);
        let call_me = called::called(&post.own_text(), post.from_name.as_deref());
        Self { list, private, call_me, questions: questions(post), quoted }
    }
}

/// The first sentences of a mail that ask something, as they were written.
pub(super) fn questions(post: &Post<'_>) -> Vec<String> {
    /// Nobody answers more.
    const MOST: usize = 100;
    let own = post.own_text();
    let asking = |ask: &dyn Fn(&str) -> bool| -> Vec<String> {
        let of_paragraph = |paragraph: &str| {
            let paragraph = squeezed(paragraph.split_whitespace());
            let asking = sentences(&paragraph).filter(|it| ask(it)).map(str::to_owned);
            asking.take(MOST).collect::<Vec<_>>()
        };
        own.split("\n\n").flat_map(of_paragraph).take(MOST).collect()
    };
    let direct = asking(&asks);
    if direct.is_empty() { asking(&asks_indirectly) } else { direct }
}
