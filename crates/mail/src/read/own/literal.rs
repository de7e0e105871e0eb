//! Own lines that are no prose: code, diffs, logs, transcripts, tables.

use super::LineKind;

/// Marks the own lines that stand as they are.
pub(super) fn mark(lines: &[&str], kinds: &mut [LineKind]) {
    let own = |kinds: &[LineKind], at: usize| kinds[at] == LineKind::Prose;
    let mut state = State::default();
    let mut at = 0;
    while at < lines.len() {
        let length = (at..lines.len()).take_while(|at| own(kinds, *at)).count();
        if length == 0 {
            if kinds[at] == LineKind::Blank {
                state.hunk.takes_blank();
            } else {
                state = State::default();
            }
            at += 1;
            continue;
        }
        let paragraph = &lines[at..at + length];
        for (kind, literal) in kinds[at..].iter_mut().zip(state.literal(paragraph)) {
            if literal {
                *kind = LineKind::Literal;
            }
        }
        at += length;
    }
}

/// What is open where a paragraph begins.
#[derive(Default)]
struct State {
    /// Between two lines of three backticks.
    fenced: bool,
    /// Inside a hunk of a diff.
    hunk: Hunk,
    /// Below an item of a list.
    item: bool,
}

impl State {
    /// Which lines of a paragraph stand as they are.
    fn literal(&mut self, paragraph: &[&str]) -> Vec<bool> {
        let mut prompted = false;
        let (mut certain, mut likely) = (Vec::new(), Vec::new());
        for line in paragraph {
            let fence = line.trim_start().starts_with("```");
            let inside = self.fenced;
            self.fenced ^= fence;
            prompted = is_prompt(line) || is_trace(line) || prompted && !is_sentence(line);
            certain.push(self.hunk.takes(line) || inside || fence || prompted);
            likely.push(stands_alone(line) && !self.item || is_code(line) || is_log(line));
            self.item = item_text(line).is_some() || (self.item && line.starts_with([' ', '\t']));
        }
        let open = certain.iter().filter(|it| !**it).count();
        let found = certain.iter().zip(&likely).filter(|(certain, likely)| !**certain && **likely).count();
        // Where most lines are code, the rest of them is too.
        let all = found > 1 && 2 * found > open;
        let lines = certain.into_iter().zip(likely).zip(paragraph);
        lines.map(|((certain, likely), line)| certain || likely || (all && !reads_as_prose(line))).collect()
    }
}

/// Whether a line among code reads as prose: most of it are words.
fn reads_as_prose(line: &str) -> bool {
    let plain = |word: &&str| word.chars().all(|c| c.is_alphabetic() || ",.;:?!'’\"()-".contains(c));
    let words = line.split_whitespace().filter(plain).count();
    words >= 5 && 4 * words >= 3 * line.split_whitespace().count() && !is_code(line)
}

/// Whether a line below a prompt is no output any more: it begins and ends as a sentence does.
fn is_sentence(line: &str) -> bool {
    line.starts_with(char::is_uppercase) && line.trim_end().ends_with(['.', '?', '!']) && reads_as_prose(line)
}

/// How the lines above the hunks of a diff begin.
const HEADS: [&str; 10] = [
    "diff --git ",
    "diff -",
    "index ",
    "--- a/",
    "+++ ",
    "--- /dev/null",
    "new file mode ",
    "deleted file mode ",
    "similarity index ",
    "rename ",
];

/// The lines that are left of a hunk: `@@ -1,5 +1,6 @@`.
#[derive(Default)]
pub(super) struct Hunk {
    old: usize,
    new: usize,
    /// Below the names of the files, where the head of a hunk is missing.
    headed: bool,
}

impl Hunk {
    /// Whether a line is one of a diff.
    pub(super) fn takes(&mut self, line: &str) -> bool {
        if let Some((old, new)) = hunk(line) {
            (self.old, self.new, self.headed) = (old, new, false);
            return true;
        }
        if self.is_open() {
            match line.as_bytes().first() {
                Some(b'-') => self.old = self.old.saturating_sub(1),
                Some(b'+') => self.new = self.new.saturating_sub(1),
                Some(b'\\') => {}
                _ => (self.old, self.new) = (self.old.saturating_sub(1), self.new.saturating_sub(1)),
            }
            return true;
        }
        let head = HEADS.iter().any(|it| line.starts_with(it));
        let changed = line.starts_with(['+', '-']) && item_text(line).is_none() && line.trim_end() != "--";
        self.headed = head || self.headed && changed;
        self.headed || is_diffstat(line)
    }

    /// Whether lines of a hunk are still to come.
    pub(super) fn is_open(&self) -> bool {
        self.old > 0 || self.new > 0
    }

    /// Mail programs strip the blank of an empty line.
    pub(super) fn takes_blank(&mut self) {
        self.headed = false;
        (self.old, self.new) = (self.old.saturating_sub(1), self.new.saturating_sub(1));
    }
}

/// The old and new lines that the head of a hunk counts.
fn hunk(line: &str) -> Option<(usize, usize)> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let lines = |range: &str| range.split_once(',').map_or(Some(1), |(_, lines)| lines.parse().ok());
    Some((lines(old)?, lines(new)?))
}

/// ` fs/file.c | 10 +++---`, ` 2 files changed, 3 insertions(+)`.
fn is_diffstat(line: &str) -> bool {
    let counts = line.split_once(" | ").is_some_and(|(name, rest)| {
        name.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == 'B')
    });
    counts || (line.starts_with(' ') && (line.contains(" file changed") || line.contains(" files changed")))
}

/// Indented as code is, or a row of a table, or the trailer of a patch.
fn stands_alone(line: &str) -> bool {
    let trailer = line.split_once(": ").is_some_and(|(name, _)| {
        let tag = name.strip_suffix("-by").or_else(|| name.strip_suffix("-off"));
        tag.is_some_and(|tag| !tag.contains(' '))
            || matches!(name, "Fixes" | "Link" | "Closes" | "Message-ID" | "Cc" | "Change-Id")
    });
    let indented = line.starts_with("    ") || line.starts_with('\t');
    let field = line.trim_start().starts_with('.') && line.contains(" = ");
    trailer || line.starts_with('|') || field || (indented && !reads_as_prose(line))
}

/// What stands behind the mark of the list item that a line is: `- `, `* `, `1. `, `12) `.
#[must_use]
pub fn item_text(line: &str) -> Option<&str> {
    /// With more it is a year.
    const MOST_DIGITS: usize = 3;
    let text = line.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest =
        text[digits..].strip_prefix(|c| if digits > 0 { ".)".contains(c) } else { "-*+•".contains(c) })?;
    (digits <= MOST_DIGITS && rest.starts_with([' ', '\t'])).then(|| rest.trim_start())
}

/// `$ make`, `root@host:~# make`, `(gdb) bt`: what follows is a transcript.
pub(super) fn is_prompt(line: &str) -> bool {
    let text = line.trim_start();
    let simple = ["$ ", "# ", "% ", "(gdb) ", "=> ", "~ # ", "/ # ", ">>> ", "PS C:"];
    let host = || {
        let (prompt, _) =
            text.split_once(['$', '#']).filter(|(_, rest)| rest.is_empty() || rest.starts_with(' '))?;
        let prompt = prompt.trim_start_matches('[');
        (prompt.len() < 80 && prompt.contains('@') && prompt.split_whitespace().count() <= 2).then_some(())
    };
    simple.iter().any(|it| text.starts_with(it)) || host().is_some()
}

/// What a log or a compiler writes: `[   12.345678] foo`, `12:00:01 foo`, `file.c:12:3: error`.
pub(super) fn is_log(line: &str) -> bool {
    let text = line.trim_start();
    let stamp = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).is_some_and(|(stamp, _)| {
        stamp.contains(['.', ':'])
            && stamp.contains(|c: char| c.is_ascii_digit())
            && stamp.bytes().all(|byte| byte.is_ascii_digit() || b" .:-T".contains(&byte))
    });
    let clock = text.len() > 8
        && text
            .bytes()
            .take(8)
            .enumerate()
            .all(|(at, byte)| if at % 3 == 2 { byte == b':' } else { byte.is_ascii_digit() });
    let word = text.split(' ').next().unwrap_or_default();
    let mut parts = word.split(':');
    let place =
        parts.next().is_some_and(|name| name.contains('.') && !name.contains('/') || name.contains('/'))
            && parts.next().is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
            && word.ends_with(':');
    let make = word.starts_with("make[") || text.starts_with("make: ");
    let level =
        ["ERROR: ", "WARNING: ", "FATAL: ", "BUG: ", "INFO: ", "DEBUG: ", "error: ", "fatal: ", "warning: "];
    let said = level.iter().any(|it| text.starts_with(it)) || raised(text);
    // A place in a kernel: `? schedule+0x132/0x200`.
    let frame = text
        .split_once("+0x")
        .is_some_and(|(_, rest)| rest.split(' ').next().is_some_and(|it| it.contains("/0x")));
    stamp || clock || place || make || said || frame || text.to_ascii_lowercase().starts_with("call trace:")
}

/// `ValueError: what?`, `java.io.IOException: what?`: what a program was stopped by.
fn raised(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(name, _)| {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "._:$".contains(c));
        plain
            && ["Error", "Exception", "Warning", "Interrupt"]
                .iter()
                .any(|it| name.ends_with(it) && name.len() > it.len())
    })
}

/// Whether lines below are where a program was when it stopped.
fn is_trace(line: &str) -> bool {
    let text = line.trim_start();
    let heads = [
        "Traceback (most recent call last)",
        "Exception in thread ",
        "Caused by: ",
        "thread '",
        "goroutine ",
        "panic: ",
    ];
    heads.iter().any(|it| text.starts_with(it))
        && (!text.starts_with("thread '") || text.contains("panicked at"))
}

/// Whether a line is of a program: by its beginning and end, or by its marks.
fn is_code(line: &str) -> bool {
    let text = line.trim();
    if text.is_empty() || text.contains("://") {
        return false;
    }
    let starts = |heads: &[&str]| heads.iter().any(|it| text.starts_with(it));
    let holds = |marks: &[&str]| marks.iter().any(|it| text.contains(it));
    let directive =
        starts(&["#include", "#define", "#if", "#el", "#endif", "#undef", "#pragma", "//", "/*", "*/"]);
    let braces =
        matches!(text, "{" | "}" | "};" | "});" | "})") || text.ends_with(" {") || text.ends_with("){");
    let head = text.ends_with([')', '{', 'e'])
        && starts(&["if (", "else if (", "for (", "while (", "switch (", "} else"]);
    let statement = || {
        text.ends_with(';')
            && holds(&["(", "=", "->", "[", "return", "break", "continue", "goto "])
            && !text.contains(". ")
    };
    let call = || text.contains('(') && (text.ends_with([')', ':']) || text.ends_with(") {"));
    let operator = || holds(&[" == ", " != ", " && ", " || ", "++;", "->", " = ", " >= "]);
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words = || text.split_whitespace();
    // A name of a program alone on its line.
    let name = || {
        text.contains('_')
            && !text.contains('@')
            && !text.ends_with(['.', '?', '!'])
            && words().nth(1).is_none()
    };
    directive
        || braces
        || head
        || name()
        || is_command(text)
        || statement()
        || (call() && operator() && 2 * words().filter(is_word).count() < words().count())
        || is_dense(text)
}

/// `make ARCH=arm64 all`, `./configure --prefix=x`: a command with what it is called with.
fn is_command(text: &str) -> bool {
    const COMMANDS: [&str; 12] = [
        "make ",
        "git ",
        "cargo ",
        "cmake ",
        "gcc ",
        "sudo ",
        "cd ",
        "apt ",
        "apt-get ",
        "insmod ",
        "modprobe ",
        "./",
    ];
    let called_with = |word: &str| word.starts_with('-') || word.contains(['=', '/']);
    COMMANDS.iter().any(|it| text.starts_with(it))
        && text.split_whitespace().any(called_with)
        && !text.ends_with(['.', '?', '!'])
}

/// Whether a quarter of a line are marks of code.
fn is_dense(text: &str) -> bool {
    let marks = text.bytes().filter(|it| b"{}()[];=<>|&\\/_#$%+~^".contains(it)).count();
    let letters = || text.chars().filter(|c| c.is_alphanumeric()).count();
    marks > 2 && letters() > 3 && 3 * marks >= letters() && !text.ends_with(['.', '?', '!', ','])
}
