//! A mail server on this machine that takes every letter, shows it and delivers nothing (RFC 5321).
//!
//! `cargo run --example sink [ADDRESS:PORT]`, then call `onlist` with `--config examples/sink.toml`.

#![expect(clippy::print_stdout, reason = "what it shows is all it does")]

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let address = std::env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:2525"))?;
    println!("waiting for mail on {}, which goes to nobody; ^C ends it", listener.local_addr()?);
    for connection in listener.incoming() {
        if let Err(error) = connection.and_then(serve) {
            println!("the connection broke: {error}");
        }
    }
    Ok(())
}

fn serve(connection: TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(connection.try_clone()?).lines();
    let mut client = connection;
    client.write_all(b"220 sink.test\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => "250-sink.test\r\n250 8BITMIME",
            "DATA" => {
                client.write_all(b"354 go on\r\n")?;
                println!();
                // A line that begins with a dot has got another one on its way (RFC 5321 4.5.2).
                while let Some(line) = lines.next().transpose()?.filter(|it| it != ".") {
                    println!("{}", line.strip_prefix('.').unwrap_or(&line));
                }
                "250 accepted, and delivered to nobody"
            }
            "QUIT" => {
                client.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            "MAIL" | "RCPT" => {
                println!("{line}");
                "250 ok"
            }
            _ => "250 ok",
        };
        client.write_all(format!("{reply}\r\n").as_bytes())?;
    }
    Ok(())
}
