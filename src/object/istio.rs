//! The types of Istio's security policies: every field it has, and no other.
//!
//! Source: the protobuf definitions of istio.io/api, `security/v1beta1/authorization_policy.proto`. Field order is theirs.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// `security.istio.io/v1` and `v1beta1`, kind AuthorizationPolicy.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AuthorizationPolicy {
    api_version: String,
    kind: String,
    metadata: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    spec: Option<Spec>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    #[serde(skip_serializing_if = "Option::is_none")]
    selector: Option<Selector>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_ref: Option<TargetRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_refs: Option<Vec<TargetRef>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<Rule>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Action>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<Provider>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Action {
    Allow,
    Deny,
    Audit,
    Custom,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Selector {
    #[serde(skip_serializing_if = "Option::is_none")]
    match_labels: Option<BTreeMap<String, String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TargetRef {
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    kind: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Vec<From>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Vec<To>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Vec<Condition>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct From {
    source: Source,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct To {
    operation: Operation,
}

/// A list of values, absent where it is not given.
type Values = Option<Vec<String>>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Source {
    #[serde(skip_serializing_if = "Option::is_none")]
    principals: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_principals: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_principals: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_request_principals: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespaces: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_namespaces: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_accounts: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_service_accounts: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_blocks: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_ip_blocks: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_ip_blocks: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_remote_ip_blocks: Values,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Operation {
    #[serde(skip_serializing_if = "Option::is_none")]
    hosts: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_hosts: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    ports: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_ports: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    methods: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_methods: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    paths: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_paths: Values,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Condition {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Values,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_values: Values,
}
