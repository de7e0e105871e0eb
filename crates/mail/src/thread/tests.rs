use proptest::prelude::*;

use super::*;

fn built(mails: &[String], options: Options) -> Threads {
    let mut builder = Builder::default();
    for mail in mails {
        builder.add(mail.as_bytes());
    }
    builder.finish(options)
}

/// A mail of the `day`-th of March, with fields of its own.
fn mail(id: &str, day: u32, fields: &str) -> String {
    let date = format!("Date: Sun, {day} Mar 2015 12:00:00 +0000\n");
    format!("Message-ID: <{id}@b>\nFrom: Ada <ada@example.org>\n{date}{fields}\nHello\n")
}

/// Each post with what it answers, in the order of time.
fn shown(threads: &Threads) -> Vec<String> {
    let id = |node| threads.entry(node).id.unwrap_or("none").to_owned();
    let link = |node| match threads.link(node) {
        Link::Root => "root".to_owned(),
        Link::Reply { to, through: Through::Field } => id(to),
        Link::Reply { to, through } => format!("{} ({through:?})", id(to)),
        Link::Missing(missing) => format!("missing {missing}"),
    };
    threads.nodes().map(|node| format!("{}: {}", id(node), link(node))).collect()
}

#[test]
fn parents_are_found_as_fields_name_them() {
    for (fields, expected) in [
        ("In-Reply-To: <r@b>\nReferences: <r@b> <a@b>\n", "r@b"),
        ("References: <r@b> <a@b>\n", "a@b"),
        ("In-Reply-To: r@b\n", "r@b"),
        ("In-Reply-To:\nReferences: <r@b>\n", "r@b"),
        ("References: =?utf-8?q?=3Cr=40b=3E?=\n", "r@b"),
        ("In-Reply-To: <x@b>\nReferences: <r@b> <x@b>\n", "r@b (Gap)"),
        ("References: <x@b>\n", "missing x@b"),
        ("In-Reply-To: <z@b>\n", "root"),
        ("Subject: Re: hello\n", "root"),
    ] {
        let mails =
            [mail("r", 1, "Subject: hello\n"), mail("a", 2, "In-Reply-To: <r@b>\n"), mail("z", 3, fields)];
        assert_eq!(shown(&built(&mails, Options::default()))[2], format!("z@b: {expected}"), "{fields}");
    }
}

#[test]
fn circles_are_cut_at_their_earliest_post() {
    let mails = [
        mail("a", 3, "In-Reply-To: <b@b>\n"),
        mail("b", 2, "In-Reply-To: <c@b>\n"),
        mail("c", 4, "In-Reply-To: <a@b>\n"),
        mail("d", 1, "In-Reply-To: <a@b>\n"),
    ];
    let threads = built(&mails, Options::default());
    assert_eq!(shown(&threads), ["b@b: root", "a@b: b@b", "d@b: a@b", "c@b: a@b"]);
    assert_eq!(threads.below(Node(0)), [Node(0), Node(1), Node(2), Node(3)]);
}

#[test]
fn an_answer_stands_behind_what_it_answers_whatever_the_clocks_say() {
    let answer = |to: &str| format!("In-Reply-To: <{to}@b>\n");
    let mails = [
        mail("z", 5, ""),
        mail("m", 5, &answer("z")),
        mail("a", 2, &answer("m")),
        mail("y", 3, ""),
        mail("x", 6, &answer("y")),
        mail("w", 4, &answer("z")),
    ];
    let threads = built(&mails, Options::default());
    let found = shown(&threads);
    let place = |id: &str| found.iter().position(|it| it.starts_with(id)).expect("there");
    for (before, behind) in [("z", "m"), ("m", "a"), ("z", "w"), ("y", "x"), ("w", "x")] {
        assert!(place(before) < place(behind), "{before}, {behind}: {found:?}");
    }
    assert_eq!(threads.entry(threads.find("a@b").expect("there")).id, Some("a@b"));
}

#[test]
fn copies_are_one_post_and_another_of_the_same_id_is_not() {
    let received = "Received: by x; Mon, 2 Mar 2015 12:00:00 +0000\n";
    let copy = mail("a", 1, "Subject: hello\n");
    let mails = [
        copy.clone(),
        format!("{received}{copy}"),
        mail("a", 5, "Subject: spam\n"),
        copy.replace("Message-ID", "X-Id"),
        copy.replace("Message-ID", "X-Id"),
    ];
    let threads = built(&mails, Options::default());
    let posts: Vec<_> =
        threads.nodes().map(|node| threads.entry(node)).map(|it| (it.id, it.subject)).collect();
    assert_eq!(posts, [(None, "hello"), (Some("a@b"), "hello"), (Some("a@b"), "spam")]);
    let first = threads.entry(threads.find("<a@b>").expect("there"));
    assert_eq!(first.time, Some(1_425_297_600), "when it came");
}

#[test]
fn answers_without_references_go_by_their_subject_where_that_is_wanted() {
    let mails = [
        mail("a", 1, "Subject: [dev] A question\nList-Id: <dev.lists.test>\n"),
        mail("b", 2, "Subject: AW: [dev] Re: a  question\n"),
        mail("c", 3, "Subject: A question\n"),
        mail("d", 4, "Subject: Re: A question\n"),
        mail("e", 5, "Subject: Re:\n"),
    ];
    assert!(shown(&built(&mails, Options::default())).iter().all(|it| it.ends_with("root")));
    let threads = built(&mails, Options { by_subject: true });
    let expected = ["a@b: root", "b@b: a@b (Subject)", "c@b: root", "d@b: c@b (Subject)", "e@b: root"];
    assert_eq!(shown(&threads), expected);
}

#[test]
fn a_chain_of_many_is_walked_without_a_stack() {
    let chain = |n: u32| format!("Message-ID: <{n}@b>\nIn-Reply-To: <{}@b>\n\n", n.saturating_sub(1));
    let threads = built(&(0..100_000).map(chain).collect::<Vec<_>>(), Options::default());
    assert_eq!(threads.roots().count(), 1);
    let root = threads.roots().next().expect("one");
    assert_eq!(threads.below(root).len(), 100_000);
    let last = threads.nodes().next_back().expect("many");
    assert_eq!((threads.root_of(last), threads.places_of(root)), (root, 0..100_000));
}

proptest! {
    #[test]
    fn each_post_stands_once_and_order_changes_nothing(
        posts in prop::collection::vec((0..12u32, 1..6u32, prop::collection::vec(0..14u32, 0..4), 0..3u32), 0..24),
        by_subject: bool,
        seed: u64,
    ) {
        let write = |(id, day, references, subject): &(u32, u32, Vec<u32>, u32)| {
            let references = references.iter().map(|id| format!(" <{id}@b>")).collect::<Vec<_>>().concat();
            let subject = ["hello", "Re: hello", "Re: [x] other"][*subject as usize];
            mail(&id.to_string(), *day, &format!("References:{references}\nSubject: {subject}\n"))
        };
        let mut mails: Vec<_> = posts.iter().map(write).collect();
        let options = Options { by_subject };
        let threads = built(&mails, options);
        let before = shown(&threads);
        for node in threads.nodes() {
            let Link::Reply { to, .. } = threads.link(node) else { continue };
            prop_assert!(to < node, "{before:?}");
        }
        let mut below: Vec<_> = threads.roots().flat_map(|root| threads.below(root)).collect();
        below.sort_unstable();
        prop_assert_eq!(below, threads.nodes().collect::<Vec<_>>());
        for node in threads.nodes() {
            let below = threads.below(node);
            let places = threads.places_of(node);
            prop_assert_eq!(places.len(), below.len());
            prop_assert_eq!(threads.places(threads.nodes()).count_in(&places), below.len());
            prop_assert_eq!(threads.places(below).count_in(&places), places.len());
        }
        let count = mails.len().max(1);
        mails.rotate_left(usize::try_from(seed % count as u64).expect("small"));
        mails.reverse();
        prop_assert_eq!(&before, &shown(&built(&mails, options)));
        let mut builder = BackgroundBuilder::start().expect("a thread");
        for mail in &mails {
            builder.add(mail.as_bytes());
        }
        prop_assert_eq!(before, shown(&builder.finish(options).0));
    }

    #[test]
    fn no_octets_stop_it(octets: Vec<u8>, fields in "(Message-ID|References|From|Date|Subject): [ -~\\n]{0,80}\n\n") {
        let mut builder = Builder::default();
        builder.add(&octets);
        builder.add(fields.as_bytes());
        let threads = builder.finish(Options { by_subject: true });
        for node in threads.nodes() {
            prop_assert!(threads.below(threads.root_of(node)).contains(&node));
        }
    }
}
