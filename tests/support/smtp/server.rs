//! The server: one thread a connection, and what all of them remember.

use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::certificates::Certificates;
use super::dialogue::Dialogue;
use super::script::Script;

/// What one client sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connection {
    /// The bytes of each read, decrypted.
    pub(crate) reads: Vec<Vec<u8>>,
    /// Whether TLS was spoken in the end.
    pub(crate) encrypted: bool,
    /// Whether it is over.
    pub(crate) ended: bool,
}

impl Connection {
    /// All that the client sent.
    pub(crate) fn wire(&self) -> Vec<u8> {
        self.reads.concat()
    }

    /// The same as text, to be read in a test; CRLF is shown as a line's end, any other CR or LF as `\r` or `\n`.
    pub(crate) fn text(&self) -> String {
        let escaped = self.wire().escape_ascii().to_string();
        escaped.replace("\\r\\n", "\n").replace("\\\"", "\"").replace("\\'", "'")
    }
}

/// A message that the server took.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub(crate) reverse_path: String,
    pub(crate) forward_paths: Vec<String>,
    /// All that followed the answer to DATA, as it was on the wire.
    pub(crate) block: Vec<u8>,
}

impl Accepted {
    /// The message: the block without its final dot and the dots that were added (RFC 5321 4.5.2).
    pub(crate) fn message(&self) -> Vec<u8> {
        let content = self.block.strip_suffix(b".\r\n").expect("a final dot");
        let mut message = Vec::new();
        for line in content.split_inclusive(|byte| *byte == b'\n') {
            message.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        }
        message
    }
}

/// What the threads share.
pub(super) struct Shared {
    pub(super) script: Mutex<Script>,
    pub(super) certificates: Certificates,
    pub(super) connections: Mutex<Vec<Connection>>,
    pub(super) accepted: Mutex<Vec<Accepted>>,
    pub(super) stopped: AtomicBool,
    sockets: Mutex<Vec<TcpStream>>,
}

/// A server on a free port of 127.0.0.1, until it is dropped.
pub(crate) struct Server {
    port: u16,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(script: Script) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let shared = Arc::new(Shared {
            certificates: Certificates::new(script.validity),
            script: Mutex::new(script),
            connections: Mutex::default(),
            accepted: Mutex::default(),
            stopped: AtomicBool::new(false),
            sockets: Mutex::default(),
        });
        let listening = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || listen(&listener, &shared))
        };
        Self { port, shared, listening: Some(listening) }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Acts so on the next line that begins with `event`, before all that the script says.
    pub(crate) fn also(&self, event: &str, action: super::Action) {
        lock(&self.shared.script).first(event, action);
    }

    /// A PEM file with whom to trust, for `SSL_CERT_FILE`.
    pub(crate) fn authority(&self) -> PathBuf {
        self.shared.certificates.authority()
    }

    /// The connections so far, in the order in which they came.
    pub(crate) fn connections(&self) -> Vec<Connection> {
        lock(&self.shared.connections).clone()
    }

    /// The same, when all of them are over, which must be soon.
    pub(crate) fn ended(&self) -> Vec<Connection> {
        let patience = Instant::now() + Duration::from_secs(10);
        loop {
            let connections = self.connections();
            if connections.iter().all(|connection| connection.ended) {
                return connections;
            }
            assert!(Instant::now() < patience, "a client that does not go: {connections:?}");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// The messages taken so far.
    pub(crate) fn accepted(&self) -> Vec<Accepted> {
        lock(&self.shared.accepted).clone()
    }

    /// How often a message with that Message-ID, its angles included, was taken.
    pub(crate) fn count(&self, message_id: &str) -> usize {
        let field = format!("\r\nmessage-id: {}\r\n", message_id.to_ascii_lowercase());
        let has = |accepted: &Accepted| {
            let text = format!("\r\n{}", String::from_utf8_lossy(&accepted.message()).to_ascii_lowercase());
            text.split("\r\n\r\n").next().is_some_and(|header| format!("{header}\r\n").contains(&field))
        };
        self.accepted().iter().filter(|accepted| has(accepted)).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // The listener waits for somebody to come.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
        for socket in lock(&self.shared.sockets).iter() {
            drop(socket.shutdown(Shutdown::Both));
        }
        if let Some(listening) = self.listening.take() {
            drop(listening.join());
        }
    }
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut talking = Vec::new();
    for client in listener.incoming() {
        let Ok(client) = client else { continue };
        lock(&shared.sockets).push(client.try_clone().expect("a descriptor"));
        if shared.stopped.load(Ordering::SeqCst) {
            break;
        }
        client.set_nodelay(true).expect("a socket");
        let shared = Arc::clone(shared);
        talking.push(thread::spawn(move || Dialogue::new(client, shared).hold()));
    }
    for socket in lock(&shared.sockets).iter() {
        drop(socket.shutdown(Shutdown::Both));
    }
    for thread in talking {
        drop(thread.join());
    }
}

/// A thread that panicked has failed its test already.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
