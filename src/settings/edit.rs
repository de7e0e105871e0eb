//! Changing the config file as a person would: what is not touched stays as it is, comments included.

use std::ops::Range;

use onlist_mail::connection::Security;
use toml_edit::{Document, DocumentMut, Item, Table, TomlError, Value, value};

use super::port_of;

/// What shall stand in the config file: one way that letters leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// `[smtp]`.
    Smtp(Server),
    /// `sendmail`.
    Command(String),
}

/// The keys of `[smtp]` that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Server {
    /// `host`.
    pub(crate) host: String,
    /// `port`.
    pub(crate) port: u16,
    /// `security`.
    pub(crate) security: Security,
    /// `user`.
    pub(crate) user: Option<String>,
    /// `password-command` or `token-command`, and its line.
    pub(crate) command: Option<(&'static str, String)>,
}

impl Server {
    fn keys(&self) -> Vec<(&'static str, Value)> {
        let security = match self.security {
            Security::Tls => "tls",
            Security::StartTls => "starttls",
            Security::None => "none",
        };
        let mut keys = vec![("host", Value::from(&self.host)), ("security", security.into())];
        if self.port != port_of(self.security) {
            keys.push(("port", i64::from(self.port).into()));
        }
        keys.extend(self.user.as_ref().map(|user| ("user", user.into())));
        keys.extend(self.command.as_ref().map(|(key, line)| (*key, line.into())));
        keys
    }
}

impl Choice {
    /// The text of the config file with this choice in it. What it replaces becomes a comment.
    pub(crate) fn written_into(&self, text: &str) -> Result<String, TomlError> {
        let text = without(text, |table, key| self.replaces(table, key))?;
        let mut document: DocumentMut = text.parse()?;
        match self {
            Self::Command(line) => set(document.as_item_mut(), "sendmail", line.into()),
            Self::Smtp(server) => match document.get_mut("smtp") {
                Some(table) => server.keys().into_iter().for_each(|(key, value)| set(table, key, value)),
                None => return Ok(appended(&text, &server.keys())),
            },
        }
        Ok(document.to_string())
    }

    /// Whether what stands under a key would contradict the choice.
    fn replaces(&self, table: Option<&str>, key: &str) -> bool {
        match (self, table) {
            (Self::Command(_), None) => key == "smtp",
            (Self::Command(_), Some(table)) => table == "smtp",
            (Self::Smtp(_), None) => key == "sendmail",
            (Self::Smtp(server), Some("smtp")) => {
                !["timeout-seconds", "domain"].contains(&key)
                    && server.keys().iter().all(|(kept, _)| *kept != key)
            }
            (Self::Smtp(_), Some(_)) => false,
        }
    }
}

/// The text of the config file with these keys under `[identity]`.
pub(crate) fn written_identity(text: &str, keys: &[(&str, &str)]) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let identity = document.entry("identity").or_insert_with(|| Item::Table(Table::new()));
    for (key, text) in keys {
        set(identity, key, (*text).into());
    }
    Ok(document.to_string())
}

/// Sets a key; a value that was there leaves its comment.
fn set(table: &mut Item, key: &str, new: Value) {
    let item = &mut table[key];
    let decor = item.as_value().map(|old| old.decor().clone());
    *item = value(new);
    if let (Some(value), Some(decor)) = (item.as_value_mut(), decor) {
        *value.decor_mut() = decor;
    }
}

/// The text with a table `[smtp]` behind all else, where it takes nothing from any other table.
fn appended(text: &str, keys: &[(&str, Value)]) -> String {
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let lines = keys.iter().map(|(key, value)| format!("{key} = {value}\n"));
    format!("{text}{gap}[smtp]\n{}", lines.collect::<String>())
}

/// The text in which every line of a key that `unwanted` names is a comment.
fn without(text: &str, unwanted: impl Fn(Option<&str>, &str) -> bool) -> Result<String, TomlError> {
    let document = Document::parse(text)?;
    let mut ranges = Vec::new();
    for (name, item) in document.iter() {
        let whole = unwanted(None, name);
        match item.as_table() {
            Some(table) => {
                ranges.extend(table.span().filter(|_| whole && !table.is_dotted()));
                let keys = table.iter().filter(|(key, _)| whole || unwanted(Some(name), key));
                ranges.extend(keys.filter_map(|(key, item)| pair(table.key(key)?.span(), item)));
            }
            None if whole => ranges.extend(pair(document.key(name).and_then(toml_edit::Key::span), item)),
            None => {}
        }
    }
    Ok(commented(text, &ranges))
}

/// Where a key and its value stand.
fn pair(key: Option<Range<usize>>, item: &Item) -> Option<Range<usize>> {
    Some(key?.start..item.span()?.end)
}

fn commented(text: &str, ranges: &[Range<usize>]) -> String {
    let mut start = 0;
    let mut changed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if ranges.iter().any(|range| range.start < end && start < range.end) {
            changed.push_str("# ");
        }
        changed.push_str(line);
        start = end;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Server {
        Server {
            host: "mail.test".into(),
            port: 587,
            security: Security::StartTls,
            user: Some("ada".into()),
            command: Some(("password-command", "pass 'my \"mail\"'".into())),
        }
    }

    const NEW: &str = "[smtp]\nhost = \"mail.test\"\nsecurity = \"starttls\"\nuser = \"ada\"\n\
                       password-command = \"\"\"pass 'my \"mail\"'\"\"\"\n";

    #[test]
    fn a_server_comes_behind_all_else() {
        for before in ["", "# mine\n", "# mine\n#: [identity]\n", "[identity] # me\nname = \"Ada\"\n# end\n"]
        {
            let after = Choice::Smtp(server()).written_into(before).expect("valid");
            let gap = if before.is_empty() { "" } else { "\n" };
            assert_eq!(after, format!("{before}{gap}{NEW}"));
        }
        let after = Choice::Smtp(server()).written_into("catalog = 'x'").expect("valid");
        assert_eq!(after, format!("catalog = 'x'\n\n{NEW}"));
    }

    #[test]
    fn a_table_that_is_there_keeps_its_comments() {
        let before = "# one\n[smtp] # two\n# three\nhost = \"old.test\" # four\ntoken-command = \"t\" # five\n\
                      timeout-seconds = 9\nport = 1465\n\n# six\n[check]\n";
        let after = Choice::Smtp(Server { command: None, ..server() }).written_into(before).expect("valid");
        assert_eq!(
            after,
            "# one\n[smtp] # two\n# three\nhost = \"mail.test\" # four\n# token-command = \"t\" # five\n\
             timeout-seconds = 9\nsecurity = \"starttls\"\nuser = \"ada\"\n# port = 1465\n\n# six\n[check]\n"
        );
    }

    #[test]
    fn what_is_replaced_becomes_a_comment() {
        let with_command = "# mine\nsendmail = \"msmtp\" # old\n\n[identity]\n";
        let after = Choice::Smtp(server()).written_into(with_command).expect("valid");
        assert_eq!(after, format!("# mine\n# sendmail = \"msmtp\" # old\n\n[identity]\n\n{NEW}"));

        let command = Choice::Command("msmtp -a uni".into());
        for (before, expected) in [
            ("", "sendmail = \"msmtp -a uni\"\n"),
            (
                "catalog = \"c\" # mine\n\n[check]\n",
                "catalog = \"c\" # mine\nsendmail = \"msmtp -a uni\"\n\n[check]\n",
            ),
            (
                "# a\n[smtp]\nhost = \"x\"\n# b\nuser = \"\"\"\ny\"\"\"\n[check]\n",
                "sendmail = \"msmtp -a uni\"\n# a\n# [smtp]\n# host = \"x\"\n# b\n# user = \"\"\"\n# y\"\"\"\n[check]\n",
            ),
            ("smtp = { host = \"x\" }\n", "sendmail = \"msmtp -a uni\"\n# smtp = { host = \"x\" }\n"),
            ("smtp.host = \"x\" # b\n", "sendmail = \"msmtp -a uni\"\n# smtp.host = \"x\" # b\n"),
        ] {
            let after = command.written_into(before).expect("valid");
            assert_eq!(after, expected, "{before}");
        }
    }
}
