#!/usr/bin/env python3
"""CPU time and peak memory of `onlist check` and `onlist reply` on mails that are made to cost much.

Build first: cargo build --profile dist
Then:        python3 benches/hostile.py [--sizes 1,10,100] [--short] [--most SECONDS] [WORD]...

One row a kind: seconds for each size in MB, the larger of the growths from size to size, and the peak memory of the
largest run as a multiple of its mail. Ten times the size may take 12 times the time, and 3 times the mail in memory;
what takes more is marked, and makes the script fail. WORDs choose kinds that contain one of them.

--short takes mails of 2 and 8 MB, which show too what grows faster than the mail and what keeps copies of it: memory is
then that by which the two runs differ.
"""
import argparse, base64, os, resource, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.environ.get("ONLIST_BINARY", os.path.join(ROOT, "target", "dist", "onlist"))
CATALOG = os.path.join(ROOT, "examples", "catalog.toml")
MOST_GROWTH, MOST_MEMORY = 12, 3
# Below this, a run is start-up and noise.
LEAST_SECONDS, LEAST_MB = 0.02, 10

HEAD = (b"From: Ada Example <ada@students.test>\nTo: engine-devel@lists.example.org\n"
        b"Cc: Grace Example <grace@example.org>\nDate: Tue, 10 Mar 2015 12:00:00 +0100\nMessage-ID: <m1@students.test>\n")
SUBJECT = b"Subject: [GSoC 2015] A faster parser\n"
TEXT = b"\nHello all,\n\nWhich branch should I build first?\n"


def field(name, before=b"", after=b""):
    """A mail whose one field is as long as the mail is to be."""
    return HEAD + (b"" if name == b"Subject" else SUBJECT) + name + b": " + before, after + b"\n" + TEXT


def body(*fields, before=b"", after=b"\n"):
    return HEAD + SUBJECT + b"".join(it + b"\n" for it in fields) + b"\n" + before, after


def mixed(before=b"", after=b"\n"):
    return body(b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=b", before=before, after=after)


BASE64 = b"Content-Transfer-Encoding: base64"
QUOTED = b"Content-Transfer-Encoding: quoted-printable"
FLOWED = b"Content-Type: text/plain; format=flowed; delsp=yes"
HTML = b"Content-Type: text/html; charset=utf-8"
CODE = base64.encodebytes(b"Which branch should I build first? I have built the next one.\n" * 90)

# What stands before and after, and what is repeated between.
KINDS = {
    "prose": (body(), b"I have built the next branch. Which test should I run first?\n"),
    "one line of prose": (body(), b"Which test should I run first? "),
    "one long word": (body(), b"a"),
    "empty lines": (body(), b"\n"),
    "blank lines": (body(), b"  \t \n"),
    "lone returns": (body(), b"\r"),
    "words and lone returns": (body(), b"a\r"),
    "returns before a newline": (body(), b"a\r\r\r\n"),
    "NUL": (body(), b"\0"),
    "octets above 127": (body(), b"\xff"),
    "controls": (body(), b"\x1b[2J\x07"),
    "quote marks": (body(), b">"),
    "quoted lines": (body(), b"> which branch?\n"),
    "deep quotes": (body(), b"> " * 200 + b"x?\n"),
    "attributions": (body(), b"On Tue, Grace Example wrote:\n\n"),
    "outlook blocks": (body(), b"-----Original Message-----\nFrom: Grace\nSent: Tuesday\nTo: Ada\nSubject: x\n\nold?\n\n"),
    "signatures": (body(), b"-- \n"),
    "rules": (body(), b"_" * 40 + b"\n"),
    "armour": (body(), b"-----BEGIN PGP SIGNATURE-----\n\n"),
    "choices": (body(), b"? : "),
    "diffs": (body(), b"diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a ? b : c\n+x\n"),
    "URLs": (body(), b"https://example.org/a?b=c "),
    "brackets": (body(), b"[[("),
    "message-ids": (body(), b"<1@example.org> "),
    "flowed, one paragraph": (body(FLOWED), b"a \n"),
    "flowed quotes": (body(FLOWED), b"> a \n>> b \n"),
    "base64": (body(BASE64), CODE),
    "base64, one letter a line": (body(BASE64), b"S\nG\nV\ns\n"),
    "base64 in padded pieces": (body(BASE64), b"SGk=\n"),
    "base64, all padding": (body(BASE64), b"="),
    "base64, foreign octets": (body(BASE64), b"S*G*V*s* \n"),
    "base64 and a footer": (body(BASE64, before=CODE + b"-- \n"), b"list footer \n"),
    "quoted-printable": (body(QUOTED), b"=41=20=3d=\n"),
    "quoted-printable, short lines": (body(QUOTED, before=b"=\n"), b"a\n"),
    "quoted-printable, broken": (body(QUOTED), b"="),
    "quoted-printable, blanks": (body(QUOTED), b" "),
    "uuencode": (body(b"Content-Transfer-Encoding: x-uuencode"), b"begin 644 x\n#0V%T\n`\nend\n"),
    "utf-7": (body(b"Content-Type: text/plain; charset=utf-7"), b"+AOs-+"),
    "iso-2022-jp": (body(b"Content-Type: text/plain; charset=iso-2022-jp-2"), b"\x1b$B4A\x1b(B"),
    "escapes": (body(b"Content-Type: text/plain; charset=iso-2022-kr"), b"\x1b"),
    "utf-16": (body(b"Content-Type: text/plain; charset=utf-16le"), b"a\0"),
    "windows-1252": (body(b"Content-Type: text/plain; charset=cp1252"), b"\x81\x93"),
    "HTML": (body(HTML), b"<p>Which <b>branch</b>&nbsp;first?</p>\n"),
    "HTML, nested": (body(HTML), b"<div>"),
    "HTML, paragraphs": (body(HTML), b"<p"),
    "HTML, breaks": (body(HTML), b"<br>a"),
    "HTML, open marks": (body(HTML), b"<"),
    "HTML, open comments": (body(HTML), b"<!--"),
    "HTML, entities": (body(HTML), b"&amp;&#x41"),
    "HTML, styles": (body(HTML), b"<style>"),
    "HTML, quotes": (body(HTML), b"<blockquote>"),
    "enriched": (body(b"Content-Type: text/enriched"), b"<bold><<"),
    "parts": (mixed(), b"--b\n\nx\n"),
    "parts without a blank line": (mixed(), b"--b\n"),
    "parts with one header": (mixed(), b"--b\nContent-Type: text/plain\n\nx?\n"),
    "boundaries, almost": (mixed(b"--b\n\n"), b"--c\n"),
    "parts of many lines": (mixed(), b"--b\n\n" + b"Which branch should I build first?\n" * 9000),
    "parts of many octets": (mixed(), b"--b\nContent-Type: text/plain; charset=cp1252\n\n" + b"\x81\x93" * 150_000 + b"\n"),
    "one part, open": (mixed(b"--b\n\n"), b"Which branch?\n"),
    "an attachment": (mixed(b"--b\n\nHello?\n--b\nContent-Type: image/png\n" + BASE64 + b"\n\n", b"--b--\n"), CODE),
    "messages in messages": (body(b"Content-Type: message/rfc822"), b"Content-Type: message/rfc822\n\n"),
    "multiparts in multiparts": (mixed(), b"--b\nContent-Type: multipart/mixed; boundary=b\n\n"),
    "digest": (body(b"Content-Type: multipart/digest; boundary=b"), b"--b\n\nFrom: a@b.test\n\nx\n"),
    "short lines in an mbox": (
        (b"From ada@students.test Tue Mar 10 12:00:00 2015\n" + body()[0] + b">From me\n", b"\n"),
        b"a\n",
    ),
    "quoted From lines": ((b"From ada@students.test Tue Mar 10 12:00:00 2015\n" + body()[0], b"\n"), b">From me\n"),
    "fields": ((HEAD + SUBJECT, TEXT), b"X-Field: value\n"),
    "a folded field": (field(b"X-Field"), b"\n value"),
    "subject": (field(b"Subject"), b"words "),
    "subject, encoded words": (field(b"Subject"), b"=?utf-8?q?=C3=AB?="),
    "subject, folded words": (field(b"Subject"), b"=?gbk?b?1cU=?=\n "),
    "subject, marks of words": (field(b"Subject"), b"=?"),
    "subject, open words": (field(b"Subject"), b"=?a?q?"),
    "subject, prefixes": (field(b"Subject"), b"Re: "),
    "to, addresses": (field(b"To"), b"Bo <bo@example.test>, "),
    "to, comments": (field(b"To"), b"("),
    "to, quotes": (field(b"To"), b'"'),
    "to, brackets": (field(b"To"), b"<"),
    "to, commas": (field(b"To"), b","),
    "to, words": (field(b"To"), b"a "),
    "to, dots": (field(b"To"), b"a@b."),
    "to, groups": (field(b"To"), b"x:y@z.test;"),
    "to, routes": (field(b"To", b"<"), b"@a.test,"),
    "from, comments": (field(b"Reply-To"), b"a@b.test (x) "),
    "references": (field(b"References"), b"<1@example.org> "),
    "references, open": (field(b"References"), b"<"),
    "date": ((HEAD.replace(b"Date: Tue, 10 Mar 2015 12:00:00 +0100\n", b"") + SUBJECT + b"Date: ", b"\n" + TEXT), b"1a"),
    "content type, parameters": (field(b"Content-Type", b"text/plain"), b"; a=b"),
    "content type, quotes": (field(b"Content-Type", b'text/plain; a="'), b"\\"),
    "boundary": (field(b"Content-Type", b"multipart/mixed; boundary="), b"b"),
}

VERBS = {
    "check": ["check", "--json"],
    "reply": ["reply", "--print", "--project", "parser", "--task", "fix-typo", "--answer", "Yes."],
}


def run(arguments, home):
    """Seconds of CPU and MB of memory of one run, and how it ended, as the system counts them."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (run.most, run.most))
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.execve(BINARY, ["onlist", *arguments], {"HOME": home, "PATH": os.environ["PATH"]})
    _, status, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, os.waitstatus_to_exitcode(status)


def common(folder):
    return ["--catalog", CATALOG, "--date", "2015-03-10T13:00:00+01:00", "--config", os.path.join(folder, "config.toml")]


def write(path, kind, megabytes):
    (before, after), piece = kind
    size = megabytes * 1_000_000 - len(before) - len(after)
    # In pieces: what this process once held is counted as its children's.
    some = piece * max(1, 65536 // len(piece))
    whole, rest = divmod(size // len(piece) * len(piece), len(some))
    with open(path, "wb") as file:
        file.write(before)
        for _ in range(whole):
            file.write(some)
        file.write(some[:rest] + after)


def measure(name, verb, options, folder):
    """One row, and whether it keeps to what is allowed; a time that is too long is measured again."""
    path = os.path.join(folder, "hostile.eml")
    sizes = options.sizes
    for _ in range(3):
        times, growth, memory, status = measured(name, verb, sizes, options.short, folder, path)
        if growth <= MOST_GROWTH or status < 0:
            break
    keeps = growth <= MOST_GROWTH and memory <= MOST_MEMORY and status in (0, 65)
    row = "".join(f"{seconds:9.2f}" for seconds in times) + " " * 9 * (len(sizes) - len(times))
    print(f"{name:28}{verb:6}{row}{growth:8.1f}{memory:8.1f}{status:6}{'' if keeps else '  <'}", flush=True)
    return keeps


def measured(name, verb, sizes, short, folder, path):
    """Seconds for each size, the larger of their growths, the memory, and how the last run ended."""
    times, peaks, growth, memory, status = [], [], 0.0, 0.0, 0
    for size in sizes:
        write(path, KINDS[name], size)
        seconds, peak, status = run([*common(folder), *VERBS[verb], path], folder)
        if times and times[-1] >= LEAST_SECONDS:
            growth = max(growth, seconds / times[-1] * 10 * sizes[len(times) - 1] / size)
        times.append(seconds)
        peaks.append(peak)
        if short:
            memory = (peak - peaks[0]) / max(size - sizes[0], 1)
        elif size >= LEAST_MB:
            memory = peak / size
        if status < 0:
            break
    return times, growth, memory, status


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1,10,100")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--most", type=int, default=120)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    run.most = options.most
    options.sizes = [2, 8] if options.short else [int(size) for size in options.sizes.split(",")]
    names = [name for name in KINDS if not options.words or any(word in name for word in options.words)]
    print(f"{'':34}" + "".join(f"{size:6} MB" for size in options.sizes) + "  growth  memory  exit")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "config.toml"), "w", encoding="utf-8") as file:
            file.write('[identity]\nname = "Grace Example"\nemail = "grace@example.org"\n')
        plain = os.path.join(folder, "plain.eml")
        write(plain, KINDS["prose"], 1)
        # A run that reads no mail costs nothing.
        assert all(run([*common(folder), *verb, plain], folder)[2] == 0 for verb in VERBS.values()), "no plain mail is read"
        kept = [measure(name, verb, options, folder) for name in names for verb in VERBS]
    print(f"{kept.count(True)} of {len(kept)} rows keep to {MOST_GROWTH} times the time and {MOST_MEMORY} times the memory")
    sys.exit(not all(kept))


main()
