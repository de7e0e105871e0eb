//! What kind of mail it is.

use super::mail::Mail;
use crate::subject::base;
use onlist_mail::read::own::LineKind;
use onlist_mail::read::subject::patch_tag;

/// What a mail is, as far as its form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A newcomer's first letter, or what goes for one.
    Introduction,
    /// An answer.
    Reply,
    /// A patch, which has rules of its own.
    Patch,
}

impl Kind {
    /// Its name, in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Introduction => "introduction",
            Self::Reply => "reply",
            Self::Patch => "patch",
        }
    }

    /// Tells it from the threading fields, the subject's reply mark and quotes.
    ///
    /// Fields without either of the others are an introduction in somebody's
    /// thread; both of the others without the fields are an answer that lost them.
    pub(super) fn of(mail: &Mail<'_>) -> Self {
        let threaded = is_threaded(mail);
        let marked = reply_mark(&mail.post.subject).is_some();
        let quotes = mail.text.lines.iter().any(|line| line.kind == LineKind::Quote);
        if (threaded && (marked || quotes)) || (marked && quotes) {
            Self::Reply
        } else if (!marked && patch_tag(&mail.post.subject).is_some()) || holds_patch(mail) {
            Self::Patch
        } else {
            Self::Introduction
        }
    }
}

/// Whether a field puts the mail into a thread (RFC 5322 3.6.4).
pub(super) fn is_threaded(mail: &Mail<'_>) -> bool {
    !mail.post.in_reply_to.is_empty() || !mail.post.references.is_empty()
}

/// The subject without the tags in brackets that it begins with.
fn without_tags(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    while let Some((_, after)) = rest.strip_prefix('[').and_then(|tag| tag.split_once(']')) {
        rest = after.trim_start();
    }
    rest
}

/// The mark that makes a subject an answer's: `Re:`, `AW:`.
pub(super) fn reply_mark(subject: &str) -> Option<&str> {
    [subject.trim_start(), without_tags(subject)].into_iter().find_map(|subject| {
        let shorter = base(subject, None);
        let mark = &subject[..subject.len() - shorter.len()];
        (mark.contains(':') && shorter.len() < subject.trim_end().len()).then(|| mark.trim())
    })
}

/// Whether the text is a patch, below whatever subject.
fn holds_patch(mail: &Mail<'_>) -> bool {
    let own = || mail.text.lines.iter().filter(|line| line.kind == LineKind::Literal);
    own().any(|line| line.text.starts_with("diff --git "))
        && own().any(|line| line.text.starts_with("Signed-off-by: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_mail() {
        let threaded = "In-Reply-To: <a@b>\n";
        for (fields, subject, text, expected) in [
            ("", "x", "Hi", Kind::Introduction),
            ("", "Re: x", "Hi", Kind::Introduction),
            ("", "x", "> q\nHi", Kind::Introduction),
            ("", "Re: x", "> q\nHi", Kind::Reply),
            (threaded, "x", "Hi", Kind::Introduction),
            (threaded, "[Intro] AW: x", "Hi", Kind::Reply),
            (threaded, "x", "> q\nHi", Kind::Reply),
            ("References: <a@b>\n", "Re: x", "Hi", Kind::Reply),
            ("", "[GSoC PATCH v2 1/3] x", "Hi", Kind::Patch),
            ("", "[GSoC 2015 + PATCH x] y", "Hi", Kind::Introduction),
            ("", "[PATCHv2 1/3] x", "Hi", Kind::Patch),
            ("", "[PATCH v2 net-next] x", "Hi", Kind::Patch),
            (threaded, "x", "Signed-off-by: A <a@b.test>\n\ndiff --git a/x b/x", Kind::Patch),
            ("", "[RFC] x", "Hi", Kind::Introduction),
        ] {
            let mail = format!("{fields}Subject: {subject}\n\n{text}\n");
            let mail = Mail::read(mail.as_bytes()).expect("a mail");
            assert_eq!(Kind::of(&mail), expected, "{fields}{subject}");
        }
    }
}
