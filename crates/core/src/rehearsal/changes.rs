//! What an account or a mail program did to a rehearsal.

use onlist_mail::read::{self, Post};
use onlist_mail::words::count;
use serde::Serialize;

/// One thing that is not as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What kind of thing.
    pub kind: ChangeKind,
    /// What is so, in one line.
    pub message: String,
    /// What a mailing list would do with it.
    pub effect: &'static str,
}

/// Kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// There is HTML.
    Html,
    /// There are parts beside the text.
    Parts,
    /// The lines break elsewhere.
    Rewrapped,
    /// The blanks between words are others.
    Blanks,
    /// More text stands below, above or in it.
    Footer,
    /// The words are others.
    Text,
    /// The message has another identifier.
    MessageId,
    /// It comes from somebody else.
    From,
    /// The subject is another.
    Subject,
    /// Answers go elsewhere.
    ReplyTo,
}

impl ChangeKind {
    /// What lists do with it.
    fn effect(self) -> &'static str {
        match self {
            Self::Html => "many lists refuse mail with HTML, others remove it: send plain text only",
            Self::Parts => "many lists remove attachments or hold the mail for a moderator",
            Self::Rewrapped => "the list shows these line breaks: code, patches and quotes break",
            Self::Blanks => "the list shows these blanks: code and patches break",
            Self::Footer => "it would stand in the public archive; some lists refuse legal notices",
            Self::Text => "the list would show this text, not yours",
            Self::MessageId => {
                "the archive knows the letter by that id: answers still find you, but look for that id there"
            }
            Self::From => {
                "the list would take you for that address: subscribe with it, or a moderator must look"
            }
            Self::Subject => "filters and archives would show this subject",
            Self::ReplyTo => "private answers would go to that address",
        }
    }
}

fn change(kind: ChangeKind, message: impl Into<String>) -> Change {
    Change { kind, message: message.into(), effect: kind.effect() }
}

/// Compares a rehearsal as it was `sent` with the raw mail that came back; without `sent`, tells what can be seen of
/// that mail alone.
///
/// # Errors
/// Those of [`Post::read`].
pub fn compare(sent: Option<&[u8]>, got: &[u8]) -> Result<Vec<Change>, read::Error> {
    let got = Post::read(got)?;
    let sent = sent.map(Post::read).transpose()?;
    let mut changes = parts(&got);
    if let Some(sent) = &sent {
        changes.extend(fields(sent, &got));
        changes.extend(text(sent.text(), got.text()));
    }
    Ok(changes)
}

fn parts(got: &Post<'_>) -> Vec<Change> {
    let leaves = || got.parts().iter().filter(|part| !part.is_multipart());
    let html = leaves().any(|part| part.media == "text/html");
    let others = leaves().filter(|part| part.media != "text/html" && part.media != "text/plain").count();
    let mut changes = Vec::new();
    if html {
        let message =
            if got.html_only() { "the mail is HTML alone" } else { "there is a copy of the text as HTML" };
        changes.push(change(ChangeKind::Html, message));
    }
    if others > 0 {
        changes.push(change(ChangeKind::Parts, format!("{} beside the text", count(others, "part"))));
    }
    changes
}

fn fields(sent: &Post<'_>, got: &Post<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut differ = |kind, name: &str, before: String, after: String| {
        if before != after {
            let after = if after.is_empty() { "nothing".to_owned() } else { format!("`{after}`") };
            changes.push(change(kind, format!("{name} was `{before}` and is {after}")));
        }
    };
    let id = |post: &Post<'_>| post.message_id.as_ref().map(ToString::to_string).unwrap_or_default();
    differ(ChangeKind::MessageId, "Message-ID", id(sent), id(got));
    let all = |mailboxes: &[onlist_mail::mailbox::Mailbox]| {
        mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    differ(ChangeKind::From, "From", all(&sent.from), all(&got.from));
    differ(ChangeKind::Subject, "Subject", sent.subject.to_string(), got.subject.to_string());
    if !got.reply_to.is_empty() && all(&got.reply_to) != all(&sent.from) {
        changes.push(change(ChangeKind::ReplyTo, format!("Reply-To is `{}`", all(&got.reply_to))));
    }
    changes
}

/// What became of the text.
fn text(sent: &str, got: &str) -> Vec<Change> {
    let lines = |text: &str| text.trim().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let (before, after) = (lines(sent), lines(got));
    if before == after {
        return Vec::new();
    }
    if let Some(more) = added(&before, &after) {
        let first = more.iter().find(|line| !line.is_empty());
        return vec![match first {
            Some(first) => change(
                ChangeKind::Footer,
                format!("{} added, beginning with `{first}`", count(more.len(), "line")),
            ),
            None => change(ChangeKind::Rewrapped, format!("{} added", count(more.len(), "empty line"))),
        }];
    }
    let (words, now): (Vec<_>, Vec<_>) =
        (sent.split_whitespace().collect(), got.split_whitespace().collect());
    let pairs = || before.iter().zip(&after).filter(|(before, after)| before != after);
    if before.len() == after.len() && pairs().all(|(a, b)| a.split_whitespace().eq(b.split_whitespace())) {
        let line = pairs().next().map_or("", |(_, after)| after);
        let message = format!("{} with other blanks, the first is `{line}`", count(pairs().count(), "line"));
        return vec![change(ChangeKind::Blanks, message)];
    }
    let moved = before.iter().filter(|line| !after.contains(line)).count();
    let rewrapped = change(ChangeKind::Rewrapped, format!("{} broken elsewhere", count(moved, "line")));
    match now.strip_prefix(&words[..]) {
        Some([]) => vec![rewrapped],
        Some(rest) => {
            let first: Vec<_> = rest.iter().take(8).copied().collect();
            let footer = format!("text added, beginning with `{}`", first.join(" "));
            vec![rewrapped, change(ChangeKind::Footer, footer)]
        }
        None => {
            let not_in = |all: &[String], others: &[String]| {
                all.iter().find(|line| !line.is_empty() && !others.contains(line)).cloned()
            };
            let gone = not_in(&before, &after).map(|it| format!("`{it}` is not there as it was"));
            let new = not_in(&after, &before).map(|it| format!("`{it}` is new"));
            let both: Vec<_> = gone.into_iter().chain(new).collect();
            let what =
                if both.is_empty() { "its lines have another order".to_owned() } else { both.join(", ") };
            vec![change(ChangeKind::Text, format!("the text was changed: {what}"))]
        }
    }
}

/// The lines of `after` that were added to those of `before`; nothing where one of those is not there any more.
fn added<'l>(before: &[String], after: &'l [String]) -> Option<Vec<&'l str>> {
    let mut left = before.iter().peekable();
    let more = after.iter().filter(|line| left.next_if_eq(line).is_none()).map(String::as_str).collect();
    left.next().is_none().then_some(more)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = "From: Ada Example <ada@example.org>\nTo: Ada Example <ada@example.org>\nSubject: [rehearsal] x\n\
        Message-ID: <a@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nTo: devel@lists.example.org\n\n\
        Hello all, this is one line that\nis broken here.\n\n-- \nAda\n";

    #[test]
    fn what_accounts_do_to_mail() {
        use ChangeKind as K;
        let with = |from: &str, to: &str| SENT.replace(from, to);
        let html = "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n\
            To: devel@lists.example.org\n\nHello all, this is one line that\nis broken here.\n\n-- \nAda\n\n--b\n\
            Content-Type: text/html\n\n<p>Hello</p>\n--b--\n";
        for (got, expected) in [
            (SENT.to_owned(), vec![]),
            (SENT.replace('\n', "\r\n"), vec![]),
            (format!("Received: from a by b\nDKIM-Signature: v=1\n{SENT}"), vec![]),
            (with("<a@example.org>", "<xyz@relay.test>"), vec![K::MessageId]),
            (with("Ada Example <ada@example.org>\nTo", "Ada <ada@mail.test>\nTo"), vec![K::From]),
            (with("Subject: ", "Subject: [EXTERNAL] "), vec![K::Subject]),
            (with("Subject: ", "Reply-To: team@example.org\nSubject: "), vec![K::ReplyTo]),
            (with("line that\nis", "line\nthat is"), vec![K::Rewrapped]),
            (with("line that\nis", "line that is"), vec![K::Rewrapped]),
            (with("is broken", "is  broken"), vec![K::Blanks]),
            (with("all, this", "all,\n\nthis").replace("\nthis", "\n this"), vec![K::Rewrapped]),
            (with("here.\n\n", "here.\n\n\n"), vec![K::Rewrapped]),
            (with("-- \nAda\n", "-- \nSent by a phone\nAda\n"), vec![K::Footer]),
            (with("-- \nAda\n", "-- \nAda\n\nThis mail is confidential.\n"), vec![K::Footer]),
            (
                with("Hello all, this is one line that\nis", "Hello all,\nthis is one line that is")
                    + "Sent by a phone\n",
                vec![K::Rewrapped, K::Footer],
            ),
            (with("Hello all", "Hallo Alle"), vec![K::Text]),
            (SENT.split_once("Content-Type").expect("there").0.to_owned() + html, vec![K::Html]),
        ] {
            let changes = compare(Some(SENT.as_bytes()), got.as_bytes()).expect("mails");
            let kinds: Vec<_> = changes.iter().map(|it| it.kind).collect();
            assert_eq!(kinds, expected, "{got}\n{changes:?}");
        }
    }

    #[test]
    fn what_is_new_in_a_text_is_shown() {
        let said = |got: &str| text("Hello all,\none line\n-- \nAda", got).remove(0).message;
        for (got, expected) in [
            ("Hello all,\none line\n-- \nSecret!\nAda", "1 line added, beginning with `Secret!`"),
            ("Hello all,\n\none line\n-- \nAda", "1 empty line added"),
            ("Hello all,\none  line\n-- \nAda", "1 line with other blanks, the first is `one  line`"),
            (
                "Hello all,\na line\n-- \nAda",
                "the text was changed: `one line` is not there as it was, `a line` is new",
            ),
            ("one line\nHello all,\n-- \nAda", "the text was changed: its lines have another order"),
        ] {
            assert_eq!(said(got), expected, "{got}");
        }
    }
}
