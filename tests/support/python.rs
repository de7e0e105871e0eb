//! A second opinion on our bytes: Python's `email` package.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// Reads messages, one a line in hexadecimal, and says in JSON what is in each.
const SCRIPT: &str = r#"
import email, email.policy, json, sys
for line in sys.stdin:
    message = email.message_from_bytes(bytes.fromhex(line.strip()), policy=email.policy.default)
    boxes = lambda field: [[a.display_name, a.addr_spec] for a in message[field].addresses] if message[field] else []
    print(json.dumps({
        "from": boxes("From"), "to": boxes("To"), "cc": boxes("Cc"),
        "subject": str(message["Subject"]), "date": message["Date"].datetime.isoformat(),
        "text": message.get_content().replace("\r\n", "\n"), "type": message["Content-Type"].content_type,
        "thread": [str(message[field] or "").split() for field in ("In-Reply-To", "References")],
        "encoding": message["Content-Transfer-Encoding"], "mime": message["MIME-Version"],
        "parts": message.is_multipart(), "fields": message.keys(),
        "defects": [str(d) for d in message.defects]
            + [f"{name}: {d}" for name, value in message.items() for d in value.defects],
    }), flush=True)
"#;

/// A running interpreter.
pub(crate) struct Python {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Python {
    /// Starts it. Without Python there is no second opinion, and the test says so by failing:
    /// set `ONLIST_WITHOUT=python3` to leave these tests out on purpose.
    pub(crate) fn start() -> Option<Self> {
        Self::running(SCRIPT)
    }

    /// The same with a script of one's own, which answers each line of its input with a line of JSON.
    pub(crate) fn running(script: &str) -> Option<Self> {
        #[allow(
            clippy::disallowed_methods,
            clippy::print_stderr,
            reason = "whoever leaves tests out is to see it"
        )]
        if std::env::var("ONLIST_WITHOUT").is_ok_and(|without| without.contains("python3")) {
            eprintln!("LEFT OUT: nothing was read back by Python, as ONLIST_WITHOUT asks");
            return None;
        }
        let child =
            Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("python3 runs; set ONLIST_WITHOUT=python3 to do without");
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Some(Self { child, input, output })
    }

    /// What Python finds in `message`.
    pub(crate) fn read(&mut self, message: &[u8]) -> Value {
        let hex: String = message.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        self.ask(&hex)
    }

    /// What the script answers to `line`.
    pub(crate) fn ask(&mut self, line: &str) -> Value {
        writeln!(self.input, "{line}").expect("Python listens");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("Python answers");
        serde_json::from_str(&line).expect("Python answers in JSON")
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
