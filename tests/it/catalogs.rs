//! Catalogs that are wrong: for each file, what the user sees.

use std::process::Command;

#[test]
fn every_broken_catalog_is_refused_with_its_place() {
    insta::glob!("broken_catalogs/*.toml", |path| {
        let name = path.file_name().expect("a file");
        let output = Command::new(env!("CARGO_BIN_EXE_onlist"))
            .current_dir(path.parent().expect("in a folder"))
            .args(["catalog", "check", "--date", "2015-03-01T12:00:00Z"])
            .arg(name)
            .output()
            .expect("runs");
        assert!(output.stdout.is_empty(), "data on standard output");
        let words = String::from_utf8(output.stderr).expect("UTF-8");
        let status = output.status.code().map(|code| format!("[exit status: {code}]\n"));
        let seen = format!("{words}{}", status.unwrap_or_default());
        insta::with_settings!({ snapshot_path => "broken_catalogs", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("seen", seen);
        });
    });
}
