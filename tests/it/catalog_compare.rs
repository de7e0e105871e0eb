//! A catalog held against the page that it was made of.

use crate::support::Sandbox;

const DATE: &str = "--date 2026-03-01T12:00:00Z";

/// A page, and the catalog that its import gave.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("page.md", include_str!("imports/page.md"));
    let saved = sandbox.run(&format!("catalog import page.md --save lantern.toml {DATE}"));
    assert!(saved.contains("saved as `lantern.toml`"), "{saved}");
    sandbox
}

#[test]
fn an_import_is_equal_to_its_page() {
    let seen = sandbox().run(&format!("catalog compare lantern.toml page.md {DATE}"));
    assert_eq!(seen.lines().skip(1).collect::<Vec<_>>().join("\n").trim(), "0 differences");
}

#[test]
fn what_differs_is_listed_until_it_is_decided() {
    let sandbox = sandbox();
    let catalog = sandbox.read("lantern.toml").replace("difficulty = \"hard\"", "difficulty = \"varies\"");
    let catalog = catalog.replace("grace@example.org", "grace@new.example.org");
    sandbox.write("lantern.toml", catalog + "\n[[project]]\nid = \"own\"\ntitle = \"An idea of ours\"\n");
    let page = include_str!("imports/page.md").replace("Keep the log in one place", "Keep the log");
    sandbox.write("page.md", page);
    insta::assert_snapshot!(sandbox.run(&format!("catalog compare lantern.toml page.md {DATE}")));
    let decided = "[[decision]]\nentry = \"project A Fresnel lens for everybody\"\nkey = \"difficulty\"\n\
        catalog = \"varies\"\nsource = \"hard\"\nreason = \"it depends on the lens\"\n\
        [[decision]]\nentry = \"project Gone\"\nkey = \"entry\"\ncatalog = \"is there\"\nreason = \"ours\"\n";
    sandbox.write("decisions.toml", decided);
    let line = format!("catalog compare lantern.toml page.md --decisions decisions.toml {DATE}");
    insta::assert_snapshot!(sandbox.run(&line));
    insta::assert_snapshot!(sandbox.run(&format!("{line} --json")));
    sandbox.write("decisions.toml", "[[decision]]\nentry = 1\n");
    insta::assert_snapshot!(sandbox.run(&line));
}
