//! The readers, and what must hold of what they make of any octets.

use std::collections::VecDeque;
use std::io::{self, Cursor, Read};
use std::path::Path;

use chrono::NaiveDate;
use onlist_core::catalog::import::{self, File, Head, Words};
use onlist_core::catalog::lint::lint;
use onlist_core::catalog::{Catalog, Named};
use onlist_core::recognise::{Candidate, classify, is_out_of_question};
use onlist_mail::archive::Position;
use onlist_mail::message_id::MessageId;
use onlist_mail::notice::{Notice, NoticeKind, may_be_notice};
use onlist_mail::read::encoded_word::decode;
use onlist_mail::read::fields::Fields;
use onlist_mail::read::transfer::TransferEncoding;
use onlist_mail::read::{AddressList, MessageIds, Post, charset, date};
use onlist_mail::text::Line;
use onlist_mail::thread::{Builder, Options};
use onlist_mail::write::Content;

/// A file of mails, which comes whole or in small pieces.
///
/// # Panics
/// When the pieces make other posts, when posts overlap, or when a post has other fields than its reader finds.
pub fn archive(octets: &[u8]) {
    let whole = posts(Cursor::new(octets.to_vec()));
    let pieces = octets.chunks(7).map(<[u8]>::to_vec).collect();
    assert_eq!(whole, posts(Pieces(pieces)));
    let mut before = 0;
    for (post, position) in &whole {
        let Position::Offset(offset) = *position else { panic!("{position:?}") };
        assert!(before <= offset);
        before = offset + post.len() as u64;
        same_fields(post);
    }
}

fn posts(stream: impl Read + Send + 'static) -> Vec<(Vec<u8>, Position)> {
    let Ok(mut posts) = onlist_mail::archive::read(stream, Path::new("-")) else { return Vec::new() };
    let mut found = Vec::new();
    while let Ok(Some(post)) = posts.next() {
        found.push((post.bytes.to_vec(), post.place.position));
    }
    found
}

/// A stream that gives so many octets at once.
struct Pieces(VecDeque<Vec<u8>>);

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.0.pop_front() else { return Ok(0) };
        let length = piece.len().min(buffer.len());
        buffer[..length].copy_from_slice(&piece[..length]);
        if length < piece.len() {
            self.0.push_front(piece.split_off(length));
        }
        Ok(length)
    }
}

/// The two readers of headers find the same.
fn same_fields(octets: &[u8]) {
    let fields = Fields::scan(octets);
    assert!(fields.body <= octets.len());
    let lone = |at: usize| octets.get(at + 1) != Some(&b'\n');
    if octets.iter().enumerate().any(|(at, octet)| *octet == b'\r' && lone(at)) {
        return;
    }
    // Of a mail that is read whole, a thousand fields are.
    let Some(post) = Post::read(octets).ok().filter(|it| it.fields().count() < 1000) else { return };
    for (name, found) in [
        ("Message-ID", fields.message_id),
        ("References", fields.references),
        ("To", fields.to),
        ("Subject", fields.subject),
        ("Content-Length", fields.content_length),
    ] {
        assert_eq!(found, post.field(name).map(|it| it.value), "{name}");
    }
    assert_eq!(fields.body, post.body_start());
}

/// A catalog, as it is loaded and checked.
///
/// # Panics
/// When one that is refused is found without fault.
pub fn catalog(octets: &[u8]) {
    let Ok(text) = str::from_utf8(octets) else { return };
    let found = lint(Named { origin: "catalog.toml", text }, None, NaiveDate::default());
    let refused = Catalog::parse("catalog.toml", text).is_err();
    assert!(!refused || !found.is_empty(), "refused, and nothing is found");
}

/// A label in the first line, and octets below.
///
/// # Panics
/// When the text is longer than any charset makes it.
pub fn charset(octets: &[u8]) {
    let (label, octets) = halves(octets);
    let label = String::from_utf8_lossy(label);
    for label in [Some(&*label), None] {
        let decoded = charset::decode(label, octets);
        assert!(decoded.text.len() <= 3 * octets.len() + 3);
    }
}

/// The value of a Date field.
///
/// # Panics
/// When a date that was understood is another one once it is written as RFC 5322 wants it.
pub fn date(octets: &[u8]) {
    let Ok(read) = date::parse(octets) else { return };
    let written = read.time.format("%a, %d %b %Y %H:%M:%S %z").to_string();
    let again = date::parse(written.as_bytes()).map(|again| again.time);
    // An offset with seconds has no other form.
    let whole = read.time.offset().local_minus_utc() % 60 == 0;
    assert!(!whole || again == Ok(read.time), "{read:?} is {again:?} when written as {written:?}");
}

/// A header, and the value of any field: text, phrase, addresses, identifiers.
///
/// # Panics
/// When text is longer than any charset makes it, or somebody who was read is somebody else once written.
pub fn header(octets: &[u8]) {
    assert!(decode(octets).len() <= 3 * octets.len() + 3);
    written(octets);
    for id in MessageIds::read(octets).ids {
        assert_eq!(MessageIds::read(id.as_str().as_bytes()).ids, [id]);
    }
    if let Ok(post) = Post::read(octets) {
        let mut end = post.start();
        for field in post.fields() {
            assert!(end <= field.start && field.start < field.end && field.end <= post.octets().len());
            end = field.end;
        }
    }
}

/// Whom a field names, and its text, are the same after they have been written to a mail.
fn written(octets: &[u8]) {
    let Some(content) = content() else { return };
    let content = Content {
        to: AddressList::read(octets).mailboxes.into_iter().take(100).collect(),
        subject: Line::sanitize(&decode(&octets[..octets.len().min(10_000)])),
        references: MessageIds::read(octets).ids,
        ..content
    };
    let bytes = content.encode().bytes;
    let Ok(post) = Post::read(&bytes) else { panic!("what was written cannot be read: {content:?}") };
    assert_eq!(post.to, content.to);
    assert_eq!((post.subject, post.references), (content.subject, content.references));
}

/// A letter.
pub(crate) fn content() -> Option<Content> {
    Some(Content {
        from: "ada@example.org".parse().ok()?,
        to: vec!["devel@lists.example.org".parse().ok()?],
        cc: vec!["grace@example.org".parse().ok()?],
        subject: Line::sanitize("A faster parser"),
        in_reply_to: None,
        references: Vec::new(),
        date: date::parse(b"Tue, 10 Mar 2015 12:00:00 +0100").ok()?.time,
        message_id: MessageId::parse("<1@example.org>")?,
        body: "Hello\n".to_owned(),
    })
}

/// A mail.
///
/// # Panics
/// When a part or a line stands outside of it.
pub fn message(octets: &[u8]) {
    let Ok(post) = Post::read(octets) else { return };
    let within = post.octets().len();
    for part in post.parts() {
        assert!(part.start <= part.body && part.body <= part.end && part.end <= within, "{part:?}");
        let _ = (post.octets_of(part), post.text_of(part), post.fields_of(part));
    }
    let mut before = 0;
    for line in post.lines() {
        assert!(before <= line.offset && line.offset <= within, "{line:?}");
        before = line.offset;
    }
    let _ = (post.own_text(), post.is_whole(), post.author(&[]), post.followup_to());
}

/// A mail in a file of them.
///
/// # Panics
/// As [`message`].
pub fn mbox(octets: &[u8]) {
    message(&[b"From ada@example.org Tue Mar 10 12:00:00 2015\n", octets].concat());
}

/// The name of a page of ideas in the first line, and the page below.
///
/// # Panics
/// When the catalog that is saved of it is not valid.
pub fn page(octets: &[u8]) {
    let (name, text) = halves(octets);
    let (name, text) = (String::from_utf8_lossy(name), String::from_utf8_lossy(text));
    let files = [File { name: &name, text: &text, format: None }];
    let imported = import::import(&files, &Words::default());
    let read = chrono::NaiveDate::default();
    let saved = import::catalog(&imported, &files, &Head::new("Engine", read));
    if let Err(wrong) = Catalog::parse("catalog.toml", &saved) {
        panic!("{saved}\n{:?}", wrong.diagnostics.iter().map(|it| &it.message).collect::<Vec<_>>());
    }
}

/// A mail that may be a notice.
///
/// # Panics
/// When a notice is none by its header, names too many addresses, or names one that nobody can write to a header.
pub fn notice(octets: &[u8]) {
    let Ok(post) = Post::read(octets) else { return };
    let Some(notice) = Notice::read(&post) else { return };
    assert!(may_be_notice(post.octets()));
    if let NoticeKind::Bounced(failures) = &notice.kind {
        assert!((1..=100).contains(&failures.len()));
        assert!(failures.iter().all(|it| it.address.as_str().contains('@')));
    }
}

/// Posts that stand behind lines `From `, as threads; and what they are taken for.
///
/// # Panics
/// When a post stands in no thread or in two, when their order changes a thread, or a confidence is none.
pub fn thread(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let mut mails: Vec<_> = text.split("\nFrom ").collect();
    let shape = |mails: &[&str]| {
        let mut builder = Builder::default();
        for mail in mails {
            builder.add(mail.as_bytes());
        }
        let threads = builder.finish(Options { by_subject: true });
        let mut below: Vec<_> = threads.roots().flat_map(|root| threads.below(root)).collect();
        below.sort_unstable();
        assert!(below.into_iter().eq(threads.nodes()));
        threads
            .nodes()
            .map(|node| (threads.entry(node).subject.to_owned(), threads.root_of(node)))
            .collect::<Vec<_>>()
    };
    let before = shape(&mails);
    mails.reverse();
    assert_eq!(before, shape(&mails));
    for post in mails.iter().filter_map(|mail| Post::read(mail.as_bytes()).ok()) {
        let _ = is_out_of_question(&post.subject, 0, None);
        let judgement = classify(Candidate { post: &post, posts_before: 0, catalog: None }, None);
        assert!((0.0..=1.0).contains(&judgement.confidence));
    }
}

/// The name of a transfer encoding in the first line, and a body below.
///
/// # Panics
/// When a body grows, or its lines are told in disorder.
pub fn transfer(octets: &[u8]) {
    let (name, body) = halves(octets);
    let Some(encoding) = TransferEncoding::parse(&String::from_utf8_lossy(name)) else { return };
    let (mut decoded_before, mut own_before) = (0, 0);
    let octets = encoding.decode_with(body, |decoded, own| {
        assert!(decoded >= decoded_before && own >= own_before && own < body.len());
        (decoded_before, own_before) = (decoded, own);
    });
    assert!(octets.len() <= body.len() && decoded_before <= octets.len());
}

/// The first line, and what follows it.
fn halves(octets: &[u8]) -> (&[u8], &[u8]) {
    let end = octets.iter().position(|octet| *octet == b'\n').unwrap_or(octets.len());
    let (first, rest) = octets.split_at(end);
    (first, rest.get(1..).unwrap_or_default())
}
