//! Programs on this machine that get tokens (OAuth 2): looked for, and each asked once.

use std::time::{Duration, Instant};

use super::service::Service;
use crate::context::Context;
use crate::providers::{Helper, Provider};
use crate::settings::{PasswordError, git_keeps_passwords, token};

/// How long one program is waited for.
const SHARE: Duration = Duration::from_secs(2);

/// How long all of them are waited for.
const LIMIT: Duration = Duration::from_millis(3500);

/// Letters of an app password at Google, which git's helpers keep as well as tokens.
const APP_PASSWORD: usize = 16;

/// What the programs gave.
#[derive(Default)]
pub(super) struct Asked {
    /// The first that gave a token or password.
    pub(super) given: Option<Given>,
    /// What to do so that the first that is installed and gave none has one.
    pub(super) step: Option<String>,
}

/// A program that gave a token, or git's helper that has the password.
pub(super) struct Given {
    /// What it is called.
    pub(super) by: String,
    /// The line for `token-command`; none where git's helper has a password, which is asked for by itself.
    pub(super) command: Option<String>,
}

/// Asks the programs that are installed one after the other, until one gives a token. Those that give none are told of.
pub(super) fn ask(context: &Context, service: &Service) -> Asked {
    let end = Instant::now() + LIMIT;
    let mut asked = Asked::default();
    for helper in helpers(service.provider).into_iter().filter(|it| is_installed(context, it)) {
        let Some(line) = line(context, service, helper) else { continue };
        let name = if helper.is_git() { "git's credential helper" } else { line.as_str() };
        match token(&line, SHARE.min(end.saturating_duration_since(Instant::now()))) {
            Ok(secret) => {
                let by = if helper.is_git() { name.to_owned() } else { format!("`{name}`") };
                context.terminal.note(&format!("{by} gives a login for {}", service.address));
                let takes_token = service.provider.is_some_and(|it| it.token);
                let is_token = takes_token && !is_app_password(secret.expose());
                asked.given = Some(Given { by, command: is_token.then_some(line) });
                return asked;
            }
            // What git's helpers do not have is no fault.
            Err(_) if helper.is_git() => {}
            Err(error) => {
                let reason = reason(&error);
                context.terminal.note(&format!("`{name}` gave no token: {reason}"));
                let step = || step(context, service, helper, &reason);
                asked.step = asked.step.take().or_else(step);
            }
        }
    }
    asked
}

/// The program that is made for a provider, and the command to run once for it.
pub(super) fn usual(context: &Context, service: &Service) -> Option<(&'static str, String)> {
    let provider = service.provider?;
    let helper = Helper::of(provider).find(|it| it.is_for_few())?;
    Some((&helper.program, once(context, service, provider, helper)?))
}

/// What to do so that a program has a token: to open the address that it gives, or to run it once.
fn step(context: &Context, service: &Service, helper: &Helper, reason: &str) -> Option<String> {
    if reason.contains("https://") {
        return Some(format!("open the address that `{}` gave in your browser", helper.program));
    }
    once(context, service, service.provider?, helper).map(|once| format!("run `{once}`"))
}

fn once(context: &Context, service: &Service, provider: &Provider, helper: &Helper) -> Option<String> {
    helper.once(provider, |slot| value(context, service, helper, slot))
}

/// The programs that may have something for a provider; for any other server git's helpers alone.
fn helpers(provider: Option<&Provider>) -> Vec<&'static Helper> {
    match provider.filter(|it| it.token) {
        Some(provider) => Helper::of(provider).collect(),
        None => Helper::git().into_iter().collect(),
    }
}

fn is_installed(context: &Context, helper: &Helper) -> bool {
    context.environment.program(&helper.program).is_some() && (!helper.is_git() || git_keeps_passwords())
}

/// The line that prints the token; none for a program whose file is not there.
fn line(context: &Context, service: &Service, helper: &Helper) -> Option<String> {
    if !helper.files.is_empty() && file(context, service, helper).is_none() {
        return None;
    }
    Some(helper.token(|slot| value(context, service, helper, slot)))
}

/// What stands for a slot of a line, quoted for the shell.
fn value(context: &Context, service: &Service, helper: &Helper, slot: &str) -> String {
    let text = match slot {
        "address" => service.address.to_string(),
        "host" => service.host.clone(),
        "port" => service.port.to_string(),
        _ => file(context, service, helper).unwrap_or_default(),
    };
    shlex::try_quote(&text).map(String::from).unwrap_or_default()
}

/// The file of a program, where one of its usual places has it.
fn file(context: &Context, service: &Service, helper: &Helper) -> Option<String> {
    let home = context.environment.home.as_ref()?;
    let places =
        helper.files.iter().map(|name| home.join(name.replace("{address}", service.address.as_str())));
    places.filter(|path| path.is_file()).map(|path| path.display().to_string()).next()
}

fn is_app_password(secret: &str) -> bool {
    secret.len() == APP_PASSWORD && secret.bytes().all(|octet| octet.is_ascii_lowercase())
}

/// Why a program gave nothing: its own words, where it has said any.
fn reason(error: &PasswordError) -> String {
    match error {
        PasswordError::Failed { words, .. } if !words.is_empty() => words.to_string(),
        PasswordError::Failed { status, .. } => format!("it ended with {status}"),
        PasswordError::Ended { source, .. }
        | PasswordError::NotStarted { source, .. }
        | PasswordError::Helper { source } => source.to_string(),
        PasswordError::Empty { .. } | PasswordError::Unfit { .. } | PasswordError::Missing { .. } => {
            "it printed none".to_owned()
        }
    }
}
