//! What a cluster writes into an object, and a dump of it therefore holds: dropped, with one warning a file.

use super::shape::Reader;
use super::{codes, look};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Node;

/// The keys of `metadata` that only the API server writes.
pub(super) const METADATA: &[&str] = &[
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "managedFields",
    "selfLink",
    "ownerReferences",
    "finalizers",
];

const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Notes the annotation in which kubectl keeps a copy of the object.
pub(super) fn note_last_applied(annotations: Option<&Node>, reader: &mut Reader) {
    if let Some(entry) = annotations.and_then(|node| look::entry(node, LAST_APPLIED)) {
        reader.dropped.push(entry.key_span);
    }
}

/// The one warning for all that was dropped from a file.
pub(super) fn warn(reader: &mut Reader) {
    let mut spans = reader.dropped.clone();
    spans.sort();
    let Some(first) = spans.first() else { return };
    let message = match spans.len() {
        1 => "this was written by a cluster and is dropped".to_owned(),
        count => format!("{count} fields were written by a cluster and are dropped"),
    };
    let diagnostic = Diagnostic::new(codes::CLUSTER_DUMP, Severity::Warning, message)
        .at(reader.place(*first), "only a cluster writes this")
        .help("delete what only a cluster writes: `status`, and all of `metadata` but name, labels and annotations");
    reader.report(diagnostic);
}
