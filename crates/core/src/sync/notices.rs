//! What programs say about letters: held, come back, nobody there.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::notice::{Failure, Notice, NoticeKind};
use onlist_mail::text::Line;
use serde_json::{Value, json};

use super::{Located, SeenMail, Sync, about};
use crate::ledger::{Event, Kind};

/// A notice with the mail that it came in.
struct Heard<'s> {
    id: &'s MessageId,
    at: DateTime<FixedOffset>,
    from: &'s Address,
    seen_mail: &'s SeenMail,
    notice: &'s Notice,
}

impl Sync<'_> {
    /// What the notices say of the letters.
    pub(super) fn notices(
        &self,
        located: &[Located],
        known: &[Event],
        forgotten: impl Fn(&MessageId) -> bool,
    ) -> Vec<Event> {
        let mut events = Vec::new();
        let mut bounces: BTreeMap<usize, Vec<(Heard, Vec<Failure>)>> = BTreeMap::new();
        let fresh = self.notices.iter().filter(|id| !forgotten(id));
        for heard in fresh.filter_map(|id| self.heard(id)) {
            let Some(at) = self.letter_of(&heard, located) else { continue };
            let letter = located[at].letter;
            let mut say = |kind, detail| events.extend(said(letter.contacts.iter(), kind, &heard, detail));
            match &heard.notice.kind {
                NoticeKind::Held { reason } => say(Kind::Held, json!({"reason": reason})),
                NoticeKind::ConfirmationWanted => say(Kind::ConfirmationWanted, json!({})),
                NoticeKind::Vacation => say(Kind::Vacation, json!({})),
                NoticeKind::Bounced(failures) => {
                    let ours = failures.iter().filter(|it| letter.may_be_to(&it.address)).cloned();
                    bounces.entry(at).or_default().push((heard, ours.collect()));
                }
                NoticeKind::Rejected { reason } => {
                    let reason = reason.clone().unwrap_or_else(|| Line::sanitize("the list rejected it"));
                    let list = letter.event().list.clone();
                    let failure = list.map(|address| Failure { address, status: None, reason });
                    bounces.entry(at).or_default().push((heard, failure.into_iter().collect()));
                }
            }
        }
        for (at, heard) in bounces {
            events.extend(located[at].letter.contacts.iter().filter_map(|base| bounced(base, &heard, known)));
        }
        events
    }

    fn heard<'s>(&'s self, id: &'s MessageId) -> Option<Heard<'s>> {
        let seen_mail = self.seen_mails.get(id)?;
        let notice = seen_mail.notice.as_ref()?;
        let (at, from) = (self.time_of(id, seen_mail), seen_mail.author.as_ref()?);
        Some(Heard { id, at, from, seen_mail, notice })
    }

    /// Which letter a notice is about: the one that it names, else the newest one before it that it can mean.
    fn letter_of(&self, heard: &Heard, located: &[Located]) -> Option<usize> {
        let named = |it: &Located| heard.notice.letters.iter().any(|id| it.ids.contains(id));
        if !matches!(heard.notice.kind, NoticeKind::ConfirmationWanted)
            && let Some(at) = located.iter().position(named)
        {
            let letter = located[at].letter;
            return match &heard.notice.kind {
                NoticeKind::Bounced(failures) if !failures.iter().any(|it| letter.may_be_to(&it.address)) => {
                    None
                }
                _ => Some(at),
            };
        }
        let mut likely = located.iter().enumerate().filter(|(_, it)| self.is_about(heard, it));
        likely.next_back().map(|(at, _)| at)
    }

    /// Whether a notice may be about a letter whose identifier it does not name.
    fn is_about(&self, heard: &Heard, located: &Located) -> bool {
        let (letter, Heard { notice, seen_mail, .. }) = (located.letter, heard);
        let event = letter.event();
        let to_author = seen_mail.recipients.is_empty() || seen_mail.recipients.contains(&event.author);
        let same_subject = || notice.subject.as_ref().is_some_and(|it| letter.has_subject(it));
        let on_list = || event.list.as_ref().is_some_and(|list| self.names(notice, list));
        let is = match &notice.kind {
            NoticeKind::Held { .. } => on_list() && (notice.subject.is_none() || same_subject()),
            NoticeKind::Rejected { .. } => on_list() && same_subject(),
            // It may have come before the letter, when its writer subscribed.
            NoticeKind::ConfirmationWanted => {
                return to_author && on_list() && is_within_weeks(heard.at, letter.at());
            }
            NoticeKind::Bounced(failures) => {
                same_subject() && failures.iter().all(|it| letter.is_to(&it.address))
            }
            NoticeKind::Vacation => same_subject() && letter.is_to(heard.from),
        };
        is && to_author && letter.is_near(heard.at)
    }

    /// Whether a notice names a list, by whichever of its addresses.
    fn names(&self, notice: &Notice, list: &Address) -> bool {
        let lists = self.known.catalog.into_iter().flat_map(|it| &it.lists);
        let mut same = lists.filter(|it| it.address == *list || it.aliases.contains(list));
        notice.names(list)
            || same.any(|it| notice.names(&it.address) || it.aliases.iter().any(|it| notice.names(it)))
    }
}

fn is_within_weeks(one: DateTime<FixedOffset>, other: DateTime<FixedOffset>) -> bool {
    (one - other).abs() <= chrono::TimeDelta::days(30)
}

fn said<'e>(
    contacts: impl Iterator<Item = &'e Event>,
    kind: Kind,
    heard: &Heard,
    mut detail: Value,
) -> Vec<Event> {
    detail["notice"] = json!(heard.id.bare());
    if detail["reason"].is_null() {
        detail.as_object_mut().map(|it| it.remove("reason"));
    }
    let event = |base| Event {
        author: heard.from.clone(),
        detail: Some(detail.clone()),
        ..about(base, kind, heard.at)
    };
    contacts.map(event).collect()
}

/// What came back of a letter: all addresses in one event. Where the ledger has one, what came back since is another,
/// under the identifier of its own mail.
fn bounced(base: &Event, heard: &[(Heard, Vec<Failure>)], known: &[Event]) -> Option<Event> {
    let same = |it: &&Event| {
        let is = it.message_id == base.message_id || it.in_reply_to.as_ref() == Some(&base.message_id);
        it.kind == Kind::Bounced && it.contact == base.contact && is
    };
    let before: Vec<_> = known.iter().filter(same).collect();
    let is_known = |address: &Address| before.iter().any(|it| it.refused.contains(address));
    let mut ordered: Vec<_> = heard.iter().collect();
    ordered.sort_by_key(|(it, _)| (it.at, it.id));
    let mut refused = Vec::new();
    let mut first: Option<(&Heard, &Failure)> = None;
    let mut notices: Vec<&str> = Vec::new();
    for (heard, failures) in ordered {
        for failure in failures.iter().filter(|it| !is_known(&it.address)) {
            first = first.or(Some((heard, failure)));
            if !notices.contains(&heard.id.bare()) {
                notices.push(heard.id.bare());
            }
            if !refused.contains(&failure.address) {
                refused.push(failure.address.clone());
            }
        }
    }
    let (heard, failure) = first?;
    let mut detail = json!({"notice": heard.id.bare(), "reason": failure.reason});
    if let Some(status) = &failure.status {
        detail["status"] = json!(status);
    }
    if notices.len() > 1 {
        detail["notices"] = json!(notices);
    }
    let event = Event {
        author: heard.from.clone(),
        refused,
        detail: Some(detail),
        ..about(base, Kind::Bounced, heard.at)
    };
    Some(if before.is_empty() {
        event
    } else {
        Event { message_id: heard.id.clone(), in_reply_to: Some(base.message_id.clone()), ..event }
    })
}
