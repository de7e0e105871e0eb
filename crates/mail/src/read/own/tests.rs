use super::*;

/// Each line's kind, as a letter.
fn read(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let letter = |kind: &LineKind| match kind {
        LineKind::Blank => '.',
        LineKind::Prose => 'p',
        LineKind::Literal => 'l',
        LineKind::Quote => 'q',
        LineKind::QuoteIntro => 'i',
        LineKind::Delimiter => 'd',
        LineKind::Signature => 's',
        LineKind::Footer => 'f',
        LineKind::Armor => 'a',
    };
    OwnWords::of(&lines, false).kinds.iter().map(letter).collect()
}

fn hold(cases: &[(&str, &str)]) {
    let read = cases.iter().map(|(text, expected)| (*text, read(text), *expected));
    let wrong: Vec<_> = read.filter(|(_, found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn own_words_are_told_from_quotes_with_marks() {
    hold(&[
        ("Hi\n\nHow?", "p.p"),
        ("On Tue, Ada wrote:\n> old\n\nnew", "iq.p"),
        (
            "Hi.\n\nOn Tue, 10 Mar 2015 at 12:00, Ada Example\n<a@b.test> wrote:\n\n> old\n>> older\nnew",
            "p.ii.qqp",
        ),
        ("thanks.\nOn Tue, 10 Mar 2015 at 12:00, Ada Example\n<a@b.test> wrote:\n> old", "piiq"),
        ("I tried it on 10 Mar 2015 at noon.\nAda wrote:\n> old", "piq"),
        (
            "On Monday, June 24, 2024 at 5:13:05 PM UTC+2\nAda Example <\nada@b.test> wrote:\n> old\nnew",
            "iiiqp",
        ),
        ("Am Di., schrieb Ada:\n> alt\nneu", "iqp"),
        ("2020년 3월 2일 (월) 오전 10:00, Ada <ada@b.test>님이 작성:\n> old", "iq"),
        ("在 2020-03-02 10:00:00，\"Ada\" <ada@b.test> 写道：\n> old\nnew", "iqp"),
        ("Ada <ada@b.test>, 2 Mar 2020 Pzt, 10:00 tarihinde şunu yazdı:\n> old", "iq"),
        ("----- Le 14 Jan 20, à 10:01, Ada ada@b.test a écrit :\n> old", "iq"),
        ("Quoting Ada Example (2020-03-02 10:00:00)\n> old", "iq"),
        ("As Ada wrote:\nit works", "pp"),
        ("The steps are:\n> old", "pq"),
        ("AE> old\nnew", "qp"),
        ("Bob> old\nBob>> older\nBob>\nnew", "qqqp"),
        (">>>>> \"Bob\" == Bob Example <bob@b.test> writes:\n\nBob> old\nnew", "i.qp"),
        ("On Tue, Bob wrote:\n| old\n|\n| old\nnew", "iqqqp"),
        ("Quoting Bob Example <bob@b.test>:\n> old\nnew", "iqp"),
        (" > old\nnew", "qp"),
        ("a > b holds", "p"),
        ("Il giorno 2 marzo 2020 alle 10:00:00 UTC+1 Ada Example ha \nscritto: \n> old\nnew", "iiqp"),
        ("On 2 Mar 2020 10:00, Ada wrote:\n[...]\n> old\nnew", "ipqp"),
        ("On 2 Mar 2020 10:00, Ada wrote:\n\nHi,\n\n> old\nnew", "i.p.qp"),
        ("From: Ada Example\n> Sent: 02 March 2020 10:00\n> old\nnew", "iqqp"),
        ("On 2020-03-02, 10:00, \"Ada\" <ada@b.test> wrote:\n    >> old\n    new", "iql"),
    ]);
}

#[test]
fn nothing_below_an_unmarked_quote_is_own() {
    let rule = "_".repeat(32);
    hold(&[
        (
            "new\n\nFrom: Ada Example <ada@b.test>\nSent: Monday, March 2, 2020 10:00 AM\nTo: x@y.test\nSubject: RE: x\n\nold?",
            "p.iiii.q",
        ),
        ("new\nFrom: Ada Example\nSent: Monday\nSubject: x\nold?", "piiiq"),
        (
            "new\n\nVon: Ada\nGesendet: Montag, 2. März 2020 10:00\nAn: x@y.test\nBetreff: AW: x\n\nalt?",
            "p.iiii.q",
        ),
        (
            "nuevo\n\nDe: Ada <ada@b.test>\nEnviado el: lunes, 2 de marzo de 2020 10:00\nPara: x@y.test\nAsunto: x\n\n¿viejo?",
            "p.iiii.q",
        ),
        (
            "新\n\n发件人: Ada <ada@b.test>\n发送时间: 2020年3月2日 10:00\n收件人: x@y.test\n主题: x\n\n旧？",
            "p.iiii.q",
        ),
        ("new\n\nXyzzy: Ada <ada@b.test>\nPlugh: 2 Plover 2020 10:00\nFoo: x@y.test\n\nold?", "p.iii.q"),
        (
            "new\n\n*From:* Ada <ada@b.test>\n*Sent:* 2 March 2020 10:00\n*To:* x@y.test;\n z@y.test\n*Subject:* x\n\nold?",
            "p.iiiii.q",
        ),
        ("new\n\nמאת: Bob\nנשלח: x\nאל: Ada\nנושא: x\n\nold?", "p.iiii.q"),
        ("new\n\nمن: Bob\nتاريخ الإرسال: x\nإلى: Ada\nالموضوع: x\n\nold?", "p.iiii.q"),
        ("new\n\nFeladó: Bob\nElküldve: x\nCímzett: Ada\nTárgy: x\n\nold?", "p.iiii.q"),
        ("new\n\nΑπό: Bob\nΣτάλθηκε: x\nΠρος: Ada\nΘέμα: x\n\nold?", "p.iiii.q"),
        ("new\n\nDe la: Bob\nTrimis: x\nCătre: Ada\nSubiect: x\n\nold?", "p.iiii.q"),
        ("new\n\nTừ: Bob\nĐã gửi: x\nĐến: Ada\nChủ đề: x\n\nold?", "p.iiii.q"),
        ("new\n\nDari: Bob\nDikirim: x\nKepada: Ada\nPerihal: x\n\nold?", "p.iiii.q"),
        ("new\n\nจาก: Bob\nส่ง: x\nถึง: Ada\nเรื่อง: x\n\nold?", "p.iiii.q"),
        ("new\n\nSaatja: Bob\nSaadetud: x\nAdressaat: Ada\nTeema: x\n\nold?", "p.iiii.q"),
        ("new\n\nQuoting Bob Example <bob@b.test>:\n\nold?", "p.i.q"),
        ("new\n\nQuoting Bob Example:\n\nold?", "p.i.q"),
        ("new\n\nZitat von Bob Example <bob@b.test>:\n\nold?", "p.i.q"),
        ("new\n\nCitando Bob <bob@b.test>:\n\nold?", "p.i.q"),
        ("new\n\nXyzzy Bob <bob@b.test>:\n\nold?", "p.i.q"),
        ("new\n\n-----Original Message-----\nFrom: x\nold", "p.iiq"),
        ("new\n\n-------- Ursprüngliche Nachricht --------\nalt", "p.iq"),
        (
            "new\n\n------------------ 原始邮件 ------------------\n发件人: \"Ada\"<ada@b.test>;\n发送时间: 2020年\n\n旧",
            "p.iii.q",
        ),
        (
            "new\n\n---------- Forwarded message ---------\nFrom: Ada <ada@b.test>\nDate: Mon, 2 Mar 2020 10:00\nSubject: x\n\nold?",
            "p.iiii.q",
        ),
        (
            "Begin forwarded message:\n\nFrom: Ada <ada@b.test>\nSubject: x\nDate: 2 March 2020\n\nold?",
            "i.iii.q",
        ),
        (&format!("new\n{rule}\nFrom: Ada <ada@b.test>\nSent: 2 March 2020 10:00\n\nold?"), "piii.q"),
        ("new\n\nOn 2 Mar 2020, at 10:00, Ada <ada@b.test> wrote:\n\nold?\nolder", "p.i.qq"),
        ("new\n\nAda <ada@b.test> ezt írta (időpont: 2020. márc. 2., H, 10:00):\n\nold?", "p.i.q"),
        ("new\n\nOn 10.03.15 08:01, Ada wrote:\n\nold", "p.i.q"),
        (
            "new\n\nOn 10.03.15 08:01, Ada wrote:\n\nHi,\n\nOn 9.03.15 08:01, Bob wrote:\n> older\nold",
            "p.i.q.qqq",
        ),
        (
            "new\n-- \nBob\n\nFrom: Ada <ada@b.test>\nSent: 2 March 2020 10:00\nTo: x@y.test\n\nold?",
            "pds.iii.q",
        ),
        ("new\n-- \nBob\n\nOn 10.03.15 08:01, Ada wrote:\n> old\nold", "pds.iqq"),
    ]);
}

#[test]
fn what_looks_like_a_quote_and_is_none() {
    hold(&[
        ("Name: Ada Example\nEmail: ada@b.test\nUniversity: X\nTimezone: UTC+1", "pppp"),
        ("I am free on these days, 10 May 2020 and 12 May 2020:\n- one", "pp"),
        ("Signed-off-by: Ada <ada@b.test>\nReviewed-by: Bob <bob@b.test>\nCc: x@y.test", "lll"),
        ("commit 12ab\nAuthor: Ada <ada@b.test>\nDate:   Mon Mar 2 10:00:00 2020\n\n    xen: fix", "ppp.l"),
        ("To: do\nFrom: here we go on", "pp"),
        ("---- Question 1 ----\nHow?", "pp"),
        ("Thanks:\nAda, Bob", "pp"),
        ("As Ada wrote:\n\nwhich one?", "p.p"),
        ("Am Dienstag schrieb ich:\n\nwhich one?", "p.p"),
        ("Le mardi j’ai écrit :\n\nwhich one?", "p.p"),
        ("GCC said:\n\nwhich one?", "p.p"),
        ("Yesterday Bob wrote:\n\nwhich one?", "p.p"),
        ("In the mail that Bob wrote:\n\nwhich one?", "p.p"),
        ("---- Schedule ----\nDate: 10 May", "pp"),
        ("Hi\n\nFrom: India\n\nI am Ada.", "p.p.p"),
        ("The original message is lost, and so is\nthe forwarded message.", "pp"),
        ("From: Pune\nTo: Berlin", "pp"),
        ("De: Ada\nEmail: ada@b.test\nUniversity: X", "ppp"),
        ("root@board-2018_2:~# boot at 10:00 <ada@b.test>:\nok", "ll"),
        (
            "@@ -1,3 +1,2 @@\n From: Ada <ada@b.test>\n Date: Mon, 2 Mar 2020 10:00:00 +0000\n-Subject: [PATCH] x",
            "llll",
        ),
    ]);
}

#[test]
fn every_mark_of_a_quote_is_one() {
    hold(&[
        ("\u{a0}> old?\nnew", "qp"),
        ("\u{200b}> old?\nnew", "qp"),
        ("\u{feff}\u{3000}>> old?\nnew", "qp"),
        ("\t> old?\nnew", "qp"),
        ("&gt; old?\n&gt;&gt; old\nnew", "qqp"),
        ("BB>> old?\nB>>> old\nnew", "qqp"),
        ("» old?\n»» old\n› old\nnew", "qqqp"),
        (": old?\n: old\nnew", "qqp"),
        ("│ old?\n┃ old\n¦\nnew", "qqqp"),
        ("bob.b> old?\nBob B> old\nABCD> old\n\\> old\nnew", "qqqqp"),
        ("&#62; old?\n»old\nnew", "qqp"),
        ("[quote=\"Bob\"]\nold?\n[quote]\nold\n[/quote]\nold[/quote]\nnew", "qqqqqqp"),
        ("<quote author='Bob'>\nold?\n\n</quote>\nnew", "qq.qp"),
        ("[quote]\nold?", "qq"),
        ("mysql> select a;\na> b and c -> d\n»so« it is", "ppp"),
        ("│ a │ b │", "p"),
        ("A>>B and x>>1", "l"),
        ("@@ -1,3 +1,2 @@\n \t> a ||\n \t: \"rm\" (b)\n-c\n> old", "llllq"),
        ("rename to a\n-- \n2.26.2", "lds"),
        ("rename to a\n--\n2.26.2", "lds"),
        (":) and :: and »new«", "p"),
        ("> \u{2060}\u{a0}>old", "q"),
    ]);
}

#[test]
fn the_end_of_a_broken_quoted_line_is_quoted() {
    let long = "> I would like to know whether the next branch or the old one is what you";
    for (text, expected) in [
        ("LONG\nhave built, and why?\n>\n> old\n\nnew", "qqqq.p"),
        ("LONG\nhave built?\n> old\nLONG\nhave built?\n\nnew", "qqqqq.p"),
        ("LONG\nHave you built it?\n> old", "qpq"),
        ("LONG.\nit is built.\n> old", "qpq"),
        ("LONG\n\nhave built?\n> old", "q.pq"),
        ("LONG\nhave built?\n\nnew", "qp.p"),
        ("> a?\nyes.\n> b?\nno, which one?", "qpqp"),
    ] {
        hold(&[(&text.replace("LONG", long), expected)]);
    }
}

#[test]
fn a_divider_of_any_language_begins_a_quote() {
    for divider in [
        "Begin forwarded message:",
        "Anfang der weitergeleiteten Nachricht:",
        "Début du message réexpédié :",
        "Forwarded message:",
        "Original Message",
        "Originalnachricht:",
        "----- Mail original -----",
        "----- Ursprüngliche Mail -----",
        "-----邮件原件-----",
        "----- Цитирование -----",
        "-------- Пересылаемое сообщение --------",
        "---------- Mensaje reenviado de Bob <bob@b.test> ----------",
        "Today's Topics:",
        "Re: Dev Digest, Vol 1, Issue 2",
        "Send Dev mailing list submissions to",
        "Bob Example wrote:",
        "\"Bob Example\" schrieb:",
        "Bob さんは書きました:",
        "W dniu 10.03.2015 o 10:00, Bob pisze:",
        "Dana 10. 3. 2015. u 10:00, Bob je napisao/la:",
        "10 Mart 2015 10:00 tarihinde Bob <bob@b.test> yazdı:",
        ">>> Bob Example <bob@b.test> 10.03.2015 10:00 >>>",
        ">>> \"Bob\" <bob@b.test> 10.03.15 10.00 >>>",
        ">>>>> \"Bob\" == Bob Example <bob@b.test> writes:",
        "From: Bob <bob@b.test>",
        "*From:* Bob",
        "-----Message d’origine-----",
        "Original Message processed by david®",
        "---- Bob wrote ----",
        "Bob said:",
        "You wrote:",
        "bob@b.test:",
        "Am Dienstag schrieb Bob:",
        "* Bob Example <bob@b.test> [150310 10:00]:",
        "Bob Example [10/03/15 10:00 +0100]:",
        "\"Bob\" <bob@b.test> wrote in message news:abc@b.test...",
    ] {
        hold(&[
            (&format!("new?\n\n{divider}\n\nHi Ada,\n\nold?"), "p.i.q.q"),
            (&format!("new?\n-- \nAda\n\n{divider}\n\nold?"), "pds.i.q"),
        ]);
    }
    for fields in [
        "Begin forwarded message:\nFrom: Bob",
        "Begin forwarded message:\nSubject: x\nFrom: Bob",
        "From: Bob\nSubject: x",
        "Subject: x\nFrom: Bob",
        "发件人: Bob\n发送时间: 2015年3月10日",
        "Von: Bob\nDatum: Dienstag",
        "发件人：Bob\n收件人：Ada",
        "----- Xyzzy -----\nDe: \"Bob\"",
        "________________________________\nFrom: Bob <bob@b.test>",
    ] {
        let intro = "i".repeat(fields.lines().count());
        hold(&[(&format!("new?\n\n{fields}\n\nold?"), &format!("p.{intro}.q"))]);
    }
}

#[test]
fn signatures_footers_and_armour() {
    let line = "_".repeat(47);
    hold(&[
        ("new\n-- \nAda", "pds"),
        ("new\n--\nAda", "pds"),
        (&format!("new\n{line}\nIntro mailing list\nTo unsubscribe"), "pfff"),
        (&format!("new\n{}\nTo unsubscribe: x", "-".repeat(40)), "pff"),
        (
            "new\n-- \nAda\n\n-- \nYou received this message because you are subscribed to the Google Groups \"x\".\nTo",
            "pds.fff",
        ),
        (
            "new\n\nYou received this message because you are subscribed to the Google Groups \"x\".\nTo",
            "p.ff",
        ),
        (
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nnew?\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----",
            "aa.pa.aa",
        ),
        ("From: Ada <ada@b.test>\n\nfix it\n\ndiff --git a/x b/x", "a.p.l"),
        (
            "From: Ada <ada@b.test>\nDate: 2 Mar 2020 10:00\nSubject: [PATCH] x\n\nfix\n\ndiff --git a/x b/x",
            "aaa.p.l",
        ),
        ("new\nbegin 644 a.txt\n#0V%T\n`\nend\nnew", "paaaap"),
        ("begin 644 a.txt\nis how it begins.", "pp"),
        ("new\n--\n\nWhich one?", "pd.p"),
        ("new\n--\nAda\nWhich one?", "pdss"),
        ("new\n--\n\nAda", "pd.s"),
        ("> only a quote", "q"),
        ("-- \nonly a signature", "ds"),
    ]);
}

#[test]
fn code_diffs_logs_and_transcripts_stay_lines() {
    hold(&[
        ("I ran\n\n    make ?\n\nHow?", "p.l.p"),
        ("```\nwhat?\n```\nHow?", "lllp"),
        ("- one\n    goes on\n- two", "ppp"),
        ("@@ -1,18446744073709551615 +1,18446744073709551615 @@\n-a\nb", "lll"),
        ("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a?\n+b\n c\nHow?", "lllllllp"),
        ("$ make\nCC foo\nerror?\n\nHow?", "lll.p"),
        ("root@host:~# echo $?\n0", "ll"),
        ("[    1.234567] foo: bar?\n[    1.234568] foo", "ll"),
        ("x = a ? b : c;\nint y = 1;\n\nI set a breakpoint; how?", "ll.p"),
        ("if (x)\n\treturn y ? 1 : 2;", "ll"),
        ("foo.c:12:3: error: what?", "l"),
        ("    Dear all, I have one question on the scheduler.", "p"),
        ("$ make\nCC foo\nIt does not build on my machine.", "llp"),
        (".start = 0x1000,", "l"),
        (
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nValueError: what?\n\nHow?",
            "lll.p",
        ),
        ("thread 'main' panicked at src/a.rs:1:2:\nwhat?", "ll"),
        ("ERROR: device? unknown", "l"),
        (" ? schedule+0x132/0x200\n ? _raw_spin_unlock+0x2b/0x50 [md]", "ll"),
        ("java.io.IOException: what?", "l"),
        ("Error: what is an error?", "p"),
        ("--- a/x.c\n-what?\n+why?\nHow?", "lllp"),
        ("and ran:\nmake ARCH=arm64 CROSS_COMPILE=/bin/cc-\nI saw more.", "plp"),
        ("make sure that it works and/or ask.", "p"),
        ("#if A\n   .flags = FOO_BAR |\nBAZ_BAR,\n#elif B", "llll"),
        ("| a | b |\n|---|---|", "ll"),
        ("Is the function foo() the right place (I think so)?", "p"),
        ("I read the code of foo->bar and do not see why it is locked.", "p"),
    ]);
}

#[test]
fn own_text_is_squeezed_and_doubt_is_said() {
    for (text, from_html, expected, uncertain) in [
        ("a\n\n\n> q\n\n\nb", false, "a\n\nb", false),
        ("new\n\nOn Tue, Ada wrote:\nold", true, "new", false),
        ("From: Ada <ada@b.test>\nSent: 2 March 2020 10:00\nTo: x@y.test\n\nold?", false, "", true),
        ("> old", false, "", true),
        ("Hi Ada,\n-- \nBob\nWhich one?", false, "Hi Ada,", true),
        ("Which one?\n-- \nBob", false, "Which one?", false),
        ("Hello all,", false, "Hello all,", false),
        ("-----BEGIN PGP MESSAGE-----\n\nabc?\n-----END PGP MESSAGE-----", false, "", true),
        ("", false, "", false),
    ] {
        assert_eq!(own_text(text, from_html), expected, "{text}");
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(OwnWords::of(&lines, from_html).uncertain, uncertain, "{text}");
    }
}

#[test]
fn a_rule_above_words_is_no_footer() {
    let list =
        "dev mailing list\ndev@lists.example.org\nhttp://lists.example.org/cgi-bin/mailman/listinfo/dev";
    let newer = "dev mailing list -- dev@lists.example.org\nTo unsubscribe, ask dev-leave@lists.example.org";
    let line = "_".repeat(47);
    for rule in ["-", "=", "_"].map(|mark| mark.repeat(34)) {
        for footer in [
            format!("{line}\n{list}"),
            format!("{line}\n{newer}"),
            format!("{line}\n\ndev mailing list\ndev@lists.example.org"),
            format!("{line}\n{list}\n\n{line}\n{newer}"),
            "To unsubscribe from this list: send the line \"unsubscribe dev\" in the body".to_owned(),
        ] {
            for own in [
                "My proposal\nRULE\n\nI would measure it.\n\nWhich branch?\n\nAda",
                "My proposal\nRULE\nI asked on the mailing list:\nhttp://lists.example.org/1\n\nNobody knew.",
                "I ran\nRULE\nmake test\nRULE\n\nIt fails. Which branch?",
                "Notes\nRULE\nI could not unsubscribe,\nsorry.\n\nWhich branch?",
                "I ran\nRULE\nmake http://build.example.org/\nRULE\n\nIt fails.",
                "My proposal\nRULE\nWhere are the mailing list\nhttp://lists.example.org/listinfo/dev\nand its FAQ?",
            ] {
                let own = own.replace("RULE", &rule);
                for end in ["", "\n-- \nAda"] {
                    assert_eq!(own_text(&format!("{own}{end}\n\n{footer}"), false), own, "{rule} {footer}");
                }
            }
        }
        let advertised = format!("{rule}\nBuild it better,\nsee http://ads.example.org/\n{line}\n{list}");
        assert_eq!(own_text(&format!("new\n\n{advertised}"), false), "new");
        assert_eq!(own_text(&format!("new\n{rule}\n{list}\n\n{line}\n{newer}"), false), "new");
    }
}

#[test]
fn a_short_rule_begins_a_footer_that_ends_the_letter() {
    for (rule, footer) in [
        ("__", "dev mailing list\ndev@lists.example.org\nhttp://lists.example.org/mailman/listinfo/dev"),
        (
            "---",
            "Pentru dezabonare, trimiteti mail la\ndev@lists.example.org cu subiectul 'unsubscribe dev'.",
        ),
    ] {
        assert_eq!(own_text(&format!("new?\n\n{rule}\n{footer}"), false), "new?");
        for own in [
            footer.replace('@', " at ").replace("://", " "),
            format!("{footer}\nnew?"),
            format!("{footer}\n\nnew"),
        ] {
            let own = format!("new\n{rule}\n\n{own}");
            assert_eq!(own_text(&own, false), own);
        }
    }
}

#[test]
fn attributions_are_known_without_a_year_and_where_they_are_torn() {
    for attribution in [
        "On Mar 8, Bob Example wrote:",
        "On Sun, Mar 8, Bob Example wrote:",
        "On 8 March, Bob wrote:",
        "On 03/08, \"Bob Example\" wrote:",
        "On Sun, Mar 8, 2015 at 10:07 PM Bob Example\n\n<\nmailto:Bob Example <bob@b.test>\n> wrote:",
        "On Sun, Mar 8, 2015 at 10:07 PM Bob Example <\nmailto:bob@b.test\n> wrote:",
        "2015/3/8 Bob Example <bob@b.test>",
        "2015/3/8 <bob@b.test>",
        "2015-03-08 Bob Example <bob@b.test>",
        "2015/3/8 Bob Example\n<bob@b.test>",
        "Am 08.03.2015 17:48 schrieb \"Bob Example\" <bob@b.test\n>:",
        "søn. 8. mar. 2015 kl. 13:09 skrev Bob Example <bob@b.test\n>:",
        "On Sun, 8 Mar 2015, 13:09 Bob Example, <bob@b.test\n> wrote:",
        "Le dim. 8 mars 2015 à 13:09, Bob Example <bob@b.test\n> a écrit :",
        "Bob Example <bob@b.test> schrieb am So., 8.\nMärz 2015 um 11:53 Uhr:",
    ] {
        let intro: String = attribution.lines().map(|line| if line.is_empty() { '.' } else { 'i' }).collect();
        hold(&[
            (&format!("new?\n\n{attribution}\n\nold?"), &format!("p.{intro}.q")),
            (&format!("new?\n\n{attribution}\n\n> old?\n\nnew"), &format!("p.{intro}.q.p")),
            (&format!("{attribution}\n> old?\nnew"), &format!("{intro}qp")),
        ]);
    }
    hold(&[
        (
            "new\n\nOn 8 Mar 2015, Bob\n\n<\nmailto:Bob <bob@b.test>\n> wrote:\n\nold\n\nOn 7 Mar 2015, Ada\n\n<\nmailto:Ada <ada@b.test>\n> wrote:\n\nolder",
            "p.i.iii.q.q.qqq.q",
        ),
        ("On Mar 8, I wrote:\n\nwhich one?", "p.p"),
        ("On line 8, Bob wrote:\n\nwhich one?", "p.p"),
        ("On Mar 8, 9 and 10 Bob wrote:\n\nwhich one?", "p.p"),
        ("a\n\n2015-03-08 Bob Example <bob@b.test>\n\n\t* a.c: New.\n\nwhich one?", "p.p.l.p"),
        ("a\n\n2015-03-08 Bob Example <bob@b.test>\n\n- New.\n\nwhich one?", "p.p.p.p"),
        ("a\n\n2015-03-08 talk with Bob <bob@b.test>\n\nwhich one?", "p.p.p"),
        ("a\n\n2015/3/8 bob via Dev <bob@b.test>\n\n> old?\n\nnew", "p.i.q.p"),
        ("a\n\n2015-03-08  Bob Example  <bob@b.test>\n\nwhich one?", "p.p.p"),
        ("a\n\n2015/3/8 Bob <bob@b.test>\n2015/3/9 Ada <ada@b.test>\n\nwhich one?", "p.pp.p"),
        ("I am ada@b.test\n> wrote:\nnew", "pqp"),
    ]);
}

#[test]
fn an_attribution_has_no_words_from_above_it() {
    for attribution in [
        "On 8 March 2015 05:13, \"Bob Example\" <bob@b.test>\nwrote:",
        "On 8 March 2015 05:13, Bob Example <bob@b.test> wrote:",
        "Op 8 mrt. 2015 05:13 schreef \"Bob Example\" <bob@b.test> het\nvolgende geschreven:",
    ] {
        let intro = "i".repeat(attribution.lines().count());
        for own in [
            "The idea of @bob might be it, is it? I only have time\nto test this in 2 weeks...",
            "My host is ada@build. Should I use gcc 4.8, or is clang 3\nfine?",
            "I have it from 10 March 2015 or so, is that\nfine",
            "On the other hand I have it from @bob, is that\nfine",
        ] {
            hold(&[
                (&format!("{own}\n{attribution}\n\n> old?"), &format!("pp{intro}.q")),
                (&format!("{own}\n{attribution}\n> old?\nnew"), &format!("pp{intro}qp")),
            ]);
        }
    }
}

#[test]
fn header_fields_above_marks_are_an_attribution() {
    for fields in [
        "From: Bob Example <bob@b.test>\nDate: Sun, 8 Mar 2015 19:04:58 -0800",
        "From: Bob Example <bob@b.test>\nSent: Sunday, March 8, 2015 4:37 PM\nTo: Ada <ada@b.test>\nSubject: x",
        "Von: Bob\nGesendet: Sonntag, 8. März 2015 10:00\nAn: Ada\nBetreff: x",
    ] {
        let intro = "i".repeat(fields.lines().count());
        hold(&[
            (&format!("{fields}\n\n> old?\n\nnew?"), &format!("{intro}.q.p")),
            (&format!("Hi Bob,\n\n{fields}\n> old?\nnew?\n> old\nnew"), &format!("p.{intro}qpqp")),
            (&format!("new\n\n{fields}\n\n> older?\nold?"), &format!("p.{intro}.qq")),
            (&format!("-----Original Message-----\n{fields}\n\n> older?\nold?"), &format!("i{intro}.qq")),
        ]);
    }
}

#[test]
fn header_fields_are_known_where_they_are_indented_or_broken() {
    hold(&[
        (
            "new?\n\n      De : Bob <bob@b.test>\n À : Ada <ada@b.test>\n Envoyé le : Dimanche 8 mars 2015 10h30\n Objet : x\n\nold?",
            "p.iiii.q",
        ),
        ("new?\n\n     From: Bob <bob@b.test>\n To: Ada <ada@b.test>\n Sent: Sunday\n\nold?", "p.iii.q"),
        ("new?\n\nFrom: Bob of the Group \n<bob@b.test> \nSent: Sunday\nTo: Ada\n\nold?", "p.iiii.q"),
        ("I sent\n\n     From: Bob <bob@b.test>\n     To: Ada <ada@b.test>\n\nwhich one?", "p.ll.p"),
    ]);
}
