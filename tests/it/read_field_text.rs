//! Dates and text of header fields, beside Python's `email`.

use std::cell::RefCell;

use crate::support::Python;
use onlist_mail::read::encoded_word::decode;
use onlist_mail::read::{AddressList, date, transfer::TransferEncoding};
use onlist_mail::text::Line;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

/// Answers each line of JSON with what Python reads: a date in seconds and offset, text, a body.
const SCRIPT: &str = r#"
import base64, email, email.header, email.policy, email.utils, json, quopri, sys
def read(ask):
    if "date" in ask:
        try:
            moment = email.utils.parsedate_to_datetime(ask["date"])
        except (TypeError, ValueError):
            return None
        known = moment.utcoffset() is not None
        return [moment.isoformat(), known]
    if "words" in ask:
        text = ask["words"].encode(ask["charset"], "ignore").decode(ask["charset"]).strip()
        return [email.header.Header(text, ask["charset"]).encode(maxlinelen=ask["length"]), text]
    if "name" in ask:
        message = email.message_from_string(f'From: {ask["name"]} <ada@example.org>\n\n', policy=email.policy.default)
        return message["From"].addresses[0].display_name
    octets = bytes.fromhex(ask["octets"])
    return {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}[ask["encoding"]](octets).hex()
for line in sys.stdin:
    print(json.dumps(read(json.loads(line))), flush=True)
"#;

const TEXT: &str = r"[a-zA-Z0-9äöüßéèåøñ漢字かな张三한글🎉 .,:;()<>@?=_\x22-]{1,60}";

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn octets(hex: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
    (0..hex.len()).step_by(2).map(digits).collect()
}

/// The words of a date of RFC 5322 3.3 or 4.3, right or not by the calendar.
fn date_words() -> impl Strategy<Value = Vec<String>> {
    let weekday = prop::sample::select(vec!["", "Mon,", "Tue,", "wed,", "SUN,"]);
    let day = prop_oneof![
        (1_u32..=31).prop_map(|day| day.to_string()),
        (1_u32..=31).prop_map(|day| format!("{day:02}"))
    ];
    let months = ["Jan", "Feb", "mar", "Apr", "May", "JUN", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = prop::sample::select(months.to_vec());
    // Python reads years from 50 to 68 as of this century, against RFC 5322 4.3.
    let year = prop_oneof![4 => 1900_u32..2100, 1 => 0_u32..50, 1 => 69_u32..100]
        .prop_map(|year| format!("{year:02}"));
    let time = (0_u32..24, 0_u32..60, prop::option::of(0_u32..60)).prop_map(|(hour, minute, second)| {
        second.map_or(format!("{hour:02}:{minute:02}"), |second| format!("{hour:02}:{minute:02}:{second:02}"))
    });
    let named = ["UT", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];
    let zone = prop_oneof![
        3 => (prop::sample::select(vec!['+', '-']), 0_u32..24, 0_u32..60).prop_map(|(sign, hour, minute)| format!("{sign}{hour:02}{minute:02}")),
        1 => prop::sample::select(named.to_vec()).prop_map(str::to_owned),
    ];
    (weekday, day, month, year, time, zone).prop_map(|(weekday, day, month, year, time, zone)| {
        let words = [weekday.to_owned(), day, month.to_owned(), year, time, zone];
        words.into_iter().filter(|word| !word.is_empty()).collect()
    })
}

#[test]
fn a_date_of_the_grammar_is_what_python_says_whatever_stands_between_its_words() {
    let Some(python) = Python::running(SCRIPT).map(RefCell::new) else { return };
    let gap = prop::sample::select(vec![
        " ",
        "  ",
        "\r\n ",
        "\t",
        " (a comment) ",
        "(12:00 (+0200))",
        " (\\))\r\n\t",
    ]);
    let between = prop::collection::vec(gap, 7);
    runner(4000)
        .run(&(date_words(), between), |(words, between)| {
            let expected = python.borrow_mut().ask(&json!({ "date": words.join(" ") }).to_string());
            let value: String =
                words.iter().zip(&between).flat_map(|(word, gap)| [word.as_str(), gap]).collect();
            let read = date::parse(value.as_bytes()).ok().map(|date| {
                let local = date.time.naive_local().format("%Y-%m-%dT%H:%M:%S");
                let zone = if date.zone_known { date.time.format("%:z").to_string() } else { String::new() };
                json!([format!("{local}{zone}"), date.zone_known])
            });
            prop_assert_eq!(read.unwrap_or_default(), expected, "{:?}", value);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn no_octets_in_a_date_end_in_a_panic() {
    let words = r"(Tue,? ?|1?[0-9]|Mar|[0-9]{1,5}|12:00|[+-][0-9]{0,5}|[A-Z]{1,4}|[ ():.,/\\-]|é){0,12}";
    runner(4000)
        .run(&words, |value| {
            let _ = date::parse(value.as_bytes());
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn encoded_words_of_python_are_read_back() {
    let Some(python) = Python::running(SCRIPT).map(RefCell::new) else { return };
    let charset = prop::sample::select(vec!["utf-8", "iso-2022-jp", "gb18030", "euc-kr", "utf-7"]);
    runner(1500)
        .run(&(TEXT, charset, 30_u32..90), |(text, charset, length)| {
            let ask = json!({ "words": text.trim(), "charset": charset, "length": length });
            let answer = python.borrow_mut().ask(&ask.to_string());
            let (raw, text) = (answer[0].as_str().expect("words"), answer[1].as_str().expect("text"));
            prop_assert_eq!(decode(raw.as_bytes()), text, "{:?}", raw);
            let folded = raw.replace("\n ", "\r\n\t ");
            prop_assert_eq!(decode(folded.as_bytes()), text, "{:?}", folded);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_display_name_is_what_python_says() {
    let Some(python) = Python::running(SCRIPT).map(RefCell::new) else { return };
    let atoms = prop::sample::select(vec!["Ada", "Example", "B", "=?utf-8?q?Zo=C3=AB?=", "=?utf-8?b?5byg?="]);
    let quoted =
        prop::sample::select(vec!["\"Example, Ada\"", "\"B.  C\"", "\"say \\\"hi\\\"\"", "\"(x) \\\\\""]);
    let word = prop_oneof![3 => atoms, 1 => quoted];
    let gap = prop::sample::select(vec![" ", "  ", " (comment) ", "\t"]);
    runner(1500)
        .run(&prop::collection::vec((word, gap), 1..5), |words| {
            // Before 3.13, Python kept blanks between two encoded words, against RFC 2047 6.2.
            let encoded = |word: &str| word.starts_with("=?");
            prop_assume!(!words.windows(2).any(|two| encoded(two[0].0) && encoded(two[1].0)));
            let name: String = words.iter().flat_map(|(word, gap)| [*word, *gap]).collect();
            let expected = python.borrow_mut().ask(&json!({ "name": name }).to_string());
            // A name of ours is one line, with one blank for many.
            let expected =
                expected.as_str().expect("a name").split_whitespace().collect::<Vec<_>>().join(" ");
            let read = AddressList::read(format!(" {name} <ada@example.org>").as_bytes());
            let found = read.mailboxes[0].name.as_ref().map(Line::as_str);
            prop_assert_eq!(found.unwrap_or_default(), expected, "{:?}", name);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn bodies_that_python_encodes_are_read_back() {
    let Some(python) = Python::running(SCRIPT).map(RefCell::new) else { return };
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        "[ -~\\n=\\t]{0,300}".prop_map(String::into_bytes)
    ];
    for encoding in ["base64", "quoted-printable"] {
        let decoder = TransferEncoding::parse(encoding).expect("known");
        runner(400)
            .run(&bytes, |mut raw| {
                // Python takes no lone CR for the end of a line.
                raw.retain(|octet| *octet != b'\r');
                let ask = json!({ "encoding": encoding, "octets": hex(&raw) });
                let body = octets(python.borrow_mut().ask(&ask.to_string()).as_str().expect("hexadecimal"));
                prop_assert_eq!(&decoder.decode(&body), &raw);
                let text = String::from_utf8(body).expect("ASCII");
                if encoding == "base64" {
                    let bare = text.trim_end().trim_end_matches('=');
                    prop_assert_eq!(&decoder.decode(bare.as_bytes()), &raw, "without padding");
                    let pieces = raw.chunks(50).map(|piece| {
                        let piece = python
                            .borrow_mut()
                            .ask(&json!({ "encoding": encoding, "octets": hex(piece) }).to_string());
                        String::from_utf8(octets(piece.as_str().expect("hexadecimal"))).expect("ASCII")
                    });
                    let pieces: String = pieces.collect();
                    prop_assert_eq!(&decoder.decode(pieces.as_bytes()), &raw, "in pieces");
                    let pieces = pieces.replace('\n', "\r\n");
                    prop_assert_eq!(&decoder.decode(pieces.as_bytes()), &raw, "in pieces with CR LF");
                }
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{encoding}: {error}"));
    }
}
