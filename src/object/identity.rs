//! Which object this is.

use crate::diagnostic::{Route, Trail};
use serde_json::Value;
use std::fmt;

/// What makes an object itself to the API server: group, kind, namespace, name. Two versions of one group are one object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The API group; empty for the core group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The namespace; none for a cluster-scoped object, or where it was left out.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

/// Why a value is no Kubernetes object: the field that is missing or is no text.
#[derive(Debug)]
pub struct NotAnObject {
    /// The field.
    pub route: Route,
}

impl Identity {
    /// The identity of an object.
    pub fn of(object: &Value) -> Result<Self, NotAnObject> {
        let root = Trail::ROOT;
        let api_version = text(object, &root, "apiVersion")?;
        let (metadata, at) = (&object["metadata"], root.key("metadata"));
        Ok(Self {
            group: api_version.rsplit_once('/').map_or("", |(group, _)| group).to_owned(),
            kind: text(object, &root, "kind")?,
            namespace: match metadata.get("namespace") {
                None => None,
                Some(_) => Some(text(metadata, &at, "namespace")?),
            },
            name: text(metadata, &at, "name")?,
        })
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

/// The text under a key of a value that stands at `trail`.
fn text(value: &Value, trail: &Trail<'_>, key: &str) -> Result<String, NotAnObject> {
    match value.get(key).and_then(Value::as_str) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        Some(_) | None => Err(NotAnObject { route: trail.key(key).into() }),
    }
}
