#!/usr/bin/env python3
"""Time of `onlist check` over many mails, on one processor where the system can pin.

Build first: cargo build --profile dist
Then:        python3 benches/check.py [MAILS]
"""
import os, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.path.join(ROOT, "target", "dist", "onlist")
CATALOG = os.path.join(ROOT, "examples", "catalog.toml")
MAIL = """From: Student {n} Example <student{n}@students.test>
To: engine-devel@lists.example.org
Cc: Grace Example <grace@example.org>
Subject: [GSoC 2015] A faster parser
Date: Tue, 10 Mar 2015 12:{minute:02}:00 +0100
Message-ID: <{n}.letter@students.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hello Grace, hello all,

I am Student {n} Example. I am writing about "A faster parser", one of
your project ideas for Google Summer of Code (GSoC 2015).

I have read https://example.org/ideas and built the next branch at
1a2b3c4d{n:04x}; its benchmark spends most of the time in src/lex.c, and
that is where I would begin. {filler}

Why is the input checked twice, in read.c and in lex.c?

Could you point me to a bite-size task to start with?

-- 
Student {n}
"""


def main():
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for n in range(mails):
            names.append(os.path.join(folder, f"{n}.eml"))
            filler = " ".join(f"word{n * 7 + at}" for at in range(60))
            with open(names[-1], "w", encoding="utf-8") as file:
                file.write(MAIL.format(n=n, minute=n % 60, filler=filler))
        call = [BINARY, "--catalog", CATALOG, "--date", "2015-03-10T13:00:00+01:00", "check", "--json", *names]
        times = []
        for _ in range(6):
            start = time.perf_counter()
            subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"HOME": folder})
            times.append(time.perf_counter() - start)
        print(f"onlist check of {mails} mails: {statistics.median(times[1:]):.2f} s, median of 5 runs on one core")


main()
