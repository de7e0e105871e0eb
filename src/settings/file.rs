//! The config file.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use onlist_core::catalog::{Block, RuleOverrides};
use onlist_core::diagnostics::{Diagnostic, Diagnostics};
use onlist_core::template;
use onlist_mail::archive;
use onlist_mail::deliver::sendmail::Command;
use onlist_mail::file::{self, ReadError};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use serde::Deserialize;
use toml::Spanned;

use super::imap::ImapTable;
use super::lookup::Lookup;
use super::plain;
use super::smtp::{LETTERS, Table};
use super::values;

/// The largest config file that is read, in octets.
const LIMIT: u64 = 1 << 20;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The file cannot be read.
    #[error("settings: {0}")]
    Read(#[from] ReadError),
    /// The file is not text.
    #[error("settings: `{}` is not UTF-8", .0.display())]
    NotText(PathBuf),
    /// Its content is wrong.
    #[error(transparent)]
    Diagnostics(#[from] Diagnostics),
}

/// What the config file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Settings {
    /// The catalog to use in place of the shipped one, as seen from the file's folder.
    pub(crate) catalog: Option<PathBuf>,
    /// Archives of lists, by a name: paths as seen from the file's folder, or URLs.
    #[serde(default)]
    pub(crate) archives: BTreeMap<String, PathBuf>,
    /// How many days after a season's end one is asked whether its contacts are to be forgotten; 0 is never.
    pub(crate) forget_after_days: Option<u16>,
    /// Who writes.
    #[serde(default)]
    pub(crate) identity: Identity,
    /// A mentor's own paragraphs, by a name.
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, Spanned<Block>>,
    /// How `check` judges, where the user differs from us and the community.
    #[serde(default)]
    pub(crate) check: RuleOverrides,
    /// The server that letters go to.
    pub(crate) smtp: Option<Table>,
    /// The command that letters go through, in place of a server.
    pub(crate) sendmail: Option<Spanned<Command>>,
    /// The mailbox that `sync` reads.
    pub(crate) imap: Option<ImapTable>,
    /// Whom to ask where letters go, in place of the system.
    #[serde(default)]
    pub(crate) lookup: Lookup,
    /// The text of the file, without passwords.
    #[serde(skip)]
    pub(crate) text: String,
    /// Where the file is, or would be.
    #[serde(skip)]
    pub(crate) path: Option<PathBuf>,
}

/// Who writes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Identity {
    /// Display name.
    pub(crate) name: Option<Line>,
    /// Address that letters come from.
    pub(crate) email: Option<Address>,
    /// Other addresses of the same person.
    #[serde(default)]
    pub(crate) also: Vec<Address>,
    /// What to be called.
    pub(crate) call_me: Option<Line>,
    /// University, company or place.
    pub(crate) affiliation: Option<Line>,
    /// Time zone.
    pub(crate) time_zone: Option<Line>,
}

impl Settings {
    /// Reads the file at `path`. No file there is no setting, unless the user asked for that one.
    pub(crate) fn open(path: &Path, asked_for: bool) -> Result<Self, Error> {
        let settings = match file::read(path, LIMIT) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|_| Error::NotText(path.to_owned()))?;
                Self::parse(path, &text)?
            }
            Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound && !asked_for => {
                Self::default()
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self { path: Some(path.to_owned()), ..settings })
    }

    /// Reads `text`, which stands in the file at `path` or shall.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, Diagnostics> {
        let refused = |diagnostics| Diagnostics {
            origin: path.display().to_string(),
            text: without_passwords(text),
            diagnostics,
        };
        let read = toml::from_str::<Self>(text).map_err(|error| faults(error, text));
        let mut found = read.as_ref().map_or_else(Clone::clone, Self::diagnostics);
        values::add(text, &mut found);
        let Some(mut settings) = read.ok().filter(|_| found.is_empty()) else { return Err(refused(found)) };
        settings.text = without_passwords(text);
        let folder = path.parent().unwrap_or(Path::new(""));
        settings.catalog = settings.catalog.map(|catalog| folder.join(catalog));
        for path in settings.archives.values_mut() {
            if !archive::is_url(&*path) {
                *path = folder.join(&*path);
            }
        }
        Ok(settings)
    }

    /// A paragraph of `[answers]`, where there is one of this name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn answer(&self, name: &str) -> Result<Option<&Block>, Diagnostics> {
        let Some(text) = self.answers.get(name) else { return Ok(None) };
        let Err(error) = template::check(template::Kind::Reply, text.get_ref()) else {
            return Ok(Some(text.get_ref()));
        };
        let line = error.line.filter(|_| text.get_ref().contains('\n'));
        let line = line.map_or(String::new(), |line| format!(", line {line}"));
        let diagnostic = Diagnostic::new(text.span(), format!("`{name}`{line}: {}", error.message));
        let usual = "a name stands between `{{` and `}}`, as in `Hello {{ call_me }},`";
        Err(Diagnostics {
            origin: self.path.as_deref().unwrap_or(Path::new("settings")).display().to_string(),
            text: self.text.clone(),
            diagnostics: vec![diagnostic.hint(error.hint.unwrap_or_else(|| usual.to_owned()))],
        })
    }

    /// All that the reader of TOML cannot see to be wrong.
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut diagnostics = self.smtp.as_ref().map(|it| it.diagnostics(&LETTERS)).unwrap_or_default();
        diagnostics.extend(self.imap.iter().flat_map(ImapTable::diagnostics));
        if let Some(command) = self.sendmail.as_ref().filter(|_| self.smtp.is_some()) {
            let diagnostic = Diagnostic::new(command.span(), "`sendmail` and `[smtp]` are both set");
            diagnostics.push(diagnostic.hint("keep only one of them"));
        }
        diagnostics
    }
}

/// How many faults of a file are told, at most.
const MOST_FAULTS: usize = 20;

/// All that the TOML reader finds wrong. It stops at the first fault, so the line of each is taken out, and the rest
/// is read again.
fn faults(mut error: toml::de::Error, text: &str) -> Vec<Diagnostic> {
    let (mut faults, mut rest) = (Vec::new(), text.to_owned());
    loop {
        let fault = diagnostic(&error, &rest);
        let at = rest.floor_char_boundary(fault.span.start.min(rest.len()));
        let from = rest[..at].rfind('\n').map_or(0, |end| end + 1);
        let to = rest[at..].find('\n').map_or(rest.len(), |end| at + end);
        faults.push(fault);
        // What stands below a header cannot be judged without it.
        let line = rest[from..to].trim_start();
        if line.is_empty() || line.starts_with('[') || faults.len() == MOST_FAULTS {
            break;
        }
        rest.replace_range(from..to, &" ".repeat(to - from));
        let next = rest.parse::<toml::Table>().is_ok().then(|| toml::from_str::<Settings>(&rest).err());
        match next.flatten() {
            Some(next) if !next.message().starts_with("missing field") => error = next,
            _ => break,
        }
    }
    faults
}

/// What the TOML reader says; of a password, what to do in its place.
fn diagnostic(error: &toml::de::Error, text: &str) -> Diagnostic {
    let diagnostic = plain::diagnostic(error, text);
    let is_key = error.message().starts_with("unknown field");
    if !is_key || !text.get(diagnostic.span.clone()).is_some_and(is_secret) {
        return diagnostic;
    }
    Diagnostic::new(diagnostic.span, "passwords cannot be stored in the settings").hint(
        "use a command that prints it, for example `password-command = \"pass mail\"`, or nothing to be asked",
    )
}

/// Whether a key is one that people and other programs give to passwords.
fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    !key.ends_with("-command") && ["pass", "token", "secret"].iter().any(|it| key.contains(it))
}

/// The text with every value of a password replaced by `*`, byte for byte, so that places stay.
fn without_passwords(text: &str) -> String {
    text.split_inclusive('\n').map(without_password).collect()
}

fn without_password(line: &str) -> String {
    let is_mark = |c: char| !(c.is_alphanumeric() || "-_".contains(c));
    let key = |at: usize| line[..at].trim_end_matches(is_mark).rsplit(is_mark).next().unwrap_or_default();
    let ends = line.match_indices(['=', ':']).map(|(at, mark)| (at, at + mark.len()));
    let named = ends.into_iter().find(|(at, _)| is_secret(key(*at))).map(|(_, value)| value);
    // As other programs' files have it: `password hunter2`.
    let words: Vec<_> = line.split_whitespace().collect();
    let pair = || matches!(words[..], [key, _] if is_secret(key)).then(|| line.find(words[1])).flatten();
    let Some(value) = named.or_else(pair) else { return line.to_owned() };
    let mask = |c: char| if c.is_ascii_whitespace() { c.to_string() } else { "*".repeat(c.len_utf8()) };
    format!("{}{}", &line[..value], line[value..].chars().map(mask).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../config.sample.toml");

    #[test]
    fn the_sample_is_valid_with_and_without_its_comment_signs() {
        let path = Path::new("config.toml");
        Settings::parse(path, SAMPLE).expect("the sample is valid");
        let keys = SAMPLE.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line));
        let settings =
            Settings::parse(path, &keys.collect::<Vec<_>>().join("\n")).expect("every key is known");
        assert!(settings.catalog.is_some() && settings.identity.time_zone.is_some());
        assert!(settings.smtp.is_some() && settings.imap.is_some());
    }

    #[test]
    fn what_stands_in_place_of_another_is_valid_without_it() {
        let alternatives: Vec<_> = SAMPLE.lines().filter_map(|line| line.strip_prefix("#or: ")).collect();
        let [token, sendmail, mailbox_token] = alternatives[..] else { panic!("{alternatives:?}") };
        let path = Path::new("config.toml");
        let server = format!("[smtp]\nhost = 'mail.test'\nuser = 'ada'\n{token}\n");
        Settings::parse(path, &server).expect("valid");
        let mailbox = format!("[imap]\nhost = 'mail.test'\nuser = 'ada'\n{mailbox_token}\n");
        Settings::parse(path, &mailbox).expect("valid");
        let settings = Settings::parse(path, sendmail).expect("valid");
        assert_eq!(settings.sendmail.expect("set").as_ref().to_string(), "msmtp -a students");

        let diagnostics = Settings::parse(path, &format!("{server}password-command = 'p'\n"))
            .expect_err("both")
            .diagnostics;
        assert_eq!(diagnostics[0].message, "`password-command` and `token-command` cannot both be set");
    }

    #[test]
    fn what_is_wrong_with_sending_is_underlined() {
        let cases = [
            ("[smtp]\nport = 25\n", "[smtp]", "`host` is missing"),
            ("[smtp]\nhost = 'm.test'\nport = 0\n", "0", "`port` is a number from 1 to 65535"),
            (
                "[smtp]\nhost = 'm.test:465'\n",
                "'m.test:465'",
                "`m.test:465` is not a server name; the port is set separately",
            ),
            ("[smtp]\nhost = 'GMail.com'\n", "'GMail.com'", "`GMail.com` is a mail domain, not a server"),
            (
                "[smtp]\nhost = 'm.test'\nsecurity = 'none'\n",
                "'none'",
                "letters can be sent unencrypted only to this machine",
            ),
            (
                "[smtp]\nhost = 'm.test'\npassword-command = 'p'\n",
                "'p'",
                "there is no `user` to log in with it",
            ),
            ("[smtp]\nhost = 'm.test'\nuser = 'a'\npassword-command = ' '\n", "' '", "the command is empty"),
            ("[smtp]\nhost = 'm.test'\nuser = ''\n", "''", "`user` is empty"),
            (
                "[imap]\nhost = 'm.test'\nuser = 'a'\nsecurity = 'none'\n",
                "'none'",
                "mail can be read unencrypted only from this machine",
            ),
            ("[imap]\nhost = 'm.test'\n", "[imap]", "`user` is missing"),
            ("sendmail = \"'\"\n", "\"'\"", "`sendmail`: cannot read the command `'`"),
            ("sendmail = 'x'\nsmtp.host = 'm.test'\n", "'x'", "`sendmail` and `[smtp]` are both set"),
            (
                "[smtp]\nhost = 'm.test'\npassword = 'p'\n",
                "password",
                "passwords cannot be stored in the settings",
            ),
            (
                "[smtp]\nhost = 'm.test'\nPassword = 'p'\n",
                "Password",
                "passwords cannot be stored in the settings",
            ),
            (
                "[smtp]\nhost = 'm.test'\nsmtppass = 'p'\n",
                "smtppass",
                "passwords cannot be stored in the settings",
            ),
        ];
        for (text, underlined, message) in cases {
            let diagnostics = Settings::parse(Path::new("config.toml"), text).expect_err("wrong").diagnostics;
            let seen: Vec<_> =
                diagnostics.iter().map(|it| (&text[it.span.clone()], it.message.as_str())).collect();
            assert_eq!(seen, [(underlined, message)], "{text}");
        }
        let archives = "[archives]\nweb = 'HTTPS://lists.test/devel/'\nfile = 'devel.mbox'\n";
        let settings = Settings::parse(Path::new("a/config.toml"), archives).expect("valid");
        let named: Vec<_> = settings.archives.values().collect();
        assert_eq!(named, [Path::new("a/devel.mbox"), Path::new("HTTPS://lists.test/devel/")]);
        for host in ["localhost", "127.0.0.1", "::1"] {
            let text = format!("[smtp]\nhost = '{host}'\nsecurity = 'none'\n");
            Settings::parse(Path::new("config.toml"), &text).expect("this machine");
        }
    }

    #[test]
    fn passwords_are_not_shown_where_something_else_is_wrong() {
        for (line, expected) in [
            ("password = \"hé\"\r\n", "password =*****\r\n"),
            ("smtp = { \"password\" = 'x', host = 1 }\n", "smtp = { \"password\" = **** **** * * *\n"),
            ("password-command = \"pass mail\"\n", "password-command = \"pass mail\"\n"),
            ("# password\n", "# password\n"),
            ("Password = 'x'\n", "Password = ***\n"),
            ("smtppass = \"hunter2\"\n", "smtppass = *********\n"),
            ("api_secret: x\n", "api_secret: *\n"),
            ("passphrase hunter2\n", "passphrase *******\n"),
            ("Token-Command = \"x\"\n", "Token-Command = \"x\"\n"),
            ("Pass it on.\n", "Pass it on.\n"),
        ] {
            let shown = without_passwords(line);
            assert_eq!(shown.len(), line.len());
            assert_eq!(shown.replace(' ', ""), expected.replace(' ', ""), "{line}");
        }
    }
}
