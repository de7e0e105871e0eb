use super::*;

#[test]
fn a_letter_is_found_under_its_identifier() {
    let found = events(&[letter(Kind::Introduced)], &[on_list("1@students.test")]);
    let [archived] = &found[..] else { panic!("{found:?}") };
    assert_eq!((archived.kind, archived.source), (Kind::Archived, Source::Archive));
    assert_eq!(archived.url.as_deref(), Some("https://inbox.example.org/lamp/1@students.test/"));
    assert_eq!((&archived.server_id, &archived.detail), (&None, &None));
    // The copy that went to the writer's own folder says nothing of the list.
    let kept = mail("1@students.test", 2, "ada@students.test", &format!("To: {LIST}\n"), "Hello\n");
    assert_eq!(said(&[letter(Kind::Introduced)], &[kept]), "");
}

#[test]
fn a_copy_is_the_lists_where_the_list_or_the_archive_says_so() {
    let found = |mails: &[String]| said(&[letter(Kind::Introduced)], mails);
    let archived = "archived  by ada@students.test\n";
    let post = on_list("1@students.test");
    let unmarked = post.replace("List-Id: <lamp-devel.lists.example.org>\n", "");
    let others = "List-Id: <lamp-users.lists.example.org>";
    for (mail, expected) in [
        (post.clone(), archived),
        (
            post.replace("List-Id: <lamp-devel.lists.example.org>", "List-Post: <mailto:other@lists.test>"),
            archived,
        ),
        (
            post.replace(
                "List-Id: <lamp-devel.lists.example.org>",
                "X-Mailing-List: lamp-devel@old.example.org",
            ),
            archived,
        ),
        // Somebody else's mail with that identifier, and one that came through another list alone.
        (post.replace("Ada <ada@students.test>", "Ben <ben@students.test>"), ""),
        (post.replace("List-Id: <lamp-devel.lists.example.org>", others), ""),
        // A list that puts itself in the place of a writer, and one that hides addresses.
        (
            post.replace("Ada <ada@students.test>", "Ada via lamp-devel <lamp-devel@lists.example.org>"),
            archived,
        ),
        (post.replace("Ada <ada@students.test>", "Ada"), archived),
        // What was kept when it was sent; what pipermail keeps.
        (unmarked.clone(), ""),
        (unmarked.replace(&format!("\nTo: {LIST}"), ""), archived),
        (unmarked.replace(&format!("\nTo: {LIST}"), "\nUser-Agent: Lamp"), ""),
    ] {
        assert_eq!(found(std::slice::from_ref(&mail)), expected, "{mail}");
    }
    let both = [unmarked, post];
    assert_eq!(found(&both), archived);
}

#[test]
fn a_file_is_an_archive_where_others_wrote_to_the_list() {
    let letters = Letters::of(&[letter(Kind::Introduced)], &[address("ada@home.test")]);
    let own = |to: &str| mail("1@students.test", 2, "ada@students.test", &format!("To: {to}\n"), "Hi\n");
    let by = |from: &str, to: &str| mail("9@b", 3, from, &format!("To: {to}\n"), "Hi\n");
    let marked =
        by("ben@students.test", LIST).replace("\nTo:", "\nList-Id: <lamp-devel.lists.example.org>\nTo:");
    for (mails, expected) in [
        (vec![own(LIST)], false),
        (vec![own(LIST), own("grace@example.org"), by("ada@home.test", LIST)], false),
        (vec![own(LIST), by("grace@example.org", &format!("ada@students.test, {LIST}"))], false),
        (vec![own(LIST), by("mailer-daemon@mail.test", LIST)], false),
        (vec![own(LIST), by("grace@example.org", LIST)], true),
        (vec![by("grace@example.org", "lamp-devel@old.example.org")], true),
        (vec![by("grace@example.org", "other@old.example.org")], false),
        (vec![by("grace@example.org", LIST), own(LIST), marked], false),
    ] {
        let mut signs = FileSigns::default();
        for mail in &mails {
            signs.see(mail.as_bytes(), &letters);
        }
        assert_eq!(signs.is_archive(), expected, "{mails:?}");
    }
}

#[test]
fn a_letter_under_another_identifier_is_found_and_uncertain() {
    for kind in [Kind::HandedOver, Kind::Introduced, Kind::Unknown] {
        let rewritten = on_list("new@mail.test").replace("I would like\nto trim.", "I would like to trim.");
        let answer = reply("2@example.org", 3, "Grace Example <grace@example.org>", LIST, "Yes.\n")
            .replace("1@students.test", "new@mail.test");
        let found = said(&[letter(kind)], &[answer, rewritten]);
        let expected = "archived  by ada@students.test as <new@mail.test> {\"certain\":false}\n\
            answered 2@example.org by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false}\n";
        assert_eq!(found, expected);
    }
    let near = on_list("new@mail.test");
    for other in [
        near.replace("Ada <ada@students.test>", "Ben <ben@students.test>"),
        near.replace("Trim the wick", "Trim the lamp"),
        near.replace("lamp-devel", "lamp-users"),
        near.replace("2 Mar", "2 May"),
        near.replace("2 Mar", "20 Feb"),
        near.replace("Subject: ", "In-Reply-To: <0@example.org>\nSubject: Re: "),
    ] {
        assert_eq!(said(&[letter(Kind::HandedOver)], std::slice::from_ref(&other)), "", "{other}");
    }
}
