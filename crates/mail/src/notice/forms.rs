//! Notices in the forms of many programs and languages.

use super::tests::{said, service};

const NUMBER: &str = "0123456789abcdef0123456789abcdef01234567";

/// A mail of Mailman 2.
fn mailman(from: &str, subject: &str, text: &str) -> String {
    let fields = "X-List-Administrivia: yes\nX-BeenThere: lamp-devel@lists.example.org\nFrom: ";
    format!("{fields}{}", &service(from, subject, text)[6..])
}

fn withdrawn() -> String {
    format!("https://lists.example.org/cgi-bin/mailman/confirm/lamp-devel/{NUMBER}")
}

#[test]
fn mailman_says_that_a_letter_is_held_in_every_language() {
    for (before, between, behind) in [
        ("Ihre Mail an 'Lamp-devel' mit dem Betreff", "wird zurückgehalten.\n\nDer Grund:", "Zurückziehen:"),
        ("Votre courrier à 'Lamp-devel' dont le sujet est", "est en attente.\n\nLa raison:", "Pour annuler:"),
        ("あなたの 'Lamp-devel' への投稿は", "保留されています．", "取り消し:"),
        ("Su mensaje a 'Lamp-devel'", "ha sido retenido por:", "Para cancelar:"),
        ("Ваше сообщение в 'Lamp-devel'", "задержано:", "Отменить:"),
    ] {
        let text = format!(
            "{before}\n\n    [GSoC 2026] Trim the\n    wick\n\n{between}\n\n    Not a member\n\n{behind}\n\n    {}\n",
            withdrawn()
        );
        let mail = mailman("lamp-devel-bounces@lists.example.org", "Lamp-devel", &text);
        assert_eq!(said(&mail), "held: Not a member", "{mail}");
        assert_eq!(super::tests::notice(&mail).subject.as_deref(), Some("[GSoC 2026] Trim the wick"));
    }
}

#[test]
fn what_mailman_does_not_set_in_is_not_guessed() {
    for text in [
        format!("Mezua atxikita dago:\n\n    Not a member\n\nEzeztatu:\n\n    {}\n", withdrawn()),
        format!("您的邮件已被保留。\n\n    {}\n", withdrawn()),
    ] {
        let mail = mailman("lamp-devel-bounces@lists.example.org", "Lamp-devel", &text);
        assert_eq!(said(&mail), "held: ", "{mail}");
        assert_eq!(super::tests::notice(&mail).subject, None, "{mail}");
    }
}

#[test]
fn what_mailman_wants_confirmed_is_a_subscription_in_every_language() {
    let from = &format!("lamp-devel-confirm+{NUMBER}@lists.example.org");
    let subject = &format!("confirm {NUMBER}");
    for (words, expected) in [
        ("We have received a request for subscription of your email address", "confirmation"),
        ("Wir haben einen Auftrag zur Aufnahme Ihrer E-Mail-Adresse erhalten.", "confirmation"),
        ("Nous avons reçu une demande pour l'abonnement de votre adresse", "confirmation"),
        ("メーリングリストへの入会に関する確認。", "confirmation"),
        ("We have received a request for removal of your email address", "nothing"),
        ("Bitte um Rückbestätigung der Abbestellung der Mailing-Liste", "nothing"),
        ("Avis de confirmation de suppression de la liste", "nothing"),
        ("メーリングリストからの退会に関する確認。", "nothing"),
        ("Bekreftelse på utmelding fra listen", "nothing"),
    ] {
        let mail = mailman(from, subject, &format!("{words}\n\n    {}\n", withdrawn()));
        assert_eq!(said(&mail), expected, "{mail}");
    }
}

#[test]
fn moderators_reject_in_other_languages() {
    for words in [
        "wurde vom Listenmoderator mit folgender Begründung abgewiesen:",
        "a été rejetée par le modérateur de la liste. Raison:",
        "ha sido rechazada por el moderador dando la siguiente razón:",
        "è stata rifiutata dal moderatore. Ragione:",
        "リスト司会者により拒否されました。",
        "on in einer Sprache, die niemand kennt:",
    ] {
        let text = format!(
            "Lamp-devel\n\n    Ihre Post \"[GSoC 2026] Trim the wick\"\n\n{words}\n\n\"Off topic\"\n\nFragen:\n\n    \
             lamp-devel-owner@lists.example.org\n"
        );
        let mail = mailman("lamp-devel-bounces@lists.example.org", "Lamp-devel", &text);
        assert_eq!(said(&mail), "rejected: ", "{mail}");
        assert_eq!(super::tests::notice(&mail).subject.as_deref(), Some("[GSoC 2026] Trim the wick"));
    }
}

/// A report of Sympa.
fn sympa(action: &str, status: &str, words: &str) -> String {
    format!(
        "From: SYMPA <sympa@lists.example.org>\nTo: ada@students.test\nSubject: x\nMIME-Version: 1.0\nContent-Type: \
         multipart/report; report-type=delivery-status;\n boundary=\"B\"\n\n--B\nContent-Type: text/plain; \
         charset=utf-8\n\n{words}\n\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; \
         lists.example.org\n\nFinal-Recipient: rfc822; lamp-devel@lists.example.org\nAction: {action}\nStatus: \
         {status}\nDiagnostic-Code: X-Sympa; x\n\n--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: \
         <1@students.test>\n\n--B--\n"
    )
}

#[test]
fn sympa_says_in_a_report_that_moderators_have_a_letter() {
    for (mail, expected) in [
        (sympa("delayed", "4.3.0", "Votre message a été transmis au(x) modérateur(s)"), "held: "),
        (sympa("relayed", "2.3.0", "Ihre Nachricht wurde weitergeleitet"), "held: "),
        (sympa("delivered", "2.1.5", "Message was successfully delivered"), "nothing"),
        (sympa("failed", "5.7.1", "rejected"), "bounced: lamp-devel@lists.example.org 5.7.1 x"),
        (sympa("delayed", "4.3.0", "").replace("X-Sympa", "smtp"), "nothing"),
    ] {
        assert_eq!(said(&mail), expected, "{mail}");
    }
    for (subject, text, expected) in [
        ("Lists / subscribing to lamp-devel", "Please hit the following link:", "confirmation"),
        (
            "AUTH 0123abcd subscribe lamp-devel",
            "Vous avez demandé à être abonné à la liste 'lamp-devel'.",
            "confirmation",
        ),
        (
            "AUTH 0123abcd",
            "Sie haben beantragt, Ihre E-Mail-Adresse zur Liste 'lamp-devel' hinzuzufügen.",
            "confirmation",
        ),
        ("Confirm your message for list lamp-devel", "To distribute it, click", "confirmation"),
        (
            "Lists / unsubscribing from lamp-devel",
            "You requested that your e-mail address be removed from list",
            "nothing",
        ),
        (
            "Your message has been rejected",
            "Votre message a été rejeté par Grace, modérateur de la liste.",
            "rejected: ",
        ),
        ("x", "Ihre Nachricht wurde durch den Moderator (Grace) abgelehnt.", "rejected: "),
    ] {
        assert_eq!(said(&service("sympa@lists.example.org", subject, text)), expected, "{subject}: {text}");
    }
}

#[test]
fn other_list_managers_are_known_by_where_answers_go() {
    let answer_to = |local: &str, text: &str| {
        let mail = service("lamp-devel+help@lists.example.org", "Bitte", text);
        said(&format!("Reply-To: {local}@lists.example.org\n{mail}"))
    };
    for (local, expected) in [
        ("lamp-devel+confsub-0123456789abcdef-ada=students.test", "confirmation"),
        ("lamp-devel-sc.1700000000.abcdefgh-ada=students.test", "confirmation"),
        ("lamp-devel+confunsub-0123456789abcdef", "nothing"),
        ("lamp-devel-uc.1700000000.abcdefgh-ada=students.test", "nothing"),
        ("lamp-devel+moderate-0123456789abcdef", "nothing"),
        ("lamp-devel-accept-1700000000.1.abcdefgh", "nothing"),
    ] {
        assert_eq!(
            answer_to(local, "held for moderation, um das Abonnement zu bestätigen")
                .replace("held: ", "confirmation"),
            expected,
            "{local}"
        );
    }
    for (from, text, expected) in [
        (
            "LISTSERV@lists.example.org",
            "Your message has been submitted to the moderator of the LAMP list: Grace.",
            "held: ",
        ),
        (
            "majordomo-owner@lists.example.org",
            "Your message to lamp-devel has been forwarded to the list owner",
            "held: ",
        ),
        ("owner-lamp-devel@lists.example.org", "Your post is awaiting approval by the moderator.", "nothing"),
        (
            "lamp-devel-bounces@lists.example.org",
            "Your post is awaiting approval by the moderator.",
            "held: ",
        ),
        (
            "ben-confirm@students.test",
            "To release your pending message for delivery, please send an empty message",
            "confirmation",
        ),
    ] {
        assert_eq!(said(&service(from, "Lamps", text)), expected, "{text}");
    }
}

#[test]
fn programs_of_exchange_answer_in_every_language() {
    let fields = "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\nFrom: grace@example.org\n";
    assert_eq!(said(&format!("{fields}Subject: Ei paikalla: Trim\n\nLomalla.\n")), "vacation");
    let from = "From: Grace <grace@example.org>\nTo: ada@students.test\n";
    for subject in
        ["自動返信: Trim", "Automatisk svar: Trim", "Absence du bureau : Trim", "Otomatik yanıt: Trim"]
    {
        assert_eq!(said(&format!("{from}Subject: {subject}\n\nx\n")), "vacation", "{subject}");
    }
}

#[test]
fn mails_that_came_back_are_known_in_the_forms_of_many_systems() {
    let from = |text: &str| service("postmaster@mail.test", "Undeliverable: Trim", text);
    for (mail, expected) in [
        (
            from(
                "Your message did not reach some or all of the intended recipients.\n\n      Subject: Trim\n      \
                 Sent: 3/2/2026 12:00 PM\n\nThe following recipient(s) could not be reached:\n\n      \
                 'grace@example.org' on 3/2/2026 12:01 PM\n            550 5.1.1 no such user\n",
            ),
            "bounced: grace@example.org 5.1.1 on 3/2/2026 12:01 PM 550 5.1.1 no such user",
        ),
        (
            from(
                "A message that you have sent has not yet been delivered to one or more of its\nrecipients after \
                 more than 24 hours on the queue.\n\n  grace@example.org\n    Delay reason: timeout\n",
            ),
            "nothing",
        ),
        (
            from(
                "A message that you sent could not be delivered to one or more of its recipients.\nNo action is \
                 required on your part. Delivery attempts will continue for some time.\n\n  grace@example.org\n",
            ),
            "nothing",
        ),
        (
            from(
                "Der Empfänger hat Ihre Mail nicht erhalten.\nA message that you sent could not be delivered to one \
                 or more of its recipients. The following address(es) failed:\n\ngrace@example.org:\nSMTP error \
                 from remote server: 550 5.1.1 user unknown\n",
            ),
            "bounced: grace@example.org 5.1.1 SMTP error from remote server: 550 5.1.1 user unknown",
        ),
    ] {
        assert_eq!(said(&mail), expected, "{mail}");
    }
}
