//! What programs put before a subject: marks of answers and forwarded mail, tags of patches.

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

/// The tag of a patch, as `git format-patch` writes it: `[PATCH]`, `[RFC PATCH v2 1/3]`, `[PATCHv2 net-next]`, `[GIT PULL]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatchTag<'s> {
    /// What stands in the brackets.
    pub text: &'s str,
    /// Its version, where it is named: 2 of `v2`.
    pub version: Option<u32>,
    /// Which of its series it is, where that is named: 1 of `1/3`; 0 is the letter before the patches.
    pub number: Option<u32>,
}

/// The tag of a patch in a subject.
///
/// One that is joined to something else is one only with a version or a number: `[GSoC 2026 + PATCH x]` is none.
#[must_use]
pub fn patch_tag(subject: &str) -> Option<PatchTag<'_>> {
    let mut tags = subject.split('[').skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
    tags.find_map(|text| {
        let lower = text.to_lowercase();
        let version = |word: &str| word.trim_start_matches("patch").strip_prefix('v')?.parse().ok();
        let number = |word: &str| {
            let (number, of) = word.trim_start_matches("patch").split_once('/')?;
            number.parse().ok().filter(|_| of.parse::<u32>().is_ok())
        };
        let is_patch = |word: &str| {
            let numbered = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
            matches!(word, "patches" | "patchset" | "pull")
                || word.strip_prefix("patch").is_some_and(|it| numbered(it) || version(it).is_some())
        };
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        let tag = PatchTag {
            text,
            version: words.clone().find_map(version),
            number: lower.split([' ', ',']).find_map(number),
        };
        let counts = tag.version.is_some() || tag.number.is_some();
        (words.any(is_patch) && (counts || !text.contains('+'))).then_some(tag)
    })
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

    #[test]
    fn patches_have_tags() {
        for (subject, expected) in [
            ("[PATCH] x", Some((None, None))),
            ("[PATCH v2 1/3] x", Some((Some(2), Some(1)))),
            ("[dev] [RFC PATCHv3, 00/12] x", Some((Some(3), Some(0)))),
            ("[PATCH01/12] x", Some((None, Some(1)))),
            ("[PATCH-v2] x", Some((Some(2), None))),
            ("[RFC/PATCH net-next] x", Some((None, None))),
            ("[GSoC][Patch] x", Some((None, None))),
            ("[GSoC 2026 + PATCH v2] x", Some((Some(2), None))),
            ("[GIT PULL] x", Some((None, None))),
            ("Re: [PATCH] x", Some((None, None))),
            ("[GSoC 2026 + PATCH x] y", None),
            ("[patchwork] x", None),
            ("[GSoC 2026] x", None),
            ("[v2 1/3] x", None),
            ("patch the lamp", None),
        ] {
            assert_eq!(patch_tag(subject).map(|it| (it.version, it.number)), expected, "{subject}");
        }
    }
}
