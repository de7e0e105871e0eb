//! The one thing to do where nothing on this machine can log in.

use super::service::Service;
use super::tokens::{self, Asked};
use crate::context::Context;
use crate::providers::PasswordRule;

/// The one thing to do before letters can be sent through a service.
pub(super) fn next_step(context: &Context, service: &Service, asked: &Asked) -> String {
    let again = format!("`onlist account set-up {}`", service.address);
    if let Some(step) = &asked.step {
        return format!("{step}, then {again}");
    }
    match (tokens::usual(context, service), rule(context, service)) {
        (Some((program, once)), _) if wants_a_program(context, service) => {
            format!("install `{program}`, run `{once}`, then {again}")
        }
        (_, Some(rule)) => format!("{}, then run {again} on a terminal", make(rule)),
        (_, None) => format!("run {again} on a terminal, and give your password"),
    }
}

/// Whether a service takes no password, or will soon take none, so that a program has to get tokens.
pub(super) fn wants_a_program(context: &Context, service: &Service) -> bool {
    let takes_token = service.provider.is_some_and(|it| it.token);
    takes_token && rule(context, service).is_none_or(|rule| rule.until.is_some())
}

/// What the provider says of passwords.
fn rule(context: &Context, service: &Service) -> Option<&'static PasswordRule> {
    service.provider?.password(context.now.date_naive())
}

/// What the password of a service is called, and how to get it, in a sentence.
pub(super) fn about_password(context: &Context, service: &Service) -> Option<String> {
    let rule = rule(context, service)?;
    let until = rule.until.map(|last| format!("Passwords are taken until {}.", last.format("%-d %B %Y")));
    let make = rule.page.as_ref().map(|_| format!("Now {}.", make(rule)));
    let sentences: Vec<_> = make.into_iter().chain(until).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn make(rule: &PasswordRule) -> String {
    let page = rule.page.as_ref().map(|page| format!(" at {page}")).unwrap_or_default();
    let needs = rule.needs.as_ref().map(|needs| format!(" (it needs {needs})")).unwrap_or_default();
    format!("make {}{page}{needs}", rule.kind)
}
