//! The shipped catalog is data that people rely on: every project's envelope and subject, by name.

use crate::support::shipped;
use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::{Catalog, Decisions, Difference, Difficulty, State, said};
use onlist_core::compose::{Answers, Question, Topic, introduction};
use onlist_core::subject::Convention;
use onlist_mail::text::Line;

const XEN: &str = "xen-devel@lists.xenproject.org";
const API: &str = "xen-api@lists.xenproject.org";
const MIRAGE: &str = "mirageos-devel@lists.xenproject.org";

/// Id, list, people copied, subject.
const LETTERS: [(&str, &str, &[&str], &str); 19] = [
    (
        "intel-quickdata",
        XEN,
        &["Konrad Rzeszutek Wilk"],
        "[GSoC 2015] Utilize Intel QuickData on network and block path",
    ),
    (
        "9p-pv-transport",
        XEN,
        &["Wei Liu", "Julien Grall"],
        "[GSoC 2015] Enabling the 9P File System transport as a paravirt device",
    ),
    ("hw-diagram-tool", XEN, &["Andrew Cooper"], "[GSoC 2015] CPU/RAM/PCI diagram tool"),
    ("kdd-enhancements", XEN, &["Paul Durrant"], "[GSoC 2015] KDD (Windows Debugger Stub) enhancements"),
    ("cpuid-for-humans", XEN, &["Andres Lagar-Cavilla"], "[GSoC 2015] CPUID Programming for Humans"),
    ("rump-stubdom", XEN, &["Wei Liu"], "[GSoC 2015] Rump kernel based stubdom"),
    ("mirageos-pioneer", MIRAGE, &[], "[GSoC 2015] Various MirageOS Pioneer Projects"),
    ("powerclamp", XEN, &["George Dunlap"], "[GSoC 2015] Introducing PowerClamp-like driver for Xen"),
    ("linux-hotplug-scripts", XEN, &["Roger Pau Monné"], "[GSoC 2015] Refactor Linux hotplug scripts"),
    ("xl-to-xcp-vm-motion", XEN, &[], "[GSoC 2015] XL to XCP VM motion"),
    ("advanced-scheduling", XEN, &["George Dunlap"], "[GSoC 2015] Advanced Scheduling Parameters"),
    (
        "gpu-primary-passthrough",
        XEN,
        &["George Dunlap"],
        "[GSoC 2015] Allowing guests to boot with a passed-through GPU",
    ),
    ("pcie-aer", XEN, &["Matt Wilson"], "[GSoC 2015] Improve PCIe Advanced Error Reporting (AER) handling"),
    ("drbd-integration", API, &["John Morris"], "[GSoC 2015] DRBD Integration"),
    ("pvusb-xl", XEN, &["George Dunlap"], "[GSoC 2015] Implement Xen PVUSB support in xl/libxl toolstack"),
    ("lazy-restore", XEN, &["Andres Lagar-Cavilla"], "[GSoC 2015] Lazy restore using memory paging"),
    ("hvm-per-evtchn-irq", XEN, &["Paul Durrant"], "[GSoC 2015] HVM per-event-channel interrupts"),
    ("mirage-cloud-api", XEN, &[], "[GSoC 2015] Mirage OS cloud API support"),
    ("parallel-xenwatch", XEN, &[], "[GSoC 2015] Parallel xenwatch kthread"),
];

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid")
}

fn answers() -> Answers {
    let mut answers = Answers::default();
    for (question, answer) in [
        (Question::Name, "Ada Example"),
        (Question::Email, "ada@students.test"),
        (Question::Interest, "I like it."),
        (Question::SoFar, "I have built it."),
        (Question::Question, "Does it float?"),
    ] {
        answers.set(question, answer).expect("clean");
    }
    answers
}

/// The mailbox of somebody the catalog names, with the address that only the catalog has.
fn mailbox(catalog: &Catalog, name: &str) -> String {
    let person = catalog.people.iter().find(|person| person.name.as_str() == name);
    person.and_then(onlist_core::catalog::Person::mailbox).expect("has an address").to_string()
}

#[test]
fn every_project_has_its_envelope_and_subject() {
    let catalog = shipped();
    assert_eq!(catalog.projects.len(), LETTERS.len());
    for (id, list, copied, subject) in LETTERS {
        let project = catalog.project(id).expect("in the catalog");
        let letter =
            introduction(&catalog, Topic::Project(project), &answers(), now(), true).expect("composed");
        let draft = letter.content();
        let copied: Vec<_> = copied.iter().map(|name| mailbox(&catalog, name)).collect();
        assert_eq!(draft.to.iter().map(ToString::to_string).collect::<Vec<_>>(), [list], "To of {id}");
        assert_eq!(draft.cc.iter().map(ToString::to_string).collect::<Vec<_>>(), copied, "Cc of {id}");
        assert_eq!(draft.subject.as_str(), subject, "{id}");
        assert!(draft.body.contains("Hello"), "{id}");
    }
}

#[test]
fn subjects_lead_back_to_their_project_under_list_tags_and_reply_marks() {
    let catalog = shipped();
    let convention = Convention::of(&catalog);
    for project in &catalog.projects {
        for subject in [
            convention.compose(&project.title).to_string(),
            format!("Re: {}", convention.compose(&project.title)),
            format!("GSOC 2015: {}", project.title),
            format!("{} (GSoC'15)", project.title.to_uppercase()),
        ] {
            let parsed = convention.parse(&subject).expect("has the token");
            assert_eq!(
                convention.project(&parsed.title).map(|it| it.id.as_str()),
                Some(project.id.as_str()),
                "{subject}"
            );
        }
    }
}

#[test]
fn students_of_finished_projects_are_never_addressed() {
    let catalog = shipped();
    let finished: Vec<_> = catalog.projects.iter().filter(|it| it.is_finished()).collect();
    assert_eq!(finished.len(), 5);
    for project in finished {
        let stopped = introduction(&catalog, Topic::Project(project), &answers(), now(), false);
        assert!(stopped.is_err(), "{} is stopped", project.id);
        let letter =
            introduction(&catalog, Topic::Project(project), &answers(), now(), true).expect("composed");
        for student in project.students.iter().filter_map(|id| catalog.person(id.as_str())) {
            let text = String::from_utf8(letter.message().with_lf()).expect("ASCII");
            assert!(
                !text.contains(student.name.as_str()),
                "{} in the letter of {}",
                student.name,
                project.id
            );
        }
    }
}

#[test]
fn an_address_printed_elsewhere_is_lent_and_said_so() {
    let catalog = shipped();
    let project = catalog.project("pvusb-xl").expect("in the catalog");
    let letter = introduction(&catalog, Topic::Project(project), &answers(), now(), true).expect("composed");
    let why = letter.why().find(|why| why.rule.contains("address taken from the entry"));
    assert!(why.is_some_and(|why| why.lines.is_some() && why.age.is_some()), "{:?}", letter.recipients);
}

#[test]
fn the_page_is_in_the_catalog() {
    let catalog = shipped();
    let states = |state| catalog.projects.iter().filter(|project| project.state == Some(state)).count();
    assert_eq!((states(State::Open), states(State::NeedsWork), states(State::Finished)), (7, 7, 5));
    let unknown = catalog.projects.iter().filter(|it| it.difficulty() == Difficulty::Unknown).count();
    assert_eq!((catalog.lists.len(), catalog.areas.len(), catalog.people.len(), unknown), (5, 6, 19, 8));
    let addresses = catalog.people.iter().filter(|person| person.address().is_some()).count();
    assert_eq!(addresses, 10, "the page prints ten people's addresses");
    let old = "xen-devel@lists.xensource.com".parse().expect("valid");
    assert_eq!(catalog.list_at(&old).map(|list| list.address.as_str()), Some(XEN));
}

#[test]
fn every_decision_about_the_page_is_about_what_the_catalog_says() {
    let catalog = shipped();
    let text = include_str!("../../docs/catalog.decisions.toml");
    let decisions: Decisions = toml::from_str(text).expect("decisions");
    assert!(!decisions.all.is_empty());
    for decision in &decisions.all {
        let Difference { entry, key, catalog: expected, .. } = &decision.difference;
        assert_eq!(said(&catalog, entry, key).unwrap_or_default(), *expected, "`{key}` of `{entry}`");
    }
}

#[test]
fn facts_from_elsewhere_name_their_origin_and_day() {
    let catalog = shipped();
    for list in &catalog.lists {
        let named: Vec<_> = list.origin.iter().flat_map(|origin| &origin.keys).map(Line::as_str).collect();
        for (key, there) in [
            ("engine", list.engine.is_some()),
            ("web", list.web.is_some()),
            ("archive", list.archive.is_some()),
            ("posting", list.posting.is_some()),
            ("subscribe", list.subscribe.is_some()),
        ] {
            assert_eq!(there, named.contains(&key), "`{key}` of the list {}", list.id);
        }
        assert!(list.origin.iter().all(|origin| origin.read.is_some()), "{}", list.id);
    }
    for area in &catalog.areas {
        let named: Vec<_> = area.origin.iter().flat_map(|origin| &origin.keys).map(Line::as_str).collect();
        let linked = area.links.iter().any(|link| link.url.is_some());
        assert_eq!(linked, named.contains(&"links"), "links of {}", area.id);
        let located = area.repositories.iter().any(|it| it.url.is_some());
        assert_eq!(located, named.contains(&"repositories"), "repositories of {}", area.id);
        assert!(area.origin.iter().all(|origin| origin.read.is_some()), "{}", area.id);
    }
}
