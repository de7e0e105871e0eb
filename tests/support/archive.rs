//! A list's archive, written by hand: a few posts of students, mentors and others.

use std::fmt::Write as _;

/// One post.
#[derive(Clone, Copy)]
pub(crate) struct Mail<'m> {
    pub(crate) id: &'m str,
    pub(crate) from: &'m str,
    /// Day and hour in March 2015.
    pub(crate) at: (u32, u32),
    pub(crate) subject: &'m str,
    /// The post that it answers.
    pub(crate) answers: Option<&'m str>,
    pub(crate) text: &'m str,
}

/// What a post is unless something else is said of it.
pub(crate) const MAIL: Mail =
    Mail { id: "1", from: ADA, at: (2, 12), subject: "Hello", answers: None, text: "Hello.\n" };

pub(crate) const ADA: &str = "Ada Example <ada@students.test>";
pub(crate) const BEN: &str = "Ben Example <ben@students.test>";
pub(crate) const GRACE: &str = "Grace Example <grace@example.org>";
pub(crate) const MARY: &str = "Mary Example <mary@example.org>";

/// What students write.
pub(crate) const LETTER: &str = "My name is Ada and I am a second year student at Example University.\n\
                                 I am interested in the lamp and would like to contribute to it in GSoC.\n\
                                 How can I get started?\n";

impl Mail<'_> {
    /// As an mbox holds it, come through the list of the tests' catalog.
    pub(crate) fn octets(&self) -> String {
        let Self { id, from, at: (day, hour), subject, answers, text } = self;
        let mut mail = format!("From list Mon Mar {day:2} {hour:02}:00:00 2015\n");
        let date = format!("{day} Mar 2015 {hour:02}:00:00 +0000");
        let answers = answers.map_or_else(String::new, |it| format!("In-Reply-To: <{it}@b.test>\n"));
        write!(
            mail,
            "From: {from}\nTo: lamp-devel@lists.example.org\nSubject: {subject}\nDate: {date}\n\
             Message-ID: <{id}@b.test>\n{answers}List-Id: <lamp-devel.lists.example.org>\n\n{text}\n"
        )
        .expect("a string grows");
        mail
    }
}

/// An mbox of posts.
pub(crate) fn mbox(mails: &[Mail]) -> String {
    mails.iter().map(Mail::octets).collect()
}

/// An archive in which Ada waits, Ben was answered and wrote again, and others talk of other things.
pub(crate) fn archive() -> String {
    mbox(&[
        Mail { id: "ada-1", subject: "[GSoC 2015] Trim the wick while the lamp burns", text: LETTER, ..MAIL },
        Mail { id: "ben-1", from: BEN, at: (3, 9), subject: "gsoc'15", text: LETTER, ..MAIL },
        Mail {
            id: "grace-1",
            from: GRACE,
            at: (3, 15),
            subject: "Re: gsoc'15",
            answers: Some("ben-1"),
            text: "On Tue, Ben Example wrote:\n> How can I get started?\n\nBuild the lamp first.\n",
        },
        Mail {
            id: "ben-2",
            from: BEN,
            at: (4, 9),
            subject: "Re: gsoc'15",
            answers: Some("grace-1"),
            text: "Thank you!\n",
        },
        Mail {
            id: "ben-3",
            from: BEN,
            at: (6, 9),
            subject: "[PATCH] lamp: fix a typo",
            text: "---\n",
            ..MAIL
        },
        Mail {
            id: "ben-4",
            from: BEN,
            at: (7, 9),
            subject: "[PATCH v2] lamp: fix a typo",
            text: "---\n",
            ..MAIL
        },
        Mail {
            id: "mary-1",
            from: MARY,
            at: (5, 9),
            subject: "[PATCH 1/2] lamp: burn brighter",
            text: "---\n",
            ..MAIL
        },
        Mail {
            id: "mary-2",
            from: MARY,
            at: (5, 10),
            subject: "The lamp crashes",
            text: "It hangs, here is dmesg.\n",
            ..MAIL
        },
    ])
}
