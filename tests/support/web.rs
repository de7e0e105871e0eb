//! A web server on loopback that gives pages.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

/// Status and content of each path.
type Pages = Arc<Mutex<HashMap<String, (u16, Vec<u8>)>>>;

/// A server that runs as long as the test.
pub(crate) struct Web {
    pages: Pages,
    asked: Arc<Mutex<Vec<String>>>,
    /// Its address, without a slash at the end.
    pub(crate) base: String,
}

impl Web {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let base = format!("http://{}", listener.local_addr().expect("bound"));
        let web = Self { pages: Pages::default(), asked: Arc::default(), base };
        let (pages, asked) = (Arc::clone(&web.pages), Arc::clone(&web.asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let request = lines.next().unwrap_or_default();
                lines.take_while(|line| !line.is_empty()).for_each(drop);
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let page = pages.lock().expect("no panic").get(&path).cloned();
                let (status, body) = page.unwrap_or((404, Vec::new()));
                asked.lock().expect("no panic").push(path);
                let redirect = if (300..400).contains(&status) {
                    format!("Location: {}\r\n", String::from_utf8_lossy(&body))
                } else {
                    String::new()
                };
                let head = format!(
                    "HTTP/1.1 {status} x\r\n{redirect}Content-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = (&stream).write_all(head.as_bytes()).and_then(|()| (&stream).write_all(&body));
            }
        });
        web
    }

    /// Gives a page from now on; for a status from 300 to 399, `body` is where it leads.
    pub(crate) fn give(&self, path: &str, status: u16, body: impl AsRef<[u8]>) {
        let page = (status, body.as_ref().to_vec());
        self.pages.lock().expect("no panic").insert(path.to_owned(), page);
    }

    /// What was asked for since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("no panic"))
    }
}
