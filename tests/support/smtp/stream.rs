//! A client's connection, in clear or not.

use std::io::{Read, Write};
use std::mem;
use std::net::TcpStream;
use std::sync::Arc;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub(super) enum Stream {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
    Gone,
}

impl Stream {
    /// Speaks TLS from here.
    pub(super) fn secure(&mut self, config: &Arc<ServerConfig>) {
        if let Self::Clear(tcp) = mem::replace(self, Self::Gone) {
            let connection = ServerConnection::new(Arc::clone(config)).expect("a valid configuration");
            *self = Self::Tls(Box::new(StreamOwned::new(connection, tcp)));
        }
    }

    pub(super) fn is_secure(&self) -> bool {
        matches!(self, Self::Tls(_))
    }

    /// What has come since; nothing when the client is gone.
    pub(super) fn read(&mut self) -> Option<Vec<u8>> {
        let mut buffer = vec![0; 1 << 18];
        let read = match self {
            Self::Clear(tcp) => tcp.read(&mut buffer),
            Self::Tls(tls) => tls.read(&mut buffer),
            Self::Gone => Ok(0),
        };
        let length = read.ok().filter(|length| *length > 0)?;
        buffer.truncate(length);
        Some(buffer)
    }

    /// Sends all of `bytes`; nothing when the client is gone.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Option<()> {
        match self {
            Self::Clear(tcp) => tcp.write_all(bytes).ok(),
            Self::Tls(tls) => tls.write_all(bytes).and_then(|()| tls.flush()).ok(),
            Self::Gone => None,
        }
    }
}
