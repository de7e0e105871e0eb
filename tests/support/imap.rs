//! A mailbox on loopback with one mail, in the words of a server (RFC 3501).

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server that runs as long as the test.
pub(crate) struct Imap {
    port: u16,
    told: Arc<Mutex<Vec<String>>>,
    /// What it says instead to the command that this answers.
    wrong: Arc<Mutex<Option<&'static str>>>,
}

impl Imap {
    /// A server that has the mail of this header and text.
    pub(crate) fn start(header: &str, text: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let port = listener.local_addr().expect("bound").port();
        let server = Self { port, told: Arc::default(), wrong: Arc::default() };
        let (told, wrong) = (Arc::clone(&server.told), Arc::clone(&server.wrong));
        let (header, whole) = (header.to_owned(), format!("{header}{text}"));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let wrong = *wrong.lock().expect("no panic");
                // A client that leaves ends its session.
                let _ = serve(stream, &header, &whole, wrong, &told);
            }
        });
        server
    }

    /// The same, but that an untagged response of the kind of `wrong` is this.
    pub(crate) fn but(self, wrong: &'static str) -> Self {
        *self.wrong.lock().expect("no panic") = Some(wrong);
        self
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The commands that it got.
    pub(crate) fn told(&self) -> Vec<String> {
        self.told.lock().expect("no panic").clone()
    }
}

fn serve(
    mut stream: TcpStream,
    header: &str,
    whole: &str,
    wrong: Option<&str>,
    told: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        told.lock().expect("no panic").push(line.clone());
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        let said = |kind: &str| wrong.filter(|it| it.contains(kind)).map(|it| format!("* {it}\r\n"));
        let fetched = |section: &str, octets: &str| {
            format!("* 1 FETCH (UID 7 BODY[{section}]<0> {{{}}}\r\n{octets})\r\n", octets.len())
        };
        let answer = if command.starts_with("CAPABILITY") {
            "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n".to_owned()
        } else if command.starts_with("AUTHENTICATE") && command.split(' ').count() == 2 {
            stream.write_all(b"+ \r\n")?;
            lines.next().transpose()?;
            String::new()
        } else if command.starts_with("EXAMINE") {
            said("BYE").unwrap_or_else(|| "* 1 EXISTS\r\n".to_owned())
        } else if command.starts_with("UID SEARCH") {
            said("SEARCH").unwrap_or_else(|| "* SEARCH 7\r\n".to_owned())
        } else if command.contains("BODY.PEEK[HEADER]") {
            said("FETCH").unwrap_or_else(|| fetched("HEADER", header))
        } else if command.contains("BODY.PEEK[]") {
            fetched("", whole)
        } else {
            String::new()
        };
        stream.write_all(format!("{answer}{tag} OK done\r\n").as_bytes())?;
    }
    Ok(())
}
