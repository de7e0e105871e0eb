//! What the elements of a page do to the words in them.

/// Elements in elements that are told apart.
const DEEPEST: usize = 100;

/// Octets of a tag that are looked at.
const LONGEST: usize = 1000;

/// What an element does to the words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// They are somebody else's.
    Quote,
    /// Nobody sees them, or they are a signature.
    Hide,
    /// Their lines stay.
    Lines,
}

/// An element with an effect that is not closed.
struct Open {
    name: String,
    effect: Effect,
    /// Elements of the same name in it that are not closed.
    inner: usize,
}

/// The elements around a place of a page.
pub(super) struct Elements {
    open: Vec<Open>,
    hides_signatures: bool,
}

impl Elements {
    pub(super) fn new(hides_signatures: bool) -> Self {
        Self { open: Vec::new(), hides_signatures }
    }

    /// Whether an element around the place has an effect.
    pub(super) fn has(&self, effect: Effect) -> bool {
        self.open.iter().any(|it| it.effect == effect)
    }

    /// How many quotes the place is in.
    pub(super) fn quotes(&self) -> usize {
        self.open.iter().filter(|it| it.effect == Effect::Quote).count()
    }

    /// Takes the tag that `text` begins with, behind its `<`. `quoted_below` says whether a quote begins below.
    pub(super) fn take(&mut self, text: &str, quoted_below: bool) {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let closes = text.starts_with('/');
        let tag = text.strip_prefix('/').unwrap_or(text).split(['>', '<']).next().unwrap_or_default();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let same = |it: &&mut Open| it.name.eq_ignore_ascii_case(name);
        if closes {
            let Some(at) = self.open.iter().rposition(|it| it.name.eq_ignore_ascii_case(name)) else {
                return;
            };
            match self.open[at].inner {
                0 => self.open.truncate(at),
                _ => self.open[at].inner -= 1,
            }
            return;
        }
        if name.is_empty() || is_void(name) || tag.ends_with('/') {
            return;
        }
        // A paragraph ends where the next one begins.
        if name.eq_ignore_ascii_case("p")
            && let Some(at) = self.open.iter().rposition(|it| it.name == "p")
        {
            self.open.truncate(at);
        }
        let effect = effect(name, &tag.to_ascii_lowercase(), quoted_below, self.hides_signatures);
        match effect.filter(|_| self.open.len() < DEEPEST) {
            Some(effect) => self.open.push(Open { name: name.to_ascii_lowercase(), effect, inner: 0 }),
            None => self.open.iter_mut().rfind(same).into_iter().for_each(|it| it.inner += 1),
        }
    }
}

/// Whether an element has no end tag (WHATWG HTML, void elements).
fn is_void(name: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ];
    VOID.iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// What an element does, by its name and its tag in lower case.
fn effect(name: &str, tag: &str, quoted_below: bool, hides_signatures: bool) -> Option<Effect> {
    const QUOTES: [&str; 3] = ["yahoo_quoted", "protonmail_quote", "tutanota_quote"];
    let blanks = |c: char| c.is_whitespace();
    let compact = || tag.replace(blanks, "");
    let styled = tag.contains("style");
    let classes = tag.split_once("class").map(|(_, rest)| rest).unwrap_or_default();
    if styled && ["display:none", "visibility:hidden", "mso-hide:all"].iter().any(|it| compact().contains(it))
        || is_hidden(tag)
        || hides_signatures && is_signature(tag)
    {
        return Some(Effect::Hide);
    }
    let is_block = name.eq_ignore_ascii_case("blockquote");
    // Gmail and others set text in with a quote that has no border.
    let indented = || is_block && !tag.contains("cite") && is_indented(&compact());
    // Around quotes with marks of their own answers stand.
    let around = |class: &str| classes.contains(class) && !is_block && !quoted_below;
    let cited = tag.contains("type") && tag.contains("cite");
    if is_block && !indented()
        || cited
        || QUOTES.iter().any(|it| classes.contains(it))
        || around("gmail_quote")
        || around("moz-cite")
    {
        return Some(Effect::Quote);
    }
    let lines = name.eq_ignore_ascii_case("pre") || styled && compact().contains("white-space:pre");
    lines.then_some(Effect::Lines)
}

fn is_indented(compact: &str) -> bool {
    !compact.contains("gmail_quote")
        && ["border:none", "border:0", "border-width:0"].iter().any(|it| compact.contains(it))
}

/// Whether a tag has the attribute `hidden`.
fn is_hidden(tag: &str) -> bool {
    let named = |words: &str| words.split_whitespace().any(|it| it.split('=').next() == Some("hidden"));
    tag.contains("hidden") && tag.split(['"', '\'']).step_by(2).any(named)
}

/// Whether a tag has the class or identifier that mail programs give to signatures.
fn is_signature(tag: &str) -> bool {
    const NAMES: [&str; 9] = [
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "protonmail_signature_block",
        "ms-outlook-mobile-signature",
        "applemailsignature",
        "yahoo_signature",
        "mail_signature",
        "signature",
    ];
    let marked = |it: &str| NAMES.contains(&it.strip_prefix("x_").unwrap_or(it));
    tag.contains("signature")
        && (tag.contains("class") || tag.contains("id"))
        && tag.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).skip(1).any(marked)
}
