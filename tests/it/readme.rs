//! The README's sessions are what the program does.

#[test]
fn the_readme_shows_what_happens() {
    let home = tempfile::tempdir();
    let home = home.as_ref().map(|home| home.path().to_string_lossy()).unwrap_or_default();
    let state = format!("{home}/state");
    trycmd::TestCases::new()
        .case("README.md")
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("XDG_STATE_HOME", state);
}
