//! What others write, and what slips into what one writes oneself, changes neither a header nor a terminal.

use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::support::Sandbox;
use mail_parser::MessageParser;
use onlist_core::catalog::Catalog;
use onlist_mail::text::{is_bidi, is_forbidden};

/// Each has something that ends a line, a header or a message, or steers a terminal.
const ATTACKS: [&str; 12] = [
    "\nBcc: evil@example.org",
    "\r\nBcc: evil@example.org",
    "\rBcc: evil@example.org",
    "\r\n\r\nan end of the header",
    "\n.\nQUIT\n",
    "\r\n.\r\n",
    "\u{1b}[2J\u{1b}]0;evil\u{7}",
    "\u{9b}2J",
    "\u{85}Bcc: evil@example.org",
    "\u{2028}Bcc: evil@example.org",
    "\u{202e}gro.elpmaxe@live",
    "\u{2066}evil\u{200f}",
];

/// The fields of a letter, in order.
const LETTER: [&str; 9] = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

const FIRST: [&str; 9] = [
    "introduce",
    "wick-trimmer",
    "--print",
    "--interest=My grandmother kept a lamp.",
    "--so-far=I have built it.",
    "--question=Which wicks are there?",
    "--name=Ada Example",
    "--email=ada@example.org",
    "--date=2015-03-10T12:00:00+01:00",
];

const IDEA: [&str; 8] = [
    "introduce",
    "--print",
    "--idea=Whale oil",
    "--problem=Whales are safe.",
    "--change=They would not be.",
    "--name=Ada Example",
    "--email=ada@example.org",
    "--date=2015-03-10T12:00:00+01:00",
];

fn run(sandbox: &Sandbox, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = sandbox.command(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut stdin = child.stdin.take().expect("piped");
    // A program that does not read its input to the end breaks the pipe, as it may.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("ends")
}

/// The arguments, with another value for `flag`.
fn with<'a>(arguments: &[&'a str], flag: &str, value: &'a str) -> Vec<&'a str> {
    let others = arguments.iter().filter(|it| !it.starts_with(&format!("{flag}=")));
    others.copied().chain([value]).collect()
}

/// A message has the fields that it should have and no others, in lines of ASCII without controls, and reads back
/// without anything hostile.
fn assert_harmless(message: &[u8], fields: &[&str], attack: &str) {
    let text = std::str::from_utf8(message).expect("ASCII");
    assert!(text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')), "{attack:?}:\n{text:?}");
    let (head, _) = text.split_once("\n\n").expect("a header and a body");
    let names: Vec<_> = head
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split(':').next().unwrap_or_default())
        .collect();
    let expected: Vec<_> =
        fields.iter().filter(|name| **name != "Cc" || names.contains(name)).copied().collect();
    assert_eq!(names, expected, "{attack:?}:\n{text}");

    let read = MessageParser::new().parse(message).expect("a message");
    let body = read.body_text(0).expect("a body");
    assert!(!body.contains(|c| is_forbidden(c) && !matches!(c, '\n' | '\t' | '\r')), "{attack:?}:\n{body:?}");
    let people =
        [read.from(), read.to(), read.cc()].into_iter().flatten().flat_map(mail_parser::Address::iter);
    let names = people.flat_map(|it| [it.name(), it.address()]).flatten();
    for decoded in names.chain(read.subject()) {
        assert!(!decoded.contains(is_forbidden), "{attack:?}: {decoded:?}");
    }
    let everybody = [read.to(), read.cc()].into_iter().flatten().flat_map(mail_parser::Address::iter);
    let addresses: Vec<_> = everybody.filter_map(mail_parser::Addr::address).collect();
    assert!(!addresses.contains(&"evil@example.org"), "{attack:?}: {addresses:?}");
}

/// What goes to standard error can be shown on a terminal as it is.
fn assert_quiet(words: &[u8], attack: &str) {
    let words = std::str::from_utf8(words).expect("UTF-8");
    assert!(!words.contains(|c| is_forbidden(c) && c != '\n'), "{attack:?}: {words:?}");
}

/// Runs with an attack at the end of the value of `flag`: refused by a message that names it, or harmless.
fn assert_flag_is_safe(sandbox: &Sandbox, arguments: &[&str], flag: &str, value: &str, long: bool) {
    for attack in ATTACKS {
        let hostile = format!("{flag}={value}{attack}");
        let output = run(sandbox, &with(arguments, flag, &hostile), b"");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_quiet(&output.stderr, attack);
        if output.status.success() {
            // Of these, long answers keep line breaks, and nothing else is taken.
            assert!(
                long && !attack.contains(|c| is_forbidden(c) && !matches!(c, '\n' | '\r')),
                "{flag} takes {attack:?}"
            );
            assert_harmless(&output.stdout, &LETTER, attack);
        } else {
            assert!(matches!(output.status.code(), Some(64 | 65)), "{flag} {attack:?}: {words}");
            assert!(output.stdout.is_empty(), "{flag} {attack:?}");
            assert!(words.contains(flag) || flag == "--list", "{flag} {attack:?}: {words}");
        }
    }
}

#[test]
fn no_flag_of_a_first_letter_breaks_out() {
    let sandbox = Sandbox::settled("");
    for (flag, value, long) in [
        ("--name", "Ada", false),
        ("--email", "ada@example.org", false),
        ("--call-me", "Ada", false),
        ("--affiliation", "University", false),
        ("--time-zone", "UTC", false),
        ("--link", "https://ada.example.org/", false),
        ("--cc", "Bob <bob@example.org>", false),
        ("--interest", "Because.", true),
        ("--so-far", "Built.", true),
        ("--question", "Why?", true),
        ("--availability", "Always.", true),
    ] {
        assert_flag_is_safe(&sandbox, &FIRST, flag, value, long);
    }
}

#[test]
fn no_flag_of_an_own_idea_breaks_out() {
    let sandbox = Sandbox::settled("");
    for (flag, value, long) in [
        ("--idea", "Whale oil", false),
        ("--list", "optics", false),
        ("--problem", "Dark.", true),
        ("--change", "Light.", true),
        ("--prior-art", "None.", true),
        ("--help-wanted", "All.", true),
    ] {
        assert_flag_is_safe(&sandbox, &IDEA, flag, value, long);
    }
}

#[test]
fn no_text_of_ones_own_breaks_out() {
    let sandbox = Sandbox::settled("");
    for attack in ATTACKS.into_iter().chain(["\0", "\n\0\n", "\u{b}", "\u{c}"]) {
        let arguments = with(&FIRST, "--body-file", "--body-file=-");
        let output = run(&sandbox, &arguments, format!("text{attack}text").as_bytes());
        assert_quiet(&output.stderr, attack);
        if output.status.success() {
            assert!(
                !attack.contains(|c| is_forbidden(c) && !matches!(c, '\n' | '\r')),
                "{attack:?} is taken"
            );
            assert_harmless(&output.stdout, &LETTER, attack);
        } else {
            assert_eq!(output.status.code(), Some(65), "{attack:?}");
            assert!(String::from_utf8_lossy(&output.stderr).contains("`--body-file`: U+"));
        }
    }
}

/// A TOML string that holds `text`.
fn toml(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| {
            if is_forbidden(c) || c == '"' || c == '\\' {
                format!("\\u{:04X}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect();
    format!("\"{escaped}\"")
}

#[test]
fn no_setting_breaks_out() {
    let sandbox = Sandbox::settled("");
    for attack in ATTACKS.into_iter().chain(["\0"]) {
        for key in ["name", "email", "call-me", "affiliation", "time-zone", "also"] {
            let value = toml(&format!("ada@example.org{attack}"));
            let value = if key == "also" { format!("[{value}]") } else { value };
            sandbox.write("settings.toml", format!("[identity]\n{key} = {value}\n"));
            let output = run(&sandbox, &[&FIRST[..], &["--config=settings.toml"]].concat(), b"");
            let words = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(78), "{key} {attack:?}: {words}");
            assert!(
                words.contains("settings.toml:2:") && output.stdout.is_empty(),
                "{key} {attack:?}: {words}"
            );
            assert_quiet(&output.stderr, attack);
        }
    }
}

#[test]
fn files_with_raw_controls_are_refused_and_shown_without_them() {
    let sandbox = Sandbox::settled("");
    for attack in ATTACKS.into_iter().chain(["\0"]) {
        for text in [
            format!("# {attack}\n[identity]\nnmae = 1\n"),
            format!("[identity]\nname = \"Ada{attack}\"\n"),
            format!("[identity]\n\"na{attack}me\" = 1\n"),
            format!("[identity{attack}]\nnmae = 1\n"),
        ] {
            sandbox.write("hostile.toml", &text);
            for arguments in
                [&["projects", "--config", "hostile.toml"][..], &["catalog", "check", "hostile.toml"]]
            {
                let output = run(&sandbox, arguments, b"");
                assert!(matches!(output.status.code(), Some(65 | 78)), "{text:?}: {output:?}");
                assert_quiet(&output.stderr, attack);
            }
        }
    }
}

#[test]
fn no_identity_of_git_breaks_out() {
    let sandbox = Sandbox::settled("");
    let unnamed: Vec<_> =
        FIRST.into_iter().filter(|it| !it.starts_with("--name") && !it.starts_with("--email")).collect();
    for attack in ATTACKS {
        for (key, flag) in [("name", "--name"), ("email", "--email")] {
            let quoted = format!("ada@example.org{attack}").replace('\n', "\\n");
            let other = if key == "name" { "email" } else { "name" };
            sandbox.write(".gitconfig", format!("[user]\n{other} = ada@example.org\n{key} = \"{quoted}\"\n"));
            let output = run(&sandbox, &unnamed, b"");
            let words = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_quiet(&output.stderr, attack);
            assert_eq!(output.status.code(), Some(65), "{key} {attack:?}: {words}");
            assert!(words.contains(flag) && words.contains(&format!("git's `user.{key}`")), "{words}");
        }
    }
}

/// The places of the strings of a catalog.
fn strings(catalog: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in catalog.split_inclusive('\n') {
        let quotes: Vec<_> = line.match_indices('"').map(|(at, _)| start + at).collect();
        if !line.starts_with('#') {
            places.extend(quotes.chunks(2).map(|pair| pair[1]));
        }
        start += line.len();
    }
    places
}

#[test]
fn no_string_of_a_catalog_breaks_out() {
    let catalog = include_str!("../support/catalog.toml");
    let places = strings(catalog);
    assert!(places.len() > 120, "{} strings", places.len());
    for (nth, place) in places.into_iter().enumerate() {
        let attack = ATTACKS[nth % ATTACKS.len()];
        let hostile = toml(attack);
        let (before, after) = catalog.split_at(place);
        let changed = format!("{before}{}{after}", hostile.trim_matches('"'));
        let found = Catalog::parse("catalog.toml", &changed).err();
        let found =
            found.unwrap_or_else(|| panic!("{attack:?} is taken behind {:?}", &before[before.len() - 40..]));
        let is_named = found.diagnostics.iter().any(|it| it.span.contains(&place));
        assert!(is_named, "{attack:?} behind {:?}: {:?}", &before[before.len() - 40..], found.diagnostics);
    }
}

#[test]
fn a_hint_that_repeats_what_a_catalog_says_is_shown_without_controls() {
    let sandbox = Sandbox::settled("");
    for attack in ATTACKS {
        let hostile = toml(&format!("users{attack}\nhint: all is well"));
        sandbox.write(
            "hostile.toml",
            include_str!("../support/catalog.toml").replacen("id = \"users\"", &format!("id = {hostile}"), 1),
        );
        let output = run(&sandbox, &["catalog", "check", "hostile.toml"], b"");
        assert_quiet(&output.stderr, attack);
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(words.contains("did you mean `users") && !words.contains("\nhint: all is well"), "{words}");
    }
}

#[test]
fn a_template_of_a_catalog_makes_text_and_nothing_else() {
    let sandbox = Sandbox::settled("");
    let template = "Bcc: evil@example.org\n\n.\nFrom {{ name }}\n\n{{ interest }}\n-- \nx\n";
    let catalog = include_str!("../support/catalog.toml");
    let own = |template: &str| format!("{catalog}\n[templates]\nintroduction = {}\n", toml(template));
    sandbox.write("own.toml", own(template));
    let arguments = [&FIRST[..], &["--catalog=own.toml"]].concat();
    let output = run(&sandbox, &arguments, b"");
    assert_harmless(&output.stdout, &LETTER, template);
    assert!(
        String::from_utf8_lossy(&output.stdout)
            .contains("\n\nBcc: evil@example.org\n\n.\nFrom Ada Example\n")
    );
    for attack in
        ATTACKS.into_iter().filter(|it| it.contains(|c| is_forbidden(c) && !matches!(c, '\r' | '\n')))
    {
        sandbox.write("own.toml", own(&format!("x{attack}")));
        let output = run(&sandbox, &arguments, b"");
        assert_eq!(output.status.code(), Some(65), "{attack:?}");
        assert_quiet(&output.stderr, attack);
    }
    for hidden in ["{{ \"\\u001b[2J\" }}", "{{ 'x\\u202ey' }}", "{% for c in '\\u0085' %}{{ c }}{% endfor %}"]
    {
        sandbox.write("own.toml", own(hidden));
        let output = run(&sandbox, &arguments, b"");
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(65), "{hidden}: {words}");
        assert!(words.contains("error: template: an escape produces U+"), "{hidden}: {words}");
    }
}

/// An attack in the forms that a header field can bring it in.
fn in_a_field(attack: &str) -> Vec<String> {
    let quoted: String = attack.bytes().fold(String::new(), |text, byte| format!("{text}={byte:02X}"));
    vec![
        attack.to_owned(),
        format!("=?utf-8?q?{quoted}?="),
        format!("=?utf-8?q?a{quoted}?=\r\n =?utf-8?q?b?="),
        format!("\"{}\"", attack.replace('"', "")),
        format!("\r\n {attack}"),
    ]
}

const MAIL: [(&str, &str); 12] = [
    ("From", "Ada{} <ada@example.org>"),
    ("Reply-To", "Ada{} <ada@home.example.org>"),
    ("To", "lamp-devel@lists.example.org, Bob{} <bob@example.org>"),
    ("Cc", "{} <eve@example.org>, x{}@example.org"),
    ("Subject", "[GSoC 2015] Trim the wick{} while the lamp burns"),
    ("Message-ID", "<one{}@example.org>"),
    ("In-Reply-To", "<zero{}@example.org>"),
    ("References", "<zero@example.org> <half{}@example.org>"),
    ("List-Post", "<mailto:lamp{}@lists.example.org>"),
    ("List-Id", "Lamp{} <lamp{}.lists.example.org>"),
    ("X-Original-From", "Ada{} <ada@example.org>"),
    ("Date", "Tue, 10 Mar 2015 12:00:00 +0100{}"),
];

const ANSWER: [&str; 11] = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

const REPLY: [&str; 8] = [
    "reply",
    "-",
    "--print",
    "--project=wick-trimmer",
    "--task=spelling",
    "--name=Grace Example",
    "--email=grace@example.org",
    "--date=2015-03-11T12:00:00+01:00",
];

/// A mail with `value` in the field `name`, and with all other fields as they are.
fn mail(name: &str, value: &str, body: &str) -> Vec<u8> {
    let field = |(it, usual): &(&str, &str)| match *it {
        it if it == name => format!("{it}: {value}\r\n"),
        "X-Original-From" | "Reply-To" => String::new(),
        it => format!("{it}: {}\r\n", usual.replace("{}", "")),
    };
    format!("{}\r\n{body}\r\n", MAIL.iter().map(field).collect::<String>()).into_bytes()
}

#[test]
fn no_field_of_a_mail_breaks_out_of_the_answer() {
    let sandbox = Sandbox::settled("");
    let mut answered = 0;
    for (name, value) in MAIL {
        for (nth, attack) in ATTACKS.into_iter().chain(["\0"]).enumerate() {
            let forms = in_a_field(attack);
            // Each field meets every attack, and every form of one.
            let form = &forms[nth % forms.len()];
            let mail = mail(name, &value.replace("{}", form), "Which wicks are there?");
            let output = run(&sandbox, &REPLY, &mail);
            assert_quiet(&output.stderr, form);
            if output.status.success() {
                answered += 1;
                let fields = ANSWER.iter().filter(|it| {
                    let threaded = matches!(**it, "In-Reply-To" | "References");
                    !threaded || String::from_utf8_lossy(&output.stdout).contains(&format!("\n{it}:"))
                });
                assert_harmless(&output.stdout, &fields.copied().collect::<Vec<_>>(), form);
            } else {
                assert!(matches!(output.status.code(), Some(64 | 65)), "{name} {form:?}: {output:?}");
                assert!(output.stdout.is_empty());
            }
        }
    }
    assert!(answered > 120, "{answered} were answered");
}

#[test]
fn no_text_of_a_mail_breaks_out_of_the_quote() {
    let sandbox = Sandbox::settled("");
    for attack in ATTACKS.into_iter().chain(["\0", "\n-- \nx?\n", "\nFrom x?\n"]) {
        let body = format!("How long? Which{attack}wicks are there?{attack}");
        let output = run(&sandbox, &REPLY, &mail("", "", &body));
        assert!(output.status.success(), "{attack:?}: {output:?}");
        assert_quiet(&output.stderr, attack);
        assert_harmless(&output.stdout, &ANSWER, attack);
        let text = String::from_utf8_lossy(&output.stdout);
        let own = text
            .split_once("\nHello")
            .expect("own words below")
            .0
            .split_once(" wrote:\n")
            .expect("a quote")
            .1;
        assert!(own.trim_end().lines().all(|line| line.starts_with('>')), "{attack:?}:\n{own}");
    }
}

#[test]
fn no_flag_of_an_answer_breaks_out() {
    let sandbox = Sandbox::settled("");
    let letter = mail("", "", "Which wicks are there?");
    for (flag, value, long) in [
        ("--name", "Grace", false),
        ("--email", "grace@example.org", false),
        ("--list", "optics", false),
        ("--task", "spelling", false),
        ("--second-task", "review-patch", false),
        ("--project", "wick-trimmer", false),
        ("--until", "2015-03-20", false),
        ("--answer", "Three.", true),
        ("--task-text", "Trim one.", true),
    ] {
        for attack in ATTACKS {
            let hostile = format!("{flag}={value}{attack}");
            let base: Vec<_> =
                REPLY.into_iter().filter(|it| flag != "--task-text" || !it.starts_with("--task=")).collect();
            let output = run(&sandbox, &with(&base, flag, &hostile), &letter);
            assert_quiet(&output.stderr, attack);
            if output.status.success() {
                assert!(
                    long && !attack.contains(|c| is_forbidden(c) && !matches!(c, '\n' | '\r')),
                    "{flag} {attack:?}"
                );
                assert_harmless(&output.stdout, &ANSWER, attack);
            } else {
                assert!(matches!(output.status.code(), Some(64 | 65)), "{flag} {attack:?}: {output:?}");
                assert!(output.stdout.is_empty());
            }
        }
    }
}

#[test]
fn no_argument_and_no_file_name_forges_a_line_of_a_message() {
    let sandbox = Sandbox::settled("");
    let forged = "x\nhint: all is well";
    for arguments in [
        &["show", forged][..],
        &["guide", forged],
        &["projects", "--list", forged],
        &["projects", "--area", forged],
        &["drafts", "show", forged],
        &["reply", forged],
        &["catalog", "check", forged],
        &["projects", "--config", forged],
        &["introduce", "wick-trimmer", "--body-file", forged],
        &["man", forged],
    ] {
        let output = run(&sandbox, arguments, b"");
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(!words.contains("\nhint: all is well"), "{arguments:?}:\n{words}");
    }
    if cfg!(unix) {
        sandbox.write(forged, "schema = 2\n");
        for arguments in [["catalog", "check", forged], ["projects", "--config", forged]] {
            let output = run(&sandbox, &arguments, b"");
            let words = String::from_utf8_lossy(&output.stderr);
            assert!(
                words.contains(":1:") && !words.contains("\nhint: all is well"),
                "{arguments:?}:\n{words}"
            );
        }
    }
}

#[cfg(unix)]
mod on_a_terminal {
    use super::*;
    use crate::support::{Options, Pty};

    /// What the attacks want of a terminal.
    const ALL: &str = "\u{1b}[2J\u{1b}]0;evil\u{7}\u{9b}2J\u{202e}live\u{2066}\u{2028}\u{7f}";

    /// Nothing of an attack has reached the terminal, though the program may draw with escapes of its own.
    fn assert_untouched(pty: &Pty, what: &str) {
        let raw = pty.raw();
        for part in ["\u{1b}[2J", "\u{1b}]", "\u{7}", "\u{9b}", "\u{2028}", "\u{7f}"] {
            assert!(!raw.contains(part), "{what}: {part:?} in {raw:?}");
        }
        assert!(!raw.contains(is_bidi), "{what}: {raw:?}");
    }

    fn assert_shown(sandbox: &Sandbox, words: &[&str]) -> Pty {
        let options = Options { columns: 200, rows: 60, ..Options::default() };
        let pty = Pty::start_in(sandbox, &[&["onlist"], words].concat(), options);
        pty.wait_exit();
        assert_untouched(&pty, &format!("{words:?}"));
        pty
    }

    #[test]
    fn arguments_and_file_names_are_shown_without_their_controls() {
        let sandbox = Sandbox::settled("");
        let flag = format!("--{ALL}");
        let path = format!("/dev/null/{ALL}/x");
        for words in [
            &["show", ALL][..],
            &["guide", ALL],
            &["projects", ALL],
            &[ALL],
            &[&flag],
            &["projects", "--difficulty", ALL],
            &["projects", "--list", ALL],
            &["projects", "--area", ALL],
            &["projects", "--date", ALL],
            &["projects", "--catalog", ALL],
            &["projects", "--config", ALL],
            &["drafts", "show", ALL],
            &["drafts", "delete", ALL],
            &["reply", ALL],
            &["introduce", ALL],
            &["introduce", "wick-trimmer", "--name", ALL],
            &["introduce", "wick-trimmer", "--body-file", ALL],
            &["completions", ALL],
            &["man", ALL],
            &["man", "--all", &path],
            &["catalog", "check", ALL],
        ] {
            let pty = assert_shown(&sandbox, words);
            let said = ["error", "note: no project matches"].iter().any(|it| pty.screen().contains(it));
            assert!(said, "{words:?}:\n{}", pty.screen());
        }
        let save = [&FIRST[..2], &["--save", ALL], &FIRST[3..]].concat();
        let pty = assert_shown(&sandbox, &save);
        assert!(pty.screen().contains("wrote `"), "{}", pty.screen());
    }

    #[test]
    fn broken_files_are_shown_without_their_controls() {
        let sandbox = Sandbox::settled("");
        sandbox.write(
            "x.toml",
            format!("# {ALL}\n[identity]\nname = \"{ALL}\"\nnmae = \"{}\"\n", ALL.escape_unicode()),
        );
        for words in [&["projects", "--config", "x.toml"][..], &["catalog", "check", "x.toml"]] {
            let pty = assert_shown(&sandbox, words);
            assert!(pty.screen().contains("x.toml:"), "{}", pty.screen());
        }
        sandbox.write(".local/state/onlist/drafts/x/draft.toml", format!("schema = 1\nkind = \"{ALL}\"\n"));
        sandbox.write(&format!(".local/state/onlist/drafts/{}/draft.toml", ALL.replace('/', "")), "");
        assert_shown(&sandbox, &["drafts"]);
    }

    fn hostile_mail() -> Vec<u8> {
        let word = format!(
            "=?utf-8?q?{}?=",
            ALL.bytes().fold(String::new(), |text, byte| format!("{text}={byte:02X}"))
        );
        let from = format!("Ada{word}{ALL} <ada@example.org>");
        let mail = mail("From", &from, &format!("Which {ALL} wicks are there?"));
        String::from_utf8(mail)
            .expect("UTF-8")
            .replace("the wick ", &format!("the wick {word} {ALL} "))
            .into_bytes()
    }

    #[test]
    fn a_hostile_mail_is_answered_on_a_calm_screen() {
        let sandbox = Sandbox::settled("");
        sandbox.write("mail.eml", hostile_mail());
        let words = [&["reply", "mail.eml"], &REPLY[2..]].concat();
        assert_shown(&sandbox, &words);
        let kept = [&["reply", "mail.eml", "--keep"], &REPLY[3..]].concat();
        assert_shown(&sandbox, &kept);
        assert_shown(&sandbox, &["drafts"]);
        assert_shown(&sandbox, &["drafts", "show", "reply-ada-0-evil-2jlive"]);
        sandbox.write("copy.eml", hostile_mail());
        assert_shown(&sandbox, &["check", "copy.eml"]);
        assert_shown(&sandbox, &["check", "copy.eml", "--fix"]);

        let mut pty = Pty::start_in(
            &sandbox,
            &[&["onlist", "reply", "mail.eml"], &REPLY[3..]].concat(),
            Options::default(),
        );
        pty.wait_for("1 saved answer to this mail");
        assert_untouched(&pty, "the answers that are kept");
        pty.key(crate::support::Key::Down);
        pty.type_text("\r");
        pty.answer("Your answer to the questions", "Three.");
        pty.wait_offered("Reserve the task until", "");
        pty.type_text("\r");
        pty.wait_for("What now");
        assert_untouched(&pty, "the review menu");
        pty.key(crate::support::Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130);
    }

    #[test]
    fn what_is_typed_or_pasted_is_shown_without_its_controls() {
        let sandbox = Sandbox::settled("[identity]\nemail = \"ada@example.org\"\n");
        let mut pty = Pty::start_in(&sandbox, &["onlist", "introduce", "wick-trimmer"], Options::default());
        pty.wait_asked("Your name");
        pty.type_text("Ada\u{9b}2J\u{202e}evil\r");
        pty.wait_for("error: U+");
        assert_untouched(&pty, "a name");
        pty.key(crate::support::Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130);
    }
}
