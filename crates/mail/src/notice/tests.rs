use super::*;

/// What a mail says, in one line.
pub(super) fn said(mail: &str) -> String {
    let post = Post::read(mail.as_bytes()).expect("a mail");
    let Some(notice) = Notice::read(&post) else { return "nothing".to_owned() };
    assert!(may_be_notice(mail.as_bytes()), "{mail}");
    match notice.kind {
        NoticeKind::Held { reason } => format!("held: {}", reason.unwrap_or_default()),
        NoticeKind::Rejected { reason } => format!("rejected: {}", reason.unwrap_or_default()),
        NoticeKind::ConfirmationWanted => "confirmation".to_owned(),
        NoticeKind::Vacation => "vacation".to_owned(),
        NoticeKind::Bounced(failures) => {
            let one = |it: &Failure| {
                format!("{} {} {}", it.address, it.status.as_deref().unwrap_or("-"), it.reason)
            };
            format!("bounced: {}", failures.iter().map(one).collect::<Vec<_>>().join("; "))
        }
    }
}

pub(super) fn notice(mail: &str) -> Notice {
    Notice::read(&Post::read(mail.as_bytes()).expect("a mail")).expect("a notice")
}

const MAILMAN_2: &str = "From: lamp-devel-bounces@lists.example.org\nTo: ada@students.test\n\
    Subject: Your message to Lamp-devel awaits moderator approval\nX-Mailman-Version: 2.1.29\nPrecedence: bulk\n\
    X-List-Administrivia: yes\nX-BeenThere: lamp-devel@lists.example.org\nList-Id: <lamp-devel.lists.example.org>\n\n\
    Your mail to 'Lamp-devel' with the subject\n\n    [GSoC 2026] Trim the\n    wick\n\n\
    Is being held until the list moderator can review it for approval.\n\n\
    The reason it is being held:\n\n    Post by non-member to a members-only list\n\n\
    Either the message will get posted to the list, or you will receive\nnotification of the moderator's decision.\n";

const MLMMJ: &str = "From: lamp-devel+owner@lists.example.org\nTo: ada@students.test\n\
    Subject: Awaiting release to lamp-devel@lists.example.org: [GSoC 2026] Trim the wick\nMIME-Version: 1.0\n\
    Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain; charset=utf8\n\n\
    Hi, this is the Mlmmj program managing the <lamp-devel@lists.example.org> mailing list.\n\n\
    The message from <ada@students.test> with subject \"[GSoC 2026] Trim the\nwick\" has been submitted to the \
    list. However, the moderators are being\nasked to review it before releasing it to the list because you are not \
    a\nsubscriber.\n\n(The message is below.)\n\n--B\nContent-Type: message/rfc822\n\n\
    From: ada@students.test\nTo: lamp-devel@lists.example.org\nSubject: [GSoC 2026] Trim the wick\n\
    Message-ID: <1@students.test>\n\nHello\n--B--\n";

pub(super) fn service(from: &str, subject: &str, text: &str) -> String {
    format!(
        "From: {from}\nTo: ada@students.test\nSubject: {subject}\nMessage-ID: <n@lists.example.org>\n\n{text}\n"
    )
}

fn report(groups: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mail.test\nTo: ada@students.test\nSubject: Undelivered Mail\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\n\nIt came back.\n\
         --B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.test\n\n{groups}\n\
         --B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <1@students.test>\nSubject: Trim\n\n--B--\n"
    )
}

#[test]
fn list_managers_say_that_a_letter_is_held() {
    for (mail, expected) in [
        (MAILMAN_2.to_owned(), "held: Post by non-member to a members-only list"),
        (MLMMJ.to_owned(), "held: you are not a subscriber"),
        (
            MAILMAN_2
                .replace("Subject: Your message to Lamp-devel awaits moderator approval", "Subject: Wartet")
                .replace(
                    "Is being held until the list moderator can review it for approval.",
                    "https://lists.example.org/mailman/confirm/lamp-devel/0123",
                ),
            "held: Post by non-member to a members-only list",
        ),
        (
            service(
                "sympa@lists.example.org",
                "Message distribution",
                "Your message has been forwarded to editor(s)",
            ),
            "held: ",
        ),
        (
            service(
                "Lamp <noreply@googlegroups.com>",
                "Your message to lamp-devel",
                "Your message must be approved by a moderator before it is posted.",
            ),
            "held: ",
        ),
        (
            service("noreply@groups.io", "Message Pending: Trim", "It is shown once a moderator saw it."),
            "held: ",
        ),
        (
            service(
                "lamp-devel-help@lists.example.org",
                "Your post",
                "Your post has been sent to the moderators.",
            ),
            "held: ",
        ),
    ] {
        assert_eq!(said(&mail), expected, "{mail}");
    }
}

#[test]
fn list_managers_say_that_a_letter_is_rejected() {
    let mailman = "Your request to the Lamp-devel mailing list\n\n    Posting of your message titled \"[GSoC 2026] Trim \
        the\nwick\"\n\nhas been rejected by the list moderator.  The moderator gave the\nfollowing reason for rejecting \
        your request:\n\n\"Non-members are not allowed to post messages to this list.\"\n\nAny questions or comments \
        should be directed to the list administrator at:\n\n    lamp-devel-owner@lists.example.org\n";
    let owner = "lamp-devel-owner@lists.example.org";
    for (mail, expected) in [
        (
            service(
                "lamp-devel-bounces@lists.example.org",
                "Request to mailing list Lamp-devel rejected",
                mailman,
            ),
            "rejected: Non-members are not allowed to post messages to this list.",
        ),
        (
            service(
                owner,
                "[GSoC 2026] Trim the wick",
                "You are not allowed to post to this mailing list, and your \
                message has\nbeen automatically rejected.  If you think that your messages are being\nrejected in error, \
                contact the mailing list owner.",
            ),
            "rejected: ",
        ),
        (
            service(
                owner,
                "[GSoC 2026] Trim the wick",
                "Your message to the lamp-devel mailing-list was rejected for the \
                following\nreasons:\n\nThe message is not from a list member\n\nThe original message as received by \
                Mailman is attached.",
            ),
            "rejected: The message is not from a list member",
        ),
        (
            service(
                "lamp-devel+owner@lists.example.org",
                "Post to lamp-devel@lists.example.org denied: [GSoC 2026] Trim",
                "Hi, \
                this is the Mlmmj program managing the <lamp-devel@lists.example.org> mailing list.\n\nThe message from \
                <ada@students.test> with subject \"[GSoC 2026] Trim\" was\nunable to be delivered to the list because you \
                are not subscribed.\n\n(The denied message is below.)",
            ),
            "rejected: you are not subscribed",
        ),
        (
            service(
                "SYMPA <sympa@lists.example.org>",
                "Message rejected",
                "Your message for list lamp-devel (attached below) \
                was rejected.\nYou are not allowed to send this message for the following reason: only subscribers may \
                post.",
            ),
            "rejected: only subscribers may post",
        ),
        (
            service(
                "lamp-devel-help@lists.example.org",
                "Returned post for lamp-devel@lists.example.org",
                "I'm sorry, the \
                message below was not accepted by the moderator.",
            ),
            "rejected: ",
        ),
        (
            service(
                "LISTSERV@lists.example.org",
                "Rejected posting to LAMP-DEVEL@LISTS.EXAMPLE.ORG",
                "You are not \
                authorized to send mail to the LAMP-DEVEL list from your\nada@students.test account.",
            ),
            "rejected: ",
        ),
        (
            service(
                "noreply@groups.io",
                "Your message was not posted",
                "Your message was rejected by the moderators.",
            ),
            "rejected: ",
        ),
        (
            service(
                "lamp-devel-bounces@lists.example.org",
                "Request to mailing list Lamp-devel rejected",
                "Your request to \
                the Lamp-devel mailing list\n\n    Subscription request\n\nhas been rejected by the list moderator.",
            ),
            "nothing",
        ),
        (service("grace@example.org", "Re: Trim", "Your message was rejected by the list."), "nothing"),
    ] {
        assert_eq!(said(&mail), expected, "{mail}");
    }
    let subject = notice(&service(owner, "Request to mailing list Lamp-devel rejected", mailman)).subject;
    assert_eq!(subject.as_deref(), Some("[GSoC 2026] Trim the wick"));
}

#[test]
fn a_notice_names_the_letter_and_the_list() {
    let list = |text: &str| text.parse::<Address>().expect("an address");
    for mail in [MAILMAN_2, MLMMJ] {
        let notice = notice(mail);
        assert_eq!(notice.subject.as_deref(), Some("[GSoC 2026] Trim the wick"), "{mail}");
        assert!(notice.names(&list("Lamp-Devel@lists.example.org")), "{notice:?}");
        assert!(!notice.names(&list("lamp-users@lists.example.org")), "{notice:?}");
    }
    assert_eq!(notice(MLMMJ).letters[0].as_str(), "<1@students.test>");
    let away = "From: grace@example.org\nSubject: Automatic reply: Re: Trim\nIn-Reply-To: <1@students.test>\n\nAway\n";
    assert_eq!(notice(away).subject.as_deref(), Some("Re: Trim"));
    assert_eq!(notice(away).letters[0].as_str(), "<1@students.test>");
}

#[test]
fn list_managers_want_a_subscription_confirmed() {
    for (from, subject, text) in [
        (
            "lamp-devel-confirm+0123@lists.example.org",
            "confirm 0123456789",
            "We have received a request from 192.0.2.1 for subscription of your\nemail address, \"ada@students.test\".",
        ),
        (
            "lamp-devel-confirm+abcd@lists.example.org",
            "Your confirmation is needed to join the lamp-devel mailing list.",
            "Email Address Registration Confirmation",
        ),
        (
            "lamp-devel+help@lists.example.org",
            "Confirm subscription to lamp-devel@lists.example.org",
            "Please reply.",
        ),
        (
            "lamp-devel-help@lists.example.org",
            "confirm subscribe to lamp-devel@lists.example.org",
            "To confirm that you would like\n   ada@students.test\nadded to the list, reply to this address.\n\
             To unsubscribe write to lamp-devel-unsubscribe@lists.example.org",
        ),
        ("sympa@lists.example.org", "AUTH 0123 subscribe lamp-devel", "Reply to confirm your subscription"),
        ("lamp-devel+subconfirm@googlegroups.com", "Join the group", "Reply to this mail."),
        ("lamp-devel+confirm+12345@groups.io", "Please confirm", "Reply to this mail."),
        (
            "Majordomo@lists.example.org",
            "Confirmation for subscribe lamp-devel",
            "auth 0123 subscribe lamp-devel",
        ),
    ] {
        assert_eq!(said(&service(from, subject, text)), "confirmation", "{from}");
    }
}

#[test]
fn mail_systems_say_what_did_not_arrive() {
    let two = "Final-Recipient: rfc822; grace@new.example.org\nOriginal-Recipient: rfc822;grace@example.org\n\
        Action: failed\nStatus: 5.1.1 (unknown)\nDiagnostic-Code: smtp; 550 5.1.1\n no such user\n\n\
        Final-Recipient: rfc822; mary@example.org\nAction: delayed\nStatus: 4.4.1\n\n\
        Final-Recipient: utf-8; bj@example.org\nAction: failed\nStatus: 5.7.1\n";
    let delayed = "Final-Recipient: rfc822; grace@example.org\nAction: delayed\nStatus: 4.4.1\n";
    let old = |text: &str| {
        format!("Return-Path: <>\nFrom: MAILER-DAEMON@mail.test\nSubject: failure notice\n\n{text}")
    };
    let qmail = "Hi. This is the qmail-send program at mail.test.\nI'm afraid I wasn't able to deliver your message \
        to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n\
        <grace@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<mary@example.org>:\nUser unknown\n\n\
        --- Below this line is a copy of the message.\n\nReceived: by x\nMessage-ID: <1@students.test>\nSubject: Trim\n\n\
        <other@example.org>: hello\n";
    let postfix = "This is the Postfix program at host mail.test.\n\nI'm sorry to have to inform you that the message \
        returned\nbelow could not be delivered to one or more destinations.\n\n<grace@example.org>: host \
        mx.example.org said: 550 5.1.1 no such\n    user (in reply to RCPT TO command)\n";
    let exim = "This message was created automatically by mail delivery software.\n\nA message that you sent could \
        not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  \
        grace@example.org\n    all hosts have failed: 550 5.1.1 unknown\n\n------ This is a copy of the message \
        ------\n\nMessage-ID: <1@students.test>\n";
    let opensmtpd = "Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has \
        occurred while attempting to deliver a message for\n    the following list of recipients:\n\ngrace@example.org: \
        550 5.1.1 no such user\n\n    Below is a copy of the original message:\n\nMessage-ID: <1@students.test>\n";
    let gmx = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be \
        delivered to one or more of\nits recipients. This is a permanent error. The following addresses\nfailed:\n\n\
        grace@example.org:\nSMTP error from remote server, 550 user unknown\n\n--- The header of the original message is \
        following. ---\n\nMessage-ID: <1@students.test>\n";
    let yahoo = "Sorry, we were unable to deliver your message to the following address.\n\n<grace@example.org>:\n554: \
        delivery error: dd This user doesn't have an account [0]\n\n--- Below this line is a copy of the message.\n\n\
        Message-ID: <1@students.test>\n";
    let courier = "This is a delivery status notification from mail.test.\n\nUNDELIVERABLE MAIL\n\nYour message to the \
        following recipients cannot be delivered:\n\n<grace@example.org>:\n    mx.example.org [192.0.2.1]:\n>>> RCPT \
        TO:<grace@example.org>\n<<< 550 5.1.1 User unknown\n";
    let sendmail = "The original message was received at Mon, 2 Mar 2026\n\n   ----- The following addresses had \
        permanent fatal errors -----\n<grace@example.org>\n    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript \
        of session follows -----\n... while talking to mx.example.org.:\n";
    for (mail, expected) in [
        (old(opensmtpd), "bounced: grace@example.org 5.1.1 550 5.1.1 no such user"),
        (old(gmx), "bounced: grace@example.org - SMTP error from remote server, 550 user unknown"),
        (
            old(yahoo),
            "bounced: grace@example.org - 554: delivery error: dd This user doesn't have an account [0]",
        ),
        (
            old(courier),
            "bounced: grace@example.org 5.1.1 mx.example.org [192.0.2.1]: >>> RCPT TO:<grace@example.org> <<< 550 5.1.1 \
             User unknown",
        ),
        (old(sendmail), "bounced: grace@example.org 5.1.1 (reason: 550 5.1.1 User unknown)"),
        (
            report(two),
            "bounced: grace@example.org 5.1.1 550 5.1.1 no such user; bj@example.org 5.7.1 ",
        ),
        (report(delayed), "nothing"),
        (
            old(qmail),
            "bounced: grace@example.org 5.1.1 Sorry, no mailbox here by that name. (#5.1.1); \
             mary@example.org - User unknown",
        ),
        (
            old(postfix),
            "bounced: grace@example.org 5.1.1 host mx.example.org said: 550 5.1.1 no such user (in reply to RCPT TO \
             command)",
        ),
        (old(exim), "bounced: grace@example.org 5.1.1 all hosts have failed: 550 5.1.1 unknown"),
        (
            "X-Failed-Recipients: grace@example.org\nFrom: mailer-daemon@mail.test\nSubject: Delivery failed\n\nSorry.\n"
                .to_owned(),
            "bounced: grace@example.org - ",
        ),
        (old("Your message has not yet been delivered, and will be retried.\n\n<grace@example.org>: later\n"), "nothing"),
        (old("A report on quota. The list was not delivered to anyone.\n"), "nothing"),
    ] {
        assert_eq!(said(&mail), expected, "{mail}");
    }
    assert_eq!(notice(&old(qmail)).letters[0].as_str(), "<1@students.test>");
    assert_eq!(notice(&report(two)).letters[0].as_str(), "<1@students.test>");
}

#[test]
fn programs_answer_for_people_who_are_away() {
    let from = "From: Grace <grace@example.org>\nTo: ada@students.test\n";
    for header in [
        "Auto-Submitted: auto-replied\nSubject: Re: Trim\n",
        "Auto-Submitted: auto-replied (vacation)\nSubject: away\n",
        "X-Autoreply: yes\nSubject: Re: Trim\n",
        "Precedence: auto_reply\nSubject: Re: Trim\n",
        "X-Mailer: vacation 1.2\nSubject: Re: Trim\n",
        "Subject: Automatic reply: Trim\n",
        "Subject: =?utf-8?q?R=C3=A9ponse_automatique=C2=A0=3A_Trim?=\n",
        "Subject: Abwesenheitsnotiz: Trim\n",
        "Subject: Automatic\u{a0}reply: Trim\n",
    ] {
        assert_eq!(said(&format!("{header}{from}\nI am away.\n")), "vacation", "{header}");
    }
}

#[test]
fn nothing_else_is_a_notice() {
    let quoted = |header: &str| {
        format!(
            "{header}To: lamp-devel@lists.example.org\nSubject: Re: Your message to Lamp-devel awaits moderator \
                 approval\nPrecedence: bulk\nList-Post: <mailto:lamp-devel@lists.example.org>\n\nI got this:\n\n\
                 Is being held until the list moderator can review it for approval.\n"
        )
    };
    for mail in [
        quoted("From: ada@students.test\n"),
        quoted("From: Ada via Lamp-devel <lamp-devel@lists.example.org>\nReply-To: ada@students.test\n"),
        service("grace@example.org", "Re: Trim", "I am away next week, and your post is pending approval."),
        service("ada@students.test", "Re: Automatic reply: Trim", "You are away."),
        service("lamp-devel-request@lists.example.org", "Welcome to the \"Lamp-devel\" mailing list", "Welcome!"),
        service(
            "lamp-devel-owner@lists.example.org",
            "lamp-devel@lists.example.org post from ada@students.test requires approval",
            "As list administrator, your authorization is requested for the following: The message is being held because:",
        ),
        service(
            "lamp-devel+owner@lists.example.org",
            "Please moderate lamp-devel@lists.example.org: Trim",
            "A message has been submitted for posting. You are being asked to moderate because it is held for moderation",
        ),
        service(
            "lamp-devel-confirm+01@lists.example.org",
            "confirm 01",
            "We have received a request for removal of your email address, \"ada@students.test\" from the list",
        ),
        service("bugs@example.org", "[Bug 1] New", "held for moderation"),
        "Auto-Submitted: no\nFrom: grace@example.org\nSubject: Re: Trim\n\nYes.\n".to_owned(),
        "Auto-Submitted: auto-generated\nFrom: ci@example.org\nSubject: Re: Trim\n\nBuilt.\n".to_owned(),
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=B\nFrom: g@example.org\n\
         Subject: Read: Trim\n\n--B\n\nread\n--B\nContent-Type: message/disposition-notification\n\n\
         Final-Recipient: rfc822;g@example.org\nDisposition: manual-action; displayed\n--B--\n"
            .to_owned(),
        "Subject: x\nFrom: lamp@example.org\n\n".to_owned(),
    ] {
        assert_eq!(said(&mail), "nothing", "{mail}");
    }
}
