//! Archives of all kinds, made of mails with numbers.

mod files;
mod repositories;
mod web;

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

use super::{Options, Posts, open, read_again};
use crate::read::fields::Fields;

/// A mail with a number.
fn mail(number: usize) -> String {
    format!(
        "From: Ada Example <ada@students.test>\nTo: devel@lists.example.org\nSubject: mail {number}\n\
         Date: Tue, 10 Mar 2015 12:00:00 +0100\nMessage-ID: <{number}@students.test>\n\nHello\n\n"
    )
}

/// An mbox of the mails with these numbers.
fn mbox(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let post = |it| format!("From ada@students.test Tue Mar 10 12:00:00 2015\n{}", mail(it));
    numbers.map(post).collect::<String>().into_bytes()
}

fn packed(octets: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(octets).expect("written");
    encoder.finish().expect("finished")
}

/// A folder with files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("made");
    for (name, octets) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, octets).expect("written");
    }
    folder
}

/// The subjects of all posts, and what was wrong: name of the file, octet, reason.
fn all(posts: &mut Posts) -> (Vec<String>, Vec<String>) {
    let mut subjects = Vec::new();
    while let Some(post) = posts.next().expect("no error") {
        let subject = Fields::scan(post.bytes).subject.unwrap_or_default();
        subjects.push(String::from_utf8_lossy(subject).trim().to_owned());
    }
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let notes = posts.diagnostics().iter();
    (
        subjects,
        notes.map(|it| format!("{}:{}: {}", name(&it.place.path), it.place.position, it.reason)).collect(),
    )
}

fn read(path: &Path) -> (Vec<String>, Vec<String>) {
    all(&mut open(path, &Options::default()).expect("an archive"))
}

fn subjects(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|it| format!("mail {it}")).collect()
}

/// Reads every other post of an archive once more, the last first, and holds it against the first time.
fn hold_again(path: &Path) -> usize {
    let mut posts = open(path, &Options::default()).expect("an archive");
    let mut found = Vec::new();
    while let Some(post) = posts.next().expect("no error") {
        found.push((post.place, post.bytes.to_vec()));
    }
    let wanted: Vec<_> = found.into_iter().step_by(2).rev().collect();
    let places: Vec<_> = wanted.iter().map(|(place, _)| place.clone()).collect();
    let mut seen = Vec::new();
    read_again(&places, |at, octets| {
        assert_eq!(String::from_utf8_lossy(octets), String::from_utf8_lossy(&wanted[at].1));
        seen.push(at);
    })
    .expect("read");
    seen.sort_unstable();
    assert_eq!(seen, (0..wanted.len()).collect::<Vec<_>>());
    seen.len()
}
