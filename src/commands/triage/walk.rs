//! A walk through those who wait: each is read, noted, passed over or answered; all answers are reviewed at the end.

use onlist_core::drafts::Id;
use onlist_core::people::People;
use onlist_core::triage::{Introduction, State};
use onlist_mail::read::Post;
use onlist_mail::thread::{Node, Threads};
use onlist_mail::words::count;

use super::Opened;
use super::outgoing;
use super::remembered::Remembered;
use crate::commands::{reply, thread};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::{self, Page, ThreadPost, TriagePage};
use crate::terminal::{AskError, Field, Given, Shape, Terminal};

/// What can be done with a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Read,
    Answer,
    Thread,
    Note,
    Dismiss,
    Skip,
    Stop,
}

impl Act {
    fn label(self) -> &'static str {
        match self {
            Self::Read => "Read it",
            Self::Answer => "Answer it",
            Self::Thread => "Read the whole thread",
            Self::Note => "Write a note for yourself",
            Self::Dismiss => "This is no first letter",
            Self::Skip => "Skip it",
            Self::Stop => "Stop here",
        }
    }
}

/// What comes after a letter.
#[derive(PartialEq, Eq)]
enum Next {
    Letter,
    End,
}

/// The walk.
pub(super) struct Walk<'w> {
    pub(super) context: &'w Context<'w>,
    pub(super) opened: &'w Opened,
    pub(super) people: &'w People<'w>,
    pub(super) remembered: Remembered,
    /// The answers that were written, as drafts.
    pub(super) answers: Vec<Id>,
}

impl Walk<'_> {
    /// Goes from one letter to the next, and then through the answers.
    pub(super) fn run(mut self, waiting: &[&Introduction<'_>]) -> Result<(), Failure> {
        let context = self.context;
        if waiting.is_empty() {
            context.terminal.note("nobody waits for an answer");
            return Ok(());
        }
        for (at, one) in waiting.iter().enumerate() {
            let next = self.letter(one, &format!("{} of {}", at + 1, waiting.len()));
            if next.map_err(|failure| self.kept(failure))? == Next::End {
                break;
            }
        }
        let answers = std::mem::take(&mut self.answers);
        let hint = outgoing::hint(&answers);
        outgoing::review(context, answers).map_err(|failure| hinted(failure, hint))
    }

    fn threads(&self) -> &Threads {
        &self.opened.threads
    }

    /// Says where the answers are that were written before the run ended.
    fn kept(&self, failure: Failure) -> Failure {
        hinted(failure, outgoing::hint(&self.answers))
    }

    /// The post that is to be answered: what the newcomer wrote last, where an answer to the first letter is there.
    fn due(&self, one: &Introduction<'_>) -> Node {
        let own = |node: &&Node| one.person.is_some() && self.people.author(**node) == one.person;
        let last = self.threads().below(one.node).iter().rfind(own).copied();
        last.filter(|_| one.state == State::LastWordNewcomer).unwrap_or(one.node)
    }

    /// Shows one letter, and does with it what the reader wants.
    fn letter(&mut self, one: &Introduction<'_>, place: &str) -> Result<Next, Failure> {
        let due = self.due(one);
        let mut mail = Vec::new();
        self.opened.visit(&[due], |_, octets| mail = octets.to_vec())?;
        let post = Post::read(&mail)?;
        self.show_head(one, due, place);
        let can_answer = !post.from.is_empty() || post.author(&[]).mailbox.is_some();
        if !can_answer {
            self.context.terminal.note("nobody can be answered: the mail names no address of its author");
        }
        let mut is_read = false;
        loop {
            match self.choose(one, is_read, can_answer)? {
                Act::Read => {
                    self.show(&report::own_words(&ThreadPost::of(&post), self.context.terminal.width()));
                    is_read = true;
                }
                Act::Thread => self.show(&self.thread(due)?),
                Act::Note => self.note(&post)?,
                Act::Dismiss => match self.remembered.dismiss(self.context, &post) {
                    Ok(()) => {
                        self.context.terminal.note("remembered; `onlist triage --all` still shows it");
                        return Ok(Next::Letter);
                    }
                    Err(failure) => failure.report(self.context.terminal),
                },
                Act::Answer => {
                    if self.answer(&mail)? {
                        return Ok(Next::Letter);
                    }
                }
                Act::Skip => return Ok(Next::Letter),
                Act::Stop => return Ok(Next::End),
            }
        }
    }

    fn choose(&self, one: &Introduction<'_>, is_read: bool, can_answer: bool) -> Result<Act, Failure> {
        let mut acts = if is_read { vec![Act::Answer, Act::Note] } else { vec![Act::Read] };
        if is_read && one.replies > 0 {
            acts.insert(1, Act::Thread);
        }
        acts.retain(|it| can_answer || *it != Act::Answer);
        acts.extend([Act::Skip, Act::Dismiss, Act::Stop]);
        let labels: Vec<_> = acts.iter().map(|it| it.label().to_owned()).collect();
        let chosen = self.context.terminal.choose("What now", &labels, Some(0))?;
        Ok(chosen.map_or(Act::Stop, |at| acts[at]))
    }

    /// Says who waits, for how long, and what the reader noted.
    fn show_head(&self, one: &Introduction<'_>, due: Node, place: &str) {
        let terminal = self.context.terminal;
        let page = TriagePage::new(self.threads(), self.people, std::slice::from_ref(one));
        let [waits, project, person, subject, state] = page.cells(one);
        let mut shown = Page::new(terminal.width());
        shown.row("Subject", &subject);
        shown.row("Waits", &format!("{waits}, {state}"));
        shown.row("Project", if project == "-" { "" } else { &project });
        for (day, note) in self.remembered.notes(self.threads().entry(due).id) {
            shown.row("Your note", &format!("{note} ({day})"));
        }
        terminal.say("");
        terminal.heading(&format!("{place}: {person}"));
        terminal.say(shown.finish().trim_end());
    }

    fn show(&self, text: &str) {
        self.context.terminal.say("");
        self.context.terminal.say(text.trim_end());
        self.context.terminal.say("");
    }

    /// The thread of a post, readably.
    fn thread(&self, node: Node) -> Result<String, Failure> {
        let threads = self.threads();
        let nodes = thread::in_order(threads, threads.root_of(node));
        let texts = thread::texts(&nodes, |wanted, see| {
            self.opened.visit(wanted, |node, octets| see(threads.entry(node).number, octets))
        })?;
        Ok(report::thread(threads, &nodes, &texts, self.context.terminal.width()))
    }

    fn note(&mut self, post: &Post) -> Result<(), Failure> {
        let terminal = self.context.terminal;
        let field = Field { prompt: "Your note", text: "", shape: Shape::Line, back: true };
        let given = terminal.field(&field);
        if let Ok(Given::Text(text)) | Err(AskError::Interrupted(text)) = &given
            && !text.is_empty()
        {
            match self.remembered.note(self.context, post, text) {
                Ok(()) => terminal.note("kept; only you see it"),
                Err(failure) => failure.report(terminal),
            }
        }
        Ok(given.map(drop)?)
    }

    /// Asks for an answer and keeps it; whether there is one.
    fn answer(&mut self, mail: &[u8]) -> Result<bool, Failure> {
        match reply::collected(self.context, mail) {
            Ok(None) => Ok(false),
            Ok(Some(id)) => {
                self.answers.push(id);
                let answers = count(self.answers.len(), "answer");
                self.context.terminal.note(&format!("{answers} kept; you review and send at the end"));
                if let Some(hint) = outgoing::hint(&self.answers) {
                    Terminal::hint_on_interrupt(&hint);
                }
                Ok(true)
            }
            Err(failure) if ends_the_run(&failure) => Err(failure),
            Err(failure) => {
                failure.report(self.context.terminal);
                Ok(false)
            }
        }
    }
}

/// Whether nobody is there to ask any more.
fn ends_the_run(failure: &Failure) -> bool {
    matches!(failure.status, Status::Interrupted | Status::Io)
}

fn hinted(failure: Failure, hint: Option<String>) -> Failure {
    match hint {
        Some(hint) => failure.and(&hint),
        None => failure,
    }
}
