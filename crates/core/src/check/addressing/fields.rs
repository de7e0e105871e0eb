//! What stands in the header's fields of addresses.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::check::words::beginning;
use onlist_mail::read::{AddressList, Field, encoded_word};
use onlist_mail::text::is_forbidden;
use onlist_mail::words::count;

pub(in crate::check) const RULES: &[&Rule] = &[
    &MASKED_ADDRESS,
    &MANY_RECIPIENTS,
    &FOREIGN_SENDER,
    &NO_NAME,
    &REPLY_TO_SET,
    &CONTROL_IN_HEADER,
    &NON_ASCII_ADDRESS,
    &FROM_MISSING,
];

const ADDRESS_FIELDS: [&str; 5] = ["From", "To", "Cc", "Bcc", "Reply-To"];

fn address_fields<'a>(input: &'a CheckInput<'_>) -> impl Iterator<Item = Field<'a>> {
    ADDRESS_FIELDS.iter().flat_map(|name| input.mail.all(name))
}

/// The text of a field without what stands in quotes, where anything may stand.
fn unquoted(field: &Field<'_>) -> String {
    let value = String::from_utf8_lossy(field.value);
    let mut outside = String::with_capacity(value.len());
    for piece in value.split('"').step_by(2) {
        outside.push_str(piece);
        outside.push(' ');
    }
    outside
}

const MASKED_ADDRESS: Rule = Rule {
    code: "A05",
    name: "masked-address",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "archives and wikis mask addresses; mail to a masked one reaches nobody",
    source: "lists.xenproject.org; ideas pages that write `user at host`",
    bad: "Cc: grace at example dot org",
    good: "Cc: Grace Example <grace@example.org>",
    check: masked_address,
    fix: None,
};

fn masked_address(input: &CheckInput<'_>) -> Vec<Violation> {
    let violation = |field: &Field<'_>| {
        let list = AddressList::read(field.value);
        let addresses = list.mailboxes.iter().map(|it| it.address.as_str());
        let mut said = addresses.chain(list.defects.iter().map(|it| it.text.as_str()));
        let (part, mark) = said.find_map(|part| mask(part).map(|mark| (beginning(part), mark)))?;
        let place = input.mail.in_field(field, part).or_else(|| input.mail.in_field(field, mark));
        let place = place.unwrap_or_else(|| input.mail.whole_field(field));
        let message = format!("`{part}` is no address that mail reaches");
        Some(Violation::new(
            place,
            message,
            "find the real address, or leave it out: the list reaches people too",
        ))
    };
    address_fields(input).filter_map(|field| violation(&field)).collect()
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
    let (local, domain) = address.rsplit_once('@')?;
    let local = if local.starts_with('"') { "quoted" } else { local };
    let masked = |part: &str| {
        let part = part.trim_matches('.');
        part.is_empty() || (part.len() > 2 && part.bytes().all(|byte| byte == b'x' || byte == b'*'))
    };
    let cut = |part: &str| part.contains("...") || part.contains('…');
    (masked(local) || domain.split('.').any(masked) || cut(local) || cut(domain)).then_some("@")
}

const MANY_RECIPIENTS: Rule = Rule {
    code: "A09",
    name: "many-recipients",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "Mailman holds a post with ten recipients or more, and a mail to all is read by none",
    source: "Mailman 2.1, Hold.py (too many recipients)",
    bad: "Cc: a@example.org, b@example.org, c@example.org, d@example.org,\n e@example.org, f@example.org, g@example.org, h@example.org, i@example.org",
    good: "Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
    check: many_recipients,
    fix: None,
};

fn many_recipients(input: &CheckInput<'_>) -> Vec<Violation> {
    let number = input.mail.recipients().count();
    if number <= input.limits.most_recipients {
        return Vec::new();
    }
    let message = format!("this mail names {}", count(number, "recipient"));
    let fix = format!("keep the list and those concerned, {} at most", input.limits.most_recipients);
    vec![Violation::new(input.mail.at_field("To", ""), message, fix)]
}

const FOREIGN_SENDER: Rule = Rule {
    code: "A15",
    name: "foreign-sender",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "receivers check that a mail comes from the domain in From, and refuse it when it does not",
    source: "RFC 7489 (DMARC); docs.mailman3.org, DMARC mitigations",
    bad: "From: Ada Example <ada@home.test>",
    good: "From: Ada Example <ada@students.test>",
    check: foreign_sender,
    fix: None,
};

fn foreign_sender(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(from) = input.mail.post.from.first() else { return Vec::new() };
    let account = input.context.account.map(|account| account.domain().to_ascii_lowercase());
    let domain = from.address.domain().to_ascii_lowercase();
    let Some(account) = account.filter(|account| *account != domain) else { return Vec::new() };
    let message = format!("From is at {domain}, but the account that sends is at {account}");
    let fix = format!("write from your address at {account}, or send through {domain}");
    vec![Violation::new(input.mail.at_field("From", from.address.as_str()), message, fix)]
}

const NO_NAME: Rule = Rule {
    code: "A16",
    name: "no-name",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "readers of a list know each other by name",
    source: "git.github.io, General Microproject Information",
    bad: "From: ada@students.test",
    good: "From: Ada Example <ada@students.test>",
    check: no_name,
    fix: None,
};

fn no_name(input: &CheckInput<'_>) -> Vec<Violation> {
    let post = &input.mail.post;
    let Some(from) = post.from.first().filter(|_| !post.author(&[]).munged) else { return Vec::new() };
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
    vec![Violation::new(input.mail.at_field("From", address), message, fix)]
}

const REPLY_TO_SET: Rule = Rule {
    code: "A17",
    name: "reply-to-set",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "Reply-To leads answers away from the list or from the address that is subscribed",
    source: "RFC 5322, 3.6.2; docs.mailman3.org",
    bad: "From: Ada Example <ada@students.test>\nReply-To: ada@home.test",
    good: "From: Ada Example <ada@students.test>",
    check: reply_to_set,
    fix: None,
};

fn reply_to_set(input: &CheckInput<'_>) -> Vec<Violation> {
    let post = &input.mail.post;
    let foreign = post.reply_to.iter().find(|it| post.from.iter().all(|from| from.address != it.address));
    let Some(mailbox) = foreign.filter(|_| !input.mail.travelled()) else { return Vec::new() };
    let message = format!("answers are led to {}", mailbox.address);
    let place = input.mail.at_field("Reply-To", mailbox.address.as_str());
    vec![Violation::new(place, message, "remove Reply-To: those who answer keep the list by themselves")]
}

const CONTROL_IN_HEADER: Rule = Rule {
    code: "A18",
    name: "control-in-header",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "a control character in a field breaks the header or smuggles in another one",
    source: "RFC 5322, 2.2",
    bad: "Subject: =?utf-8?q?Traces=0D=0ABcc:_x=40example.org?=",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: control_in_header,
    fix: None,
};

fn control_in_header(input: &CheckInput<'_>) -> Vec<Violation> {
    let names = ADDRESS_FIELDS.iter().chain(&["Subject", "Message-ID", "In-Reply-To", "References", "Date"]);
    let violation = |field: &Field<'_>| {
        let raw = String::from_utf8_lossy(field.value);
        // A fold is a line end and a blank; a carriage return alone is not.
        let raw = raw.replace("\r\n", "").replace(['\n', '\t'], " ");
        let decoded = decoded(field);
        let found = raw.chars().chain(decoded.chars()).find(|c| is_forbidden(*c) && *c != '\t')?;
        let message =
            format!("{} holds U+{:04X}, which has no place in a header", field.name, u32::from(found));
        Some(Violation::new(input.mail.whole_field(field), message, format!("type {} anew", field.name)))
    };
    names.flat_map(|name| input.mail.all(name)).filter_map(|field| violation(&field)).collect()
}

/// A value with its encoded words (RFC 2047) decoded.
fn decoded(field: &Field<'_>) -> String {
    let raw = field.value.get(..4096).unwrap_or(field.value);
    if !raw.windows(2).any(|pair| pair == b"=?") {
        return String::new();
    }
    encoded_word::decode(raw).into_owned()
}

const NON_ASCII_ADDRESS: Rule = Rule {
    code: "A19",
    name: "non-ascii-address",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "few servers take addresses beyond ASCII",
    source: "RFC 6531 (SMTPUTF8); RFC 5890 (A-labels)",
    bad: "Cc: Grace Example <grace@exämple.org>",
    good: "Cc: Grace Example <grace@xn--exmple-cua.org>",
    check: non_ascii_address,
    fix: None,
};

fn non_ascii_address(input: &CheckInput<'_>) -> Vec<Violation> {
    let violation = |field: &Field<'_>| {
        let value = unquoted(field);
        let mut words = value.split([' ', ',', '<', '>', '\t', '\n', '\r', ';']);
        let address = words.find(|word| word.contains('@') && !word.is_ascii())?;
        let place = input.mail.in_field(field, address).unwrap_or_else(|| input.mail.whole_field(field));
        let message = format!("`{}` has letters beyond ASCII", onlist_mail::text::Line::sanitize(address));
        let ascii = address.parse::<onlist_mail::mailbox::Address>().ok().filter(|it| it.as_str().is_ascii());
        let fix = match ascii {
            Some(ascii) => format!("write {ascii}"),
            None => "use an address in ASCII".to_owned(),
        };
        Some(Violation::new(place, message, fix))
    };
    address_fields(input).filter_map(|field| violation(&field)).collect()
}

const FROM_MISSING: Rule = Rule {
    code: "A25",
    name: "from-missing",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "a mail without the address of its writer cannot be answered, and servers refuse it",
    source: "RFC 5322, 3.6 and 3.6.2",
    bad: "From: Ada Example",
    good: "From: Ada Example <ada@students.test>",
    check: from_missing,
    fix: None,
};

fn from_missing(input: &CheckInput<'_>) -> Vec<Violation> {
    // A masked or foreign address is found by its own rule.
    let said = |field: Field<'_>| {
        let value = String::from_utf8_lossy(field.value).into_owned();
        !value.is_ascii() && value.contains('@')
            || AddressList::read(field.value).defects.iter().any(|it| mask(&it.text).is_some())
    };
    if !input.mail.post.from.is_empty() || input.mail.all("From").any(said) {
        return Vec::new();
    }
    let message = match input.mail.field("From") {
        None => "this mail has no From",
        Some(field) if field.value.trim_ascii().is_empty() => "From is empty",
        Some(_) => "From has no address",
    };
    let fix = "write your name and address: Your Name <you@example.org>";
    vec![Violation::new(input.mail.at_field("From", ""), message, fix)]
}
