//! Refusals that providers are known for, in their words (RFC 3463, 4954, 5321).

use super::{Phase, Reply};

/// A refusal and what to do about it. An empty list or text stands for any.
struct Known {
    codes: &'static [u16],
    /// How the text begins: an enhanced status code (RFC 3463).
    status: &'static str,
    /// What the text says somewhere, in small letters.
    says: &'static str,
    phases: &'static [Phase],
    hint: &'static str,
}

/// Any refusal.
const ANY: Known = Known { codes: &[], status: "", says: "", phases: &[], hint: "" };

const OAUTH: &str = "this provider takes no passwords any more: set `token-command` (OAuth 2)";
const APP_PASSWORD: &str = "create an app password in the account's security settings and use that";
const LOG_IN: &str = "the server wants a login: set `user` and `password-command`";
const OWN_FROM: &str = "From must be an address of the account: check `email` and `user`";
const SUBSCRIBE: &str = "subscribe to the list with the address that you write from, then send it again";
const GREYLISTED: &str =
    "servers do this to senders that are new to them: send the same again in ten minutes";
const SMALLER: &str = "put what is long on a page, and the link into the letter";

/// The first that matches counts.
const REFUSALS: &[Known] = &[
    Known { codes: &[534], status: "5.7.9 ", hint: APP_PASSWORD, ..ANY },
    Known { says: "application-specific password", hint: APP_PASSWORD, ..ANY },
    Known {
        codes: &[534],
        status: "5.7.14 ",
        hint: "sign in to the account with a browser once, then try again",
        ..ANY
    },
    Known { codes: &[535], status: "5.7.139 ", hint: OAUTH, ..ANY },
    Known { codes: &[550], status: "5.7.30 ", hint: OAUTH, ..ANY },
    Known { says: "basic authentication is disabled", hint: OAUTH, ..ANY },
    Known {
        codes: &[535],
        hint: "check user and password, or the token; Gmail, Yahoo and iCloud want an app password",
        ..ANY
    },
    Known { says: "starttls", codes: &[530], hint: "set security to `starttls` (port 587)", ..ANY },
    Known { codes: &[530], hint: LOG_IN, ..ANY },
    Known { codes: &[550, 553, 554], says: "authentication required", hint: LOG_IN, ..ANY },
    Known { codes: &[550, 553, 554], says: "relay", phases: &[Phase::Recipient], hint: LOG_IN, ..ANY },
    Known {
        codes: &[550],
        status: "5.7.26 ",
        hint: "send through the server of your own address's provider",
        ..ANY
    },
    Known { codes: &[550, 553, 554], says: "members only", hint: SUBSCRIBE, ..ANY },
    Known { codes: &[550, 553, 554], says: "subscri", hint: SUBSCRIBE, ..ANY },
    Known { codes: &[550, 553, 554], says: "sender address rejected", hint: OWN_FROM, ..ANY },
    Known { codes: &[550, 554], status: "5.7.60 ", hint: OWN_FROM, ..ANY },
    Known { codes: &[550, 553], status: "5.7.1 ", phases: &[Phase::Sender], hint: OWN_FROM, ..ANY },
    Known { codes: &[552], status: "5.3.4 ", hint: SMALLER, ..ANY },
    Known { codes: &[552], phases: &[Phase::Sender, Phase::Data, Phase::AfterData], hint: SMALLER, ..ANY },
    Known { codes: &[450, 451], status: "4.7.1 ", hint: GREYLISTED, ..ANY },
    Known { codes: &[450, 451], says: "greylist", hint: GREYLISTED, ..ANY },
    Known { codes: &[454], hint: "the server has a problem: try again later", ..ANY },
    Known { codes: &[421], hint: "the server is busy or closing: try again later", ..ANY },
];

/// Returns what to do about a known refusal.
pub(super) fn hint(reply: &Reply, phase: Phase) -> Option<&'static str> {
    let text = reply.text.to_ascii_lowercase();
    let fits = |known: &&Known| {
        (known.codes.is_empty() || known.codes.contains(&reply.code))
            && (known.phases.is_empty() || known.phases.contains(&phase))
            && format!("{text} ").starts_with(known.status)
            && text.contains(known.says)
    };
    REFUSALS.iter().find(fits).map(|known| known.hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_providers() {
        for (phase, code, text, expected) in [
            (Phase::Auth, 534, "5.7.9 Application-specific password required.", Some(APP_PASSWORD)),
            (Phase::Auth, 535, "5.7.9 Application-specific password required", Some(APP_PASSWORD)),
            (
                Phase::Auth,
                535,
                "5.7.139 Authentication unsuccessful, basic authentication is disabled.",
                Some(OAUTH),
            ),
            (
                Phase::Auth,
                550,
                "5.7.30 Basic authentication is not supported for Client Submission.",
                Some(OAUTH),
            ),
            (
                Phase::Auth,
                535,
                "5.7.8 Username and Password not accepted.",
                Some("check user and password, or the token; Gmail, Yahoo and iCloud want an app password"),
            ),
            (
                Phase::Sender,
                530,
                "5.7.0 Must issue a STARTTLS command first.",
                Some("set security to `starttls` (port 587)"),
            ),
            (Phase::Sender, 530, "5.7.0 Authentication Required.", Some(LOG_IN)),
            (Phase::Recipient, 554, "5.7.1 <a@x.test>: Relay access denied", Some(LOG_IN)),
            (
                Phase::Recipient,
                553,
                "5.7.1 <a@x.test>: Sender address rejected: not owned by user b",
                Some(OWN_FROM),
            ),
            (Phase::Sender, 550, "5.7.1 not yours", Some(OWN_FROM)),
            (Phase::Recipient, 550, "5.7.1 members only", Some(SUBSCRIBE)),
            (Phase::Recipient, 552, "5.2.2 mailbox full", None),
            (Phase::AfterData, 552, "5.3.4 too big", Some(SMALLER)),
            (Phase::Recipient, 450, "4.2.0 Greylisted, come back", Some(GREYLISTED)),
            (Phase::Recipient, 450, "4.2.0 mailbox busy", None),
            (Phase::Recipient, 550, "5.1.1 no such user", None),
        ] {
            assert_eq!(hint(&Reply::new(code, text), phase), expected, "{code} {text}");
        }
    }
}
