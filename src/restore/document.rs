//! The documents of one input file, as far as their names: which tenants a text speaks of, and where.

use crate::diagnostic::{FileId, Span};
use crate::source::{self, Entry, Limits, Node};

/// A Profile or a Tenant in a text.
pub(super) struct Part {
    /// Which of the two.
    pub kind: Kind,
    /// Its `metadata.name`.
    pub name: String,
    /// The whole of it.
    pub node: Node,
    /// Whether it is a document of its own, and no item of a List.
    pub is_document: bool,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Profile of kubeflow.org.
    Profile,
    /// A Tenant of tenantry.dev.
    Tenant,
}

/// The Profiles and Tenants of a text in their order; none where it cannot be read.
pub(super) fn parts(text: &str) -> Option<Vec<Part>> {
    let (documents, found) = source::read(FileId(0), text.as_bytes(), &Limits::generated());
    if found.stops() {
        return None;
    }
    let mut parts = Vec::new();
    for document in documents {
        match document.root.get("items").filter(|_| word(&document.root, "kind") == Some("List")) {
            Some(items) => {
                let items = items.as_list().unwrap_or_default();
                parts.extend(items.iter().filter_map(|item| part(item.clone(), false)));
            }
            None => parts.extend(part(document.root, true)),
        }
    }
    Some(parts)
}

/// The names of the Profiles of a text.
pub(super) fn profiles(parts: &[Part]) -> impl Iterator<Item = &str> {
    parts.iter().filter(|part| part.kind == Kind::Profile).map(|part| part.name.as_str())
}

/// An entry of the `spec` of a part.
pub(super) fn spec_entry<'p>(part: &'p Part, key: &str) -> Option<&'p Entry> {
    part.node.get("spec")?.as_map()?.entry(key)
}

/// The text of a part by itself, as a document. An item of a List is written anew, for it is indented.
pub(super) fn text_of(part: &Part, text: &str) -> String {
    let Span { start, end } = part.node.span;
    match text.get(start as usize..end as usize).filter(|_| part.is_document) {
        Some(text) => format!("{}\n", text.trim_end()),
        None => source::write(&part.node.to_json()),
    }
}

fn part(node: Node, is_document: bool) -> Option<Part> {
    let kind = match (word(&node, "apiVersion")?.split_once('/')?.0, word(&node, "kind")?) {
        ("kubeflow.org", "Profile") => Kind::Profile,
        ("tenantry.dev", "Tenant") => Kind::Tenant,
        _ => return None,
    };
    let name = word(node.get("metadata")?, "name")?.to_owned();
    Some(Part { kind, name, node, is_document })
}

fn word<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.as_text()
}
