//! The comment for a community's wiki.

use onlist_core::ledger::{Kind, Ledger, Location, Source};
use onlist_mail::text::Line;

use crate::support::Sandbox;

#[test]
fn the_comment_is_as_the_page_wants_it() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run("interest rump-stubdom --date 2015-03-10"), @r#"
    $ onlist interest rump-stubdom --date 2015-03-10
    * {{Comment|~~~~:}} I am interested in this idea: LINK-TO-YOUR-LETTER
    note: paste it on `https://wiki.xenproject.org/wiki/Archived/GSoC_2015`, at "Rump kernel based stubdom", into the field `Review`
    note: goes into the project's Review field and may link to the mail thread; a form asks for the write access it needs
    note: `~~~~` stays as it is: the wiki makes your name and the time of it
    note: the link to your letter is not known
    hint: put the link to your letter in place of LINK-TO-YOUR-LETTER, or give it with `--link URL`
    "#);
    insta::assert_snapshot!(sandbox.run("interest rump-stubdom --date 2015-03-10 --link 'https://lists.example.org/a|b' --json"), @r#"
    $ onlist interest rump-stubdom --date 2015-03-10 --link 'https://lists.example.org/a|b' --json
    {
      "schema": 1,
      "comment": "* {{Comment|~~~~:}} I am interested in this idea: https://lists.example.org/a%7Cb",
      "url": "https://lists.example.org/a%7Cb",
      "page": "https://wiki.xenproject.org/wiki/Archived/GSoC_2015",
      "field": "Review",
      "note": "goes into the project's Review field and may link to the mail thread; a form asks for the write access it needs"
    }
    "#);
}

#[test]
fn the_letter_is_linked_where_it_was_found() {
    let sandbox =
        Sandbox::settled("[identity]\nname = \"Ada Example\"\nemail = \"ada@example.org\"\n").joined();
    let catalog = sandbox.read(".config/onlist/catalog.toml");
    let interest =
        "[interest]\nform = '''\n* {{Comment|~~~~:}} I like it ...\n'''\nraw.review = \"|Review=x\"\n";
    sandbox.write(
        ".config/onlist/catalog.toml",
        catalog.replacen("[conventions]", &format!("{interest}\n[conventions]"), 1),
    );
    let sent = sandbox.run(
        "introduce wick-trimmer --interest x --so-far 'commit 1a2b3c4d' --question 'Which?' --allow C10 --sendmail true \
         --yes --date 2015-03-10T12:00:00+01:00",
    );
    assert!(!sent.contains("[exit status"), "{sent}");
    let path = sandbox.home().join(".local/state/onlist/ledger.sqlite");
    let mut ledger = Ledger::open(&Location::File(path)).expect("opened");
    let mut event = ledger.reader().events().expect("read").events.remove(0);
    (event.kind, event.source) = (Kind::Archived, Source::Archive);
    event.url = Some(Line::sanitize("https://lists.example.org/archive/1.html"));
    ledger.append(&[event]).expect("kept");
    insta::assert_snapshot!(sandbox.run("interest wick-trimmer"), @r#"
    $ onlist interest wick-trimmer
    * {{Comment|~~~~:}} I like it: https://lists.example.org/archive/1.html
    note: paste it on `https://wiki.example.org/ideas/2015`, at "Trim the wick while the lamp burns", into the field `Review`
    note: `~~~~` stays as it is: the wiki makes your name and the time of it
    "#);
}

#[test]
fn without_a_page_or_a_link_that_is_one_nothing_is_printed() {
    insta::assert_snapshot!(Sandbox::of_ada().run("interest wick-trimmer"), @r"
    $ onlist interest wick-trimmer
    error: Lantern has no page for such comments
    hint: write to its list: `onlist introduce wick-trimmer`
    [exit status: 65]
    ");
    insta::assert_snapshot!(Sandbox::new().run("interest rump-stubdom --link here"), @r"
    $ onlist interest rump-stubdom --link here
    error: `here` is not a web address
    hint: it looks like `https://lists.example.org/archive/1.html`
    [exit status: 64]
    ");
    insta::assert_snapshot!(Sandbox::new().run("interest nothing"), @r"
    $ onlist interest nothing
    error: no project `nothing` in the catalog
    hint: run `onlist projects` to see all
    [exit status: 64]
    ");
}

#[test]
fn that_the_season_is_over_is_said() {
    let seen = Sandbox::new().run("interest rump-stubdom --date 2016-03-10");
    assert!(seen.contains("warning: GSoC 2015 is over"), "{seen}");
}
