//! What more can be said of a Profile.

use super::{namespace_name, person, refine};
use serde_json::{Value, json};

/// What the Profile CRD takes for a quantity in text, without what a quota refuses: a minus sign, and a fraction of an exponent.
const QUANTITY: &str = r"^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";

/// What a quota can limit: a resource of the server's own, or any name with a `/`. Another may stand there without a value.
const RESOURCE: &str = "/|^(requests\\.)?hugepages-|^((requests\\.|limits\\.)?(cpu|memory|ephemeral-storage)|requests\\.storage|pods|\
                        resourcequotas|services(\\.nodeports|\\.loadbalancers)?|replicationcontrollers|secrets|configmaps|\
                        persistentvolumeclaims)$";

pub(super) fn refined(mut schema: Value) -> Value {
    refine(&mut schema, &["apiVersion"], json!({ "enum": ["kubeflow.org/v1", "kubeflow.org/v1beta1"] }));
    refine(&mut schema, &["kind"], json!({ "const": "Profile" }));
    refine(&mut schema, &["metadata", "name"], namespace_name());
    for part in ["labels", "annotations"] {
        let texts = json!({ "type": ["object", "null"], "additionalProperties": { "type": ["string", "null"] } });
        refine(&mut schema, &["metadata", part], texts);
    }
    let owner = ["spec", "owner"];
    refine(&mut schema, &[owner.as_slice(), &["kind"]].concat(), json!({ "enum": ["User"] }));
    refine(&mut schema, &[owner.as_slice(), &["name"]].concat(), person());
    let groups = json!({ "enum": ["rbac.authorization.k8s.io", "", null] });
    refine(&mut schema, &[owner.as_slice(), &["apiGroup"]].concat(), groups);
    refine(&mut schema, &["spec", "resourceQuotaSpec"], quota());
    let plugin = json!({
        "properties": { "kind": { "enum": ["WorkloadIdentity", "AwsIamForServiceAccount"] } },
    });
    refine(&mut schema, &["spec", "plugins", "[]"], json!({ "allOf": [plugin, spec_of_a_plugin()] }));
    schema["required"] = json!(["apiVersion", "kind", "metadata", "spec"]);
    schema
}

fn quota() -> Value {
    let texts = json!({ "type": ["array", "null"], "items": { "type": ["string", "null"] } });
    let limit = json!({
        "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": QUANTITY }, { "type": "null" }],
    });
    json!({
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "hard": {
                "description": "The limits, by resource: whole numbers, or quantities in quotes.",
                "type": ["object", "null"],
                "patternProperties": { RESOURCE: limit },
                "additionalProperties": { "type": "null" },
            },
            "scopes": {
                "description": "Which pods are counted.",
                "type": ["array", "null"],
                "items": { "type": ["string", "null"] },
            },
            "scopeSelector": {
                "description": "Which pods are counted, by expressions.",
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": { "matchExpressions": {
                    "type": ["array", "null"],
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["operator", "scopeName"],
                        "properties": {
                            "operator": { "type": "string" },
                            "scopeName": { "type": "string" },
                            "values": texts,
                        },
                    },
                }},
            },
        },
    })
}

/// A plugin's keys are read in any case, so that only the usual ones are described, and others let through.
fn spec_of_a_plugin() -> Value {
    json!({ "properties": { "spec": {
        "type": ["object", "null"],
        "properties": {
            "gcpServiceAccount": {
                "description": "The Google service account: <name>@<project>.iam.gserviceaccount.com",
                "type": ["string", "null"],
            },
            "awsIamRole": {
                "description": "The ARN of the IAM role: arn:aws:iam::<12 digits>:role/<name>",
                "type": ["string", "null"],
            },
            "annotateOnly": {
                "description": "Whether the cloud's side of the identity is looked after elsewhere.",
                "type": ["boolean", "null"],
            },
        },
    }}})
}
