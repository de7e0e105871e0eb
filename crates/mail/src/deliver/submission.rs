//! What becomes of a letter, whoever was asked to deliver it.

use crate::message_id::MessageId;
use crate::text::Line;
use crate::write::Message;

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission<E> {
    /// It was taken, and whoever took it answers for it now.
    Accepted(Receipt),
    /// Nothing was delivered.
    NotSent(E),
    /// It failed after the text began to go out: it may have been delivered.
    Unknown(E),
}

impl<E> Submission<E> {
    /// The same with another error.
    pub fn map_err<F>(self, with: impl FnOnce(E) -> F) -> Submission<F> {
        match self {
            Self::Accepted(receipt) => Submission::Accepted(receipt),
            Self::NotSent(error) => Submission::NotSent(with(error)),
            Self::Unknown(error) => Submission::Unknown(with(error)),
        }
    }
}

/// What was said of a letter that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// In the server's words; a command says nothing.
    pub reply: Line,
    /// The Message-ID under which the letter arrives, where the server put its own in the place of the letter's.
    pub new_message_id: Option<MessageId>,
}

impl Receipt {
    /// Takes what is shown of a server's answer to `message`, and the whole of its words.
    pub(super) fn new(reply: &str, words: &str, message: &Message) -> Self {
        let ours =
            |id: &MessageId| message.bytes.windows(id.as_str().len()).any(|it| it == id.as_str().as_bytes());
        let new_message_id = named_message_id(words).filter(|id| !ours(id));
        Self { reply: Line::sanitize(reply), new_message_id }
    }
}

/// The Message-ID that an answer to a text names, as Microsoft's servers do: `2.0.0 OK <ID> [Hostname=...]`.
fn named_message_id(words: &str) -> Option<MessageId> {
    let (_, rest) = words.split_once('<')?;
    let (id, rest) = rest.split_once('>')?;
    let details = rest.trim_start().strip_prefix('[')?;
    let is_theirs = ["Hostname=", "InternalId="].iter().any(|key| details.contains(key));
    is_theirs.then(|| MessageId::parse(&format!("<{id}>")))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_message_id_is_known_by_what_stands_behind_it() {
        for (words, expected) in [
            (
                "2.0.0 OK <AB12.x@EUR01.prod.example.org> [Hostname=AB12.eur.test]",
                Some("<AB12.x@EUR01.prod.example.org>"),
            ),
            ("2.6.0 <a@b.test> [InternalId=1, Hostname=c.test] Queued mail for delivery", Some("<a@b.test>")),
            ("2.0.0 OK <1@example.org> [Hostname=x]", None),
            ("2.0.0 OK <a b@c.test> [Hostname=x]", None),
            ("2.0.0 OK <a@b.test>", None),
            ("2.1.5 <list@lists.test> [1] taken", None),
            ("2.0.0 Ok: queued as 4F", None),
            ("> [Hostname=<", None),
        ] {
            let address = |text: &str| text.parse().expect("an address");
            let envelope = crate::write::Envelope {
                reverse_path: address("ada@example.org"),
                forward_paths: vec![address("list@lists.test")],
            };
            let message = Message { envelope, bytes: b"Message-ID: <1@example.org>\r\n\r\n".to_vec() };
            let receipt = Receipt::new("250", words, &message);
            assert_eq!(receipt.new_message_id.as_ref().map(MessageId::as_str), expected, "{words}");
        }
    }
}
