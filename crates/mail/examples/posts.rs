//! Goes through archives and looks at the header of each post: what `benches/archive.py` measures.
//!
//! cargo run --release -p onlist-mail --example posts -- [--since DATE] ARCHIVE...
#![expect(clippy::print_stdout, reason = "a program for people who measure")]

use std::error::Error;

use chrono::{NaiveDate, NaiveTime};
use onlist_mail::archive::{Options, open};
use onlist_mail::read::fields::Fields;

fn main() -> Result<(), Box<dyn Error>> {
    let mut options = Options::default();
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--since" {
            let date = arguments.next().unwrap_or_default();
            let date: NaiveDate = date.to_string_lossy().parse()?;
            options.since = Some(date.and_time(NaiveTime::MIN).and_utc());
            continue;
        }
        let mut posts = open(&argument, &options)?;
        let (mut count, mut octets, mut answers) = (0, 0, 0);
        while let Some(post) = posts.next()? {
            let fields = Fields::scan(post.bytes);
            count += 1;
            octets += post.bytes.len();
            answers += usize::from(fields.in_reply_to.or(fields.references).is_some());
        }
        println!("{}: {count} posts, {answers} answers, {octets} octets", argument.display());
        for diagnostic in posts.diagnostics() {
            println!("{}: {}", diagnostic.place, diagnostic.reason);
        }
    }
    Ok(())
}
