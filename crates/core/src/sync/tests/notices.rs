use super::*;

fn rejection(subject: &str) -> String {
    let fields = "To: ada@students.test\nSubject: Request to mailing list Lamp-devel rejected\n";
    let text = format!(
        "Your request to the Lamp-devel mailing list\n\n    Posting of your message titled \"{subject}\"\n\nhas been \
         rejected by the list moderator. The moderator gave the following reason for rejecting your request:\n\n\
         \"members only\"\n\nAny questions or comments should be directed to the owner.\n"
    );
    mail("reject@lists.example.org", 2, "lamp-devel-bounces@lists.example.org", fields, &text)
}

#[test]
fn notices_are_about_the_letters_that_they_name() {
    let vacation = "To: ada@students.test\nSubject: Automatic reply: [GSoC 2026] Trim the wick\n";
    let confirm = "To: ada@students.test\nSubject: confirm subscribe to lamp-devel@lists.example.org\n";
    for (mail, expected) in [
        (
            hold_notice("[GSoC 2026] Trim the wick"),
            "held  by lamp-devel-bounces@lists.example.org {\"reason\":\"The message is not from a list \
             member\",\"notice\":\"hold@lists.example.org\"}\n",
        ),
        (hold_notice("[GSoC 2026] Trim the lamp"), ""),
        (hold_notice("[GSoC 2026] Trim the wick").replace("lamp-devel", "lamp-users"), ""),
        (hold_notice("[GSoC 2026] Trim the wick").replace("ada@students.test", "ben@students.test"), ""),
        (
            bounce("b@mail.test", 2, "grace@example.org", "1@students.test"),
            "bounced  by mailer-daemon@mail.test to grace@example.org {\"notice\":\"b@mail.test\",\"reason\":\"550 no such \
             user\",\"status\":\"5.1.1\"}\n",
        ),
        (bounce("b@mail.test", 2, "other@example.org", "other@students.test"), ""),
        // Not of this letter, though its header says so; not of anybody whom it went to.
        (
            bounce("b@mail.test", 2, "grace@example.org", "other@students.test")
                .replace("Trim the wick", "Trim the lamp")
                .replace("Return-Path: <>\n", "Return-Path: <>\nIn-Reply-To: <1@students.test>\n"),
            "",
        ),
        (bounce("b@mail.test", 2, "other@example.org", "1@students.test"), ""),
        // Its identifier was changed on the way.
        (
            bounce("b@mail.test", 2, "grace@example.org", "new@mail.test"),
            "bounced  by mailer-daemon@mail.test to grace@example.org {\"notice\":\"b@mail.test\",\"reason\":\"550 no such \
             user\",\"status\":\"5.1.1\"}\n",
        ),
        (bounce("b@mail.test", 2, "grace@example.org", "new@mail.test").replace("Trim", "Lunch"), ""),
        (
            rejection("[GSoC 2026] Trim the wick"),
            "bounced  by lamp-devel-bounces@lists.example.org to lamp-devel@lists.example.org \
             {\"notice\":\"reject@lists.example.org\",\"reason\":\"members only\"}\n",
        ),
        (rejection("[GSoC 2026] Trim the lamp"), ""),
        (rejection("[GSoC 2026] Trim the wick").replace("lamp-devel", "lamp-users"), ""),
        (
            mail("v@example.org", 2, "grace@example.org", vacation, "Away.\n"),
            "vacation  by grace@example.org {\"notice\":\"v@example.org\"}\n",
        ),
        (mail("v@example.org", 2, "other@example.org", vacation, "Away.\n"), ""),
        (
            mail("c@lists.example.org", 1, "lamp-devel-help@lists.example.org", confirm, "Reply.\n"),
            "confirmation-wanted  by lamp-devel-help@lists.example.org {\"notice\":\"c@lists.example.org\"}\n",
        ),
    ] {
        let found = said(&[letter(Kind::Introduced)], std::slice::from_ref(&mail));
        assert_eq!(found.to_lowercase(), expected.to_lowercase(), "{mail}");
    }
}

#[test]
fn a_notice_without_an_identifier_is_one_notice() {
    let qmail = "From: MAILER-DAEMON\nReturn-Path: <>\nTo: ada@students.test\nSubject: failure notice\n\nHi. This is the \
        qmail-send program at mail.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n\
        <grace@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<other@example.org>:\nUnknown.\n\n--- Below \
        this line is a copy of the message.\n\nMessage-ID: <1@students.test>\nSubject: x\n\nHello\n"
        .to_owned();
    let known = letter(Kind::Introduced);
    let found = events(std::slice::from_ref(&known), &[qmail.clone(), qmail.clone()]);
    let [bounced] = &found[..] else { panic!("{found:?}") };
    assert_eq!((bounced.kind, &bounced.refused[..]), (Kind::Bounced, &[address("grace@example.org")][..]));
    assert_eq!(bounced.author, address("mailer-daemon@localhost"));
    assert_eq!(events(&[vec![known], found].concat(), &[qmail]), []);
}

#[test]
fn what_comes_back_of_a_letter_in_doubt_is_of_it_where_it_may_be() {
    let mut doubtful = letter(Kind::Unknown);
    doubtful.accepted.clear();
    let back = |to: &str| [bounce("b@mail.test", 2, to, "1@students.test")];
    // Ledgers of before do not say to whom it went.
    assert_eq!(events(std::slice::from_ref(&doubtful), &back("grace@example.org")).len(), 1);
    doubtful.detail = Some(json!({"to": [LIST, "grace@example.org"]}));
    assert_eq!(events(std::slice::from_ref(&doubtful), &back("grace@example.org")).len(), 1);
    assert_eq!(events(&[doubtful], &back("mary@example.org")), []);
}

#[test]
fn all_addresses_that_bounced_are_known() {
    let known = letter(Kind::Introduced);
    let both = [
        bounce("b1@mail.test", 2, "grace@example.org", "1@students.test"),
        bounce("b2@mail.test", 3, "mary@example.org", "1@students.test"),
    ];
    let first = events(std::slice::from_ref(&known), &both[..1]);
    let all = events(std::slice::from_ref(&known), &both);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].refused, [address("grace@example.org"), address("mary@example.org")]);
    let later = events(&[vec![known], first].concat(), &both);
    let [later] = &later[..] else { panic!("{later:?}") };
    assert_eq!(later.refused, [address("mary@example.org")]);
    assert_eq!(later.in_reply_to, Some(id("<1@students.test>")));
}
