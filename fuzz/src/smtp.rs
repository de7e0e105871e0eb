//! What a mail server says, over a socket of this machine.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use onlist_mail::connection::{Security, Server};
use onlist_mail::deliver::Submission;
use onlist_mail::deliver::smtp::{Limits, Session};
use onlist_mail::write::{Content, Message};

use crate::targets::content;

/// How long the server waits for a command before it says the next thing all the same.
const PATIENCE: Duration = Duration::from_millis(20);

/// Answers of a server, apart by an empty line; each is said after one command, the first as a greeting.
///
/// # Panics
/// When a letter is said to be taken whose end the server has not got, or what it said holds a line break.
pub fn smtp(octets: &[u8]) {
    let Some(message) = content().as_ref().map(Content::encode) else { return };
    let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)) else { return };
    let Ok(port) = listener.local_addr().map(|address| address.port()) else { return };
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        hello: None,
        roots: None,
        addresses: Vec::new(),
    };
    let (submission, received) = thread::scope(|scope| {
        let answers =
            scope.spawn(|| listener.accept().map(|(stream, _)| answer(stream, octets)).unwrap_or_default());
        let submission = submit(&server, &message);
        (submission, answers.join().unwrap_or_default())
    });
    if let Ok(Submission::Accepted(receipt)) = submission {
        assert!(received.windows(5).any(|it| it == b"\r\n.\r\n"), "{receipt:?}");
    }
}

fn submit(server: &Server, message: &Message) -> Result<Submission<String>, String> {
    let said = |error: onlist_mail::deliver::smtp::Error| {
        let text = error.to_string();
        assert!(!text.contains(char::is_control), "{text:?}");
        text
    };
    let mut session = Session::open(server, None, Limits::of(Duration::from_millis(200))).map_err(said)?;
    session.offer(message).map_err(said)?;
    let submission = session.submit(message).map_err(said);
    session.close();
    Ok(submission)
}

/// Says the answers, and gives what was received.
fn answer(mut stream: TcpStream, octets: &[u8]) -> Vec<u8> {
    let (mut received, mut buffer, mut rest) = (Vec::new(), [0; 4096], octets);
    let _ = stream.set_read_timeout(Some(PATIENCE));
    while !rest.is_empty() {
        let end = rest.windows(2).position(|it| it == b"\n\n").map_or(rest.len(), |at| at + 1);
        if stream.write_all(&rest[..end]).is_err() {
            break;
        }
        rest = rest.get(end + 1..).unwrap_or_default();
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => received.extend_from_slice(&buffer[..length]),
            Err(_) => {}
        }
    }
    received
}
