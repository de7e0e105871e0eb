//! A mail as the rules look at it: what it means beside where that stands in its file.

use std::borrow::Cow;

use super::place::Place;
use super::secrets::masked;
use super::text::Text;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::read::{self, Field, Part, Post, line_ends};
use onlist_mail::text::Line;

/// Characters of a subject that are looked at: far more than fit a line.
const LONGEST_SUBJECT: usize = 1000;

/// Octets of a field that are looked at: more than any field has that was sent.
const LONGEST_FIELD: usize = 1 << 20;

/// A mail that is checked. It may have been written anywhere, by anybody.
#[derive(Debug, Clone)]
pub struct Mail<'m> {
    /// What it says.
    pub post: Post<'m>,
    /// Its text.
    pub text: Text,
    subject_is_cut: bool,
}

impl<'m> Mail<'m> {
    /// Reads a mail.
    ///
    /// # Errors
    /// Those of [`Post::read`]: it is empty, or no mail.
    pub fn read(bytes: impl Into<Cow<'m, [u8]>>) -> Result<Self, read::Error> {
        let mut post = Post::read(bytes)?;
        let subject_is_cut = post.subject.chars().count() > LONGEST_SUBJECT;
        if subject_is_cut {
            let beginning: String = post.subject.chars().take(LONGEST_SUBJECT).collect();
            post.subject = Line::sanitize(&beginning);
        }
        let text = Text::of(&post);
        Ok(Self { post, text, subject_is_cut })
    }

    /// Its octets, with regular line ends.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.post.octets()
    }

    /// Its parts, the whole mail first.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        self.post.parts()
    }

    /// Whether all of it was looked at: a mail has to be very long, or made to do harm, for that not to be.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.subject_is_cut
            && self.post.fields().all(|field| field.value.len() <= LONGEST_FIELD)
            && self.post.is_whole()
    }

    /// Its header, of each field the beginning that is looked at.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.post.fields().map(beginning)
    }

    /// The first field with this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Field<'_>> {
        self.post.field(name).map(beginning)
    }

    /// All fields with this name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = Field<'s>> {
        self.post.all(name).map(beginning)
    }

    /// The value of the first field with this name as it stands, with its folds and encoded words.
    #[must_use]
    pub fn value(&self, name: &str) -> Cow<'_, str> {
        self.field(name).map_or(Cow::Borrowed(""), |field| String::from_utf8_lossy(field.value.trim_ascii()))
    }

    /// Whether a list has sent it on, or an archive holds it.
    #[must_use]
    pub fn travelled(&self) -> bool {
        let marks = ["List-Id", "List-Post", "Archived-At", "X-Mailing-List", "Received"];
        marks.iter().any(|name| self.field(name).is_some())
    }

    /// Those it goes to, as far as readers see.
    pub fn recipients(&self) -> impl Iterator<Item = &Mailbox> {
        self.post.to.iter().chain(&self.post.cc)
    }

    /// The line of the file at this octet, from 1.
    pub(super) fn number(&self, offset: usize) -> usize {
        1 + line_ends(&self.bytes()[..offset.min(self.bytes().len())])
    }

    /// Where the header begins: the place of a field that is missing.
    pub(super) fn at_start(&self) -> Place {
        Place::line(self.fields().next().map_or(1, |field| self.number(field.start)))
    }

    /// Where `needle` stands in the field, else its whole value; without the field, where the header begins.
    pub(super) fn at_field(&self, name: &str, needle: &str) -> Place {
        self.all(name)
            .find_map(|field| self.in_field(&field, needle))
            .or_else(|| self.field(name).map(|field| self.whole_field(&field)))
            .unwrap_or_else(|| self.at_start())
    }

    /// Where an address of a recipient stands.
    pub(super) fn at_recipient(&self, address: &str) -> Place {
        let fields = ["To", "Cc"].iter().flat_map(|name| self.all(name));
        let mut found = fields.filter_map(|field| self.in_field(&field, address));
        found.next().unwrap_or_else(|| self.at_field("To", ""))
    }

    /// The place of `needle` in the lines of a field, in any case of its letters.
    pub(super) fn in_field(&self, field: &Field<'_>, needle: &str) -> Option<Place> {
        if needle.is_empty() {
            return None;
        }
        let wanted = needle.to_ascii_lowercase();
        let first = self.number(field.start);
        let end = field.end.min(field.start + LONGEST_FIELD);
        let lines = self.bytes()[field.start..end].split(|byte| *byte == b'\n');
        lines.enumerate().find_map(|(nth, line)| {
            let line = String::from_utf8_lossy(line.trim_ascii_end());
            // The name of the field is no part of its value.
            let from = if nth == 0 { field.name.len() + 1 } else { 0 };
            let at = line.get(from..)?.to_ascii_lowercase().find(&wanted)? + from;
            Some(Place::within(first + nth, &line, at..at + needle.len()))
        })
    }

    /// The decoded value of a field, which may have been written over several lines.
    pub(super) fn whole_field(&self, field: &Field<'_>) -> Place {
        let value = if field.name.eq_ignore_ascii_case("subject") {
            Cow::Borrowed(self.post.subject.as_str())
        } else {
            let raw = &field.value[..field.value.len().min(1000)];
            let unfolded: Vec<u8> = raw.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect();
            Cow::Owned(String::from_utf8_lossy(&unfolded).trim().to_owned())
        };
        let shown = format!("{}: {value}", field.name);
        let start = field.name.len() + 2;
        Place::within(self.number(field.start), &shown, start..shown.len())
    }

    /// Where `span` stands in a line of the text, which is shown without its secrets.
    pub(super) fn in_line(&self, line: usize, span: std::ops::Range<usize>) -> Place {
        let line = &self.text.lines[line];
        Place::within(line.number, &masked(&line.text), span)
    }

    /// A whole line of the text.
    pub(super) fn at_line(&self, line: usize) -> Place {
        let text = &self.text.lines[line].text;
        let indent = text.len() - text.trim_start().len();
        self.in_line(line, indent..text.trim_end().len().max(indent))
    }

    /// Where the text begins: the place of words that are missing.
    pub(super) fn at_text(&self) -> Place {
        let own = self.text.lines.iter().find(|line| line.kind.is_own());
        let body = || self.number(self.parts().first().map_or(0, |part| part.body));
        Place::line(own.or(self.text.lines.first()).map_or_else(body, |line| line.number))
    }

    /// A part, by the line of its type.
    pub(super) fn at_part(&self, part: &Part) -> Place {
        let fields = self.post.fields_of(part);
        let kind = fields.iter().find(|field| field.name.eq_ignore_ascii_case("Content-Type"));
        kind.map_or_else(|| Place::line(self.number(part.start)), |field| self.whole_field(field))
    }
}

fn beginning(field: Field<'_>) -> Field<'_> {
    Field { value: &field.value[..field.value.len().min(LONGEST_FIELD)], ..field }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onlist_mail::read::own::LineKind;

    #[test]
    fn lines_know_their_author_and_their_place() {
        let mail = "Subject: x\n\nHi,\n\nOn Tue, Ada wrote:\n> old\nnew\n-- \nAda\n";
        let mail = Mail::read(mail.as_bytes()).expect("a mail");
        let lines: Vec<_> = mail.text.lines.iter().map(|it| (it.number, it.text.as_str(), it.kind)).collect();
        let expected = [
            (3, "Hi,", LineKind::Prose),
            (4, "", LineKind::Blank),
            (5, "On Tue, Ada wrote:", LineKind::QuoteIntro),
            (6, "> old", LineKind::Quote),
            (7, "new", LineKind::Prose),
            (8, "-- ", LineKind::Delimiter),
            (9, "Ada", LineKind::Signature),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn decoded_lines_lead_back_to_the_file() {
        for (encoding, body, expected) in [
            ("7bit", "one\ntwo\n", [(4, "one"), (5, "two")]),
            ("quoted-printable", "on=\ne=\n\ntwo=20\n", [(4, "one"), (7, "two ")]),
            ("quoted-printable", "one=0Atwo\n", [(4, "one"), (4, "two")]),
            ("base64", "b25l\nCnR3bwo=\n", [(4, "one"), (5, "two")]),
        ] {
            let mail = format!("Subject: x\nContent-Transfer-Encoding: {encoding}\n\n{body}");
            let mail = Mail::read(mail.as_bytes()).expect("a mail");
            let lines: Vec<_> = mail.text.lines.iter().map(|it| (it.number, it.text.as_str())).collect();
            assert_eq!(lines, expected, "{encoding}: {body:?}");
        }
    }

    #[test]
    fn places_in_the_header() {
        let mail = Mail::read(b"Subject: =?utf-8?q?Zo=C3=AB?=\nTo: a@b.test,\n\tX <C@d.test>\n\nHi\n")
            .expect("a mail");
        let place = mail.at_recipient("c@D.test");
        assert_eq!((place.line, place.column, place.text.as_deref()), (3, 5, Some("\tX <C@d.test>")));
        assert_eq!(mail.at_field("Subject", "re:").text.as_deref(), Some("Subject: Zoë"));
        assert_eq!((mail.at_field("Cc", "").line, mail.at_text().line), (1, 5));
    }
}
