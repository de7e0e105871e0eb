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

/// Fixes `bytes` as far as rules that apply have found something that needs no thought.
///
/// Gives nothing when there is nothing to do, or the mail is longer than what is looked at. What was allowed or turned off stays.
#[must_use]
pub fn fixed(bytes: &[u8], context: &CheckContext<'_>, config: &RuleConfig) -> Option<Vec<u8>> {
    /// A subject that was fixed may name the project, and the project the people to copy.
    const ROUNDS: usize = 4;
    let mut now = bytes.to_vec();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for rule in rules().iter().filter(|rule| rule.is_fixable()) {
            if let Some(next) = step(rule, &now, context, config) {
                (now, changed) = (next, true);
            }
        }
        if !changed {
            break;
        }
    }
    (now != bytes).then_some(now)
}

/// Fixes what one rule finds.
fn step(
    rule: &'static Rule,
    bytes: &[u8],
    context: &CheckContext<'_>,
    config: &RuleConfig,
) -> Option<Vec<u8>> {
    let mail = Mail::read(bytes).ok().filter(Mail::is_whole)?;
    let input = CheckInput::new(&mail, context, &config.limits);
    if !applies(rule, input.kind) || config.allows(rule) || ask(rule, &input, config).is_empty() {
        return None;
    }
    let next = rule.fix?(&input)?;
    (next != bytes && says_the_same(&mail, &next)).then_some(next)
}

/// Whether a mail still has the words that it had, whoever said each.
fn says_the_same(before: &Mail<'_>, after: &[u8]) -> bool {
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    Mail::read(after).is_ok_and(|after| {
        let own = letters(&before.post.own_text()) == letters(&after.post.own_text());
        own && letters(&before.post.text()) == letters(&after.post.text())
    })
}
