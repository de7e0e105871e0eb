//! `account test` against mail servers, and where the password comes from.
#![cfg(unix)]

use std::process::Output;

use crate::support::smtp::{Script, Server, Validity};
use crate::support::{Options, Pty, Sandbox};
use rcgen::{CertificateParams, DnType, KeyPair};

/// A helper of git's that writes down what it is asked, and gives what the file `kept` holds.
const HELPER: &str = "echo \"$1:\" >> \"$HOME/asked\"; sed 's/localhost:.*/localhost:PORT/' >> \"$HOME/asked\"; \
                      if [ \"$1\" = get ] && [ -f \"$HOME/kept\" ]; then cat \"$HOME/kept\"; fi";

/// A home whose settings name `server`, and what `rest` says.
fn set(server: &Server, security: &str, rest: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let port = server.port();
    let text = format!("[smtp]\nhost = 'localhost'\nport = {port}\nsecurity = '{security}'\n{rest}");
    sandbox.write(".config/onlist/config.toml", text);
    sandbox
}

/// Lets git ask [`HELPER`], with `kept` as what it keeps.
fn helped(sandbox: &Sandbox, kept: &str) {
    sandbox.write("helper", HELPER);
    sandbox.write(".gitconfig", "[credential]\nhelper = \"!sh $HOME/helper\"\n");
    if !kept.is_empty() {
        sandbox.write("kept", format!("username=ada\npassword={kept}\n"));
    }
}

/// Runs `account test` with trust in the server's certificate.
fn tested(sandbox: &Sandbox, server: &Server, env: &[(&str, &str)]) -> Output {
    let mut command = sandbox.command(&["account", "test"]);
    command.env("SSL_CERT_FILE", server.authority()).envs(env.iter().copied());
    command.output().expect("the program starts")
}

/// What such a run says, and its status.
fn said(sandbox: &Sandbox, server: &Server, output: &Output) -> String {
    assert!(output.stdout.is_empty());
    let text = String::from_utf8_lossy(&output.stderr).replace(&server.port().to_string(), "PORT");
    format!(
        "{}[exit status: {}]\n",
        sandbox.hide_home(&text),
        output.status.code().expect("an end of its own")
    )
}

/// The same, for a server that behaves so.
fn of(script: Script, security: &str, rest: &str) -> String {
    let server = Server::start(script);
    let sandbox = set(&server, security, rest);
    said(&sandbox, &server, &tested(&sandbox, &server, &[("ONLIST_SMTP_PASSWORD", "hunter2")]))
}

#[test]
fn each_step_that_works_is_named() {
    let user = "user = 'ada'\n";
    let right = || Script::new().login("ada", "hunter2");
    insta::assert_snapshot!(of(right().tls(), "tls", user), @"
    localhost:PORT, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
      encrypted; the certificate is valid for localhost
      the server is ready
      logged in as ada
    note: account works; nothing was sent
    [exit status: 0]
    ");
    insta::assert_snapshot!(of(right().start_tls(), "starttls", user), @"
    localhost:PORT, STARTTLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
      the server is ready
      encrypted; the certificate is valid for localhost
      logged in as ada
    note: account works; nothing was sent
    [exit status: 0]
    ");
    insta::assert_snapshot!(of(right(), "none", ""), @"
    localhost:PORT, unencrypted ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
      the server is ready
    note: account works; nothing was sent
    [exit status: 0]
    ");
}

#[test]
fn the_step_that_does_not_work_is_explained() {
    let user = "user = 'ada'\ntimeout-seconds = 1\n";
    let steps = [
        of(Script::new().login("ada", "hunter3").tls(), "tls", user),
        of(Script::new().on("AUTH", "454 4.7.0 later").tls(), "tls", user),
        of(Script::new().without("AUTH").tls(), "tls", user),
        of(Script::new(), "starttls", user),
        of(Script::new().tls().certificate(Validity::WrongName), "tls", user),
        of(Script::new().tls().certificate(Validity::Expired), "tls", user),
        of(Script::new().on("connect", "554 5.7.1 \u{1b}[2Jnot you"), "none", user),
        of(Script::new().on("connect", "421 4.3.2 closing"), "none", user),
    ];
    let header = "localhost:PORT, ";
    for step in &steps {
        assert!(step.starts_with(header) && !step.contains("hunter"), "{step}");
    }
    insta::assert_snapshot!(steps.join("\n"), @"
    localhost:PORT, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
      encrypted; the certificate is valid for localhost
      the server is ready
    note: the password is from the variable ONLIST_SMTP_PASSWORD
    error: no login: the server refused it (535 5.7.8)
    hint: check user and password, or the token; Gmail, Yahoo and iCloud want an app password
    [exit status: 77]

    localhost:PORT, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
      encrypted; the certificate is valid for localhost
      the server is ready
    error: no login: the server refused it (454 4.7.0)
    hint: the server has a problem: try again later
    [exit status: 75]

    localhost:PORT, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
      encrypted; the certificate is valid for localhost
      the server is ready
    error: no login: the server takes no login here
    hint: remove `user` if the server wants no login, else check the port
    [exit status: 69]

    localhost:PORT, STARTTLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
      the server is ready
    error: no secure connection: the server does not offer STARTTLS
    hint: port 465 goes with security `tls`, port 587 with `starttls`
    [exit status: 69]

    localhost:PORT, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
    error: no secure connection: the server's certificate is for another name
    hint: use the server's name as your provider writes it
    [exit status: 69]

    localhost:PORT, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
    error: no secure connection: the server's certificate has expired
    hint: check this machine's clock
    [exit status: 69]

    localhost:PORT, unencrypted ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
    error: no greeting: 554 5.7.1 [2Jnot you
    [exit status: 69]

    localhost:PORT, unencrypted ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
    error: no greeting: 421 4.3.2 closing
    hint: the server is busy or closing: try again later
    [exit status: 75]
    ");
}

#[test]
fn a_server_that_nobody_vouches_for_or_that_is_not_there_is_refused() {
    let server = Server::start(Script::new().tls());
    let sandbox = set(&server, "tls", "");
    let mut stranger = CertificateParams::new(Vec::new()).expect("no names");
    stranger.distinguished_name.push(DnType::CommonName, "somebody else");
    let stranger = stranger.self_signed(&KeyPair::generate().expect("a key")).expect("signed");
    let trusted = sandbox.write("stranger.pem", stranger.pem()).display().to_string();
    let untrusted = tested(&sandbox, &server, &[("SSL_CERT_FILE", &trusted)]);
    insta::assert_snapshot!(said(&sandbox, &server, &untrusted), @"
    localhost:PORT, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to localhost
    error: no secure connection: nobody whom this machine trusts signed the server's certificate
    hint: name the authority's file in SSL_CERT_FILE if it is your own; if not, something may stand between: try another network
    [exit status: 69]
    ");
    let gone = Server::start(Script::new());
    let sandbox = set(&gone, "none", "");
    let port = gone.port().to_string();
    drop(gone);
    let output = sandbox.run("account test").replace(&port, "PORT");
    insta::assert_snapshot!(output, @"
    $ onlist account test
    localhost:PORT, unencrypted ([smtp] in $HOME/.config/onlist/config.toml)
    error: no connection: connection refused
    hint: `localhost:PORT`: check host and port with `onlist account set-up`
    [exit status: 75]
    ");
}

#[test]
fn nothing_is_sent() {
    let server = Server::start(Script::new().login("ada", "hunter2").tls());
    let sandbox = set(&server, "tls", "user = 'ada'\npassword-command = 'echo hunter2'\n");
    assert_eq!(tested(&sandbox, &server, &[]).status.code(), Some(0));
    let connections = server.ended();
    let lines = connections[0].text();
    let mut verbs: Vec<_> = lines.lines().filter_map(|line| line.split(' ').next()).collect();
    verbs.dedup();
    assert_eq!((connections.len(), &verbs[..]), (1, &["EHLO", "AUTH", "QUIT"][..]));
}

#[test]
fn passwords_come_from_the_first_place_that_has_one() {
    let right = || Server::start(Script::new().login("ada", "right"));
    let command = "user = 'ada'\npassword-command = 'echo right; echo second line'\n";
    let wrong = "user = 'ada'\npassword-command = 'echo wrong'\n";
    let variable = &[("ONLIST_SMTP_PASSWORD", "right")][..];
    for (rest, env, kept, status) in [
        (command, &[][..], "", 0),
        (command, &[], "wrong", 0),
        (wrong, variable, "wrong", 0),
        (wrong, &[], "right", 77),
        ("user = 'ada'\n", &[], "right", 0),
        ("user = 'ada'\n", variable, "wrong", 0),
        ("user = 'ada'\n", &[], "wrong", 77),
        ("user = 'ada'\n", &[], "", 78),
        (wrong, &[("ONLIST_SMTP_PASSWORD", "")], "", 77),
    ] {
        let server = right();
        let sandbox = set(&server, "none", rest);
        helped(&sandbox, kept);
        let said = said(&sandbox, &server, &tested(&sandbox, &server, env));
        assert!(said.ends_with(&format!("[exit status: {status}]\n")), "{rest} {env:?} {kept}: {said}");
        assert!(!said.contains("right") && !said.contains("wrong\n"), "{said}");
    }
}

#[test]
fn gits_own_settings_and_password_suffice() {
    let server = Server::start(Script::new().login("ada", "a  b").start_tls());
    let sandbox = Sandbox::new();
    let text = format!(
        "[sendemail]\nidentity = uni\n[sendemail \"uni\"]\nsmtpServer = localhost\nsmtpServerPort = {}\n\
         smtpEncryption = tls\nsmtpUser = ada\nsmtpPass = \"a  b\"\nsmtpDomain = ada.test\n\
         smtpSSLCertPath = {}\n",
        server.port(),
        server.authority().display()
    );
    sandbox.write(".gitconfig", text);
    let output = sandbox.output(&["account", "test"]);
    insta::assert_snapshot!(said(&sandbox, &server, &output), @"
    localhost:PORT, STARTTLS (git's sendemail.*, identity uni)
      connected to localhost
      the server is ready
      encrypted; the certificate is valid for localhost
      logged in as ada
    note: account works; nothing was sent
    [exit status: 0]
    ");
    assert!(server.ended()[0].text().contains("EHLO ada.test\n"));
}

#[test]
fn a_token_logs_in_by_its_own_mechanism() {
    let server = Server::start(Script::new().login("ada", "ya29.x").tls());
    let sandbox = set(&server, "tls", "user = 'ada'\ntoken-command = 'echo ya29.x'\n");
    assert_eq!(tested(&sandbox, &server, &[]).status.code(), Some(0));
    assert!(server.ended()[0].text().contains("AUTH XOAUTH2 "));
}

#[test]
fn gits_helper_learns_what_the_server_said() {
    for (kept, expected) in [("right", "store"), ("wrong", "erase")] {
        let server = Server::start(Script::new().login("ada", "right"));
        let sandbox = set(&server, "none", "user = 'ada'\n");
        helped(&sandbox, kept);
        tested(&sandbox, &server, &[]);
        let asked = sandbox.read("asked");
        let login = "protocol=smtp\nhost=localhost:PORT\nusername=ada\n";
        let asked: Vec<_> = asked.lines().filter(|line| !line.starts_with("capability[]")).collect();
        let end = format!("{expected}:\n{login}password={kept}");
        assert_eq!(asked.join("\n"), format!("get:\n{login}{end}"));
    }
    let server = Server::start(Script::new().on("AUTH", "454 4.7.0 later"));
    let sandbox = set(&server, "none", "user = 'ada'\n");
    helped(&sandbox, "right");
    assert_eq!(tested(&sandbox, &server, &[]).status.code(), Some(75));
    assert!(!sandbox.read("asked").contains("erase"));
}

/// Sets an account up on a terminal, tests it, and gives what git's helper was asked.
fn set_up(password: &str) -> String {
    let server = Server::start(Script::new().login("ada", "typed"));
    let sandbox = Sandbox::new();
    helped(&sandbox, "");
    let options = Options { rows: 60, columns: 100, ..Options::default() };
    let mut pty = Pty::start_in(&sandbox, &["onlist", "account", "set-up", "--plain"], options);
    let port = server.port().to_string();
    for (question, answer) in [
        ("Your email address", ""),
        ("Send letters with", "1"),
        ("Server", "localhost"),
        ("Encryption", "none"),
        ("Port [25]", &port),
        ("User", "ada"),
        ("The password", password),
        ("Write this to", "y"),
        ("Test it now", "y"),
        ("Password of ada", "typed"),
    ] {
        pty.wait_for(question);
        pty.type_text(&format!("{answer}\r"));
    }
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("logged in as ada") && !pty.raw().contains("typed"), "{}", pty.screen());
    let config = sandbox.read(".config/onlist/config.toml");
    let expected =
        format!("[smtp]\nhost = \"localhost\"\nsecurity = \"none\"\nport = {port}\nuser = \"ada\"\n");
    assert_eq!(config, expected);
    sandbox.read("asked")
}

#[test]
fn a_typed_password_is_kept_by_gits_helper_where_that_was_wanted() {
    let kept = set_up("helper");
    assert!(kept.contains("store:") && kept.contains("password=typed"), "{kept}");
    let asked = set_up("each time");
    assert!(!asked.contains("store:") && !asked.contains("typed"), "{asked}");
}
