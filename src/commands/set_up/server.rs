//! A server that the person names, and how to log in there.

use onlist_mail::connection::{Security, Server};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

use super::Wish;
use super::service::{Service, shown};
use crate::context::Context;
use crate::messages::Failure;
use crate::providers::Provider;
use crate::settings::{Choice, ServerKeys, check_host, git_keeps_passwords, port_of};

/// Where letters are handed in.
struct Place {
    host: String,
    port: u16,
    security: Security,
}

/// Asks for a server and a login; `address` is that of whoever writes.
pub(super) fn ask(context: &Context, address: Option<&Address>) -> Result<Option<Wish>, Failure> {
    context.terminal.explain("See your provider's help pages, under SMTP or `outgoing mail`.");
    let Some(Place { host, port, security }) = ask_place(context, address.map(Address::domain))? else {
        return Ok(None);
    };
    let user = ask_user(context, address)?;
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

/// Asks for the password of a service whose server and user are known.
pub(super) fn ask_password_of(context: &Context, service: &Service) -> Result<Option<Wish>, Failure> {
    let Some((command, keep)) = ask_password(context)? else { return Ok(None) };
    Ok(Some(Wish { choice: Choice::Smtp(service.keys(command)), keep }))
}

/// Asks for the name of a server until it can be one, and for what belongs to it.
fn ask_place(context: &Context, domain: Option<&str>) -> Result<Option<Place>, Failure> {
    let terminal = context.terminal;
    let host = loop {
        let host = terminal.line("Server", None, check_host)?;
        if let Some(provider) = Provider::of_domain(&host) {
            let Provider { name, host: server, port, security, .. } = provider;
            let server_shown = shown(server, *port, *security);
            terminal.note(&format!("`{host}` is a mail domain; the server of {name} is {server}"));
            if terminal.confirm(&format!("Use {server_shown}"), true)? {
                return Ok(Some(Place { host: server.clone(), port: *port, security: *security }));
            }
        } else if domain.is_some_and(|it| it.eq_ignore_ascii_case(&host)) {
            terminal.warning(&format!(
                "`{host}` is the mail domain of your address; servers have longer names, as in `smtp.{host}`"
            ));
            if terminal.confirm("Use it all the same", false)? {
                break host;
            }
        } else {
            break host;
        }
    };
    let Some(security) = ask_security(context, &host)? else { return Ok(None) };
    let port = |text: &str| match text.parse::<u16>() {
        Ok(1..) => Ok(()),
        _ => Err("a port is a number from 1 to 65535".to_owned()),
    };
    let default = port_of(security);
    let port = terminal.line("Port", Some(&default.to_string()), port)?.parse().unwrap_or(default);
    Ok(Some(Place { host, port, security }))
}

/// Asks how the connection is kept from others; not at all is for this machine alone.
fn ask_security(context: &Context, host: &str) -> Result<Option<Security>, Failure> {
    let server = Server {
        host: host.to_owned(),
        port: 25,
        security: Security::None,
        hello: None,
        roots: None,
        addresses: Vec::new(),
    };
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

fn ask_user(context: &Context, address: Option<&Address>) -> Result<Option<String>, Failure> {
    let one_line = |text: &str| Line::new(text).map(drop).map_err(|error| error.to_string());
    context.terminal.explain("Usually your whole address; `-` for no login.");
    let user = context.terminal.line("User name", address.map(Address::as_str), |text| match text {
        "" => Err("type a user name, or `-` for no login".to_owned()),
        text => one_line(text),
    })?;
    Ok(Some(user).filter(|user| user != "-"))
}

/// The command for the password, if one shall be used, and whether git's helper shall keep it.
type PasswordAnswer = (Option<(&'static str, String)>, bool);

fn ask_password(context: &Context) -> Result<Option<PasswordAnswer>, Failure> {
    let labels = [
        "ask me each time",
        "git's credential helper stores it",
        "a command prints it, such as `pass mail`",
        "a command prints an OAuth 2 token, instead of a password",
    ];
    let terminal = context.terminal;
    let Some(at) = terminal.choose("The password", &labels.map(str::to_owned), Some(0))? else {
        return Ok(None);
    };
    let command = |setting| -> Result<_, Failure> {
        terminal
            .explain("The command that prints it, and not the password itself: it stands in the settings.");
        // A word alone may be the password itself.
        let is_program =
            |word: &str| word.contains(['/', '$', '~']) || context.environment.program(word).is_some();
        let given = |line: &str| match line.split_whitespace().collect::<Vec<_>>()[..] {
            [] => Err("give a command".to_owned()),
            [word] if !is_program(word) => Err("no program of this machine has that name".to_owned()),
            _ => Ok(()),
        };
        Ok((Some((setting, terminal.line("Command", None, given)?)), false))
    };
    Ok(Some(match at {
        0 => (None, false),
        1 => {
            if !git_keeps_passwords() {
                terminal.warning("git has no credential helper yet, so the password is not stored");
                terminal
                    .hint("see `git help credentials`, then `git config --global credential.helper NAME`");
            }
            (None, true)
        }
        2 => command("password-command")?,
        _ => command("token-command")?,
    }))
}
