//! A copy of a letter for its writer alone, and what became of it on its way through an account.

mod changes;

pub use self::changes::{Change, ChangeKind, compare};

use chrono::{DateTime, FixedOffset};

use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::read::{self, Post};
use onlist_mail::text::Line;
use onlist_mail::write::Content;

/// What stands before the subject of a rehearsal.
pub const MARK: &str = "[rehearsal]";

/// Makes a copy of `mail` (RFC 5322 bytes) for `writer` alone, as of `now`: an identifier of its own, [`MARK`] before
/// the subject, the real To and Cc as text above the body. It belongs to no thread. `number` tells copies of one time
/// apart, from 0.
///
/// # Errors
/// Those of [`Post::read`].
pub fn rehearsal(
    mail: &[u8],
    writer: &Address,
    now: DateTime<FixedOffset>,
    number: usize,
) -> Result<Content, read::Error> {
    let post = Post::read(mail)?;
    let own = post.from.iter().find(|it| it.address == *writer);
    let from = own.cloned().unwrap_or_else(|| Mailbox::from(writer.clone()));
    let fields = [("To", &post.to), ("Cc", &post.cc)];
    let lines = fields.iter().flat_map(|(name, all)| all.iter().map(move |it| format!("{name}: {it}\n")));
    let body = format!("{}\n{}", lines.collect::<String>(), post.text().trim_end());
    let subject = Line::sanitize(&format!("{MARK} {}", post.subject));
    let nth = number.to_string();
    let parts = [subject.as_str(), &body].into_iter().chain((number > 0).then_some(nth.as_str()));
    Ok(Content {
        message_id: MessageId::derive(writer, now, &parts.collect::<Vec<_>>()),
        to: vec![from.clone()],
        cc: Vec::new(),
        from,
        subject,
        in_reply_to: None,
        references: Vec::new(),
        date: now,
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rehearsal_goes_to_its_writer_alone() {
        let mail = "From: Ada Example <ada@example.org>\nTo: devel@lists.example.org\nCc: Grace <grace@example.org>,\n Jay <jay@example.org>\nSubject: Re: [GSoC 2015] x\nIn-Reply-To: <a@b.test>\nMessage-ID: <c@d.test>\n\nHello\n";
        let now = DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid");
        let writer: Address = "ada@example.org".parse().expect("valid");
        let copy = rehearsal(mail.as_bytes(), &writer, now, 0).expect("a mail");
        let second = rehearsal(mail.as_bytes(), &writer, now, 1).expect("a mail");
        assert_ne!(second.message_id, copy.message_id);
        assert_eq!(copy.subject.as_str(), "[rehearsal] Re: [GSoC 2015] x");
        let message = copy.encode();
        assert_eq!(message.envelope.forward_paths, [writer]);
        let text = String::from_utf8(message.bytes).expect("ASCII");
        assert!(!text.contains("In-Reply-To") && !text.contains("<c@d.test>"), "{text}");
        let expected = "To: devel@lists.example.org\r\nCc: Grace <grace@example.org>\r\nCc: Jay <jay@example.org>\r\n\r\nHello";
        assert!(text.contains("To: Ada Example <ada@example.org>\r\n") && text.contains(expected), "{text}");
    }
}
