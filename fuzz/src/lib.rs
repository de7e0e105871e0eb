//! What reads text from outside, one function a reader: none may panic, take long, or make much of little.
//!
//! `cargo run -p onlist-fuzz` runs each over its seeds and what a fixed number makes of them;
//! `cargo fuzz run TARGET --features libfuzzer` searches further.
#![forbid(unsafe_code)]

mod smtp;
mod targets;

pub use smtp::smtp;
pub use targets::{archive, catalog, charset, date, header, mbox, message, page, thread, transfer};

/// A reader that is held against any octets.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, and that of the folder of its seeds.
    pub name: &'static str,
    /// Reads, and panics where something does not hold.
    pub run: fn(&[u8]),
    /// What its readers look for, put in here and there.
    pub words: &'static [&'static str],
}

/// All of them.
pub const TARGETS: [Target; 11] = [
    Target { name: "archive", run: archive, words: ARCHIVE_WORDS },
    Target {
        name: "catalog",
        run: catalog,
        words: &[
            "[[project]]\n",
            "id = \"x\"\n",
            "[",
            "]",
            "\"",
            "'''",
            "= ",
            "{",
            "\n",
            "#",
            "\\u0000",
            "1979-05-27",
            "0x",
        ],
    },
    Target {
        name: "charset",
        run: charset,
        words: &[
            "\u{1b}$B",
            "\u{1b}(B",
            "\u{1b}$)C",
            "\u{e}",
            "\u{f}",
            "~{",
            "~}",
            "+AOs-",
            "+",
            "\u{feff}",
            "\n",
            "utf-",
            "cp",
            "iso-8859-",
            "(",
            "*",
        ],
    },
    Target {
        name: "date",
        run: date,
        words: &[
            "Mar", "Tue,", "2015", "10", "12:00:00", "+0100", "GMT", "PM", "(", ")", "\\", ":", "-", "T",
            ",", "Z", "\r\n ",
        ],
    },
    Target { name: "header", run: header, words: HEADER_WORDS },
    Target { name: "mbox", run: mbox, words: MESSAGE_WORDS },
    Target { name: "message", run: message, words: MESSAGE_WORDS },
    Target {
        name: "page",
        run: page,
        words: &[
            "# ",
            "== ",
            "{{",
            "}}",
            "|",
            "[[",
            "]]",
            "**Mentors:** ",
            "Difficulty: hard\n",
            "Ada <ada@example.org>",
            "<table><tr><td>",
            "<h2>",
            "<!--",
            "=====\n",
            "---\n",
            "90/175/350 h",
            "02/04/2014",
            "&#123;",
        ],
    },
    Target {
        name: "smtp",
        run: smtp,
        words: &[
            "220 ",
            "250 ",
            "250-",
            "354 ",
            "421 ",
            "450 ",
            "550 ",
            "\n\n",
            "\r\n",
            "\n",
            "PIPELINING",
            "SIZE 1",
            "AUTH PLAIN",
            "STARTTLS",
            "8BITMIME",
            "5.1.1 ",
            "\u{1b}[2J",
            "2",
            "25",
            "999 ",
        ],
    },
    Target { name: "thread", run: thread, words: THREAD_WORDS },
    Target {
        name: "transfer",
        run: transfer,
        words: &[
            "=",
            "=\r\n",
            "=3D",
            "==",
            "-- \n",
            "begin 644 x\n",
            "`\nend\n",
            "\n",
            "\r",
            "://",
            " ",
            "SGVsbG8=",
        ],
    },
];

const HEADER_WORDS: &[&str] = &[
    "=?utf-8?q?",
    "=?gbk?b?",
    "?=",
    "=C3",
    "\"",
    "(",
    ")",
    "\\",
    "\r\n ",
    "<",
    ">",
    "@",
    ",",
    ";",
    ":",
    "_",
    "[",
    "]",
    "ada@example.org",
    "\nTo: ",
];

const ARCHIVE_WORDS: &[&str] = &[
    "\nFrom ",
    "\nFrom ada@example.org Tue Mar 10 12:00:00 2015\n",
    "\nFrom ada at example.org  Tue Mar 10 12:00:00 2015\nFrom: ada at example.org (Ada)\n",
    "\n>From ",
    "\r\n",
    "\n\n",
    "\n ",
    "To: x\n",
    "Subject:",
    "Content-Length: 10\n",
    "Content-Length: 99999999\n",
    "12:00",
    ": ",
    "\u{1f}\u{8b}",
];

const THREAD_WORDS: &[&str] = &[
    "\nFrom x\n",
    "Message-ID: <1@b>\n",
    "Message-ID: <2@b>\n",
    "In-Reply-To: <1@b>\n",
    "References: <2@b> <1@b>\n",
    "Subject: Re: x\n",
    "Subject: GSoC x\n",
    "From: Ada via Dev <dev@lists.test>\n",
    "Date: Tue, 10 Mar 2015 12:00:00 +0000\n",
    "\n\n",
];

const MESSAGE_WORDS: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "--b\n",
    "--b--\n",
    "\n--b\n\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: message/rfc822\n\n",
    "Content-Type: text/html\n",
    "Content-Type: text/plain; format=flowed; delsp=yes\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "; charset=utf-16",
    "\n> ",
    "\n>",
    "\n>From ",
    "\nFrom ada@example.org Tue Mar 10 12:00:00 2015\n",
    "\n-- \n",
    "-----Original Message-----\n",
    "On Tue, Ada wrote:\n",
    "<p>",
    "<div",
    "&amp;",
    "<!--",
    " \n",
    "diff --git a/x b/x\n",
    "@@ -1 +1 @@\n",
    "?",
];
