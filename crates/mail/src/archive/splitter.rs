//! Cuts a stream of mails where each begins, in a buffer of the size of the longest one.

use std::io::{ErrorKind, Read};
use std::ops::Range;

use super::LONGEST;
use crate::read::fields::Fields;
use crate::read::mbox::{Search, Separators};

/// Octets that are asked for at once.
const PIECE: usize = 256 * 1024;

/// An mbox that is being read.
pub(super) struct Splitter<R> {
    source: R,
    piece: usize,
    buffer: Vec<u8>,
    /// Octets of the buffer that hold something.
    filled: usize,
    /// The post that was found.
    post: Range<usize>,
    /// No separator begins before this place but that of the post.
    searched: usize,
    /// Octets of the stream before the buffer.
    before: u64,
    /// Whether the end of the post was left out.
    cut: bool,
    /// Whether posts say how long they are, as the first one did (mboxcl).
    has_lengths: Option<bool>,
    separators: Separators,
    /// What ended the stream.
    end: Option<Result<(), std::io::Error>>,
}

impl<R: Read> Splitter<R> {
    pub(super) fn new(source: R, separators: Separators) -> Self {
        Self::with_piece(source, separators, PIECE)
    }

    /// The same where `piece` octets, at least one, are read at once.
    pub(super) fn with_piece(source: R, separators: Separators, piece: usize) -> Self {
        Self {
            source,
            piece,
            buffer: vec![0; piece],
            filled: 0,
            post: 0..0,
            searched: 0,
            before: 0,
            cut: false,
            has_lengths: None,
            separators,
            end: None,
        }
    }

    /// Goes to the next post; says whether there is one.
    pub(super) fn advance(&mut self) -> bool {
        self.post.start = self.post.end;
        if self.cut && !self.pass_over() {
            return false;
        }
        self.searched = self.searched.max(self.post.start);
        loop {
            let whole = self.end.is_some();
            match self.separators.next(&self.buffer[..self.filled], self.searched, whole) {
                Search::Found(at) => {
                    let length = at - self.post.start;
                    self.post.end = at;
                    let length = self.by_length(length).unwrap_or(length);
                    self.post.end = self.post.start + length;
                    self.searched = self.post.end;
                    return true;
                }
                Search::None(at) => self.searched = at,
            }
            self.post.end = self.filled;
            if whole {
                return !self.post.is_empty();
            }
            if self.post.len() >= LONGEST {
                self.cut = true;
                return true;
            }
            self.fill();
        }
    }

    /// Goes on to the separator behind a post that was too long.
    fn pass_over(&mut self) -> bool {
        self.cut = false;
        loop {
            let whole = self.end.is_some();
            match self.separators.next(&self.buffer[..self.filled], self.searched, whole) {
                Search::Found(at) => {
                    self.post = at..at;
                    return true;
                }
                Search::None(at) => {
                    self.searched = at;
                    self.post = at..at;
                }
            }
            if whole {
                self.post = self.filled..self.filled;
                return false;
            }
            self.fill();
        }
    }

    /// Reads more behind what there is of the post.
    fn fill(&mut self) {
        self.make_room();
        let most = self.buffer.len().min(self.filled + self.piece);
        let room = &mut self.buffer[self.filled..most];
        self.end = loop {
            match self.source.read(room) {
                Ok(0) => break Some(Ok(())),
                Ok(length) => {
                    self.filled += length;
                    break None;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Some(Err(error)),
            }
        };
    }

    /// Moves what there is to the front, where little is to be moved or much was passed; else the buffer grows: so each
    /// octet is moved a few times at most.
    fn make_room(&mut self) {
        let start = self.post.start;
        if self.filled - start <= self.piece / 2 || start >= self.buffer.len() / 2 {
            self.buffer.copy_within(start..self.filled, 0);
            self.before += start as u64;
            self.filled -= start;
            self.searched -= start;
            self.post = 0..self.post.len();
        }
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.filled * 2, 0);
        }
    }

    /// How long the post is by its `Content-Length`, if it is longer than up to the separator that was found, and
    /// another mail begins behind it, or nothing does: then that separator is a line of the text (mboxcl2).
    fn by_length(&mut self, found: usize) -> Option<usize> {
        /// Empty lines between two posts.
        const BETWEEN: usize = 4;
        /// Octets that are enough to see them, and a separator.
        const BEHIND: usize = 2048;
        if self.has_lengths == Some(false) {
            return None;
        }
        let fields = Fields::scan(&self.buffer[self.post.start..][..found]);
        self.has_lengths.get_or_insert(fields.content_length.is_some());
        let length: usize = str::from_utf8(fields.content_length?).ok()?.trim().parse().ok()?;
        let length = length.checked_add(fields.body).filter(|it| (found..LONGEST).contains(it))?;
        while self.end.is_none() && self.filled - self.post.start < length + BEHIND {
            self.fill();
        }
        let rest = self.buffer[..self.filled].get(self.post.start + length..)?;
        let blanks = rest.iter().take(BETWEEN).take_while(|it| it.is_ascii_whitespace()).count();
        let ends = rest.len() == blanks || self.separators.begins_a_mail(&rest[blanks..], true) == Some(true);
        ends.then_some(length + blanks)
    }

    /// The post that was found, or its beginning.
    pub(super) fn post(&self) -> &[u8] {
        &self.buffer[self.given()]
    }

    /// The same, to be changed.
    pub(super) fn post_mut(&mut self) -> &mut [u8] {
        let given = self.given();
        &mut self.buffer[given]
    }

    fn given(&self) -> Range<usize> {
        self.post.start..self.post.end.min(self.post.start + LONGEST)
    }

    /// Octets of the stream before the post.
    pub(super) fn offset(&self) -> u64 {
        self.before + self.post.start as u64
    }

    /// Whether the end of the post was left out.
    pub(super) fn is_cut(&self) -> bool {
        self.cut || self.post.len() > LONGEST
    }

    /// Whether the stream ends with the post.
    pub(super) fn is_last(&self) -> bool {
        self.end.is_some() && self.post.end == self.filled
    }

    /// Why the stream ended before its end.
    pub(super) fn take_error(&mut self) -> Option<std::io::Error> {
        match &mut self.end {
            Some(end) => std::mem::replace(end, Ok(())).err(),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    /// The posts of a stream that is read in pieces.
    fn split(stream: &[u8], piece: usize) -> Vec<Vec<u8>> {
        let mut splitter = Splitter::with_piece(stream, Separators::of(stream), piece);
        let mut posts = Vec::new();
        let mut offset = 0;
        while splitter.advance() {
            assert_eq!(splitter.offset(), offset, "posts leave no gap");
            offset += splitter.post().len() as u64;
            posts.push(splitter.post().to_vec());
        }
        assert!(!splitter.advance() && splitter.take_error().is_none());
        posts
    }

    #[test]
    fn each_form_of_mbox_is_split_where_its_mails_begin() {
        const DATED: &str = "From ada@students.test Tue Mar 10 12:00:00 2015\n";
        const CL: &str = "From ada@students.test Tue Mar 10 12:00:00 2015\nTo: a\nContent-Length: ";
        for (form, posts) in [
            ("mboxo", vec![format!("{DATED}To: a\n\n>From here\n\n"), format!("{DATED}To: b\n\nb\n")]),
            (
                "mboxrd",
                vec![format!("{DATED}To: a\n\n>>From here\n>From x\n\n"), format!("{DATED}To: b\n\nb\n\n")],
            ),
            ("no empty line", vec![format!("{DATED}To: a\n\na\n"), format!("{DATED}To: b\n\nb\n")]),
            (
                "CRLF",
                vec![format!("{DATED}To: a\n\na\n\n").replace('\n', "\r\n"), format!("{DATED}To: b\r\n\r\n")],
            ),
            ("bare", vec!["From \nTo: a\n\na\n\n".to_owned(), "From - \nReceived: b\n\nb".to_owned()]),
            (
                "forwarded",
                vec![
                    format!("{DATED}>From b Tue Mar 10 12:00:00 2015\nTo: a\n\n"),
                    format!("{DATED}To: b\n"),
                ],
            ),
            (
                "text",
                vec![
                    format!("{DATED}To: a\n\nFrom here\n\nFrom 9:00 on\nit works\n"),
                    format!("{DATED}To: b\n\n"),
                ],
            ),
            (
                "patch",
                vec![
                    format!("{DATED}To: a\n\nFrom {:040} Mon Sep 17 00:00:00 2001\nFrom: b\n\n", 7),
                    format!("{DATED}To: b\n"),
                ],
            ),
            ("mboxcl", vec![format!("{CL}12\n\n>From: here\n\n"), format!("{CL}2\n\nb\n\n")]),
            (
                "mboxcl2",
                vec![format!("{CL}{}\n\n{DATED}To: b\n\nc\n\n", DATED.len() + 9), format!("{CL}2\n\nb\n\n")],
            ),
            (
                "a length that lies",
                vec![format!("{CL}70\n\na\n\n"), format!("{DATED}To: b\n\n{}\n", "b".repeat(70))],
            ),
            (
                "a length that is none",
                vec![format!("{CL}99999999999999999999\n\na\n\n"), format!("{DATED}To: b\n\n")],
            ),
        ] {
            let file = posts.concat();
            let found: Vec<_> = split(file.as_bytes(), 64)
                .iter()
                .map(|it| String::from_utf8_lossy(it).into_owned())
                .collect();
            assert_eq!(found, posts, "{form}");
        }
    }

    #[test]
    fn of_a_post_without_end_the_beginning_is_given() {
        let long = [b"From x\nTo: a".as_slice(), &vec![b'a'; LONGEST + PIECE], b"\n\n"].concat();
        let stream = [&long, b"From x\nTo: b\n\nb\n".as_slice(), &long].concat();
        let mut splitter = Splitter::new(stream.as_slice(), Separators::of(&stream));
        assert!(splitter.advance() && splitter.is_cut());
        assert!(splitter.post().len() == LONGEST && splitter.post().starts_with(b"From x\nTo: aaa"));
        assert!(splitter.advance() && !splitter.is_cut());
        assert_eq!((splitter.post(), splitter.offset()), (&b"From x\nTo: b\n\nb\n"[..], long.len() as u64));
        assert!(splitter.advance() && splitter.is_cut());
        assert!(!splitter.advance() && splitter.buffer.len() <= 2 * LONGEST);
    }

    #[test]
    fn time_is_linear_in_whatever_is_read() {
        let post = |text: &str| format!("From x\nTo: a\n{text}\n\n");
        let lengths: String = (0..60_000).map(|_| post("Content-Length: 16000000\n\nb")).collect();
        for stream in [
            lengths,
            post(&"References: <a@b>\n ".repeat(100_000)),
            post(&"From \n".repeat(300_000)),
            post(&format!("From {}\n", "9:0 ".repeat(240)).repeat(2000)),
            "From x\nTo: a\n".repeat(200_000),
            "\nFrom ".repeat(300_000),
        ] {
            let started = Instant::now();
            let mut splitter = Splitter::new(stream.as_bytes(), Separators::of(b""));
            let mut octets = 0;
            while splitter.advance() {
                let fields = Fields::scan(splitter.post());
                octets += splitter.post().len().max(fields.body);
            }
            assert_eq!(octets, stream.len());
            // What is not linear takes minutes.
            assert!(started.elapsed() < Duration::from_secs(10), "{} {:?}", &stream[..60], started.elapsed());
        }
    }

    proptest! {
        #[test]
        fn pieces_of_any_size_make_the_same_posts(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "\nFrom a@b.test Tue Mar 10 12:00:00 2015\n", "\nFrom ", "From ", ">From ", "\n", "\r\n", "\n\n",
                    "To: a\n", "Subject: b\n", "Content-Length: 9\n\n", "Content-Length: 70\n\n", "9:00", "text ", "F",
                ]),
                0..40,
            ),
            piece in 1usize..200,
        ) {
            let stream = words.concat().into_bytes();
            let posts = split(&stream, piece);
            prop_assert_eq!(&posts, &split(&stream, PIECE));
            prop_assert_eq!(posts.concat(), stream);
        }
    }
}
