//! Mail that came back in the words of a mail system, without a report for programs: qmail, Exim, Postfix, sendmail.

use super::Failure;
use super::report::is_status;
use crate::mailbox::Address;
use crate::read::{AddressList, Post};
use crate::text::Line;

/// Words by which mail systems begin to say that a letter did not arrive.
const OPENINGS: [&str; 17] = [
    "i wasn't able to deliver your message",
    "message could not be delivered to one or more of its recipients",
    "a message that you sent could not be delivered",
    "your message could not be delivered to one or more recipients",
    "i'm sorry to have to inform you that the message returned below could not be delivered",
    "the following addresses had permanent fatal errors",
    "the following address(es) failed",
    "the following recipients could not be reached",
    "the following recipient(s) could not be reached",
    "delivery to the following recipient failed permanently",
    "was not delivered to",
    "the following addresses failed",
    "unable to deliver your message to the following address",
    "an error has occurred while attempting to deliver a message for the following list of recipients",
    "your message to the following recipients cannot be delivered",
    "your message did not reach some or all of the intended recipients",
    "could not be delivered to the following recipients",
];

/// Words for what is still tried.
const DELAYED: [&str; 6] = [
    "will continue to be attempted",
    "you do not need to resend",
    "has not yet been delivered",
    "will be retried",
    "delivery attempts will continue",
    "no action is required on your part",
];

/// Lines behind which the letter itself stands.
const COPIES: [&str; 8] = [
    "--- below this line is a copy of the message",
    "------ this is a copy of the message",
    "----- original message follows",
    "----- message header follows",
    "--- undelivered message follows ---",
    "----- original message -----",
    "--- enclosed is a copy of the message",
    "below is a copy of the original message",
];

/// Local parts of mail systems.
const SYSTEMS: [&str; 3] = ["mailer-daemon", "postmaster", "mail-daemon"];

/// Recipients that are read of one mail.
const MOST: usize = 100;

/// Those whom the letter did not reach; nothing where no mail system says so.
pub(super) fn failures(post: &Post) -> Option<Vec<Failure>> {
    if !is_from_system(post) {
        return None;
    }
    let text = post.text();
    let own = own_words(text);
    let said = super::squeezed(own).replace('’', "'");
    if DELAYED.iter().any(|it| said.contains(it)) {
        return None;
    }
    let named: Vec<_> = post
        .all("X-Failed-Recipients")
        .flat_map(|it| AddressList::read(it.value).mailboxes)
        .map(|it| Failure { address: it.address, status: None, reason: Line::default() })
        .collect();
    if named.is_empty() && !OPENINGS.iter().any(|it| said.contains(it)) {
        return None;
    }
    let mut found = listed(own);
    for failure in named {
        if found.iter().all(|it| it.address != failure.address) {
            found.push(failure);
        }
    }
    found.truncate(MOST);
    (!found.is_empty()).then_some(found)
}

/// What stands behind the line that announces the letter.
pub(super) fn copy_below(text: &str) -> Option<&str> {
    let (_, line_end) = copy_line(text)?;
    Some(text[line_end..].trim_start())
}

fn own_words(text: &str) -> &str {
    copy_line(text).map_or(text, |(start, _)| &text[..start])
}

/// Where the line that announces the letter begins and ends.
fn copy_line(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim().to_lowercase();
        if COPIES.iter().any(|it| words.starts_with(it)) {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn is_from_system(post: &Post) -> bool {
    let is = |local: &str| SYSTEMS.iter().any(|it| local.eq_ignore_ascii_case(it));
    let nobody = post.field("Return-Path").is_some_and(|it| it.value.trim_ascii() == b"<>");
    nobody || post.from.iter().any(|it| is(it.address.local_part()))
}

/// Addresses that begin lines, each with the words that follow it: `<ada@example.org>: no such user`.
fn listed(text: &str) -> Vec<Failure> {
    let mut found: Vec<Failure> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        if let Some((address, rest)) = leading(line) {
            open = true;
            if found.iter().all(|it| it.address != address) {
                found.push(failure(address, rest));
            }
        } else if line.is_empty() {
            open = false;
        } else if let Some(last) = found.last_mut().filter(|_| open) {
            *last = failure(last.address.clone(), &format!("{} {line}", last.reason));
        }
        if found.len() >= MOST {
            break;
        }
    }
    found
}

fn leading(line: &str) -> Option<(Address, &str)> {
    let (address, rest) = match (line.strip_prefix('<'), line.strip_prefix('\'')) {
        (Some(rest), _) => rest.split_once('>')?,
        (_, Some(rest)) => rest.split_once('\'')?,
        _ => line.split_at(line.find([' ', ':', '(']).unwrap_or(line.len())),
    };
    let address = address.contains('@').then(|| address.parse().ok())??;
    let rest = rest.trim_start();
    // A word in a sentence is no entry of a list.
    let entry = line.starts_with(['<', '\'']) || rest.is_empty() || rest.starts_with([':', '(']);
    entry.then(|| (address, rest.trim_start_matches(':').trim()))
}

fn failure(address: Address, words: &str) -> Failure {
    let code = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        is_status(word).then(|| Line::sanitize(word))
    };
    let reason: String = words.trim().chars().take(500).collect();
    Failure { address, status: reason.split_whitespace().find_map(code), reason: Line::sanitize(&reason) }
}
