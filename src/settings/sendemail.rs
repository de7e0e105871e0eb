//! git's own settings for sending: `sendemail.*`, read as `git send-email` reads them.

use std::fmt;
use std::path::{Path, PathBuf};

use onlist_mail::connection::{Mechanism, Security, Server};
use onlist_mail::deliver::sendmail::Command;
use onlist_mail::deliver::smtp::Limits;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::secret::Secret;
use onlist_mail::text::Line;
use zeroize::Zeroizing;

use super::account::{Account, Error, PasswordFrom, Smtp, User, expanded};
use super::git;
use super::smtp::{STEP, check_host};

/// Where git looks for a program when it is told of no server, in its order.
const SENDMAIL: [&str; 3] = ["/usr/sbin/sendmail", "/usr/lib/sendmail", "sendmail"];

/// Ports by the names that git takes for them.
const PORTS: [(&str, u16); 5] =
    [("smtp", 25), ("smtps", 465), ("submissions", 465), ("ssmtp", 465), ("submission", 587)];

/// What git has under `sendemail`, in the order of its files.
#[derive(Clone, Default)]
pub(crate) struct SendEmail {
    entries: Vec<(String, Zeroizing<String>)>,
}

impl fmt::Debug for SendEmail {
    /// Keys alone, as there may be a password among the values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|(key, _)| key)).finish()
    }
}

impl SendEmail {
    /// Asks git. No git, or nothing set, is no answer.
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub(crate) fn ask() -> Result<Self, Error> {
        let listing = git::listing(r"^sendemail\.").map_err(|words| Error::Unreadable { words })?;
        Ok(Self::parse(&listing))
    }

    fn parse(listing: &str) -> Self {
        let entries = git::entries(listing).filter_map(|(key, value)| {
            Some((key.strip_prefix("sendemail.")?.to_owned(), value.to_owned().into()))
        });
        Self { entries: entries.collect() }
    }

    /// All values of a key: those of the identity that is chosen, else those for all identities.
    fn all(&self, key: &str) -> Vec<&str> {
        let of = |key: &str| -> Vec<&str> {
            self.entries.iter().filter(|(it, _)| it == key).map(|(_, value)| value.as_str()).collect()
        };
        let own = self.identity().map(|identity| of(&format!("{identity}.{key}"))).unwrap_or_default();
        if own.is_empty() { of(key) } else { own }
    }

    fn identity(&self) -> Option<&str> {
        self.entries.iter().rfind(|(key, _)| key == "identity").map(|(_, value)| value.as_str())
    }

    /// The value of a key, in one line; an empty one is none.
    fn get(&self, key: &str) -> Result<Option<Line>, Error> {
        let Some(value) = self.all(key).last().copied() else { return Ok(None) };
        match Line::new(value) {
            Ok(line) => Ok(Some(line).filter(|line| !line.is_empty())),
            Err(_) => Err(wrong(key, value, "which is not one line of text")),
        }
    }

    /// The account that git's settings describe; none where they name neither server nor command.
    ///
    /// Without either git takes a program by the name of `sendmail`, which `program` looks for. Whoever has told git
    /// nothing of sending may have such a program that delivers nowhere, so it does not count then.
    pub(super) fn account(
        &self,
        home: Option<&Path>,
        program: impl Fn(&str) -> Option<PathBuf>,
    ) -> Result<Option<Account>, Error> {
        let options: Vec<_> = self.all("smtpserveroption").into_iter().map(str::to_owned).collect();
        let envelope_sender = self.envelope_sender()?;
        let source = self.source();
        let command = |command, source| Ok(Some(Account::Command { command, envelope_sender, source }));
        if let Some(line) = self.all("sendmailcmd").last().filter(|it| !it.trim().is_empty()) {
            return command(Command::shell(line, &options), source);
        }
        let Some(server) = self.all("smtpserver").last().copied().filter(|it| !it.is_empty()) else {
            let default = SENDMAIL.iter().filter(|_| !self.entries.is_empty()).find_map(|name| program(name));
            let Some(path) = default else { return Ok(None) };
            let default = Command::program(&path.display().to_string(), &options);
            return command(default, format!("the default of {source}"));
        };
        if server.starts_with("~/") || Path::new(server).is_absolute() {
            return command(
                Command::program(&expanded(server, home).display().to_string(), &options),
                source,
            );
        }
        Ok(Some(Account::Smtp(self.smtp(server, home)?)))
    }

    fn smtp(&self, host: &str, home: Option<&Path>) -> Result<Smtp, Error> {
        if check_host(host).is_err() {
            return Err(wrong("smtpserver", host, "which is not a server name"));
        }
        let security = self.security()?;
        let server = Server {
            host: host.to_owned(),
            port: self.port(security)?,
            security,
            hello: self.get("smtpdomain")?.map(|it| it.to_string()),
            roots: self.roots(home)?,
            addresses: Vec::new(),
        };
        if security == Security::None && !server.is_loopback() {
            return Err(Error::Clear { host: Line::sanitize(host) });
        }
        Ok(Smtp {
            server,
            user: self.user()?,
            limits: Limits::of(STEP),
            envelope_sender: self.envelope_sender()?,
            source: self.source(),
        })
    }

    /// git's words for it: `ssl` is TLS from the first byte, `tls` is STARTTLS, and anything else is nothing.
    fn security(&self) -> Result<Security, Error> {
        Ok(match self.get("smtpencryption")?.as_deref() {
            Some("ssl") => Security::Tls,
            Some("tls") => Security::StartTls,
            _ => Security::None,
        })
    }

    /// The port, by number or name; without one git takes 465 or 25.
    fn port(&self, security: Security) -> Result<u16, Error> {
        let Some(port) = self.get("smtpserverport")? else {
            return Ok(if security == Security::Tls { 465 } else { 25 });
        };
        let named = PORTS.iter().find(|(name, _)| port.eq_ignore_ascii_case(name)).map(|(_, port)| *port);
        let number = || port.parse().ok().filter(|number| *number > 0);
        named.or_else(number).ok_or_else(|| wrong("smtpserverport", &port, "which is not a port"))
    }

    /// Certificates to trust besides the system's. A folder is the system's in another form, and an
    /// empty value, which turns git's checks off, turns nothing off here.
    fn roots(&self, home: Option<&Path>) -> Result<Option<PathBuf>, Error> {
        let Some(text) = self.get("smtpsslcertpath")? else { return Ok(None) };
        let path = expanded(&text, home);
        match path.metadata() {
            Ok(found) => Ok((!found.is_dir()).then_some(path)),
            Err(_) => Err(wrong("smtpsslcertpath", &text, "which cannot be read")),
        }
    }

    fn user(&self) -> Result<Option<User>, Error> {
        let named = self.get("smtpauth")?.unwrap_or_default();
        let Some(name) = self.get("smtpuser")?.filter(|_| !named.eq_ignore_ascii_case("none")) else {
            return Ok(None);
        };
        let mechanisms = mechanisms(&named)?;
        let from = match self.all("smtppass").last().filter(|it| !it.is_empty()) {
            Some(password) => PasswordFrom::Git(Secret::new((*password).to_owned())),
            None => PasswordFrom::Elsewhere,
        };
        Ok(Some(User { name, mechanisms, from }))
    }

    /// `auto` is the address in From, as it is here without a setting.
    fn envelope_sender(&self) -> Result<Option<Address>, Error> {
        let Some(text) = self.get("envelopesender")?.filter(|it| &**it != "auto") else { return Ok(None) };
        let unfit = || wrong("envelopesender", &text, "which is not a valid email address");
        text.parse::<Mailbox>().map(|it| Some(it.address)).map_err(|_| unfit())
    }

    fn source(&self) -> String {
        match self.identity() {
            Some(identity) => format!("git's sendemail.*, identity {}", Line::sanitize(identity)),
            None => "git's sendemail.*".to_owned(),
        }
    }
}

/// Those of the mechanisms that git's setting names that we speak, in its order; without a setting PLAIN, then LOGIN.
fn mechanisms(named: &str) -> Result<Vec<Mechanism>, Error> {
    if named.trim().is_empty() {
        return Ok(vec![Mechanism::Plain, Mechanism::Login]);
    }
    let ours = [Mechanism::Plain, Mechanism::Login, Mechanism::Xoauth2];
    // The same token logs in by either; who takes OAUTHBEARER (RFC 7628) mostly takes the older XOAUTH2 too.
    let of = |name: &str| match name {
        name if name.eq_ignore_ascii_case("OAUTHBEARER") => Some(Mechanism::Xoauth2),
        name => ours.into_iter().find(|it| it.to_string().eq_ignore_ascii_case(name)),
    };
    let mut mechanisms: Vec<_> = named.split_whitespace().filter_map(of).collect();
    mechanisms.dedup();
    if mechanisms.is_empty() {
        return Err(wrong("smtpauth", named, "and none of PLAIN, LOGIN and XOAUTH2 is among that"));
    }
    Ok(mechanisms)
}

/// A value that cannot be used, under the key as git's manual spells it.
fn wrong(key: &str, value: &str, reason: &'static str) -> Error {
    let key = match key {
        "smtpserver" => "sendemail.smtpServer",
        "smtpserverport" => "sendemail.smtpServerPort",
        "smtpsslcertpath" => "sendemail.smtpSSLCertPath",
        "smtpencryption" => "sendemail.smtpEncryption",
        "smtpdomain" => "sendemail.smtpDomain",
        "smtpuser" => "sendemail.smtpUser",
        "envelopesender" => "sendemail.envelopeSender",
        _ => "sendemail.smtpAuth",
    };
    Error::Git { key, value: Line::sanitize(value), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made of lines of `key value`.
    fn account(settings: &str) -> String {
        let lines = settings.lines().filter_map(|line| line.split_once(' '));
        let entries = lines.map(|(key, value)| format!("sendemail.{key}\n{value}\0"));
        let home = Some(Path::new("/home/ada"));
        match SendEmail::parse(&entries.collect::<String>()).account(home, |_| None) {
            Ok(None) => "none".to_owned(),
            Ok(Some(account)) => describe(&account),
            Err(error) => format!("{error}"),
        }
    }

    fn describe(account: &Account) -> String {
        let Account::Smtp(Smtp { server, user, .. }) = account else {
            return format!("{} ({})", account.describe(), account.source());
        };
        let mut words = vec![account.describe()];
        words.extend(server.hello.as_ref().map(|hello| format!("as {hello}")));
        words.extend(server.roots.as_ref().map(|roots| format!("trusting {}", roots.display())));
        words.extend(user.as_ref().map(|user| {
            let from = match &user.from {
                PasswordFrom::Git(secret) => secret.expose(),
                _ => "elsewhere",
            };
            let names: Vec<_> = user.mechanisms.iter().map(ToString::to_string).collect();
            let by =
                if names == ["PLAIN", "LOGIN"] { String::new() } else { format!(" by {}", names.join(" ")) };
            format!("{} with {} {from}{by}", user.name, user.kind())
        }));
        words.extend(account.envelope_sender().map(|it| format!("bounces to {it}")));
        words.join(", ")
    }

    #[test]
    fn servers_are_those_that_git_would_use() {
        let common = "smtpserver mail.test\nsmtpencryption tls\n";
        for (settings, expected) in [
            ("", "none"),
            ("smtpuser ada", "none"),
            (common, "mail.test:25, STARTTLS"),
            (&format!("{common}smtpserverport 587"), "mail.test:587, STARTTLS"),
            (&format!("{common}smtpserverport submission"), "mail.test:587, STARTTLS"),
            (&format!("{common}smtpencryption ssl"), "mail.test:465, TLS"),
            (&format!("{common}smtpencryption ssl\nsmtpserverport 1465"), "mail.test:1465, TLS"),
            (&format!("{common}smtpdomain ada.test"), "mail.test:25, STARTTLS, as ada.test"),
            (&format!("{common}smtpuser ada"), "mail.test:25, STARTTLS, ada with password elsewhere"),
            (
                &format!("{common}smtpuser ada\nsmtppass x y "),
                "mail.test:25, STARTTLS, ada with password x y ",
            ),
            (&format!("{common}smtpuser ada\nsmtpauth none"), "mail.test:25, STARTTLS"),
            (
                &format!("{common}smtpuser ada\nsmtpauth PLAIN XOAUTH2"),
                "mail.test:25, STARTTLS, ada with password elsewhere by PLAIN XOAUTH2",
            ),
            (
                &format!("{common}smtpuser ada\nsmtpauth login cram-md5"),
                "mail.test:25, STARTTLS, ada with password elsewhere by LOGIN",
            ),
            (
                &format!("{common}envelopesender ada@home.test"),
                "mail.test:25, STARTTLS, bounces to ada@home.test",
            ),
            (&format!("{common}envelopesender auto"), "mail.test:25, STARTTLS"),
            (
                &format!("{common}smtpuser ada\nsmtpauth XOAUTH2"),
                "mail.test:25, STARTTLS, ada with token elsewhere by XOAUTH2",
            ),
            (
                &format!("{common}smtpuser ada\nsmtpauth XOAUTH2 OAUTHBEARER"),
                "mail.test:25, STARTTLS, ada with token elsewhere by XOAUTH2",
            ),
            (&format!("{common}smtpsslcertpath /dev/null"), "mail.test:25, STARTTLS, trusting /dev/null"),
            (&format!("{common}smtpsslcertpath /"), "mail.test:25, STARTTLS"),
            ("smtpserver localhost", "localhost:25, unencrypted"),
            ("smtpserver 127.0.0.1\nsmtpserverport 2525\nsmtpencryption", "127.0.0.1:2525, unencrypted"),
        ] {
            assert_eq!(account(settings), expected, "{settings}");
        }
    }

    #[test]
    fn an_empty_path_of_certificates_turns_nothing_off() {
        let listing =
            "sendemail.smtpserver\nm.test\0sendemail.smtpencryption\nssl\0sendemail.smtpsslcertpath\n\0";
        let account = SendEmail::parse(listing).account(None, |_| None).expect("valid").expect("there");
        assert_eq!(describe(&account), "m.test:465, TLS");
    }

    #[test]
    fn commands_are_those_that_git_would_run() {
        for (settings, expected) in [
            ("smtpserver /usr/bin/msmtp", "the command `/usr/bin/msmtp` (git's sendemail.*)"),
            ("smtpserver ~/bin/mail er", "the command `/home/ada/bin/mail er` (git's sendemail.*)"),
            (
                "smtpserver mail.test\nsendmailcmd msmtp -a $X",
                "the command `msmtp -a $X` (git's sendemail.*)",
            ),
        ] {
            assert_eq!(account(settings), expected, "{settings}");
        }
    }

    #[test]
    fn git_s_own_program_serves_those_who_have_told_git_of_sending() {
        let here = |name: &str| (name == "/usr/lib/sendmail").then(|| PathBuf::from(name));
        for (settings, expected) in [
            ("", None),
            (
                "sendemail.from\nada@x.test\0",
                Some("the command `/usr/lib/sendmail` (the default of git's sendemail.*)"),
            ),
            ("sendemail.smtpserver\n/bin/mail\0", Some("the command `/bin/mail` (git's sendemail.*)")),
        ] {
            let account = SendEmail::parse(settings).account(None, here).expect("valid");
            assert_eq!(account.as_ref().map(describe).as_deref(), expected, "{settings}");
        }
    }

    #[test]
    fn the_settings_of_an_identity_come_first() {
        let both =
            "smtpserver mail.test\nsmtpencryption ssl\nUni.smtpserver uni.test\nwork.smtpserver work.test\n";
        assert_eq!(account(both), "mail.test:465, TLS");
        assert_eq!(account(&format!("{both}identity Uni")), "uni.test:465, TLS");
        assert_eq!(account(&format!("{both}identity other")), "mail.test:465, TLS");
        let command = format!("identity a.b\na.b.smtpserver /bin/mail\n{both}");
        assert_eq!(account(&command), "the command `/bin/mail` (git's sendemail.*, identity a.b)");
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (settings, expected) in [
            ("smtpserver mail.test", "git's settings send to `mail.test` without encryption"),
            (
                "smtpserver mail.test\nsmtpencryption TLS",
                "git's settings send to `mail.test` without encryption",
            ),
            (
                "smtpserver mail.test:465\nsmtpencryption ssl",
                "git's `sendemail.smtpServer` is `mail.test:465`, which is not a server name",
            ),
            (
                "smtpserver mail.test\nsmtpencryption ssl\nsmtpserverport 70000",
                "git's `sendemail.smtpServerPort` is `70000`, which is not a port",
            ),
            (
                "smtpserver mail.test\nsmtpencryption ssl\nsmtpuser ada\nsmtpauth CRAM-MD5 GSSAPI",
                "git's `sendemail.smtpAuth` is `CRAM-MD5 GSSAPI`, and none of PLAIN, LOGIN and XOAUTH2 is among that",
            ),
            (
                "smtpserver /bin/mail\nenvelopesender ada",
                "git's `sendemail.envelopeSender` is `ada`, which is not a valid email address",
            ),
            (
                "smtpserver mail.test\nsmtpencryption ssl\nsmtpsslcertpath ~/none.pem",
                "git's `sendemail.smtpSSLCertPath` is `~/none.pem`, which cannot be read",
            ),
            (
                "smtpserver mail.test\nsmtpencryption ssl\nsmtpuser a\tb",
                "git's `sendemail.smtpUser` is `a b`, which is not one line of text",
            ),
        ] {
            assert_eq!(account(settings), expected, "{settings}");
        }
    }

    #[test]
    fn passwords_are_not_in_its_debug_form() {
        let parsed = SendEmail::parse("sendemail.smtppass\nhunter2\0sendemail.smtpuser\nada\0");
        assert_eq!(format!("{parsed:?}"), r#"["smtppass", "smtpuser"]"#);
    }
}
