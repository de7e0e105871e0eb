//! What mail servers say, over a socket of this machine.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use chrono::NaiveDate;
use onlist_mail::connection::{Login, Security, Server};
use onlist_mail::deliver::Submission;
use onlist_mail::deliver::smtp::{Limits, Session};
use onlist_mail::imap::Wanted;
use onlist_mail::message_id::MessageId;
use onlist_mail::secret::Secret;
use onlist_mail::text::Line;
use onlist_mail::write::{Content, Message};

use crate::targets::content;

/// How long the server waits for a command before it says the next thing all the same.
const PATIENCE: Duration = Duration::from_millis(20);

/// How long the client waits for an answer.
const LIMIT: Duration = Duration::from_millis(200);

/// Answers of a server of mail to be sent, apart by an empty line; each is said after one command, the first as a greeting.
///
/// # Panics
/// When a letter is said to be taken whose end the server has not got, or what it said holds a line break.
pub fn smtp(octets: &[u8]) {
    let Some(message) = content().as_ref().map(Content::encode) else { return };
    let Some((submission, received)) = answered(octets, |server| submit(server, &message)) else { return };
    if let Ok(Submission::Accepted(receipt)) = submission {
        assert!(received.windows(5).any(|it| it == b"\r\n.\r\n"), "{receipt:?}");
    }
}

/// Answers of a server of mailboxes, in the same form.
///
/// # Panics
/// When what it said holds a line break, or a mail is found that was not asked for.
pub fn imap(octets: &[u8]) {
    let found = answered(octets, find);
    if let Some((Err(text), _)) = found {
        assert!(!text.contains(char::is_control), "{text:?}");
    }
}

fn find(server: &Server) -> Result<(), String> {
    let said = |error: onlist_mail::imap::Error| error.to_string();
    let login = Login::password("ada".to_owned(), Secret::new("hunter2".to_owned()));
    let limits = onlist_mail::imap::Limits::of(LIMIT);
    let mut client = onlist_mail::imap::Client::open(server, &login, limits).map_err(said)?;
    let wanted = Wanted {
        letters: MessageId::parse("<letter@students.test>").into_iter().collect(),
        senders: vec!["postmaster".to_owned()],
        since: NaiveDate::MIN,
    };
    let found = client.find(&Line::sanitize("INBOX"), &wanted).map_err(said)?;
    let uids: Vec<_> = found.iter().map(|it| it.uid).collect();
    for (uid, _) in client.beginnings(&uids).map_err(said)? {
        assert!(uids.contains(&uid), "{uid}");
    }
    client.close();
    Ok(())
}

/// What comes of talk with a server that gives these answers, and what it has received.
fn answered<T: Send>(octets: &[u8], talk: impl FnOnce(&Server) -> T + Send) -> Option<(T, Vec<u8>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port: listener.local_addr().ok()?.port(),
        security: Security::None,
        hello: None,
        roots: None,
        addresses: Vec::new(),
    };
    thread::scope(|scope| {
        let answers =
            scope.spawn(|| listener.accept().map(|(stream, _)| answer(stream, octets)).unwrap_or_default());
        let done = talk(&server);
        Some((done, answers.join().unwrap_or_default()))
    })
}

fn submit(server: &Server, message: &Message) -> Result<Submission<String>, String> {
    let said = |error: onlist_mail::deliver::smtp::Error| {
        let text = error.to_string();
        assert!(!text.contains(char::is_control), "{text:?}");
        text
    };
    let mut session = Session::open(server, None, Limits::of(LIMIT)).map_err(said)?;
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
