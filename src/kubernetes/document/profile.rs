//! Profile, by its CRD. What the profile controller makes of one is not known here.

use super::Handler;
use super::custom::{self, Definition};
use super::metadata::Scope;
use super::shape::{Field, Type, optional, required};
use crate::kubernetes::profile_quota_value;

const DEFINITION: Definition = Definition {
    scope: Scope::Cluster,
    spec: Type::Object(&[
        optional("owner", Type::Object(OWNER)),
        optional("plugins", Type::List(&Type::Object(PLUGIN))),
        optional("resourceQuotaSpec", Type::Object(QUOTA)),
    ]),
    status: Type::Object(&[optional("conditions", Type::List(&Type::Object(CONDITION)))]),
    rules: |_, _| {},
};

const OWNER: &[Field] = &[
    optional("apiGroup", Type::Text),
    required("kind", Type::Text),
    required("name", Type::Text),
    optional("namespace", Type::Text),
];

const PLUGIN: &[Field] =
    &[optional("apiVersion", Type::Text), optional("kind", Type::Text), optional("spec", Type::Free)];

const QUOTA: &[Field] = &[
    optional("hard", Type::Map(&Type::Judged(profile_quota_value))),
    optional("scopes", Type::List(&Type::Text)),
    optional("scopeSelector", Type::Object(&[optional("matchExpressions", Type::List(&Type::Object(EXPRESSION)))])),
];

const EXPRESSION: &[Field] =
    &[required("operator", Type::Text), required("scopeName", Type::Text), optional("values", Type::List(&Type::Text))];

const CONDITION: &[Field] =
    &[optional("message", Type::Text), optional("status", Type::Text), optional("type", Type::Text)];

/// A Profile.
pub(super) const PROFILE: Handler = Handler {
    check: |document, request, problems| custom::check(document, &DEFINITION, request, problems),
    held: |document, request| custom::held(document, &DEFINITION, request),
};
