//! Counts the posts of archives and the octets of their fields: what `benches/archive.py` measures.

use onlist_mail::archive::{Options, open};
use onlist_mail::read::fields::Fields;

fn main() {
    for archive in std::env::args_os().skip(1) {
        let mut posts = open(&archive, &Options::default()).expect("an archive");
        let (mut count, mut octets) = (0, 0);
        while let Some(post) = posts.next().expect("read") {
            let fields = Fields::scan(post.bytes);
            count += 1;
            octets += [
                fields.message_id,
                fields.in_reply_to,
                fields.references,
                fields.date,
                fields.subject,
                fields.from,
            ]
            .into_iter()
            .flatten()
            .map(<[u8]>::len)
            .sum::<usize>();
        }
        println!("{count} posts, {octets} octets");
        for diagnostic in posts.diagnostics() {
            println!("{}:{}: {}", diagnostic.path.display(), diagnostic.offset, diagnostic.reason);
        }
    }
}
