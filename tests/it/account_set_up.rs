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
        let script = (provider.script)().login("ada@uni.test", "token");
        let helper = "[credential]\nhelper = \"!echo password=token; #\"\n";
        let machine = at(provider, script).git(&format!("{helper}[sendemail]\n{}", provider.git));
        let seen = machine.run("account set-up ada@uni.test");
        assert!(seen.ends_with("(git's sendemail.*)\nNothing needs to be set up.\n"), "{seen}");
        assert!(machine.dns.asked().is_empty() && machine.server.connections().is_empty());
        assert!(machine.run("account test").contains("logged in as ada@uni.test"));
    }
}

#[test]
fn git_s_own_program_serves_whoever_has_told_git_of_sending() {
    let machine = at(&GOOGLE, (GOOGLE.script)()).git("[sendemail]\nfrom = ada@uni.test\n");
    let machine = machine.program("sendmail", "cat > /dev/null");
    let seen = machine.run("account set-up");
    assert!(
        seen.contains("sendmail` (the default of git's sendemail.*)\nNothing needs to be set up.\n"),
        "{seen}"
    );
}

#[test]
fn google_with_a_program_that_has_a_token() {
    let machine = at(&GOOGLE, (GOOGLE.script)().login("ada@uni.test", "ya29.token"))
        .program(GOOGLE.helper, "echo ya29.token");
    let begun = Instant::now();
    let mut pty = machine.start(&SET_UP);
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "the login of");
    pty.answer("Write this to", "");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    insta::assert_snapshot!(machine.seen(&pty), @r#"
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which
          takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: `git credential-gmail` gives a login for ada@uni.test
    Send letters with: the login of `git credential-gmail` (smtp.gmail.com:465, TLS)
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
fn settings_that_were_changed_meanwhile_are_not_overwritten() {
    let machine = at(&GOOGLE, (GOOGLE.script)().login("ada@uni.test", "ya29.token"))
        .program(GOOGLE.helper, "echo ya29.token");
    let mut pty = machine.start(&SET_UP);
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "the login of");
    pty.wait_asked("Write this to");
    let settings = machine.sandbox.read(".config/onlist/config.toml") + "# mine\n";
    machine.sandbox.write(".config/onlist/config.toml", &settings);
    pty.type_text("\r");
    assert_eq!(pty.wait_exit(), 73, "{}", pty.screen());
    assert!(pty.screen().contains("was changed by another"), "{}", pty.screen());
    assert_eq!(machine.sandbox.read(".config/onlist/config.toml"), settings);
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
    Send letters with: an app password (smtp.gmail.com:465, TLS)
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
    choose(&mut pty, "Send letters with", "the login of");
    pty.wait_for("no login");
    choose(&mut pty, "Send letters with", "by hand");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    insta::assert_snapshot!(machine.seen(&pty), @"
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which
          takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: `git credential-gmail` gives a login for ada@uni.test
    Send letters with: the login of `git credential-gmail` (smtp.gmail.com:465, TLS)
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
    Send letters with: your password (smtp.office365.com:587, STARTTLS)
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

/// A machine of Google's with programs that print this, or fail.
fn with_programs(programs: &[(&str, &str)]) -> Machine {
    let machine = at(&GOOGLE, (GOOGLE.script)());
    programs.iter().fold(machine, |machine, (name, script)| machine.program(name, script))
}

#[test]
fn each_program_is_asked_as_it_wants_to_be() {
    let asked = "printf '%s %s\\n' \"$(basename \"$0\")\" \"$*\" > \"$HOME/asked\"; echo token";
    for (program, call, line) in [
        ("git-credential-gmail", "git-credential-gmail \n", "git credential-gmail"),
        ("ortie", "ortie token show\n", "ortie token show"),
        ("oama", "oama access ada@uni.test\n", "oama access ada@uni.test"),
        ("pizauth", "pizauth show ada@uni.test\n", "pizauth show ada@uni.test"),
    ] {
        let machine = with_programs(&[(program, asked)]);
        let seen = machine.run("account set-up ada@uni.test");
        assert!(seen.contains(&format!("+ token-command = \"{line}\"\n")), "{seen}");
        assert_eq!(machine.sandbox.read("asked"), call);
    }
    let machine = with_programs(&[("mutt_oauth2.py", "cat \"$1\"")]);
    assert!(machine.run("account set-up ada@uni.test").contains("error: no mail account"));
    machine.sandbox.write(".mutt/ada@uni.test.tokens", "token\n");
    let seen = machine.run("account set-up ada@uni.test");
    assert!(
        seen.contains("+ token-command = \"mutt_oauth2.py $HOME/.mutt/ada@uni.test.tokens\"\n"),
        "{seen}"
    );
}

#[test]
fn gits_helpers_give_tokens_and_app_passwords() {
    for (secret, line) in
        [("ya29.token", "+ token-command = "), ("abcdefghijklmnop", "+ user = \"ada@uni.test\"\nnote:")]
    {
        let helper = format!("[credential]\nhelper = \"!cat > $HOME/asked; echo password={secret}; #\"\n");
        let machine = at(&GOOGLE, (GOOGLE.script)().login("ada@uni.test", secret)).git(&helper);
        let seen = machine.run("account set-up ada@uni.test");
        assert!(seen.contains(line) && !seen.contains(secret), "{seen}");
        let asked = "protocol=smtp\nhost=smtp.gmail.com:465\nusername=ada@uni.test\n";
        assert!(machine.sandbox.read("asked").ends_with(asked), "{}", machine.sandbox.read("asked"));
        let seen = machine.run("account set-up ada@uni.test --yes");
        assert!(seen.contains("logged in as ada@uni.test"), "{seen}");
        assert!(!machine.sandbox.read(".config/onlist/config.toml").contains(secret));
    }
}

#[test]
fn the_first_program_that_gives_a_token_is_taken_and_the_others_are_told_of() {
    let machine = with_programs(&[
        ("git-credential-gmail", "exec sleep 60"),
        ("ortie", "echo 'usage: ortie [OPTIONS]'"),
        ("oama", "echo secret; echo 'no such account' >&2; exit 3"),
        ("pizauth", "echo token"),
        ("mutt_oauth2.py", "touch $HOME/asked"),
    ]);
    insta::assert_snapshot!(machine.run("account set-up ada@uni.test"), @r#"
    $ onlist account set-up ada@uni.test
    + [smtp]
    + host = "smtp.gmail.com"
    + security = "tls"
    + user = "ada@uni.test"
    + token-command = "pizauth show ada@uni.test"
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: `git credential-gmail` gave no token: it took more than 2 s
    note: `ortie token show` gave no token: it printed none
    note: `oama access ada@uni.test` gave no token: no such account
    note: `pizauth show ada@uni.test` gives a login for ada@uni.test
    note: this would be written to $HOME/.config/onlist/config.toml; `--yes` tests and writes it
    "#);
    let url = "ERROR - Token unavailable until authorised with URL https://login.test/oauth2?state=x";
    let machine = with_programs(&[("pizauth", &format!("echo '{url}' >&2; exit 1"))]);
    let seen = machine.run("account set-up ada@uni.test");
    assert!(seen.contains(&format!("note: `pizauth show ada@uni.test` gave no token: {url}\n")), "{seen}");
    assert!(
        seen.contains("hint: open the address that `pizauth` gave in your browser, then `onlist"),
        "{seen}"
    );
}

#[test]
fn programs_that_never_answer_are_not_waited_for() {
    let names = ["git-credential-gmail", "ortie", "oama", "pizauth"];
    let machine = with_programs(&names.map(|name| (name, "sleep 60")));
    let seen = machine.run("account set-up ada@uni.test");
    assert!(
        seen.contains("gave no token: it took more than") && seen.ends_with("[exit status: 78]\n"),
        "{seen}"
    );
}

#[test]
fn a_mail_domain_is_no_server() {
    let machine = at(&GOOGLE, (GOOGLE.script)());
    let mut pty = machine.start(&SET_UP);
    pty.answer("Ask the network who the mail provider of uni.test is", "n");
    choose(&mut pty, "Send letters with", "provider");
    pty.answer("Server", "uni.test");
    pty.answer("Use it all the same", "");
    pty.answer("Server", "gmail.com");
    pty.answer("Use smtp.gmail.com:465, TLS", "");
    pty.answer("User", "ada@uni.test");
    choose(&mut pty, "The password", "each time");
    pty.answer("Write this to", "");
    pty.answer("Test it now", "n");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(machine.seen(&pty), @r#"
    Ask the network who the mail provider of uni.test is [Y/n]: n
    Send letters with: the mail server of your email provider
    See your provider's help pages, under SMTP or `outgoing mail`.
    Server: uni.test
    warning: `uni.test` is the mail domain of your address; servers have longer
             names, as in `smtp.uni.test`
    Use it all the same [y/N]:
    Server: gmail.com
    note: `gmail.com` is a mail domain; the server of Gmail is smtp.gmail.com
    Use smtp.gmail.com:465, TLS [Y/n]:
    Usually your whole address; `-` for no login.
    User name [ada@uni.test]: ada@uni.test
    The password: ask me each time

    + [smtp]
    + host = "smtp.gmail.com"
    + security = "tls"
    + user = "ada@uni.test"

    Write this to $HOME/.config/onlist/config.toml [Y/n]:
    Test it now (nothing is sent) [Y/n]: n
    "#);
    assert!(machine.account().starts_with("[smtp]\nhost = \"smtp.gmail.com\"\nsecurity = \"tls\"\n"));
}

#[test]
fn large_providers_are_known_without_the_network() {
    let machine = at(&GOOGLE, (GOOGLE.script)());
    insta::assert_snapshot!(machine.run("account set-up ada@gmail.com"), @"
    $ onlist account set-up ada@gmail.com
    note: ada@gmail.com is at Gmail, which takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    error: no mail account is set up
    hint: make an app password at https://myaccount.google.com/apppasswords (it needs 2-step verification), then run `onlist account set-up ada@gmail.com` on a terminal; to send your letters by hand, run `onlist` and choose your web mail
    [exit status: 78]
    ");
    let seen = machine.run("account set-up a@Outlook.com");
    assert!(
        seen.contains("a@outlook.com is at Outlook.com, which takes letters at smtp-mail.outlook.com:587"),
        "{seen}"
    );
    assert!(machine.dns.asked().is_empty());
    for line in ["account set-up", "account set-up --yes", "account set-up ada"] {
        assert!(machine.run(line).ends_with("[exit status: 64]\n"));
    }
}

#[test]
fn a_program_with_two_names_is_offered_once() {
    let machine = at(&GOOGLE, (GOOGLE.script)()).program("sendmail", "cat > /dev/null");
    let bin = machine.sandbox.home().join("bin");
    std::os::unix::fs::symlink(bin.join("sendmail"), bin.join("msmtp")).expect("made");
    let mut pty = machine.start(&["account", "set-up", "ada@gmail.com"]);
    pty.wait_for("? Send letters with");
    pty.wait_settled();
    let seen = machine.seen(&pty);
    assert_eq!(seen.matches("$HOME/bin/").count(), 1, "{seen}");
    pty.type_text("\u{3}");
    pty.wait_exit();
}

#[test]
fn addresses_of_every_form_are_answered() {
    let machine = at(&GOOGLE, (GOOGLE.script)());
    for (address, expected) in [
        ("ada@[192.0.2.1]", "is not"),
        ("ada@b\u{fc}cher.test", "the network names no server"),
        ("ada@localhost", "the network names no server"),
        ("-x@uni.test", "unexpected argument"),
        ("ada@uni.test,grace@uni.test", "is not"),
    ] {
        let seen = machine.run(&format!("account set-up {address}"));
        assert!(seen.contains(expected) && seen.contains("[exit status: "), "{address}: {seen}");
    }
}
