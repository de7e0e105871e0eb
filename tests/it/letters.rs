//! Letters as people read them: whose words they are made of, and what is no student's letter about a project.

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::check::{CheckContext, Mail, RuleConfig, check};
use onlist_core::compose::{Answers, Letter, Question, Topic, introduction};
use onlist_core::introduction::recognise;
use onlist_core::recognise::{Candidate, classify};
use onlist_mail::read::Post;

use crate::support::{Sandbox, shipped};

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid")
}

/// The same, for calls.
const TODAY: &str = "--date 2015-03-10T12:00:00+01:00";

fn letter(catalog: &Catalog, topic: Topic<'_>, given: &[(Question, &str)]) -> Letter {
    let mut answers = Answers::default();
    for (question, answer) in given {
        answers.set(*question, answer).expect("clean");
    }
    introduction(catalog, topic, &answers, now(), true).expect("composed")
}

/// Three invented students: all answers, no more than is needed, and much to say.
fn students() -> [Vec<(Question, &'static str)>; 3] {
    [
        vec![
            (Question::Name, "Ada Example"),
            (Question::Email, "ada@students.test"),
            (Question::CallMe, "Ada"),
            (Question::Affiliation, "Example University"),
            (Question::TimeZone, "UTC+1"),
            (
                Question::Interest,
                "I run two guests on an old laptop at home, and every restart of the second one makes the first \
                 one stutter for some seconds. I would like to understand why, and to learn how a hypervisor \
                 shares out what it has.",
            ),
            (
                Question::SoFar,
                "I have built version 4.5 from the sources, booted it with two guests, and read the threads of \
                 last year about this project. My notes are at https://ada.example.org/notes.html and say which \
                 commands I ran.",
            ),
            (
                Question::Question,
                "Is the hot path in tools/libxl/libxl.c the right place to begin measuring?",
            ),
            (Question::Availability, "20 hours a week"),
            (Question::Link, "https://ada.example.org/\nhttps://code.example.org/ada"),
        ],
        vec![
            (Question::Name, "Zhang Wei"),
            (Question::Email, "wei@students.test"),
            (
                Question::Interest,
                "At my university we use virtual machines for the course on operating systems, and I look after \
                 them. Twice a year all forty of them are set up again, which takes a weekend, and most of that \
                 time nobody knows what the machines are doing. I want to make that visible, and faster.",
            ),
            (
                Question::SoFar,
                "I have read doc/misc/xen-command-line.markdown and tried the options that have to do with it. \
                 With two of them nothing changed, which I did not expect. I also sent a small correction of the \
                 manual page, which was applied as commit 3f2a9bc1 last week.",
            ),
            (
                Question::Question,
                "Should the two options have an effect on this hardware, or did I misread the page?",
            ),
        ],
        vec![
            (Question::Name, "Tülin Örnek"),
            (Question::Email, "tulin@students.test"),
            (Question::Affiliation, "a student of electrical engineering in Izmir"),
            (
                Question::Interest,
                "I have worked on drivers for two small boards and like the moment when a device first answers. \
                 This project goes one layer deeper than what I have done, and I would like to see how a driver \
                 looks from the other side. I am also curious how such code is tested when the hardware is rare, \
                 since that was the hardest part for us.",
            ),
            (
                Question::SoFar,
                "I have built the staging branch, found my way through the headers that describe the interface, \
                 and written down in my own words what each ring does. I compared that with the mails of 2014 and \
                 found two places where the comments in the code are out of date. Both are listed, with line \
                 numbers, in https://tulin.example.org/rings.txt for whoever wants to look. I have also run the \
                 existing tests in a guest, where one of them fails every third time.",
            ),
            (
                Question::Question,
                "Is the failing test known to be fragile, or would it be worth a report with the logs?",
            ),
            (
                Question::Availability,
                "I have exams until the end of April, and all of the summer after them.",
            ),
        ],
    ]
}

#[test]
fn most_words_of_a_letter_are_its_writers_own() {
    let catalog = shipped();
    let mut measured = 0;
    for project in &catalog.projects {
        for given in students() {
            let letter = letter(&catalog, Topic::Project(project), &given);
            let body = &letter.content().body;
            let all = body.split_whitespace().count();
            // The writer's: answers, name and the title of the project, as often as they stand there by design.
            let answered = given.iter().filter(|(question, _)| *question != Question::Email);
            let own: usize = answered.map(|(_, answer)| answer.split_whitespace().count()).sum();
            let own = own + project.title.split_whitespace().count();
            let share = own * 100 / all;
            assert!((120..=250).contains(&all), "{all} words about {}:\n{body}", project.id);
            assert!(share >= 70, "{share} % of {all} words about {}:\n{body}", project.id);
            measured += 1;
        }
    }
    assert_eq!(measured, 57);
}

#[test]
fn a_task_is_never_asked_for_right_behind_a_question() {
    let catalog = shipped();
    for project in &catalog.projects {
        for given in students() {
            let body = letter(&catalog, Topic::Project(project), &given).content().body.replace('\n', " ");
            let at = body.find("a bite-size task").expect("this community hands out tasks");
            assert!(!body[..at].contains('?') || project.title.contains('?'), "{body}");
        }
    }
}

#[test]
fn an_aspiring_mentor_is_recognised_as_one_and_checked_as_one() {
    let catalog = shipped();
    let config = RuleConfig::of(&catalog).expect("known rules");
    for project in &catalog.projects {
        let given = [
            (Question::Name, "Grace Example"),
            (Question::Email, "grace@mentors.test"),
            (Question::Interest, "I wrote a part of it, and have time to answer mails twice a week."),
        ];
        let letter = letter(&catalog, Topic::Mentoring(Some(project)), &given);
        let bytes = letter.message().bytes.clone();
        let post = Post::read(&bytes).expect("a mail");
        let read = recognise(&catalog, &post);
        assert_eq!(read.project.map(|it| &it.id), Some(&project.id), "{:?}", read.reasons);
        assert!(read.mentors && read.season, "{}", project.id);
        let candidate = Candidate { post: &post, posts_before: 0, catalog: Some(&catalog) };
        assert!(!classify(candidate, Some(&catalog)).is_introduction(), "{}", project.id);
        assert!(!letter.content().body.contains("task"), "{}", letter.content().body);
        let mail = Mail::read(&bytes).expect("a mail");
        let context = CheckContext::new(&catalog, now());
        let codes: Vec<_> =
            check(&mail, &context, &config).findings.iter().map(|finding| finding.rule.code).collect();
        let expected = ["A04", "A12", "A13", "A21", "C14"];
        assert!(codes.iter().all(|code| expected.contains(code)), "{}: {codes:?}", project.id);
    }
}

#[test]
fn a_mentor_is_not_copied_on_an_own_letter() {
    let catalog = shipped();
    for project in &catalog.projects {
        for mentor in catalog.mentors(project) {
            let home = "me@home.test".to_owned();
            let addresses = mentor.addresses.iter().map(ToString::to_string).chain([home]);
            for address in addresses {
                let given = [
                    (Question::Name, mentor.name.as_str()),
                    (Question::Email, address.as_str()),
                    (Question::Interest, "I wrote it."),
                ];
                let letter = letter(&catalog, Topic::Mentoring(Some(project)), &given);
                let copied = letter.content().cc.iter().any(|it| mentor.has(&it.address));
                let greeting = letter.content().body.lines().next().unwrap_or_default().to_owned();
                let first = mentor.name.split(' ').next().unwrap_or_default();
                assert!(!copied && !greeting.contains(first), "{}: {greeting}", project.id);
            }
        }
    }
}

#[test]
fn a_bug_belongs_to_no_programme() {
    let sandbox = Sandbox::of_ada();
    insta::assert_snapshot!(sandbox.run(
        "introduce --bug 'The lamp goes out in the wind. It did so three times on 3 March, with version 1.2.' \
         --list users --so-far 'I lit it, opened the window, and waited.' --question 'Is there a shade for it?' --print --date 2015-03-10T12:00:00+01:00"
    ));
    insta::assert_snapshot!(sandbox.run("introduce --bug 'It hangs' --interest x"));
    insta::assert_snapshot!(sandbox.run("introduce wick-trimmer --bug 'It hangs'"));
    sandbox.run("introduce --bug 'The lamp goes out in the wind.' --list users --keep --date 2015-03-10T12:00:00+01:00");
    insta::assert_snapshot!(sandbox.run("drafts"));
    insta::assert_snapshot!(sandbox.run("drafts show bug-the-lamp-goes-out"));
}

#[test]
fn a_bug_is_no_first_contact_of_a_programme() {
    let catalog = shipped();
    let config = RuleConfig::of(&catalog).expect("known rules");
    for bug in [
        "xl list prints garbage after a migration. I migrated a guest twice, and its name is empty.",
        "The manual of xl.cfg names an option twice",
    ] {
        let given = [
            (Question::Name, "Ada Example"),
            (Question::Email, "ada@students.test"),
            (Question::Bug, bug),
            (Question::List, "xen-devel"),
        ];
        let letter = letter(&catalog, Topic::Bug, &given);
        let bytes = letter.message().bytes.clone();
        let post = Post::read(&bytes).expect("a mail");
        assert!(recognise(&catalog, &post).project.is_none() && !post.subject.contains("GSoC"), "{bug}");
        let candidate = Candidate { post: &post, posts_before: 0, catalog: Some(&catalog) };
        let classification = classify(candidate, Some(&catalog));
        assert!(!classification.is_introduction(), "{bug}: {:?}", classification.reasons);
        let mail = Mail::read(&bytes).expect("a mail");
        let context = CheckContext::new(&catalog, now());
        let checked = check(&mail, &context, &config);
        assert_eq!(checked.count(onlist_core::check::Severity::Error), 0, "{bug}");
    }
}

#[test]
fn an_offer_to_mentor_asks_for_no_task() {
    let sandbox = Sandbox::of_ada();
    let interest = "--interest 'I have trimmed wicks for ten years.'";
    insta::assert_snapshot!(
        sandbox.run(&format!("introduce --mentor wick-trimmer {interest} --print {TODAY}"))
    );
    insta::assert_snapshot!(
        sandbox.run(&format!("introduce --mentor --list optics {interest} --print {TODAY}"))
    );
    let own = "introduce --mentor --list optics --idea 'A lens that cleans itself'";
    insta::assert_snapshot!(sandbox.run(&format!("{own} {interest} --print {TODAY}")));
    insta::assert_snapshot!(sandbox.run(&format!("introduce --mentor {interest} --problem x")));
    insta::assert_snapshot!(sandbox.run("introduce --mentor"));
    sandbox.run(&format!("introduce --mentor wick-trimmer {interest} --keep {TODAY}"));
    insta::assert_snapshot!(sandbox.run("drafts"));
}

#[test]
fn a_bare_letter_has_a_greeting_own_words_and_a_name() {
    let sandbox = Sandbox::of_ada();
    let answers = "wick-trimmer --interest 'I like it.' --so-far 'I built it.' --question 'Does it float?'";
    let bare =
        sandbox.run(&format!("introduce {answers} --affiliation Example --style bare --print {TODAY}"));
    insta::assert_snapshot!(bare);
    let catalog = include_str!("../support/catalog.toml");
    assert!(catalog.contains("[conventions]\n"));
    let brief = catalog.replacen("[conventions]\n", "[conventions]\nstyle = \"brief\"\n", 1);
    sandbox.write("brief.toml", brief);
    let body = |text: &str| text.split("\n\n").skip(1).take(5).collect::<Vec<_>>().join("\n\n");
    let stated = sandbox.run(&format!("introduce {answers} --catalog brief.toml --print {TODAY}"));
    assert_eq!(body(&stated), body(&bare), "{stated}");
    let full = sandbox.run(&format!("introduce {answers} --catalog brief.toml --style full --print {TODAY}"));
    assert!(full.contains("I am Ada Example."), "{full}");
}
