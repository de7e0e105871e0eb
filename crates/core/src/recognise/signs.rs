//! The signs of a first contact, each with the number of labelled posts that had it.

use super::words::Words;

/// Labelled posts of eight lists that the counts come from: first contacts, and other posts that begin threads and are
/// neither patches nor, where they name no programme, a regular's.
pub(super) const INTRODUCTIONS: u16 = 38;
pub(super) const OTHERS: u16 = 2145;

/// All posts of these lists that begin threads and are no patches, for the signs that say how often their writers post.
const ROOTS: u16 = 3749;

/// The same with the patches.
const ALL_ROOTS: u16 = 18_776;

/// Where a sign is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    /// One of these folded phrases stands in the subject, as whole words.
    Subject(&'static [&'static str]),
    /// One of them stands in a subject that names a programme.
    ProgrammeSubject(&'static [&'static str]),
    /// One of them stands in the writer's own words.
    Text(&'static [&'static str]),
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
    /// It names no programme, and its writer wants to contribute nothing.
    NoWish,
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
/// an estimate, one in twenty.
pub(super) const SIGNS: [Sign; 26] = [
    sign("the subject names a programme", Test::SubjectProgramme, 31, 4),
    sign("the text names a programme", Test::TextProgramme, 3, 2),
    sign("the subject speaks of an introduction", Test::Subject(INTRODUCING), 7, 18),
    sign("the subject speaks of contributing", Test::Subject(CONTRIBUTING), 6, 0),
    sign("the subject speaks of a proposal for a programme", Test::ProgrammeSubject(PROPOSAL), 11, 0),
    sign("the writer studies", Test::Text(STUDYING), 27, 68),
    sign("the writer says who they are", Test::Text(NAMING), 14, 87),
    sign("the writer is new", Test::Text(NEW), 11, 81),
    sign("the writer is interested", Test::Text(INTERESTED), 17, 62),
    sign("the writer wants to contribute", Test::Text(WANTING), 21, 28),
    sign("the writer asks how to start", Test::Text(STARTING), 22, 380),
    sign("the writer applies", Test::Text(APPLYING), 19, 174),
    sign("the text names a project of the catalog", Test::Project, 8, 107),
    sign("a mentor is addressed", Test::Mentor, 5, 107),
    sign("it asks something", Test::Asks, 12, 782),
    sign("the writer's first post", Test::First, 32, 1318),
    sign("the writer posted a few times before", Test::Few, 6, 838),
    sign("the writer posts often", Test::Regular, 0, 1593),
    sign("a patch", Test::Patch, 0, 14_754),
    sign("a log", Test::Log, 1, 105),
    sign("it reports a fault", Test::Text(FAULT), 0, 583),
    sign("it speaks to many", Test::Text(ANNOUNCING), 0, 213),
    sign("it reports on work", Test::Subject(REPORTING), 0, 173),
    sign("it sells something", Test::Text(SELLING), 0, 342),
    sign("it is long", Test::Long, 0, 535),
    sign("it names no programme and no wish to contribute", Test::NoWish, 0, 2114),
];

const INTRODUCING: &[&str] = &[
    "introduction",
    "introducing",
    "introducing myself",
    "introduce",
    "intro",
    "interested",
    "interest",
    "student",
    "applicant",
    "newcomer",
    "newbie",
    "beginner",
    "enquiry",
    "inquiry",
    "guidance",
    "mentorship",
    "about me",
    "myself",
    "new contributor",
    "first contribution",
    "getting started",
    "get started",
    "how to start",
];
pub(super) const CONTRIBUTING: &[&str] = &[
    "contribute",
    "contributing",
    "contribution",
    "contributions",
    "contributor",
    "get involved",
    "getting involved",
    "actively involved",
];
const PROPOSAL: &[&str] = &["proposal", "application", "applying", "apply", "draft", "project idea", "ideas"];
const STUDYING: &[&str] = &[
    "student",
    "undergraduate",
    "undergrad",
    "sophomore",
    "freshman",
    "junior at",
    "b tech",
    "btech",
    "bachelor",
    "bachelors",
    "bachelor s",
    "master s",
    "masters student",
    "graduate student",
    "phd",
    "university",
    "college",
    "institute of technology",
    "pursuing",
    "majoring",
    "major in",
    "high school",
    "final year",
    "iit",
    "nit",
    "school of",
    "studying",
    "my studies",
    "internship",
];
const NAMING: &[&str] = &[
    "my name is",
    "introduce myself",
    "i m a",
    "i am a",
    "i am an",
    "i m an",
    "this is my",
    "myself",
    "about me",
    "my github",
    "github profile",
    "my background",
    "let me introduce",
];
const NEW: &[&str] = &[
    "new to",
    "i am new",
    "i m new",
    "newbie",
    "beginner",
    "beginners",
    "newcomer",
    "first time",
    "my first",
    "no experience",
    "little experience",
    "learn more",
    "eager to learn",
    "keen",
    "somewhat new",
    "inexperienced",
    "noob",
    "fairly new",
    "very new",
    "new here",
    "getting into",
];
const INTERESTED: &[&str] = &[
    "interested in",
    "am interested",
    "m interested",
    "my interest",
    "interests me",
    "found interesting",
    "interesting for me",
    "passionate",
    "fascinated",
    "excited",
    "enthusiast",
    "enthusiastic",
    "became interested",
    "interested to",
];
pub(super) const WANTING: &[&str] = &[
    "like to contribute",
    "want to contribute",
    "love to contribute",
    "wish to contribute",
    "looking to contribute",
    "start contributing",
    "contributing to",
    "contribute to",
    "like to work on",
    "want to work on",
    "love to work on",
    "working on the project",
    "work on the project",
    "get involved",
    "getting involved",
    "like to participate",
    "want to participate",
    "wish to participate",
    "participate in",
    "participating in",
    "be a part of",
    "be part of",
    "like to help",
    "want to help",
    "love to help",
    "like to join",
    "want to join",
    "look into working",
];
const STARTING: &[&str] = &[
    "get started",
    "getting started",
    "how to start",
    "where to start",
    "how do i start",
    "how can i start",
    "guide me",
    "guidance",
    "guide",
    "point me",
    "right direction",
    "next steps",
    "next step",
    "mentor me",
    "my mentor",
    "a mentor",
    "easy bugs",
    "easy fixes",
    "easy tasks",
    "good first",
    "first steps",
    "any suggestions",
    "suggestions",
    "suggestion",
    "pointers",
    "more information about",
    "more details about",
    "how i can participate",
    "some tasks",
    "small task",
    "small tasks",
    "bite size",
    "starter task",
    "help me out",
    "recommend",
    "resources",
];
const APPLYING: &[&str] = &[
    "my proposal",
    "draft proposal",
    "the proposal",
    "proposal",
    "apply for",
    "applying for",
    "applying to",
    "apply to",
    "application",
    "applicant",
    "selected",
    "this summer",
    "the summer",
    "my project",
    "project ideas",
    "ideas list",
    "idealist",
    "ideas page",
    "projects list",
];
const FAULT: &[&str] = &[
    "regression",
    "kernel panic",
    "crash",
    "crashes",
    "crashed",
    "backtrace",
    "call trace",
    "bisect",
    "bisected",
    "dmesg",
    "reproduce",
    "segfault",
    "oops",
    "hang",
    "hangs",
    "freeze",
    "freezes",
    "does not work",
    "doesn t work",
    "not working",
    "stopped working",
    "bug report",
    "error message",
    "fails with",
    "failed with",
    "log file",
    "attached log",
    "since upgrading",
];
const ANNOUNCING: &[&str] = &[
    "looking for students",
    "looking for mentors",
    "looking for volunteers",
    "call for",
    "volunteers",
    "election",
    "elections",
    "candidates",
    "nomination",
    "deadline for",
    "announce",
    "announcing",
    "pleased to announce",
    "conference",
    "registration",
    "potential mentors",
    "mentors wanted",
    "mentoring organization",
    "mentoring organisation",
    "our students",
    "on behalf of",
    "hiring",
    "vacancy",
    "to all members",
    "sponsor",
    "sponsors",
    "attendees",
    "speakers",
    "interested students",
    "students interested",
    "students can",
    "students should",
    "students who",
    "please welcome",
    "help to welcome",
    "propose projects",
    "org admin",
    "org admins",
    "mentors and",
    "membership",
    "committee",
];
const REPORTING: &[&str] = &[
    "report",
    "week",
    "weekly",
    "status",
    "update",
    "phase",
    "progress",
    "summary",
    "midterm",
    "final",
    "welcome",
    "announce",
    "announcement",
    "results",
    "registration",
    "election",
    "elections",
    "call for",
    "minutes",
    "release",
    "cfp",
];
const SELLING: &[&str] = &[
    "dear friend",
    "beneficiary",
    "investment",
    "million",
    "usd",
    "inheritance",
    "next of kin",
    "the fund",
    "funds",
    "business proposal",
    "guest post",
    "sponsored",
    "discount",
    "click here",
    "unsubscribe here",
    "quotation",
    "invoice",
    "loan",
    "customers",
    "our company",
    "our products",
    "your website",
    "marketing",
    "seo",
    "price",
    "whatsapp",
    "mailing list of",
    "email list",
    "contact list",
    "transaction",
    "bank",
    "compensation",
    "late husband",
];

/// Words by which somebody says that they were taken already.
const ACCEPTED: &[&str] = &[
    "have been selected",
    "i got selected",
    "i was selected",
    "have been accepted",
    "i got accepted",
    "i was accepted",
    "proposal was accepted",
    "proposal has been accepted",
    "proposal got accepted",
    "i will be working on",
    "i ll be working on",
    "i will spend this summer",
    "i ll spend this summer",
    "student from gsoc",
    "glad to be selected",
    "happy to be selected",
    "excited to be selected",
];

/// Whether somebody says that they were taken by a programme already.
pub(super) fn says_accepted(text: &Words) -> bool {
    text.has_any(ACCEPTED)
}
