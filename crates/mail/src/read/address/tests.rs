use super::*;
use crate::mailbox::Address;

/// Mailboxes, then what is lost in `!`, and `~` where something else is not as it should be.
fn read(value: &str) -> String {
    let list = AddressList::read(value.as_bytes());
    let found = list.mailboxes.iter().map(ToString::to_string);
    let unusable: Vec<_> = list.lost().map(|it| format!("!{}", it.text)).collect();
    let odd = list.defects.iter().any(|it| !it.lost).then(|| "~".to_owned());
    found.chain(unusable).chain(odd).collect::<Vec<_>>().join("; ")
}

#[test]
fn as_rfc_5322_has_it() {
    for (value, expected) in [
        (" Ada Example <ada@example.org>, b@c.test", "Ada Example <ada@example.org>; b@c.test"),
        (" =?utf-8?q?Example=2C_Ada?= <a@b.test>, c@d.test", "\"Example, Ada\" <a@b.test>; c@d.test"),
        (" =?utf-8?q?Example,_(Ada)?= <a@b.test>", "\"Example, (Ada)\" <a@b.test>"),
        (" \"Example, Ada\" <a@b.test>", "\"Example, Ada\" <a@b.test>"),
        (" \"a <x@y.test>\\\"\" <a@b.test>", "\"a <x@y.test>\\\"\" <a@b.test>"),
        (" \"=?utf-8?q?Zo=C3=AB?=\" <z@b.test>", "Zoë <z@b.test>"),
        (" Team: a@b.test, C <c@d.test>; e@f.test", "a@b.test; C <c@d.test>; e@f.test"),
        (" A: a@b.test;, B: c@d.test;", "a@b.test; c@d.test"),
        (
            " a@b.test (Ada (the \\) one), c@d.test), e@f.test",
            "\"Ada (the \\\\) one), c@d.test\" <a@b.test>; e@f.test",
        ),
        (" (x) Ada (y) Example (z) < (a) ada (b) @ (c) b . test (d) > (e)", "Ada Example <ada@b.test>"),
        (" dora @ x.test, < bob@x.test >", "dora@x.test; bob@x.test"),
        (" Ada\r\n Example\r\n <a@b.test>,\r\n\tc@d.test", "Ada Example <a@b.test>; c@d.test"),
        (" <@x.test:a@b.test>, R <@x.test , @y.test : c@d.test>", "a@b.test; R <c@d.test>"),
        (" \"ada.e\"@b.test, \"bob smith\"@x.test", "ada.e@b.test; \"bob smith\"@x.test"),
        (" <\"a@b\"@x.test>, \"a,b\"@x.test", "\"a@b\"@x.test; \"a,b\"@x.test"),
        (" a@[192.0.2.1], B <b@[IPv6:2001:db8::1]>", "a@[192.0.2.1]; B <b@[IPv6:2001:db8::1]>"),
        (" Zoë <z@bücher.example>", "Zoë <z@xn--bcher-kva.example>"),
        (" undisclosed-recipients:;", ""),
        (" Undisclosed recipients", ""),
        (",, a@b.test ,", "a@b.test"),
        (" ada@b.test <ada@b.test>, 'c@d.test' <c@d.test>", "ada@b.test; c@d.test"),
        (" ada@b.test <ada@c.test>", "\"ada@b.test\" <ada@c.test>"),
        (" =?utf-8?q?a=0D=0ABcc=3A_x=40y=2Etest?= <a@b.test>", "\"a Bcc: x@y.test\" <a@b.test>"),
        (" =?utf-8?q?=1B[2J=E2=80=AEevil?= <a@b.test>", "[2Jevil <a@b.test>"),
        (" \"a\r\n b\" <a@b.test>", "a b <a@b.test>"),
        (" Ada\t \"B.\"   Example <a@b.test>", "Ada B. Example <a@b.test>"),
        (" \"=?utf-8?q?Zo=C3?= =?utf-8?q?=AB?=\" X <a@b.test>", "Zoë X <a@b.test>"),
        (" =?utf-8?q?\"Zo=C3=AB\"_(x)?= (y) <a@b.test>", "\"\\\"Zoë\\\" (x)\" <a@b.test>"),
        ("", ""),
    ] {
        assert_eq!(read(value), expected, "{value:?}");
    }
}

#[test]
fn as_it_is_meant() {
    for (value, expected) in [
        (" Example, Ada <a@b.test>, c@d.test", "\"Example, Ada\" <a@b.test>; c@d.test; ~"),
        (
            " A <a...@b.test>, b..c@b.test, \"d...\"@b.test",
            "\"b..c\"@b.test; \"d...\"@b.test; !A <a...@b.test>; ~",
        ),
        (" Bob; Dora <dora@x.test>", "Dora <dora@x.test>; !Bob"),
        (" Bob &lt;bob@x.test&gt;, a@b.test", "a@b.test; !Bob &lt; !bob@x.test&gt"),
        (" Example, Ada, Dr. <a@b.test>", "\"Example, Ada, Dr.\" <a@b.test>; ~"),
        (" 田中，太郎 <a@b.test>", "田中，太郎 <a@b.test>"),
        (" a@b.test，c@d.test; e@f.test", "a@b.test; c@d.test; e@f.test"),
        (
            " A <a@doma\r\n in.test>, b@x.t\n\test, C <c\r\n dora@x.test>",
            "A <a@domain.test>; b@x.test; C <cdora@x.test>; ~",
        ),
        (" Ada <a@b.test, c@d.test", "Ada <a@b.test>; c@d.test; ~"),
        (" <<a@b.test>>", "a@b.test; ~"),
        (" <a@b.test> C <c@d.test>", "a@b.test; c@d.test; ~"),
        (" a@b.test c@d.test", "a@b.test; c@d.test; ~"),
        (" 'Ada Example' <a@b.test>", "Ada Example <a@b.test>"),
        (
            " \"'Ada'\" <a@b.test>, “Ben” <b@b.test>, «Cid» <c@b.test>",
            "Ada <a@b.test>; Ben <b@b.test>; Cid <c@b.test>",
        ),
        (" 'a@b.test', \"c@d.test\", e@f.test.", "a@b.test; c@d.test; e@f.test; ~"),
        (" a..b@x.test", "\"a..b\"@x.test; ~"),
        (" mailto:a@b.test, <mailto:c@d.test>", "a@b.test; c@d.test"),
        (
            " Ada \"the one <a@b.test>, c@d.test",
            "\"Ada \"the one\" <a@b.test>; c@d.test".replace("Ada \"the", "Ada \\\"the").as_str(),
        ),
    ] {
        assert_eq!(read(value), expected, "{value:?}");
    }
}

#[test]
fn nobody_is_lost_in_silence() {
    for (value, expected) in [
        (" ada at b.test (Ada), c@d.test", "c@d.test; !ada at b.test (Ada)"),
        (" Ada <>, <@b.test>, ben@, x", "!Ada <>; !<@b.test>; !ben@; !x"),
        (" é@b.test, c@d.test", "c@d.test; !é@b.test"),
        (" bob smith@x.test", "!bob smith@x.test"),
        (" ben at x.test, Ada <a@b.test>", "Ada <a@b.test>; !ben at x.test"),
        (" Ada <a b@c.test>, xxxx@b...", "!Ada <a b@c.test>; !xxxx@b..."),
        (" a@b@c.test", "!a@b@c.test"),
        (" a@-x.test", "!a@-x.test"),
    ] {
        assert_eq!(read(value), expected, "{value:?}");
    }
    let list = AddressList::read(b" ada at b.test (Ada), Ben <ben@>");
    let names: Vec<_> = list.lost().map(|it| it.name.as_deref().unwrap_or_default()).collect();
    assert_eq!(names, ["Ada", "Ben"]);
    let many = AddressList::read(" a@b.test,".repeat(5000).as_bytes());
    assert_eq!((many.mailboxes.len(), many.more), (2000, 3000));
    let all: Vec<Address> = many.mailboxes.into_iter().map(|it| it.address).collect();
    assert!(all.iter().all(|it| it.as_str() == "a@b.test"));
}
