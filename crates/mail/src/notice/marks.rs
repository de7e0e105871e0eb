//! The signs by which notices are known: one table of words, and one of senders and fields.

use memchr::memmem;

use super::phrases::{AWAY_SUBJECTS, In, LEAVING, REASONS, SUBJECTS, Says, WORDS};
use super::words;
use crate::mailbox::{Address, Mailbox};
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

impl Kind {
    /// What a mail is, whose text in one line is `text`.
    pub(super) fn of(post: &Post, text: &str) -> Option<Self> {
        let subject = post.subject.to_lowercase();
        if is_from_list(post) {
            let says =
                said_by_structure(post, &subject, text).or_else(|| said_in_words(post, &subject, text))?;
            let reason = || between(post, text, &REASONS).or_else(|| held(post).map(|(_, reason)| reason));
            return match says {
                Says::Held => Some(Self::Held(reason())),
                Says::Rejected => Some(Self::Rejected(reason())),
                Says::Confirmation => Some(Self::Confirmation),
                Says::Neither => None,
            };
        }
        let marked = |(name, value): &(&str, &str)| post.all(name).any(|it| words(it).contains(value));
        let is_exchange = post.field("X-Auto-Response-Suppress").is_some()
            && post.all("Auto-Submitted").any(|it| words(it).contains("auto-generated"));
        let away =
            is_exchange || AWAY.iter().any(marked) || AWAY_SUBJECTS.iter().any(|it| subject.starts_with(it));
        away.then_some(Self::Vacation)
    }
}

/// What the words of a list manager say.
fn said_in_words(post: &Post, subject: &str, text: &str) -> Option<Says> {
    let locals = |all: &[Mailbox]| -> Vec<String> {
        all.iter().map(|it| it.address.local_part().to_lowercase()).collect()
    };
    let (sender, reply_to) = (locals(&post.from[..post.from.len().min(1)]), locals(&post.reply_to));
    let has = |(_, place, words): &&(Says, In, &str)| match place {
        In::Subject => subject.contains(words),
        In::Text => text.contains(words),
        In::Sender => sender.iter().any(|it| it.contains(words)),
        In::ReplyTo => reply_to.iter().any(|it| it.contains(words)),
    };
    WORDS.iter().find(has).map(|(says, _, _)| *says)
}

/// What a mail of Mailman 2 is, in whichever language: what is to be confirmed has the word and a number for its subject, a
/// letter that is held can be withdrawn at an address that ends so, and one that was rejected is named in quotation
/// marks above the address of the list's owner.
fn said_by_structure(post: &Post, subject: &str, text: &str) -> Option<Says> {
    let is_number = |word: &str| word.len() >= 32 && word.bytes().all(|it| it.is_ascii_hexdigit());
    if subject.strip_prefix("confirm ").is_some_and(|it| is_number(it.trim())) {
        let leaves = LEAVING.iter().any(|it| text.contains(it));
        return Some(if leaves { Says::Neither } else { Says::Confirmation });
    }
    let at = |word: &str| {
        word.rsplit_once('/').is_some_and(|(before, it)| is_number(it) && before.contains("/confirm/"))
    };
    if post.field("X-List-Administrivia").is_some() && text.split(' ').any(at) {
        return Some(Says::Held);
    }
    let set_in: Vec<_> = indented(post).collect();
    let [title, .., owner] = &set_in[..] else { return None };
    let is_owner = owner.split_once('@').is_some_and(|(local, _)| local.ends_with("-owner"));
    (is_owner && quoted(title).is_some()).then_some(Says::Rejected)
}

/// The paragraphs of a notice of Mailman that are set in: the subject of the letter, then the reason.
fn indented(post: &Post) -> impl Iterator<Item = Line> {
    let is_mailman = post.field("X-List-Administrivia").is_some();
    let text = if is_mailman { post.text() } else { "" };
    let all = text.split("\n\n").map(|it| it.trim_matches('\n')).filter(|it| !it.trim().is_empty());
    let set_in = all.filter(|it| it.lines().all(|line| line.starts_with("  ")));
    set_in.map(|it| {
        let words: String = it.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect();
        Line::sanitize(&words)
    })
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
    between(post, text, &SUBJECTS)
        .or_else(|| {
            let (_, rest) = subject.split_once("waiting release to ")?;
            rest.split_once(": ").map(|(_, rest)| Line::sanitize(rest))
        })
        .or_else(|| indented(post).next().and_then(|it| quoted(&it)))
        .or_else(|| held(post).map(|(subject, _)| subject))
}

/// The subject of a letter that Mailman holds, and why: above the address at which it is withdrawn. Some languages set in
/// less than that.
fn held(post: &Post) -> Option<(Line, Line)> {
    let mut set_in = indented(post);
    let (subject, reason) = (set_in.next()?, set_in.next()?);
    set_in.next().map(|_| (subject, reason))
}

/// What stands in quotation marks, where Mailman names a letter that was rejected.
fn quoted(words: &Line) -> Option<Line> {
    let (_, rest) = words.split_once('"')?;
    rest.rsplit_once('"').map(|(title, _)| Line::sanitize(title))
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
