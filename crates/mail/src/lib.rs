//! Mail and mailing lists, whoever wrote them: what RFC 5322, 5321, 2045 and 2369 speak of.
//!
//! This package knows no catalog, no project and no student; `onlist-core` puts those on top of it.
//!
//! | modules | hold |
//! |---|---|
//! | [`text`], [`words`] | text from outside; lists and numbers in sentences |
//! | [`file`](mod@file), [`secret`], [`process`] | files written whole or not at all; passwords; programs that are started |
//! | [`tls`], [`http`], [`connection`] | whom to trust; web servers; connections to mail servers |
//! | [`mailbox`], [`list_address`], [`message_id`] | names and addresses; those beside a list's; identifiers |
//! | [`write`](mod@write) | a message as it is written: envelope and octets |
//! | [`read`] | a message as somebody else wrote it: header, addresses, parts, text |
//! | [`notice`] | what list software and mail systems say about a letter |
//! | [`thread`](mod@thread) | which post answers which, and who wrote it |
//! | [`archive`] | posts of a list: mbox, Maildir, pipermail, public-inbox |
//! | [`deliver`] | SMTP, sendmail, `.eml` files, mailto URIs |
//! | [`lookup`] | the server that a mail domain wants letters handed to |
//! | [`imap`] | mailboxes on servers, to be read |
//!
//! What is read from a mail, a file or a server is untrusted. It reaches a header field only as a
//! [`text::Line`], a [`mailbox::Address`] or a [`message_id::MessageId`], none of which can hold a line
//! break or a control character; and a terminal only through [`text::escape_for_terminal`].

pub mod archive;
pub mod connection;
pub mod deliver;
pub mod file;
pub mod http;
pub mod imap;
pub mod list_address;
pub mod lookup;
pub mod mailbox;
pub mod message_id;
pub mod notice;
pub mod process;
pub mod read;
pub mod secret;
pub mod text;
pub mod thread;
pub mod tls;
pub mod words;
pub mod write;
