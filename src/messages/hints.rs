//! What to do about an error of the libraries: the one place that names commands, flags and settings for them.

use std::io::{self, ErrorKind};
use std::path::Path;

use onlist_core::diagnostics::Hint;
use onlist_core::outbox;
use onlist_mail::connection::{self, Mechanism};
use onlist_mail::deliver::smtp::{self, Cause, KnownRefusal, Phase};
use onlist_mail::http::HttpError;
use onlist_mail::tls::Certificate;
use onlist_mail::{archive, file, imap, read};

/// What to do about it, for the `hint:` line.
pub(crate) trait Advice {
    /// One line that begins with a verb, or nothing where nothing is known to help.
    fn hint(&self) -> Option<String>;
}

/// What to do about a finding or a diagnostic, in one line.
pub(crate) fn describe(hints: &[Hint]) -> String {
    hints.iter().map(hint).collect::<Vec<_>>().join("; ")
}

fn hint(hint: &Hint) -> String {
    match hint {
        Hint::Text(text) => text.clone(),
        Hint::Fix => "`onlist check --fix` does it".to_owned(),
        Hint::FollowUp => "`onlist follow-up` does it".to_owned(),
        Hint::Reply => "`onlist reply` writes both".to_owned(),
        Hint::Rehearse => "send it to yourself first with `onlist rehearse`".to_owned(),
        Hint::Projects => "`onlist projects` shows the titles".to_owned(),
        Hint::Import(Some(file)) => format!("run `onlist catalog import {file}`"),
        Hint::Catalog => "a catalog is TOML: run `onlist catalog new` for one to begin with".to_owned(),
        Hint::Import(None) => "save it to a file, then run `onlist catalog import FILE`".to_owned(),
    }
}

impl Advice for KnownRefusal {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::AppPassword => "create an app password in the account's security settings and use that",
            Self::BrowserLogin => "sign in to the account with a browser once, then try again",
            Self::TokenOnly => "this provider takes no passwords any more: set `token-command` (OAuth 2)",
            Self::WrongLogin => {
                "check user and password, or the token; Gmail, Yahoo and iCloud want an app password"
            }
            Self::StartTlsFirst => "set security to `starttls` (port 587)",
            Self::LoginFirst => "the server wants a login: set `user` and `password-command`",
            Self::OtherProvider => "send through the server of your own address's provider",
            Self::SubscribersOnly => {
                "subscribe to the list with the address that you write from, then send it again"
            }
            Self::NotYourAddress => "From must be an address of the account: check `email` and `user`",
            Self::TooLarge => SMALLER,
            Self::Greylisted => {
                "servers do this to senders that are new to them: send the same again in ten minutes"
            }
            Self::ServerTrouble => "the server has a problem: try again later",
            Self::Busy => "the server is busy or closing: try again later",
        };
        Some(hint.to_owned())
    }
}

const SMALLER: &str = "put what is long on a page, and the link into the letter";

const PORTS: &str = "port 465 goes with security `tls`, port 587 with `starttls`";

/// What to do where a server for letters is not reached.
fn unconnected(error: &connection::Error, phase: Phase) -> Option<String> {
    use connection::Error as E;
    let hint = match error {
        E::Silent(_) | E::Dropped if phase == Phase::Greeting => PORTS,
        E::NoTls | E::NoStartTls => PORTS,
        E::Network(ErrorKind::ConnectionRefused) => "check host and port with `onlist account set-up`",
        E::Silent(_) | E::Slow(_) | E::Dropped | E::Network(_) if phase == Phase::Connect => {
            "check the network, and host and port with `onlist account set-up`"
        }
        E::Unresolved => "check the host's name, and the network",
        E::NotLoopback(_) => "set security to `tls` (port 465) or `starttls` (port 587)",
        E::InClear => {
            "somebody may be changing this connection: try another network, or security `tls` (port 465)"
        }
        E::Certificate(wrong) => return wrong.hint(),
        _ => return None,
    };
    Some(hint.to_owned())
}

impl Advice for smtp::Error {
    fn hint(&self) -> Option<String> {
        let hint = match &self.cause {
            Cause::Connection(error) => return unconnected(error, self.phase),
            Cause::Refused(_) | Cause::LoginRefused { .. } => return self.known_refusal()?.hint(),
            Cause::Garbled if self.phase == Phase::Greeting => PORTS,
            Cause::Hello(_) => "use a host name, or none",
            Cause::NoLogin => "remove `user` if the server wants no login, else check the port",
            Cause::NoMechanism { wanted, .. } if wanted == &[Mechanism::Xoauth2] => {
                "set `password-command` in place of `token-command`"
            }
            Cause::NoMechanism { offered, .. } if offered.iter().any(|it| it == "XOAUTH2") => {
                "set `token-command` in place of `password-command`"
            }
            Cause::TooLarge { .. } => SMALLER,
            Cause::NoEightBit => "save the letter as quoted-printable",
            Cause::NoUtf8 => "encode the header (RFC 2047)",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl Advice for Certificate {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Name => "use the server's name as your provider writes it",
            Self::Issuer => {
                "name the authority's file in SSL_CERT_FILE if it is your own; if not, something may stand \
                 between: try another network"
            }
            Self::Expired | Self::NotYet => "check this machine's clock",
            Self::Revoked | Self::Purpose | Self::Authority | Self::Other => return None,
        };
        Some(hint.to_owned())
    }
}

impl Advice for imap::Error {
    fn hint(&self) -> Option<String> {
        use connection::Error as E;
        use imap::Cause as C;
        let hint = match &self.cause {
            C::Connection(E::Certificate(wrong)) => return wrong.hint(),
            C::Connection(E::NoTls | E::NoStartTls) | C::Garbled => {
                "port 993 goes with security `tls`, port 143 with `starttls`"
            }
            C::Connection(E::Unresolved) => "check `host` in `[imap]` of the settings",
            C::Connection(E::Network(_)) => "check host and port in `[imap]` of the settings",
            C::NotAscii => "use an app password",
            C::LoginRefused(_) | C::Folder { .. } | C::Refused { .. } if self.is_transient() => {
                "try again later"
            }
            C::LoginRefused(Some("PRIVACYREQUIRED")) => {
                "set security to `tls` (port 993) or `starttls` (port 143)"
            }
            C::LoginRefused(Some("CONTACTADMIN")) => "ask those who run the server",
            C::LoginRefused(Some("BAD" | "SERVERBUG" | "CLIENTBUG")) => return None,
            C::LoginRefused(_) => {
                "check `user` and its password; many providers want a password for programs, or a token"
            }
            C::Folder { .. } => "name folders as the server does: `folders = [\"INBOX\"]` in `[imap]`",
            C::NoLogin(_) => "set `token-command` in place of `password-command`, or the other way round",
            C::Bye { .. } | C::Connection(E::Silent(_) | E::Slow(_)) => "try again later",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl Advice for HttpError {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotAUrl(_) => "begin the address with `https://`",
            Self::Credentials(_) => "take them out of the address",
            Self::UnknownHost(_) => "check the address and your network",
            Self::Elsewhere { to, .. } => return Some(format!("use `{to}` if you trust it")),
            Self::Certificate { wrong, .. } => return wrong.hint(),
            Self::Busy { retry_after: Some(after), .. } => {
                return Some(format!("try again in {} minutes", after.as_secs().div_ceil(60)));
            }
            Self::Status { status: 401 | 403, .. } => "the server keeps this from programs or strangers",
            Self::Status { status: 404 | 410, .. } => "check the address in a browser",
            other if other.is_transient() => "try again later",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl Advice for archive::Error {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotAnArchive { .. } => {
                "give an mbox file, a folder of mails (Maildir, pipermail months), a public-inbox repository or its URL"
            }
            Self::Http(error) => return error.hint(),
            Self::NotMail { .. } => {
                "open the address in a browser: it may be wrong, or the server may keep programs away; a clone of the \
                 list made with git can be read too"
            }
            Self::NoList { .. } => "check the address in a browser",
            Self::NoSearch { .. } => "clone it with git, and give the folder",
            Self::NoSpan { .. } => "add `--since DATE`",
            Self::Incomplete { .. } => "try again later",
            Self::NoCommit { .. } => {
                "fetch its mails with `git fetch`; if they are on another branch, name it with `git symbolic-ref HEAD \
                 refs/heads/BRANCH`"
            }
            Self::Partial { path } => {
                let path = path.display().to_string();
                let path = shlex::try_quote(&path).unwrap_or_default();
                return Some(format!("fetch them with `git -C {path} fetch --refetch --no-filter`"));
            }
            Self::Git { .. } => "check it with `git fsck`, and that git is installed",
            Self::Io { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

impl Advice for read::Error {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Empty | Self::NoHeader => {
                "save the whole mail, with its header, from your mail program or the list's archive"
            }
            Self::Several => {
                "go through all: `onlist triage FILE --interactive`; or name one: `onlist reply MESSAGE-ID --archive FILE`"
            }
        };
        Some(hint.to_owned())
    }
}

impl Advice for outbox::MailError {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Post(error) => return error.hint(),
            Self::Nul { .. } => "save the mail again as plain text",
            Self::LongLine { .. } => "wrap it, or let your mail program encode the text as quoted-printable",
            Self::NoField { .. } => "an empty line ends the header",
            Self::Twice { .. } => "remove all but one",
            Self::NoFrom => "add a line `From: Your Name <address>`",
            Self::NoSender => "add a line `Sender: address`",
            Self::Nobody => "add a line `To: address`",
            Self::Address { .. } => "write `address` or `Name <address>`, with commas between",
            Self::MessageId => "remove the line; a new one is made",
            Self::Sender | Self::TooMany { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

impl Advice for file::Error {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Exists { .. } | Self::NotAFile { .. } => "choose another name",
            Self::Changed { .. } => "check it and try again",
            Self::Write { path, source } => match source.kind() {
                ErrorKind::NotFound => {
                    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
                    let folder = folder.unwrap_or(Path::new("."));
                    return Some(format!("create the folder `{}` first", folder.display()));
                }
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    "choose a folder that you can write to"
                }
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some disk space first",
                ErrorKind::FileTooLarge => "raise the limit on the size of files: `ulimit -f`",
                _ => return too_many_open(source),
            },
        };
        Some(hint.to_owned())
    }
}

/// What to do where a process has as many open files as it may have: each letter that is sent is one or two.
pub(super) fn too_many_open(error: &io::Error) -> Option<String> {
    #[cfg(unix)]
    let is = rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::MFILE);
    #[cfg(not(unix))]
    let is = false;
    is.then(|| "send fewer letters at once, or raise the limit on open files: `ulimit -n`".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use onlist_mail::text::Line;

    use super::*;
    use connection::Error as E;

    #[test]
    fn what_the_system_refuses_has_a_next_step() {
        for (kind, hint) in [
            (ErrorKind::PermissionDenied, "choose a folder that you can write to"),
            (ErrorKind::ReadOnlyFilesystem, "choose a folder that you can write to"),
            (ErrorKind::FileTooLarge, "raise the limit on the size of files: `ulimit -f`"),
            (ErrorKind::StorageFull, "free some disk space first"),
            (ErrorKind::NotFound, "create the folder `a` first"),
        ] {
            let error = file::Error::Write { path: "a/b".into(), source: kind.into() };
            assert_eq!(error.hint().as_deref(), Some(hint));
        }
    }

    #[test]
    fn a_submission_that_fails_has_a_next_step() {
        let refused = |code, text| Cause::Refused(smtp::Reply::new(code, text));
        let lacking =
            |wanted, offered: &str| Cause::NoMechanism { wanted, offered: vec![offered.to_owned()] };
        for (phase, cause, part) in [
            (
                Phase::Sender,
                refused(530, "5.7.0 Must issue a STARTTLS command first"),
                "`starttls` (port 587)",
            ),
            (
                Phase::Sender,
                refused(530, "5.7.0 Authentication Required"),
                "set `user` and `password-command`",
            ),
            (Phase::Sender, refused(553, "5.7.1 not your address"), "check `email` and `user`"),
            (Phase::Recipient, refused(550, "5.7.1 members only"), "subscribe to the list"),
            (Phase::AfterData, refused(552, "5.3.4 too big"), "put what is long on a page"),
            (Phase::Recipient, refused(450, "4.7.1 not now"), "send the same again in ten minutes"),
            (Phase::Data, refused(421, "4.3.0 bye"), "try again later"),
            (Phase::Greeting, E::Silent(Duration::from_secs(1)).into(), "port 465 goes with security `tls`"),
            (Phase::Tls, E::NoTls.into(), "port 465 goes with security `tls`"),
            (Phase::Tls, E::NoStartTls.into(), "port 465 goes with security `tls`"),
            (Phase::Tls, E::InClear.into(), "somebody may be changing this connection"),
            (Phase::Tls, E::Certificate(Certificate::Name).into(), "as your provider writes it"),
            (Phase::Tls, E::Certificate(Certificate::Issuer).into(), "SSL_CERT_FILE"),
            (Phase::Tls, E::Certificate(Certificate::Expired).into(), "this machine's clock"),
            (Phase::Connect, E::Network(ErrorKind::ConnectionRefused).into(), "check host and port"),
            (Phase::Connect, E::Network(ErrorKind::HostUnreachable).into(), "check the network"),
            (Phase::Connect, E::Silent(Duration::from_secs(1)).into(), "check the network"),
            (Phase::Connect, E::Slow(Duration::from_secs(1)).into(), "check the network"),
            (Phase::Connect, E::Unresolved.into(), "check the host's name"),
            (Phase::Connect, E::NotLoopback(Line::sanitize("mail.test")).into(), "set security to `tls`"),
            (Phase::Auth, Cause::NoLogin, "remove `user`"),
            (
                Phase::Auth,
                lacking(vec![Mechanism::Plain, Mechanism::Login], "XOAUTH2"),
                "set `token-command`",
            ),
            (Phase::Auth, lacking(vec![Mechanism::Xoauth2], "PLAIN"), "set `password-command`"),
            (Phase::Data, Cause::TooLarge { size: 2, most: 1 }, "put what is long on a page"),
            (Phase::Data, Cause::NoEightBit, "quoted-printable"),
            (Phase::Data, Cause::NoUtf8, "encode the header"),
        ] {
            let error = smtp::Error { phase, cause };
            let hint = error.hint().unwrap_or_default();
            assert!(hint.contains(part), "{error}: {hint}");
        }
        let quiet = smtp::Error { phase: Phase::Recipient, cause: refused(550, "5.1.1 no such user") };
        assert_eq!(quiet.hint(), None);
    }
}
