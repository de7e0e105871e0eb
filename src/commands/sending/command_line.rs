//! This run's call with other flags, to be copied into a shell.

use onlist_core::drafts::Id;

use super::obstacles::Obstacle;
use crate::context::Context;

/// Flags that say how a letter is sent, and whether a value follows each.
const SENDING: [(&str, bool); 9] = [
    ("--send", false),
    ("--sendmail", true),
    ("--yes", false),
    ("--json", false),
    ("--allow-partial", false),
    ("--allow", true),
    ("--again", false),
    ("--anyway", false),
    ("--plain", false),
];

/// Verbs that write or send letters, and whether they take `--anyway`.
const VERBS: [(&str, bool); 9] = [
    ("introduce", true),
    ("reply", true),
    ("follow-up", true),
    ("answer", true),
    ("write", true),
    ("send", true),
    ("triage", false),
    ("tasks", false),
    ("drafts", false),
];

/// The same call, past `obstacles`; where its verb cannot say so, the one that sends the letter kept as `own`.
pub(crate) fn anyway(context: &Context, own: Option<&Id>, obstacles: &[Obstacle]) -> Option<String> {
    let all = &context.environment.arguments;
    let verb = all.iter().find_map(|word| VERBS.iter().find(|(verb, _)| verb == word));
    if verb.is_some_and(|(_, takes_it)| *takes_it) {
        return Some(format!("{} {}", shell(&without(all, &["--anyway"])), flag(obstacles)));
    }
    own.map(|id| call(context, &["send", id.as_str(), &flag(obstacles)]))
}

/// `--anyway`, with names where there are several.
fn flag(obstacles: &[Obstacle]) -> String {
    match obstacles {
        [_] => "--anyway".to_owned(),
        all => {
            let names: Vec<_> = all.iter().map(|it| it.name.as_str()).collect();
            format!("--anyway={}", names.join(","))
        }
    }
}

/// The call that sends the letters of this call to their writer alone.
pub(crate) fn rehearsal(context: &Context, finished: bool) -> String {
    let all = &context.environment.arguments;
    let sending: Vec<_> = SENDING.iter().map(|(flag, _)| *flag).collect();
    let mut words = without(all, &sending);
    let with = value_of(all, "--sendmail");
    let with: Vec<_> = with.into_iter().flat_map(|it| ["--sendmail".to_owned(), it]).collect();
    if let Some(verb) = words.iter().position(|word| word == "send") {
        "rehearse".clone_into(&mut words[verb]);
        words.extend(with);
        words.push("--yes".to_owned());
        return shell(&words);
    }
    words.extend(finished.then(|| "--anyway".to_owned()));
    words.push("--print".to_owned());
    let mut rehearse = context.common_flags();
    rehearse.extend(["rehearse".to_owned(), "-".to_owned()]);
    rehearse.extend(with);
    rehearse.push("--yes".to_owned());
    format!("{} | {}", shell(&words), shell(&rehearse))
}

/// A call of another verb that works with the same settings, catalog and ledger, at any later time.
pub(crate) fn call(context: &Context, words: &[&str]) -> String {
    let flags = context.common_flags();
    let kept = flags.chunks(2).filter(|flag| flag[0] != "--date").flatten().cloned();
    shell(&kept.chain(words.iter().map(|word| (*word).to_owned())).collect::<Vec<_>>())
}

fn shell(words: &[String]) -> String {
    let quoted = words.iter().map(|word| match shlex::try_quote(word) {
        Ok(quoted) => quoted.into_owned(),
        Err(_) => word.clone(),
    });
    std::iter::once("onlist".to_owned()).chain(quoted).collect::<Vec<_>>().join(" ")
}

/// `words` without `flags` and their values.
fn without(words: &[String], flags: &[&str]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, value) =
            word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        if !flags.contains(&name) {
            kept.push(word.clone());
        } else if value.is_none() && SENDING.contains(&(name, true)) {
            words.next();
        }
    }
    kept
}

/// The value of a flag, behind it or behind its `=`.
fn value_of(words: &[String], flag: &str) -> Option<String> {
    let at = words.iter().position(|word| word.split('=').next() == Some(flag))?;
    match words[at].split_once('=') {
        Some((_, value)) => Some(value.to_owned()),
        None => words.get(at + 1).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_go_with_their_values() {
        let words = |line: &str| shlex::split(line).expect("quotes are closed");
        for (line, flags, expected) in [
            ("send x --yes --anyway=over,finished", &["--anyway"][..], "onlist send x --yes"),
            ("introduce x --sendmail 'cat -' --print", &["--sendmail"], "onlist introduce x --print"),
            (
                "introduce x --sendmail=cat --interest 'a b'",
                &["--sendmail"],
                "onlist introduce x --interest 'a b'",
            ),
        ] {
            assert_eq!(shell(&without(&words(line), flags)), expected, "{line}");
        }
        assert_eq!(value_of(&words("a --sendmail 'b c'"), "--sendmail").as_deref(), Some("b c"));
        assert_eq!(value_of(&words("a --sendmail=b"), "--sendmail").as_deref(), Some("b"));
    }
}
