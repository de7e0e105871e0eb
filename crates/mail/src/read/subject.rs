//! What mail programs put before a subject that is answered or forwarded.

/// Marks of answers, as mail programs of any language write them, without their colon.
const REPLIES: [&str; 43] = [
    "re",
    "aw",
    "sv",
    "vs",
    "antw",
    "antwort",
    "ref",
    "res",
    "resp",
    "réf",
    "rép",
    "rif",
    "ang",
    "vedr",
    "odg",
    "vast",
    "r",
    "odp",
    "ynt",
    "yan",
    "vá",
    "bls",
    "atb",
    "ats",
    "svar",
    "ha",
    "отв",
    "ответ",
    "на",
    "відп",
    "отг",
    "σχετ",
    "απ",
    "回复",
    "回覆",
    "答复",
    "答覆",
    "回信",
    "返信",
    "회신",
    "תשובה",
    "השב",
    "رد",
];

/// Marks of forwarded mail.
const FORWARDS: [&str; 29] = [
    "fw",
    "fwd",
    "wg",
    "tr",
    "rv",
    "enc",
    "vl",
    "vb",
    "vidb",
    "vidarebefordrat",
    "doorst",
    "i",
    "inoltro",
    "pd",
    "fs",
    "ilt",
    "i̇lt",
    "továbbítás",
    "trs",
    "yml",
    "přeposlat",
    "πρθ",
    "转发",
    "轉寄",
    "轉發",
    "転送",
    "전달",
    "הועבר",
    "إعادة توجيه",
];

/// Letters that a mark has at most, its counter left out.
const LONGEST: usize = 16;

/// What follows the mark of an answer that `subject` begins with: `Re: `, `AW: `, `Re[2]: `, `Re^2: `, `回复：`.
#[must_use]
pub fn without_reply_mark(subject: &str) -> Option<&str> {
    without(subject, &REPLIES)
}

/// What follows the mark of forwarded mail that `subject` begins with: `Fwd: `, `WG: `, `转发：`.
#[must_use]
pub fn without_forward_mark(subject: &str) -> Option<&str> {
    without(subject, &FORWARDS)
}

fn without<'s>(subject: &'s str, marks: &[&str]) -> Option<&'s str> {
    let subject = subject.trim_start();
    let head = subject.char_indices().nth(2 * LONGEST).map_or(subject, |(end, _)| &subject[..end]);
    let (colon, mark) = head.char_indices().find(|(_, c)| matches!(c, ':' | '：' | '﹕'))?;
    let counter = |c: char| c.is_ascii_digit() || "[](){}^*-<> \u{a0}\u{202f}".contains(c);
    let word = head[..colon].trim_end_matches(counter).trim_end_matches('.').to_lowercase();
    marks.contains(&word.as_str()).then(|| subject[colon + mark.len_utf8()..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_every_mail_program() {
        for (subject, expected) in [
            ("Re: x", Some("x")),
            ("RE : x", Some("x")),
            ("re[2]: x", Some("x")),
            ("Re^2: x", Some("x")),
            ("Re(3):x", Some("x")),
            ("Re2: x", Some("x")),
            ("Re*4: x", Some("x")),
            ("AW: Re: x", Some("Re: x")),
            ("Antw.: x", Some("x")),
            ("Réf. : x", Some("x")),
            ("Vedr.: x", Some("x")),
            ("Отг: x", Some("x")),
            ("回信：x", Some("x")),
            ("Odp: x", Some("x")),
            ("Vá: x", Some("x")),
            ("VÁ: x", Some("x")),
            ("ΑΠ: x", Some("x")),
            ("НА: x", Some("x")),
            ("回复：x", Some("x")),
            ("答复: x", Some("x")),
            ("回覆﹕ x", Some("x")),
            ("R: x", Some("x")),
            ("Re:", Some("")),
            ("Regarding: x", None),
            ("Re x", None),
            ("[GSoC] Re: x", None),
            ("Fwd: x", None),
            ("2: x", None),
            ("", None),
        ] {
            assert_eq!(without_reply_mark(subject), expected, "{subject:?}");
        }
        for (subject, expected) in [
            ("Fwd: x", Some("x")),
            ("FW: Re: x", Some("Re: x")),
            ("WG: x", Some("x")),
            ("İLT: x", Some("x")),
            ("转发：x", Some("x")),
            ("Fwd[2]: x", Some("x")),
            ("Re: x", None),
            ("Forward: x", None),
        ] {
            assert_eq!(without_forward_mark(subject), expected, "{subject:?}");
        }
    }
}
