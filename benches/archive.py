#!/usr/bin/env python3
"""Time and memory of going through an archive, beside programs that do less.

Build first: cargo build --profile dist
Then:        python3 benches/archive.py [MEGABYTES | ARCHIVE.mbox | REPOSITORY.git]...      (default: 170)

For a number an mbox of that many MiB is made with the structure of real ones: a third of it headers, most mails short
and some with an attachment in base64, texts in quoted-printable and base64, encoded names and subjects, From rewritten
by the list, mails in threads, first letters of newcomers among them. It is also read as a public-inbox repository, up
to 200 MiB. Programs take turns; what is told is the median of the runs (15, or RUNS), as a multiple of `rg -c '^From '`
or of `git cat-file --batch` through a pipe.
"""
import base64, email.utils, mailbox, os, quopri, random, shutil, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ONLIST = os.path.join(ROOT, "target", "dist", "onlist")
RUNS = int(os.environ.get("RUNS", "15"))
SINCE = ["--since", "2001-01-01"]
WORDS = "the patch driver tree build fails with this series applied as far as I see no change in foo_bar(int x) return".split()
LETTER = """Hello all,

My name is Student and I am a third year student at Example University. I am interested
in the project about parsers and would like to apply with it for Google Summer of Code.
I have built the next branch. How can I get started?
"""


def received(random, at, date):
    return (f"Received: from mx{at}.example.org (mx{at}.example.org [192.0.2.{at}])\n\t(using TLSv1.3 with cipher "
            f"TLS_AES_256_GCM_SHA384 (256/256 bits))\n\tby lists.example.org (Postfix) with ESMTPS id "
            f"{random.getrandbits(44):011X}\n\tfor <devel@lists.example.org>; {date} (UTC)\n")


def base64_lines(random, count):
    return base64.encodebytes(random.randbytes(57 * count)).decode()


def text(random, answers):
    quote = "> " if answers else ""
    lines = int(random.lognormvariate(4.6, 0.9))
    return "".join((quote if at % 3 else "+") + " ".join(random.choices(WORDS, k=9)) + "\n" for at in range(lines))


def body(random, answers, newcomer):
    """The fields of a body, and the body."""
    plain = "Content-Type: text/plain; charset=utf-8\n"
    if newcomer:
        return plain, LETTER
    kind = random.random()
    if kind < 0.02:
        return "Content-Type: application/gzip\nContent-Transfer-Encoding: base64\n", base64_lines(random, random.randint(500, 4000))
    own = text(random, answers)
    if kind < 0.10:
        return plain + "Content-Transfer-Encoding: base64\n", base64.encodebytes(own.encode()).decode()
    if kind < 0.22:
        own = quopri.encodestring(own.replace("tree", "na\u00efve tree").encode()).decode()
        return plain + "Content-Transfer-Encoding: quoted-printable\n", own
    return plain, own + (">From here on\n" if random.random() < 0.01 else "")


def mail(random, number, threads, names):
    newcomer = random.random() < 0.003
    date = email.utils.formatdate(1_300_000_000 + 600 * number)
    answers = threads and not newcomer and random.random() < 0.8
    thread = random.choice(threads) if answers else []
    chain = thread[-12:]
    subject = ("Re: " if answers else "") + f"[PATCH v2 {number % 9}/9] " + " ".join(random.choices(WORDS, k=6))
    who, name = random.choice(names) if not newcomer else (f"newcomer{number}", f"New Comer{number}")
    subject = "[GSoC 2015] A faster parser" if newcomer else subject
    if number % 25 == 0:
        subject = "=?utf-8?q?" + subject.replace(" ", "_").replace("?", "=3F") + "_=C3=A9?="
    author = f"From: {name} <{who}@students.test>\n"
    if number % 10 == 0:
        author = f"From: {name} via devel <devel@lists.example.org>\nReply-To: {name} <{who}@students.test>\n"
    own = f"<{number}.{random.getrandbits(64)}@students.test>"
    thread.append(own)
    if not answers:
        threads.append(thread)
    # Threads end, after five posts on average and some after many.
    if random.random() < 0.2:
        threads.remove(thread)
    head = f"From mboxrd@z Thu Jan  1 00:00:00 1970\nReturn-Path: <devel+bounces-{number}@lists.example.org>\n"
    head += "".join(received(random, at, date) for at in range(random.randint(2, 6)))
    head += ("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=students.test; s=20230601; t=1744692700;\n\t"
             "h=cc:to:subject:message-id:date:from:mime-version:from:to:cc:subject;\n\tb=" + base64_lines(random, 4)
             .replace("\n", "\n\t").rstrip() + "\n")
    head += (f"{author}To: devel@lists.example.org\n"
             f"Cc: " + ",\n ".join(f"Mentor {n} <mentor{n}@example.org>" for n in range(random.randint(0, 9))) +
             f"\nSubject: {subject}\nDate: {date}\nMessage-ID: {own}\n")
    if chain:
        head += f"In-Reply-To: {chain[-1]}\nReferences: " + "\n ".join(chain) + "\n"
    fields, content = body(random, answers, newcomer)
    return head + "MIME-Version: 1.0\n" + fields + "List-Id: <devel.lists.example.org>\n\n" + content + "\n"


def make(path, megabytes):
    """Writes the archive; gives how many mails it has."""
    source, threads, number, octets = random.Random(1), [], 0, 0
    names = [(f"student{n}", f"Student {n} Example") for n in range(900)]
    names += [(f"student{n}", f"=?utf-8?q?Stud=C3=A9nt_{n}_Example?=") for n in range(900, 1000)]
    with open(path, "w", encoding="ascii") as file:
        while octets < megabytes << 20:
            one = mail(source, number, threads, names)
            file.write(one)
            octets, number = octets + len(one), number + 1
    return number


def make_repository(path, mbox):
    """The same mails as a public-inbox keeps them: a commit a mail, with the mail in `m`."""
    folder = os.path.join(path, "git", "0.git")
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    child = subprocess.Popen(["git", "-C", folder, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    with open(mbox, "rb") as file:
        mails = file.read().split(b"\nFrom mboxrd@z ")
    for at, one in enumerate(mails):
        octets = one.split(b"\n", 1)[1] + b"\n"
        when = 1_000_000_000 + at
        child.stdin.write(b"commit refs/heads/master\ncommitter x <x@example.org> %d +0000\ndata 0\n" % when)
        child.stdin.write(b"M 100644 inline m\ndata %d\n%s\n" % (len(octets), octets))
    child.stdin.close()
    assert child.wait() == 0
    return folder


def run(command, environment=None):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
                             shell=isinstance(command, str))
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, command
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def compare(programs, unit, home):
    """Runs programs in turns, and tells the medians as multiples of `unit`."""
    environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home,
                   "XDG_CACHE_HOME": os.path.join(home, "cache")}
    programs = {name: call for name, call in programs.items() if isinstance(call, str) or shutil.which(call[0])}
    runs = {name: [] for name in programs}
    for at in range(RUNS + 1):
        for name, call in programs.items():
            if name.endswith("first"):
                shutil.rmtree(os.path.join(home, "cache"), ignore_errors=True)
            times = run(call, environment)
            if at:
                runs[name].append(times)
    base = [statistics.median(times) for times in zip(*runs[unit])]
    for name, all_times in runs.items():
        wall, processor, memory = (statistics.median(times) for times in zip(*all_times))
        print(f"{name:20} {wall:6.3f} s ({wall / base[0]:.1f}), processor {processor:6.3f} s "
              f"({processor / base[1]:.1f}), {memory / 1024:.0f} MiB", flush=True)
    return {name: statistics.median(wall for wall, _, _ in times) for name, times in runs.items()}


def compare_mbox(path, home, mails):
    programs = {
        "onlist triage": [ONLIST, "triage", path, "--json"],
        "onlist newcomers": [ONLIST, "newcomers", path, "--json", *SINCE],
        "rg -c": ["rg", "-c", "^From ", path],
        "wc -l": ["wc", "-l", path],
    }
    found = compare(programs, "rg -c" if shutil.which("rg") else "wc -l", home)
    print(f"newcomers / triage: {found['onlist newcomers'] / found['onlist triage']:.2f}; memory at most: "
          f"{64 + 400 * mails / 1024 / 1024:.0f} MiB")
    if os.path.getsize(path) <= 200 << 20:
        start = time.perf_counter()
        box = mailbox.mbox(path, create=False)
        for one in box:
            one["Subject"]
        print(f"Python's mailbox, once: {time.perf_counter() - start:.1f} s")
        if shutil.which("mlist"):
            compare_mblaze(box, home)


def compare_mblaze(box, home):
    """`mlist | mthread` over the same mails as a Maildir."""
    folder = os.path.join(home, "maildir")
    maildir = mailbox.Maildir(folder)
    for one in box:
        maildir.add(one)
    compare({"onlist triage": [ONLIST, "triage", folder, "--json"], "mlist | mthread": f"mlist {folder} | mthread"},
            "mlist | mthread", home)


def compare_repository(path, home):
    git = f"git -C {path} log --format=%H:m | git -C {path} cat-file --batch --buffer | cat"
    triage = [ONLIST, "triage", path, "--json"]
    compare({"git cat-file | cat": git, "onlist triage, first": triage, "onlist triage, again": triage},
            "git cat-file | cat", home)


def main():
    for given in sys.argv[1:] or ["170"]:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.abspath(given)
            if given.isdigit():
                path = os.path.join(folder, "devel.mbox")
                mails = make(path, int(given))
            elif os.path.isfile(path):
                mails = int(subprocess.check_output(["grep", "-ac", "^From ", path]))
            else:
                print(path)
                compare_repository(path, folder)
                continue
            print(f"{given}: {os.path.getsize(path) >> 20} MiB, {mails} mails", flush=True)
            compare_mbox(path, folder, mails)
            if given.isdigit() and int(given) <= 200:
                compare_repository(make_repository(os.path.join(folder, "inbox"), path), folder)


main()
