//! A web server on loopback that gives pages.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConnection, StreamOwned};

use super::smtp::{Certificates, Validity};

/// The status of a page that takes its time.
pub(crate) const DRIP: u16 = 0;

/// Status and content of each path.
type Pages = Arc<Mutex<HashMap<String, (u16, Vec<u8>)>>>;

/// A server that runs as long as the test.
pub(crate) struct Web {
    pages: Pages,
    asked: Arc<Mutex<Vec<String>>>,
    certificates: Option<Certificates>,
    /// Its address, without a slash at the end.
    pub(crate) base: String,
}

impl Web {
    /// A server in clear.
    pub(crate) fn start() -> Self {
        Self::with(None)
    }

    /// A server that speaks TLS.
    pub(crate) fn secure(validity: Validity) -> Self {
        Self::with(Some(Certificates::new(validity)))
    }

    fn with(certificates: Option<Certificates>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let scheme = if certificates.is_some() { "https" } else { "http" };
        let base = format!("{scheme}://{}", listener.local_addr().expect("bound"));
        let web = Self { pages: Pages::default(), asked: Arc::default(), certificates, base };
        let (pages, asked) = (Arc::clone(&web.pages), Arc::clone(&web.asked));
        let config = web.certificates.as_ref().map(|it| Arc::clone(&it.config));
        thread::spawn(move || {
            for tcp in listener.incoming().flatten() {
                let (pages, asked, config) = (Arc::clone(&pages), Arc::clone(&asked), config.clone());
                thread::spawn(move || match config {
                    None => answer(tcp, &pages, &asked),
                    Some(config) => {
                        let connection = ServerConnection::new(config).expect("a valid configuration");
                        answer(StreamOwned::new(connection, tcp), &pages, &asked);
                    }
                });
            }
        });
        web
    }

    /// Whether it speaks TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.certificates.is_some()
    }

    /// The address and port at which it listens.
    pub(crate) fn address(&self) -> &str {
        self.base.split_once("//").expect("a scheme").1
    }

    /// A PEM file with whom to trust, for `SSL_CERT_FILE`.
    pub(crate) fn authority(&self) -> PathBuf {
        self.certificates.as_ref().expect("it speaks TLS").authority()
    }

    /// Gives a page from now on; for a status from 300 to 399, `body` is where it leads. With [`DRIP`] it comes octet by
    /// octet, and slowly.
    pub(crate) fn give(&self, path: &str, status: u16, body: impl AsRef<[u8]>) {
        let page = (status, body.as_ref().to_vec());
        self.pages.lock().expect("no panic").insert(path.to_owned(), page);
    }

    /// What was asked for since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("no panic"))
    }
}

/// Answers one request. A client that goes away is nobody's fault.
fn answer(mut stream: impl Read + Write, pages: &Pages, asked: &Mutex<Vec<String>>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut octet = [0];
        match stream.read(&mut octet) {
            Ok(1) => request.push(octet[0]),
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&request);
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let page = pages.lock().expect("no panic").get(&path).cloned();
    let (status, body) = page.unwrap_or((404, Vec::new()));
    let drips = status == DRIP;
    asked.lock().expect("no panic").push(path);
    let to = String::from_utf8_lossy(&body);
    let redirect = if (300..400).contains(&status) { format!("Location: {to}\r\n") } else { String::new() };
    let length = body.len();
    let status = if status == DRIP { 200 } else { status };
    // A list server says in words that it has no such mail.
    let kind = if status == 404 && length > 0 { "Content-Type: text/plain\r\n" } else { "" };
    let head = format!(
        "HTTP/1.1 {status} x\r\n{redirect}{kind}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    if drips {
        for octet in head.bytes().chain(body) {
            thread::sleep(Duration::from_millis(100));
            if stream.write_all(&[octet]).and_then(|()| stream.flush()).is_err() {
                return;
            }
        }
        return;
    }
    let _ = stream.write_all(&[head.as_bytes(), &body].concat()).and_then(|()| stream.flush());
}
