//! What is known before a letter is written: its subject, and how old addresses are.

#[test]
fn a_token_of_digits_alone_is_not_found_everywhere() {
    let text = include_str!("../support/catalog.toml")
        .replace("\"GSoC 2015\"", "\"2015\"")
        .replace("[\"GSoC\"]", "[]");
    let catalog = onlist_core::catalog::Catalog::parse("catalog.toml", &text).expect("valid");
    let convention = onlist_core::subject::Convention::of(&catalog);
    assert_eq!(convention.parse("Hello, world"), None);
    for project in &catalog.projects {
        let parsed = convention.parse(&convention.compose(&project.title)).expect("the season's");
        assert_eq!(convention.project(&parsed.title).map(|it| &it.id), Some(&project.id));
    }
}

/// What is to be known before a letter about `wick-trimmer`, whose entry was verified on 27 February 2014.
fn noticed(catalog: &str, today: &str) -> Vec<onlist_core::resolve::Notice> {
    let catalog = onlist_core::catalog::Catalog::parse("catalog.toml", catalog).expect("valid");
    let project = catalog.project("wick-trimmer").expect("there");
    let today = today.parse().expect("a day");
    onlist_core::resolve::for_project(&catalog, project, today, true).expect("a list").notices
}

#[test]
fn what_is_dated_after_today_was_not_some_time_ago() {
    for (today, expected) in [
        ("2014-02-26", "Grace Example <grace@example.org>: address last confirmed in February 2014"),
        (
            "2014-02-27",
            "Grace Example <grace@example.org>: address last confirmed in February 2014 (less than a year ago)",
        ),
        (
            "2015-02-27",
            "Grace Example <grace@example.org>: address last confirmed in February 2014 (a year ago)",
        ),
    ] {
        let notices = noticed(include_str!("../support/catalog.toml"), today);
        let age = notices.iter().find(|it| it.kind == "contact-age");
        assert_eq!(age.map(|it| it.text.as_str()), Some(expected), "{today}");
    }
}

#[test]
fn nobody_is_told_the_age_of_an_address_that_gets_nothing() {
    let list_only = include_str!("../support/catalog.toml").replace("\"all-mentors\"", "\"list-only\"");
    let notices = noticed(&list_only, "2015-03-11");
    assert!(notices.iter().all(|it| it.kind != "contact-age"), "{notices:?}");
}
