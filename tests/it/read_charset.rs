//! Octets under every label that mail programs write, beside Python's strict codecs and the Encoding Standard.

use std::cell::RefCell;

use crate::support::Python;
use encoding_rs::Encoding;
use onlist_mail::read::charset::decode;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

/// Decodes strictly, or encodes what the codec has of a text.
const SCRIPT: &str = r#"
import json, sys
def read(octets, codec):
    try:
        text = octets.decode(codec)
        text.encode("utf-8")
        return text
    except UnicodeError:
        return None
for line in sys.stdin:
    ask = json.loads(line)
    if "text" in ask:
        print(json.dumps(ask["text"].encode(ask["codec"], "ignore").hex()), flush=True)
    else:
        print(json.dumps([read(bytes.fromhex(it), ask["codec"]) for it in ask["octets"]]), flush=True)
"#;

/// A codec of Python's, the label that the Encoding Standard has for it, and labels of mail programs.
const SAME: [(&str, &str, &[&str]); 70] = [
    ("cp1125", "", &["cp1125", "ibm1125"]),
    ("koi8_t", "", &["koi8-t"]),
    ("kz1048", "", &["kz-1048", "kz1048", "strk1048-2002"]),
    ("ptcp154", "", &["ptcp154", "pt154", "cp154"]),
    ("mac_latin2", "", &["mac-latin2", "x-mac-ce", "mac-centraleurope"]),
    ("mac_croatian", "", &["mac-croatian", "x-mac-croatian"]),
    ("mac_greek", "", &["mac-greek", "x-mac-greek"]),
    ("mac_iceland", "", &["mac-iceland", "x-mac-icelandic"]),
    ("mac_romanian", "", &["mac-romanian", "x-mac-romanian"]),
    ("mac_turkish", "", &["mac-turkish", "x-mac-turkish"]),
    (
        "utf-8",
        "utf-8",
        &[
            "UTF-8",
            "utf8",
            "\"utf-8\"",
            "utf-8*en",
            "utf-8 (Unicode)",
            "unicode-1-1-utf-8",
            "cp65001",
            "utf8mb4",
        ],
    ),
    (
        "iso8859-1",
        "iso-8859-1",
        &["iso-8859-1", "ISO_8859-1:1987", "latin1", "latin-1", "l1", "iso8859_1", "8859-1"],
    ),
    ("iso8859-2", "iso-8859-2", &["iso-8859-2", "latin2", "latin-2", "iso8859_2", "x-iso-8859-2", "cp28592"]),
    ("iso8859-3", "iso-8859-3", &["iso-8859-3", "latin3"]),
    ("iso8859-4", "iso-8859-4", &["iso-8859-4", "latin4"]),
    ("iso8859-5", "iso-8859-5", &["iso-8859-5", "cyrillic", "iso_8859_5"]),
    ("iso8859-6", "iso-8859-6", &["iso-8859-6", "arabic"]),
    ("iso8859-7", "iso-8859-7", &["iso-8859-7", "greek"]),
    ("iso8859-8", "iso-8859-8", &["iso-8859-8", "iso-8859-8-i", "ISO_8859_8I", "hebrew"]),
    ("iso8859-9", "iso-8859-9", &["iso-8859-9", "latin5", "latin-5"]),
    ("iso8859-10", "iso-8859-10", &["iso-8859-10", "latin6"]),
    ("iso8859-11", "iso-8859-11", &["iso-8859-11"]),
    ("iso8859-13", "iso-8859-13", &["iso-8859-13", "latin7", "l7"]),
    ("iso8859-14", "iso-8859-14", &["iso-8859-14", "latin8"]),
    ("iso8859-15", "iso-8859-15", &["iso-8859-15", "latin9", "latin-9", "latin0", "l9", "iso_8859_15"]),
    ("iso8859-16", "iso-8859-16", &["iso-8859-16", "latin10", "latin-10"]),
    ("cp1250", "windows-1250", &["windows-1250", "cp1250", "cp-1250", "win1250", "x-cp1250"]),
    (
        "cp1251",
        "windows-1251",
        &["windows-1251", "cp1251", "cp-1251", "win1251", "win-1251", "CP_1251", "ms1251", "1251"],
    ),
    ("cp1252", "windows-1252", &["windows-1252", "cp1252", "cp-1252", "win1252", "windows_1252"]),
    ("cp1253", "windows-1253", &["windows-1253", "cp-1253"]),
    ("cp1254", "windows-1254", &["windows-1254", "cp-1254"]),
    ("cp1255", "windows-1255", &["windows-1255", "cp-1255"]),
    ("cp1256", "windows-1256", &["windows-1256", "cp-1256"]),
    ("cp1257", "windows-1257", &["windows-1257", "cp-1257"]),
    ("cp1258", "windows-1258", &["windows-1258", "cp-1258"]),
    ("cp874", "windows-874", &["windows-874", "cp874", "ms874"]),
    ("tis-620", "tis-620", &["tis-620", "TIS620", "TIS620.2533"]),
    ("koi8-r", "koi8-r", &["koi8-r", "koi8r", "koi8_r", "cskoi8r", "cp20866", "cp878"]),
    ("koi8-u", "koi8-u", &["koi8-u", "koi8u", "koi8-ru"]),
    (
        "mac_roman",
        "macintosh",
        &["macintosh", "mac", "macroman", "mac-roman", "x-mac-roman", "mac roman", "apple-roman"],
    ),
    ("mac_cyrillic", "x-mac-cyrillic", &["x-mac-cyrillic", "mac-cyrillic"]),
    ("cp437", "", &["cp437", "ibm437", "IBM-437", "437", "cp-437", "dos-437", "cspc8codepage437"]),
    ("cp737", "", &["cp737", "ibm737"]),
    ("cp775", "", &["cp775", "ibm775"]),
    ("cp850", "", &["cp850", "ibm850", "cp-850"]),
    ("cp852", "", &["cp852", "ibm852"]),
    ("cp855", "", &["cp855"]),
    ("cp857", "", &["cp857"]),
    ("cp858", "", &["cp858", "ibm00858", "cp00858"]),
    ("cp860", "", &["cp860"]),
    ("cp861", "", &["cp861"]),
    ("cp862", "", &["cp862", "dos-862"]),
    ("cp863", "", &["cp863"]),
    ("cp865", "", &["cp865"]),
    ("cp866", "ibm866", &["cp866", "ibm866", "dos-866", "cp-866"]),
    ("cp869", "", &["cp869"]),
    (
        "cp932",
        "shift_jis",
        &[
            "shift_jis",
            "cp932",
            "ms932",
            "windows-31j",
            "sjis",
            "shift-jis",
            "x-sjis",
            "ms_kanji",
            "MS-Kanji",
            "windows-932",
        ],
    ),
    ("euc_jp", "euc-jp", &["euc-jp", "eucjp", "euc_jp", "x-euc-jp", "ujis", "eucjp-ms", "cp51932"]),
    (
        "cp949",
        "euc-kr",
        &[
            "euc-kr",
            "cp949",
            "uhc",
            "ms949",
            "x-windows-949",
            "ks_c_5601-1987",
            "euckr",
            "ksc5601",
            "windows-949",
            "KS_C_5601",
        ],
    ),
    ("gb18030", "gb18030", &["gb18030", "gb-18030", "GB18030-2000"]),
    (
        "gbk",
        "gbk",
        &[
            "gbk",
            "gb2312",
            "cp936",
            "ms936",
            "euc-cn",
            "euccn",
            "x-gbk",
            "windows-936",
            "GB_2312-80",
            "gb2312-80",
            "cn-gb",
            "EUC_CN",
        ],
    ),
    (
        "big5",
        "big5",
        &[
            "big5",
            "cp950",
            "big5-hkscs",
            "cn-big5",
            "x-x-big5",
            "big5-eten",
            "windows-950",
            "Big5_HKSCS",
            "ms950",
        ],
    ),
    ("utf-16-le", "utf-16le", &["utf-16le", "UTF-16-LE", "utf16le"]),
    ("utf-16-be", "utf-16be", &["utf-16be", "UTF_16BE"]),
    ("utf-16", "", &["utf-16", "utf16", "ucs-2", "iso-10646-ucs-2"]),
    ("utf-32", "", &["utf-32", "utf32", "ucs-4", "iso-10646-ucs-4"]),
    ("utf-32-le", "", &["utf-32le", "UTF-32-LE"]),
    ("utf-32-be", "", &["utf-32be", "UTF_32BE"]),
    (
        "utf-7",
        "",
        &["utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7", "utf7", "cp65000", "csUnicode11UTF7"],
    ),
    ("ascii", "", &["us-ascii", "ascii", "ANSI_X3.4-1968", "iso646-us", "646", "cp367", ""]),
];

/// Codecs that switch between sets of characters: the labels, and what stands between characters.
const SWITCHING: [(&str, &[&str], &[&str]); 5] = [
    ("iso2022_jp", &["iso-2022-jp", "csISO2022JP", "iso2022-jp"], &["\x1b(B", "\x1b$B", "\x1b$@", "\x1b(J"]),
    ("iso2022_jp_1", &["iso-2022-jp-1"], &["\x1b(B", "\x1b$B", "\x1b(J", "\x1b$(D"]),
    (
        "iso2022_jp_2",
        &["iso-2022-jp-2", "iso-2022-jp-ms", "cp50220", "cp50221", "x-windows-50220"],
        &["\x1b(B", "\x1b$B", "\x1b$(D", "\x1b$A", "\x1b$(C", "\x1b.A\x1bNk", "\x1b.F\x1bNk"],
    ),
    ("iso2022_kr", &["iso-2022-kr", "csiso2022kr", "cp50225"], &["\x0e", "\x0f"]),
    ("hz", &["hz-gb-2312", "hz", "HZ-GB2312", "cp52936"], &["~{", "~}", "~~", "~\n", "~"]),
];

const TEXT: &str = r"([a-zA-Z0-9 ~\\\n!?.-]|[а-яА-Яα-ω]|[äöüßéèñçåøõ]|[ぁ-んア-ン]|[一-十上-下中人大国日本語张三丰]|[가-깋한국어]|🎉){1,12}";

fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn octets(hex: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
    (0..hex.len()).step_by(2).map(digits).collect()
}

/// What Python makes of each of `all`; nothing where it refuses.
fn strictly(python: &mut Python, codec: &str, all: &[Vec<u8>]) -> Vec<Option<String>> {
    let ask = json!({ "codec": codec, "octets": all.iter().map(|it| hex(it)).collect::<Vec<_>>() });
    let answer = python.ask(&ask.to_string());
    answer.as_array().expect("a list").iter().map(|it| it.as_str().map(str::to_owned)).collect()
}

/// Whether `octets` under `label` are what Python says, or where the Encoding Standard differs, what that says.
fn assert_decoded(label: &str, web: &str, octets: &[u8], strict: Option<&str>) {
    let decoded = decode(Some(label), octets);
    let sound = decoded.as_labelled && !decoded.replaced;
    let as_python =
        strict.map_or(!sound, |text| sound && text.trim_start_matches('\u{feff}') == decoded.text);
    let as_standard = || {
        Encoding::for_label(web.as_bytes()).is_some_and(|encoding| {
            let (text, replaced) = encoding.decode_without_bom_handling(octets);
            (decoded.text.as_ref(), !sound) == (text.as_ref(), replaced)
        })
    };
    assert!(as_python || as_standard(), "{octets:?} as {label:?}: {decoded:?}, Python says {strict:?}");
}

/// Every octet, and every pair whose first is no ASCII.
fn short() -> Vec<Vec<u8>> {
    let pairs = (0x80..=0xff).flat_map(|first| (0..=0xff).map(move |second| vec![first, second]));
    (0..=0xff).map(|octet| vec![octet]).chain(pairs).collect()
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

#[test]
fn every_octet_and_pair_means_what_the_codec_says() {
    let Some(mut python) = Python::running(SCRIPT) else { return };
    let all = short();
    for (codec, web, labels) in SAME {
        let all = if matches!(codec, "gbk" | "gb18030" | "big5" | "cp932" | "cp949" | "euc_jp") {
            &all
        } else {
            &all[..256]
        };
        let strict = strictly(&mut python, codec, all);
        for (octets, strict) in all.iter().zip(&strict) {
            // A lone `+` is no UTF-7 (RFC 2152), which Python overlooks at the end.
            if (codec, octets.as_slice()) != ("utf-7", b"+") {
                assert_decoded(labels[0], web, octets, strict.as_deref());
            }
        }
    }
}

#[test]
fn text_is_read_back_under_every_label_and_damage_is_told() {
    let Some(python) = Python::running(SCRIPT).map(RefCell::new) else { return };
    let switching = SWITCHING.iter().map(|(codec, labels, _)| (*codec, "", *labels));
    for (codec, web, labels) in SAME.into_iter().chain(switching) {
        let texts = (TEXT, 0_usize..60).prop_map(|(text, cut)| (text, cut));
        let read = runner(40).run(&texts, |(text, cut)| {
            let encoded = python.borrow_mut().ask(&json!({ "codec": codec, "text": text }).to_string());
            let mut encoded = octets(encoded.as_str().expect("hexadecimal"));
            if cut < encoded.len() {
                encoded.truncate(cut);
            }
            let strict = strictly(&mut python.borrow_mut(), codec, std::slice::from_ref(&encoded));
            if codec != "utf-7" || !encoded.ends_with(b"+") {
                for label in labels {
                    assert_decoded(label, web, &encoded, strict[0].as_deref());
                }
            }
            Ok(())
        });
        read.unwrap_or_else(|error| panic!("{codec}: {error}"));
    }
}

#[test]
fn sets_are_switched_as_the_codec_says() {
    let Some(python) = Python::running(SCRIPT).map(RefCell::new) else { return };
    for (codec, labels, escapes) in SWITCHING {
        let escape = prop::sample::select(escapes.to_vec()).prop_map(|it| it.as_bytes().to_vec());
        // The rows in which the tables of Python and of the Encoding Standard agree; an odd octet before them makes
        // rows of second octets too.
        let pair = (b'0'..=b'E', b'0'..=b's').prop_map(|(first, second)| vec![first, second]);
        let other =
            prop::sample::select(vec![b"\n".to_vec(), b"a".to_vec(), b" ".to_vec(), b"\xe9".to_vec()]);
        let fragments = prop::collection::vec(prop_oneof![3 => escape, 5 => pair, 1 => other], 1..8);
        let read = runner(1500).run(&fragments, |fragments| {
            let designator: &[u8] = if codec == "iso2022_kr" { b"\x1b$)C" } else { b"" };
            let octets = [designator, &fragments.concat()].concat();
            let strict = strictly(&mut python.borrow_mut(), codec, std::slice::from_ref(&octets));
            assert_decoded(labels[0], "", &octets, strict[0].as_deref());
            Ok(())
        });
        read.unwrap_or_else(|error| panic!("{codec}: {error}"));
    }
}

#[test]
fn one_fall_back_reads_what_has_no_known_label() {
    for label in [None, Some(""), Some("us-ascii"), Some("unknown-8bit"), Some("x-user-defined")] {
        for (octets, text, replaced) in [
            (&b"Zo\xc3\xab"[..], "Zo\u{eb}", false),
            (b"Zo\xeb", "Zo\u{eb}", false),
            (b"\x93Zo\xeb\x94", "\u{201c}Zo\u{eb}\u{201d}", false),
            (b"Zo\x81", "Zo\u{fffd}", true),
            (b"\xef\xbb\xbfZo\xc3\xab", "Zo\u{eb}", false),
            (b"\xff\xfeZ\x00o\x00\xeb\x00", "Zo\u{eb}", false),
        ] {
            let decoded = decode(label, octets);
            let read = (decoded.text.as_ref(), decoded.replaced, decoded.as_labelled);
            assert_eq!(read, (text, replaced, false), "{octets:?} as {label:?}");
        }
        assert_eq!(decode(label, b"Zoe").text, "Zoe");
    }
    assert!(decode(None, b"Zoe").as_labelled, "no label is US-ASCII");
}

#[test]
fn utf_8_is_told_from_what_a_label_of_east_asia_says() {
    for label in ["gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"] {
        for text in [
            "\u{4f60}\u{597d}\u{ff0c}\u{6211}\u{60f3}\u{53c2}\u{52a0}\u{3002}\u{54ea}\u{4e2a}\u{6587}\u{4ef6}\u{ff1f}",
            "\u{60a8}\u{597d}\u{ff01} \u{4f60}\u{4eca}\u{5929}\u{597d}\u{5417}\u{ff1f}\n",
            "\u{3053}\u{3093}\u{306b}\u{3061}\u{306f}\u{3002}make \u{3067}\u{3059}\u{304b}\u{ff1f}",
            "\u{c548}\u{b155}\u{d558}\u{c138}\u{c694}, Ada?",
        ] {
            let decoded = decode(Some(label), text.as_bytes());
            assert_eq!((decoded.text.as_ref(), decoded.as_labelled), (text, false), "{label}");
            let cut = &text.as_bytes()[..text.len() - 1];
            let last = text.chars().next_back().map_or(0, char::len_utf8);
            assert!(
                decode(Some(label), cut).text.starts_with(&text[..text.len() - last]),
                "cut off, {label}"
            );
        }
    }
    // What may be either is what the label says.
    for (label, octets, text) in [
        ("gbk", &b"\xc1\xaa\xcd\xa8"[..], "\u{8054}\u{901a}"),
        ("gbk", b"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", "\u{8305}\u{8305}\u{8305}\u{8305}"),
        ("gb2312", b"\xe4\xbd\xa0\xe5\xa5\xbd", "\u{6d63}\u{72b2}\u{30bd}"),
        ("shift_jis", b"\xc3\xa9\xc3\xa9", "\u{ff83}\u{ff69}\u{ff83}\u{ff69}"),
        ("euc-kr", b"\xc8\xaf\xc8\xaf", "\u{d658}\u{d658}"),
    ] {
        let decoded = decode(Some(label), octets);
        assert_eq!((decoded.text.as_ref(), decoded.as_labelled), (text, true), "{label}");
    }
}

#[test]
fn nothing_is_guessed_of_a_charset_that_is_not_known() {
    for label in ["johab", "x-nobody-knows", "euc-jis-2004", "cp037"] {
        for (octets, text) in [
            (&b"Zo\xc3\xab"[..], "Zo\u{eb}"),
            (b"Zo\xeb", "Zo\u{fffd}"),
            (b"\x93Zo\xeb\x94", "\u{fffd}Zo\u{fffd}\u{fffd}"),
        ] {
            let decoded = decode(Some(label), octets);
            assert_eq!((decoded.text.as_ref(), decoded.as_labelled), (text, false), "{octets:?} as {label}");
        }
    }
}

#[test]
fn octets_that_a_charset_lacks_are_told() {
    for (label, octets, text) in [
        ("utf-8", &b"Zo\xeb"[..], "Zo\u{fffd}"),
        ("windows-1252", b"Zo\x81", "Zo\u{fffd}"),
        ("iso-2022-jp", b"\x1b$B4A;", "\u{6f22}\u{fffd}"),
        ("iso-2022-kr", b"\x0eGQ\x0f", "\u{d55c}"),
        ("iso-2022-cn", b"\x1b$)A\x0eVP\x0f", "\u{4e2d}"),
        ("hz-gb-2312", b"~{VP~}~~", "\u{4e2d}~"),
        ("utf-7", b"Zo+AOs-", "Zo\u{eb}"),
        ("hp-roman8", b"Zo\xcd", "Zo\u{eb}"),
        ("hp-roman8", b"Zo\x81", "Zo\u{fffd}"),
        ("cp720", b"\xab", "\u{633}"),
        ("utf-7", b"1 + 1", "1 \u{fffd} 1"),
    ] {
        let decoded = decode(Some(label), octets);
        assert_eq!((decoded.text.as_ref(), decoded.replaced), (text, text.contains('\u{fffd}')), "{label}");
    }
    let mark = decode(Some("iso-8859-1"), b"\xef\xbb\xbfZo\xc3\xab");
    assert_eq!(
        (mark.text.as_ref(), mark.as_labelled),
        ("Zo\u{eb}", false),
        "a mark is stronger than a label"
    );
}

#[test]
fn no_octets_and_no_label_end_in_a_panic() {
    let labels = prop_oneof![
        "\\PC{0,20}",
        prop::sample::select(SAME.iter().flat_map(|row| row.2).copied().collect::<Vec<_>>())
            .prop_map(str::to_owned),
        prop::sample::select(SWITCHING.iter().flat_map(|row| row.1).copied().collect::<Vec<_>>())
            .prop_map(str::to_owned),
    ];
    runner(3000)
        .run(&(labels, prop::collection::vec(any::<u8>(), 0..40)), |(label, octets)| {
            let decoded = decode(Some(&label), &octets);
            prop_assert!(decoded.text.len() <= octets.len() * 3 + 3, "{decoded:?}");
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}
