//! Whether a post is somebody's first contact with a programme, and what says so.
//!
//! Signs are weighed by how often labelled first contacts have them and other posts have not; the weights are data, in
//! `signs`. What is below the [`THRESHOLD`] is still shown to whoever asks for all, with its reasons.

mod signs;
mod subject;
mod words;

use onlist_mail::read::Post;
use onlist_mail::read::subject::{patch_tag, without_reply_mark};

use self::signs::{AGAINST, SIGNS, Sign, Test};
use self::words::Words;
use crate::asking;
use crate::catalog::{Catalog, Project};
use crate::introduction::{Recognition, recognise};
use crate::phrases::Meaning;

/// From this confidence on, a post counts as a first contact.
pub const THRESHOLD: f64 = 0.5;

/// What first contacts are before anything is known of a post: rare among what begins threads. Chosen over 33 lists, most of
/// which have no programme.
const PRIOR: f64 = -6.2;

/// What speaks against a first contact where no first contact is like that: more than all else together.
const DECISIVE: f64 = -50.0;

/// From so many posts on, whoever writes is no newcomer.
pub const OFTEN: usize = 10;

/// From so many posts on, whoever speaks of a programme does not ask to take part.
const ALWAYS: usize = 100;

/// Announcements and reports have more words.
const LONG: usize = 600;

/// A post that begins a thread, and what the archive knows of its writer.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The post.
    pub post: &'a Post<'a>,
    /// How much its writer had posted before.
    pub posts_before: usize,
    /// The catalog, if it is about the list.
    pub catalog: Option<&'a Catalog>,
}

/// What a post is taken for.
#[derive(Debug, Clone)]
pub struct Classification<'c> {
    /// How likely it is a first contact, from 0 to 1.
    pub confidence: f64,
    /// What speaks for it and against it, the weightiest first.
    pub reasons: Vec<Reason>,
    /// The project that it is about.
    pub project: Option<&'c Project>,
    /// Whether its writer was taken already, and asks nothing.
    pub accepted: bool,
    /// Whether it names a programme.
    pub programme: bool,
}

/// One thing that speaks for a first contact, or against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// In words.
    pub text: &'static str,
    /// Above 0 what speaks for it.
    pub weight: f64,
}

impl Classification<'_> {
    /// Whether it is taken for a first contact.
    #[must_use]
    pub fn is_introduction(&self) -> bool {
        self.confidence >= THRESHOLD
    }
}

/// Whether a subject alone, and how much its writer had posted before, say that it is no first contact: a patch, an answer,
/// a regular's post. Such a post need not be read.
#[must_use]
pub fn is_out_of_question(subject: &str, posts_before: usize, catalog: Option<&Catalog>) -> bool {
    without_reply_mark(without_tag(subject)).or_else(|| without_reply_mark(subject)).is_some()
        || is_patch(subject, catalog)
        || posts_before >= ALWAYS
        || posts_before >= OFTEN && !Words::of(subject).names_programme(catalog)
}

fn without_tag(subject: &str) -> &str {
    let tagged = subject.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    tagged.map_or(subject, |(_, rest)| rest)
}

/// Whether a subject has the tag of a patch. One that names a programme too has a version or a number:
/// `[GSoC PATCH 1/3]`.
fn is_patch(subject: &str, catalog: Option<&Catalog>) -> bool {
    patch_tag(subject).is_some_and(|it| {
        it.version.is_some() || it.number.is_some() || !Words::of(it.text).names_programme(catalog)
    })
}

/// Weighs what a post says.
#[must_use]
pub fn classify<'c>(candidate: Candidate<'_>, catalog: Option<&'c Catalog>) -> Classification<'c> {
    let recognition = catalog.map(|catalog| recognise(catalog, candidate.post));
    let evidence = Evidence::of(candidate, recognition.as_ref());
    let found = SIGNS.iter().filter(|sign| evidence.has(sign.test));
    let mut reasons: Vec<_> =
        found.map(|sign: &Sign| Reason { text: sign.reason, weight: sign.weight() }).collect();
    let mentors = recognition.as_ref().is_some_and(|it| it.mentors).then_some("its writer offers to mentor");
    let against = AGAINST.iter().filter(|(_, test)| evidence.has(*test)).map(|(reason, _)| *reason);
    reasons.extend(against.chain(mentors).map(|text| Reason { text, weight: DECISIVE }));
    let sum = PRIOR + reasons.iter().map(|it| it.weight).sum::<f64>();
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    Classification {
        confidence: 1.0 / (1.0 + (-sum).exp()),
        reasons,
        project: recognition.and_then(|it| it.project),
        accepted: signs::says_accepted(&evidence.text) && !evidence.has(Test::Asks),
        programme: evidence.names_programme(),
    }
}

/// What is there to be weighed.
struct Evidence {
    subject: Words,
    text: Words,
    posts_before: usize,
    /// The tests that are not looked up among words, and that hold.
    marks: Vec<Test>,
}

impl Evidence {
    fn of(candidate: Candidate<'_>, recognition: Option<&Recognition>) -> Self {
        let Candidate { post, posts_before, catalog } = candidate;
        let own = post.own_text();
        let (subject, text) = (Words::of(&post.subject), Words::of(&own));
        let subject_programme = subject.names_programme(catalog);
        let marks = [
            (Test::Presents, subject::presents_writer(post)),
            (Test::SubjectProgramme, subject_programme),
            (Test::TextProgramme, !subject_programme && text.names_programme(catalog)),
            (Test::Patch, is_patch(&post.subject, catalog) || has_diff(&own)),
            (Test::Log, own.lines().filter(|it| is_log(it)).count() >= 3),
            (Test::Project, recognition.is_some_and(|it| it.project.is_some())),
            (Test::Mentor, catalog.is_some_and(|it| addresses_mentor(post, it))),
            (Test::Asks, asking::asks(&own)),
            (Test::Long, text.count() > LONG),
        ];
        let marks = marks.into_iter().filter(|(_, holds)| *holds).map(|(test, _)| test).collect();
        Self { subject, text, posts_before, marks }
    }

    fn has(&self, test: Test) -> bool {
        match test {
            Test::Subject(meaning) => self.subject.has_any(meaning),
            Test::ProgrammeSubject(meaning) => {
                self.has(Test::SubjectProgramme) && self.subject.has_any(meaning)
            }
            Test::Text(meaning) => self.text.has_any(meaning),
            Test::First => self.posts_before == 0,
            Test::Few => (1..OFTEN).contains(&self.posts_before),
            Test::Regular => self.posts_before >= OFTEN,
            Test::NoWish => !(self.names_programme() || self.wishes() || self.presents()),
            Test::ToMany => {
                self.text.has_any(Meaning::Announcing) && !self.names_programme() && !self.says_who()
            }
            mark => self.marks.contains(&mark),
        }
    }

    /// Whether its writer wants to contribute. A subject says so of them only if the text is about them, or asks: there
    /// are guidelines for contributors too.
    fn wishes(&self) -> bool {
        let personal = || self.says_who() || self.text.has_any(Meaning::Interested) || self.has(Test::Asks);
        self.text.has_any(Meaning::Wanting) || self.subject.has_any(Meaning::Contributing) && personal()
    }

    /// Whether it is there to say who its writer is, to people of whom they want something.
    fn presents(&self) -> bool {
        let wants = || {
            let seeking = [Meaning::New, Meaning::Studying, Meaning::Starting];
            self.has(Test::Asks) || seeking.iter().any(|it| self.text.has_any(*it))
        };
        self.text.has_any(Meaning::Naming) && self.subject.has_any(Meaning::Presenting) && wants()
            || self.has(Test::Presents)
    }

    fn says_who(&self) -> bool {
        [Meaning::Studying, Meaning::Naming, Meaning::New].iter().any(|it| self.text.has_any(*it))
    }

    fn names_programme(&self) -> bool {
        self.has(Test::SubjectProgramme) || self.has(Test::TextProgramme)
    }
}

/// Whether a mail goes to somebody who mentors.
fn addresses_mentor(post: &Post, catalog: &Catalog) -> bool {
    let mentors = catalog.projects.iter().flat_map(|it| catalog.mentors(it));
    let mut addresses = mentors.flat_map(|it| it.addresses.iter());
    addresses.any(|it| post.to.iter().chain(&post.cc).any(|got| got.address == *it))
}

fn has_diff(text: &str) -> bool {
    text.lines().any(|line| {
        line.starts_with("diff --git ") || line.starts_with("@@ -") || line.starts_with("Signed-off-by: ")
    })
}

/// Whether a line has the time stamp of a kernel's log, or of a server's: `[   12.5] usb`, `Jan  5 11:48:50 lamp kernel:`.
fn is_log(line: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = line.split_ascii_whitespace();
    let stamp = [words.next(), words.next(), words.next()];
    if let [Some(month), Some(day), Some(time)] = stamp
        && MONTHS.contains(&month)
        && day.parse::<u8>().is_ok()
        && time.len() == 8
        && time.bytes().enumerate().all(|(at, it)| if at % 3 == 2 { it == b':' } else { it.is_ascii_digit() })
    {
        return true;
    }
    let inner = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inner.is_some_and(|(time, _)| {
        let time = time.trim();
        time.contains(['.', ':']) && time.starts_with(|c: char| c.is_ascii_digit()) && time.len() < 30
    })
}
