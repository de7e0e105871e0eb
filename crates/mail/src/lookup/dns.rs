//! Questions to name servers (RFC 1035): over UDP, and over TCP where an answer is too long for that.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use simple_dns::rdata::RData;
use simple_dns::{CLASS, Name, Packet, PacketFlag, QCLASS, QTYPE, Question, RCODE, TYPE};

/// A server that says nothing for so long is passed over for the next one.
const PATIENCE: Duration = Duration::from_millis(900);

/// How often the list of servers is gone through.
const ROUNDS: usize = 3;

/// The longest answer over UDP to a question without EDNS is 512 octets (RFC 1035 4.2.1); more does no harm.
const DATAGRAM: usize = 4096;

/// Where the flags of a message stand, and that of an answer that was cut (RFC 1035 4.1.1).
const FLAGS: usize = 2;
const CUT: u8 = 0b10;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum DnsError {
    /// Nobody to ask.
    #[error("the name servers of this machine are not known")]
    NoServers,
    /// Nobody answered in time.
    #[error("no name server answers")]
    Silent,
    /// The answer is no DNS message, or belongs to another question.
    #[error("the name server's answer cannot be read")]
    Garbled,
    /// The server answers that it cannot, or does not want to.
    #[error("the name server cannot answer")]
    Refused,
}

impl From<io::Error> for DnsError {
    fn from(_: io::Error) -> Self {
        Self::Silent
    }
}

/// Asks the servers by turns for the records of one type; a name without any has none.
pub(super) fn ask(
    servers: &[SocketAddr],
    name: &str,
    kind: TYPE,
    deadline: Instant,
) -> Result<Vec<RData<'static>>, DnsError> {
    let mut last = DnsError::NoServers;
    for server in servers.iter().cycle().take(servers.len() * ROUNDS) {
        let end = deadline.min(Instant::now() + PATIENCE);
        match question(name, kind).and_then(|question| exchange(*server, &question, end)) {
            Ok(records) => return Ok(records.into_iter().filter(|it| it.type_code() == kind).collect()),
            Err(error) => last = error,
        }
        if Instant::now() >= deadline {
            break;
        }
    }
    Err(last)
}

/// The octets of a question, under a number that nobody can guess.
fn question(name: &str, kind: TYPE) -> Result<Vec<u8>, DnsError> {
    let id = RandomState::new().build_hasher().finish().to_be_bytes();
    let mut packet = Packet::new_query(u16::from_be_bytes([id[0], id[1]]));
    packet.set_flags(PacketFlag::RECURSION_DESIRED);
    let name = Name::new(name).map_err(|_| DnsError::Garbled)?;
    packet.questions.push(Question::new(name, QTYPE::TYPE(kind), QCLASS::CLASS(CLASS::IN), false));
    packet.build_bytes_vec().map_err(|_| DnsError::Garbled)
}

fn exchange(server: SocketAddr, question: &[u8], end: Instant) -> Result<Vec<RData<'static>>, DnsError> {
    let here = match server {
        SocketAddr::V4(_) => SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
        SocketAddr::V6(_) => SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
    };
    let socket = UdpSocket::bind(here)?;
    socket.connect(server)?;
    socket.send(question)?;
    let mut datagram = [0; DATAGRAM];
    loop {
        socket.set_read_timeout(Some(left(end)?))?;
        let length = socket.recv(&mut datagram)?;
        let answer = &datagram[..length];
        // What does not bear our number is somebody else's.
        if !answer.starts_with(&question[..FLAGS]) {
            continue;
        }
        if answer.get(FLAGS).is_some_and(|flags| flags & CUT != 0) {
            return read(question, &over_tcp(server, question, end)?);
        }
        return read(question, answer);
    }
}

/// The same question over TCP, where a length comes before each message (RFC 1035 4.2.2).
fn over_tcp(server: SocketAddr, question: &[u8], end: Instant) -> Result<Vec<u8>, DnsError> {
    let mut stream = TcpStream::connect_timeout(&server, left(end)?)?;
    stream.set_write_timeout(Some(left(end)?))?;
    let length = u16::try_from(question.len()).map_err(|_| DnsError::Garbled)?;
    stream.write_all(&[&length.to_be_bytes(), question].concat())?;
    let mut length = [0; 2];
    fill(&mut stream, &mut length, end)?;
    let mut answer = vec![0; u16::from_be_bytes(length).into()];
    fill(&mut stream, &mut answer, end)?;
    Ok(answer)
}

/// Reads until a buffer is full; a server that sends octet by octet has no more time than any other.
fn fill(stream: &mut TcpStream, mut buffer: &mut [u8], end: Instant) -> Result<(), DnsError> {
    while !buffer.is_empty() {
        stream.set_read_timeout(Some(left(end)?))?;
        match stream.read(buffer)? {
            0 => return Err(DnsError::Garbled),
            length => buffer = &mut buffer[length..],
        }
    }
    Ok(())
}

fn left(end: Instant) -> Result<Duration, DnsError> {
    Some(end.saturating_duration_since(Instant::now())).filter(|it| !it.is_zero()).ok_or(DnsError::Silent)
}

/// The records of an answer to `question`.
pub(super) fn read(question: &[u8], answer: &[u8]) -> Result<Vec<RData<'static>>, DnsError> {
    let asked = Packet::parse(question).map_err(|_| DnsError::Garbled)?;
    let answer = Packet::parse(answer).map_err(|_| DnsError::Garbled)?;
    let name = |packet: &Packet<'_>| {
        packet.questions.first().map(|it| (it.qname.to_string().to_ascii_lowercase(), it.qtype))
    };
    let is_ours = answer.has_flags(PacketFlag::RESPONSE) && answer.id() == asked.id();
    if !is_ours || name(&answer) != name(&asked) {
        return Err(DnsError::Garbled);
    }
    match answer.rcode() {
        RCODE::NoError => Ok(answer.answers.into_iter().map(|it| it.rdata.into_owned()).collect()),
        RCODE::NameError => Ok(Vec::new()),
        _ => Err(DnsError::Refused),
    }
}
