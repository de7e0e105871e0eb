//! Archives in files and folders.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::super::{Error, Options, open};
use super::{all, folder, hold_again, mail, mbox, packed, read, subjects};
use crate::read::Post;

/// What one file gives.
fn file(octets: &[u8]) -> (Vec<String>, Vec<String>) {
    let folder = folder(&[("devel", octets)]);
    read(&folder.path().join("devel"))
}

#[test]
fn a_post_has_its_octets_and_its_place() {
    let folder = folder(&[("devel.mbox", &mbox(0..3))]);
    let path = folder.path().join("devel.mbox");
    let mut posts = open(&path, &Options::default()).expect("an archive");
    let length = mbox(0..1).len();
    for number in 0..3 {
        let post = posts.next().expect("read").expect("a post");
        assert_eq!(post.bytes, mbox(number..number + 1));
        assert_eq!(post.place.to_string(), format!("{}:{}", path.display(), number * length));
    }
    assert_eq!(posts.next().expect("read"), None);
    assert_eq!(posts.next().expect("read"), None);
}

#[test]
fn compressed_files_are_read_as_what_they_hold() {
    let members = [packed(&mbox(0..2)), packed(b""), packed(&mbox(2..4))].concat();
    for octets in [packed(&mbox(0..4)), members.clone(), [members, vec![0; 600]].concat()] {
        assert_eq!(file(&octets), (subjects(0..4), vec![]));
    }
    assert_eq!(file(&packed(mail(7).as_bytes())).0, ["mail 7"]);
    assert_eq!(file(&packed(b"")), (vec![], vec![]));
}

#[test]
fn an_mbox_whose_first_separator_is_missing_is_read_whole() {
    let all = mbox(0..4);
    let first = all.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    for octets in [&all[first..], &packed(&all[first..])] {
        assert_eq!(file(octets), (subjects(0..4), vec![]));
    }
    let folder = folder(&[("devel.mbox", &all[first..])]);
    assert_eq!(hold_again(folder.path()), 2);
    // A patch that stands in a mail is none of its own.
    let patch = "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: Ada\n";
    assert_eq!(file(format!("Subject: mail 1\n\nSee:\n{patch}").as_bytes()).0, ["mail 1"]);
}

#[test]
fn of_a_damaged_compressed_file_the_beginning_is_read() {
    let numbers: Vec<u8> = mbox(0..5000);
    let whole = packed(&numbers);
    let (found, notes) = file(&whole[..whole.len() / 2]);
    assert!((1000..4000).contains(&found.len()) && found == subjects(0..found.len()), "{}", found.len());
    assert!(notes.len() == 1 && notes[0].ends_with("is cut off: posts are missing"), "{notes:?}");
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 200].fill(0xff);
    let (found, notes) = file(&damaged);
    assert!(!found.is_empty() && notes.len() == 1 && notes[0].contains("damaged"), "{notes:?}");
    let (found, notes) = file(&whole[..whole.len() - 4]);
    assert_eq!((found.len(), notes.len()), (5000, 1), "{notes:?}");
    // A second member whose beginning is damaged.
    let mut two = [packed(&mbox(0..2)), packed(&mbox(2..4))].concat();
    let second = packed(&mbox(0..2)).len();
    two[second] = b'x';
    let (found, notes) = file(&two);
    assert_eq!(found, subjects(0..2));
    assert!(notes.len() == 1 && notes[0].contains("damaged"), "{notes:?}");
    for cut in [2, 9, 15] {
        let folder = folder(&[("devel.gz", &whole[..cut])]);
        let error =
            open(folder.path().join("devel.gz"), &Options::default()).map(|_| ()).expect_err("nothing");
        assert!(error.to_string().ends_with("is cut off: posts are missing"), "{error}");
    }
}

#[test]
fn folders_are_read_in_the_order_of_their_names() {
    let files: [(&str, Vec<u8>); 7] = [
        ("b.mbox", mbox(1..3)),
        ("a/1", mail(0).into_bytes()),
        ("c.mbox.gz", packed(&mbox(3..4))),
        ("d.eml.gz", packed(mail(4).as_bytes())),
        ("index.html", b"<html>".to_vec()),
        (".hidden", mbox(9..10)),
        ("attachments/x.eml", mail(9).into_bytes()),
    ];
    let folder = folder(&files.each_ref().map(|(name, octets)| (*name, octets.as_slice())));
    assert_eq!(read(folder.path()), (subjects(0..5), vec![]));
}

#[test]
fn a_maildir_gives_its_mails() {
    let mails: Vec<_> = (0..3).map(|it| mail(it).into_bytes()).collect();
    let folder = folder(&[
        ("cur/1.a.host:2,S", &mails[0]),
        ("cur/2.b.host:2,S", b""),
        ("cur/3.c.host:2,", b"<html>no mail</html>"),
        ("new/4.d.host", &mails[1]),
        ("new/5.e.host", &mails[2]),
        ("tmp/6.f.host", b"From: half"),
    ]);
    let (found, notes) = read(folder.path());
    assert_eq!(found, subjects(0..3));
    assert_eq!(notes, ["2.b.host:2,S:0: a post without a header", "3.c.host:2,:0: a post without a header"]);
    fs::remove_dir_all(folder.path().join("cur")).expect("removed");
    fs::remove_dir_all(folder.path().join("new")).expect("removed");
    fs::create_dir(folder.path().join("new")).expect("made");
    assert_eq!(read(folder.path()), (vec![], vec![]));
}

/// A post as Mailman 2 writes it to a month.
fn pipermail(number: usize) -> String {
    format!(
        "From ada at students.test  Tue Mar 10 12:00:0{number} 2015\nFrom: ada at students.test (=?utf-8?q?Ada_Ex=C3=A4mple?=)\n\
         Date: Tue Mar 10 12:00:0{number} 2015\nSubject: [Devel] mail {number}\nIn-Reply-To: <0@students.test>\n\
         Message-ID: <{number}@students.test>\n\nI wrote ada at students.test\n\n"
    )
}

#[test]
fn months_of_pipermail_have_addresses_and_dates() {
    let month: String = (0..3).map(pipermail).collect();
    for octets in [month.clone().into_bytes(), packed(month.as_bytes())] {
        let folder = folder(&[("2015-March.txt", &octets)]);
        let mut posts = open(folder.path(), &Options::default()).expect("an archive");
        for number in 0..3 {
            let raw = posts.next().expect("read").expect("a post");
            let post = Post::read(raw.bytes).expect("a mail");
            assert_eq!(post.from[0].to_string(), "Ada Exämple <ada@students.test>");
            assert_eq!(post.date.expect("a date").to_rfc3339(), format!("2015-03-10T12:00:0{number}+00:00"));
            assert_eq!(post.text().trim(), "I wrote ada at students.test");
        }
    }
}

#[test]
fn the_same_month_is_read_once() {
    let (short, long) = (mbox(0..1), mbox(0..2));
    for (plain, gz) in [(&long, &long), (&long, &short), (&short, &long)] {
        let folder = folder(&[("2015-March.txt", plain), ("2015-March.txt.gz", &packed(gz))]);
        assert_eq!(read(folder.path()), (subjects(0..2), vec![]));
    }
}

#[test]
fn what_is_no_archive_is_named() {
    let folder = folder(&[
        ("page", b"\n<!DOCTYPE html><title>Are you a robot?</title>"),
        ("page.gz", &packed(b"<html>")),
        ("text", b"Hello,\n\nthis is a note: nothing else\n"),
        ("prose", b"From here on\nit gets dark: very\n"),
        ("data", b"\x01\x02\0\0"),
        ("archive.zip", b"PK\x03\x04"),
        ("mail.xz", b"\xfd7zXZ\0"),
        ("pages/index.html", b"<html>"),
        ("texts/text", b"Hello"),
    ]);
    let found = |name: &str| match open(folder.path().join(name), &Options::default()) {
        Err(Error::NotAnArchive { path, found }) => {
            assert_eq!(path, folder.path().join(name));
            found
        }
        other => panic!("{name}: {:?}", other.map(|_| ())),
    };
    for (name, expected) in [
        ("page", "an HTML page"),
        ("page.gz", "an HTML page"),
        ("text", "text without mail"),
        ("prose", "text without mail"),
        ("data", "binary data"),
        ("archive.zip", "a ZIP file"),
        ("mail.xz", "an xz file"),
        ("pages", "a folder without mail"),
        ("texts", "a folder without mail"),
    ] {
        assert_eq!(found(name), expected, "{name}");
    }
    let missing = open(folder.path().join("none"), &Options::default()).map(|_| ());
    assert!(matches!(missing, Err(Error::Io { .. })), "{missing:?}");
    #[cfg(unix)]
    let device = open("/dev/zero", &Options::default()).map(|_| ());
    #[cfg(unix)]
    assert!(matches!(device, Err(Error::NotAnArchive { .. })), "{device:?}");
    assert_eq!(file(b""), (vec![], vec![]));
}

#[test]
fn a_file_that_ends_early_or_changes_meanwhile_is_noted() {
    let whole = mbox(0..3);
    let (found, notes) = file(&whole[..whole.len() - 4]);
    assert_eq!(found, subjects(0..3));
    let offset = mbox(0..2).len();
    assert_eq!(
        notes,
        [format!("devel:{offset}: the file ends within a line: its last post may be incomplete")]
    );

    let folder = folder(&[("devel", &mbox(0..5000))]);
    let path: PathBuf = folder.path().join("devel");
    let change = |then: &dyn Fn(&fs::File)| {
        let mut posts = open(&path, &Options::default()).expect("an archive");
        posts.next().expect("read").expect("a post");
        then(&fs::File::options().append(true).open(&path).expect("opened"));
        all(&mut posts)
    };
    let (found, notes) = change(&|mut file| file.write_all(&mbox(5000..5001)).expect("written"));
    assert_eq!(found, subjects(1..5000));
    assert!(notes.len() == 1 && notes[0].contains("grew while it was read"), "{notes:?}");
    let (found, notes) = change(&|file| file.set_len(300_000).expect("cut"));
    assert!(found == subjects(1..found.len() + 1) && found.len() < 4000, "{}", found.len());
    assert!(notes.len() == 1 && notes[0].contains("shortened while it was read"), "{notes:?}");
}

#[test]
fn posts_are_read_again_where_they_stand() {
    let month: String = (0..3).map(pipermail).collect();
    let folder = folder(&[
        ("a.mbox", &mbox(0..40)),
        ("b.mbox.gz", &packed(&mbox(0..40))),
        ("c.txt", month.as_bytes()),
        ("d.eml", mail(1).as_bytes()),
        ("e.eml.gz", &packed(mail(2).as_bytes())),
    ]);
    assert_eq!(hold_again(folder.path()), 43);
    for (file, posts) in [("a.mbox", 20), ("b.mbox.gz", 20), ("c.txt", 2), ("d.eml", 1), ("e.eml.gz", 1)] {
        assert_eq!(hold_again(&folder.path().join(file)), posts, "{file}");
    }
}

#[test]
fn compressed_files_are_read_from_a_cache_until_they_change() {
    let folder = folder(&[("2015-March.txt.gz", &packed(&mbox(0..3)))]);
    let (path, cache) = (folder.path().join("2015-March.txt.gz"), folder.path().join("cache"));
    let cached = Options { cache: Some(cache.clone()), ..Options::default() };
    let mut places = Vec::new();
    for _ in 0..2 {
        assert_eq!(all(&mut open(&path, &cached).expect("an archive")), (subjects(0..3), vec![]));
        let mut posts = open(&path, &cached).expect("an archive");
        while let Some(post) = posts.next().expect("read") {
            places.push(post.place);
        }
    }
    assert!(places.len() == 6 && places[..3] == places[3..], "{places:?}");
    for (octets, kept) in [(packed(&mbox(0..4)), 1), (packed(&mbox(0..5)), 1)] {
        fs::write(&path, &octets).expect("written");
        let expected = all(&mut open(&path, &Options::default()).expect("an archive"));
        assert_eq!(all(&mut open(&path, &cached).expect("an archive")), expected);
        assert_eq!(fs::read_dir(&cache).expect("made").count(), kept);
    }
    // What is damaged is said by each run.
    let whole = packed(&mbox(0..400));
    fs::write(&path, &whole[..whole.len() - 9]).expect("written");
    for _ in 0..2 {
        let (_, notes) = all(&mut open(&path, &cached).expect("an archive"));
        assert_eq!(notes.len(), 1, "{notes:?}");
    }
}
