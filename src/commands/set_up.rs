//! Asking how letters shall leave, and writing it into the config file.

use std::fs;
use std::path::Path;

use onlist_mail::deliver::sendmail;
use onlist_mail::deliver::smtp::{self, Security};
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use similar::{ChangeTag, TextDiff};

use super::account::test;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{
    Account, AccountError, Choice, ServerKeys, Settings, check_host, git_keeps_passwords, port_of,
};

/// Programs that take letters as `sendmail` does, by the usual names.
const PROGRAMS: [&str; 4] = ["/usr/sbin/sendmail", "/usr/lib/sendmail", "sendmail", "msmtp"];

/// What is chosen, and whether git's credential helper shall keep the password.
struct Wish {
    choice: Choice,
    keep: bool,
}

/// Asks for an account unless there is one, and offers to test it.
pub(super) fn run(context: &Context) -> Result<(), Failure> {
    if !context.terminal.can_ask() {
        return Err(Failure::new(Status::Usage, "cannot ask without a terminal")
            .hint("add `[smtp]` or `sendmail` to the settings, then run `onlist account test`"));
    }
    let mut keep = false;
    if !is_content(context)? {
        let Some(wish) = ask(context)? else { return Ok(()) };
        if !write(context, &wish.choice)? {
            return Ok(());
        }
        keep = wish.keep;
    }
    if context.terminal.confirm("Test it now (nothing is sent)", true)? {
        test(context, &Account::find(&context.settings(), &context.environment)?, keep)?;
    }
    Ok(())
}

/// Shows the account that there is, and whether it may stay.
fn is_content(context: &Context) -> Result<bool, Failure> {
    match Account::find(&context.settings(), &context.environment) {
        Ok(account) => {
            let found = format!("letters are sent via {} ({})", account.describe(), account.source());
            context.terminal.note(&found);
            context.terminal.explain("Nothing needs to be set up.");
            Ok(!context.terminal.confirm("Set up another account anyway", false)?)
        }
        Err(AccountError::None) => Ok(false),
        Err(error) => {
            Failure::from(error).report(context.terminal);
            Ok(false)
        }
    }
}

fn ask(context: &Context) -> Result<Option<Wish>, Failure> {
    let found: Vec<_> = PROGRAMS.iter().filter_map(|name| context.environment.program(name)).collect();
    let mut labels = vec!["the mail server of your email provider".to_owned()];
    labels.extend(found.iter().map(|path| format!("{}, a program on this machine", path.display())));
    labels.push("another sendmail-compatible command".to_owned());
    let Some(at) = context.terminal.choose("Send letters with", &labels, Some(0))? else { return Ok(None) };
    if at == 0 {
        return ask_server(context);
    }
    let line = match found.get(at - 1) {
        Some(path) => shlex::try_quote(&path.display().to_string()).map(String::from).unwrap_or_default(),
        None => context.terminal.line("Command", None, |line| {
            sendmail::Command::parse(line).map(drop).map_err(|error| error.to_string())
        })?,
    };
    Ok(Some(Wish { choice: Choice::Command(line), keep: false }))
}

fn ask_server(context: &Context) -> Result<Option<Wish>, Failure> {
    let terminal = context.terminal;
    terminal.explain("See your provider's help pages, under SMTP or `outgoing mail`.");
    let host = terminal.line("Server", None, check_host)?;
    let Some(security) = ask_security(context, &host)? else { return Ok(None) };
    let port = |text: &str| match text.parse::<u16>() {
        Ok(1..) => Ok(()),
        _ => Err("a port is a number from 1 to 65535".to_owned()),
    };
    let default = port_of(security);
    let port = terminal.line("Port", Some(&default.to_string()), port)?.parse().unwrap_or(default);
    let user = ask_user(context)?;
    let (command, keep) = match &user {
        Some(_) => match ask_password(context)? {
            Some(answer) => answer,
            None => return Ok(None),
        },
        None => (None, false),
    };
    let server = ServerKeys { host, port, security, user, command };
    Ok(Some(Wish { choice: Choice::Smtp(server), keep }))
}

/// Asks how the connection is kept from others; not at all is for this machine alone.
fn ask_security(context: &Context, host: &str) -> Result<Option<Security>, Failure> {
    let server =
        smtp::Server { host: host.to_owned(), port: 25, security: Security::None, hello: None, roots: None };
    let mut kinds = vec![
        (Security::Tls, "TLS from the start, usually port 465 (often called SSL)"),
        (Security::StartTls, "STARTTLS, usually port 587"),
    ];
    if server.is_loopback() {
        kinds.push((Security::None, "none (only to this machine)"));
    }
    let labels: Vec<_> = kinds.iter().map(|(_, label)| (*label).to_owned()).collect();
    let at = context.terminal.choose("Encryption", &labels, Some(0))?;
    Ok(at.map(|at| kinds[at].0))
}

fn ask_user(context: &Context) -> Result<Option<String>, Failure> {
    let settings = context.settings();
    let address = settings.identity.email.as_ref().map(Address::as_str);
    let one_line = |text: &str| Line::new(text).map(drop).map_err(|error| error.to_string());
    context.terminal.explain("Your login name, usually your address; `-` for no login.");
    let user = context.terminal.line("User", address, |text| match text {
        "" => Err("type a name, or `-` for no login".to_owned()),
        text => one_line(text),
    })?;
    Ok(Some(user).filter(|user| user != "-"))
}

/// The command for the password, if one shall be used, and whether git's helper shall keep it.
type PasswordAnswer = (Option<(&'static str, String)>, bool);

fn ask_password(context: &Context) -> Result<Option<PasswordAnswer>, Failure> {
    let labels = [
        "a command prints it, such as `pass mail`",
        "git's credential helper stores it",
        "ask me each time",
        "a command prints an OAuth 2 token, instead of a password",
    ];
    let terminal = context.terminal;
    let Some(at) = terminal.choose("The password", &labels.map(str::to_owned), Some(0))? else {
        return Ok(None);
    };
    let command = |setting| -> Result<_, Failure> {
        let given = |line: &str| if line.is_empty() { Err("give a command".to_owned()) } else { Ok(()) };
        Ok((Some((setting, terminal.line("Command", None, given)?)), false))
    };
    Ok(Some(match at {
        0 => command("password-command")?,
        1 => {
            if !git_keeps_passwords() {
                terminal.warning("git has no credential helper yet, so the password is not stored");
                terminal
                    .hint("see `git help credentials`, then `git config --global credential.helper NAME`");
            }
            (None, true)
        }
        2 => (None, false),
        _ => command("token-command")?,
    }))
}

/// Shows what the config file would be and writes it; whether that was wanted.
fn write(context: &Context, choice: &Choice) -> Result<bool, Failure> {
    let unknown = || Failure::new(Status::Config, "cannot find a home folder for the settings");
    let path = context.settings().path.clone().ok_or_else(|| unknown().hint("use `--config FILE`"))?;
    let before = if path.exists() { context.text_of(&path)? } else { String::new() };
    let unreadable =
        |error| Failure::new(Status::Bug, format!("cannot change `{}`: {error}", path.display()));
    let after = choice.written_into(&before).map_err(unreadable)?;
    let settings =
        Settings::parse(&path, &after).map_err(|faults| Failure::in_file(Status::Config, faults))?;

    context.terminal.say(&format!("\n{}", difference(&before, &after)));
    if !context.terminal.confirm(&format!("Write this to {}", path.display()), true)? {
        return Ok(false);
    }
    make_folder(&path)?;
    file::replace(&path, after.as_bytes())?;
    context.set_settings(Settings { path: Some(path), ..settings });
    Ok(true)
}

fn difference(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    let lines = lines.filter(|change| !change.value().trim().is_empty());
    let lines = lines.map(|change| format!("{} {}\n", change.tag(), change.value().trim_end()));
    lines.collect()
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| {
        Failure::new(Status::CannotCreate, format!("cannot make the folder `{}`: {error}", folder.display()))
    })
}
