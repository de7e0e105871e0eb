//! What we write, others read back as it was meant: Python's `email`, for any answers and names.

use crate::support::Python;
use crate::support::shipped;
use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::compose::reply::{Handout, Reply};
use onlist_core::compose::{Answers, Letter, Question, Topic, introduction};
use onlist_core::introduction::recognise;
use onlist_mail::read::Post;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// Text that people and machines write: every script, marks that mean something in mail, code, spaces.
const LINE: &str = r"[\PC&&[^\p{Zl}\p{Zp}\p{Cf}]]{1,60}";
const ODD: &str = r#"([a-zA-Zé漢🎉 ,;:."'()<>@\\\[\]=?_-]|=\?utf-8\?q\?x\?=){1,40}"#;
const BLOCK: &str =
    r"([\PC&&[^\p{Zl}\p{Zp}\p{Cf}]]{0,90}\n|From [a-z ]{0,20}\n|\.\n|-- \n|> [a-z]{0,9}\n|\n){1,8}";

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid")
}

fn letter(catalog: &Catalog, topic: Topic<'_>, answers: &[(Question, &str)]) -> Letter {
    let mut said = Answers::default();
    for (question, answer) in answers {
        said.set(*question, answer).expect("clean");
    }
    introduction(catalog, topic, &said, now(), true).expect("composed")
}

/// Whether Python finds in the bytes of `letter` just what the draft says.
fn assert_read_back(python: &mut Python, letter: &Letter) {
    let draft = letter.content();
    let bytes = draft.encode().bytes;
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        assert!(line.len() <= 998 && line.is_ascii() && !line.contains(&b'\r'), "{line:?}");
    }
    let head = String::from_utf8_lossy(&bytes);
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    assert!(head.split("\r\n").all(|line| line.len() <= 78 || !line.trim_start().contains(' ')), "{head}");

    let boxes = |boxes: &[onlist_mail::mailbox::Mailbox]| -> Value {
        boxes.iter().map(|it| json!([it.name.as_deref().unwrap_or(""), it.address.as_str()])).collect()
    };
    let read = python.read(&bytes);
    assert_eq!(read["defects"], json!([]), "{head}");
    // Python puts a blank between the encoded words of a name, against RFC 2047 6.2; another reader does not.
    let from = head.split("To: ").next().unwrap_or_default();
    if !from.contains("?= =?") && !from.contains("?=\r\n =?") {
        assert_eq!(read["from"], boxes(std::slice::from_ref(&draft.from)), "{head}");
    }
    let parsed = mail_parser::MessageParser::new().parse(&bytes).expect("a message");
    let name = parsed.from().and_then(|from| from.first()?.name());
    assert_eq!(name.unwrap_or_default(), draft.from.name.as_deref().unwrap_or_default(), "{head}");
    assert_eq!(read["to"], boxes(&draft.to));
    assert_eq!(read["cc"], boxes(&draft.cc), "{head}");
    assert_eq!(read["subject"], json!(draft.subject.as_str()), "{head}");
    assert_eq!(read["text"], json!(format!("{}\n", draft.body.trim_end_matches('\n'))));
    assert_eq!(read["date"], json!("2015-03-10T12:00:00+01:00"));
    assert_eq!(
        (&read["type"], &read["mime"], &read["parts"]),
        (&json!("text/plain"), &json!("1.0"), &json!(false))
    );
    let ids = |ids: &[onlist_mail::message_id::MessageId]| -> Value {
        ids.iter().map(|id| json!(id.as_str())).collect()
    };
    assert_eq!(read["thread"], json!([ids(draft.in_reply_to.as_slice()), ids(&draft.references)]), "{head}");
    assert!(["7bit", "quoted-printable"].map(Value::from).contains(&read["encoding"]));
}

#[test]
fn python_reads_every_projects_letter() {
    let Some(mut python) = Python::start() else { return };
    let catalog = shipped();
    for project in &catalog.projects {
        for name in ["Roger Pau Monné", "Tülin İZER", "Cooper, Andrew", "山田 太郎", "D'Arcy \"Q\" O\\Neil"]
        {
            let answers = [
                (Question::Name, name),
                (Question::Email, "ada@students.test"),
                (Question::Interest, "Because.\n.\nFrom here on, all is well."),
                (Question::SoFar, "Schön, это работает — 漢字"),
                (Question::Question, "Which?"),
            ];
            assert_read_back(&mut python, &letter(&catalog, Topic::Project(project), &answers));
        }
    }
}

/// A mentor's answer to the mail in `bytes`.
fn answer(catalog: &Catalog, bytes: &[u8], words: &str) -> Letter {
    let post = Post::read(bytes).expect("a mail");
    let project = recognise(catalog, &post).project;
    let reply = Reply {
        catalog,
        post: &post,
        me: "Grace Müller <grace@example.org>".parse().expect("a mailbox"),
        also: &[],
        list: None,
        project,
        task: catalog.tasks_for(project).first().map(|task| Handout::Task(task)),
        object: None,
        second_task: None,
        answer: Some(words),
        until: now().date_naive(),
        body: None,
        now: now(),
    };
    reply.compose().expect("an answer")
}

#[test]
fn python_reads_the_answer_to_every_letter() {
    let Some(mut python) = Python::start() else { return };
    let catalog = shipped();
    for project in &catalog.projects {
        for name in ["Roger Pau Monné", "Tülin İZER", "Cooper, Andrew", "山田 太郎", "D'Arcy \"Q\" O\\Neil"]
        {
            let answers = [
                (Question::Name, name),
                (Question::Email, "ada@students.test"),
                (Question::Interest, "Because."),
                (Question::SoFar, "Schön, это работает — 漢字"),
                (Question::Question, "Wie geht das, これは何ですか?"),
            ];
            let introduction = letter(&catalog, Topic::Project(project), &answers);
            let bytes = introduction.message().bytes.clone();
            let first = answer(&catalog, &bytes, "Ja.\n.\nFrom here on: はい");
            let draft = first.content();
            assert_eq!(draft.in_reply_to.as_ref(), Some(&introduction.content().message_id));
            assert_eq!(draft.to, std::slice::from_ref(&introduction.content().from), "{}", project.id);
            assert_eq!(
                draft.cc,
                [&introduction.content().to[..], &introduction.content().cc].concat(),
                "{}",
                project.id
            );
            assert_eq!(draft.subject.as_str(), format!("Re: {}", introduction.content().subject));
            assert_read_back(&mut python, &first);
        }
    }
}

#[test]
fn python_reads_an_answer_deep_in_a_thread() {
    let Some(mut python) = Python::start() else { return };
    let catalog = shipped();
    let list = &catalog.lists[0].address;
    let ids: Vec<_> = (0..150).map(|n| format!("<{n}.{}@example.org>", "x".repeat(n))).collect();
    let mail = format!(
        "From: =?utf-8?q?Ad=C3=A0?= <ada@students.test>\r\nTo: {list}\r\nSubject: RE: [GSoC 2015] =?utf-8?b?5ryi5a2X?= x\r\n\
         Message-ID: <last@example.org>\r\nReferences: {}\r\n\r\nWhich?\r\n",
        ids.join("\r\n ")
    );
    let deep = answer(&catalog, mail.as_bytes(), "This one.");
    assert_eq!(deep.content().references.len(), 100);
    assert_eq!(deep.content().subject.as_str(), "Re: [GSoC 2015] 漢字 x");
    assert_read_back(&mut python, &deep);
}

#[test]
fn python_reads_any_answers() {
    let Some(mut python) = Python::start() else { return };
    let catalog = shipped();
    let project = catalog.project("9p-pv-transport").expect("in the catalog");
    let name = prop_oneof![LINE, ODD].prop_filter("a name", |name| !name.trim().is_empty());
    let said = prop_oneof![LINE, ODD, BLOCK].prop_filter("an answer", |text| !text.trim().is_empty());
    let all = (name.clone(), name, said.clone(), said.clone(), said);
    let python = std::cell::RefCell::new(&mut python);
    let mut runner = TestRunner::new(Config { cases: 200, ..Config::default() });
    runner
        .run(&all, |(name, title, one, two, three)| {
            let person = [(Question::Name, &*name), (Question::Email, "ada@students.test")];
            let about =
                [(Question::Interest, &*one), (Question::SoFar, &*two), (Question::Question, &*three)];
            let introduction = letter(&catalog, Topic::Project(project), &[&person[..], &about].concat());
            assert_read_back(&mut python.borrow_mut(), &introduction);

            let idea = [(Question::Idea, &*title), (Question::Problem, &*one), (Question::Change, &*two)];
            let idea = letter(&catalog, Topic::Idea, &[&person[..], &idea].concat());
            assert_read_back(&mut python.borrow_mut(), &idea);

            let body = letter(
                &catalog,
                Topic::Project(project),
                &[&person[..], &[(Question::Body, &*three)]].concat(),
            );
            assert_read_back(&mut python.borrow_mut(), &body);
            Ok(())
        })
        .expect("every letter is read back");
}
