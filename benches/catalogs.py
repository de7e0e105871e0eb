#!/usr/bin/env python3
"""Time and memory of runs over the shipped catalog and over catalogs of 10,000 and 100,000 projects.

Build first: cargo build --profile dist
Then:        python3 benches/catalogs.py [RUNS]
"""
import os, statistics, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.path.join(ROOT, "target", "dist", "onlist")
HEAD = """schema = 2
[community]
id = "example"
name = "Example Project"
[season]
id = "soe-2026"
programme = "Summer of Engines"
token = "SoE 2026"
year = 2026
fallback-list = "devel"
[[list]]
id = "devel"
address = "devel@lists.example.org"
"""
PERSON = '[[person]]\nid = "person-{0}"\nname = "Person Number {0}"\naddress = "person{0}@example.org"\n'
PROJECT = """[[project]]
id = "project-{0}"
title = "A faster parser for format number {0}"
state = "open"
mentors = ["person-{1}", "person-{2}"]
difficulty = "medium"
size = {{ hours = [175, 350] }}
skills = ["Rust", "C"]
summary = "Reading large inputs of format {0} takes too long. Find out where the time goes, and save it."
outcomes = ["patches on the list", "a benchmark with and without them"]
verified = 2026-02-01
"""
LETTER = ["--name", "Ada Example", "--email", "ada@students.test", "--interest", "Because.", "--so-far",
          "I have built it.", "--question", "Does it float?", "--print"]


def catalog(path, projects):
    people = projects // 2
    with open(path, "w") as file:
        file.write(HEAD)
        file.writelines(PERSON.format(n) for n in range(people))
        file.writelines(PROJECT.format(n, n % people, (7 * n + 1) % people) for n in range(projects))


def run(arguments, home):
    """Seconds on the clock, seconds of CPU and MiB of memory of one run."""
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.execve(BINARY, ["onlist", *arguments], {"HOME": home, "PATH": os.environ["PATH"]})
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, (arguments, status)
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as home:
        sizes = [("19", [], "rump-stubdom")]
        for projects in (10_000, 100_000):
            path = os.path.join(home, f"{projects}.toml")
            catalog(path, projects)
            sizes.append((f"{projects:,}", ["--catalog", path], "project-500"))
        print(f"{'':32}{'projects':>10}{'s':>8}{'CPU s':>8}{'MiB':>8}   median of {runs} runs")
        for size, flags, project in sizes:
            for name, arguments in [
                ("show", ["show", project]),
                ("projects", ["projects"]),
                ("projects --json", ["projects", "--json"]),
                ("introduce --print", ["introduce", project, *LETTER]),
            ]:
                figures = zip(*(run(arguments + flags, home) for _ in range(runs)))
                clock, cpu, memory = (statistics.median(figure) for figure in figures)
                print(f"{name:32}{size:>10}{clock:8.2f}{cpu:8.2f}{memory:8.0f}")


main()
