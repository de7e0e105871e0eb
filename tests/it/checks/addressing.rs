use super::{Change, Row, fires, silent};

const TO: &str = "To: devel@lists.example.org";
const CC: &str = "Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>";
const FROM: &str = "From: Ada Example <ada@students.test>";
const OPEN: Change = ("posting = \"anyone\"\nsubject-tag", "subject-tag");
const IDEA: Change = ("[GSoC 2015] A faster parser for traces", "[GSoC 2015] Cool colours");
const IDEA_TEXT: Change =
    ("I would like to work on \"A faster parser for traces\"", "Cool colours is my own idea");

pub(crate) const ROWS: &[Row] = &[
    fires("A01", &[(TO, "To: ada@home.test")]),
    fires("A01", &[(TO, "To: tools@lists.example.org")]),
    silent("A01", &[(TO, "To: Devel@Lists.Example.ORG")]),
    silent("A01", &[(TO, "To: devel@old.example.org")]),
    silent("A01", &[(TO, "To: ada@home.test\nBcc: devel@lists.example.org")]),
    silent("A01", &[(TO, "To: devel-request@lists.example.org")]),
    fires("A02", &[(CC, "Cc: carol@example.org")]),
    fires("A02", &[(CC, "X-Nobody: copied")]),
    silent("A02", &[(CC, "Cc: GRACE@example.org")]),
    silent("A02", &[(CC, "Cc: carol@example.org")]).with(&[("all-mentors", "list-only")]),
    silent("A02", &[(CC, "Cc: carol@example.org"), (FROM, "From: Grace Example <grace@example.org>")])
        .with(&[(r#"["grace", "linus"]"#, r#"["grace"]"#)]),
    fires("A03", &[(CC, "Cc: grace@example.org")]),
    silent("A03", &[(CC, "Cc: carol@example.org")]),
    silent("A03", &[]),
    fires("A04", &[(CC, "Cc: Grace Example <gexample@guess.test>, linus@example.org")])
        .with(&[("address = \"grace@example.org\"\n", "")]),
    fires("A04", &[(CC, "Cc: linus@example.org")]).with(&[("address = \"grace@example.org\"\n", "")]),
    silent("A04", &[]),
    fires("A05", &[(CC, "Cc: grace at example dot org")]),
    fires("A05", &[(CC, "Cc: Grace Example <grace@xxxxxxxxxxx>")]),
    fires("A05", &[(CC, "Cc: Grace Example <grace@example.org")]),
    fires("A05", &[(CC, "Cc: gra...@example.org")]),
    silent("A05", &[(CC, "Cc: \"Grace at work <now\" <grace@example.org>, max@xx.example.org")]),
    silent("A05", &[(CC, "Cc: Dot At Example <dot.at@example.org>")]),
    silent(
        "A05",
        &[(CC, "Cc: \"grace example\"@example.org, \"g...\"@example.org, grace @ example.org (at home)")],
    ),
    silent("A05", &[(CC, "Cc: Example, Grace <grace@example.org>, <@relay.example.org:grace@example.org>")]),
    fires("A05", &[(CC, "Cc: Linus <linus@example.org>, \"Example, Grace\" <grace@...>")]),
    fires("A05", &[(CC, "Cc: Grace Example <grace (at) example.org>")]),
    fires("A06", &[(TO, "To: Devel@old.example.org")]),
    silent("A06", &[]),
    fires("A07", &[])
        .with(&[("posting = \"anyone\"\nsubject-tag", "posting = \"announcements\"\nsubject-tag")]),
    silent("A07", &[(TO, "To: tools@lists.example.org")])
        .with(&[("posting = \"anyone\"\nsubject-tag", "posting = \"announcements\"\nsubject-tag")]),
    fires("A08", &[(TO, "To: devel@lists.example.org, tools@lists.example.org")]),
    fires("A08", &[(TO, "To: devel@lists.example.org, big@lists.elsewhere.test")]),
    silent("A08", &[(TO, "To: devel@lists.example.org, devel@old.example.org")]),
    silent("A08", &[(TO, "To: devel@lists.example.org, majordomo@lists.example.org")]),
    silent("A08", &[(TO, "To: devel@lists.example.org, devel-owner@lists.example.org")]),
    // The community asks for both.
    silent("A08", &[(TO, "To: devel@lists.example.org, tools@lists.example.org")])
        .with(&[("[conventions]\n", "[conventions]\nsecond-list = { value = \"tools\" }\n")]),
    fires("A08", &[(TO, "To: devel@lists.example.org, tools@lists.example.org, big@lists.elsewhere.test")])
        .with(&[("[conventions]\n", "[conventions]\nsecond-list = { value = \"tools\" }\n")]),
    silent("A08", &[(TO, "To: devel@lists.example.org, big@lists.elsewhere.test")]).with(&[(
        "students = [\"bob\"]",
        "extra-lists = [{ name = \"big@lists.elsewhere.test\", note = \"too\", lines = [4, 4] }]",
    )]),
    fires(
        "A09",
        &[(
            CC,
            "Cc: a@b.test, c@b.test, d@b.test, e@b.test, f@b.test, g@b.test, h@b.test, i@b.test, j@b.test",
        )],
    ),
    silent(
        "A09",
        &[(CC, "Cc: a@b.test, c@b.test, d@b.test, e@b.test, f@b.test, g@b.test, h@b.test, i@b.test")],
    ),
    fires("A10", &[(TO, "To: ada@home.test\nBcc: Devel <devel@lists.example.org>")]),
    silent("A10", &[(TO, "To: devel@lists.example.org\nBcc: ada@home.test")]),
    fires("A11", &[(TO, "To: devel-request@lists.example.org")]),
    fires("A11", &[(TO, "To: devel+subscribe@lists.example.org")]),
    fires("A11", &[(CC, "Cc: majordomo@lists.example.org")]),
    fires("A11", &[(CC, "Cc: Listserv@example.org")]),
    silent("A11", &[(CC, "Cc: product-owner@example.org")]),
    fires("A12", &[(CC, "Cc: Grace Example <g.example@engine.test>")]),
    fires("A12", &[(CC, "Cc: Grace Example <grace@example.org>, somebody@elsewhere.test")]),
    silent("A12", &[(CC, "Cc: GRACE@example.org, Ada <ada@students.test>, big@lists.elsewhere.test")]),
    silent(
        "A12",
        &[(CC, "Cc: x@y.test"), ("MIME-Version", "List-Id: <devel.lists.example.org>\nMIME-Version")],
    ),
    fires("A24", &[(TO, "To: Ada Example <ada@students.test>"), (CC, "Cc: devel@lists.example.org")]),
    silent("A24", &[(TO, "To: Ada <ada@students.test>, devel@lists.example.org")]),
    silent("A24", &[(TO, "To: Ada Example <ada@students.test>"), (CC, "Cc: grace@example.org")]),
    fires("A13", &[]).with(&[("state = \"open\"\nmentors", "state = \"finished\"\nmentors")]),
    fires("A13", &[]).with(&[("status = \"open\"", "status = \"closed\"")]),
    silent("A13", &[]),
    fires("A14", &[(CC, "Cc: grace@example.org, bob@example.org")]),
    fires("A14", &[(CC, "Cc: grace@example.org, Bob Student <bob@elsewhere.test>")]),
    silent("A14", &[(CC, "Cc: bob@example.org"), (FROM, "From: Bob Student <bob@elsewhere.test>")]),
    silent("A14", &[(CC, "Cc: Bob Other <bobby@example.org>")]),
    fires("A16", &[(FROM, "From: ada@students.test")]),
    fires("A16", &[(FROM, "From: \"ada@students.test\" <ada@students.test>")]),
    silent("A16", &[(FROM, "From: Ada <ada@students.test>")]),
    silent(
        "A16",
        &[(
            FROM,
            "From: 'Ada' via devel@lists.example.org <devel@lists.example.org>\nX-Original-From: Ada <ada@students.test>\nList-Id: <devel.lists.example.org>",
        )],
    ),
    fires("A17", &[("MIME-Version", "Reply-To: ada@home.test\nMIME-Version")]),
    silent("A17", &[("MIME-Version", "Reply-To: Ada@students.test\nMIME-Version")]),
    silent(
        "A17",
        &[("MIME-Version", "List-Id: <devel.lists.example.org>\nReply-To: devel@x.test\nMIME-Version")],
    ),
    fires("A18", &[("Subject: ", "Subject: \u{7} ")]),
    fires("A18", &[("Subject: ", "Subject: =?utf-8?q?a=0D=0ABcc:_x=40y.test?= ")]),
    silent("A18", &[("Subject: ", "Subject:\n\t=?utf-8?q?Zo=C3=AB?= ")]),
    fires("A19", &[(CC, "Cc: Grace <gräce@example.org>")]),
    fires("A19", &[(CC, "Cc: Grace <grace@exämple.org>")]),
    silent("A19", &[(CC, "Cc: Gräce <grace@xn--exmple-cua.org>")]),
    silent("A19", &[(CC, "Cc: \"gräce@home\" <grace@example.org>")]),
    fires("A21", &[]).with(&[OPEN]),
    silent("A21", &[("MIME-Version", "List-Id: <devel.lists.example.org>\nMIME-Version")]).with(&[OPEN]),
    silent("A21", &[]),
    fires("A22", &[(CC, "X-Nobody: copied"), IDEA, IDEA_TEXT]),
    silent("A22", &[IDEA, IDEA_TEXT]),
    silent(
        "A22",
        &[
            (CC, "X-Nobody: copied"),
            IDEA,
            IDEA_TEXT,
            ("Does the", "If this is the wrong list, tell me. Does the"),
        ],
    ),
    fires("A25", &[("From: Ada Example <ada@students.test>\n", "")]),
    fires("A25", &[(FROM, "From:")]),
    fires("A25", &[(FROM, "From: <>")]),
    fires("A25", &[(FROM, "From: Ada Example")]),
    fires("A25", &[(FROM, "From: Students:;")]),
    silent("A25", &[(FROM, "From: ada@students.test")]),
    silent("A25", &[(FROM, "From: ada at students.test (Ada Example)")]),
    silent("A25", &[(FROM, "From: Ben <ben@students.test>, Ada Example")]),
];
