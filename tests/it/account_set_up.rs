//! `account set-up` from an address: what the network says, what programs on the machine give, and what else there is.
//!
//! Two large providers, each with git set up, a program that has a token, nothing at all, and a provider that refuses.
#![cfg(unix)]

use std::time::Instant;

use crate::support::dns::{Dns, Manner, mx};
use crate::support::machine::{Machine, SOON};
use crate::support::smtp::Script;
use crate::support::{Pty, Sandbox};

/// A large provider at which a university has its mail.
struct Provider {
    exchanger: &'static str,
    /// Where letters go, as the settings of `connect-to` name it.
    server: &'static str,
    /// The program that has a token, and its call with nothing behind it.
    helper: &'static str,
    /// git's settings for it.
    git: &'static str,
    /// How its server behaves.
    script: fn() -> Script,
}

const GOOGLE: Provider = Provider {
    exchanger: "aspmx.l.google.com",
    server: "smtp.gmail.com:465",
    helper: "git-credential-gmail",
    git: "smtpServer = smtp.gmail.com\nsmtpEncryption = ssl\nsmtpUser = ada@uni.test\nsmtpAuth = OAUTHBEARER\n",
    script: || Script::new().tls(),
};

const MICROSOFT: Provider = Provider {
    exchanger: "uni-test.mail.protection.outlook.com",
    server: "smtp.office365.com:587",
    helper: "git-credential-outlook",
    git: "smtpServer = smtp.office365.com\nsmtpServerPort = 587\nsmtpEncryption = tls\nsmtpUser = ada@uni.test\n\
          smtpAuth = XOAUTH2\n",
    script: || Script::new().start_tls(),
};

/// The machine of somebody whose university has its mail at a provider.
fn at(provider: &Provider, script: Script) -> Machine {
    let dns = Dns::start(Manner::Right, vec![("uni.test", mx(10, provider.exchanger))]);
    Machine::new(Sandbox::new(), dns, provider.server, script)
}

const SET_UP: [&str; 3] = ["account", "set-up", "ada@uni.test"];

/// Chooses from a list by words.
fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(&format!("? {list}"));
    pty.type_text(&format!("{words}\r"));
    pty.wait_for(&format!("{list}: "));
}

#[test]
fn where_git_can_send_nothing_needs_to_be_set_up() {
    for provider in [&GOOGLE, &MICROSOFT] {
        let machine = at(provider, (provider.script)()).git(&format!("[sendemail]\n{}", provider.git));
        let seen = machine.run("account set-up ada@uni.test");
        assert!(seen.ends_with("(git's sendemail.*)\nNothing needs to be set up.\n"), "{seen}");
        assert!(machine.dns.asked().is_empty() && machine.server.connections().is_empty());
    }
}

#[test]
fn google_with_a_program_that_has_a_token() {
    let machine = at(&GOOGLE, (GOOGLE.script)().login("ada@uni.test", "ya29.token"))
        .program(GOOGLE.helper, "echo ya29.token");
    let begun = Instant::now();
    let mut pty = machine.start(&SET_UP);
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "the login that");
    pty.answer("Write this to", "");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    insta::assert_snapshot!(machine.seen(&pty), @r#"
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which
          takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: `git credential-gmail` gives a login for ada@uni.test
    Send letters with: smtp.gmail.com:465, TLS, with the login that `git
    credential-gmail` gives
    smtp.gmail.com:465, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to smtp.gmail.com
      encrypted; the certificate is valid for smtp.gmail.com
      the server is ready
      logged in as ada@uni.test
    note: account works; nothing was sent

    + [smtp]
    + host = "smtp.gmail.com"
    + security = "tls"
    + user = "ada@uni.test"
    + token-command = "git credential-gmail"

    Write this to $HOME/.config/onlist/config.toml [Y/n]:
    "#);
    insta::assert_snapshot!(machine.account(), @r#"
    [smtp]
    host = "smtp.gmail.com"
    security = "tls"
    user = "ada@uni.test"
    token-command = "git credential-gmail"
    "#);
}

#[test]
fn microsoft_with_a_program_that_has_a_token() {
    let machine = at(&MICROSOFT, (MICROSOFT.script)().login("ada@uni.test", "EwB.token"))
        .program(MICROSOFT.helper, "echo EwB.token");
    insta::assert_snapshot!(machine.run("account set-up ada@uni.test"), @r#"
    $ onlist account set-up ada@uni.test
    + [smtp]
    + host = "smtp.office365.com"
    + security = "starttls"
    + user = "ada@uni.test"
    + token-command = "git credential-outlook"
    note: uni.test has its mail at Microsoft 365 (MX uni-test.mail.protection.outlook.com), which takes letters at smtp.office365.com:587, STARTTLS (read on 26 November 2026)
    note: `git credential-outlook` gives a login for ada@uni.test
    note: this would be written to $HOME/.config/onlist/config.toml; `--yes` tests and writes it
    "#);
    insta::assert_snapshot!(machine.run("account set-up ada@uni.test --yes"), @"
    $ onlist account set-up ada@uni.test --yes
    note: uni.test has its mail at Microsoft 365 (MX uni-test.mail.protection.outlook.com), which takes letters at smtp.office365.com:587, STARTTLS (read on 26 November 2026)
    note: `git credential-outlook` gives a login for ada@uni.test
    smtp.office365.com:587, STARTTLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to smtp.office365.com
      the server is ready
      encrypted; the certificate is valid for smtp.office365.com
      logged in as ada@uni.test
    note: account works; nothing was sent
    note: wrote $HOME/.config/onlist/config.toml
    ");
    insta::assert_snapshot!(machine.account(), @r#"
    [smtp]
    host = "smtp.office365.com"
    security = "starttls"
    user = "ada@uni.test"
    token-command = "git credential-outlook"
    "#);
    assert!(machine.run("account set-up ada@uni.test").contains("Nothing needs to be set up"));
}

#[test]
fn google_with_nothing_there() {
    let machine = at(&GOOGLE, (GOOGLE.script)().login("ada@uni.test", "abcdefghijklmnop"));
    insta::assert_snapshot!(machine.run("account set-up ada@uni.test"), @"
    $ onlist account set-up ada@uni.test
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: Google Workspace: your university or company may forbid app passwords and other programs: the page then has no such entry
    error: no mail account is set up
    hint: make an app password at https://myaccount.google.com/apppasswords (it needs 2-step verification), then run `onlist account set-up ada@uni.test` on a terminal; to send your letters by hand, run `onlist` and choose your web mail
    [exit status: 78]
    ");
    let mut pty = machine.start(&SET_UP);
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "an app password");
    choose(&mut pty, "The password", "each time");
    pty.answer("Write this to", "");
    pty.answer("Test it now", "");
    pty.wait_asked("Password of ada@uni.test at smtp.gmail.com");
    pty.type_text("abcdefghijklmnop\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(machine.seen(&pty), @r#"
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which
          takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: Google Workspace: your university or company may forbid app passwords and
          other programs: the page then has no such entry
    Send letters with: smtp.gmail.com:465, TLS, with an app password
    Now make an app password at https://myaccount.google.com/apppasswords (it needs
    2-step verification).
    The password: ask me each time

    + [smtp]
    + host = "smtp.gmail.com"
    + security = "tls"
    + user = "ada@uni.test"

    Write this to $HOME/.config/onlist/config.toml [Y/n]:
    Test it now (nothing is sent) [Y/n]:
    smtp.gmail.com:465, TLS ([smtp] in $HOME/.config/onlist/config.toml)
    Password of ada@uni.test at smtp.gmail.com:
      connected to smtp.gmail.com
      encrypted; the certificate is valid for smtp.gmail.com
      the server is ready
      logged in as ada@uni.test
    note: account works; nothing was sent
    "#);
}

#[test]
fn microsoft_with_nothing_there() {
    let machine = at(&MICROSOFT, (MICROSOFT.script)());
    insta::assert_snapshot!(machine.run("account set-up ada@uni.test"), @"
    $ onlist account set-up ada@uni.test
    note: uni.test has its mail at Microsoft 365 (MX uni-test.mail.protection.outlook.com), which takes letters at smtp.office365.com:587, STARTTLS (read on 26 November 2026)
    note: Microsoft 365: your university or company may forbid other programs, and new accounts start without SMTP
    error: no mail account is set up
    hint: install `git-credential-outlook`, run `git credential-outlook --authenticate --device`, then `onlist account set-up ada@uni.test`; to send your letters by hand, run `onlist` and choose your web mail
    [exit status: 78]
    ");
    assert!(machine.server.connections().is_empty());
    let waiting = machine.program("git-credential-outlook", "echo 'not authenticated yet' >&2; exit 1");
    insta::assert_snapshot!(waiting.run("account set-up ada@uni.test"), @"
    $ onlist account set-up ada@uni.test
    note: uni.test has its mail at Microsoft 365 (MX uni-test.mail.protection.outlook.com), which takes letters at smtp.office365.com:587, STARTTLS (read on 26 November 2026)
    note: `git credential-outlook` gave no token: not authenticated yet
    note: Microsoft 365: your university or company may forbid other programs, and new accounts start without SMTP
    error: no mail account is set up
    hint: run `git credential-outlook --authenticate --device`, then `onlist account set-up ada@uni.test`; to send your letters by hand, run `onlist` and choose your web mail
    [exit status: 78]
    ");
}

#[test]
fn google_where_the_university_forbids_it() {
    let refusal = "535 5.7.8 Username and Password not accepted";
    let machine =
        at(&GOOGLE, (GOOGLE.script)().on("AUTH", refusal)).program(GOOGLE.helper, "echo ya29.token");
    let begun = Instant::now();
    let mut pty = machine.start(&SET_UP);
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "the login that");
    pty.wait_for("no login");
    choose(&mut pty, "Send letters with", "by hand");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    insta::assert_snapshot!(machine.seen(&pty), @"
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which
          takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: `git credential-gmail` gives a login for ada@uni.test
    Send letters with: smtp.gmail.com:465, TLS, with the login that `git
    credential-gmail` gives
    smtp.gmail.com:465, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to smtp.gmail.com
      encrypted; the certificate is valid for smtp.gmail.com
      the server is ready
    note: the token is from token-command `git credential-gmail`
    error: no login: the server refused it (535 5.7.8)
    hint: this may be impossible here: your university or company may forbid app
          passwords and other programs: the page then has no such entry; to send
          your letters by hand, run `onlist` and choose your web mail
    Send letters with: by hand, from the web page of Google Workspace (nothing to
    set up)
    note: nothing to set up: when a letter is ready, choose `Send it by hand from
          your web mail`
    ");
    assert_eq!(machine.account(), "");
}

#[test]
fn microsoft_where_the_university_forbids_it() {
    let refusal = "550 5.7.30 Basic authentication is not supported for Client Submission.";
    let machine =
        at(&MICROSOFT, (MICROSOFT.script)().on("AUTH", refusal)).program(MICROSOFT.helper, "echo EwB.token");
    insta::assert_snapshot!(machine.run("account set-up ada@uni.test --yes"), @"
    $ onlist account set-up ada@uni.test --yes
    note: uni.test has its mail at Microsoft 365 (MX uni-test.mail.protection.outlook.com), which takes letters at smtp.office365.com:587, STARTTLS (read on 26 November 2026)
    note: `git credential-outlook` gives a login for ada@uni.test
    smtp.office365.com:587, STARTTLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to smtp.office365.com
      the server is ready
      encrypted; the certificate is valid for smtp.office365.com
    note: the token is from token-command `git credential-outlook`
    error: no login: the server refused it (550 5.7.30)
    hint: this may be impossible here: your university or company may forbid other programs, and new accounts start without SMTP; to send your letters by hand, run `onlist` and choose your web mail
    [exit status: 77]
    ");
    let mut pty = machine.start(&SET_UP);
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "your password");
    choose(&mut pty, "The password", "each time");
    pty.answer("Write this to", "");
    pty.answer("Test it now", "");
    pty.wait_asked("Password of ada@uni.test at smtp.office365.com");
    pty.type_text("hunter2\r");
    pty.answer("Keep these settings all the same", "");
    assert_eq!(pty.wait_exit(), 77, "{}", pty.screen());
    insta::assert_snapshot!(machine.seen(&pty), @r#"
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test has its mail at Microsoft 365 (MX
          uni-test.mail.protection.outlook.com), which takes letters at
          smtp.office365.com:587, STARTTLS (read on 26 November 2026)
    note: `git credential-outlook` gives a login for ada@uni.test
    Send letters with: smtp.office365.com:587, STARTTLS, with your password
    Passwords are taken until 31 December 2026.
    The password: ask me each time

    + [smtp]
    + host = "smtp.office365.com"
    + security = "starttls"
    + user = "ada@uni.test"

    Write this to $HOME/.config/onlist/config.toml [Y/n]:
    Test it now (nothing is sent) [Y/n]:
    smtp.office365.com:587, STARTTLS ([smtp] in $HOME/.config/onlist/config.toml)
    Password of ada@uni.test at smtp.office365.com:
      connected to smtp.office365.com
      the server is ready
      encrypted; the certificate is valid for smtp.office365.com
    note: the password is from git's credential helper, else asked for
    error: no login: the server refused it (550 5.7.30)
    hint: this may be impossible here: your university or company may forbid other
          programs, and new accounts start without SMTP; to send your letters by
          hand, run `onlist` and choose your web mail
    Keep these settings all the same [y/N]:
    error: no account was set up
    hint: to send your letters by hand, run `onlist` and choose your web mail
    "#);
    assert_eq!(machine.account(), "");
}
