//! All rules, by family.

use std::sync::LazyLock;

use super::rule::Rule;
use super::{addressing, content, form, repeating, subject, threading};
use crate::diagnostics::nearest;

/// All rules, by code: addressing, subject, threading, form, content.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    static SORTED: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let families = [
            addressing::rules(),
            subject::rules(),
            threading::RULES.to_vec(),
            repeating::RULES.to_vec(),
            form::rules(),
            content::rules(),
        ];
        let mut rules = families.concat();
        rules.sort_by_key(|rule| ("ASTFC".find(&rule.code[..1]), rule.code));
        rules
    });
    &SORTED
}

/// A name that no rule has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{given}`")]
pub struct UnknownRule {
    /// What was asked for.
    pub given: String,
    /// The code or name that is most like it.
    pub nearest: Option<&'static str>,
}

/// Finds a rule by its code or its name, in any case.
///
/// # Errors
/// [`UnknownRule`] names the nearest.
pub fn rule(wanted: &str) -> Result<&'static Rule, UnknownRule> {
    let is = |rule: &&Rule| [rule.code, rule.name].iter().any(|it| it.eq_ignore_ascii_case(wanted));
    rules().iter().copied().find(is).ok_or_else(|| UnknownRule {
        given: wanted.to_owned(),
        nearest: nearest(wanted, rules().iter().flat_map(|rule| [rule.name, rule.code])),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// What the list must have: the families without what needs other modules.
    const CODES: &str = "A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 A13 A14 A15 A16 A17 A18 A19 A21 A22 A24 A25 \
        S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11 T01 T02 T03 T04 T05 T06 T07 \
        F01 F02 F03 F04 F05 F06 F07 F08 F09 F10 F11 F12 F13 F14 F16 F18 F19 F20 \
        C01 C02 C03 C04 C05 C06 C07 C08 C09 C10 C11 C12 C13 C14 C16 C17";

    #[test]
    fn the_table_is_complete_and_in_order() {
        let codes: Vec<_> = rules().iter().map(|rule| rule.code).collect();
        assert_eq!(codes, CODES.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn every_rule_is_told_apart_and_explained() {
        let names: HashSet<_> = rules().iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), rules().len());
        for rule in rules() {
            let kebab =
                rule.name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
            assert!(kebab && rule.name.contains('-'), "{}", rule.name);
            for text in [rule.reason, rule.source] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", rule.code);
            }
        }
    }

    #[test]
    fn rules_are_found_by_code_and_name() {
        for (wanted, expected) in [
            ("F02", Ok("F02")),
            ("f02", Ok("F02")),
            ("line-width", Ok("F02")),
            ("line-widht", Err(Some("line-width"))),
        ] {
            let found = rule(wanted).map(|rule| rule.code).map_err(|unknown| unknown.nearest);
            assert_eq!(found, expected, "{wanted}");
        }
    }
}
