//! What people see: the transcripts under `tests/cmd`. `TRYCMD=overwrite cargo test commands` accepts a change.

#[test]
fn transcripts_are_what_a_terminal_shows() {
    let folder = crate::support::conformance::repository().join("tests/cmd/*.trycmd");
    trycmd::TestCases::new()
        .register_bin("tenantry", std::path::Path::new(crate::support::sandbox::binary()))
        .env("COLUMNS", "100")
        .case(folder);
}
