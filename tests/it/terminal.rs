//! What a run prints where, with and without a terminal.
#![cfg(unix)]

use crate::support::{Options, Pty, Sandbox};

const UNKNOWN: [&str; 3] = ["onlist", "show", "no-such-project"];

#[test]
fn words_are_coloured_on_a_terminal_alone() {
    let no_color = Options { env: vec![("NO_COLOR", "1".into())], ..Options::default() };
    let dumb = Options { env: vec![("TERM", "dumb".into())], ..Options::default() };
    for (words, options, coloured) in [
        (&UNKNOWN[..], Options::default(), true),
        (&UNKNOWN[..], no_color, false),
        (&UNKNOWN[..], dumb, false),
        (&["onlist", "show", "no-such-project", "--plain"][..], Options::default(), false),
    ] {
        let pty = Pty::start(words, options);
        assert_eq!(pty.wait_exit(), 64);
        assert!(pty.screen().starts_with("error: "), "{}", pty.screen());
        assert_eq!(pty.raw().contains('\u{1b}'), coloured, "{words:?}: {:?}", pty.raw());
        assert!(!pty.cursor_hidden());
    }
    let output = Sandbox::new().output(&UNKNOWN[1..]);
    assert!(output.stdout.is_empty());
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn a_reader_that_has_enough_ends_the_run_quietly() {
    let script = "onlist --date 2015-03-10T12:00:00Z projects | { read line; echo \"first: $line\"; }; echo \"then nothing\"";
    let pty = Pty::start(&["sh", "-c", script], Options { columns: 200, ..Options::default() });
    assert_eq!(pty.wait_exit(), 0);
    let screen = pty.screen();
    assert_eq!(screen.lines().count(), 2, "{screen}");
    assert!(screen.starts_with("first: ID") && screen.ends_with("then nothing"), "{screen}");
}

#[test]
fn a_message_is_broken_between_words_and_indented() {
    let pty = Pty::start(&UNKNOWN, Options { columns: 40, ..Options::default() });
    pty.wait_exit();
    insta::assert_snapshot!(pty.screen(), @"
    error: no project `no-such-project` in
           the catalog
    hint: run `onlist projects` to see all
    ");
}
