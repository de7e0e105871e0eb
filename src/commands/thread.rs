use std::collections::HashMap;
use std::ffi::OsString;

use clap::Args;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::thread::{Node, Options, Threads};

use super::archives::Archives;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::{self, ThreadPost};

/// Show one thread of a list, readably
///
/// Each post with its author's own words; quotes and footers are left out. What the archive does not have is
/// named.
#[derive(Debug, Args)]
pub(crate) struct Thread {
    /// Message-id of any post in the thread, with or without `<>`
    #[arg(value_name = "MESSAGE-ID")]
    id: String,

    /// Archive to look in; default: all in the settings
    #[arg(long = "archive", value_name = "ARCHIVE", add = candidates::archives())]
    archives: Vec<OsString>,

    /// Also put answers into the thread by their subject alone
    #[arg(long)]
    by_subject: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Thread {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let id = message_id(&self.id)?;
        let options = Options { by_subject: self.by_subject };
        let found = Found::open(context, &self.archives, &id, options)?;
        let Found { archives, threads, node } = &found;
        let nodes = in_order(threads, threads.root_of(*node));
        let number = |node: &Node| threads.entry(*node).number;
        let texts = texts(&nodes, |wanted, see| archives.visit(&wanted.iter().map(number).collect(), see))?;
        if self.json {
            return context.json(&report::thread_json(threads, &nodes, &texts));
        }
        archives.tell_diagnostics(context);
        Ok(context.terminal.data(&report::thread(threads, &nodes, &texts, context.terminal.width()))?)
    }
}

/// The archives, and where a post stands in them.
pub(crate) struct Found {
    archives: Archives,
    threads: Threads,
    node: Node,
}

impl Found {
    /// Looks for a post.
    pub(crate) fn open(
        context: &Context,
        arguments: &[OsString],
        id: &MessageId,
        options: Options,
    ) -> Result<Self, Failure> {
        let catalog = context.catalog()?;
        let mut archives = Archives::find(context, arguments, &catalog)?.thread(Some(id.clone()));
        let threads = archives.threads(context, options)?;
        let unknown = || {
            let failure = Failure::new(Status::Usage, format!("no post `{id}` in the archive"));
            failure.hint("`onlist triage --json` prints the message-ids of first letters")
        };
        let node = threads.find(id.bare()).ok_or_else(unknown)?;
        Ok(Self { archives, threads, node })
    }

    /// The octets of the post.
    pub(crate) fn octets(&self) -> Result<Vec<u8>, Failure> {
        let mut found = Vec::new();
        let number = self.threads.entry(self.node).number;
        self.archives.visit(&[number].into(), |_, octets| found = octets.to_vec())?;
        Ok(found)
    }
}

/// A message-id as it is typed.
pub(crate) fn message_id(text: &str) -> Result<MessageId, Failure> {
    MessageId::parse(text).ok_or_else(|| {
        let failure = Failure::new(Status::Usage, format!("`{}` is not a message-id", Line::sanitize(text)));
        failure.hint("it looks like `<20150310110000.1234@example.org>`")
    })
}

/// What posts say, by their numbers: `visit` reads some of them.
pub(crate) fn texts(
    nodes: &[(Node, usize)],
    visit: impl FnOnce(&[Node], &mut dyn FnMut(u32, &[u8])) -> Result<(), Failure>,
) -> Result<HashMap<u32, ThreadPost>, Failure> {
    let mut texts = HashMap::new();
    let wanted: Vec<_> = nodes.iter().map(|(node, _)| *node).collect();
    visit(&wanted, &mut |number, octets| {
        if let Ok(post) = Post::read(octets) {
            texts.insert(number, ThreadPost::of(&post));
        }
    })?;
    Ok(texts)
}

/// A thread as it is read: each post followed by the answers to it; with how deep each stands.
pub(crate) fn in_order(threads: &Threads, root: Node) -> Vec<(Node, usize)> {
    let (mut order, mut open) = (Vec::new(), vec![(root, 0)]);
    while let Some((node, depth)) = open.pop() {
        order.push((node, depth));
        let answers: Vec<_> = threads.answers(node).collect();
        open.extend(answers.into_iter().rev().map(|it| (it, depth + 1)));
    }
    order
}
