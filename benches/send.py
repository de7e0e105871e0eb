#!/usr/bin/env python3
"""Wall time of sending over loopback, beside what this machine has of other programs.

One letter by each program, drafting one, and 200 letters over one connection. The server is a thread of this
script that takes everything. Nothing leaves the machine.

onlist flushes what it writes to the disk, the others write nothing: TMPDIR says on which disk.

Build first: cargo build --profile dist
Then:        python3 benches/send.py [RUNS]
"""
import os, shutil, smtplib, socket, statistics, subprocess, sys, tempfile, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.path.join(ROOT, "target", "dist", "onlist")
CATALOG = os.path.join(ROOT, "examples", "catalog.toml")
LETTERS = 200
ANSWERS = ["--interest", "I wrote a small parser last year and would like to see how a big one is measured.",
           "--so-far", "I have built the next branch and run its benchmark.",
           "--question", "Why is the input checked twice, in read.c and in lex.c?"]


class Sink(threading.Thread):
    """A server that takes every mail (RFC 5321) and counts mails and connections."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.mails = self.connections = 0
        self.start()

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        received = b""
        connection.sendall(b"220 sink.test\r\n")
        while True:
            end = received.find(b"\r\n")
            if end < 0:
                more = connection.recv(65536)
                if not more:
                    return
                received += more
                continue
            word, received = received[:end].upper(), received[end + 2:]
            if word.startswith(b"EHLO"):
                connection.sendall(b"250-sink.test\r\n250-8BITMIME\r\n250 SIZE 10485760\r\n")
            elif word == b"DATA":
                connection.sendall(b"354 go on\r\n")
                while not (end := received.find(b"\r\n.\r\n") + 1):
                    received += connection.recv(65536)
                received = received[end + 4:]
                self.mails += 1
                connection.sendall(b"250 taken\r\n")
            elif word == b"QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"250 ok\r\n")


def timed(call):
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


class Home:
    """A home folder of its own for every program."""

    def __init__(self, folder, sink):
        self.folder, self.count = folder, 0
        self.environment = {"HOME": folder, "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
        self.settings = os.path.join(folder, "config.toml")
        with open(self.settings, "w") as file:
            file.write(f'[smtp]\nhost = "127.0.0.1"\nport = {sink.port}\nsecurity = "none"\n')
        with open(os.path.join(folder, ".gitconfig"), "w") as file:
            file.write(f"[user]\nname = Ada Example\nemail = ada@students.test\n"
                       f"[sendemail]\nsmtpserver = 127.0.0.1\nsmtpserverport = {sink.port}\nconfirm = never\n")
        with open(os.path.join(folder, ".msmtprc"), "w") as file:
            file.write(f"account default\nhost 127.0.0.1\nport {sink.port}\nfrom ada@students.test\n")
        os.chmod(os.path.join(folder, ".msmtprc"), 0o600)
        self.letter = os.path.join(folder, "letter")
        with open(self.letter, "wb") as file:
            file.write(self.run([*self.introduction(), "--print"]).stdout)

    def run(self, arguments, **more):
        ended = subprocess.run(arguments, env=self.environment, cwd=self.folder, capture_output=True,
                               stdin=more.pop("stdin", subprocess.DEVNULL), **more)
        assert ended.returncode == 0, (arguments, ended.returncode, ended.stderr.decode(errors="replace")[-2000:])
        return ended

    def introduction(self):
        """A letter of somebody new each time: nobody introduces themselves twice."""
        self.count += 1
        return [BINARY, "--catalog", CATALOG, "--config", self.settings, "introduce", "parser", "--name",
                "Ada Example", "--email", f"ada{self.count}@students.test", *ANSWERS]

    def msmtp(self):
        with open(self.letter, "rb") as letter:
            self.run(["msmtp", "-t"], stdin=letter)

    def git(self):
        self.run(["git", "send-email", "--quiet", "--suppress-cc=all", "--to=dev@lists.example.org", self.letter])

    def python(self):
        script = ("import smtplib, sys\nletter = open(sys.argv[1], 'rb').read().replace(b'\\n', b'\\r\\n')\n"
                  "with smtplib.SMTP('127.0.0.1', int(sys.argv[2])) as server:\n"
                  "    for _ in range(int(sys.argv[3])):\n"
                  "        server.sendmail('ada@students.test', ['dev@lists.example.org'], letter)\n")
        return [sys.executable, "-c", script, self.letter]


def has_git_send_email():
    if not shutil.which("git"):
        return False
    folder = subprocess.run(["git", "--exec-path"], capture_output=True, text=True).stdout.strip()
    return os.path.exists(os.path.join(folder, "git-send-email"))


def several(home):
    """Names of 200 letters that are kept."""
    kept = [home.run([*home.introduction(), "--keep"]).stdout.decode().split()[-1] for _ in range(LETTERS)]
    return [BINARY, "--config", home.settings, "send", *kept, "--yes"]


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    sink = Sink()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(folder, sink)
        programs = {"onlist introduce --send": lambda: home.run([*home.introduction(), "--send", "--yes"])}
        if shutil.which("msmtp"):
            programs["msmtp"] = home.msmtp
        script = home.python()
        programs["smtplib (Python)"] = lambda: home.run([*script, str(sink.port), "1"])
        if has_git_send_email():
            programs["git send-email"] = home.git
        print(f"{'one letter':32}{'ms':>8}   median of {runs} whole runs")
        before = sink.mails
        for name, call in programs.items():
            call()
            print(f"{name:32}{statistics.median(timed(call) for _ in range(runs)):8.1f}")
        assert sink.mails - before == len(programs) * (runs + 1), "a letter did not arrive"
        drafting = statistics.median(timed(lambda: home.run([*home.introduction(), '--keep'])) for _ in range(runs))
        print(f"{'onlist introduce --keep':32}{drafting:8.1f}")

        print(f"\n{f'{LETTERS} letters, one connection':32}{'s':>8}   median of 3")
        rounds = {"onlist send": [], "smtplib (Python)": []}
        for _ in range(3):
            send = several(home)
            connections, mails = sink.connections, sink.mails
            rounds["onlist send"].append(timed(lambda: home.run(send)))
            assert (sink.connections - connections, sink.mails - mails) == (1, LETTERS), "not over one connection"
            rounds["smtplib (Python)"].append(timed(lambda: home.run([*script, str(sink.port), str(LETTERS)])))
        for name, times in rounds.items():
            print(f"{name:32}{statistics.median(times) / 1000:8.2f}")


main()
