//! Large mail providers: which server takes their users' letters, how to log in there, and their web pages.
//!
//! All that changes with time stands in `providers.toml`, with the day on which it was read.

mod compose;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use onlist_mail::connection::Security;
use serde::{Deserialize, Deserializer};

pub(crate) use compose::Compose;

#[expect(clippy::expect_used, reason = "the text of the expectation is the proof")]
static SHIPPED: LazyLock<Providers> = LazyLock::new(|| {
    let text = include_str!("providers.toml");
    toml::from_str(text).expect("tests read the same text")
});

/// What is known of providers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Providers {
    provider: Vec<Provider>,
    helper: Vec<Helper>,
}

/// A provider of mail.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Provider {
    /// What people call it.
    pub(crate) name: String,
    /// The domains of its own addresses.
    #[serde(default)]
    domains: Vec<String>,
    /// The hosts that take mail for domains of others; `*` stands for one label or more.
    #[serde(default)]
    mx: Vec<String>,
    /// The server for letters.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// How it encrypts.
    pub(crate) security: Security,
    /// Whether it takes OAuth 2 tokens (XOAUTH2).
    pub(crate) token: bool,
    /// Whether it takes passwords, and which.
    password: Option<PasswordRule>,
    /// What whoever runs the domain may forbid.
    pub(crate) forbids: Option<String>,
    /// Its page for people.
    pub(crate) web_mail: WebMail,
    /// When that was read.
    #[serde(deserialize_with = "day")]
    pub(crate) read: NaiveDate,
}

/// Which passwords a provider takes from programs.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct PasswordRule {
    /// What it is called there.
    pub(crate) kind: String,
    /// Where it is made.
    pub(crate) page: Option<String>,
    /// What it takes to get one.
    pub(crate) needs: Option<String>,
    /// The last day on which they are taken.
    #[serde(default, deserialize_with = "maybe_day")]
    pub(crate) until: Option<NaiveDate>,
}

/// Where people write mail in a browser.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WebMail {
    /// Its address.
    pub(crate) page: String,
    /// What to choose for plain text, in the provider's words.
    pub(crate) plain_text: Option<String>,
    /// When that was read.
    #[serde(deserialize_with = "day")]
    pub(crate) read: NaiveDate,
    /// The window for a new mail, where its address takes fields.
    pub(crate) compose: Option<Compose>,
}

/// A program that gets tokens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Helper {
    /// Its name in `PATH`.
    pub(crate) program: String,
    /// The providers that it serves; all that take tokens where none is named.
    #[serde(default)]
    providers: Vec<String>,
    /// What providers are called by it, by their names.
    #[serde(default)]
    kinds: BTreeMap<String, String>,
    /// A line for the shell, which prints the token.
    token: String,
    /// What is to be run once before.
    once: Option<String>,
    /// Where it may have its file, from the home folder on.
    #[serde(default)]
    pub(crate) files: Vec<String>,
    /// When that was read.
    #[serde(deserialize_with = "day")]
    #[allow(dead_code, reason = "held to be there by its test")]
    read: NaiveDate,
}

impl Provider {
    /// The provider whose own addresses end in `domain`.
    pub(crate) fn of_domain(domain: &str) -> Option<&'static Self> {
        let domain = domain.to_ascii_lowercase();
        SHIPPED.provider.iter().find(|it| it.domains.contains(&domain))
    }

    /// The provider to which one of the hosts that take a domain's mail belongs, and that host; the preferred come first.
    pub(crate) fn of_exchangers(hosts: &[String]) -> Option<(&'static Self, &str)> {
        let has = |provider: &Self, host: &str| provider.mx.iter().any(|pattern| matches(pattern, host));
        let of = |host: &str| SHIPPED.provider.iter().find(|it| has(it, host));
        hosts.iter().find_map(|host| Some((of(host)?, host.as_str())))
    }

    /// The passwords that it takes from programs on a day.
    pub(crate) fn password(&self, today: NaiveDate) -> Option<&PasswordRule> {
        self.password.as_ref().filter(|it| it.until.is_none_or(|last| today <= last))
    }
}

impl Helper {
    /// The programs that may have a token for a provider, in the order in which they are asked.
    pub(crate) fn of(provider: &Provider) -> impl Iterator<Item = &'static Self> {
        let serves = |it: &&Self| it.providers.is_empty() || it.providers.contains(&provider.name);
        SHIPPED.helper.iter().filter(move |it| provider.token && serves(it))
    }

    /// git and its credential helpers, which keep passwords too.
    pub(crate) fn git() -> Option<&'static Self> {
        SHIPPED.helper.iter().find(|it| it.is_git())
    }

    /// Whether it is git, whose helpers keep passwords too.
    pub(crate) fn is_git(&self) -> bool {
        self.program == "git"
    }

    /// Whether it is made for this provider alone, or its like.
    pub(crate) fn is_for_few(&self) -> bool {
        !self.providers.is_empty()
    }

    /// The line for the shell that prints the token.
    pub(crate) fn token(&self, fill: impl Fn(&str) -> String) -> String {
        filled(&self.token, fill)
    }

    /// The command that is to be run once before.
    pub(crate) fn once(&self, provider: &Provider, fill: impl Fn(&str) -> String) -> Option<String> {
        let kind = self.kinds.get(&provider.name).map_or("", String::as_str);
        Some(filled(&self.once.as_ref()?.replace("{kind}", kind), fill))
    }
}

/// Fills in what stands in braces.
fn filled(text: &str, fill: impl Fn(&str) -> String) -> String {
    let mut line = text.to_owned();
    for slot in ["address", "host", "port", "file"] {
        let slot_text = format!("{{{slot}}}");
        if line.contains(&slot_text) {
            line = line.replace(&slot_text, &fill(slot));
        }
    }
    line
}

/// Whether a host is one of those that a pattern stands for.
fn matches(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => host.len() > end.len() && host.ends_with(end),
        None => pattern == host,
    }
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    maybe_day(deserializer)?.ok_or_else(|| serde::de::Error::custom("not a day"))
}

fn maybe_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let date = toml::value::Datetime::deserialize(deserializer)?.date;
    Ok(date.and_then(|it| NaiveDate::from_ymd_opt(it.year.into(), it.month.into(), it.day.into())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn is_host(name: &str) -> bool {
        let is_label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        name.contains('.') && name.split('.').all(is_label)
    }

    #[test]
    fn every_provider_can_be_used() {
        let mut domains = BTreeSet::new();
        let mut names = BTreeSet::new();
        for provider in &SHIPPED.provider {
            let Provider { name, host, port, security, web_mail, .. } = provider;
            assert!(names.insert(name), "{name} stands there twice");
            assert!(is_host(host), "{name}: {host}");
            let usual = if *security == Security::Tls { 465 } else { 587 };
            assert!(*security != Security::None && *port == usual, "{name}: {port}");
            assert!(!provider.domains.is_empty() || !provider.mx.is_empty(), "{name} cannot be found");
            for domain in &provider.domains {
                assert!(is_host(domain) && domains.insert(domain), "{name}: {domain}");
            }
            for pattern in &provider.mx {
                assert!(pattern.strip_prefix("*.").is_some_and(is_host), "{name}: {pattern}");
            }
            assert!(provider.token || provider.password.is_some(), "{name} lets nobody in");
            let rule = provider.password.as_ref();
            let pages = rule.and_then(|it| it.page.as_ref()).into_iter().chain([&web_mail.page]);
            for page in pages.chain(web_mail.compose.as_ref().map(|it| &it.url)) {
                let host = page.strip_prefix("https://").and_then(|rest| rest.split('/').next());
                assert!(host.is_some_and(is_host), "{name}: {page}");
            }
            let compose = web_mail.compose.as_ref().map(|it| it.read);
            for read in [provider.read, web_mail.read].into_iter().chain(compose) {
                assert!(read >= NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day"), "{name}: {read}");
            }
        }
    }

    #[test]
    fn every_program_serves_providers_that_are_there() {
        let takes_tokens: Vec<_> = SHIPPED.provider.iter().filter(|it| it.token).collect();
        for helper in &SHIPPED.helper {
            let named = helper.providers.iter().chain(helper.kinds.keys());
            for name in named {
                assert!(takes_tokens.iter().any(|it| it.name == *name), "{}: {name}", helper.program);
            }
            for provider in &takes_tokens {
                let fill = |slot: &str| slot.to_uppercase();
                let lines = [Some(helper.token(fill)), helper.once(provider, fill)];
                assert!(lines.iter().flatten().all(|line| !line.contains(['{', '}'])), "{lines:?}");
                assert!(helper.kinds.is_empty() || helper.kinds.contains_key(&provider.name));
            }
        }
        assert!(Helper::git().is_some());
        for provider in takes_tokens {
            let own = Helper::of(provider).find(|it| it.is_for_few());
            assert!(own.is_some_and(|it| it.once.is_some()), "nothing to run once for {}", provider.name);
        }
    }

    #[test]
    fn providers_are_known_by_domain_and_by_those_who_take_the_mail() {
        let name = |provider: Option<&Provider>| provider.map(|it| it.name.clone());
        assert_eq!(name(Provider::of_domain("GoogleMail.com")).as_deref(), Some("Gmail"));
        assert_eq!(name(Provider::of_domain("example.org")), None);
        for (hosts, expected) in [
            (&["aspmx.l.google.com"][..], Some("Google Workspace")),
            (&["mx.uni.test", "alt1.aspmx.l.google.com"], Some("Google Workspace")),
            (&["uni-test.mail.protection.outlook.com"], Some("Microsoft 365")),
            (&["mail.protection.outlook.com"], None),
            (&["google.com.evil.test", "notgoogle.com"], None),
            (&[], None),
        ] {
            let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
            let found = Provider::of_exchangers(&hosts).map(|(provider, _)| provider);
            assert_eq!(name(found).as_deref(), expected, "{hosts:?}");
        }
    }

    #[test]
    fn passwords_end_on_their_day() {
        let provider = SHIPPED.provider.iter().find(|it| it.name == "Microsoft 365").expect("there");
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        assert!(provider.password(day(2026, 12, 31)).is_some());
        assert!(provider.password(day(2027, 1, 1)).is_none());
    }
}
