//! What the elements of a page do to the words in them.

/// Elements in elements that are told apart.
const DEEPEST: usize = 100;

/// Octets of a tag that are looked at.
pub(super) const LONGEST: usize = 1000;

/// What an element does to the words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// They are somebody else's.
    Quote,
    /// Nobody sees them.
    Hide,
    /// They are a signature.
    Sign,
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
#[derive(Default)]
pub(super) struct Elements {
    open: Vec<Open>,
}

impl Elements {
    /// Whether an element around the place has an effect.
    pub(super) fn has(&self, effect: Effect) -> bool {
        self.open.iter().any(|it| it.effect == effect)
    }

    /// How many quotes the place is in.
    pub(super) fn quotes(&self) -> usize {
        self.open.iter().filter(|it| it.effect == Effect::Quote).count()
    }

    /// Takes a tag, without `<` and `>`. `quoted_below` says whether a quote begins below.
    pub(super) fn take(&mut self, tag: &str, quoted_below: bool) {
        let tag = &tag[..tag.floor_char_boundary(LONGEST)];
        let closes = tag.starts_with('/');
        let tag = tag.strip_prefix('/').unwrap_or(tag);
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
        let effect = effect(name, &tag.to_ascii_lowercase(), quoted_below);
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
fn effect(name: &str, tag: &str, quoted_below: bool) -> Option<Effect> {
    let style = if tag.contains("style") { tag.replace(char::is_whitespace, "") } else { String::new() };
    if is_unseen(&style) || is_hidden(tag) || name.eq_ignore_ascii_case("title") {
        return Some(Effect::Hide);
    }
    if is_signature(tag) {
        return Some(Effect::Sign);
    }
    if is_quote(name, tag, &style, quoted_below) {
        return Some(Effect::Quote);
    }
    let lines = name.eq_ignore_ascii_case("pre") || style.contains("white-space:pre");
    lines.then_some(Effect::Lines)
}

/// Whether words in a quote of some mail program stand in the element.
fn is_quote(name: &str, tag: &str, style: &str, quoted_below: bool) -> bool {
    const MARKS: [&str; 6] = [
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "messagereplysection",
        "__quoted_text__",
        "mail-editor-reference-message-container",
    ];
    let is_block = name.eq_ignore_ascii_case("blockquote");
    let is_around = ["div", "section", "table", "td"].iter().any(|it| name.eq_ignore_ascii_case(it));
    let named = tag.contains("class") || tag.contains("id=");
    // Around quotes with marks of their own answers stand.
    let around =
        || is_around && named && !quoted_below && tag.split_once(' ').is_some_and(|(_, it)| has_name(it));
    // Gmail and others set text in with a quote that has no border.
    is_block && (tag.contains("cite") || !is_indented(style))
        || tag.contains("type") && tag.contains("cite")
        || MARKS.iter().any(|it| tag.contains(it))
        || around()
        || is_around && has_border(style)
}

/// Whether the attributes of an element name it a quote.
fn has_name(attributes: &str) -> bool {
    ["quote", "zmail_extra", "moz-forward-container"].iter().any(|it| attributes.contains(it))
}

/// Whether an element has the line at its left that quotes have.
fn has_border(style: &str) -> bool {
    style.split("border-left:").skip(1).any(|value| {
        let value = value.split([';', '"', '\'']).next().unwrap_or_default();
        value.contains("solid") && !value.starts_with('0') && !value.contains("none")
    })
}

/// Whether nobody sees the words in an element.
fn is_unseen(style: &str) -> bool {
    let zero = |property: &str| {
        style.split(property).skip(1).any(|value| {
            let number = value.trim_start_matches('0');
            number.len() < value.len() && !number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        })
    };
    ["display:none", "visibility:hidden", "mso-hide:all"].iter().any(|it| style.contains(it))
        || ["font-size:", ";opacity:", "\"opacity:", "'opacity:", "max-height:"].iter().any(|it| zero(it))
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
