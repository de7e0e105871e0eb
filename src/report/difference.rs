//! What mending changes, as a unified diff.

use similar::TextDiff;

use onlist_core::check::Mail;
use onlist_mail::read::Field;

/// Shows what differs between two states of the mail called `file`: header and decoded text.
#[must_use]
pub(crate) fn difference(file: &str, before: &Mail<'_>, after: &Mail<'_>) -> String {
    let (before, after) = (readable(before), readable(after));
    let diff = TextDiff::from_lines(&before, &after);
    let fixed = format!("{file} (fixed)");
    diff.unified_diff().context_radius(3).header(file, &fixed).to_string()
}

/// The mail as one reads it: fields with their encoded subject decoded, the text, and one line for every other part.
fn readable(mail: &Mail<'_>) -> String {
    let field = |field: Field<'_>| {
        let value = if field.name.eq_ignore_ascii_case("subject") {
            mail.post.subject.to_string()
        } else {
            String::from_utf8_lossy(field.value).trim().replace('\r', "")
        };
        format!("{}: {value}", field.name)
    };
    let mut lines: Vec<_> = mail.fields().map(field).collect();
    lines.push(String::new());
    lines.extend(mail.text.lines.iter().map(|line| line.text.clone()));
    let others = mail.parts().iter().filter(|part| !part.shown && !part.is_multipart());
    lines.extend(others.map(|part| format!("[{}, {} bytes]", part.media, part.end - part.body)));
    lines.push(String::new());
    lines.join("\n")
}
