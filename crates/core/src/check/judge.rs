//! How findings are weighed, and what comes of it.

use std::collections::BTreeMap;

use super::case::Case;
use super::finding::{Finding, Hit, Severity};
use super::mail::Mail;
use super::phrases::{GENERIC_QUESTIONS, TITLES};
use super::rule::{Rule, Scope, UnknownRule, rule, rules};
use super::situation::Situation;
use super::topic::{Kind, Topic};
use crate::catalog::{Catalog, Judgement, Level, WordRange};

/// Findings of one rule in one mail: nobody reads more.
const MOST_PER_RULE: usize = 50;

/// Limits, word lists and levels: our defaults, then the community's, then the user's.
#[derive(Debug, Clone)]
pub struct Judge {
    levels: BTreeMap<&'static str, Level>,
    allowed: Vec<&'static str>,
    /// How long a first letter should be.
    pub words: WordRange,
    /// The widest line of prose, in columns.
    pub widest_line: usize,
    /// The widest subject that lists show whole, in columns.
    pub widest_subject: usize,
    /// Recipients of one mail, at most.
    pub most_recipients: usize,
    /// The largest mail that lists let through, in octets.
    pub largest: usize,
    /// Lines of a signature, at most.
    pub signature_lines: usize,
    /// The line of the text that the first question stands on at the latest.
    pub question_by_line: usize,
    /// Equal words in a row that count as copied.
    pub copied_words: usize,
    /// Questions that everybody could ask.
    pub generic_questions: Vec<String>,
    /// Ways to address people that are not used here.
    pub titles: Vec<String>,
}

impl Judge {
    /// The judge of a community, as its catalog wants it.
    ///
    /// # Errors
    /// [`UnknownRule`] when the catalog weighs a rule that is none.
    pub fn of(catalog: &Catalog) -> Result<Self, UnknownRule> {
        let folded = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
        let mut judge = Self {
            levels: BTreeMap::new(),
            allowed: Vec::new(),
            words: catalog.conventions.words().value,
            widest_line: 76,
            widest_subject: 75,
            most_recipients: 9,
            largest: 40 * 1024,
            signature_lines: 4,
            question_by_line: 25,
            copied_words: 12,
            generic_questions: folded(&GENERIC_QUESTIONS),
            titles: folded(&TITLES),
        };
        judge.follow(catalog.conventions.judgement())?;
        Ok(judge)
    }

    /// Judges by `judgement` where it says something, and as before where not.
    ///
    /// # Errors
    /// [`UnknownRule`] when it weighs a rule that is none.
    pub fn follow(&mut self, judgement: &Judgement) -> Result<(), UnknownRule> {
        for (wanted, level) in &judgement.severity {
            self.levels.insert(rule(wanted)?.code, *level);
        }
        let limits = [
            (&mut self.widest_line, judgement.widest_line),
            (&mut self.widest_subject, judgement.widest_subject),
            (&mut self.most_recipients, judgement.most_recipients),
            (&mut self.signature_lines, judgement.signature_lines),
            (&mut self.question_by_line, judgement.question_by_line),
            (&mut self.copied_words, judgement.copied_words),
        ];
        for (limit, said) in limits {
            *limit = said.map_or(*limit, usize::from);
        }
        self.largest = judgement.largest.map_or(self.largest, |kib| usize::from(kib) * 1024);
        self.words = judgement.words.unwrap_or(self.words);
        let lists = [
            (&mut self.generic_questions, &judgement.generic_questions),
            (&mut self.titles, &judgement.titles),
        ];
        for (list, said) in lists {
            if let Some(said) = said {
                *list = said.iter().map(|line| crate::subject::fold(line)).collect();
            }
        }
        Ok(())
    }

    /// Lets everything through that the rule with this code or name finds.
    ///
    /// # Errors
    /// [`UnknownRule`] when there is none.
    pub fn allow(&mut self, wanted: &str) -> Result<(), UnknownRule> {
        self.allowed.push(rule(wanted)?.code);
        Ok(())
    }

    /// How much a finding of `rule` weighs, if anything.
    fn weigh(&self, rule: &Rule, hit: &Hit) -> Option<Severity> {
        let usual = hit.severity.unwrap_or(rule.severity);
        self.levels.get(rule.code).map_or(Some(usual), |level| Severity::of(*level))
    }
}

/// What comes of a check.
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    /// What kind of mail it was taken for.
    pub kind: Kind,
    /// What it was taken to be about.
    pub topic: Topic<'a>,
    /// What was found, in the order of the file.
    pub findings: Vec<Finding>,
    /// What was found and let through on purpose.
    pub allowed: Vec<Finding>,
}

impl Checked<'_> {
    /// How many findings weigh this much.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Asks all rules about a mail.
#[must_use]
pub fn check<'a>(mail: &'a Mail<'a>, situation: &'a Situation<'a>) -> Checked<'a> {
    let case = Case::new(mail, situation);
    let concerns = |rule: &Rule| match rule.scope {
        Scope::Any => true,
        Scope::Introduction => case.kind == Kind::Introduction,
        Scope::Reply => case.kind == Kind::Reply,
    };
    let weighed = |rule: &'static Rule, hit: Hit| {
        let severity = situation.judge.weigh(rule, &hit)?;
        Some(Finding { rule, severity, place: hit.place, message: hit.message, fix: hit.fix })
    };
    let hits = rules().iter().copied().filter(|rule| concerns(rule));
    let hits =
        hits.flat_map(|rule| (rule.run)(&case).into_iter().take(MOST_PER_RULE).map(move |hit| (rule, hit)));
    let mut findings: Vec<_> = hits.filter_map(|(rule, hit)| weighed(rule, hit)).collect();
    findings.sort_by_key(|finding| (finding.place.line, finding.place.column));
    let (allowed, findings) =
        findings.into_iter().partition(|finding| situation.judge.allowed.contains(&finding.rule.code));
    Checked { kind: case.kind, topic: case.topic.clone(), findings, allowed }
}
