//! The table of rules.

use super::document::Document;
use super::{hygiene, people, projects, seasons, text};
use crate::catalog::Level;
use crate::diagnostics::{Diagnostic, nearest};

/// One rule about catalogs.
#[derive(Debug)]
pub struct Rule {
    /// Its code.
    pub code: &'static str,
    /// Its name, for people who do not learn codes.
    pub name: &'static str,
    /// How much its findings weigh.
    pub level: Level,
    /// Why it is there, in a sentence without a full stop.
    pub reason: &'static str,
    /// What looks for it, where that is not the reading of the file itself.
    pub(super) run: Option<fn(&Document<'_>) -> Vec<Diagnostic>>,
}

/// A row of the table.
const fn row(
    code: &'static str,
    name: &'static str,
    level: Level,
    reason: &'static str,
    run: Option<fn(&Document<'_>) -> Vec<Diagnostic>>,
) -> Rule {
    Rule { code, name, level, reason, run }
}

use Level::{Error, Info, Warning};

#[rustfmt::skip]
const RULES: [Rule; 50] = [
    row("K01", "no-mentor-address", Info, "a letter about it goes to the list alone, and may be overlooked there", Some(people::no_mentor_address)),
    row("K02", "ambiguous-date", Info, "day and month may be swapped, so that nobody knows how old the entry is", Some(projects::ambiguous_date)),
    row("K03", "unknown-date", Info, "without a day on which it was written or verified nobody knows whether it still holds", Some(projects::unknown_date)),
    row("K04", "difficulty-word", Error, "people filter by difficulty, which works with the same few words everywhere", None),
    row("K05", "eligibility-word", Error, "a project fits the programme, or it does not, or nobody has said; conditions go into `condition`", None),
    row("K06", "unused-heading", Info, "a heading that no project stands under was renamed, or its projects are gone", Some(projects::unused_heading)),
    row("K07", "empty-area", Info, "nobody can write about an area without projects, except with an own idea", Some(projects::empty_area)),
    row("K08", "list-alias", Warning, "readers copy an older address of a list from the text, and their mail may not arrive", Some(hygiene::list_alias)),
    row("K09", "list-is-no-id", Error, "a list is named by its id, so that its address stands in one place", None),
    row("K10", "masked-address", Error, "archives and pages mask addresses; a masked one reaches nobody, or a stranger", Some(people::masked_address)),
    row("K11", "cut-text", Warning, "a text that ends in the middle was cut when it was copied", Some(text::cut_text)),
    row("K12", "dead-service", Warning, "links and channels of services that are gone lead nowhere", Some(text::dead_service)),
    row("K13", "old-entry", Warning, "people change addresses within a year, and projects get done", Some(people::old_entry)),
    row("K14", "contradiction", Warning, "one of two statements is wrong, and readers may believe that one", Some(seasons::contradiction)),
    row("K15", "thin-description", Info, "an idea wants two to five sentences, skills and outcomes before somebody can decide for it", Some(projects::thin_description)),
    row("K16", "no-size", Info, "programmes ask for the size of a project in hours", Some(projects::no_size)),
    row("K17", "one-mentor", Info, "with a second mentor somebody answers while the first is away", Some(projects::one_mentor)),
    row("K18", "same-title", Warning, "subjects carry titles: letters about one of two cannot be told from the other's", Some(projects::same_title)),
    row("K19", "unstable-id", Error, "an id is typed in every shell and compared without case, so it has plain letters, digits and hyphens", None),
    row("K20", "student-as-mentor", Warning, "who once did a project as a student is named beside it, but is no contact for it", Some(people::student_as_mentor)),
    row("K21", "rule-in-contact", Warning, "an instruction in a contact field is a rule for letters, which `[conventions]` can keep", Some(text::rule_in_contact)),
    row("K22", "open-review", Info, "a reviewer's remark that is still there has not been dealt with", Some(projects::open_review)),
    row("K23", "only-a-link", Warning, "programmes turn down ideas that are nothing but a link to a tracker", Some(projects::only_a_link)),
    row("K24", "person-twice", Warning, "two entries of one person drift apart; one person may have several addresses", Some(people::person_twice)),
    row("K25", "hidden-character", Error, "what cannot be seen changes what people copy and what programs compare", Some(text::hidden_character)),
    row("K26", "syntax", Error, "the file is no TOML", None),
    row("K27", "unknown-key", Error, "a key that is not in the format is a slip, and its value would be lost", None),
    row("K28", "missing-key", Error, "nothing can be done with an entry without it", None),
    row("K29", "wrong-type", Error, "the value has another form than the key wants", None),
    row("K30", "unknown-word", Error, "the key takes one of a few words", None),
    row("K31", "duplicate-id", Error, "an id names one entry", None),
    row("K32", "unknown-id", Error, "it refers to an entry that is not there", None),
    row("K33", "shared-list-address", Error, "an address reaches one list", None),
    row("K34", "line-range", Error, "the source has no such lines", None),
    row("K35", "template", Error, "the template cannot be filled", None),
    row("K36", "empty-value", Error, "a key without a value says nothing", None),
    row("K37", "bad-address", Error, "it is not an address that mail can be sent to", None),
    row("K38", "list-as-person", Error, "a list's address is a list: with it as a person's, the list would get the letter twice", Some(people::list_as_person)),
    row("K39", "shared-address", Warning, "one address for two people is a team's alias, or one of them is wrong", Some(people::shared_address)),
    row("K40", "stale-season", Warning, "letters in a season that is over wait for nobody", Some(seasons::stale_season)),
    row("K41", "heading-without-area", Warning, "projects under a heading that no area knows go to the list for everything else", Some(projects::heading_without_area)),
    row("K42", "dead-redirect", Warning, "a place to go that names neither list nor URL is no place that a letter can go to", Some(seasons::dead_redirect)),
    row("K43", "heading-misspelt", Error, "a heading that is almost one of an area is a slip, and its letters would go to another list", Some(projects::heading_misspelt)),
    row("K44", "maintainer-address", Warning, "mail to an older address of a mentor than MAINTAINERS has may be lost", None),
    row("K45", "maintainer-moved", Warning, "mail to a mentor's former employer reaches nobody; MAINTAINERS may have another address", None),
    row("K46", "no-maintainer", Warning, "a mentor whom MAINTAINERS does not name may have left", None),
    row("K47", "no-place", Warning, "letters go to lists; where there is none, people must be told where to go", Some(seasons::no_place)),
    row("K48", "profile", Error, "a file that is built upon a profile has to find it, and a profile stands alone", None),
    row("K49", "check-settings", Error, "`check` cannot go by a rule that is not there, nor by limits that no letter keeps", None),
    row("K50", "address-as-name", Warning, "letters greet people by their names", Some(people::address_as_name)),
];

/// All rules, by code.
#[must_use]
pub fn rules() -> &'static [Rule] {
    static TABLE: [Rule; RULES.len()] = RULES;
    &TABLE
}

/// The rule with this code or name, in any case.
///
/// # Errors
/// The name that is most like it, where one is.
pub fn rule(wanted: &str) -> Result<&'static Rule, Option<&'static str>> {
    let is_it = |rule: &&Rule| rule.code.eq_ignore_ascii_case(wanted) || rule.name == wanted;
    let names = || rules().iter().flat_map(|rule| [rule.code, rule.name]);
    rules().iter().find(is_it).ok_or_else(|| nearest(wanted, names()))
}
