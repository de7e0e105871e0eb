//! Names of header fields that are looked for together.

/// Fields that every mail has some of.
pub(super) const OF_A_MAIL: [&str; 7] =
    ["From", "To", "Subject", "Date", "Message-ID", "Received", "Return-Path"];

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
