//! A blocking stream, in clear or under TLS, each use of which ends at a deadline.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ClientConnection, StreamOwned};

use super::Tls;

/// A socket that knows until when it may wait, however little comes at a time.
pub(crate) struct Timed {
    socket: TcpStream,
    deadline: Instant,
}

impl Timed {
    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.socket.set_read_timeout(Some(self.left()?))?;
            match self.socket.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                outcome => return outcome,
            }
        }
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            self.socket.set_write_timeout(Some(self.left()?))?;
            match self.socket.write(bytes) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                outcome => return outcome,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A connection to a server.
pub(crate) enum Stream {
    /// Not encrypted.
    Clear(Timed),
    /// Encrypted, the server's certificate verified.
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
}

impl Stream {
    /// Connects within `limit`. What is written goes out at once, however little it is.
    pub(crate) fn connect(address: SocketAddr, limit: Duration) -> io::Result<Self> {
        let socket = TcpStream::connect_timeout(&address, limit)?;
        socket.set_nodelay(true)?;
        Ok(Self::Clear(Timed { socket, deadline: Instant::now() }))
    }

    /// Speaks TLS from here; the handshake is done when it returns.
    pub(crate) fn secure(self, tls: &Tls, deadline: Instant) -> io::Result<Self> {
        let Self::Clear(mut timed) = self else { return Ok(self) };
        timed.deadline = deadline;
        let mut tls =
            ClientConnection::new(Arc::clone(&tls.config), tls.name.clone()).map_err(io::Error::other)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut timed)?;
        }
        Ok(Self::Tls(Box::new(StreamOwned::new(tls, timed))))
    }

    /// Waits for the next bytes; 0 when the server has closed the connection.
    pub(crate) fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize> {
        self.timed().deadline = deadline;
        match self {
            Self::Clear(timed) => timed.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }

    /// The bytes that have come already: an error where there are none.
    pub(crate) fn read_now(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize> {
        self.timed().socket.set_nonblocking(true)?;
        let read = self.read(buffer, deadline);
        self.timed().socket.set_nonblocking(false)?;
        read
    }

    /// Hands all of `bytes` to the system, in one piece where that takes it.
    pub(crate) fn write(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()> {
        self.timed().deadline = deadline;
        match self {
            Self::Clear(timed) => timed.write_all(bytes),
            Self::Tls(tls) => {
                tls.write_all(bytes)?;
                tls.flush()
            }
        }
    }

    fn timed(&mut self) -> &mut Timed {
        match self {
            Self::Clear(timed) => timed,
            Self::Tls(tls) => &mut tls.sock,
        }
    }
}
