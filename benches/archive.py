#!/usr/bin/env python3
"""Time and memory of going through an archive, beside programs that do less.

Build first: cargo build --release -p onlist-mail --example posts
Then:        python3 benches/archive.py [MEGABYTES | ARCHIVE.mbox]

Without a file an mbox is made that has the structure of real ones: a third of it headers, most mails short and some with
an attachment in base64, in threads. Programs take turns; what is told is the median of 15 runs, as a multiple of `rg`.
"""
import mailbox, os, random, shutil, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
POSTS = os.path.join(ROOT, "target", "release", "examples", "posts")
RUNS = 15
WORDS = "the patch driver tree build fails with this series applied as far as I see no change in foo_bar(int x) return".split()


def received(random, at):
    return (f"Received: from mx{at}.example.org (mx{at}.example.org [192.0.2.{at}])\n\t(using TLSv1.3 with cipher "
            f"TLS_AES_256_GCM_SHA384 (256/256 bits))\n\tby lists.example.org (Postfix) with ESMTPS id "
            f"{random.getrandbits(44):011X}\n\tfor <devel@lists.example.org>; Tue, 10 Mar 2015 12:00:{at:02} +0000 (UTC)\n")


def base64_lines(random, count):
    return "".join(f"{random.getrandbits(456):0114x}"[:76].replace("0", "F") + "\n" for _ in range(count))


def mail(random, number, ids):
    answers = ids and random.random() < 0.8
    chain = ids[-random.randint(1, min(12, len(ids))):] if answers else []
    subject = ("Re: " if answers else "") + f"[PATCH v2 {number % 9}/9] " + " ".join(random.choices(WORDS, k=6))
    own = f"<{number}.{random.getrandbits(64)}@students.test>"
    ids.append(own)
    del ids[:-50]
    head = f"From mboxrd@z Thu Jan  1 00:00:00 1970\nReturn-Path: <devel+bounces-{number}@lists.example.org>\n"
    head += "".join(received(random, at) for at in range(random.randint(2, 6)))
    head += ("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=students.test; s=20230601; t=1744692700;\n\t"
             "h=cc:to:subject:message-id:date:from:mime-version:from:to:cc:subject;\n\tb=" + base64_lines(random, 4)
             .replace("\n", "\n\t").rstrip() + "\n")
    head += (f"From: Student {number % 997} Example <student{number % 997}@students.test>\nTo: devel@lists.example.org\n"
             f"Cc: " + ",\n ".join(f"Mentor {n} <mentor{n}@example.org>" for n in range(random.randint(0, 9))) +
             f"\nSubject: {subject}\nDate: Tue, 10 Mar 2015 12:00:00 +0100\nMessage-ID: {own}\n")
    if chain:
        head += f"In-Reply-To: {chain[-1]}\nReferences: " + "\n ".join(chain) + "\n"
    head += "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nList-Id: <devel.lists.example.org>\n"
    if random.random() < 0.03:
        body = base64_lines(random, random.randint(500, 4000))
    else:
        quote = "> " if answers else ""
        lines = int(random.lognormvariate(4.6, 0.9))
        body = "".join((quote if at % 3 else "+") + " ".join(random.choices(WORDS, k=9)) + "\n" for at in range(lines))
        body += ">From here on\n" if random.random() < 0.01 else ""
    return head + "\n" + body + "\n"


def make(path, megabytes):
    source, ids, number, octets = random.Random(1), [], 0, 0
    with open(path, "w", encoding="ascii") as file:
        while octets < megabytes << 20:
            text = mail(source, number, ids)
            file.write(text)
            octets, number = octets + len(text), number + 1
    return number


def run(command):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, command
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def compare(path):
    programs = {"posts": [POSTS, path], "rg -c": ["rg", "-c", "^From ", path], "wc -l": ["wc", "-l", path]}
    programs = {name: call for name, call in programs.items() if shutil.which(call[0])}
    runs = {name: [] for name in programs}
    for at in range(RUNS + 1):
        for name, call in programs.items():
            times = run(call)
            if at:
                runs[name].append(times)
    unit = [statistics.median(times) for times in zip(*runs.get("rg -c") or runs["wc -l"])]
    for name, all_times in runs.items():
        wall, processor, memory = (statistics.median(times) for times in zip(*all_times))
        print(f"{name:8} {wall:.3f} s ({wall / unit[0]:.1f}), processor {processor:.3f} s ({processor / unit[1]:.1f}), "
              f"{memory / 1024:.0f} MiB")


def main():
    given = sys.argv[1] if len(sys.argv) > 1 else "170"
    with tempfile.TemporaryDirectory() as folder:
        path = given
        if given.isdigit():
            path = os.path.join(folder, "devel.mbox")
            print(f"{given} MiB, {make(path, int(given))} mails")
        compare(path)
        if os.path.getsize(path) <= 200 << 20:
            start = time.perf_counter()
            for one in mailbox.mbox(path, create=False):
                one["Subject"]
            print(f"Python's mailbox: {time.perf_counter() - start:.1f} s")


main()
