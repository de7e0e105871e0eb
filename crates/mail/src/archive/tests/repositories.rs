//! public-inbox repositories.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::super::{Error, Options, open};
use super::{all, hold_again, mail, read, subjects};
use crate::process::{self, Keep, Limits};

fn git(arguments: &[&str], input: &str) {
    let mut git = crate::process::command("git");
    git.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let limits = Limits { time: Duration::from_mins(1), output: Keep::AtMost(1000) };
    let ended = process::run(git, input.as_bytes().to_vec().into(), limits).expect("git");
    assert!(ended.status.success(), "{arguments:?}");
}

/// Makes a repository of what git's fast-import is told.
fn repository(path: &Path, told: &str) {
    filled(path, "sha1", told);
}

fn filled(path: &Path, names: &str, told: &str) {
    let path = path.to_str().expect("text");
    git(&["init", "--quiet", "--bare", &format!("--object-format={names}"), path], "");
    git(&["--git-dir", path, "symbolic-ref", "HEAD", "refs/heads/master"], "");
    git(&["--git-dir", path, "fast-import", "--quiet"], told);
}

/// A commit at a second, with changes of files.
fn commit(time: usize, changes: &[(&str, &str)]) -> String {
    let mut told =
        format!("commit refs/heads/master\ncommitter <i@b.test> {time} +0000\ndata 0\n\ndeleteall\n");
    let files =
        changes.iter().map(|(name, text)| format!("M 100644 inline {name}\ndata {}\n{text}\n", text.len()));
    told.extend(files);
    told
}

#[test]
fn a_public_inbox_gives_its_mails_from_the_newest_to_the_oldest() {
    let folder = tempfile::tempdir().expect("made");
    let inbox = folder.path().join("devel");
    let long = format!("{}{}", mail(3), "x".repeat(300_000));
    let first: String = [commit(10, &[("m", &mail(0))]), commit(20, &[("m", &mail(1))])].concat();
    let then = [
        commit(30, &[("m", &mail(2))]),
        commit(40, &[("d", &mail(1))]),
        commit(50, &[("m", &long)]),
        commit(60, &[("m", "no mail")]),
    ];
    repository(&inbox.join("git/0.git"), &first);
    repository(&inbox.join("git/1.git"), &then.concat());
    let note =
        |notes: Vec<String>| notes.into_iter().map(|it| it.split(':').next_back().unwrap_or("").to_owned());
    for (path, expected) in [
        (inbox.clone(), vec!["mail 3", "mail 2", "mail 0"]),
        (inbox.join("git"), vec!["mail 3", "mail 2", "mail 0"]),
        (inbox.join("git/0.git"), vec!["mail 1", "mail 0"]),
    ] {
        let (found, notes) = read(&path);
        assert_eq!(found, expected, "{path:?}");
        let expected = if found.len() == 3 { vec![" a post without a header"] } else { vec![] };
        assert_eq!(note(notes).collect::<Vec<_>>(), expected);
    }
    assert_eq!(hold_again(&inbox), 2);
    let since = Options { since: chrono::DateTime::from_timestamp(20, 0), ..Options::default() };
    let (found, _) = all(&mut open(inbox.join("git/0.git"), &since).expect("an archive"));
    assert_eq!(found, ["mail 1"]);

    let mut posts = open(inbox.join("git/0.git"), &Options::default()).expect("an archive");
    let post = posts.next().expect("read").expect("a post");
    assert_eq!(post.bytes, mail(1).as_bytes());
    let (path, commit) =
        post.place.to_string().rsplit_once(':').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("both");
    assert!(path.ends_with("git/0.git") && commit.len() == 40, "{path} {commit}");
}

#[test]
fn a_public_inbox_of_version_1_gives_its_mails() {
    let folder = tempfile::tempdir().expect("made");
    let name = |number: usize| format!("0{number}/{}", "ab".repeat(19));
    let (names, mails): (Vec<_>, Vec<_>) = (0..3).map(|it| (name(it), mail(it))).unzip();
    let files: Vec<_> = names.iter().zip(&mails).map(|(name, mail)| (name.as_str(), mail.as_str())).collect();
    repository(folder.path(), &commit(10, &files));
    assert_eq!(read(folder.path()), (subjects(0..3), vec![]));
    assert_eq!(hold_again(folder.path()), 2);
}

#[test]
fn other_and_broken_repositories_are_named() {
    let folder = tempfile::tempdir().expect("made");
    let path = |name: &str| folder.path().join(name);
    repository(&path("code"), &commit(10, &[("README", "Hello"), ("src/main.rs", "fn main() {}")]));
    repository(&path("empty"), "");
    repository(&path("broken"), &commit(10, &[("m", &mail(0))]));
    let error = |name: &str| open(path(name), &Options::default()).map(|_| ()).expect_err(name);
    assert!(matches!(error("code"), Error::NotAnArchive { found: "a git repository without mail", .. }));
    assert!(matches!(error("empty"), Error::NoCommit { .. }), "{:?}", error("empty"));
    let mut posts = open(path("broken"), &Options::default()).expect("an archive");
    fs::remove_dir_all(path("broken/objects")).expect("removed");
    let error = posts.next().expect_err("nothing there");
    assert!(matches!(error, Error::Git { .. }), "{error:?}");
}

#[test]
fn each_form_of_a_repository_gives_the_mails_that_are_in_it() {
    let folder = tempfile::tempdir().expect("made");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let told = [commit(10, &[("m", &mail(0))]), commit(20, &[("m", &mail(1))])].concat();
    for names in ["sha1", "sha256"] {
        filled(path(names).as_ref(), names, &told);
        assert_eq!(read(path(names).as_ref()), (vec!["mail 1".to_owned(), "mail 0".to_owned()], vec![]));
        assert_eq!(hold_again(path(names).as_ref()), 1);
    }
    let (source, url) = (path("sha1"), format!("file://{}", path("sha1")));
    git(&["--git-dir", &source, "config", "uploadpack.allowFilter", "true"], "");
    git(&["--git-dir", &source, "worktree", "add", "--quiet", "--detach", &path("tree"), "HEAD"], "");
    assert_eq!(read(path("tree").as_ref()).0, ["mail 1", "mail 0"]);
    git(&["clone", "--quiet", "--depth=1", &url, &path("shallow")], "");
    let (found, notes) = read(path("shallow").as_ref());
    assert_eq!(found, ["mail 1"]);
    assert!(matches!(&notes[..], [it] if it.contains("shallow clone")), "{notes:?}");
    git(&["clone", "--quiet", "--bare", "--filter=blob:none", &url, &path("partial")], "");
    git(&["clone", "--quiet", "--bare", &url, &path("nowhere")], "");
    git(&["--git-dir", &path("nowhere"), "symbolic-ref", "HEAD", "refs/heads/nowhere"], "");
    git(&["clone", "--quiet", "--bare", "--filter=tree:0", &url, &path("treeless")], "");
    for (name, reason) in [
        ("partial", "mails are missing in the repository"),
        ("treeless", "mails are missing in the repository"),
        ("nowhere", "has no commit that its HEAD names"),
    ] {
        let error = open(path(name), &Options::default()).and_then(|mut it| it.next().map(|_| ()));
        assert!(error.as_ref().is_err_and(|it| it.to_string().contains(reason)), "{name}: {error:?}");
    }
    for name in ["partial", "treeless"] {
        git(&["-C", &path(name), "fetch", "--quiet", "--refetch", "--no-filter"], "");
        assert_eq!(read(path(name).as_ref()).0, ["mail 1", "mail 0"], "{name}");
    }
}

/// The subjects of all posts that there are since a second, read with a cache and without.
fn both(path: &Path, cache: &Path, since: Option<i64>) -> Vec<String> {
    let since = since.and_then(|it| chrono::DateTime::from_timestamp(it, 0));
    let plain = Options { since, ..Options::default() };
    let cached = Options { cache: Some(cache.to_owned()), ..plain.clone() };
    let (expected, notes) = all(&mut open(path, &plain).expect("an archive"));
    assert_eq!(all(&mut open(path, &cached).expect("an archive")), (expected.clone(), notes));
    expected
}

#[test]
fn what_was_read_before_is_read_from_a_cache_with_the_new_commits_alone() {
    let folder = tempfile::tempdir().expect("made");
    let (inbox, cache) = (folder.path().join("devel"), folder.path().join("cache"));
    let (first, second) = (inbox.join("git/0.git"), inbox.join("git/1.git"));
    repository(&first, &[commit(10, &[("m", &mail(0))]), commit(20, &[("m", &mail(1))])].concat());
    assert_eq!(both(&inbox, &cache, Some(20)), ["mail 1"]);
    assert!(!cache.exists(), "of a part nothing is kept");
    assert_eq!(both(&inbox, &cache, None), ["mail 1", "mail 0"]);
    // What stands in the cache is not asked for again.
    let kept = std::fs::read_dir(&cache).expect("made").next().expect("a file").expect("listed").path();
    let octets = std::fs::read(&kept).expect("kept");
    let at = memchr::memmem::find(&octets, b"mail 0").expect("there");
    let mut other = octets.clone();
    other[at + 5] = b'X';
    std::fs::write(&kept, other).expect("written");
    let cached = Options { cache: Some(cache.clone()), ..Options::default() };
    assert_eq!(all(&mut open(&inbox, &cached).expect("an archive")).0, ["mail 1", "mail X"]);
    std::fs::write(&kept, octets).expect("written");

    repository(&second, &[commit(30, &[("m", &mail(2))]), commit(40, &[("d", &mail(1))])].concat());
    assert_eq!(both(&inbox, &cache, None), ["mail 2", "mail 0"]);
    assert_eq!(both(&first, &cache, None), ["mail 1", "mail 0"]);
    assert_eq!(both(&inbox, &cache, Some(30)), ["mail 2"]);
    let more = |told: String| {
        let from = "from refs/heads/master^0\n";
        told.replacen("deleteall\n", &format!("{from}deleteall\n"), 1)
    };
    repository(&second, &more(commit(50, &[("m", &mail(3))])));
    repository(&second, &more(commit(60, &[("d", &mail(2))])));
    for since in [None, Some(45), None] {
        let all = ["mail 3", "mail 0"];
        assert_eq!(both(&inbox, &cache, since), if since.is_none() { &all[..] } else { &all[..1] });
    }
    // A history that was written anew is read anew.
    std::fs::remove_dir_all(&second).expect("removed");
    repository(&second, &commit(70, &[("m", &mail(4))]));
    assert_eq!(both(&inbox, &cache, None), ["mail 4", "mail 1", "mail 0"]);
}
