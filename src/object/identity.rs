//! Which object this is.

use crate::diagnostic::Route;
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
        let root = Route::root();
        let api_version = text(object, &root.key("apiVersion"))?;
        let metadata = root.key("metadata");
        Ok(Self {
            group: api_version.rsplit_once('/').map_or("", |(group, _)| group).to_owned(),
            kind: text(object, &root.key("kind"))?,
            namespace: match at(object, &metadata.key("namespace")) {
                None => None,
                Some(_) => Some(text(object, &metadata.key("namespace"))?),
            },
            name: text(object, &metadata.key("name"))?,
        })
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

fn text(object: &Value, route: &Route) -> Result<String, NotAnObject> {
    match at(object, route).and_then(Value::as_str) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        Some(_) | None => Err(NotAnObject { route: route.clone() }),
    }
}

fn at<'v>(object: &'v Value, route: &Route) -> Option<&'v Value> {
    use crate::diagnostic::Step;
    route.steps().iter().try_fold(object, |value, step| match step {
        Step::Key(key) | Step::KeyItself(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}
