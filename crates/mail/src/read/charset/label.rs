//! Which charset a label names: those of the WHATWG Encoding Standard, and what mail programs write beside them.

use encoding_rs::Encoding;
use oem_cp::code_table::DECODING_TABLE_CP_MAP;
use oem_cp::code_table_type::TableType;

use super::iso2022::Set;
use super::tables;
use super::unicode::Order;
use crate::read::mime_label;

/// Octets of the longest label.
const LONGEST: usize = 75;

/// How octets are read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Charset {
    Ascii,
    /// As the Encoding Standard says.
    Web(&'static Encoding),
    /// A code page of Windows, named as such.
    CodePage(&'static Encoding),
    /// A code page of DOS.
    Oem(&'static TableType),
    /// One whose upper half stands in a table of ours.
    Table(&'static str),
    Utf7,
    Utf16(Order),
    Utf32(Order),
    /// With what shift out means.
    Iso2022(Set),
    Hz,
}

impl PartialEq for Charset {
    /// Whether both read octets alike.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Web(one), Self::Web(other)) | (Self::CodePage(one), Self::CodePage(other)) => one == other,
            (Self::Oem(one), Self::Oem(other)) => std::ptr::eq(*one, *other),
            (Self::Table(one), Self::Table(other)) => one == other,
            (Self::Utf16(one), Self::Utf16(other)) | (Self::Utf32(one), Self::Utf32(other)) => one == other,
            (Self::Iso2022(one), Self::Iso2022(other)) => one == other,
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

/// Whether a label names no charset at all: whoever wrote it did not know.
pub(super) fn names_none(label: &str) -> bool {
    let key = mime_label::squeezed(&mime_label::bare(label));
    let none = ["none", "default", "binary", "8bit", "null", "auto", "any", "xuserdefined", "userdefined"];
    key.is_empty() || key.contains("unknown") || key.contains("undefined") || none.contains(&key.as_str())
}

impl Charset {
    /// The charset that `label` names; none where it is unknown, or says that nobody knew.
    pub(super) fn named(label: &str) -> Option<Self> {
        let bare = mime_label::bare(label);
        let key = mime_label::squeezed(&bare);
        let key = key.strip_prefix("cs").unwrap_or(&key);
        if bare.len() > LONGEST || matches!(key, "xuserdefined" | "replacement") {
            return None;
        }
        own(key).or_else(|| web(&bare)).or_else(|| web(&bare.replace('_', "-"))).or_else(|| {
            let number = key.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let prefix = &key[..key.len() - number.len()];
            let prefix = prefix.strip_prefix('x').unwrap_or(prefix);
            match prefix {
                "" | "cp" | "ibm" | "ms" | "win" | "windows" | "mswin" | "dos" | "oem" | "codepage"
                | "cpibm" => number.parse().ok().and_then(code_page).or_else(|| standard("iso", number)),
                _ => standard(prefix, number).or_else(|| alias(key.strip_prefix('x').unwrap_or(key))),
            }
        })
    }
}

/// What the Encoding Standard lacks, or means otherwise: there, US-ASCII is Windows-1252.
fn own(key: &str) -> Option<Charset> {
    Some(match key {
        "ascii" | "usascii" | "ansix341968" | "ansix341986" | "iso646us" | "iso646irv" | "isoir6" | "us"
        | "646" => Charset::Ascii,
        "utf7" | "unicode11utf7" | "unicode20utf7" | "unicodeutf7" | "xunicode20utf7" => Charset::Utf7,
        "utf16" | "utf16u" | "ucs2" | "iso10646ucs2" | "unicode" | "xutf16" => Charset::Utf16(Order::Open),
        "utf16le" | "ucs2le" | "utf16lebom" => Charset::Utf16(Order::Little),
        "utf16be" | "ucs2be" | "unicodefffe" | "utf16bebom" => Charset::Utf16(Order::Big),
        "utf32" | "utf32u" | "ucs4" | "iso10646ucs4" => Charset::Utf32(Order::Open),
        "utf32le" | "ucs4le" => Charset::Utf32(Order::Little),
        "utf32be" | "ucs4be" => Charset::Utf32(Order::Big),
        "hz" | "hzgb" | "hzgb2312" => Charset::Hz,
        "hproman8" | "roman8" | "r8" => Charset::Table(tables::HP_ROMAN8),
        "koi8t" => Charset::Table(tables::KOI8_T),
        "kz1048" | "strk1048" | "strk10482002" | "rk1048" => Charset::Table(tables::KZ1048),
        "ptcp154" | "pt154" | "cp154" | "cyrillicasian" => Charset::Table(tables::PTCP154),
        "maclatin2" | "xmacce" | "macce" | "maccentraleurope" | "xmaccentraleurroman" => {
            Charset::Table(tables::MAC_CENTRAL_EUROPE)
        }
        "maccroatian" | "xmaccroatian" => Charset::Table(tables::MAC_CROATIAN),
        "macgreek" | "xmacgreek" => Charset::Table(tables::MAC_GREEK),
        "maciceland" | "xmacicelandic" | "macicelandic" => Charset::Table(tables::MAC_ICELAND),
        "macromanian" | "macromania" | "xmacromanian" => Charset::Table(tables::MAC_ROMANIAN),
        "macturkish" | "xmacturkish" => Charset::Table(tables::MAC_TURKISH),
        "iso2022kr" => Charset::Iso2022(Set::Ks),
        "iso2022cn" | "iso2022cnext" => Charset::Iso2022(Set::Gb),
        _ if key.starts_with("iso2022jp") => Charset::Iso2022(Set::Kana),
        _ => return None,
    })
}

/// A label of the Encoding Standard, or one of ours that stands for it.
fn web(label: &str) -> Option<Charset> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    let page = encoding.name().strip_prefix("windows-").filter(|page| label.ends_with(page));
    Some(if page.is_some() { Charset::CodePage(encoding) } else { Charset::Web(encoding) })
}

/// A code page by its number at IBM or Microsoft.
fn code_page(number: u16) -> Option<Charset> {
    let label = match number {
        367 | 20127 => return Some(Charset::Ascii),
        437 | 737 | 775 | 850 | 852 | 855 | 857 | 858 | 860..=865 | 869 => {
            return DECODING_TABLE_CP_MAP.get(&number).map(Charset::Oem);
        }
        720 => return Some(Charset::Table(tables::CP720)),
        856 => return Some(Charset::Table(tables::CP856)),
        1125 => return Some(Charset::Table(tables::CP1125)),
        1048 => return Some(Charset::Table(tables::KZ1048)),
        1051 => return Some(Charset::Table(tables::HP_ROMAN8)),
        10006 => return Some(Charset::Table(tables::MAC_GREEK)),
        10010 => return Some(Charset::Table(tables::MAC_ROMANIAN)),
        10029 => return Some(Charset::Table(tables::MAC_CENTRAL_EUROPE)),
        10079 => return Some(Charset::Table(tables::MAC_ICELAND)),
        10081 => return Some(Charset::Table(tables::MAC_TURKISH)),
        10082 => return Some(Charset::Table(tables::MAC_CROATIAN)),
        1200 => return Some(Charset::Utf16(Order::Little)),
        1201 => return Some(Charset::Utf16(Order::Big)),
        12000 => return Some(Charset::Utf32(Order::Little)),
        12001 => return Some(Charset::Utf32(Order::Big)),
        50220..=50222 => return Some(Charset::Iso2022(Set::Kana)),
        50225 => return Some(Charset::Iso2022(Set::Ks)),
        50227 | 50229 => return Some(Charset::Iso2022(Set::Gb)),
        52936 => return Some(Charset::Hz),
        65000 => return Some(Charset::Utf7),
        874 | 1250..=1258 => return web(&format!("windows-{number}")),
        28592..=28606 => return web(&format!("iso-8859-{}", number - 28590)),
        819 | 28591 => "iso-8859-1",
        866 => "ibm866",
        878 | 20866 => "koi8-r",
        1168 | 21866 => "koi8-u",
        932 | 942 | 943 => "shift_jis",
        936 | 1383 | 1386 | 20936 | 51936 => "gbk",
        1392 | 54936 => "gb18030",
        949 | 970 | 1363 | 51949 => "euc-kr",
        950 | 951 | 1370 => "big5",
        954 | 20932 | 51932 => "euc-jp",
        10000 => "macintosh",
        10007 => "x-mac-cyrillic",
        38598 => "iso-8859-8-i",
        65001 => "utf-8",
        _ => return None,
    };
    web(label)
}

/// A part of ISO 8859, by its own number or as `latin9`.
fn standard(prefix: &str, number: &str) -> Option<Charset> {
    let part = match (prefix, number) {
        // With the year of the standard behind it or without: `ISO_8859-7:1987`, `iso-8859-7-1987`.
        ("iso", _) => {
            let part = number.strip_prefix("8859")?;
            let year =
                part.len().checked_sub(4).filter(|at| *at > 0).and_then(|at| part.split_at_checked(at));
            year.filter(|(_, year)| year.starts_with("19") || year.starts_with("20"))
                .map_or(part, |(part, _)| part)
        }
        ("latin" | "isolatin" | "l", _) => match number {
            "1" | "2" | "3" | "4" => number,
            "5" => "9",
            "6" => "10",
            "7" => "13",
            "8" => "14",
            "9" | "0" => "15",
            "10" => "16",
            _ => return None,
        },
        _ => return None,
    };
    web(&format!("iso-8859-{part}")).or_else(|| {
        let (part, direction) = part.split_at_checked(part.len().checked_sub(1)?)?;
        web(&format!("iso-8859-{part}-{direction}"))
    })
}

/// Names that are neither numbers nor in the Encoding Standard.
fn alias(key: &str) -> Option<Charset> {
    let label = match key {
        "pc8codepage437" => return code_page(437),
        "pc775baltic" => return code_page(775),
        "pc850multilingual" => return code_page(850),
        "pcp852" => return code_page(852),
        "pc862latinhebrew" => return code_page(862),
        "utf8" | "utf8mb4" | "utf8sig" | "unicode11utf8" | "unicode20utf8" => "utf-8",
        "koi8r" => "koi8-r",
        "koi8u" | "koi8ru" => "koi8-u",
        "winlatin1" | "ansi" | "windowslatin1" | "latin" => "windows-1252",
        "sjis" | "shiftjis" | "mskanji" | "windows31j" | "pck" | "macjapanese" => "shift_jis",
        "eucjp" | "eucjpms" | "eucjpwin" | "ujis" => "euc-jp",
        "euckr" | "uhc" | "ksc5601" | "ksc56011987" | "ksx1001" | "korean" | "mackorean" => "euc-kr",
        "euccn" | "eucgb2312" | "eucgb2312cn" | "gb2312" | "gb23121980" | "gb231280" | "gb" | "cngb"
        | "gbk" | "gbeuc" | "chinese" | "macsimpchinese" => "gbk",
        "gb18030" | "gb180302000" | "gb180302005" => "gb18030",
        "big5" | "big5hkscs" | "hkscs" | "mactradchinese" | "big5eten" | "big5tw" | "cnbig5" | "xbig5"
        | "eucbig5" => "big5",
        "mac" | "macroman" | "macintosh" | "appleroman" | "macintoshroman" | "macosroman" => "macintosh",
        "maccyrillic" | "macukrainian" => "x-mac-cyrillic",
        "elot928" | "ecma118" | "greek8" => "iso-8859-7",
        "tis620" | "tis6200" | "tis6202529" | "tis62025290" | "tis62025291" | "tis6202533"
        | "tis62025330" | "isoir166" | "thai" => "tis-620",
        _ => return None,
    };
    web(label)
}
