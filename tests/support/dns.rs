//! A name server on loopback, over UDP and TCP.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use simple_dns::rdata::{MX, RData, SRV};
use simple_dns::{CLASS, Name, Packet, PacketFlag, QTYPE, RCODE, ResourceRecord};

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As it should.
    Right,
    /// Over UDP that the answer is too long, over TCP all of it.
    Cut,
    /// The same, but over TCP octet by octet, and slowly.
    Drip,
    /// Not at all.
    Silent,
    /// With octets that are no message.
    Garbage,
    /// With a message that points to itself.
    Loop,
    /// To a question that nobody has asked.
    Astray,
    /// That it cannot (SERVFAIL).
    Failure,
    /// With more records than fit.
    Flood,
}

/// What there is: owner, then the record.
type Records = Vec<(&'static str, RData<'static>)>;

/// A server that runs as long as the test.
pub(crate) struct Dns {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

pub(crate) fn mx(preference: u16, host: &'static str) -> RData<'static> {
    RData::MX(MX { preference, exchange: Name::new_unchecked(host) })
}

pub(crate) fn srv(priority: u16, port: u16, host: &'static str) -> RData<'static> {
    RData::SRV(SRV { priority, weight: 0, port, target: Name::new_unchecked(host) })
}

impl Dns {
    pub(crate) fn start(manner: Manner, records: Records) -> Self {
        // The same port for both.
        let (udp, tcp) = loop {
            let udp = UdpSocket::bind("127.0.0.1:0").expect("a port");
            if let Ok(tcp) = TcpListener::bind(udp.local_addr().expect("bound")) {
                break (udp, tcp);
            }
        };
        let (address, asked) = (udp.local_addr().expect("bound"), Arc::<Mutex<Vec<String>>>::default());
        let noted = Arc::clone(&asked);
        let of_udp = records.clone();
        thread::spawn(move || over_udp(&udp, manner, &of_udp, &noted));
        thread::spawn(move || over_tcp(&tcp, manner, &records));
        Self { address, asked }
    }

    /// The line of the settings that names it.
    pub(crate) fn setting(&self) -> String {
        format!("name-servers = [\"{}\"]\n", self.address)
    }

    /// The names that were asked for, without repetition.
    pub(crate) fn asked(&self) -> Vec<String> {
        let mut names = std::mem::take(&mut *self.asked.lock().expect("no panic"));
        names.sort();
        names.dedup();
        names
    }
}

fn over_udp(socket: &UdpSocket, manner: Manner, records: &Records, asked: &Mutex<Vec<String>>) {
    let mut datagram = [0; 4096];
    while let Ok((length, from)) = socket.recv_from(&mut datagram) {
        let question = &datagram[..length];
        let name = Packet::parse(question).expect("a question").questions[0].qname.to_string();
        asked.lock().expect("no panic").push(name);
        let octets = match manner {
            Manner::Silent => continue,
            Manner::Garbage => [&question[..2], &[0x81, 0x80], &[0xff; 60]].concat(),
            Manner::Loop => [&question[..2], &[0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 0xc0, 12, 0, 15]].concat(),
            Manner::Cut | Manner::Drip => {
                let mut packet = Packet::parse(question).expect("a question").into_reply();
                packet.set_flags(PacketFlag::RESPONSE | PacketFlag::TRUNCATION);
                packet.build_bytes_vec().expect("it fits")
            }
            _ => answer(question, manner, records),
        };
        let _ = socket.send_to(&octets, from);
    }
}

fn over_tcp(listener: &TcpListener, manner: Manner, records: &Records) {
    for mut stream in listener.incoming().flatten() {
        let mut length = [0; 2];
        if stream.read_exact(&mut length).is_err() {
            continue;
        }
        let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut question).expect("the question is sent whole");
        let answer = answer(&question, manner, records);
        let length = u16::try_from(answer.len()).expect("short").to_be_bytes();
        let octets = [&length[..], &answer].concat();
        if manner != Manner::Drip {
            let _ = stream.write_all(&octets);
            continue;
        }
        for octet in octets {
            thread::sleep(Duration::from_millis(100));
            if stream.write_all(&[octet]).is_err() {
                break;
            }
        }
    }
}

fn answer(question: &[u8], manner: Manner, records: &Records) -> Vec<u8> {
    let asked = Packet::parse(question).expect("a question");
    let mut packet = asked.clone().into_reply();
    packet.set_flags(PacketFlag::RESPONSE);
    if manner == Manner::Failure {
        *packet.rcode_mut() = RCODE::ServerFailure;
    }
    if manner == Manner::Astray {
        packet.questions[0].qname = Name::new_unchecked("elsewhere.test");
    }
    let (name, kind) = (asked.questions[0].qname.clone(), asked.questions[0].qtype);
    let fits = |(owner, record): &&(&str, RData<'_>)| {
        name.to_string() == *owner && QTYPE::TYPE(record.type_code()) == kind
    };
    for (_, record) in records.iter().filter(fits) {
        let times = if manner == Manner::Flood { 50 } else { 1 };
        for _ in 0..times {
            packet.answers.push(ResourceRecord::new(name.clone(), CLASS::IN, 60, record.clone()));
        }
    }
    if packet.answers.is_empty() && manner == Manner::Right {
        *packet.rcode_mut() = RCODE::NameError;
    }
    packet.build_bytes_vec().expect("it fits")
}
