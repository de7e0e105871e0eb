//! Quotes without marks: header fields of the quoted mail, and dividers above them.

use super::attribution::{has_time, is_dated};
use super::{is_marked, next_filled};

/// Fields of a block that are looked at.
const MOST_FIELDS: usize = 12;

/// How mail programs call From.
const FROM: [&str; 47] = [
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "от",
    "від",
    "发件人",
    "寄件者",
    "寄件人",
    "差出人",
    "보낸 사람",
    "보낸사람",
    "kimden",
    "gönderen",
    "lähettäjä",
    "feladó",
    "expéditeur",
    "remitente",
    "mittente",
    "από",
    "מאת",
    "من",
    "de la",
    "từ",
    "dari",
    "daripada",
    "จาก",
    "از",
    "प्रेषक",
    "থেকে",
    "அனுப்புநர்",
    "saatja",
    "nuo",
    "šalje",
    "pošiljatelj",
    "шаље",
    "подател",
    "frá",
    "nork",
    "ից",
    "منجانب",
    "mula kay",
    "lähettänyt",
];

/// How mail programs call Date, To, Cc and Subject.
const OTHERS: [&str; 76] = [
    "sent",
    "date",
    "to",
    "cc",
    "bcc",
    "subject",
    "reply-to",
    "sent by",
    "importance",
    "attachments",
    "gesendet",
    "datum",
    "an",
    "kopie",
    "betreff",
    "antwort an",
    "envoyé",
    "à",
    "objet",
    "envoyé le",
    "enviado",
    "enviado el",
    "enviada em",
    "fecha",
    "data",
    "para",
    "asunto",
    "assunto",
    "inviato",
    "a",
    "oggetto",
    "verzonden",
    "aan",
    "onderwerp",
    "skickat",
    "till",
    "ämne",
    "kopia",
    "sendt",
    "til",
    "emne",
    "wysłano",
    "do",
    "temat",
    "dw",
    "отправлено",
    "дата",
    "кому",
    "копия",
    "тема",
    "发送时间",
    "收件人",
    "抄送",
    "抄送人",
    "主题",
    "日期",
    "時間",
    "傳送時間",
    "收件者",
    "副本",
    "主旨",
    "送信日時",
    "日付",
    "宛先",
    "件名",
    "보낸 날짜",
    "받는 사람",
    "제목",
    "tarih",
    "kime",
    "konu",
    "lähetetty",
    "vastaanottaja",
    "aihe",
    "odesláno",
    "předmět",
];

/// Labels of what writers say of themselves, of changes, and of reports: none of a mail's header.
const NO_FIELDS: [&str; 34] = [
    "name",
    "full name",
    "email",
    "e-mail",
    "mail",
    "phone",
    "university",
    "college",
    "institution",
    "github",
    "gitlab",
    "irc",
    "nick",
    "timezone",
    "time zone",
    "location",
    "country",
    "website",
    "linkedin",
    "degree",
    "major",
    "author",
    "authordate",
    "commit",
    "commitdate",
    "commit-id",
    "merge",
    "version",
    "fixes",
    "link",
    "closes",
    "commit message",
    "project",
    "title",
];

/// What dividers say, in lower case: the original message, a forwarded one.
const DIVIDERS: [&str; 34] = [
    "original message",
    "original mail",
    "original email",
    "original appointment",
    "original-nachricht",
    "originalnachricht",
    "ursprüngliche nachricht",
    "message d'origine",
    "message original",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "originalmeddelande",
    "ursprungligt meddelande",
    "oprindelig meddelelse",
    "opprinnelig melding",
    "oryginalna wiadomość",
    "wiadomość oryginalna",
    "исходное сообщение",
    "оригинальное сообщение",
    "原始邮件",
    "原始郵件",
    "原邮件",
    "元のメッセージ",
    "원본 메시지",
    "orijinal mesaj",
    "reply message",
    "forwarded message",
    "forwarded by",
    "weitergeleitete nachricht",
    "message transféré",
    "mensaje reenviado",
    "转发邮件",
];

/// How many lines at `at` introduce a quote without marks: a divider, header fields, or both.
pub(super) fn introduces(lines: &[&str], at: usize) -> Option<usize> {
    let (mut end, mut divided) = (at, false);
    if let Some(said) = divider(lines[at]) {
        end = next_filled(lines, at + 1).unwrap_or(at + 1);
        divided = true;
        if block(lines, end, true).is_none() {
            return said.then_some(1);
        }
    } else if lines[at].trim_end().ends_with([':', '：']) && lines[at].len() < 80 {
        // `Begin forwarded message:`, in any language.
        let below = next_filled(lines, at + 1)?;
        if field(lines[at]).is_none_or(|(_, value)| value.is_empty())
            && let Some(length) = block(lines, below, false)
        {
            return Some(below + length - at);
        }
    }
    let length = block(lines, end, divided)?;
    Some(end + length - at)
}

/// How many lines at the top of a text are the header fields that stand above a patch (git-am).
pub(super) fn above_patch(lines: &[&str], at: usize) -> Option<usize> {
    if lines[..at].iter().any(|line| !line.trim().is_empty()) {
        return None;
    }
    let is = |line: &&&str| {
        field(line).is_some_and(|(label, _)| ["from", "date", "subject"].contains(&label.as_str()))
    };
    let length = lines[at..].iter().take_while(is).count();
    let patch = || lines.iter().any(|line| line.starts_with("diff --git ") || line.starts_with("+++ "));
    let alone = || length == 1 && lines.get(at + 1).is_none_or(|line| line.trim().is_empty());
    (length > 0 && lines[at].starts_with("From: ") && (alone() || patch())).then_some(length)
}

/// Whether a line divides a letter from a quote: dashes with words between them, or a rule. Gives
/// whether the words say so; those of a rule, and words that nobody knows, count above header fields alone.
fn divider(line: &str) -> Option<bool> {
    let text = line.trim();
    let dash = |c: char| "-_=*—─".contains(c);
    let inner = text.trim_matches(dash);
    let dashes = text.chars().take_while(|c| dash(*c)).count();
    if dashes < 3 || (inner.is_empty() && dashes < 5) {
        return None;
    }
    let lower = inner.to_lowercase();
    Some(DIVIDERS.iter().any(|words| lower.contains(words)) && inner.len() < 60)
}

/// The label of a header field, in lower case, and its value.
fn field(line: &str) -> Option<(String, &str)> {
    let text = line.trim_start_matches(|c: char| c == '*' || c == '\u{feff}' || c.is_whitespace());
    let (label, value) = text.split_once([':', '：'])?;
    let label = label.trim_end_matches(['*', ' ', '\u{a0}']);
    let plain = label.chars().all(|c| c.is_alphabetic() || " -'’.".contains(c) || is_vowel_sign(c))
        && label.starts_with(char::is_alphabetic);
    let short = label.chars().count() <= 25 && label.split(' ').count() <= 3;
    let value = value.trim_start_matches('*').trim();
    (plain && short && !value.starts_with("//") && line.len() - text.len() < 4)
        .then(|| (label.to_lowercase(), value))
}

/// Whether a character is one of the signs above and below letters: of Hebrew, Arabic, the scripts of India, and Thai.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{670}' | '\u{900}'..='\u{eff}')
}

/// How many lines at `at` are header fields of a mail.
fn block(lines: &[&str], at: usize, divided: bool) -> Option<usize> {
    let (first, value) = field(lines[at.min(lines.len())..].first()?)?;
    // A block begins with its first field, and that one says something.
    let inside = || at > 0 && field(lines[at - 1]).is_some() && !FROM.contains(&first.as_str());
    if value.is_empty() || inside() {
        return None;
    }
    let (fields, length) = fields(lines, at);
    let known = |label: &str| FROM.contains(&label) || OTHERS.contains(&label);
    let number = fields.iter().filter(|(label, _)| known(label)).count();
    let from = fields.iter().take(3).any(|(label, _)| FROM.contains(&label.as_str()));
    let dated = fields.iter().any(|(_, value)| is_dated(value) && has_time(value));
    let address = fields.iter().any(|(_, value)| value.contains('@'));
    let foreign = |(label, _): &(String, &str)| {
        NO_FIELDS.contains(&label.as_str())
            || label.ends_with("-by")
            || label.ends_with("-to") && label != "reply-to"
    };
    let by_words = from && (number >= 3 || number == 2 && (divided || dated || address));
    let by_form = fields.len() >= 3 && dated && (address || divided) && !fields.iter().any(foreign);
    // In a language whose other words nobody knows here; in English they are known.
    let foreign_from = first != "from" && FROM.contains(&first.as_str());
    let by_first = foreign_from && fields.len() >= 3 && !fields.iter().any(foreign);
    let trailers = first == "cc" || foreign(&fields[0]);
    ((by_words || by_form || by_first) && !trailers).then_some(length)
}

/// The fields from a line on, and the number of their lines: broken ones, and with single blank lines between them.
fn fields<'t>(lines: &[&'t str], at: usize) -> (Vec<(String, &'t str)>, usize) {
    let mut fields: Vec<(String, &str)> = Vec::new();
    let (mut here, mut end) = (at, at);
    while let Some(line) = lines.get(here).filter(|line| fields.len() < MOST_FIELDS && !is_marked(line)) {
        let blank = line.trim().is_empty();
        let broken = || fields.last().is_some_and(|(_, value)| here == end && continues(value, line));
        if let Some(field) = field(line).filter(|_| !blank) {
            fields.push(field);
            end = here + 1;
        } else if !blank && broken() {
            end = here + 1;
        } else if !(blank && here == end && fields.len() < 4) {
            break;
        }
        here += 1;
    }
    (fields, end - at)
}

/// Whether a line goes on with the value of the field above it.
fn continues(value: &str, line: &str) -> bool {
    line.starts_with([' ', '\t'])
        || (value.contains('@') && (line.contains('@') || line.trim_end().ends_with(';')))
}
