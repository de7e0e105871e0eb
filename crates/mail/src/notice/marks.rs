//! The signs by which notices are known: one table of words, and one of senders and fields.

use memchr::memmem;

use super::words;
use crate::mailbox::Address;
use crate::read::fields::Fields;
use crate::read::{Post, encoded_word};
use crate::text::Line;

/// What the table tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Held(Option<Line>),
    Rejected(Option<Line>),
    Confirmation,
    Vacation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Held,
    Rejected,
    Confirmation,
    /// It is to somebody else, or of something else, whatever other signs it has.
    Neither,
}

/// Where the words stand.
#[derive(Debug, Clone, Copy)]
enum In {
    Subject,
    Text,
    /// In the local part of who sent it.
    Sender,
}

/// Words of list managers, in lower case; those of `Neither` come first.
const WORDS: [(Says, In, &str); 64] = [
    // To moderators: Mailman, mlmmj, ezmlm, groups.io.
    (Says::Neither, In::Text, "your authorization is requested"),
    (Says::Neither, In::Text, "you are being asked to moderate"),
    (Says::Neither, In::Subject, "moderate for "),
    (Says::Neither, In::Subject, "approval needed"),
    (Says::Neither, In::Subject, "unsubscri"),
    (Says::Neither, In::Text, "for removal of your email address"),
    (Says::Neither, In::Subject, "confirm your unsub"),
    (Says::Neither, In::Text, "subscription request has been rejected"),
    // Mailman 2 and 3.
    (Says::Held, In::Subject, "awaits moderator approval"),
    (Says::Held, In::Text, "is being held until the list moderator can review it"),
    (Says::Held, In::Text, "/mailman/confirm/"),
    // mlmmj.
    (Says::Held, In::Subject, "awaiting release to "),
    (Says::Held, In::Text, "moderators are being asked to review it before releasing it"),
    (Says::Held, In::Text, "moderators will now decide if it should be released"),
    // Sympa.
    (Says::Held, In::Text, "has been forwarded to the list editor"),
    (Says::Held, In::Text, "has been forwarded to editor"),
    (Says::Held, In::Text, "has been forwarded to the moderator"),
    (Says::Held, In::Text, "has been forwarded to the list owner for approval"),
    // Google Groups, groups.io, ezmlm and others, in the words that they share.
    (Says::Held, In::Subject, "message pending"),
    (Says::Held, In::Subject, "awaiting moderation"),
    (Says::Held, In::Subject, "held for moderation"),
    (Says::Held, In::Text, "is awaiting moderation"),
    (Says::Held, In::Text, "is waiting for moderation"),
    (Says::Held, In::Text, "is pending moderation"),
    (Says::Held, In::Text, "is pending approval"),
    (Says::Held, In::Text, "held for moderation"),
    (Says::Held, In::Text, "must be approved by a moderator"),
    (Says::Held, In::Text, "must be approved by a group moderator"),
    (Says::Held, In::Text, "must be approved before it is posted"),
    (Says::Held, In::Text, "requires moderator approval"),
    (Says::Held, In::Text, "will be reviewed by a moderator"),
    (Says::Held, In::Text, "has been submitted to the moderators"),
    (Says::Held, In::Text, "has been sent to the moderators"),
    // Mailman 2 and 3: by a moderator, by a rule.
    (Says::Rejected, In::Text, "has been rejected by the list moderator"),
    (Says::Rejected, In::Text, "mailing-list was rejected for the following reasons"),
    (Says::Rejected, In::Text, "mailing list was rejected for the following reasons"),
    (Says::Rejected, In::Text, "your message has been automatically rejected"),
    (Says::Rejected, In::Text, "your message was rejected"),
    (Says::Rejected, In::Text, "your message has been rejected"),
    // mlmmj, Sympa, ezmlm, LISTSERV, Google Groups, groups.io.
    (Says::Rejected, In::Text, "was unable to be delivered to the list"),
    (Says::Rejected, In::Text, "(attached below) was rejected"),
    (Says::Rejected, In::Text, "has been rejected by the moderator"),
    (Says::Rejected, In::Text, "has been rejected by the list editor"),
    (Says::Rejected, In::Text, "was rejected by the moderator"),
    (Says::Rejected, In::Text, "was not accepted by the moderator"),
    (Says::Rejected, In::Text, "you are not authorized to send mail to the"),
    (Says::Rejected, In::Text, "you are not allowed to send this message"),
    (Says::Rejected, In::Text, "you are not allowed to post to this mailing list"),
    (Says::Rejected, In::Text, "you may not have permission to post messages to the group"),
    (Says::Rejected, In::Text, "was rejected because"),
    // Subscriptions: Mailman 2 and 3.
    (Says::Confirmation, In::Subject, "your confirmation is needed to join"),
    (Says::Confirmation, In::Text, "for subscription of your email address"),
    (Says::Confirmation, In::Text, "mailing list subscription confirmation notice"),
    (Says::Confirmation, In::Text, "email address registration confirmation"),
    // mlmmj, ezmlm.
    (Says::Confirmation, In::Subject, "confirm subscription to "),
    (Says::Confirmation, In::Subject, "confirm subscribe to "),
    (Says::Confirmation, In::Text, "to confirm that you would like"),
    (Says::Confirmation, In::Text, "to confirm you want to subscribe"),
    // Sympa, Majordomo.
    (Says::Confirmation, In::Text, "confirm your subscription"),
    (Says::Confirmation, In::Text, "confirm your request to subscribe"),
    (Says::Confirmation, In::Text, "your subscription request to list"),
    (Says::Confirmation, In::Subject, "confirmation for subscribe "),
    // Google Groups, groups.io.
    (Says::Confirmation, In::Sender, "+subconfirm"),
    (Says::Confirmation, In::Sender, "+confirm+"),
];

/// What list managers and mail systems add to the local part of a list's address for mails of their own.
const SUFFIXES: [&str; 17] = [
    "-bounces",
    "-bounce",
    "-owner",
    "-request",
    "-confirm",
    "-admin",
    "-help",
    "-return-",
    "-sc.",
    "+owner",
    "+bounces",
    "+help",
    "+confirm",
    "+subconfirm",
    "+noreply",
    "+release",
    "+managers",
];

/// Local parts of programs.
const PROGRAMS: [&str; 12] = [
    "sympa",
    "listserv",
    "listmaster",
    "mailman",
    "majordomo",
    "ezmlm",
    "mlmmj",
    "noreply",
    "no-reply",
    "donotreply",
    "mailer-daemon",
    "postmaster",
];

/// Fields by which programs that answer for people who are away are known, and what stands in them; an empty word is any.
const AWAY: [(&str, &str); 10] = [
    ("Auto-Submitted", "auto-replied"),
    ("Precedence", "auto_reply"),
    ("X-Precedence", "auto_reply"),
    ("X-Autoreply", ""),
    ("X-Auto-Reply", ""),
    ("X-Autorespond", ""),
    ("X-Autoresponder", ""),
    ("X-Mail-Autoreply", ""),
    ("X-Vacation", ""),
    ("X-Mailer", "vacation"),
];

/// What mail programs put before the subject of such an answer.
const AWAY_SUBJECTS: [&str; 25] = [
    "automatic reply:",
    "auto-reply:",
    "auto reply:",
    "autoreply:",
    "auto:",
    "out of office:",
    "out of the office:",
    "out of office reply:",
    "out of office autoreply:",
    "vacation:",
    "vacation reply:",
    "away from my mail",
    "automatische antwort:",
    "abwesenheitsnotiz:",
    "abwesend:",
    "réponse automatique",
    "respuesta automática:",
    "resposta automática:",
    "risposta automatica:",
    "autosvar:",
    "automatisch antwoord:",
    "automaattinen vastaus:",
    "automatická odpověď:",
    "odpowiedź automatyczna:",
    "автоматический ответ:",
];

/// Names and values of header fields of which a notice has one, besides who sent it.
const SIGNS: [&[u8]; 9] = [
    b"auto-submitted:",
    b"auto_reply",
    b"multipart/report",
    b"x-failed-recipients:",
    b"x-list-administrivia:",
    b"x-auto",
    b"x-mail-autoreply",
    b"x-vacation",
    b"vacation",
];

/// Octets of a header that are searched.
const LONGEST: usize = 256 * 1024;

/// Words between which the reason stands.
const REASONS: [(&str, &str); 8] = [
    ("the following reason for rejecting your request: \"", "\" any questions"),
    ("was rejected for the following reasons:", "the original message"),
    ("was unable to be delivered to the list because ", "."),
    ("for the following reason:", "."),
    ("the message is being held because:", "either the message"),
    ("the reason it is being held:", "either the message"),
    ("before releasing it to the list because ", "."),
    ("held because ", "."),
];

/// Words between which the subject of the letter stands.
const SUBJECTS: [(&str, &str); 5] = [
    ("posting of your message titled \"", "\" has been rejected"),
    ("with subject \"", "\" was unable"),
    ("with the subject", "is being held until"),
    ("with subject \"", "\" has been submitted"),
    ("with subject '", "' has been"),
];

impl Kind {
    /// What a mail is, whose text in one line is `text`.
    pub(super) fn of(post: &Post, text: &str) -> Option<Self> {
        let subject = post.subject.to_lowercase();
        if is_from_list(post) {
            let sender =
                post.from.first().map(|it| it.address.local_part().to_lowercase()).unwrap_or_default();
            let has = |(_, place, words): &&(Says, In, &str)| match place {
                In::Subject => subject.contains(words),
                In::Text => text.contains(words),
                In::Sender => sender.contains(words),
            };
            return match WORDS.iter().find(has)?.0 {
                Says::Held => Some(Self::Held(between(post, text, &REASONS))),
                Says::Rejected => Some(Self::Rejected(between(post, text, &REASONS))),
                Says::Confirmation => Some(Self::Confirmation),
                Says::Neither => None,
            };
        }
        let marked = |(name, value): &(&str, &str)| post.all(name).any(|it| words(it).contains(value));
        let away = AWAY.iter().any(marked) || AWAY_SUBJECTS.iter().any(|it| subject.starts_with(it));
        away.then_some(Self::Vacation)
    }
}

/// Whether a header may be of a notice. It may err for others, and never for one.
pub(super) fn may_be(header: &[u8], fields: &Fields) -> bool {
    let lower = header[..header.len().min(LONGEST)].to_ascii_lowercase();
    let has = |word: &[u8]| memmem::find(&lower, word).is_some();
    let from = senders(&lower).collect::<Vec<_>>().concat();
    let senders = |words: &[&str]| words.iter().any(|it| memmem::find(&from, it.as_bytes()).is_some());
    let subject = fields.subject.unwrap_or_default();
    let subject = Line::sanitize(&encoded_word::decode(&subject[..subject.len().min(super::ENOUGH)]));
    let subject = subject.to_lowercase();
    SIGNS.iter().any(|it| has(it))
        || (has(b"return-path") && has(b"<>"))
        || senders(&SUFFIXES)
        || senders(&PROGRAMS)
        || AWAY_SUBJECTS.iter().any(|it| subject.starts_with(it))
}

/// The lines of all From fields of a header in lower case.
fn senders(lower: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut inside = false;
    lower.split(|byte| *byte == b'\n').filter(move |line| {
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let behind = line.strip_prefix(b"from").map(<[u8]>::trim_ascii_start);
            inside = behind.is_some_and(|it| it.starts_with(b":"));
        }
        inside
    })
}

/// Whether a list manager, or another program that is nobody's, sent it in its own name.
fn is_from_list(post: &Post) -> bool {
    post.field("X-List-Administrivia").is_some()
        || post.from.first().is_some_and(|from| {
            let local = from.address.local_part().to_lowercase();
            PROGRAMS.contains(&local.as_str()) || suffix(&local).is_some()
        })
}

/// Where in a local part what list managers add begins.
fn suffix(local: &str) -> Option<usize> {
    let ends = |at: usize, word: &str| {
        let rest = &local[at + word.len()..];
        word.ends_with(['-', '.']) || rest.is_empty() || rest.starts_with(['+', '-', '='])
    };
    let mut found = SUFFIXES.iter().filter_map(|word| Some((local.find(word)?, word)));
    found.find(|(at, word)| *at > 0 && ends(*at, word)).map(|(at, _)| at)
}

/// The address of a list behind the one that it sends its notices from; `dotted` is that one, written as a List-Id is.
pub(super) fn without_suffix(dotted: &str, address: &Address) -> String {
    let local = address.local_part().to_lowercase();
    match suffix(&local) {
        Some(at) => format!("{}.{}", &local[..at], address.domain().to_lowercase()),
        None => dotted.to_owned(),
    }
}

/// The subject of the letter that a notice speaks of.
pub(super) fn subject_of_letter(post: &Post, text: &str) -> Option<Line> {
    let subject = post.subject.as_str();
    let lower = subject.to_lowercase();
    if let Some(mark) = AWAY_SUBJECTS.iter().find(|it| lower.starts_with(*it)) {
        let rest = subject.get(mark.len()..)?.trim_start_matches([' ', ':']);
        return Some(Line::sanitize(rest)).filter(|it| !it.is_empty());
    }
    between(post, text, &SUBJECTS).or_else(|| {
        let (_, rest) = subject.split_once("waiting release to ")?;
        rest.split_once(": ").map(|(_, rest)| Line::sanitize(rest))
    })
}

/// What stands between words of a text, as it is written there.
fn between(post: &Post, text: &str, marks: &[(&str, &str)]) -> Option<Line> {
    if marks.iter().all(|(before, _)| !text.contains(before)) {
        return None;
    }
    let whole = post.text().split_whitespace().collect::<Vec<_>>().join(" ");
    // ASCII alone changes its case here, so that places stay.
    let lower = whole.to_ascii_lowercase();
    marks.iter().find_map(|(before, behind)| {
        let start = lower.find(before)? + before.len();
        let end = start + lower[start..].find(behind)?;
        let found: String = whole[start..end].trim().chars().take(300).collect();
        Some(Line::sanitize(&found)).filter(|it| !it.is_empty())
    })
}
