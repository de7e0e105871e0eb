use super::{Change, Row, fires, silent};

const TYPE: &str = "Content-Type: text/plain; charset=utf-8\n";
const ASK: &str = "Does the parser have to keep the order of events of the same time?";
const END: &str = "-- \nAda Example\n";
const REPLY: Change = ("Subject: [GSoC", "In-Reply-To: <a@b.test>\nSubject: Re: [GSoC");
const LONG: &str = "Does the parser have to keep the order of events of the same time or the same age?";
const HTML: &str =
    "Content-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/html\n\n<p>Hello</p>\n--B\n";

/// More than a KiB of header.
const REPORTED: &str = "\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    X-Spam-Report: a long field, of which a filter of mails has written more than once\n\
    Content-Type: text/plain; charset=utf-8\n";

pub(crate) const ROWS: &[Row] = &[
    fires("F20", &[(ASK, "I have attached my proposal. Does it keep the order?")]),
    fires("F20", &[(ASK, "Please find attached the log. Does it keep\nthe order?")]),
    silent("F20", &[(ASK, "Is the probe attached to the bus in order?")]),
    silent("F20", &[(ASK, "> I have attached the log\nDoes it keep the order?")]),
    silent(
        "F20",
        &[
            (ASK, "I have attached my proposal. Does it keep the order?"),
            (
                TYPE,
                "Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\nI have attached the \
              log, and I would like to know whether it is right.\n--B\nContent-Type: text/x-log\nContent-Disposition: \
              attachment\n\nlog\n--B--\n",
            ),
        ],
    ),
    fires("F10", &[(ASK, "*Name:* Ada\n*Field:* chemistry\n- *Time:* summer")]),
    silent("F10", &[(ASK, "*Really:* does it keep the order?")]),
    silent("F10", &[(ASK, "*a = 1;\n*b = 2;\n*c = *d;")]),
    fires("F11", &[(ASK, "It keeps the order :contentReference[oaicite:0]{index=0}.")]),
    fires("F11", &[(ASK, "It keeps the order citeturn0search1.")]),
    fires("F01", &[(TYPE, HTML)]),
    fires("F01", &[(TYPE, "Content-Type: text/html\n")]),
    silent("F01", &[("Does", "<p>Does")]),
    fires("F02", &[(ASK, LONG)]),
    fires(
        "F02",
        &[(
            ASK,
            "これはとても長い質問です、七十六桁より広いので折り返した方がいいと思いますがどうでしょうか？",
        )],
    ),
    silent(
        "F02",
        &[(
            ASK,
            "Does https://example.org/a/very/long/path/to/the/parser/that/nobody/wants/to/break keep it?",
        )],
    ),
    silent(
        "F02",
        &[(ASK, "    Does the parser have to keep the order of events of the same time or age or size?")],
    ),
    silent(
        "F02",
        &[(ASK, "> Does the parser have to keep the order of events of the same time or age or size?")],
    ),
    silent(
        "F02",
        &[(ASK, "Reported-by: Somebody With A Very Long Name <somebody.with.a.very.long@name.example.org>")],
    ),
    silent(
        "F02",
        &[(END, "-- \nAda Example, student at Example University, somewhere in a town with a long name\n")],
    ),
    fires("F02", &[]).with(&[("[conventions]\n", "[conventions]\ncheck.widest-line = 40\n")]),
    silent("F03", &[]),
    fires("F04", &[(ASK, "--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n one\n-two that was\nbroken\n+three")]),
    fires(
        "F04",
        &[
            (ASK, "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-two\n+three"),
            (TYPE, "Content-Type: text/plain; format=flowed\n"),
        ],
    ),
    silent("F04", &[(ASK, "--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n one\n-two\n+three\nand prose")]),
    fires("F05", &[(TYPE, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n")]),
    silent("F05", &[(TYPE, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n")]),
    fires("F06", &[("I\nuse", "Zoë\nuse"), ("charset=utf-8", "charset=windows-1252")]),
    fires("F06", &[("I\nuse", "Zoë\nuse"), (TYPE, "")]),
    silent("F06", &[("I\nuse", "Zoë\nuse")]),
    silent("F06", &[("charset=utf-8", "charset=iso-8859-1")]),
    fires("F07", &[(TYPE, "Content-Type: application/pdf\n")]),
    fires(
        "F07",
        &[(
            TYPE,
            "Content-Type: multipart/mixed; boundary=B\n\n--B\n\nHello\n--B\nContent-Disposition: attachment; filename=cv.txt\n",
        )],
    ),
    silent("F07", &[(TYPE, "Content-Type: text/plain\nContent-Disposition: inline\n")]),
    fires("F08", &[(TYPE, REPORTED)]).with(&[("[conventions]\n", "[conventions]\ncheck.largest = 1\n")]),
    silent("F08", &[]),
    fires("F09", &[("ten\nseconds", "ten\nsec\u{200b}onds")]),
    fires("F09", &[("a student", "a\u{a0}student")]),
    fires("F09", &[("a student", "a\u{202e}student")]),
    silent("F09", &[("a student", "a \u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645} student")]),
    silent("F09", &[("a student", "a \u{1f469}\u{200d}\u{1f4bb} student")]),
    silent("F09", &[("a student", "a \u{200f}\u{5e9}\u{5dc}\u{5d5}\u{5dd} student")]),
    fires("F10", &[("So far", "## So far")]),
    fires("F10", &[("So far", "**So far**")]),
    fires("F10", &[("So far", "2**8, **so far**")]),
    fires("F10", &[("So far", "[so](https://example.org/) far")]),
    fires("F10", &[("So far", "| a | b |\n|---|---|\nSo far")]),
    silent("F10", &[("So far", "2**8 and **argv, *so* far #1")]),
    silent("F10", &[("So far", "    ## in code\n\nSo far")]),
    fires("F11", &[("So far", "<div class=\"x\">So far")]),
    fires("F11", &[("So far", "&nbsp;So far")]),
    silent("F11", &[("So far", "the `<br>` tag, a < b && c > d. So far")]),
    fires("F12", &[("Ada Example,", "[Your Name],")]),
    fires("F12", &[(END, "-- \n<your name>\n")]),
    fires("F12", &[("2015] A", "2015] [Project Title] A")]),
    silent("F12", &[("So far", "See [1] and [GSoC]. So far")]),
    silent("F12", &[("So far", "> [Your Name]\nSo far")]),
    fires("F13", &[(END, "--\nAda Example\n")]),
    fires("F13", &[(END, "-- \nAda\none\ntwo\nthree\nfour\n")]),
    fires("F13", &[(END, "Best regards,\nAda Example\nStudent, Example University\n+00 000 000\n")]),
    fires("F13", &[(END, "Sent from my telephone\n")]),
    fires("F13", &[(END, "-- \nThis mail is for the intended recipient alone.\n")]),
    silent("F13", &[]),
    silent(
        "F13",
        &[(END, "Best regards,\nAda\n\n[1] https://example.org/\n[2] https://example.org/\n[3] x\n")],
    ),
    fires("F14", &[("So far", "password: hunter2. So far")]),
    silent("F14", &[("So far", "I forgot my password: twice. So far")]),
    fires("F16", &[REPLY, (END, "On Tue, Grace wrote:\n> Which tree?\n")]),
    silent("F16", &[REPLY, ("So far", "> Which tree?\nSo far")]),
    silent(
        "F16",
        &[
            ("Subject: [GSoC", "In-Reply-To: <a@b.test>\nSubject: Fwd: [GSoC"),
            (END, "---------- Forwarded message ---------\nFrom: Grace\n> Which tree?\n"),
        ],
    ),
    silent("F16", &[REPLY]),
    fires("F18", &[("Date: Tue, 10 Mar 2015 12:00:00 +0100\n", "")]),
    fires("F18", &[("10 Mar 2015", "12 Mar 2015")]),
    fires("F18", &[("Message-ID: <1@students.test>\n", "")]),
    fires("F18", &[("<1@students.test>", "<1>")]),
    silent("F18", &[("<1@students.test>", "< 1@students.test > (a comment)")]),
    fires("F19", &[("Subject:", "Subject: x\nSubject:")]),
    fires("F19", &[("From:", "From: Ben <ben@students.test>\nFrom:")]),
    fires("F19", &[("Date:", "DATE: Mon, 9 Mar 2015 12:00:00 +0100\nDate:")]),
    fires("F19", &[("Message-ID:", "Message-ID: <2@students.test>\nMessage-ID:")]),
    fires("F19", &[("To:", "To: ben@students.test\nTo:")]),
    fires("F19", &[("Cc:", "Cc: ben@students.test\nCc:")]),
    silent("F19", &[("MIME-Version", "Received: x\nReceived: y\nMIME-Version")]),
    fires("F18", &[("<1@students.test>", "<1@localhost.localdomain>")]),
    silent("F18", &[("10 Mar 2015 12:00:00 +0100", "11 Mar 2015 02:00:00 -0800")]),
    silent(
        "F18",
        &[
            ("10 Mar 2015", "9 Mar 2014"),
            ("MIME-Version", "List-Id: <devel.lists.example.org>\nMIME-Version"),
        ],
    ),
];
