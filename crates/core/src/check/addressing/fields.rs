//! What stands in the header's fields of addresses.

use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::mail::Field;
use crate::check::rule::{Rule, Scope};
use onlist_mail::text::is_forbidden;
use onlist_mail::words::count;

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "A05",
        name: "masked-address",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "archives and wikis mask addresses; mail to a masked one reaches nobody",
        source: "lists.xenproject.org; ideas pages that write `user at host`",
        run: masked_address,
    },
    Rule {
        code: "A09",
        name: "many-recipients",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "Mailman holds a post with ten recipients or more, and a mail to all is read by none",
        source: "Mailman 2.1, Hold.py (too many recipients)",
        run: many_recipients,
    },
    Rule {
        code: "A15",
        name: "foreign-sender",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "receivers check that a mail comes from the domain in From, and refuse it when it does not",
        source: "RFC 7489 (DMARC); docs.mailman3.org, DMARC mitigations",
        run: foreign_sender,
    },
    Rule {
        code: "A16",
        name: "no-name",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "readers of a list know each other by name",
        source: "git.github.io, General Microproject Information",
        run: no_name,
    },
    Rule {
        code: "A17",
        name: "reply-to-set",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "Reply-To leads answers away from the list or from the address that is subscribed",
        source: "RFC 5322, 3.6.2; docs.mailman3.org",
        run: reply_to_set,
    },
    Rule {
        code: "A18",
        name: "control-in-header",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "a control character in a field breaks the header or smuggles in another one",
        source: "RFC 5322, 2.2",
        run: control_in_header,
    },
    Rule {
        code: "A19",
        name: "non-ascii-address",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "few servers take addresses beyond ASCII",
        source: "RFC 6531 (SMTPUTF8); RFC 5890 (A-labels)",
        run: non_ascii_address,
    },
];

const ADDRESS_FIELDS: [&str; 5] = ["From", "To", "Cc", "Bcc", "Reply-To"];

fn address_fields<'a>(case: &'a Case<'_>) -> impl Iterator<Item = &'a Field<'a>> {
    ADDRESS_FIELDS.iter().flat_map(|name| case.mail.all(name))
}

/// The text of a field without what stands in quotes, where anything may stand.
fn unquoted(field: &Field<'_>) -> String {
    let value = String::from_utf8_lossy(field.value);
    value.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

fn masked_address(case: &Case<'_>) -> Vec<Hit> {
    let hit = |field: &Field<'_>| {
        let masked =
            unquoted(field).split(',').find_map(|part| mask(part).map(|mark| (part.trim().to_owned(), mark)));
        let (part, mark) = masked?;
        let place = case.mail.in_field(field, &part).or_else(|| case.mail.in_field(field, mark));
        let place = place.unwrap_or_else(|| case.mail.whole_field(field));
        let message =
            format!("`{}` is no address that mail reaches", onlist_mail::text::Line::sanitize(&part));
        Some(Hit::new(place, message, "find the real address, or leave it out: the list reaches people too"))
    };
    address_fields(case).filter_map(hit).collect()
}

/// What makes a recipient one that was masked or left open.
fn mask(recipient: &str) -> Option<&'static str> {
    let lower = recipient.to_lowercase();
    let address =
        lower.rsplit_once('<').map_or(lower.as_str(), |(_, rest)| rest).trim_end_matches('>').trim();
    if lower.matches('<').count() > lower.matches('>').count() {
        return Some("<");
    }
    let spelled = ["(at)", "[at]", " at ", " dot ", "(dot)", "[dot]"];
    if let Some(mark) = spelled.iter().find(|mark| address.contains(*mark)).filter(|_| !address.contains('@'))
    {
        return Some(mark);
    }
    let (local, domain) = address.split_once('@')?;
    let masked = |part: &str| {
        let part = part.trim_matches('.');
        part.is_empty() || (part.len() > 2 && part.bytes().all(|byte| byte == b'x' || byte == b'*'))
    };
    let cut = |part: &str| part.contains("...") || part.contains('…');
    (masked(local) || domain.split('.').any(masked) || cut(local) || cut(domain)).then_some("@")
}

fn many_recipients(case: &Case<'_>) -> Vec<Hit> {
    let number = case.mail.recipients().count();
    if number <= case.judge.most_recipients {
        return Vec::new();
    }
    let message = format!("this mail names {}", count(number, "recipient"));
    let fix = format!("keep the list and those concerned, {} at most", case.judge.most_recipients);
    vec![Hit::new(case.mail.at_field("To", ""), message, fix)]
}

fn foreign_sender(case: &Case<'_>) -> Vec<Hit> {
    let Some(from) = case.mail.post.from.first() else { return Vec::new() };
    let account = case.situation.account.map(|account| account.domain().to_ascii_lowercase());
    let domain = from.address.domain().to_ascii_lowercase();
    let Some(account) = account.filter(|account| *account != domain) else { return Vec::new() };
    let message = format!("From is at {domain}, but the account that sends is at {account}");
    let fix = format!("write from your address at {account}, or send through {domain}");
    vec![Hit::new(case.mail.at_field("From", from.address.as_str()), message, fix)]
}

fn no_name(case: &Case<'_>) -> Vec<Hit> {
    let Some(from) = case.mail.post.from.first() else { return Vec::new() };
    let address = from.address.as_str();
    let same = |name: &str| name.contains('@') || name == from.address.local_part().to_lowercase();
    let message = match &from.name {
        None => "From has no name beside the address".to_owned(),
        Some(name) if same(name) => {
            format!("the name in From, `{name}`, is the address again")
        }
        Some(_) => return Vec::new(),
    };
    let fix = format!("set your name in your mail program: Your Name <{address}>");
    vec![Hit::new(case.mail.at_field("From", address), message, fix)]
}

fn reply_to_set(case: &Case<'_>) -> Vec<Hit> {
    let post = &case.mail.post;
    let foreign = post.reply_to.iter().find(|it| post.from.iter().all(|from| from.address != it.address));
    let Some(mailbox) = foreign.filter(|_| !case.mail.travelled()) else { return Vec::new() };
    let message = format!("answers are led to {}", mailbox.address);
    let place = case.mail.at_field("Reply-To", mailbox.address.as_str());
    vec![Hit::new(place, message, "remove Reply-To: those who answer keep the list by themselves")]
}

fn control_in_header(case: &Case<'_>) -> Vec<Hit> {
    let names = ADDRESS_FIELDS.iter().chain(&["Subject", "Message-ID", "In-Reply-To", "References", "Date"]);
    let hit = |field: &Field<'_>| {
        let raw = String::from_utf8_lossy(field.value);
        // A fold is a line end and a blank; a carriage return alone is not.
        let raw = raw.replace("\r\n", "").replace(['\n', '\t'], " ");
        let decoded = decoded(field);
        let found = raw.chars().chain(decoded.chars()).find(|c| is_forbidden(*c))?;
        let message =
            format!("{} holds U+{:04X}, which has no place in a header", field.name, u32::from(found));
        Some(Hit::new(case.mail.whole_field(field), message, format!("type {} anew", field.name)))
    };
    names.flat_map(|name| case.mail.all(name)).filter_map(hit).collect()
}

/// A value with its encoded words (RFC 2047) decoded.
fn decoded(field: &Field<'_>) -> String {
    let raw = field.value.get(..4096).unwrap_or(field.value);
    if !raw.windows(2).any(|pair| pair == b"=?") {
        return String::new();
    }
    let value = [raw, b"\n"].concat();
    let mut stream = mail_parser::parsers::MessageStream::new(&value);
    stream.parse_unstructured().as_text().unwrap_or_default().to_owned()
}

fn non_ascii_address(case: &Case<'_>) -> Vec<Hit> {
    let hit = |field: &Field<'_>| {
        let value = unquoted(field);
        let mut words = value.split([' ', ',', '<', '>', '\t', '\n', '\r', ';']);
        let address = words.find(|word| word.contains('@') && !word.is_ascii())?;
        let place = case.mail.in_field(field, address).unwrap_or_else(|| case.mail.whole_field(field));
        let message = format!("`{}` has letters beyond ASCII", onlist_mail::text::Line::sanitize(address));
        let ascii = address.parse::<onlist_mail::mailbox::Address>().ok().filter(|it| it.as_str().is_ascii());
        let fix = match ascii {
            Some(ascii) => format!("write {ascii}"),
            None => "use an address in ASCII".to_owned(),
        };
        Some(Hit::new(place, message, fix))
    };
    address_fields(case).filter_map(hit).collect()
}
