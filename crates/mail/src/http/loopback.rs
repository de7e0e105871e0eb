//! A server for tests.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

/// Answers one connection after the other, and tells the requests. `{base}` is the server's own address.
pub(crate) fn server(answers: &[&[u8]]) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let base = format!("http://{}", listener.local_addr().expect("bound"));
    let mut answers: Vec<Vec<u8>> = answers.iter().map(|it| it.to_vec()).collect();
    let own = base.clone();
    let thread = thread::spawn(move || {
        let mut requests = Vec::new();
        for answer in answers.drain(..) {
            let (stream, _) = listener.accept().expect("accepted");
            let mut request = String::new();
            for line in BufReader::new(&stream).lines() {
                let line = line.expect("read");
                if line.is_empty() {
                    break;
                }
                request += &(line + "\n");
            }
            requests.push(request);
            let text = String::from_utf8_lossy(&answer).replace("{base}", &own);
            let octets = if answer.is_ascii() { text.into_bytes() } else { answer };
            (&stream).write_all(&octets).expect("written");
        }
        requests
    });
    (base, thread)
}
