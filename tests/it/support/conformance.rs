//! Where conformance data lies: the repository's copy, the shared folder beside a checkout, and one that the environment
//! names.

use std::path::{Path, PathBuf};

/// The variable that names a further folder of the same form.
const FURTHER: &str = "TENANTRY_CONFORMANCE";

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The repository's own copy.
pub fn copy() -> PathBuf {
    repository().join("tests/conformance")
}

/// The folder that the copy was made from, where it lies beside the checkout.
pub fn shared() -> Option<PathBuf> {
    let shared = repository().join("../shared/conformance");
    shared.is_dir().then_some(shared)
}

/// Every folder of this name: a label for messages and the path. The shared one may hold cases that the copy has not.
pub fn tables(name: &str) -> Vec<(String, PathBuf)> {
    let further = std::env::var_os(FURTHER).map(|folder| (FURTHER, PathBuf::from(folder)));
    if let Some((variable, folder)) = &further {
        assert!(folder.is_dir(), "{variable} names {}, which is no folder", folder.display());
    }
    let roots = [Some(("copy", copy())), shared().map(|folder| ("shared", folder)), further];
    let folders = roots.into_iter().flatten().map(|(label, root)| (format!("{name} ({label})"), root.join(name)));
    let found: Vec<_> = folders.filter(|(_, folder)| folder.is_dir()).collect();
    assert!(!found.is_empty(), "no conformance data for {name}");
    found
}
