use super::*;

#[test]
fn a_mail_came_when_it_was_read_at_the_latest() {
    let future = |text: &str| text.replace("3 Mar 2026", "3 Mar 2036").replace("5 Mar 2026", "5 Mar 1986");
    let grace = "Grace Example <grace@example.org>";
    let received = "Received: by mx.example.org; Wed, 04 Mar 2026 10:00:00 +0000\n";
    for (mails, expected) in [
        (vec![reply("2@b", 3, grace, LIST, "Yes.\n")], "2026-03-03T12:00:00+00:00"),
        (vec![future(&reply("2@b", 3, grace, LIST, "Yes.\n"))], "2026-06-01T12:00:00+00:00"),
        (
            vec![received.to_owned() + &future(&reply("2@b", 3, grace, LIST, "Yes.\n"))],
            "2026-03-04T10:00:00+00:00",
        ),
        (vec![future(&reply("2@b", 5, grace, LIST, "Yes.\n"))], "2026-03-02T12:00:00+00:00"),
        (
            vec![reply("2@b", 3, grace, LIST, "Yes.\n").replace("Date:", "X-Date:")],
            "2026-06-01T12:00:00+00:00",
        ),
    ] {
        let found = events(&[letter(Kind::Introduced)], &mails);
        let [answer] = &found[..] else { panic!("{found:?}") };
        assert_eq!((answer.kind, answer.at.to_rfc3339().as_str()), (Kind::Answered, expected), "{mails:?}");
    }
    let bounced = events(
        &[letter(Kind::Introduced)],
        &[bounce("b@mail.test", 3, "grace@example.org", "1@students.test")
            .replace("3 Mar 2026", "3 Mar 2036")],
    );
    assert_eq!(bounced[0].at.to_rfc3339(), "2026-06-01T12:00:00+00:00");
}

#[test]
fn what_a_later_letter_is_was_said_when_it_was_found() {
    let own = reply("3@b", 5, "ada@students.test", LIST, "Hello?\n");
    let answer = reply("2@b", 3, "grace@example.org", LIST, "Yes.\n");
    let first = events(&[letter(Kind::Introduced)], std::slice::from_ref(&own));
    let known = [vec![letter(Kind::Introduced)], first].concat();
    let kinds: Vec<_> = events(&known, &[own, answer]).iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Kind::Answered]);
}

#[test]
fn answers_say_who_and_where() {
    let archived = "archived  by ada@students.test\n";
    let grace = "Grace Example <grace@example.org>";
    for (from, to, text, expected) in [
        (
            grace,
            LIST,
            "Yes.\n",
            "answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false}\n",
        ),
        (
            "Ben <ben@students.test>",
            "lamp-devel@old.example.org",
            "Me too.\n",
            "answered 2@b by ben@students.test {\"by\":\"Ben\",\"mentor\":false,\"private\":false}\n",
        ),
        (
            grace,
            "ada@students.test",
            "Psst.\n",
            "answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":true}\n",
        ),
        (
            grace,
            "ada@students.test, lamp-users@lists.example.org",
            "Here.\n",
            "answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false,\"elsewhere\":true}\n",
        ),
        (
            grace,
            LIST,
            "This is the wrong list, please ask on lamp-users.\n",
            "answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false}\n\
             moved 2@b by grace@example.org {\"notice\":\"2@b\",\"to\":\"lamp-users@lists.example.org\"}\n",
        ),
        ("Ada <ada@home.test>", LIST, "Hello?\n", "followed-up 2@b by ada@home.test\n"),
        ("Ben's CI <no-reply@example.org>", LIST, "Built.\n", ""),
    ] {
        let mails = [on_list("1@students.test"), reply("2@b", 3, from, to, text)];
        assert_eq!(said(&[letter(Kind::Introduced)], &mails), format!("{archived}{expected}"), "{from} {to}");
    }
}

#[test]
fn a_conversation_goes_on_below_the_letter() {
    let below = |id: &str, day, from, of: &str| {
        mail(id, day, from, &format!("To: {LIST}\nSubject: Re: x\nIn-Reply-To: <{of}>\n"), "Hm.\n")
    };
    let mails = [
        below("5@b", 6, "mary@example.org", "4@b"),
        below("4@b", 5, "ada@students.test", "2@b"),
        below("3@b", 4, "ben@students.test", "2@b"),
        reply("2@b", 3, "Grace Example <grace@example.org>", LIST, "Yes.\n"),
        mail(
            "9@b",
            8,
            "ada@students.test",
            &format!("To: {LIST}\nSubject: [PATCH] lamp\nList-Id: <lamp-devel.lists.example.org>\n"),
            "---\n",
        ),
        below("10@b", 9, "grace@example.org", "9@b"),
    ];
    let found = said(&[letter(Kind::Introduced)], &mails);
    let kinds: Vec<_> = found.lines().map(|it| it.split(" by").next().unwrap_or_default()).collect();
    assert_eq!(
        kinds,
        ["answered 2@b", "answered-back 4@b", "answered 5@b", "wrote 9@b", "answered 10@b"],
        "{found}"
    );
}

#[test]
fn a_mentor_hears_what_the_student_answers() {
    let mut answered = letter(Kind::Answered);
    answered.author = address("grace@example.org");
    answered.in_reply_to = Some(id("<1@students.test>"));
    answered.message_id = id("<g@example.org>");
    let catalog = Catalog::parse("lamps.toml", CATALOG).expect("a catalog");
    assert_eq!(catalog.lists.len(), 2);
    let back = mail(
        "3@b",
        5,
        "ada@students.test",
        "To: grace@example.org\nIn-Reply-To: <g@example.org>\nSubject: Re: x\n",
        "Thanks.\n",
    );
    let mary = reply("4@b", 6, "mary@example.org", LIST, "Me too.\n");
    let own = Letters::of(std::slice::from_ref(&answered), &[address("grace@example.org")]);
    assert_eq!(own.authors().collect::<Vec<_>>(), ["grace@example.org"]);
    let found = said(&[answered], &[back, mary, on_list("1@students.test")]);
    assert!(found.contains("answered-back 3@b by ada@students.test"), "{found}");
    assert!(found.contains("answered 4@b by mary@example.org"), "{found}");
}

#[test]
fn each_who_sends_a_letter_elsewhere_is_heard() {
    let elsewhere = |id, day, from| reply(id, day, from, LIST, "Wrong list, please ask on lamp-users.\n");
    let mails = [elsewhere("2@b", 3, "grace@example.org"), elsewhere("3@b", 4, "ben@students.test")];
    let moved = |known: &[Event], mails: &[String]| {
        let mut found = events(known, mails);
        found.retain(|it| it.kind == Kind::Moved);
        found
    };
    let sent = letter(Kind::Introduced);
    let both = moved(std::slice::from_ref(&sent), &mails);
    assert_eq!(both.len(), 2, "{both:?}");
    // As the ledgers of older versions have it.
    let first = Event { message_id: sent.message_id.clone(), in_reply_to: None, ..both[0].clone() };
    let known = [sent, first];
    assert_eq!(moved(&known, &mails), both[1..]);
    let all = [&known[..], &events(&known, &mails)].concat();
    let now = DateTime::parse_from_rfc3339("2026-06-01T12:00:00Z").expect("a time");
    let step = &crate::ledger::replay(&all, now)[0].next.step;
    assert_eq!(*step, crate::ledger::Step::WriteTo(Some("lamp-users@lists.example.org".to_owned())));
}
