//! Runs that send, and cannot write: at every call that changes a file, for one call or from there on.
#![allow(clippy::print_stdout, reason = "what was tried is seen of a test that fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Output;
use std::sync::Mutex;

use crate::support::faults::{Scene, Setup, Shim, Standing, Step, each};

/// What was said of the trouble at each step, by the step's place.
type Said = BTreeMap<usize, (Step, String)>;

/// Has a run of `scene` meet each of `troubles` (see `faults.c`) at each of its steps, and holds what it says against
/// what is so, and what it leaves behind against what is promised. Gives what was said of the first trouble.
fn met(shim: &Shim, scene: Scene, troubles: &[&str]) -> Said {
    let steps = Setup::of(shim, scene).round().steps();
    let jobs: Vec<_> = steps.iter().flat_map(|step| troubles.iter().map(move |it| (step, *it))).collect();
    let said = Mutex::new(Said::new());
    each(
        || Setup::of(shim, scene),
        &jobs,
        |setup, (step, trouble)| {
            println!("{scene:?}: {trouble} at {step:?}");
            let round = setup.round();
            let output = round.troubled(step.at, trouble).output().expect("the program starts");
            let taken = round.taken().len();
            let standing = round.is_sound_once();
            let words = round.sandbox.hide_home(&is_honest(&output, taken, &standing));
            if *trouble == troubles[0] {
                said.lock().expect("nobody panicked").insert(step.at, ((*step).clone(), words));
            }
        },
    );
    said.into_inner().expect("nobody panicked")
}

/// Holds what a run says, and its status, against the letters that the server has `taken` and how all of them stand. Gives
/// what it said of its trouble.
fn is_honest(output: &Output, taken: usize, standing: &Standing) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let status = output.status.code().expect("an end of its own");
    assert!([0, 73, 74].contains(&status) && !stderr.contains("panicked"), "{status}: {stderr}");
    assert!(!stderr.contains(".onlist-"), "a file is named that nobody knows: {stderr}");
    let errors = stderr.lines().filter(|line| line.starts_with("error: ")).count();
    assert!(errors == usize::from(status != 0) || (standing.len() > 1 && status != 0), "{stderr}");

    assert_eq!(stderr.matches("note: sent: ").count(), taken, "what is sent is told: {stderr}");
    let accepted = standing.values().filter(|(state, _)| state == "accepted").count();
    if status == 0 {
        assert_eq!((taken, accepted), (standing.len(), standing.len()), "{stderr}");
    }
    let unrecorded = stderr.matches("the letter was sent, but this cannot be recorded").count();
    // What could not be flushed may be there all the same, until the power fails.
    assert!((taken - accepted..=taken).contains(&unrecorded), "{standing:?}: {stderr}");
    if let Some(summary) = stderr.lines().find(|line| line.ends_with("letters not sent")) {
        assert_eq!(
            summary,
            format!("error: {} of {} letters not sent", standing.len() - taken, standing.len())
        );
    }
    let of_trouble = |line: &&str| ["error: ", "hint: ", "warning: "].iter().any(|it| line.starts_with(it));
    let words: Vec<_> = stderr.lines().filter(of_trouble).collect();
    format!("{}\n[exit status: {status}]\n", words.join("\n"))
}

/// What was said, each once, under the first step at which it was.
fn told(said: Said) -> String {
    let mut text = String::new();
    for (_, (Step { call, path, .. }, words)) in said {
        if !text.contains(&words) {
            let path = path.trim_start_matches(".local/state/onlist/");
            write!(text, "# {call} {path}\n{words}").expect("a string grows");
        }
    }
    text
}

#[test]
fn a_full_disk_keeps_an_introduction_from_being_sent_or_noted_down() {
    let Some(shim) = Shim::build() else { return };
    let said = met(&shim, Scene::Introduce, &["ENOSPC+", "ENOSPC", "SHORT"]);
    insta::assert_snapshot!(told(said), @"
    # mkdir .local/state/onlist
    error: cannot create `$HOME/.local/state/onlist`: No space left on device
    hint: nothing was sent
    [exit status: 73]
    # openat lock
    error: cannot open `$HOME/.local/state/onlist/lock`: No space left on device
    hint: nothing was sent
    [exit status: 74]
    # mkdir .local/state/onlist
    error: cannot create `$HOME/.local/state/onlist/ledger.sqlite`: No space left on device
    hint: free some disk space first; nothing was sent
    [exit status: 73]
    # openat ledger.sqlite-journal
    error: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: unable to open database file
    hint: nothing was sent
    [exit status: 74]
    # pwrite64 ledger.sqlite-journal
    error: no disk space to write to `$HOME/.local/state/onlist/ledger.sqlite`
    hint: free some disk space first; nothing was added; nothing was sent
    [exit status: 74]
    # fsync ledger.sqlite-journal
    error: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: disk I/O error
    hint: nothing was sent
    [exit status: 74]
    # mkdir drafts
    error: cannot create `$HOME/.local/state/onlist/drafts`: No space left on device
    hint: nothing was sent
    [exit status: 73]
    # mkdir drafts/wick-trimmer
    error: cannot create `$HOME/.local/state/onlist/drafts/wick-trimmer`: No space left on device
    hint: nothing was sent
    [exit status: 73]
    # openat drafts/wick-trimmer/.lock
    error: cannot open `$HOME/.local/state/onlist/drafts/wick-trimmer/.lock`: No space left on device
    hint: nothing was sent
    [exit status: 74]
    # openat drafts/wick-trimmer/.onlist-
    error: cannot write `$HOME/.local/state/onlist/drafts/wick-trimmer/draft.toml`: No space left on device
    hint: free some disk space first; nothing was sent
    [exit status: 73]
    # fsync drafts
    error: cannot write `$HOME/.local/state/onlist/drafts`: No space left on device
    hint: nothing was sent
    [exit status: 74]
    # mkdir outbox
    error: cannot create `$HOME/.local/state/onlist/outbox`: No space left on device
    hint: nothing was sent
    [exit status: 74]
    # openat outbox/.onlist-
    error: cannot write `$HOME/.local/state/onlist/outbox/wick-trimmer.2f12dabb74708a8f.e0a6d815b0f73629.letter`: No space left on device
    hint: free some disk space first; nothing was sent
    [exit status: 73]
    # fsync outbox
    error: cannot write `$HOME/.local/state/onlist/outbox`: No space left on device
    hint: free some disk space first; nothing was sent
    [exit status: 73]
    # openat ledger.sqlite-journal
    error: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: unable to open database file
    hint: unsent letters are saved: run `onlist send` to try again
    [exit status: 74]
    # pwrite64 ledger.sqlite-journal
    error: no disk space to write to `$HOME/.local/state/onlist/ledger.sqlite`
    hint: free some disk space first; nothing was added; unsent letters are saved: run `onlist send` to try again
    [exit status: 74]
    # fsync ledger.sqlite-journal
    error: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: disk I/O error
    hint: unsent letters are saved: run `onlist send` to try again
    [exit status: 74]
    # write outbox/wick-trimmer.2f12dabb74708a8f.e0a6d815b0f73629.letter
    warning: cannot write the ledger: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: unable to open database file
    error: cannot write `$HOME/.local/state/onlist/outbox/wick-trimmer.2f12dabb74708a8f.e0a6d815b0f73629.letter`: No space left on device
    hint: free some disk space first; the letter is saved: run `onlist send wick-trimmer` to try again
    [exit status: 73]
    # write outbox/wick-trimmer.2f12dabb74708a8f.e0a6d815b0f73629.letter
    warning: cannot write the ledger: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: unable to open database file
    error: the letter was sent, but this cannot be recorded: cannot write `$HOME/.local/state/onlist/outbox/wick-trimmer.2f12dabb74708a8f.e0a6d815b0f73629.letter`: No space left on device
    hint: do not send it again; `onlist send wick-trimmer` will report that it may have been delivered
    [exit status: 74]
    # openat ledger.sqlite-journal
    warning: cannot write the ledger: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: unable to open database file
    [exit status: 0]
    # pwrite64 ledger.sqlite-journal
    warning: cannot write the ledger: no disk space to write to `$HOME/.local/state/onlist/ledger.sqlite`
    [exit status: 0]
    # fsync ledger.sqlite-journal
    warning: cannot write the ledger: cannot use `$HOME/.local/state/onlist/ledger.sqlite`: disk I/O error
    [exit status: 0]
    ");
}

#[test]
fn a_disk_that_fails_keeps_an_introduction_from_being_sent_or_noted_down() {
    let Some(shim) = Shim::build() else { return };
    let said = told(met(&shim, Scene::Introduce, &["EIO", "EROFS+"]));
    assert!(said.contains("Input/output error") && !said.contains("uncategorized"), "{said}");
}

#[test]
fn a_disk_that_is_full_or_fails_is_told_of_each_letter() {
    let Some(shim) = Shim::build() else { return };
    let said = told(met(&shim, Scene::Three, &["ENOSPC+", "EIO"]));
    for words in [
        "error: nothing was sent: fresnel-for-humans: cannot open",
        "error: 3 of 3 letters not sent\nhint: unsent letters are saved",
        "error: fresnel-for-humans: the letter was sent, but this cannot be recorded: ",
        "error: 2 of 3 letters failed\nhint: see `onlist drafts`\n",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_letter_in_doubt_stays_so_where_sending_it_again_cannot_be_noted_down() {
    let Some(shim) = Shim::build() else { return };
    met(&shim, Scene::Again, &["ENOSPC", "EIO+", "EROFS", "SHORT"]);
}

/// To be killed takes away nothing that was written; a power failure does, unless it was flushed. So all that a letter
/// needs is flushed, and the names on the way to it, before its body goes out.
#[test]
fn all_is_on_the_disk_before_the_body_goes_out() {
    let Some(shim) = Shim::build() else { return };
    let steps = Setup::of(&shim, Scene::Introduce).round().steps();
    let body = |step: &Step| step.call == "write" && step.path.ends_with(".letter");
    let body = steps.iter().position(body).expect("it is written down that the body goes out");
    let (before, after) = steps.split_at(body);
    assert_eq!((&*after[1].call, &after[1].path), ("fdatasync", &after[0].path), "the step itself");

    let flushes = |path: &str| {
        before
            .iter()
            .filter(|it| it.call.ends_with("sync") && it.path == path)
            .map(|it| it.at)
            .collect::<Vec<_>>()
    };
    let written = before.iter().filter(|it| {
        it.call == "openat" && ["drafts/", "outbox/"].iter().any(|folder| it.path.contains(folder))
    });
    let unfinished = written.filter(|it| it.path.ends_with(".onlist-")).map(|it| &*it.path);
    for path in unfinished.clone() {
        assert_eq!(flushes(path).len(), unfinished.clone().filter(|it| *it == path).count(), "{before:#?}");
    }
    for named in before.iter().filter(|it| it.call.starts_with("rename") || it.call.starts_with("mkdir")) {
        let Some((folder, _)) = named.path.rsplit_once('/') else { continue };
        let first = before.iter().find(|it| it.path == named.path && it.call == named.call).expect("itself");
        assert!(flushes(folder).iter().any(|at| *at > first.at), "{named:?} in {before:#?}");
    }
}
