//! How letters leave: what is used, setting it up, and testing it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Key, Options, Pty, Sandbox};

/// A home whose settings are `text`.
fn set(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(".config/onlist/config.toml", text);
    sandbox
}

/// A home in which git has `text` for its settings.
fn with_git(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(".gitconfig", text);
    sandbox
}

#[test]
fn what_is_used_is_shown_with_its_source() {
    let server = "[smtp]\nhost = \"mail.test\"\nuser = \"ada\"\npassword-command = \"pass mail\"\n";
    insta::assert_snapshot!(set(server).run("account"), @"
    $ onlist account
    server           mail.test:465, TLS
    user             ada
    password         from password-command `pass mail`
    timeout          30s for each reply
    set in           [smtp] in $HOME/.config/onlist/config.toml
    ");
    insta::assert_snapshot!(set("[smtp]\nhost = '::1'\nsecurity = 'none'\n").run("account show"), @"
    $ onlist account show
    server           [::1]:25, unencrypted
    user             none (no authentication)
    timeout          30s for each reply
    set in           [smtp] in $HOME/.config/onlist/config.toml
    ");
    insta::assert_snapshot!(set("sendmail = \"msmtp -a uni\"\n").run("account show"), @"
    $ onlist account show
    command          msmtp -a uni
    set in           sendmail in $HOME/.config/onlist/config.toml
    ");
}

#[test]
fn what_git_says_of_settings_that_it_cannot_read_is_told() {
    let broken = "[sendemail]\n\tsmtpServer = mail.test\n[oops\n";
    let sandbox = with_git(broken);
    insta::assert_snapshot!(sandbox.run("account test"), @"
    $ onlist account test
    error: git cannot read its settings: fatal: bad config line 3 in file $HOME/.gitconfig
    hint: correct the file; `git config --list` says whether git can read it
    [exit status: 78]
    ");
    let seen = sandbox.run("account set-up ada@example.org --yes");
    assert!(seen.contains("git cannot read its settings: fatal: bad config line 3"), "{seen}");
    let ada = Sandbox::of_ada();
    ada.write(".gitconfig", broken);
    let line = "introduce wick-trimmer --interest i --so-far 's https://x.test' --question q --send --yes";
    let seen = ada.run(line);
    assert!(seen.contains("git cannot read its settings: fatal: bad config line 3"), "{seen}");
    assert!(seen.ends_with("[exit status: 78]\n"), "{seen}");
    // An account of our own needs none of it.
    let sandbox = set("sendmail = \"msmtp -a uni\"\n");
    sandbox.write(".gitconfig", broken);
    assert!(!sandbox.run("account show").contains("[exit status"));
}

#[test]
fn where_git_can_send_nothing_needs_to_be_set() {
    let server = "[sendemail]\nsmtpServer = mail.test\nsmtpServerPort = 587\nsmtpEncryption = tls\n\
                  smtpUser = ada@mail.test\nsmtpPass = hunter2\n";
    let sandbox = with_git(server);
    let shown = sandbox.run("account");
    assert!(!shown.contains("hunter2"), "{shown}");
    insta::assert_snapshot!(shown, @"
    $ onlist account
    server           mail.test:587, STARTTLS
    user             ada@mail.test
    password         from git's sendemail.smtpPass
    timeout          30s for each reply
    set in           git's sendemail.*
    ");
    insta::assert_snapshot!(sandbox.run("account show --json"), @r#"
    $ onlist account show --json
    {
      "schema": 1,
      "route": "smtp",
      "host": "mail.test",
      "port": 587,
      "security": "starttls",
      "user": "ada@mail.test",
      "password_from": "git's sendemail.smtpPass",
      "timeout_seconds": 30,
      "envelope_sender": null,
      "source": "git's sendemail.*"
    }
    "#);

    insta::assert_snapshot!(with_git("[sendemail]\nsmtpServer = ~/bin/mailer\n").run("account"), @"
    $ onlist account
    command          $HOME/bin/mailer
    set in           git's sendemail.*
    ");
    sandbox.write(".config/onlist/config.toml", "sendmail = 'msmtp'\n");
    insta::assert_snapshot!(sandbox.run("account --json"), @r#"
    $ onlist account --json
    {
      "schema": 1,
      "route": "command",
      "command": "msmtp",
      "envelope_sender": null,
      "source": "sendmail in $HOME/.config/onlist/config.toml"
    }
    "#);
}

#[test]
fn where_nothing_is_set_the_way_out_is_named() {
    insta::assert_snapshot!(Sandbox::new().run("account"), @"
    $ onlist account
    error: no mail account is set up
    hint: run `onlist account set-up`
    [exit status: 78]
    ");
    insta::assert_snapshot!(Sandbox::new().run("account test"), @"
    $ onlist account test
    error: no mail account is set up
    hint: run `onlist account set-up`
    [exit status: 78]
    ");
    insta::assert_snapshot!(Sandbox::new().run("account set-up"), @"
    $ onlist account set-up
    error: cannot ask without a terminal
    hint: give your address, as in `onlist account set-up ada@example.org`, or add `[smtp]` or `sendmail` to the settings
    [exit status: 64]
    ");
    insta::assert_snapshot!(with_git("[sendemail]\nsmtpServer = mail.test\n").run("account test"), @"
    $ onlist account test
    error: git's settings send to `mail.test` without encryption
    hint: most servers want `git config --global sendemail.smtpEncryption tls` and port 587, or `ssl` and port 465
    [exit status: 78]
    ");
}

#[test]
fn a_wrong_setting_is_underlined_and_no_password_is_shown() {
    let sandbox = set("[smtp]\nhost = \"mail.test\"\nuser = \"ada\"\npassword = \"hunter2\"\n");
    let shown = sandbox.run("account");
    assert!(!shown.contains("hunter2"), "{shown}");
    insta::assert_snapshot!(shown, @r#"
    $ onlist account
    error: passwords cannot be stored in the settings
     --> $HOME/.config/onlist/config.toml:4:1
      |
    4 | password = *********
      | ^^^^^^^^
      |
      = hint: use a command that prints it, for example `password-command = "pass mail"`, or nothing to be asked
    [exit status: 78]
    "#);
    insta::assert_snapshot!(set("[smtp]\nhost = 'mail.test'\nsecurity = 'none'\n").run("account"), @"
    $ onlist account
    error: letters can be sent unencrypted only to this machine
     --> $HOME/.config/onlist/config.toml:3:12
      |
    3 | security = 'none'
      |            ^^^^^^
      |
      = hint: use `tls`, or `starttls` with port 587
    [exit status: 78]
    ");
    insta::assert_snapshot!(set("sendmail = 'msmtp'\n\n[smtp]\nhost = 'mail.test'\n").run("account"), @"
    $ onlist account
    error: `sendmail` and `[smtp]` are both set
     --> $HOME/.config/onlist/config.toml:1:12
      |
    1 | sendmail = 'msmtp'
      |            ^^^^^^^
      |
      = hint: keep only one of them
    [exit status: 78]
    ");
    let unquoted = set("[smtp]\npassword = hunter2\n").run("account");
    assert!(unquoted.contains("password = *******") && !unquoted.contains("hunter2"), "{unquoted}");
}

#[test]
fn a_password_that_cannot_be_had_is_explained() {
    for (command, expected) in [
        (
            "echo hunter2; echo gpg: no key >&2; exit 3",
            "error: `password-command` ended with exit status: 3: gpg: no key\n",
        ),
        ("false", "error: `password-command` ended with exit status: 1\n"),
        ("kill -9 $$", "error: `password-command` ended with signal: 9 (SIGKILL)\n"),
        ("echo; echo hunter2", "error: `password-command` printed no text in its first line\n"),
        ("printf 'hunter2\\\\377'", "error: `password-command` printed no text in its first line\n"),
    ] {
        let text = format!(
            "[smtp]\nhost = 'localhost'\nport = 1\nsecurity = 'none'\nuser = 'ada'\npassword-command = \"{command}\"\n"
        );
        let shown = set(&text).run("account test");
        assert!(shown.contains(expected), "{command}: {shown}");
        assert!(shown.ends_with("[exit status: 78]\n") && !shown.contains("hunter2"), "{command}: {shown}");
    }
    let nothing = set("[smtp]\nhost = 'localhost'\nport = 1\nsecurity = 'none'\nuser = 'ada'\n");
    insta::assert_snapshot!(nothing.run("account test"), @"
    $ onlist account test
    localhost:1, unencrypted ([smtp] in $HOME/.config/onlist/config.toml)
    error: no password for `ada` at localhost
    hint: set `password-command` in the settings or the variable ONLIST_SMTP_PASSWORD, store it with git's credential helper, or run this on a terminal
    [exit status: 78]
    ");
}

#[test]
fn a_command_is_looked_up_and_not_run() {
    let sandbox = set("sendmail = 'sh -c \"touch ran\"'\n");
    let shown = sandbox.run("account test");
    assert!(shown.contains("/sh found\n") && !sandbox.home().join("ran").exists(), "{shown}");
    insta::assert_snapshot!(set("sendmail = './no-such-mailer -t'\n").run("account test"), @"
    $ onlist account test
    the command `./no-such-mailer -t` (sendmail in $HOME/.config/onlist/config.toml)
    error: cannot find the program `./no-such-mailer`
    hint: install it, or run `onlist account set-up`
    [exit status: 78]
    ");
    insta::assert_snapshot!(with_git("[sendemail]\nsmtpServer = /nowhere/mailer\n").run("account test"), @"
    $ onlist account test
    the command `/nowhere/mailer` (git's sendemail.*)
    error: cannot find the program `/nowhere/mailer`
    hint: install it, or run `onlist account set-up`
    [exit status: 78]
    ");
}

/// Options for a terminal on which `$HOME/bin` comes first, with a program in it that could take letters.
fn with_mailer(sandbox: &Sandbox) -> Options {
    let mailer = sandbox.write("bin/msmtp", "#!/bin/sh\nexit 1\n");
    fs::set_permissions(&mailer, fs::Permissions::from_mode(0o755)).expect("set");
    let path = sandbox.environment().into_iter().find(|(name, _)| *name == "PATH").expect("set").1;
    let path = format!("{}/bin:{}", sandbox.home().display(), path.to_string_lossy());
    Options { rows: 60, columns: 100, env: vec![("PATH", path)] }
}

/// Chooses from a list by words.
fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(&format!("? {list}"));
    pty.type_text(&format!("{words}\r"));
    pty.wait_for(&format!("{list}: "));
}

/// Answers a question for yes or no.
fn confirm(pty: &mut Pty, question: &str, answer: &str) {
    pty.wait_for(question);
    pty.type_text(&format!("{answer}\r"));
}

fn config(sandbox: &Sandbox) -> String {
    sandbox.read(".config/onlist/config.toml")
}

#[test]
fn a_server_is_asked_for_and_written_below_what_stands_there() {
    let sandbox = set("# my own words\n[identity]\nemail = \"ada@example.org\" # me\n");
    let mut pty = Pty::start_in(&sandbox, &["onlist", "account", "set-up"], with_mailer(&sandbox));
    pty.answer("Ask the network who the mail provider of example.org is", "n");
    choose(&mut pty, "Send letters with", "server");
    pty.answer("Server", "mail.test:587");
    pty.wait_for("the port is set separately");
    pty.answer("Server", "mail.test");
    choose(&mut pty, "Encryption", "starttls");
    pty.answer("Port [587]", "99999");
    pty.wait_for("a port is a number");
    pty.answer("Port [587]", "");
    pty.answer("User name [ada@example.org]", "");
    choose(&mut pty, "The password", "prints it");
    pty.answer("Command", "hunter2");
    pty.wait_for("no program of this machine");
    pty.answer("Command", "pass 'my mail'");
    confirm(&mut pty, "Write this to", "");
    confirm(&mut pty, "Test it now", "n");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(sandbox.hide_home(&pty.screen()), @r#"
    Ask the network who the mail provider of example.org is [Y/n]: n
    Send letters with: the mail server of your email provider
    See your provider's help pages, under SMTP or `outgoing mail`.
    Server: mail.test:587
    error: `mail.test:587` is not a server name; the port is set separately
    Server: mail.test
    Encryption: STARTTLS, usually port 587
    Port [587]: 99999
    error: a port is a number from 1 to 65535
    Port [587]:
    Usually your whole address; `-` for no login.
    User name [ada@example.org]:
    The password: a command prints it, such as `pass mail`
    The command that prints it, and not the password itself: it stands in the
    settings.
    Command: hunter2
    error: no program of this machine has that name
    Command: pass 'my mail'

    + [smtp]
    + host = "mail.test"
    + security = "starttls"
    + user = "ada@example.org"
    + password-command = "pass 'my mail'"

    Write this to $HOME/.config/onlist/config.toml [Y/n]:
    Test it now (nothing is sent) [Y/n]: n
    "#);
    insta::assert_snapshot!(config(&sandbox), @r#"
    # my own words
    [identity]
    email = "ada@example.org" # me

    [smtp]
    host = "mail.test"
    security = "starttls"
    user = "ada@example.org"
    password-command = "pass 'my mail'"
    "#);
}

#[test]
fn what_is_not_confirmed_is_not_written() {
    let sandbox = Sandbox::new();
    let start = |sandbox: &Sandbox| {
        let mut pty = Pty::start_in(sandbox, &["onlist", "account", "set-up"], with_mailer(sandbox));
        pty.answer("Your email address", "");
        choose(&mut pty, "Send letters with", "msmtp");
        pty.wait_for("Write this to");
        pty
    };
    let mut pty = start(&sandbox);
    pty.type_text("n\r");
    assert_eq!(pty.wait_exit(), 0);
    let mut pty = start(&sandbox);
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert!(!sandbox.home().join(".config").exists());
}

#[test]
fn a_program_on_this_machine_takes_the_place_of_a_server() {
    let sandbox = set("# one\n[smtp] # two\nhost = \"mail.test\" # three\n\n[identity]\nname = \"Ada\"\n");
    let mut pty = Pty::start_in(&sandbox, &["onlist", "account", "set-up"], with_mailer(&sandbox));
    confirm(&mut pty, "Set up another account", "y");
    pty.answer("Your email address", "");
    choose(&mut pty, "Send letters with", "msmtp");
    confirm(&mut pty, "Write this to", "y");
    confirm(&mut pty, "Test it now", "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("/bin/msmtp found"), "{}", pty.screen());
    insta::assert_snapshot!(sandbox.hide_home(&config(&sandbox)), @r#"
    sendmail = "$HOME/bin/msmtp"
    # one
    # [smtp] # two
    # host = "mail.test" # three

    [identity]
    name = "Ada"
    "#);
}

#[test]
fn where_git_can_send_set_up_says_so_and_ends() {
    let sandbox = with_git("[sendemail]\nsmtpServer = mail.test\nsmtpEncryption = ssl\n");
    let mut pty = Pty::start_in(&sandbox, &["onlist", "account", "set-up"], with_mailer(&sandbox));
    confirm(&mut pty, "Set up another account", "");
    confirm(&mut pty, "Test it now", "n");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(pty.screen(), @"
    note: letters are sent via mail.test:465, TLS (git's sendemail.*)
    Nothing needs to be set up.
    Set up another account anyway [y/N]:
    Test it now (nothing is sent) [Y/n]: n
    ");
    assert!(!sandbox.home().join(".config").exists());
}

#[test]
fn a_password_is_asked_for_and_not_shown() {
    let sandbox = set("[smtp]\nhost = 'localhost'\nport = 1\nsecurity = 'none'\nuser = 'ada'\n");
    for plain in [&[][..], &["--plain"]] {
        let words = [&["onlist", "account", "test"], plain].concat();
        let mut pty = Pty::start_in(&sandbox, &words, Options::default());
        pty.wait_asked("Password of ada at localhost");
        pty.type_text("\r");
        pty.wait_for("please type a password");
        pty.type_text("hunter2\u{7f}\u{15}hunter3\r");
        assert_eq!(pty.wait_exit(), 75, "{}", pty.screen());
        assert!(!pty.raw().contains("hunter") && !pty.raw().contains('*'), "{}", pty.screen());
        for (key, status) in [(Key::CtrlC, 130), (Key::CtrlD, 64)] {
            let mut pty = Pty::start_in(&sandbox, &words, Options::default());
            pty.wait_asked("Password of ada at localhost");
            pty.key(key);
            assert_eq!(pty.wait_exit(), status, "{}", pty.screen());
        }
    }
}
