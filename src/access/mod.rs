//! Who may reach what in a tenant, read from its rendered objects, and what a change of them opens and closes.
//!
//! No files, no diffs of text, no words about the cluster: only what the objects themselves say. The answer is coarse on
//! purpose and errs to one side: what is called covered is covered, what cannot be told is called wider or unknown. An exact
//! decision for arbitrary policies can take the place of the coverage of `mesh` and `rbac` without its callers seeing it: they
//! ask [`compare`] and read [`AccessChange`]s.
//!
//! Source: Kubernetes, "Using RBAC Authorization"; Istio, "Authorization Policy" and its conditions; Kubernetes, "Pod Security
//! Admission".

mod account;
mod change;
mod compare;
mod engines;
mod mesh;
mod namespace;
mod people;
mod principal;
mod rbac;
mod unknown;

pub use change::{AccessChange, Effect, Held, Where};
pub use compare::compare;
pub use principal::Principal;

use crate::config::Settings;
use crate::object::Identity;
use serde_json::Value;
use std::collections::BTreeMap;

/// The objects of one tenant, in the API server's form, by identity.
pub type Objects = BTreeMap<Identity, Value>;

/// One side of a comparison: a tenant's objects, and the settings that name its people and roles.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The tenant, and so the namespace in which its objects mean what they say.
    pub tenant: &'a str,
    /// The objects; none for a tenant that is not there on this side.
    pub objects: &'a Objects,
    /// Which header says who asks, what stands before a name in it, and which ClusterRole is which role.
    pub settings: &'a Settings,
}

impl<'a> Side<'a> {
    /// The objects of a kind in the tenant's namespace, whatever the version of their group.
    fn of_kind(self, group: &'a str, kind: &'a str) -> impl Iterator<Item = (&'a Identity, &'a Value)> {
        let is_of_kind = move |identity: &Identity| identity.group == group && identity.kind == kind;
        self.objects.iter().filter(move |(identity, _)| is_of_kind(identity) && self.is_home(identity))
    }

    /// Whether an object lies in the tenant's namespace, or is it. What lies elsewhere reaches something else.
    fn is_home(self, identity: &Identity) -> bool {
        match identity.namespace.as_deref() {
            Some(namespace) => namespace == self.tenant,
            None => identity.kind == "Namespace" && identity.name == self.tenant,
        }
    }

    fn is_empty(self) -> bool {
        self.objects.is_empty()
    }
}

/// The items of a list; none where it is no list.
fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// The texts of a list. What is no text, where the server wants one, is still told from another.
fn texts(list: &Value) -> Vec<String> {
    items(list).map(text).collect()
}

/// A value as text: a string as it is, anything else as JSON that does not depend on the order of keys.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let mut sorted = value.clone();
            sorted.sort_all_objects();
            sorted.to_string()
        }
    }
}
