//! Where people talk, besides the lists.

use onlist_mail::text::Line;

use super::format::{table, words};
use super::values::{Lines, OneOrMany, Origin, Url};

words! {
    /// What kind of place people talk in.
    pub enum ChatKind {
        /// Internet Relay Chat.
        Irc = "irc",
        /// Matrix.
        Matrix = "matrix" | "element",
        /// Zulip.
        Zulip = "zulip",
        /// Slack.
        Slack = "slack",
        /// Discord.
        Discord = "discord",
        /// A forum in the web.
        Forum = "forum" | "discourse",
        /// A tracker of issues.
        Tracker = "tracker" | "issues" | "bugzilla" | "phabricator" | "jira",
    }
}

table! {
    /// Where to talk, besides the lists.
    pub struct Chat {
        /// What kind of place it is.
        #[example("'irc'")]
        pub kind: Option<ChatKind>,
        /// How it is called, when it is none of these kinds.
        #[example("'Mattermost'")]
        pub protocol: Option<Line>,
        /// Host or network.
        #[example("'libera.chat'")]
        pub network: Option<Line>,
        /// Channel, stream or room.
        #[example("'#engine'")]
        pub channel: Option<Line>,
        /// Where it is in the web.
        #[example("'https://chat.example.org/'")]
        pub url: Option<Url>,
        /// What else is to be known.
        #[example("'mentors are there on Mondays'")]
        pub note: Option<Line>,
        /// Where the source says so.
        #[example("[48, 48]")]
        pub lines: Option<Lines>,
        /// Facts that are not the source's.
        #[example("'https://example.org/contact'")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
    }
}

impl Chat {
    /// The kind of place, as people write it.
    #[must_use]
    pub fn called(&self) -> &str {
        match (&self.protocol, self.kind) {
            (Some(protocol), _) => protocol,
            (None, Some(ChatKind::Irc)) => "IRC",
            (None, Some(ChatKind::Matrix)) => "Matrix",
            (None, Some(ChatKind::Zulip)) => "Zulip",
            (None, Some(ChatKind::Slack)) => "Slack",
            (None, Some(ChatKind::Discord)) => "Discord",
            (None, Some(ChatKind::Forum)) => "Forum",
            (None, Some(ChatKind::Tracker)) => "Tracker",
            (None, None) => "Chat",
        }
    }

    /// Where it is: `#engine on libera.chat`, with a URL where there is one.
    #[must_use]
    pub fn place(&self) -> String {
        let place = match (&self.channel, &self.network) {
            (Some(channel), Some(network)) => format!("{channel} on {network}"),
            (Some(one), None) | (None, Some(one)) => one.to_string(),
            (None, None) => String::new(),
        };
        match &self.url {
            Some(url) if place.is_empty() => url.to_string(),
            Some(url) => format!("{place}, {url}"),
            None => place,
        }
    }
}
