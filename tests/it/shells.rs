//! Tab in real shells. `ONLIST_SHELLS=required`, as in `.ci/run`, makes a shell that is missing a failure.

use std::io::Write as _;
use std::process::Command;

use crate::support::{Options, Pty, Sandbox};

/// How a shell is started without anybody's settings, and how it takes the completions.
const SHELLS: [(&[&str], &str); 3] = [
    (&["bash", "--norc", "--noprofile", "-i"], "source <(onlist completions bash)"),
    (&["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; source <(onlist completions zsh)"),
    (&["fish", "--no-config", "--interactive"], "onlist completions fish | source"),
];

/// What is typed before a Tab, and what stands on the line then.
const LINES: [(&str, &str); 8] = [
    ("onlist show wi", "onlist show wick-trimmer"),
    ("onlist proj", "onlist projects"),
    ("onlist projects --diff", "onlist projects --difficulty"),
    ("onlist rehearse --go", "onlist rehearse --got"),
    ("onlist check let", "onlist check letter.eml"),
    ("onlist reply letter.eml --task rev", "onlist reply letter.eml --task review-patch"),
    ("onlist introduce --idea x --list lam", "onlist introduce --idea x --list lamp-devel"),
    ("onlist --catalog other.toml show par", "onlist --catalog other.toml show parser"),
];

#[test]
fn tab_completes_in_the_shells_that_people_use() {
    for (words, setup) in SHELLS {
        if is_there(words[0]) {
            completes(words, setup);
        }
    }
}

fn completes(words: &[&str], setup: &str) {
    let sandbox = Sandbox::of_ada();
    sandbox.write("letter.eml", "Subject: x\n\nHi\n");
    sandbox.write("other.toml", include_str!("../../examples/catalog.toml"));
    let options = Options { columns: 120, env: vec![("PS1", "ready> ".to_owned())], ..Options::default() };
    let mut shell = Pty::start_in(&sandbox, words, options);
    shell.wait_settled();
    shell.type_text(&format!("{setup}; echo set' 'up\r"));
    shell.wait_for("set up");
    for (typed, completed) in LINES {
        shell.type_text(&format!("{typed}\t"));
        shell.wait_for(completed);
        // ^U empties the line in all of them; what stood above goes with the screen.
        shell.type_text("\x15clear\r");
        shell.wait_gone(completed);
    }
    shell.kill();
}

/// Whether this machine has a shell; says loudly where it has not.
fn is_there(shell: &str) -> bool {
    let there = Command::new(shell).arg("--version").output().is_ok();
    if !there {
        let required = std::env::var("ONLIST_SHELLS").is_ok_and(|it| it == "required");
        assert!(!required, "no Tab was typed in {shell}: it is not installed");
        // Not captured, unlike what `eprintln!` writes.
        writeln!(std::io::stderr(), "LEFT OUT: no Tab was typed in {shell}: it is not installed")
            .expect("written");
    }
    there
}
