//! What shows that something was done: a link, a commit, a file, a version, a command.

use crate::check::words::is_url;

/// Endings of files that people speak of when they have looked into something; `.js` ends names of frameworks too.
const FILES: [&str; 21] = [
    ".c", ".h", ".rs", ".py", ".go", ".ml", ".mli", ".cc", ".cpp", ".java", ".sh", ".pl", ".yaml", ".yml",
    ".dts", ".rst", ".md", ".txt", ".patch", ".diff", ".pdf",
];

/// How commands begin that are run on source code.
const COMMANDS: [&str; 13] = [
    "git ",
    "make ",
    "cargo ",
    "./configure",
    "cmake ",
    "docker ",
    "qemu-",
    "sudo ",
    "apt ",
    "opam ",
    "pip ",
    "checkpatch",
    "dt_binding_check",
];

/// Whether a line of prose holds a trace of work.
pub(super) fn shows_work(line: &str) -> bool {
    let traces = |word: &str| {
        let bare = word.trim_matches(|c: char| "()[]<>,.;:!?\"'`*".contains(c));
        is_url(word)
            || is_commit(bare)
            || is_path(bare)
            || is_version(bare)
            || is_message_id(word)
            || is_code_name(word.trim_matches(|c: char| "[]<>,.;:!?\"'`*".contains(c)))
    };
    let words: Vec<_> = line.split_whitespace().collect();
    words.iter().copied().any(traces) || words.windows(2).any(numbered) || has_command(line)
}

/// What people do with a program that they have.
const DOINGS: [&str; 16] = [
    "built",
    "rebuilt",
    "compiled",
    "cross-compiled",
    "installed",
    "booted",
    "ran",
    "tested",
    "cloned",
    "flashed",
    "tried",
    "debugged",
    "patched",
    "packaged",
    "ported",
    "upgraded",
];

/// How the names of trees end.
const TREES: [&str; 8] = ["next", "unstable", "stable", "devel", "git", "master", "main", "staging"];

/// What such a name stands before where it is no part of another one: `the next branch`.
const BRANCHES: [&str; 3] = ["branch", "tree", "sources"];

/// Words that say that something was not done.
const NOT: [&str; 8] = ["not", "never", "cannot", "without", "didnt", "havent", "couldnt", "wasnt"];

/// Words behind which something else is told.
const NEW_CLAUSE: [&str; 10] =
    ["i", "we", "but", "so", "then", "because", "although", "however", "when", "after"];

/// Whether a program was built or run that is told by its name or its version, or by what was done with it next:
/// `I built foo-next`, `I built the next branch`, `I tried foo 4.5`, `I built the tree and booted it`.
pub(super) fn has_built(paragraph: &str) -> bool {
    let words = affirmed(paragraph);
    let does = |word: &str| DOINGS.contains(&word);
    let Some(done) = words.iter().position(|word| does(word)) else { return false };
    let behind = &words[done + 1..];
    let is_thing = |word: &String| {
        word.rsplit_once('-').is_some_and(|(name, end)| !name.is_empty() && TREES.contains(&end))
            || is_numbered_name(word)
    };
    let runs = |word: &str| does(word) || word == "boots" || word == "runs";
    behind.iter().any(is_thing)
        || behind.windows(2).any(|it| {
            (does(&it[0]) && it[1] == "it")
                || (it[0] == "it" && runs(&it[1]))
                || is_named(&it[0], &it[1])
                || (TREES.contains(&&*it[0]) && BRANCHES.contains(&&*it[1]))
        })
}

/// The words of a text in lower case, without those that say what was not done: from a `not` to the next clause.
fn affirmed(text: &str) -> Vec<String> {
    let (mut words, mut denied) = (Vec::new(), false);
    let mut all = text.split_whitespace().peekable();
    while let Some(word) = all.next() {
        let bare = word.trim_matches(|c: char| "()[],.;:!?\"'`*".contains(c)).to_lowercase();
        let is_only = all.peek().is_some_and(|next| matches!(*next, "only" | "just"));
        if NEW_CLAUSE.contains(&bare.as_str()) {
            denied = false;
        } else if (NOT.contains(&bare.as_str()) || bare.ends_with("n't") || bare.ends_with("n’t")) && !is_only
        {
            denied = true;
        }
        if !denied {
            words.push(bare);
        }
        denied &= !word.trim_end_matches(['"', '\'', ')']).ends_with(['.', '!', '?', ';', ':']);
    }
    words
}

/// A version behind a name in small letters: `foo 4.5`.
fn is_named(name: &str, version: &str) -> bool {
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_name && is_dotted(version) && !is_mark(name)
}

/// A name with its version in one word: `foo-4.5`, `foo4.5`.
fn is_numbered_name(word: &str) -> bool {
    let Some(at) = word.find(|c: char| c.is_ascii_digit()) else { return false };
    let name = word[..at].trim_end_matches(['-', '_', 'v']);
    name.len() > 1 && is_named(name, &word[at..])
}

/// Two short numbers with a dot between them.
fn is_dotted(number: &str) -> bool {
    let short = |it: &str| (1..4).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit());
    number.split_once('.').is_some_and(|(major, minor)| short(major) && short(minor))
}

fn is_mark(word: &str) -> bool {
    ["gpa", "cgpa", "score", "grade", "mark", "average", "of", "is"]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it))
}

/// A version behind the name of a thing, or the number of a report: `Xen 4.19`, `issue #12`, `bug 1234`.
fn numbered(pair: &[&str]) -> bool {
    let [before, after] = pair else { return false };
    let number = after.trim_matches(|c: char| "()[],.;:!?\"'".contains(c));
    let dotted = is_dotted(number);
    let name =
        before.starts_with(char::is_uppercase) && before.len() > 2 && before.ends_with(char::is_alphabetic);
    let digits = number.trim_start_matches('#');
    let report = ["issue", "bug", "ticket", "pr", "pull", "mr", "xsa"]
        .iter()
        .any(|it| before.eq_ignore_ascii_case(it));
    let counted = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (dotted && name && !is_mark(before)) || (report && counted)
}

/// A function or another name of a program: `foo_bar()`, `CONFIG_FOO`, `struct_name`.
fn is_code_name(word: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let name = word.split('(').next().unwrap_or_default();
    let parts = name.split('_').filter(|part| plain(part)).count();
    let whole = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_:.>-".contains(&byte));
    let calls = word.contains("()")
        && name.len() > 2
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    whole && (calls || (parts > 1 && !word.contains('@')))
}

/// 7 to 40 hexadecimal digits, letters and numbers among them.
fn is_commit(word: &str) -> bool {
    let hex = word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let mixed =
        word.contains(|c: char| c.is_ascii_digit()) && word.contains(|c: char| c.is_ascii_lowercase());
    (7..=40).contains(&word.len()) && hex && mixed
}

/// A path with a `/` and an ending, or the name of a file of source code.
fn is_path(word: &str) -> bool {
    if word.len() > 2
        && word.ends_with('/')
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_-.".contains(&byte))
    {
        return true;
    }
    let name = word.rsplit('/').next().unwrap_or_default();
    let ending = name.rfind('.').map(|at| &name[at..]).filter(|_| !name.starts_with('.'));
    let known = ending.is_some_and(|it| FILES.contains(&it.to_ascii_lowercase().as_str()));
    // `and/or` has no ending, and `drivers/iio/adc` is a path without one.
    known
        || NAMED_FILES.contains(&name)
        || (word.contains('/') && ending.is_some_and(|it| it.len() > 1))
        || word.matches('/').count() >= 2
        || word.split_once('/').is_some_and(|(folder, name)| SOURCES.contains(&folder) && !name.is_empty())
}

/// Files of source code that have no ending.
const NAMED_FILES: [&str; 7] =
    ["Makefile", "GNUmakefile", "Kconfig", "Kbuild", "Dockerfile", "MAINTAINERS", "CODEOWNERS"];

/// Folders that hold source code.
const SOURCES: [&str; 14] = [
    "arch",
    "docs",
    "Documentation",
    "drivers",
    "fs",
    "include",
    "kernel",
    "lib",
    "libs",
    "mm",
    "scripts",
    "src",
    "tests",
    "tools",
];

/// `v6.1`, `4.5.0`, `4.5-rc1`; `3.5` alone may be a mark and `2.` a number of a list.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix('v').unwrap_or(word);
    let marked = digits.len() < word.len();
    let (core, suffix) = digits.split_once('-').map_or((digits, ""), |(core, suffix)| (core, suffix));
    let numbers: Vec<_> = core.split('.').collect();
    let numeric = numbers
        .iter()
        .all(|it| !it.is_empty() && it.len() < 5 && it.bytes().all(|byte| byte.is_ascii_digit()));
    numeric && numbers.len() > 1 && (marked || numbers.len() > 2 || suffix.starts_with("rc"))
}

fn is_message_id(word: &str) -> bool {
    let inner = word.strip_prefix('<').and_then(|rest| rest.split('>').next());
    inner
        .and_then(|inner| inner.split_once('@'))
        .is_some_and(|(left, _)| left.len() > 15 && left.contains(['.', '-']))
}

/// A command in backticks, quotes or behind a prompt.
fn has_command(line: &str) -> bool {
    let quoted = line.split(['`', '"', '\'']).skip(1).step_by(2);
    let lower = line.to_ascii_lowercase();
    let ran = ["ran ", "run ", "running ", "used ", "using ", "with "].iter().any(|verb| {
        lower
            .match_indices(verb)
            .any(|(at, _)| COMMANDS.iter().any(|it| lower[at + verb.len()..].starts_with(it)))
    });
    let prompted = ["$ ", "# "].iter().filter_map(|prompt| line.trim_start().strip_prefix(prompt));
    ran || quoted
        .chain(prompted)
        .any(|part| COMMANDS.iter().any(|command| part.trim_start().starts_with(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_of_work() {
        for (line, expected) in [
            ("see https://example.org/patch", true),
            ("commit 3f2a9bc1 fixed it", true),
            ("I read drivers/iio/adc/ad7292.c closely", true),
            ("built v6.1 and 4.5.0", true),
            ("I ran `make defconfig` at home", true),
            ("$ git clone it", true),
            ("my patch <20150310120000.abc-1@example.org> was taken", true),
            ("built Xen 4.19 here", true),
            ("I built lamp-unstable and looked at it.", true),
            (
                "I have built the next branch, run its benchmark three times, and read the thread of last May \
                 about reading in blocks.",
                true,
            ),
            ("I compiled the main branch.", true),
            ("I have not built the next branch", false),
            ("I tried to find the next bus", false),
            ("I built the tree (lamp 4.5) and booted it", true),
            ("I compiled the lamp and ran it at home.", true),
            ("I cross-compiled it, and it boots.", true),
            ("I have tried lamp 2.10.", true),
            ("I compiled lamp 4.5 and it did not boot.", true),
            ("I compiled lamp 4.5. It did not boot.", true),
            ("i compiled lamp 4.5 and ran into an error that I could not fix.", true),
            ("I did not want to wait, so I built lamp 4.5", true),
            ("It isn't much, but I have tried lamp-4.5", true),
            ("I not only compiled lamp4.5 and wrote about it", true),
            ("i looked at bulb/Makefile and fixed a warning in it", true),
            ("i looked at tools/lamp today", true),
            ("I have not built lamp-unstable and booted it", false),
            ("I have not compiled, installed or tried lamp 4.5.", false),
            ("I haven’t compiled lamp 4.5 yet", false),
            ("I tried but never built lamp-unstable", false),
            ("I tried hard at school - gpa9.5 - and/or more", false),
            ("I built a robot at school, and my mark is high.", false),
            ("I built a hand-made lamp", false),
            ("I read about the tree and like it", false),
            ("my average was 9.5 there", false),
            ("about issue #12", true),
            ("I ran make in tools/ today", true),
            ("the function xc_domain_create() returns", true),
            ("CONFIG_IIO is set", true),
            ("my GPA 3.91, and version 2", false),
            ("I like C and Rust, and/or Python.", false),
            ("my mark is 9.5 of 10", false),
            ("I know Node.js and 1234567", false),
            ("facade and decade", false),
            ("24/7 and 10/03/2015", true),
        ] {
            assert_eq!(shows_work(line) || has_built(line), expected, "{line}");
        }
    }
}
