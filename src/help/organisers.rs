//! Examples for the verbs that organisers use.

use super::Example;

pub(super) const EXAMPLES: &[Example] = &[
    (
        "catalog check",
        &[
            ("onlist catalog check my-catalog.toml", "list everything that is wrong with it"),
            ("onlist catalog check ideas.toml --review", "review its projects before they are published"),
            (
                "onlist catalog check ideas.toml --review --project parser --addressed 1",
                "the field of remarks without the first",
            ),
            ("onlist catalog check ideas.toml --maintainers MAINTAINERS", "see which mentors have moved"),
            ("onlist catalog check --explain K04", "explain a rule"),
        ],
    ),
    (
        "catalog compare",
        &[
            ("onlist catalog compare my-catalog.toml ideas.md", "see what the page says otherwise"),
            (
                "onlist catalog compare my-catalog.toml ideas.md --decisions decisions.toml",
                "the same, without what was decided",
            ),
        ],
    ),
    ("catalog new", &[("onlist catalog new > my-catalog.toml", "begin a catalog")]),
    (
        "catalog idea",
        &[
            ("onlist catalog idea --catalog my-catalog.toml >> my-catalog.toml", "add an idea to a catalog"),
            ("onlist catalog idea --format wikitext", "write it for a wiki page"),
        ],
    ),
    (
        "catalog import",
        &[
            ("onlist catalog import ideas.md --save my-catalog.toml", "make a catalog of a page"),
            (
                "onlist catalog import ideas/ --map \"Intensity=difficulty\"",
                "read a folder, and say what a label means",
            ),
        ],
    ),
    (
        "catalog add",
        &[
            ("onlist catalog add https://example.org/ideas.toml", "use the catalog of another community"),
            ("onlist catalog add ideas.toml --name engine-2026", "keep it under a name of your own"),
        ],
    ),
    (
        "catalog update",
        &[
            ("onlist catalog update", "read all added catalogs again"),
            ("onlist catalog update engine-2026", "read one of them again"),
        ],
    ),
    ("catalog list", &[("onlist catalog list", "see what is searched, and where it came from")]),
    ("catalog remove", &[("onlist catalog remove engine-2026", "stop using an added catalog")]),
    ("catalog print", &[("onlist catalog print > my-catalog.toml", "save a copy to edit")]),
    (
        "catalog",
        &[
            ("onlist catalog new > my-catalog.toml", "begin a catalog"),
            ("onlist catalog check my-catalog.toml", "find errors in a catalog"),
            ("onlist catalog print > my-catalog.toml", "start from the built-in one"),
        ],
    ),
];
