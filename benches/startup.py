#!/usr/bin/env python3
"""CPU time and memory of whole runs: start-up, browsing, one letter.

Build first: cargo build --profile dist
Then:        python3 benches/startup.py [RUNS]
"""
import os, resource, statistics, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.path.join(ROOT, "target", "dist", "onlist")
LETTER = ["--name", "Ada Example", "--email", "ada@students.test", "--interest", "Because.", "--so-far",
          "I have built it.", "--question", "Does it float?", "--print"]
RUNS = {
    "onlist --version": ["--version"],
    "onlist projects": ["projects"],
    "onlist introduce rump-stubdom --print ...": ["introduce", "rump-stubdom", *LETTER],
}


def run(arguments, home):
    """Milliseconds of CPU and MiB of memory of one run, as the system counts them."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.execve(BINARY, ["onlist", *arguments], {"HOME": home, "PATH": os.environ["PATH"]})
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, (arguments, status)
    return (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as home:
        print(f"{'':44}{'CPU ms':>8}{'MiB':>8}   median of {runs} runs")
        for name, arguments in RUNS.items():
            run(arguments, home)
            cpu, memory = zip(*(run(arguments, home) for _ in range(runs)))
            print(f"{name:44}{statistics.median(cpu):8.1f}{statistics.median(memory):8.1f}")


main()
