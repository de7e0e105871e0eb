//! Fixing what needs no thought.
//!
//! Each rule that can be fixed brings its own function, from a mail to the octets of the fixed one. One that finds
//! nothing to do, or cannot do it without a doubt, leaves the mail alone; so fixing twice changes nothing.

use super::config::RuleConfig;
use super::context::CheckContext;
use super::input::CheckInput;
use super::mail::Mail;
use super::rule::Rule;
use super::run::{applies, ask};
use super::table::rules;
use onlist_mail::read::Post;

/// Fixes `bytes` as far as rules that apply have found something that needs no thought.
///
/// Gives nothing when there is nothing to do, or the mail is longer than what is looked at. What was allowed or turned off stays.
#[must_use]
pub fn fixed(bytes: &[u8], context: &CheckContext<'_>, config: &RuleConfig) -> Option<Vec<u8>> {
    /// A subject that was fixed may name the project, and the project the people to copy.
    const MOST_STEPS: usize = 20;
    let mut now = None;
    for _ in 0..MOST_STEPS {
        match step(now.as_deref().unwrap_or(bytes), context, config) {
            Some(next) => now = Some(next),
            None => break,
        }
    }
    now.filter(|now| now != bytes)
}

/// Fixes what the first rule finds that can be fixed.
fn step(bytes: &[u8], context: &CheckContext<'_>, config: &RuleConfig) -> Option<Vec<u8>> {
    let mail = Mail::read(bytes).ok().filter(Mail::is_whole)?;
    let input = CheckInput::new(&mail, context, &config.limits);
    let wanted =
        |rule: &&&'static Rule| rule.is_fixable() && applies(rule, input.kind) && !config.allows(rule);
    // The text before the header, and marks before the form of a subject: what is fixed last counts on the rest.
    rules().iter().rev().filter(wanted).find_map(|rule| {
        let found = !ask(rule, &input, config).is_empty();
        let next = rule.fix.filter(|_| found).and_then(|fix| fix(&input))?;
        (next != bytes && says_the_same(&mail, &next)).then_some(next)
    })
}

/// Whether a mail still has the words that it had, whoever said each.
fn says_the_same(before: &Mail<'_>, after: &[u8]) -> bool {
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    let own = |post: &Post<'_>| -> String {
        post.own_lines().filter(|(_, kind)| kind.is_own()).map(|(line, _)| letters(&line)).collect()
    };
    Mail::read(after).is_ok_and(|after| {
        own(&before.post) == own(&after.post) && letters(before.post.text()) == letters(after.post.text())
    })
}
