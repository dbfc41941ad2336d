//! A review in JSON, version 1: complete, nothing grouped and nothing left out.

use crate::access::{AccessChange, Effect, Held, Principal};
use crate::object::Identity;
use crate::review::{FieldChange, ObjectChange, ObjectVerb, Review, Risk, RuleChange, TenantChange, TenantVerb};
use serde::Serialize;
use serde_json::Value;

/// What a change does to a tree.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewReport {
    /// What the tree was compared with, as people are shown it.
    pub base: String,
    /// The gravest class.
    pub risk: Risk,
    /// Config and templates that changed.
    pub rules: Vec<RuleReport>,
    /// Tenants that changed, by name.
    pub tenants: Vec<TenantReport>,
    /// Objects of no tenant that changed: what tells a sync engine what to sync.
    pub shared: Vec<ObjectReport>,
    /// How many tenants did not.
    pub unchanged_tenants: usize,
    /// Files that differ in spelling alone.
    pub spelling: Vec<String>,
}

/// A part of the rules that changed.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum RuleReport {
    /// The config.
    Config {
        /// Its path.
        path: String,
        /// What differs.
        fields: Vec<FieldReport>,
    },
    /// A template.
    Template {
        /// Its path.
        path: String,
        /// What happens to it.
        change: ObjectVerb,
    },
}

/// A tenant that changed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantReport {
    name: String,
    change: TenantVerb,
    risk: Risk,
    access: Vec<AccessReport>,
    objects: Vec<ObjectReport>,
    /// Files of the base that are no objects.
    unreadable: Vec<String>,
}

/// Something that changes for somebody.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AccessReport {
    kind: &'static str,
    effect: Effect,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<PrincipalReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Value>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PrincipalReport {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    name: String,
}

/// An object that changed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectReport {
    group: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    name: String,
    /// The file, below the tenant's folder.
    path: String,
    change: ObjectVerb,
    risk: Risk,
    fields: Vec<FieldReport>,
}

/// A field that changed; a side that is not there is null.
#[derive(Clone, Debug, Serialize)]
pub struct FieldReport {
    path: String,
    before: Option<Value>,
    after: Option<Value>,
}

impl ReviewReport {
    /// The report of a review.
    pub fn of(review: &Review) -> Self {
        Self {
            base: review.base.clone(),
            risk: review.risk(),
            rules: review.rules.iter().map(rule).collect(),
            tenants: review.tenants.iter().map(tenant).collect(),
            shared: review.shared.iter().map(object).collect(),
            unchanged_tenants: review.names.len().saturating_sub(review.tenants.len()),
            spelling: review.spelling.clone(),
        }
    }
}

fn rule(change: &RuleChange) -> RuleReport {
    match change {
        RuleChange::Config { path, fields } => {
            RuleReport::Config { path: path.clone(), fields: fields.iter().map(field).collect() }
        }
        RuleChange::Template { path, before, after } => {
            let change = match (before, after) {
                (None, _) => ObjectVerb::Create,
                (Some(_), None) => ObjectVerb::Remove,
                (Some(_), Some(_)) => ObjectVerb::Change,
            };
            RuleReport::Template { path: path.clone(), change }
        }
    }
}

fn field(change: &FieldChange) -> FieldReport {
    FieldReport { path: change.path.clone(), before: change.before.clone(), after: change.after.clone() }
}

fn tenant(tenant: &TenantChange) -> TenantReport {
    TenantReport {
        name: tenant.name.clone(),
        change: tenant.verb,
        risk: tenant.risk,
        access: tenant.access.iter().map(|change| access(change, &tenant.name)).collect(),
        objects: tenant.objects.iter().map(object).collect(),
        unreadable: tenant.unreadable.iter().map(|file| file.path.clone()).collect(),
    }
}

fn access(change: &AccessChange, tenant: &str) -> AccessReport {
    let text = |side: &Option<String>| side.clone().map_or(Value::Null, Value::String);
    let (kind, who, before, after) = match change {
        AccessChange::Person { who, before, after, .. } => {
            ("person", Some(principal(who)), Some(held(before)), Some(held(after)))
        }
        AccessChange::Owner { before, after } => ("owner", None, Some(text(before)), Some(text(after))),
        AccessChange::Account { before, after, .. } => ("account", None, Some(text(before)), Some(text(after))),
        AccessChange::Namespace { before, after, .. } => ("namespace", None, Some(text(before)), Some(text(after))),
        AccessChange::Opening { .. } => ("opening", None, None, None),
        AccessChange::Unknown { .. } => ("unknown", None, None, None),
    };
    AccessReport { kind, effect: change.effect(), text: change.words(tenant), who, before, after }
}

fn held(held: &Held) -> Value {
    serde_json::json!({ "roles": held.roles, "mesh": held.mesh })
}

fn principal(who: &Principal) -> PrincipalReport {
    match who {
        Principal::User(name) => PrincipalReport { kind: "User", namespace: None, name: name.clone() },
        Principal::Group(name) => PrincipalReport { kind: "Group", namespace: None, name: name.clone() },
        Principal::ServiceAccount { namespace, name } => {
            PrincipalReport { kind: "ServiceAccount", namespace: Some(namespace.clone()), name: name.clone() }
        }
    }
}

fn object(change: &ObjectChange) -> ObjectReport {
    let Identity { group, kind, namespace, name } = change.identity.clone();
    ObjectReport {
        group,
        kind,
        namespace,
        name,
        path: change.path.clone(),
        change: change.verb,
        risk: change.risk,
        fields: change.fields.iter().map(field).collect(),
    }
}
