//! The library that counts what changes files, beside a run.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Built from `faults.c`, which says what it does.
pub(crate) struct Shim {
    folder: TempDir,
}

/// A call that changes a file.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Its place among all of a run, from 1.
    pub(crate) at: usize,
    pub(crate) call: String,
    /// Below the home folder; what comes by chance in the names of unfinished files is left out.
    pub(crate) path: String,
}

impl Shim {
    /// Builds it. Where there is no C compiler, or a kernel that does not hand calls over, nothing is tried, and the
    /// test says so; with `ONLIST_FAULTS=required` it fails.
    pub(crate) fn build() -> Option<Self> {
        // Thousands of homes are made and removed, and nothing in them is to outlive the machine.
        let memory = Path::new("/dev/shm");
        if memory.is_dir() {
            let _ = tempfile::env::override_temp_dir(memory);
        }
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let shim = Self { folder };
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/faults/faults.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o"]);
        let Ok(built) = compiler.arg(shim.library()).arg(source).output() else {
            return left_out("there is no `cc`");
        };
        if cfg!(not(any(target_arch = "x86_64", target_arch = "aarch64"))) {
            return left_out("faults.c does not know this machine");
        }
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let mut probe = Command::new("true");
        let probe = probe.env("LD_PRELOAD", shim.library()).env("ONLIST_FAULTS_FOLDER", "/none");
        if !probe.status().expect("`true` is there").success() {
            return left_out("the kernel does not hand calls over (seccomp)");
        }
        Some(shim)
    }

    /// The environment of a run whose changes below `folder` are watched.
    pub(super) fn environment(&self, folder: &Path) -> [(&'static str, OsString); 2] {
        [("LD_PRELOAD", self.library().into()), ("ONLIST_FAULTS_FOLDER", folder.into())]
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("faults.so")
    }
}

/// What is written at `log` of a run's calls. Of pages that `SQLite` writes one behind the other to one file, the first
/// and the last; with `ONLIST_FAULTS=required` each.
pub(super) fn steps(log: &Path) -> Vec<Step> {
    let text = fs::read_to_string(log).expect("the log is there");
    let calls: Vec<_> = text.lines().collect();
    let is_telling = |nth: &usize| {
        let before = nth.checked_sub(1).map(|it| calls[it]);
        let around = [before, calls.get(nth + 1).copied()];
        is_required() || !calls[*nth].starts_with("pwrite64") || around != [Some(calls[*nth]); 2]
    };
    let step = |nth: usize| {
        let (call, path) = calls[nth].split_once(' ').expect("a call and a path");
        Step { at: nth + 1, call: call.to_owned(), path: without_chance(path) }
    };
    (0..calls.len()).filter(is_telling).map(step).collect()
}

/// A path whose unfinished file, if it is one, has the name of all of them.
pub(super) fn without_chance(path: &str) -> String {
    match path.split_once(".onlist-") {
        Some((folder, _)) => format!("{folder}.onlist-"),
        None => path.to_owned(),
    }
}

/// Whether nothing may be left out.
#[allow(clippy::disallowed_methods, reason = "whoever has the time says so")]
fn is_required() -> bool {
    std::env::var("ONLIST_FAULTS").is_ok_and(|it| it == "required")
}

#[allow(clippy::disallowed_methods, reason = "it is to be seen of tests that succeed too")]
fn left_out(why: &str) -> Option<Shim> {
    assert!(!is_required(), "{why}, and ONLIST_FAULTS=required");
    writeln!(std::io::stderr(), "LEFT OUT: no write was made to fail, {why}").expect("written");
    None
}
