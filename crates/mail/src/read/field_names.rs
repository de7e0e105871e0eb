//! Names of header fields that are looked for together.

/// Fields that stand in mails, in lower case: the standards', and what mail programs put first.
const FIELDS: [&str; 57] = [
    "apparently-to",
    "approved",
    "archived-at",
    "authentication-results",
    "auto-submitted",
    "autocrypt",
    "bcc",
    "cc",
    "comments",
    "date",
    "delivered-to",
    "delivery-date",
    "disposition-notification-to",
    "distribution",
    "domainkey-signature",
    "encoding",
    "envelope-to",
    "errors-to",
    "feedback-id",
    "followup-to",
    "from",
    "importance",
    "in-reply-to",
    "keywords",
    "lines",
    "mail-followup-to",
    "mailing-list",
    "message-id",
    "mime-version",
    "newsgroups",
    "nntp-posting-host",
    "old-return-path",
    "organization",
    "original-recipient",
    "path",
    "precedence",
    "priority",
    "received",
    "received-spf",
    "references",
    "reply-to",
    "return-path",
    "return-receipt-to",
    "savedfromemail",
    "sender",
    "sensitivity",
    "status",
    "subject",
    "supersedes",
    "thread-index",
    "thread-topic",
    "tls-required",
    "to",
    "user-agent",
    "via",
    "xref",
    "yahoo-newman-id",
];

/// How the names of more such fields begin.
const FAMILIES: [&str; 8] = ["arc-", "content-", "dkim-", "list-", "mail-", "ms-", "resent-", "x-"];

/// Whether this is the name of a field that stands in mails.
pub(super) fn is_known(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    let Ok(lower) = str::from_utf8(&lower) else { return false };
    FIELDS.binary_search(&lower).is_ok()
        || (FAMILIES.iter().any(|it| lower.starts_with(it)) && lower.bytes().all(|it| it.is_ascii_graphic()))
}

/// Fields that there is one of at most (RFC 5322 3.6); several `Bcc` do not travel.
pub const ONCE: [&str; 10] =
    ["From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References"];

/// Fields by which a mail is known.
pub(super) const KNOWN: [&str; 15] = [
    "From",
    "Reply-To",
    "To",
    "Cc",
    "X-Original-From",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "List-Post",
    "List-Id",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case() {
        assert!(FIELDS.is_sorted());
        for name in FIELDS.iter().chain(&["FROM", "Message-Id", "X-Spam-Status", "DKIM-Signature", "List-Id"])
        {
            assert!(is_known(name.as_bytes()), "{name}");
        }
        for name in ["", "Note", "x- y", "https", "frog", "\u{fc}ber"] {
            assert!(!is_known(name.as_bytes()), "{name}");
        }
    }
}
