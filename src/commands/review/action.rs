//! What can be done with a letter that is there, whatever its kind, and the menu that offers it.

use onlist_core::check::{Finding, Severity};

use crate::context::Context;
use crate::messages::Failure;

/// What can be done with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReviewAction {
    Send,
    Read,
    Save,
    Mailto,
    WebMail,
    Print,
    Answers,
    Text,
    FromAnswers,
    Keep,
    Discard,
}

impl ReviewAction {
    /// All, in the order of the menu.
    const ALL: [Self; 11] = [
        Self::Send,
        Self::Read,
        Self::Save,
        Self::Mailto,
        Self::WebMail,
        Self::Print,
        Self::Answers,
        Self::Text,
        Self::FromAnswers,
        Self::Keep,
        Self::Discard,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Send => "Send it",
            Self::Read => "Read the whole letter",
            Self::Save => "Save it as a file for your mail program",
            Self::Mailto => "Open it in your mail program",
            Self::WebMail => "Send it by hand from your web mail",
            Self::Print => "Print it",
            Self::Answers => "Change an answer",
            Self::Text => "Edit the whole text",
            Self::FromAnswers => "Go back to the text from your answers",
            Self::Keep => "Keep it for later",
            Self::Discard => "Delete it",
        }
    }

    /// Whether the letter goes out by it, on its way to readers.
    pub(crate) fn lets_out(self) -> bool {
        matches!(self, Self::Send | Self::Save | Self::Mailto | Self::WebMail | Self::Print)
    }
}

/// What the menu depends on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Menu {
    /// Whether there are answers that the letter is made of.
    pub(crate) has_answers: bool,
    /// Whether its text was edited apart from them.
    pub(crate) own_text: bool,
    /// Whether only its beginning is on the screen.
    pub(crate) is_cut: bool,
    /// How far it is.
    pub(crate) state: LetterState,
}

/// How far a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LetterState {
    /// It can be sent.
    #[default]
    Ready,
    /// The rules find errors in it.
    Wrong,
    /// It has left by hand.
    ByHand,
}

impl LetterState {
    /// How far a letter is in which this was `found`.
    pub(crate) fn of(by_hand: bool, found: &[Finding]) -> Self {
        match found.iter().any(|it| it.severity == Severity::Error) {
            _ if by_hand => Self::ByHand,
            true => Self::Wrong,
            false => Self::Ready,
        }
    }
}

impl Menu {
    /// What is offered, in order.
    pub(crate) fn offered(self) -> Vec<ReviewAction> {
        let is_offered = |it: &ReviewAction| match it {
            ReviewAction::Read => self.is_cut,
            ReviewAction::Answers => self.has_answers,
            ReviewAction::FromAnswers => self.own_text,
            _ => true,
        };
        ReviewAction::ALL.into_iter().filter(is_offered).collect()
    }

    /// What Enter alone does: nothing leaves by it that has errors, or has left already.
    fn first(self) -> ReviewAction {
        match self.state {
            LetterState::ByHand => ReviewAction::Keep,
            LetterState::Wrong if self.has_answers => ReviewAction::Answers,
            LetterState::Wrong => ReviewAction::Text,
            LetterState::Ready => ReviewAction::Send,
        }
    }

    /// Asks what is to be done with the letter.
    pub(crate) fn choose(self, context: &Context) -> Result<ReviewAction, Failure> {
        // Esc is no decision; the safe one is to keep the letter.
        Ok(ask(context, "What now", &self.offered(), self.first())?.unwrap_or(ReviewAction::Keep))
    }
}

/// Lets one of `offered` be chosen; nothing on Esc.
pub(super) fn ask(
    context: &Context,
    question: &str,
    offered: &[ReviewAction],
    first: ReviewAction,
) -> Result<Option<ReviewAction>, Failure> {
    let labels: Vec<_> = offered.iter().map(|it| it.label().to_owned()).collect();
    let first = offered.iter().position(|it| *it == first);
    Ok(context.terminal.choose(question, &labels, first)?.map(|at| offered[at]))
}
