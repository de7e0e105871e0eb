//! Mending what needs no thought.
//!
//! A mail is mended in steps, each from octets to octets: first its parts,
//! then its text, then its header. A step that finds nothing to do, or cannot
//! do it without a doubt, leaves the mail alone; so mending twice changes nothing.

mod header;
mod parts;
mod text;
mod wrap;

use super::judge::check;
use super::mail::Mail;
use super::situation::Situation;

/// The rules whose findings are mended.
pub const MENDED: [&str; 9] = ["A02", "A03", "A06", "F01", "F02", "F13", "S01", "S02", "S05"];

/// Mends `bytes` as far as rules that apply have found something that needs no thought.
///
/// Gives nothing when there is nothing to do, or the mail is longer than what is looked at. What was let through or turned off stays.
#[must_use]
pub fn mended(bytes: &[u8], situation: &Situation<'_>) -> Option<Vec<u8>> {
    /// A subject that was mended may name the project, and the project the people to copy.
    const ROUNDS: usize = 4;
    let mut now: Option<Vec<u8>> = None;
    for _ in 0..ROUNDS {
        let Some(next) = round(now.as_deref().unwrap_or(bytes), situation) else { break };
        now = Some(next);
    }
    now.filter(|now| now != bytes)
}

/// Takes each step once; gives nothing when none changes anything.
fn round(bytes: &[u8], situation: &Situation<'_>) -> Option<Vec<u8>> {
    let mut now: Option<Vec<u8>> = None;
    for step in [parts::text_alone, text::mended, header::mended] {
        let mail = Mail::read(now.as_deref().unwrap_or(bytes)).ok().filter(Mail::is_whole)?;
        let checked = check(&mail, situation);
        let found: Vec<_> = checked.findings.iter().map(|finding| finding.rule.code).collect();
        let next = step(&mail, situation, &found).filter(|next| says_the_same(&mail, next));
        now = next.or(now);
    }
    now
}

/// Whether a mail still has the words that it had, whoever said each.
fn says_the_same(before: &Mail<'_>, after: &[u8]) -> bool {
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    Mail::read(after).is_ok_and(|after| {
        let own = letters(&before.post.own_text()) == letters(&after.post.own_text());
        own && letters(&before.post.text()) == letters(&after.post.text())
    })
}

/// The line end of a file.
fn line_end(bytes: &[u8]) -> &'static str {
    let first = bytes.iter().position(|byte| *byte == b'\n');
    if first.is_some_and(|at| at > 0 && bytes[at - 1] == b'\r') { "\r\n" } else { "\n" }
}

/// `text` with the line ends of the file.
fn with_line_end(text: &str, end: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    if end == "\n" { plain } else { plain.replace('\n', end) }
}
