//! Refusals that providers are known for, by their codes and words (RFC 3463, 4954, 5321).

use super::{Phase, Reply};

/// What a server means by a refusal that it is known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownRefusal {
    /// The account wants a password made for programs.
    AppPassword,
    /// The account's owner has to log in with a browser first.
    BrowserLogin,
    /// Passwords are not taken at all, only tokens (OAuth 2).
    TokenOnly,
    /// User and password, or token, are wrong.
    WrongLogin,
    /// The connection is to be encrypted first.
    StartTlsFirst,
    /// A login is wanted first.
    LoginFirst,
    /// The address's own provider did not send this.
    OtherProvider,
    /// The list takes mail of its subscribers alone.
    SubscribersOnly,
    /// The sender is no address of the account.
    NotYourAddress,
    /// The letter is too large.
    TooLarge,
    /// Senders that are new are asked to try again.
    Greylisted,
    /// The server cannot check logins now.
    ServerTrouble,
    /// The server is busy, or closes.
    Busy,
}

/// A refusal as it is known. An empty list or text stands for any.
struct Known {
    codes: &'static [u16],
    /// How the text begins: an enhanced status code (RFC 3463).
    status: &'static str,
    /// What the text says somewhere, in small letters.
    says: &'static str,
    phases: &'static [Phase],
    means: KnownRefusal,
}

const fn known(
    codes: &'static [u16],
    status: &'static str,
    says: &'static str,
    means: KnownRefusal,
) -> Known {
    Known { codes, status, says, phases: &[], means }
}

/// The first that matches counts.
const REFUSALS: &[Known] = {
    use KnownRefusal as R;
    &[
        known(&[534], "5.7.9 ", "", R::AppPassword),
        known(&[], "", "application-specific password", R::AppPassword),
        known(&[534], "5.7.14 ", "", R::BrowserLogin),
        known(&[535], "5.7.139 ", "", R::TokenOnly),
        known(&[550], "5.7.30 ", "", R::TokenOnly),
        known(&[], "", "basic authentication is disabled", R::TokenOnly),
        known(&[535], "", "", R::WrongLogin),
        known(&[530], "", "starttls", R::StartTlsFirst),
        known(&[530], "", "", R::LoginFirst),
        known(&[550, 553, 554], "", "authentication required", R::LoginFirst),
        Known { phases: &[Phase::Recipient], ..known(&[550, 553, 554], "", "relay", R::LoginFirst) },
        known(&[550], "5.7.26 ", "", R::OtherProvider),
        known(&[550, 553, 554], "", "members only", R::SubscribersOnly),
        known(&[550, 553, 554], "", "subscri", R::SubscribersOnly),
        known(&[550, 553, 554], "", "sender address rejected", R::NotYourAddress),
        known(&[550, 554], "5.7.60 ", "", R::NotYourAddress),
        Known { phases: &[Phase::Sender], ..known(&[550, 553], "5.7.1 ", "", R::NotYourAddress) },
        known(&[552], "5.3.4 ", "", R::TooLarge),
        Known {
            phases: &[Phase::Sender, Phase::Data, Phase::AfterData],
            ..known(&[552], "", "", R::TooLarge)
        },
        known(&[450, 451], "4.7.1 ", "", R::Greylisted),
        known(&[450, 451], "", "greylist", R::Greylisted),
        known(&[454], "", "", R::ServerTrouble),
        known(&[421], "", "", R::Busy),
    ]
};

/// What is meant by a refusal, if it is a known one.
pub(super) fn meaning(reply: &Reply, phase: Phase) -> Option<KnownRefusal> {
    let text = reply.text.to_ascii_lowercase();
    let fits = |known: &&Known| {
        (known.codes.is_empty() || known.codes.contains(&reply.code))
            && (known.phases.is_empty() || known.phases.contains(&phase))
            && format!("{text} ").starts_with(known.status)
            && text.contains(known.says)
    };
    REFUSALS.iter().find(fits).map(|known| known.means)
}

#[cfg(test)]
mod tests {
    use KnownRefusal as R;

    use super::*;

    #[test]
    fn the_words_of_providers() {
        for (phase, code, text, expected) in [
            (Phase::Auth, 534, "5.7.9 Application-specific password required.", Some(R::AppPassword)),
            (Phase::Auth, 535, "5.7.9 Application-specific password required", Some(R::AppPassword)),
            (
                Phase::Auth,
                535,
                "5.7.139 Authentication unsuccessful, basic authentication is disabled.",
                Some(R::TokenOnly),
            ),
            (
                Phase::Auth,
                550,
                "5.7.30 Basic authentication is not supported for Client Submission.",
                Some(R::TokenOnly),
            ),
            (Phase::Auth, 535, "5.7.8 Username and Password not accepted.", Some(R::WrongLogin)),
            (Phase::Sender, 530, "5.7.0 Must issue a STARTTLS command first.", Some(R::StartTlsFirst)),
            (Phase::Sender, 530, "5.7.0 Authentication Required.", Some(R::LoginFirst)),
            (Phase::Recipient, 554, "5.7.1 <a@x.test>: Relay access denied", Some(R::LoginFirst)),
            (
                Phase::Recipient,
                553,
                "5.7.1 <a@x.test>: Sender address rejected: not owned by user b",
                Some(R::NotYourAddress),
            ),
            (Phase::Sender, 550, "5.7.1 not yours", Some(R::NotYourAddress)),
            (Phase::Recipient, 550, "5.7.1 members only", Some(R::SubscribersOnly)),
            (Phase::Recipient, 552, "5.2.2 mailbox full", None),
            (Phase::AfterData, 552, "5.3.4 too big", Some(R::TooLarge)),
            (Phase::Recipient, 450, "4.2.0 Greylisted, come back", Some(R::Greylisted)),
            (Phase::Recipient, 450, "4.2.0 mailbox busy", None),
            (Phase::Recipient, 550, "5.1.1 no such user", None),
        ] {
            assert_eq!(meaning(&Reply::new(code, text), phase), expected, "{code} {text}");
        }
    }
}
