//! The one thing to do where nothing on this machine can log in.

use chrono::NaiveDate;

use super::service::Service;
use super::tokens::{self, Asked};
use crate::context::Context;
use crate::providers::PasswordRule;

/// The one thing to do before letters can be sent through a service.
pub(super) fn next_step(context: &Context, service: &Service, asked: &Asked) -> String {
    let today = context.now.date_naive();
    let provider = service.provider;
    let rule = provider.and_then(|it| it.password(today));
    if let Some(once) = &asked.once {
        return format!("run `{once}`, then this again");
    }
    match (rule, tokens::usual_once(context, service)) {
        (Some(rule), _) if rule.until.is_none() => format!("{}, then run this on a terminal", make(rule)),
        (_, Some(once)) => {
            let program = once.split(' ').take(2).collect::<Vec<_>>().join("-");
            format!("install `{program}` and run `{once}` once, then this again")
        }
        (Some(_), None) | (None, None) => "run this on a terminal, and give your password".to_owned(),
    }
}

/// What the password of a service is called, and how to get it, in a sentence.
pub(super) fn about_password(service: &Service, today: NaiveDate) -> Option<String> {
    let rule = service.provider?.password(today)?;
    let until = rule.until.map(|last| format!(" It is taken until {}.", last.format("%-d %B %Y")));
    let make = rule.page.as_ref().map(|_| format!("Now {}.", make(rule)));
    let sentences: Vec<_> = make.into_iter().chain(until.map(|it| it.trim().to_owned())).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn make(rule: &PasswordRule) -> String {
    let page = rule.page.as_ref().map(|page| format!(" at {page}")).unwrap_or_default();
    let needs = rule.needs.as_ref().map(|needs| format!(" (it needs {needs})")).unwrap_or_default();
    format!("make {}{page}{needs}", rule.kind)
}
