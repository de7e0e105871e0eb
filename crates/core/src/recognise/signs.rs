//! The signs of a first contact, each with the number of labelled posts that had it.

use super::words::Words;
use crate::phrases::Meaning;

/// Labelled posts of eight lists that the counts come from: first contacts, and other posts that begin threads and are
/// neither patches nor, where they name no programme, a regular's.
pub(super) const INTRODUCTIONS: u16 = 38;
pub(super) const OTHERS: u16 = 1902;

/// All posts of these lists that begin threads and are no patches, for the signs that say how often their writers post.
const ROOTS: u16 = 3749;

/// The same with the patches.
const ALL_ROOTS: u16 = 18_776;

/// Where a sign is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    /// A phrase that means this stands in the subject, as whole words.
    Subject(Meaning),
    /// One of them stands in a subject that names a programme.
    ProgrammeSubject(Meaning),
    /// One of them stands in the writer's own words.
    Text(Meaning),
    /// The subject presents its writer, and has nothing behind that but a name.
    Presents,
    /// The subject names a programme.
    SubjectProgramme,
    /// The text does, and the subject does not.
    TextProgramme,
    /// It is the writer's first post on the list.
    First,
    /// The writer has posted before, a few times.
    Few,
    /// The writer has posted often.
    Regular,
    /// It has a patch in it, or is named one.
    Patch,
    /// It has lines of a log in it.
    Log,
    /// The catalog's project is named.
    Project,
    /// A mentor is addressed by the mail.
    Mentor,
    /// It asks something.
    Asks,
    /// It says much, as announcements and reports do.
    Long,
    /// It names no programme, and its writer neither wants to contribute nor says who they are.
    NoWish,
    /// It speaks to many, names no programme, and does not say who its writer is.
    ToMany,
}

/// Something that speaks for or against a first contact.
#[derive(Debug)]
pub(super) struct Sign {
    pub(super) reason: &'static str,
    pub(super) test: Test,
    /// How many labelled first contacts have it.
    introductions: u16,
    /// How many of the others.
    others: u16,
}

impl Sign {
    /// What the sign weighs: the logarithm of how much more often first contacts have it, with half a post added to
    /// each count.
    pub(super) fn weight(&self) -> f64 {
        let share = |count: u16, of: u16| (f64::from(count) + 0.5) / (f64::from(of) + 1.0);
        let others = match self.test {
            Test::First | Test::Few | Test::Regular => ROOTS,
            Test::Patch => ALL_ROOTS,
            _ => OTHERS,
        };
        (share(self.introductions, INTRODUCTIONS) / share(self.others, others)).ln()
    }
}

const fn sign(reason: &'static str, test: Test, introductions: u16, others: u16) -> Sign {
    Sign { reason, test, introductions, others }
}

/// All signs. No catalog covers the labelled lists: how often other posts name a project of it, or address a mentor, is
/// an estimate, one in twenty. None of them has a subject that presents its writer; on other lists three of three such posts
/// were first contacts.
pub(super) const SIGNS: [Sign; 27] = [
    sign("the subject names a programme", Test::SubjectProgramme, 31, 2),
    sign("the text names a programme", Test::TextProgramme, 3, 2),
    sign("the subject speaks of an introduction", Test::Subject(Meaning::Introducing), 7, 15),
    sign("the subject presents its writer", Test::Presents, 0, 0),
    sign("the subject speaks of contributing", Test::Subject(Meaning::Contributing), 6, 0),
    sign(
        "the subject speaks of a proposal for a programme",
        Test::ProgrammeSubject(Meaning::Proposal),
        11,
        0,
    ),
    sign("the writer studies", Test::Text(Meaning::Studying), 27, 93),
    sign("the writer says who they are", Test::Text(Meaning::Naming), 14, 91),
    sign("the writer is new", Test::Text(Meaning::New), 12, 82),
    sign("the writer is interested", Test::Text(Meaning::Interested), 17, 62),
    sign("the writer wants to contribute", Test::Text(Meaning::Wanting), 22, 7),
    sign("the writer asks how to start", Test::Text(Meaning::Starting), 22, 164),
    sign("the writer applies", Test::Text(Meaning::Applying), 19, 173),
    sign("the text names a project of the catalog", Test::Project, 8, 95),
    sign("a mentor is addressed", Test::Mentor, 5, 95),
    sign("it asks something", Test::Asks, 12, 793),
    sign("the writer's first post", Test::First, 32, 1318),
    sign("the writer posted a few times before", Test::Few, 6, 838),
    sign("the writer posts often", Test::Regular, 0, 1593),
    sign("a patch", Test::Patch, 0, 14_754),
    sign("a log", Test::Log, 1, 104),
    sign("it reports a fault", Test::Text(Meaning::Fault), 0, 352),
    sign("it speaks to many", Test::Text(Meaning::Announcing), 0, 210),
    sign("it reports on work", Test::Subject(Meaning::Reporting), 0, 148),
    sign("it sells something", Test::Text(Meaning::Selling), 0, 346),
    sign("it is long", Test::Long, 0, 359),
    sign("it names no programme and no wish to contribute", Test::NoWish, 0, 1893),
];

/// What no first contact has, whatever else it says: each of it outweighs all signs together.
pub(super) const AGAINST: [(&str, Test); 6] = [
    ("it speaks for the community in a programme", Test::Text(Meaning::Organising)),
    ("its subject speaks for the community in a programme", Test::Subject(Meaning::Organising)),
    ("its writer takes part in a programme already", Test::ProgrammeSubject(Meaning::TakingPart)),
    ("it is about the right to contribute", Test::Subject(Meaning::Agreement)),
    ("it is sent to anybody", Test::Text(Meaning::ToAnybody)),
    ("it speaks to many, and not of its writer", Test::ToMany),
];

/// Whether somebody says that they were taken by a programme already.
pub(super) fn says_accepted(text: &Words) -> bool {
    text.has_any(Meaning::Accepted)
}
