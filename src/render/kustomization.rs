//! The lists that kustomize reads: which files, or which folders, belong to a build.

use super::OWNERSHIP;
use super::folder::File;
use crate::source;
use serde_json::json;

/// The name of such a list.
pub const KUSTOMIZATION: &str = "kustomization.yaml";

/// The list of these files or folders, sorted. Nothing else stands in it.
pub(super) fn list<'a>(entries: impl IntoIterator<Item = &'a str>) -> File {
    let mut resources: Vec<&str> = entries.into_iter().collect();
    resources.sort_unstable();
    let list = json!({
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": resources,
    });
    File {
        name: KUSTOMIZATION.to_owned(),
        objects: 0,
        bytes: source::write_documents(OWNERSHIP, std::iter::once(&list)).into_bytes(),
    }
}
